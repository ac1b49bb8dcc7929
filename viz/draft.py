"""A drawing of what somebody is about to add: the new boxes and those that they join, and the same in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from viz.answer import answer_scene
from viz.kinds import KINDS, RELATIONS
from viz.strokes import PAGE
from viz.svg import svg
from viz.text import clean
from viz.web import web_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from networkx import MultiDiGraph

    from viz.scene import Link

NEW = "new"
"""The word on the boxes that are about to be added."""


class Drawing(NamedTuple):
    """A drawing as SVG for a place in a page, in the page's colours; and in words, a sentence for each new link."""

    svg: str
    words: tuple[str, ...]


def draft_drawing(graph: MultiDiGraph[str], drafted: Collection[str], *, title: str) -> Drawing:
    """The drawing of items that are about to be added, with what they join.

    Args:
        graph: the projection of these and of what they name (`graph.draft_projection`).
        drafted: their IRIs.
        title: names the drawing to those who do not see it.

    Raises:
        MapError: none of them can be drawn, nor what they join.
    """
    web = web_of(graph)
    new = set(drafted)
    own = [link for link in web.links if not new.isdisjoint((link.source, link.target, link.joint))]
    scene = answer_scene(graph, [*drafted, *(end for link in own for end in (link.source, link.target))], web=web)
    boxes = {key: replace(box, note=NEW) if box.item in new else box for key, box in scene.boxes.items()}
    told = [link for link in scene.links if link in own] or scene.links
    drawn = svg(replace(scene, boxes=boxes), title=title, theme=PAGE, fragment=True, bare=True)
    return Drawing(drawn, tuple(dict.fromkeys(_told(graph, link) for link in told)))


def _told(graph: MultiDiGraph[str], link: Link) -> str:
    return f"{_named(graph, link.source)} {RELATIONS[link.relation].active} {_named(graph, link.target)}"


def _named(graph: MultiDiGraph[str], key: str) -> str:
    node = graph.nodes[key]
    return f"{KINDS[node['kind']].word} “{clean(node['label']) or node['id']}”"
