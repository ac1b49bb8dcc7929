"""Texts that attack the page, in every field of every kind, in every view: nothing executes, and nothing breaks."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser

from tests.test_viz.conftest import fast_first
from tests.test_viz.hostile import TEXTS, everything, poisoned, renamed, stored
from tests.test_viz.hostile_tour import COUNT, Tour, note, walk, watched
from tests.test_viz.made_up import iri
from viz import Map, Opening, atlas
from viz.kinds import KINDS
from viz.text import clean

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=fast_first(TEXTS, "scripts"))
def tour(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Tour:
    """A way through all views of the town with an evil text in every field."""
    evil = TEXTS[request.param]
    graph = poisoned(evil)
    found = Tour(evil, graph)
    file = everything(graph, evil).save(tmp_path_factory.mktemp("hostile") / "map.html")
    page = watched(browser, file, found)
    walk(page, found, "free-ferry")
    found.happened += [f"executed {count} times" for count in [page.ask("window.broken")] if count]
    page.page.context.close()
    return found


def test_nothing_of_it_is_executed_asked_for_or_complained_of(tour: Tour) -> None:
    assert tour.happened == []


def test_no_element_of_it_is_in_the_page(tour: Tour) -> None:
    assert tour.foreign == {}


def test_nothing_has_to_be_scrolled_sideways_for_it(tour: Tour) -> None:
    assert tour.sideways == {}


def test_every_box_is_drawn_with_its_words_inside(tour: Tour) -> None:
    assert tour.amiss == {}
    assert all(count for view, count in tour.boxes.items() if not view.startswith(("#/start", "#/reading")))


def test_the_details_show_the_text_as_it_is_but_for_characters_that_cannot_be_shown(tour: Tour) -> None:
    said = clean(tour.evil)
    for anchor, panel in tour.panels.items():
        assert panel["label"] in (said or anchor, said[:2000])
        assert panel["text"] in (said, said[:2000], "")
    statement = tour.panels["free-ferry"]
    assert said in statement["facts"] or not said
    assert any(fact.startswith(f"Section 1: {said[:2000]}") for fact in statement["facts"]) or not said
    assert not said or any(f"by {said}" in line for line in statement["rest"])


# --- a real store ---


@pytest.mark.parametrize(
    "name", fast_first(["scripts", "template syntax", "turned direction", "control characters"], "scripts")
)
def test_texts_that_a_store_took_execute_and_break_nothing_on_its_page(
    browser: Browser, tmp_path: Path, name: str
) -> None:
    tour = Tour(TEXTS[name], nx.MultiDiGraph())
    page = watched(browser, stored(tmp_path, tour.evil).save(tmp_path / "map.html"), tour)
    walk(page, tour, "main")
    assert (tour.happened, page.ask("window.broken"), tour.foreign, tour.sideways, tour.amiss) == ([], 0, {}, {}, {})
    assert all(clean(tour.evil) in panel["label"] for panel in tour.panels.values())
    page.page.context.close()


# --- ids ---

REACHED = """async (anchor) => { location.hash = "#" + encodeURIComponent(anchor);
  await new Promise((done) => setTimeout(done, 0));
  const chosen = atlas.state.sel;
  atlas.go({ view: "focus", at: anchor, sel: "" });
  const now = () => atlas.address.read(location.hash, atlas.state);
  const focused = now().at;
  const box = atlas.main.drawing.scene.boxes.find((one) => one.item.anchor === anchor).name;
  atlas.go({ fold: { open: [box], shut: [box, box], more: Object.assign(Object.create(null), { [box]: 7 }) } });
  const { open, shut, more } = now().fold;
  return [chosen, focused, open, shut, more[box]].join() === [anchor, anchor, box, box, box, 7].join(); }"""


def test_an_item_with_any_id_can_be_chosen_focused_and_folded_by_its_address(browser: Browser, tmp_path: Path) -> None:
    tour = Tour("x", renamed())
    page = watched(browser, everything(tour.graph, "x").save(tmp_path / "map.html"), tour)
    anchors = page.ask("[...atlas.data.anchors.keys()]")
    assert len(set(anchors)) == len(anchors) == sum(node["kind"] in KINDS for _, node in tour.graph.nodes(data=True))
    assert [one for one in anchors if not page.ask(REACHED, one)] == []
    assert tour.happened == []
    page.page.context.close()


def test_an_item_with_any_id_has_a_row_of_its_own_and_takes_no_part_of_the_page(
    browser: Browser, tmp_path: Path
) -> None:
    tour = Tour("x", renamed())
    page = watched(browser, everything(tour.graph, "x").save(tmp_path / "map.html"), tour)
    walk(page, tour, page.ask("encodeURIComponent(atlas.data.main.anchor)"))
    assert (tour.happened, page.ask("window.broken"), tour.foreign, tour.amiss) == ([], 0, {}, {})
    assert page.ask("[...document.querySelectorAll('[id^=_]')].filter((one) => one.matches('.row')).length") == 0
    assert page.ask("new Set([...document.querySelectorAll('[id]')].map((one) => one.id)).size"
                    " === document.querySelectorAll('[id]').length")  # fmt: skip
    page.page.context.close()


# --- addresses ---

ADDRESSES = [
    "#/focus/<img src=x onerror=broken++>", "#/focus/%3Cimg%20src=x%20onerror=broken++%3E", "#<svg onload=broken++>",
    "#/argument/free-ferry?sel=<svg onload=broken++>&hide=<b>,attacks,__proto__&fold=<i>,-x*9",
    "#/argument?fold=__proto__*5,constructor*3,*,-",
    "#/argument/free-ferry?fold=trade-grows*NaN,trade-grows*-5,trade-grows*1e999,free-ferry*0", "#/%E0%A4%A",
    "#/focus/%", "#/reading?sel=%F0%28&order=%", "#%", "#/%00", "#/constructor", "#/__proto__", "#/toString/valueOf",
    "#/hasOwnProperty?as=map", "#/section/1e999", "#/section/NaN", "#/section/-1", "#/section/1/../../start",
    "#/argument/__proto__?depth=9e999", "#/focus/motto?depth=-1", "#/focus/motto?depth=99999999999999999999",
    "#/power?by=__proto__&as=constructor&face=toString",
    "#/power?power=javascript:broken++&actor=<img src=x onerror=broken++>&holder={{7*7}}&stance=__proto__&section=<b>",
    "#//evil.example/x", "#javascript:broken++", "#/javascript:broken++//", "#?", "#/?", "#/#/#",
    "#/?#/focus/motto&sel=motto", "#/answer?" + 5000 * "a=b&", "#/argument?fold=" + 5000 * "x,",
    "#/focus/" + 100_000 * "x", "#/start?sel=../../x", "#/focus/\u202emotto", "#/focus/\ud83d",
    "#/argument?sel=motto&sel=weather&sel=", "#__proto__", "#_help", "#_data",
]  # fmt: skip
STANDS = """() => ({ view: atlas.state.view, shown: ["_stage", "_outline", "_start", "_reading"].filter((id) =>
  document.getElementById(id).checkVisibility()).length, items: atlas.data.items.length })"""
KNOWN = {"start", "argument", "section", "power", "focus", "reading", "answer"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with all views of the town."""
    return everything(poisoned("A plain text"), "A plain text").save(tmp_path_factory.mktemp("plain") / "map.html")


