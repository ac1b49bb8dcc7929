// The present map as a file and on paper: SVG and PNG of all that is unfolded, with the title of the page.
atlas.export = (() => {
  const { view, paint } = atlas;
  const MARGIN = 28; // px around everything
  const [TITLE, TITLE_LINE] = [24, 30]; // px
  const MOST = { side: 16000, area: 160e6 }; // px that browsers draw on one canvas
  const root = document.documentElement;

  const title = () => document.title.trim() || "Map";

  // A name for a file, made of the words of the title.
  function fileName(kind) {
    const words = title().normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
    return `${words.replace(/^-+|-+$/g, "").slice(0, 80).replace(/-+$/, "") || "map"}.${kind}`;
  }

  // Everything that is drawn: boxes, chips and courses, {left, top, right, bottom}.
  function extent() {
    const all = [view.bounds(), atlas.links.reach()].filter(Boolean);
    return {
      left: Math.min(...all.map((one) => one.left)), top: Math.min(...all.map((one) => one.top)),
      right: Math.max(...all.map((one) => one.right)), bottom: Math.max(...all.map((one) => one.bottom)),
    };
  }

  // The size of the drawing and what draws it on a context; null where there is no map.
  function drawing() {
    if (!view.state.places.size) return null;
    const { left, top, right, bottom } = extent();
    const width = Math.max(360, right - left) + 2 * MARGIN;
    const height = bottom - top + 2 * MARGIN + TITLE_LINE;
    const draw = (c) => {
      c.fillStyle = paint.colour("ground");
      c.fillRect(0, 0, width, height);
      paint.write(c, title(), MARGIN, MARGIN + 4, { size: TITLE, weight: "bold", room: width - 2 * MARGIN });
      c.translate(MARGIN - left, MARGIN + TITLE_LINE - top);
      view.paintWhole(c);
    };
    return { width, height, draw };
  }

  // The map as text of an SVG file; "" where there is no map.
  function svg() {
    const { width, height, draw } = drawing() ?? {};
    if (!draw) return "";
    const c = atlas.svgContext(width, height);
    draw(c);
    return c.svg({ title: title(), about: `A map of ${view.state.places.size} boxes.` });
  }

  // The map as a picture at double size, or as large as a browser can draw it: a promise of a Blob, or null.
  function png() {
    const { width, height, draw } = drawing() ?? {};
    if (!draw) return Promise.resolve(null);
    const scale = Math.min(2, MOST.side / width, MOST.side / height, Math.sqrt(MOST.area / (width * height)));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.floor(width * scale), Math.floor(height * scale)];
    const c = canvas.getContext("2d");
    c.scale(scale, scale);
    draw(c);
    return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  }

  // Hands the map over as a file, `kind` "svg" or "png"; gives its name, or "" where there is no map.
  async function save(kind) {
    const text = kind === "svg" ? svg() : "";
    const blob = kind === "png" ? await png() : text && new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`], { type: "image/svg+xml" });
    if (!blob) return "";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = fileName(kind);
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a browser may ask first where to put it
    return link.download;
  }

  // Paper is white: the map is drawn in the colours of the light theme, or in those of high contrast if these are on.
  function inPrint(draw) {
    const before = root.dataset.theme;
    if (before !== "contrast") root.dataset.theme = "light";
    paint.forget();
    try {
      return draw();
    } finally {
      if (before === undefined) delete root.dataset.theme;
      else root.dataset.theme = before;
      paint.forget();
    }
  }

  // Puts the present map into the part of the page that only print shows.
  function toPaper() {
    const place = atlas.byId("print");
    const text = place && inPrint(svg);
    if (!text) return;
    const picture = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    place.replaceChildren(document.importNode(picture, true));
  }

  addEventListener("beforeprint", toPaper);

  return { svg, png, save, fileName, toPaper, print: () => window.print() };
})();
