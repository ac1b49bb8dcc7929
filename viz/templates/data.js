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
  const read = (name) => JSON.parse(atlas.byId(name).textContent);
  const raw = read("data");
  const kinds = new Map(raw.kinds.map((kind) => [kind.name, kind]));
  const boxes = raw.boxes.map((box, number) => ({ ...box, number, links: [] }));
  for (const box of boxes) box.children = box.children.map(([child, rank]) => ({ box: boxes[child], rank }));
  for (const [number, above] of raw.under) boxes[number].under = boxes[above];
  const links = raw.links.map(([source, target, relation, joint, linked, inferred]) => ({
    source: boxes[source], target: boxes[target], relation: raw.relations[relation], joint, linked, inferred,
  }));
  for (const link of links) {
    link.source.links.push(link);
    link.target.links.push(link);
  }
  const items = raw.items.map((item, number) => ({
    ...item, number, boxes: boxes.filter((box) => box.item === number), words: (item.label + " " + item.text).toLowerCase(),
  }));
  return {
    measures: raw.measures, face: raw.face, kinds, relations: raw.relations, boxes, links, items,
    roots: raw.roots.map((number) => boxes[number]),
    opened: raw.opened.map((number) => boxes[number]),
    anchors: new Map(items.map((item) => [item.anchor, item])),
    first: read("first"), options: JSON.parse(read("options")) /* pyvis hands them over as a string */, leftOut: read("left-out"),
  };
})();
