// What the editor proposes: keywords, prefixes, terms of the vocabulary, variables of the query, and items by title.

import { syntaxTree } from "@codemirror/language";

const KEYWORDS = `SELECT DISTINCT REDUCED WHERE ASK CONSTRUCT DESCRIBE FROM NAMED PREFIX BASE OPTIONAL UNION MINUS FILTER
  GRAPH BIND VALUES UNDEF SERVICE EXISTS NOT IN AS GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET`.split(/\s+/);
const FUNCTIONS = `COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI BNODE RAND ABS CEIL
  FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY
  NOW COALESCE IF STRLANG STRDT SAMETERM ISIRI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE`.split(/\s+/);
const WORDS = new Set([...KEYWORDS, ...FUNCTIONS, "A", "TRUE", "FALSE"]);
const MOST = 40;

/** Return the sources of completion; see `createEditor` for `terms` and `items`. */
export function completionSources(terms, items) {
  // What cannot be fetched, or is not wanted any more, is not offered; that is no error.
  const outsideOfTexts = (source) => (context) => (isInText(context) ? null : source(context).catch(() => null));
  return [
    variables,
    (context) => declarations(context, terms),
    (context) => names(context, terms),
    (context) => titled(context, terms, items),
  ].map(outsideOfTexts);
}

function isInText(context) {
  return /comment|string/.test(syntaxTree(context.state).resolveInner(context.pos, -1).name);
}

function isDeclaring(context) {
  return context.matchBefore(/\bprefix\s+[\w-]*$/i) !== null;
}

async function variables(context) {
  const typed = context.matchBefore(/[?$]\w*/);
  if (!typed) return null;
  const text = context.state.doc.toString();
  const rest = text.slice(0, typed.from) + text.slice(context.pos);
  const found = [...new Set(rest.match(/[?$]\w+/g))].sort();
  return { from: typed.from, options: found.map((label) => ({ label, detail: "variable" })), validFor: /^[?$]\w*$/ };
}

async function declarations(context, terms) {
  if (!isDeclaring(context)) return null;
  const typed = context.matchBefore(/[\w-]*$/);
  const { prefixes } = await terms();
  const options = Object.entries(prefixes).map(([name, namespace]) => ({
    label: `${name}:`,
    detail: namespace,
    apply: `${name}: <${namespace}>`,
  }));
  return { from: typed.from, options, validFor: /^[\w-]*$/ };
}

/** Keywords, prefixes and terms, by any part of a name or of a label. */
async function names(context, terms) {
  const typed = context.matchBefore(/[A-Za-z_][\w-]*:?[\w.-]*/);
  if (isDeclaring(context) || (typed ? /[?$@]/.test(before(context, typed.from)) : !context.explicit)) return null;
  if (typed && isWord(context, typed.from)) return null;
  const word = typed?.text ?? "";
  if ((word.length < 2 && !context.explicit) || WORDS.has(word.toUpperCase())) return null;
  const known = await terms();
  const spoken = KEYWORDS.map((label) => ({ label, detail: "keyword" })).concat(
    FUNCTIONS.map((label) => ({ label, detail: "function", apply: `${label}(` })),
  );
  const prefixed = Object.entries(known.prefixes).map(([name, namespace]) => ({ label: `${name}:`, detail: namespace }));
  const options = best(word, [
    ...(word.includes(":") ? [] : [...spoken, ...prefixed]),
    ...known.terms.map((term) => ({
      label: term.name,
      detail: `${term.label} · ${term.kind}`,
      info: term.definition ? () => paragraph(term.definition) : undefined,
      spoken: term.label,
    })),
  ]);
  return options.length ? { from: typed?.from ?? context.pos, options, filter: false } : null;
}

/** Whether a plain word stands before a position: then what is typed there is a further word of a title. */
function isWord(context, position) {
  const found = /(^|[^\p{L}\p{N}_:?$@<.-])([\p{L}'’]{2,}) $/u.exec(context.state.sliceDoc(Math.max(position - 40, 0), position));
  return found !== null && !WORDS.has(found[2].toUpperCase());
}

/** Items by the words of their titles; `corpus:` and a part of an id do as well. */
async function titled(context, terms, items) {
  const typed = context.matchBefore(/[\p{L}\p{N}_'’:.-]+(?: [\p{L}\p{N}_'’-]+){0,5} ?/u);
  if (!typed || isDeclaring(context)) return null;
  const asked = afterSparql(typed, before(context, typed.from));
  if (!asked) return null;
  const known = await terms();
  const { words, namespace } = inNamespace(asked.text.trim(), known.prefixes);
  if (words.length < (namespace ? 1 : 3)) return null;
  const stop = new AbortController();
  context.addEventListener("abort", () => stop.abort(), { onDocChange: true });
  const found = (await items(words, stop.signal)).filter((item) => item.iri.startsWith(namespace));
  const options = found.map((item) => ({
    label: item.label,
    detail: `${item.name} · ${item.kind}`,
    apply: item.name,
    info: item.text ? () => paragraph(item.text) : undefined,
  }));
  return options.length ? { from: asked.from, options, filter: false } : null;
}

/** Leave out what stands before the last keyword, name with a colon, or variable. */
function afterSparql(typed, previous) {
  let { from, text } = typed;
  if (/[?$@<]/.test(previous)) {
    const space = text.indexOf(" ");
    if (space < 0) return null;
    from += space + 1;
    text = text.slice(space + 1);
  }
  for (;;) {
    const first = /^(\S+) /.exec(text);
    if (!first || !(WORDS.has(first[1].toUpperCase()) || /[:.]/.test(first[1]))) break;
    from += first[0].length;
    text = text.slice(first[0].length);
  }
  return text && !WORDS.has(text.trim().toUpperCase()) ? { from, text } : null;
}

function inNamespace(text, prefixes) {
  const [prefix, local] = text.split(":", 2);
  if (local === undefined) return { words: text, namespace: "" };
  return prefixes[prefix] ? { words: local, namespace: prefixes[prefix] } : { words: "", namespace: "" };
}

function before(context, position) {
  return context.state.sliceDoc(Math.max(position - 1, 0), position);
}

/** The options that a word fits, the best first: by the start of the name, of a word in it, or of a word of the label. */
function best(word, options) {
  const wanted = word.toLowerCase();
  const starts = new RegExp(`(^|[\\s:_-])${wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
  const rank = ({ label, spoken = "" }) => {
    const name = label.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (starts.test(name) || starts.test(spoken.toLowerCase())) return 1;
    return name.includes(wanted) ? 2 : 9;
  };
  const ranked = options.map((option) => [rank(option), option]).filter(([place]) => place < 9);
  return ranked.sort(([one], [other]) => one - other).slice(0, MOST).map(([, option]) => option);
}

function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}