def test_no_address_executes_or_breaks_anything_in_an_open_page(browser: Browser, plain: Path) -> None:
    tour = Tour("", nx.MultiDiGraph())
    page = watched(browser, plain, tour)
    for address in ADDRESSES:
        page.go(address)
        tour.look_at(page, address[:99])
        stands = page.ask(STANDS)
        assert (stands["view"] in KNOWN, stands["shown"]) == (True, 1), address[:99]
    assert (tour.happened, page.ask("window.broken"), tour.foreign, tour.sideways) == ([], 0, {}, {})
    page.page.context.close()


@pytest.mark.slow
def test_no_address_executes_or_breaks_anything_when_a_page_opens_with_it(browser: Browser, plain: Path) -> None:
    tour = Tour("", nx.MultiDiGraph())
    page = watched(browser, plain, tour)
    for address in ADDRESSES:
        page.go(address)
        page.page.reload()
        page.wait("document.documentElement.classList.contains('ready')")
        stands = page.ask(STANDS)
        assert (stands["view"] in KNOWN, stands["shown"], page.ask("window.broken")) == (True, 1, 0), address[:99]
    assert tour.happened == []
    page.page.context.close()


# --- vector drawings ---

SHAPES = {
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polygon",
    "polyline",
    "text",
    "tspan",
    "title",
    "desc",
}
ACTIVE = re.compile(r"^(on.*|.*href|style|class)$", re.IGNORECASE)


