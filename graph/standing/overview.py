"""How a whole map comes out: how many of each kind stand, its theses, and what assumptions change."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.arrays.argument_arrays import STATEMENT_KINDS, ArgumentArrays
from graph.standing.assessment import STANDINGS, Assessment, Standing


@dataclass(frozen=True)
class StandingChanges:
    """What differs between two ways in which a map comes out.

    Attributes:
        statements: The numbers of the statements that change, by their standing before and after.
        relations: How many steps and objections change.
    """

    statements: Mapping[tuple[Standing, Standing], list[int]]
    relations: int


def standing_counts(assessment: Assessment) -> dict[str, dict[Standing, int]]:
    """Return for each kind of statement that the map has how many stand, are open, and fall.

    Args:
        assessment: How the map comes out.

    Example:
        >>> from graph import assess, arrays_of, open_store
        >>> with open_store(":memory:") as store:
        ...     counts = standing_counts(assess(arrays_of(store)))
        >>> sum(counts["thesis"].values())
        10
    """
    statements = len(assessment.arrays.statements)
    kinds, labels = assessment.arrays.kind[:statements], assessment.labels[:statements].astype(np.int64)
    tally = np.bincount(kinds * np.int64(3) + labels % 3, minlength=3 * len(STATEMENT_KINDS)).reshape(-1, 3)
    counts: dict[str, dict[Standing, int]] = {}
    for kind, (is_open, stand, fall) in zip(STATEMENT_KINDS, tally.tolist(), strict=True):
        if is_open + stand + fall:
            counts[kind] = {"stands": stand, "open": is_open, "falls": fall}
    return counts


def theses_in(arrays: ArgumentArrays) -> list[int]:
    """Return the numbers of the theses, in the order of their IRIs."""
    found = arrays.kind[: len(arrays.statements)] == STATEMENT_KINDS.index("thesis")
    return [int(node) for node in np.flatnonzero(found)]


def standing_changes(before: Assessment, after: Assessment) -> StandingChanges:
    """Return what differs between two ways in which the same map comes out; what is assumed itself is no change.

    Args:
        before: How it comes out to begin with.
        after: How it comes out under other assumptions.
    """
    nodes = len(after.arrays)
    was, now = before.labels[:nodes], after.labels[:nodes]
    changed = was != now
    changed[[*(after.assumptions.keys() ^ before.assumptions.keys())]] = False
    found: dict[tuple[Standing, Standing], list[int]] = {}
    statements = len(after.arrays.statements)
    for node in np.flatnonzero(changed[:statements]).tolist():
        found.setdefault((STANDINGS[was[node]], STANDINGS[now[node]]), []).append(node)
    return StandingChanges(found, int(changed[statements:].sum()))
