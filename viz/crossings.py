"""The courses of cross links: those that lead to a box which hangs elsewhere in the tree.

The rule (stated again in `templates/crossings.js`; a test holds the two together): a cross link runs upright only in
the gaps between columns. It leaves its source at the side where the target is, goes level to the gap beside the
target, there upright, and level into the target. Where that level run would pass behind boxes of columns in between,
it first goes upright beside its source to a height at which it passes behind the fewest. In a gap each upright run
has a lane of its own; links of one relation into the same side of one box share lane and port. Within one column it
goes through the gap at the left. An undercut whose struck arrow is drawn ends on that arrow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from viz.course import AHEAD, BEARS, STOPS, Columns, Rect, Route, rounded
from viz.layout import Point

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from viz.scene import Link

PORT = 9  # px between ports of cross links
LANE = 8  # px between lanes, less where they are many
EDGE = 22  # px from a column to the first lane: room for marks and brackets
TOUCH = 6  # px that upright runs in one lane keep from each other
NUDGES = (0.0, 3.0, -3.0)  # px: level runs through the same gap between boxes do not lie on each other

Landing = tuple[str, str, str]
"""What shares a port and a lane: target, side ("left", "right", or "struck") and relation (or joint)."""


@dataclass
class Lane:
    """An upright run in a gap between columns, from its upper to its lower end."""

    gap: int
    from_left: bool
    upper: float = math.inf
    lower: float = -math.inf
    number: int = 0

    def stretch(self, *heights: float) -> None:
        """Makes it reach these heights."""
        self.upper, self.lower = min(self.upper, *heights), max(self.lower, *heights)


@dataclass
class Crossing:
    """One cross link on its way to a course."""

    link: Link
    landing: Landing
    leaves_left: bool
    exit: float
    end: float
    level: float
    into: Lane
    out: Lane | None = None


@dataclass
class Crossings:
    """All cross links of a map.

    Attributes:
        column: of each box.
        rects: of each box.
        columns: the same by column.
        links: the cross links.
        joints: of the arrows along the tree, which an undercut can strike.
    """

    column: Mapping[str, int]
    rects: Mapping[str, Rect]
    columns: Columns
    links: Sequence[Link]
    joints: Collection[str]
    ports: dict[tuple[str, str], list[Landing]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gives each landing its port."""
        for link in self.links:
            target, side, _ = landing = self._landing(link)
            ports = self.ports.setdefault((target, side), [])
            if landing not in ports:
                ports.append(landing)

    def _landing(self, link: Link) -> Landing:
        if link.relation == "undercuts" and link.joint in self.joints:
            return link.target, "struck", link.joint
        right = self.column[link.source] > self.column[link.target]
        return link.target, "right" if right else "left", link.relation

    def landed(self, key: str) -> int:
        """How many ports at the right of a box are taken, from its lower corner up."""
        return len(self.ports.get((key, "right"), ()))

    def routes(self, struck: Mapping[str, Point]) -> list[Route]:
        """The courses.

        Args:
            struck: for each joint the point of its arrow where an undercut lands.
        """
        self._lanes: dict[Landing, Lane] = {}
        self._levels: dict[tuple[int, int], int] = {}
        self._exits: dict[tuple[str, bool], list[Landing]] = {}
        found = [self._cross(link, struck) for link in self.links]
        runs = [*self._lanes.values(), *(crossing.out for crossing in found if crossing.out)]
        places = _numbered(runs)
        return [self._route(crossing, places, struck) for crossing in found]

    def _cross(self, link: Link, struck: Mapping[str, Point]) -> Crossing:
        target, side, _ = landing = self._landing(link)
        gap = self.column[target] - (side == "left")
        here = self.column[link.source]
        leaves_left = here > gap
        between = range(gap + 1, here) if leaves_left else range(here + 1, gap + 1)
        leave = self._exit(link.source, leaves_left, landing)
        end = struck[link.joint].y if side == "struck" else self._port(landing)
        level = self._level(leave, end, between)
        into = self._lanes.setdefault(landing, Lane(gap, side != "left"))
        into.stretch(level, end)
        out = None
        if level != leave:
            out = Lane(here - leaves_left, not leaves_left)
            out.stretch(leave, level)
        return Crossing(link, landing, leaves_left, leave, end, level, into, out)

    def _exit(self, source: str, leaves_left: bool, landing: Landing) -> float:
        """The height at which a link leaves its source: beside the middle, where links along the tree are."""
        taken = self._exits.setdefault((source, leaves_left), [])
        if landing not in taken:
            taken.append(landing)
        rect = self.rects[source]
        if leaves_left:
            return rect.y + min(9.0 + 7 * taken.index(landing), max(0.0, rect.height / 2 - 6))
        return min(rect.y, rect.top + 10 + 7 * taken.index(landing))

    def _port(self, landing: Landing) -> float:
        """On the right from the lower corner up, on the left from the upper corner down."""
        target, side, _ = landing
        place = self.ports[target, side].index(landing)
        rect = self.rects[target]
        if side == "right":
            return max(rect.top + 6, rect.bottom - 10 - PORT * place)
        return min(rect.bottom - 6, rect.top + 10 + PORT * place)

    def _level(self, leave: float, end: float, between: range) -> float:
        """The height of the level run through the columns in between."""
        tried = [leave, end]
        for number in between:
            tried += [*self.columns.gaps(number, leave), *self.columns.gaps(number, end)]
        best = min(tried, key=lambda y: (self.columns.hits(y, between), abs(y - leave) + abs(y - end)))
        if best in (leave, end):
            return best
        place = (between.start, math.floor(best))
        self._levels[place] = self._levels.get(place, -1) + 1
        return best + NUDGES[self._levels[place] % len(NUDGES)]

    def _route(self, crossing: Crossing, places: Mapping[tuple[int, bool], int], struck: Mapping[str, Point]) -> Route:
        link, relation = crossing.link, crossing.link.relation
        upright = self._x(crossing.into, places)
        source = self.rects[link.source]
        leave = source.left if crossing.leaves_left else source.right
        tip, x, angle = self._tip(crossing, upright, struck)
        points = [(x, crossing.end), (upright, crossing.end), (upright, crossing.level)]
        if crossing.out:
            beside = self._x(crossing.out, places)
            points += [(beside, crossing.level), (beside, crossing.exit)]
        points.append((leave, crossing.exit))
        if relation in BEARS:
            tip = Point(leave - 7 if crossing.leaves_left else leave + 7, crossing.exit)
        return Route((link,), relation, rounded(points), tip, angle, inferred=link.inferred, size=0.8, faint=True)

    def _tip(self, crossing: Crossing, upright: float, struck: Mapping[str, Point]) -> tuple[Point, float, float]:
        """Where the mark stands, where the stroke begins, and the mark's angle."""
        target, side, _ = crossing.landing
        if side == "struck":
            tip = struck[crossing.link.joint]
            return tip, tip.x + (9 if upright > tip.x else -9), math.pi
        ahead = STOPS.get(crossing.link.relation, AHEAD)
        rect = self.rects[target]
        if side == "right":
            return Point(rect.right + 2, crossing.end), rect.right + 2 + ahead, math.pi
        return Point(rect.left - 2, crossing.end), rect.left - 2 - ahead, 0.0

    def _x(self, lane: Lane, places: Mapping[tuple[int, bool], int]) -> float:
        left, right = self.columns.gutter(lane.gap)
        count = places.get((lane.gap, True), 0) + places.get((lane.gap, False), 0)
        outside = lane.gap not in self.columns.left or lane.gap + 1 not in self.columns.left
        apart = LANE if outside else min(LANE, (right - left - 2 * EDGE) / max(1, count - 1))
        return left + EDGE + apart * lane.number if lane.from_left else right - EDGE - apart * lane.number


def _numbered(lanes: Sequence[Lane]) -> dict[tuple[int, bool], int]:
    """Numbers the lanes of each side of each gap from its column on, the shortest first; says how many each needs."""
    taken: dict[tuple[int, bool], list[list[Lane]]] = {}
    for lane in sorted(lanes, key=lambda one: one.lower - one.upper):
        side = taken.setdefault((lane.gap, lane.from_left), [])
        free = (n for n, others in enumerate(side) if not any(_touch(lane, other) for other in others))
        lane.number = next(free, len(side))
        if lane.number == len(side):
            side.append([])
        side[lane.number].append(lane)
    return {key: len(side) for key, side in taken.items()}


def _touch(a: Lane, b: Lane) -> bool:
    return a.upper - TOUCH < b.lower and b.upper - TOUCH < a.lower
