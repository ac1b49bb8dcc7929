"""What a reader sees first and after unfolding: the start of a map, its text, its boxes; moving about, near and far."""

import pytest

from tests.test_viz.conftest import Opener, Visit, fast_first
from tests.test_viz.made_up import add_statement, connect, iri, town
from tests.test_viz.random_web import random_web
from viz import Map, argument_map

pytestmark = pytest.mark.slow

SCREEN = {"width": 1400, "height": 900}
WALL = {"width": 5000, "height": 8000}
DRAWN = [
    "#/argument/free-ferry?depth=2", "#/argument/trade-grows", "#/section/1", "#/section/2", "#/focus/trust-grows",
    "#/focus/attraction", "#/power", "#/power?by=actor", "#/power?by=instrument",
]  # fmt: skip

# The least height on the screen of the sentences in boxes that are in view, and how many there are.
TEXT_HEIGHT = """() => { const stage = document.querySelector("#_stage").getBoundingClientRect();
  const seen = [...document.querySelectorAll(".box :is(.words, .tag, .note, .foot)")]
    .filter((one) => { const at = one.getBoundingClientRect();
    return at.right > stage.left && at.left < stage.right && at.bottom > stage.top && at.top < stage.bottom; });
  const sizes = seen.map((one) => parseFloat(getComputedStyle(one).fontSize));
  return [seen.length, Math.min(...sizes) * atlas.camera.now.scale]; }"""
# Pairs of boxes that overlap on the screen, and how many boxes there are.
OVERLAPS = """() => { const all = [...document.querySelectorAll(".box")]
    .map((one) => [one.dataset.name, one.getBoundingClientRect()]);
  const wrong = []; all.forEach(([a, x], i) => all.slice(i + 1).forEach(([b, y]) => {
    if (x.left < y.right && y.left < x.right && x.top < y.bottom && y.top < x.bottom) wrong.push([a, b]); }));
  return [all.length, wrong]; }"""
ROOT = "atlas.main.drawing.scene.roots[0]"
ON_SCREEN = f"atlas.camera.toScreen(atlas.view.rect({ROOT}))"


@pytest.fixture(scope="module")
def web_page() -> Map:
    return argument_map(random_web(1), iri("s0"), title="A web")


def crowd(reasons: int) -> Map:
    """An argument with so many more reasons, all of four lines."""
    graph = town()
    for number in range(reasons):
        add_statement(graph, f"reason-{number}", "claim", text="a reason of several lines " * 6, start=number)
        connect(graph, f"reason-{number}", "free-ferry", "supports", f"step-{number}")
    return argument_map(graph, iri("free-ferry"), title="A crowd", depth=1)


# --- At first sight ---


@pytest.mark.parametrize("address", DRAWN)
def test_text_is_at_least_twelve_pixels_high_at_first_sight(visit: Opener, town_page: Map, address: str) -> None:
    count, height = visit(town_page, address, viewport=SCREEN).ask(TEXT_HEIGHT)
    assert count > 1
    assert height >= 12


@pytest.mark.parametrize("address", ["", "#/section/1", "#/focus/s9", "#/power", "#/argument/s0?depth=5"])
def test_text_of_a_large_map_is_as_high(visit: Opener, web_page: Map, address: str) -> None:
    count, height = visit(web_page, address, viewport=SCREEN).ask(TEXT_HEIGHT)
    assert count
    assert height >= 12


@pytest.mark.parametrize(
    "address", fast_first(["#/argument/s0", "#/section/1", "#/section/2", "#/focus/s9", "#/power"], "#/argument/s0")
)
@pytest.mark.parametrize("face", ["text", "title"])
def test_no_two_boxes_overlap_when_all_is_unfolded(visit: Opener, web_page: Map, address: str, face: str) -> None:
    page = visit(web_page, f"{address}?face={face}", viewport=WALL)
    page.ask("atlas.main.unfoldAll()")
    page.ask("atlas.view.draw()")
    count, overlaps = page.ask(OVERLAPS)
    assert count == len(page.shows()["boxes"])
    assert overlaps == []


