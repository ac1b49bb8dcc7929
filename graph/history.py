"""What was done, by whom, when and why: read from the history graph."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pyoxigraph as ox

from graph.contributions import CONTRIBUTION, Contribution, agent_iri
from graph.delta import Delta, iri, subject_of
from graph.derivation import TYPE, Ask
from graph.errors import UnknownContributionError
from graph.store import Store
from graph.terms import local_name, prefixes, readable, whole
from ontology import HISTORY, PREFIXES

_LABELS = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title")
_UNTOLD = {PREFIXES["prov"] + "wasGeneratedBy"}


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
        since: Only from this day (UTC) on.
        until: Only up to this day (UTC), included.
        limit: How many at most.
    """
    wanted = [f"?change ca:changes <{item}> ; prov:wasGeneratedBy ?c ."] if item else []
    wanted += [f"?c prov:wasAssociatedWith <{agent_iri(by)}> ."] if by else []
    wanted += [f'FILTER(?at >= "{_start(since)}"^^xsd:dateTime)'] if since else []
    wanted += [f'FILTER(?at < "{_start(until + timedelta(days=1))}"^^xsd:dateTime)'] if until else []
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
    for change, added, removed in _changes(store.ask, f"?change prov:wasGeneratedBy <{contribution.iri}> ."):
        items = [row["item"] for row in store.ask(_in_history("SELECT ?item", f"<{change}> ca:changes ?item"))]
        for into, triples in ((delta.added, added), (delta.removed, removed)):
            if len(items) == 1:
                into.setdefault(items[0], []).extend(triples)
                continue
            for item, of_item in _by_item(triples).items():
                into.setdefault(item, []).extend(of_item)
    return delta


def history_of(store: Store, item: str) -> list[Event]:
    """Return what was done to an item, oldest first."""
    events, seen = [], False
    rows = list(_changes(store.ask, f"?change ca:changes <{item}> ."))
    made = {
        row["change"]: row["c"]
        for row in store.ask(_in_history("SELECT ?change ?c", f"?change ca:changes <{item}> ; prov:wasGeneratedBy ?c"))
    }
    for contribution in _contributions(store.ask, f"?change ca:changes <{item}> ; prov:wasGeneratedBy ?c .", "?n"):
        mine = [(added, removed) for change, added, removed in rows if made.get(change) == contribution.iri]
        added = [t for some, _ in mine for t in some if subject_of(t) == item]
        removed = [t for _, some in mine for t in some if subject_of(t) == item]
        events.append(Event(contribution, _item_change(store.ask, item, added, removed, seen=seen)))
        seen = True
    return events


def diff(store: Store, start: str, end: str = "last") -> list[ItemChange]:
    """Return what became of items between two contributions, or two days.

    Args:
        store: Where to look.
        start: The contribution after which to begin, by number, or a day (2026-11-23, UTC), at its beginning.
        end: The contribution up to which to go, included, or a day, at its end.

    Raises:
        UnknownContributionError: When there is none of that name.
    """
    first, last = _number(store, start, is_start=True), _number(store, end, is_start=False)
    added: dict[ox.Triple, None] = {}
    removed: dict[ox.Triple, None] = {}
    for contribution in _contributions(store.ask, f"FILTER(?n > {first} && ?n <= {last})", "?n"):
        delta = delta_of(store, contribution)
        for triple in delta.all_removed():
            if added.pop(triple, _MISSING) is _MISSING:
                removed[triple] = None
        for triple in delta.all_added():
            if removed.pop(triple, _MISSING) is _MISSING:
                added[triple] = None
    net = Delta.of(added, removed)
    changes = (_net_change(store.ask, item, net) for item in net.items)
    return sorted(filter(None, changes), key=lambda change: (change.what, change.label, change.item))


_MISSING = object()


def _net_change(ask: Ask, item: str, net: Delta) -> ItemChange | None:
    added = [t for t in net.added.get(item, ()) if subject_of(t) == item]
    removed = [t for t in net.removed.get(item, ()) if subject_of(t) == item]
    return _item_change(ask, item, added, removed, seen=False) if added or removed else None


