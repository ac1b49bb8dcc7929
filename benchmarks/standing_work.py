"""The jobs of `standing.py`: each is done in a new process and returns plain figures."""

import random
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from argument_maps import MadeUpMap, map_like
from numpy.typing import NDArray
from plain_attacks import PlainAttacks, plain_attacks
from processes import Nothing

from graph import STANDARDS, Assessment, WhatIf, assess, briefs, open_store, standing_of, strengths
from graph.arrays.argument_arrays import NODE_KINDS
from graph.disputes.explanation import explain
from graph.extensions.extensions import Extensions
from graph.standing.framework import ATTACKS, IN, OUT, Framework
from graph.standing.grounded import grounded
from graph.standing.map_framework import compile_map

Make = Callable[[], MadeUpMap]
"""Makes a map: something that can be pickled, such as a `partial`."""
_WARM_UP = 60_000
"""Statements enough that compiled code is used where it can be."""


@dataclass(frozen=True)
class GroundedTimes:
    """What the grounded labelling of a map took, in seconds, round by round.

    Attributes:
        compile: From the arrays to the framework.
        solve: From the framework to the labels.
        members: How many members the framework has.
        conditions: How many conditions.
        come_out: How many statements stand, are open, fall.
        megabytes: The most memory that the process had.
    """

    compile: list[float]
    solve: list[float]
    members: int
    conditions: int
    come_out: tuple[int, int, int]
    megabytes: float

    @property
    def whole(self) -> list[float]:
        """The seconds from the arrays to the labels."""
        return [one + other for one, other in zip(self.compile, self.solve, strict=True)]


Build = Callable[[MadeUpMap], Callable[[], Framework]]
"""Returns for a map what makes a framework of it; only that is timed."""


def of_map(made: MadeUpMap) -> Callable[[], Framework]:
    """Return what compiles a map in the default reading."""
    arrays, standard = made.arrays(), STANDARDS["default"]
    return lambda: compile_map(arrays, standard).framework


def of_attacks(made: MadeUpMap) -> Callable[[], Framework]:
    """Return what makes an abstract framework (Dung 1995) of a map in which statements attack statements."""
    signs, disjunction = np.full(len(made.attacker), ATTACKS, np.int8), np.zeros(made.statements, np.bool_)
    return lambda: Framework.from_arrays(made.attacker, signs, made.attacked, disjunction)


def grounded_times(_: Nothing, make: Make, build: Build, rounds: int, *, is_compiled: bool) -> GroundedTimes:
    """Measure the grounded labelling of a map, with numba or without."""
    if not is_compiled:
        sys.modules["numba"] = None  # type: ignore[assignment]  # as if it were not installed
    made = make()
    framework_of = build(made)
    _warm_up(len(made))
    compiles, solves = [], []
    for _turn in range(rounds):
        started = time.perf_counter()
        framework = framework_of()
        compiled = time.perf_counter()
        labels = grounded(framework).labels
        solves.append(time.perf_counter() - compiled)
        compiles.append(compiled - started)
    stands, is_open, falls = (int((labels[: made.statements] == label).sum()) for label in (IN, 0, OUT))
    return GroundedTimes(
        compiles, solves, len(framework), len(framework.source), (stands, is_open, falls), _megabytes()
    )


@dataclass(frozen=True)
class Plain:
    """A map's framework with attacks alone, how long we take for it in seconds, and who is in by us.

    Attributes:
        framework: The framework with attacks alone.
        build: From the columns of attacks to the framework.
        solve: From the framework to the labels.
        accepted: Those members of the map's own framework that are in.
        members: How many members the map's own framework has; the others are helpers.
    """

    framework: PlainAttacks
    build: float
    solve: float
    accepted: frozenset[int]
    members: int


def plain(_: Nothing, make: Make) -> Plain:
    """Turn a map into plain attacks, and solve these as the peers do."""
    assessment = assess(make().arrays())
    found = plain_attacks(assessment.map.framework)
    signs, none = np.full(len(found.attackers), ATTACKS, np.int8), np.zeros(found.size, np.bool_)
    started = time.perf_counter()
    framework = Framework.from_arrays(found.attackers, signs, found.attacked, none)
    built = time.perf_counter()
    grounded(framework)
    solved = time.perf_counter()
    accepted = frozenset(np.flatnonzero(assessment.labels == IN).tolist())
    return Plain(found, built - started, solved - built, accepted, len(assessment.labels))


@dataclass(frozen=True)
class Edits:
    """What came of changing assumptions one by one: seconds, nodes changed at most, and whether all is right."""

    times: list[float]
    most: int
    is_equal: bool


