"""What was done, by whom, when and why: read from the history graph."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pyoxigraph as ox

from graph.asking import Ask
from graph.contributions import CONTRIBUTION, Contribution, agent_iri
from graph.delta import Delta, iri, subject_of
from graph.derivation import TYPE
from graph.errors import UnknownContributionError
from graph.store import Store
from graph.terms import local_name, prefixes, readable, whole
from ontology import HISTORY, PREFIXES

_LABELS = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title")
_UNTOLD = {PREFIXES["prov"] + "wasGeneratedBy"}
_PLACING = ("start", "end", "exact", "paragraph")
_TOGETHER = 500
"""How many items are asked for in one query."""


@dataclass(frozen=True)
class FieldChange:
    """One field of an item that changed: the property's name, and its values before and after, as people read them."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class ItemChange:
    """What became of one item: "added", "edited", "retracted" or "restored"; of an edit, which fields changed."""

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
    store: Store, *, item: str = "", by: str = "", since: date | None = None, until: date | None = None, limit: int = 20
) -> list[LogEntry]:
    """Return the last contributions, newest first.

    Args:
        store: Where to look.
        item: The IRI of an item: only what changed it.
        by: The name of a contributor: only theirs.
        since: Only from this day (of the clock here) on.
        until: Only up to this day, included.
        limit: How many at most.
    """
    wanted = [f"?change ca:changes <{item}> ; prov:wasGeneratedBy ?c ."] if item else []
    wanted += [f"?c prov:wasAssociatedWith <{agent_iri(by)}> ."] if by else []
    wanted += [f'FILTER(?at >= "{_start(since)}"^^xsd:dateTime)'] if since else []
    wanted += [f'FILTER(?at < "{_start(_next(until))}"^^xsd:dateTime)'] if until and until < date.max else []
    found = list(_contributions(store.ask, " ".join(wanted), f"DESC(?n) LIMIT {limit}"))
    return [_entry(store.ask, contribution) for contribution in found]


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
        pattern = f"FILTER(?c = <{CONTRIBUTION}{bare}>)"
    found = next(_contributions(store.ask, pattern, "?n LIMIT 1"), None) if pattern else None
    if found is None:
        raise UnknownContributionError(name, store.last[0])
    return found


def delta_of(store: Store, contribution: Contribution) -> Delta:
    """Return exactly what a contribution added and removed."""
    delta = Delta()
    for part in _changes(store.ask, f"?change prov:wasGeneratedBy <{contribution.iri}> .").values():
        for into, by_item in ((delta.added, part.added), (delta.removed, part.removed)):
            for item, triples in by_item.items():
                into.setdefault(item, []).extend(triples)
    return delta


def history_of(store: Store, item: str) -> list[Event]:
    """Return what was done to an item, oldest first."""
    changes = _changes(store.ask, f"?change ca:changes <{item}> .")
    parts = {change.rpartition("/")[0]: part for change, part in changes.items()}
    events: list[Event] = []
    for contribution in _contributions(store.ask, f"?change ca:changes <{item}> ; prov:wasGeneratedBy ?c .", "?n"):
        was_out = any(event.change.what == "retracted" for event in events)
        part = parts.get(contribution.iri, Delta())
        events.append(Event(contribution, _item_change(store.ask, item, part, was_out=was_out)))
    return events


def later_changes(store: Store, items: Sequence[str], number: int) -> list[int]:
    """Return the numbers of the contributions after one that changed any of some items."""
    values = " ".join(f"<{item}>" for item in items[:_TOGETHER])
    pattern = f"""VALUES ?item {{ {values} }} ?change ca:changes ?item ; prov:wasGeneratedBy/schema:position ?n
      FILTER(?n > {number})"""
    return sorted({whole(row["n"]) or 0 for row in store.ask(_in_history("SELECT DISTINCT ?n", pattern))})


def last_retraction(store: Store, items: Sequence[str]) -> tuple[str, Contribution] | None:
    """Return which of some items was taken out last, and by which contribution; None where none ever was."""
    values = " ".join(f"<{item}>" for item in items)
    pattern = f"VALUES ?item {{ {values} }} ?item prov:wasInvalidatedBy ?c . ?c schema:position ?n"
    rows = list(store.ask(_in_history("SELECT ?item ?n", pattern) + " ORDER BY DESC(?n) LIMIT 1")) if items else []
    return (rows[0]["item"], contribution_of(store, rows[0]["n"])) if rows else None


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
    first, last = sorted((_number(store, start, is_start=True), _number(store, end, is_start=False)))
    added: dict[ox.Triple, str] = {}
    removed: dict[ox.Triple, str] = {}
    for contribution in _contributions(store.ask, f"FILTER(?n > {first} && ?n <= {last})", "?n"):
        delta = delta_of(store, contribution)
        for one, other, by_item in ((removed, added, delta.removed), (added, removed, delta.added)):
            for item, triples in by_item.items():
                one.update((triple, item) for triple in triples if not other.pop(triple, ""))
    net, before = Delta(_turned(added), _turned(removed)), _retracted(store.ask, first)
    changes = (_item_change(store.ask, item, net, was_out=item in before) for item in net.items)
    return sorted(changes, key=lambda change: (change.what, change.label, change.item))


