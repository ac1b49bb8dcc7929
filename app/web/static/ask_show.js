// Shows an answer: how much it is, its views, the files it can be had as, and what asks the same elsewhere.

import { showChart } from "./ask_chart.js";
import { FORMATS, addressAs, curl, fileName, python, showTexts } from "./ask_elsewhere.js";
import { ENDPOINT, ask, fetchAs, fetchJson } from "./ask_server.js";
import { make, showTable } from "./ask_table.js";

const VIEWS = { table: ["Table", "table graph"], chart: ["Chart", "table"], turtle: ["Turtle", "graph"] };

const find = (id) => document.getElementById(id);

/** The address of a question. */
export function addressOf({ query, name, values }) {
  return `/ask?${new URLSearchParams(name ? { name, ...values } : { query })}`;
}

/** Tell a fault: what it is and, below it, as it is laid out, where; "" takes it away. */
export function tell(words, place = find("ask-fault")) {
  const [what, ...where] = words.split("\n");
  place.replaceChildren(what, ...(where.length ? [make("code", { className: "where" }, `\n${where.join("\n")}`)] : []));
  place.hidden = !words;
}

/** The place where answers are shown. */
export class Shown {
  /**
   * @param {object} options
   * @param {Promise<Names>} options.names What IRIs are read by.
   * @param {boolean} options.needsToken Whether programs need a token to ask.
   * @param {string} options.limits What the server stops an answer at, in words.
   */
  constructor({ names, needsToken, limits }) {
    Object.assign(this, { names, needsToken, limits, asked: null, answer: null });
  }

  /** Show an answer. */
  show(asked, answer, seconds) {
    Object.assign(this, { asked, answer });
    find("ask-begin").hidden = true;
    find("ask-answer").hidden = false;
    find("ask-title").textContent = asked.title;
    find("ask-said").textContent = asked.said ?? "";
    find("ask-told").textContent = this.told(seconds);
    find("ask-told").classList.toggle("cut", answer.isCut);
    tell("", find("ask-map-fault"));
    this.drawTools();
    this.view(location.hash.slice(1));
  }

  /** Show none. */
  clear() {
    this.asked = this.answer = null;
    find("ask-answer").hidden = true;
    find("ask-body").replaceChildren();
    find("ask-tools").hidden = true;
    find("ask-elsewhere").hidden = true;
  }

  told(seconds) {
    const { form, rows, isCut } = this.answer;
    const took = seconds < 1 ? `in ${Math.max(1, Math.round(seconds * 1000))} ms` : `in ${seconds.toFixed(1)} s`;
    if (form === "boolean") return `Answered ${took}`;
    const amount = `${rows.length.toLocaleString("en")} ${form === "graph" ? "triple" : "row"}${rows.length === 1 ? "" : "s"} ${took}`;
    return isCut ? `${amount}, and there are more: the server stopped. ${this.limits} Ask for fewer, with LIMIT or a narrower pattern.` : amount;
  }

  drawTools() {
    const { asked, answer } = this;
    const hasRows = answer.rows.length > 0;
    find("ask-tools").hidden = false;
    find("ask-edit").hidden = !asked.name;
    find("ask-views").replaceChildren(
      ...Object.entries(VIEWS).filter(([, [, forms]]) => forms.includes(answer.form)).map(([name, [words]]) => {
        const button = make("button", { type: "button", data: { view: name } }, words);
        button.addEventListener("click", () => this.view(name));
        return button;
      }),
    );
    find("ask-views").hidden = !hasRows;
    find("ask-map").hidden = !hasRows;
    find("ask-map").href = addressOf(asked).replace("/ask?", "/ask/map?");
    find("ask-files").replaceChildren(
      make("span", { className: "muted", attributes: { "aria-hidden": "true" } }, "Download"),
      ...Object.entries(FORMATS[answer.form]).map(([name, [format, ending]]) =>
        make("a", { className: "button", href: addressAs(asked.query, format, ENDPOINT), download: fileName(asked.title, ending) }, name),
      ),
    );
    const endpoint = location.origin + ENDPOINT;
    showTexts(find("ask-elsewhere").lastElementChild, {
      Link: location.origin + addressOf(asked),
      curl: curl(asked.query, answer.form, endpoint, this.needsToken),
      Python: python(asked.query, answer.form, endpoint, this.needsToken),
    });
    find("ask-elsewhere").hidden = false;
  }

  /** Show the answer in one of its views; the address tells which, after a #. */
  async view(wanted) {
    const { answer } = this;
    const buttons = [...find("ask-views").children];
    const name = buttons.some((button) => button.dataset.view === wanted) ? wanted : "table";
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    const hash = name === "table" ? "" : `#${name}`;
    if (location.hash !== hash) history.replaceState(history.state, "", location.pathname + location.search + hash);
    const names = await this.names;
    if (answer !== this.answer) return;
    const body = find("ask-body");
    if (answer.form === "boolean") body.replaceChildren(verdict(answer.yes ? "Yes" : "No"));
    else if (!answer.rows.length) body.replaceChildren(verdict("Nothing was found."));
    else if (name === "turtle") await this.showTurtle(body);
    else (name === "chart" ? showChart : showTable)(body, answer, names, ask);
  }

  async showTurtle(body) {
    const { asked, answer } = this;
    body.replaceChildren(make("p", { className: "muted" }, "Writing it as Turtle …"));
    const text = await fetchAs(asked.query, "text/turtle").catch((error) => tell(error.message) ?? "");
    if (answer !== this.answer) return;
    const shown = make("pre", { className: "turtle", tabIndex: 0, attributes: { role: "region", "aria-label": "Turtle" } }, text);
    body.replaceChildren(...(text ? [shown] : []));
  }

  /** Go to the map of the answer; where it makes none, tell why. */
  async goToMap(link) {
    const place = find("ask-map-fault");
    const amount = find("ask-told").textContent;
    tell("", place);
    find("ask-told").textContent = "Drawing the map …";
    try {
      await fetchJson(link.href.replace("/ask/map?", "/ask/map.json?"));
      location.assign(link.href);
    } catch (error) {
      tell(error.message, place);
    } finally {
      find("ask-told").textContent = amount;
    }
  }
}

function verdict(words) {
  return make("p", { className: "verdict" }, words);
}