def _item_change(ask: Ask, item: str, added: list[ox.Triple], removed: list[ox.Triple], *, seen: bool) -> ItemChange:
    came, went = (any(t.predicate == TYPE for t in triples) for triples in (added, removed))
    what = "edited" if came == went else "retracted" if went else "restored" if seen else "added"
    fields = tuple(_field_changes(added, removed)) if what == "edited" else ()
    return ItemChange(item, _label(ask, item, [*added, *removed]), what, fields)


def _field_changes(added: list[ox.Triple], removed: list[ox.Triple]) -> Iterator[FieldChange]:
    known = prefixes()
    paths = dict.fromkeys(t.predicate.value for t in (*removed, *added))
    for path in paths:
        if path not in _UNTOLD:
            before, after = (
                tuple(sorted(readable(t.object, known) for t in triples if t.predicate.value == path))
                for triples in (removed, added)
            )
            yield FieldChange(local_name(path), before, after)


def _label(ask: Ask, item: str, triples: Iterable[ox.Triple]) -> str:
    said = next((iri(t.object) for t in triples if t.predicate.value in _LABELS), "")
    if said:
        return said
    rows = ask(f"SELECT ?label {{ <{item}> rdfs:label|skos:prefLabel|dcterms:title ?label }} LIMIT 1")
    return next((row["label"] for row in rows), local_name(item))


def _in_history(select: str, pattern: str) -> str:
    return f"{select} {{ GRAPH <{HISTORY}> {{ {pattern} }} }}"


def _contributions(ask: Ask, wanted: str, order: str) -> Iterator[Contribution]:
    rows = ask(
        _in_history(
            "SELECT DISTINCT ?c ?n ?at ?message ?tool ?name",
            f"""{wanted} ?c a ca:Contribution ; schema:position ?n ; prov:endedAtTime ?at ; ca:message ?message ;
            ca:tool ?tool ; prov:wasAssociatedWith/rdfs:label ?name .""",
        )
        + f" ORDER BY {order}"
    )
    seen = set()
    for row in rows:
        if row["c"] not in seen:  # an agent can go by several names
            seen.add(row["c"])
            at = datetime.fromisoformat(row["at"])
            yield Contribution(row["c"], whole(row["n"]) or 0, row["name"], at, row["message"], row["tool"])


def _entry(ask: Ask, contribution: Contribution) -> LogEntry:
    pattern = f"?change prov:wasGeneratedBy <{contribution.iri}> ; ca:changes ?item"
    count = next((whole(row["n"]) or 0 for row in ask(_in_history("SELECT (COUNT(DISTINCT ?item) AS ?n)", pattern))), 0)
    first = [local_name(row["item"]) for row in ask(_in_history("SELECT DISTINCT ?item", pattern) + " LIMIT 3")]
    return LogEntry(contribution, count, tuple(sorted(first)))


def _changes(ask: Ask, wanted: str) -> Iterator[tuple[str, list[ox.Triple], list[ox.Triple]]]:
    """Yield each change with the triples that it added and removed."""
    pattern = f"{wanted} OPTIONAL {{ ?change ca:added ?added }} OPTIONAL {{ ?change ca:removed ?removed }}"
    for row in ask(_in_history("SELECT DISTINCT ?change ?added ?removed", pattern)):
        yield row["change"], _parsed(row.get("added", "")), _parsed(row.get("removed", ""))


def _parsed(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)] if text else []


def _by_item(triples: Sequence[ox.Triple]) -> dict[str, list[ox.Triple]]:
    return Delta.of(triples).added


def _start(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat()


def _number(store: Store, name: str, *, is_start: bool) -> int:
    """Return the number of the contribution that a name or day stands for; 0 for before the first."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", name):
        try:
            day = date.fromisoformat(name)
        except ValueError:
            raise UnknownContributionError(name, store.last[0]) from None
        limit = _start(day if is_start else day + timedelta(days=1))
        query = _in_history(
            "SELECT (MAX(?n) AS ?last)",
            f"""?c a ca:Contribution ; schema:position ?n ;
          prov:endedAtTime ?at FILTER(?at < "{limit}"^^xsd:dateTime)""",
        )
        return next((whole(row["last"]) or 0 for row in store.ask(query) if "last" in row), 0)
    return 0 if name == "0" else contribution_of(store, name).number


def counts(changes: Iterable[ItemChange]) -> Counter[str]:
    """Return how many items were added, edited, retracted and restored."""
    return Counter(change.what for change in changes)
