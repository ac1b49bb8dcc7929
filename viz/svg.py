"""A map as a vector drawing: what is unfolded, with a title and a legend, for print and for documents.

It needs nothing beside itself: no script, no style sheet, no font but the reader's. Boxes, courses of links and
strokes are those of the page (`tree.py`, `layout.py`, `routes.py`, `strokes.py`).
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, NamedTuple

from viz.course import AHEAD, BEARS, STOPS, Rect, Route
from viz.kinds import KINDS, RELATIONS
from viz.layout import Point, Size, tidy
from viz.routes import routes
from viz.scene import FONT, LINE, PAD_X, PAD_Y, SMALL, SMALL_LINE
from viz.standing import STANDINGS
from viz.strokes import Pen, canvas, plain
from viz.text import width, wrap
from viz.tree import Tree, unfold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from viz.course import Segment
    from viz.scene import Box, Face, Scene

MARGIN, EDGE = 28, 4  # px around everything, and around what stands alone
LEAST_WIDTH = 640  # px: a title and a legend need some room
TITLE, TITLE_LINE = 24, 30  # px
KEY_ROW, KEY_PICTURE = 30, 40  # px: a row of the legend, and a picture in it
FAINT = 0.45  # opacity of links to boxes that hang elsewhere
CHIP = 13  # px, half the height of a chip


def svg(
    scene: Scene,
    opened: Collection[str] | None = None,
    *,
    title: str,
    theme: str = "light",
    face: str | None = None,
    fragment: bool = False,
    bare: bool = False,
) -> str:
    """The drawing of a map as SVG.

    Args:
        scene: the map.
        opened: keys of unfolded boxes; None: those that are unfolded at first.
        title: stands over the map, and names it to those who do not see it.
        theme: "light", "dark" or "contrast"; "page" for the colours of the page that it stands in (`stylesheet`).
        face: "text" or "title": what the boxes show; None: what they show at first.
        fragment: for a place in an HTML page: without the line that makes a file of its own.
        bare: boxes and links only, without heading, legend and ground.
    """
    drawing = _Drawing(scene, scene.opened if opened is None else opened, face or scene.face)
    root = drawing.alone(title, theme) if bare else drawing.on_paper(title, theme)
    text = ET.tostring(root, encoding="unicode")
    return text if fragment else f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


class _Drawing:
    """What is unfolded, placed."""

    def __init__(self, scene: Scene, opened: Collection[str], face: str) -> None:
        self.scene, self.opened, self.face_name = scene, opened, face
        self.tree: Tree = unfold(scene, opened)
        self.rects = self._rects()
        self.routes = routes(self.tree, scene.links, self.rects, scene.under)
        self.chips = _chips(scene, self.tree, opened)

    def face(self, box: Box) -> Face:
        return box.title if self.face_name == "title" else box.text

    def _rects(self) -> dict[str, Rect]:
        def size(key: str) -> Size:
            box = self.scene.boxes[key]
            return Size(box.width, self.face(box).height)

        return {key: _around(point, size(key)) for key, point in tidy(self.tree, size).items()}

    def extent(self) -> Rect:
        """What boxes, chips and courses reach over."""
        points = [point for route in self.routes for point in _points(route.path)]
        room = [Rect(x - 6, y - 6, x + 6, y + 6) for x, y in points]
        chips = [_chip_at(self.rects[key], way) for key, way in self.chips]
        every = [*self.rects.values(), *room, *chips] or [Rect(0, 0, 0, 0)]
        return Rect(
            min(rect.left for rect in every),
            min(rect.top for rect in every),
            max(rect.right for rect in every),
            max(rect.bottom for rect in every),
        )

    def on_paper(self, title: str, theme: str) -> ET.Element:
        extent = self.extent()
        room = max(LEAST_WIDTH, extent.right - extent.left)
        heading = wrap(plain(title), TITLE * 1.06, room, 3)
        keys = list(_in_rows(self._keys(), room))
        left_out = wrap(self.scene.left_out, 14, room, 2) if self.scene.left_out else []
        top = MARGIN + TITLE_LINE * len(heading) + KEY_ROW * (keys[-1].row + 1 if keys else 0) + 24
        height = top + extent.bottom - extent.top + 20 * len(left_out) + MARGIN
        pen = canvas(room + 2 * MARGIN, height, theme)
        self._describe(pen, title)
        pen.add("rect", width="100%", height="100%", fill=pen.colour("ground"))
        for place, line in enumerate(heading):
            pen.text(line, MARGIN, MARGIN + TITLE_LINE * (place + 0.5), size=TITLE, weight="bold")
        self._legend(pen, keys, MARGIN + TITLE_LINE * len(heading) + 6)
        self._map(pen.group(transform=f"translate({MARGIN - extent.left:.1f} {top - extent.top:.1f})"))
        for place, line in enumerate(left_out):
            pen.text(line, MARGIN, height - MARGIN - 20 * (len(left_out) - place - 0.8), size=14, fill="muted")
        return pen.into

    def alone(self, title: str, theme: str) -> ET.Element:
        extent = self.extent()
        pen = canvas(extent.right - extent.left + 2 * EDGE, extent.bottom - extent.top + 2 * EDGE, theme)
        self._describe(pen, title)
        self._map(pen.group(transform=f"translate({EDGE - extent.left:.1f} {EDGE - extent.top:.1f})"))
        return pen.into

    def _describe(self, pen: Pen, title: str) -> None:
        """The words for those who do not see the drawing."""
        pen.into.set("aria-label", plain(title))
        pen.add("title").text = plain(title)
        links = sum(len(route.links) for route in self.routes if route.tip or route.relation in BEARS)
        first = [plain(" ".join(self.scene.boxes[key].title.lines)) for key in self.tree.roots[:3]]
        counts = f"A map of {len(self.rects)} boxes and {links} links"
        folded = sum(self.chips.values())
        rest = f" {folded} more boxes are folded away." if folded else ""
        pen.add("desc").text = f"{counts}; it starts at: {'; '.join(first)}.{rest}" if first else "An empty map."

    def _map(self, pen: Pen) -> None:
        faint = [route for route in self.routes if route.faint]
        plain_ones = [route for route in self.routes if not route.faint and not route.above]
        if faint:
            layer = pen.group(opacity=FAINT)  # of the whole layer: where faint lines cross they grow no stronger
            self._draw_routes(layer, faint, 1.6)
        self._draw_routes(pen, plain_ones, 2)
        self._draw_routes(pen, [route for route in self.routes if route.above], 2)
        for key in self.rects:
            self._box(pen.group(), self.scene.boxes[key], self.rects[key])
        for (key, way), count in self.chips.items():
            _chip(pen, _chip_at(self.rects[key], way), count)

    def _draw_routes(self, pen: Pen, found: Iterable[Route], wide: float) -> None:
        for route in found:
            pen.line(route.relation, route.path, inferred=route.inferred, wide=wide)
            if route.tip:
                pen.mark(route.relation, route.tip, route.angle, route.size)
            if route.joined:
                pen.add("circle", cx=route.joined.x, cy=route.joined.y, r=4.5, fill=pen.colour(route.relation))

    def _box(self, pen: Pen, box: Box, rect: Rect) -> None:
        pen.shape(box.kind, rect.left, rect.top, box.width, rect.height, box.standing)
        left, room = rect.left + PAD_X, box.width - 2 * PAD_X
        line = rect.top + PAD_Y + LINE / 2
        if box.tagged:
            kind = KINDS[box.kind]
            pen.text(f"{kind.glyph} {kind.word.upper()}", left, line - 1.5, size=SMALL, weight="bold", fill=box.kind)
            right = rect.right - PAD_X - (6 if box.kind == "evidence" else 0)
            self._note(pen, box, _standing(pen, box.standing, right, line - 1.5), line - 1.5)
            line += SMALL_LINE
        for words in self.face(box).lines:
            pen.text(words, left, line, size=FONT, room=room, fill="muted" if box.standing == "falls" else "ink")
            line += LINE
        for foot in wrap(box.foot, SMALL, 1.2 * room, 1):
            pen.text(foot, left, line + 1, size=SMALL, fill="muted", room=room)

    def _note(self, pen: Pen, box: Box, right: float, line: float) -> None:
        """The word beside the kind; where it names what a policy does to power, in the colour of that."""
        said = [name for name in BEARS if f"{RELATIONS[name].glyph} {name}" in box.note]
        if box.note and not said:
            pen.text(box.note, right, line, size=SMALL, style="italic", fill="muted", anchor="end")
        for name in sorted(said, key=list(RELATIONS).index, reverse=True):
            words = f"{RELATIONS[name].glyph} {name}"
            pen.text(words, right, line, size=SMALL, weight="bold", fill=name, anchor="end")
            right -= 1.07 * width(words, SMALL) + 8

    def _keys(self) -> Iterator[tuple[str, str, bool]]:
        """What the legend explains, as (name, words, whether it is a kind): what the drawing has, in a stated order."""
        kinds = {self.scene.boxes[key].kind for key in self.rects}
        yield from ((name, kind.word, True) for name, kind in KINDS.items() if name in kinds)
        found = {route.relation for route in self.routes}
        standings = {self.scene.boxes[key].standing for key in self.rects}
        yield from ((name, one.legend, False) for name, one in STANDINGS.items() if name in standings)
        yield from ((name, relation.legend, False) for name, relation in RELATIONS.items() if name in found)
        if any(route.joined for route in self.routes):
            yield "linked", "support together", False
        if any(route.inferred for route in self.routes):
            yield "inferred", "dotted: inferred", False
        if any(route.faint for route in self.routes):
            yield "faint", "faint: to a box that stands elsewhere", False
        if self.chips:
            yield "chip", "so many more are folded here", False

    def _legend(self, pen: Pen, keys: Sequence[_Key], top: float) -> None:
        for key in keys:
            x, y = MARGIN + key.x, top + KEY_ROW * (key.row + 0.5)
            _picture(pen, key, x, y)
            pen.text(key.words, x + KEY_PICTURE + 8, y, size=14)


class _Key(NamedTuple):
    """One entry of the legend and its place."""

    name: str
    words: str
    is_kind: bool
    x: float
    row: int


def _in_rows(entries: Iterable[tuple[str, str, bool]], room: float) -> Iterator[_Key]:
    """The legend's entries from left to right, in as many rows as they need; relations begin a row."""
    x, row, kinds = 0.0, 0, None
    for name, words, is_kind in entries:
        own = KEY_PICTURE + 8 + width(words, 14) + 22
        if x and (x + own - 22 > room or kinds != is_kind):
            x, row = 0.0, row + 1
        yield _Key(name, words, is_kind, x, row)
        x, kinds = x + own, is_kind


