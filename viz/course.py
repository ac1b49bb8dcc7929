"""What courses of links are made of: rectangles of boxes, the columns with the gaps between them, and the course."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from viz.layout import COLUMN_GAP, Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from viz.scene import Link

CORNER = 7  # px, radius where a course turns
CLEAR = 3  # px that a level run keeps from a box
GAPS_TRIED = 4  # gaps between boxes that are looked at above and below
AHEAD = 9  # px that a stroke ends before the tip of its mark, so that it does not blunt it
STOPS = {"rephrases": 0, "broader": 0, "relates": 1, "attacks": 3}  # the same where it is another
BEARS = ("wields", "strengthens", "erodes")
"""Relations marked where they start, at the policy: many of them meet at one type of power."""

Segment = tuple[str, *tuple[float, ...]]
"""A piece of a course, as in SVG and on a canvas: M and L with a point, Q with two, C with three."""


class Rect(NamedTuple):
    """The edges of a box in pixels of the map."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def y(self) -> float:
        """Half height."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """From the upper edge to the lower."""
        return self.bottom - self.top


class Route(NamedTuple):
    """The course of one link, of linked premises together, or of a trunk into which several links flow.

    Attributes:
        links: what it draws.
        relation: name of their relation.
        path: its pieces.
        tip: where its mark stands; None: it flows into a trunk, which has the mark.
        angle: where the mark points, in radians; 0 is to the right.
        joined: the point where linked premises come together.
        inferred: the annotator's reading: dotted.
        size: of the mark; 1 is full size.
        faint: it leads to a box that hangs elsewhere.
        above: it is drawn over the others, as an undercut over the arrow it strikes.
    """

    links: tuple[Link, ...]
    relation: str
    path: tuple[Segment, ...]
    tip: Point | None
    angle: float
    joined: Point | None = None
    inferred: bool = False
    size: float = 1.0
    faint: bool = False
    above: bool = False


class Columns:
    """The columns of a map: their edges, and in each the boxes from top to bottom."""

    def __init__(self, column: Mapping[str, int], rects: Mapping[str, Rect]) -> None:
        self.boxes: dict[int, list[Rect]] = {}
        for key, number in column.items():
            self.boxes.setdefault(number, []).append(rects[key])
        for boxes in self.boxes.values():
            boxes.sort(key=lambda rect: rect.top)
        self.tops = {number: [rect.top for rect in boxes] for number, boxes in self.boxes.items()}
        self.left = {number: min(rect.left for rect in boxes) for number, boxes in self.boxes.items()}
        self.right = {number: max(rect.right for rect in boxes) for number, boxes in self.boxes.items()}

    def gutter(self, number: int) -> tuple[float, float]:
        """The edges of the gap at the right of a column; beyond the last column on either side it is as wide."""
        left = self.right.get(number, self.left.get(number + 1, 0.0) - COLUMN_GAP)
        return left, self.left.get(number + 1, left + COLUMN_GAP)

    def hits(self, y: float, between: Iterable[int]) -> int:
        """In how many of these columns a level run at this height passes behind a box."""
        return sum(self._behind(number, y) is not None for number in between)

    def _behind(self, number: int, y: float) -> int | None:
        place = bisect_right(self.tops.get(number, ()), y + CLEAR) - 1
        return place if place >= 0 and self.boxes[number][place].bottom > y - CLEAR else None

    def gaps(self, number: int, y: float) -> Iterator[float]:
        """Heights at which a level run passes between boxes of a column, the nearest ones above and below."""
        place = self._behind(number, y)
        if place is None:
            return
        boxes = self.boxes[number]
        for upper in range(place - 1, max(place - 1 - GAPS_TRIED, -2), -1):
            room = boxes[upper + 1].top - boxes[upper].bottom if upper >= 0 else 16.0
            yield boxes[upper + 1].top - min(8.0, room / 2)
        for lower in range(place, min(place + GAPS_TRIED, len(boxes))):
            room = boxes[lower + 1].top - boxes[lower].bottom if lower + 1 < len(boxes) else 16.0
            yield boxes[lower].bottom + min(8.0, room / 2)


def rounded(points: Sequence[tuple[float, float]]) -> tuple[Segment, ...]:
    """A path along level and upright runs, with round corners.

    Args:
        points: where it starts, turns and ends.
    """
    turns = [points[0]]
    for at, after in pairwise(points[1:]):
        before = turns[-1]
        if not (before[0] == at[0] == after[0] or before[1] == at[1] == after[1] or before == at):
            turns.append(at)
    turns.append(points[-1])
    path: list[Segment] = [("M", *turns[0])]
    for before, at, after in zip(turns, turns[1:], turns[2:], strict=False):
        radius = min(CORNER, _apart(before, at) / 2, _apart(at, after) / 2)
        path += [("L", *_toward(at, before, radius)), ("Q", *at, *_toward(at, after, radius))]
    return (*path, ("L", *turns[-1]))


def _apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _toward(a: tuple[float, float], b: tuple[float, float], way: float) -> tuple[float, float]:
    share = way / (_apart(a, b) or 1.0)
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
