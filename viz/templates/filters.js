// Filters: which kinds and links are drawn (the legend's own lines switch them), and what an item must be about, by whom
// and where. A filter lives only in the page's state, hence in its address; here it is read, said in words, and changed.
atlas.filters = (() => {
  const { make, byId, data, legend } = atlas;
  const NONE = { hide: [], power: "", policy: "", actor: "", holder: "", stance: "", section: "", standing: "" };
  const STANCES = ["asserted", "granted", "reported", "rejected", "predicted"];
  const NOT_COUNTED = ["power", "actor", "group", "other"]; // what is spoken of; what is said, and policies, are counted
  const WHOLE = { boxes: data.items.map((item) => ({ item, kind: item.kind })), links: data.links };

  // --- what passes ---

  const anchors = (items) => items.map((item) => item.anchor);
  const withItself = (item, kind, others) => (item.kind === kind ? [item, ...others] : others);
  const broader = (power) => power.above.filter((item) => item.kind === "power");

  // The values by which each list finds an item. A type of power finds what its narrower types find, too.
  const VALUES = {
    power: (item) => anchors(upward(withItself(item, "power", item.powers))),
    policy: (item) => anchors(withItself(item, "policy", item.policies)),
    actor: (item) => (item.kind === "actor" ? [item.label, ...item.actors] : item.actors),
    holder: (item) => item.holders,
    stance: (item) => (item.stance ? [item.stance] : []),
    section: (item) => (item.section ? [String(item.section)] : []),
    standing: (item) => [atlas.standing?.of(item)?.name].filter(Boolean),
  };
  const LISTS = Object.keys(VALUES);

  function upward(powers) {
    const found = new Set(powers);
    for (const power of found) broader(power).forEach((above) => found.add(above)); // a set goes on while it grows
    return [...found];
  }

  const kept = new Map(LISTS.map((name) => [name, new Map()]));
  function values(name, item) {
    if (name === "standing") return new Set(VALUES.standing(item)); // it changes with what the reader supposes
    const known = kept.get(name);
    if (!known.has(item)) known.set(item, new Set(VALUES[name](item)));
    return known.get(item);
  }

  const now = () => ({ ...NONE, ...atlas.state?.filters });
  const fits = (item, filters, names) => names.every((name) => !filters[name] || values(name, item).has(filters[name]));
  const matches = (item) => fits(item, now(), LISTS); // is what the lists ask for
  const drawn = (item) => !now().hide.includes(item.kind); // is of a kind that is not hidden
  const passes = (item) => drawn(item) && matches(item);

  function passesLink(relation, inferred = false) {
    const { hide } = now();
    return !hide.includes(relation) && !(inferred && hide.includes(legend.INFERRED));
  }

  function active() {
    const filters = now();
    return filters.hide.length + LISTS.filter((name) => filters[name]).length;
  }

  // --- in words ---

  const labelOf = (anchor) => data.anchors.get(anchor)?.label ?? anchor;
  const SAID = {
    power: (value) => `about ${labelOf(value)}`,
    policy: (value) => `about “${labelOf(value)}”`,
    actor: (value) => `that involve ${value}`,
    holder: (value) => `held by ${value}`,
    stance: (value) => `that are ${value}`,
    section: (value) => `in section ${value}`,
    standing: (value) => (value === "open" ? "that are open" : `that ${atlas.standing?.standings.find(({ name }) => name === value)?.many ?? value}`),
  };

  function wordOf(name) {
    if (name === legend.INFERRED) return "inferred links";
    return data.kinds.get(name)?.word.toLowerCase() ?? data.relations.find((relation) => relation.name === name)?.legend ?? name;
  }

  // What is filtered, such as "Only statements about Soft power, held by The authors; hidden: evidence"; or "".
  function words() {
    const filters = now();
    const wanted = LISTS.filter((name) => filters[name]).map((name) => SAID[name](filters[name]));
    const parts = wanted.length ? [`Only statements ${wanted.join(", ")}`] : [];
    if (filters.hide.length) parts.push(`${parts.length ? "hidden" : "Hidden"}: ${filters.hide.map(wordOf).join(", ")}`);
    return parts.join("; ");
  }

  // --- the lists ---

  const panel = byId("filters");
  const opener = byId("filters-button");
  const selects = new Map(); // name of a list → { row, select, options: [{ option, words }] }
  const change = (changed) => atlas.go({ filters: { ...now(), ...changed } });

  const TITLES = {
    power: ["Type of power", "All types of power"], policy: ["Policy", "All policies"],
    actor: ["Actor", "All actors"], holder: ["Held by", "All holders"],
    stance: ["The author's stance", "All stances"], section: ["Section", "All sections"],
    standing: ["Standing", "Whatever its standing"],
  };
  const CHOICES = {
    power: powerChoices,
    policy: () => choices("policy", labelOf),
    actor: () => choices("actor"),
    holder: () => choices("holder"),
    stance: () => choices("stance").sort((a, b) => STANCES.indexOf(a.value) - STANCES.indexOf(b.value)),
    section: () => data.sections.map(({ number, title }) => ({ value: String(number), words: title ? `${number}. ${title}` : String(number) })),
    standing: () => (atlas.standing?.standings ?? []).map(({ name, glyph, word }) => ({ value: name, words: `${glyph} ${word}` })),
  };
  const byWords = (a, b) => a.words.localeCompare(b.words);

  function choices(name, said = (value) => value) {
    const found = new Set(data.items.flatMap((item) => [...values(name, item)]));
    return [...found].map((value) => ({ value, words: said(value) })).sort(byWords);
  }

  // Types of power, each once, indented under the first of its broader types.
  function powerChoices() {
    const powers = data.items.filter((item) => item.kind === "power").map((item) => ({ item, value: item.anchor, words: item.label }));
    powers.sort(byWords);
    const found = new Set();
    function add(power, depth) {
      if (found.has(power)) return;
      found.add(power);
      power.words = "\u00a0\u00a0\u00a0".repeat(depth) + power.words;
      powers.filter(({ item }) => broader(item)[0] === power.item).forEach((below) => add(below, depth + 1));
    }
    powers.filter(({ item }) => !broader(item).length).forEach((power) => add(power, 0));
    powers.forEach((power) => add(power, 0)); // types that are each other's broader
    return [...found];
  }

  function choiceRow(name) {
    const offered = CHOICES[name]();
    if (!offered.length) return [];
    const [title, all] = TITLES[name];
    const row = make("div", undefined, "filters-choice");
    const label = make("label", title);
    const select = make("select");
    select.id = `_filters-${name}`;
    label.htmlFor = select.id;
    const options = offered.map(({ value, words: text }) => ({ option: option(value, text), words: text }));
    select.append(option("", all), ...options.map((one) => one.option));
    select.addEventListener("change", () => change({ [name]: select.value }));
    select.addEventListener("keydown", keepLetters);
    selects.set(name, { row, select, options });
    row.append(label, select);
    return [row];
  }

  function option(value, text) {
    const found = make("option", text);
    found.value = value;
    return found;
  }

  // Letters typed in a list look for its entries; they are no shortcuts of the page.
  function keepLetters(event) {
    if (event.key !== "Escape") event.stopPropagation();
  }

  // Shows a list's choice, and beside each entry how many items it would leave while the other filters stay.
  function showChoice(name, { row, select, options }, filters, items) {
    const others = LISTS.filter((other) => other !== name);
    const counts = new Map();
    for (const item of items.filter((one) => drawn(one) && fits(one, filters, others))) {
      for (const value of values(name, item)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    for (const { option: entry, words: text } of options) {
      const count = counts.get(entry.value) ?? 0;
      entry.textContent = `${text} (${count})`;
      entry.disabled = !count && entry.value !== filters[name];
    }
    select.querySelector(".filters-unknown")?.remove();
    if (filters[name] && !options.some((one) => one.option.value === filters[name])) select.append(unknown(filters[name]));
    select.value = filters[name];
    row.classList.toggle("filters-chosen", Boolean(filters[name]));
  }

  // An address may name what this page does not have.
  function unknown(value) {
    const entry = option(value, `${value} (not here)`);
    entry.className = "filters-unknown";
    return entry;
  }

  // --- the panel ---

  const heading = make("h2", "Legend and filters", "filters-title");
  const status = make("p", undefined, "filters-status");
  const clear = make("button", "Clear filters", "filters-clear");

  function head() {
    const top = make("div", undefined, "filters-top");
    const close = make("button", "✕", "filters-close");
    close.type = clear.type = "button";
    close.setAttribute("aria-label", "Close the filters");
    close.addEventListener("click", () => openDrawer(false));
    clear.addEventListener("click", () => { change(NONE); heading.focus(); });
    heading.tabIndex = -1;
    status.setAttribute("role", "status");
    top.append(close, heading, status, clear);
    return top;
  }

  function onSwitch(name, on) {
    const others = now().hide.filter((hidden) => hidden !== name);
    change({ hide: on ? others : [...others, name] });
  }

  // Fills the panel, once.
  function draw() {
    const rows = LISTS.flatMap(choiceRow);
    panel.append(head(), ...legend.draw(onSwitch), ...(rows.length ? [legend.group("Show only", ...rows)] : []));
    panel.addEventListener("keydown", leave);
    opener?.addEventListener("click", () => openDrawer(!panel.classList.contains("shown")));
    show(atlas.state ?? {});
  }

  // On a narrow screen the panel is a drawer.
  function openDrawer(open) {
    panel.classList.toggle("shown", open);
    opener?.setAttribute("aria-expanded", String(open));
    (open ? heading : opener)?.focus();
  }

  function leave(event) {
    if (event.key !== "Escape" || !panel.classList.contains("shown")) return;
    event.stopPropagation();
    openDrawer(false);
  }

  // Shows what the state filters; counts are of the scene (before filtering), else of all items and links of the page.
  function show(state, scene = WHOLE) {
    const filters = now();
    const items = [...new Set(scene.boxes.map((box) => box.item))].filter((item) => !NOT_COUNTED.includes(item.kind));
    legend.show(filters.hide, scene);
    atlas.whatIf?.showChoice(state);
    for (const [name, shown] of selects) showChoice(name, shown, filters, items);
    const section = selects.get("section");
    if (section) section.row.hidden = state.view === "section"; // the view is one section already
    const said = words();
    const total = `${items.length} statements and policies`;
    status.textContent = said ? `${said}. ${items.filter(passes).length} of ${total} pass.` : `Nothing is filtered: ${total}.`;
    clear.hidden = !said;
    if (opener) opener.textContent = said ? `Filters (${active()})` : "Filters";
  }

  return { draw, show, passes, matches, drawn, passesLink, active, words, element: panel };
})();
