"""The page as a file: what is in it before any browser opens it."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from tests.test_viz.made_up import POLICIES, POWERS, STATEMENTS, iri, town
from viz import Map, argument_map

if TYPE_CHECKING:
    import networkx as nx


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
        self.depth += tag in ("ul", "li")
        self.ids.extend(value for name, value in found.items() if name == "id" and value)
        self.addresses.extend(value for name, value in found.items() if name in ("href", "src") and value)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in ("ul", "li")


def test_the_outline_lists_every_item_of_an_argument_with_its_anchor(argument: Map) -> None:
    assert set(STATEMENTS) - {"elsewhere"} <= set(Anchors(argument.html()).ids)


def test_the_outline_lists_every_item_of_a_power_map_with_its_anchor(powers: Map) -> None:
    assert {*POWERS, *POLICIES, "trust-grows", "motto"} <= set(Anchors(powers.html()).ids)


def test_no_element_id_stands_twice(argument: Map, powers: Map) -> None:
    for page in (Anchors(argument.html()), Anchors(powers.html())):
        assert len(page.ids) == len(set(page.ids))


def test_the_lists_of_the_outline_are_closed(argument: Map, powers: Map) -> None:
    assert Anchors(argument.html()).depth == Anchors(powers.html()).depth == 0


def test_the_page_links_to_nothing_but_itself(argument: Map) -> None:
    assert all(address.startswith(("#", "data:,")) for address in Anchors(argument.html()).addresses)


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
