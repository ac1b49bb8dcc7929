// The drawn map: vis-network carries pan, zoom and redraw; boxes, links and chips are drawn by us.
atlas.view = (() => {
  const { data, paint } = atlas;
  const stage = atlas.byId("canvas");
  const minimap = atlas.byId("minimap");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const FAR = 0.42; // below this zoom only titles are drawn, large
  const READABLE = 0.875; // least zoom of the first view: 16 px text is 14 px on the screen
  const MARGIN = atlas.narrow ? 8 : 12; // px around the map
  const state = { places: new Map(), chips: [], tree: null, drawn: 0 };
  let network = null;
  let nodes = null;
  let look = () => ({});

  // `chosenLook` gives {face, item, hits, chipOf} at each drawing.
  function start(chosenLook) {
    look = chosenLook;
    nodes = new vis.DataSet(data.first.map(asNode));
    network = new vis.Network(stage, { nodes, edges: [] }, { ...data.options, autoResize: true });
    stage.firstElementChild.removeAttribute("tabindex"); // else a click takes the keys away from the stage
    network.on("beforeDrawing", (c) => atlas.links.draw(c, look().item ?? null));
    network.on("afterDrawing", (c) => {
      drawChips(c);
      drawMinimap();
      state.drawn += 1;
    });
    stage.addEventListener("wheel", wheel, { capture: true, passive: false });
    stage.addEventListener("pointermove", (event) => {
      const { box } = event.buttons ? {} : under({ x: event.offsetX, y: event.offsetY });
      stage.style.cursor = box ? "pointer" : "grab";
    });
    minimap.addEventListener("pointerdown", jump);
    minimap.addEventListener("pointermove", (event) => event.buttons && jump(event));
  }

  function asNode({ id, x, y }) {
    const item = data.boxes[id];
    const ctxRenderer = ({ ctx, x: left, y: top }) => {
      const { face, item: chosen, hits } = look();
      return {
        drawNode: () => paint.box(ctx, item, { x: left, y: top }, {
          face, far: network.getScale() < FAR, chosen: item.item === chosen, hit: hits?.has(item.item),
        }),
        nodeDimensions: { width: item.width, height: item[face].height },
      };
    };
    // vis-network leaves out what is out of view, and takes `size` for half the width and height of a custom shape.
    const size = Math.max(item.width, item[look().face].height) / 2;
    return { id, x, y, size, shape: "custom", ctxRenderer };
  }

  function rect(box) {
    const { x, y } = state.places.get(box);
    const [width, height] = [box.width, box[look().face].height];
    return { x, y, width, height, left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
  }

  // Shows a tree whose boxes stand at these places; a box in `hold` keeps its place on the screen.
  function show(tree, places, hold) {
    const before = hold && state.places.get(hold);
    Object.assign(state, { tree, places });
    atlas.links.route(tree, rect);
    const gone = nodes.getIds().filter((id) => !places.has(data.boxes[id]));
    nodes.remove(gone);
    nodes.update([...places].map(([box, at]) => asNode({ id: box.number, ...at })));
    const after = hold && places.get(hold);
    if (before && after) {
      const middle = network.getViewPosition();
      moveTo({ x: middle.x + after.x - before.x, y: middle.y + after.y - before.y });
    }
    network.redraw();
  }

  // Moves so that a point of the map stands in the middle of what is free.
  function aim(point, scale, glide) {
    const { width, height } = free();
    const off = { x: (stage.clientWidth - width) / 2 / scale, y: (stage.clientHeight - height) / 2 / scale };
    moveTo({ x: point.x + off.x, y: point.y + off.y }, scale, glide);
  }

  function moveTo(position, scale, glide) {
    if (!stage.clientWidth || !Number.isFinite(position.x) || !Number.isFinite(position.y)) return;
    const animation = glide && !calm.matches ? { duration: 260, easingFunction: "easeInOutQuad" } : false;
    network.moveTo({ position, scale: scale ?? network.getScale(), animation });
  }

  function bounds() {
    const all = [...state.places.keys()].map(rect);
    return {
      left: Math.min(...all.map((r) => r.left)), right: Math.max(...all.map((r) => r.right)) + 24,
      top: Math.min(...all.map((r) => r.top)), bottom: Math.max(...all.map((r) => r.bottom)),
    };
  }

  // The part of the stage that no panel covers, in pixels of the stage.
  function free() {
    const whole = stage.getBoundingClientRect();
    const cover = atlas.byId("panel").getBoundingClientRect();
    const area = { left: 0, top: 0, width: whole.width, height: whole.height };
    const covers = getComputedStyle(atlas.byId("panel")).position === "absolute" && atlas.byId("panel").classList.contains("shown");
    if (covers && cover.width < whole.width - 100) area.width = cover.left - whole.left;
    else if (covers) area.height = cover.top - whole.top;
    return area;
  }

  function room() {
    const { width, height } = free();
    return { width: width - 2 * MARGIN, height: height - 2 * MARGIN };
  }

  // The first view: all of it where it can be read so; else from the top, if the root is in view then. While there is
  // something to unfold, the place of the next column is left free, so that unfolding moves nothing.
  function home(glide) {
    if (!state.places.size) return;
    const { left, right, top, bottom } = bounds();
    const { width, height } = room();
    const root = rect(data.roots[0]);
    const folded = [...state.places.keys()].some((box) => look().chipOf(box)?.[0].text.startsWith("+"));
    const across = right - left + (folded ? data.measures.columnGap + root.width : 0);
    const needed = across * READABLE <= width ? across : right - left;
    const scale = Math.min(1.05, Math.max(READABLE, Math.min(width / needed, height / (bottom - top))));
    const half = { x: width / 2 / scale, y: height / 2 / scale };
    const rootOrTop = root.bottom <= top + 2 * half.y ? top + half.y : Math.min(root.y, bottom - half.y);
    aim({
      x: left + Math.min(across / 2, half.x),
      y: bottom - top <= 2 * half.y ? (top + bottom) / 2 : rootOrTop,
    }, scale, glide);
  }

  function all() {
    if (!state.places.size) return;
    const { left, right, top, bottom } = bounds();
    const { width, height } = room();
    const scale = Math.min(1.1, width / (right - left), height / (bottom - top));
    aim({ x: (left + right) / 2, y: (top + bottom) / 2 }, scale, true);
  }

  // Brings a box into view, moving no further than needed, and near enough to be read where asked.
  function bringIn(box, { readable = false, centre = false } = {}) {
    const now = network.getScale();
    const scale = readable && now < 0.6 ? READABLE : now;
    const { left, right, top, bottom, x, y } = rect(box);
    const { width, height } = free();
    const half = { x: width / 2 / scale, y: height / 2 / scale };
    const at = middle(scale);
    const edge = MARGIN / scale;
    const hidden = left < at.x - half.x || right > at.x + half.x || top < at.y - half.y || bottom > at.y + half.y;
    if (centre && (hidden || scale !== now)) return aim({ x, y }, scale, true);
    aim({
      x: Math.min(Math.max(at.x, right - half.x + edge + 14), left + half.x - edge),
      y: Math.min(Math.max(at.y, bottom - half.y + edge), top + half.y - edge),
    }, scale, true);
  }

  // Moves, no further than needed, until what a box has just unfolded is in view from its top; the box stays in view.
  function makeRoom(box, children) {
    const scale = network.getScale();
    const at = middle(scale);
    const half = { x: free().width / 2 / scale, y: free().height / 2 / scale };
    const [own, first, last] = [rect(box), rect(children[0]), rect(children[children.length - 1])];
    const right = Math.min(first.right + 34 - (at.x + half.x), own.left - 10 - (at.x - half.x));
    const up = Math.min(at.y - half.y - first.top + 10, at.y + half.y - own.bottom - 14);
    const down = Math.min(last.bottom + 10 - (at.y + half.y), first.top - 10 - (at.y - half.y), own.top - 10 - (at.y - half.y));
    const move = { x: Math.max(0, right), y: up > 0 ? -up : Math.max(0, down) };
    if (move.x || move.y) aim({ x: at.x + move.x, y: at.y + move.y }, scale, true);
  }

  // The point of the map in the middle of what is free.
  function middle(scale) {
    const { width, height } = free();
    const at = network.getViewPosition();
    return { x: at.x - (stage.clientWidth - width) / 2 / scale, y: at.y - (stage.clientHeight - height) / 2 / scale };
  }

  // Plain scrolling moves the map, as in a text; with Ctrl (and pinching on a touchpad) it zooms at the pointer.
  function wheel(event) {
    event.preventDefault();
    event.stopPropagation();
    const step = event.deltaMode === 1 ? 24 : 1;
    const at = network.getViewPosition();
    const scale = network.getScale();
    if (event.ctrlKey || event.metaKey) {
      return zoom(Math.exp(-Math.max(-60, Math.min(60, event.deltaY * step)) * 0.006), { x: event.offsetX, y: event.offsetY });
    }
    const [dx, dy] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    moveTo({ x: at.x + (dx * step) / scale, y: at.y + (dy * step) / scale });
  }

  function zoom(factor, pointer) {
    const scale = Math.min(2.5, Math.max(0.05, network.getScale() * factor));
    const at = network.getViewPosition();
    if (!pointer) return moveTo(at, scale);
    const under = network.DOMtoCanvas(pointer);
    const ratio = network.getScale() / scale;
    moveTo({ x: under.x + (at.x - under.x) * ratio, y: under.y + (at.y - under.y) * ratio }, scale);
  }

  function drawChips(c) {
    state.chips = [];
    for (const box of state.places.keys()) {
      const parts = look().chipOf(box);
      if (!parts) continue;
      const { right, y, bottom } = rect(box);
      const open = parts.length === 1 && parts[0].text === "−";
      const area = open ? paint.chip(c, right - 26, bottom + 1, parts, paint.CHIP.open) : paint.chip(c, right, y, parts);
      state.chips.push({ box, ...area });
    }
  }

  // What is under a point of the stage: {box, chip}.
  function under(pointer) {
    const at = network.DOMtoCanvas(pointer);
    const inside = (r, edge) => at.x >= r.x - edge && at.x <= r.x + r.width + edge && at.y >= r.y - edge && at.y <= r.y + r.height + edge;
    const chip = state.chips.find((area) => inside(area, 4));
    if (chip) return { box: chip.box, chip: true };
    const box = [...state.places.keys()].find((b) => inside({ ...rect(b), x: rect(b).left, y: rect(b).top }, 0));
    return { box, chip: false };
  }

  function drawMinimap() {
    const { clientWidth: w, clientHeight: h } = minimap;
    if (!w || !state.places.size) return;
    const dense = window.devicePixelRatio || 1;
    [minimap.width, minimap.height] = [w * dense, h * dense];
    const c = minimap.getContext("2d");
    const scale = miniScale(w, h);
    c.setTransform(dense * scale.by, 0, 0, dense * scale.by, dense * scale.x, dense * scale.y);
    for (const box of state.places.keys()) {
      const { left, top, width, height } = rect(box);
      c.fillStyle = paint.colour(box.item === look().item ? "accent" : box.kind);
      c.fillRect(left, top, width, height);
    }
    const at = network.getViewPosition();
    const zoomed = network.getScale();
    const [vw, vh] = [stage.clientWidth / zoomed, stage.clientHeight / zoomed];
    c.strokeStyle = paint.colour("ink");
    c.lineWidth = 1.5 / scale.by;
    c.strokeRect(at.x - vw / 2, at.y - vh / 2, vw, vh);
  }

  function miniScale(w, h) {
    const { left, right, top, bottom } = bounds();
    const by = Math.min((w - 14) / (right - left), (h - 14) / (bottom - top));
    return { by, x: w / 2 - ((left + right) / 2) * by, y: h / 2 - ((top + bottom) / 2) * by };
  }

  function jump(event) {
    const scale = miniScale(minimap.clientWidth, minimap.clientHeight);
    moveTo({ x: (event.offsetX - scale.x) / scale.by, y: (event.offsetY - scale.y) / scale.by });
  }

  return {
    start, show, home, all, zoom, bringIn, makeRoom, under, rect, state, stage,
    redraw: () => network.redraw(),
    on: (event, act) => network.on(event, act),
    screen: (box) => network.canvasToDOM(rect(box)),
    toScreen: (point) => network.canvasToDOM(point),
    zoomed: () => network.getScale(),
  };
})();
