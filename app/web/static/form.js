// A form while it is being filled: it is checked as one types, and shows what will come of it. Without this script the
// form works as well; everything is written with textContent, and the drawing is the server's own.
import { combobox } from "./combobox.js";

const PAUSE = 350; // milliseconds without a key after which the form is checked
const form = document.querySelector("form[data-check]");
const byId = (id) => document.getElementById(id);

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  if (text !== undefined) element.dir = "auto";
  return element;
}

// ---- Faults at their fields ----

const visited = new Set([...form.querySelectorAll("[aria-invalid]")].map((control) => control.name));
const rowOf = (name) => form.querySelector(`[data-field="${CSS.escape(name)}"]`);

function showFaults(faults) {
  for (const row of form.querySelectorAll("[data-field]")) {
    const name = row.dataset.field;
    const told = visited.has(name) ? (faults[name] ?? []) : [];
    const line = row.querySelector(".fault");
    const text = told.join(" ");
    if (line.textContent !== text) line.textContent = text;
    line.hidden = !text;
    for (const control of row.querySelectorAll("[aria-describedby]")) {
      if (text) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
}

// ---- What is shown beside ----

function list(id, lines) {
  const section = byId(id);
  if (!section) return;
  section.querySelector("ul").replaceChildren(...lines);
  section.hidden = !lines.length;
}

function kindTag(look, kind) {
  return make("span", kind, `kind ${look}`);
}

function alikeLine({ address, kind, look, title, text, instead }) {
  const line = make("li");
  const link = make("a", title);
  link.href = address;
  link.target = "_blank";
  line.append(kindTag(look, kind), " ", link, " ", make("span", text, "full"));
  if (instead) {
    const other = make("a", "Use this one instead", "instead");
    other.href = instead;
    line.append(" ", other);
  }
  return line;
}

function draw(svg, words) {
  const section = byId("preview");
  if (!section) return;
  const parsed = svg ? new DOMParser().parseFromString(svg, "image/svg+xml").documentElement : null;
  const isDrawing = parsed?.namespaceURI === "http://www.w3.org/2000/svg";
  section.querySelector(".drawing").replaceChildren(...(isDrawing ? [document.importNode(parsed, true)] : []));
  section.querySelector(".in-words").replaceChildren(...words.map((text) => make("li", text)));
  section.hidden = !isDrawing;
  toNew();
}

// What is new stands at the right: on a phone that would be out of view.
function toNew() {
  const drawing = document.querySelector(".drawing");
  if (drawing) drawing.scrollLeft = drawing.scrollWidth;
}

function tellScheme(scheme) {
  const place = form.querySelector("[data-scheme]");
  if (!place) return;
  if (!scheme) {
    place.replaceChildren();
    return;
  }
  const questions = make("ul");
  questions.append(...scheme.questions.map((text) => make("li", text)));
  place.replaceChildren(make("p", scheme.definition), make("p", "Questions that test it:", "hint"), questions);
}

let toldAlike = 0;
function announce(alike) {
  if (alike.length && alike.length !== toldAlike) {
    byId("told").textContent = alike.length === 1 ? "One statement says nearly the same." : `${alike.length} statements say nearly the same.`;
  } else if (!alike.length) byId("told").textContent = "";
  toldAlike = alike.length;
}

// ---- Checking ----

let waiting = 0;
let asking = null;

async function checkNow() {
  asking?.abort();
  asking = new AbortController();
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body, signal: asking.signal });
    if (!answer.ok) return; // what is wrong is told when the form is sent
    const found = await answer.json();
    showFaults(found.faults);
    if (found.alike) {
      list("alike", found.alike.map(alikeLine));
      list("notes", found.notes.map((text) => make("li", text)));
      draw(found.drawing, found.words);
      tellScheme(found.scheme);
      announce(found.alike);
    }
    form.dataset.checked = String(Number(form.dataset.checked ?? 0) + 1);
  } catch (error) {
    if (error.name !== "AbortError") form.dataset.unchecked = "true"; // the server is not to be reached just now
  }
}

function checkSoon(pause = PAUSE) {
  clearTimeout(waiting);
  waiting = setTimeout(checkNow, pause);
}

form.addEventListener("input", () => checkSoon());
form.addEventListener("change", () => checkSoon(0));
form.addEventListener("focusout", ({ target }) => {
  const row = target.closest?.("[data-field]");
  if (row && !visited.has(row.dataset.field)) {
    visited.add(row.dataset.field);
    checkSoon();
  }
});

// ---- Small helps ----

function count(row) {
  const shown = row.querySelector(".count");
  const control = row.querySelector("input:not([type=checkbox]), textarea");
  if (!shown || !control) return;
  const most = Number(shown.dataset.of);
  const length = [...control.value.trim()].length;
  shown.textContent = length > most ? `${length - most} too many` : `${length} of ${most}`;
  shown.classList.toggle("over", length > most);
}

// Some fields say more of another: a scheme is that of a support. They wait until that one says something.
function isFilled(row) {
  const texts = [...row.querySelectorAll("input:not([type=checkbox]), textarea, select")].map(({ value }) => value.trim());
  return Boolean(row.querySelector("input[type=checkbox]:checked") || texts.some(Boolean));
}

function offerMore() {
  for (const row of form.querySelectorAll("[data-with]")) {
    const others = row.dataset.with.split(" ").map(rowOf).filter(Boolean);
    row.hidden = !isFilled(row) && !row.querySelector("[aria-invalid]") && !others.some(isFilled);
  }
}

for (const row of form.querySelectorAll("[data-field]")) {
  count(row);
  row.addEventListener("input", () => count(row));
}
for (const row of form.querySelectorAll(".items")) combobox(row, () => form.dispatchEvent(new Event("change")));
form.addEventListener("input", offerMore);
form.addEventListener("change", offerMore);
offerMore();

for (const select of form.querySelectorAll("[data-again]")) {
  select.addEventListener("change", () => form.requestSubmit(form.querySelector(`button[name=do][value="${select.dataset.again}"]`)));
}

// A link in the summary of faults leads to its field, also where that is folded away.
document.querySelector("#faults")?.addEventListener("click", (event) => {
  const control = event.target.hash && byId(event.target.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  for (let folded = control.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
  control.focus();
});

// Sent twice it would be added once, but the second answer would be a surprise.
form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "true";
});
addEventListener("pageshow", () => delete form.dataset.sent);
toNew();
form.dataset.ready = "true";
