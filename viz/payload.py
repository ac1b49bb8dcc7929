"""What the page's script gets: the scene and the panel's texts as plain lists and dicts, ready for JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from viz import layout
from viz.details import facts, references, said_of_power
from viz.kinds import KINDS, RANK, RELATIONS
from viz.layout import Size, tidy
from viz.scene import FONT, LINE, PAD_X, PAD_Y, SMALL, SMALL_LINE
from viz.text import clean
from viz.tree import unfold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networkx import MultiDiGraph

    from viz.scene import Box, Link, Scene

_MEASURES = {
    "font": FONT,
    "line": LINE,
    "small": SMALL,
    "smallLine": SMALL_LINE,
    "padX": PAD_X,
    "padY": PAD_Y,
    "columnGap": layout.COLUMN_GAP,
    "siblingGap": layout.SIBLING_GAP,
    "cousinGap": layout.COUSIN_GAP,
    "rootGap": layout.ROOT_GAP,
}


def anchors(graph: MultiDiGraph[str], scene: Scene) -> dict[str, str]:
    """Element id by node key: the item's id; with its kind before it where an item of another kind has that id."""
    items = dict.fromkeys(box.item for box in scene.boxes.values())
    order = list(KINDS)
    found: dict[str, str] = {}
    for key in sorted(items, key=lambda key: (order.index(graph.nodes[key]["kind"]), key)):
        node = graph.nodes[key]
        plain, told = node["id"], f"{node['kind']}-{node['id']}"
        free = (name for name in (plain, told, *(f"{told}-{n}" for n in range(2, 9))) if name not in found.values())
        found[key] = next(free, key)
    return found


def payload(graph: MultiDiGraph[str], scene: Scene, names: Mapping[str, str]) -> dict[str, Any]:
    """The data of a page.

    Args:
        graph: the projection.
        scene: the map.
        names: element id by node key (see `anchors`).
    """
    number = {key: place for place, key in enumerate(scene.boxes)}
    items = {key: place for place, key in enumerate(names)}
    joints = {joint: place for place, joint in enumerate(dict.fromkeys(link.joint for link in scene.links), start=1)}
    return {
        "measures": _MEASURES,
        "face": scene.face,
        "kinds": _kinds(scene),
        "relations": _relations(scene),
        "under": [[number[key], number[above]] for key, above in scene.under.items()],
        "roots": [number[key] for key in scene.roots],
        "opened": [number[key] for key in scene.boxes if key in scene.opened],
        "boxes": [
            _box(box, items[box.item], [[number[c], scene.rank[key, c]] for c in scene.children.get(key, ())])
            for key, box in scene.boxes.items()
        ],
        "links": [_link(link, number, joints) for link in scene.links],
        "items": _items(graph, items, names),
    }


def _box(box: Box, item: int, children: list[list[int]]) -> dict[str, Any]:
    return {
        "item": item,
        "kind": box.kind,
        "note": box.note,
        "foot": box.foot,
        "width": box.width,
        "tagged": box.tagged,
        "title": {"lines": box.title.lines, "height": box.title.height},
        "text": {"lines": box.text.lines, "height": box.text.height},
        "children": children,
    }


def _link(link: Link, number: Mapping[str, int], joints: Mapping[str, int]) -> list[int]:
    """Source, target, relation, joint (0: none), linked, inferred; all as numbers."""
    joint = joints[link.joint] if link.joint else 0
    ends = [number[link.source], number[link.target], RANK[link.relation], joint]
    return [*ends, int(link.linked), int(link.inferred)]


def _kinds(scene: Scene) -> list[dict[str, Any]]:
    """Kinds on the map, in their order; a list, since JSON made by jinja2 sorts the keys of a dict."""
    counts = Counter(kind for _, kind in {(box.item, box.kind) for box in scene.boxes.values()})
    return [{**kind._asdict(), "count": counts[kind.name]} for kind in KINDS.values()]


def _relations(scene: Scene) -> list[dict[str, Any]]:
    links = {(scene.boxes[k.source].item, scene.boxes[k.target].item, k.relation, k.joint) for k in scene.links}
    counts = Counter(relation for _, _, relation, _ in links)
    joined = len({link.joint for link in scene.links if link.linked})
    inferred = len(
        {(scene.boxes[k.source].item, scene.boxes[k.target].item, k.relation) for k in scene.links if k.inferred}
    )
    found = [{**r._asdict(), "count": counts[r.name], "linked": 0, "inferred": 0} for r in RELATIONS.values()]
    found[0]["linked"] = joined
    return [{**r, "inferred": inferred} for r in found]


def _items(graph: MultiDiGraph[str], items: Mapping[str, int], names: Mapping[str, str]) -> list[dict[str, Any]]:
    stated = said_of_power(graph)
    return [_item(graph, key, items, names[key], stated) for key in items]


def _item(
    graph: MultiDiGraph[str],
    key: str,
    items: Mapping[str, int],
    anchor: str,
    stated: dict[str, list[tuple[str, str]]],
) -> dict[str, Any]:
    node = graph.nodes[key]
    groups = [
        [heading, [[_target(graph, item, items), notes] for item, notes in refs]]
        for heading, refs in references(graph, key, stated)
    ]
    return {
        "anchor": anchor,
        "kind": node["kind"],
        "label": clean(node["label"]),
        "text": clean(node.get("text", "")),
        "facts": facts(node),
        "figures": list(node.get("figures", ())),
        "passage": node.get("passage", ""),
        "groups": groups,
    }


def _target(graph: MultiDiGraph[str], key: str, items: Mapping[str, int]) -> int | list[str]:
    """What a link of the panel leads to: the number of an item, or kind and label of what is not on the map."""
    return items[key] if key in items else [graph.nodes[key]["kind"], clean(graph.nodes[key]["label"])]


def first_places(scene: Scene) -> dict[int, tuple[float, float]]:
    """Where the boxes of the first view stand, by the number of the box."""
    tree = unfold(scene, scene.opened)
    number = {key: place for place, key in enumerate(scene.boxes)}

    def size(key: str) -> Size:
        box = scene.boxes[key]
        face = box.text if scene.face == "text" else box.title
        return Size(box.width, face.height)

    return {number[key]: (point.x, point.y) for key, point in tidy(tree, size).items()}
