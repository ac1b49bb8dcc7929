"""All parts of what is left, searched one after the other: here where that is easy, else in a process with an end."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import UndecidedInTimeError
from graph.extensions.part_search import Found, Wish, extensions_of
from graph.extensions.parts import Rest
from graph.extensions.sat_search import Bounded, BudgetSpentError, Engine

_LARGE = 20_000
"""Up to how many members and conditions a part may have, to be searched in this process."""

_MOMENT = 0.5
"""How many seconds a part may take here; a quarter of it after each that took longer."""

_LONGEST = 1e6
"""How many seconds a search may take at most: more than that no clock here can be set to."""


class Deadline:
    """When a search has to end.

    Args:
        seconds: How long it may take.
        asked: What it is for, as an error tells it.

    Attributes:
        end: The end, by the monotonic clock.

    Raises:
        ValueError: When the time is none.
    """

    def __init__(self, seconds: float, asked: str) -> None:
        if not seconds > 0 or math.isnan(seconds):
            raise ValueError(f"seconds must be more than 0, not {seconds}")
        self._seconds, self._asked = seconds, asked
        self.end = time.monotonic() + min(seconds, _LONGEST)

    @property
    def left(self) -> float:
        """How many seconds there are left.

        Raises:
            UndecidedInTimeError: When there is none.
        """
        left = self.end - time.monotonic()
        if left <= 0:
            raise self.missed()
        return left

    def missed(self) -> UndecidedInTimeError:
        """Return the error that tells that a search was not finished."""
        return UndecidedInTimeError(self._asked, self._seconds)


@dataclass(frozen=True)
class Work:
    """What is wanted of some parts.

    Attributes:
        rest: The parts.
        semantics: One of `SEMANTICS`.
        wish: What is wanted of each part.
        member: Which member a wish speaks of, where there is one part; else -1.
    """

    rest: Rest
    semantics: str
    wish: Wish
    member: int = -1

    def is_small(self, part: int) -> bool:
        """Whether a part may be searched in this process."""
        first, end = self.rest.bounds[part : part + 2].tolist()
        start = self.rest.framework.start
        return bool(end - first + start[end] - start[first] <= _LARGE)

    def alone(self, part: int) -> "Work":
        """Return the work that one part is."""
        return Work(self.rest.alone(part), self.semantics, self.wish, self.member)

    def found(self, part: int, engine: Engine) -> Found:
        """Return what is found of a part."""
        return extensions_of(self.rest.part(part), self.semantics, self.wish, self.member, engine)


Results = Mapping[int, Found]
"""Part → what was found; without those that were not searched since another has no extension."""


def search(work: Work, engine: Engine) -> Results:
    """Return what is found of each part, the smallest first, and no further once one has no extension."""
    results: dict[int, Found] = {}
    for part in work.rest.by_size().tolist():
        results[part] = work.found(part, engine)
        if not results[part].count:
            break
    return results


def search_within(work: Work, deadline: Deadline) -> Results:
    """Return what is found of each part, in time.

    What is easy, and in maps nearly all is, is searched here by a solver that counts its steps; what is not is searched
    anew by a process that is ended when its time is up.

    Raises:
        UndecidedInTimeError: When it took longer.
    """
    here = _Here(work, deadline)
    here.search()
    for part in here.hard:
        from graph.extensions.limited_process import search_in_process

        [here.results[part]] = search_in_process(work.alone(part), deadline).values()
        if not here.results[part].count:
            break
    return here.results


class _Here:
    """A search in this process, of what is easy.

    Attributes:
        results: What was found.
        hard: The parts that are left, since they are hard.
    """

    def __init__(self, work: Work, deadline: Deadline) -> None:
        self._work, self._deadline = work, deadline
        self.results: dict[int, Found] = {}
        self.hard: list[int] = []
        self._moment = _MOMENT
        self._alike: dict[tuple[bytes, ...], Found] = {}

    def search(self) -> None:
        """Search all parts that are easy; once one of them has no extension, nothing is left."""
        for part in self._work.rest.by_size().tolist():
            found = self._found(part)
            if found is None:
                self.hard.append(part)
                continue
            self.results[part] = found
            if not found.count:
                self.hard.clear()
                return

    def _found(self, part: int) -> Found | None:
        """Return what is found of a part; None where that is hard. Parts that are alike are searched once."""
        if not self._work.is_small(part):
            return None
        shape = self._work.rest.shape(part)
        if shape not in self._alike:
            try:
                self._alike[shape] = self._work.found(part, Bounded(min(self._moment, self._deadline.left)))
            except BudgetSpentError:
                self._moment /= 4
                return None
        return self._alike[shape]
