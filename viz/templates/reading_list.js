// The statements beside the text: in the order of the text, or as the argument runs.
atlas.readingList = (() => {
  const { make, data } = atlas;
  const STATEMENTS = new Set(["thesis", "claim", "evidence", "counterargument", "rebuttal"]);
  const REASONS = new Set(["supports", "attacks", "undercuts", "rephrases"]);
  const DEEPEST = 8; // levels that are indented; what is deeper says its level to screen readers only

  const passes = (item) => atlas.filters?.passes?.(item) ?? true;
  const passesLink = ({ relation, inferred }) => atlas.filters?.passesLink?.(relation.name, inferred) ?? true;

  // Glyph and label of an item, the glyph said as a word.
  function said(item) {
    const kind = data.kinds.get(item.kind);
    const glyph = make("span", kind.glyph, "reading-glyph");
    glyph.setAttribute("aria-hidden", "true");
    return [glyph, make("span", `${kind.word}: `, "unseen"), make("bdi", item.label)];
  }

  // How an item bears on another that it stands under; undefined where it is no reason for or against it.
  function bearing(item, above) {
    const ends = (link) => (link.source === item && link.target === above) || (link.target === item && link.source === above);
    return item.links.find((link) => ends(link) && REASONS.has(link.relation.name) && passesLink(link))?.relation;
  }

  // The items of the list, each with its place, in the order of the text. What has no passage in a text of the page
  // stands by the section and paragraph that the corpus says.
  function inOrder(text, passages, places) {
    const articles = [...text.querySelectorAll("article")];
    const order = new Map(passages.flatMap(({ links }) => links).map(({ link }, place) => [link, place]));
    const titles = new Map();
    const place = (item) => {
      const link = places.get(item)?.[0].links.find((one) => one.item === item).link;
      const article = link ? link.closest("article") : articles.length === 1 && item.section ? articles[0] : null;
      const section = link ? Number(link.closest("[data-section]").dataset.section) : item.section || Infinity;
      const key = `${articles.indexOf(article)} ${section}`;
      if (!titles.has(key)) titles.set(key, titleOf(article, section, articles.length));
      return {
        item, part: titles.get(key),
        sorted: [article ? articles.indexOf(article) : Infinity, section, 0, order.get(link) ?? Infinity, item.number],
        paragraph: Number(link ? link.closest("[data-number]")?.dataset.number ?? 0 : item.paragraph || 0),
      };
    };
    const wanted = data.items.filter((item) => places.has(item) || STATEMENTS.has(item.kind) || (item.kind === "policy" && item.section));
    const found = wanted.map(place);
    for (const at of found) at.sorted[2] = at.paragraph;
    const differs = (a, b) => a.sorted.findIndex((value, i) => value !== b.sorted[i]);
    return found.sort((a, b) => (a.sorted[differs(a, b)] < b.sorted[differs(a, b)] ? -1 : 1));
  }

  function titleOf(article, section, count) {
    if (section === Infinity) return "Without a place in the text";
    const heading = article?.querySelector(`[data-section="${section}"] > h3`)?.textContent;
    const title = heading || data.sections.find((one) => one.number === section)?.title || `Section ${section}`;
    return article && count > 1 ? `${article.querySelector("h2").textContent}: ${title}` : title;
  }

  // The list of a text order: `placed` says of each item { item, part, paragraph }, in that order.
  function inTextOrder(placed, row) {
    const parts = [];
    let part = null, paragraph = 0;
    for (const at of placed) {
      if (!part || at.part !== part.title) parts.push((part = { title: at.part, lines: [] }));
      const isNew = !part.lines.length || at.paragraph !== paragraph;
      part.lines.push(row(at.item, { gutter: isNew && at.paragraph ? `¶${at.paragraph}` : "" }));
      paragraph = at.paragraph;
    }
    return parts;
  }

  // From the main thesis, then from the other theses, each statement once; then what bears on none of them.
  function inReasonOrder(placed, row) {
    const all = placed.map(({ item }) => item);
    const wanted = new Set(all.filter((item) => STATEMENTS.has(item.kind)));
    const theses = all.filter((item) => item.kind === "thesis" || item === data.main);
    const waiting = theses.sort((a, b) => (b === data.main) - (a === data.main)).map((item) => ({ item, level: 0 })).reverse();
    const seen = new Set(), lines = [];
    while (waiting.length) {
      const { item, level, relation } = waiting.pop();
      if (seen.has(item)) continue;
      seen.add(item);
      lines.push(row(item, { level, relation }));
      const below = item.below.filter((one) => wanted.has(one) && !seen.has(one));
      waiting.push(...below.map((one) => ({ item: one, level: level + 1, relation: bearing(one, item) })).filter((one) => one.relation).reverse());
    }
    const rest = all.filter((item) => !seen.has(item)).map((item) => row(item));
    return [{ title: "", lines }, { title: lines.length ? "Apart from these reasons" : "", lines: rest }];
  }

  // Fills the list and returns the rows by item.
  function build(list, placed, { order, inFull }) {
    const rows = new Map();
    function row(item, { gutter = "", level = 0, relation = null } = {}) {
      const line = make("li", undefined, "reading-row");
      const link = make("a");
      const [glyph, ...words] = said(item);
      link.href = "#" + encodeURIComponent(item.anchor);
      link.tabIndex = -1;
      if (relation) link.append(make("span", relation.mark, `reading-relation ${relation.name}`), " ");
      link.append(...words);
      const note = item.note ?? "";
      if (note) link.append(" ", make("small", note));
      line.dataset.kind = item.kind;
      line.append(make("span", gutter, "reading-gutter"), glyph, link);
      if (inFull && item.text !== item.label) line.append(make("p", item.text));
      if (level) line.setAttribute("aria-level", String(level + 1));
      line.style.setProperty("--level", String(Math.min(level, DEEPEST)));
      rows.set(item, line);
      return line;
    }
    const shown = placed.filter(({ item }) => passes(item));
    const parts = (order === "reason" ? inReasonOrder : inTextOrder)(shown, row).filter(({ lines }) => lines.length);
    list.replaceChildren();
    for (const { title, lines } of parts) {
      const group = make("ol");
      group.append(...lines);
      list.append(...(title ? [make("h3", title), group] : [group]));
    }
    if (!rows.size) list.append(make("p", placed.length ? "Nothing passes the filters." : "There is nothing to list here yet.", "reading-note"));
    return rows;
  }

  return { inOrder, build, said, passes };
})();
