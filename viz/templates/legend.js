// The legend: kinds, links and chips, drawn with the same strokes as on the map; a line of it switches what it explains
// on and off. Counts are of the view that is shown, each item and each link once, what is folded included.
atlas.legend = (() => {
  const { make, data, paint } = atlas;
  const [WIDTH, HEIGHT] = [40, 24]; // px
  const BARE = ["rephrases", "broader"]; // no mark at their end: the line runs through
  const CENTRED = ["undercuts", "wields", "strengthens", "erodes"]; // marks that stand around their point
  const [INFERRED, LINKED] = ["inferred", "linked"]; // lines beside those of kinds and relations
  const pictures = [];
  const lines = new Map(); // name → { entry, box: its checkbox or null, count }

  // --- pictures ---

  function picture(draw) {
    const canvas = make("canvas", undefined, "legend-picture");
    canvas.setAttribute("aria-hidden", "true");
    pictures.push(() => {
      const dense = window.devicePixelRatio || 1;
      [canvas.width, canvas.height] = [WIDTH * dense, HEIGHT * dense];
      const c = canvas.getContext("2d");
      c.scale(dense, dense);
      draw(c);
    });
    pictures.at(-1)();
    return canvas;
  }

  const kindPicture = ({ name, glyph }) => picture((c) => {
    c.translate(1, 0);
    c.scale(0.62, 0.62);
    paint.shape(c, name, 1, 3, 58, 32, false);
    paint.write(c, glyph, 30, 20, { size: 19, weight: "bold", fill: name, align: "center" });
  });

  const standingPicture = ({ name, glyph }) => picture((c) => {
    c.translate(1, 0);
    c.scale(0.62, 0.62);
    paint.shape(c, "claim", 1, 3, 58, 32, false, name);
    paint.write(c, glyph, 30, 20, { size: 22, weight: "bold", fill: name, align: "center" });
  });

  const linkPicture = (name, inferred = false) => picture((c) => {
    c.beginPath();
    c.moveTo(39, 12);
    c.lineTo(BARE.includes(name) ? 2 : 12, 12);
    paint.stroke(c, name, { inferred });
    paint.mark(c, name, CENTRED.includes(name) ? 12 : 3, 12, Math.PI);
  });

  // Two premises that work only together: one arrow.
  const linkedPicture = () => picture((c) => {
    c.beginPath();
    for (const [x0, y0, x1, y1] of [[39, 4, 27, 4], [39, 20, 27, 20], [27, 4, 27, 20], [27, 12, 12, 12]]) {
      c.moveTo(x0, y0);
      c.lineTo(x1, y1);
    }
    paint.stroke(c, "supports");
    paint.mark(c, "supports", 2, 12, Math.PI);
  });

  const chipPicture = () => picture((c) => paint.chip(c, 17, 12, [{ text: "+3", fill: "accent" }], 11));

  // --- lines ---

  // A heading with what belongs to it.
  function group(title, ...content) {
    const section = make("section", undefined, "filters-group");
    const head = make("h3", title);
    head.id = `_legend-${title.toLowerCase().replaceAll(" ", "-")}`;
    section.setAttribute("aria-labelledby", head.id);
    section.append(head, ...content);
    return section;
  }

  function list(entries) {
    const found = make("ul");
    found.append(...entries);
    return found;
  }

  function line(name, image, text, { note, onSwitch } = {}) {
    const entry = make("li");
    const count = make("span", "", "filters-count");
    const parts = [image, make("span", text, "filters-word"), count];
    const box = onSwitch ? checkbox(name, onSwitch) : null;
    if (box) {
      const label = make("label");
      label.append(box, ...parts);
      entry.append(label);
    } else entry.append(...parts);
    if (note) entry.title = note;
    lines.set(name, { entry, box, count });
    return entry;
  }

  function checkbox(name, onSwitch) {
    const box = make("input");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => onSwitch(name, box.checked));
    return box;
  }

  function linkLines(onSwitch) {
    const found = data.relations.map(({ name, legend }) => line(name, linkPicture(name), legend, { onSwitch }));
    found.splice(1, 0, line(LINKED, linkedPicture(), "support together", { note: "Linked premises: none works without the others" }));
    found.push(line(INFERRED, linkPicture("wields", true), "dotted: inferred", { note: "Not said outright; the annotator's reading", onSwitch }));
    return found;
  }

  function foldGroup() {
    const buttons = make("div", undefined, "filters-buttons");
    for (const [text, act] of [
      ["One step", () => atlas.main.unfoldMore()], ["All", () => atlas.main.unfoldAll()], ["Reset", () => atlas.main.foldBack()],
    ]) {
      const button = make("button", text);
      button.type = "button";
      button.addEventListener("click", act);
      buttons.append(button);
    }
    const entry = make("li");
    entry.append(chipPicture(), make("span", "unfolds 3 more", "filters-word"));
    const fold = group("Unfold", list([entry]), buttons, make("p", "Faint lines lead to a box that stands elsewhere already."));
    fold.classList.add("filters-fold");
    return fold;
  }

  // The parts of the legend, made once. `onSwitch` is told the name of a kind or relation, and whether it is to be drawn.
  function draw(onSwitch) {
    const kinds = [...data.kinds.values()].map((kind) => line(kind.name, kindPicture(kind), kind.word, { onSwitch }));
    const note = make("p", "Counts are of this view, what is folded included.");
    return [group("Boxes", list(kinds)), ...standingGroup(), group("Links", list(linkLines(onSwitch)), note), foldGroup()];
  }

  // How statements come out, and by which reading.
  function standingGroup() {
    if (!atlas.standing) return [];
    const entries = atlas.standing.standings.map((one) => line(one.name, standingPicture(one), one.legend));
    return [group("Standing", list(entries), atlas.whatIf.choice())];
  }

  // --- counts ---

  const itemOf = (end) => end.item ?? end; // a scene's links join boxes, those of the data join items
  const nameOf = (end) => `${itemOf(end).number} ${itemOf(end).label}`; // a group has no number of its own
  const known = new WeakMap();

  // By name of kind or relation, "linked" and "inferred": how many there are.
  function counts(scene) {
    if (!known.has(scene)) {
      const found = new Map();
      const add = (name, what) => found.set(name, (found.get(name) ?? new Set()).add(what));
      for (const box of scene.boxes) add(box.kind, nameOf(box));
      for (const { source, target, relation, joint, linked, inferred } of scene.links) {
        const ends = `${nameOf(source)}|${nameOf(target)}`;
        add(relation.name, `${ends}|${joint}`);
        if (linked) add(LINKED, joint);
        if (inferred) add(INFERRED, `${ends}|${relation.name}`);
      }
      known.set(scene, new Map([...found].map(([name, all]) => [name, all.size])));
    }
    return known.get(scene);
  }

  // Shows what there is in a scene, and what of it is hidden; what is not there has no line.
  function show(hide, scene) {
    const found = new Map(counts(scene));
    const stand = standingCounts(scene);
    for (const [name, { entry, box, count }] of lines) {
      if (stand.has(name)) found.set(name, stand.get(name));
      const hidden = hide.includes(name);
      entry.hidden = !found.has(name) && !hidden;
      count.textContent = String(found.get(name) ?? 0);
      if (box) box.checked = !hidden;
    }
    for (const section of new Set([...lines.values()].map(({ entry }) => entry.closest("section")))) {
      section.hidden = ![...section.querySelectorAll("li")].some((entry) => !entry.hidden);
    }
  }

  // By name of a standing how many statements of a scene come out so, now.
  function standingCounts(scene) {
    const found = new Map((atlas.standing?.standings ?? []).map(({ name }) => [name, 0]));
    for (const item of new Set(scene.boxes.map(itemOf))) {
      const name = atlas.standing?.of(item)?.name;
      if (name) found.set(name, found.get(name) + 1);
    }
    return found;
  }

  // Draws all pictures again: after a change of theme.
  const repaint = () => pictures.forEach((draw) => draw());

  return { INFERRED, draw, show, group, repaint };
})();
