// Pointer, keys and buttons, and the start of the page.
(() => {
  const { data, view, main, byId } = atlas;
  const { state } = main;

  function click({ pointer }) {
    const { box, chip } = view.under(pointer.DOM);
    if (chip) main.toggle(box);
    else if (box) main.choose(data.items[box.item], { box, centre: false });
    else main.choose(null);
  }

  // The next box up or down in the column of the chosen one.
  function beside(step) {
    const column = state.tree.column.get(state.box);
    const boxes = [...view.state.places].filter(([box]) => state.tree.column.get(box) === column);
    boxes.sort((a, b) => a[1].y - b[1].y);
    return boxes[boxes.findIndex(([box]) => box === state.box) + step]?.[0];
  }

  function right() {
    if (!state.tree.children.get(state.box).length) main.toggle(state.box);
    return state.tree.children.get(state.box)[0];
  }

  const walks = {
    ArrowLeft: () => state.tree.parent.get(state.box) ?? state.box.under,
    ArrowRight: right,
    ArrowUp: () => beside(-1),
    ArrowDown: () => beside(1),
  };

  function walk(key) {
    if (!data.roots.length) return;
    const next = state.box ? walks[key]() : data.roots[0];
    if (next) main.choose(data.items[next.item], { box: next, centre: false });
  }

  const onMap = {
    " ": () => main.toggle(state.box),
    Enter: () => state.box && atlas.panel.element.focus(),
    Home: () => { main.choose(null); view.home(true); },
  };
  const anywhere = {
    "/": () => atlas.search.focus(),
    "?": () => byId("help").showModal(),
    o: main.flipView,
    t: main.flipFace,
    d: main.flipTheme,
    "+": () => view.zoom(1.2),
    "=": () => view.zoom(1.2),
    "-": () => view.zoom(1 / 1.2),
    0: view.all,
    Escape: leave,
  };

  function leave() {
    if (atlas.panel.element.contains(document.activeElement)) view.stage.focus();
    else main.choose(null);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input") || byId("help").open) return;
    const mapped = document.activeElement === view.stage || document.activeElement === document.body;
    if (mapped && walks[event.key] && document.documentElement.dataset.view !== "outline") walk(event.key);
    else if (mapped && onMap[event.key]) onMap[event.key]();
    else if (anywhere[event.key]) anywhere[event.key]();
    else return;
    event.preventDefault();
  });

  const buttons = {
    "zoom-in": () => view.zoom(1.2),
    "zoom-out": () => view.zoom(1 / 1.2),
    "zoom-all": view.all,
    "zoom-home": () => view.home(true),
    "view-button": main.flipView,
    "face-button": main.flipFace,
    "theme-button": main.flipTheme,
    "help-button": () => byId("help").showModal(),
    "legend-button": () => {
      const shown = atlas.legend.element.classList.toggle("shown");
      byId("legend-button").setAttribute("aria-expanded", String(shown));
    },
  };
  for (const [name, act] of Object.entries(buttons)) byId(name).addEventListener("click", act);

  byId("outline").addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (row && !event.target.closest("a, button") && !String(getSelection())) main.choose(data.anchors.get(row.dataset.anchor));
  });

  // Links inside the page choose an item; where the page has no address of its own they would lead out of it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    main.choose(data.anchors.get(decodeURIComponent(link.hash.slice(1))) ?? null);
  });

  function start() {
    document.documentElement.classList.add("js");
    byId("nothing").hidden = data.boxes.length > 0;
    byId("minimap").hidden = data.boxes.length < 2;
    view.start(main.look);
    main.arrange();
    atlas.legend.draw();
    main.setFace(data.face);
    main.setTheme();
    main.describe();
    view.home();
    view.on("click", click);
    addEventListener("hashchange", main.fromAddress);
    addEventListener("popstate", main.fromAddress);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => main.setTheme());
    if (atlas.narrow) main.show("outline");
    if (location.hash) main.fromAddress();
  }

  start();
})();
