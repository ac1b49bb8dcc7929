// Where each box hangs. The rule is stated in viz/tree.py; this is the same for folding in the page.
atlas.tree = (() => {
  const { mostChildren } = atlas.data.measures;
  const none = [];

  // The tree of what is shown when the boxes of the set `open` are unfolded (null: all). `most` gives how many boxes
  // hang under a box at most: a number, or a function of the box.
  function unfold(scene, open, most = mostChildren) {
    const room = typeof most === "function" ? most : () => most;
    const steps = new Map(scene.roots.map((box) => [box, 0]));
    const parent = new Map();
    const children = new Map();
    for (const [side, way] of [[scene.children, 1], [scene.beyond, -1]]) {
      let level = scene.roots;
      while (level.length) {
        const unfolded = level.filter((box) => !open || open.has(box));
        const best = nextLevel(side, unfolded, steps);
        level = [];
        for (const box of unfolded) {
          const found = (side.get(box) ?? none).map((child) => child.box).filter((child) => best.get(child)?.box === box).slice(0, room(box));
          if (!found.length) continue;
          children.set(box, [...(children.get(box) ?? none), ...found]);
          for (const child of found) {
            parent.set(child, box);
            steps.set(child, steps.get(box) + way);
          }
          level.push(...found);
        }
      }
    }
    for (const box of steps.keys()) if (!children.has(box)) children.set(box, none);
    return { roots: scene.roots, parent, children, column: steps, walk: walk(scene.roots, children) };
  }

  function nextLevel(side, level, seen) {
    const best = new Map();
    for (const box of level) {
      for (const child of side.get(box) ?? none) {
        if (seen.has(child.box)) continue;
        const old = best.get(child.box);
        const better = !old || child.rank < old.rank || (child.rank === old.rank && box.number < old.box.number);
        if (better) best.set(child.box, { rank: child.rank, box });
      }
    }
    return best;
  }

  function walk(roots, children) {
    const found = [];
    const stack = [...roots].reverse();
    while (stack.length) {
      const box = stack.pop();
      found.push(box);
      stack.push(...[...children.get(box)].reverse());
    }
    return found;
  }

  // The sides of a scene to which a shown box can unfold: the right, the left, of a root both.
  function sidesOf(scene, tree, box) {
    const column = tree.column.get(box);
    return [...(column >= 0 ? [scene.children] : none), ...(column <= 0 ? [scene.beyond] : none)];
  }

  // Boxes that unfolding one more box would show: what its chip counts. `most` is as for `unfold`.
  function reveals(scene, tree, open, box, most = mostChildren) {
    const room = typeof most === "function" ? most : () => most;
    const shown = new Set();
    for (const side of sidesOf(scene, tree, box)) {
      const waiting = [box];
      while (waiting.length) {
        const above = waiting.pop();
        const fresh = (side.get(above) ?? none).filter((child) => !tree.column.has(child.box) && !shown.has(child.box));
        for (const child of fresh.slice(0, room(above))) {
          shown.add(child.box);
          if (open.has(child.box)) waiting.push(child.box);
        }
      }
    }
    return [...shown];
  }

  // Children of an unfolded box that are still held back, since it has so many.
  function heldBack(scene, tree, box) {
    return sidesOf(scene, tree, box).flatMap((side) => (side.get(box) ?? none).filter((child) => !tree.column.has(child.box)));
  }

  // The boxes to unfold so that a box is seen, along the tree of everything.
  function wayTo(scene, box) {
    const way = [];
    for (let above = full(scene).parent.get(box); above; above = full(scene).parent.get(above)) way.push(above);
    return way;
  }

  // The tree of everything in a scene.
  function full(scene) {
    scene.full ??= unfold(scene, null, Infinity);
    return scene.full;
  }

  return { unfold, reveals, heldBack, wayTo, full };
})();
