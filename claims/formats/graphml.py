"""GraphML, for yEd, Gephi and other graph tools (http://graphml.graphdrawing.org, schema 1.1).

What `as_network` says of nodes and edges stands in plain keys, which Gephi and networkx read. yEd shows those as
properties only, so each node and edge has a picture for it, too: yFiles' extension of GraphML
(https://yed.yworks.com/support/qa/70), where yEd finds label, shape, colour and place.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from networkx.readwrite.graphml import GraphMLWriter

from claims.formats.argument import Argument
from claims.formats.as_looks import LINES, LOOKS, OTHER, PLAIN
from claims.formats.as_network import Network, network, places
from claims.formats.as_power import WORDS_OF_POWER
from claims.formats.as_words import is_relation_type

_Y = "{http://www.yworks.com/xml/graphml}"
_G = "{http://graphml.graphdrawing.org/xmlns}"
_SCHEMA = "http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd"
_STROKES = {"solid": "line", "dashed": "dashed", "dotted": "dotted"}
_LETTER, _LINE, _WIDTH = 7, 16, 26
"""About how wide a letter and how high a line is in yEd, in pixels, and how many letters a line of a box has."""


def generate(argument: Argument) -> str:
    """Return an argument as GraphML."""
    ET.register_namespace("y", _Y[1:-1])
    graph = network(argument)
    writer = GraphMLWriter(graph=graph, prettyprint=False)
    root: ET.Element = writer.xml
    root.set("xsi:schemaLocation", f"{_G[1:-1]} {_SCHEMA}")
    _add_pictures(root, graph)
    ET.indent(root)
    said = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{said}\n'


def _add_pictures(root: ET.Element, graph: Network) -> None:
    """Put yEd's pictures first in each node and edge: readers that know both take the label of what comes last."""
    for number, scope in enumerate(("node", "edge")):
        key = {"id": f"y{number}", "for": scope, "yfiles.type": f"{scope}graphics"}
        root.insert(number, ET.Element("key", key))
    where = places(graph)
    nodes: Iterable[tuple[str, Mapping[str, Any]]] = graph.nodes.items()
    for element, (one, said) in zip(root.iterfind("graph/node"), nodes, strict=True):
        element.insert(0, _data("y0", _node(said, *where[one])))
    for element, (_, _, shown) in zip(root.iterfind("graph/edge"), graph.edges(data=True), strict=True):
        element.insert(0, _data("y1", _edge(shown)))


def _data(key: str, picture: ET.Element) -> ET.Element:
    made = ET.Element("data", {"key": key})
    made.append(picture)
    return made


def _node(said: Mapping[str, Any], x: int, y: int) -> ET.Element:
    look = LOOKS.get(said["kind"], OTHER)
    spoken = is_relation_type(said.get("type", ""))  # its label says what it does
    label = _wrapped(said["label"] if spoken else f"{said['kind'].upper()}: {said['label']}")
    lines = label.split("\n")
    width, height = max(map(len, lines)) * _LETTER + 24, len(lines) * _LINE + 20
    return _element(
        "ShapeNode",
        _element("Geometry", x=f"{x}.0", y=f"{y}.0", width=f"{width}.0", height=f"{height}.0"),
        _element("Fill", color=look.fill.upper(), transparent="false"),
        _element("BorderStyle", color=look.ink.upper(), type="line", width="1.5"),
        _element("NodeLabel", text=label, fontFamily="Dialog", fontSize="12", textColor="#18202C", visible="true"),
        _element("Shape", type=look.yed),
    )


def _edge(said: Mapping[str, Any]) -> ET.Element:
    role = said.get("role", "")
    line = LINES.get(role, PLAIN)
    parts = [
        _element("LineStyle", color=line.ink.upper(), type=_STROKES[line.stroke], width="1.5"),
        _element("Arrows", source="none", target=line.yed),
    ]
    if role in WORDS_OF_POWER:  # of others, the box of the relation says what it is
        parts.append(_element("EdgeLabel", text=role, fontFamily="Dialog", fontSize="10", visible="true"))
    return _element("PolyLineEdge", *parts)


def _element(name: str, *parts: ET.Element, text: str = "", **said: str) -> ET.Element:
    made = ET.Element(f"{_Y}{name}", said)
    made.text = text or None
    made.extend(parts)
    return made


def _wrapped(text: str) -> str:
    """Return a text in lines; it begins with a word of ours, since yEd takes one that begins with <html> for HTML."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= _WIDTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
