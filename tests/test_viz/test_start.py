"""The start page: its table adds up, its links lead where the page's script looks, and hostile texts stay texts."""

import re
from collections import Counter
from dataclasses import replace
from importlib.resources import files

import jinja2
import networkx as nx
import pytest
from bs4 import BeautifulSoup

from graph import Store, projection
from graph.summaries import Concept, Matrix, Part, Policy, Source, Summary, Tally, Thesis, summary
from viz.addresses import address
from viz.start import MOST_UNANSWERED, Start, start_page
from viz.start_matrix import MOST_POLICIES, power_table
from viz.start_table import Cell, PowerTable

EVIL = "</script><img src=x onerror=boom()>\"'><svg onload=boom()> {{ 7*7 }}{% raw %}<!--\u202e"
NOTHING = Summary((), {}, 0, 0, (), Matrix(), (), by_source=False)


@pytest.fixture(scope="module")
def graph(shipped: Store) -> "nx.MultiDiGraph[str]":
    return projection(shipped)


@pytest.fixture(scope="module")
def summed(shipped: Store) -> Summary:
    return summary(shipped)


@pytest.fixture(scope="module")
def start(graph: "nx.MultiDiGraph[str]", summed: Summary) -> Start:
    return start_page(summed, {key: node["id"] for key, node in graph.nodes(data=True)})


