"""What grounded leaves open, split into parts that have nothing to do with one another.

The complete labellings of a framework are the grounded labelling with those of what it leaves undecided, and these are
all combinations of those of its weakly connected parts: each semantics here splits with them. (One could go on
splitting along strongly connected components: Baroni, Giacomin and Guida 2005, Artificial Intelligence 168.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.standing.framework import NEEDS, Framework
from graph.standing.spreading import ranges

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """Some members, numbered from 0, that depend on one another only.

    Attributes:
        needs: For each member what it needs.
        attackers: For each member what attacks it.
        disjunction: For each member whether one of its needs is enough.
    """

    needs: Sequence[Sequence[int]]
    attackers: Sequence[Sequence[int]]
    disjunction: Sequence[bool]

    def __len__(self) -> int:
        """How many members there are."""
        return len(self.disjunction)

    def reached(self, allowed: Sequence[bool]) -> list[bool]:
        """Return which of the allowed members are founded: their needs lead, among these, down to what needs nothing.

        Args:
            allowed: For each member whether it may be taken.

        Example:
            0 needs 1 and 1 needs 0, which holds up nothing; 2 needs nothing.
            >>> Part([[1], [0], []], [[], [], []], [False] * 3).reached([True, True, True])
            [False, False, True]
        """
        users, waiting = self._users(), [len(needs) for needs in self.needs]
        reached = [ok and not count for ok, count in zip(allowed, waiting, strict=True)]
        found = [member for member, ok in enumerate(reached) if ok]
        for member in found:  # it grows while it is gone through
            for user in users[member]:
                waiting[user] -= 1
                if allowed[user] and not reached[user] and (self.disjunction[user] or not waiting[user]):
                    reached[user] = True
                    found.append(user)
        return reached

    def _users(self) -> list[list[int]]:
        users: list[list[int]] = [[] for _ in self.disjunction]
        for member, needs in enumerate(self.needs):
            for need in needs:
                users[need].append(member)
        return users

    def above(self, member: int) -> list[int]:
        """Return the members that one depends on, however far, with itself; sorted."""
        found = {member}
        to_do = [member]
        while to_do:
            one = to_do.pop()
            new = {*self.needs[one], *self.attackers[one]} - found
            found |= new
            to_do += new
        return sorted(found)

    def only(self, members: Sequence[int]) -> "Part":
        """Return some members that depend on one another only, numbered anew in their order."""
        now = {member: place for place, member in enumerate(members)}
        return Part(
            [[now[one] for one in self.needs[member]] for member in members],
            [[now[one] for one in self.attackers[member]] for member in members],
            [self.disjunction[member] for member in members],
        )


@dataclass(frozen=True, eq=False)
class Rest:
    """Members that are left, part by part.

    Attributes:
        members: The number of each in the framework that it was left of.
        framework: The conditions among them, numbered as in `members`.
        bounds: Where each part begins in `members`; at the end, their number.
    """

    members: Numbers
    framework: Framework
    bounds: Numbers

    def __len__(self) -> int:
        """How many parts there are."""
        return len(self.bounds) - 1

    @classmethod
    def of(cls, framework: Framework, members: Numbers) -> "Rest":
        """Return some members of a framework with the conditions among them, split into parts.

        Args:
            framework: The framework.
            members: Which of its members; what others do to them must be settled.
        """
        from scipy.sparse import csr_array  # type: ignore[import-untyped]
        from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

        now = np.full(len(framework), -1, np.int64)
        now[members] = np.arange(len(members))
        counts = np.diff(framework.start)[members]
        places = ranges(framework.start[members], counts)
        source = now[framework.source[places]]
        fits = source >= 0
        source, target = source[fits], np.repeat(np.arange(len(members)), counts)[fits]
        web = csr_array((np.ones(len(source), np.bool_), (source, target)), shape=(len(members),) * 2)
        number, part = connected_components(web, directed=False)
        order = np.argsort(part, kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        sub = Framework.from_arrays(
            place[source].astype(np.int32),
            framework.sign[places][fits],
            place[target].astype(np.int32),
            framework.disjunction[members][order],
        )
        bounds = np.searchsorted(part[order], np.arange(number + 1))
        return cls(members[order], sub, bounds.astype(np.int64))

    def place_of(self, member: int) -> tuple[int, int] | None:
        """Return the part of a member and its number there; None for one that is not left."""
        found = np.flatnonzero(self.members == member)
        if not len(found):
            return None
        part = int(np.searchsorted(self.bounds, found[0], "right")) - 1
        return part, int(found[0] - self.bounds[part])

    def some(self, chosen: NDArray[np.bool_]) -> "Rest":
        """Return some of the parts, in order.

        Args:
            chosen: For each part whether it is wanted.
        """
        if chosen.all():
            return self
        members = np.flatnonzero(np.repeat(chosen, np.diff(self.bounds)))
        found = Rest.of(self.framework, members)
        return Rest(self.members[found.members], found.framework, found.bounds)

    def alone(self, part: int) -> "Rest":
        """Return one part as all that is left."""
        first, end = self.bounds[part : part + 2].tolist()
        cut = slice(self.framework.start[first], self.framework.start[end])
        framework = Framework(
            self.framework.start[first : end + 1] - self.framework.start[first],
            self.framework.source[cut] - np.int32(first),
            self.framework.sign[cut],
            self.framework.disjunction[first:end],
        )
        return Rest(self.members[first:end], framework, np.asarray([0, end - first]))

    def by_size(self) -> Numbers:
        """Return the parts, the smallest first: what is settled soon is settled first."""
        return np.argsort(np.diff(self.bounds), kind="stable")

    def shape(self, part: int) -> tuple[bytes, ...]:
        """Return what is the same for parts that are alike, member by member."""
        alone = self.alone(part).framework
        return tuple(array.tobytes() for array in (alone.start, alone.source, alone.sign, alone.disjunction))

    def part(self, number: int) -> Part:
        """Return a part."""
        alone = self.alone(number).framework
        needs: list[list[int]] = [[] for _ in range(len(alone))]
        attackers: list[list[int]] = [[] for _ in range(len(alone))]
        columns = (alone.target.tolist(), alone.source.tolist(), alone.sign.tolist())
        for target, source, sign in zip(*columns, strict=True):
            (needs if sign == NEEDS else attackers)[target].append(source)
        return Part(needs, attackers, alone.disjunction.tolist())

    def parts(self) -> Iterator[Part]:
        """Yield the parts in order."""
        return map(self.part, range(len(self)))
