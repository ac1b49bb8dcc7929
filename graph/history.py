"""What was done, by whom, when and why: read from the history graph.

A graph of people's own is told of like an item, by its IRI.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pyoxigraph as ox
from cachetools import LRUCache

from graph.asking import Ask
from graph.contributions import CONTRIBUTION, Contribution, agent_iri
from graph.delta import Delta, GraphChange, iri, subject_of
from graph.derivation import TYPE
from graph.errors import UnknownContributionError
from graph.gathering import among, rows
from graph.recorded_changes import changes, delta_of, extend, in_history, lifetimes, mark, net
from graph.store import Store
from graph.terms import local_name, prefixes, readable, whole
from ontology import PREFIXES

_LABELS = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title")
_UNTOLD = {PREFIXES["prov"] + "wasGeneratedBy"}
_PLACING = ("start", "end", "exact", "paragraph")
_ORDERED = 1000
"""Up to how many items the first few are those that come first by their IRIs."""
_extents: LRUCache[str, tuple[int, tuple[str, ...]]] = LRUCache(1000)
_TOLD = 10
"""How many triples of a graph are told of one by one."""
_TOGETHER = 500
"""How many items are asked for in one query."""
_MOST_VALUES = 5000
"""Up to how many contributions are asked for by their numbers."""


@dataclass(frozen=True)
class FieldChange:
    """One field of an item that changed: the property's name, and its values before and after, as people read them."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class ItemChange:
    """What became of one item: "added", "edited", "retracted" or "restored"; of an edit, which fields changed.

    The one field of a graph is "triples".
    """

    item: str
    label: str
    what: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class LogEntry:
    """A contribution, how many items it changed, and the ids of the first few of them."""

    contribution: Contribution
    items: int
    first: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """What a contribution did to one item."""

    contribution: Contribution
    change: ItemChange


def log(
    store: Store,
    *,
    item: str = "",
    by: str = "",
    since: date | None = None,
    until: date | None = None,
    before: int = 0,
    limit: int = 20,
) -> list[LogEntry]:
    """Return the last contributions, newest first.

    Args:
        store: Where to look.
        item: The IRI of an item: only what changed it.
        by: The name of a contributor: only theirs.
        since: Only from this day (of the clock here) on.
        until: Only up to this day, included.
        before: Only those with a lower number than this; 0 for all.
        limit: How many at most.
    """
    wanted = [f"?change ca:changes <{item}> ; prov:wasGeneratedBy ?c ."] if item else []
    wanted += [f"?c prov:wasAssociatedWith <{agent_iri(by)}> ."] if by else []
    wanted += [f'FILTER(?at >= "{_start(since)}"^^xsd:dateTime)'] if since else []
    wanted += [f'FILTER(?at < "{_start(_next(until))}"^^xsd:dateTime)'] if until and until < date.max else []
    if not wanted:
        beyond = store.last[0] + 1
        found = _newest(store.ask, min(before or beyond, beyond), limit)
    else:
        wanted += [f"FILTER(?n < {before})"] if before else []
        found = list(_contributions(store.ask, " ".join(wanted), f"DESC(?n) LIMIT {limit}"))
    return [_entry(store.ask, contribution) for contribution in found]


def _newest(ask: Ask, before: int, limit: int) -> list[Contribution]:
    """Return the last contributions before a number, newest first: asked for by their numbers, not among all."""
    found: list[Contribution] = []
    while before > 1 and len(found) < limit:
        numbers = range(max(before - min(limit, _TOGETHER), 1), before)
        found += _contributions(ask, _numbered(numbers), "DESC(?n)")
        before = numbers.start
    return found[:limit]


def _numbered(numbers: Sequence[int]) -> str:
    """Return the pattern that a contribution has one of some numbers."""
    if len(numbers) > _MOST_VALUES:
        return f"FILTER(?n >= {numbers[0]} && ?n <= {numbers[-1]})"
    return f"VALUES ?n {{ {' '.join(map(str, numbers))} }}"


