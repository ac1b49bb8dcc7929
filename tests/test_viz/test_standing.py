"""Standing is shown by shape, sign and word: in drawings, in the list of everything, and on the start page."""

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from tests.test_viz.made_up import iri, town
from tests.test_viz.standing_town import standing_page, standing_town
from tests.test_viz.whole_town import whole_town
from viz import Map, Opening
from viz.colours import PALETTE, THEMES, contrast
from viz.kinds import KINDS, STATEMENTS
from viz.standing import STANDINGS

if TYPE_CHECKING:
    import networkx as nx

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def graph() -> "nx.MultiDiGraph[str]":
    return standing_town()


@pytest.fixture(scope="module")
def page() -> Map:
    return standing_page()


@pytest.fixture(scope="module")
def soup(page: Map) -> BeautifulSoup:
    return BeautifulSoup(page.html(), "html.parser")


def shapes(svg: str) -> list[dict[str, Any]]:
    """The outlines of boxes in a drawing, as attributes, in their order."""
    return [path.attrib for path in ET.fromstring(svg).iter(f"{SVG}path") if path.get("fill", "").startswith("#")]


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("theme", THEMES)
def test_signs_and_words_can_be_read_on_every_box(theme: str) -> None:
    grounds = ("ground", "panel", "falls-fill", *(f"{kind}-fill" for kind in STATEMENTS))
    pairs = [(name, ground) for name in (*STANDINGS, "changed") for ground in grounds]
    pairs += [(text, "falls-fill") for text in ("muted", "ink", *STATEMENTS)]
    found = {pair: contrast(*(getattr(PALETTE[name], theme) for name in pair)) for pair in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < (7 if theme == "contrast" else 4.5)} == {}


def test_the_signs_are_no_emoji_and_no_kind_has_them() -> None:
    glyphs = {one.glyph for one in STANDINGS.values()}
    assert len(glyphs) == len(STANDINGS)
    assert not glyphs & {kind.glyph for kind in KINDS.values()}


def test_a_drawing_has_a_sign_in_each_box_and_the_word_where_it_is_no_matter_of_course(page: Map) -> None:
    written = texts(page.svg())
    assert written.count("✗ falls") >= 1
    assert "◐ open" in written
    assert "✓" in written


def test_what_falls_is_drawn_with_a_broken_border_and_another_fill(page: Map) -> None:
    broken = [shape for shape in shapes(page.svg()) if shape.get("stroke-dasharray") == "7 5"]
    assert broken
    assert {shape["fill"] for shape in broken} == {PALETTE["falls-fill"].light}


def test_what_is_open_is_drawn_with_a_dotted_border(page: Map) -> None:
    dotted = [shape for shape in shapes(page.svg()) if shape.get("stroke-linecap") == "round"]
    assert {shape["fill"] for shape in dotted} >= {PALETTE["thesis-fill"].light}


def test_the_legend_of_a_drawing_explains_the_standings_that_it_has(page: Map) -> None:
    assert {one.legend for one in STANDINGS.values()} <= set(texts(page.svg()))


def test_a_drawing_of_what_has_no_standing_is_as_it_was() -> None:
    written = texts(whole_town().svg())
    assert not {"✓", "◐ open", "✗ falls", *(one.legend for one in STANDINGS.values())} & set(written)


def test_the_list_of_everything_says_the_word_for_each_statement(
    soup: BeautifulSoup, graph: "nx.MultiDiGraph[str]"
) -> None:
    rows = {row["id"]: sign.get_text() for row in soup.select("#_book div[id]") for sign in row.find_all("i")}
    told = {node["id"]: STANDINGS[node["standing"]] for _, node in graph.nodes(data=True) if "strength" in node}
    assert rows == {name: f"{one.glyph} {one.word}" for name, one in told.items()}


def test_a_page_of_what_has_no_standing_tells_of_none() -> None:
    soup = BeautifulSoup(whole_town().html(), "html.parser")
    assert soup.select("#_book i, #_what-if, .start-standings, .start-differing") == []


def test_the_start_page_counts_what_stands_in_all_and_by_section(soup: BeautifulSoup) -> None:
    lines = [" ".join(line.get_text().split()) for line in soup.select(".start-standings")]
    assert lines == [
        "Given all that is said for and against: ✓ 12 stand, ◐ 1 open, ✗ 2 fall",
        "✓ 12 stand, ◐ 1 open, ✗ 2 fall",
    ]


def test_counts_of_a_section_lead_to_what_is_counted(soup: BeautifulSoup) -> None:
    links = [link["href"] for link in soup.select(".start-tiles .start-standings a")]
    assert links == ["#/section/1?standing=open", "#/section/1?standing=falls"]


def test_the_theses_say_how_they_come_out(soup: BeautifulSoup) -> None:
    assert [sign.get_text().split() for sign in soup.select(".start-theses .s-open")] == [["◐", "open"]]


def test_the_start_page_lists_where_the_authors_word_and_the_map_differ(soup: BeautifulSoup) -> None:
    sorts = soup.select(".start-sort")
    assert [sort.h4.get_text(" ", strip=True) for sort in sorts if sort.h4] == [
        "✓ Rejected by the author, and yet it stands 1",
        "✗ Put forward by the author, and yet it falls 1",
    ]
    assert [sort.li.a["href"] for sort in sorts if sort.li and sort.li.a] == ["#/argument/icy", "#/argument/too-dear"]


def test_a_page_tells_which_readings_there_are_with_what_each_says(page: Map) -> None:
    html = page.html()
    assert all(f'"{name}"' in html for name in ("default", "strict", "balanced"))


def test_an_item_that_only_a_newer_map_has_is_shown_without_standing() -> None:
    graph = standing_town()
    newer = town().nodes[iri("elsewhere")]
    graph.add_node(iri("newer"), **{**newer, "id": "newer"})
    rows = BeautifulSoup(whole_town(Opening("start"), graph).html(), "html.parser").select("#newer i")
    assert rows == []
