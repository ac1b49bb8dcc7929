// The Ask page: takes questions from the editor, the gallery and the address, has them answered, and keeps each in the
// address, so that it can be sent, kept, and gone back to.

import { Names, read } from "./ask_answer.js";
import { openEditor } from "./ask_editor.js";
import { startGallery } from "./ask_gallery.js";
import { forget, note, recent } from "./ask_recent.js";
import { Refusal, ask, fetchJson } from "./ask_server.js";
import { Shown, addressOf, tell } from "./ask_show.js";
import { make } from "./ask_table.js";

const REMEMBERED = 10;
const find = (id) => document.getElementById(id);
const desk = find("ask").dataset;
const given = JSON.parse(find("asked").textContent);
const site = document.title.split(" · ").at(-1);
const remembered = new Map(); // address → what was asked and answered, for going back
let running = null; // stops what is being asked

const terms = once(() => fetchJson("/ask/terms.json"));
const names = terms().then(({ prefixes }) => new Names(prefixes, desk.ours), () => new Names({}, desk.ours));
const shown = new Shown({ names, needsToken: "needsToken" in desk, limits: desk.limits });
const editor = await openEditor({
  parent: find("ask-editor"),
  area: find("ask-query"),
  source: desk.editor,
  onRun: () => find("ask-form").requestSubmit(),
  terms,
  items,
});

/** Call a function once, and again only where it failed. */
function once(call) {
  let kept = null;
  return () => (kept ??= call().catch((error) => { kept = null; throw error; }));
}

async function items(words, signal, kind = "") {
  const found = await fetchJson(`/ask/items.json?${new URLSearchParams({ q: words.slice(0, 200), kind })}`, signal);
  const known = await names;
  return found.map((item) => ({ ...item, name: known.short(item.iri) }));
}

/** Answer a question: {query} or {name, values}. `jump` takes the reader there. */
async function answer(question, { push = true, jump = false } = {}) {
  running?.abort();
  const stop = (running = new AbortController());
  const address = addressOf(question);
  if (push && address !== location.pathname + location.search) history.pushState(null, "", address);
  begin(jump);
  try {
    const asked = { ...question, ...(await filled(question, stop.signal)) };
    const begun = performance.now();
    const result = await ask(asked.query, stop.signal);
    if (running === stop) show(asked, result, (performance.now() - begun) / 1000, jump);
  } catch (error) {
    if (running === stop) refuse(error, question);
  } finally {
    if (running === stop) end();
  }
}

async function filled({ query, name, values }, signal) {
  if (!name) return { query, title: titleOf(query), said: "" };
  return fetchJson(`/ask/query.json?${new URLSearchParams({ name, ...values })}`, signal);
}

function titleOf(query) {
  return /^\s*#+[ \t]*(?:title:)?[ \t]*(\S.*)/m.exec(query)?.[1].trim() ?? "Answer";
}

function begin(jump) {
  tell("");
  tell("", find("ask-map-fault"));
  editor.unmark();
  find("ask-begin").hidden = true;
  find("ask-stop").hidden = false;
  find("ask-answer").hidden = false;
  find("ask-answer").setAttribute("aria-busy", "true");
  if (!shown.asked) {
    find("ask-title").textContent = "Answer";
    find("ask-said").textContent = "";
  }
  find("ask-told").textContent = "Asking …";
  if (jump) find("ask-answer").scrollIntoView();
}

function end() {
  running = null;
  if (document.activeElement === find("ask-stop")) find("ask-run").focus();
  find("ask-stop").hidden = true;
  find("ask-answer").removeAttribute("aria-busy");
}

function show(asked, result, seconds, jump = false) {
  const address = addressOf(asked);
  tell("");
  document.title = `${asked.title} · ${site}`;
  shown.show(asked, result, seconds);
  if (jump) find("ask-title").focus();
  else if (find("ask-answer").getBoundingClientRect().top > innerHeight - 80) find("ask-answer").scrollIntoView();
  remembered.delete(address);
  remembered.set(address, { asked, result, seconds });
  if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value);
  note(address, asked.said ? `${asked.title} (${asked.said})` : asked.title);
  drawRecent();
}

