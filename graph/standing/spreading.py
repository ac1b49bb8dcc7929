"""How labels spread: from what is decided to what that decides, in rounds, over arrays.

Wide rounds are done by numpy, all members of a round at once; in narrow ones, as along a chain of a million answers,
that would cost more than it does, and Python goes from one to the next. Where numba is installed
(`pip install 'claimatlas[fast]'`), large frameworks are done by compiled code (`compiled.py`).

Inside, a disjunction is turned round: “one of them is in” is “not all of them are out”. So all members are alike here:
true when all their conditions are met, and false as soon as one is broken.
"""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from graph.standing.framework import IN, NEEDS, UNDECIDED, Framework, Labels
from graph.standing.grouping import can_compile

_NARROW = 48
"""Up to so many members a round is done by Python."""

_LARGE = 50_000
"""From so many members on compiled code pays for being loaded."""

_SETTLED = 2**30
"""Who waits for so many conditions is decided, or open for good; it may become fewer, but never under `_MANY`."""
_MANY = _SETTLED // 2


class Spreading(Protocol):
    """The labels of a framework while they spread."""

    @property
    def rank(self) -> NDArray[np.int32]:
        """For each member the round in which it was decided, -1 before."""

    def labels(self) -> Labels:
        """Return the labels so far."""

    def fix(self, labels: Mapping[int, int]) -> None:
        """Give members their labels before anything spreads, whatever the conditions on them."""

    def start(self) -> None:
        """Decide all that follows from what is fixed, and from what depends on nothing."""

    def decide(self, members: NDArray[np.int64], label: int) -> None:
        """Give undecided members a label, and decide all that follows."""

    def unfounded(self) -> NDArray[np.int64]:
        """Return the undecided members whose needs lead round in circles only.

        Such a member could never be in: whatever else is decided, each way to support it goes through itself.
        """


def spreading_of(framework: Framework) -> Spreading:
    """Return the labels of a framework before anything has spread: in compiled code where it is there and pays."""
    if can_compile() and len(framework) >= _LARGE:
        from graph.standing.compiled import CompiledSpreading

        return CompiledSpreading(framework)
    return ArraySpreading(framework)


