"""The drawing of what somebody is about to add."""

import xml.etree.ElementTree as ET

import networkx as nx
import pytest

from tests.test_viz.made_up import iri
from viz import MapError
from viz.draft import draft_drawing


@pytest.fixture
def drafted(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """The town's ferry, and an objection to it that is about to be added."""
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_node(iri("free-ferry"), **graph.nodes[iri("free-ferry")])
    part.add_node(
        "new", kind="counterargument", id="new", label="It costs", text="A ferry <i>costs</i> money. \u202eevil"
    )
    part.add_edge("new", iri("free-ferry"), key="against", relation="attacks")
    part.add_node("ada", kind="actor", id="ada", label="Ada", text="")
    part.add_edge("new", "ada", key="held_by", relation="held_by")
    return part


def test_the_new_box_is_marked_and_the_link_is_told_in_words(drafted: "nx.MultiDiGraph[str]") -> None:
    drawing = draft_drawing(drafted, ["new"], title="New")
    words = [text.text for text in ET.fromstring(drawing.svg).iter("{http://www.w3.org/2000/svg}text")]
    assert words.count("new") == 1
    assert len(drawing.words) == 1
    assert drawing.words[0].startswith("Counterargument “It costs” speaks against ")


def test_who_holds_a_draft_is_no_part_of_its_drawing(drafted: "nx.MultiDiGraph[str]") -> None:
    assert "Ada" not in draft_drawing(drafted, ["new"], title="New").svg


def test_the_drawing_has_the_colours_of_the_page_and_no_ground_of_its_own(drafted: "nx.MultiDiGraph[str]") -> None:
    root = ET.fromstring(draft_drawing(drafted, ["new"], title="New").svg)
    colours = {value for part in root.iter() for name, value in part.items() if name in ("fill", "stroke")}
    assert colours <= {"none"} | {colour for colour in colours if colour.startswith("var(--")}
    assert not any(part.get("width") == "100%" for part in root.iter())


def test_words_of_a_draft_stay_words(drafted: "nx.MultiDiGraph[str]") -> None:
    svg = draft_drawing(drafted, ["new"], title="<script>").svg
    assert "<i>" not in svg
    assert "<script>" not in svg
    assert "\u202e" not in svg


def test_what_cannot_be_drawn_is_refused(drafted: "nx.MultiDiGraph[str]") -> None:
    with pytest.raises(MapError):
        draft_drawing(drafted, ["https://example.org/none"], title="New")
