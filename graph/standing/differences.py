"""Where the author's word and the map differ: what the author puts forward and the map fells, and the reverse.

Two verdicts that are never mixed: a commitment is what the author says of a statement; standing is how it comes out,
given what is said for and against it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.arrays.argument_arrays import COMMITMENTS
from graph.standing.assessment import Assessment, Standing
from graph.standing.framework import IN, OUT

HELD = {"asserted": "asserts", "granted": "grants", "predicted": "predicts"}
"""The commitments of an author who puts something forward, with the verbs for it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A statement of which the author's word and the map differ.

    Attributes:
        node: Its number.
        commitment: What the author says of it: one of `COMMITMENTS`.
        standing: How it comes out: it falls though the author holds it, or stands though the author rejects it.
        reason: Why it comes out so: one of `reasons.REASONS`.
        is_answered: Whether anything at all speaks against it, or against a step or an objection that starts from it.
        text: The difference in a sentence.
    """

    node: int
    commitment: str
    standing: Standing
    reason: str
    is_answered: bool
    text: str


def differences(assessment: Assessment) -> list[Difference]:
    """Return where the author's word and the map differ: first what is rejected and stands, unanswered before answered.

    What the reader assumes of a statement is no difference.

    Args:
        assessment: How the map comes out.

    Example:
        >>> from graph import differences, open_store, standing_of
        >>> with open_store(":memory:") as store:
        ...     found = differences(standing_of(store))
        >>> {one.commitment for one in found if one.standing == "stands"} <= {"rejected"}
        True
    """
    statements = len(assessment.arrays.statements)
    labels, said = assessment.labels[:statements], assessment.arrays.commitment[:statements]
    held = np.isin(said, [COMMITMENTS.index(one) for one in HELD])
    differs = (held & (labels == OUT)) | ((said == COMMITMENTS.index("rejected")) & (labels == IN))
    differs[[node for node in assessment.assumptions if node < statements]] = False
    answered = _answered(assessment)
    found = [_difference(assessment, node, bool(answered[node])) for node in np.flatnonzero(differs).tolist()]
    return sorted(found, key=lambda one: (one.standing != "stands", one.is_answered, one.node))


def difference_of(assessment: Assessment, node: int) -> Difference | None:
    """Return how the author's word and the map differ about one node; None where they do not."""
    if node >= len(assessment.arrays.statements) or node in assessment.assumptions:
        return None
    commitment = COMMITMENTS[assessment.arrays.commitment[node]]
    differs = {**dict.fromkeys(HELD, OUT), "rejected": IN}.get(commitment)
    if differs is None or assessment.labels[node] != differs:
        return None
    return _difference(assessment, node, bool(_answered(assessment)[node]))


def _difference(assessment: Assessment, node: int, is_answered: bool) -> Difference:
    commitment = COMMITMENTS[assessment.arrays.commitment[node]]
    standing, reason = assessment.verdict(node)
    if standing == "falls":
        text = f"The author {HELD[commitment]} it, but in the map it falls."
    elif is_answered:
        text = "The author rejects it, but the answers to it in the map do not defeat it."
    else:
        text = "The author rejects it, but nothing in the map answers it."
    return Difference(node, commitment, standing, reason, is_answered, text)


def _answered(assessment: Assessment) -> NDArray[np.bool_]:
    """Return for each statement whether anything speaks against it or against what starts from it."""
    arrays, attacked = assessment.arrays, assessment.map.attacked
    answered = attacked[: len(arrays.statements)].copy()
    owners = np.repeat(np.arange(len(arrays), dtype=np.int32), np.diff(arrays.premise_start))
    answered[arrays.premises[attacked[owners]]] = True
    starts = attacked & (arrays.source >= 0)
    answered[arrays.source[starts]] = True
    return answered
