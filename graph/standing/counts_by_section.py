"""How many statements stand, are open and fall: in all, and in each section or source, as the start page tells it."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from graph.arrays.argument_arrays import NODE_KINDS
from graph.counting import counted
from graph.counting.counts_file import key
from graph.counting.facts import KINDS
from graph.standing.assessment import STANDINGS, Assessment
from graph.standing.framework import IN, OUT, UNDECIDED
from graph.store import Store
from graph.summaries import MOST_SECTIONS

_AT_ONCE = 50_000
"""How many statements are looked up together."""

_WHERE = """SELECT names.of, COUNT(*) FROM json_each(?) JOIN facts ON facts.item = json_each.value
  JOIN names USING (name) WHERE names.about = ? GROUP BY names.of"""


@dataclass(frozen=True)
class StandingCounts:
    """How many statements come out how.

    Attributes:
        every: Standing → how many statements of the corpus.
        parts: The IRI of a section or a source, "" for what stands in none → the same there. They are sections or
            sources as in the corpus's `Summary`; a statement that stands in two counts in both.
    """

    every: Mapping[str, int]
    parts: Mapping[str, Mapping[str, int]]


def counts_in_sections(store: Store, assessment: Assessment) -> StandingCounts:
    """Return how many statements stand, are open and fall.

    What stands is most; only the others are looked up one by one, in the index of counts. It takes two seconds for a
    quarter of a million of them.

    Args:
        store: The store.
        assessment: How its argument comes out.
    """
    labels = assessment.labels[: len(assessment.arrays.statements)].copy()
    known = [NODE_KINDS.index(kind) for kind in KINDS]
    labels[~np.isin(assessment.arrays.kind[: len(labels)], known)] = -2  # of no kind that is counted
    every: dict[str, int] = {STANDINGS[label]: int((labels == label).sum()) for label in (IN, UNDECIDED, OUT)}
    with store.counts().reading() as db:
        where = "source" if counted.number_of_sections(db) > MOST_SECTIONS else "section"
        found = {label: _by_part(db, where, _keys(assessment, labels == label)) for label in (UNDECIDED, OUT)}
        parts = {
            part: _filled(sum(counted.kinds(db, where, part).get(kind, 0) for kind in KINDS), found, part)
            for part in _parts(db, where)
        }
    return StandingCounts(every, parts)


def _filled(count: int, found: Mapping[int, Counter[str]], part: str) -> dict[str, int]:
    is_open, falls = found[UNDECIDED][part], found[OUT][part]
    return {"stands": count - is_open - falls, "open": is_open, "falls": falls}


def _parts(db: sqlite3.Connection, where: str) -> Iterator[str]:
    found = db.execute("SELECT DISTINCT of FROM counts WHERE about = ? AND which != ''", (where,))
    return (part for (part,) in found.fetchall())


def _keys(assessment: Assessment, chosen: NDArray[np.bool_]) -> Iterator[int]:
    return (key(assessment.arrays.iri(node)) for node in np.flatnonzero(chosen).tolist())


def _by_part(db: sqlite3.Connection, where: str, items: Iterator[int]) -> Counter[str]:
    """Return how many of some items stand in each section or source."""
    found: Counter[str] = Counter()
    while some := list(islice(items, _AT_ONCE)):
        found.update(dict(db.execute(_WHERE, (json.dumps(some), where)).fetchall()))
    return found
