// The course of each link and its drawing. A link along the tree lands on the right side of what it speaks of, each in
// its own place (what a policy does to power is marked at the policy, since many meet at one power); premises that work only together share one arrow; an undercut lands on the arrow it strikes; all other
// links are faint until one of their ends is chosen.
atlas.links = (() => {
  const { measures: m, data } = { measures: atlas.data.measures, data: atlas.data };
  const BRACKET = 16; // px from the boxes to the line that joins linked premises
  const STOPS = { rephrases: 0, broader: 0, attacks: 3 };
  const MARKED = 11; // px that an arrow's stroke ends before its tip
  let routes = [];

  // Courses of all links between shown boxes. `box` gives {left, right, x, y, height} of a shown box.
  function route(tree, box) {
    const hangs = (link) => tree.parent.get(link.source) === link.target;
    const turned = (link) => tree.parent.get(link.target) === link.source;
    const shown = data.links.filter((link) => tree.column.has(link.source) && tree.column.has(link.target));
    const along = shown.filter((link) => hangs(link) || turned(link));
    const struck = new Map();
    routes = [];
    const undercuts = along.filter((link) => link.relation.name === "undercuts");
    for (const steps of grouped(along.filter((link) => !undercuts.includes(link)), hangs).values()) {
      land(steps, box, struck);
    }
    for (const link of undercuts) (hangs(link) ? strike : strikeOnwards)(link, box, struck);
    const lanes = new Map();
    for (const link of shown.filter((one) => !along.includes(one))) {
      if (link.source.under === link.target) indent(link, box);
      else cross(link, tree, box, lanes, struck);
    }
    return routes;
  }

  // Links along the tree by the box they land on; there by step, so that linked premises are together.
  function grouped(links, hangs) {
    const targets = new Map();
    for (const link of links) {
      const [child, above] = hangs(link) ? [link.source, link.target] : [link.target, link.source];
      const name = link.linked ? link.joint : `${child.number} ${link.relation.name} ${link.joint}`;
      if (!targets.has(above)) targets.set(above, new Map());
      const steps = targets.get(above);
      if (!steps.has(name)) steps.set(name, { above, links: [], ends: [], name });
      steps.get(name).links.push(link);
      if (!steps.get(name).ends.includes(child)) steps.get(name).ends.push(child);
    }
    return targets;
  }

  function land(steps, box, struck) {
    const list = [...steps.values()];
    const height = (step) => step.ends.reduce((sum, end) => sum + box(end).y, 0) / step.ends.length;
    list.sort((a, b) => height(a) - height(b));
    const { right, y, height: room } = box(list[0].above);
    const spread = Math.min(18, (room - 16) / Math.max(1, list.length - 1));
    const lanes = bracketLanes(list.filter((step) => step.ends.length > 1), box);
    list.forEach((step, place) => {
      const twins = list.filter((other) => other.ends[0] === step.ends[0] && other.ends.length === 1);
      const apart = twins.length > 1 ? (twins.indexOf(step) - (twins.length - 1) / 2) * 16 : 0;
      join(step, box, { x: right, y: y + (place - (list.length - 1) / 2) * spread, size: Math.min(1, spread / 14) },
        apart, struck, BRACKET + 12 * (lanes.get(step) ?? 0));
    });
  }

  // Brackets that would lie on each other stand side by side: for each the number of its lane.
  function bracketLanes(steps, box) {
    const lanes = new Map();
    for (const step of steps) {
      const ys = step.ends.map((end) => box(end).y);
      step.reach = [Math.min(...ys), Math.max(...ys)];
      const taken = steps.filter((other) => lanes.has(other) && other.reach[0] <= step.reach[1] && step.reach[0] <= other.reach[1]);
      let lane = 0;
      while (taken.some((other) => lanes.get(other) === lane)) lane += 1;
      lanes.set(step, lane);
    }
    return lanes;
  }

  function join(step, box, port, apart, struck, bracket) {
    const relation = step.links[0].relation.name;
    const first = box(step.ends[0]);
    let from = { x: first.left, y: first.y + apart };
    const path = [];
    if (step.ends.length > 1) {
      const ys = step.ends.map((end) => box(end).y);
      from = { x: first.left - bracket, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
      for (const y of ys) path.push(["M", first.left, y], ["L", from.x, y]);
      path.push(["M", from.x, Math.min(...ys)], ["L", from.x, Math.max(...ys)]);
    }
    const bears = ["wields", "strengthens", "erodes"].includes(relation);
    const tip = bears ? { x: from.x - 7, y: from.y } : { x: port.x + 2, y: port.y };
    const end = { x: bears ? port.x : tip.x + (STOPS[relation] ?? MARKED - 2), y: port.y };
    const bend = Math.min(from.x, port.x + m.columnGap - (step.ends.length > 1 ? bracket : 0));
    const half = (bend + end.x) / 2;
    path.push(["M", from.x, from.y], ["L", bend, from.y], ["C", half, from.y, half, end.y, end.x, end.y]);
    const middle = onCurve(0.32, { x: bend, y: from.y }, half, end);
    for (const link of step.links) if (link.joint) struck.set(link.joint, middle);
    const joined = step.ends.length > 1 ? { x: from.x, y: from.y } : null;
    routes.push({ links: step.links, relation, path, tip, angle: Math.PI, joined, inferred: step.links[0].inferred, size: bears ? 1 : port.size });
  }

  // A point of the curve that leaves and arrives level.
  function onCurve(t, from, half, to) {
    const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    return { x: a * from.x + (b + c) * half + d * to.x, y: (a + b) * from.y + (c + d) * to.y };
  }

  function strike(link, box, struck) {
    const from = box(link.source);
    const target = box(link.target);
    const tip = struck.get(link.joint) ?? { x: target.right + 10, y: target.y + target.height / 4 };
    const path = [["M", from.left, from.y], ["Q", tip.x, from.y, tip.x, tip.y + (from.y > tip.y ? 8 : -8)]];
    routes.push({ links: [link], relation: "undercuts", path, tip, angle: Math.PI, above: true });
  }

  // From a box to a step beyond the next box: the mark stands before that box, since the step's premises hang behind it.
  function strikeOnwards(link, box) {
    const [from, target] = [box(link.source), box(link.target)];
    const tip = { x: target.left - 10, y: target.y + target.height / 4 };
    const start = from.y + from.height / 2 - 10;
    const half = (from.right + tip.x) / 2;
    const path = [["M", from.right, start], ["C", half, start, half, tip.y, tip.x - 8, tip.y]];
    routes.push({ links: [link], relation: "undercuts", path, tip, angle: 0, above: true });
  }

  // From a box of an indented list up to the box it belongs to.
  function indent(link, box) {
    const [from, to] = [box(link.source), box(link.target)];
    const x = to.left + (from.left - to.left) / 2;
    const path = [["M", from.left, from.y], ["L", x, from.y], ["L", x, to.y + to.height / 2]];
    routes.push({ links: [link], relation: "broader", path, tip: { x, y: to.y }, angle: 0 });
  }

  function cross(link, tree, box, lanes, struck) {
    const [from, to] = [box(link.source), box(link.target)];
    const gap = tree.column.get(link.source) - tree.column.get(link.target);
    let [x0, y0, x1, y1, c0, c1] = [from.left, from.y + 9, to.right + MARKED, to.y + to.height / 2 - 12, 0, 0];
    if (link.relation.name === "undercuts" && struck.has(link.joint)) {
      const tip = struck.get(link.joint);
      [x1, y1] = [tip.x + 9, tip.y];
    }
    if (gap > 0) {
      const reach = Math.max(50, (x0 - x1) / 2);
      [c0, c1] = [x0 - reach, x1 + reach];
    } else if (gap === 0) {
      const lane = lanes.get(tree.column.get(link.source)) ?? 0;
      lanes.set(tree.column.get(link.source), (lane + 1) % 5);
      [x1, y1] = [to.left - MARKED, to.y + (from.y < to.y ? -12 : 12)];
      c0 = c1 = Math.min(from.left, to.left) - 26 - 12 * lane;
    } else {
      [x0, x1] = [from.right, to.left - MARKED];
      const reach = Math.max(50, (x1 - x0) / 2);
      [c0, c1] = [x0 + reach, x1 - reach];
    }
    const angle = gap > 0 ? Math.PI : 0;
    const tip = { x: x1 + Math.cos(angle) * (MARKED - 2), y: y1 };
    const path = [["M", x0, y0], ["C", c0, y0, c1, y1, x1, y1]];
    routes.push({ links: [link], relation: link.relation.name, path, tip, angle, faint: true, inferred: link.inferred });
  }

  function trace(c, path) {
    c.beginPath();
    for (const [kind, ...at] of path) {
      if (kind === "M") c.moveTo(...at);
      else if (kind === "L") c.lineTo(...at);
      else if (kind === "Q") c.quadraticCurveTo(...at);
      else c.bezierCurveTo(...at);
    }
  }

  function drawOne(c, course, near) {
    c.save();
    c.globalAlpha = course.faint && !near ? 0.26 : 1;
    trace(c, course.path);
    atlas.paint.stroke(c, course.relation, { inferred: course.inferred, width: near ? 3 : course.faint ? 1.6 : 2 });
    atlas.paint.mark(c, course.relation, course.tip.x, course.tip.y, course.angle, course.size);
    if (course.joined) {
      c.beginPath();
      c.arc(course.joined.x, course.joined.y, 4.5, 0, 7);
      c.fillStyle = atlas.paint.colour(course.relation);
      c.fill();
    }
    c.restore();
  }

  // Draws all links: faint ones first, undercuts over the arrows they strike, those of the chosen item last.
  function draw(c, chosen) {
    const near = (course) => course.links.some((link) => link.source.item === chosen || link.target.item === chosen);
    const level = (course) => (chosen !== null && near(course) ? 3 : course.above ? 2 : course.faint ? 0 : 1);
    const ranked = routes.map((course) => [level(course), course]).sort((a, b) => a[0] - b[0]);
    for (const [rank, course] of ranked) drawOne(c, course, rank === 3);
  }

  return { route, draw };
})();
