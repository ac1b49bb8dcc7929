// The start page: unfolds the rows of the matrix, and its columns into the narrower types of power.
atlas.start = (() => {
  const { make } = atlas;
  const table = atlas.byId("start-table");
  if (!table) return { show() {} };
  const MOST_NAMED = 8;
  const scroll = atlas.byId("start-scroll");
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const families = heads.map((head) => JSON.parse(head.dataset.narrower));
  const counts = new Map(JSON.parse(table.dataset.narrow).map(([row, column, ...tally]) => [`${row} ${column}`, tally]));
  const relations = ["wields", "strengthens", "erodes"].map((name) => atlas.data.relations.find((one) => one.name === name));
  const levels = [...document.querySelectorAll(".start-switch button")];
  const hashOf = (link) => link.slice(link.indexOf("#"));
  const level = (row) => Number(row.dataset.level);

  // The rows of policies under their instruments.
  for (const [number, anchor, label, page = ""] of JSON.parse(table.dataset.policies)) {
    const row = table.tBodies[0].insertRow(number);
    row.dataset.level = "2";
    const head = make("th");
    head.scope = "row";
    const link = make("a", label ?? atlas.data.anchors.get(anchor).label);
    link.href = `${page}#/focus/${encodeURIComponent(anchor)}`;
    head.append(link);
    row.append(head, ...families.map((types, place) => namedIn(number, anchor, place, types, page)));
  }

  // A cell that names the types of power of one family on which a policy bears.
  function namedIn(number, policy, place, types, page) {
    const cell = make("td");
    const before = families.slice(0, place).reduce((sum, one) => sum + one.length, 0);
    const found = relations.flatMap((relation, bearing) => types
      .map(([label, link], at) => ({ relation, label, link, count: counts.get(`${number} ${before + at}`)?.[bearing] ?? 0 }))
      .filter(({ count }) => count).sort((a, b) => (a.label < b.label ? -1 : 1)));
    if (!found.length) return cell;
    const list = make("ul", undefined, "start-named");
    list.append(...found.slice(0, MOST_NAMED).map(({ relation, label, link, count }) => {
      const entry = make("li", undefined, relation.name);
      const name = make(link ? "a" : "span", label);
      if (link) name.href = `${page}${hashOf(link)}&policy=${encodeURIComponent(policy)}`;
      entry.append(name, count > 1 ? ` ${count}×` : "");
      return entry;
    }));
    if (found.length > MOST_NAMED) list.append(make("li", `and ${found.length - MOST_NAMED} more`));
    cell.append(list);
    return cell;
  }

  // A row of several policies folds; its counts lead to the map of power by instrument.
  const rows = [...table.tBodies[0].rows];
  const folds = new Map();
  rows.forEach((row, place) => {
    if (!rows[place + 1] || level(rows[place + 1]) <= level(row)) return;
    const button = make("button", undefined, "start-fold");
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", `What is under ${row.cells[0].textContent}`);
    const sign = make("span", "▸");
    sign.setAttribute("aria-hidden", "true");
    button.append(sign);
    row.cells[0].prepend(button);
    folds.set(row, button);
    heads.forEach((head, column) => enter(row.cells[column + 1], head));
  });

  function enter(cell, head) {
    const link = head.querySelector("a")?.getAttribute("href");
    if (!cell.firstElementChild || !link) return;
    const anchor = make("a", undefined, "start-cell");
    anchor.href = link.replace("#/power?", "#/power?by=instrument&");
    anchor.append(...cell.childNodes);
    cell.append(anchor);
  }

  heads.forEach((head, column) => rows.forEach((row) => { row.cells[column + 1].dataset.where = head.querySelector(".start-family").textContent.replace("★", "").trim(); }));

  // What stands under a row: all that follows, up to the next row that is as high.
  function* inside(row) {
    for (let next = row.nextElementSibling; next && level(next) > level(row); next = next.nextElementSibling) yield next;
  }

  function turn(button, open) {
    button.setAttribute("aria-expanded", String(open));
    button.firstElementChild.textContent = open ? "▾" : "▸";
  }

  function fold(row, open) {
    const below = [...inside(row)];
    const next = Math.min(...below.map(level));
    for (const one of below) {
      one.classList.toggle("shown", open && level(one) === next);
      if (folds.has(one)) turn(folds.get(one), false);
    }
    turn(folds.get(row), open);
    press(null);
  }

  function unfoldTo(depth) {
    for (const row of rows) {
      row.classList.toggle("shown", level(row) <= depth);
      if (folds.has(row)) turn(folds.get(row), Math.min(...[...inside(row)].map(level)) <= depth);
    }
    press(depth);
  }

  function press(depth) {
    for (const button of levels) button.setAttribute("aria-pressed", String(Number(button.dataset.level) === depth));
  }

  for (const [row, button] of folds) button.addEventListener("click", () => fold(row, button.getAttribute("aria-expanded") === "false"));
  for (const button of levels) button.addEventListener("click", () => unfoldTo(Number(button.dataset.level)));

  // The address of a narrower type, in the row of a policy with that policy.
  function address(link, row) {
    const [page, policy] = row.cells[0].querySelector("a")?.getAttribute("href").split("#/focus/") ?? [];
    return policy ? `${page}${hashOf(link)}&policy=${policy}` : link.replace("#/power?", "#/power?by=instrument&");
  }

  function headOf([label, link]) {
    const cell = make("th", undefined, "start-narrow");
    cell.scope = "col";
    const name = make(link ? "a" : "span", label);
    if (link) name.href = link;
    cell.append(name);
    return cell;
  }

  function cellOf(row, number, [label, link]) {
    const cell = make("td", undefined, "start-narrow");
    const tally = counts.get(`${rows.indexOf(row)} ${number}`);
    if (!tally) return cell;
    const told = make(link ? "a" : "span");
    if (link) told.href = address(link, row);
    relations.forEach((relation, place) => {
      if (!tally[place]) return;
      const mark = make("span", undefined, relation.name);
      const glyph = make("span", relation.glyph);
      glyph.setAttribute("aria-hidden", "true");
      mark.append(glyph, make("span", relation.active, "unseen"), ` ${tally[place].toLocaleString("en")} `);
      told.append(mark);
    });
    told.title = label;
    cell.append(told);
    return cell;
  }

  function unfold(head, place, open) {
    const before = families.slice(0, place).reduce((sum, types) => sum + types.length, 0);
    const added = (cells) => cells.forEach((cell) => { cell.dataset.family = place; });
    const column = [...table.tHead.rows[0].cells].indexOf(head);
    if (!open) {
      table.querySelectorAll(`.start-narrow[data-family="${place}"]`).forEach((cell) => cell.remove());
      for (const row of rows) row.cells[column].classList.remove("start-unfolded");
    } else {
      const types = families[place];
      const cells = types.map(headOf);
      added(cells);
      head.after(...cells);
      for (const row of rows) {
        row.cells[column].classList.add("start-unfolded");
        const own = types.map((type, number) => cellOf(row, before + number, type));
        added(own);
        row.cells[column].after(...own);
      }
    }
    turn(head.querySelector(".start-unfold"), open);
    const wide = Boolean(table.querySelector(".start-narrow"));
    scroll.classList.toggle("wide", wide);
    if (wide) scroll.tabIndex = 0;
    else scroll.removeAttribute("tabindex");
  }

  heads.forEach((head, place) => {
    const button = head.querySelector(".start-unfold");
    button?.addEventListener("click", () => unfold(head, place, button.getAttribute("aria-expanded") === "false"));
  });

  return { show() {} };
})();
