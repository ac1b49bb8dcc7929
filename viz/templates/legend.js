// The legend: kinds and relations that are on this map, each drawn with the same strokes as on the map.
atlas.legend = (() => {
  const { make, data, paint } = atlas;
  const legend = atlas.byId("legend");
  const icons = [];

  function icon(paintIt) {
    const canvas = make("canvas");
    canvas.setAttribute("aria-hidden", "true");
    icons.push(() => {
      const dense = window.devicePixelRatio || 1;
      [canvas.width, canvas.height] = [40 * dense, 24 * dense];
      const c = canvas.getContext("2d");
      c.scale(dense, dense);
      paintIt(c);
    });
    return canvas;
  }

  function kindIcon(c, kind) {
    c.translate(1, 0);
    c.scale(0.62, 0.62);
    paint.shape(c, kind.name, 1, 3, 58, 32, false);
    paint.write(c, kind.glyph, 30, 20, { size: 19, weight: "bold", fill: kind.name, align: "center" });
  }

  function linkIcon(c, relation, inferred) {
    c.beginPath();
    c.moveTo(39, 12);
    c.lineTo(relation === "rephrases" || relation === "broader" ? 2 : 12, 12);
    paint.stroke(c, relation, { inferred });
    paint.mark(c, relation, ["undercuts", "wields", "strengthens", "erodes"].includes(relation) ? 12 : 3, 12, Math.PI);
  }

  function linkedIcon(c) {
    c.beginPath();
    for (const [x0, y0, x1, y1] of [[39, 4, 27, 4], [39, 20, 27, 20], [27, 4, 27, 20], [27, 12, 12, 12]]) {
      c.moveTo(x0, y0);
      c.lineTo(x1, y1);
    }
    paint.stroke(c, "supports");
    paint.mark(c, "supports", 2, 12, Math.PI);
  }

  const chipIcon = (c) => paint.chip(c, 17, 12, [{ text: "+3", fill: "accent" }], 11);

  function line(canvas, words, count, title) {
    const entry = make("li");
    entry.append(canvas, make("span", words));
    if (count !== "") entry.append(make("span", String(count), "count"));
    if (title) entry.title = title;
    return entry;
  }

  function relationLines() {
    const present = data.relations.filter((relation) => relation.count);
    const lines = present.map((relation) => line(icon((c) => linkIcon(c, relation.name, false)), relation.legend, relation.count));
    const joined = data.relations[0].linked;
    if (joined) lines.splice(1, 0, line(icon(linkedIcon), "support together", joined, "Linked premises: none works without the others"));
    const inferred = data.relations[0].inferred;
    if (inferred) lines.push(line(icon((c) => linkIcon(c, "wields", true)), "dotted: inferred", inferred, "Not said outright; the annotator's reading"));
    return lines;
  }

  function group(heading, lines) {
    const list = make("ul");
    list.append(...lines);
    return lines.length ? [make("h2", heading), list] : [];
  }

  function draw() {
    const kinds = [...data.kinds.values()].filter((kind) => kind.count);
    legend.append(...group("Boxes", kinds.map((kind) => line(icon((c) => kindIcon(c, kind)), kind.word, kind.count))));
    legend.append(...group("Links", relationLines()));
    legend.append(make("p", "Counts are of the whole map, what is folded included."));
    const buttons = make("div", undefined, "fold");
    for (const [words, act] of [
      ["One step", () => atlas.main.unfoldMore()], ["All", () => atlas.main.unfoldAll()], ["Reset", () => atlas.main.foldBack()],
    ]) {
      const button = make("button", words);
      button.type = "button";
      button.addEventListener("click", act);
      buttons.append(button);
    }
    legend.append(...group("Unfold", [line(icon(chipIcon), "unfolds 3 more", "")]), buttons);
    legend.append(make("p", "Faint lines lead to a box that stands elsewhere already."));
    if (data.leftOut) legend.append(make("p", data.leftOut));
    repaint();
  }

  const repaint = () => icons.forEach((paintIcon) => paintIcon());
  return { draw, repaint, element: legend };
})();
