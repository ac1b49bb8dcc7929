"""A store summed up by SPARQL alone, all of it read each time: what the index of counts is held against."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace

from graph import Store, summaries
from graph.counting.facts import KINDS
from graph.summaries import (
    Concept,
    Matrix,
    Part,
    Policy,
    Source,
    Summary,
    Tally,
    Thesis,
)
from graph.terms import local_name, whole

_HEADS = """SELECT ?head (COUNT(*) AS ?n) {{ ?other ca:supports|ca:attacks ?head . {} }}
GROUP BY ?head ORDER BY DESC(?n) ?head LIMIT 60"""
_NO_FURTHER = " ".join(
    f"FILTER NOT EXISTS {{ ?head ca:{name} ?further }}" for name in ("supports", "attacks", "undercuts", "restates")
)
_KINDS = "SELECT ?kind (COUNT(DISTINCT ?item) AS ?n) { ?item ca:kind ?kind } GROUP BY ?kind"
_ANSWERED = """SELECT ("answered" AS ?kind) (COUNT(DISTINCT ?item) AS ?n) {
  { ?item a ca:Counterargument . ?other ca:attacks ?item }
  UNION { ?other ca:undercuts ?step . ?step ca:premise ?item . ?item a ca:Counterargument }
}"""
_SOURCES = """SELECT ?source ?title ?publisher ?issued {
  ?source a ca:Source ; dcterms:title ?title .
  OPTIONAL { ?source dcterms:publisher/rdfs:label ?publisher } OPTIONAL { ?source dcterms:issued ?issued }
} ORDER BY ?title ?source ?publisher ?issued"""
_CREATORS = "SELECT ?source ?name { ?source a ca:Source ; dcterms:creator/rdfs:label ?name } ORDER BY ?name"
_THESES = "SELECT ?thesis ?label ?text { ?thesis a ca:Thesis ; rdfs:label ?label ; schema:text ?text }"
_MAIN = "SELECT ?thesis { ?source ca:mainThesis ?thesis }"
_TITLES = "SELECT ?thesis ?label ?text {{ VALUES ?thesis {{ {} }} ?thesis rdfs:label ?label ; schema:text ?text }}"
_SPEAKING = """SELECT ?thesis (COUNT(DISTINCT ?other) AS ?n) {{
  VALUES ?thesis {{ {} }} ?other ca:{} ?thesis
}} GROUP BY ?thesis"""
_LINKS = """SELECT ?policy ?power ?bearing (COUNT(*) AS ?n) {
  ?link a ca:PowerLink ; ca:policy ?policy ; ca:power ?power ; ca:bearing ?bearing
} GROUP BY ?policy ?power ?bearing"""
_POLICIES = "SELECT ?item ?label { ?item a ca:Policy ; rdfs:label ?label }"
_INSTRUMENTS_OF = "SELECT ?item ?instrument { ?item ca:instrument ?instrument }"
_CONCEPTS = "SELECT ?item ?label {{ ?item a ca:{} ; skos:prefLabel ?label }}"
_BROADER = "SELECT ?item ?broader {{ ?item a ca:{} ; skos:broader ?broader }}"
_SECTIONS = """SELECT ?part ?number ?title ?source {
  ?part a ca:Section ; dcterms:isPartOf ?source ; schema:position ?number ; dcterms:title ?title
} ORDER BY DESC(?source)"""
_WHERE = {  # what says where an item stands, by what the parts are
    "section": "ca:section",
    "source": "oa:hasSource",
}
_OF_KINDS = " UNION ".join(
    f'{{ SELECT ?item ("{kind}" AS ?kind) {{ ?item ca:kind ca:{kind.capitalize()} }} }}' for kind in KINDS
)
# Subqueries are joined by hashing; the same written as one pattern is looked up item by item, and takes thrice as long.
_IN_PARTS = """SELECT ?part ?kind (COUNT(DISTINCT ?item) AS ?n) {{
  {{
    {kinds}
    UNION {{ SELECT DISTINCT ?item ("answered" AS ?kind) {{ ?item a ca:Counterargument . ?other ca:attacks ?item }} }}
    UNION {{
      SELECT DISTINCT ?item ("answered" AS ?kind) {{
        ?other ca:undercuts ?step . ?step ca:premise ?item . ?item a ca:Counterargument
      }}
    }}
  }}
  OPTIONAL {{
    {{ SELECT ?item ?note {{ ?note oa:hasBody ?item }} }}
    {{ SELECT ?note ?place {{ ?note oa:hasTarget ?place }} }}
    {{ SELECT ?place ?part {{ ?place {where} ?part }} }}
  }}
}} GROUP BY ?part ?kind"""
_UNANSWERED = """SELECT DISTINCT ?item ?label ?part {{
  ?item a ca:Counterargument ; rdfs:label ?label .
  FILTER NOT EXISTS {{ ?other ca:attacks ?item }}
  FILTER NOT EXISTS {{ ?step ca:premise ?item . ?other ca:undercuts ?step }}
  OPTIONAL {{ ?note oa:hasBody ?item ; oa:hasTarget ?place . ?place {} ?part }}
}} ORDER BY ?label ?item"""


def summed_by_query(store: Store) -> Summary:
    """Return the store summed up, all counted by the store."""
    sources, counts = _sources(store), _counts(store)
    answered = counts.pop("answered", 0)
    unanswered = counts.get("counterargument", 0) - answered
    sections = _sections(store, sources)
    by_source = len(sections) > summaries.MOST_SECTIONS
    parts = [Part(source.iri, source.title, 0, "", {}) for source in sources] if by_source else sections
    where = _WHERE["source" if by_source else "section"]
    listed = _listed(store, where) if unanswered <= summaries.MOST_LISTED else {}
    return Summary(
        sources=tuple(sources),
        kinds=counts,
        answered=answered,
        unanswered=unanswered,
        theses=tuple(_theses(store)),
        matrix=_matrix(store),
        parts=tuple(_filled(parts, _standing(store, where), listed)),
        by_source=by_source,
    )


def _counts(store: Store) -> dict[str, int]:
    """Return kind of statement → how many there are; with them, as "answered", the answered counterarguments."""
    rows = (*store.ask(_KINDS), *store.ask(_ANSWERED))
    found = {local_name(row["kind"]).lower(): int(row["n"]) for row in rows}
    return {kind: found[kind] for kind in (*KINDS, "answered") if found.get(kind)}


def _sources(store: Store) -> list[Source]:
    creators: dict[str, list[str]] = defaultdict(list)
    for row in store.ask(_CREATORS):
        creators[row["source"]].append(row["name"])
    first = {row["source"]: row for row in reversed(list(store.ask(_SOURCES)))}
    return [
        Source(iri, row["title"], tuple(creators[iri]), row.get("publisher", ""), row.get("issued", ""))
        for iri, row in reversed(first.items())
    ]


def _theses(store: Store) -> list[Thesis]:
    main = {row["thesis"] for row in store.ask(_MAIN)}
    rows = {row["thesis"]: row for row in store.ask(_THESES)} or _heads(store)
    values = " ".join(f"<{iri}>" for iri in rows)
    reasons, objections = (
        {row["thesis"]: int(row["n"]) for row in store.ask(_SPEAKING.format(values, relation))}
        for relation in ("supports", "attacks")
    )
    found = [
        Thesis(iri, row["label"], row["text"], reasons.get(iri, 0), objections.get(iri, 0), iri in main)
        for iri, row in rows.items()
    ]
    return sorted(found, key=lambda thesis: (not thesis.is_main, -thesis.reasons, thesis.label, thesis.iri))


def _heads(store: Store) -> dict[str, Mapping[str, str]]:
    """Return, for a store without theses, what its arguments come to."""
    values = " ".join(f"<{iri}>" for iri in heads(store))
    return {row["thesis"]: row for row in store.ask(_TITLES.format(values))}


def _matrix(store: Store) -> Matrix:
    powers, labels = _concepts(store, "PowerType"), _labels(store, _POLICIES)
    links = _links(store, labels.keys(), {power.iri for power in powers})
    speaking = {policy for policy, _ in links}
    instruments: dict[str, set[str]] = defaultdict(set)
    for row in store.ask(_INSTRUMENTS_OF):
        instruments[row["item"]].add(row["instrument"])
    policies = (Policy(iri, label, tuple(sorted(instruments[iri]))) for iri, label in labels.items() if iri in speaking)
    return Matrix(tuple(policies), _concepts(store, "Instrument"), powers, links)


def _links(store: Store, policies: Set[str], powers: Set[str]) -> dict[tuple[str, str], Tally]:
    """Return the tallies of what the store holds; links to what it does not hold are left out, as on the maps."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in store.ask(_LINKS):
        if row["policy"] in policies and row["power"] in powers:
            found[row["policy"], row["power"]][local_name(row["bearing"])] += int(row["n"])
    return {pair: Tally(*(counts[name] for name in Tally._fields)) for pair, counts in sorted(found.items())}


