"""One round of strengths over a whole map: what each statement and relation gets from what bears on it, as arrays.

Most relations pass on the strength of one statement and are attacked by nothing: they are entries of a sparse matrix.
The others, with linked premises or attacked or attacking a relation or assumed by the reader, are few, and have
strengths of their own that are carried from round to round.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from graph.arrays.argument_arrays import ArgumentArrays
from graph.arrays.iri_table import starts
from graph.standing.grouping import grouped

Numbers = NDArray[np.int32]
Reals = NDArray[np.float64]
Which = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Bounds:
    """Between which numbers the strength of each node must be, by the nodes' numbers."""

    low: Reals
    high: Reals

    def of(self, nodes: Numbers | slice) -> "Bounds":
        """Return the bounds of some nodes."""
        return Bounds(self.low[nodes], self.high[nodes])

    def keep(self, strengths: Reals) -> Reals:
        """Bring strengths between the bounds, in place, and return them."""
        np.maximum(strengths, self.low, out=strengths)
        return np.minimum(strengths, self.high, out=strengths)


class Rounds:
    """The rounds of a map.

    Args:
        arrays: The map.
        live: Which relations count, by the nodes' numbers.
        fixed: Which nodes have a strength that is given: their two bounds are the same.
        bounds: Of all nodes.
        weights: The base weights of the statements.

    Attributes:
        own: The relations that have strengths of their own.
    """

    def __init__(self, arrays: ArgumentArrays, live: Which, fixed: Which, bounds: Bounds, weights: Reals) -> None:
        self.arrays, self.live, self.weights = arrays, live, weights
        self.known = len(arrays.statements)
        self.premises_of = np.diff(arrays.premise_start)
        self._attacks(fixed)
        self._premises()
        self._bearing()
        self.bounds, self.own_bounds = bounds.of(slice(0, self.known)), bounds.of(self.own)

    def _attacks(self, fixed: Which) -> None:
        """Find the relations with strengths of their own, and which of them attack which."""
        arrays = self.arrays
        conflicts = np.flatnonzero(self.live[arrays.conflicts.start : arrays.conflicts.stop])
        conflicts = (conflicts + arrays.conflicts.start).astype(np.int32)
        target = arrays.target[conflicts]
        onto = (target >= self.known) & self.live[target]
        attackers, attacked = conflicts[onto], target[onto]
        is_own = self.live & ((self.premises_of > 1) | fixed)
        is_own[: self.known] = False
        is_own[attackers] = is_own[attacked] = True
        self.is_own, self.own = is_own, np.flatnonzero(is_own).astype(np.int32)
        place = np.full(len(arrays), -1, np.int32)
        place[self.own] = np.arange(len(self.own), dtype=np.int32)
        start, order = grouped(place[attacked], len(self.own))
        self.attackers, self.attacked = place[attackers][order], np.flatnonzero(np.diff(start))
        self.first_attacker = start[self.attacked]

    def _premises(self) -> None:
        """Find what the relations with strengths of their own rest on: premises, or the one attacker."""
        arrays = self.arrays
        attacking = self.own[self.own >= arrays.conflicts.start]
        premises = arrays.premises[np.repeat(self.is_own, self.premises_of)]
        self.premises = np.concatenate([premises, arrays.source[attacking]])
        self.first_premise = starts(np.maximum(self.premises_of[self.own], 1))[:-1]

    def _bearing(self) -> None:
        """Find what bears on statements: others by simple relations, and relations with strengths of their own."""
        arrays = self.arrays
        lone = self.live & ~self.is_own
        sides = [
            (np.flatnonzero(lone[some.start : some.stop]).astype(np.int32) + np.int32(some.start), sign)
            for some, sign in ((arrays.inferences, 1.0), (arrays.conflicts, -1.0))
        ]
        rows = arrays.target[np.concatenate([some for some, _ in sides])]
        columns = np.concatenate([self._lone_premise(sides[0][0]), arrays.source[sides[1][0]]])
        signs = np.concatenate([np.full(len(some), sign) for some, sign in sides])
        fits = slice(None) if (rows < self.known).all() else rows < self.known
        self.by_statements = _matrix(signs[fits], rows[fits], columns[fits], (self.known, self.known))
        fits = arrays.target[self.own] < self.known
        signs = np.where(self.own < arrays.conflicts.start, 1.0, -1.0)[fits]
        rows, columns = arrays.target[self.own][fits], np.flatnonzero(fits)
        self.by_relations = _matrix(signs, rows, columns, (self.known, len(self.own)))

    def _lone_premise(self, inferences: Numbers) -> Numbers:
        return self.arrays.premises[self.arrays.premise_start[inferences]]

    def carried(self, strengths: Reals, own: Reals) -> Reals:
        """Return how strong relations are: as their weakest premise, less for each attack on them.

        Args:
            strengths: Those of the statements.
            own: Those of the relations with strengths of their own, before.
        """
        if not len(self.own):
            return own
        found = np.minimum.reduceat(strengths[self.premises], self.first_premise)
        if len(self.attacked):
            found[self.attacked] *= np.multiply.reduceat(1 - own[self.attackers], self.first_attacker)
        return self.own_bounds.keep(found)

    def moved(self, strengths: Reals, own: Reals) -> Reals:
        """Return how strong statements are: their base weight, moved by what speaks for them less what against.

        Args:
            strengths: Those of the statements, before.
            own: Those of the relations with strengths of their own.
        """
        energy = self.by_statements @ strengths
        if len(self.own):
            energy += self.by_relations @ own
        share = energy * energy
        share /= 1 + share
        share *= (energy > 0) - self.weights
        share += self.weights
        return self.bounds.keep(share)

    def all_of(self, strengths: Reals, own: Reals) -> Reals:
        """Return how strong all nodes are; 0 for relations that do not count."""
        arrays, found = self.arrays, np.zeros(len(self.arrays))
        found[: self.known] = strengths
        single = self.live & (self.premises_of == 1)
        found[single] = strengths[self._lone_premise(np.flatnonzero(single).astype(np.int32))]
        against = slice(arrays.conflicts.start, arrays.conflicts.stop)
        found[against] = np.where(self.live[against], strengths[arrays.source[against]], 0.0)
        found[self.own] = own
        return found


def _matrix(
    values: Reals, rows: NDArray[np.integer], columns: NDArray[np.integer], shape: tuple[int, int]
) -> csr_array:
    return csr_array((values, (rows, columns)), shape=shape)
