"""Bringing arrays up to date where few items have changed: these are asked for again, and all others only renumbered.

Beside the items themselves, what names them is asked for again where they have become nodes, or are none any more: a
relation that was left without one of its ends may have it now, or have lost it, without a change of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph.arrays.argument_arrays import COMMITMENTS, NODE_KINDS, STATEMENT_KINDS, ArgumentArrays
from graph.arrays.iri_table import IriTable, Origin, starts
from graph.arrays.reading import SOURCES, TARGETS, Ends, kind_class
from graph.asking import Ask
from graph.gathering import among, rows
from graph.terms import local_name

_ENDS = ("premise", *SOURCES.values(), *TARGETS.values())
_CLASSES = ("statement", *TARGETS)
_CODES = {kind_class(kind): code for code, kind in enumerate(STATEMENT_KINDS)}


@dataclass
class _Said:
    """What the store says of some items now.

    Attributes:
        place: Item → the place of its class, for those that are nodes.
        kind: Statement → the code of its kind.
        commitment: Item → the code of a commitment.
        ends: Property → pairs of a relation and what it names.
    """

    place: dict[str, int] = field(default_factory=dict)
    kind: dict[str, int] = field(default_factory=dict)
    commitment: dict[str, int] = field(default_factory=dict)
    ends: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def changed_arrays(old: ArgumentArrays, ask: Ask, items: Iterable[str], mark: str, most: int) -> ArgumentArrays | None:
    """Return arrays as they are after a change; None where that concerns too many nodes.

    Args:
        old: The arrays before.
        ask: Asks the store.
        items: The IRIs of what has changed since.
        mark: Which state of the store it is now.
        most: How many nodes may be asked for again.
    """
    wanted = {item for item in items if ":" in item}
    if len(wanted) > most:
        return None
    said = _said_of(ask, wanted)
    numbers = {item: old.node(item) for item in wanted}
    moved = {item for item in wanted if _place(old, numbers[item]) != said.place.get(item)}
    naming = {one for prop in _ENDS for one, _ in _pairs(ask, moved, f"?end ca:{prop} ?item")} - wanted
    if len(naming) + len(wanted) > most:
        return None
    more = _said_of(ask, naming)
    numbers |= {item: old.node(item) for item in naming}
    return _merged(old, numbers, _together(said, more), mark)


def _place(old: ArgumentArrays, number: int | None) -> int | None:
    """Return the place of the class of a node."""
    return None if number is None else int(np.searchsorted(old.iris.bounds, number, "right")) - 1


def _pairs(ask: Ask, items: Iterable[str], pattern: str) -> Iterator[tuple[str, str]]:
    """Yield what a pattern binds ?end to, with the item."""
    return ((end, item) for item, end in rows(ask, among(items), "?end", pattern) if ":" in end)


def _said_of(ask: Ask, items: set[str]) -> _Said:
    said = _Said()
    for prop in _ENDS:
        said.ends[prop] = sorted((item, end) for end, item in _pairs(ask, items, f"?item ca:{prop} ?end"))
    for place, prop in reversed([*enumerate(TARGETS.values(), 1)]):
        said.place |= dict.fromkeys((item for item, _ in said.ends[prop]), place)
    said.place |= dict.fromkeys((item for (item,) in rows(ask, among(items), "", "?item a ca:Statement")), 0)
    for kind, item in _pairs(ask, items, "?item ca:kind ?end"):
        code = _CODES.get(local_name(kind), len(_CODES))
        said.kind[item] = min(code, said.kind.get(item, code))
    for commitment, item in _pairs(ask, items, "?item ca:commitment ?end"):
        name = local_name(commitment)
        code = COMMITMENTS.index(name) if name in COMMITMENTS else len(COMMITMENTS)
        said.commitment[item] = min(code, said.commitment.get(item, code))
    return said


def _together(one: _Said, other: _Said) -> _Said:
    return _Said(
        one.place | other.place,
        one.kind | other.kind,
        one.commitment | other.commitment,
        {prop: one.ends[prop] + other.ends[prop] for prop in _ENDS},
    )


def _merged(old: ArgumentArrays, numbers: dict[str, int | None], said: _Said, mark: str) -> ArgumentArrays:
    dropped = np.asarray(sorted(number for number in numbers.values() if number is not None), np.int64)
    added = [sorted(item.encode("utf-8") for item, at in said.place.items() if at == place) for place in range(4)]
    table, origin = old.iris.changed(dropped, added)
    new = [str(iri, "utf-8") for iris in added for iri in iris]
    for item in new:  # those that were nodes before too are not gone: what names them is to go on doing so
        if (before := numbers[item]) is not None and (now := table.number(item)) is not None:
            origin.now[before] = now
    source, target, premise_start, premises, whole = _ends_of(said, added, table)
    first_of, all_premises = _premises(old, origin, premise_start, premises)
    return ArgumentArrays(
        table,
        origin.taken(old.kind, _kinds(said, added)),
        origin.taken(old.commitment, _commitments(said, added)),
        origin.taken(origin.now[old.source], source),
        origin.taken(origin.now[old.target], target),
        first_of,
        all_premises,
        origin.taken(old.whole, whole),
        mark,
    )


def _kinds(said: _Said, added: Sequence[Sequence[bytes]]) -> NDArray[np.uint8]:
    codes = [said.kind.get(str(iri, "utf-8"), 0) % len(_CODES) for iri in added[0]]
    for place, iris in enumerate(added[1:], len(NODE_KINDS) - len(TARGETS)):
        codes += [place] * len(iris)
    return np.asarray(codes, np.uint8)


def _commitments(said: _Said, added: Sequence[Sequence[bytes]]) -> NDArray[np.uint8]:
    codes = [said.commitment.get(str(iri, "utf-8"), 0) % len(COMMITMENTS) for iri in added[0]]
    return np.asarray(codes + [0] * sum(map(len, added[1:])), np.uint8)


def _ends_of(
    said: _Said, added: Sequence[Sequence[bytes]], table: IriTable
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]:
    """Return what the added relations join, as columns for the added nodes; the ends by their numbers now."""
    first_of = starts(np.asarray([len(iris) for iris in added])).tolist()
    place_of = {str(iri, "utf-8"): place for place, iri in enumerate(iri for iris in added for iri in iris)}
    ends = Ends(len(place_of))

    def pairs(prop: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        found = [(place_of.get(one, -1), table.number(end)) for one, end in said.ends[prop]]
        relations = np.asarray([one for one, _ in found], np.int64)
        return relations, np.asarray([-1 if number is None else number for _, number in found], np.int64)

    statements = table.bounds[1]
    for place, (kind, prop) in enumerate(TARGETS.items(), 1):
        within = range(*first_of[place : place + 2])
        ends.add_targets(within, pairs(prop), len(table) if kind == "conflict" else statements)
        if kind in SOURCES:
            ends.add_sources(within, pairs(SOURCES[kind]), statements)
    ends.add_premises(range(*first_of[1:3]), pairs("premise"), statements)
    return ends.finished(first_of[1])


def _premises(
    old: ArgumentArrays, origin: Origin, start: NDArray[np.int64], premises: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return where the premises of each node begin now, and the premises, of nodes from before and of added ones."""
    here = np.concatenate([origin.now[old.premises], premises])
    begins = origin.taken(old.premise_start[:-1], start[:-1] + len(old.premises))
    lengths = origin.taken(np.diff(old.premise_start), np.diff(start))
    now = starts(lengths)
    return now, here[np.repeat(begins - now[:-1], lengths) + np.arange(now[-1])]