def _concepts(store: Store, kind: str) -> tuple[Concept, ...]:
    labels = _labels(store, _CONCEPTS.format(kind))
    above: dict[str, set[str]] = defaultdict(set)
    for row in store.ask(_BROADER.format(kind)):
        above[row["item"]] |= {row["broader"]} & labels.keys()
    return tuple(Concept(iri, label, _families(iri, above)) for iri, label in labels.items())


def _labels(store: Store, query: str) -> dict[str, str]:
    """Return the labels of items by IRI, in the order of the labels; of several labels of one item the first."""
    pairs = sorted((row["label"], row["item"]) for row in store.ask(query))
    first = {item: label for label, item in reversed(pairs)}
    return dict(reversed(first.items()))


def _families(iri: str, above: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the broadest concepts above one; where they go round in a circle, itself."""
    seen, rest = {iri}, [iri]
    while rest:
        found = above.get(rest.pop(), set()) - seen
        seen |= found
        rest += found
    return tuple(sorted(one for one in seen if not above.get(one))) or (iri,)


def _sections(store: Store, sources: Iterable[Source]) -> list[Part]:
    order = {source.iri: (place, source.title) for place, source in enumerate(sources)}
    rows = {row["part"]: row for row in store.ask(_SECTIONS) if row["source"] in order}
    placed = sorted((order[row["source"]], whole(row["number"]) or 0, iri) for iri, row in rows.items())
    return [Part(iri, rows[iri]["title"], number, source, {}) for (_, source), number, iri in placed]


def _standing(store: Store, where: str) -> dict[str, dict[str, int]]:
    """Return part → kind of statement, or "answered" → how many stand there; "" for what stands in none."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in store.ask(_IN_PARTS.format(kinds=_OF_KINDS, where=where)):
        found[row.get("part", "")][row["kind"]] = int(row["n"])
    return found


def _listed(store: Store, where: str) -> dict[str, dict[str, str]]:
    """Return part → the counterarguments that nothing answers: IRI → title."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in store.ask(_UNANSWERED.format(where)):
        found[row.get("part", "")].setdefault(row["item"], row["label"])
    return found


def _filled(
    parts: Iterable[Part], standing: Mapping[str, Mapping[str, int]], listed: Mapping[str, Mapping[str, str]]
) -> list[Part]:
    """Return the parts with what stands in each; then, where there is any, what stands in none."""
    found = []
    for part in (*parts, Part("", "", 0, "", {})):
        kinds = dict(standing.get(part.iri, {}))
        answered = kinds.pop("answered", 0)
        unanswered = kinds.get("counterargument", 0) - answered
        if part.iri or kinds:
            there = tuple(listed.get(part.iri, {}).items())
            found.append(replace(part, kinds=kinds, answered=answered, unanswered=unanswered, listed=there))
    return found


def heads(store: Store) -> list[str]:
    """Return what the arguments of a store come to."""
    found = [row["head"] for row in store.ask(_HEADS.format(_NO_FURTHER))]
    return found or [row["head"] for row in store.ask(_HEADS.format(""))]
