"""Is the store sound? Shapes, references, titles, derived triples, cycles, orphans and anchors, each told in words."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pyoxigraph as ox

from claims import RULES, SourceText
from graph.passages import find_passages
from graph.store import Store
from graph.terms import local_name, whole
from graph.validation import shapes
from ontology import PREFIXES


@dataclass(frozen=True)
class Finding:
    """One thing that is not right: which check found it, on which item (its id), and what to do about it."""

    check: str
    item: str
    message: str


def check_store(store: Store, source: SourceText | None = None, corpus: str = "") -> list[Finding]:
    """Return everything that is not right in the store; an empty list where all is well.

    Args:
        store: The store to look through; nothing in it is changed.
        source: The source's text, to look for the anchored passages in; by default those that are attached.
        corpus: The corpus whose source that is; by default all passages are looked for in it.
    """
    findings = [finding for check in _CHECKS for finding in check(store)]
    if source:
        return [*findings, *_passages(store, source, corpus)]
    texts = ((name, store.source(name)) for name in store.attached())
    return [*findings, *(found for name, text in texts if text for found in _passages(store, text, name))]


def _shapes(store: Store) -> Iterator[Finding]:
    """Hold the store against the SHACL shapes."""
    text = store.export("ntriples").decode("utf-8")
    results = set()
    for result in shapes().validate_text(text, "ntriples").results:
        item, wrong = result.focus_node.strip("<>"), result.value
        # What was found instead helps only where it is not the item itself.
        instead = f" Found: {_plain(wrong)}." if wrong and wrong.strip("<>") != item else ""
        results.add((local_name(item), f"{result.message}{instead}"))
    yield from (Finding("shapes", item, message) for item, message in sorted(results))


def _plain(term: str) -> str:
    """Return an IRI, or the words of a literal, from a term as N-Triples has it."""
    parsed = next(iter(ox.parse(f"<urn:s> <urn:p> {term} .", format=ox.RdfFormat.N_TRIPLES)))
    return getattr(parsed.object, "value", term)


def _literals(store: Store) -> Iterator[Finding]:
    """Find values that are not of the type that they claim."""
    import logging

    from rdflib import Literal, URIRef

    # rdflib logs every literal that is not of its type, with a traceback; here it becomes a finding.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    rows = store.query("""SELECT ?s ?p ?value ?type {
      ?s ?p ?value FILTER(isLiteral(?value)) BIND(DATATYPE(?value) AS ?type)
      FILTER(?type NOT IN (xsd:string, rdf:langString))
    } ORDER BY ?s ?p ?value""")
    typed = (row for row in rows if "type" in row)  # some engines let words of a language pass
    for row in typed:
        if Literal(row["value"], datatype=URIRef(row["type"])).ill_typed:
            kind, path = local_name(row["type"]), local_name(row["p"])
            message = f"“{row['value']}” ({path}) is no {kind}. Correct the value or its type."
            yield Finding("literals", local_name(row["s"]), message)


def _terms(store: Store) -> Iterator[Finding]:
    """Find terms of our vocabulary that it does not define: misspelt ones."""
    from rapidfuzz import process

    rows = store.query("""SELECT DISTINCT ?item ?term {
      { ?item ?term ?any } UNION { ?item a ?term }
      FILTER NOT EXISTS { ?term rdfs:comment ?definition }
    } ORDER BY ?item ?term""")
    own = PREFIXES["ca"]
    defined = [row["term"] for row in store.query("SELECT ?term { ?term rdfs:comment ?definition }")]
    names = [term.removeprefix(own) for term in defined if term.startswith(own)]
    for row in rows:
        if row["term"].startswith(own):
            term = row["term"].removeprefix(own)
            near = process.extractOne(term, names)
            hint = f" Did you mean ca:{near[0]}?" if near else ""
            yield Finding("terms", local_name(row["item"]), f"Uses ca:{term}, which is not defined.{hint}")


def _references(store: Store) -> Iterator[Finding]:
    """Find ids that are named but of which nothing is said."""
    rows = store.query("""SELECT DISTINCT ?item ?named {
      ?item ?property ?named FILTER(isIRI(?named) && STRSTARTS(STR(?named), "https://w3id.org/claimatlas/"))
      FILTER NOT EXISTS { ?named ?any ?thing } FILTER(?property != prov:wasGeneratedBy)
    } ORDER BY ?item ?named""")
    for row in rows:
        message = f"Names “{local_name(row['named'])}”, which is not in the store. Correct the id, or add the item."
        yield Finding("references", local_name(row["item"]), message)


def _titles(store: Store) -> Iterator[Finding]:
    """Find titles that two items of one corpus share."""
    rows = store.query("""SELECT ?a ?b ?label {
      VALUES ?kind { ca:Statement ca:Policy } VALUES ?other { ca:Statement ca:Policy }
      ?a a ?kind ; rdfs:label ?label . ?b rdfs:label ?label ; a ?other .
      FILTER(STR(?a) < STR(?b) && REPLACE(STR(?a), "[^/]+$", "") = REPLACE(STR(?b), "[^/]+$", ""))
    } ORDER BY ?a ?b""")
    for first, second, label in sorted({(row["a"], row["b"], row["label"]) for row in rows}):
        message = f"Has the same title as “{local_name(second)}”: “{label}”. Change one of them."
        yield Finding("titles", local_name(first), message)


def _derived(store: Store) -> Iterator[Finding]:
    """Find derived triples that are missing, or that nothing stands behind."""
    mend = "Run `claimatlas check --repair`."
    for rule in RULES:
        for triple in sorted(store.query(rule.missing).terms, key=str):
            yield Finding("derived", _id(triple[0]), f"Lacks the derived triple {_spoken(triple)}. {mend}")
        for triple in sorted(store.query(rule.find_stale).terms, key=str) if rule.find_stale else ():
            yield Finding("derived", _id(triple[0]), f"Has {_spoken(triple)} with nothing behind it. {mend}")


def _cycles(store: Store) -> Iterator[Finding]:
    """Find statements that, by way of others, support themselves."""
    import networkx as nx

    support: nx.DiGraph[str] = nx.DiGraph()
    support.add_edges_from((row["a"], row["b"]) for row in store.query("SELECT ?a ?b { ?a ca:supports ?b }"))
    # One circle for each knot: a knot of many statements has more circles than anyone could list.
    for knot in nx.strongly_connected_components(support):
        start = min(knot)
        if len(knot) > 1 or support.has_edge(start, start):
            ring = [edge[0] for edge in nx.find_cycle(support.subgraph(knot), start)]
            chain = " → ".join(local_name(iri) for iri in [*ring, ring[0]])
            message = f"Supports itself: {chain}. Take one of these inferences out."
            yield Finding("cycles", local_name(ring[0]), message)


def _orphans(store: Store) -> Iterator[Finding]:
    """Find statements from which no path of relations leads to a thesis; those of other tools' files need none."""
    imported = {row["file"].rpartition("/")[0] for row in store.query("SELECT ?file { ?file a ca:ImportedFile }")}
    rows = store.query("""SELECT ?item {
      ?item a ca:Statement .
      FILTER NOT EXISTS {
        ?item (ca:supports|ca:attacks|ca:restates|^ca:restates|(ca:undercuts/ca:conclusion))* ?thesis .
        ?thesis a ca:Thesis .
      }
    } ORDER BY ?item""")
    for row in rows:
        if row["item"].rpartition("/")[0] not in imported:
            message = "Leads to no thesis. Add an inference, conflict or rephrase that ties it to the argument."
            yield Finding("orphans", local_name(row["item"]), message)


