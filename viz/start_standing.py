"""Standing on the start page: how many statements stand, are open and fall, and where the author's word differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from viz.standing import STANDINGS
from viz.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph import SummedStanding
    from viz.standing import Standing
    from viz.ways import Ways

MOST_DIFFERENCES = 12
"""How many differences of a sort are shown at once; the next ones are folded."""


@dataclass(frozen=True)
class StandingCount:
    """How many statements come out so, and where these are shown ("": nowhere)."""

    standing: Standing
    count: int
    link: str

    @property
    def words(self) -> str:
        """The word for that many of them: "stand"."""
        return self.standing.word if self.count == 1 else self.standing.many


class DifferenceLine(NamedTuple):
    """A statement by title, where the title leads, and in what the author's word and the map differ."""

    label: str
    link: str
    text: str


@dataclass(frozen=True)
class Differing:
    """What the author says one way and the map another.

    Attributes:
        title: what these have in common.
        standing: how they come out.
        count: how many there are.
        first: those that are shown.
        further: the next ones, folded.
    """

    title: str
    standing: Standing
    count: int
    first: tuple[DifferenceLine, ...]
    further: tuple[DifferenceLine, ...]

    @property
    def left_out(self) -> int:
        """How many are not on the page."""
        return self.count - len(self.first) - len(self.further)


_SORTS = {
    "stands": "Rejected by the author, and yet it stands",
    "falls": "Put forward by the author, and yet it falls",
}


def counted(counts: Mapping[str, int], links: Mapping[str, str]) -> tuple[StandingCount, ...]:
    """Counts by standing, in their order; of nothing none.

    Args:
        counts: standing → how many statements.
        links: standing → where these are shown.
    """
    every = (StandingCount(one, counts.get(name, 0), links.get(name, "")) for name, one in STANDINGS.items())
    return tuple(one for one in every if one.count)


def differing(found: SummedStanding | None, ways: Ways) -> tuple[Differing, ...]:
    """Where the author's word and the map differ, by sort.

    Args:
        found: how the corpus comes out; None where nothing tells.
        ways: to items.
    """
    if found is None:
        return ()
    told = found.differences
    sorts = []
    for name, title in _SORTS.items():
        lines = tuple(
            DifferenceLine(clean(one.label), ways.item("argument", one.iri), clean(one.text))
            for one in told.first
            if one.standing == name
        )
        count = told.counts[name]
        if count:
            shown, further = lines[:MOST_DIFFERENCES], lines[MOST_DIFFERENCES:]
            sorts.append(Differing(title, STANDINGS[name], count, shown, further))
    return tuple(sorts)
