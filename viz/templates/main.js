// What follows from the state of the page: which view is on, what is unfolded, what is chosen.
atlas.main = (() => {
  const { data, view, tree: trees, scenes, address, byId } = atlas;
  const root = document.documentElement;
  const DRAWN = ["argument", "section", "power", "focus", "answer"];
  const drawing = { scene: null, open: new Set(), tree: null, chips: new Map(), keyed: null, hits: null, key: "" };

  const isDrawn = () => DRAWN.includes(atlas.state.view) && Boolean(drawing.scene);
  const chosen = () => data.anchors.get(atlas.state.sel) ?? null;
  const face = () => atlas.state.face || drawing.scene?.face || "text";

  // Changes the state and shows it; notes it in the address, so that Back comes back.
  atlas.go = (change, { replace = false, hold = null } = {}) => {
    const before = atlas.state;
    const moved = ["view", "at", "by"].some((key) => key in change && change[key] !== before[key]);
    const next = { ...before, ...change, filters: { ...before.filters, ...change.filters } };
    if (moved && !("fold" in change)) next.fold = address.noFold();
    if (moved && !("depth" in change)) next.depth = 0;
    if (moved && !("face" in change)) next.face = "";
    note(address.write(next), replace);
    show(address.read(address.write(next), next), { hold });
  };

  function note(hash, replace) {
    if (location.hash === hash) return;
    try {
      history[replace ? "replaceState" : "pushState"](null, "", hash);
    } catch {
      // A frame without an address of its own (a notebook's) has no history to write to.
    }
  }

  function show(state, { hold = null } = {}) {
    const before = atlas.state;
    atlas.state = state;
    const scene = scenes.of(state);
    const key = [state.view, state.at, state.by, state.depth].join(" ");
    const fresh = key !== drawing.key;
    drawing.key = key;
    drawing.scene = scene && scenes.filtered(scene, atlas.filters);
    root.dataset.view = DRAWN.includes(state.view) ? "map" : state.view;
    root.dataset.as = isDrawn() || DRAWN.includes(state.view) ? state.as : "text";
    if (drawing.scene) arrange({ fresh, hold: fresh ? null : hold });
    else drawing.tree = null;
    const isMoved = dress(fresh);
    if (fresh && isMoved) view.home();
    if (state.sel && (state.sel !== before?.sel || fresh || isMoved)) bringIn(fresh);
    if (fresh && before) byId("main").scrollTop = 0;
  }

  // Lays out what is open. Choosing an item opens what hides it.
  function arrange({ fresh, hold }) {
    const { scene } = drawing;
    drawing.open = openOf(scene);
    const item = chosen();
    const boxes = item ? scene.boxes.filter((box) => box.item === item) : [];
    let tree = unfold();
    if (boxes.length && !boxes.some((box) => tree.column.has(box))) {
      trees.wayTo(scene, boxes[0]).forEach((above) => drawing.open.add(above));
      tree = unfold();
    }
    drawing.tree = tree = thinned(tree, hold ?? boxes[0]);
    if (!boxes.includes(drawing.keyed)) drawing.keyed = boxes.find((box) => tree.column.has(box)) ?? (!fresh && tree.column.has(drawing.keyed) ? drawing.keyed : scene.roots[0]);
    const heights = face();
    const places = ready(tree) ?? atlas.layout.tidy(tree, (box) => box[heights].height);
    drawing.chips = new Map([...places.keys()].map((box) => [box, chipsOf(box)]).filter(([, parts]) => parts.length));
    view.show(scene, tree, places, hold);
    if (fresh) view.home();
  }

  const MOST_BELOW = data.measures.mostBoxes - 1;
  const room = (box) => Math.min(atlas.state.fold.more[box.name] ?? data.measures.mostChildren, MOST_BELOW);
  // The places that the page came with, for the map it opens with.
  let { first } = data;
  function ready(tree) {
    const given = first;
    first = null;
    const same = !location.hash && !atlas.narrow && given?.length === tree.walk.length && given.length;
    return same ? new Map(tree.walk.map((box, place) => [box, { x: given[place][0], y: given[place][1] }])) : null;
  }

  const unfold = () => trees.unfold(drawing.scene, drawing.open, room);

  // What is open: the scene's own opening with the reader's folds; under filters everything on the way to a match.
  function openOf(scene) {
    const open = new Set(scene.opened);
    const { hide, ...narrowing } = atlas.state.filters;
    if (scene.matches && Object.values(narrowing).some(Boolean)) {
      let count = 0;
      for (const box of trees.full(scene).walk) {
        if (scene.matches.has(box) && (count += 1) <= 120) trees.wayTo(scene, box).forEach((above) => open.add(above));
      }
    }
    const byName = new Map(scene.boxes.map((box) => [box.name, box]));
    for (const name of atlas.state.fold.open) if (byName.has(name)) open.add(byName.get(name));
    for (const name of atlas.state.fold.shut) open.delete(byName.get(name));
    return open;
  }

  // Folds branches, those opened longest ago first, until no more boxes are shown than can be drawn well.
  function thinned(tree, kept) {
    let now = tree;
    const above = new Set();
    for (let box = kept; box; box = now.parent.get(box)) above.add(box);
    const oldest = [...now.walk].filter((box) => now.children.get(box).length && !above.has(box) && !now.roots.includes(box));
    const opened = atlas.state.fold.open;
    oldest.sort((a, b) => opened.indexOf(a.name) - opened.indexOf(b.name) || now.column.get(b) - now.column.get(a));
    while (now.column.size > data.measures.mostBoxes && oldest.length) {
      drawing.open.delete(oldest.shift());
      now = unfold();
    }
    return now;
  }

  // The chips of a box: { text, words, side, fill, open }. "+3" unfolds, "−" folds; hits of a search below are counted.
  function chipsOf(box) {
    const { scene, tree, open } = drawing;
    const column = tree.column.get(box);
    const parts = [];
    for (const side of column === 0 && (scene.beyond.get(box) ?? []).length ? [1, -1] : [column < 0 ? -1 : 1]) {
      const shown = tree.children.get(box).filter((child) => Math.sign(tree.column.get(child) - column) === side);
      if (shown.length) parts.push({ text: "−", words: `Fold ${shown.length}`, side, fill: "accent", open: true });
    }
    if (parts.length) {
      const held = trees.heldBack(scene, tree, box).length;
      if (held && open.has(box) && room(box) >= MOST_BELOW) parts.push({ text: `${held} not drawn`, words: `${held} more stand in the outline only`, side: parts[0].side, fill: "ink", open: true });
      else if (held && open.has(box)) parts.push({ text: `+${Math.min(held, data.measures.mostChildren)} of ${held} more`, words: `Show more of ${held} held back`, side: parts[0].side, fill: "accent", open: false });
      return parts.filter((part, place) => place === 0 || part.text !== "−");
    }
    if (open.has(box) && !trees.heldBack(scene, tree, box).length) return [];
    const hidden = trees.reveals(scene, tree, open, box, room);
    if (!hidden.length) return [];
    parts.push({ text: `+${hidden.length}`, words: `Unfold ${hidden.length} more`, side: column < 0 ? -1 : 1, fill: "accent", open: false });
    return [...parts, ...bearings(box, hidden, parts[0].side), ...hitsBelow(box, parts[0].side)];
  }

  // What the policies that a folded type of power hides do to it.
  function bearings(box, hidden, side) {
    if (box.kind !== "power") return [];
    return data.relations.filter(({ name }) => ["wields", "strengthens", "erodes"].includes(name)).flatMap((relation) => {
      const count = new Set(drawing.scene.links.filter((link) => link.target === box && link.relation === relation && hidden.includes(link.source)).map((link) => link.source)).size;
      return count ? [{ text: `${relation.glyph}${count}`, words: `${count} ${relation.active}`, side, fill: relation.name, open: false }] : [];
    });
  }

  function hitsBelow(box, side) {
    if (!drawing.hits?.size) return [];
    const full = trees.full(drawing.scene);
    const waiting = [...(full.children.get(box) ?? [])];
    let count = 0;
    while (waiting.length) {
      const next = waiting.pop();
      if (drawing.hits.has(next.item) && !drawing.tree.column.has(next)) count += 1;
      waiting.push(...full.children.get(next));
    }
    return count ? [{ text: `◎${count}`, words: `${count} found in there`, side, fill: "ink", open: false }] : [];
  }

  function toggle(box) {
    if (!box || !drawing.tree.column.has(box)) return;
    const shown = drawing.tree.children.get(box).length > 0;
    if (!shown && !trees.reveals(drawing.scene, drawing.tree, drawing.open, box).length) return;
    drawing.keyed = box;
    const hides = shown && atlas.state.sel && !boxesLeft(box);
    atlas.go({ fold: folded(box, shown), ...(hides ? { sel: "" } : {}) }, { hold: box });
    if (!shown) view.makeRoom(box, drawing.tree.children.get(box));
    speak();
  }

  // The reader's folds with a box shut or opened too; what is as usual goes without saying.
  function folded(box, shut) {
    const { fold } = atlas.state;
    const names = (list) => list.filter((name) => name !== box.name);
    const next = { ...fold, open: names(fold.open), shut: names(fold.shut) };
    if (shut) next.shut.push(box.name);
    else if (!drawing.scene.opened.has(box) || drawing.scene.matches) next.open.push(box.name);
    return next;
  }

  // Whether the chosen item is still shown when a box folds.
  function boxesLeft(box) {
    const hidden = (one) => {
      for (let above = drawing.tree.parent.get(one); above; above = drawing.tree.parent.get(above)) if (above === box) return true;
      return false;
    };
    return drawing.scene.boxes.some((one) => one.item === chosen() && drawing.tree.column.has(one) && !hidden(one));
  }

  function more(box) {
    const { fold } = atlas.state;
    const now = fold.more[box.name] ?? data.measures.mostChildren;
    atlas.go({ fold: { ...fold, more: Object.assign(Object.create(null), fold.more, { [box.name]: now + data.measures.mostChildren }) } }, { hold: box });
  }

  // Chooses an item, in a box of its own where it has several.
  function choose(item, { box = null, replace = false } = {}) {
    if (box) drawing.keyed = box;
    atlas.go({ sel: item?.anchor ?? "" }, { replace });
    speak();
  }

  function bringIn(fresh) {
    if (!isDrawn()) return;
    if (atlas.state.as === "outline") return atlas.outline.choose(chosen());
    const box = drawing.keyed?.item === chosen() ? drawing.keyed : drawing.scene.boxes.find((one) => one.item === chosen() && drawing.tree.column.has(one));
    if (box) view.bringIn(box, { readable: true, middle: fresh });
  }

  // Buttons, path, panel, filters and the parts that are text.
  function dress(fresh) {
    const { state } = atlas;
    for (const link of byId("views").children) {
      const on = link.dataset.view === state.view || (link.dataset.view === "argument" && ["section", "focus"].includes(state.view));
      if (on) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    byId("by-label").hidden = state.view !== "power";
    byId("by").value = state.by;
    byId("depth").hidden = state.view !== "focus";
    byId("depth-now").textContent = `${state.depth || 1} step${(state.depth || 1) > 1 ? "s" : ""}`;
    byId("face-button").textContent = face() === "text" ? "Short titles" : "Full texts";
    byId("as-button").textContent = state.as === "outline" ? "Map" : "Outline";
    byId("as-button").setAttribute("aria-pressed", String(state.as === "outline"));
    byId("nothing").hidden = !DRAWN.includes(state.view) || Boolean(drawing.tree?.column.size);
    byId("nothing").textContent = drawing.scene?.matches ? "Nothing here passes the filters." : "There is nothing to draw here yet.";
    byId("minimap").hidden = !drawing.tree || drawing.tree.column.size < 4;
    atlas.crumbs.show(state);
    atlas.panel.show(chosen());
    const isMoved = Boolean(atlas.whatIf?.show(state));
    atlas.filters.show(state, scenes.of(state) ?? undefined);
    if (isDrawn() && state.as === "outline") atlas.outline.show(drawing.scene, drawing.open, chosen(), fresh);
    if (state.view === "reading") atlas.reading?.show(state);
    document.title = atlas.crumbs.title(state);
    return isMoved;
  }

  function speak() {
    const item = chosen();
    if (!item || !isDrawn()) return;
    const box = drawing.keyed;
    const chips = (drawing.chips.get(box) ?? []).map((part) => part.words).join(", ");
    byId("spoken").textContent = `${data.kinds.get(item.kind).word}${box?.note ? ", " + box.note : ""}${atlas.standing?.of(item) ? ", " + atlas.standing.of(item).word : ""}: ${item.label}${chips ? ". " + chips : ""}`;
  }

  function setFace(name) {
    atlas.go({ face: name === drawing.scene?.face ? "" : name }, { hold: drawing.keyed ?? drawing.scene?.roots[0] });
  }

  const THEMES = ["light", "dark", "contrast"];
  function theme() {
    if (root.dataset.theme) return root.dataset.theme;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  function setTheme(name) {
    if (name) root.dataset.theme = name;
    byId("theme-button").textContent = { light: "Light", dark: "Dark", contrast: "Contrast" }[theme()];
    byId("theme-button").setAttribute("aria-label", `Theme: ${theme()}; change`);
    atlas.paint.forget();
    atlas.legend.repaint();
    view.redraw();
  }

  const nextTheme = () => setTheme(THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]);
  const flipFace = () => drawing.scene && setFace(face() === "text" ? "title" : "text");
  const flipAs = () => DRAWN.includes(atlas.state.view) && atlas.go({ as: atlas.state.as === "outline" ? "map" : "outline" });

  // Unfolds every shown box; or everything, as far as can be drawn at once.
  function unfoldMore() {
    if (isDrawn()) unfoldThese(drawing.tree.walk);
  }

  function unfoldAll() {
    if (!isDrawn()) return;
    const open = new Set(drawing.open);
    for (let size = 0; ;) {
      const tree = trees.unfold(drawing.scene, open);
      if (tree.column.size > data.measures.mostBoxes || tree.column.size === size) break;
      size = tree.column.size;
      tree.walk.forEach((box) => open.add(box));
    }
    unfoldThese([...open]);
    view.home(true);
  }

  function unfoldThese(boxes) {
    const { scene } = drawing;
    const useful = boxes.filter((box) => (scene.children.get(box) ?? []).length || (scene.beyond.get(box) ?? []).length);
    atlas.go({ fold: { ...address.noFold(), open: useful.filter((box) => !scene.opened.has(box)).map((box) => box.name) } }, { hold: drawing.keyed });
  }

  function foldBack() {
    atlas.go({ fold: address.noFold(), sel: "" });
    view.home(true);
  }

  function fromAddress() {
    show(address.read(location.hash, atlas.state));
  }

  return {
    drawing, show, toggle, folded, more, choose, chosen, setTheme, nextTheme, flipFace, flipAs, unfoldMore, unfoldAll, foldBack, fromAddress, isDrawn,
    mark: (hits) => {
      drawing.hits = hits;
      if (!drawing.tree) return;
      drawing.chips = new Map(drawing.tree.walk.map((box) => [box, chipsOf(box)]).filter(([, parts]) => parts.length));
      view.redraw();
    },
    look: () => ({ face: face(), item: chosen(), hits: drawing.hits, chips: drawing.chips, ways: drawing.scene?.ways ?? new Set(), keyed: drawing.keyed }),
  };
})();
