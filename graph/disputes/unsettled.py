"""On what an open node hangs: the shortest way to something contested, or to a circle of attacks.

Each open node is contested itself, or hangs on an open one; so whoever follows these comes to something contested, or
goes round. A circle without an attack decides nothing: what is supported by nothing else falls. So there is always a
contested node or a circle with an attack in it to be found, and the open nodes on the way to it suffice: unless a
linked premise leads from the way back into it, so that what is supported from outside would be supported only in a
circle. Such ways are passed over; where there is no other, all that is open and bears on the node is told.
"""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from graph.disputes.bearing import Bearings

_BUDGET = 20_000
"""How many open nodes are looked at."""

_TRIED = 64
"""How many attacks are tried for a circle that goes through them, the nearest first."""


class Way(NamedTuple):
    """On what an open node hangs.

    Attributes:
        nodes: From the node itself to a contested one, or to one in a circle of attacks.
        circle: The circle, from that last node on, each hanging on the next and the last on the first; or nothing.
        is_whole: Whether the way leads to an end that was found.
        beside: Where the way does not suffice, all the open nodes that the node hangs on, the nearest first.
    """

    nodes: tuple[int, ...]
    circle: tuple[int, ...] = ()
    is_whole: bool = True
    beside: tuple[int, ...] = ()

    @property
    def members(self) -> set[int]:
        """All nodes on the way."""
        return {*self.nodes, *self.circle}


def way_of(bearings: Bearings, node: int) -> Way:
    """Return on what an open node hangs, by the shortest way; of one that is in a circle of attacks, that circle.

    Args:
        bearings: What bears on what.
        node: An open node.
    """
    if bearings.is_contested_now(node):
        return Way((node,))
    found = _Search(bearings, node)
    own = sorted(found.own_circles(), key=_size)
    ways = [*own, *sorted([*found.to_contested(), *found.to_circles()], key=_size)]
    if not ways:  # past the budget, one step is told; there is always one
        return Way((node, bearings.open_ones(node)[0][0]), is_whole=False)
    suffices = next((way for way in ways if found.is_founded(way)), None)
    return suffices or ways[0]._replace(beside=tuple(found.before))


def _size(way: Way) -> int:
    return len(way.members)


class _Search:
    """The open nodes that one hangs on, nearest first, as far as they are looked at."""

    def __init__(self, bearings: Bearings, node: int) -> None:
        self.bearings, self.start = bearings, node
        self.before: dict[int, int] = {node: node}
        self.contested = -1
        self.attacks: list[tuple[int, int]] = []
        self._look()
        self.part = self._parts()

    def _look(self) -> None:
        waiting = deque([self.start])
        while waiting and len(self.before) < _BUDGET:
            node = waiting.popleft()
            if self.contested < 0 and self.bearings.is_contested_now(node):
                self.contested = node
            for other, is_attack in self.bearings.open_ones(node):
                if is_attack:
                    self.attacks.append((node, other))
                if other not in self.before:
                    self.before[other] = node
                    waiting.append(other)

    def _parts(self) -> dict[int, int]:
        """Return for each node found so far which strongly connected part it is in."""
        from scipy.sparse import csr_array  # type: ignore[import-untyped]
        from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

        place = {node: number for number, node in enumerate(self.before)}
        pairs = [(place[one], place[other]) for one in place for other in self._next(one)]
        rows, columns = np.asarray(pairs, np.int64).reshape(-1, 2).T
        web = csr_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(len(place), len(place)))
        _, parts = connected_components(web, connection="strong")
        return dict(zip(place, parts.tolist(), strict=True))

    def _next(self, node: int) -> list[int]:
        return [other for other, _ in self.bearings.open_ones(node) if other in self.before]

    def to_contested(self) -> Iterator[Way]:
        if self.contested >= 0:
            yield Way(tuple(self._to(self.contested)))

    def to_circles(self) -> Iterator[Way]:
        """Yield ways to circles with an attack in them."""
        circling = [(one, other) for one, other in self.attacks if other in self.part and self._together(one, other)]
        for one, other in circling[:_TRIED]:
            circle = [one, *self._path(other, one)[:-1]]
            way = self._to(one)
            enters = next(place for place, node in enumerate(way) if node in circle)
            first = circle.index(way[enters])
            yield Way(tuple(way[: enters + 1]), (*circle[first:], *circle[:first]))

    def own_circles(self) -> Iterator[Way]:
        """Yield circles with an attack in them that the node itself is in."""
        circling = [pair for pair in self.attacks if pair[1] in self.part and self._together(*pair)]
        for one, other in circling[:_TRIED]:
            if self._together(one, self.start):
                circle = [*self._path(self.start, one), *self._path(other, self.start)][:-1]
                if len(set(circle)) == len(circle):
                    yield Way((self.start,), tuple(circle))

    def is_founded(self, way: Way) -> bool:
        """Whether nothing on the way would be supported only in a circle if all else were left out."""
        left = way.members - ({way.nodes[-1]} if not way.circle else set())
        while backed := {node for node in left if self._is_backed(node, left, way.members)}:
            left = left - backed
        return not left

    def _is_backed(self, node: int, left: set[int], members: set[int]) -> bool:
        """Whether what a node needs, of some nodes, is there without those that are left."""
        bearing = self.bearings.on(node)
        supports = members.intersection(bearing.supports)
        return left.isdisjoint(bearing.needs) and (not supports or bool(supports - left))

    def _together(self, one: int, other: int) -> bool:
        return self.part[one] == self.part[other]

    def _to(self, node: int) -> list[int]:
        """Return the shortest way from the start to a node that was found."""
        way = [node]
        while way[-1] != self.start:
            way.append(self.before[way[-1]])
        return way[::-1]

    def _path(self, start: int, goal: int) -> list[int]:
        """Return the shortest way from a node to another in its strongly connected part."""
        before, waiting = {start: start}, deque([start])
        while goal not in before:
            node = waiting.popleft()
            for other in self._next(node):
                if other not in before and self._together(other, goal):
                    before[other] = node
                    waiting.append(other)
        way = [goal]
        while way[-1] != start:
            way.append(before[way[-1]])
        return way[::-1]
