"""A corpus summed up: its sources, its theses, how policies bear on power, and what stands in each of its sections.

All counts are read from an index that is kept (`counts.py`); the store is asked only about what is told one by one. So
a corpus of any size is summed up in the same time.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from graph.asking import Ask
from graph.counting import counted
from graph.counting.counts_file import Title
from graph.counting.facts import KINDS, PLACE_PATTERNS
from graph.gathering import Beginning, among, rows
from graph.index_file import IndexDamagedError
from graph.store import Store
from graph.terms import whole

if TYPE_CHECKING:
    from graph.standing.summed import SummedStanding

MOST_SECTIONS = 48
"""Where there are more sections than this, what stands in them is told by source."""

MOST_LISTED = 500
"""Where there are more unanswered counterarguments than this, they are counted and not listed."""

MOST_THESES = 500
"""How many theses are told one by one."""

MOST_SOURCES = 500
"""How many sources are told one by one."""


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
        sources: By title, at most `MOST_SOURCES`.
        kinds: Kind of statement → how many there are.
        answered: How many counterarguments something answers.
        unanswered: How many nothing answers: none attacks them, and none undercuts a step from them.
        theses: The main ones first, then by how many reasons they have; at most `MOST_THESES`.
        matrix: How policies bear on power.
        parts: Sections in the order of their sources, or sources; what stands in none comes last.
        by_source: Whether `parts` are sources, since there are too many sections.
        theses_left_out: How many theses there are besides.
        sources_left_out: How many sources there are besides.
        standing: How the argument comes out; None where that is not known yet, and takes long to find out.
    """

    sources: tuple[Source, ...]
    kinds: Mapping[str, int]
    answered: int
    unanswered: int
    theses: tuple[Thesis, ...]
    matrix: Matrix
    parts: tuple[Part, ...]
    by_source: bool
    theses_left_out: int = 0
    sources_left_out: int = 0
    standing: "SummedStanding | None" = None


def summary(store: Store) -> Summary:
    """Return the store summed up; of an empty store, nothing but noughts."""
    from graph.standing.summed import summed_standing  # numpy takes longer to load than a small summary takes to make

    found = _counted(store)
    theses = (one.iri for one in found.theses)
    return replace(found, standing=summed_standing(store, sum(found.kinds.values()), theses))


def _counted(store: Store) -> Summary:
    """Return the store summed up, but for standing."""
    try:
        with store.counts().reading() as db:
            return _summed(db, store.ask)
    except IndexDamagedError:  # it is empty now, and is filled again
        with store.counts().reading() as db:
            return _summed(db, store.ask)


def matrix(store: Store) -> Matrix:
    """Return how policies bear on types of power."""
    with store.counts().reading() as db:
        return _matrix(db)


def _summed(db: sqlite3.Connection, ask: Ask) -> Summary:
    found = counted.kinds(db)
    answered = found.get("answered", 0)
    unanswered = found.get("counterargument", 0) - answered
    titles = counted.titled(db, "source", MOST_SOURCES)
    by_source = counted.number_of_sections(db) > MOST_SECTIONS
    where = "source" if by_source else "section"
    parts = [Part(one.iri, one.title, 0, "", {}) for one in titles] if by_source else _sections(db)
    listed = _listed(ask, counted.unanswered(db), where) if unanswered <= MOST_LISTED else {}
    theses = tuple(_theses(db, ask))
    return Summary(
        sources=tuple(_sources(ask, titles)),
        kinds={kind: found[kind] for kind in KINDS if kind in found},
        answered=answered,
        unanswered=unanswered,
        theses=theses,
        matrix=_matrix(db),
        parts=tuple(_filled(db, where, parts, listed)),
        by_source=by_source,
        theses_left_out=max(counted.number_titled(db, "thesis") - len(theses), 0),
        sources_left_out=counted.number_titled(db, "source") - len(titles),
    )


def _sources(ask: Ask, titles: Sequence[Title]) -> Iterator[Source]:
    told = among(one.iri for one in titles)
    creators, publishers, dates = (
        _values(ask, told, pattern)
        for pattern in (
            "?item dcterms:creator ?agent . ?agent rdfs:label ?a",
            "?item dcterms:publisher ?agent . ?agent rdfs:label ?a",
            "?item dcterms:issued ?a",
        )
    )
    for one in titles:
        publisher, issued = ([*sorted(found[one.iri]), ""][0] for found in (publishers, dates))
        yield Source(one.iri, one.title, tuple(sorted(creators[one.iri])), publisher, issued)


