"""What the index of counts asks of a store: of all items one question after the other, of some all at once.

Both give the same facts (`counts_file.Fact`) and titles. All items are asked for in portions, one for each kind or
section, so that the answer to no question is very large.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import product

import pyoxigraph as ox

from graph.asking import Ask
from graph.counting.counts_file import BEARING, FURTHER, KIND, Fact, Title
from graph.gathering import among, rows, whole_iri
from graph.terms import Term, local_name, value

KINDS = ("thesis", "claim", "evidence", "counterargument", "rebuttal")
"""The kinds of statements that are counted."""
ANSWERED: Fact = (KIND, "", "answered")
"""The fact that a counterargument is answered: something attacks it, or undercuts a step from it."""
WHOLE: Fact = ("whole", "", "")
"""What is counted once where all relations are, since there are no theses."""
PLACE_PATTERNS = {
    "section": "?note oa:hasBody ?item . ?note oa:hasTarget ?place . ?place ca:section ?a",
    "source": "?note oa:hasBody ?item . ?note oa:hasTarget ?place . ?place oa:hasSource ?a",
}
"""Section or source → the pattern that says in which, ?a, an item stands."""

_PLACES = 50_000
"""About how many places are asked for together: what a query holds in memory, and gives, grows with them."""
_PARTS = 5000
"""How many sections or sources are named in one query."""

_RELATED = (*BEARING, "undercuts", "restates")
_TITLES = {
    "thesis": ("ca:Thesis", "rdfs:label", "schema:text"),
    "policy": ("ca:Policy", "rdfs:label"),
    "source": ("ca:Source", "dcterms:title"),
    "section": ("ca:Section", "dcterms:title", "schema:position", "dcterms:isPartOf"),
    "power": ("ca:PowerType", "skos:prefLabel"),
    "instrument": ("ca:Instrument", "skos:prefLabel"),
}
"""Kind of item → its class, and what its title, and what else is told of it, is said by."""
_ANSWERING = (
    "FILTER EXISTS { ?other ca:attacks ?item }",
    "FILTER EXISTS { ?step ca:premise ?item . ?other ca:undercuts ?step }",
)
# Subqueries are joined by hashing. As one pattern it is looked up place by place: five times as long for a million.
_HERE = "{ SELECT ?place ?a { VALUES ?a { %s } ?place %s ?a } }"
_IN_BOTH = """{ SELECT ?place ?b { ?place oa:hasSource ?b } }
  { SELECT ?note ?place { ?note oa:hasTarget ?place } } { SELECT ?note ?item { ?note oa:hasBody ?item } }"""
_ALSO_IN = "{ SELECT DISTINCT ?place { ?place %s ?other } }"
_IN_ONE = """{ SELECT ?place ?a { VALUES ?a { %s } ?place %s ?a . FILTER NOT EXISTS { ?place %s ?other } } }
  ?note oa:hasTarget ?place . ?note oa:hasBody ?item"""
_LINK = "?item a ca:PowerLink ; ca:policy ?a ; ca:power ?b ; ca:bearing ?c"
_CLASS_OF = {whole_iri(f"ca:{kind.capitalize()}"): kind for kind in KINDS}
_COUNTER, _POLICY, _LINKING = (whole_iri(f"ca:{name}") for name in ("Counterargument", "Policy", "PowerLink"))

MADE_BY = blake2b(
    repr((KINDS, PLACE_PATTERNS, _RELATED, _TITLES, _ANSWERING, _HERE, _IN_BOTH, _IN_ONE, _LINK, 4)).encode(),
    digest_size=8,
).hexdigest()
"""What differs when other code would ask for something else."""


def has_theses(ask: Ask) -> bool:
    """Whether a store has any thesis that is told of; where it has none, all relations are counted."""
    return bool(ask("ASK { ?item a ca:Thesis ; rdfs:label ?label ; schema:text ?text }"))


def all_facts(ask: Ask, is_whole: bool) -> Iterator[tuple[str, Fact]]:
    """Yield the facts of all items.

    Args:
        ask: Asks the store.
        is_whole: Whether all relations are counted, or only those to theses.
    """
    for kind in KINDS:
        yield from ((item, (KIND, "", kind)) for (item,) in _all(ask, "", f"?item ca:kind ca:{kind.capitalize()}"))
    for answering in _ANSWERING:
        yield from ((item, ANSWERED) for (item,) in _all(ask, "", f"?item a ca:Counterargument . {answering}"))
    yield from _all_places(ask)
    yield from ((item, ("main", a, "")) for item, a in _all(ask, "?a", "?item ca:mainThesis ?a"))
    yield from ((item, ("link", f"{a} {b}", local_name(c))) for item, a, b, c in _all(ask, "?a ?b ?c", _LINK))
    yield from ((item, ("uses", item, a)) for item, a in _all(ask, "?a", "?item a ca:Policy ; ca:instrument ?a"))
    yield from ((item, ("broader", item, a)) for item, a in _all(ask, "?a", "?item skos:broader ?a"))
    of = "" if is_whole else " . ?a a ca:Thesis"
    for name in BEARING:
        yield from ((item, (name, a, "")) for item, a in _all(ask, "?a", f"?item ca:{name} ?a{of}"))
    for name in _RELATED if is_whole else ():
        yield from ((item, FURTHER) for (item,) in _all(ask, "", f"?item ca:{name} ?other"))


def all_titles(ask: Ask) -> Iterator[Title]:
    """Yield the titles of all items that have one."""
    for kind, (of, *paths) in _TITLES.items():
        said = " ; ".join(f"{path} ?{name}" for path, name in zip(paths, "abc", strict=False))
        select = " ".join(f"?{name}" for name in "abc"[: len(paths)])
        yield from (Title(kind, *row) for row in _all(ask, select, f"?item a {of} ; {said}"))


def all_counterarguments(ask: Ask) -> Iterator[str]:
    """Yield all counterarguments."""
    return (item for (item,) in _all(ask, "", "?item a ca:Counterargument"))


def _all_places(ask: Ask) -> Iterator[tuple[str, Fact]]:
    """Yield where items stand; what stands in both a section and a source is asked for once."""
    for parts in _portions(ask, "ca:section"):
        for item, a, b in _all(ask, "?a ?b", f"{_HERE % (parts, 'ca:section')} {_IN_BOTH}"):
            yield item, ("section", a, "")
            yield item, ("source", b, "")
    yield from _in_one(ask, "section", "ca:section", "oa:hasSource")
    yield from _in_one(ask, "source", "oa:hasSource", "ca:section")


def _in_one(ask: Ask, place: str, path: str, other: str) -> Iterator[tuple[str, Fact]]:
    """Yield what stands in a section and in no source, or the other way round; mostly, it is known soon, nothing."""
    for parts in _portions(ask, path):
        here = _HERE % (parts, path)
        if _number(ask, here) != _number(ask, f"{here} {_ALSO_IN % other}"):
            for item, a in _all(ask, "?a", _IN_ONE % (parts, path, other)):
                yield item, (place, a, "")


def _number(ask: Ask, places: str) -> int:
    return next(int(row["n"]) for row in ask(f"SELECT (COUNT(DISTINCT ?place) AS ?n) {{ {places} }}"))


def _portions(ask: Ask, path: str) -> Iterator[str]:
    """Yield the sections or sources in which anything stands, some together, as the content of VALUES blocks."""
    some, places = list[str](), 0
    for row in ask(f"SELECT ?a (COUNT(*) AS ?n) {{ ?place {path} ?a }} GROUP BY ?a"):
        if some and (places + int(row["n"]) > _PLACES or len(some) == _PARTS):
            yield " ".join(some)
            some, places = [], 0
        some.append(f"<{row['a']}>")
        places += int(row["n"])
    if some:
        yield " ".join(some)


def _all(ask: Ask, select: str, pattern: str) -> Iterator[tuple[str, ...]]:
    return rows(ask, among(None), select, pattern)


@dataclass
class Said:
    """What a store says of some items, by the whole IRIs of properties."""

    by_item: dict[str, dict[str, list[Term]]] = field(default_factory=dict)

    def gather(self, ask: Ask, items: Collection[str]) -> None:
        """Ask what the store says of items. Of two VALUES in one query Oxigraph makes a bad plan: all is asked for."""
        for text, numbered in among(items):
            for number, path, term in ask(f"SELECT ?number ?p ?o {{ {text} ?item ?p ?o }}").terms:
                if number is not None and path is not None and term is not None:
                    of = self.by_item.setdefault(numbered[int(value(number))], defaultdict(list))
                    of[value(path)].append(term)

    def get(self, item: str, path: str) -> list[str]:
        """Return the texts of what an item has by a property, such as "ca:policy"."""
        return [value(term) for term in self.by_item.get(item, {}).get(whole_iri(path), ())]

    def nodes(self, item: str, path: str) -> list[str]:
        """Return the IRIs of what an item has by a property."""
        found = self.by_item.get(item, {}).get(whole_iri(path), ())
        return [term.value for term in found if isinstance(term, ox.NamedNode)]


def some_facts(ask: Ask, said: Said, items: Collection[str], is_whole: bool) -> dict[str, set[Fact]]:
    """Return item → its facts.

    Args:
        ask: Asks the store.
        said: What it says of these items.
        items: The items.
        is_whole: Whether all relations are counted, or only those to theses.
    """
    facts = {item: {*_own_facts(said, item)} for item in items}
    for place, pattern in PLACE_PATTERNS.items():
        for item, a in rows(ask, among(items), "?a", pattern):
            facts[item].add((place, a, ""))
    answerable = [item for item in items if _COUNTER in said.get(item, "rdf:type")]
    for answering in _ANSWERING:
        for (item,) in rows(ask, among(answerable), "", answering):
            facts[item].add(ANSWERED)
    bearing = [(item, name, end) for item in items for name in BEARING for end in said.get(item, f"ca:{name}")]
    ends = {end for _, _, end in bearing}
    counted = ends if is_whole else {row[0] for row in rows(ask, among(ends), "", "?item a ca:Thesis")}
    for item, name, end in bearing:
        facts[item] |= {(name, end, "")} if end in counted else set()
    for item in items if is_whole else ():
        facts[item] |= {FURTHER} if any(said.get(item, f"ca:{name}") for name in _RELATED) else set()
    return facts


def _own_facts(said: Said, item: str) -> Iterator[Fact]:
    classes = said.get(item, "rdf:type")
    yield from ((KIND, "", _CLASS_OF[a]) for a in said.get(item, "ca:kind") if a in _CLASS_OF)
    yield from (("main", a, "") for a in said.get(item, "ca:mainThesis"))
    yield from (("broader", item, a) for a in said.get(item, "skos:broader"))
    if _POLICY in classes:
        yield from (("uses", item, a) for a in said.get(item, "ca:instrument"))
    if _LINKING in classes:
        ends = (said.get(item, path) for path in ("ca:policy", "ca:power", "ca:bearing"))
        yield from (("link", f"{a} {b}", local_name(c)) for a, b, c in product(*ends))


def some_titles(said: Said, items: Iterable[str]) -> Iterator[Title]:
    """Yield the titles of items."""
    for item in items:
        classes = said.get(item, "rdf:type")
        for kind, (of, *paths) in _TITLES.items():
            if whole_iri(of) in classes:
                yield from (Title(kind, item, *row) for row in product(*(said.get(item, path) for path in paths)))


def unanswered(said: Said, facts: Mapping[str, Collection[Fact]]) -> Sequence[str]:
    """Return those of some items that are counterarguments which nothing answers."""
    return [item for item, of in facts.items() if _COUNTER in said.get(item, "rdf:type") and ANSWERED not in of]
