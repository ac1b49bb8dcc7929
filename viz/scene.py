"""What a map draws: boxes, the links between them, and what is open at first. Made by `argument.py` and `power.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from viz.kinds import KINDS, RANK
from viz.text import clean, wrap

FONT, LINE = 16, 21  # px: text of a box; at the zoom of the first view (.9) still over 14 px
SMALL, SMALL_LINE = 14, 20  # px: the line that names the kind, and the foot
PAD_X, PAD_Y = 18, 10  # px
MOST_LINES = 9  # of a box; the panel beside the map has the whole text


@dataclass(frozen=True)
class Face:
    """One way to show a box: its lines and the height in pixels that they need."""

    lines: tuple[str, ...]
    height: float


@dataclass(frozen=True)
class Box:
    """One box of a map.

    Attributes:
        key: its own name; an item that stands in several places has one box for each.
        item: node key (IRI) of what it shows.
        kind: name of its kind.
        title: the box with the item's short title.
        text: the box with its full sentence.
        width: in pixels.
        note: a word beside the kind, such as "granted" or "erodes".
        foot: a last small line, or "".
        tagged: whether a line names its kind; a list of boxes of one kind does without.
        standing: "stands", "open" or "falls"; "" where nothing tells.
    """

    key: str
    item: str
    kind: str
    title: Face
    text: Face
    width: float
    note: str = ""
    foot: str = ""
    tagged: bool = True
    standing: str = ""


@dataclass(frozen=True)
class Link:
    """One link, from the box that speaks to the box it speaks of (the one nearer to the root).

    Attributes:
        source: box key.
        target: box key; for "undercuts" the conclusion of the step that is attacked.
        relation: name of a relation.
        joint: the inference a support belongs to, or an undercut strikes; else "".
        linked: the premises of this inference work only together: they share one arrow.
        inferred: the annotator's reading, not said outright.
        whose: names of those whose power it is, where a policy bears on power.
    """

    source: str
    target: str
    relation: str
    joint: str = ""
    linked: bool = False
    inferred: bool = False
    whose: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """A whole map before it is folded or placed.

    Attributes:
        roots: box keys, in order.
        boxes: by key, in text order: of two boxes the first one here is the first in the text.
        links: all links between the boxes.
        children: for a box key, the boxes that can unfold from it to the right, in the order in which they stand.
        beyond: for a box key, the boxes that can unfold from it to the left: of a root, and of what stands left of it.
        opened: keys of the boxes that are unfolded at first.
        under: for a root that belongs to another root, that root: they are drawn as an indented list.
        face: "text" or "title": what the boxes show at first.
        left_out: one sentence on what is not on the map, or "".
    """

    roots: Sequence[str]
    boxes: Mapping[str, Box]
    links: Sequence[Link]
    children: Mapping[str, Sequence[str]]
    beyond: Mapping[str, Sequence[str]] = field(default_factory=dict)
    opened: frozenset[str] = field(default_factory=frozenset)
    under: Mapping[str, str] = field(default_factory=dict)
    face: str = "text"
    left_out: str = ""

    @cached_property
    def rank(self) -> dict[tuple[str, str], int]:
        """For (parent, child) the rank of the closest relation between them."""
        ranks: dict[tuple[str, str], int] = {}
        for link in self.links:
            for pair in ((link.target, link.source), (link.source, link.target)):
                ranks[pair] = min(RANK[link.relation], ranks.get(pair, len(RANK)))
        return ranks


def make_box(
    key: str,
    item: str,
    attributes: Mapping[str, str],
    *,
    width: float = 320,
    note: str = "",
    foot: str = "",
    tagged: bool = True,
) -> Box:
    """A box with both its faces measured.

    Args:
        key: box key.
        item: node key.
        attributes: of the node in the projection; `kind`, `label`, `text` and `standing` are used.
        width: in pixels.
        note: a word beside the kind.
        foot: a last small line.
        tagged: whether a line names its kind; else its glyph stands before the title.
    """
    kind = KINDS[attributes["kind"]]
    label, text = clean(attributes["label"]) or attributes["id"], clean(attributes.get("text", ""))
    if kind.name == "power":
        text = f"{label}: {text}"
    if not tagged:
        label, text = f"{kind.glyph} {label}", f"{kind.glyph} {text}"
    small = (SMALL_LINE if tagged else 0) + (SMALL_LINE if foot else 0)
    title, full = _face(label, width, small), _face(text or label, width, small)
    standing = attributes.get("standing", "") if tagged else ""
    return Box(key, item, kind.name, title, full, width, note, clean(foot), tagged, standing)


def _face(text: str, width: float, small: float) -> Face:
    lines = wrap(text, FONT, width - 2 * PAD_X, MOST_LINES)
    return Face(lines, 2 * PAD_Y + LINE * len(lines) + small)
