"""The grounded labelling: what holds, and what does not, for everybody who takes the map as it is.

It is the least of all complete labellings (Dung 1995; Caminada 2006): there is exactly one, it leaves open whatever is
left to choice, and it takes time in proportion to the number of conditions. What is supported by nothing but itself, in
a circle, is out: an argument is finite (ASPIC+; “unfounded” in the well-founded semantics of logic programs, Van
Gelder, Ross and Schlipf 1991, Journal of the ACM 38(3)).

Members are decided in rounds. The round in which one was decided is its *rank*: what its label rests on was decided
before, so that reasons never go in circles (the min-max numbers of Caminada and Dunne 2020, “Minimal strong
admissibility: a complexity analysis”).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.standing.framework import OUT, Framework, Labels
from graph.standing.spreading import spreading_of


@dataclass(frozen=True, eq=False)
class Labelling:
    """How the members of a framework come out.

    Attributes:
        labels: For each member `IN`, `OUT` or `UNDECIDED`.
        rank: For each member the round in which it was decided; -1 for one that is undecided.
        circular: For each member whether it is out since it is supported by nothing but itself.
    """

    labels: Labels
    rank: NDArray[np.int32]
    circular: NDArray[np.bool_]


def grounded(framework: Framework, fixed: Mapping[int, int] | None = None) -> Labelling:
    """Return the grounded labelling of a framework.

    Args:
        framework: The framework.
        fixed: Members whose label is given, whatever the conditions on them.

    Example:
        Nothing attacks 0, which attacks 1, which attacks 2; and 3 attacks itself.
        >>> from graph.standing.framework import ATTACKS
        >>> grounded(Framework.of(4, [(0, ATTACKS, 1), (1, ATTACKS, 2), (3, ATTACKS, 3)])).labels.tolist()
        [1, -1, 1, 0]
    """
    spreading = spreading_of(framework)
    spreading.fix(fixed or {})
    spreading.start()
    circular = np.zeros(len(framework), np.bool_)
    while len(unfounded := spreading.unfounded()):
        circular[unfounded] = True
        spreading.decide(unfounded, OUT)
    return Labelling(spreading.labels(), spreading.rank, circular)
