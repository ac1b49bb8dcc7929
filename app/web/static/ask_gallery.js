// The named queries: found by words, asked at once, with suggestions for the items that they ask for.

import { make } from "./ask_table.js";

/**
 * Bring the gallery to life.
 *
 * @param {object} options
 * @param {(name: string, values: Record<string, string>) => void} options.answer Answers a named query.
 * @param {(name: string, values: Record<string, string>) => void} options.edit Puts one into the editor.
 * @param {(words: string, signal: AbortSignal, kind: string) => Promise<object[]>} options.items Items by words.
 */
export function startGallery({ answer, edit, items }) {
  const gallery = document.getElementById("gallery");
  for (const form of gallery.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { name, ...values } = Object.fromEntries(new FormData(form));
      (event.submitter?.name === "edit" ? edit : answer)(name, values);
    });
  }
  for (const input of gallery.querySelectorAll("input[data-kind]")) suggest(input, items);
  search(gallery);
}

/** Propose items for what is typed into a field, in the browser's own list. */
function suggest(input, items) {
  const list = document.getElementById("ask-items");
  let stop = null;
  let wait = 0;
  input.addEventListener("focus", () => {
    list.replaceChildren();
    input.setAttribute("list", list.id);
  });
  input.addEventListener("blur", () => input.removeAttribute("list"));
  input.addEventListener("input", (event) => {
    clearTimeout(wait);
    stop?.abort();
    // What was chosen from the list needs no further words.
    if (event.inputType === undefined || event.inputType === "insertReplacementText" || input.value.trim().length < 2) return;
    wait = setTimeout(async () => {
      stop = new AbortController();
      const found = await items(input.value, stop.signal, input.dataset.kind).catch(() => []);
      list.replaceChildren(...found.map(({ name, label, kind }) => make("option", { value: name }, `${label} · ${kind}`)));
    }, 120);
  });
}

function search(gallery) {
  const words = document.getElementById("gallery-words");
  const told = document.getElementById("gallery-found");
  const entries = [...gallery.querySelectorAll("li")].map((entry) => [entry, folded(entry.textContent)]);
  document.getElementById("gallery-search").hidden = false;
  words.addEventListener("input", () => {
    const wanted = folded(words.value).split(/\s+/).filter(Boolean);
    for (const [entry, text] of entries) entry.hidden = !wanted.every((word) => text.includes(word));
    const count = entries.filter(([entry]) => !entry.hidden).length;
    told.textContent = wanted.length ? `${count} found` : "";
  });
}

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
