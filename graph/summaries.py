"""A corpus summed up: its sources, its theses, how policies bear on power, and what stands in each of its sections.

All is counted by the store, in a few queries each over one kind of thing, so that a corpus of any size is summed up in
the time that it takes to read it once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from graph.items import heads
from graph.network import KINDS
from graph.store import Store
from graph.terms import local_name, whole

MOST_SECTIONS = 48
"""Where there are more sections than this, what stands in them is told by source."""

MOST_LISTED = 500
"""Where there are more unanswered counterarguments than this, they are counted and not listed."""

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
}"""
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


class Tally(NamedTuple):
    """How many power links say that policies wield, strengthen and erode types of power."""

    wields: int = 0
    strengthens: int = 0
    erodes: int = 0

    @property
    def total(self) -> int:
        """How many links there are in all."""
        return sum(self)


@dataclass(frozen=True)
class Concept:
    """A type of power or a policy instrument; `families` are the broadest concepts above it, itself if it is one."""

    iri: str
    label: str
    families: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """A policy, with the IRIs of the instruments that it uses."""

    iri: str
    label: str
    instruments: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """How policies bear on types of power.

    Attributes:
        policies: Those that any power link speaks of, by title.
        instruments: All that the store knows, by title.
        powers: All that the store knows, by title.
        links: (policy, power) → how many links of each bearing there are.
    """

    policies: tuple[Policy, ...] = ()
    instruments: tuple[Concept, ...] = ()
    powers: tuple[Concept, ...] = ()
    links: Mapping[tuple[str, str], Tally] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A source: its title and, where they are known, the names of its authors, its publisher, and its date."""

    iri: str
    title: str
    creators: tuple[str, ...] = ()
    publisher: str = ""
    issued: str = ""


@dataclass(frozen=True)
class Thesis:
    """A thesis, with how many statements support and attack it directly; `is_main` where a source names it as such.

    Where a corpus has none, it is what an argument comes to (`heads`).
    """

    iri: str
    label: str
    text: str
    reasons: int
    objections: int
    is_main: bool


@dataclass(frozen=True)
class Part:
    """A section of a source, or a whole source, with what stands in it; an item with two places counts in both.

    Attributes:
        iri: Its IRI; "" for what stands in none of them.
        title: Its title; "" for what stands in none.
        number: The section's number in its source; 0 for a source.
        source: The title of the source that it is a section of.
        kinds: Kind of statement (as the projection names it) → how many there are.
        answered: How many counterarguments something answers.
        unanswered: How many nothing answers.
        listed: Those that nothing answers, as IRI and title, by title; none where the store has very many.
    """

    iri: str
    title: str
    number: int
    source: str
    kinds: Mapping[str, int]
    answered: int = 0
    unanswered: int = 0
    listed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Summary:
    """A store summed up.

    Attributes:
        sources: By title.
        kinds: Kind of statement → how many there are.
        answered: How many counterarguments something answers.
        unanswered: How many nothing answers: none attacks them, and none undercuts a step from them.
        theses: The main ones first, then by how many reasons they have.
        matrix: How policies bear on power.
        parts: Sections in the order of their sources, or sources; what stands in none comes last.
        by_source: Whether `parts` are sources, since there are too many sections.
    """

    sources: tuple[Source, ...]
    kinds: Mapping[str, int]
    answered: int
    unanswered: int
    theses: tuple[Thesis, ...]
    matrix: Matrix
    parts: tuple[Part, ...]
    by_source: bool


def summary(store: Store) -> Summary:
    """Return the store summed up; of an empty store, nothing but noughts."""
    sources, counts = _sources(store), _counts(store)
    answered = counts.pop("answered", 0)
    unanswered = counts.get("counterargument", 0) - answered
    sections = _sections(store, sources)
    by_source = len(sections) > MOST_SECTIONS
    parts = [Part(source.iri, source.title, 0, "", {}) for source in sources] if by_source else sections
    where = _WHERE["source" if by_source else "section"]
    return Summary(
        sources=tuple(sources),
        kinds=counts,
        answered=answered,
        unanswered=unanswered,
        theses=tuple(_theses(store)),
        matrix=_matrix(store),
        parts=tuple(
            _filled(parts, _standing(store, where), _listed(store, where) if unanswered <= MOST_LISTED else {})
        ),
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
