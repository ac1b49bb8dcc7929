"""Maps: an argument or the links between policies and powers, as one HTML page that needs no network.

A map is made from the networkx projection that `graph.projection` gives. Read `maps.py` first: it is the door.
The way of a map: `argument.py` or `power.py` choose the boxes and links (a `Scene`), `tree.py` says where a shared
box hangs, `layout.py` where it stands, and `page.py` writes the page from `templates/`.
May import graph, claims, ontology; networkx, pyvis and jinja2 are imported only when a map is made.
"""

from viz.errors import MapError
from viz.maps import Map, argument_map, power_map

__all__ = ["Map", "MapError", "argument_map", "power_map"]
