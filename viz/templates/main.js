// What is open, what is chosen, and what buttons, keys, pointer and address do about it.
atlas.main = (() => {
  const { data, view, tree: trees } = atlas;
  const root = document.documentElement;
  const state = { open: new Set(data.opened), face: data.face, item: null, box: null, hits: null, tree: null };
  let chips = new Map();

  // Lays out what is open; a box in `hold` stays where it is on the screen.
  function arrange(hold) {
    state.tree = trees.unfold(state.open);
    const places = atlas.layout.tidy(state.tree, (box) => box[state.face].height);
    chips = new Map([...places.keys()].map((box) => [box, chipParts(box)]));
    view.show(state.tree, places, hold);
    if (root.dataset.view === "outline") atlas.outline.fold(state.open);
  }

  // What a chip says: "−" on an unfolded box, "+3" on a folded one, with what the policies it hides do to power.
  function chipParts(box) {
    if (state.tree.children.get(box).length) return [{ text: "−", fill: "accent" }];
    if (state.open.has(box)) return null;
    const hidden = trees.reveals(state.tree, state.open, box);
    if (!hidden.length) return null;
    const parts = [{ text: `+${hidden.length}`, fill: "accent" }];
    if (box.kind !== "power") return parts;
    for (const relation of data.relations.filter(({ name }) => ["wields", "strengthens", "erodes"].includes(name))) {
      const count = hidden.filter((policy) => policy.links.some((link) => link.source === policy && link.target === box && link.relation === relation)).length;
      if (count) parts.push({ text: `${relation.glyph}${count}`, fill: relation.name });
    }
    return parts;
  }

  function toggle(box) {
    if (!box) return;
    if (state.tree.children.get(box).length) state.open.delete(box);
    else if (trees.reveals(state.tree, state.open, box).length) state.open.add(box);
    else return;
    arrange(box);
    if (state.open.has(box)) view.makeRoom(box, state.tree.children.get(box));
    if (state.box && !state.tree.column.has(state.box)) state.box = box;
    describe();
  }

  // Chooses an item (null: none), opens what hides it, and notes it in the address, so that Back comes back.
  function choose(item, { box, note = true, centre = true } = {}) {
    state.item = item ? item.number : null;
    state.box = item ? box ?? item.boxes.find((one) => state.tree.column.has(one)) ?? item.boxes[0] : null;
    if (state.box && !state.tree.column.has(state.box)) {
      trees.wayTo(state.box).forEach((above) => state.open.add(above));
      arrange();
    }
    describe();
    if (note) remember(item);
    view.redraw();
    if (state.box) view.bringIn(state.box, { readable: true, centre });
    if (root.dataset.view === "outline") outlineTo(item);
  }

  function describe() {
    const item = state.item === null ? null : data.items[state.item];
    const acts = [];
    if (state.box) {
      const folded = !state.tree.children.get(state.box).length;
      const count = folded ? trees.reveals(state.tree, state.open, state.box).length : 0;
      if (!folded) acts.push(["Fold", () => toggle(state.box)]);
      else if (count) acts.push([`Unfold ${count}`, () => toggle(state.box)]);
      acts.push(root.dataset.view === "outline" ? ["Show on the map", () => show("map")] : ["Show in the outline", () => show("outline")]);
    }
    atlas.panel.show(item, acts);
    speak(item);
  }

  function speak(item) {
    if (!item) return;
    const below = state.tree.children.get(state.box)?.length ?? 0;
    const hidden = trees.reveals(state.tree, state.open, state.box).length;
    const fold = below ? `, ${below} unfolded` : hidden ? `, folded, ${hidden} more` : "";
    atlas.byId("spoken").textContent = `${data.kinds.get(item.kind).word}${state.box.note ? ", " + state.box.note : ""}: ${item.label}${fold}`;
  }

  function remember(item) {
    const hash = item ? "#" + encodeURIComponent(item.anchor) : "";
    if (location.hash === hash) return;
    try {
      history.pushState(null, "", hash || location.pathname + location.search);
    } catch {
      // A frame without an address of its own (a notebook's) has no history to write to.
    }
  }

  function fromAddress() {
    const item = data.anchors.get(decode(location.hash.slice(1))) ?? null;
    if (item?.number !== state.item || !item) choose(item, { note: false });
  }

  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  function show(name) {
    root.dataset.view = name;
    const button = atlas.byId("view-button");
    button.textContent = name === "outline" ? "Map" : "Outline";
    button.setAttribute("aria-pressed", String(name === "outline"));
    const item = state.item === null ? null : data.items[state.item];
    if (name === "outline") outlineTo(item);
    else requestAnimationFrame(() => { view.redraw(); if (state.box) view.bringIn(state.box, { readable: true }); });
    describe();
  }

  function outlineTo(item) {
    atlas.outline.above(item).forEach((box) => state.open.add(box));
    arrange();
    atlas.outline.choose(item);
  }

  // Folds or unfolds a row of the outline; the box on the map goes with it.
  function toggleRow(box) {
    if (!state.open.delete(box)) state.open.add(box);
    arrange();
    if (state.box && !state.tree.column.has(state.box)) state.box = null;
    describe();
  }

  function setFace(face) {
    state.face = face;
    atlas.byId("face-button").textContent = face === "text" ? "Short titles" : "Full texts";
    arrange(state.box ?? data.roots[0]);
  }

  function setTheme(theme) {
    if (theme) root.dataset.theme = theme;
    const dark = getComputedStyle(root).colorScheme === "dark" || (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
    atlas.byId("theme-button").textContent = dark ? "Light" : "Dark";
    atlas.paint.forget();
    atlas.legend.repaint();
    view.redraw();
    return dark;
  }

  const flipTheme = () => setTheme(setTheme() ? "light" : "dark");
  const flipFace = () => setFace(state.face === "text" ? "title" : "text");
  const flipView = () => show(root.dataset.view === "outline" ? "map" : "outline");

  function refold(open, after) {
    state.open = new Set(open);
    arrange(data.roots[0]);
    if (state.box && !state.tree.column.has(state.box)) choose(null);
    after?.(true);
    describe();
  }

  return {
    state, arrange, choose, toggle, toggleRow, show, setFace, setTheme, flipTheme, flipFace, flipView, fromAddress, describe,
    unfoldMore: () => refold([...state.open, ...state.tree.column.keys()]),
    unfoldAll: () => refold(data.boxes, view.all),
    foldBack: () => refold(data.opened, view.home),
    mark: (hits) => { state.hits = hits; view.redraw(); },
    look: () => ({ face: state.face, item: state.item, hits: state.hits, chipOf: (box) => chips.get(box) }),
  };
})();
