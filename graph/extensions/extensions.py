"""Extensions: the sets of members that can stand together, under each semantics, and who is in some or all of them.

The grounded labelling comes first, in linear time; only what it leaves undecided is searched, part by part
(`parts.py`), by SAT solvers (`part_search.py`). In a map these parts are small, however large the map: in 5,005
published maps the largest had 38 members. Stage extensions need not contain the grounded one: there, all is searched.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from graph.extensions.layers import layered
from graph.extensions.part_search import Found, Wish
from graph.extensions.parts import Rest
from graph.extensions.searching import Deadline, Work, search_within
from graph.extensions.semantics import SEMANTICS
from graph.standing.framework import ATTACKS, IN, NEEDS, UNDECIDED, Framework, Labels
from graph.standing.grounded import grounded

Members = NDArray[np.int64]
"""The members of an extension, sorted."""


class Extensions:
    """The extensions of a framework. Each question takes no more time than is given for it.

    Args:
        framework: The framework.
        labels: Its grounded labelling, where that is known already.
        seconds: How long a search may take.

    Attributes:
        framework: The framework.
        seconds: How long the next search may take.

    Example:
        Two statements that attack each other, and a third that both attack.
        >>> from graph.standing.framework import ATTACKS
        >>> pairs = [(0, 1), (1, 0), (0, 2), (1, 2)]
        >>> found = Extensions(Framework.of(3, [(one, ATTACKS, other) for one, other in pairs]))
        >>> [one.tolist() for one in found.every("PR")]
        [[0], [1]]
        >>> found.containing("PR", 0).tolist(), found.containing("PR", 2), found.lacking("PR", 0).tolist()
        ([0], None, [1])
    """

    def __init__(self, framework: Framework, labels: Labels | None = None, seconds: float = 10.0) -> None:
        self.framework, self.seconds = framework, seconds
        self._labels = labels

    @cached_property
    def labels(self) -> Labels:
        """The grounded labelling."""
        return grounded(self.framework).labels if self._labels is None else self._labels

    @cached_property
    def undecided(self) -> Rest:
        """What the grounded labelling leaves undecided."""
        return Rest.of(self.framework, np.flatnonzero(self.labels == UNDECIDED))

    @cached_property
    def _all(self) -> Rest:
        if (self.framework.sign == NEEDS).any():
            raise ValueError("stage semantics (STG) is defined for attacks only; this framework has needs")
        return Rest.of(self.framework, np.arange(len(self.framework)))

    def some(self, semantics: str) -> Members | None:
        """Return an extension; None where there is none, as can be under stable semantics.

        Args:
            semantics: One of `SEMANTICS`.

        Raises:
            UndecidedInTimeError: When the search took too long; so for the other questions too.
            ValueError: When it is no semantics, or is not defined for the framework.
        """
        if _is_grounded(semantics, "GR", "CO"):
            return self._with_surely(semantics)
        rest, deadline = self._rest(semantics), self._deadline(semantics, "some extension")
        chosen = _one_of_each(rest, semantics, deadline)
        return None if chosen is None else self._with_surely(semantics, chosen)

    def every(self, semantics: str) -> Iterator[Members]:
        """Yield all extensions, in no order that means anything."""
        if _is_grounded(semantics, "GR"):
            yield self._with_surely(semantics)
            return
        rest = self._rest(semantics)
        found = search_within(Work(rest, semantics, "all"), self._deadline(semantics, "every extension"))
        if all(one.count for one in found.values()):
            for chosen in product(*(_sets(rest, part, one) for part, one in found.items())):
                yield self._with_surely(semantics, *chosen)

    def count(self, semantics: str) -> int:
        """Return how many extensions there are."""
        if _is_grounded(semantics, "GR"):
            return 1
        deadline = self._deadline(semantics, "how many extensions there are")
        found = search_within(Work(self._rest(semantics), semantics, "count"), deadline)
        return prod(one.count for one in found.values())

    def containing(self, semantics: str, member: int) -> Members | None:
        """Return an extension that contains a member; None where none does (credulous acceptance fails)."""
        place = self._rest(semantics).place_of(member)
        if place is None:
            return self.some(semantics) if self.labels[member] == IN else None
        if _is_grounded(semantics, "GR"):
            return None
        return self._with_one(semantics, "containing", place)

    def lacking(self, semantics: str, member: int) -> Members | None:
        """Return an extension that does not contain a member; None where all do (sceptical acceptance).

        Where there is no extension at all, all of them contain it.
        """
        place = self._rest(semantics).place_of(member)
        if place is None:
            return self.some(semantics) if self.labels[member] != IN else None
        if _is_grounded(semantics, "GR", "CO"):
            return self._with_surely(semantics)
        return self._with_one(semantics, "lacking", place)

    def is_defensible(self, member: int) -> bool:
        """Return whether a member is in some preferred extension; without making one."""
        place = self.undecided.place_of(member)
        if place is None:
            return bool(self.labels[member] == IN)
        return bool(self._in_part("CO", "containing", place, self._deadline("PR", _CREDULOUS)).count)

    def is_in_every_preferred(self, member: int) -> bool:
        """Return whether a member is in every preferred extension; without making one that it is not in."""
        place = self.undecided.place_of(member)
        if place is None:
            return bool(self.labels[member] == IN)
        return not self._in_part("PR", "lacking", place, self._deadline("PR", _SCEPTICAL)).count

    def defending(self, member: int) -> tuple[Members, Members] | None:
        """Return a smallest admissible set that contains a member, and who has to be out with it; None for none.

        It is smallest in that none of its members could be left out; what is settled anyway is left out of both.
        """
        place = self.undecided.place_of(member)
        if place is None:
            return (np.zeros(0, np.int64), np.zeros(0, np.int64)) if self.labels[member] == IN else None
        deadline = Deadline(self.seconds, "what it can be defended with")
        found = self._in_part("CO", "defending", place, deadline)
        if not found.count:
            return None
        stand, fall = _sets(self.undecided, place[0], found)
        return np.sort(stand), np.sort(fall)

    def _with_one(self, semantics: str, wish: Wish, place: tuple[int, int]) -> Members | None:
        """Return an extension of which one part is as it is wished."""
        rest, part = self._rest(semantics), place[0]
        deadline = self._deadline(semantics, _CREDULOUS if wish == "containing" else _SCEPTICAL)
        found = self._in_part(semantics, wish, place, deadline)
        if not found.count:
            return None
        chosen = _sets(rest, part, found)
        if semantics == "CO":  # of the other parts it will do that nothing more is in
            return self._with_surely(semantics, *chosen)
        others = np.ones(len(rest), np.bool_)
        others[part] = False
        more = _one_of_each(rest.some(others), semantics, deadline)
        return None if more is None else self._with_surely(semantics, *chosen, more)

    def _in_part(self, semantics: str, wish: Wish, place: tuple[int, int], deadline: Deadline) -> Found:
        """Search one part."""
        work = Work(self._rest(semantics).alone(place[0]), semantics, wish, place[1])
        return search_within(work, deadline)[0]

    def _rest(self, semantics: str) -> Rest:
        return self._all if semantics == "STG" else self.undecided

    def _deadline(self, semantics: str, asked: str) -> Deadline:
        return Deadline(self.seconds, f"{asked} under {SEMANTICS[semantics]} semantics ({semantics})")

    def _with_surely(self, semantics: str, *chosen: Members) -> Members:
        """Return the grounded extension with what was chosen."""
        surely = [] if semantics == "STG" else [np.flatnonzero(self.labels == IN)]
        return np.sort(np.concatenate([np.zeros(0, np.int64), *surely, *chosen]))


_CREDULOUS, _SCEPTICAL = "whether it is in some extension", "whether it is in every extension"


def _one_of_each(rest: Rest, semantics: str, deadline: Deadline) -> Members | None:
    """Return the members of one extension of each part; None where a part has none.

    A preferred labelling that decides everything is stable and semi-stable too.
    """
    chosen = np.zeros(0, np.int64)
    if semantics in ("PR", "ST", "SST"):
        easy = layered(rest.framework, deadline.end)
        fits = easy.found if semantics == "PR" else easy.labels != UNDECIDED
        done = np.logical_and.reduceat(fits, rest.bounds[:-1]) if len(rest) else np.zeros(0, np.bool_)
        chosen = rest.members[(easy.labels == IN) & np.repeat(done, np.diff(rest.bounds))]
        rest = rest.some(~done)
    found = search_within(Work(rest, semantics, "one"), deadline)
    if not all(one.count for one in found.values()):
        return None
    return np.concatenate([chosen, *(members for part, one in found.items() for members in _sets(rest, part, one))])


def _sets(rest: Rest, part: int, found: Found) -> list[Members]:
    """Return what was found of a part by the numbers in the whole framework."""
    return [rest.members[rest.bounds[part] + np.asarray(one, np.int64)] for one in found.sets]


def extensions_of_attacks(
    size: int, attacker: NDArray[np.int32], attacked: NDArray[np.int32], seconds: float = 10.0
) -> Extensions:
    """Return the extensions of a framework where there is nothing but attacks.

    Args:
        size: How many members there are.
        attacker: Of each attack, who attacks.
        attacked: Of each attack, who is attacked.
        seconds: How long a search may take.
    """
    sign = np.full(len(attacker), ATTACKS, np.int8)
    return Extensions(Framework.from_arrays(attacker, sign, attacked, np.zeros(size, np.bool_)), seconds=seconds)


def _is_grounded(semantics: str, *those: str) -> bool:
    """Return whether a semantics is one of those for which the grounded extension is an answer.

    Raises:
        ValueError: When it is no semantics.
    """
    if semantics not in SEMANTICS:
        raise ValueError(f"“{semantics}” is no semantics; there are {', '.join(SEMANTICS)}")
    return semantics in those
