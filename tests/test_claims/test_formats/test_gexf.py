"""GEXF: what the schema demands, what networkx reads back, and that no day stands in it."""

from io import BytesIO
from itertools import chain as joined
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
from hypothesis import given, settings

from claims.formats.argument import Argument
from claims.formats.as_network import network
from claims.formats.gexf import generate
from tests.quick import examples
from tests.test_claims.test_formats.arguments import arguments
from tests.test_claims.test_formats.as_examples import chain, harbour, hostile, port

VARIANT = Path(__file__).parents[2] / "data" / "variants" / "harbour.gexf"
G = "{http://www.gexf.net/1.2draft}"
VIZ = "{http://www.gexf.net/1.2draft/viz}"
SHAPES = {"node": {"disc", "square", "triangle", "diamond"}, "edge": {"solid", "dotted", "dashed", "double"}}


def read(text: str) -> "nx.MultiDiGraph[str]":
    found = nx.read_gexf(BytesIO(text.encode()))
    return nx.MultiDiGraph(found)


def faults(text: str) -> list[str]:
    """Return what breaks a rule of gexf.xsd 1.2 that this writer could break."""
    root = ET.fromstring(text)
    meta, graph = root
    found = [f"unknown: {name}" for name in {*meta.attrib, *graph.attrib} - {"defaultedgetype", "mode"}]
    ids = {part: [one.get("id") for one in graph.iter(f"{G}{part}")] for part in ("node", "edge", "attribute")}
    found += [f"twice: {of}" for of in ids.values() if len(of) != len(set(of))]
    for edge in graph.iter(f"{G}edge"):
        found += [f"no node: {edge.get(end)}" for end in ("source", "target") if edge.get(end) not in ids["node"]]
    for scope, part in joined(
        (("node", one) for one in graph.iter(f"{G}node")), (("edge", e) for e in graph.iter(f"{G}edge"))
    ):
        declared = {one.get("id") for one in graph.iterfind(f"{G}attributes[@class='{scope}']/{G}attribute")}
        found += [f"not declared: {one.attrib}" for one in part.iter(f"{G}attvalue") if one.get("for") not in declared]
        found += [
            f"no shape: {one.attrib}" for one in part.iter(f"{VIZ}shape") if one.get("value") not in SHAPES[scope]
        ]
    return found


def test_the_harbour_says_what_its_file_says() -> None:
    expected, found = read(VARIANT.read_text("utf-8")), read(generate(harbour()))
    assert dict(found.nodes.items()) == dict(expected.nodes.items())
    assert [*found.edges(data=True)] == [*expected.edges(data=True)]


@given(arguments())
@settings(max_examples=examples(40), deadline=None)
def test_every_argument_becomes_valid_gexf_that_is_read_back(argument: Argument) -> None:
    text, graph = generate(argument), network(argument)
    assert faults(text) == []
    found = read(text)
    assert [*found] == [*graph]
    assert sorted(found.edges()) == sorted(graph.edges())


def test_texts_come_back_as_they_were_with_a_sign_for_what_xml_cannot_hold() -> None:
    found, expected = read(generate(hostile())), network(hostile())
    names = ("label", "text", "held_by", "citation", "section", "scheme", "original_id", "data")
    said = [[said.get(name) for name in names] for _, said in found.nodes(data=True)]
    assert said == [[said.get(name) for name in names] for _, said in expected.nodes(data=True)]


def test_no_day_stands_in_it() -> None:
    assert "lastmodified" not in generate(harbour())


def test_kinds_differ_in_shape_and_size_not_in_colour_alone() -> None:
    looks = {one: (viz["shape"], viz["size"]) for one, viz in network_looks(port()).items()}
    assert looks["a"] == ("disc", "16.0")
    assert (looks["b"][0], looks["c"][0], looks["r"][0]) == ("square", "triangle", "diamond")


def network_looks(argument: Argument) -> dict[str, dict[str, str]]:
    """Return node → its shape and size, as the file has them."""
    nodes = ET.fromstring(generate(argument)).iter(f"{G}node")
    return {one.get("id", ""): {n: one.find(f"{VIZ}{n}").get("value", "") for n in ("shape", "size")} for one in nodes}  # type: ignore[union-attr]


def test_a_text_of_a_megabyte_and_a_long_chain_are_written() -> None:
    argument = chain(2_500)
    argument.nodes["s0"].text = "x <&> " * 170_000
    assert read(generate(argument)).nodes["s0"]["text"] == argument.nodes["s0"].text
