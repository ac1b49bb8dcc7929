"""A part of a map with what bears on it, so that a page can reckon by itself how it comes out, and what if.

Of what lies outside only how it comes out is there: three members stand for all that falls, is open, or stands out
there. So a part is of its own size, however much of the corpus bears on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.arrays.argument_arrays import ArgumentArrays
from graph.standing.assessment import Assessment
from graph.standing.framework import IN, OUT, UNDECIDED, Framework
from graph.standing.map_framework import SELF, MapFramework
from graph.standing.spreading import ranges

OUTSIDE = (OUT, UNDECIDED, IN)
"""How the last three members of a part come out: they stand for what lies outside, whatever is assumed inside."""


@dataclass(frozen=True, eq=False)
class MapPart:
    """The framework of a part of a map, as plain lists.

    Its members are nodes of the map (the statements asked for, then what relates them), helpers (see
    `map_framework.py`), and three for what lies outside.

    Attributes:
        nodes: The IRIs of the first members: statements, then inferences and conflicts.
        statements: How many of the nodes are statements.
        role: For each member what it stands for: `SELF`, `SUPPORT`, `OBJECTION` or `CONTRARY`.
        of: For each member the node that it speaks of; for a node itself.
        start: Where in `source` and `sign` the conditions on each member begin; at the end, their number.
        source: On which member each condition depends.
        sign: `NEEDS` or `ATTACKS`, for each condition.
        disjunction: For each member, whether one met condition is enough.
        fixed: Members whose label is given: those for what lies outside (see `OUTSIDE`), and what is assumed.
        labels: How each member comes out in the whole map.
    """

    nodes: tuple[str, ...]
    statements: int
    role: tuple[int, ...]
    of: tuple[int, ...]
    start: tuple[int, ...]
    source: tuple[int, ...]
    sign: tuple[int, ...]
    disjunction: tuple[bool, ...]
    fixed: dict[int, int]
    labels: tuple[int, ...]

    def __len__(self) -> int:
        """How many members there are."""
        return len(self.role)

    def conditions(self, member: int) -> list[tuple[int, int]]:
        """Return the conditions on a member: for each its source and its sign."""
        cut = slice(self.start[member], self.start[member + 1])
        return list(zip(self.source[cut], self.sign[cut], strict=True))

    @cached_property
    def framework(self) -> Framework:
        """The same as arrays."""
        return Framework(
            np.asarray(self.start, np.int64),
            np.asarray(self.source, np.int32),
            np.asarray(self.sign, np.int8),
            np.asarray(self.disjunction, np.bool_),
        )


def part_of(assessment: Assessment, statements: Iterable[str]) -> MapPart:
    """Return the part of an assessed map that some statements make up, with the relations that join them.

    A relation is there when something of the part is among its premises, or is its attacker, and it bears on something
    of the part; and so is what such a relation attacks or supports. What bears on the part from outside is there as
    how it comes out.

    Args:
        assessment: How the whole comes out.
        statements: IRIs; those of nothing that is a statement of the map are passed over.
    """
    return _Cut(assessment, statements).part()


class _Cut:
    """Cuts a part out of a map, and numbers it anew."""

    def __init__(self, assessment: Assessment, statements: Iterable[str]) -> None:
        self.assessment, self.made = assessment, assessment.map
        self.whole = self.made.framework
        known = (assessment.arrays.node(iri) for iri in statements)
        own = dict.fromkeys(node for node in known if node is not None and node in assessment.arrays.statements)
        self.statements = np.fromiter(own, np.int64, len(own))
        relations = _relations_of(assessment.arrays, self.made, self.statements)
        self.nodes = np.concatenate([self.statements, relations])
        self.members = np.concatenate([self.nodes, _helpers_of(self.made, self.nodes)])
        self.now = np.full(len(self.whole), -1, np.int64)
        self.now[self.members] = np.arange(len(self.members))

    def part(self) -> MapPart:
        source, sign, start = self._conditions()
        made, members, inside = self.made, self.members, len(self.members)
        outside = range(inside, inside + len(OUTSIDE))
        assumed = {int(self.now[node]): label for node, label in self.assessment.assumptions.items()}
        return MapPart(
            nodes=tuple(self.assessment.arrays.iri(node) for node in self.nodes.tolist()),
            statements=len(self.statements),
            role=(*made.role[members].tolist(), *(SELF for _ in OUTSIDE)),
            of=(*self.now[made.of[members]].tolist(), *outside),
            start=(*start.tolist(), *(len(source) for _ in OUTSIDE)),
            source=tuple(source.tolist()),
            sign=tuple(sign.tolist()),
            disjunction=(*self.whole.disjunction[members].tolist(), *(False for _ in OUTSIDE)),
            fixed={n: label for n, label in assumed.items() if n >= 0} | dict(zip(outside, OUTSIDE, strict=True)),
            labels=(*self.assessment.labels[members].tolist(), *OUTSIDE),
        )

    def _conditions(self) -> tuple[NDArray[np.int64], NDArray[np.int8], NDArray[np.int64]]:
        """Return the conditions on members by source and sign, in the members' order; and where those of each begin."""
        counts = np.diff(self.whole.start)[self.members]
        places = ranges(self.whole.start[self.members], counts)
        source, sign = self.whole.source[places], self.whole.sign[places]
        target = np.repeat(np.arange(len(self.members)), counts)
        near = self.now[source]
        far = near < 0
        # Of all that bears on a member from outside in one way, the one that settles most tells enough.
        value = self.assessment.labels[source[far]] * sign[far]
        deciding = np.where(self.whole.disjunction[self.members[target[far]]], -value, value)
        ways = np.stack([target[far], sign[far], deciding])
        order = np.lexsort((ways[2], ways[1], ways[0]))
        is_first = np.ones(len(order), np.bool_)
        is_first[1:] = (np.diff(ways[0][order]) != 0) | (np.diff(ways[1][order]) != 0)
        kept = np.concatenate([np.flatnonzero(~far), np.flatnonzero(far)[order[is_first]]])
        kept = kept[np.argsort(target[kept], kind="stable")]
        near[far] = len(self.members) + 1 + self.assessment.labels[source[far]].astype(np.int64)
        start = np.concatenate([[0], np.cumsum(np.bincount(target[kept], minlength=len(self.members)))])
        return near[kept], sign[kept], start


def _relations_of(arrays: ArgumentArrays, made: MapFramework, statements: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the relations of a part (see `part_of`)."""
    inside = np.zeros(len(arrays) + 1, np.bool_)  # the last one stands for an end that is missing
    inside[statements] = True
    owners = np.repeat(np.arange(len(arrays)), np.diff(arrays.premise_start))
    begins = inside[arrays.source]
    begins[owners[inside[arrays.premises]]] = True
    begins &= made.counts
    begins[: made.statements] = False
    found, fresh = begins, np.flatnonzero(begins)
    while len(fresh):  # what they attack or support, where that is a relation
        ends = np.unique(arrays.target[fresh]).astype(np.int64)
        fresh = ends[(ends >= made.statements) & ~found[ends] & made.counts[ends]]
        found[fresh] = True
    bears = found.copy()
    while True:
        bears = found & (inside[arrays.target] | bears[arrays.target])
        if (bears == found).all():
            return np.flatnonzero(bears)
        found = bears


def _helpers_of(made: MapFramework, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
    own = np.zeros(len(made.counts), np.bool_)
    own[nodes] = True
    return np.flatnonzero(own[made.of] & (made.role != SELF))
