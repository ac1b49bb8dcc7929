// An answer as a table: sorted by any column, fifty rows at a time, items by their titles and as links.

import { isNumeric, numberOf } from "./ask_answer.js";

const PAGE = 50;
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "accent" });

/** Make an element; properties are set on it, and children, which may be texts, are put into it. */
export function make(tag, properties = {}, ...children) {
  const { data = {}, attributes = {}, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** What may be larger than its place, and can be scrolled by keyboard. */
export function scrolled(label, ...content) {
  return make("div", { className: "rows", tabIndex: 0, attributes: { role: "region", "aria-label": label } }, ...content);
}

/**
 * Show an answer as a table.
 *
 * @param {HTMLElement} place Where to.
 * @param {object} answer See `read`.
 * @param {Names} names See `Names`.
 * @param {(query: string) => Promise<object>} ask Asks the server.
 */
export function showTable(place, answer, names, ask) {
  const { variables } = answer;
  const numeric = variables.map((_, column) => isNumeric(answer.rows, column));
  const languages = variables.map((_, column) => sharedLanguage(answer.rows, column));
  let rows = answer.rows;
  let sorted = { column: -1, down: false };
  let first = 0;

  const heads = variables.map((name, column) => {
    const button = make("button", { type: "button", className: "sort" }, name);
    button.addEventListener("click", () => sort(column));
    const head = make("th", { scope: "col", className: numeric[column] ? "number" : "" }, button);
    if (languages[column]) head.append(" ", make("small", { title: "The language of all its texts" }, languages[column]));
    return head;
  });
  const body = make("tbody");
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body);
  const region = scrolled("Table of the answer", table);
  const told = make("span", { attributes: { role: "status" } });
  const steps = {
    start: step("First", () => 0),
    back: step("Previous", () => first - PAGE),
    on: step("Next", () => first + PAGE),
    end: step("Last", () => Math.floor((rows.length - 1) / PAGE) * PAGE),
  };
  const pager = make("nav", { className: "pager", hidden: rows.length <= PAGE, attributes: { "aria-label": "Pages of the table" } });
  pager.append(steps.start, steps.back, told, steps.on, steps.end);
  place.replaceChildren(region, pager);
  draw();

  function step(words, target) {
    const button = make("button", { type: "button" }, words);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      first = target();
      draw();
      region.scrollTop = 0;
    });
    return button;
  }

  function sort(column) {
    // Up, down, and as the server gave it.
    if (sorted.column !== column) sorted = { column, down: false };
    else sorted = sorted.down ? { column: -1, down: false } : { column, down: true };
    rows = sorted.column < 0 ? answer.rows : [...answer.rows].sort(order(sorted));
    first = 0;
    heads.forEach((head, place) => {
      if (place === sorted.column) head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    draw();
  }

  function order({ column, down }) {
    const sign = down ? -1 : 1;
    const compare = numeric[column]
      ? (one, other) => numberOf(one) - numberOf(other)
      : (one, other) => collator.compare(names.text(one), names.text(other));
    // What is empty stands last, whichever way.
    return ([...one], [...other]) => {
      const [a, b] = [one[column], other[column]];
      return a && b ? sign * compare(a, b) : Number(!a) - Number(!b);
    };
  }

  async function draw() {
    const page = rows.slice(first, first + PAGE);
    fill(page);
    told.textContent = `${(first + 1).toLocaleString("en")}–${(first + page.length).toLocaleString("en")} of ${rows.length.toLocaleString("en")}`;
    const last = first + PAGE >= rows.length;
    for (const [name, button] of Object.entries(steps)) {
      // Not `disabled`: that would take the focus away from who goes through the pages by keyboard.
      button.setAttribute("aria-disabled", String(name === "start" || name === "back" ? first === 0 : last));
    }
    const known = names.titles.size;
    await names.learn(page.flat(), ask).catch(() => {}); // without titles, ids are shown
    if (names.titles.size !== known && page[0] === rows[first]) fill(page);
  }

  function fill(page) {
    body.replaceChildren(
      ...page.map((row) => make("tr", {}, ...row.map((term, column) => cellOf(term, names, numeric[column], languages[column])))),
    );
  }
}

/** The language of all texts of a column; "" where they have none, or several. */
function sharedLanguage(rows, column) {
  const found = new Set(rows.flatMap((row) => (row[column]?.type === "literal" ? [row[column].language] : [])));
  return found.size === 1 ? [...found][0] : "";
}

function cellOf(term, names, isNumber, shared) {
  const cell = make("td", { className: isNumber ? "number" : "" });
  if (!term) return cell;
  if (term.type === "uri") {
    const title = names.titles.get(term.value);
    cell.append(linkOf(term.value, names));
    if (title) cell.append(" ", make("small", { className: "id" }, names.short(term.value)));
    return cell;
  }
  cell.append(make("span", { title: term.datatype ? names.short(term.datatype) : "" }, names.text(term)));
  if (term.language) {
    cell.firstChild.lang = term.language;
    if (term.language !== shared) cell.append(" ", make("small", {}, term.language));
  }
  return cell;
}

/** An IRI as a link to where it leads, by its title where it has one; plain text where it leads nowhere. */
export function linkOf(iri, names) {
  const text = names.titles.get(iri) ?? names.short(iri);
  const href = names.address(iri);
  if (!href) return make("span", { title: iri }, text);
  const link = make("a", { href, title: iri }, text);
  if (!href.startsWith("/")) link.rel = "noopener noreferrer";
  return link;
}
