// The question outside this page: its address, the same question for curl and for Python, and files of the answer.

import { make } from "./ask_table.js";

/** Form of an answer → name of a format → [what /sparql calls it, ending of a file]. */
export const FORMATS = {
  table: { CSV: ["csv", "csv"], TSV: ["tsv", "tsv"], JSON: ["json", "json"], XML: ["xml", "xml"] },
  boolean: { JSON: ["json", "json"], XML: ["xml", "xml"] },
  graph: {
    Turtle: ["turtle", "ttl"],
    "N-Triples": ["ntriples", "nt"],
    "JSON-LD": ["jsonld", "jsonld"],
    "RDF/XML": ["rdfxml", "rdf"],
  },
};

/** The address of the answer to a query in a format. */
export function addressAs(query, format, endpoint) {
  return `${endpoint}?${new URLSearchParams({ query, format })}`;
}

/** The name of a file of an answer. */
export function fileName(title, ending) {
  const plain = title.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  return `${plain || "answer"}.${ending}`;
}

/** The question as a command for curl. */
export function curl(query, form, endpoint, needsToken) {
  const accept = { table: "text/csv", boolean: "application/sparql-results+json", graph: "text/turtle" }[form];
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  return [
    `curl -sS ${quoted(endpoint)}`,
    ...(needsToken ? ['-H "Authorization: Bearer $CLAIMATLAS_TOKEN"'] : []),
    `-H ${quoted("Content-Type: application/sparql-query")}`,
    `-H ${quoted(`Accept: ${accept}`)}`,
    `--data-raw ${quoted(query)}`,
  ].join(" \\\n  ");
}

/** The question as a program in Python; it needs httpx. */
export function python(query, form, endpoint, needsToken) {
  const isPlain = !/\\|"""|"$/.test(query);
  const accept = form === "graph" ? "text/turtle" : "application/sparql-results+json";
  const show = {
    table: 'for row in answer.json()["results"]["bindings"]:\n    print({name: term["value"] for name, term in row.items()})',
    boolean: 'print(answer.json()["boolean"])',
    graph: "print(answer.text)",
  }[form];
  const headers = [
    ["Content-Type", '"application/sparql-query"'],
    ["Accept", `"${accept}"`],
    ...(needsToken ? [["Authorization", '"Bearer " + os.environ["CLAIMATLAS_TOKEN"]']] : []),
  ];
  return `${needsToken ? "import os\n\n" : ""}import httpx

query = ${isPlain ? `"""${query}"""` : JSON.stringify(query)}
headers = {${headers.map(([name, value]) => `"${name}": ${value}`).join(", ")}}
answer = httpx.post(${JSON.stringify(endpoint)}, content=query, headers=headers, timeout=60)
answer.raise_for_status()
${show}
`;
}

/** Show texts, each with its name and a button that copies it. */
export function showTexts(place, texts) {
  place.replaceChildren(
    ...Object.entries(texts).map(([name, text]) => {
      const told = make("span", { className: "muted", attributes: { role: "status" } });
      const button = make("button", { type: "button" }, "Copy", make("span", { className: "unseen" }, ` ${name}`));
      const code = make("pre", { tabIndex: 0, attributes: { role: "region", "aria-label": name } }, text);
      button.addEventListener("click", async () => {
        told.textContent = (await copied(text, code)) ? "Copied." : "It is selected: copy it with your keyboard.";
      });
      return make("div", { className: "text" }, make("h3", {}, name), button, " ", told, code);
    }),
  );
}

async function copied(text, code) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The clipboard is closed to pages that came without encryption.
    getSelection().selectAllChildren(code);
    return false;
  }
}
