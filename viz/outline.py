"""The nested list of everything that stands in each page: what there is without a script, in print and for Ctrl-F.

It is also where the page's script finds the texts. Each item has its row once; where it comes again, a link leads
there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viz.kinds import KINDS, RANK, RELATIONS
from viz.tree import Tree, unfold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from viz.kinds import Kind, Relation
    from viz.scene import Box, Link, Scene


@dataclass
class Row:
    """One item of the outline.

    Attributes:
        item: node key.
        label: what its box is headed with.
        kind: its kind.
        bearing: how it bears on the row it hangs under; a policy can both wield and erode.
        note: a word beside the kind, such as "granted".
        anchor: element id, or "" where an earlier row has it.
        also: further links, as (words, node keys).
        opens: whether a nested list follows.
        closes: how many lists end after this row.
    """

    item: str
    label: str
    kind: Kind
    bearing: list[Relation]
    note: str
    anchor: str
    also: list[tuple[str, list[str]]]
    opens: bool = False
    closes: int = 0


def outline(scene: Scene, anchors: Mapping[str, str], seen: dict[str, None], inline: str = "") -> list[Row]:
    """Rows of everything in a scene, fully unfolded, in the order of the page.

    Rows are flat (each says what opens and closes) so that an argument of any depth can be written.

    Args:
        scene: the map.
        anchors: element id by node key.
        seen: node keys that have their row already, in their order; those of this scene are added.
        inline: name of a relation; what hangs by it alone, and has its row already, is told in the row above it.
    """
    tree = _nested(scene)
    hanging, crossing = _sort_links(scene, tree)
    tree, told = _take_out(tree, hanging, {key for key, box in scene.boxes.items() if box.item in seen}, inline)
    rows: list[Row] = []
    for key in tree.walk():
        box = scene.boxes[key]
        anchor = "" if box.item in seen else anchors.get(box.item, "")
        seen[box.item] = None
        also: defaultdict[str, list[str]] = defaultdict(list)
        for words, other in dict.fromkeys((*(crossing[key] if anchor else ()), *told[key])):
            if other != key:
                also[words].append(scene.boxes[other].item)
        rows.append(_row(box, hanging[key], anchor, list(also.items())))
    _nest(rows, tree)
    return rows


def _take_out(
    tree: Tree, hanging: Mapping[str, list[Link]], seen: Collection[str], inline: str
) -> tuple[Tree, defaultdict[str, list[tuple[str, str]]]]:
    """The tree without what is told inline, and that by the box it hung under, as (words, box)."""
    told: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for above, children in tree.children.items():
        for key in children:
            if key in seen and {link.relation for link in hanging[key]} == {inline}:
                told[above].append((RELATIONS[inline].mark, key))
    gone = {key for out in told.values() for _, key in out}
    kept = {above: [key for key in below if key not in gone] for above, below in tree.children.items()}
    return Tree(tree.roots, kept, tree.parent, tree.column), told


def _nested(scene: Scene) -> Tree:
    """The tree of everything, with the roots that belong to other roots listed under these."""
    tree = unfold(scene, most=None)
    children = {key: list(below) for key, below in tree.children.items()}
    for key, above in scene.under.items():
        children.setdefault(above, []).append(key)
    roots = [key for key in tree.roots if key not in scene.under]
    return Tree(roots, children, {**tree.parent, **scene.under}, tree.column)


def _row(box: Box, hanging: list[Link], anchor: str, also: list[tuple[str, list[str]]]) -> Row:
    bearing = sorted({RELATIONS[link.relation] for link in hanging}, key=lambda relation: RANK[relation.name])
    note = "" if box.kind == "policy" else box.note
    return Row(box.item, " ".join(box.title.lines), KINDS[box.kind], bearing, note, anchor, also)


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
            crossing[link.source].append((f"also {relation.active}", link.target))
            crossing[link.target].append((f"also {relation.passive}", link.source))
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
