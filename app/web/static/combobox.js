// Choosing items by typing: a combobox (WAI-ARIA 1.2) over an input that takes a title or an id without it as well.
// What is chosen becomes a ticked line above the input.

const PAUSE = 180;
const SHOWN = 8;
const BOXES = ["thesis", "claim", "evidence", "counterargument", "rebuttal", "policy", "power", "actor"];
const ACTORS = ["state", "person", "organization", "group"];
let made = 0;

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

function lookOf(kind) {
  if (ACTORS.includes(kind)) return "actor";
  if (kind === "power-type") return "power";
  return BOXES.includes(kind) ? kind : "other";
}

function said({ kind, label, text }, into) {
  const title = make("b", label);
  title.dir = "auto";
  into.append(make("span", kind.replaceAll("-", " "), `kind ${lookOf(kind)}`), " ", title);
  if (text && text !== label) {
    const full = make("span", text, "full");
    full.dir = "auto";
    into.append(" ", full);
  }
}

async function search(words, kind) {
  const query = new URLSearchParams([["q", words], ["limit", "60"], ...(kind ? [["kind", kind]] : [])]);
  try {
    const answer = await fetch(`/api/search?${query}`, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).items : [];
  } catch {
    return []; // then there are no suggestions, and what is typed is taken as it is
  }
}

// Gives every input of a field its suggestions; `changed` is called when something is chosen.
export function combobox(row, changed) {
  for (const input of row.querySelectorAll(".combo input")) suggest(row, input, changed);
}

function suggest(row, input, changed) {
  const kinds = input.dataset.kinds ? input.dataset.kinds.split(",") : [];
  const options = make("ul", undefined, "options");
  options.id = `options-${++made}`;
  options.setAttribute("role", "listbox");
  options.setAttribute("aria-label", "Suggestions");
  options.hidden = true;
  input.parentElement.append(options);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": options.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  let items = [], active = -1, waiting = 0, asked = 0;

  function close() {
    clearTimeout(waiting);
    asked += 1;
    options.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function activate(index) {
    active = items.length ? (index + items.length) % items.length : -1;
    [...options.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === active)));
    if (active < 0) return;
    const line = options.children[active];
    input.setAttribute("aria-activedescendant", line.id);
    line.scrollIntoView({ block: "nearest" });
  }

  function show(found) {
    items = found.slice(0, SHOWN);
    options.replaceChildren(...items.map((item, at) => {
      const line = make("li");
      line.id = `${options.id}-${at}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      said({ ...item, text: "" }, line);
      return line;
    }));
    options.hidden = !items.length;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(items.length > 0));
  }

  async function look() {
    const words = input.value.trim();
    const number = ++asked;
    if (!words) return close();
    // Statements come first in every search; other kinds, which are few, are asked for by name.
    const some = kinds.length && !kinds.includes("claim") ? kinds : [""];
    const found = (await Promise.all(some.map((kind) => search(words, kind)))).flat();
    if (number !== asked || document.activeElement !== input) return; // something else was typed meanwhile
    show(found.filter(({ kind }) => !kinds.length || kinds.includes(kind)));
  }

  function choose(item) {
    row.querySelector(`.chosen input[value="${CSS.escape(item.iri)}"]`)?.closest("li").remove();
    const line = make("li");
    const label = make("label", undefined, `card-of ${lookOf(item.kind)}`);
    const tick = make("input");
    Object.assign(tick, { type: "checkbox", name: input.name, value: item.iri, checked: true });
    const words = make("span");
    said(item, words);
    label.append(tick, " ", words);
    line.append(label);
    const chosen = row.querySelector(".chosen");
    if ("one" in row.dataset) chosen.replaceChildren(line);
    else chosen.append(line);
    input.value = "";
    close();
    changed();
  }

  // Enter chooses what is marked; else it marks what bears the very name, or the first.
  function enter(isOpen) {
    if (!isOpen) look();
    else if (active >= 0) choose(items[active]);
    else {
      const words = input.value.trim().toLowerCase();
      activate(Math.max(0, items.findIndex(({ name, label }) => [name, label].some((one) => one?.toLowerCase() === words))));
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const isOpen = !options.hidden;
    const moves = { ArrowDown: active + 1, ArrowUp: active < 0 ? -1 : active - 1 };
    if (event.key in moves) {
      event.preventDefault();
      if (isOpen) activate(moves[event.key]);
      else look();
    } else if (event.key === "Enter" && input.value.trim()) {
      event.preventDefault(); // somebody who is choosing does not mean to send the form
      enter(isOpen);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", close);
  options.addEventListener("pointerdown", (event) => event.preventDefault());
  options.addEventListener("click", (event) => {
    const line = event.target.closest("[role=option]");
    if (line) choose(items[[...options.children].indexOf(line)]);
  });
}
