// Pointer, keys and buttons, and the start of the page.
(() => {
  const { data, view, main, byId, camera, boxes } = atlas;
  const { drawing } = main;
  const named = (name) => drawing.scene.boxes.find((box) => box.name === name);

  function click(event) {
    if (camera.wasDragged() || event.target.closest(".zoom, .minimap")) return;
    const chip = event.target.closest(".chip");
    if (chip) return pressChip(chip);
    const element = event.target.closest(".box");
    const box = element ? named(element.dataset.name) : view.under(camera.place(event));
    if (box && String(getSelection()) && element?.classList.contains("chosen")) return;
    if (box) main.choose(box.item.anchor ? box.item : null, { box });
    else if (atlas.state.sel) main.choose(null);
  }

  function pressChip(chip) {
    const box = named(chip.dataset.name);
    const held = chip.textContent.includes("more");
    if (held && !chip.classList.contains("open")) main.more(box);
    else if (held && chip.querySelector(":hover")?.textContent !== "−") main.more(box);
    else main.toggle(box);
  }

  view.stage.addEventListener("click", click);
  // A double click opens the focus; in the text of a box that was chosen before, it selects a word as anywhere.
  let selecting = false;
  view.stage.addEventListener("mousedown", (event) => {
    if (event.detail === 1) selecting = Boolean(event.target.closest(".chosen .words"));
  });
  view.stage.addEventListener("dblclick", (event) => {
    if (selecting) return;
    const box = event.target.closest(".box") ? named(event.target.closest(".box").dataset.name) : null;
    if (box?.item.anchor && !event.target.closest(".chip")) atlas.go({ view: "focus", at: box.item.anchor, sel: "" });
  });

  // The next box up or down in the column of the one with the keys.
  function beside(step) {
    const column = drawing.tree.column.get(drawing.keyed);
    const found = [...view.state.places].filter(([box]) => drawing.tree.column.get(box) === column).sort((a, b) => a[1].y - b[1].y);
    return found[found.findIndex(([box]) => box === drawing.keyed) + step]?.[0];
  }

  // Down; past the last of many children more of them are shown first.
  function below() {
    const above = drawing.tree.parent.get(drawing.keyed);
    const { mostBoxes } = data.measures;
    if (above && drawing.tree.children.get(above).at(-1) === drawing.keyed && drawing.open.has(above)
      && drawing.tree.children.get(above).length < mostBoxes - 1 && atlas.tree.heldBack(drawing.scene, drawing.tree, above).length) main.more(above);
    return beside(1);
  }

  // Away from the root on one side: to the first child, which unfolds where it has to.
  function outward(side) {
    const box = drawing.keyed;
    const own = () => drawing.tree.children.get(box).filter((child) => Math.sign(drawing.tree.column.get(child) - drawing.tree.column.get(box)) === side);
    if (!own().length) main.toggle(box);
    return own()[0];
  }

  const inward = () => drawing.tree.parent.get(drawing.keyed) ?? drawing.keyed.under;
  const columnOf = () => drawing.tree.column.get(drawing.keyed);
  const walks = {
    ArrowLeft: () => (columnOf() > 0 || !(drawing.scene.beyond.get(drawing.keyed) ?? []).length ? (columnOf() < 0 ? undefined : inward()) : outward(-1)),
    ArrowRight: () => (columnOf() < 0 ? inward() : outward(1)),
    ArrowUp: () => beside(-1),
    ArrowDown: below,
  };

  function walk(key) {
    if (!drawing.tree?.column.size) return;
    const next = atlas.state.sel ? walks[key]() : drawing.keyed ?? drawing.scene.roots[0];
    if (!next) return;
    drawing.keyed = next;
    main.choose(next.item.anchor ? next.item : null, { box: next, replace: true });
    view.draw();
    boxes.elementOf(next)?.focus({ preventScroll: true });
  }

  const item = () => main.chosen() ?? drawing.keyed?.item ?? null;
  const focusOn = () => item()?.anchor && atlas.go({ view: "focus", at: item().anchor, sel: "" });
  const argueFrom = () => item() && atlas.scenes.isStatement(item()) && atlas.go({ view: "argument", at: item().anchor, sel: item().anchor });
  const tab = (name) => byId("views").querySelector(`[data-view="${name}"]`)?.click();

  const onMap = {
    " ": () => main.toggle(drawing.keyed),
    Enter: () => {
      if (!atlas.state.sel && drawing.keyed?.item.anchor) main.choose(drawing.keyed.item, { box: drawing.keyed });
      atlas.panel.element.focus();
    },
    Home: () => { main.choose(null); view.home(true); },
  };
  const anywhere = {
    "/": () => atlas.search.focus(),
    "?": () => byId("help").showModal(),
    f: focusOn,
    m: argueFrom,
    1: () => tab("start"),
    2: () => tab("argument"),
    3: () => tab("power"),
    4: () => tab("reading"),
    o: main.flipAs,
    l: toFilters,
    t: main.flipFace,
    d: main.nextTheme,
    s: share,
    x: () => atlas.whatIf?.flip(item(), "reject"),
    a: () => atlas.whatIf?.flip(item(), "accept"),
    u: () => atlas.whatIf?.reset(),
    "+": () => camera.zoom(1.2),
    "=": () => camera.zoom(1.2),
    "-": () => camera.zoom(1 / 1.2),
    0: view.all,
    Escape: leave,
  };

  function share() {
    const shown = byId("share").hidden;
    byId("share").hidden = !shown;
    byId("share-button").setAttribute("aria-expanded", String(shown));
    (shown ? byId("copy-button") : byId("share-button")).focus();
  }

  // The legend with the filters: a drawer on narrow screens, else always there.
  function toFilters() {
    const opener = byId("filters-button");
    if (opener.checkVisibility()) opener.click();
    else byId("filters").querySelector("h2")?.focus();
  }

  function leave() {
    if (!byId("share").hidden) return share();
    if (atlas.panel.element.contains(document.activeElement)) toMap();
    else if (atlas.state.sel) main.choose(null);
  }

  const toMap = () => (main.isDrawn() && atlas.state.as === "map" ? boxes.elementOf(drawing.keyed)?.focus({ preventScroll: true }) : byId("main").focus());

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey || typing || byId("help").open) return;
    const { activeElement } = document;
    const mapped = main.isDrawn() && atlas.state.as === "map" && (boxes.layer.contains(activeElement) || activeElement === document.body || activeElement === byId("main"));
    if (mapped && walks[event.key]) walk(event.key);
    else if (mapped && onMap[event.key]) onMap[event.key]();
    else if (anywhere[event.key] && !(event.key === " " || event.defaultPrevented)) anywhere[event.key]();
    else return;
    event.preventDefault();
  });

  async function copyLink() {
    const button = byId("copy-button");
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed here: copy it from the address bar";
    }
    setTimeout(() => { button.textContent = "Copy a link to this view"; }, 2500);
  }

  const depth = (step) => atlas.go({ depth: Math.min(6, Math.max(1, (atlas.state.depth || 1) + step)) });
  const buttons = {
    "zoom-in": () => camera.zoom(1.2),
    "zoom-out": () => camera.zoom(1 / 1.2),
    "zoom-all": view.all,
    "zoom-home": () => view.home(true),
    "as-button": main.flipAs,
    "face-button": main.flipFace,
    "theme-button": main.nextTheme,
    "help-button": () => byId("help").showModal(),
    "share-button": share,
    "copy-button": copyLink,
    "svg-button": () => atlas.export.save("svg"),
    "png-button": () => atlas.export.save("png"),
    "print-button": () => print(),
    "depth-less": () => depth(-1),
    "depth-more": () => depth(1),
  };
  for (const [name, act] of Object.entries(buttons)) byId(name).addEventListener("click", act);
  byId("by").addEventListener("change", (event) => atlas.go({ by: event.target.value, sel: "" }));
  document.addEventListener("pointerdown", (event) => {
    if (!byId("share").hidden && !event.target.closest("#_share, #_share-button")) share();
  });

  // Links inside the page change the state; where the page has no address of its own they would lead out of it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const hash = link.getAttribute("href");
    if (hash === "#_main") return byId("main").focus();
    const next = atlas.address.keep(hash, atlas.address.read(hash, atlas.state), atlas.state);
    atlas.go(next.view !== atlas.state.view || hash.startsWith("#/") ? next : elsewhere(next));
  });

  // An item that the present map does not have is shown in its focus.
  function elsewhere(next) {
    const target = data.anchors.get(next.sel);
    const here = !main.isDrawn() || atlas.scenes.of(atlas.state)?.boxes.some((box) => box.item === target);
    return here || !target ? next : { ...next, view: "focus", at: target.anchor };
  }

  function start() {
    view.start(main.look);
    atlas.filters.draw();
    atlas.state = atlas.address.opening();
    main.show(atlas.address.read(location.hash, atlas.state));
    main.setTheme();
    addEventListener("hashchange", main.fromAddress);
    addEventListener("popstate", main.fromAddress);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => main.setTheme());
    document.documentElement.classList.add("ready");
  }

  start();
})();