def _values(ask: Ask, told: Sequence[Beginning], pattern: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item, value in rows(ask, told, "?a", pattern):
        found[item].append(value)
    return found


def _theses(db: sqlite3.Connection, ask: Ask) -> Iterator[Thesis]:
    found = counted.theses(db, MOST_THESES) or _heads(db, ask)
    return (Thesis(iri, label, text, *weighed) for iri, label, text, weighed in found)


def _heads(db: sqlite3.Connection, ask: Ask) -> list[tuple[str, str, str, counted.Weighed]]:
    """Return, for a store without theses, what its arguments come to."""
    told = rows(ask, among(counted.heads(db)), "?a ?b", "?item rdfs:label ?a ; schema:text ?b")
    first = {row[0]: row for row in sorted(told, reverse=True)}
    found = [(iri, label, text, counted.weighed(db, iri)) for iri, label, text in first.values()]
    return sorted(found, key=lambda row: (not row[3].is_main, -row[3].reasons, row[1], row[0]))


def _matrix(db: sqlite3.Connection) -> Matrix:
    powers, policies = _concepts(db, "power"), counted.titled(db, "policy")
    known, own = {power.iri for power in powers}, {policy.iri for policy in policies}
    # Links to what the store does not hold are left out, as on the maps.
    tallies = {
        pair: Tally._make(counts) for pair, counts in counted.links(db).items() if pair[0] in own and pair[1] in known
    }
    speaking, instruments = {policy for policy, _ in tallies}, counted.related(db, "uses")
    told = (Policy(one.iri, one.title, tuple(instruments.get(one.iri, ()))) for one in policies if one.iri in speaking)
    return Matrix(tuple(told), _concepts(db, "instrument"), powers, tallies)


def _concepts(db: sqlite3.Connection, kind: str) -> tuple[Concept, ...]:
    titles = counted.titled(db, kind)
    known, broader = {one.iri for one in titles}, counted.related(db, "broader")
    above = {iri: known & set(broader.get(iri, ())) for iri in known}
    return tuple(Concept(one.iri, one.title, _families(one.iri, above)) for one in titles)


def _families(iri: str, above: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the broadest concepts above one; where they go round in a circle, itself."""
    seen, rest = {iri}, [iri]
    while rest:
        found = above.get(rest.pop(), set()) - seen
        seen |= found
        rest += found
    return tuple(sorted(one for one in seen if not above.get(one))) or (iri,)


def _sections(db: sqlite3.Connection) -> list[Part]:
    """Return the sections in the order of their sources; of sources, in turn, that have a title."""
    found: dict[str, tuple[tuple[str, str, int, str], Part]] = {}
    for one in sorted(counted.titled(db, "section"), key=lambda one: one.part_of):
        source = counted.title(db, "source", one.part_of)
        if source:
            place = source.title, source.iri, whole(one.more) or 0, one.iri
            found.setdefault(one.iri, (place, Part(one.iri, one.title, place[2], source.title, {})))
    return [part for _, part in sorted(found.values(), key=lambda pair: pair[0])]


def _listed(ask: Ask, items: Sequence[str], where: str) -> dict[str, dict[str, str]]:
    """Return section or source → the counterarguments there that nothing answers: IRI → title, by title."""
    told, places = among(items), defaultdict[str, set[str]](set)
    for item, place in rows(ask, told, "?a", PLACE_PATTERNS[where]):
        places[item].add(place)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for label, item in sorted((label, item) for item, label in rows(ask, told, "?a", "?item rdfs:label ?a")):
        for place in places[item] or {""}:
            found[place].setdefault(item, label)
    return found


def _filled(
    db: sqlite3.Connection, where: str, parts: Sequence[Part], listed: Mapping[str, Mapping[str, str]]
) -> Iterator[Part]:
    """Yield the parts with what stands in each; then, where there is any, what stands in none."""
    for part in (*parts, Part("", "", 0, "", {})):
        kinds = counted.kinds(db, where, part.iri)
        answered = kinds.pop("answered", 0)
        unanswered = kinds.get("counterargument", 0) - answered
        if part.iri or kinds:
            there = tuple(listed.get(part.iri, {}).items())
            yield replace(part, kinds=kinds, answered=answered, unanswered=unanswered, listed=there)
