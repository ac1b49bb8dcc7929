"""The course of each link: by which way it goes and where it lands.

The rule (stated again in `templates/links.js`; a test holds the two together): links along the tree land each in its
own port, in the order of the heights they come from, on the side of the box they hang on; the ports of one box are at
most 20 px apart, with smaller marks where they are near. Where they would be under 5 px apart, links of one relation
that come from the same side (above or below) flow into one trunk, the largest group first, until the ports are 12 px
apart. Premises that work only together are joined by a bracket. What a policy does to power is marked at the policy. An
undercut lands on the arrow it strikes. In a map that also goes to the left of its roots (columns under 0) all is
mirrored there. For cross links see `crossings.py`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from viz.course import AHEAD, BEARS, STOPS, Columns, Rect, Route, Segment
from viz.crossings import PORT, Crossings
from viz.layout import Point
from viz.ports import Step, bracket_lanes, part_twins, shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viz.scene import Link
    from viz.tree import Tree

APART = 20  # px between ports, where there is room; for the least see `ports.py`
BRACKET, BESIDE = 16, 12  # px from the boxes to the line that joins linked premises, and to the next such line
FLOW = 14  # px of a trunk after its last branch
STRUCK = 0.32  # where on an arrow an undercut lands: nearer to its start, past other brackets
SMALLEST = 0.3  # size of a mark
NONE: Mapping[str, str] = MappingProxyType({})


def routes(
    tree: Tree, links: Sequence[Link], rects: Mapping[str, Rect], under: Mapping[str, str] = NONE
) -> list[Route]:
    """The courses of all links between shown boxes.

    Args:
        tree: what is shown.
        links: the links of the scene; those to boxes that are not shown are left out.
        rects: the edges of each shown box.
        under: for a root that stands in an indented list under another root, that root.
    """
    return _Routes(tree, rects).draw(links, under)


@dataclass(frozen=True)
class Port:
    """Where a way reaches a hub, and whether it is a trunk's."""

    y: float
    size: float
    trunk: bool


