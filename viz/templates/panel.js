// The panel of details: written with textContent only.
atlas.panel = (() => {
  const { make, data } = atlas;
  const panel = atlas.byId("panel");
  const STANDS = {
    asserted: "asserted by the author", granted: "granted by the author", reported: "reported, not endorsed",
    rejected: "reported and rejected", predicted: "predicted by the author",
  };

  const kindTag = (kind) => make("b", kind.word, `kind ${kind.name}`); // its glyph is in the style sheet

  let shown = null;

  // Shows an item; without one the panel says what could be there.
  function show(item) {
    panel.classList.toggle("shown", Boolean(item));
    if (!item) {
      panel.replaceChildren(make("h3", "Details"), make("p", "Choose a box to see its full text, its place in the source, and what it is linked to."));
      return;
    }
    const close = make("button", "✕", "close");
    close.type = "button";
    close.setAttribute("aria-label", "Close the details");
    close.addEventListener("click", () => atlas.main.choose(null));
    const title = make("h2", item.label);
    title.dir = "auto";
    panel.replaceChildren(close, kindTag(data.kinds.get(item.kind)), title);
    if (item.text !== item.label) panel.append(spoken("p", item.text));
    panel.append(doing(item), ...(atlas.whatIf?.section(item) ?? []), ...(atlas.worlds?.actions(item) ?? []), ...passage(item));
    if (item.figures.length) panel.append(...list("Figures", item.figures.map((text) => make("li", text)), "figures"));
    panel.append(facts(item), ...groups(item), ...past(item));
    if (item !== shown) panel.scrollTop = 0;
    shown = item;
  }

  function spoken(tag, text) {
    const element = make(tag, text);
    element.dir = "auto";
    return element;
  }

  function doing(item) {
    const row = make("div", undefined, "do");
    const at = encodeURIComponent(item.anchor);
    const { view, as } = atlas.state;
    const add = (words, address) => {
      const anchor = make("a", words);
      anchor.href = address;
      row.append(anchor);
    };
    if (view !== "focus" || atlas.state.at !== item.anchor) add("Focus", `#/focus/${at}`);
    if (atlas.scenes.isStatement(item) && item.below.length && !(view === "argument" && (atlas.state.at || data.main?.anchor) === item.anchor)) add("Argument for it", `#/argument/${at}`);
    if (item.placed && view !== "reading") add("In the text", `#/reading?sel=${at}`);
    if (atlas.main.isDrawn()) {
      const flip = make("button", as === "outline" ? "On the map" : "In the outline");
      flip.type = "button";
      flip.addEventListener("click", atlas.main.flipAs);
      row.append(flip);
    }
    return row;
  }

  function passage(item) {
    const words = item.passage || atlas.reading?.quote(item);
    return words ? [make("h3", "In the source"), spoken("blockquote", words)] : [];
  }

  function facts(item) {
    const table = make("dl");
    const add = (name, value) => value && table.append(make("dt", name), value instanceof Node ? value : spoken("dd", value));
    add("Held by", item.holders.join(", "));
    add("Stance", Object.hasOwn(STANDS, item.stance) ? STANDS[item.stance] : item.stance);
    add("Implied", item.implied ? "not said in so many words, but needed" : "");
    add("Instruments", item.instruments.join(", "));
    add("Carried out by", item.carriers.join(", "));
    add("Against", item.against.join(", "));
    add("Recommended", item.recommended ? "yes" : "");
    add("Since", item.since ?? "");
    add("On", item.subjects.join(", "));
    add("Where", where(item));
    return table;
  }

  function where(item) {
    if (!item.section) return "";
    const section = data.sections.find(({ number }) => number === item.section);
    const value = make("dd");
    const anchor = make("a", `Section ${item.section}${section?.title ? ": " + section.title : ""}`);
    anchor.href = `#/section/${item.section}?sel=${encodeURIComponent(item.anchor)}`;
    value.append(...(section ? [anchor] : [`Section ${item.section}`]), `, ¶${item.paragraph}`);
    return value;
  }

  // Links both ways, by relation: a heading, and under it each item with what is to be said of the link.
  function groups(item) {
    const found = new Map();
    for (const link of item.links) {
      const outward = link.source === item;
      const other = outward ? link.target : link.source;
      if (other === item) continue;
      const heading = outward ? link.relation.active : link.relation.passive;
      const rank = data.relations.indexOf(link.relation) * 2 + (outward ? 1 : 0);
      if (!found.has(heading)) found.set(heading, { rank, items: new Map() });
      const notes = found.get(heading).items;
      notes.set(other, [...(notes.get(other) ?? []), ...notesOn(link, other, item)]);
    }
    return [...found].sort((a, b) => a[1].rank - b[1].rank)
      .flatMap(([heading, { items }]) => list(`${heading[0].toUpperCase()}${heading.slice(1)} (${items.size})`, [...items].map(linkTo)));
  }

  // What is to be said of a link: its scheme, what it needs beside, whose power it is, and the questions that test it.
  function notesOn(link, other, item) {
    const step = link.joint ? data.steps[link.joint] : null;
    const notes = [];
    const premises = (but) => data.links.filter((one) => one.joint === link.joint && one.relation.name === "supports" && one.source !== but).map((one) => `“${one.source.label}”`).join(" and ");
    const comesOut = link.joint ? atlas.standing?.step(link.joint) : null;
    if (comesOut && comesOut.name !== "stands") notes.push(`${comesOut.glyph} this step ${comesOut.name === "open" ? "is open" : "falls"}`);
    if (link.relation.name === "supports") {
      notes.push([step?.scheme, link.linked ? `only together with ${premises(link.source)}` : ""].filter(Boolean).join("; "));
    } else if (link.relation.name === "undercuts") notes.push(`the step from ${premises()}`);
    notes.push([link.whose.length ? `power of: ${link.whose.join(", ")}` : "", link.inferred ? "inferred" : ""].filter(Boolean).join("; "));
    const told = notes.filter(Boolean).map((text) => make("small", text));
    if (link.relation.name !== "supports" || link.target !== item) return told;
    return [...told, ...(atlas.worlds?.step(link.joint) ?? []), ...(step?.questions.length ? [questions(step, link.joint)] : [])];
  }

  function questions({ questions: texts, asked }, joint) {
    const element = make("details");
    const entries = make("ul");
    entries.append(...texts.map((text, place) => {
      const line = make("li", text);
      line.append(...(atlas.worlds?.answer(asked[place], joint) ?? []));
      return line;
    }));
    element.append(make("summary", `${texts.length} open critical question${texts.length > 1 ? "s" : ""}`), entries);
    return element;
  }

  function linkTo([item, notes]) {
    const line = make("li");
    const kind = data.kinds.get(item.kind);
    const glyph = make("span", kind.glyph, `glyph ${kind.name}`);
    glyph.title = kind.word;
    const anchor = spoken("a", item.label);
    anchor.href = "#" + encodeURIComponent(item.anchor);
    const standing = atlas.standing?.of(item);
    line.append(glyph, anchor, ...(standing && standing.name !== "stands" ? [" ", atlas.whatIf.mark(standing)] : []), ...notes);
    return line;
  }

  function past(item) {
    const lines = item.history.map(({ number, what, who, when, why }) => {
      const line = make("li", `${what.slice(0, 1).toUpperCase()}${what.slice(1)} ${when.slice(0, 10)} by ${who}`);
      if (why) line.append(spoken("small", why));
      line.title = `Contribution ${number}`;
      return line;
    });
    return lines.length ? list("History", lines, "figures") : [];
  }

  function list(heading, lines, className) {
    const group = make("ul", undefined, className);
    group.append(...lines);
    return [make("h3", heading), group];
  }

  return { show, kindTag, element: panel };
})();
