// The boxes and links of each view, chosen out of the web of all items. What a scene is: viz/scene.py; which boxes a
// view has: viz/argument.py (argument, section), viz/focus.py; groupings of the power map and answers come ready made.
//
// A scene: { roots, boxes, links, children: Map box → [{ box, rank }], beyond: the same to the left, opened: Set,
// face, leftOut }. A box: { name, item, kind, number, width, note, foot, tagged, lines, text: { height }, title: { height } }.
atlas.scenes = (() => {
  const { data } = atlas;
  const { measures: m } = data;
  const rankOf = new Map(data.relations.map((relation, rank) => [relation.name, rank]));
  const made = new Map();

  function asBox(item, number, { width = 320, note = "", foot = "", tagged = true, lines, name }) {
    const small = (tagged ? m.smallLine : 0) + (foot ? m.smallLine : 0);
    const face = (count) => ({ count, height: 2 * m.padY + m.line * count + small });
    return { item, number, name, kind: item.kind, width, note, foot, tagged, title: face(lines[0]), text: face(lines[1]) };
  }

  const own = data.items.map((item) => asBox(item, item.number, { ...item, width: 320, name: item.anchor }));
  const boxOf = (item) => own[item.number];

  // Neighbours of each box in their order, each with the rank of the closest relation between the two.
  function ranked(orders, links) {
    const ranks = new Map();
    const note = (a, b, rank) => {
      if (!ranks.has(a)) ranks.set(a, new Map());
      ranks.get(a).set(b, Math.min(rank, ranks.get(a).get(b) ?? 99));
    };
    for (const link of links) {
      note(link.target, link.source, rankOf.get(link.relation.name));
      note(link.source, link.target, rankOf.get(link.relation.name));
    }
    return new Map([...orders].map(([box, others]) => [
      box, others.filter((other) => ranks.get(box)?.has(other)).map((other) => ({ box: other, rank: ranks.get(box).get(other) })),
    ]));
  }

  function fromWeb(items, roots, relations, sides) {
    const set = new Set(items);
    const links = data.links
      .filter((link) => set.has(link.source) && set.has(link.target) && (!relations || relations.has(link.relation.name)))
      .map((link) => ({ ...link, source: boxOf(link.source), target: boxOf(link.target) }));
    const side = (field) => ranked(items.map((item) => [boxOf(item), item[field].map(boxOf)]), links);
    const boxes = items.map(boxOf).sort((a, b) => a.number - b.number);
    return {
      roots: roots.map(boxOf), boxes, links, under: new Map(), children: side("below"), beyond: sides ? side("above") : new Map(),
      face: "text", leftOut: "",
    };
  }

  // The start and all that can be reached from it; `next` gives the neighbours of one.
  function reached(start, next) {
    const seen = new Set([start]);
    for (const one of seen) next(one).forEach((other) => seen.add(other)); // a set goes on while it grows
    return seen;
  }

  const isStatement = (item) => data.statements.has(item.kind);

  function argument(root, depth) {
    const items = [...reached(root, (item) => item.below)];
    const scene = fromWeb(items, [root], data.argument);
    const others = data.items.filter(isStatement).length - items.length;
    scene.leftOut = !others ? "" : others === 1 ? "1 other statement does not bear on this one and is not drawn."
      : `${others} other statements do not bear on this one and are not drawn.`;
    return opened(scene, depth);
  }

  function section(number, depth) {
    const items = data.items.filter((item) => isStatement(item) && item.section === number);
    const scene = fromWeb(items, [], data.argument);
    const roots = rootsOf(scene);
    scene.roots = roots.slice(0, m.mostBoxes);
    if (roots.length > m.mostBoxes) scene.leftOut = `${(roots.length - m.mostBoxes).toLocaleString("en")} more statements that bear on no other here are not drawn.`;
    return opened(scene, depth);
  }

  // The fewest boxes from which all can be reached; theses first, of a circle the first (viz/web.py, roots_of).
  function rootsOf(scene) {
    const below = new Map([...scene.children].map(([box, others]) => [box, others.map((other) => other.box)]));
    const above = new Map();
    for (const [box, others] of below) for (const other of others) above.set(other, [...(above.get(other) ?? []), box]);
    const seen = new Set();
    const roots = [];
    for (const box of finished([...scene.boxes].sort(before), below).reverse()) {
      if (seen.has(box)) continue;
      roots.push([...reached(box, (one) => above.get(one) ?? [])].reduce((first, other) => (before(other, first) < 0 ? other : first)));
      reached(box, (one) => below.get(one) ?? []).forEach((other) => seen.add(other));
    }
    return roots.sort(before);
  }

  const before = (a, b) => (a.kind !== "thesis") - (b.kind !== "thesis") || a.number - b.number;

  // The boxes in the order in which a walk in depth leaves them.
  function finished(boxes, below) {
    const found = [];
    const seen = new Set();
    for (const start of boxes) {
      const stack = seen.has(start) ? [] : [[start, 0]];
      seen.add(start);
      while (stack.length) {
        const top = stack.at(-1);
        const fresh = (below.get(top[0]) ?? []).slice(top[1]).findIndex((other) => !seen.has(other));
        if (fresh < 0) found.push(stack.pop()[0]);
        else {
          top[1] += fresh + 1;
          const next = below.get(top[0])[top[1] - 1];
          seen.add(next);
          stack.push([next, 0]);
        }
      }
    }
    return found;
  }

  function focus(item, depth) {
    const items = new Set([...reached(item, (one) => one.below), ...reached(item, (one) => one.above)]);
    const scene = fromWeb([...items], [item], null, true);
    return opened(scene, depth || 1);
  }

  // Unfolds as far as asked for, or as far as a reader can take in at once.
  function opened(scene, depth) {
    const depths = depth ? [depth] : [3, 2, 1];
    for (const steps of depths) {
      scene.opened = openedTo(scene, steps);
      if (depth || atlas.tree.unfold(scene, scene.opened).walk.length <= m.firstSight) break;
    }
    return scene;
  }

  // What must be unfolded to show so many steps, or as many as a map can show (viz/tree.py, opened_to).
  function openedTo(scene, depth) {
    let open = new Set();
    for (const side of [scene.children, scene.beyond]) {
      let level = scene.roots;
      const seen = new Set(level);
      for (let step = 0; step < depth; step += 1) {
        const more = new Set([...open, ...level.filter((box) => (side.get(box) ?? []).length)]);
        if (more.size > open.size && atlas.tree.unfold(scene, more).column.size > m.mostBoxes) break;
        open = more;
        const next = new Set(level.flatMap((box) => (side.get(box) ?? []).map((child) => child.box)).filter((box) => !seen.has(box)));
        next.forEach((box) => seen.add(box));
        level = [...next];
      }
    }
    return open;
  }

  function ready(name) {
    const raw = data.scenes[name];
    const itemOf = (number) => (number < 0 ? data.groups[-1 - number] : data.items[number]);
    const boxes = raw.boxes.map(([item, note, foot, shape], number) => {
      const [width, tagged, ...lines] = data.shapes[shape];
      const name = `${itemOf(item).anchor || "group"}~${number}`;
      return asBox(itemOf(item), number, { width, tagged: Boolean(tagged), lines, note: data.names[note], foot: data.names[foot], name });
    });
    for (const [number, above] of raw.under) boxes[number].under = boxes[above];
    const children = raw.boxes.map(([, , , , , ...numbers], number) => [boxes[number], numbers.map((child) => boxes[child])]);
    const links = [...tied(raw.boxes, boxes, children), ...raw.links.map((link) => data.asLink(boxes, link))];
    return {
      roots: raw.roots.map((number) => boxes[number]), boxes, links, beyond: new Map(),
      children: ranked(children, links),
      opened: new Set(raw.opened.map((number) => boxes[number])), face: raw.face, leftOut: raw.leftOut,
    };
  }

  // The one plain link by which most boxes hang (viz/payload.py, _ties).
  function tied(raw, boxes, children) {
    const above = new Map(children.flatMap(([box, below]) => below.map((child) => [child, box])));
    return raw.flatMap(([, , , , tie], number) => {
      if (!tie) return [];
      const ends = [boxes[number], above.get(boxes[number])];
      const [turned, inferred] = [(tie - 1) & 1, (tie - 1) & 2];
      return [data.asLink(ends, [turned ? 1 : 0, turned ? 0 : 1, (tie - 1) >> 2, 0, inferred])];
    });
  }

  const makers = {
    argument: (state) => argument(data.anchors.get(state.at) ?? data.main, state.depth),
    section: (state) => section(Number(state.at), state.depth),
    focus: (state) => focus(data.anchors.get(state.at) ?? data.main, state.depth),
    power: (state) => ready(`power-${state.by}`),
    answer: () => ready("answer"),
  };

  // The scene of a view; null where there is nothing to draw.
  function of(state) {
    const key = [state.view, state.at, state.depth, state.by].join(" ");
    if (!made.has(key)) {
      const possible = makers[state.view] && (data.main || !["argument", "focus"].includes(state.view));
      made.set(key, possible ? makers[state.view](state) : null);
    }
    return made.get(key);
  }

  // A scene without the kinds and relations that are hidden, and of the rest with only what the filters ask for and the
  // way from a root to it, so that nothing hangs in the air.
  function filtered(scene, filters) {
    if (!filters.active()) return Object.assign(scene, { ways: new Set(), matches: null });
    const drawn = (box) => filters.drawn(box.item) || scene.roots.length === 1 && box === scene.roots[0];
    const links = scene.links.filter((link) => filters.passesLink(link.relation.name, link.inferred) && drawn(link.source) && drawn(link.target));
    const order = (side) => ranked([...side].map(([box, others]) => [box, others.map((other) => other.box)]), links);
    const linked = { ...scene, roots: scene.roots.filter(drawn), full: null, links, children: order(scene.children), beyond: order(scene.beyond) };
    const everything = atlas.tree.unfold(linked, null, Infinity);
    const matches = new Set(everything.walk.filter((box) => filters.matches(box.item)));
    const kept = new Set(matches);
    for (const box of matches) {
      for (let above = everything.parent.get(box) ?? box.under; above; above = everything.parent.get(above) ?? above.under) kept.add(above);
    }
    if (matches.size && scene.roots.length === 1) kept.add(scene.roots[0]);
    const keep = (side) => new Map([...side].filter(([box]) => kept.has(box)).map(([box, others]) => [box, others.filter((other) => kept.has(other.box))]));
    return {
      ...linked, full: null, roots: linked.roots.filter((root) => kept.has(root)), boxes: linked.boxes.filter((box) => kept.has(box)),
      links: links.filter((link) => kept.has(link.source) && kept.has(link.target)), children: keep(linked.children), beyond: keep(linked.beyond),
      matches, ways: new Set([...kept].filter((box) => !matches.has(box))),
    };
  }

  return { of, filtered, isStatement };
})();
