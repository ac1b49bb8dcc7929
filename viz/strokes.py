"""The strokes of a vector drawing: shapes of boxes, marks and lines of relations, texts; the same as in the page.

The page draws the same on a canvas (`templates/paint.js`); names, sizes and dashes are those of that file. Everything
is an XML element with presentation attributes, so a drawing needs no style sheet and may stand under any policy.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, NamedTuple

from viz.colours import FONT, PALETTE
from viz.text import clean, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viz.course import Segment
    from viz.layout import Point

NAMESPACE = "http://www.w3.org/2000/svg"
PAGE = "page"
"""In place of a theme: the colours of the page that a drawing stands in, whatever its theme is at the time."""
DASHES = {"attacks": "8 5", "undercuts": "4 4", "about": "6 3", "uses": "6 3"}
_BORDERS = {"falls": ("7 5", None, 1.8), "open": ("0.1 5", "round", 2.6)}
"""Standing → dashes, their ends, and the width of a border; that of what stands is plain."""
THIN = ("broader", "says", "about", "uses", "relates")
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML


class Pen(NamedTuple):
    """Draws into one element in the colours of one theme."""

    into: ET.Element
    theme: str

    def colour(self, name: str) -> str:
        """The colour of that name."""
        return f"var(--{name})" if self.theme == PAGE else str(getattr(PALETTE[name], self.theme))

    def add(self, tag: str, **attributes: object) -> ET.Element:
        """Adds an element; an attribute `stroke_width` is written stroke-width, numbers with one decimal at most."""
        written = {name.replace("_", "-"): number(value) for name, value in attributes.items() if value is not None}
        return ET.SubElement(self.into, tag, written)

    def group(self, **attributes: object) -> Pen:
        """A pen that draws into a new group."""
        return Pen(self.add("g", **attributes), self.theme)

    def text(
        self,
        words: str,
        x: float,
        y: float,
        *,
        size: float,
        fill: str = "ink",
        weight: str | None = None,
        style: str | None = None,
        anchor: str | None = None,
        room: float | None = None,
    ) -> None:
        """Writes one line of text; `y` is the middle of the line; condensed where it is wider than the room."""
        words = plain(words)
        tight = room is not None and width(words, size) > room
        element = self.add(
            "text",
            x=x,
            y=y + 0.35 * size,
            font_size=size,
            fill=self.colour(fill),
            font_weight=weight,
            font_style=style,
            text_anchor=anchor,
            textLength=room if tight else None,
            lengthAdjust="spacingAndGlyphs" if tight else None,
        )
        element.text = words

    def shape(self, kind: str, x: float, y: float, w: float, h: float, standing: str = "") -> None:
        """Draws the outline of a kind, filled; some have a second stroke, so that shape alone tells them apart.

        What falls has a broken border and another fill, what is open a dotted border.
        """
        dash, cap, wide = _BORDERS.get(standing, (None, None, 1.6))
        broken = dash if standing == "falls" else None
        look: dict[str, object] = {
            "fill": self.colour("falls-fill" if standing == "falls" else f"{kind}-fill"), "stroke": self.colour(kind),
            "stroke_width": wide, "stroke_dasharray": dash, "stroke_linecap": cap,
        }  # fmt: skip
        self.add("path", d=_outline(kind, x, y, w, h), **look)
        inner = _inner_lines(kind, x, y, w, h)
        if inner:
            self.add("path", d=inner, fill="none", stroke=self.colour(kind), stroke_width=1.4, stroke_dasharray=broken)

    def line(self, relation: str, path: Sequence[Segment], *, inferred: bool = False, wide: float = 2) -> None:
        """Draws a course in the manner of a relation; what is inferred is dotted."""
        d, dash = written(path), "2 5" if inferred else DASHES.get(relation)
        own = wide + 4 if relation == "rephrases" else wide - 0.6 if relation in THIN else wide
        look = {"fill": "none", "stroke_dasharray": dash}
        self.add("path", d=d, stroke=self.colour(relation), stroke_width=own, **look)
        if relation == "rephrases":
            self.add("path", d=d, stroke=self.colour("ground"), stroke_width=wide, **look)

    def mark(self, relation: str, tip: Point, angle: float, size: float = 1) -> None:
        """Draws the mark where a link lands."""
        sign = -1 if math.cos(angle) < 0 else 1
        place = f"translate({number(tip.x)} {number(tip.y)}) scale({sign} {size:.2f})"
        colour, ground = self.colour(relation), self.colour("ground")
        if relation in _MARKS:
            self.add("path", d=_MARKS[relation], fill=colour, transform=place)
        elif relation == "undercuts":
            self.add("path", d=_MARKS["wields"], fill=ground, stroke=colour, stroke_width=2.2, transform=place)
        elif relation == "uses":
            self.add("circle", cx=-5, r=4, fill=ground, stroke=colour, stroke_width=1.6, transform=place)
        elif relation in ("says", "about"):
            self.add("circle", cx=-5, r=4, fill=colour, transform=place)
        elif relation == "relates":
            self.add("path", d="M-9,-5.5 0,0 -9,5.5", fill="none", stroke=colour, stroke_width=1.6, transform=place)


_MARKS = {
    "supports": "M0,0 -12,-6.5 -12,6.5Z",
    "carries": "M0,0 -8,-4.5 -8,4.5Z",
    "attacks": "M-4.5,-9H-0.5V9H-4.5Z",
    "wields": "M-8,0 0,-8 8,0 0,8Z",
    "strengthens": "M-8,7 8,7 0,-8Z",
    "erodes": "M-8,-7 8,-7 0,8Z",
}


def _outline(kind: str, x: float, y: float, w: float, h: float) -> str:
    """The corners of a kind as a path."""
    r, b, cut, half = x + w, y + h, min(11.0, h / 2), y + h / 2
    if kind in _ROUND:
        return _rounded(x, y, r, b, [min(turn, h / 2) for turn in _ROUND[kind]])
    points = {
        "evidence": [(x, y), (r - 16, y), (r, y + 16), (r, b), (x, b)],
        "counterargument": [
            (x + cut, y), (r - cut, y), (r, y + cut), (r, b - cut),
            (r - cut, b), (x + cut, b), (x, b - cut), (x, y + cut),
        ],
        "policy": [(x + 12, y), (r - 12, y), (r, half), (r - 12, b), (x + 12, b), (x, half)],
    }.get(kind, [(x, y), (r, y), (r, b), (x, b)])  # fmt: skip
    return "M" + " ".join(f"{number(px)},{number(py)}" for px, py in points) + "Z"


_ROUND = {  # radii in px: upper left, upper right, lower right, lower left
    "thesis": (8.0, 8.0, 8.0, 8.0),
    "claim": (8.0, 8.0, 8.0, 8.0),
    "rebuttal": (0.0, 22.0, 0.0, 22.0),
    "power": (26.0, 26.0, 26.0, 26.0),
    "actor": (22.0, 22.0, 4.0, 4.0),
}


def _rounded(x: float, y: float, r: float, b: float, radii: Sequence[float]) -> str:
    first, second, third, fourth = radii
    turns = [(first, x + first, y), (second, r, y + second), (third, r - third, b), (fourth, x, b - fourth)]
    starts = [(x, y + first), (r - second, y), (r, b - third), (x + fourth, b)]
    pieces = [
        f"L{number(start[0])},{number(start[1])}A{number(turn)},{number(turn)} 0 0 1 {number(px)},{number(py)}"
        for start, (turn, px, py) in zip(starts, turns, strict=True)
    ]
    return "M" + "".join(pieces).removeprefix("L") + "Z"


def _inner_lines(kind: str, x: float, y: float, w: float, h: float) -> str:
    """The second stroke of a kind, or ""."""
    if kind == "thesis":
        return _rounded(x + 4, y + 4, x + w - 4, y + h - 4, (5, 5, 5, 5))
    return f"M{number(x + w - 16)},{number(y)}v16h16" if kind == "evidence" else ""


def written(path: Sequence[Segment]) -> str:
    """A course as the `d` of an SVG path."""
    return "".join(piece[0] + " ".join(number(value) for value in piece[1:]) for piece in path)


def number(value: object) -> str:
    """A number with one decimal at most; any other value as its text."""
    return str(round(value, 1) + 0.0).removesuffix(".0") if isinstance(value, (int, float)) else str(value)


def plain(text: str) -> str:
    """The text on one line without what XML has no way to write."""
    return _FORBIDDEN.sub("", clean(text))


def canvas(across: float, down: float, theme: str) -> Pen:
    """A pen on a new, empty drawing."""
    size = {"width": number(across), "height": number(down), "viewBox": f"0 0 {number(across)} {number(down)}"}
    fonts = FONT.replace('"', "")
    root = ET.Element("svg", {"xmlns": NAMESPACE, **size, "role": "img", "font-family": fonts})
    return Pen(root, theme)