@pytest.mark.parametrize("address", fast_first(DRAWN, DRAWN[0], DRAWN[1]))
def test_no_two_boxes_overlap_at_first_sight_and_unfolded(visit: Opener, town_page: Map, address: str) -> None:
    page = visit(town_page, address, viewport=WALL)
    for _ in range(2):
        count, overlaps = page.ask(OVERLAPS)
        assert count == len(page.shows()["boxes"])
        assert overlaps == []
        page.ask("atlas.main.unfoldAll()")
        page.ask("atlas.view.draw()")


def test_no_text_leaves_its_box(visit: Opener, web_page: Map) -> None:
    page = visit(web_page, viewport=WALL)
    page.ask("atlas.main.unfoldAll()")
    page.ask("atlas.view.draw()")
    cut = page.ask(
        """[...document.querySelectorAll(".box")].filter((box) => { const b = box.getBoundingClientRect();
        return [...box.querySelectorAll(".tag, .words, .foot")].some((part) => { const p = part.getBoundingClientRect();
          return p.bottom > b.bottom + 1 || p.right > b.right + 1 || part.scrollWidth > part.clientWidth + 1; }); })
        .map((box) => box.dataset.name)"""
    )
    assert cut == []


def test_a_tall_map_starts_at_its_first_reason_with_the_root_in_view(visit: Opener) -> None:
    page = visit(crowd(9))
    tops = page.ask("[...atlas.view.state.places.keys()].map((b) => atlas.view.rect(b).top)")
    assert 0 < page.ask("(y) => atlas.camera.toScreen({ x: 0, y }).y", min(tops)) < 40
    assert page.ask(f"{ON_SCREEN}.y") < page.ask("atlas.view.stage.clientHeight")


def test_a_root_too_far_from_the_first_reason_starts_in_the_middle(visit: Opener) -> None:
    page = visit(crowd(40))
    assert page.ask(f"{ON_SCREEN}.y") == pytest.approx(page.ask("atlas.view.stage.clientHeight") / 2, abs=40)


def test_a_box_with_only_its_edge_in_view_is_still_there(page: Visit) -> None:
    left = page.ask(f"atlas.view.rect({ROOT}).right")
    page.ask("([x]) => atlas.camera.set(x + atlas.camera.size().width / 2 / atlas.camera.now.scale - 15, 0)", [left])
    page.ask("atlas.view.draw()")
    assert page.box("free-ferry").count() == 1


def test_boxes_out_of_view_have_no_element(visit: Opener) -> None:
    page = visit(crowd(55))
    assert 2 < page.page.locator(".box").count() < 40
    assert len(page.shown()) == 60


# --- Unfolding ---


def test_unfolding_moves_the_map_sideways_no_further_than_what_came_needs(visit: Opener) -> None:
    page = visit(crowd(0), viewport={"width": 2000, "height": 1000})
    page.click_chip("trade-grows")
    stage = page.page.locator("#_stage").bounding_box()
    edges = [page.box(name).bounding_box() for name in ("free-ferry", "market-count")]
    assert stage
    assert edges[0]
    assert edges[1]
    assert edges[0]["x"] > stage["x"]
    assert 0 < stage["x"] + stage["width"] - edges[1]["x"] - edges[1]["width"] < 100


def test_what_unfolds_is_brought_into_view(visit: Opener) -> None:
    graph = town()
    for number in range(2):
        add_statement(graph, f"reason-{number}", "evidence", text="a reason of several lines " * 6, start=number)
        connect(graph, f"reason-{number}", "trade-grows", "supports", f"step-{number}")
    shown = argument_map(graph, iri("free-ferry"), title="Upward", depth=1)
    page = visit(shown, viewport={"width": 1600, "height": 820})
    page.click_chip("trade-grows")
    first = "atlas.main.drawing.scene.boxes.find((box) => box.name === 'reason-0')"
    assert page.ask(f"atlas.camera.toScreen({{ x: 0, y: atlas.view.rect({first}).top }}).y") > 0


