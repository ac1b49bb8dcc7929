// The boxes near enough to be read, as elements of the document: their text can be selected, found and spoken.
// Their shapes are painted below them (paint.js). Boxes out of view have no element.
atlas.boxes = (() => {
  const { make, data } = atlas;
  const layer = atlas.byId("boxes");
  const shown = new Map(); // box → element

  function element(box, look) {
    const item = make("div", undefined, "box");
    item.setAttribute("role", "treeitem");
    item.dataset.name = box.name;
    item.style.width = `${box.width}px`;
    if (box.tagged) item.append(tag(box));
    const words = make("div", atlas.paint.words(box, look.face), "words");
    words.dir = "auto";
    words.style.webkitLineClamp = box[look.face].count;
    item.append(words);
    if (box.foot) item.append(make("div", box.foot, "foot"));
    return item;
  }

  function tag(box) {
    const kind = data.kinds.get(box.kind);
    const line = make("div", undefined, "tag");
    line.append(make("span", `${kind.glyph} ${kind.word}`, kind.name));
    if (box.note) {
      const note = make("em", undefined, "note");
      note.append(...noted(box.note));
      line.append(note);
    }
    return line;
  }

  // The words beside the kind; what a policy does to power in the colour of that.
  function noted(text) {
    return text.split(/(?<=[a-z]) (?=\W )/u).map((part) => {
      const relation = data.relations.find(({ glyph, name }) => part === `${glyph} ${name}`);
      return relation ? make("b", part + " ", relation.name) : make("span", part);
    });
  }

  // Makes the layer show these boxes. `look` gives face, item, tree, open, chips, hits, ways and the box with the keys.
  function show(boxes, rect, look) {
    const wanted = new Set(boxes);
    for (const [box, old] of shown) {
      if (!wanted.has(box)) {
        old.remove();
        shown.delete(box);
      }
    }
    for (const box of boxes) {
      if (!shown.has(box)) {
        shown.set(box, element(box, look));
        layer.append(shown.get(box));
        if (shown.get(box).querySelector(".words").scrollHeight > shown.get(box).querySelector(".words").clientHeight + 1) shown.get(box).classList.add("tight");
      }
      place(box, shown.get(box), rect(box), look);
    }
  }

  function place(box, item, { left, top, height }, look) {
    const chosen = look.item !== null && box.item === look.item;
    item.style.left = `${left}px`;
    item.style.top = `${top}px`;
    item.style.height = `${height}px`;
    item.classList.toggle("chosen", chosen);
    item.classList.toggle("way", look.ways.has(box));
    item.tabIndex = box === look.keyed ? 0 : -1;
    item.setAttribute("aria-level", String(Math.abs(look.tree.column.get(box)) + 1));
    item.setAttribute("aria-selected", String(chosen));
    if (box.tagged) stand(item, box);
    chips(item, box, look);
    atlas.worlds?.dress(item, box);
  }

  // The sign and word of standing; what was otherwise before, and what the reader supposes, is marked as such.
  function stand(item, box) {
    const look = atlas.standing?.look(box.item);
    const { text, before } = look ? atlas.paint.standingWords(look) : {};
    if (!look || item.dataset.standing === text) return;
    item.dataset.standing = text;
    item.classList.toggle("changed", Boolean(look.was || look.assumed));
    item.classList.toggle("fallen", look.standing.name === "falls");
    const sign = make("b", undefined, `standing s-${look.standing.name}${look.assumed ? " assumed" : ""}`);
    const signs = make("span", text);
    signs.setAttribute("aria-hidden", "true");
    sign.append(signs, make("span", `${before}${look.standing.word}${look.assumed ? ", as you suppose" : ""}`, "unseen"));
    item.querySelector(".tag .standing")?.remove();
    item.querySelector(".tag").append(sign);
  }

  function chips(item, box, look) {
    const parts = look.chips.get(box) ?? [];
    const said = parts.map((part) => part.text).join(" ");
    if (parts.length) item.setAttribute("aria-expanded", String(parts[0].open));
    else item.removeAttribute("aria-expanded");
    if (item.dataset.chips === said) return;
    item.dataset.chips = said;
    item.querySelectorAll(".chip").forEach((old) => old.remove());
    for (const side of [-1, 1]) {
      const own = parts.filter((part) => part.side === side);
      if (own.length) item.append(chip(own, side, box));
    }
  }

  function chip(parts, side, box) {
    const button = make("button", undefined, `chip ${side < 0 ? "before" : "after"}${parts[0].open ? " open" : ""}`);
    button.type = "button";
    button.tabIndex = -1;
    button.dataset.name = box.name;
    button.setAttribute("aria-label", parts.map((part) => part.words).join(", "));
    button.append(...parts.map((part) => make("span", part.text, part.fill)));
    return button;
  }

  const clear = () => {
    layer.replaceChildren();
    shown.clear();
  };

  // The whole layer moves and scales as one.
  function move(transform) {
    layer.style.transform = transform;
  }

  return { show, clear, move, layer, elementOf: (box) => shown.get(box) };
})();