def contribution_of(store: Store, name: str) -> Contribution:
    """Return the contribution of a number (`12`, `#12`), of an IRI or its last part, or the `last` one.

    Raises:
        UnknownContributionError: When there is none of that name.
    """
    bare = name.strip().removeprefix("#").removeprefix(CONTRIBUTION)
    if bare == "last":
        bare = str(store.last[0])
    pattern = f"?c schema:position {bare} ." if re.fullmatch(r"[0-9]{1,18}", bare) else ""
    if re.fullmatch(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{8}", bare):
        pattern = f"VALUES ?c {{ <{CONTRIBUTION}{bare}> }}"
    found = next(_contributions(store.ask, pattern, "?n LIMIT 1"), None) if pattern else None
    if found is None:
        raise UnknownContributionError(name, store.last[0])
    return found


def history_of(store: Store, item: str) -> list[Event]:
    """Return what was done to an item, oldest first."""
    parts: dict[str, Delta] = {}
    for change, part in changes(store.ask, f"?change ca:changes <{item}> .").items():
        extend(parts.setdefault(change.rpartition("/")[0], Delta()), part)
    for made, graph, came in lifetimes(store.ask, f"VALUES ?graph {{ <{item}> }}"):
        mark(parts.setdefault(made, Delta()), graph, came)
    events: list[Event] = []
    for contribution in _contributions(store.ask, f"?change ca:changes <{item}> ; prov:wasGeneratedBy ?c .", "?n"):
        was_out = any(event.change.what == "retracted" for event in events)
        part = parts.get(contribution.iri, Delta())
        events.append(Event(contribution, change_of(store.ask, item, part, was_out=was_out)))
    return events


def later_changes(store: Store, items: Sequence[str], number: int) -> list[int]:
    """Return the numbers of the contributions after one that changed any of some items."""
    values = " ".join(f"<{item}>" for item in items[:_TOGETHER])
    pattern = f"""VALUES ?item {{ {values} }} ?change ca:changes ?item ; prov:wasGeneratedBy/schema:position ?n
      FILTER(?n > {number})"""
    return sorted({whole(row["n"]) or 0 for row in store.ask(in_history("SELECT DISTINCT ?n", pattern))})


def last_retraction(store: Store, items: Sequence[str]) -> tuple[str, Contribution] | None:
    """Return which of some items was taken out last, and by which contribution; None where none ever was."""
    values = " ".join(f"<{item}>" for item in items)
    pattern = f"VALUES ?item {{ {values} }} ?item prov:wasInvalidatedBy ?c . ?c schema:position ?n"
    found = list(store.ask(in_history("SELECT ?item ?n", pattern) + " ORDER BY DESC(?n) LIMIT 1")) if items else []
    return (found[0]["item"], contribution_of(store, found[0]["n"])) if found else None


def diff(store: Store, start: str, end: str = "last") -> list[ItemChange]:
    """Return what became of items between two contributions, or two days.

    Args:
        store: Where to look.
        start: The contribution after which to begin, by number, or a day (2026-11-23, by the clock here), at its
            beginning; 0 for before the first contribution.
        end: The contribution up to which to go, included, or a day, at its end. Where it comes before the start, the
            two are taken the other way round.

    Raises:
        UnknownContributionError: When there is none of that name.
    """
    first, last = sorted((number_of(store, start, is_start=True), number_of(store, end, is_start=False)))
    made = _contributions(store.ask, _numbered(range(first + 1, last + 1)), "?n") if first < last else ()
    total = net(delta_of(store, contribution) for contribution in made)
    names = dict.fromkeys([*total.items, *total.graphs])
    before = _retracted(store.ask, names, first)
    found = (change_of(store.ask, name, total, was_out=name in before) for name in names)
    return sorted(found, key=lambda change: (change.what, change.label, change.item))


def _retracted(ask: Ask, names: Iterable[str], number: int) -> set[str]:
    """Return those of some items and graphs that were taken out at any time up to a contribution."""
    pattern = in_history("", "?item (prov:wasInvalidatedBy|^prov:invalidated)/schema:position ?n").strip()[1:-1]
    return {name for name, n in rows(ask, among(names), "?n", pattern) if (whole(n) or 0) <= number}


def change_of(ask: Ask, name: str, delta: Delta, *, was_out: bool) -> ItemChange:
    """Return what became of an item, or of a graph that is no item, by what was added and removed.

    Args:
        ask: Asks the store.
        name: Its IRI.
        delta: What was added and removed.
        was_out: Whether it was taken out before.
    """
    if name in delta.graphs and name not in delta.items:
        return _graph_change(name, delta.graphs[name], was_out=was_out)
    return _item_change(ask, name, delta, was_out=was_out)


def _graph_change(graph: str, change: GraphChange, *, was_out: bool) -> ItemChange:
    came = "restored" if was_out else "added"
    what = came if change.comes else "retracted" if change.goes else "edited"
    told = FieldChange("triples", _some(change.removed), _some(change.added))
    return ItemChange(graph, graph, what, (told,) if what == "edited" else ())


def _some(triples: Collection[ox.Triple]) -> tuple[str, ...]:
    """Return the first of some triples as people read them, and how many more there are."""
    known = prefixes()
    told = sorted(" ".join(readable(term, known) for term in (t.subject, t.predicate, t.object)) for t in triples)
    more = len(told) - _TOLD
    return (*told[:_TOLD], *((f"and {more} more",) if more > 0 else ()))


def _item_change(ask: Ask, item: str, delta: Delta, *, was_out: bool) -> ItemChange:
    """Return what became of an item, from the triples of its own and of its anchors that came and went."""
    added, removed = delta.added.get(item, []), delta.removed.get(item, [])
    came, went = (any(t.predicate == TYPE and subject_of(t) == item for t in some) for some in (added, removed))
    what = "edited" if came == went else "retracted" if went else "restored" if was_out else "added"
    fields = tuple(_field_changes(item, added, removed)) if what == "edited" else ()
    said = next(
        (iri(t.object) for t in (*added, *removed) if t.predicate.value in _LABELS and subject_of(t) == item), ""
    )
    # Of an item that comes or goes whole, all that there is to be said has been said.
    label = said or (_label(ask, item) if what == "edited" else local_name(item))
    return ItemChange(item, label, what, fields)


def _field_changes(item: str, added: list[ox.Triple], removed: list[ox.Triple]) -> Iterator[FieldChange]:
    own = [[t for t in some if subject_of(t) == item and t.predicate.value not in _UNTOLD] for some in (removed, added)]
    known = prefixes()
    for path in dict.fromkeys(t.predicate for some in own for t in some):
        before, after = (tuple(sorted(readable(t.object, known) for t in some if t.predicate == path)) for some in own)
        yield FieldChange(local_name(path.value), before, after)
    places = [tuple(_places(item, some)) for some in (removed, added)]
    if any(places):
        yield FieldChange("passage", *places)


def _places(item: str, triples: Iterable[ox.Triple]) -> list[str]:
    """Return what the triples of anchors say of places, in words."""
    told = ((local_name(t.predicate.value), t) for t in triples if subject_of(t) != item)
    return sorted(f"{name} {iri(t.object)}" for name, t in told if name in _PLACING)


def _label(ask: Ask, item: str) -> str:
    found = ask(f"SELECT ?label {{ <{item}> rdfs:label|skos:prefLabel|dcterms:title ?label }} LIMIT 1")
    return next((row["label"] for row in found), local_name(item))


def _contributions(ask: Ask, wanted: str, order: str) -> Iterator[Contribution]:
    # Which they are is asked first: what is told of them would otherwise be looked up for all that there are.
    when = " ; prov:endedAtTime ?at" if "?at" in wanted else ""
    those = f"SELECT DISTINCT ?c ?n {{ {wanted} ?c a ca:Contribution ; schema:position ?n{when} }} ORDER BY {order}"
    # Somebody can go by several spellings of a name; one of them is told.
    told = in_history(
        "SELECT ?c ?n ?at ?message ?tool (MIN(?called) AS ?name)",
        f"""{{ {those} }} ?c prov:endedAtTime ?at ; ca:message ?message ; ca:tool ?tool ;
        prov:wasAssociatedWith/rdfs:label ?called .""",
    )
    for row in ask(f"{told} GROUP BY ?c ?n ?at ?message ?tool ORDER BY {order}"):
        at = datetime.fromisoformat(row["at"])
        yield Contribution(row["c"], whole(row["n"]) or 0, row["name"], at, row["message"], row["tool"])


def _entry(ask: Ask, contribution: Contribution) -> LogEntry:
    # What a contribution changed stays as it is for good, and of a large one it takes long to count.
    if contribution.iri not in _extents:
        _extents[contribution.iri] = _extent(ask, contribution)
    return LogEntry(contribution, *_extents[contribution.iri])


def _extent(ask: Ask, contribution: Contribution) -> tuple[int, tuple[str, ...]]:
    """Return how many items a contribution changed, and the ids of some."""
    pattern = f"?change prov:wasGeneratedBy <{contribution.iri}> ; ca:changes ?item"
    count = next((whole(row["n"]) or 0 for row in ask(in_history("SELECT (COUNT(DISTINCT ?item) AS ?n)", pattern))), 0)
    order = "ORDER BY ?item " if count <= _ORDERED else ""
    some = ask(f"{in_history('SELECT DISTINCT ?item', pattern)} {order}LIMIT 3")
    return count, tuple(local_name(row["item"]) or row["item"] for row in some)


def _start(day: date) -> str:
    """Return when a day begins, by the clock here."""
    return datetime.combine(day, time()).astimezone(UTC).isoformat()


def _next(day: date) -> date:
    return day + timedelta(days=1)


def number_of(store: Store, name: str, *, is_start: bool) -> int:
    """Return the number of the contribution that a name or day stands for; 0 for before the first.

    Args:
        store: Where to look.
        name: Its number, IRI, "last", or a day (2026-11-23, by the clock here).
        is_start: Whether a day is meant at its beginning, else at its end.

    Raises:
        UnknownContributionError: When there is none of that name.
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", name):
        try:
            day = date.fromisoformat(name)
        except ValueError:
            raise UnknownContributionError(name, store.last[0]) from None
        limit = _start(day if is_start else _next(day))
        query = in_history(
            "SELECT (MAX(?n) AS ?last)",
            f"""?c a ca:Contribution ; schema:position ?n ;
          prov:endedAtTime ?at FILTER(?at < "{limit}"^^xsd:dateTime)""",
        )
        return next((whole(row["last"]) or 0 for row in store.ask(query) if "last" in row), 0)
    return 0 if name == "0" else contribution_of(store, name).number
