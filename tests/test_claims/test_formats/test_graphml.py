"""GraphML: what the schema demands, what networkx reads back, and what yEd shows."""

import re
from itertools import chain as joined
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
from hypothesis import given, settings

from claims.formats.argument import Argument
from claims.formats.as_network import network
from claims.formats.graphml import generate
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments
from tests.test_claims.test_formats.as_examples import chain, harbour, hostile, port

VARIANT = Path(__file__).parents[2] / "data" / "variants" / "harbour.graphml"
G = "{http://graphml.graphdrawing.org/xmlns}"
Y = "{http://www.yworks.com/xml/graphml}"
TOKEN = re.compile(r"[-.:\w]+", re.ASCII)


def read(text: str) -> "nx.MultiDiGraph[str]":
    found = nx.parse_graphml(text, force_multigraph=True)
    assert isinstance(found, nx.MultiDiGraph)
    return found


def faults(text: str) -> list[str]:
    """Return what breaks a rule of graphml.xsd 1.1 that this writer could break: order, tokens, keys and references."""
    root = ET.fromstring(text)
    keys, (graph,) = root.findall(f"{G}key"), root.findall(f"{G}graph")
    nodes, edges = graph.findall(f"{G}node"), graph.findall(f"{G}edge")
    ids = [[one.get("id", "") for one in of] for of in (keys, nodes, edges)]
    known, scopes = set(ids[1]), {key.get("id"): key.get("for") for key in keys}
    found = [f"no token: {one}" for one in joined(*ids) if not TOKEN.fullmatch(one)]
    found += [f"twice: {of}" for of in ids if len(of) != len(set(of))]
    found += [
        f"no node: {end}" for edge in edges for end in (edge.get("source"), edge.get("target")) if end not in known
    ]
    for part in (graph, *nodes, *edges):
        data = [one.get("key") for one in part.findall(f"{G}data")]
        scope = part.tag.removeprefix(G)
        found += [f"key of another: {one}" for one in data if scopes.get(one) != scope]
        found += [f"said twice in {part.attrib}: {data}"] if len(data) != len(set(data)) else []
    tags = [part.tag for part in root]
    return found + ([] if tags == [*[f"{G}key"] * len(keys), f"{G}graph"] else [f"order: {tags}"])


def test_the_harbour_says_what_its_file_says() -> None:
    expected, found = read(VARIANT.read_text("utf-8")), read(generate(harbour()))
    assert dict(found.nodes.items()) == dict(expected.nodes.items())
    assert [*found.edges(data=True, keys=True)] == [*expected.edges(data=True, keys=True)]
    assert found.graph == expected.graph


@given(arguments())
@settings(max_examples=examples(40), deadline=None)
def test_every_argument_becomes_valid_graphml_that_is_read_back(argument: Argument) -> None:
    text, graph = generate(argument), network(argument)
    assert faults(text) == []
    found = read(text)
    assert [*found] == [*graph]
    assert sorted(found.edges(keys=True)) == sorted(graph.edges(keys=True))


def test_texts_come_back_as_they_were_with_a_sign_for_what_xml_cannot_hold() -> None:
    found, expected = read(generate(hostile())), network(hostile())
    assert faults(generate(hostile())) == []
    names = ("label", "text", "held_by", "citation", "section", "scheme", "original_id", "data")
    said = [[said.get(name) for name in names] for _, said in found.nodes(data=True)]
    assert said == [[said.get(name) for name in names] for _, said in expected.nodes(data=True)]
    assert any(text and "nul \ufffd bell \ufffd" in text for text in said[17])


def test_a_text_of_a_megabyte_and_a_long_chain_are_written() -> None:
    argument = chain(2_500)
    argument.nodes["s0"].text = "x <&> " * 170_000
    assert read(generate(argument)).nodes["s0"]["text"] == argument.nodes["s0"].text


def test_yed_finds_a_label_a_shape_and_a_colour_for_every_node() -> None:
    root = ET.fromstring(generate(port()))
    (key,) = (one.get("id") for one in root.iter(f"{G}key") if one.get("yfiles.type") == "nodegraphics")
    pictures = [one.find(f"{G}data[@key='{key}']/{Y}ShapeNode") for one in root.iter(f"{G}node")]
    shown = [[part.tag.removeprefix(Y) for part in picture] for picture in pictures if picture is not None]
    assert shown == [["Geometry", "Fill", "BorderStyle", "NodeLabel", "Shape"]] * 13
    labels = [one.text for one in root.iter(f"{Y}NodeLabel")]
    assert labels[:3] == [
        "THESIS: Lower the toll",
        "EVIDENCE: Fewer ships call",
        "COUNTERARGUMENT: The toll\npays for light",
    ]


def test_yed_shows_what_a_policy_does_beside_its_arrow() -> None:
    root = ET.fromstring(generate(port()))
    assert [one.text for one in root.iter(f"{Y}EdgeLabel")] == ["is a kind of", "wields", "erodes"]


def test_no_label_begins_as_html_that_yed_would_show_as_such() -> None:
    argument = harbour()
    argument.nodes["a"].title = "<html><b>Lower</b>"
    labels = [one.text or "" for one in ET.fromstring(generate(argument)).iter(f"{Y}NodeLabel")]
    assert labels[0] == "THESIS: <html><b>Lower</b>"
