"""Spreading, and grouping before it, as compiled code: imported only where numba is installed and much is to do.

Nearly all its time is waiting for memory: millions of members are visited in an order that no cache foresees. So all
that is known of a member is one record, and the queue says where the uses of a member are, which then need not be
looked up again. It decides what `ArraySpreading` decides, in the same rounds.
"""

from collections.abc import Mapping
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from graph.standing.framework import IN, NEEDS, UNDECIDED, Framework, Labels

_SETTLED = 2**30
"""Who waits for so many conditions is decided: it is false; with `_TRUE` more true, with `_OPEN` more open for good."""
_TRUE, _OPEN = 1, 2

_MEMBER = np.dtype([("waiting", np.int32), ("first", np.int32), ("end", np.int32), ("rank", np.int32)])
"""A member: how many of its conditions are not met yet, where its uses begin and end, and when it was decided."""
_WAITING = np.dtype([("truth", np.int32), ("first", np.int32), ("end", np.int32)])
"""A member in the queue: whether it is true, and where its uses begin and end."""


class CompiledSpreading:
    """The labels of a framework while they spread; see `Spreading`.

    Args:
        framework: The framework.
    """

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._members, self._uses = np.empty(len(framework), _MEMBER), np.empty(len(framework.source), np.int32)
        self._queue = np.empty(len(framework), _WAITING)
        self._now = 0
        conditions = (framework.start, framework.source, framework.sign, framework.disjunction)
        _prepare(*conditions, np.zeros(len(framework) + 1, np.int32), self._members, self._uses)

    @property
    def rank(self) -> NDArray[np.int32]:
        """For each member the round in which it was decided, -1 before."""
        return np.ascontiguousarray(self._members["rank"])

    def labels(self) -> Labels:
        """Return the labels so far."""
        labels = np.zeros(len(self._members), np.int8)
        _tell(self._members, self._framework.disjunction, labels)
        return labels

    def fix(self, labels: Mapping[int, int]) -> None:
        """Give members their labels before anything spreads, whatever the conditions on them."""
        for member, label in labels.items():
            truth = (label == IN) != self._framework.disjunction[member]
            self._members[member]["waiting"] = _SETTLED + (_OPEN if label == UNDECIDED else _TRUE * truth)

    def start(self) -> None:
        """Decide all that follows from what is fixed, and from what depends on nothing."""
        self._now = _spread(_begin(self._members, self._queue), self._queue, self._members, self._uses, 0)

    def decide(self, members: NDArray[np.int64], label: int) -> None:
        """Give undecided members a label, and decide all that follows."""
        truths = (label == IN) != self._framework.disjunction[members]
        end = _enqueue(members, truths, self._queue, self._members, self._now + 1)
        self._now = _spread(end, self._queue, self._members, self._uses, self._now + 1)

    def unfounded(self) -> NDArray[np.int64]:
        """Return the undecided members whose needs lead round in circles only."""
        framework = self._framework
        conditions = (framework.start, framework.source, framework.sign, framework.disjunction)
        lacking = np.zeros(len(framework), np.int32)
        _find_needs(*conditions, self._members, lacking)
        _reach(self._members, self._uses, framework.disjunction, lacking, self._queue["first"])
        return np.flatnonzero(lacking)


@numba.njit(cache=True)
def group(keys: Any, start: Any, places: Any) -> None:
    """Fill in where each key's group begins, of zeros, and the places of the keys; see `grouping.grouped`."""
    for key in keys:
        start[key + 1] += 1
    for key in range(1, len(start)):
        start[key] += start[key - 1]
    # A group's beginning moves on as its places are filled in, to that of the next: at last all are put back by one.
    for place in range(len(keys)):
        places[start[keys[place]]] = place
        start[keys[place]] += 1
    for key in range(len(start) - 1, 0, -1):
        start[key] = start[key - 1]
    start[0] = 0


