// The ways from what a served page holds of a corpus to all else, and from its items to the forms.
atlas.worlds = (() => {
  const { make, data, served } = atlas;
  const { fill, nameOf, mayAdd } = served;
  const { beyond: told, stands, parts, steps, questions, next: [hub, page, nextPage] } = data.served;
  const beyond = new Map(told.map(([number, below, above]) => [data.items[number], { below, above }]));
  const isPart = told.length > 0 || !atlas.byId("start");
  const CHANGED = new Set([...data.statements, "policy", "actor"]);

  function link(words, address, className) {
    const anchor = make("a", words, className);
    anchor.href = address;
    return anchor;
  }

  // The address of the world around an item: there in focus, with what the reader chose here.
  function around(item) {
    const own = nameOf(item);
    const at = own.endsWith(`:${item.anchor}`) ? item.anchor : own;
    const { as, face, filters } = atlas.state;
    if (item.kind === "actor") return fill("around", own); // opens at all that names them
    const hash = atlas.address.write({ ...atlas.address.opening(), view: "focus", at, sel: "", depth: 0, as, face, filters, fold: atlas.address.noFold() });
    return (item.anchor === hub ? page.replace("{}", nextPage) : fill("around", own)) + hash;
  }

  // An address of a name that this page does not have leads to its world. Gives whether it does.
  function travel(hash) {
    const name = missing(hash.slice(1));
    if (name) location.replace(fill("around", name) + hash);
    return Boolean(name);
  }

  function missing(text) {
    const known = (name) => !name || data.anchors.has(decode(name)) || document.getElementById(decode(name));
    if (!text.startsWith("/")) return known(text) ? "" : decode(text);
    const [view, at = ""] = text.slice(1).split("?")[0].split("/");
    return ["argument", "focus"].includes(view) && !known(at) ? decode(at) : "";
  }

  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  // Links at the edges of a box to what bears on it, and what it bears on, outside.
  function dress(element, box) {
    const more = beyond.get(box.item);
    if (!more || element.querySelector(".beyond")) return;
    for (const [side, count] of [["after", more.below], ["before", more.above]]) {
      if (count) element.append(way(box.item, side, count));
    }
  }

  const said = (item, side, count) => {
    const what = data.statements.has(item.kind) ? `statement${count > 1 ? "s" : ""} that ${side === "after" ? `bear${count > 1 ? "" : "s"} on this` : "this bears on"}` : `link${count > 1 ? "s" : ""} of this`;
    return `${count.toLocaleString("en")} more ${what}, elsewhere`;
  };

  function way(item, side, count) {
    const anchor = link(side === "after" ? `+${count.toLocaleString("en")} elsewhere` : `‹ ${count.toLocaleString("en")} elsewhere`, "", `beyond ${side}`);
    anchor.tabIndex = -1;
    anchor.title = said(item, side, count);
    anchor.addEventListener("pointerenter", () => { anchor.href = around(item); });
    anchor.addEventListener("click", (event) => {
      anchor.href = around(item);
      event.stopPropagation(); // the map would choose the box first
    });
    anchor.href = around(item);
    return anchor;
  }

  // The same as text, for the outline and the panel.
  function lines(item) {
    const more = beyond.get(item);
    return !more ? [] : [["after", more.below], ["before", more.above]].filter(([, count]) => count).map(([side, count]) => {
      const line = make("p", undefined, "more");
      line.append(link(said(item, side, count), around(item)));
      return line;
    });
  }

  // What can be done with an item, in the panel.
  function actions(item) {
    const id = nameOf(item);
    const row = make("div", undefined, "do");
    const add = (words, address) => row.append(link(words, address));
    if (mayAdd && data.statements.has(item.kind)) {
      add("Support this", `${fill("add")}?supports=${encodeURIComponent(id)}`);
      add("Object to this", `${fill("add")}?objects-to=${encodeURIComponent(id)}`);
    }
    if (mayAdd && CHANGED.has(item.kind) && item.page.startsWith("/corpus/")) {
      add("Edit", fill("edit", id));
      add("Retract", fill("retract", id));
    }
    if (isPart && item !== served.around) add("Map around it", around(item));
    if (stands[item.number] && !item.placed) add("In the text", `${fill("part", parts[stands[item.number] - 1])}#/reading?sel=${encodeURIComponent(item.anchor)}`);
    if (item.page) add("Page", item.page);
    if (item.history.length) add("History", fill("history", id).replace("{page}", item.page));
    return [...lines(item), ...(row.childElementCount ? [row] : [])];
  }

  const step = (joint) => (mayAdd && steps[joint] ? [link("Undercut this step", `${fill("add")}?undercuts=${encodeURIComponent(steps[joint])}`, "act")] : []);

  function answer(asked, joint) {
    if (!mayAdd || !steps[joint]) return [];
    return [" ", link("Answer", `${fill("add")}?answers=${encodeURIComponent(questions[asked])}&step=${encodeURIComponent(steps[joint])}`, "act")];
  }

  // Hits that the server has and this page has not, below those of the page.
  let waiting = 0, last = "", kept = [];
  function search(words, list) {
    clearTimeout(waiting);
    if (!isPart) return;
    if (words === last) show(list);
    else waiting = setTimeout(() => ask(words, list), 200);
  }

  async function ask(words, list) {
    try {
      const answered = await fetch(fill("search", words), { headers: { accept: "application/json" } });
      if (!answered.ok) return;
      const { items } = await answered.json();
      [last, kept] = [words, items.filter(({ iri, name, id }) => ![iri, name].some((one) => data.anchors.has(one)) && (id || name))];
    } catch {
      return; // the server cannot be reached: what is on the page is found all the same
    }
    if (atlas.byId("query").value === words) show(list);
  }

  const isActor = (kind) => ["actor", "state", "person", "organization", "group"].includes(kind.toLowerCase());

  function show(list) {
    list.querySelectorAll(".elsewhere").forEach((old) => old.remove());
    if (!kept.length) return;
    list.append(make("li", "Elsewhere in the corpus", "elsewhere heading"), ...kept.map(({ name, iri, id, kind, label }) => {
      const entry = make("li", undefined, "elsewhere");
      const anchor = link("", fill("around", name || iri) + (isActor(kind) ? "" : `#/focus/${encodeURIComponent(name || id)}`));
      const known = data.kinds.get(kind.toLowerCase());
      if (known) anchor.append(make("span", `${known.glyph} `, `glyph ${known.name}`));
      anchor.append(make("bdi", label), " ", make("small", "elsewhere"));
      entry.append(anchor);
      return entry;
    }));
  }

  addEventListener("hashchange", () => travel(location.hash));
  travel(location.hash);

  return { dress, lines, actions, step, answer, search };
})();
