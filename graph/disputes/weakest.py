"""The weakest points of a statement: which single statement, if a reader rejects it, makes it fall, or leaves it open.

Each candidate is rejected for a trial, and what follows is spread (`what_if.py`). Candidates are found by walking back
over the conditions: to reject something can hurt only where an even number of attacks lies between, and where all that
lies between can still change.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

from graph.standing.assessment import Assessment, Standing
from graph.standing.framework import NEEDS, OUT
from graph.standing.what_if import WhatIf

MOST_TRIED = 2000
"""How many candidates are tried for one statement, the nearest first."""

_MOST_WALKED = 200_000


class WeakPoint(NamedTuple):
    """A statement on which another hangs.

    Attributes:
        node: Its number.
        leaves: How the other comes out when this is rejected.
        steps: How many steps of argument lie between the two.
    """

    node: int
    leaves: Standing
    steps: int


@dataclass(frozen=True)
class WeakPoints(Sequence[WeakPoint]):
    """The weakest points of a statement, the nearest first.

    Attributes:
        points: The points; all leave the statement the same.
        is_cut: Whether there may be more: enough were found, or too many would have had to be tried.
    """

    points: tuple[WeakPoint, ...]
    is_cut: bool = False

    @overload
    def __getitem__(self, place: int) -> WeakPoint: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[WeakPoint]: ...
    def __getitem__(self, place: int | slice) -> WeakPoint | Sequence[WeakPoint]:
        """Return one of the points, or several."""
        return self.points[place]

    def __len__(self) -> int:
        """How many points were found."""
        return len(self.points)


def weakest_points(assessment: Assessment, node: int | str, most: int = 20) -> WeakPoints:
    """Return which single statements, if rejected, make a node fall; where none does, which ones leave it open.

    What falls already has no weak points. The node itself is not counted, nor is what the reader assumes.

    Args:
        assessment: How the map comes out.
        node: A statement, inference or conflict, by its number or IRI.
        most: How many points are enough.

    Raises:
        KeyError: When there is no such node.

    Example:
        >>> from graph import find_item, open_store, standing_of, weakest_points
        >>> with open_store(":memory:") as store:
        ...     assessment, thesis = standing_of(store), find_item(store, "interdependence-source-of-strength")
        >>> point = weakest_points(assessment, thesis)[0]
        >>> assessment.assume(reject=[point.node]).verdict(thesis).standing == point.leaves
        True
    """
    return _Trials(assessment).of(assessment.number(node), most)


def hangs_on(assessment: Assessment, nodes: Iterable[int | str], most: int = 20) -> dict[int, list[int]]:
    """Return for each of some nodes, such as theses, its weakest points by their numbers, the nearest first.

    Args:
        assessment: How the map comes out.
        nodes: Their numbers or IRIs.
        most: How many points of each are enough.

    Raises:
        KeyError: When one of them is not there.
    """
    trials = _Trials(assessment)
    return {node: [point.node for point in trials.of(node, most)] for node in map(assessment.number, nodes)}


class _Trials:
    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.what_if = WhatIf(assessment)

    def of(self, node: int, most: int) -> WeakPoints:
        label = self.assessment.labels[node]
        if label == OUT or node in self.assessment.assumptions:
            return WeakPoints(())
        fatal: list[WeakPoint] = []
        unsettling: list[WeakPoint] = []
        walk = _Walk(self.assessment, node)
        for tried, (candidate, steps) in enumerate(walk.candidates()):
            if tried >= MOST_TRIED or len(fatal) >= most:
                return WeakPoints(tuple(fatal or unsettling[:most]), is_cut=True)
            now = self._trial(candidate, node)
            if now == OUT:
                fatal.append(WeakPoint(candidate, "falls", steps))
            elif now < label:
                unsettling.append(WeakPoint(candidate, "open", steps))
        is_cut = walk.is_cut or (not fatal and len(unsettling) > most)
        return WeakPoints(tuple(fatal or unsettling[:most]), is_cut)

    def _trial(self, candidate: int, node: int) -> int:
        """Return how a node comes out when a candidate is rejected."""
        self.what_if.reject(candidate)
        label = int(self.what_if.labels[node])
        self.what_if.reset(candidate)
        return label


class _Walk:
    """The way back from a node over all that it rests on, the nearest first.

    A member is looked at twice at most: as one that would hurt if it went down, or if it came up.
    """

    def __init__(self, assessment: Assessment, node: int) -> None:
        self.node, self.is_cut = node, False
        self._framework, self._labels = assessment.map.framework, assessment.labels.data
        self._statements, self._fixed = assessment.map.statements, assessment.assumptions

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Yield the statements that the node rests on, each with how many steps there are between."""
        waiting, seen = deque([(self.node, NEEDS, 0)]), {(self.node, NEEDS)}
        while waiting and not self.is_cut:
            member, direction, steps = waiting.popleft()
            if member < self._statements and direction == NEEDS and member != self.node:
                yield member, steps
            for source, sign in self._framework.conditions(member):
                state = (source, direction * sign)
                if state not in seen and self._can_move(*state):
                    seen.add(state)
                    if source < self._statements:
                        waiting.append((*state, steps + 1))
                    else:
                        waiting.appendleft((*state, steps))
            self.is_cut = len(seen) > _MOST_WALKED

    def _can_move(self, member: int, direction: int) -> bool:
        """Whether a member can go down, or come up: not where it is there already, or is assumed."""
        return self._labels[member] != -direction and member not in self._fixed