def page_of(start: Start) -> BeautifulSoup:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(files("viz") / "templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return BeautifulSoup(environment.get_template("start.html").render(start=start), "html.parser")


def small(policies: int, text: str = "Trust", instruments: int = 1) -> Matrix:
    """A matrix of some policies, each of which erodes one type of power once."""
    tools = tuple(Concept(f"i:{n}", f"{text} {n}", (f"i:{n}",)) for n in range(instruments))
    made = tuple(Policy(f"p:{n}", f"{text} {n:04}", tuple(tool.iri for tool in tools)) for n in range(policies))
    power = Concept("w:1", text, ("w:1",))
    return Matrix(made, tools, (power,), {(policy.iri, "w:1"): Tally(erodes=1) for policy in made})


def counts(cell: Cell) -> dict[str, int]:
    return {mark.relation.name: mark.count for mark in cell.marks}


def rows_of(table: PowerTable, level: int) -> dict[str, list[dict[str, int]]]:
    return {row.label: [counts(cell) for cell in row.cells] for row in table.rows if row.level == level}


def test_the_row_of_an_instrument_adds_up_the_links_of_its_policies_once(
    graph: "nx.MultiDiGraph[str]", start: Start
) -> None:
    tariffs = {key for key, node in graph.nodes(data=True) if "Tariff" in node.get("instruments", ())}
    under = {key: nx.descendants(_broader(graph), key) | {key} for key in _broader(graph)}
    hard = "https://w3id.org/claimatlas/power/hard"
    links = [(v, e["relation"]) for u, v, e in graph.edges(data=True) if u in tariffs and e.get("basis")]
    assert rows_of(start.table, 1)["Tariff"][0] == Counter(
        relation for power, relation in links if hard in under[power]
    )


def _broader(graph: "nx.MultiDiGraph[str]") -> "nx.DiGraph[str]":
    edges = [(u, v) for u, v, e in graph.edges(data=True) if e["relation"] == "broader"]
    found: nx.DiGraph[str] = nx.DiGraph(edges)
    found.add_nodes_from(key for key, node in graph.nodes(data=True) if node["kind"] == "power")
    return found


def test_the_page_counts_every_link_of_the_projection(graph: "nx.MultiDiGraph[str]", start: Start) -> None:
    bearings = Counter(e["relation"] for *_, e in graph.edges(data=True) if e["relation"] in Tally._fields)
    assert {one.relation.name: one.count for one in start.table.leading} == bearings
    assert start.table.links == bearings.total()


def test_the_families_stand_in_the_order_of_the_vocabulary(start: Start) -> None:
    assert [column.label for column in start.table.columns] == [
        "Hard power",
        "Soft power",
        "Power from interdependence",
    ]


def test_the_counts_by_narrower_type_add_up_to_those_of_their_family(start: Start) -> None:
    size = len(start.table.columns[0].narrower)
    for number, row in enumerate(start.table.rows):
        inner = [tally[2:] for tally in start.table.narrow if tally[0] == number and tally[1] < size]
        told = counts(row.cells[0])
        assert [sum(column) for column in zip((0, 0, 0), *inner, strict=True)] == [
            told.get(n, 0) for n in Tally._fields
        ]


def test_few_policies_stand_in_rows_of_their_own() -> None:
    table = power_table(small(3), {})
    assert ([row.level for row in table.rows], table.levels) == ([0, 0, 0], ())


def test_many_policies_stand_under_their_instrument_and_the_rest_are_counted() -> None:
    table = power_table(small(100), {})
    assert [row.level for row in table.rows] == [0] + [2] * MOST_POLICIES
    assert (counts(table.rows[0].cells[0]), table.left_out) == ({"erodes": 100}, 100 - MOST_POLICIES)


def test_a_policy_with_two_instruments_counts_under_both_and_once_in_all() -> None:
    table = power_table(small(40, instruments=2), {})
    assert [counts(row.cells[0]) for row in table.rows if row.level == 0] == [{"erodes": 40}, {"erodes": 40}]
    assert table.links == 40


def test_a_policy_without_an_instrument_has_a_row_too() -> None:
    table = power_table(small(40, instruments=0), {})
    assert table.rows[0].label == "No instrument named"


def test_no_bar_is_wider_than_its_cell(start: Start) -> None:
    ends = [mark.x + mark.width for row in start.table.rows for cell in row.cells for mark in cell.marks]
    assert 99.9 < max(ends) < 100.5


def test_links_are_addresses_of_the_page_and_what_has_no_anchor_has_none(start: Start, summed: Summary) -> None:
    links = [str(link["href"]) for link in page_of(start)("a")]
    assert links
    assert all(re.fullmatch(r"#/(power\?|focus/|argument/|section/)[^<>\"\s]+", link) for link in links)
    bare = {str(link["href"]) for link in page_of(start_page(summed, {}))("a")}
    assert {link.partition("?")[0] for link in bare} == {f"#/section/{n}" for n in range(1, 7)}


def test_a_cell_of_a_policy_leads_to_the_power_with_that_policy(start: Start) -> None:
    row = next(row for row in start.table.rows if row.level == 2 and row.cells[0].named)
    policy = row.link.removeprefix("#/focus/")
    assert re.fullmatch(rf"#/power\?power=[\w-]+&policy={policy}", row.cells[0].named[0].link)


def test_an_address_escapes_what_would_end_it() -> None:
    assert address("argument", "a/b?c&d#e") == "#/argument/a%2Fb%3Fc%26d%23e"
    assert address("power", power="a&b=c", policy="") == "#/power?power=a%26b%3Dc"


def test_a_number_that_two_sections_share_leads_nowhere() -> None:
    parts = tuple(Part(f"s:{n}", "Opening", 1, f"Source {n}", {"claim": 1}) for n in range(2))
    sources = tuple(Source(f"x:{n}", f"Source {n}") for n in range(2))
    tiles = start_page(replace(NOTHING, sources=sources, parts=parts, kinds={"claim": 2}), {}).tiles
    assert [(tile.link, tile.source) for tile in tiles] == [("", "Source 0"), ("", "Source 1")]


def test_a_tile_lists_some_unanswered_counterarguments_and_leads_to_the_others() -> None:
    listed = tuple((f"c:{n}", f"Doubt {n}") for n in range(20))
    part = Part("s:1", "Opening", 1, "", {"counterargument": 20}, unanswered=20, listed=listed)
    tile = start_page(replace(NOTHING, parts=(part,), kinds={"counterargument": 20}), {}).tiles[0]
    assert (len(tile.listed), tile.rest) == (MOST_UNANSWERED, "#/section/1?hide=thesis,claim,evidence,rebuttal")


def test_every_count_of_a_section_is_on_the_page(graph: "nx.MultiDiGraph[str]", start: Start) -> None:
    tiles = page_of(start).select(".start-tiles > li")
    in_text = [int(dd.text) for dd in tiles[0].select("dd span")]
    there = Counter(node["kind"] for _, node in graph.nodes(data=True) if node.get("section") == 1)
    assert in_text == [there[kind] for kind in ("thesis", "claim", "evidence", "counterargument", "rebuttal")]


def test_the_page_has_no_inline_style_and_no_script(start: Start) -> None:
    page = page_of(start)
    assert not page("script")
    assert [
        tag for tag in page.select("*") if any(name == "style" or name.startswith("on") for name in tag.attrs)
    ] == []


def test_every_name_that_the_page_refers_to_is_on_it(start: Start) -> None:
    page = page_of(start)
    names = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(names) == len(set(names))
    assert {tag["aria-labelledby"] for tag in page.select("[aria-labelledby]")} <= set(names)


def test_hostile_texts_stay_texts() -> None:
    part = Part("s:1", EVIL, 1, EVIL, {"counterargument": 1}, unanswered=1, listed=(("c:1", EVIL),))
    evil = Summary(
        sources=(Source("x:1", EVIL, (EVIL,), EVIL, EVIL), Source("x:2", EVIL)),
        kinds={"counterargument": 1, "thesis": 1},
        answered=0,
        unanswered=1,
        theses=(Thesis("t:1", EVIL, f"{EVIL} again", 1, 0, is_main=True),),
        matrix=small(40, EVIL),
        parts=(part,),
        by_source=False,
    )
    names = dict.fromkeys(("s:1", "c:1", "t:1", "w:1", *(f"p:{n}" for n in range(40))), EVIL)
    page = page_of(start_page(evil, names, EVIL))
    assert not page.select("img, script, [onload], [onerror]")
    assert "{{ 7*7 }}" in page.text
    assert "\u202e" not in page.text


def test_an_empty_store_says_so() -> None:
    page = page_of(start_page(NOTHING, {}))
    assert "Nothing is in this corpus yet" in page.text
    assert not page("table")
