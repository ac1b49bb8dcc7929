"""The nested list that stands in the page beside the map: the same content for screen readers, print and Ctrl-F."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from viz.kinds import KINDS, RANK, RELATIONS
from viz.tree import Tree, unfold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from viz.kinds import Kind, Relation
    from viz.scene import Box, Link, Scene


@dataclass
class Row:
    """One item of the outline.

    Attributes:
        item: node key.
        box: number of its box on the map.
        kind: its kind.
        relation: how it bears on the row it hangs under; None at a root.
        bearing: the same for a policy under a power, which can both wield and erode: all its relations.
        note: a word beside the kind, such as "granted".
        anchor: element id, or "" where an earlier row has it.
        opens: whether a nested list follows.
        closes: how many lists end after this row.
        also: further links, as (words, node keys).
    """

    item: str
    box: int
    kind: Kind
    relation: Relation | None
    bearing: list[Relation]
    note: str
    anchor: str
    opens: bool = False
    closes: int = 0
    also: list[tuple[str, list[str]]] = field(default_factory=list)


def outline(scene: Scene, anchors: Mapping[str, str]) -> list[Row]:
    """Rows of everything on the map, fully unfolded, in the order of the page.

    Rows are flat (each says what opens and closes) so that an argument of any depth can be written.

    Args:
        scene: the map.
        anchors: element id by node key.
    """
    tree = _nested(scene)
    hanging, crossing = _sort_links(scene, tree)
    number = {key: place for place, key in enumerate(scene.boxes)}
    rows: list[Row] = []
    seen: set[str] = set()
    for key in tree.walk():
        box = scene.boxes[key]
        anchor = "" if box.item in seen else anchors[box.item]
        seen.add(box.item)
        rows.append(_row(box, number[key], hanging[key], anchor))
        also: defaultdict[str, list[str]] = defaultdict(list)
        for words, other in dict.fromkeys(crossing[key]):
            if other != key:
                also[words].append(scene.boxes[other].item)
        rows[-1].also = list(also.items())
    _nest(rows, tree)
    return rows


def _nested(scene: Scene) -> Tree:
    """The tree of everything, with the roots that belong to other roots listed under these."""
    tree = unfold(scene)
    children = {key: list(below) for key, below in tree.children.items()}
    for key, above in scene.under.items():
        children.setdefault(above, []).append(key)
    roots = [key for key in tree.roots if key not in scene.under]
    return Tree(roots, children, {**tree.parent, **scene.under}, tree.column)


def _row(box: Box, number: int, hanging: list[Link], anchor: str) -> Row:
    relations = sorted({RELATIONS[link.relation] for link in hanging}, key=lambda r: RANK[r.name])
    note = "" if box.kind == "policy" else box.note
    return Row(box.item, number, KINDS[box.kind], relations[0] if relations else None, relations, note, anchor)


def _sort_links(
    scene: Scene, tree: Tree
) -> tuple[defaultdict[str, list[Link]], defaultdict[str, list[tuple[str, str]]]]:
    """Links along the tree by the box that hangs by them; all others by both their ends, as (words, other box)."""
    hanging: defaultdict[str, list[Link]] = defaultdict(list)
    crossing: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for link in scene.links:
        relation = RELATIONS[link.relation]
        if tree.parent.get(link.source) == link.target:
            hanging[link.source].append(link)
        elif tree.parent.get(link.target) == link.source:
            hanging[link.target].append(link)
        else:
            crossing[link.source].append((relation.active, link.target))
            crossing[link.target].append((relation.passive, link.source))
    return hanging, crossing


def _nest(rows: list[Row], tree: Tree) -> None:
    """Fills in which rows open a list and how many lists end after each."""
    depth: dict[str, int] = {}
    walk = tree.walk()
    for key in walk:
        depth[key] = depth[tree.parent[key]] + 1 if key in tree.parent else 0
    for place, key in enumerate(walk):
        following = depth[walk[place + 1]] if place + 1 < len(walk) else 0
        rows[place].opens = following > depth[key]
        rows[place].closes = max(0, depth[key] - following)
