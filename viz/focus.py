"""The scene of a focus map: one item in the middle, what bears on it at the right, what it bears on at the left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from viz.errors import MapError
from viz.scene import Scene
from viz.tree import opened_to
from viz.web import Web, among, reached, web_of

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def focus_scene(graph: MultiDiGraph[str], item: str, depth: int = 1, web: Web | None = None) -> Scene:
    """An item with its neighbours on both sides; what lies beyond them is counted on their chips.

    Args:
        graph: the projection.
        item: node key of a statement, a policy, a type of power or an actor.
        depth: steps to either side that are unfolded at first.
        web: the web of the graph, where it is at hand.

    Raises:
        MapError: the graph has no such item, or none that can be drawn.
    """
    web = web or web_of(graph)
    if item not in web.boxes:
        raise MapError(f"There is no item {item} in this graph that could be drawn.", item)
    seen = reached([item], web.below) | reached([item], web.above)
    keys = [key for key in web.boxes if key in seen]
    scene = Scene(
        roots=(item,),
        boxes={key: web.boxes[key] for key in keys},
        links=among(web.links, seen),
        children={key: [other for other in web.below[key] if other in seen] for key in keys if key in web.below},
        beyond={key: [other for other in web.above[key] if other in seen] for key in keys if key in web.above},
    )
    return replace(scene, opened=opened_to(scene, depth))
