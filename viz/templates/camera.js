// Where the reader looks: the point of the map in the middle of the stage, and the zoom. Moves by pointer, wheel, pinch.
atlas.camera = (() => {
  const stage = atlas.byId("stage");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const [LEAST, MOST] = [0.04, 2.5];
  const now = { x: 0, y: 0, scale: 1 };
  const touching = new Map();
  let gliding = 0;
  let changed = () => {};
  let dragged = false;

  const size = () => ({ width: stage.clientWidth, height: stage.clientHeight });

  function toScreen({ x, y }) {
    const { width, height } = size();
    return { x: (x - now.x) * now.scale + width / 2, y: (y - now.y) * now.scale + height / 2 };
  }

  function toMap({ x, y }) {
    const { width, height } = size();
    return { x: (x - width / 2) / now.scale + now.x, y: (y - height / 2) / now.scale + now.y };
  }

  // The part of the map in view, with some pixels more.
  function inView(more = 0) {
    const { width, height } = size();
    const [w, h] = [width / 2 / now.scale + more, height / 2 / now.scale + more];
    return { left: now.x - w, right: now.x + w, top: now.y - h, bottom: now.y + h };
  }

  function set(x, y, scale = now.scale) {
    Object.assign(now, { x, y, scale: Math.min(MOST, Math.max(LEAST, scale)) });
    changed();
  }

  // Moves there; in a short glide unless the reader prefers none.
  function aim(x, y, scale = now.scale, glide = true) {
    cancelAnimationFrame(gliding);
    if (!glide || calm.matches) return set(x, y, scale);
    const from = { ...now };
    const start = performance.now();
    const step = (time) => {
      const t = Math.min(1, Math.max(0, (time - start) / 220));
      const eased = 1 - (1 - t) ** 3;
      const part = (a, b) => a + (b - a) * eased;
      set(part(from.x, x), part(from.y, y), part(from.scale, scale));
      if (t < 1) gliding = requestAnimationFrame(step);
    };
    gliding = requestAnimationFrame(step);
  }

  function zoom(factor, pointer) {
    cancelAnimationFrame(gliding);
    const { width, height } = size();
    const at = pointer ?? { x: width / 2, y: height / 2 };
    const under = toMap(at);
    const scale = Math.min(MOST, Math.max(LEAST, now.scale * factor));
    set(under.x - (at.x - width / 2) / scale, under.y - (at.y - height / 2) / scale, scale);
  }

  // Plain scrolling moves the map, as in a text; with Ctrl (and pinching on a touchpad) it zooms at the pointer.
  function wheel(event) {
    event.preventDefault();
    cancelAnimationFrame(gliding);
    const step = event.deltaMode === 1 ? 24 : 1;
    if (event.ctrlKey || event.metaKey) {
      return zoom(Math.exp(-Math.max(-60, Math.min(60, event.deltaY * step)) * 0.006), place(event));
    }
    const [dx, dy] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    set(now.x + (dx * step) / now.scale, now.y + (dy * step) / now.scale);
  }

  function place(event) {
    const edge = stage.getBoundingClientRect();
    return { x: event.clientX - edge.left, y: event.clientY - edge.top };
  }

  function down(event) {
    if (event.button || event.target.closest("button, .minimap, .chosen .words")) return;
    touching.set(event.pointerId, { ...place(event), moved: 0 });
    dragged = false;
  }

  function move(event) {
    const before = touching.get(event.pointerId);
    if (!before) return;
    const at = place(event);
    const moved = before.moved + Math.hypot(at.x - before.x, at.y - before.y);
    if (moved > 4 && !dragged) {
      dragged = true;
      stage.setPointerCapture(event.pointerId);
      stage.classList.add("dragged");
    }
    if (touching.size === 2) pinch(event.pointerId, at, before);
    else if (dragged) set(now.x - (at.x - before.x) / now.scale, now.y - (at.y - before.y) / now.scale);
    touching.set(event.pointerId, { ...at, moved });
  }

  function pinch(id, at, before) {
    const [other] = [...touching].filter(([one]) => one !== id).map(([, point]) => point);
    const apart = (point) => Math.hypot(point.x - other.x, point.y - other.y);
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    dragged = true;
    set(now.x - (at.x - before.x) / 2 / now.scale, now.y - (at.y - before.y) / 2 / now.scale);
    zoom(apart(at) / Math.max(1, apart(before)), middle);
  }

  function up(event) {
    touching.delete(event.pointerId);
    if (!touching.size) stage.classList.remove("dragged");
  }

  // `onChange` is called after every move.
  function start(onChange) {
    changed = onChange;
    stage.addEventListener("wheel", wheel, { passive: false });
    stage.addEventListener("pointerdown", down);
    stage.addEventListener("pointermove", move);
    stage.addEventListener("pointerup", up);
    stage.addEventListener("pointercancel", up);
  }

  return { start, now, size, toScreen, toMap, inView, set, aim, zoom, place, wasDragged: () => dragged };
})();
