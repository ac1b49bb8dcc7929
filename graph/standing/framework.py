"""An argument as conditions: which of its members hold, depending on which others do. What all semantics work on.

A member is *in*, *out*, or undecided (Caminada 2006, “On the issue of reinstatement in argumentation”). Two relations
bear on it: what it *needs*, and what *attacks* it. Most members hold when all that they need is in and all that attacks
them is out; a *disjunction* holds when one of the members that it needs is in. Attacks alone are an abstract
argumentation framework (Dung 1995, Artificial Intelligence 77(2)); needs are those of frameworks with necessities
(Nouioua and Risch 2011, “Argumentation frameworks with necessities”). Both are conditions of an abstract dialectical
framework (Brewka and Woltran 2010); all that is said here could be said by attacks with more members.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.standing.grouping import grouped

IN, UNDECIDED, OUT = 1, 0, -1
"""What a member is labelled: so the opposite of a label is its negative, and “all of them” is the least."""

NEEDS, ATTACKS = 1, -1
"""What a condition is: its sign times the label of its source tells whether it is met (1), broken (-1) or open (0)."""

Labels = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Framework:
    """Members, numbered from 0, and the conditions on each. All arrays are for reading only.

    Attributes:
        start: Where in `source` and `sign` the conditions on each member begin; at the end, their number.
        source: On which member each condition depends.
        sign: Which relation each condition is: `NEEDS` or `ATTACKS`.
        disjunction: For each member, whether one met condition is enough; for the others all must be met. The
            conditions on a disjunction are all needs, and it has at least one.

    Example:
        Ada says it rains (0); Bob attacks that (1); nothing speaks against Bob.
        >>> rain = Framework.of(2, [(1, ATTACKS, 0)])
        >>> rain.conditions(0)
        [(1, -1)]
    """

    start: NDArray[np.int64]
    source: NDArray[np.int32]
    sign: NDArray[np.int8]
    disjunction: NDArray[np.bool_]

    @classmethod
    def of(cls, size: int, conditions: list[tuple[int, int, int]], disjunctions: tuple[int, ...] = ()) -> "Framework":
        """Return the framework of some conditions.

        Args:
            size: How many members there are.
            conditions: Of each its source, its sign, and the member that it is on.
            disjunctions: Those members for which one met condition is enough.
        """
        columns = np.asarray(conditions, np.int64).reshape(-1, 3)
        disjunction = np.zeros(size, np.bool_)
        disjunction[[*disjunctions]] = True
        source, sign = columns[:, 0].astype(np.int32), columns[:, 1].astype(np.int8)
        return cls.from_arrays(source, sign, columns[:, 2].astype(np.int32), disjunction)

    @classmethod
    def from_arrays(
        cls,
        source: NDArray[np.int32],
        sign: NDArray[np.int8],
        target: NDArray[np.int32],
        disjunction: NDArray[np.bool_],
    ) -> "Framework":
        """Return the framework of conditions in any order, as columns of equal length."""
        start, order = grouped(target, len(disjunction))
        return cls(start, source[order], sign[order], disjunction)

    def __len__(self) -> int:
        """How many members there are."""
        return len(self.disjunction)

    def conditions(self, member: int) -> list[tuple[int, int]]:
        """Return the conditions on a member: for each its source and its sign."""
        cut = slice(self.start[member], self.start[member + 1])
        return list(zip(self.source[cut].tolist(), self.sign[cut].tolist(), strict=True))

    @cached_property
    def target(self) -> NDArray[np.int32]:
        """On which member each condition is."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.start))

    @cached_property
    def uses(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which conditions depend on a member: where those of each begin, and their places in `source`."""
        return grouped(self.source, len(self))