class _Routes:
    def __init__(self, tree: Tree, rects: Mapping[str, Rect]) -> None:
        self.tree, self.rects = tree, rects
        self.columns = Columns(tree.column, rects)
        self.struck: dict[str, Point] = {}
        self.found: list[Route] = []

    def draw(self, links: Sequence[Link], under: Mapping[str, str]) -> list[Route]:
        column = self.tree.column
        shown = [k for k in links if k.source in column and k.target in column and k.source != k.target]
        along = [link for link in shown if self.hub(link)]
        steps = [link for link in along if link.relation != "undercuts"]
        rest = [link for link in shown if not self.hub(link)]
        listed = [link for link in rest if under.get(link.source) == link.target]
        crossing = [link for link in rest if under.get(link.source) != link.target]
        joints = {link.joint for link in steps if link.joint}
        self.crossings = Crossings(column, self.rects, self.columns, crossing, joints)
        for (hub, right), bundle in self.bundles(steps).items():
            self.land(hub, right, list(bundle.values()))
        for link in along:
            if link.relation == "undercuts":
                self.strike(link)
        self.found += [self.indented(link) for link in listed]
        return self.found + self.crossings.routes(self.struck)

    def hub(self, link: Link) -> str | None:
        """Which end of a link along the tree is nearer to the root."""
        parent = self.tree.parent
        if parent.get(link.source) == link.target:
            return link.target
        return link.source if parent.get(link.target) == link.source else None

    def bundles(self, links: Sequence[Link]) -> dict[tuple[str, bool], dict[tuple[str, ...], Step]]:
        """Steps by the box they hang on and its side (True: the right); linked premises are one step."""
        found: dict[tuple[str, bool], dict[tuple[str, ...], Step]] = defaultdict(dict)
        for link in links:
            inward = self.hub(link) == link.target
            hub, end = (link.target, link.source) if inward else (link.source, link.target)
            joined = bool(link.linked and link.joint)
            name = (link.joint,) if joined else (end, link.relation, link.joint, "in" if inward else "out")
            bundle = found[hub, self.tree.column[end] > self.tree.column[hub]]
            step = bundle.setdefault(name, Step(hub, [], [], inward))
            step.links.append(link)
            if end not in step.ends:
                step.ends.append(end)
        return found

    def land(self, hub: str, right: bool, steps: list[Step]) -> None:
        """Gives each step of one side of a box its port, and draws it."""
        for step in steps:
            step.height = sum(self.rects[end].y for end in step.ends) / len(step.ends)
        steps.sort(key=lambda step: step.height)
        part_twins(steps, self.rects)
        rect = self.rects[hub]
        foot = PORT * self.crossings.landed(hub) if right else 0
        room = max(0.0, rect.height - 16 - foot)
        ports = shared(steps, rect.y, room)
        spread = min(APART, room / max(1, len(ports) - 1))
        half = (len(ports) - 1) * spread / 2
        middle = min(rect.y, rect.bottom - 8 - foot - half)
        lanes = bracket_lanes([step for step in steps if len(step.ends) > 1], self.rects)
        for place, merged in enumerate(ports):
            port = Port(middle - half + place * spread, max(SMALLEST, min(1.0, spread / APART)), len(merged) > 1)
            for step in merged:
                self.join(step, right, port, BRACKET + BESIDE * lanes.get(step.links[0].joint, 0))
            if port.trunk:
                self.trunk(merged, right, port)

    def join(self, step: Step, right: bool, port: Port, bracket: float) -> None:
        """Draws a step from its boxes to its port, or to where it flows into a trunk."""
        relation, sign = step.links[0].relation, 1 if right else -1
        start, path, joined = self.start(step, right, bracket)
        at_hub = step.inward != (relation in BEARS)
        tip = None
        if at_hub:
            end = self.flow(step, right) if port.trunk else self.end(step, right)
            tip = None if port.trunk else self.tip(step, right, port)
        else:
            end = self.flow(step, right) if port.trunk else self.edge(step.hub, right)
            tip = Point(start.x - (7 if relation in BEARS else 2) * sign, start.y)
        first = start.x
        if not at_hub and relation not in BEARS:
            first = start.x - (2 + STOPS.get(relation, AHEAD)) * sign
        bend, close = self.bends(step, right, first, end)
        half = (bend + close) / 2
        path += [("M", first, start.y), ("L", bend, start.y), ("C", half, start.y, half, port.y, close, port.y)]
        path.append(("L", end, port.y))
        self.note_struck(step, _on_curve(Point(bend, start.y), half, Point(close, port.y)))
        angle = math.pi if right == at_hub or relation in BEARS else 0.0
        size = port.size if at_hub else 1.0
        links = tuple(step.links)
        self.found.append(Route(links, relation, tuple(path), tip, angle, joined, links[0].inferred, size))

    def start(self, step: Step, right: bool, bracket: float) -> tuple[Point, list[Segment], Point | None]:
        """Where the single stroke of a step begins; for linked premises also their bracket."""
        side = self.edge(step.ends[0], not right)
        if len(step.ends) == 1:
            return Point(side, self.rects[step.ends[0]].y + step.apart), [], None
        ys = sorted(self.rects[end].y for end in step.ends)
        inner = self.inner(step, right)
        x = inner - bracket if right else inner + bracket
        path: list[Segment] = []
        for end in step.ends:
            path += [("M", self.edge(end, not right), self.rects[end].y), ("L", x, self.rects[end].y)]
        path += [("M", x, ys[0]), ("L", x, ys[-1])]
        middle = Point(x, (ys[0] + ys[-1]) / 2)
        return middle, path, middle

    def edge(self, key: str, right: bool) -> float:
        return self.rects[key].right if right else self.rects[key].left

    def inner(self, step: Step, right: bool) -> float:
        """The edge of the column in which the other boxes stand, where it faces the hub."""
        column = self.tree.column[step.ends[0]]
        return self.columns.left[column] if right else self.columns.right[column]

    def end(self, step: Step, right: bool) -> float:
        """Where the stroke of a step ends at its hub: just before the mark's tip."""
        relation = step.links[0].relation
        ahead = 0 if relation in BEARS else 2 + STOPS.get(relation, AHEAD)
        return self.edge(step.hub, right) + (ahead if right else -ahead)

    def tip(self, step: Step, right: bool, port: Port) -> Point:
        """Where the mark of a step stands at its hub."""
        off = 7 if step.links[0].relation in BEARS else 2
        return Point(self.edge(step.hub, right) + (off if right else -off), port.y)

    def flow(self, step: Step, right: bool) -> float:
        """Where a branch ends and its trunk begins."""
        column, end = self.tree.column[step.hub], self.end(step, right)
        return max(end, self.columns.right[column]) + FLOW if right else min(end, self.columns.left[column]) - FLOW

    def bends(self, step: Step, right: bool, first: float, end: float) -> tuple[float, float]:
        """Where the curve of a step begins and ends: at the edges of the columns, also for narrower boxes."""
        column, inner = self.tree.column[step.hub], self.inner(step, right)
        if right:
            return min(first, inner), max(end, self.columns.right[column])
        return max(first, inner), min(end, self.columns.left[column])

    def note_struck(self, step: Step, place: Point) -> None:
        self.struck.update({link.joint: place for link in step.links if link.joint})

    def trunk(self, steps: Sequence[Step], right: bool, port: Port) -> None:
        """Draws the last bit of several steps that share a port, with their mark."""
        step, relation = steps[0], steps[0].links[0].relation
        at_hub = step.inward != (relation in BEARS)
        edge = self.edge(step.hub, right)
        end = self.end(step, right) if at_hub else edge
        tip = self.tip(step, right, port) if at_hub else None
        path = (("M", self.flow(step, right), port.y), ("L", end, port.y))
        links = tuple(link for one in steps for link in one.links)
        angle = math.pi if right else 0.0
        self.found.append(Route(links, relation, path, tip, angle, None, links[0].inferred, port.size))

    def strike(self, link: Link) -> None:
        """Draws an undercut along the tree."""
        column = self.tree.column
        self.found.append(
            self.strike_back(link) if column[link.source] > column[link.target] else self.strike_onwards(link)
        )

    def strike_back(self, link: Link) -> Route:
        """From a box to an arrow at its left."""
        source, target = self.rects[link.source], self.rects[link.target]
        tip = self.struck.get(link.joint) or Point(target.right + 10, target.y + target.height / 4)
        path = (("M", source.left, source.y), ("Q", tip.x, source.y, tip.x, tip.y + (8 if source.y > tip.y else -8)))
        return Route((link,), "undercuts", path, tip, math.pi, above=True)

    def strike_onwards(self, link: Link) -> Route:
        """To a step beyond the next box: marked before that box, since the step's premises hang behind it."""
        source, target = self.rects[link.source], self.rects[link.target]
        tip = Point(target.left - 10, target.y + target.height / 4)
        start = source.y + source.height / 2 - 10
        half = (source.right + tip.x) / 2
        path = (("M", source.right, start), ("C", half, start, half, tip.y, tip.x - 8, tip.y))
        return Route((link,), "undercuts", path, tip, 0.0, above=True)

    def indented(self, link: Link) -> Route:
        """From a box of an indented list up to the box it belongs to."""
        source, target = self.rects[link.source], self.rects[link.target]
        x = target.left + (source.left - target.left) / 2
        path = (("M", source.left, source.y), ("L", x, source.y), ("L", x, target.bottom))
        return Route((link,), link.relation, path, Point(x, target.y), 0.0)


def _on_curve(start: Point, half: float, end: Point, t: float = STRUCK) -> Point:
    """A point of the curve that leaves and arrives level."""
    a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
    return Point(a * start.x + (b + c) * half + d * end.x, (a + b) * start.y + (c + d) * end.y)
