"""On what a decided node rests: the fewest other nodes that make it stand, or fall.

Where there is a choice, such as which of several objections that stand defeats a claim, the way is taken that has the
fewest nodes in all, counting what several ways share each time: so the result is near the smallest, which is hard to
find (Caminada and Dunne 2020, “Minimal strong admissibility: a complexity analysis”). It never goes in circles, as each
node rests on what was decided before it; but for what is supported only in a circle, where the circle is the ground.
"""

from collections.abc import Iterator
from typing import NamedTuple

from graph.disputes.bearing import Bearings
from graph.standing.framework import IN, OUT

_BUDGET = 50_000
"""How many nodes are weighed; beyond, the rank stands for how much a node rests on."""

Nodes = tuple[int, ...]


class Ground(NamedTuple):
    """What a node rests on, directly, and why so: a reason as `reasons.REASONS` has them."""

    nodes: Nodes
    reason: str


class Grounds:
    """The grounds of decided nodes, found when they are asked for."""

    def __init__(self, bearings: Bearings) -> None:
        self.bearings = bearings
        self.assumptions = bearings.assessment.assumptions
        self._circular = bearings.assessment.labelling.circular
        self._cost: dict[int, float] = {}
        self._ground: dict[int, Ground] = {}
        self._left = _BUDGET

    def of(self, node: int, *, reason: str = "") -> Ground:
        """Return what a decided node rests on.

        Args:
            node: Its number.
            reason: A reason that is to be told, if it is one of several.
        """
        if node not in self._ground:
            self._weigh(node)
        if reason not in ("", self._ground[node].reason):
            ways = [way for way in self._ways(node) if way.reason == reason]
            for one in {one for way in ways for one in way.nodes}:
                self._weigh(one)
            return min(ways, key=self._sum, default=self._ground[node])
        return self._ground[node]

    def cheapest(self, nodes: Nodes) -> int:
        """Return the one of some decided nodes that rests on the fewest others."""
        for node in nodes:
            self._weigh(node)
        return min(nodes, key=lambda node: (self._cost[node], node))

    def _weigh(self, node: int) -> None:
        """Find the grounds of a node and of all that it may rest on, those first."""
        waiting = [node]
        while waiting:
            one = waiting[-1]
            if one in self._cost:
                waiting.pop()
                continue
            ways = self._ways(one)
            unknown = [other for way in ways for other in way.nodes if other not in self._cost and other != one]
            if unknown and self._left > 0 and not self._circular[one]:
                self._left -= len(unknown)
                waiting.extend(unknown)
                continue
            self._ground[one] = min(ways, key=self._sum)
            self._cost[one] = 1.0 + self._sum(self._ground[one])
            waiting.pop()

    def _sum(self, way: Ground) -> float:
        rank = self.bearings.rank
        return sum(self._cost[one] if one in self._cost else rank[one] + 1.0 for one in way.nodes)

    def _ways(self, node: int) -> list[Ground]:
        """Return the ways to ground a node: each a set of nodes that suffices."""
        label = self.bearings.labels[node]
        if node in self.assumptions:
            return [Ground((), "accepted" if label == IN else "rejected")]
        if label == IN:
            return [*self._to_stand(node)]
        return [self._in_a_circle(node)] if self._circular[node] else [*self._to_fall(node)]

    def _to_stand(self, node: int) -> Iterator[Ground]:
        bearing, bearings = self.bearings.on(node), self.bearings
        reason = "defended" if bearing.objections else "unchallenged"
        if not bearing.supports:
            yield Ground((*bearing.needs, *bearing.objections), reason)
        for support in bearings.earlier(bearing.supports, IN, node):
            yield Ground((*bearing.needs, support, *bearing.objections), reason)

    def _to_fall(self, node: int) -> Iterator[Ground]:
        bearing, bearings = self.bearings.on(node), self.bearings
        for need in bearings.earlier(bearing.needs, OUT, node):
            yield Ground((need,), "premise")
        if lost := bearings.lost_support(node):
            yield Ground(lost, "unsupported")
        if not bearing.is_contested:
            is_statement = node < bearings.assessment.map.statements
            for objection in bearings.earlier(bearing.objections, IN, node):
                yield Ground((objection,), "refuted" if is_statement else "undercut")

    def _in_a_circle(self, node: int) -> Ground:
        """Return what a node that nothing but a circle supports would need: all of it fell with the node or before."""
        bearing, rank = self.bearings.on(node), self.bearings.rank
        with_it = [one for one in bearing.needs if self._circular[one] and rank[one] == rank[node]]
        if with_it:
            return Ground((with_it[0],), "circular")
        return Ground(bearing.supports, "circular")