def parts(drawing: str) -> tuple[set[str], set[str]]:
    """The names of the elements of a drawing, and of those attributes that could do something."""
    root = ET.fromstring(drawing)
    names = {one.tag.rpartition("}")[2] for one in root.iter()}
    return names, {name for one in root.iter() for name in one.attrib if ACTIVE.match(name)}


def drawings(evil: str) -> list[Map]:
    """A map of each kind."""
    graph = poisoned(evil)
    openings = [
        Opening("argument", iri("free-ferry"), 6),
        Opening("section", "1", 6),
        Opening("focus", iri("motto"), 3),
    ]
    openings += [Opening("power", by=by) for by in ("power", "actor", "instrument")]
    return [everything(graph, evil), *(atlas(graph, title=evil, opening=one) for one in openings)]


@pytest.mark.parametrize("evil", TEXTS.values(), ids=TEXTS)
def test_a_vector_drawing_is_well_formed_and_has_nothing_that_acts(evil: str) -> None:
    for drawn in drawings(evil):
        names, active = parts(drawn.svg())
        assert (names - SHAPES, active) == (set(), set())


@pytest.mark.parametrize("evil", TEXTS.values(), ids=TEXTS)
def test_a_vector_drawing_names_itself_by_the_title_as_it_is(evil: str) -> None:
    title = ET.fromstring(drawings(evil)[0].svg()).find("{*}title")
    assert title is not None
    assert (title.text or "") == clean(evil)


@pytest.mark.parametrize("name", ["scripts", "event handlers", "style sheets", "control characters", "lone surrogates"])
def test_a_vector_drawing_in_a_browser_executes_and_asks_for_nothing(
    browser: Browser, tmp_path: Path, name: str
) -> None:
    file = drawings(TEXTS[name])[1].save(tmp_path / "map.svg")
    page, happened = browser.new_page(), list[str]()
    note(page, file, happened)
    page.add_init_script(COUNT)
    page.goto(file.as_uri())
    assert (happened, page.evaluate("window.broken")) == ([], 0)
    assert page.evaluate("document.documentElement.localName") == "svg"
    page.close()


@pytest.mark.parametrize("evil", [*TEXTS.values()], ids=TEXTS)
def test_the_drawing_that_the_page_saves_is_well_formed_and_has_nothing_that_acts(
    browser: Browser, tmp_path: Path, evil: str
) -> None:
    tour = Tour(evil, poisoned(evil))
    page = watched(browser, everything(tour.graph, evil).save(tmp_path / "map.html"), tour)
    for view in ("#/argument", "#/power", "#/answer"):
        page.go(view)
        names, active = parts(page.ask("atlas.export.svg()"))
        assert (names - SHAPES, active) == (set(), set())
    assert re.fullmatch(r"[^\W_][\w-]*\.svg", page.ask("atlas.export.fileName('svg')"))
    page.page.context.close()
