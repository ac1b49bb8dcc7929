"""Where each box stands: a level-aligned tidy tree, left to right.

The rule (stated again in `templates/layout.js`, which places the boxes after a fold; a test holds the two together):
a column for each step from the root, in which boxes end at one right edge; children under each other in their order,
each subtree moved up until it touches the outline of what stands above it in any column; a parent at half height
between its first and last child; what a root bears on stands left of it in the same way. Boxes have their real
heights, so none overlap by construction; order never changes, so a new leaf moves no neighbour past another. After
Reingold and Tilford, "Tidier Drawings of Trees" (1981), with van der Ploeg's (2014) idea of real sizes, simplified by
the columns. Time is O(boxes × columns).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from viz.tree import Tree

COLUMN_GAP = 92  # px between columns: room for arrowheads, brackets and undercuts
SIBLING_GAP = 16  # px between children of one parent
COUSIN_GAP = 30  # px between children of different parents
ROOT_GAP = 14  # px between roots


class Point(NamedTuple):
    """Centre of a box in pixels; x grows to the right, y downward; the widest root's left edge is x = 0."""

    x: float
    y: float


class Size(NamedTuple):
    """Width and height of a box in pixels."""

    width: float
    height: float


Outline = dict[int, tuple[float, float]]  # column: upper and lower edge, relative to the subtree's root


def tidy(tree: Tree, size: Callable[[str], Size]) -> dict[str, Point]:
    """Centres of all boxes of a tree.

    Args:
        tree: what is shown.
        size: for a box key its size.
    """
    walk = tree.walk()
    outlines: dict[str, Outline] = {}
    shift: dict[str, float] = {}
    for key in reversed(walk):
        half, column = size(key).height / 2, tree.column[key]
        children = tree.children.get(key, ())
        right = [child for child in children if tree.column[child] > column]
        left = [child for child in children if tree.column[child] < column]
        sides = (
            _pack(right, column + 1, outlines, shift, SIBLING_GAP),
            _pack(left, column - 1, outlines, shift, SIBLING_GAP),
        )
        outlines[key] = {column: (-half, half), **sides[0], **sides[1]}
    _pack(tree.roots, 0, outlines, shift, ROOT_GAP)
    edges = _right_edges(tree, size)
    places: dict[str, Point] = {}
    for key in walk:
        above = tree.parent.get(key)
        places[key] = Point(
            edges[tree.column[key]] - size(key).width / 2, shift[key] + (places[above].y if above else 0.0)
        )
    return places


def _pack(
    keys: Sequence[str],
    column: int,
    outlines: dict[str, Outline],
    shift: dict[str, float],
    gap: float,
) -> Outline:
    """Sets the shift of each subtree against its parent, and returns their common outline.

    Args:
        keys: the roots of the subtrees, in their order.
        column: where these stand.
        outlines: of the subtrees; taken out.
        shift: of each key; filled in.
        gap: between the keys themselves.
    """
    common: Outline = {}
    for key in keys:
        own = outlines.pop(key)
        shift[key] = max(
            (common[c][1] + (gap if c == column else COUSIN_GAP) - top for c, (top, _) in own.items() if c in common),
            default=0.0,
        )
        for c, (top, bottom) in own.items():
            upper = common[c][0] if c in common else top + shift[key]
            common[c] = (upper, bottom + shift[key])
    if not keys:
        return common
    middle = (shift[keys[0]] + shift[keys[-1]]) / 2
    for key in keys:
        shift[key] -= middle
    return {c: (top - middle, bottom - middle) for c, (top, bottom) in common.items()}


def _right_edges(tree: Tree, size: Callable[[str], Size]) -> Mapping[int, float]:
    widths: dict[int, float] = {}
    for key, column in tree.column.items():
        widths[column] = max(size(key).width, widths.get(column, 0.0))
    edges, left = {}, 0.0
    for column in sorted(widths):
        edges[column] = left + widths[column]
        left += widths[column] + COLUMN_GAP
    return edges