def edits(_: Nothing, make: Make, count: int) -> Edits:
    """Accept, reject, or reset statements at random, and compare the outcome with reckoning it all anew."""
    assessment = assess(make().arrays())
    trial, chance = WhatIf(assessment), random.Random(1)  # noqa: S311 - nothing secret
    times, most, assumed = [], 0, list[int]()
    for _edit in range(count):
        node, label = chance.choice(assessment.arrays.statements), chance.choice((IN, OUT, None))
        if label is None and assumed:
            node = assumed.pop(chance.randrange(len(assumed)))
        else:
            assumed.append(node)
        started = time.perf_counter()
        changed = trial.assume(node, label)
        times.append(time.perf_counter() - started)
        most = max(most, len(changed))
    anew = grounded(assessment.map.framework, dict(trial.assumptions)).labels
    return Edits(times, most, bool((anew == trial.labels).all()))


@dataclass(frozen=True)
class StrengthTimes:
    """What strengths took, in seconds; how many relations count; and how it went: rounds, last change, convergence."""

    seconds: list[float]
    relations: int
    rounds: int
    error: float
    converged: bool
    contradictions: int


def strength_times(_: Nothing, make: Make, standard: str, rounds: int) -> StrengthTimes:
    """Measure the strengths of a map, and count what contradicts its standing."""
    strengths(assess(map_like(100).arrays()))  # so that imports are not timed
    assessment, seconds = assess(make().arrays(), standard), []
    for _turn in range(rounds):
        started = time.perf_counter()
        found = strengths(assessment)
        seconds.append(time.perf_counter() - started)
    known = len(assessment.arrays.statements)
    counting = assessment.map.counts[known:] & (assessment.labels[known : len(assessment.arrays)] != OUT)
    wrong = _contradictions(assessment, found.of)
    return StrengthTimes(seconds, int(counting.sum()), found.rounds, found.error, found.converged, wrong)


def _contradictions(assessment: Assessment, found: NDArray[np.float64]) -> int:
    labels = assessment.labels[: len(found)]
    return int(((labels == IN) & (found < 0.5)).sum() + ((labels == OUT) & (found > 0.5)).sum())


@dataclass(frozen=True)
class Preferred:
    """What a preferred extension took, in seconds; of how many members, and how many the grounded labelling left."""

    seconds: list[float]
    members: int
    undecided: int
    chosen: int


def preferred(_: Nothing, make: Make, rounds: int) -> Preferred:
    """Measure a preferred extension of a map's framework, from the framework on: with the grounded labelling."""
    arrays, standard, seconds = make().arrays(), STANDARDS["default"], []
    _warm_up(len(arrays))
    for _turn in range(rounds):
        framework = compile_map(arrays, standard).framework
        started = time.perf_counter()
        extensions = Extensions(framework, seconds=60)
        found = extensions.some("PR")
        seconds.append(time.perf_counter() - started)
    if found is None:
        raise RuntimeError("There is always a preferred extension, but none was found.")
    undecided, stands = int((extensions.labels == 0).sum()), int((extensions.labels == IN).sum())
    return Preferred(seconds, len(framework), undecided, len(found) - stands)


@dataclass(frozen=True)
class EssayTimes:
    """Seconds for the shipped essay: its standing from the arrays, and for each thesis the explanation, by rounds."""

    standing: list[float]
    explanations: dict[int, list[float]]


def essay_times(_: Nothing, standard: str, rounds: int) -> EssayTimes:
    """Measure the standing of the shipped essay and why each thesis comes out as it does; titles are at hand."""
    with open_store(":memory:", read_only=True) as store:
        arrays = standing_of(store, standard).arrays
        theses = [node for node in arrays.statements if arrays.kind[node] == NODE_KINDS.index("thesis")]
        titles = [one.label for one in briefs(store, map(arrays.iri, arrays.statements))]
    standing, explanations = list[float](), dict[int, list[float]]()
    for turn in range(rounds + 1):
        started = time.perf_counter()
        assessment = assess(arrays, standard)
        took = time.perf_counter() - started
        if turn:  # the first is to warm up
            standing.append(took)
        for thesis in theses:
            started = time.perf_counter()
            explain(assessment, thesis, titles.__getitem__).text()
            took = time.perf_counter() - started
            if turn:
                explanations.setdefault(thesis, []).append(took)
    return EssayTimes(standing, explanations)


def _warm_up(size: int) -> None:
    """Assess a small map, so that neither imports nor compilation are timed."""
    assess(map_like(min(size, _WARM_UP)).arrays())


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
