"""What policies do to types of power, as the projection says it: one bearing for each power link; and words for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from viz.kinds import BEARINGS, RANK, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from networkx import MultiDiGraph


class Bearing(NamedTuple):
    """One power link: what a policy does to a type of power, through which statements."""

    policy: str
    power: str
    relation: str
    stated_by: tuple[str, ...]
    whose: tuple[str, ...]
    inferred: bool


def read_bearings(graph: MultiDiGraph[str]) -> list[Bearing]:
    """All power links of the projection, in the order of the relations, then of the node keys."""
    found = [
        Bearing(
            policy,
            power,
            data["relation"],
            tuple(data.get("stated_by", ())),
            tuple(data.get("whose", ())),
            data.get("basis") == "inferred",
        )
        for policy, power, data in graph.edges(data=True)
        if data["relation"] in BEARINGS
    ]
    return sorted(found, key=lambda b: (RANK[b.relation], b.policy, b.power, b.stated_by, b.whose))


def by_policy(bearings: Iterable[Bearing]) -> dict[str, list[Bearing]]:
    """The bearings of each policy, in the order given."""
    return _sorted_out((b.policy, b) for b in bearings)


def by_power(bearings: Iterable[Bearing]) -> dict[str, list[Bearing]]:
    """The bearings on each type of power, in the order given."""
    return _sorted_out((b.power, b) for b in bearings)


def _sorted_out(pairs: Iterable[tuple[str, Bearing]]) -> dict[str, list[Bearing]]:
    found: defaultdict[str, list[Bearing]] = defaultdict(list)
    for key, bearing in pairs:
        found[key].append(bearing)
    return dict(found)


def relations_of(bearings: Iterable[Bearing]) -> list[str]:
    """The relations of some bearings, each once, in their order."""
    return sorted({b.relation for b in bearings}, key=RANK.__getitem__)


def is_inferred(bearings: Iterable[Bearing], relation: str) -> bool:
    """Whether nothing outright says this relation: all its bearings are the annotator's reading."""
    return all(b.inferred for b in bearings if b.relation == relation)


def doing(bearings: Collection[Bearing]) -> str:
    """What a policy does to a power, read from the policy: "◆ wields ▼ erodes"."""
    return " ".join(f"{RELATIONS[name].glyph} {RELATIONS[name].active}" for name in relations_of(bearings))


def undergoing(bearings: Collection[Bearing]) -> str:
    """The same read from the power: "◆ wielded ▼ eroded"."""
    return " ".join(
        f"{RELATIONS[name].glyph} {RELATIONS[name].passive.removesuffix(' by')}" for name in relations_of(bearings)
    )


def owners(bearings: Iterable[Bearing]) -> tuple[str, ...]:
    """Names of those whose power it is, each once."""
    return tuple(dict.fromkeys(name for b in bearings for name in b.whose))


def basis_and_owner(bearings: Collection[Bearing]) -> str:
    """Whether this is inferred, and whose power it is, if either is said: "Wields inferred · power of: Alden"."""
    whose = owners(bearings)
    words = " · ".join(part for part in (_basis(bearings), f"power of: {', '.join(whose)}" if whose else "") if part)
    return words[:1].upper() + words[1:]


def _basis(bearings: Collection[Bearing]) -> str:
    relations = relations_of(bearings)
    inferred = [name for name in relations if is_inferred(bearings, name)]
    if inferred == relations:
        return "inferred"
    return f"{' and '.join(inferred)} inferred" if inferred else ""


def tally(bearings: Iterable[Bearing]) -> str:
    """How many policies do what: "▲ 1 strengthens · ▼ 2 erode"; one that does it to several powers counts once."""
    counts = Counter(relation for _, relation in {(b.policy, b.relation) for b in bearings})
    words = {name: name if counts[name] == 1 else name.removesuffix("s") for name in BEARINGS}
    return " · ".join(f"{RELATIONS[name].glyph} {counts[name]} {words[name]}" for name in BEARINGS if counts[name])
