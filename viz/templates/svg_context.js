// A canvas that writes SVG: those methods of a canvas-2D context which paint.js and links.js use.
// atlas.svgContext(width, height).svg({ title, about }) gives the drawing so far as text.
atlas.svgContext = (() => {
  const FONT_SIZE = /([\d.]+)px/;
  const ANCHORS = { left: "start", start: "start", center: "middle", right: "end", end: "end" };
  const ROUND = 0.5523; // a quarter of a circle as a Bézier curve
  const ruler = document.createElement("canvas").getContext("2d");
  const short = (value) => String(Math.round(value * 100) / 100);
  const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g; // in XML

  const escaped = (text) => String(text).toWellFormed().replace(UNWRITABLE, "")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

  const element = (tag, attributes, content) => {
    const pairs = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== "");
    const start = tag + pairs.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
    return content === undefined ? `<${start}/>` : `<${start}>${content}</${tag}>`;
  };

  const START = {
    fillStyle: "#000000", strokeStyle: "#000000", lineWidth: 1, lineCap: "butt", globalAlpha: 1, font: "10px sans-serif",
    textAlign: "start", textBaseline: "alphabetic",
  };

  return (width, height) => {
    const drawn = [];
    const saved = [];
    let [matrix, dash, path, at] = [[1, 0, 0, 1, 0, 0], [], "", [0, 0]];
    const c = { ...START };

    // --- state ---

    c.save = () => saved.push({ matrix, dash, look: Object.fromEntries(Object.keys(START).map((name) => [name, c[name]])) });
    c.restore = () => {
      const last = saved.pop();
      if (!last) return;
      ({ matrix, dash } = last);
      Object.assign(c, last.look);
    };
    c.transform = (a, b, d, e, x, y) => {
      const [p, q, r, s, t, u] = matrix;
      matrix = [p * a + r * b, q * a + s * b, p * d + r * e, q * d + s * e, p * x + r * y + t, q * x + s * y + u];
    };
    c.setTransform = (...values) => { matrix = values; };
    c.translate = (x, y) => c.transform(1, 0, 0, 1, x, y);
    c.scale = (x, y) => c.transform(x, 0, 0, y, 0, 0);
    c.rotate = (angle) => c.transform(Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0);
    c.setLineDash = (lengths) => { dash = [...lengths]; };

    // --- paths: points are turned into those of the drawing as they come ---

    const placed = (x, y) => {
      const [a, b, d, e, dx, dy] = matrix;
      return `${short(a * x + d * y + dx)},${short(b * x + e * y + dy)}`;
    };
    const add = (letter, ...points) => {
      at = points.at(-1);
      path += letter + points.map(([x, y]) => placed(x, y)).join(" ");
    };
    c.beginPath = () => { path = ""; };
    c.closePath = () => { path += "Z"; };
    c.moveTo = (x, y) => add("M", [x, y]);
    c.lineTo = (x, y) => add(path ? "L" : "M", [x, y]);
    c.quadraticCurveTo = (x1, y1, x, y) => add("Q", [x1, y1], [x, y]);
    c.bezierCurveTo = (x1, y1, x2, y2, x, y) => add("C", [x1, y1], [x2, y2], [x, y]);
    c.rect = (x, y, w, h) => {
      add("M", [x, y]);
      for (const corner of [[x + w, y], [x + w, y + h], [x, y + h]]) add("L", corner);
      c.closePath();
    };
    c.roundRect = (x, y, w, h, radii = 0) => {
      const wanted = Array.isArray(radii) ? radii : [radii];
      const most = Math.min(w, h) / 2;
      const [a, b, d, e] = [0, 1, 2, 3].map((place) => Math.min(most, wanted[place] ?? wanted[place - 2] ?? wanted[0]));
      const turn = ([cx, cy], [x1, y1]) => {
        const [x0, y0] = at;
        add("C", [x0 + (cx - x0) * ROUND, y0 + (cy - y0) * ROUND], [x1 + (cx - x1) * ROUND, y1 + (cy - y1) * ROUND], [x1, y1]);
      };
      add("M", [x + a, y]);
      add("L", [x + w - b, y]);
      turn([x + w, y], [x + w, y + b]);
      add("L", [x + w, y + h - d]);
      turn([x + w, y + h], [x + w - d, y + h]);
      add("L", [x + e, y + h]);
      turn([x, y + h], [x, y + h - e]);
      add("L", [x, y + a]);
      turn([x, y], [x + a, y]);
      c.closePath();
    };
    c.arc = (x, y, r, from, to) => {
      const whole = Math.min(Math.abs(to - from), 2 * Math.PI) * Math.sign(to - from || 1);
      const count = Math.max(1, Math.ceil(Math.abs(whole) / (Math.PI / 2)));
      const step = whole / count;
      const reach = (4 / 3) * Math.tan(step / 4) * r;
      c.lineTo(x + r * Math.cos(from), y + r * Math.sin(from));
      for (let place = 0; place < count; place += 1) {
        const [a, b] = [from + place * step, from + (place + 1) * step];
        const [start, end] = [a, b].map((angle) => [x + r * Math.cos(angle), y + r * Math.sin(angle)]);
        add("C", [start[0] - reach * Math.sin(a), start[1] + reach * Math.cos(a)], [end[0] + reach * Math.sin(b), end[1] - reach * Math.cos(b)], end);
      }
    };

    // --- drawing ---

    const see = () => (c.globalAlpha < 1 ? short(c.globalAlpha) : undefined);
    const grown = () => Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]));
    c.fill = () => { if (path) drawn.push(element("path", { d: path, fill: c.fillStyle, opacity: see() })); };
    c.stroke = () => {
      if (!path) return;
      drawn.push(element("path", {
        d: path, fill: "none", stroke: c.strokeStyle, "stroke-width": short(c.lineWidth * grown()), opacity: see(),
        "stroke-dasharray": dash.map((length) => short(length * grown())).join(" "),
        "stroke-linecap": c.lineCap === "butt" ? "" : c.lineCap,
      }));
    };
    const apart = (act, ...rect) => {
      const before = path;
      c.beginPath();
      c.rect(...rect);
      act();
      path = before;
    };
    c.fillRect = (...rect) => apart(c.fill, ...rect);
    c.strokeRect = (...rect) => apart(c.stroke, ...rect);
    c.clearRect = () => {};
    c.measureText = (text) => {
      ruler.font = c.font;
      return ruler.measureText(text);
    };
    c.fillText = (text, x, y, room) => {
      const size = Number(FONT_SIZE.exec(c.font)?.[1] ?? 10);
      const tight = room !== undefined && c.measureText(text).width > room;
      const words = c.font.slice(0, FONT_SIZE.exec(c.font)?.index ?? 0);
      const moved = matrix[0] === 1 && matrix[3] === 1 && !matrix[1] && !matrix[2];
      const [left, low] = moved ? [x + matrix[4], y + matrix[5]] : [x, y];
      drawn.push(element("text", {
        x: short(left), y: short(low + (c.textBaseline === "middle" ? 0.35 * size : 0)), fill: c.fillStyle, opacity: see(),
        "font-family": c.font.replace(/^.*?px\s*/, "").replaceAll('"', ""), "font-size": short(size),
        "font-weight": /bold/.test(words) ? "bold" : "", "font-style": /italic/.test(words) ? "italic" : "",
        "text-anchor": (ANCHORS[c.textAlign] ?? "start") === "start" ? "" : ANCHORS[c.textAlign],
        textLength: tight ? short(room) : "", lengthAdjust: tight ? "spacingAndGlyphs" : "",
        transform: moved ? "" : `matrix(${matrix.map(short).join(" ")})`,
      }, escaped(text)));
    };

    // The drawing as a file of its own; `about` is for those who do not see it.
    c.svg = ({ title = "", about = "" } = {}) => element("svg", {
      xmlns: "http://www.w3.org/2000/svg", width: short(width), height: short(height),
      viewBox: `0 0 ${short(width)} ${short(height)}`, role: "img", "aria-label": title,
    }, (title && element("title", {}, escaped(title))) + (about && element("desc", {}, escaped(about))) + drawn.join("\n"));

    return c;
  };
})();
