// Where each box stands. The rule is stated in viz/layout.py; this is the same for after a fold.
atlas.layout = (() => {
  const gaps = atlas.data.measures;
  if (atlas.narrow) gaps.columnGap = 60; // so that a phone shows the next column begin

  // Centres of all boxes of a tree; `height` gives the height of a box.
  function tidy(tree, height) {
    const outlines = new Map();
    const shift = new Map();
    for (const box of [...tree.walk].reverse()) {
      const column = tree.column.get(box);
      const children = tree.children.get(box);
      const right = children.filter((child) => tree.column.get(child) > column);
      const left = children.filter((child) => tree.column.get(child) < column);
      const outline = pack(right, column + 1, outlines, shift, gaps.siblingGap);
      for (const [c, edges] of pack(left, column - 1, outlines, shift, gaps.siblingGap)) outline.set(c, edges);
      outline.set(column, [-height(box) / 2, height(box) / 2]);
      outlines.set(box, outline);
    }
    pack(tree.roots, 0, outlines, shift, gaps.rootGap);
    const edges = rightEdges(tree);
    const places = new Map();
    for (const box of tree.walk) {
      const above = tree.parent.get(box);
      const y = shift.get(box) + (above ? places.get(above).y : 0);
      places.set(box, { x: edges.get(tree.column.get(box)) - box.width / 2, y });
    }
    return places;
  }

  function pack(boxes, column, outlines, shift, gap) {
    const common = new Map();
    for (const box of boxes) {
      const own = outlines.get(box);
      let down = -Infinity;
      for (const [c, [top]] of own) {
        if (common.has(c)) down = Math.max(down, common.get(c)[1] + (c === column ? gap : gaps.cousinGap) - top);
      }
      if (down === -Infinity) down = 0;
      shift.set(box, down);
      for (const [c, [top, bottom]] of own) common.set(c, [common.has(c) ? common.get(c)[0] : top + down, bottom + down]);
    }
    if (!boxes.length) return common;
    const middle = (shift.get(boxes[0]) + shift.get(boxes[boxes.length - 1])) / 2;
    for (const box of boxes) shift.set(box, shift.get(box) - middle);
    for (const [c, [top, bottom]] of common) common.set(c, [top - middle, bottom - middle]);
    return common;
  }

  function rightEdges(tree) {
    const widths = new Map();
    for (const [box, column] of tree.column) widths.set(column, Math.max(box.width, widths.get(column) ?? 0));
    const edges = new Map();
    let left = 0;
    for (const column of [...widths.keys()].sort((a, b) => a - b)) {
      edges.set(column, left + widths.get(column));
      left += widths.get(column) + gaps.columnGap;
    }
    return edges;
  }

  return { tidy };
})();
