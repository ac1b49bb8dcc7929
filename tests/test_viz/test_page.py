"""The page as a file: what is in it before any browser opens it."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.test_viz.made_up import POLICIES, POWERS, STATEMENTS, iri, town
from tests.test_viz.whole_town import whole_town
from viz import Map, MapError, Opening, argument_map, focus_map, section_map

if TYPE_CHECKING:
    import networkx as nx


TEMPLATES = Path(__file__).parents[2] / "viz" / "templates"


class Anchors(HTMLParser):
    """Collects element ids, and the addresses of links and sources; checks that lists are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.depth = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.depth += tag in ("ul", "ol")
        self.ids.extend(value for name, value in found.items() if name == "id" and value)
        self.addresses.extend(value for name, value in found.items() if name in ("href", "src") and value)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in ("ul", "ol")


@pytest.fixture(scope="module")
def whole() -> Map:
    return whole_town()


def test_every_page_lists_every_item_of_the_corpus_with_its_anchor(argument: Map, powers: Map) -> None:
    for shown in (argument, powers):
        assert {*STATEMENTS, *POWERS, *POLICIES} <= set(Anchors(shown.html()).ids)


def test_no_element_id_stands_twice(argument: Map, powers: Map, whole: Map) -> None:
    for page in (Anchors(argument.html()), Anchors(powers.html()), Anchors(whole.html())):
        assert len(page.ids) == len(set(page.ids))


def test_the_lists_of_the_outline_are_closed(argument: Map, powers: Map, whole: Map) -> None:
    assert [Anchors(shown.html()).depth for shown in (argument, powers, whole)] == [0, 0, 0]


def test_the_page_links_to_nothing_but_itself(whole: Map) -> None:
    assert all(address.startswith(("#", "data:,")) for address in Anchors(whole.html()).addresses)


def test_every_link_to_an_item_leads_to_one_that_is_there(whole: Map) -> None:
    page = Anchors(whole.html())
    named = {address.split("/")[-1].split("?")[0].lstrip("#") for address in page.addresses if "/focus/" in address}
    assert named
    assert named <= set(page.ids)


def test_no_element_has_a_style_or_a_handler_of_its_own(whole: Map) -> None:
    body = whole.html().split("<body>")[1].split('<script type="application/json"')[0]
    assert re.findall(r"<[^>]+\s(?:style|on\w+)=", body) == []


def test_a_page_without_a_summary_or_a_text_has_no_tab_for_them(argument: Map, whole: Map) -> None:
    views = [re.findall(r'<a href="#/\w+" data-view="(\w+)"', shown.html()) for shown in (argument, whole)]
    assert views == [["argument", "power"], ["start", "argument", "power", "reading"]]


def test_a_page_can_open_at_its_overview_or_its_text(whole: Map) -> None:
    for view in ("start", "reading"):
        shown = whole_town(Opening(view))
        assert shown.scene is None
        assert repr(shown) == f"<Map 'A town and its ferry': {view}>"
        assert f'"view":"{view}"' in shown.html().replace(" ", "")


def test_what_is_no_drawing_cannot_be_saved_as_one(tmp_path: Path) -> None:
    with pytest.raises(MapError, match="is text, no drawing"):
        whole_town(Opening("start")).save(tmp_path / "start.svg")


def test_a_name_that_ends_in_svg_is_saved_as_a_drawing(argument: Map, tmp_path: Path) -> None:
    assert argument.save(tmp_path / "map.svg").read_text("utf-8").lstrip().startswith(("<svg", "<?xml"))


def test_no_string_of_the_script_or_the_style_sheet_spans_lines() -> None:
    for path in sorted(TEMPLATES.glob("*.js")):
        code = re.sub(r"/(?![*/ ])(?:[^/\\\n\[]|\\.|\[[^\]\n]*\])+/[gimuy]*", "0", path.read_text("utf-8"))
        assert all(line.count("`") % 2 == 0 for line in code.splitlines()), path.name


def test_section_and_focus_have_maps_of_their_own(graph: "nx.MultiDiGraph[str]") -> None:
    assert repr(section_map(graph, 1, title="S")).startswith("<Map 'S': 14 boxes")
    assert repr(focus_map(graph, iri("elsewhere"), title="F")) == "<Map 'F': 1 boxes, 0 links>"


def test_the_outline_names_further_links_from_both_ends(argument: Map) -> None:
    text = re.sub(r"<[^>]+>|\s+", " ", argument.html())
    assert re.search(r"also supports\s+Neighbours trust a town that gives", text)
    assert re.search(r"also supported by\s+The guild&#39;s letter", text)


def test_the_policy_of_the_page_allows_no_inline_code(argument: Map) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', argument.html())
    assert policy
    assert policy.group(1).startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy.group(1)


def test_the_same_graph_gives_the_same_page(argument: Map) -> None:
    again = argument_map(town(), iri("free-ferry"), title="A town and its ferry", depth=2)
    assert again.html() == argument.html()


def test_items_of_two_kinds_with_one_id_get_two_anchors() -> None:
    graph = town()
    graph.nodes[iri("motto")]["id"] = graph.nodes[iri("trust-grows")]["id"]
    ids = Anchors(argument_map(graph, iri("free-ferry"), title="Twins").html()).ids
    assert {"trust-grows", "claim-trust-grows"} <= set(ids)


def test_a_map_is_saved_as_utf_8(argument: Map, tmp_path: Path) -> None:
    path = argument.save(tmp_path / "map.html")
    assert "◉" in path.read_bytes().decode("utf-8")


def test_a_map_shows_itself_in_a_notebook_inside_a_frame(argument: Map) -> None:
    shown = argument._repr_html_()
    assert shown.startswith("<iframe")
    assert "<script" not in shown


def test_making_a_map_leaves_the_graph_as_it_was(graph: "nx.MultiDiGraph[str]", argument: Map, powers: Map) -> None:
    argument.html()
    powers.html()
    assert list(graph.edges(keys=True, data=True)) == list(town().edges(keys=True, data=True))
    assert list(graph.nodes(data=True)) == list(town().nodes(data=True))


def test_importing_viz_loads_neither_pyvis_nor_jinja() -> None:
    code = "import sys, viz; print(sorted({'pyvis', 'jinja2', 'networkx', 'IPython'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
