"""What is sound but looks odd about an addition: told, and no reason to refuse it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claims import Conflict, Evidence, Inference, Item, Policy, PowerLink, Rephrase, Statement
from graph.asking import Ask
from graph.likeness import LikenessIndex
from graph.likeness_upkeep import entry
from graph.terms import local_name

_FAR = 2000
"""How many statements of a chain of support are followed at most."""
_LONG = 1000
"""How many characters a statement has that is too long to be taken in at a glance."""


@dataclass(frozen=True)
class Caution:
    """Something odd: the item's id, and what is odd about it, in words."""

    item: str
    message: str

    def __str__(self) -> str:
        return f"{self.item}: {self.message}"


def cautions_of(
    items: Sequence[Item], anchored: Iterable[str], ask: Ask, likeness: LikenessIndex | None
) -> list[Caution]:
    """Return what is odd about items that are to be added.

    Args:
        items: The items, not yet in the store.
        anchored: The IRIs of those that stand at a passage.
        ask: Asks the store.
        likeness: The index of the store's statements and policies; None to look for no near-duplicates.
    """
    relations = _Relations(items)
    placed = set(anchored)
    return [
        *(_near_duplicates(items, likeness) if likeness else ()),
        *_long(items),
        *_unlinked(items, relations),
        *_without_source(items, placed),
        *_circles(relations, ask),
        *_own_premises(relations, ask),
    ]


def text_of(item: Item) -> str | None:
    """Return the words by which a near-duplicate of the item is known; None for items that have none."""
    return entry(item.label, item.text) if isinstance(item, Statement | Policy) else None


class _Relations:
    """The new items' relations, as edges."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.inferences = [item for item in items if isinstance(item, Inference)]
        self.conflicts = [item for item in items if isinstance(item, Conflict)]
        self.fresh = {item.iri for item in items if isinstance(item, Statement)}
        self.supported: dict[str, set[str]] = {}
        for inference in self.inferences:
            for premise in inference.premise:
                self.supported.setdefault(premise, set()).add(inference.conclusion)
        self.linked = {end for inference in self.inferences for end in (*inference.premise, inference.conclusion)}
        self.linked |= {end for conflict in self.conflicts for end in (conflict.attacker, conflict.attacked)}
        self.linked |= {end for item in items if isinstance(item, Rephrase) for end in (item.rephrases, item.rephrased)}
        links = [item for item in items if isinstance(item, PowerLink)]
        self.linked |= {end for link in links for end in (link.policy, *link.stated_by)}
        self.linked |= {end for item in items if isinstance(item, Statement) for end in item.about}


def _near_duplicates(items: Sequence[Item], likeness: LikenessIndex) -> Iterator[Caution]:
    entries = [(item.iri, text) for item in items if (text := text_of(item)) is not None]
    for (iri, _), found in zip(entries, likeness.neighbours(entries, limit=1), strict=True):
        for like in found:
            said = f"Is much like {local_name(like.iri)}: “{like.text}”"
            yield Caution(local_name(iri), f"{said} If it says the same, undo this and link that one instead.")


def _long(items: Sequence[Item]) -> Iterator[Caution]:
    for item in items:
        if isinstance(item, Statement | Policy) and len(item.text) > _LONG:
            length = f"{len(item.text):,}"
            yield Caution(local_name(item.iri), f"Has {length} characters: one or two plain sentences read best.")


def _unlinked(items: Sequence[Item], relations: _Relations) -> Iterator[Caution]:
    for item in items:
        if isinstance(item, Statement) and item.iri not in relations.linked:
            yield Caution(local_name(item.iri), "Is linked to nothing: say what it supports, attacks or restates.")
        if isinstance(item, Policy) and item.iri not in relations.linked:
            yield Caution(local_name(item.iri), "Bears on no type of power: say what it wields, strengthens or erodes.")


def _without_source(items: Sequence[Item], anchored: set[str]) -> Iterator[Caution]:
    for item in items:
        if isinstance(item, Evidence) and item.iri not in anchored and not item.citation:
            yield Caution(
                local_name(item.iri), "Has no source: quote the passage, or name where it comes from (citation)."
            )


def _circles(relations: _Relations, ask: Ask) -> Iterator[Caution]:
    """Find inferences whose conclusion is, by way of others, a reason for one of their premises."""
    # Nothing leads to a statement that is new, unless a new inference does.
    new = relations.fresh - {end for ends in relations.supported.values() for end in ends}
    for inference in relations.inferences:
        wanted = set(inference.premise) - new
        if not wanted:
            continue
        chain = _chain(inference.conclusion, wanted, relations.supported, ask)
        if chain:
            told = " → ".join(local_name(iri) for iri in chain)
            yield Caution(
                local_name(inference.iri), f"Closes a circle: {told} → {local_name(chain[0])} support each other."
            )


def _chain(start: str, wanted: set[str], new: Mapping[str, set[str]], ask: Ask) -> list[str]:
    """Return the way from a statement up to one of some others by what it supports; empty where there is none."""
    before: dict[str, str] = {start: ""}
    rim = [start]
    while rim and len(before) < _FAR:
        reached = [(one, up) for one in rim for up in new.get(one, ())] + _supported(ask, rim)
        rim = []
        for one, up in reached:
            if up not in before:
                before[up] = one
                rim.append(up)
            if up in wanted:
                return _way_back(before, up)
    return []


def _way_back(before: Mapping[str, str], end: str) -> list[str]:
    way = [end]
    while before[way[0]]:
        way.insert(0, before[way[0]])
    return way


def _supported(ask: Ask, statements: Sequence[str]) -> list[tuple[str, str]]:
    values = " ".join(f"<{one}>" for one in statements)
    rows = ask(f"SELECT ?one ?up {{ VALUES ?one {{ {values} }} ?one ca:supports ?up }} LIMIT {_FAR}")
    return [(row["one"], row["up"]) for row in rows]


def _own_premises(relations: _Relations, ask: Ask) -> Iterator[Caution]:
    """Find attacks on what the attacker itself rests on."""
    for conflict in relations.conflicts:
        if _chain(conflict.attacked, {conflict.attacker}, relations.supported, ask):
            attacked = local_name(conflict.attacked)
            yield Caution(local_name(conflict.attacker), f"Attacks {attacked}, which it rests on itself.")
