"""Maps: the argument of a corpus, and its policies and powers, as one HTML page that needs no network.

A map is made from the networkx projection that `graph.projection` gives. Read `maps.py` first: it is the door.
The way of a map: `web.py` says what bears on what; `argument.py`, `focus.py`, `power.py` and `answer.py` choose the
boxes and links (a `Scene`); `tree.py` says where a shared box hangs, `layout.py` where it stands, `routes.py` how the
links run. `svg.py` draws that; `assembly.py` and `page.py` write the page from `templates/`, whose script folds,
filters and moves the same scenes.
May import graph, claims, ontology; pyvis and jinja2 are imported only when a page is made.
"""

from viz.answer import answer_scene
from viz.errors import MapError
from viz.kinds import STATEMENTS
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

__all__ = [
    "STATEMENTS",
    "Map",
    "MapError",
    "Opening",
    "answer_map",
    "answer_scene",
    "argument_map",
    "atlas",
    "focus_map",
    "power_map",
    "section_map",
]
