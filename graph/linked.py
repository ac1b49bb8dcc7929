"""An item's links, both ways, by property: each group is counted whole and given page by page.

So an item that ten thousand others name costs no more to show than one that ten name. `items.py` tells all links at
once.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from graph.asking import Ask
from graph.gathering import among, first, rows, said_of, whole_iri
from graph.items import BOTH_WAYS, UNSHOWN, in_words
from graph.store import Store
from graph.terms import Term, local_name, value, whole

LINKS_SHOWN = 60
"""How many links of one property are given at once."""

# Beyond what `items.py` has words for: property → as read from the other side.
_TURNED = {
    "attacker": "attacker in",
    "attacked": "attacked in",
    "rephrases": "says it again in",
    "rephrased": "said again in",
    "policy": "policy in",
    "power": "power in",
    "isPartOf": "parts",
    "member": "member of",
    "measuredProperty": "measured in",
    "observationAbout": "figures about it",
    "creator": "wrote",
    "publisher": "published",
    "mainThesis": "main thesis of",
    "inScheme": "concepts",
    "challenges": "challenged by",
    "subClassOf": "narrower classes",
}
_LABELS = ("rdfs:label", "skos:prefLabel", "dcterms:title")
_ENDS = """?item ca:premise|ca:attacker|ca:rephrases|ca:policy ?one ;
  ca:conclusion|ca:attacked|ca:rephrased|ca:power ?other"""
_COUNTED = "SELECT ?p (COUNT(*) AS ?n) {{ ?other ?p <{0}> }} GROUP BY ?p"
# Without an order, which would have all of them looked up: engines keep one of their own while nothing is changed.
_PAGE = "SELECT ?other {{ ?other <{0}> <{1}> }} LIMIT {2} OFFSET {3}"


@dataclass(frozen=True)
class End:
    """What a link leads to: `kind` is the name of its most precise class, such as "PowerType"; "" where it has none."""

    iri: str
    label: str
    kind: str = ""


@dataclass(frozen=True)
class LinkGroup:
    """The links of an item by one property, in one direction.

    Attributes:
        path: The IRI of the property.
        is_incoming: Whether the item is what the property leads to.
        relation: The relation in words, as read from the item.
        total: How many links there are.
        page: Which page of them this is, from 1.
        pages: How many pages there are.
        ends: The other ends on this page, in the order of their titles.
        values: What is said in plain values, on the first page.
    """

    path: str
    is_incoming: bool
    relation: str
    total: int
    page: int
    pages: int
    ends: tuple[End, ...]
    values: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The last part of the property's IRI."""
        return local_name(self.path)

    @property
    def key(self) -> str:
        """What tells the group from the item's others."""
        return f"{self.name}-of" if self.is_incoming else self.name


def link_groups(
    store: Store,
    iri: str,
    *,
    only: str = "",
    counted: Collection[str] = (),
    page: int = 1,
    most: int = LINKS_SHOWN,
) -> tuple[LinkGroup, ...]:
    """Return the links of an item, both ways.

    Args:
        store: Where it is.
        iri: Its IRI.
        only: The key of a group: only that one; by default all.
        counted: The keys of groups that are counted, and not given.
        page: Which page of each group, from 1; a number that is too high gives the last.
        most: How many links of a group are on a page.
    """
    given = _Given(only, frozenset(counted), page, most)
    made = [*_outgoing(store.ask, iri, given), *_incoming(store.ask, iri, given)]
    named = ends_of(store.ask, {end for group, found in made for end in found})
    return tuple(_filled(group, found, named) for group, found in made)


