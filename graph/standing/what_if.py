"""What if: a reader rejects or accepts something, and what follows spreads at once, however large the map.

Only what rests on the change is taken back, and decided again (delete and rederive: Gupta, Mumick and Subrahmanian
1993, “Maintaining views incrementally”, SIGMOD). What a label rests on has a lower rank: so of a member that is decided
by one broken condition, the label stays as long as there is another one of lower rank.
"""

from collections.abc import Iterable, Iterator, Mapping

from graph.standing.assessment import STANDINGS, Assessment, Standing
from graph.standing.framework import ATTACKS, IN, OUT, UNDECIDED, Labels

_MANY = 64
"""From so many conditions on, a member's are looked at by numpy."""


class WhatIf:
    """A map under changing assumptions.

    Args:
        assessment: How it comes out to begin with; its own assumptions are the first ones. It is not changed.

    Example:
        >>> from graph import main_thesis, open_store, standing_of
        >>> with open_store(":memory:") as store:
        ...     assessment, thesis = standing_of(store), main_thesis(store)
        >>> trial = WhatIf(assessment)
        >>> changes = trial.reject(thesis)
        >>> changes[assessment.number(thesis)]
        ('open', 'falls')
        >>> trial.reset(thesis) == {node: (after, before) for node, (before, after) in changes.items()}
        True
    """

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        framework = assessment.map.framework
        self._nodes = len(assessment.arrays)
        self._fixed = dict(assessment.assumptions)
        self._labels, self._ranks = assessment.labels.copy(), assessment.rank.copy()
        self._circular = assessment.labelling.circular.copy()
        start, places = framework.uses
        self._use_start, self._uses = start.data, framework.target[places].data
        self._use_signs = framework.sign[places].data
        self._start, self._source, self._sign = framework.start.data, framework.source.data, framework.sign.data
        self._sources, self._signs = framework.source, framework.sign
        self._disjunction = framework.disjunction.data
        self._label, self._rank = self._labels.data, self._ranks.data

    @property
    def labels(self) -> Labels:
        """For each member of the map's framework its label, as it is now; nodes first."""
        return self._labels

    @property
    def assumptions(self) -> Mapping[int, int]:
        """What is assumed: node numbers, with `IN` for what is to stand and `OUT` for what is to fall."""
        return self._fixed

    def accept(self, node: int | str) -> dict[int, tuple[Standing, Standing]]:
        """Let a node stand, whatever speaks against it; return what changes (see `assume`)."""
        return self.assume(node, IN)

    def reject(self, node: int | str) -> dict[int, tuple[Standing, Standing]]:
        """Let a node fall, whatever supports it; return what changes (see `assume`)."""
        return self.assume(node, OUT)

    def reset(self, node: int | str) -> dict[int, tuple[Standing, Standing]]:
        """Assume nothing of a node any more; return what changes (see `assume`)."""
        return self.assume(node, None)

    def assume(self, node: int | str, label: int | None) -> dict[int, tuple[Standing, Standing]]:
        """Assume something of a node, or nothing any more, and return what changes.

        Args:
            node: Its number or IRI.
            label: `IN`, `OUT`, or None for no assumption.

        Returns:
            For each statement, inference and conflict that changes, its standing before and after.

        Raises:
            KeyError: When there is no such node.
        """
        member = self.assessment.number(node)
        self._fixed.pop(member, None)
        before = self._take_back(member)
        if label is not None:
            self._fixed[member] = label
            self._decide(member, label, 0, before)
        changed = self._settle([*before], before)
        while unfounded := self._unfounded(changed):
            changed = self._settle(self._let_fall(unfounded, before), before)
        return {
            one: (STANDINGS[was], STANDINGS[self._label[one]])
            for one, was in before.items()
            if one < self._nodes and was != self._label[one]
        }

    def _take_back(self, member: int) -> dict[int, int]:
        """Make a member undecided, and all whose label may rest on it; return their labels before."""
        before, waiting = {member: self._label[member]}, [member]
        while waiting:
            source = waiting.pop()
            for use in range(self._use_start[source], self._use_start[source + 1]):
                one = self._uses[use]
                if one not in before and self._rests_on(one, source, before):
                    before[one] = self._label[one]
                    waiting.append(one)
        for one in before:
            self._label[one], self._circular[one] = UNDECIDED, False
        return before

    def _rests_on(self, member: int, source: int, gone: Mapping[int, int]) -> bool:
        """Whether a decided member's label may rest on a source that is taken back."""
        label = self._label[member]
        if label == UNDECIDED or member in self._fixed:
            return False
        if self._circular[member]:
            return True
        rank = self._rank[member]
        if self._label[source] == UNDECIDED or self._rank[source] >= rank:
            return False
        if self._disjunction[member] == (label == OUT):  # it rests on all its conditions
            return True
        return not any(one not in gone and self._rank[one] < rank for one in self._deciding(member, label))

    def _deciding(self, member: int, value: int) -> Iterator[int]:
        """Yield the sources of a member's conditions that are met (1) or broken (-1)."""
        first, end = self._start[member], self._start[member + 1]
        if end - first > _MANY:
            values = self._signs[first:end] * self._labels[self._sources[first:end]]
            yield from self._sources[first:end][values == value].tolist()
            return
        for place in range(first, end):
            if self._sign[place] * self._label[self._source[place]] == value:
                yield self._source[place]

    def _settle(self, members: Iterable[int], before: dict[int, int]) -> list[int]:
        """Decide what can be decided of some members and of all that follows; return all that was looked at."""
        waiting = list(members)
        for member in members:
            waiting.extend(self._used_by(member))
        looked_at = list(waiting)
        while waiting:
            member = waiting.pop()
            if self._label[member] == UNDECIDED and member not in self._fixed and (found := self._outcome(member)):
                self._decide(member, *found, before)
                following = self._used_by(member)
                looked_at.extend(following)
                waiting.extend(following)
        return looked_at

    def _outcome(self, member: int) -> tuple[int, int] | None:
        """Return the label that a member's conditions give it, and its rank; None while they are open."""
        one_is_enough = IN if self._disjunction[member] else OUT
        for source in self._deciding(member, one_is_enough):
            return one_is_enough, self._rank[source] + 1
        others = list(self._deciding(member, -one_is_enough))
        if len(others) < self._start[member + 1] - self._start[member]:
            return None
        return -one_is_enough, 1 + max((self._rank[source] for source in others), default=-1)

    def _decide(self, member: int, label: int, rank: int, before: dict[int, int]) -> None:
        before.setdefault(member, self._label[member])
        self._label[member], self._rank[member] = label, rank

    def _used_by(self, member: int) -> list[int]:
        return self._uses[self._use_start[member] : self._use_start[member + 1]].tolist()

    def _unfounded(self, near: Iterable[int]) -> list[int]:
        """Return the undecided members that nothing but themselves supports, in a circle, near what has changed."""
        members = self._reached([one for one in near if self._label[one] == UNDECIDED and one not in self._fixed])
        waiting: list[int] = list(members)
        while waiting:
            member = waiting.pop()
            if member in members and self._is_founded(member, members):
                members.discard(member)
                waiting.extend(self._needing(member))
        return sorted(members)

    def _reached(self, members: Iterable[int]) -> set[int]:
        """Return some undecided members, and those that need them, and so on."""
        found, waiting = set(members), list(members)
        while waiting:
            for member in self._needing(waiting.pop()):
                if member not in found and self._label[member] == UNDECIDED and member not in self._fixed:
                    found.add(member)
                    waiting.append(member)
        return found

    def _needing(self, member: int) -> list[int]:
        uses = range(self._use_start[member], self._use_start[member + 1])
        return [self._uses[use] for use in uses if self._use_signs[use] != ATTACKS]

    def _is_founded(self, member: int, unsure: set[int]) -> bool:
        """Whether what a member needs leads further than to what is not known to be founded."""
        places = range(self._start[member], self._start[member + 1])
        needs = (self._source[place] for place in places if self._sign[place] != ATTACKS)
        founded = (source not in unsure and self._label[source] != OUT for source in needs)
        return any(founded) if self._disjunction[member] else all(founded)

    def _let_fall(self, members: list[int], before: dict[int, int]) -> list[int]:
        sources = (self._source[place] for one in members for place in range(self._start[one], self._start[one + 1]))
        rank = 1 + max((self._rank[source] for source in sources if self._label[source] != UNDECIDED), default=-1)
        for member in members:
            self._decide(member, OUT, rank, before)
            self._circular[member] = True
        return members
