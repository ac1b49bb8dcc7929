"""How kinds and relations look in other tools' pictures: colours, shapes and lines, said once for all formats.

Every kind has a shape besides its colour, and every box is written with its word, so that no one needs to see colours.
The colours are those of the project's own maps on a light ground.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Look(NamedTuple):
    """How a box looks.

    Attributes:
        fill: The colour of its ground.
        ink: The colour of its border.
        dot: Its shape in Graphviz (https://graphviz.org/doc/info/shapes.html).
        yed: Its shape in yEd.
        gexf: Its shape in GEXF: disc, square, triangle or diamond.
    """

    fill: str
    ink: str
    dot: str
    yed: str
    gexf: str


class Line(NamedTuple):
    """How an arrow looks: its colour; its stroke as Graphviz and GEXF call it; its head in Graphviz and in yEd."""

    ink: str
    stroke: str = "solid"
    dot: str = "normal"
    yed: str = "standard"


OTHER = Look("#ffffff", "#4a5560", "box", "rectangle", "disc")
RELATION = Look("#ffffff", "#5f6976", "ellipse", "diamond", "diamond")
LOOKS: Mapping[str, Look] = {
    "thesis": Look("#dde7ff", "#14367f", "doubleoctagon", "octagon", "disc"),
    "claim": Look("#ebf2fe", "#1a58b5", "box", "roundrectangle", "disc"),
    "statement": Look("#ebf2fe", "#1a58b5", "box", "roundrectangle", "disc"),
    "evidence": Look("#e8f6ec", "#136c34", "note", "rectangle", "square"),
    "counterargument": Look("#fdeceb", "#ab1f17", "octagon", "parallelogram", "triangle"),
    "rebuttal": Look("#e2f5f6", "#0a636a", "hexagon", "hexagon", "triangle"),
    "locution": Look("#ffffff", "#8a2a5f", "cds", "fatarrow", "square"),
    "policy": Look("#fdf3da", "#7d5100", "tab", "trapezoid", "square"),
    "power-type": Look("#f4ecfc", "#64309a", "ellipse", "ellipse", "disc"),
    "inference": Look("#ffffff", "#136c34", "ellipse", "diamond", "diamond"),
    "conflict": Look("#ffffff", "#ab1f17", "ellipse", "diamond", "diamond"),
    "rephrase": RELATION,
    "preference": RELATION,
    "transition": RELATION,
    "illocution": RELATION,
}
"""Kind → look; `OTHER` for what is not here."""

_FOR, _AGAINST, _AGAIN = Line("#136c34"), Line("#ab1f17", "dashed", "tee", "white_delta"), Line("#5f6976", "dotted")
_NONE = {"dot": "none", "yed": "none"}
PLAIN = Line("#5f6976")
LINES: Mapping[str, Line] = {
    "premise": _FOR._replace(**_NONE),
    "conclusion": _FOR,
    "attacker": _AGAINST._replace(**_NONE),
    "attacked": _AGAINST,
    "rephrases": _AGAIN._replace(**_NONE),
    "rephrased": _AGAIN,
    "supports": _FOR,
    "attacks": _AGAINST,
    "undercuts": Line("#ab1f17", "dotted", "odiamond", "white_diamond"),
    "says again": Line("#5f6976", "dotted", "vee", "plain"),
    "wields": Line("#64309a"),
    "strengthens": Line("#136c34"),
    "erodes": Line("#ab1f17", "dashed", "tee", "white_delta"),
    "is a kind of": Line("#5f6976", "dotted", "onormal", "white_delta"),
}
"""Role of an edge, or what a relation does → line; `PLAIN` for what is not here."""
