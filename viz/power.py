"""The scene of a power map: what policies do to types of power, grouped by type of power, by actor or by instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viz.power_by_group import scene_by_group
from viz.power_by_type import scene_by_type

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from viz.scene import Scene

GROUPINGS = ("power", "actor", "instrument")
"""What can stand at the left of a power map."""


def power_scene(graph: MultiDiGraph[str], by: str = "power") -> Scene:
    """All power links as one scene; a graph without any gives the types of power alone, or an empty scene.

    Every power link is in each grouping. Boxes of instruments, and of "No actor named", show items that are no nodes of
    the graph.

    Args:
        graph: the projection.
        by: one of `GROUPINGS`. "power": types of power, their policies, the statements that say so; "actor" and
            "instrument": these, their policies, the types of power each bears on, the statements that say so.
    """
    return scene_by_type(graph) if by == "power" else scene_by_group(graph, by)
