// The outline of the present map: the same boxes, order, folds and links as nested lists.
atlas.outline = (() => {
  const { make, data, tree: trees } = atlas;
  const outline = atlas.byId("outline");
  const LAZY = 1200; // boxes; of larger maps the folded rows are written when they unfold
  let now = { scene: null, rows: new Map(), open: null };

  function show(scene, open, item, fresh) {
    if (now.scene?.boxes !== scene.boxes || now.scene?.links.length !== scene.links.length || now.scene?.matches?.size !== scene.matches?.size || (scene.matches && now.stood !== atlas.standing?.key())) write(scene, open);
    now.open = open;
    fold(open);
    mark(item, fresh);
    if (atlas.standing && now.stood !== atlas.standing.key()) stand();
  }

  // The sign and word of standing in each row, anew where something is supposed.
  function stand() {
    now.stood = atlas.standing.key();
    for (const [box, { row }] of now.rows) standIn(row, box);
  }

  function standIn(row, box) {
    const look = atlas.standing?.look(box.item);
    if (!look) return;
    row.querySelector(":scope > .standing")?.remove();
    row.classList.toggle("fallen", look.standing.name === "falls");
    row.classList.toggle("changed", Boolean(look.was));
    const sign = atlas.whatIf.mark(look.standing);
    if (look.was) sign.append(make("span", ` (was ${look.was.word})`));
    if (look.assumed) sign.append(make("span", " as you suppose"));
    row.querySelector(":scope > strong").after(sign);
  }

  function write(scene, open) {
    now = { scene, rows: new Map(), open, also: alsoOf(scene), stood: atlas.standing?.key() };
    const full = trees.full(scene);
    const top = full.roots.filter((box) => !box.under);
    outline.replaceChildren(list(top, full, full.walk.length <= LAZY));
    if (scene.leftOut) outline.append(make("p", scene.leftOut, "more"));
  }

  function list(boxes, full, whole) {
    const element = make("ul");
    element.append(...boxes.map((box) => entry(box, full, whole)));
    return element;
  }

  function entry(box, full, whole) {
    const line = make("li");
    const row = make("div", undefined, "row");
    row.dataset.name = box.name;
    row.append(...marks(box, full), ...content(box));
    standIn(row, box);
    line.append(row);
    const below = [...full.children.get(box), ...now.scene.roots.filter((one) => one.under === box)];
    const kept = { row, line, below, list: null, write: () => addList(kept, full, whole) };
    now.rows.set(box, kept);
    if (below.length) {
      kept.button = make("button", undefined, "fold");
      kept.button.type = "button";
      row.prepend(kept.button);
      kept.button.addEventListener("click", () => toggle(box));
      if (whole) kept.write();
    }
    return line;
  }

  function addList(kept, full, whole) {
    if (kept.list) return;
    kept.list = list(kept.below, full, whole);
    kept.list.addEventListener("beforematch", ({ target }) => { // the browser's own search opens it; the event bubbles
      const box = boxOf(kept.row);
      if (target === kept.list && !now.open.has(box)) toggle(box);
    });
    kept.line.append(kept.list);
  }

  const boxOf = (row) => now.scene.boxes.find((box) => box.name === row.dataset.name);

  // How a row bears on the one it hangs under or, where that one bears on it, how it does.
  function marks(box, full) {
    const above = full.parent.get(box);
    const badges = new Map();
    for (const { source, target, relation } of above ? now.scene.links : []) {
      if (source === box && target === above) badges.set(relation.mark, badge(relation, relation.mark));
      else if (source === above && target === box) badges.set(relation.active, badge(relation, relation.active));
    }
    return [...badges.values()].flatMap((one) => [one, document.createTextNode(" ")]);
  }

  const badge = (relation, words) => make("b", words, `mark ${relation.name}`); // its glyph is in the style sheet

  function content(box) {
    const { item } = box;
    const label = make("strong", item.label);
    label.dir = "auto";
    const parts = [atlas.panel.kindTag(data.kinds.get(box.kind)), document.createTextNode(" "), label];
    const bearing = data.relations.some(({ glyph, name }) => box.note.includes(`${glyph} ${name}`));
    if (box.note && !bearing) parts.push(make("em", box.note, "note"));
    if (item.text && item.text !== item.label) {
      const text = make("p", item.text);
      text.dir = "auto";
      parts.push(text);
    }
    if (item.figures.length) parts.push(make("p", item.figures.join("; "), "more"));
    const told = [box.foot, item.section ? `Section ${item.section}, ¶${item.paragraph}` : ""].filter(Boolean).join(" · ");
    if (told) parts.push(make("p", told, "more"));
    const also = now.also.get(box);
    if (also) parts.push(alsoLine(also));
    parts.push(...(atlas.worlds?.lines(item) ?? []));
    return parts;
  }

  // Links that do not run along the tree, told at both their ends.
  function alsoOf(scene) {
    const { parent } = trees.full(scene);
    const found = new Map();
    const add = (box, words, other) => {
      if (!found.has(box)) found.set(box, new Map());
      if (!found.get(box).has(words)) found.get(box).set(words, new Set());
      found.get(box).get(words).add(other.item);
    };
    for (const { source, target, relation } of scene.links) {
      if (parent.get(source) === target || parent.get(target) === source || source === target || source.under === target) continue;
      add(source, relation.active, target);
      add(target, relation.passive, source);
    }
    return found;
  }

  function alsoLine(also) {
    const line = make("p", undefined, "more");
    [...also].forEach(([words, items], place) => {
      line.append(`${place ? "; " : ""}also ${words} `);
      [...items].forEach((item, at) => {
        const anchor = make("a", item.label);
        anchor.href = "#" + encodeURIComponent(item.anchor);
        line.append(at ? ", " : "", item.anchor ? anchor : item.label);
      });
    });
    return line;
  }

  // Shows the lists below what is open; a folded list is still found by the browser's own search.
  function fold(open) {
    for (const [box, kept] of now.rows) {
      if (!kept.button) continue;
      const shown = open.has(box) || kept.below.some((one) => one.under === box);
      if (shown) kept.write();
      if (shown) kept.list.removeAttribute("hidden");
      else kept.list?.setAttribute("hidden", "until-found");
      kept.button.textContent = shown ? "−" : `+${kept.below.length}`;
      kept.button.setAttribute("aria-label", `${shown ? "Fold" : "Unfold"} ${kept.below.length} below ${box.item.label}`);
      kept.button.setAttribute("aria-expanded", String(shown));
      kept.button.disabled = kept.below.every((one) => one.under === box);
    }
  }

  function toggle(box) {
    const shut = now.open.has(box);
    const hides = shut && now.rows.get(box).line.querySelector(".chosen") && !now.rows.get(box).row.classList.contains("chosen");
    atlas.go({ fold: atlas.main.folded(box, shut), ...(hides ? { sel: "" } : {}) });
  }

  function mark(item, fresh) {
    for (const row of outline.querySelectorAll(".row.chosen")) row.classList.remove("chosen");
    const kept = item && [...now.rows].find(([box]) => box.item === item)?.[1];
    kept?.row.classList.add("chosen");
    if (fresh) kept?.row.scrollIntoView({ block: "center" });
  }

  // Brings the row of an item into view.
  function choose(item) {
    const kept = item && [...now.rows].find(([box]) => box.item === item)?.[1];
    kept?.row.scrollIntoView({ block: "nearest" });
  }

  outline.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (row && !event.target.closest("a, button") && !String(getSelection())) atlas.main.choose(boxOf(row).item.anchor ? boxOf(row).item : null);
  });

  // On paper the map is followed by its whole outline, what is folded included (print.css shows it).
  addEventListener("beforeprint", () => {
    const { drawing, isDrawn, chosen } = atlas.main;
    if (!isDrawn()) return;
    show(drawing.scene, drawing.open, chosen(), false);
    for (const kept of now.rows.values()) if (kept.button) kept.write(); // a map goes on while it grows
    fold(now.open);
  });

  return { show, choose };
})();
