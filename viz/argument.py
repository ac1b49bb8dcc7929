"""The scenes of argument maps: what bears on one statement, what a section says, and all there is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from viz.errors import MapError
from viz.kinds import STATEMENTS
from viz.scene import Scene
from viz.tree import MOST_BOXES, opened_to, unfold
from viz.web import ARGUMENT, Web, among, roots_of, web_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from networkx import MultiDiGraph

FIRST_SIGHT = 16
"""How many boxes a reader can take in when the page opens: about a screen and a half of them."""


def argument_scene(graph: MultiDiGraph[str], root: str, depth: int | None = None, web: Web | None = None) -> Scene:
    """Everything that supports, attacks, undercuts or restates the root, and what bears on that, and so on.

    Args:
        graph: the projection.
        root: node key of a statement.
        depth: steps from the root that are unfolded at first; None: as many as show `FIRST_SIGHT` boxes at most.
        web: the web of the graph, where it is at hand.

    Raises:
        MapError: the graph has no such node, or it is not a statement.
    """
    if root not in graph:
        raise MapError(f"There is no item {root} in this graph.", root)
    if graph.nodes[root]["kind"] not in STATEMENTS:
        node = graph.nodes[root]
        what = f"“{node['id']}” ({node['kind']}) is no statement"
        raise MapError(f"{what}; an argument map starts from a statement.", root)
    web = web or web_of(graph)
    keys = web.reached([root])
    return _scene(web, keys, [root], depth, _left_out(graph, len(keys)))


def section_scene(graph: MultiDiGraph[str], number: int, depth: int | None = None, web: Web | None = None) -> Scene:
    """The statements of one section and the links among them; its roots bear on nothing else in the section.

    Theses come first among the roots; of a circle of statements a thesis is the root, else the first in the text.

    Args:
        graph: the projection.
        number: of the section.
        depth: as for `argument_scene`.
        web: the web of the graph, where it is at hand.

    Raises:
        MapError: no statement stands in such a section.
    """
    web = web or web_of(graph)
    nodes = graph.nodes
    statements = [key for key in web.boxes if nodes[key]["kind"] in STATEMENTS]
    keys = [key for key in statements if nodes[key].get("section") == number]
    if not keys:
        known = sorted({nodes[key]["section"] for key in statements if nodes[key].get("section")})
        there = f"there are sections {', '.join(map(str, known))}" if known else "no statement has a place in a section"
        raise MapError(f"No statement stands in a section {number}; {there}.", str(number))
    links = among(web.links, set(keys), ARGUMENT)
    theses_first = sorted(keys, key=lambda key: nodes[key]["kind"] != "thesis")
    roots = roots_of(links, theses_first)
    more = len(roots) - MOST_BOXES
    told = f"{more:,} more statements that bear on no other here are not drawn." if more > 0 else ""
    return _scene(web, keys, roots[:MOST_BOXES], depth, told)


def whole_scene(graph: MultiDiGraph[str], first: str | None, web: Web | None = None) -> Scene:
    """All statements, each under what it bears on: the argument for the first statement, then all others.

    Args:
        graph: the projection.
        first: node key of the statement to begin with, or None.
        web: the web of the graph, where it is at hand.
    """
    web = web or web_of(graph)
    keys = [key for key in web.boxes if graph.nodes[key]["kind"] in STATEMENTS]
    links = among(web.links, set(keys), ARGUMENT)
    ahead = [first] if first is not None and first in web.boxes else []
    roots = roots_of(links, [*ahead, *(key for key in keys if key != first)])
    roots = [*ahead, *(key for key in roots if key != first)]
    return _scene(web, keys, roots, 1, "")


def _scene(web: Web, keys: Sequence[str], roots: Sequence[str], depth: int | None, left_out: str) -> Scene:
    links = among(web.links, set(keys), ARGUMENT)
    joined = {pair for link in links for pair in ((link.source, link.target), (link.target, link.source))}
    below = {key: [other for other in web.below.get(key, ()) if (key, other) in joined] for key in keys}
    scene = Scene(tuple(roots), {key: web.boxes[key] for key in keys}, links, below, left_out=left_out)
    return replace(scene, opened=opened_to(scene, _readable_depth(scene) if depth is None else depth))


def _readable_depth(scene: Scene) -> int:
    """The most steps (of one to three) that show no more boxes than a reader can take in; at least one."""
    shown = {depth: len(unfold(scene, opened_to(scene, depth)).walk()) for depth in (3, 2, 1)}
    return next((depth for depth, count in shown.items() if count <= FIRST_SIGHT), 1)


def _left_out(graph: MultiDiGraph[str], shown: int) -> str:
    count = sum(node["kind"] in STATEMENTS for _, node in graph.nodes(data=True)) - shown
    if not count:
        return ""
    words = "statements do not bear on this one and are" if count > 1 else "statement does not bear on this one and is"
    return f"{count} other {words} not drawn."
