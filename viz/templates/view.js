// The drawn map: links and shapes on one canvas, near boxes as elements above it, and the minimap.
atlas.view = (() => {
  const { data, paint, camera, boxes: elements } = atlas;
  const { measures: m } = data;
  const stage = atlas.byId("stage");
  const canvas = atlas.byId("links");
  const minimap = atlas.byId("minimap");
  const NEAR = 0.42; // from this zoom on texts are shown; below it large titles, and below FAR only glyphs
  const FAR = 0.16;
  const READABLE = 0.875; // least zoom of the first view: text of 16 px is 14 px on the screen, small text over 12 px
  const MARGIN = atlas.narrow ? 8 : 16; // px around the map
  const state = { places: new Map(), tree: null, scene: null, drawn: 0 };
  let look = () => ({});
  let asked = 0;

  // `chosenLook` gives {face, item, hits, chips, ways, keyed} at each drawing.
  function start(chosenLook) {
    look = chosenLook;
    camera.start(redraw);
    new ResizeObserver(redraw).observe(stage);
    minimap.addEventListener("pointerdown", jump);
    minimap.addEventListener("pointermove", (event) => event.buttons && jump(event));
  }

  function rect(box) {
    const { x, y } = state.places.get(box);
    const [width, height] = [box.width, box[look().face].height];
    return { x, y, width, height, left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
  }

  // Shows a tree whose boxes stand at these places; a box in `hold` keeps its place on the screen.
  function show(scene, tree, places, hold) {
    const before = hold && state.places.get(hold);
    if (state.scene?.face !== scene.face || state.scene?.boxes[0] !== scene.boxes[0] || state.faced !== look().face) elements.clear();
    Object.assign(state, { scene, tree, places, faced: look().face, bounds: null });
    atlas.links.route(tree, scene.links, rect);
    const after = hold && places.get(hold);
    if (before && after) camera.set(camera.now.x + after.x - before.x, camera.now.y + after.y - before.y);
    draw();
  }

  function redraw() {
    asked ||= requestAnimationFrame(draw);
  }

  function draw() {
    cancelAnimationFrame(asked);
    asked = 0;
    const { width, height } = camera.size();
    if (!width || !height || !state.tree) return;
    const dense = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * dense) || canvas.height !== Math.round(height * dense)) {
      [canvas.width, canvas.height] = [Math.round(width * dense), Math.round(height * dense)];
    }
    const { x, y, scale } = camera.now;
    const c = canvas.getContext("2d");
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.clearRect(0, 0, canvas.width, canvas.height);
    c.setTransform(dense * scale, 0, 0, dense * scale, dense * (width / 2 - x * scale), dense * (height / 2 - y * scale));
    paintAll(c, camera.inView(40));
    elements.move(`translate(${width / 2 - x * scale}px, ${height / 2 - y * scale}px) scale(${scale})`);
    drawMinimap();
    state.drawn += 1;
  }

  function paintAll(c, area) {
    const now = look();
    const { scale } = camera.now;
    const manner = scale >= NEAR ? "bare" : scale >= FAR ? "far" : "glyph";
    atlas.links.draw(c, now.item, area);
    const inView = [...state.places.keys()].filter((box) => meets(rect(box), area));
    for (const box of inView) paintBox(c, box, now, manner);
    const near = manner === "bare" ? inView : [];
    if (now.keyed && state.places.has(now.keyed) && !near.includes(now.keyed)) near.push(now.keyed); // it has the keys
    elements.layer.classList.toggle("far", manner !== "bare");
    elements.show(near, rect, { ...now, tree: state.tree });
  }

  function paintBox(c, box, now, manner) {
    paint.box(c, box, state.places.get(box), {
      face: now.face, manner, chosen: now.item !== null && box.item === now.item, hit: now.hits?.has(box.item), way: now.ways.has(box), look: atlas.standing?.look(box.item),
    });
  }

  const meets = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

  // The whole map on any context, with texts: for files and print.
  function paintWhole(c) {
    const now = look();
    atlas.links.draw(c, null);
    for (const box of state.places.keys()) paintBox(c, box, { ...now, item: null, hits: null }, "full");
    for (const [box, parts] of now.chips) {
      const { left, right, y } = rect(box);
      for (const side of [-1, 1]) {
        const own = parts.filter((part) => part.side === side && !part.open);
        if (own.length && state.places.has(box)) paint.chip(c, side < 0 ? left : right, y, own);
      }
    }
  }

  function bounds() {
    const courses = atlas.links.reach();
    state.bounds ??= bound([...state.places.keys()].map(rect).concat(courses ? [courses] : []));
    return state.bounds;
  }

  function bound(all) {
    const chips = [...look().chips.values()].flat();
    return {
      left: Math.min(...all.map((r) => r.left)) - (chips.some((part) => part.side < 0) ? 30 : 0), top: Math.min(...all.map((r) => r.top)),
      right: Math.max(...all.map((r) => r.right)) + (chips.length ? 30 : 0), bottom: Math.max(...all.map((r) => r.bottom)),
    };
  }

  // The part of the stage that no panel covers, in pixels of the stage.
  function free() {
    const whole = stage.getBoundingClientRect();
    const panel = atlas.byId("panel");
    const cover = panel.getBoundingClientRect();
    const area = { width: whole.width, height: whole.height };
    const covers = getComputedStyle(panel).position === "absolute" && panel.classList.contains("shown");
    if (covers && cover.width < whole.width - 100) area.width = Math.max(80, cover.left - whole.left);
    else if (covers) area.height = Math.max(80, cover.top - whole.top);
    return area;
  }

  // Puts a point of the map into the middle of what is free.
  function centre(x, y, scale, glide) {
    const { width, height } = camera.size();
    const room = free();
    camera.aim(x + (width - room.width) / 2 / scale, y + (height - room.height) / 2 / scale, scale, glide);
  }

  // The first view: all of it where it can be read so; else from the top, with the root in view.
  function home(glide = false) {
    if (!state.places.size) return;
    const { left, right, top, bottom } = bounds();
    const [width, height] = [free().width - 2 * MARGIN, free().height - 2 * MARGIN];
    const root = rect(state.tree.roots[0]);
    const scale = Math.min(1.1, Math.max(READABLE, Math.min(width / (right - left), height / (bottom - top))));
    const half = { x: width / 2 / scale, y: height / 2 / scale };
    const within = (low, high, room, wished) => (high - low <= 2 * room ? (low + high) / 2 : Math.min(Math.max(wished, low + room), high - room));
    const inMiddle = root.left > left + 60; // a focus map: there is something left of its root
    const seenFromTop = !inMiddle && root.bottom <= top + 2 * half.y;
    const [x, y] = state.tree.roots.length === 1 ? [inMiddle ? root.x : left, seenFromTop ? top : root.y] : [left, top];
    centre(within(left, right, half.x, x), within(top, bottom, half.y, y), scale, glide);
  }

  function all() {
    if (!state.places.size) return;
    const { left, right, top, bottom } = bounds();
    const { width, height } = free();
    const scale = Math.min(1.1, (width - 2 * MARGIN) / (right - left), (height - 2 * MARGIN) / (bottom - top));
    centre((left + right) / 2, (top + bottom) / 2, scale, true);
  }

  // Brings a box into view, moving no further than needed, and near enough to be read where asked.
  function bringIn(box, { readable = false, middle = false } = {}) {
    if (!state.places.has(box)) return;
    const scale = readable && camera.now.scale < 0.6 ? READABLE : camera.now.scale;
    reach(rect(box), scale, middle);
  }

  function reach({ left, right, top, bottom }, scale, middle) {
    const { width, height } = camera.size();
    const room = free();
    const half = { x: room.width / 2 / scale, y: room.height / 2 / scale };
    const at = { x: camera.now.x - (width - room.width) / 2 / scale, y: camera.now.y - (height - room.height) / 2 / scale };
    const edge = MARGIN / scale;
    const hidden = left < at.x - half.x || right > at.x + half.x || top < at.y - half.y || bottom > at.y + half.y;
    if (middle && hidden) return centre((left + right) / 2, (top + bottom) / 2, scale, true);
    const x = Math.min(Math.max(at.x, right + 20 - half.x + edge), left + half.x - edge);
    const y = Math.min(Math.max(at.y, bottom - half.y + edge), top + half.y - edge);
    if (x !== at.x || y !== at.y || scale !== camera.now.scale) centre(x, y, scale, true);
  }

  // Moves, no further than needed, until a box and what it has just unfolded are in view, from its top.
  function makeRoom(box, children) {
    const rects = [box, ...children].map(rect);
    const { scale } = camera.now;
    const room = free();
    const whole = bound(rects);
    const own = rect(box);
    const fits = (whole.bottom - whole.top) * scale < room.height;
    const top = fits ? whole.top : Math.min(own.top, rect(children[0]).top);
    const bottom = fits ? whole.bottom : Math.max(own.bottom, Math.min(whole.bottom, top + room.height / scale - 60));
    reach({ left: whole.left, right: whole.right, top, bottom }, scale, false);
  }

  // The box under a point of the stage.
  function under(point) {
    const at = camera.toMap(point);
    return [...state.places.keys()].find((box) => {
      const { left, right, top, bottom } = rect(box);
      return at.x >= left && at.x <= right && at.y >= top && at.y <= bottom;
    });
  }

  function drawMinimap() {
    const { clientWidth: w, clientHeight: h } = minimap;
    if (!w || !state.places.size) return;
    const dense = window.devicePixelRatio || 1;
    [minimap.width, minimap.height] = [w * dense, h * dense];
    const c = minimap.getContext("2d");
    const scale = miniScale(w, h);
    c.setTransform(dense * scale.by, 0, 0, dense * scale.by, dense * scale.x, dense * scale.y);
    const now = look();
    for (const box of state.places.keys()) {
      const { left, top, width, height } = rect(box);
      c.fillStyle = paint.colour(now.item !== null && box.item === now.item ? "accent" : box.kind);
      c.fillRect(left, top, width, height);
    }
    const view = camera.inView();
    const whole = bounds();
    minimap.classList.toggle("idle", view.left <= whole.left && view.right >= whole.right && view.top <= whole.top && view.bottom >= whole.bottom);
    c.strokeStyle = paint.colour("ink");
    c.lineWidth = 1.5 / scale.by;
    c.strokeRect(view.left, view.top, view.right - view.left, view.bottom - view.top);
  }

  function miniScale(w, h) {
    const { left, right, top, bottom } = bounds();
    const by = Math.min((w - 14) / (right - left), (h - 14) / (bottom - top), 0.2);
    return { by, x: w / 2 - ((left + right) / 2) * by, y: h / 2 - ((top + bottom) / 2) * by };
  }

  function jump(event) {
    const scale = miniScale(minimap.clientWidth, minimap.clientHeight);
    camera.set((event.offsetX - scale.x) / scale.by, (event.offsetY - scale.y) / scale.by);
  }

  return { start, show, draw, redraw, home, all, bringIn, makeRoom, under, rect, bounds, paintWhole, state, stage };
})();
