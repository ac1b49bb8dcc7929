"""How strong each statement and relation is, from 0 to 1: by quadratic energy, so that it agrees with standing.

Quadratic energy (Potyka 2018, “Continuous dynamical systems for weighted bipolar argumentation”, KR 2018) has a base
weight `w` for each statement and adds up, as `E`, the strengths of what speaks for it less those of what speaks against
it. With `h = E² / (1 + E²)`, its strength is `w + (1 - w) · h` where `E` is positive, `w - w · h` where it is negative.

Here relations are weighed too. An inference is as strong as its weakest premise, since linked premises work only
together (Pollock 2001, “Defeasible reasoning with variable degrees of justification”, Artificial Intelligence 133); a
conflict is as strong as its attacker; and each attack on either, of strength `s`, leaves `1 - s` of it.

Strength is bound to standing, which it refines and never contradicts:

- Relations that fall count nothing, so that neither a refuted reason nor a circle of reasons makes anything stronger.
- What stands has at least one half, what falls at most one half; in every round, so that what follows sees it.
- What the reader accepts has 1, and what the reader rejects 0.

The rounds are repeated until nothing changes by more than `TOLERANCE`: this is Euler's method, with steps of 1, for the
differential equation of that paper. Cycles of attacks can swing for ever; then the steps are made smaller (`DAMPING`),
which leaves the fixed points where they are. Which of several is reached depends on the base weights, and not on how
the map is numbered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.standing.base_weights import base_weights
from graph.standing.framework import IN, OUT
from graph.standing.strength_rounds import Bounds, Rounds

if TYPE_CHECKING:
    from graph.standing.assessment import Assessment

TOLERANCE = 1e-6
DAMPING = 0.2
"""Which part of the way is gone in a round, where going all the way does not end."""
PLAIN_ROUNDS, DAMPED_ROUNDS = 60, 1000
"""How many rounds are tried before steps are made smaller, and how many after that."""


@dataclass(frozen=True, eq=False)
class Strengths:
    """How strong the nodes of a map are.

    Attributes:
        of: The strength of each node by its number, from 0 to 1; 0 for rephrases and relations that lack an end, which
            carry nothing.
        converged: Whether the last round changed nothing by more than `TOLERANCE`. If not, the numbers of what hangs on
            a cycle of attacks mean little.
        rounds: How many rounds there were.
        error: The most that the last round changed, or would have changed without damping.
        damped: Whether the steps had to be made smaller.
    """

    of: NDArray[np.float64]
    converged: bool
    rounds: int
    error: float
    damped: bool


def strengths(assessment: "Assessment", weights: Mapping[int, float] | None = None) -> Strengths:
    """Return how strong statements, inferences and conflicts are, in agreement with how they stand.

    Args:
        assessment: How they stand.
        weights: Base weights of the reader by the statements' numbers, each from 0 to 1; the others have those of their
            author's commitment (see `base_weights.BASE_WEIGHTS`).

    Raises:
        ValueError: When a base weight is not between 0 and 1, or not a statement's.

    Example:
        >>> from graph import open_store, standing_of, strengths
        >>> with open_store(":memory:") as store:
        ...     assessment = standing_of(store)
        >>> found = strengths(assessment)
        >>> found.converged
        True
        >>> claim = next(n for n in assessment.arrays.statements if assessment.verdict(n).standing == "stands")
        >>> bool(found.of[claim] >= 0.5)
        True
    """
    arrays = assessment.arrays
    labels = assessment.labels[: len(arrays)]
    live = assessment.map.counts & (labels != OUT)
    live[: len(arrays.statements)] = False
    bounds, fixed = _bounds(assessment)
    return _settled(Rounds(arrays, live, fixed, bounds, base_weights(arrays, weights)))


def _bounds(assessment: "Assessment") -> tuple[Bounds, NDArray[np.bool_]]:
    """Return what standing allows, and which nodes the reader has assumed something of."""
    labels = assessment.labels[: len(assessment.arrays)]
    low, high = np.where(labels == IN, 0.5, 0.0), np.where(labels == OUT, 0.5, 1.0)
    fixed = np.zeros(len(labels), np.bool_)
    for node, label in assessment.assumptions.items():
        low[node] = high[node] = 1.0 if label == IN else 0.0
        fixed[node] = True
    return Bounds(low, high), fixed


def _settled(rounds: Rounds) -> Strengths:
    """Repeat rounds until nothing changes, first with full steps, then with smaller ones."""
    found = rounds.bounds.keep(rounds.weights.copy())
    own = rounds.carried(found, np.zeros(len(rounds.own)))
    done, error = 0, np.inf
    while error > TOLERANCE and done < PLAIN_ROUNDS + DAMPED_ROUNDS:
        step = 1.0 if done < PLAIN_ROUNDS else DAMPING
        next_own = rounds.carried(found, own)
        following = rounds.moved(found, next_own)
        error = max(_change(found, following), _change(own, next_own))
        found, own = _towards(found, following, step), _towards(own, next_own, step)
        done += 1
    return Strengths(rounds.all_of(found, own), bool(error <= TOLERANCE), done, float(error), done > PLAIN_ROUNDS)


def _change(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    return float(np.abs(after - before).max(initial=0.0))


def _towards(before: NDArray[np.float64], after: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    return after if step == 1.0 else before + step * (after - before)
