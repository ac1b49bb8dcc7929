"""The scene of an argument map: everything that bears on one statement, directly or through other statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from viz.errors import MapError
from viz.kinds import RANK, STATEMENTS
from viz.scene import Box, Link, Scene, make_box
from viz.tree import opened_to, unfold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from networkx import MultiDiGraph

LAST = 1 << 30  # place in the text of what has none
BESIDE = {"supports": "supports", "attacks": "attacks", "rephrases": "rephrases"}
# On one side of a statement stand its reasons with what undercuts them, then what attacks it, then what restates it.
_SIDE = {"supports": 0, "undercuts": 0, "attacks": 1, "rephrases": 2}


FIRST_SIGHT = 16
"""How many boxes a reader can take in when the page opens: about a screen and a half of them."""


def argument_scene(graph: MultiDiGraph[str], root: str, depth: int | None = None) -> Scene:
    """Everything that supports, attacks, undercuts or restates the root, and what bears on that, and so on.

    Args:
        graph: the projection.
        root: node key of a statement.
        depth: steps from the root that are unfolded at first; None: as many as show `FIRST_SIGHT` boxes at most.

    Raises:
        MapError: the graph has no such node, or it is not a statement.
    """
    if root not in graph:
        raise MapError(f"There is no item {root} in this graph.", root)
    if graph.nodes[root]["kind"] not in STATEMENTS:
        node = graph.nodes[root]
        what = f"“{node['id']}” ({node['kind']}) is no statement"
        raise MapError(f"{what}; an argument map starts from a statement.", root)
    links = _collect(graph, root)
    keys = sorted({root, *(end for link in links for end in (link.source, link.target))}, key=_text_order(graph))
    order = {key: place for place, key in enumerate(keys)}
    scene = Scene(
        roots=(root,),
        boxes={key: _box(graph, key) for key in keys},
        links=links,
        children=_children(links, order),
        left_out=_left_out(graph, len(keys)),
    )
    return replace(scene, opened=opened_to(scene, _readable_depth(scene) if depth is None else depth))


def _readable_depth(scene: Scene) -> int:
    """The most steps (of one to three) that show no more boxes than a reader can take in; at least one."""
    shown = {depth: len(unfold(scene, opened_to(scene, depth)).walk()) for depth in (3, 2, 1)}
    return next((depth for depth, count in shown.items() if count <= FIRST_SIGHT), 1)


def _text_order(graph: MultiDiGraph[str]) -> Any:
    """Sort key: the order of the text, then the node key."""

    def place(key: str) -> tuple[int, int, int, str]:
        node = graph.nodes[key]
        return node.get("start", LAST), node.get("section", 0), node.get("paragraph", 0), key

    return place


def _collect(graph: MultiDiGraph[str], root: str) -> list[Link]:
    """All links that lead to the root, each once; a circle ends where it closes."""
    found: dict[Link, None] = {}
    seen, waiting = {root}, [root]
    while waiting:
        key = waiting.pop()
        for link in _links_at(graph, key):
            found[link] = None
            for end in (link.source, link.target):
                if end not in seen:
                    seen.add(end)
                    waiting.append(end)
    return sorted(found, key=lambda link: (link.source, link.target, RANK[link.relation], link.joint))


def _links_at(graph: MultiDiGraph[str], key: str) -> Iterator[Link]:
    """Links that unfold from a statement: its reasons, attackers and undercutters, and restatements both ways."""
    for source, _, name, data in graph.in_edges(key, keys=True, data=True):
        relation = data["relation"]
        if relation == "conclusion":
            yield from _undercuts(graph, source, key)
        elif relation in BESIDE and graph.nodes[source]["kind"] in STATEMENTS:
            joint = name if relation == "supports" else ""
            yield Link(source, key, relation, joint, bool(data.get("linked")))
    for _, target, data in graph.out_edges(key, data=True):
        if data["relation"] == "rephrases":
            yield Link(key, target, "rephrases")


def _undercuts(graph: MultiDiGraph[str], inference: str, conclusion: str) -> Iterator[Link]:
    for source, _, data in graph.in_edges(inference, data=True):
        if data["relation"] in ("undercuts", "attacks"):
            yield Link(source, conclusion, "undercuts", inference)


def _children(links: list[Link], order: Mapping[str, int]) -> dict[str, list[str]]:
    """What unfolds from each box, in order: by side, then by the text; premises of one inference stay together."""
    first: dict[tuple[str, str], int] = {}
    for link in links:
        if link.relation == "supports":
            step = (link.target, link.joint)
            first[step] = min(order[link.source], first.get(step, len(order)))
    offers: dict[str, list[tuple[tuple[int, int, str, int, int], str]]] = defaultdict(list)
    for link in links:
        place = first.get((link.target, link.joint), order[link.source])
        side = _SIDE[link.relation]
        rank = (side, place, link.joint, RANK[link.relation], order[link.source])
        offers[link.target].append((rank, link.source))
        if link.relation == "rephrases":
            offers[link.source].append(((side, order[link.target], "", 0, 0), link.target))
    return {
        key: [child for child in dict.fromkeys(child for _, child in sorted(ranked)) if child != key]
        for key, ranked in offers.items()
    }


def _box(graph: MultiDiGraph[str], key: str) -> Box:
    node = graph.nodes[key]
    commitment = node.get("commitment", "")
    note = "implied" if node.get("implicit") else "" if commitment == "asserted" else commitment
    return make_box(key, key, node, note=note)


def _left_out(graph: MultiDiGraph[str], shown: int) -> str:
    count = sum(node["kind"] in STATEMENTS for _, node in graph.nodes(data=True)) - shown
    if not count:
        return ""
    words = "statements do not bear on this one and are" if count > 1 else "statement does not bear on this one and is"
    return f"{count} other {words} not drawn."
