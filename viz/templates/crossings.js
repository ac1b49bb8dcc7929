// The courses of cross links, which run upright only in the gaps between columns. The rule is stated in viz/crossings.py
// and viz/course.py; this is the same.
atlas.crossings = (() => {
  const [PORT, LANE, EDGE, TOUCH, CORNER, CLEAR, GAPS_TRIED, AHEAD] = [9, 8, 22, 6, 7, 3, 4, 9];
  const NUDGES = [0, 3, -3];
  const STOPS = { rephrases: 0, broader: 0, relates: 1, attacks: 3 }; // px that a stroke ends before the tip of its mark
  const BEARS = new Set(["wields", "strengthens", "erodes"]);
  const stop = (relation) => STOPS[relation] ?? AHEAD;

  // The columns of a map: their edges, and in each the boxes from top to bottom.
  function columnsOf(column, rects) {
    const [boxes, left, right] = [new Map(), new Map(), new Map()];
    for (const [box, number] of column) {
      const rect = rects.get(box);
      if (!boxes.has(number)) boxes.set(number, []);
      boxes.get(number).push(rect);
      left.set(number, Math.min(rect.left, left.get(number) ?? Infinity));
      right.set(number, Math.max(rect.right, right.get(number) ?? -Infinity));
    }
    for (const list of boxes.values()) list.sort((a, b) => a.top - b.top);
    return { boxes, left, right };
  }

  // The edges of the gap at the right of a column; beyond the last column on either side it is as wide.
  function gutter(columns, number) {
    const wide = atlas.data.measures.columnGap;
    const left = columns.right.get(number) ?? (columns.left.get(number + 1) ?? 0) - wide;
    return [left, columns.left.get(number + 1) ?? left + wide];
  }

  // The place in its column of the box behind which a level run at this height passes; -1: none.
  function behind(columns, number, y) {
    const boxes = columns.boxes.get(number) ?? [];
    let [low, high] = [0, boxes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (boxes[middle].top > y + CLEAR) high = middle;
      else low = middle + 1;
    }
    return low > 0 && boxes[low - 1].bottom > y - CLEAR ? low - 1 : -1;
  }

  const hits = (columns, y, between) => between.filter((number) => behind(columns, number, y) >= 0).length;

  // Heights at which a level run passes between boxes of a column, the nearest ones above and below.
  function gaps(columns, number, y) {
    const place = behind(columns, number, y);
    if (place < 0) return [];
    const boxes = columns.boxes.get(number);
    const found = [];
    for (let upper = place - 1; upper > Math.max(place - 1 - GAPS_TRIED, -2); upper -= 1) {
      const room = upper >= 0 ? boxes[upper + 1].top - boxes[upper].bottom : 16;
      found.push(boxes[upper + 1].top - Math.min(8, room / 2));
    }
    for (let lower = place; lower < Math.min(place + GAPS_TRIED, boxes.length); lower += 1) {
      const room = lower + 1 < boxes.length ? boxes[lower + 1].top - boxes[lower].bottom : 16;
      found.push(boxes[lower].bottom + Math.min(8, room / 2));
    }
    return found;
  }

  // A path along level and upright runs, with round corners; points are [x, y].
  function rounded(points) {
    const turns = [points[0]];
    for (let place = 1; place < points.length - 1; place += 1) {
      const [before, at, after] = [turns[turns.length - 1], points[place], points[place + 1]];
      const level = before[1] === at[1] && at[1] === after[1];
      const upright = before[0] === at[0] && at[0] === after[0];
      if (!level && !upright && apart(before, at)) turns.push(at);
    }
    turns.push(points[points.length - 1]);
    const path = [["M", ...turns[0]]];
    for (let place = 1; place < turns.length - 1; place += 1) {
      const [before, at, after] = turns.slice(place - 1, place + 2);
      const radius = Math.min(CORNER, apart(before, at) / 2, apart(at, after) / 2);
      path.push(["L", ...toward(at, before, radius)], ["Q", ...at, ...toward(at, after, radius)]);
    }
    path.push(["L", ...turns[turns.length - 1]]);
    return path;
  }

  const apart = (a, b) => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);

  function toward(a, b, way) {
    const share = way / (apart(a, b) || 1);
    return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
  }

  // The cross links of a map; `joints` are those of the arrows along the tree, which an undercut can strike.
  function crossings(column, rects, columns, links, joints) {
    const landings = new Map(); // by name: {name, target, side, place}; what shares a port and a lane
    const taken = new Map(); // how many ports of a side of a box are taken
    const numbers = new Map(); // of boxes, for names

    function number(box) {
      if (!numbers.has(box)) numbers.set(box, numbers.size);
      return numbers.get(box);
    }

    function landing(link) {
      const struck = link.relation.name === "undercuts" && joints.has(link.joint);
      const side = struck ? "struck" : column.get(link.source) > column.get(link.target) ? "right" : "left";
      const port = `${number(link.target)} ${side}`;
      const name = `${port} ${struck ? link.joint : link.relation.name}`;
      if (!landings.has(name)) {
        landings.set(name, { name, target: link.target, side, place: taken.get(port) ?? 0 });
        taken.set(port, (taken.get(port) ?? 0) + 1);
      }
      return landings.get(name);
    }

    const landed = links.map(landing);

    // How many ports at the right of a box are taken, from its lower corner up.
    const ports = (box) => taken.get(`${number(box)} right`) ?? 0;

    // The courses; `struck` has for each joint the point of its arrow where an undercut lands.
    function routes(struck) {
      const [lanes, levels, exits] = [new Map(), new Map(), new Map()];
      const found = links.map((link, place) => cross(link, landed[place], struck, lanes, levels, exits));
      const counts = numbered([...lanes.values(), ...found.map((one) => one.out).filter(Boolean)]);
      return found.map((one) => course(one, counts, struck));
    }

    function cross(link, landing, struck, lanes, levels, exits) {
      const gap = column.get(landing.target) - (landing.side === "left" ? 1 : 0);
      const here = column.get(link.source);
      const leavesLeft = here > gap;
      const between = [];
      for (let c = leavesLeft ? gap + 1 : here + 1; c < (leavesLeft ? here : gap + 1); c += 1) between.push(c);
      const leave = exit(link.source, leavesLeft, landing, exits);
      const end = landing.side === "struck" ? struck.get(link.joint).y : port(landing);
      const level = levelRun(leave, end, between, levels);
      if (!lanes.has(landing)) lanes.set(landing, lane(gap, landing.side !== "left"));
      const into = stretch(lanes.get(landing), level, end);
      const out = level === leave ? null : stretch(lane(here - (leavesLeft ? 1 : 0), !leavesLeft), leave, level);
      return { link, landing, leavesLeft, leave, end, level, into, out };
    }

    // The height at which a link leaves its source: beside the middle, where links along the tree are.
    function exit(source, leavesLeft, landing, exits) {
      const name = `${number(source)} ${leavesLeft}`;
      if (!exits.has(name)) exits.set(name, []);
      const used = exits.get(name);
      if (!used.includes(landing)) used.push(landing);
      const rect = rects.get(source);
      if (leavesLeft) return rect.y + Math.min(9 + 7 * used.indexOf(landing), Math.max(0, rect.height / 2 - 6));
      return Math.min(rect.y, rect.top + 10 + 7 * used.indexOf(landing));
    }

    // On the right from the lower corner up, on the left from the upper corner down.
    function port({ target, side, place }) {
      const rect = rects.get(target);
      if (side === "right") return Math.max(rect.top + 6, rect.bottom - 10 - PORT * place);
      return Math.min(rect.bottom - 6, rect.top + 10 + PORT * place);
    }

    // The height of the level run through the columns in between.
    function levelRun(leave, end, between, levels) {
      const tried = [leave, end, ...between.flatMap((c) => [...gaps(columns, c, leave), ...gaps(columns, c, end)])];
      let best = null;
      for (const y of tried) {
        const offer = [hits(columns, y, between), Math.abs(y - leave) + Math.abs(y - end), y];
        if (!best || offer[0] < best[0] || (offer[0] === best[0] && offer[1] < best[1])) best = offer;
      }
      const y = best[2];
      if (y === leave || y === end) return y;
      const name = `${between[0]} ${Math.floor(y)}`;
      levels.set(name, (levels.get(name) ?? -1) + 1);
      return y + NUDGES[levels.get(name) % NUDGES.length];
    }

    function course({ link, landing, leavesLeft, leave, end, level, into, out }, counts, struck) {
      const relation = link.relation.name;
      const upright = across(into, counts);
      const source = rects.get(link.source);
      const side = leavesLeft ? source.left : source.right;
      let { tip, x, angle } = tipOf(link, landing, end, upright, struck);
      const points = [[x, end], [upright, end], [upright, level]];
      if (out) points.push([across(out, counts), level], [across(out, counts), leave]);
      points.push([side, leave]);
      if (BEARS.has(relation)) tip = { x: side + (leavesLeft ? -7 : 7), y: leave };
      return { links: [link], relation, path: rounded(points), tip, angle, joined: null, inferred: link.inferred, size: 0.8, faint: true, above: false };
    }

    // Where the mark stands, where the stroke begins, and the mark's angle.
    function tipOf(link, { target, side }, end, upright, struck) {
      if (side === "struck") {
        const tip = struck.get(link.joint);
        return { tip, x: tip.x + (upright > tip.x ? 9 : -9), angle: Math.PI };
      }
      const ahead = stop(link.relation.name);
      const rect = rects.get(target);
      if (side === "right") return { tip: { x: rect.right + 2, y: end }, x: rect.right + 2 + ahead, angle: Math.PI };
      return { tip: { x: rect.left - 2, y: end }, x: rect.left - 2 - ahead, angle: 0 };
    }

    function across(one, counts) {
      const [left, right] = gutter(columns, one.gap);
      const count = (counts.get(`${one.gap} true`) ?? 0) + (counts.get(`${one.gap} false`) ?? 0);
      const outside = !columns.left.has(one.gap) || !columns.left.has(one.gap + 1);
      const between = outside ? LANE : Math.min(LANE, (right - left - 2 * EDGE) / Math.max(1, count - 1));
      return one.fromLeft ? left + EDGE + between * one.number : right - EDGE - between * one.number;
    }

    return { ports, routes };
  }

  const lane = (gap, fromLeft) => ({ gap, fromLeft, upper: Infinity, lower: -Infinity, number: 0 });

  function stretch(one, ...heights) {
    one.upper = Math.min(one.upper, ...heights);
    one.lower = Math.max(one.lower, ...heights);
    return one;
  }

  // Numbers the lanes of each side of each gap from its column on, the shortest first; gives how many each needs.
  function numbered(lanes) {
    const sides = new Map();
    for (const one of [...lanes].sort((a, b) => (a.lower - a.upper) - (b.lower - b.upper))) {
      const name = `${one.gap} ${one.fromLeft}`;
      if (!sides.has(name)) sides.set(name, []);
      const side = sides.get(name);
      const free = side.findIndex((others) => !others.some((other) => touch(one, other)));
      one.number = free < 0 ? side.length : free;
      if (free < 0) side.push([]);
      side[one.number].push(one);
    }
    return new Map([...sides].map(([name, side]) => [name, side.length]));
  }

  const touch = (a, b) => a.upper - TOUCH < b.lower && b.upper - TOUCH < a.lower;

  return { BEARS, PORT, stop, columnsOf, crossings };
})();
