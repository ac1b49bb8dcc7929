// Colours, the shapes of boxes, chips, and the marks at the ends of links: all drawing that knows no layout.
atlas.paint = (() => {
  const { measures: m, kinds, relations } = atlas.data;
  const FONT = '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif';
  const colours = new Map();

  // A colour of the style sheet, by its name there; asked again after a change of theme.
  function colour(name) {
    if (!colours.has(name)) {
      const probe = atlas.make("span");
      probe.hidden = true;
      probe.style.color = `var(--${name})`;
      document.body.append(probe);
      colours.set(name, getComputedStyle(probe).color);
      probe.remove();
    }
    return colours.get(name);
  }

  const corners = {
    thesis: (c, x, y, w, h) => c.roundRect(x, y, w, h, 8),
    claim: (c, x, y, w, h) => c.roundRect(x, y, w, h, 8),
    evidence: (c, x, y, w, h) => polygon(c, [[x, y], [x + w - 16, y], [x + w, y + 16], [x + w, y + h], [x, y + h]]),
    counterargument: (c, x, y, w, h) => polygon(c, [
      [x + 11, y], [x + w - 11, y], [x + w, y + 11], [x + w, y + h - 11], [x + w - 11, y + h], [x + 11, y + h],
      [x, y + h - 11], [x, y + 11]]),
    rebuttal: (c, x, y, w, h) => c.roundRect(x, y, w, h, [0, 22, 0, 22]),
    policy: (c, x, y, w, h) => polygon(c, [
      [x + 12, y], [x + w - 12, y], [x + w, y + h / 2], [x + w - 12, y + h], [x + 12, y + h], [x, y + h / 2]]),
    power: (c, x, y, w, h) => c.roundRect(x, y, w, h, Math.min(26, h / 2)),
    actor: (c, x, y, w, h) => c.roundRect(x, y, w, h, [22, 22, 4, 4]),
    group: (c, x, y, w, h) => c.rect(x, y, w, h),
    other: (c, x, y, w, h) => c.rect(x, y, w, h),
  };

  function polygon(c, points) {
    points.forEach(([x, y], place) => (place ? c.lineTo(x, y) : c.moveTo(x, y)));
    c.closePath();
  }

  const BORDER = { falls: { dash: [7, 5], width: 1.8 }, open: { dash: [0.1, 5], width: 2.6 } }; // that of what stands is plain

  // The outline of a kind, filled; thesis and evidence have a second stroke so that shape tells them apart. What falls has
  // a broken border and another fill, what is open a dotted border.
  function shape(c, kind, x, y, w, h, strong, standing = "") {
    const { dash, width } = BORDER[standing] ?? { dash: [], width: 1.6 };
    c.beginPath();
    corners[kind](c, x, y, w, h);
    c.fillStyle = colour(standing === "falls" ? "falls-fill" : kind + "-fill");
    c.fill();
    c.strokeStyle = strong ? colour("accent") : colour(kind);
    c.lineWidth = strong ? 4 : width;
    c.lineCap = standing === "open" ? "round" : "butt";
    c.setLineDash(strong ? dash.map((length) => (length > 1 ? length * 1.4 : length * 2)) : dash);
    c.stroke();
    c.lineCap = "butt";
    c.setLineDash(standing === "falls" ? dash : []);
    c.lineWidth = 1.4;
    c.strokeStyle = colour(kind);
    c.beginPath();
    if (kind === "thesis") c.roundRect(x + 4, y + 4, w - 8, h - 8, 5);
    if (kind === "evidence") polygon(c, [[x + w - 16, y], [x + w - 16, y + 16], [x + w, y + 16]]);
    c.stroke();
    c.setLineDash([]);
  }

  function write(c, text, x, y, { size = m.font, weight = "", fill = "ink", align = "left", room } = {}) {
    c.font = `${weight} ${size}px ${FONT}`;
    c.fillStyle = colour(fill);
    c.textAlign = align;
    c.textBaseline = "middle";
    c.fillText(text, x, y, room);
  }

  // A whole box, in `manner` "full" (shape and text), "bare" (the shape alone: the text stands over it in the document),
  // "far" (a large title, when zoomed out) or "glyph" (from farther still). A box on the way to what passes the filters is pale.
  function box(c, item, centre, { face, manner = "full", chosen, hit, way, look }) {
    const [w, h] = [item.width, item[face].height];
    const [x, y] = [centre.x - w / 2, centre.y - h / 2];
    c.save();
    if (way && !chosen) c.globalAlpha = 0.55;
    if (look?.was || look?.assumed) halo(c, x, y, w, h, look.assumed ? "accent" : "changed", 4);
    if (hit && !chosen) halo(c, x, y, w, h);
    shape(c, item.kind, x, y, w, h, chosen, look?.standing.name);
    if (look && (manner === "far" || manner === "glyph")) badge(c, look.standing, x + w, y, manner === "far" ? 26 : 46);
    if (manner === "far") farTitle(c, item, centre, w, h);
    else if (manner === "glyph") {
      write(c, kinds.get(item.kind).glyph, centre.x, centre.y, { size: Math.min(60, h - 10), weight: "bold", fill: item.kind, align: "center" });
    } else if (manner === "full") fullText(c, item, face, x, y, w, look);
    c.restore();
  }

  // From afar only what is open or falls has its sign, on the corner.
  function badge(c, { name, glyph }, x, y, size) {
    if (name === "stands") return;
    c.beginPath();
    c.arc(x - size * 0.4, y + size * 0.2, size * 0.75, 0, 7);
    c.fillStyle = colour("panel");
    c.fill();
    c.strokeStyle = colour(name);
    c.lineWidth = size / 10;
    c.stroke();
    write(c, glyph, x - size * 0.4, y + size * 0.25, { size: size * 1.1, weight: "bold", fill: name, align: "center" });
  }

  // What a box says of standing: its sign, with the word where it is no matter of course; and before it what it was.
  function standingWords({ standing: { name, glyph, word }, was, assumed }) {
    const text = assumed ? `${glyph} supposed` : name === "stands" && !was ? glyph : `${glyph} ${word}`;
    return { text: was && !assumed ? `${was.glyph} → ${text}` : text, before: was ? `was ${was.word}, now ` : "" };
  }

  function fullText(c, item, face, x, y, w, look) {
    const [left, room] = [x + m.padX, w - 2 * m.padX];
    let line = y + m.padY + m.line / 2;
    if (item.tagged) {
      tag(c, item, left, line - 1.5, x + w - m.padX, look);
      line += m.smallLine;
    }
    for (const text of lines(item, face)) {
      write(c, text, left, line, { room, fill: look?.standing.name === "falls" ? "muted" : "ink" });
      line += m.line;
    }
    if (item.foot) write(c, item.foot, left, line + 1, { size: m.small, fill: "muted", room });
  }

  const MOST = 4000; // characters of a text, more than any box has room for

  // What a box says: its item's title or text; a type of power says both; in a list of one kind the glyph comes first.
  function words({ item, kind, tagged }, face) {
    const said = face === "title" ? item.label : kind === "power" ? `${item.label}: ${item.text}` : item.text ?? item.label;
    return (tagged ? said : `${kinds.get(kind).glyph} ${said}`).slice(0, MOST).replace(/\s+/g, " ").trim();
  }

  const ruler = document.createElement("canvas").getContext("2d");

  // The words of a box in as many lines as it has room for; the last ends in "…" where they go on.
  function lines(item, face) {
    const kept = item[face];
    if (kept.lines) return kept.lines;
    ruler.font = `${m.font}px ${FONT}`;
    const room = item.width - 2 * m.padX;
    const found = [""];
    for (const word of words(item, face).split(" ").flatMap((one) => pieces(one, room))) {
      const longer = found.at(-1) ? `${found.at(-1)} ${word}` : word;
      if (ruler.measureText(longer).width <= room) found[found.length - 1] = longer;
      else found.push(word);
      if (found.length > kept.count) break;
    }
    if (found.length > kept.count) found.splice(kept.count - 1, 9, shorten(found[kept.count - 1], room));
    kept.lines = found;
    return found;
  }

  // A word too long for a line, in parts that fit.
  function pieces(word, room) {
    const found = [];
    let rest = word;
    while (ruler.measureText(rest).width > room && rest.length > 1) {
      let cut = Math.max(1, Math.floor((rest.length * room) / ruler.measureText(rest).width));
      while (cut > 1 && ruler.measureText(rest.slice(0, cut)).width > room) cut -= 1;
      found.push(rest.slice(0, cut));
      rest = rest.slice(cut);
    }
    return [...found, rest];
  }

  function shorten(text, room) {
    let kept = text;
    while (kept && ruler.measureText(kept + "…").width > room) kept = kept.slice(0, -1);
    return kept.trimEnd() + "…";
  }

  function tag(c, item, left, line, right, look) {
    const kind = kinds.get(item.kind);
    write(c, `${kind.glyph} ${kind.word.toUpperCase()}`, left, line, { size: m.small, weight: "bold", fill: item.kind });
    let end = right - (item.kind === "evidence" ? 6 : 0);
    if (look) {
      const { text } = standingWords(look);
      write(c, text, end, line, { size: m.small, weight: "bold", fill: look.assumed ? "accent" : look.standing.name, align: "right" });
      end -= c.measureText(text).width + 8;
    }
    if (!look?.was && !look?.assumed) note(c, item, end, line);
  }

  // The word beside the kind; where it names what a policy does to power, in the colour of that.
  function note(c, item, right, line) {
    if (!item.note) return;
    let end = right;
    const bearings = relations.filter((relation) => item.note.includes(`${relation.glyph} ${relation.name}`));
    if (!bearings.length) write(c, item.note, end, line, { size: m.small, align: "right", fill: "muted", weight: "italic" });
    for (const { glyph, name } of bearings.reverse()) {
      write(c, `${glyph} ${name}`, end, line, { size: m.small, align: "right", weight: "bold", fill: name });
      end -= c.measureText(`${glyph} ${name}`).width + 8;
    }
  }

  function halo(c, x, y, w, h, name = "accent", width = 3) {
    c.beginPath();
    c.roundRect(x - 6, y - 6, w + 12, h + 12, 12);
    c.strokeStyle = colour(name);
    c.lineWidth = width;
    c.stroke();
  }

  const farLines = new Map();
  function farTitle(c, item, centre, w, h) {
    const key = `${item.name} ${h}`;
    if (!farLines.has(key)) farLines.set(key, fit(c, words(item, "title"), w - 24, h - 12));
    const { lines, size } = farLines.get(key);
    lines.forEach((text, place) => {
      const y = centre.y + (place - (lines.length - 1) / 2) * size * 1.15;
      write(c, text, centre.x, y, { size, weight: "bold", fill: item.kind, align: "center", room: w - 20 });
    });
  }

  // The largest size at which a title fills its box.
  function fit(c, title, room, height) {
    for (let size = 40; ; size -= 3) {
      c.font = `bold ${size}px ${FONT}`;
      const lines = [];
      for (const word of title.split(" ")) {
        const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
        if (lines.length && c.measureText(longer).width <= room) lines[lines.length - 1] = longer;
        else lines.push(word);
      }
      const wide = lines.some((text) => c.measureText(text).width > room);
      if ((!wide && lines.length * size * 1.15 <= height) || size <= 16) return { lines, size };
    }
  }

  const CHIP = { open: 10, folded: 13 }; // px, half the height

  // A pill with a text in parts of their own colours, centred; returns its rectangle.
  function chip(c, x, y, parts, half = CHIP.folded) {
    c.font = `bold 14px ${FONT}`;
    const widths = parts.map((part) => c.measureText(part.text).width);
    const width = Math.max(2 * half, widths.reduce((sum, own) => sum + own, 0) + 8 * (parts.length - 1) + (half === CHIP.open ? 0 : 18));
    const left = x - 14; // not over the text of its box
    c.beginPath();
    c.roundRect(left, y - half, width, 2 * half, half);
    c.fillStyle = colour("panel");
    c.fill();
    c.strokeStyle = colour("accent");
    c.lineWidth = 1.6;
    c.stroke();
    let at = left + (width - widths.reduce((sum, own) => sum + own, 0) - 8 * (parts.length - 1)) / 2;
    parts.forEach((part, place) => {
      write(c, part.text, at, y + 1, { size: 14, weight: "bold", fill: part.fill });
      at += widths[place] + 8;
    });
    return { x: left, y: y - half, width, height: 2 * half };
  }

  // The mark where a link lands; the angle is that of the link's last bit, in radians.
  function mark(c, relation, x, y, angle, size = 1) {
    c.save();
    c.translate(x, y);
    c.scale(1, Math.max(0.3, size));
    c.fillStyle = c.strokeStyle = colour(relation);
    c.setLineDash([]);
    c.beginPath();
    if (relation === "supports") {
      c.rotate(angle);
      polygon(c, [[0, 0], [-12, -6.5], [-12, 6.5]]);
    } else if (relation === "attacks") {
      c.rotate(angle);
      c.rect(-4.5, -9, 4, 18);
    } else if (relation === "undercuts" || relation === "wields") {
      polygon(c, [[-8, 0], [0, -8], [8, 0], [0, 8]]);
    } else if (relation === "strengthens" || relation === "erodes") {
      const up = relation === "strengthens" ? 1 : -1;
      polygon(c, [[-8, 7 * up], [8, 7 * up], [0, -8 * up]]);
    } else if (relation === "carries") {
      c.rotate(angle);
      polygon(c, [[0, 0], [-8, -4.5], [-8, 4.5]]);
    } else if (["says", "about", "uses"].includes(relation)) {
      c.arc(-5 * Math.cos(angle), 0, 4, 0, 7);
    }
    if (relation === "relates") {
      c.rotate(angle);
      c.moveTo(-9, -5.5);
      c.lineTo(0, 0);
      c.lineTo(-9, 5.5);
      c.lineWidth = 1.6;
      c.stroke();
    } else if (relation === "undercuts" || relation === "uses") {
      c.fillStyle = colour("ground");
      c.lineWidth = relation === "uses" ? 1.6 : 2.2;
      c.fill();
      c.stroke();
    } else c.fill();
    c.restore();
  }

  const DASH = { attacks: [8, 5], undercuts: [4, 4], about: [6, 3], uses: [6, 3] };

  // Strokes the current path in the manner of a relation; what is inferred is dotted.
  function stroke(c, relation, { inferred = false, width = 2 } = {}) {
    c.strokeStyle = colour(relation);
    c.lineCap = "butt";
    c.setLineDash(inferred ? [2, 5] : (DASH[relation] ?? []));
    c.lineWidth = relation === "rephrases" ? width + 4 : ["broader", "says", "about", "uses", "relates"].includes(relation) ? width - 0.6 : width;
    c.stroke();
    if (relation === "rephrases") {
      c.globalAlpha = 1; // the gap between the two lines is clear, however faint these are
      c.strokeStyle = colour("ground");
      c.lineWidth = width;
      c.stroke();
    }
    c.setLineDash([]);
  }

  return { CHIP, colour, shape, write, box, standingWords, words, lines, chip, mark, stroke, forget: () => colours.clear() };
})();
