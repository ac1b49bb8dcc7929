"""Numbers for the IRIs of a million nodes, and back: one text with all of them, and where in it each begins.

The nodes come in classes, one after the other, and within a class in the order of their IRIs (as UTF-8): so an IRI is
looked up by halving, without an index beside the text, and the same nodes always have the same numbers.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_POSTS = 4096
"""About how many IRIs of each class are at hand to begin a search."""

Number = TypeVar("Number", bound=np.generic)


class IriTable:
    """The IRIs of nodes.

    Args:
        text: All IRIs, one after the other, as UTF-8.
        start: Where in the text each begins; at the end, the length of the text.
        bounds: The first number of each class; at the end, how many nodes there are.
    """

    def __init__(self, text: NDArray[np.uint8], start: NDArray[np.int64], bounds: Sequence[int]) -> None:
        self.text, self.start, self.bounds = text, start, tuple(bounds)
        self._text, self._start = text.data, start.data  # for single ones quicker than arrays

    @classmethod
    def of(cls, classes: Iterable[Sequence[bytes]]) -> "IriTable":
        """Return the table of the IRIs of some classes, each of them sorted; they are taken one by one."""
        texts, lengths = [], []
        for iris in classes:
            texts.append(np.frombuffer(b"".join(iris), np.uint8))
            lengths.append(np.fromiter(map(len, iris), np.int64, len(iris)))
            del iris  # the next ones may take as much memory
        bounds = starts(np.asarray([len(some) for some in lengths]))
        return cls(np.concatenate(texts), starts(np.concatenate(lengths)), bounds.tolist())

    def __len__(self) -> int:
        return self.bounds[-1]

    def iri(self, number: int) -> str:
        """Return a node's IRI.

        Raises:
            IndexError: When there is no such node.
        """
        if not 0 <= number < len(self):
            raise IndexError(f"There is no node {number}; the last is {len(self) - 1}.")
        return str(self._bytes(number), "utf-8")

    def number(self, iri: str) -> int | None:
        """Return the number of an IRI; None where there is no such node."""
        wanted = iri.encode("utf-8", "surrogatepass")  # an IRI cannot hold surrogates: then it is not found
        for place, end in enumerate(self.bounds[1:]):
            number = self._place_of(wanted, place)
            if number < end and self._bytes(number) == wanted:
                return number
        return None

    def _place_of(self, iri: bytes, place: int) -> int:
        """Return the number of the first node of a class that does not come before an IRI."""
        first, end = self.bounds[place : place + 2]
        step, posts = self._posts[place]
        near = bisect_left(posts, iri)
        low, high = first + max(0, near - 1) * step, min(end, first + near * step)
        return bisect_left(range(end), iri, low, high, key=self._bytes)

    @cached_property
    def _posts(self) -> list[tuple[int, list[bytes]]]:
        """For each class how far apart its signposts are, and these: a few IRIs at hand, to begin the search between.

        They halve the time of a look-up, and take some milliseconds to set up.
        """
        spans = [(first, end, max(1, (end - first) // _POSTS)) for first, end in pairwise(self.bounds)]
        return [(step, [self._bytes(number) for number in range(first, end, step)]) for first, end, step in spans]

    def _bytes(self, number: int) -> bytes:
        return bytes(self._text[self._start[number] : self._start[number + 1]])

    def changed(self, dropped: NDArray[np.int64], added: Sequence[Sequence[bytes]]) -> tuple["IriTable", "Origin"]:
        """Return the table without some nodes and with others, and where each of its nodes comes from.

        Args:
            dropped: The numbers of those that go, sorted.
            added: The IRIs of those that come, for each class, sorted; none that stays is among them.
        """
        origins, so_far = [], 0
        for place, iris in enumerate(added):
            first, end = self.bounds[place : place + 2]
            places = [self._place_of(iri, place) for iri in iris]
            low, high = np.searchsorted(dropped, [first, end]).tolist()
            stays = np.delete(np.arange(first, end, dtype=np.int64), dropped[low:high] - first)
            before = np.searchsorted(stays, np.asarray(places, np.int64))
            origins.append(np.insert(stays, before, _NEW - np.arange(so_far, so_far + len(iris))))
            so_far += len(iris)
        origin = Origin(np.concatenate(origins), len(self))
        new = [iri for iris in added for iri in iris]
        lengths = origin.taken(np.diff(self.start), np.fromiter(map(len, new), np.int64, len(new)))
        text = np.concatenate([np.empty(0, np.uint8), *(self._run(run, new) for run in _runs(origin.of))])
        bounds = starts(np.asarray([len(one) for one in origins])).tolist()
        return IriTable(text, starts(lengths), bounds), origin

    def part(self, numbers: NDArray[np.int64]) -> "IriTable":
        """Return the table of some nodes, numbered anew.

        Args:
            numbers: Their numbers, sorted.
        """
        lengths, stays = np.diff(self.start), np.zeros(len(self), np.bool_)
        stays[numbers] = True
        bounds = np.searchsorted(numbers, self.bounds).tolist()
        return IriTable(self.text[np.repeat(stays, lengths)], starts(lengths[numbers]), bounds)

    def _run(self, run: NDArray[np.int64], new: Sequence[bytes]) -> NDArray[np.uint8]:
        """Return the text of nodes that follow one another in the table, or of one that was added."""
        if run[0] < 0:
            return np.frombuffer(new[_NEW - int(run[0])], np.uint8)
        return self.text[self.start[run[0]] : self.start[run[-1] + 1]]


_NEW = -2
"""How the first of the added nodes is noted; the next are -3, -4, and so on, so that no two follow one another."""


class Origin:
    """Where the nodes of a changed table come from.

    Args:
        of: For each node its number before; `_NEW` and less for those that were added.
        before: How many nodes there were before.

    Attributes:
        now: For each number before the number now, -1 for those that are gone; and -1, which is none, for -1.
    """

    def __init__(self, of: NDArray[np.int64], before: int) -> None:
        self.of = of
        self.now = np.full(before + 1, -1, np.int32)
        stayed = np.flatnonzero(of >= 0)
        self.now[of[stayed]] = stayed

    def taken(self, old: NDArray[Number], new: NDArray[Number]) -> NDArray[Number]:
        """Return a column for the nodes as they are now.

        Args:
            old: The column for the nodes before.
            new: The column for those that were added.
        """
        column = np.empty(len(self.of), old.dtype)
        is_new = self.of < 0
        column[~is_new] = old[self.of[~is_new]]
        column[is_new] = new[_NEW - self.of[is_new]]
        return column


def _runs(numbers: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return numbers cut into those that follow one another."""
    return np.split(numbers, np.flatnonzero(np.diff(numbers) != 1) + 1) if len(numbers) else []


def starts(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where things of some lengths begin that stand one after the other, and where the last one ends."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])