def _standing(pen: Pen, name: str, right: float, line: float) -> float:
    """Writes the sign of a standing, and the word of one that is no matter of course; returns where it begins."""
    if name not in STANDINGS:
        return right
    glyph, word = STANDINGS[name].glyph, STANDINGS[name].word
    words = glyph if name == "stands" else f"{glyph} {word}"
    pen.text(words, right, line, size=SMALL, weight="bold", fill=name, anchor="end")
    return right - 1.07 * width(words, SMALL) - 8


def _picture(pen: Pen, key: _Key, x: float, y: float) -> None:
    if key.is_kind:
        small = pen.group(transform=f"translate({x + 1:.1f} {y:.1f}) scale(.62)")
        small.shape(key.name, 1, -16, 58, 32)
        small.text(KINDS[key.name].glyph, 30, 1, size=19, weight="bold", fill=key.name, anchor="middle")
    elif key.name in STANDINGS:
        small = pen.group(transform=f"translate({x + 1:.1f} {y:.1f}) scale(.62)")
        small.shape("claim", 1, -16, 58, 32, key.name)
        small.text(STANDINGS[key.name].glyph, 30, 1, size=22, weight="bold", fill=key.name, anchor="middle")
    elif key.name == "chip":
        _chip(pen, Rect(x + 4, y - 11, x + 36, y + 11), 3)
    elif key.name == "linked":
        path: list[Segment] = [("M", x + 39, y - 8), ("L", x + 27, y - 8), ("L", x + 27, y + 8), ("L", x + 39, y + 8)]
        pen.line("supports", [*path, ("M", x + 27, y), ("L", x + 12, y)])
        pen.mark("supports", Point(x + 2, y), math.pi)
        pen.add("circle", cx=x + 27, cy=y, r=4, fill=pen.colour("supports"))
    elif key.name in ("inferred", "faint"):
        layer = pen.group(opacity=FAINT if key.name == "faint" else None)
        layer.line("supports", [("M", x + 39, y), ("L", x + 2, y)], inferred=key.name == "inferred")
    else:
        centred = key.name in (*BEARS, "undercuts")
        pen.line(key.name, [("M", x + 39, y), ("L", x + (12 if centred else 3 + STOPS.get(key.name, AHEAD)), y)])
        pen.mark(key.name, Point(x + (12 if centred else 3), y), math.pi)


