"""GEXF 1.2, for Gephi (https://gexf.net): nodes and edges with their attributes, colours, shapes and sizes.

Of the argument as a whole it has its title only; GraphML has its language, source text and data, too.
"""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from networkx.readwrite.gexf import GEXFWriter

from claims.formats.argument import Argument
from claims.formats.as_looks import LINES, LOOKS, OTHER, PLAIN, RELATION
from claims.formats.as_network import Network, network

_SMALL, _USUAL, _LARGE = 4.0, 10.0, 16.0


def generate(argument: Argument) -> str:
    """Return an argument as GEXF, without the day it was written: the same argument is the same text."""
    graph = network(argument)
    about = {name: graph.graph.pop(name) for name in [*graph.graph]}
    _add_looks(graph)
    writer = GEXFWriter(graph=graph, prettyprint=False, version="1.2draft")
    root: ET.Element = writer.xml
    root.attrib.pop("xmlns:viz", None)
    _describe(root, about)
    _drop_keys(root)
    ET.indent(root)
    said = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{said}\n'


def _describe(root: ET.Element, about: Mapping[str, Any]) -> None:
    """Say what the graph is, where the schema has a place for it: it has none for a name or a text of the graph."""
    meta, drawn = root[0], root[1]
    meta.clear()
    ET.SubElement(meta, "creator").text = "claimatlas"
    ET.SubElement(meta, "description").text = about.get("name", "")
    drawn.attrib.pop("name", None)


def _drop_keys(root: ET.Element) -> None:
    """Take out the attribute in which networkx repeats the ids of edges."""
    declared = root.find("graph/attributes[@class='edge']")
    key = declared.find("attribute[@title='networkx_key']") if declared is not None else None
    if declared is None or key is None:
        return
    declared.remove(key)
    for values in root.iterfind("graph/edges/edge/attvalues"):
        for value in values.findall(f"attvalue[@for='{key.get('id')}']"):
            values.remove(value)


def _add_looks(graph: Network) -> None:
    for _, said in graph.nodes(data=True):
        look = LOOKS.get(said["kind"], OTHER)
        small = look == RELATION or look.gexf == "diamond"
        size = _LARGE if said["kind"] == "thesis" else _SMALL if small else _USUAL
        said["viz"] = {"color": _colour(look.ink), "size": size, "shape": look.gexf}
    for _, _, key, said in graph.edges(data=True, keys=True):
        line = LINES.get(said.get("role", ""), PLAIN)
        said["id"] = key
        said["viz"] = {"color": _colour(line.ink), "thickness": 1.0, "shape": line.stroke}


def _colour(said: str) -> dict[str, int]:
    return {name: int(said[place : place + 2], 16) for name, place in (("r", 1), ("g", 3), ("b", 5))}
