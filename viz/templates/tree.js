// Where each box hangs. The rule is stated in viz/tree.py; this is the same for folding in the page.
atlas.tree = (() => {
  // The tree of what is shown when the boxes of the set `open` are unfolded (undefined: all).
  function unfold(open) {
    const { roots } = atlas.data;
    const steps = new Map(roots.map((box) => [box, 0]));
    const parent = new Map();
    let level = roots;
    while (level.length) {
      const best = nextLevel(level.filter((box) => !open || open.has(box)), steps);
      for (const [child, offer] of best) {
        parent.set(child, offer.box);
        steps.set(child, steps.get(offer.box) + 1);
      }
      level = [...best.keys()];
    }
    const children = new Map();
    for (const box of steps.keys()) {
      children.set(box, box.children.map((child) => child.box).filter((child) => parent.get(child) === box));
    }
    return { roots, parent, children, column: steps, walk: walk(roots, children) };
  }

  function nextLevel(level, seen) {
    const best = new Map();
    for (const box of level) {
      for (const child of box.children) {
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

  // Boxes that unfolding one more box would show: what its chip counts.
  function reveals(tree, open, box) {
    const shown = new Set();
    const waiting = [box];
    while (waiting.length) {
      const next = waiting.pop();
      for (const child of next.children) {
        if (tree.column.has(child.box) || shown.has(child.box)) continue;
        shown.add(child.box);
        if (open.has(child.box)) waiting.push(child.box);
      }
    }
    return [...shown];
  }

  // The boxes to unfold so that a box is seen, along the tree of everything.
  function wayTo(box) {
    const { parent } = full();
    const way = [];
    for (let above = parent.get(box); above; above = parent.get(above)) way.push(above);
    return way;
  }

  let everything = null;
  function full() {
    everything ??= unfold();
    return everything;
  }

  return { unfold, reveals, wayTo };
})();