def _chips(scene: Scene, tree: Tree, opened: Collection[str]) -> dict[tuple[str, int], int]:
    """How many boxes each shown box hides, by box and side (1: right, -1: left)."""
    found: dict[tuple[str, int], int] = {}
    for offered, way in ((scene.children, 1), (scene.beyond, -1)):
        for key, column in tree.column.items():
            if column * way >= 0 and (hidden := _hidden(offered, tree, opened, key)):
                found[key, way] = hidden
    return found


def _hidden(offered: Mapping[str, Sequence[str]], tree: Tree, opened: Collection[str], key: str) -> int:
    """How many boxes appear when a box is unfolded."""
    shown: set[str] = set()
    waiting = [key]
    while waiting:
        for child in offered.get(waiting.pop(), ()):
            if child not in tree.column and child not in shown:
                shown.add(child)
                if child in opened:
                    waiting.append(child)
    return len(shown)


def _chip_at(rect: Rect, way: int) -> Rect:
    """Where the chip of a box stands: on the middle of its side, not over its text."""
    wide = 42.0
    left = rect.right - 14 if way > 0 else rect.left + 14 - wide
    return Rect(left, rect.y - CHIP, left + wide, rect.y + CHIP)


def _chip(pen: Pen, at: Rect, count: int) -> None:
    look = {"fill": pen.colour("panel"), "stroke": pen.colour("accent"), "stroke_width": 1.6}
    pen.add("rect", x=at.left, y=at.top, width=at.right - at.left, height=at.height, rx=at.height / 2, **look)
    middle = (at.left + at.right) / 2
    pen.text(f"+{count}", middle, at.y, size=14, weight="bold", fill="accent", anchor="middle")


def _around(centre: Point, size: Size) -> Rect:
    half, high = size.width / 2, size.height / 2
    return Rect(centre.x - half, centre.y - high, centre.x + half, centre.y + high)


def _points(path: Sequence[Segment]) -> Iterator[tuple[float, float]]:
    for _, *at in path:
        yield from zip(at[::2], at[1::2], strict=True)
