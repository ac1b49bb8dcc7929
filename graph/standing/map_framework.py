"""An argument map as conditions, under one proof standard: what must hold for a statement or a relation to stand.

Every statement and every relation of the map is a member, under its own number:

- An inference needs each of its premises: linked premises work only together.
- A conflict needs its attacker.
- What inferences support needs one of them; a statement that nothing supports stands by itself.
- What a conflict attacks falls when the conflict stands, or is contested by it, as the proof standard says. A relation
  (an undercut, an attack on an attack) is never contested: it falls.

Helpers stand for what the map does not name: `SUPPORT`, that one of the inferences for a node stands; `OBJECTION`, that
one of the conflicts on a statement stands; `CONTRARY`, that the statement does not hold. It needs an objection and is
attacked by the statement, as the statement is by it: so when both sides stand, both stay open.

The grounded labelling of this framework says of statements what ASPIC+ says without building its arguments, whose
number grows exponentially where premises share support (Modgil and Prakken 2014; the reading of AIF as ASPIC+: Bex,
Modgil, Prakken and Reed 2013, “On logical specifications of the Argument Interchange Format”). Rephrases carry nothing:
what is said again in other words need not follow. Relations that lack an end do not count.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.arrays.argument_arrays import ArgumentArrays, slice_of
from graph.standing.framework import ATTACKS, NEEDS, Framework
from graph.standing.standards import ProofStandard

SELF, SUPPORT, OBJECTION, CONTRARY = range(4)
"""What a member stands for: a node of the map itself, or one of the helpers."""

Numbers = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class MapFramework:
    """The framework of a map.

    Attributes:
        framework: Its first members are the map's nodes under their numbers; helpers follow.
        role: For each member what it stands for: `SELF`, `SUPPORT`, `OBJECTION` or `CONTRARY`.
        of: For each member the node that it speaks of; for a node itself.
        supported: For each node, whether an inference is for it.
        attacked: For each node, whether a conflict is against it.
        counts: For each node, whether it counts: a relation that lacks an end does not, nor does a rephrase.
        statements: How many of the nodes are statements: the first ones.
        left_out: How many inferences and conflicts do not count.
    """

    framework: Framework
    role: NDArray[np.uint8]
    of: Numbers
    supported: NDArray[np.bool_]
    attacked: NDArray[np.bool_]
    counts: NDArray[np.bool_]
    statements: int
    left_out: int

    def helper(self, role: int, node: int) -> int | None:
        """Return the member that stands for something about a node; None where there is none.

        Args:
            role: `SUPPORT`, `OBJECTION` or `CONTRARY`.
            node: The node's number.
        """
        first, end = np.searchsorted(self.role, [role, role + 1])
        place = int(first + np.searchsorted(self.of[first:end], node))
        return place if place < end and self.of[place] == node else None


def compile_map(arrays: ArgumentArrays, standard: ProofStandard) -> MapFramework:
    """Return the framework of an argument map under a proof standard.

    Args:
        arrays: The map.
        standard: How objections are weighed.
    """
    return _Compiler(arrays, standard).compiled()


class _Compiler:
    def __init__(self, arrays: ArgumentArrays, standard: ProofStandard) -> None:
        self.arrays, self.nodes = arrays, len(arrays)
        self.counts = _counting(arrays)
        self.inferences = _among(arrays.inferences, self.counts)
        self.conflicts = _among(arrays.conflicts, self.counts)
        self.supported = self._aimed_at(self.inferences)
        self.attacked = self._aimed_at(self.conflicts)
        self.contested = self._contested(standard)
        self.source: list[Numbers] = []
        self.sign: list[NDArray[np.int8]] = []
        self.target: list[Numbers] = []

    def compiled(self) -> MapFramework:
        supported, contested = _where(self.supported), _where(self.contested)
        of = np.concatenate([np.arange(self.nodes, dtype=np.int32), supported, contested, contested])
        sizes = [self.nodes, len(supported), len(contested), len(contested)]
        role = np.repeat(np.asarray([SELF, SUPPORT, OBJECTION, CONTRARY], np.uint8), sizes)
        support, objection = self._places(supported, self.nodes), self._places(contested, self.nodes + len(supported))
        self._relations(support)
        self._say(support[supported], NEEDS, supported)
        self._objections(objection)
        self._contraries(objection[contested], contested)
        made = Framework.from_arrays(
            np.concatenate(self.source),
            np.concatenate(self.sign),
            np.concatenate(self.target),
            (role == SUPPORT) | (role == OBJECTION),
        )
        statements = len(self.arrays.statements)
        relations = len(self.arrays.inferences) + len(self.arrays.conflicts)
        left_out = relations - len(self.inferences) - len(self.conflicts)
        return MapFramework(made, role, of, self.supported, self.attacked, self.counts, statements, left_out)

    def _relations(self, support: Numbers) -> None:
        """What relations need, and what inferences are for."""
        arrays = self.arrays
        owners = np.repeat(np.arange(self.nodes, dtype=np.int32), np.diff(arrays.premise_start))
        fits = self.counts[owners]
        self._say(arrays.premises[fits], NEEDS, owners[fits])
        self._say(arrays.source[self.conflicts], NEEDS, self.conflicts)
        self._say(self.inferences, NEEDS, support[arrays.target[self.inferences]])

    def _objections(self, objection: Numbers) -> None:
        """What conflicts do to what they attack."""
        attacked = self.arrays.target[self.conflicts]
        contests = self.contested[attacked]
        self._say(self.conflicts[~contests], ATTACKS, attacked[~contests])
        self._say(self.conflicts[contests], NEEDS, objection[attacked[contests]])

    def _contraries(self, objection: Numbers, contested: Numbers) -> None:
        contrary = objection + np.int32(len(contested))
        self._say(objection, NEEDS, contrary)
        self._say(contested, ATTACKS, contrary)
        self._say(contrary, ATTACKS, contested)

    def _say(self, source: Numbers, sign: int, target: Numbers) -> None:
        self.source.append(source)
        self.sign.append(np.full(len(source), sign, np.int8))
        self.target.append(target)

    def _contested(self, standard: ProofStandard) -> NDArray[np.bool_]:
        """Which statements an objection contests instead of defeating."""
        contested = self.attacked.copy()
        contested[len(self.arrays.statements) :] = False
        if standard.contests == "never":
            contested[:] = False
        elif standard.contests == "what is supported":
            contested &= self.supported
        return contested

    def _aimed_at(self, relations: Numbers) -> NDArray[np.bool_]:
        found = np.zeros(self.nodes, np.bool_)
        found[self.arrays.target[relations]] = True
        return found

    def _places(self, nodes: Numbers, first: int) -> Numbers:
        """Return for each of some nodes its helper's number, from `first`; -1 for the others."""
        places = np.full(self.nodes, -1, np.int32)
        places[nodes] = np.arange(first, first + len(nodes), dtype=np.int32)
        return places


def _counting(arrays: ArgumentArrays) -> NDArray[np.bool_]:
    """Return which nodes count: statements, and the inferences and conflicts that lack no end."""
    counts = arrays.whole & (arrays.target >= 0)
    counts &= (arrays.source >= 0) | (np.diff(arrays.premise_start) > 0)
    counts[slice_of(arrays.rephrases)] = False
    counts[slice_of(arrays.statements)] = True
    return counts


def _among(numbers: range, chosen: NDArray[np.bool_]) -> Numbers:
    return _where(chosen[slice_of(numbers)]) + np.int32(numbers.start)


def _where(chosen: NDArray[np.bool_]) -> Numbers:
    return np.flatnonzero(chosen).astype(np.int32)