function refuse(error, question) {
  shown.clear();
  if (error.name === "AbortError") return tell("It was stopped before there was an answer.");
  const problem = error.problem ?? {};
  if (!(error instanceof Refusal)) console.error(error);
  tell(error instanceof Refusal ? error.message : "The answer could not be read.");
  if (problem.status === 401) {
    const here = encodeURIComponent(location.pathname + location.search);
    find("ask-fault").append(" ", make("a", { href: `/sign-in?then=${here}` }, "Sign in"));
  }
  if (question.query === editor.text) mark(problem, error.message);
  return undefined;
}

function mark({ line, column = 1 }, words) {
  if (line) editor.mark(line, column, words.split("\n")[0]);
}

function drawRecent() {
  const questions = recent();
  find("ask-recent").hidden = !questions.length;
  find("ask-recent").querySelector("ol").replaceChildren(
    ...questions.map(({ address, title }) => make("li", {}, make("a", { href: address }, title))),
  );
}

/** Go on from the address: answer what it asks, without noting it anew. */
function follow(jump = false) {
  running?.abort();
  running = null;
  end();
  const { name = "", query = "", edit, ...values } = Object.fromEntries(new URLSearchParams(location.search));
  if (!name && !query) {
    shown.clear();
    tell("");
    document.title = `Ask · ${site}`;
    find("ask-begin").hidden = false;
    return;
  }
  const question = name ? { name, values } : { query };
  if (!name && editor.text !== query) editor.text = query;
  const kept = remembered.get(addressOf(question));
  if (kept) show(kept.asked, kept.result, kept.seconds, jump);
  else answer(question, { push: false, jump });
}

function goTo(event, link) {
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  find("ask-recent").open = false;
  history.pushState(null, "", link.href);
  follow(true);
}

function put(query) {
  editor.text = query;
  tell("");
  find("ask-form").scrollIntoView({ block: "nearest" });
  editor.focus();
}

/** Take over what the server has answered already. */
function goOn() {
  const { problem, answer: result, answered, query, name, values, title, said } = given;
  const question = name ? { name, values } : { query };
  if (problem && !name) mark(problem, problem.detail);
  if (result) show({ ...question, query, title, said }, { ...read(result.type, result.text), isCut: false }, result.seconds);
  else if (answered) answer(question, { push: false });
  if (problem && result) tell(problem.detail);
}

function closeRecent(event) {
  if (event.key !== "Escape" || !find("ask-recent").open) return;
  find("ask-recent").open = false;
  find("ask-recent").firstElementChild.focus();
}

find("ask-keys").hidden = !desk.editor;
find("ask-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (editor.text.trim()) answer({ query: editor.text });
  else tell("There is no question yet: write one, or take one of the ready-made ones.");
});
find("ask-stop").addEventListener("click", () => running?.abort());
find("ask-edit").addEventListener("click", () => put(shown.asked.query));
find("ask-map").addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  shown.goToMap(find("ask-map"));
});
find("ask-forget").addEventListener("click", () => {
  forget();
  drawRecent();
  find("ask-run").focus();
});
find("ask-recent").addEventListener("click", (event) => goTo(event, event.target.closest("a")));
find("ask-recent").addEventListener("keydown", closeRecent);
for (const link of document.querySelectorAll("#ask-begin a[data-query]")) link.addEventListener("click", (event) => goTo(event, link));
startGallery({
  answer: (name, values) => answer({ name, values }, { jump: true }),
  edit: (name, values) => filled({ name, values }).then(({ query }) => put(query), (error) => tell(error.message)),
  items,
});
addEventListener("popstate", () => follow());
drawRecent();
goOn();
document.documentElement.dataset.ask = "ready";
