// The course of each link and its drawing: by which way it goes and where it lands. The rule is stated in viz/routes.py;
// this is the same. Faint links lead to a box that hangs elsewhere; they come out when one of their ends is chosen.
atlas.links = (() => {
  const [APART, LEAST, EASY, TWINS, BRACKET, BESIDE, FLOW, STRUCK, SMALLEST] = [20, 5, 12, 16, 16, 12, 14, 0.32, 0.3];
  const MARGIN = 14; // px that marks and strokes reach beyond a course
  const { BEARS, PORT, stop, columnsOf, crossings } = atlas.crossings;
  let routes = [];
  let map = null; // {tree, rects, columns, crossing, struck} of the map whose courses are being found

  // Courses of all links between shown boxes, which draw() draws. `box` gives the edges of a shown box:
  // {left, right, top, bottom}.
  function route(tree, links, box) {
    const rects = new Map();
    for (const one of tree.column.keys()) {
      const { left, right, top, bottom } = box(one);
      rects.set(one, { left, right, top, bottom, y: (top + bottom) / 2, height: bottom - top });
    }
    const shown = links.filter((k) => tree.column.has(k.source) && tree.column.has(k.target) && k.source !== k.target);
    const along = shown.filter((link) => hubOf(tree, link));
    const steps = along.filter((link) => link.relation.name !== "undercuts");
    const rest = shown.filter((link) => !hubOf(tree, link));
    const crossing = rest.filter((link) => link.source.under !== link.target);
    const joints = new Set(steps.filter((link) => link.joint).map((link) => link.joint));
    const columns = columnsOf(tree.column, rects);
    map = { tree, rects, columns, struck: new Map(), crossing: crossings(tree.column, rects, columns, crossing, joints) };
    routes = [];
    for (const { hub, right, steps: bundle } of bundles(tree, steps)) land(hub, right, [...bundle.values()]);
    for (const link of along) if (link.relation.name === "undercuts") strike(link);
    for (const link of rest) if (link.source.under === link.target) indent(link);
    routes.push(...map.crossing.routes(map.struck));
    for (const course of routes) course.bounds = boundsOf(course.path);
    return routes;
  }

  // Which end of a link along the tree is nearer to the root.
  function hubOf(tree, { source, target }) {
    if (tree.parent.get(source) === target) return target;
    return tree.parent.get(target) === source ? source : null;
  }

  // Steps by the box they hang on and its side; linked premises are one step.
  function bundles(tree, links) {
    const place = new Map([...tree.column.keys()].map((box, number) => [box, number]));
    const found = new Map();
    for (const link of links) {
      const inward = hubOf(tree, link) === link.target;
      const [hub, end] = inward ? [link.target, link.source] : [link.source, link.target];
      const right = tree.column.get(end) > tree.column.get(hub);
      const side = `${place.get(hub)} ${right}`;
      if (!found.has(side)) found.set(side, { hub, right, steps: new Map() });
      const { steps } = found.get(side);
      const relation = link.relation.name;
      const name = link.linked && link.joint ? `joint ${link.joint}` : `${place.get(end)} ${relation} ${inward} ${link.joint}`;
      if (!steps.has(name)) steps.set(name, { hub, links: [], ends: [], inward, apart: 0, height: 0, relation });
      steps.get(name).links.push(link);
      if (!steps.get(name).ends.includes(end)) steps.get(name).ends.push(end);
    }
    return found.values();
  }

  // Gives each step of one side of a box its port, and draws it.
  function land(hub, right, steps) {
    for (const step of steps) step.height = step.ends.reduce((sum, end) => sum + map.rects.get(end).y, 0) / step.ends.length;
    steps.sort((a, b) => a.height - b.height);
    partTwins(steps);
    const rect = map.rects.get(hub);
    const foot = right ? PORT * map.crossing.ports(hub) : 0;
    const room = Math.max(0, rect.height - 16 - foot);
    const ports = portsOf(steps, rect, room);
    const spread = Math.min(APART, room / Math.max(1, ports.length - 1));
    const half = ((ports.length - 1) * spread) / 2;
    const middle = Math.min(rect.y, rect.bottom - 8 - foot - half);
    const lanes = bracketLanes(steps.filter((step) => step.ends.length > 1));
    ports.forEach((merged, place) => {
      const size = Math.max(SMALLEST, Math.min(1, spread / APART));
      const port = { y: middle - half + place * spread, size, trunk: merged.length > 1 };
      for (const step of merged) join(step, right, port, BRACKET + BESIDE * (lanes.get(step) ?? 0));
      if (port.trunk) trunk(merged, right, port);
    });
  }

  // Several links of one box leave it side by side.
  function partTwins(steps) {
    const twins = new Map();
    for (const step of steps) {
      if (step.ends.length === 1) twins.set(step.ends[0], [...(twins.get(step.ends[0]) ?? []), step]);
    }
    for (const [end, list] of twins) {
      const gap = Math.min(TWINS, Math.max(0, map.rects.get(end).height - 16) / Math.max(1, list.length - 1));
      list.forEach((step, place) => { step.apart = (place - (list.length - 1) / 2) * gap; });
    }
  }

  // The steps by port; several in one where there would be more ports than the box has room for.
  function portsOf(steps, rect, room) {
    let ports = steps.map((step) => [step]);
    const most = Math.floor(room / (ports.length > Math.floor(room / LEAST) + 1 ? EASY : LEAST)) + 1;
    const groups = new Map();
    for (const step of steps) {
      const name = `${step.relation} ${step.inward} ${step.links[0].inferred} ${step.height > rect.y}`;
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(step);
    }
    const mean = (port) => port.reduce((sum, step) => sum + step.height, 0) / port.length;
    for (const group of [...groups.values()].sort((a, b) => b.length - a.length)) {
      if (ports.length <= most || group.length === 1) break;
      const kept = ports.filter((port) => !group.includes(port[0]));
      ports = [...kept, group].sort((a, b) => mean(a) - mean(b));
    }
    return ports;
  }

  // Brackets that would lie on each other stand side by side: for each step the number of its lane.
  function bracketLanes(steps) {
    const lanes = new Map();
    for (const step of steps) {
      const ys = step.ends.map((end) => map.rects.get(end).y);
      step.reach = [Math.min(...ys), Math.max(...ys)];
      const near = [...lanes.keys()].filter((other) => other.reach[0] <= step.reach[1] && step.reach[0] <= other.reach[1]);
      const taken = new Set(near.map((other) => lanes.get(other)));
      let lane = 0;
      while (taken.has(lane)) lane += 1;
      lanes.set(step, lane);
    }
    return lanes;
  }

  const edge = (box, right) => (right ? map.rects.get(box).right : map.rects.get(box).left);
  const atHub = (step) => step.inward !== BEARS.has(step.relation);

  // Draws a step from its boxes to its port, or to where it flows into a trunk.
  function join(step, right, port, bracket) {
    const sign = right ? 1 : -1;
    const bears = BEARS.has(step.relation);
    const { start, path, joined } = startOf(step, right, bracket);
    let [first, end, tip] = [start.x, port.trunk ? flow(step, right) : edge(step.hub, right), null];
    if (!atHub(step)) {
      tip = { x: start.x - (bears ? 7 : 2) * sign, y: start.y };
      if (!bears) first = start.x - (2 + stop(step.relation)) * sign;
    } else if (!port.trunk) {
      end = endOf(step, right);
      tip = tipOf(step, right, port);
    }
    const [bend, close] = bends(step, right, first, end);
    const half = (bend + close) / 2;
    path.push(["M", first, start.y], ["L", bend, start.y], ["C", half, start.y, half, port.y, close, port.y], ["L", end, port.y]);
    const struck = onCurve(STRUCK, { x: bend, y: start.y }, half, { x: close, y: port.y });
    for (const link of step.links) if (link.joint) map.struck.set(link.joint, struck);
    add(step.links, step.relation, path, tip, right === atHub(step) || bears ? Math.PI : 0, { joined, size: atHub(step) ? port.size : 1 });
  }

  // Where the single stroke of a step begins; for linked premises also their bracket.
  function startOf(step, right, bracket) {
    const first = step.ends[0];
    if (step.ends.length === 1) return { start: { x: edge(first, !right), y: map.rects.get(first).y + step.apart }, path: [], joined: null };
    const ys = step.ends.map((end) => map.rects.get(end).y);
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const x = inner(step, right) + (right ? -bracket : bracket);
    const path = step.ends.flatMap((end, place) => [["M", edge(end, !right), ys[place]], ["L", x, ys[place]]]);
    path.push(["M", x, top], ["L", x, bottom]);
    const middle = { x, y: (top + bottom) / 2 };
    return { start: middle, path, joined: middle };
  }

  // The edge of the column in which the other boxes stand, where it faces the hub.
  function inner(step, right) {
    const column = map.tree.column.get(step.ends[0]);
    return right ? map.columns.left.get(column) : map.columns.right.get(column);
  }

  // Where the stroke of a step ends at its hub: just before the mark's tip.
  function endOf(step, right) {
    const ahead = BEARS.has(step.relation) ? 0 : 2 + stop(step.relation);
    return edge(step.hub, right) + (right ? ahead : -ahead);
  }

  function tipOf(step, right, port) {
    const off = BEARS.has(step.relation) ? 7 : 2;
    return { x: edge(step.hub, right) + (right ? off : -off), y: port.y };
  }

  // Where a branch ends and its trunk begins.
  function flow(step, right) {
    const column = map.tree.column.get(step.hub);
    const end = endOf(step, right);
    return right ? Math.max(end, map.columns.right.get(column)) + FLOW : Math.min(end, map.columns.left.get(column)) - FLOW;
  }

  // Where the curve of a step begins and ends: at the edges of the columns, also for narrower boxes.
  function bends(step, right, first, end) {
    const column = map.tree.column.get(step.hub);
    if (right) return [Math.min(first, inner(step, right)), Math.max(end, map.columns.right.get(column))];
    return [Math.max(first, inner(step, right)), Math.min(end, map.columns.left.get(column))];
  }

  // Draws the last bit of several steps that share a port, with their mark.
  function trunk(steps, right, port) {
    const step = steps[0];
    const end = atHub(step) ? endOf(step, right) : edge(step.hub, right);
    const path = [["M", flow(step, right), port.y], ["L", end, port.y]];
    const tip = atHub(step) ? tipOf(step, right, port) : null;
    add(steps.flatMap((one) => one.links), step.relation, path, tip, right ? Math.PI : 0, { size: port.size });
  }

  // A point of the curve that leaves and arrives level.
  function onCurve(t, from, half, to) {
    const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    return { x: a * from.x + (b + c) * half + d * to.x, y: (a + b) * from.y + (c + d) * to.y };
  }

  // An undercut along the tree: from a box to an arrow at its left, or to a step beyond the next box, marked before it.
  function strike(link) {
    const [from, target] = [map.rects.get(link.source), map.rects.get(link.target)];
    const low = target.y + target.height / 4;
    if (map.tree.column.get(link.source) > map.tree.column.get(link.target)) {
      const tip = map.struck.get(link.joint) ?? { x: target.right + 10, y: low };
      const path = [["M", from.left, from.y], ["Q", tip.x, from.y, tip.x, tip.y + (from.y > tip.y ? 8 : -8)]];
      return add([link], "undercuts", path, tip, Math.PI, { above: true, inferred: false });
    }
    const tip = { x: target.left - 10, y: low };
    const start = from.y + from.height / 2 - 10;
    const half = (from.right + tip.x) / 2;
    const path = [["M", from.right, start], ["C", half, start, half, tip.y, tip.x - 8, tip.y]];
    return add([link], "undercuts", path, tip, 0, { above: true, inferred: false });
  }

  // From a box of an indented list up to the box it belongs to.
  function indent(link) {
    const [from, to] = [map.rects.get(link.source), map.rects.get(link.target)];
    const x = to.left + (from.left - to.left) / 2;
    const path = [["M", from.left, from.y], ["L", x, from.y], ["L", x, to.bottom]];
    add([link], link.relation.name, path, { x, y: to.y }, 0, { inferred: false });
  }

  function add(links, relation, path, tip, angle, { joined = null, size = 1, above = false, inferred = links[0].inferred }) {
    routes.push({ links, relation, path, tip, angle, joined, inferred, size, faint: false, above });
  }

  function boundsOf(path) {
    const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const piece of path) {
      for (let place = 1; place < piece.length; place += 2) {
        bounds.left = Math.min(bounds.left, piece[place] - MARGIN);
        bounds.right = Math.max(bounds.right, piece[place] + MARGIN);
        bounds.top = Math.min(bounds.top, piece[place + 1] - MARGIN);
        bounds.bottom = Math.max(bounds.bottom, piece[place + 1] + MARGIN);
      }
    }
    return bounds;
  }

  // What all courses reach over, {left, top, right, bottom}; null where there are none.
  function reach() {
    if (!routes.length) return null;
    const over = { ...routes[0].bounds };
    for (const { bounds } of routes) {
      for (const side of ["left", "top"]) over[side] = Math.min(over[side], bounds[side]);
      for (const side of ["right", "bottom"]) over[side] = Math.max(over[side], bounds[side]);
    }
    return over;
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
    c.globalAlpha = course.faint && !near ? 0.36 : 1;
    trace(c, course.path);
    atlas.paint.stroke(c, course.relation, { inferred: course.inferred, width: near ? 3 : course.faint ? 1.6 : 2 });
    if (course.tip) atlas.paint.mark(c, course.relation, course.tip.x, course.tip.y, course.angle, course.size);
    if (course.joined) {
      c.beginPath();
      c.arc(course.joined.x, course.joined.y, 4.5, 0, 7);
      c.fillStyle = atlas.paint.colour(course.relation);
      c.fill();
    }
    c.restore();
  }

  const seen = (bounds, view) =>
    bounds.left < view.right && bounds.right > view.left && bounds.top < view.bottom && bounds.bottom > view.top;

  // Draws all links: faint ones first, undercuts over the arrows they strike, those of the chosen item last. With a
  // `view` ({left, top, right, bottom} in px of the map) only those that can be seen in it.
  function draw(c, chosen, view) {
    const near = (course) => course.links.some((link) => link.source.item === chosen || link.target.item === chosen);
    const level = (course) => (chosen !== null && near(course) ? 3 : course.above ? 2 : course.faint ? 0 : 1);
    const drawn = view ? routes.filter((course) => seen(course.bounds, view)) : routes;
    const ranked = drawn.map((course) => [level(course), course]).sort((a, b) => a[0] - b[0]);
    for (const [rank, course] of ranked) drawOne(c, course, rank === 3);
  }

  return { route, draw, reach };
})();
