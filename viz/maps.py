"""The door: a map of an argument, a map of policies and power, and what one can do with a map."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from viz.argument import argument_scene
from viz.errors import MapError
from viz.power import power_scene

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from viz.scene import Scene


@dataclass(frozen=True, eq=False)
class Map:
    """A map, ready to be written. In a notebook it shows itself.

    Attributes:
        title: heading of the page.
    """

    title: str
    _graph: MultiDiGraph[str]
    _scene: Scene

    def html(self) -> str:
        """The map as one HTML page that asks no host for anything."""
        from viz.page import page  # pyvis and jinja2 take a third of a second to import

        return page(self._graph, self._scene, self.title)

    def save(self, path: str | Path) -> Path:
        """Writes the page as UTF-8 and returns its path.

        Args:
            path: file to write; an older one is replaced.

        Raises:
            OSError: the file cannot be written.
        """
        target = Path(path)
        target.write_text(self.html(), encoding="utf-8")
        return target

    def _repr_html_(self) -> str:
        frame = 'width="100%" height="700" style="border:0"'
        return f'<iframe title="{html.escape(self.title)}" {frame} srcdoc="{html.escape(self.html())}"></iframe>'

    def __repr__(self) -> str:
        return f"<Map {self.title!r}: {len(self._scene.boxes)} boxes, {len(self._scene.links)} links>"


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
    if root is None:
        raise MapError("An argument map needs a statement to start from.", "")
    return Map(title, graph, argument_scene(graph, root, depth))


def power_map(graph: MultiDiGraph[str], *, title: str) -> Map:
    """The map of the types of power, the policies that wield, strengthen or erode them, and who says so.

    Args:
        graph: the projection (`graph.projection`).
        title: heading of the page.
    """
    return Map(title, graph, power_scene(graph))
