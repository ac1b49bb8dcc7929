"""What was done to each of many items, in few queries; `history.py` tells the history of one in full."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from graph.asking import Ask
from graph.gathering import Beginning, among, ends, rows, whole_iri
from graph.terms import whole
from ontology import HISTORY

Event = dict[str, str | int]
"""What one contribution did to an item: `number`, `what` ("added", "edited", "retracted" or "restored"), `who`, `when`
(the day, in UTC, as 2026-11-23) and `why`."""

_TOLD = """?item schema:position ?place ; prov:endedAtTime ?at ; ca:message ?why ;
  prov:wasAssociatedWith/rdfs:label ?who"""
_AFTER = {"": "added", "retracted": "restored"}
"""What became of an item before → what it means that it is changed now; anything else is an edit."""


@dataclass(frozen=True)
class Histories:
    """What was done to items.

    Attributes:
        made: What is told of an item that the store was made with: the same list for all that were never changed.
        changed: Item → its events, oldest first, for the others.
    """

    made: list[Event]
    changed: Mapping[str, list[Event]]

    def of(self, item: str) -> list[Event]:
        """Return the events of an item, oldest first."""
        return self.changed.get(item, self.made)


def histories(ask: Ask, items: Iterable[str] | None) -> Histories:
    """Return what was done to items that are in the store.

    Args:
        ask: Asks the store.
        items: Their IRIs; None for all.
    """
    beginnings = among(items)
    changes: dict[str, list[str]] = {}
    pattern = _in_history("?change ca:changes ?item ; prov:wasGeneratedBy ?c")
    for item, contribution in rows(ask, beginnings, "?c", pattern):
        changes.setdefault(item, []).append(contribution)
    start = _made_with(ask)
    told = _contributions(ask, {start, *(one for done in changes.values() for one in done)})
    for done in changes.values():
        done.sort(key=lambda one: told[one]["number"])
    several = None if items is None else [item for item, done in changes.items() if len(done) > 1]
    out = set(rows(ask, among(several), "?c", _in_history("?item prov:wasInvalidatedBy ?c")))
    new = _newcomers(ask, beginnings, changes, {item for item, _ in out})
    made: list[Event] = [told[start] | {"what": "added"}] if start else []
    changed: dict[str, list[Event]] = {}
    for item, done in changes.items():
        events, what = ([], "") if item in new else (list(made), "there")
        for contribution in done:
            what = "retracted" if (item, contribution) in out else _AFTER.get(what, "edited")
            events.append(told[contribution] | {"what": what})
        changed[item] = events
    return Histories(made, changed)


def _newcomers(
    ask: Ask, beginnings: Sequence[Beginning], changes: Mapping[str, Sequence[str]], out: set[str]
) -> set[str]:
    """Return the items that were not in the store before their first change."""
    made = {row[0] for row in rows(ask, beginnings, "", "?item prov:wasGeneratedBy ?c")} & changes.keys()
    # What came back bears the mark of that, wherever it came from: there its first change tells.
    first = {item: changes[item][0] for item in out & changes.keys()}
    came, went = (_with_class(ask, first, path) for path in ("ca:added", "ca:removed"))
    return (made - out) | (came - went)


def _with_class(ask: Ask, first: Mapping[str, str], path: str) -> set[str]:
    """Return the items whose first change added, or removed, their class."""
    kind = f"> <{whole_iri('rdf:type')}> "
    pattern = _in_history(f"?change ca:changes ?item ; prov:wasGeneratedBy ?c ; {path} ?text")
    found = rows(ask, among(first), "?c ?text", pattern)
    return {item for item, contribution, text in found if contribution == first[item] and f"<{item}{kind}" in text}


def _made_with(ask: Ask) -> str:
    """Return the first contribution where it stands for what the store was made with: where it has no changes."""
    first = ends(ask, among(None), _in_history("?end a ca:Contribution ; schema:position 1"))
    is_change = any(ask(f"ASK {{ {_in_history(f'?change prov:wasGeneratedBy <{one}>')} }}") for one in first)
    return min(first) if first and not is_change else ""


def _contributions(ask: Ask, wanted: set[str]) -> dict[str, Event]:
    """Return contribution → what is told of it."""
    found: dict[str, Event] = {}
    # Somebody can go by several spellings of a name; the first of them is told.
    for item, place, at, why, who in sorted(
        rows(ask, among(wanted), "?place ?at ?why ?who", _in_history(_TOLD)), reverse=True
    ):
        day = datetime.fromisoformat(at).astimezone(UTC).date().isoformat()
        found[item] = {"number": whole(place) or 0, "what": "", "who": who, "when": day, "why": why}
    return found


def _in_history(pattern: str) -> str:
    return f"GRAPH <{HISTORY}> {{ {pattern} }}"
