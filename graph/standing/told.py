"""What a graph of standings says, as arrays: so that only what has changed has to be written."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from graph.engines import Engine, Oxigraph
from graph.standing.assessment import STANDINGS, Assessment
from graph.standing.framework import IN, OUT, UNDECIDED
from graph.standing.reasons import REASONS
from graph.standing.strength import strengths
from ontology import PREFIXES

_CA, _XSD = PREFIXES["ca"], PREFIXES["xsd"]
_RENAMED = {"accepted": "acceptedByReader", "rejected": "rejectedByReader", "premise": "startFallen"}
REASON_TERMS = {name: _CA + _RENAMED.get(name, name) for name in REASONS if name != "uncounted"}
"""The reasons by their names, as terms of the vocabulary; what is not whole has no standing."""

_STATES = dict.fromkeys(REASONS, OUT) | dict.fromkeys(("unchallenged", "defended", "accepted"), IN)
_STATES |= dict.fromkeys(("contested", "deadlocked", "unsettled"), UNDECIDED)
_NAMES = tuple(REASONS)
_SAID = tuple(
    (f"<{_CA}standing> <{_CA}{STANDINGS[_STATES[name]]}>", f"<{_CA}standingReason> <{REASON_TERMS.get(name, '')}>")
    for name in _NAMES
)
"""For each reason by its code, what is said of a node that has it."""

HANGING = ("hangsOn", "fallsWith")
"""The properties that say what a thesis hangs on."""
_STEPS = 1000
_NONE = -1
Codes = NDArray[np.uint8]
Grades = NDArray[np.int16]


class Difference(NamedTuple):
    """What has to be added to a graph and removed from it, as N-Triples without the dot."""

    added: list[str]
    removed: list[str]


@dataclass(frozen=True, eq=False)
class Told:
    """What a graph says of nodes.

    Attributes:
        iri: Returns the IRI of a node by its place here.
        keys: For each node the hash of its IRI, sorted.
        codes: For each node the place of its reason in `REASONS`.
        grades: For each node its strength in thousandths; -1 where none is told.
        hangs: What theses hang on, in N-Triples.
    """

    iri: Callable[[int], str]
    keys: NDArray[np.int64]
    codes: Codes
    grades: Grades
    hangs: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, assessment: Assessment, hangs: frozenset[str]) -> "Told":
        """Return what is to be told of an assessment: of statements, and of relations that are whole."""
        arrays, keys = assessment.arrays, _keys_of(assessment)
        counting = np.flatnonzero(assessment.map.counts)
        numbers = counting[np.argsort(keys[counting], kind="stable")]
        grades = np.full(len(arrays), _NONE, np.int16)
        known = len(arrays.statements)
        grades[:known] = np.rint(strengths(assessment).of[:known] * _STEPS)
        return cls(
            lambda place: arrays.iri(int(numbers[place])), keys[numbers], assessment.reasons[numbers], grades[numbers],
            hangs,
        )  # fmt: skip

    @classmethod
    def read(cls, engine: Engine, graph: str) -> "Told":
        """Return what a graph says now."""
        names: list[str] = []
        codes = []
        for name, term in REASON_TERMS.items():
            found = [iri for (iri,) in _rows(engine, graph, f"?n <{_CA}standingReason> <{term}>")]
            names += found
            codes.append(np.full(len(found), _NAMES.index(name), np.uint8))
        keys = np.fromiter((hash(name.encode("utf-8")) for name in names), np.int64, len(names))
        order = np.argsort(keys, kind="stable")
        keys, grades = keys[order], np.full(len(names), _NONE, np.int16)
        strong = [*_rows(engine, graph, f"?n <{_CA}strength> ?w")]
        places = np.searchsorted(keys, [hash(iri.encode("utf-8")) for iri, _ in strong])
        grades[places] = np.rint(np.asarray([float(strength) for _, strength in strong]) * _STEPS)
        hangs = frozenset(
            hanging(one, name, other) for name in HANGING for one, other in _rows(engine, graph, f"?n <{_CA}{name}> ?w")
        )
        return cls(lambda place: names[order[place]], keys, np.concatenate(codes)[order], grades, hangs)

    @property
    def is_sound(self) -> bool:
        """Whether no two nodes have the same hash, which would be mistaken for one another."""
        return len(self.keys) == 0 or bool(np.diff(self.keys).all())

    def lines(self) -> Iterator[str]:
        """Yield all that it says, in N-Triples without the dots."""
        yield from self._said(range(len(self.keys)), range(len(self.keys)))
        yield from self.hangs

    def change_to(self, new: "Told") -> Difference:
        """Return what has to be added and removed so that a graph says the new."""
        places = np.searchsorted(self.keys, new.keys)
        places[places == len(self.keys)] = 0
        there = self.keys[places] == new.keys if len(self.keys) else np.zeros(len(new.keys), np.bool_)
        gone = np.ones(len(self.keys), np.bool_)
        gone[places[there]] = False
        other_codes, other_grades = ~there, ~there
        other_codes[there] = self.codes[places[there]] != new.codes[there]
        other_grades[there] = self.grades[places[there]] != new.grades[there]
        removed = set(
            self._said(
                np.concatenate([np.flatnonzero(gone), places[there & other_codes]]).tolist(),
                np.concatenate([np.flatnonzero(gone), places[there & other_grades]]).tolist(),
            )
        )
        added = set(new._said(np.flatnonzero(other_codes).tolist(), np.flatnonzero(other_grades).tolist()))
        added, removed = added | new.hangs, removed | self.hangs
        return Difference(sorted(added - removed), sorted(removed - added))

    def _said(self, codes: Iterable[int], grades: Iterable[int]) -> Iterator[str]:
        """Yield how the nodes at some places stand, and how strong those at others are."""
        for place in codes:
            iri, (standing, reason) = self.iri(place), _SAID[self.codes[place]]
            yield f"<{iri}> {standing}"
            yield f"<{iri}> {reason}"
        for place in grades:
            if self.grades[place] != _NONE:
                yield f'<{self.iri(place)}> <{_CA}strength> "{self.grades[place] / _STEPS:g}"^^<{_XSD}decimal>'


def hanging(thesis: str, name: str, other: str) -> str:
    """Return in N-Triples that a thesis hangs on another statement; the name is one of `HANGING`."""
    return f"<{thesis}> <{_CA}{name}> <{other}>"


def _keys_of(assessment: Assessment) -> NDArray[np.int64]:
    """Return the hashes of all IRIs of a map; as bytes, of which no text has to be made."""
    table = assessment.arrays.iris
    text = table.text.tobytes()
    return np.fromiter((hash(text[a:b]) for a, b in pairwise(table.start.tolist())), np.int64, len(table))


def _rows(engine: Engine, graph: str, pattern: str) -> Iterator[tuple[str, ...]]:
    variables = "?n ?w" if pattern.endswith("?w") else "?n"
    query = f"SELECT {variables} {{ GRAPH <{graph}> {{ {pattern} }} }}"
    rows = engine.each_row(query) if isinstance(engine, Oxigraph) else engine.ask(query).terms
    for row in rows:
        terms: list[ox.NamedNode | ox.Literal] = [*row]
        yield tuple(term.value for term in terms)
