"""Maps: the argument of a corpus, and its policies and powers, as one HTML page that needs no network.

A map is made from the networkx projection that `graph.projection` gives. Read `maps.py` first: it is the door.
The way of a map: `web.py` says what bears on what; `argument.py`, `focus.py`, `power.py` and `answer.py` choose the
boxes and links (a `Scene`); `tree.py` says where a shared box hangs, `layout.py` where it stands, `routes.py` how the
links run. `svg.py` draws that; `assembly.py` and `page.py` write the page from `templates/`, whose script folds,
filters and moves the same scenes.
May import graph, claims, ontology; pyvis and jinja2 are imported only when a page is made.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from viz.answer import answer_scene
from viz.colours import stylesheet
from viz.draft import Drawing, draft_drawing
from viz.errors import MapError
from viz.kinds import KINDS, RELATIONS, STATEMENTS
from viz.maps import (
    Map,
    Opening,
    answer_map,
    argument_map,
    atlas,
    focus_map,
    power_map,
    section_map,
)
from viz.served import Notice, Served, Visit
from viz.standing import STANDINGS, Standing

__all__ = [
    "KINDS",
    "RELATIONS",
    "STANDINGS",
    "STATEMENTS",
    "Drawing",
    "Map",
    "MapError",
    "Notice",
    "Opening",
    "Served",
    "Standing",
    "Visit",
    "answer_map",
    "answer_scene",
    "argument_map",
    "atlas",
    "draft_drawing",
    "dressed",
    "focus_map",
    "power_map",
    "section_map",
    "served_assets",
    "stylesheet",
]

if TYPE_CHECKING:
    from viz.page import dressed, served_assets


def __getattr__(name: str) -> object:
    """Load on first use what needs jinja2 and pyvis, which take a third of a second to import."""
    if name not in ("dressed", "served_assets"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("viz.page"), name)
