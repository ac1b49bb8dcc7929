"""A dispute as a small map: the statements that decide how something comes out, with the links among them."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.drawing import MOST, write_map
from graph import Explanation, Store, projection, readings, summary
from viz import Opening, answer_scene, atlas

if TYPE_CHECKING:
    from viz import Map


def draw_dispute(store: Store, explanation: Explanation, title: str) -> "Map":
    """Return the map of a dispute.

    Args:
        store: Where it is.
        explanation: What tells of the dispute.
        title: Of the map.

    Raises:
        MapError: When there is nothing to draw.
    """
    graph = projection(store, items=explanation.items, most=MOST)
    scene = answer_scene(graph, explanation.items)
    opening = Opening("answer")
    return atlas(graph, title=title, opening=opening, summary=summary(store), readings=readings(store), scene=scene)


def write_dispute(store: Store, explanation: Explanation, title: str, output: Path) -> None:
    """Write the map of a dispute, and print where it is."""
    write_map(draw_dispute(store, explanation, title), output, output.name)
