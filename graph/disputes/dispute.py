"""The smallest dispute that decides how a statement or relation comes out: who attacks, and what defends.

For what stands, it has every attack on it with an answer to each, down to what nothing attacks, and one support that
stands where it needs support: a strongly admissible set (Baroni and Giacomin 2007; Caminada and Dunne 2020, “Minimal
strong admissibility: a complexity analysis”). For what falls, one objection that stands with its defence, or everything
that supported it with a reason each. For what is open, the shortest way to two sides that both stand, or to a circle of
attacks.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.disputes.bearing import Bearings
from graph.disputes.grounds import Ground, Grounds
from graph.disputes.unsettled import way_of
from graph.standing.assessment import Assessment, Standing
from graph.standing.framework import IN, UNDECIDED

MOST_MOVES = 200
"""How many nodes of a dispute are told; of the others, how many there are."""

_MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Move:
    """One node in a dispute.

    Attributes:
        node: Its number: a statement, an inference or a conflict.
        standing: How it comes out.
        reason: Why, in this dispute: one of `reasons.REASONS`. Where there are several reasons it has the shortest.
        rests_on: The nodes that decide it, each with a move of its own.
        is_cut: Whether the dispute has no room for what decides it.
    """

    node: int
    standing: Standing
    reason: str
    rests_on: tuple[int, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True)
class Dispute:
    """What decides how a node comes out.

    Attributes:
        node: Its number.
        moves: The moves by their nodes, the node's own first, then those that are nearer before others.
        circle: Where it comes down to a circle of attacks: its nodes, each hanging on the next, the last on the first.
        more: How many nodes are not told, since there are too many; if `more_is_least`, there are more than that.
        more_is_least: Whether there are more than could be counted.

    Example:
        >>> from graph import dispute_of, main_thesis, open_store, standing_of
        >>> with open_store(":memory:") as store:
        ...     assessment, thesis = standing_of(store), main_thesis(store)
        >>> dispute = dispute_of(assessment, thesis)
        >>> dispute.moves[dispute.node].standing == assessment.verdict(thesis).standing
        True
    """

    node: int
    moves: Mapping[int, Move]
    circle: tuple[int, ...] = ()
    more: int = 0
    more_is_least: bool = False


def dispute_of(assessment: Assessment, node: int | str, *, most: int = MOST_MOVES) -> Dispute:
    """Return the smallest dispute, or one near it, that decides how a node comes out.

    Its cost depends on what the node rests on, not on how large the map is.

    Args:
        assessment: How the map comes out.
        node: A node's number, or its IRI.
        most: From how many moves on the dispute is cut; what is nearer stays.

    Raises:
        KeyError: When there is no such node.
    """
    return _Telling(assessment, assessment.number(node), most).told()


class _Telling:
    def __init__(self, assessment: Assessment, node: int, most: int) -> None:
        self.assessment, self.node, self.most = assessment, node, most
        self.bearings = Bearings(assessment)
        self.grounds = Grounds(self.bearings)
        self.moves: dict[int, Move] = {}
        self.circle: tuple[int, ...] = ()
        self.waiting: deque[int] = deque()

    def told(self) -> Dispute:
        verdict = self.assessment.verdict(self.node)
        if verdict.reason == "uncounted":
            self._add(self.node, Ground((), verdict.reason))
        elif verdict.standing == "open":
            self._follow()
        else:
            self._add(self.node, self.grounds.of(self.node, reason=verdict.reason))
        while self.waiting and len(self.moves) < self.most:
            self._tell(self.waiting.popleft())
        return Dispute(self.node, self.moves, self.circle, *self._rest())

    def _follow(self) -> None:
        """Tell what an open node hangs on."""
        way = way_of(self.bearings, self.node)
        for node, following in zip(way.nodes, way.nodes[1:], strict=False):
            self.moves[node] = Move(node, "open", "unsettled", (following,))
        self.circle = way.circle
        for node, following in zip(way.circle, (*way.circle[1:], *way.circle[:1]), strict=True):
            self.moves[node] = Move(node, "open", "deadlocked", (following,))
        last = way.nodes[-1]
        if not way.is_whole:
            self._cut(last)
        elif not way.circle:
            self._add(last, self._both_sides(last))
        for node in way.beside:
            self._widen(node, {*way.beside[: self.most]})

    def _widen(self, node: int, known: set[int]) -> None:
        """Tell all the open nodes that an open one hangs on."""
        beside = tuple(one for one, _ in self.bearings.open_ones(node) if one in known)
        if node in self.moves:
            move = self.moves[node]
            self.moves[node] = replace(move, rests_on=tuple(dict.fromkeys((*move.rests_on, *beside))))
        elif node in known:
            sides = self._both_sides(node) if self.bearings.is_contested_now(node) else Ground((), "unsettled")
            self._add(node, Ground((*sides.nodes, *beside), sides.reason))

    def _both_sides(self, node: int) -> Ground:
        bearing, bearings = self.bearings.on(node), self.bearings
        sides = [bearings.those(side, IN) for side in (bearing.supports, bearing.objections)]
        return Ground(tuple(self.grounds.cheapest(side) for side in sides if side), "contested")

    def _tell(self, node: int) -> None:
        if node not in self.moves:
            self._add(node, self.grounds.of(node))

    def _add(self, node: int, ground: Ground) -> None:
        standing = self.assessment.verdict(node).standing
        self.moves[node] = Move(node, standing, ground.reason, ground.nodes)
        self.waiting.extend(ground.nodes)

    def _rest(self) -> tuple[int, bool]:
        """Cut the dispute where it is too large: what is named has a move; return how many nodes have none."""
        beyond = dict.fromkeys(node for node in self.waiting if node not in self.moves)
        queue = deque(beyond)
        while queue and len(beyond) < _MOST_COUNTED:
            for node in self.grounds.of(queue.popleft()).nodes:
                if node not in beyond and node not in self.moves:
                    beyond[node] = None
                    queue.append(node)
        if beyond:
            self._close()
        return len(beyond.keys() - self.moves.keys()), bool(queue)

    def _close(self) -> None:
        """Give what is named, and has no room, a move that is cut: also the ends of relations that are told."""
        named = [node for move in self.moves.values() for node in move.rests_on if node not in self.moves]
        for node in named:
            needs = self.bearings.on(node).needs
            label = self.bearings.labels[node]
            rests = tuple(one for one in needs if self.bearings.labels[one] == label) if label != UNDECIDED else ()
            self._cut(node, rests)
            for one in rests:
                if one not in self.moves:
                    self._cut(one)

    def _cut(self, node: int, rests_on: tuple[int, ...] = ()) -> None:
        verdict = self.assessment.verdict(node)
        self.moves.setdefault(node, Move(node, verdict.standing, verdict.reason, rests_on, is_cut=True))
