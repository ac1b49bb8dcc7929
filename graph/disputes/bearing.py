"""What bears on a node of a map, in the map's own terms: needs, support and objections, without the helpers."""

from typing import NamedTuple

from graph.standing.assessment import Assessment
from graph.standing.framework import IN, NEEDS, OUT, UNDECIDED
from graph.standing.map_framework import CONTRARY, SELF, SUPPORT


class Bearing(NamedTuple):
    """What bears on a node.

    Attributes:
        needs: Of an inference its premises, of a conflict its attacker.
        supports: The inferences for it; where there are any, one of them has to stand.
        objections: The conflicts on it.
        is_contested: Whether an objection that stands leaves it open, instead of defeating it.
    """

    needs: tuple[int, ...]
    supports: tuple[int, ...]
    objections: tuple[int, ...]
    is_contested: bool


class Bearings:
    """What bears on the nodes of a map, found when it is asked for."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.labels = assessment.labels.data
        self.rank = assessment.rank.data
        self._framework, self._role = assessment.map.framework, assessment.map.role.data
        self._known: dict[int, Bearing] = {}

    def on(self, node: int) -> Bearing:
        """Return what bears on a node."""
        if node not in self._known:
            self._known[node] = self._found(node)
        return self._known[node]

    def _found(self, node: int) -> Bearing:
        needs: list[int] = []
        supports: tuple[int, ...] = ()
        objections: list[int] = []
        is_contested = False
        for source, sign in self._framework.conditions(node):
            if self._role[source] == SELF:
                (needs if sign == NEEDS else objections).append(source)
            elif self._role[source] == SUPPORT:
                supports = self._sources(source)
            elif self._role[source] == CONTRARY:
                objections, is_contested = [*self._sources(self._needed_by(source))], True
        return Bearing(tuple(needs), supports, tuple(objections), is_contested)

    def _sources(self, member: int) -> tuple[int, ...]:
        return tuple(source for source, _ in self._framework.conditions(member))

    def _needed_by(self, contrary: int) -> int:
        return next(source for source, sign in self._framework.conditions(contrary) if sign == NEEDS)

    def those(self, nodes: tuple[int, ...], label: int) -> tuple[int, ...]:
        """Return those of some nodes that come out so."""
        return tuple(node for node in nodes if self.labels[node] == label)

    def open_ones(self, node: int) -> list[tuple[int, bool]]:
        """Return the open nodes that an open node hangs on, each with whether it is an objection."""
        bearing = self.on(node)
        supports = () if self.those(bearing.supports, IN) else bearing.supports
        for_it = self.those((*bearing.needs, *supports), UNDECIDED)
        against = self.those(bearing.objections, UNDECIDED)
        return [*((one, False) for one in for_it), *((one, True) for one in against)]

    def is_contested_now(self, node: int) -> bool:
        """Whether an open node is one since both what is for it and what is against it stand."""
        bearing = self.on(node)
        is_backed = not bearing.supports or bool(self.those(bearing.supports, IN))
        return bearing.is_contested and is_backed and bool(self.those(bearing.objections, IN))

    def earlier(self, nodes: tuple[int, ...], label: int, node: int) -> tuple[int, ...]:
        """Return those of some nodes that come out so, and were decided before a node was."""
        rank = self.rank[node]
        return tuple(one for one in nodes if self.labels[one] == label and self.rank[one] < rank)

    def lost_support(self, node: int) -> tuple[int, ...]:
        """Return all that supports a node where it fell before the node did; else nothing."""
        supports = self.on(node).supports
        return supports if len(self.earlier(supports, OUT, node)) == len(supports) else ()