def _anchors(store: Store) -> Iterator[Finding]:
    """Find items without an anchor, and anchors out of range or out of order.

    What somebody contributed need not stand in the text: they were told so when they added it.
    """
    for row in store.query("""SELECT ?item {
      ?item a ?kind . VALUES ?kind { ca:Statement ca:Policy ca:PowerLink }
      FILTER EXISTS { ?source a ca:Source } FILTER NOT EXISTS { ?note oa:hasBody ?item }
      FILTER NOT EXISTS { ?item prov:wasGeneratedBy ?contribution }
    } ORDER BY ?item"""):
        yield Finding("anchors", local_name(row["item"]), "Has no anchor. Say which passage it comes from.")
    rows = []
    for row in map(_numbers, store.query(_PLACES)):
        item = local_name(row["item"])
        if None in row.values():
            yield Finding("anchors", item, "A number of its anchor is no whole number. Make the anchor anew.")
            continue
        rows.append(row)
        if row["end"] > row["length"] or row["start"] >= row["end"]:
            span = f"Its passage ({row['start']} to {row['end']}) is not within the text (0 to {row['length']})."
            yield Finding("anchors", item, f"{span} Make the anchor anew.")
        if not row["first"] <= row["paragraph"] <= row["last"]:
            span = f"Paragraph {row['paragraph']} is not in its section ({row['first']} to {row['last']})."
            yield Finding("anchors", item, f"{span} Correct the section, or make the anchor anew.")
    yield from _order(rows)


def _order(rows: list[dict[str, Any]]) -> Iterator[Finding]:
    """Find passages whose paragraph number goes down while their position goes up."""
    by_source: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_source[row["source"]].append(row)
    for placed in by_source.values():
        for before, after in pairwise(sorted(placed, key=lambda row: (row["start"], row["paragraph"]))):
            if before["paragraph"] > after["paragraph"]:
                where = f"stands before {local_name(after['item'])} but in a later paragraph"
                yield Finding("anchors", local_name(before["item"]), f"It {where}. Make the anchors anew.")


def _passages(store: Store, source: SourceText, corpus: str) -> Iterator[Finding]:
    """Find anchored passages that do not stand in the source exactly once."""
    said = {
        "lost": "Its passage is not in the text. Is it another edition? Make the anchor anew.",
        "ambiguous": "Its passage stands in several places. Anchor it at more words.",
    }
    for finding in find_passages(store, source, corpus=corpus):
        if finding.status in said:
            yield Finding("passages", local_name(finding.anchor.item), said[finding.status])


_CHECKS: tuple[Callable[[Store], Iterator[Finding]], ...] = (
    _literals, _shapes, _terms, _references, _titles, _derived, _cycles, _orphans, _anchors,
)  # fmt: skip
_PLACES = """SELECT ?item ?source ?paragraph ?start ?end ?length ?first ?last {
  ?note oa:hasBody ?item ; oa:hasTarget ?passage .
  ?passage oa:hasSource ?source ; ca:paragraph ?paragraph ; ca:section ?section ; oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end . ?source ca:length ?length .
  ?section ca:firstParagraph ?first ; ca:lastParagraph ?last .
  # What was anchored on another edition has the numbers of that; its fingerprint finds it in any.
  FILTER NOT EXISTS { ?item prov:wasGeneratedBy ?contribution }
} ORDER BY ?start ?item"""


def _numbers(row: dict[str, str]) -> dict[str, Any]:
    """Return the row with its numbers as numbers; None for what is none."""
    return {name: value if name in ("item", "source") else whole(value) for name, value in row.items()}


def _id(term: object) -> str:
    return local_name(getattr(term, "value", str(term)))


def _spoken(triple: tuple[object, ...]) -> str:
    return f"“{' '.join(map(_id, triple))}”"
