// Search over all titles and texts, folded parts included; what the present map does not have opens in its focus.
atlas.search = (() => {
  const { make, data } = atlas;
  const field = atlas.byId("query");
  const list = atlas.byId("hits");
  const found = atlas.byId("found");
  const MOST = 60; // lines of the list; all hits are counted and can be walked with Enter
  let hits = [];
  let at = -1;

  function look() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    hits = words.length ? data.items.filter((item) => words.every((word) => item.words.includes(word))) : [];
    at = -1;
    write(words.length > 0);
    atlas.main.mark(hits.length ? new Set(hits) : null);
  }

  function write(asked) {
    list.hidden = !asked;
    list.replaceChildren(...hits.slice(0, MOST).map(line));
    if (asked && !hits.length) list.append(make("p", "Nothing here has all these words."));
    if (hits.length > MOST) list.append(make("p", `… and ${hits.length - MOST} more`));
    if (asked) atlas.worlds?.search(field.value, list);
    found.textContent = !asked ? "" : at < 0 ? `${hits.length} found` : `${at + 1} of ${hits.length}`;
  }

  function line(item, place) {
    const kind = data.kinds.get(item.kind);
    const button = make("button");
    button.append(make("span", kind.glyph + " ", `glyph ${kind.name}`), item.label);
    button.type = "button";
    button.addEventListener("click", () => go(place));
    const entry = make("li");
    entry.append(button);
    return entry;
  }

  function go(place) {
    if (!hits.length) return;
    at = (place + hits.length) % hits.length;
    write(true);
    list.hidden = true;
    const item = hits[at];
    const drawn = atlas.main.isDrawn() ? atlas.main.drawing.scene.boxes.some((box) => box.item === item) : atlas.state.view === "reading" && item.placed;
    atlas.go(drawn ? { sel: item.anchor } : { view: "focus", at: item.anchor, sel: item.anchor });
  }

  field.addEventListener("input", look);
  field.addEventListener("focus", () => { list.hidden = !field.value.trim(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") go(at + (event.shiftKey ? -1 : 1));
    else if (event.key === "ArrowDown" && !list.hidden) list.querySelector("button, a")?.focus();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (event.key === "Escape") leave();
    else if (step) (event.target.closest("li")?.[step]?.querySelector("button, a") ?? field).focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".search")) list.hidden = true;
  });

  function leave() {
    field.value = "";
    look();
    atlas.byId("main").focus();
  }

  return { focus: () => { field.focus(); field.select(); } };
})();