def _turned(owners: Mapping[ox.Triple, str]) -> dict[str, list[ox.Triple]]:
    found: dict[str, list[ox.Triple]] = {}
    for triple, item in owners.items():
        found.setdefault(item, []).append(triple)
    return found


def _retracted(ask: Ask, number: int) -> set[str]:
    """Return the items that were taken out at any time up to a contribution."""
    pattern = f"?item prov:wasInvalidatedBy/schema:position ?n FILTER(?n <= {number})"
    return {row["item"] for row in ask(_in_history("SELECT DISTINCT ?item", pattern))}


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
    rows = ask(f"SELECT ?label {{ <{item}> rdfs:label|skos:prefLabel|dcterms:title ?label }} LIMIT 1")
    return next((row["label"] for row in rows), local_name(item))


def _in_history(select: str, pattern: str) -> str:
    return f"{select} {{ GRAPH <{HISTORY}> {{ {pattern} }} }}"


def _contributions(ask: Ask, wanted: str, order: str) -> Iterator[Contribution]:
    # Somebody can go by several spellings of a name; one of them is told.
    rows = ask(
        _in_history(
            "SELECT ?c ?n ?at ?message ?tool (MIN(?called) AS ?name)",
            f"""{wanted} ?c a ca:Contribution ; schema:position ?n ; prov:endedAtTime ?at ; ca:message ?message ;
            ca:tool ?tool ; prov:wasAssociatedWith/rdfs:label ?called .""",
        )
        + f" GROUP BY ?c ?n ?at ?message ?tool ORDER BY {order}"
    )
    for row in rows:
        at = datetime.fromisoformat(row["at"])
        yield Contribution(row["c"], whole(row["n"]) or 0, row["name"], at, row["message"], row["tool"])


def _entry(ask: Ask, contribution: Contribution) -> LogEntry:
    pattern = f"?change prov:wasGeneratedBy <{contribution.iri}> ; ca:changes ?item"
    count = next((whole(row["n"]) or 0 for row in ask(_in_history("SELECT (COUNT(DISTINCT ?item) AS ?n)", pattern))), 0)
    first = [
        local_name(row["item"])
        for row in ask(_in_history("SELECT DISTINCT ?item", pattern) + " ORDER BY ?item LIMIT 3")
    ]
    return LogEntry(contribution, count, tuple(first))


def _changes(ask: Ask, wanted: str) -> dict[str, Delta]:
    """Return change → the triples that it added and removed, by the item that they belong to."""
    pattern = f"{wanted} OPTIONAL {{ ?change ca:added ?added }} OPTIONAL {{ ?change ca:removed ?removed }}"
    rows = list(ask(_in_history("SELECT DISTINCT ?change ?added ?removed", pattern)))
    items: dict[str, list[str]] = {}
    for row in ask(_in_history("SELECT DISTINCT ?change ?item", f"{wanted} ?change ca:changes ?item")):
        items.setdefault(row["change"], []).append(row["item"])
    return {row["change"]: _delta(row, items.get(row["change"], [])) for row in rows}


def _delta(row: Mapping[str, str], items: Sequence[str]) -> Delta:
    added, removed = (_parsed(row.get(side, "")) for side in ("added", "removed"))
    if len(items) == 1:
        return Delta(*({items[0]: some} if some else {} for some in (added, removed)))
    return Delta.of(added, removed)


def _parsed(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)] if text else []


def _start(day: date) -> str:
    """Return when a day begins, by the clock here."""
    return datetime.combine(day, time()).astimezone(UTC).isoformat()


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _number(store: Store, name: str, *, is_start: bool) -> int:
    """Return the number of the contribution that a name or day stands for; 0 for before the first."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", name):
        try:
            day = date.fromisoformat(name)
        except ValueError:
            raise UnknownContributionError(name, store.last[0]) from None
        limit = _start(day if is_start else _next(day))
        query = _in_history(
            "SELECT (MAX(?n) AS ?last)",
            f"""?c a ca:Contribution ; schema:position ?n ;
          prov:endedAtTime ?at FILTER(?at < "{limit}"^^xsd:dateTime)""",
        )
        return next((whole(row["last"]) or 0 for row in store.ask(query) if "last" in row), 0)
    return 0 if name == "0" else contribution_of(store, name).number
