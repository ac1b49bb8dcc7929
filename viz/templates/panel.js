// The panel of details: written with textContent only.
atlas.panel = (() => {
  const { make, data } = atlas;
  const panel = atlas.byId("panel");

  function kindTag(kind) {
    const tag = make("span", undefined, `kind ${kind.name}`);
    const glyph = make("span", kind.glyph + " ");
    glyph.setAttribute("aria-hidden", "true");
    tag.append(glyph, kind.word);
    return tag;
  }

  function linkTo([target, notes]) {
    const line = make("li");
    const item = data.items[target];
    const [name, label] = item ? [item.kind, item.label] : target;
    const kind = data.kinds.get(name);
    const glyph = make("span", kind.glyph, `glyph ${kind.name}`);
    glyph.title = kind.word;
    line.append(glyph);
    if (item) {
      const anchor = make("a", label);
      anchor.href = "#" + encodeURIComponent(item.anchor);
      line.append(anchor);
    } else {
      const plain = make("span", label);
      plain.title = "Not on this map";
      line.append(plain);
    }
    line.append(...notes.map((note) => make("small", note)));
    return line;
  }

  function list(heading, lines, className) {
    const group = make("ul", undefined, className);
    group.append(...lines);
    return [make("h3", heading), group];
  }

  function factList(facts) {
    const found = make("dl");
    for (const [name, value] of facts) found.append(make("dt", name), make("dd", value));
    return found;
  }

  // Shows an item, or with null what one can do. `acts` are pairs of a button's words and what it does.
  function show(item, acts) {
    panel.replaceChildren();
    panel.classList.toggle("shown", Boolean(item));
    if (!item) {
      panel.append(make("h3", "Details"), make("p", "Choose a box to read it in full: who holds it, where it stands in the text, and what speaks for and against it."));
      return;
    }
    const close = make("button", "✕", "close");
    close.setAttribute("aria-label", "Close the details");
    close.addEventListener("click", () => atlas.main.choose(null));
    panel.append(close, kindTag(data.kinds.get(item.kind)), make("h2", item.label));
    if (item.text && item.text !== item.label) panel.append(make("p", item.text));
    if (item.passage) panel.append(make("h3", "In the source"), make("blockquote", item.passage));
    if (item.figures.length) panel.append(...list("Figures", item.figures.map((text) => make("li", text)), "figures"));
    if (item.facts.length) panel.append(factList(item.facts));
    for (const [heading, links] of item.groups) panel.append(...list(`${heading} (${links.length})`, links.map(linkTo)));
    panel.append(doing(item, acts));
    panel.scrollTop = 0;
  }

  function doing(item, acts) {
    const row = make("div", undefined, "do");
    for (const [words, act] of acts) {
      const button = make("button", words);
      button.type = "button";
      button.addEventListener("click", act);
      row.append(button);
    }
    const anchor = make("a", "Link to this");
    anchor.href = "#" + encodeURIComponent(item.anchor);
    row.append(anchor);
    return row;
  }

  return { show, element: panel };
})();
