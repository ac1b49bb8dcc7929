// The page's data. Everything here comes from JSON blocks and reaches the document only through textContent.
const atlas = {};

atlas.narrow = matchMedia("(max-width: 679px)").matches; // a phone: one column at a time

atlas.byId = (name) => document.getElementById("_" + name);

atlas.make = (tag, text, className) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
};

atlas.data = (() => {
  const raw = JSON.parse(atlas.byId("data").textContent);
  const kinds = new Map(raw.kinds.map((kind) => [kind.name, kind]));
  const names = (places) => (places || []).map((place) => raw.names[place]);
  const rows = [...atlas.byId("book").querySelectorAll("[id]")];
  const items = raw.items.map((values, number) => {
    const item = Object.fromEntries(raw.fields.map((field, place) => [field, values[place] ?? 0]));
    const row = rows[item.row];
    return {
      ...item, number, row, anchor: row.id, kind: raw.kinds[item.kind].name, lines: [item.titleLines, item.textLines],
      stance: raw.names[item.stance], note: raw.names[item.note], links: [],
      ...Object.fromEntries(["holders", "subjects", "instruments", "carriers", "against", "actors"].map((field) => [field, names(item[field])])),
      history: (item.history || [0]).filter?.((place) => place in raw.events).map((place) => raw.events[place]) ?? [],
    };
  });
  const all = (numbers) => (numbers || []).map((number) => items[number]);
  for (const item of items) {
    for (const field of ["below", "above", "powers", "policies"]) item[field] = all(item[field]);
  }
  const groups = raw.groups.map(([kind, label]) => ({
    kind, label, number: -1, anchor: "", below: [], above: [], links: [], holders: [], powers: [], policies: [], actors: [], figures: [],
  }));

  // Titles, texts and figures stand in the outline, for readers without a script too.
  for (const item of items) {
    const { row } = item;
    item.label = row.querySelector("strong").textContent;
    item.text = row.querySelector("p")?.textContent ?? item.label;
    item.figures = [...row.querySelectorAll(".figure")].map((figure) => figure.textContent);
    item.words = (item.label + " " + item.text).toLowerCase();
  }

  const { relations } = raw;
  const asLink = (ends, [source, target, relation, joint, marks, whose]) => ({
    source: ends[source], target: ends[target], relation: relations[relation], joint, whose: names(whose),
    linked: Boolean(marks & 1), inferred: Boolean(marks & 2),
  });
  const links = raw.links.map((link) => asLink(items, link));
  for (const link of links) {
    link.source.links.push(link);
    if (link.target !== link.source) link.target.links.push(link);
  }
  return {
    measures: raw.measures, statements: new Set(raw.statements), argument: new Set(raw.argument), kinds, relations, items, groups, links, asLink,
    steps: raw.steps.map(([scheme, ...asked]) => ({ scheme: raw.names[scheme], asked, questions: asked.map((place) => raw.questions[place]) })),
    scenes: raw.scenes, shapes: raw.shapes, names: raw.names, sections: raw.sections, main: items.find((item) => item.anchor === raw.main) ?? null,
    opening: raw.opening, served: raw.served, standing: raw.standing,
    anchors: new Map(items.map((item) => [item.anchor, item])),
    first: JSON.parse(atlas.byId("first").textContent),
  };
})();
