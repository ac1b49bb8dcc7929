"""How strong a statement is before anything bears on it: by its author's commitment, or a reader's weight."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from graph.arrays.argument_arrays import COMMITMENTS, ArgumentArrays

NEUTRAL = 0.5
"""As strong as not: so that only what is said for and against decides."""

BASE_WEIGHTS = {
    "asserted": NEUTRAL,
    "granted": 0.6,
    "predicted": 0.45,
    "reported": 0.4,
    "rejected": 0.3,
}
"""The base weight of each commitment of the author. The numbers are a choice, their order has reasons:

- *granted* is above all others: who admits something against the own case gives a reason to believe it, as a statement
  against interest does in court; both sides hold it.
- *asserted* is neutral: that an author puts something forward is no reason for it yet. The reasons are in the map.
- *predicted* is a little lower: nobody can have seen what has not happened.
- *reported* is lower again: the author passes it on from someone else and takes no stand.
- *rejected* is lowest: someone holds it, but the one witness that we have denies it. It is not 0, since a denial
  without a reason refutes nothing: whether it falls is for what is said against it.
"""


def base_weights(arrays: ArgumentArrays, weights: Mapping[int, float] | None = None) -> NDArray[np.float64]:
    """Return the base weight of each statement: the reader's, else the commitment's, else the neutral one.

    Args:
        arrays: The map.
        weights: The reader's, by the statements' numbers, from 0 (nothing in it) to 1 (beyond doubt).

    Raises:
        ValueError: When one is not between 0 and 1, or not a statement's; the message tells all of these.
    """
    table = np.asarray([BASE_WEIGHTS.get(commitment, NEUTRAL) for commitment in COMMITMENTS])
    found = table[arrays.commitment[: len(arrays.statements)]]
    given = weights or {}
    if faults := [*_faults(arrays, given)]:
        raise ValueError("; ".join(faults))
    found[list(given.keys())] = list(given.values())
    return found


def _faults(arrays: ArgumentArrays, weights: Mapping[int, float]) -> Iterator[str]:
    for node, weight in weights.items():
        if node not in arrays.statements:
            named = f"{arrays.iri(node)} is a relation" if 0 <= node < len(arrays) else f"there is no node {node}"
            yield f"{named}; only statements have a base weight"
        elif not 0 <= weight <= 1:
            yield f"{arrays.iri(node)} cannot have the base weight {weight}; choose one from 0 to 1"