def statements_in(store: Store, section: str, *, page: int = 1, most: int = LINKS_SHOWN) -> LinkGroup:
    """Return the items that stand in a section of a source, or anywhere in a source, as if they named it.

    Args:
        store: The store.
        section: The IRI of the section, or of the source.
        page: Which page of them, from 1; a number that is too high gives the last.
        most: How many passages are on a page; several items can stand at one.
    """
    pattern = f"?passage ca:section|oa:hasSource <{section}>"
    counted = store.ask(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    total = next((whole(row["n"]) or 0 for row in counted), 0)
    at, pages = _paged(total, page, most)
    # Few enough are given in the order of the text.
    start, order = (" ; oa:hasSelector/oa:start ?start", " ORDER BY ?start") if total <= 2 * most else ("", "")
    some = f"SELECT ?passage {{ {pattern}{start} }}{order} LIMIT {most} OFFSET {(at - 1) * most}"
    answer = store.ask(f"SELECT ?item {{ {{ {some} }} ?passage ^oa:hasTarget/oa:hasBody ?item }}")
    found = list(dict.fromkeys(row["item"] for row in answer))
    named = ends_of(store.ask, found)
    ends = tuple(named[one] for one in found)
    return LinkGroup(whole_iri("ca:section"), True, "stands in it", total, at, pages, ends)


def ends_of(ask: Ask, iris: Iterable[str]) -> dict[str, End]:
    """Return IRI → what it stands for, in words; a relation goes by what it joins."""
    wanted = set(iris)
    beginnings = among(wanted)
    kinds: dict[str, str] = {}
    for item, kind in rows(ask, beginnings, "?kind", "?item ca:kind ?kind"):
        kinds[item] = min(local_name(kind), kinds.get(item, "~"))
    labels: dict[str, str] = {}
    for path in _LABELS:
        said = said_of(ask, beginnings, {"label": path})
        labels |= {item: first(of["label"]) for item, of in said.items() if item not in labels}
    labels |= _joining(ask, wanted - labels.keys())
    return {one: End(one, labels.get(one) or local_name(one) or one, kinds.get(one, "")) for one in wanted}


def _joining(ask: Ask, relations: set[str]) -> dict[str, str]:
    """Return relation → the titles of what it joins, with an arrow between."""
    joined: dict[str, tuple[set[str], set[str]]] = {}
    for relation, one, other in rows(ask, among(relations), "?one ?other", _ENDS):
        starts, targets = joined.setdefault(relation, (set(), set()))
        starts.add(one)
        targets.add(other)
    if not joined:
        return {}
    inner = {end for pair in joined.values() for side in pair for end in side} - joined.keys()
    named = ends_of(ask, inner - relations)
    titles = {iri: end.label for iri, end in named.items()}

    def side(ends: Iterable[str]) -> str:
        return " + ".join(sorted(titles.get(one) or local_name(one) for one in ends))

    return {relation: f"{side(starts)} → {side(targets)}" for relation, (starts, targets) in joined.items()}


@dataclass(frozen=True)
class _Given:
    """Which groups are asked for, and how much of each."""

    only: str
    counted: frozenset[str]
    page: int
    most: int

    def wants(self, key: str) -> bool:
        return self.only in ("", key)

    def share(self, key: str, total: int) -> tuple[int, int, int]:
        """Return which page there is, of how many, and how many links to give on it."""
        return *_paged(total, self.page, self.most), 0 if key in self.counted else self.most


def _outgoing(ask: Ask, iri: str, given: _Given) -> Iterator[tuple[LinkGroup, list[str]]]:
    said: dict[str, list[Term]] = {}
    for by, term in ask(f"SELECT ?p ?o {{ <{iri}> ?p ?o }}").terms:
        if by is not None and term is not None:
            said.setdefault(value(by), []).append(term)
    for path in sorted(said, key=local_name):
        name = local_name(path)
        if name in UNSHOWN or not given.wants(name):
            continue
        ends = sorted(value(term) for term in said[path] if _is_node(term))
        values = tuple(sorted(value(term) for term in said[path] if not _is_node(term)))
        at, pages, most = given.share(name, len(ends))
        some = ends[(at - 1) * most : at * most]
        relation = BOTH_WAYS.get(name, (in_words(name), ""))[0]
        yield LinkGroup(path, False, relation, len(said[path]), at, pages, (), values if at == 1 else ()), some


def _incoming(ask: Ask, iri: str, given: _Given) -> Iterator[tuple[LinkGroup, list[str]]]:
    counts = {row["p"]: whole(row["n"]) or 0 for row in ask(_COUNTED.format(iri)) if "p" in row}
    for path in sorted(counts, key=local_name):
        name = local_name(path)
        relation = BOTH_WAYS.get(name, ("", _TURNED.get(name, "")))[1]
        if not relation or not given.wants(f"{name}-of"):
            continue
        at, pages, most = given.share(f"{name}-of", counts[path])
        answer = ask(_PAGE.format(path, iri, most, (at - 1) * most)) if most else ()
        found = [row["other"] for row in answer]
        yield LinkGroup(path, True, relation, counts[path], at, pages, ()), found


def _paged(total: int, page: int, most: int) -> tuple[int, int]:
    """Return which page there is, and of how many."""
    pages = max(-(-total // most), 1)
    return min(max(page, 1), pages), pages


def _filled(group: LinkGroup, found: Sequence[str], named: Mapping[str, End]) -> LinkGroup:
    ends = sorted((named[one] for one in found), key=lambda end: (end.label.casefold(), end.iri))
    return replace(group, ends=tuple(ends))


def _is_node(term: Term) -> bool:
    return isinstance(term, ox.NamedNode)