def test_unfolding_moves_the_box_that_was_pressed_nowhere_where_there_is_room(page: Visit) -> None:
    before = page.box("boats-sail").bounding_box()
    page.click_chip("boats-sail")
    after = page.box("boats-sail").bounding_box()
    assert before
    assert after
    assert after["y"] == pytest.approx(before["y"], abs=1)


# --- Lines ---


COURSES = "atlas.links.route(atlas.main.drawing.tree, atlas.main.drawing.scene.links, atlas.view.rect)"


def test_two_attacks_from_one_box_are_one_line_and_no_bracket(visit: Opener) -> None:
    graph = town()
    connect(graph, "too-dear", "free-ferry", "attacks", "conflict-again")
    page = visit(argument_map(graph, iri("free-ferry"), title="Twice", depth=1))
    assert page.ask(f"{COURSES}.filter((one) => one.relation === 'attacks').map((one) => one.joined)") == [None]


def test_brackets_of_steps_that_share_a_premise_stand_side_by_side(visit: Opener) -> None:
    graph = town()
    connect(graph, "boats-sail", "trade-grows", "supports", "step-pair")
    connect(graph, "guild-letter", "trade-grows", "supports", "step-pair")
    for _, _, key, data in graph.edges(keys=True, data=True):
        if key == iri("step-pair"):
            data["linked"] = True
    page = visit(argument_map(graph, iri("free-ferry"), title="Two brackets", depth=2))
    lanes = page.ask(f"{COURSES}.filter((one) => one.joined).map((one) => one.joined.x)")
    assert len(set(lanes)) == 2


def test_an_undercut_of_a_hidden_step_ends_before_the_box_that_hides_it(visit: Opener) -> None:
    graph = town()
    connect(graph, "free-ferry", "step-fund", "undercuts", "conflict-onwards")
    connect(graph, "winter-fund", "free-ferry", "attacks", "conflict-back")
    page = visit(argument_map(graph, iri("free-ferry"), title="Onwards", depth=1))
    tip = page.ask(f"{COURSES}.find((one) => one.relation === 'undercuts').tip.x")
    named = "atlas.main.drawing.scene.boxes.find((box) => box.name === 'winter-fund')"
    target = page.ask(f"atlas.view.rect({named}).left")
    assert target - 40 < tip < target


# --- Moving about ---


def test_the_wheel_moves_the_map_and_shift_turns_it_sideways(page: Visit) -> None:
    page.page.mouse.move(800, 500)
    page.page.mouse.wheel(0, 100)
    page.wait("atlas.camera.now.y !== 0")
    before = page.ask("({ ...atlas.camera.now })")
    page.page.keyboard.down("Shift")
    page.page.mouse.wheel(0, 100)
    page.wait(f"atlas.camera.now.x > {before['x']} + 50")
    assert page.ask("atlas.camera.now.scale") == before["scale"]
    assert page.ask("atlas.camera.now.y") == before["y"]


def test_the_wheel_with_control_zooms_at_the_pointer(page: Visit) -> None:
    page.page.mouse.move(700, 400)
    under = """(() => { const s = atlas.view.stage.getBoundingClientRect();
      return atlas.camera.toMap({ x: 700 - s.left, y: 400 - s.top }); })()"""
    before, scale = page.ask(under), page.ask("atlas.camera.now.scale")
    page.page.keyboard.down("Control")
    page.page.mouse.wheel(0, -100)
    page.wait(f"atlas.camera.now.scale > {scale} * 1.2")
    after = page.ask(under)
    assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=0.5)
    assert page.ask("devicePixelRatio") == 1