class ArraySpreading:
    """The labels of a framework while they spread, by numpy and Python; see `Spreading`.

    Args:
        framework: The framework.

    Attributes:
        rank: For each member the round in which it was decided, -1 before.
    """

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        size = len(framework)
        self._turn = np.where(framework.disjunction, np.int8(-1), np.int8(1))
        self._start, places = framework.uses
        self._target = framework.target[places]
        self._sign = (framework.sign * self._turn[framework.source] * self._turn[framework.target])[places]
        self._waiting = np.diff(framework.start).astype(np.int32)
        self._truth = np.zeros(size, np.int8)
        self.rank = np.full(size, -1, np.int32)
        self._mark = np.empty(size, np.int32)

    def labels(self) -> Labels:
        """Return the labels so far."""
        return self._truth * self._turn

    def fix(self, labels: Mapping[int, int]) -> None:
        """Give members their labels before anything spreads, whatever the conditions on them."""
        members = np.fromiter(labels, np.int64, len(labels))
        self._truth[members] = np.fromiter(labels.values(), np.int8, len(labels)) * self._turn[members]
        self._waiting[members] = _SETTLED

    def start(self) -> None:
        """Decide all that follows from what is fixed, and from what depends on nothing."""
        free = np.flatnonzero(self._waiting == 0)
        self._truth[free], self._waiting[free] = 1, _SETTLED
        self.rank[self._waiting == _SETTLED] = 0
        self._spread(np.flatnonzero(self._truth), 0)

    def decide(self, members: NDArray[np.int64], label: int) -> None:
        """Give undecided members a label, and decide all that follows."""
        now = int(self.rank.max(initial=0)) + 1
        self._truth[members] = label * self._turn[members]
        self._waiting[members], self.rank[members] = _SETTLED, now
        self._spread(members, now)

    def unfounded(self) -> NDArray[np.int64]:
        """Return the undecided members whose needs lead round in circles only."""
        members = np.flatnonzero(self._truth == UNDECIDED)
        if not len(members):
            return members
        for_good = np.flatnonzero(self._waiting[members] >= _MANY)
        found: NDArray[np.int64] = members[_needed(self._framework, members, for_good) != IN]
        return found

    def _spread(self, members: NDArray[np.int64], now: int) -> None:
        while len(members):
            now += 1
            if len(members) <= _NARROW:
                members, now = self._narrow(members.tolist(), now)
            else:
                members = self._wide(members)
                self.rank[members] = now

    def _wide(self, members: NDArray[np.int64]) -> NDArray[np.int64]:
        """Do one round for all members at once, and return which members it decides."""
        counts = self._start[members + 1] - self._start[members]
        uses = ranges(self._start[members], counts)
        targets = self._target[uses]
        is_met = self._sign[uses] == np.repeat(self._truth[members], counts)
        broken = targets[~is_met]
        broken = broken[self._waiting[broken] < _MANY]
        self._truth[broken], self._waiting[broken] = -1, _SETTLED
        met = targets[is_met]
        np.subtract.at(self._waiting, met, np.int32(1))
        held = met[self._waiting[met] == 0]
        self._truth[held], self._waiting[held] = 1, _SETTLED
        return self._once(np.concatenate([broken, held]))

    def _once(self, members: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return each member once."""
        places = np.arange(len(members), dtype=np.int32)
        self._mark[members] = places
        once: NDArray[np.int32] = members[self._mark[members] == places]
        return once.astype(np.int64)

    def _narrow(self, members: list[int], now: int) -> tuple[NDArray[np.int64], int]:
        """Do rounds one member at a time, for as long as they are narrow; return the next and its number."""
        start, target, sign, rank = self._start.data, self._target.data, self._sign.data, self.rank.data
        waiting, truth = self._waiting.data, self._truth.data
        while members and len(members) <= _NARROW:
            found = []
            for member in members:
                value = truth[member]
                for use in range(start[member], start[member + 1]):
                    other = target[use]
                    left = waiting[other] - 1
                    is_met = sign[use] == value
                    if is_met and left:
                        waiting[other] = left
                    elif left < _MANY:
                        truth[other], waiting[other], rank[other] = (1 if is_met else -1), _SETTLED, now
                        found.append(other)
            members, now = found, now + 1
        return np.asarray(members, np.int64), now - 1


def _needed(framework: Framework, members: NDArray[np.int64], given: NDArray[np.int64]) -> Labels:
    """Return what some members are if nothing counts but what they need of one another: in, or in circles.

    Args:
        framework: The framework.
        members: The members, sorted.
        given: The places among them of those that are in whatever they need.
    """
    counts = np.diff(framework.start)[members]
    places = ranges(framework.start[members], counts)
    source = framework.source[places]
    near = np.searchsorted(members, source)
    near[near == len(members)] = 0
    fits = (framework.sign[places] == NEEDS) & (members[near] == source)
    target = np.repeat(np.arange(len(members), dtype=np.int32), counts)
    sign = np.full(int(fits.sum()), NEEDS, np.int8)
    needs = Framework.from_arrays(near[fits].astype(np.int32), sign, target[fits], framework.disjunction[members])
    spreading = ArraySpreading(needs)
    spreading.fix(dict.fromkeys(given.tolist(), IN))
    spreading.start()
    return spreading.labels()


def ranges(first: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of several ranges, one range after the other.

    Args:
        first: The first number of each range.
        counts: How many numbers it has.

    Example:
        >>> ranges(np.array([10, 20]), np.array([2, 3])).tolist()
        [10, 11, 20, 21, 22]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first - ends + counts, counts) + np.arange(total)
