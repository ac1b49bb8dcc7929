// An answer as bars: how large a number each row has, or how often each value of a column occurs. Names and figures
// stand beside the bars, in a table, so that the chart reads without seeing them.

import { isNumeric, numberOf } from "./ask_answer.js";
import { linkOf, make, scrolled } from "./ask_table.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST = 100;
const COUNT = "number of rows";

/** Show an answer as bars; the arguments are those of `showTable`. */
export async function showChart(place, answer, names, ask) {
  const { variables, rows } = answer;
  const numbers = variables.filter((_, column) => isNumeric(rows, column));
  const texts = variables.filter((name) => !numbers.includes(name));
  const name = choice("A bar for each", texts.length ? texts : variables, texts[0] ?? variables[0]);
  const length = choice("as long as", [...numbers, COUNT], numbers[0] ?? COUNT);
  const told = make("p", { className: "muted", attributes: { role: "status" } });
  const chart = scrolled("Chart of the answer");
  const draw = () => {
    const bars = barsOf(answer, names, name.value, length.value);
    chart.replaceChildren(tableOf(bars.slice(0, MOST), name.value, length.value, names));
    const more = bars.length - MOST;
    told.textContent = more > 0 ? `The first ${MOST} of ${bars.length.toLocaleString("en")} are drawn; sort or limit them in the query.` : "";
  };
  name.addEventListener("change", draw);
  length.addEventListener("change", draw);
  place.replaceChildren(make("p", { className: "choices" }, name.parentElement, " ", length.parentElement), told, chart);
  draw();
  const known = names.titles.size;
  await names.learn(rows.slice(0, 500).flat(), ask).catch(() => {});
  if (names.titles.size !== known) draw();
}

function choice(words, values, value) {
  const select = make("select", {}, ...values.map((one) => make("option", {}, one)));
  select.value = value;
  make("label", {}, `${words} `, select);
  return select;
}

function barsOf({ variables, rows }, names, name, length) {
  const column = variables.indexOf(name);
  if (length === COUNT) return counted(rows.map((row) => row[column]), names);
  const figure = variables.indexOf(length);
  const bars = rows.filter((row) => row[figure]).map((row) => ({ terms: [row[column]], size: numberOf(row[figure]) }));
  // Where a name does not tell the rows apart, the other texts beside it do.
  const others = variables.map((_, place) => place).filter((place) => place !== column && !isNumeric(rows, place));
  const isUnique = () => new Set(bars.map(({ terms }) => JSON.stringify(terms))).size === bars.length;
  const full = rows.filter((row) => row[figure]);
  for (const other of others) {
    if (isUnique()) break;
    bars.forEach((bar, place) => bar.terms.push(full[place][other]));
  }
  return bars;
}

function counted(terms, names) {
  const found = new Map();
  for (const term of terms) {
    const key = names.text(term);
    const bar = found.get(key) ?? { terms: [term], size: 0 };
    bar.size += 1;
    found.set(key, bar);
  }
  return [...found.values()].sort((one, other) => other.size - one.size);
}

function tableOf(bars, name, length, names) {
  const sizes = bars.map(({ size }) => size).filter(Number.isFinite);
  const low = Math.min(0, ...sizes);
  const span = Math.max(0, ...sizes) - low || 1;
  const rows = bars.map(({ terms, size }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, ...terms.flatMap((term, place) => [place ? " · " : "", said(term, names)])),
      make("td", { className: "length" }, barOf(size, low, span)),
      make("td", { className: "number" }, Number.isFinite(size) ? size.toLocaleString("en", { maximumFractionDigits: 6 }) : String(size)),
    ),
  );
  const heads = [name, "", length].map((text, place) =>
    place === 1
      ? make("td", { attributes: { "aria-hidden": "true" } })
      : make("th", { scope: "col", className: place ? "number" : "" }, text),
  );
  return make("table", { className: "chart" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
}

function said(term, names) {
  return term?.type === "uri" ? linkOf(term.value, names) : names.text(term) || "(nothing)";
}

function barOf(size, low, span) {
  const svg = document.createElementNS(SVG, "svg");
  const bar = document.createElementNS(SVG, "rect");
  const place = Number.isFinite(size) ? Math.min(size, 0) - low : -low;
  const attributes = { x: `${(100 * place) / span}%`, width: `${(100 * Math.abs(Number.isFinite(size) ? size : 0)) / span}%`, height: "100%" };
  for (const [key, value] of Object.entries(attributes)) bar.setAttribute(key, value);
  if (size < 0) bar.classList.add("negative"); // outlined, not filled: not by its colour alone
  svg.append(bar);
  svg.setAttribute("aria-hidden", "true");
  return svg;
}