def test_dragging_the_ground_moves_the_map_and_chooses_nothing(page: Visit) -> None:
    before = page.box("free-ferry").bounding_box()
    page.page.mouse.move(400, 900)
    page.page.mouse.down()
    page.page.mouse.move(500, 850, steps=4)
    page.page.mouse.up()
    after = page.box("free-ferry").bounding_box()
    assert before
    assert after
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((100, -50), abs=1)
    assert page.chosen() is None


def test_a_box_can_be_dragged_without_being_chosen(page: Visit) -> None:
    at = page.box("trade-grows").bounding_box()
    assert at
    page.page.mouse.move(at["x"] + 30, at["y"] + 30)
    page.page.mouse.down()
    page.page.mouse.move(at["x"] + 130, at["y"] + 30, steps=4)
    page.page.mouse.up()
    assert page.chosen() is None


def test_a_click_on_the_minimap_moves_the_map_there(page: Visit) -> None:
    page.press("+", "+", "+", "+")
    page.page.locator("#_minimap").click(position={"x": 10, "y": 59})
    left = page.ask("atlas.camera.now.x")
    page.page.locator("#_minimap").click(position={"x": 160, "y": 59})
    assert page.ask("atlas.camera.now.x") > left + 500


def test_the_minimap_is_there_only_where_it_helps(visit: Opener) -> None:
    assert not visit(argument_map(town(), iri("elsewhere"), title="Alone")).page.locator("#_minimap").is_visible()
    assert visit(crowd(20)).page.locator("#_minimap").is_visible()


NOTE_WRITING = """window.written = []; const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text) {
    if (this.canvas.id === "_links") window.written.push(text); return write.apply(this, arguments); };"""


def test_from_afar_texts_give_way_to_titles_and_these_to_glyphs(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, script=NOTE_WRITING)
    assert page.page.locator(".box").count() > 5
    seen = []
    for scale in (0.3, 0.1):
        page.ask("() => { window.written.length = 0; }")
        page.ask("(scale) => { atlas.camera.set(600, 0, scale); atlas.view.draw(); }", scale)
        assert page.page.locator(".box .words:visible").count() == 0
        seen.append(page.ask("window.written.join(' ')"))
    assert "stalls" in seen[0].lower()
    assert "stalls" not in seen[1].lower()
    assert "▤" in seen[1]


def test_a_click_from_afar_still_finds_its_box(page: Visit) -> None:
    page.ask("atlas.camera.set(600, 0, 0.3)")
    page.ask("atlas.view.draw()")
    at = page.ask(
        """(() => { const box = atlas.main.drawing.tree.walk.find((one) => one.name === "too-dear");
        const s = atlas.view.stage.getBoundingClientRect(); const p = atlas.camera.toScreen(atlas.view.rect(box));
        return [s.left + p.x, s.top + p.y]; })()"""
    )
    page.page.mouse.click(*at)
    assert page.chosen() == "too-dear"
    assert page.ask("atlas.camera.now.scale") > 0.6


def test_a_walk_far_away_brings_the_box_near_enough_to_be_read(page: Visit) -> None:
    page.ask("atlas.camera.set(0, 0, 0.1)")
    page.press("ArrowRight", "ArrowRight")
    assert page.ask("atlas.camera.now.scale") > 0.6


# --- Ways ---


def test_what_only_leads_to_what_passes_is_pale(page: Visit) -> None:
    page.go("#/argument/free-ferry?power=coercion")
    ways = set(page.ask("[...atlas.main.drawing.scene.ways].map((box) => box.item.anchor)"))
    pale = set(page.ask("[...document.querySelectorAll('.box.way')].map((box) => box.dataset.name)"))
    assert "free-ferry" in ways
    assert pale == ways & page.shown()
    colours = page.ask(
        "['.box.way .words', '.box:not(.way) .words'].map((one) => getComputedStyle(document.querySelector(one)).color)"
    )
    assert colours[0] != colours[1]


def test_filters_that_nothing_passes_say_so(page: Visit) -> None:
    page.go("#/section/2?policy=festival")
    assert page.shown() == set()
    assert page.page.locator("#_nothing").inner_text() == "Nothing here passes the filters."