@numba.njit(cache=True)
def _prepare(start: Any, source: Any, sign: Any, disjunction: Any, ends: Any, members: Any, uses: Any) -> None:
    """Fill in the members and their uses: each use is twice the member by which, plus whether a true one meets it."""
    for member in source:
        ends[member + 1] += 1
    for member in range(len(members)):
        ends[member + 1] += ends[member]
        here = members[member]
        here.waiting = start[member + 1] - start[member]
        here.first, here.end, here.rank = ends[member], ends[member + 1], -1
    for member in range(len(members)):
        for place in range(start[member], start[member + 1]):
            other = source[place]
            is_met_by_truth = (sign[place] == NEEDS) ^ disjunction[other] ^ disjunction[member]
            uses[ends[other]] = 2 * member + is_met_by_truth
            ends[other] += 1


@numba.njit(cache=True)
def _begin(members: Any, queue: Any) -> int:
    """Put into the queue what is fixed and what depends on nothing; return how many these are."""
    end = 0
    for member in range(len(members)):
        here = members[member]
        if here.waiting == 0:
            here.waiting = _SETTLED + _TRUE
        if here.waiting >= _SETTLED:
            here.rank = 0
            if here.waiting != _SETTLED + _OPEN:
                queue[end].truth, queue[end].first, queue[end].end = here.waiting - _SETTLED, here.first, here.end
                end += 1
    return end


@numba.njit(cache=True)
def _enqueue(chosen: Any, truths: Any, queue: Any, members: Any, now: int) -> int:
    """Put into the queue what is decided; return how many these are."""
    for end in range(len(chosen)):
        here = members[chosen[end]]
        here.waiting, here.rank = _SETTLED + truths[end], now
        queue[end].truth, queue[end].first, queue[end].end = truths[end], here.first, here.end
    return len(chosen)


@numba.njit(cache=True)
def _spread(end: int, queue: Any, members: Any, uses: Any, now: int) -> int:
    """Decide all that follows from the members in the queue, round by round; return the number of the last round."""
    place, last = 0, end
    while place < last:
        for turn in range(place, last):
            first = queue[turn]
            for use in range(first.first, first.end):
                here = members[uses[use] >> 1]
                if here.waiting >= _SETTLED:
                    continue
                is_met = (uses[use] & 1) == first.truth
                if is_met and here.waiting > 1:
                    here.waiting -= 1
                else:
                    here.waiting, here.rank = _SETTLED + is_met, now + 1
                    queue[end].truth, queue[end].first, queue[end].end = is_met, here.first, here.end
                    end += 1
        now += end > last
        place, last = last, end
    return now


@numba.njit(cache=True)
def _tell(members: Any, disjunction: Any, labels: Any) -> None:
    """Fill in the labels."""
    for member in range(len(members)):
        state = members[member].waiting - _SETTLED
        if state >= 0 and state != _OPEN:
            labels[member] = 1 if (state == _TRUE) ^ disjunction[member] else -1


@numba.njit(cache=True)
def _find_needs(start: Any, source: Any, sign: Any, disjunction: Any, members: Any, lacking: Any) -> None:
    """Fill in how many undecided members each undecided member needs: of a disjunction one, and none if it is fixed."""
    for member in range(len(members)):
        if members[member].waiting < _SETTLED:
            for place in range(start[member], start[member + 1]):
                if sign[place] == NEEDS and _is_open(members, source[place]):
                    lacking[member] += 1
            if disjunction[member]:
                lacking[member] = 1


@numba.njit(cache=True)
def _is_open(members: Any, member: int) -> bool:
    waiting = members[member].waiting
    return bool(waiting < _SETTLED or waiting == _SETTLED + _OPEN)


@numba.njit(cache=True)
def _reach(members: Any, uses: Any, disjunction: Any, lacking: Any, queue: Any) -> None:
    """Count down what is lacking, from the undecided members that lack nothing to those that need them."""
    end = 0
    for member in range(len(members)):
        if lacking[member] == 0 and _is_open(members, member):
            queue[end] = member
            end += 1
    place = 0
    while place < end:
        member = queue[place]
        place += 1
        for use in range(members[member].first, members[member].end):
            other = uses[use] >> 1
            is_need = (uses[use] & 1) ^ disjunction[member] ^ disjunction[other]
            if is_need and lacking[other] > 0:
                lacking[other] -= 1
                if lacking[other] == 0:
                    queue[end] = other
                    end += 1
