"""The door: maps of an argument, a section, power and policy, one item, or an answer, and what one can do with a map.

Every page has all views of the corpus in it and opens at the one that was asked for.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viz.answer import answer_scene
from viz.argument import argument_scene, section_scene
from viz.errors import MapError
from viz.focus import focus_scene
from viz.power import GROUPINGS, power_scene
from viz.web import web_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from networkx import MultiDiGraph
    from pyvis.network import Network

    from graph import Reading, Summary
    from viz.scene import Scene
    from viz.served import Served
    from viz.web import Web


@dataclass(frozen=True)
class Opening:
    """What a page shows at first.

    Attributes:
        view: "start", "argument", "section", "power", "focus", "reading" or "answer".
        at: node key of the statement or item, or the number of the section; "" where there is nothing to name.
        depth: steps that are unfolded at first; None: as many as can be taken in at once.
        by: grouping of the power map: "power", "actor" or "instrument".
    """

    view: str
    at: str = ""
    depth: int | None = None
    by: str = "power"


@dataclass(frozen=True, eq=False)
class Map:
    """A map, ready to be written. In a notebook it shows itself.

    Attributes:
        title: heading of the page.
        opening: what it shows at first.
        scene: the boxes and links of that; None where it is no drawing (start page, reading view).
    """

    title: str
    opening: Opening
    scene: Scene | None
    _graph: MultiDiGraph[str]
    _web: Web
    _summary: Summary | None = None
    _readings: Sequence[Reading] = ()

    def html(self, served: Served | None = None) -> str:
        """The map as one HTML page that asks no host for anything; or as a page of a server, where one is told.

        Args:
            served: what the page is told of its server; `dressed` puts in what is told to one visitor alone.
        """
        from viz.assembly import assemble  # pyvis and jinja2 take a third of a second to import

        parts = self.title, self.opening, self.scene, self._summary, self._readings
        return assemble(self._graph, self._web, *parts, served)

    @property
    def left_out(self) -> int:
        """How many statements of the corpus are not on the page."""
        return int(self._graph.graph.get("left_out", 0))

    def svg(self, theme: str = "light") -> str:
        """What the map shows at first as a vector drawing (SVG).

        Args:
            theme: "light", "dark" or "contrast".

        Raises:
            MapError: the map is a start page or a reading view, which are no drawings.
        """
        from viz.svg import svg

        return svg(self._drawn(), title=self.title, theme=theme)

    def network(self) -> Network:
        """What the map shows at first as a pyvis network, to go on with in a notebook.

        Raises:
            MapError: the map is a start page or a reading view, which are no drawings.
        """
        from viz.page import network

        return network(self._graph, self._drawn())

    def _drawn(self) -> Scene:
        if self.scene is None:
            raise MapError(f"The {self.opening.view} view is text, no drawing; write it as a page (.html).", "")
        return self.scene

    def save(self, path: str | Path) -> Path:
        """Writes the map as UTF-8 and returns its path: a drawing where the name ends in .svg, else a page.

        Args:
            path: file to write; an older one is replaced.

        Raises:
            MapError: a drawing is asked for of what is none.
            OSError: the file cannot be written.
        """
        target = Path(path)
        target.write_text(self.svg() if target.suffix.lower() == ".svg" else self.html(), encoding="utf-8")
        return target

    def _repr_html_(self) -> str:
        frame = 'width="100%" height="700" style="border:0"'
        return f'<iframe title="{html.escape(self.title)}" {frame} srcdoc="{html.escape(self.html())}"></iframe>'

    def __repr__(self) -> str:
        if self.scene is None:
            return f"<Map {self.title!r}: {self.opening.view}>"
        return f"<Map {self.title!r}: {len(self.scene.boxes)} boxes, {len(self.scene.links)} links>"


def atlas(
    graph: MultiDiGraph[str],
    *,
    title: str,
    opening: Opening,
    summary: Summary | None = None,
    readings: Sequence[Reading] = (),
    scene: Scene | None = None,
) -> Map:
    """All views of a corpus as one map.

    Args:
        graph: the projection (`graph.projection`).
        title: heading of the page.
        opening: what it shows at first.
        summary: of the corpus (`graph.summary`); without one there is no start page.
        readings: the texts of its sources (`graph.readings`); without any there is no reading view.
        scene: of an answer.

    Raises:
        MapError: what it should open at is not there.
    """
    web = web_of(graph)
    if scene is None and opening.view in _SCENES:
        scene = _SCENES[opening.view](graph, opening, web)
    return Map(title, opening, scene, graph, web, summary, readings)


def argument_map(graph: MultiDiGraph[str], root: str | None = None, *, title: str, depth: int | None = None) -> Map:
    """The map of everything that bears on one statement: what supports, attacks, undercuts and restates it, and so on.

    Args:
        graph: the projection (`graph.projection`).
        root: node key of the statement.
        title: heading of the page.
        depth: steps from the root that are unfolded when the page opens; None: as many as can be taken in at once.

    Raises:
        MapError: no root is given, or the graph has no such statement.
    """
    return atlas(graph, title=title, opening=Opening("argument", root or "", depth))


def section_map(graph: MultiDiGraph[str], number: int, *, title: str, depth: int | None = None) -> Map:
    """The map of the statements of one section and the links among them.

    Args:
        graph: the projection (`graph.projection`).
        number: of the section.
        title: heading of the page.
        depth: as for `argument_map`.

    Raises:
        MapError: no statement stands in such a section.
    """
    return atlas(graph, title=title, opening=Opening("section", str(number), depth))


def focus_map(graph: MultiDiGraph[str], item: str, *, title: str, depth: int | None = None) -> Map:
    """The map of one item with its neighbours on both sides.

    Args:
        graph: the projection (`graph.projection`).
        item: node key of a statement, a policy, a type of power or an actor.
        title: heading of the page.
        depth: steps to either side that are unfolded when the page opens; None: one.

    Raises:
        MapError: the graph has no such item.
    """
    return atlas(graph, title=title, opening=Opening("focus", item, depth))


def power_map(graph: MultiDiGraph[str], *, title: str, by: str = "power") -> Map:
    """The map of the types of power, the policies that wield, strengthen or erode them, and who says so.

    Args:
        graph: the projection (`graph.projection`).
        title: heading of the page.
        by: what stands first: types of "power", the "actor" who carries a policy out, or its "instrument".

    Raises:
        MapError: there is no such grouping.
    """
    return atlas(graph, title=title, opening=Opening("power", by=by))


def answer_map(
    graph: MultiDiGraph[str], items: Iterable[str], triples: Iterable[tuple[str, str, str]] = (), *, title: str
) -> Map:
    """The map of the items of an answer and the links among them.

    Args:
        graph: the projection (`graph.projection`).
        items: node keys, in the order of the answer.
        triples: of an answer that says links itself (CONSTRUCT): only these are drawn then.
        title: heading of the page.

    Raises:
        MapError: none of the items is in the graph.
    """
    return atlas(graph, title=title, opening=Opening("answer"), scene=answer_scene(graph, items, triples))


def _argument(graph: MultiDiGraph[str], opening: Opening, web: Web) -> Scene:
    if not opening.at:
        raise MapError("An argument map needs a statement to start from.", "")
    return argument_scene(graph, opening.at, opening.depth, web)


def _power(graph: MultiDiGraph[str], opening: Opening, _: Web) -> Scene:
    if opening.by not in GROUPINGS:
        raise MapError(f"A power map is grouped by {', '.join(GROUPINGS)}, not by {opening.by}.", "")
    return power_scene(graph, opening.by)


_SCENES: dict[str, Any] = {
    "argument": _argument,
    "section": lambda graph, opening, web: section_scene(graph, int(opening.at), opening.depth, web),
    "focus": lambda graph, opening, web: focus_scene(graph, opening.at, opening.depth or 1, web),
    "power": _power,
}
