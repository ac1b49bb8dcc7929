// Answers as the server sends them: SPARQL results in JSON, or triples as N-Triples; and what their terms are to a reader.

export const TABLE = "application/sparql-results+json";
export const TRIPLES = "application/n-triples";

const LOCAL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?$/u;
const NUMBERS = /#(integer|decimal|double|float|long|int|short|byte|nonNegativeInteger|positiveInteger|unsigned\w+)$/;
const NUMERAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const TERM =
  /\s*(?:<([^>]*)>|(_:[\p{L}\p{N}_][\p{L}\p{N}_.-]*)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?)/uy;
const ESCAPED = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

/**
 * Read an answer.
 *
 * @param {string} type Its media type.
 * @param {string} text Its content.
 * @returns {{form: string, yes?: boolean, variables: string[], rows: (object|null)[][]}} `form` is "table", "boolean" or
 *   "graph"; each row has a term, or null, for each variable.
 */
export function read(type, text) {
  if (!type.includes("json")) {
    return { form: "graph", variables: ["subject", "predicate", "object"], rows: triples(text) };
  }
  const { head, results, boolean } = JSON.parse(text);
  if (boolean !== undefined) return { form: "boolean", yes: boolean, variables: [], rows: [] };
  const variables = head.vars ?? [];
  return { form: "table", variables, rows: results.bindings.map((row) => variables.map((name) => own(row, name))) };
}

/** Make of an answer that was cut off one that ends after its last whole row. */
export function uncut(type, text) {
  if (!type.includes("json")) return text.slice(0, text.lastIndexOf("\n") + 1);
  for (let end = text.lastIndexOf("},{"); end > 0; end = text.lastIndexOf("},{", end - 1)) {
    const whole = `${text.slice(0, end)}}]}}`;
    try {
      JSON.parse(whole);
      return whole;
    } catch {
      // These signs stood within a text.
    }
  }
  return '{"head":{"vars":[]},"results":{"bindings":[]}}';
}

function own(row, name) {
  if (!Object.hasOwn(row, name)) return null;
  const { type, value, datatype = "", "xml:lang": language = "" } = row[name];
  if (type === "triple") return { type: "literal", value: JSON.stringify(value), language, datatype };
  return { type: type === "typed-literal" ? "literal" : type, value, language, datatype };
}

function triples(text) {
  return text.split("\n").filter((line) => line.trim() && !line.startsWith("#")).map(triple);
}

function triple(line) {
  TERM.lastIndex = 0;
  const terms = [];
  for (let found = TERM.exec(line); found && terms.length < 3; found = TERM.exec(line)) {
    const [, iri, blank, value, language = "", datatype = ""] = found;
    if (iri !== undefined) terms.push({ type: "uri", value: plain(iri) });
    else if (blank) terms.push({ type: "bnode", value: blank.slice(2) });
    else terms.push({ type: "literal", value: plain(value), language, datatype });
  }
  return terms.length === 3 ? terms : [null, null, { type: "literal", value: line, language: "", datatype: "" }];
}

function plain(text) {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, sign) => {
    if (sign) return ESCAPED[sign] ?? sign;
    const code = parseInt(short ?? long, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}

/** The number that a term is; NaN for none. A numeral without a datatype counts as well: texts hold figures too. */
export function numberOf(term) {
  if (term?.type !== "literal" || term.language) return NaN;
  return NUMBERS.test(term.datatype) || NUMERAL.test(term.value) ? Number(term.value) : NaN;
}

/** Whether all terms of a column are numbers, and there is one. */
export function isNumeric(rows, column) {
  const terms = rows.map((row) => row[column]).filter(Boolean);
  return terms.length > 0 && terms.every((term) => !Number.isNaN(numberOf(term)));
}

/** What people read IRIs by: the known prefixes, and where items have their pages. */
export class Names {
  /**
   * @param {Record<string, string>} prefixes Prefix → namespace.
   * @param {string} ours What the IRIs of everything with a page on this server start with.
   */
  constructor(prefixes, ours) {
    this.prefixes = Object.entries(prefixes);
    this.ours = ours;
    this.titles = new Map();
  }

  /** The IRI as prefix:name where a known namespace allows it, else in angle brackets. */
  short(iri) {
    for (const [prefix, namespace] of this.prefixes) {
      if (iri.startsWith(namespace) && LOCAL.test(iri.slice(namespace.length))) return `${prefix}:${iri.slice(namespace.length)}`;
    }
    return `<${iri}>`;
  }

  /** Where an IRI leads: its page on this server, itself on the web, or "" for nowhere. */
  address(iri) {
    if (iri.startsWith(this.ours)) {
      const path = iri.slice(this.ours.length);
      if (/^(?:corpus\/[^/?#]+|power|instrument|topic|scheme|agent)\/[^?#]+$|^ontology(?:#.*)?$/.test(path)) return `/${path}`;
    }
    return /^https?:\/\//.test(iri) ? iri : "";
  }

  /** How a term reads on one line. */
  text(term) {
    if (!term) return "";
    if (term.type === "uri") return this.titles.get(term.value) ?? this.short(term.value);
    return term.type === "bnode" ? `_:${term.value}` : term.value;
  }

  /** Learn the titles of the IRIs among terms, by asking the server for those that are not known yet. */
  async learn(terms, ask) {
    const wanted = new Set();
    for (const term of terms) {
      if (term?.type === "uri" && !this.titles.has(term.value) && /^[^<>"{}|^`\\\s]+$/.test(term.value)) wanted.add(term.value);
    }
    if (!wanted.size) return;
    const values = [...wanted].map((iri) => `<${iri}>`).join(" ");
    const answer = await ask(`SELECT ?item ?title {
      VALUES ?item { ${values} }
      { ?item rdfs:label|skos:prefLabel|dcterms:title ?title }
      UNION { ?item ca:conclusion/rdfs:label ?end BIND(CONCAT("the step to “", STR(?end), "”") AS ?title) }
    } ORDER BY ?item (LANG(?title) != "en") ?title`);
    for (const iri of wanted) this.titles.set(iri, undefined);
    for (const [item, title] of answer.rows) {
      if (item && title && !this.titles.get(item.value)) this.titles.set(item.value, title.value);
    }
  }
}
