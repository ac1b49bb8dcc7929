"""Which statements and relations of a map stand, are open, or fall, under one proof standard, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.arrays.argument_arrays import ArgumentArrays
from graph.errors import GraphError
from graph.standing.framework import IN, OUT, UNDECIDED, Labels
from graph.standing.grounded import Labelling, grounded
from graph.standing.map_framework import MapFramework, compile_map
from graph.standing.reasons import REASONS, Reasons, reasons_of
from graph.standing.standards import DEFAULT, STANDARDS, ProofStandard

Standing = Literal["stands", "open", "falls"]

STANDINGS: tuple[Standing, ...] = ("open", "stands", "falls")
"""The standings by the labels of the framework: 0, 1 and -1."""

_REASONS = tuple(REASONS)


class Verdict(NamedTuple):
    """How a statement or relation comes out.

    Attributes:
        standing: Whether it stands, is open, or falls.
        reason: Why: one of `REASONS`.
    """

    standing: Standing
    reason: str


class ContradictionError(GraphError, ValueError):
    """Something is assumed both to stand and to fall; `nodes` has the IRIs of what is."""

    def __init__(self, nodes: Iterable[str]) -> None:
        self.nodes = tuple(nodes)
        super().__init__(f"Cannot both stand and fall: {', '.join(self.nodes)}. Assume one of the two.")


@dataclass(frozen=True, eq=False)
class Assessment:
    """How a whole map comes out under one proof standard, perhaps under assumptions.

    Attributes:
        arrays: The map.
        standard: The proof standard.
        map: The map as conditions.
        labelling: How its members come out.
        assumptions: What the reader assumes: node numbers, `IN` for what is to stand and `OUT` for what is to fall.

    Example:
        >>> from graph import main_thesis, open_store, standing_of
        >>> with open_store(":memory:") as store:
        ...     assessment, thesis = standing_of(store), main_thesis(store)
        >>> assessment.verdict(thesis).standing
        'open'
    """

    arrays: ArgumentArrays
    standard: ProofStandard
    map: MapFramework
    labelling: Labelling
    assumptions: Mapping[int, int] = field(default_factory=dict)

    @property
    def labels(self) -> Labels:
        """For each member of the map's framework `IN`, `OUT` or `UNDECIDED`; nodes first, under their numbers."""
        return self.labelling.labels

    @property
    def rank(self) -> NDArray[np.int32]:
        """For each member the round in which it was decided, -1 for one that is open."""
        return self.labelling.rank

    @cached_property
    def reasons(self) -> Reasons:
        """For each node the place of its reason in `REASONS`."""
        return reasons_of(self.map, self.labelling, self.assumptions)

    def verdict(self, node: int | str) -> Verdict:
        """Return how a statement, inference or conflict comes out; what does not count is open.

        Args:
            node: Its number in the arrays, or its IRI.

        Raises:
            KeyError: When there is no such node.
        """
        number = self.number(node)
        counts = self.map.counts[number] or number in self.assumptions
        label = self.labels[number] if counts else UNDECIDED
        return Verdict(STANDINGS[label], _REASONS[self.reasons[number]])

    def number(self, node: int | str) -> int:
        """Return the number of a node.

        Raises:
            KeyError: When there is no such node.
        """
        found = self.arrays.node(node) if isinstance(node, str) else node
        if found is None or not 0 <= found < len(self.arrays):
            raise KeyError(node)
        return found

    def assume(self, accept: Iterable[int | str] = (), reject: Iterable[int | str] = ()) -> "Assessment":
        """Return how the map comes out when something is assumed to stand or to fall, beside what is assumed here.

        Args:
            accept: Numbers or IRIs of what is to stand, whatever speaks against it.
            reject: Numbers or IRIs of what is to fall, whatever supports it.

        Raises:
            KeyError: When one of them is not there.
            ContradictionError: When one of them is both.
        """
        stands, falls = ({self.number(node) for node in nodes} for nodes in (accept, reject))
        if both := sorted(stands & falls):
            raise ContradictionError(map(self.arrays.iri, both))
        assumed = {**self.assumptions, **dict.fromkeys(stands, IN), **dict.fromkeys(falls, OUT)}
        return Assessment(self.arrays, self.standard, self.map, grounded(self.map.framework, assumed), assumed)


def assess(
    arrays: ArgumentArrays,
    standard: str | ProofStandard = DEFAULT,
    accept: Iterable[int | str] = (),
    reject: Iterable[int | str] = (),
) -> Assessment:
    """Return how an argument map comes out.

    Args:
        arrays: The map.
        standard: The proof standard, or its name.
        accept: Numbers or IRIs of what is assumed to stand.
        reject: Numbers or IRIs of what is assumed to fall.

    Raises:
        KeyError: When there is no such standard, or something assumed is not there.
        ContradictionError: When something is assumed to stand and to fall.
    """
    chosen = STANDARDS[standard] if isinstance(standard, str) else standard
    made = compile_map(arrays, chosen)
    assessment = Assessment(arrays, chosen, made, grounded(made.framework))
    accept, reject = list(accept), list(reject)
    return assessment.assume(accept, reject) if accept or reject else assessment
