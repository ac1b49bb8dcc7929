"""Maps in a real browser: drawing, folding, choosing, searching, walking, addresses."""

import pytest

from tests.test_viz.conftest import APART, Opener, Visit
from tests.test_viz.made_up import connect, iri, town
from viz import Map, argument_map

FIRST_VIEW = {
    "free-ferry", "trade-grows", "trust-grows", "too-dear", "motto", "market-count", "weather", "guild-letter",
    "boats-needed", "boats-sail", "winter-fund",
}  # fmt: skip

# Notes each text that is written on a canvas, with the room it is given.
NOTE_WRITING = """window.written = []; const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, room) {
    window.written.push([text, room ?? null]); return write.apply(this, arguments); };"""
SPOT = """(() => { const at = atlas.view.screen(atlas.data.anchors.get('trade-grows').boxes[0]);
  return [at.x, at.y]; })()"""


@pytest.fixture
def page(visit: Opener, argument: Map) -> Visit:
    return visit(argument)


def test_an_argument_opens_folded_to_two_steps(page: Visit) -> None:
    assert page.shown() == FIRST_VIEW


def test_a_page_draws_without_a_word_on_the_console_and_asks_no_host(visit: Opener, argument: Map, powers: Map) -> None:
    for shown in (argument, powers):
        found = visit(shown)
        assert (found.messages, found.requests) == ([], [])


def test_boxes_and_links_are_painted_on_the_canvas(page: Visit) -> None:
    colours = page.ask(
        """() => { const c = document.querySelector("#_canvas canvas");
        const bytes = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; const seen = new Set();
        for (let i = 0; i < bytes.length; i += 4) seen.add(`${bytes[i]},${bytes[i + 1]},${bytes[i + 2]}`);
        return seen.size; }"""
    )
    assert colours > 50


def test_text_is_at_least_fourteen_pixels_high_at_first_sight(page: Visit) -> None:
    assert page.ask("atlas.view.zoomed() * atlas.data.measures.font") >= 14


def test_a_line_that_a_wide_font_makes_too_long_is_condensed_into_its_box(visit: Opener, argument: Map) -> None:
    page = visit(argument, script=NOTE_WRITING)
    lines = set(page.ask("atlas.data.boxes.flatMap((box) => box.text.lines)"))
    rooms = [room for text, room in page.ask("window.written") if text in lines]
    assert len(rooms) >= 11
    assert set(rooms) == {284}


def test_the_page_places_boxes_where_python_does(page: Visit) -> None:
    assert page.ask(APART) < 0.01


def test_a_chip_counts_what_the_next_click_shows(page: Visit) -> None:
    before = page.shown()
    assert page.chips()["weather"] == "+1"
    page.click_chip("weather")
    page.wait("atlas.view.state.places.size === 12")
    assert page.shown() - before == {"mild-elsewhere"}


def test_folding_hides_only_what_nothing_else_needs(page: Visit) -> None:
    page.click_chip("trade-grows")
    page.wait("atlas.view.state.places.size < 11")
    assert FIRST_VIEW - page.shown() == {"market-count", "weather", "boats-needed", "boats-sail"}


def test_the_chip_of_a_folded_box_leaves_out_what_is_shown_elsewhere(page: Visit) -> None:
    page.click_chip("trade-grows")
    page.wait("atlas.view.state.places.size < 11")
    assert page.chips()["trade-grows"] == "+4"


def test_a_folded_box_stays_where_it_was_on_the_screen(page: Visit) -> None:
    before = page.ask(SPOT)
    page.click_chip("trade-grows")
    page.wait("atlas.view.state.places.size < 11")
    assert page.ask(SPOT) == pytest.approx(before, abs=1)


def test_a_click_on_a_box_shows_its_details(page: Visit) -> None:
    page.click_box("market-count")
    page.wait("atlas.main.state.item !== null")
    panel = page.panel()
    for words in ("Market stalls doubled", "Stalls went from 40", "80 (year 3)", "forty stalls had stood", "Section 1"):
        assert words in panel


def test_details_name_links_both_ways_with_their_scheme(page: Visit) -> None:
    page.click_box("boats-sail")
    page.wait("atlas.main.state.item !== null")
    panel = page.panel()
    assert "SUPPORTED BY (1)" in panel
    assert "SUPPORTS (1)" in panel
    assert "argument from sign; only together with “Growth needs boats”" in panel


def test_a_link_in_the_details_leads_to_its_box(page: Visit) -> None:
    page.click_box("boats-sail")
    page.page.locator("#_panel a", has_text="Toll books show").click()
    page.wait("location.hash === '#toll-books'")
    assert page.chosen() == "toll-books"
    assert "toll-books" in page.shown()


def test_an_undercut_is_told_from_both_ends(page: Visit) -> None:
    page.click_box("weather")
    page.wait("atlas.main.state.item !== null")
    assert "UNDERCUTS THE STEP TO (1)" in page.panel()
    page.click_box("trade-grows")
    page.wait("location.hash === '#trade-grows'")
    assert "HAS A STEP UNDERCUT BY (1)" in page.panel()


def test_an_address_opens_a_folded_item(visit: Opener, argument: Map) -> None:
    page = visit(argument, "#toll-books")
    page.wait("atlas.main.state.item !== null")
    assert page.chosen() == "toll-books"
    assert "toll-books" in page.shown()


def test_an_address_that_nothing_has_does_no_harm(visit: Opener, argument: Map) -> None:
    page = visit(argument, "#no-such-%E0%A4-item")
    assert page.shown() == FIRST_VIEW
    assert page.messages == []


def test_back_returns_to_what_was_chosen_before(page: Visit) -> None:
    page.click_box("trade-grows")
    page.wait("location.hash === '#trade-grows'")
    page.click_box("too-dear")
    page.wait("location.hash === '#too-dear'")
    page.page.go_back()
    page.wait("location.hash === '#trade-grows' && atlas.data.items[atlas.main.state.item].anchor === 'trade-grows'")
    assert "A free ferry makes trade grow" in page.panel()


def test_a_click_on_the_ground_chooses_nothing(page: Visit) -> None:
    page.click_box("trade-grows")
    page.wait("atlas.main.state.item !== null")
    page.page.locator("#_canvas").click(position={"x": 30, "y": 30})
    page.wait("atlas.main.state.item === null")
    assert page.ask("location.hash") == ""


def test_search_opens_hits_inside_folded_parts(page: Visit) -> None:
    page.page.keyboard.press("/")
    page.page.keyboard.type("toll books")
    page.wait("document.querySelectorAll('#_hits button').length === 1")
    page.page.keyboard.press("Enter")
    page.wait("atlas.main.state.item !== null")
    assert page.chosen() == "toll-books"
    assert "toll-books" in page.shown()


def test_search_counts_its_hits_and_enter_walks_them(page: Visit) -> None:
    page.page.keyboard.press("/")
    page.page.keyboard.type("ferry")
    assert page.page.locator("#_found").inner_text() == "4 found"
    page.page.keyboard.press("Enter")
    first = page.chosen()
    page.page.keyboard.press("Enter")
    assert page.page.locator("#_found").inner_text() == "2 of 4"
    assert page.chosen() != first


def test_search_says_when_nothing_is_found(page: Visit) -> None:
    page.page.keyboard.press("/")
    page.page.keyboard.type("zeppelin")
    assert "Nothing here" in page.page.locator("#_hits").inner_text()


def test_arrow_keys_walk_the_map(page: Visit) -> None:
    page.page.locator("#_canvas").focus()
    walked = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowLeft"):
        page.page.keyboard.press(key)
        walked.append(page.chosen())
    assert walked == [
        "free-ferry", "trade-grows", "trust-grows", "trust-grows", "free-ferry", "free-ferry", "free-ferry",
    ]  # fmt: skip


def test_space_folds_and_unfolds_the_chosen_box(page: Visit) -> None:
    page.page.locator("#_canvas").focus()
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("Space")
    assert page.shown() == {"free-ferry"}
    page.page.keyboard.press("Space")
    assert page.shown() == FIRST_VIEW


def test_enter_goes_to_the_details_and_escape_back(page: Visit) -> None:
    page.page.locator("#_canvas").focus()
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("Enter")
    assert page.ask("document.activeElement.id") == "_panel"
    page.page.keyboard.press("Escape")
    assert page.ask("document.activeElement.id") == "_canvas"


def test_a_walk_is_spoken_to_screen_readers(page: Visit) -> None:
    page.page.locator("#_canvas").focus()
    page.page.keyboard.press("ArrowRight")
    assert page.page.locator("#_spoken").inner_text() == "Thesis: Alden should keep its ferry free, 4 unfolded"


def test_a_question_mark_opens_the_help_and_escape_closes_it(page: Visit) -> None:
    page.page.keyboard.press("?")
    assert page.page.locator("#_help").is_visible()
    page.page.keyboard.press("Escape")
    assert not page.page.locator("#_help").is_visible()


def test_the_outline_takes_the_place_of_the_map_and_shows_the_chosen_item(page: Visit) -> None:
    page.click_box("too-dear")
    page.wait("atlas.main.state.item !== null")
    page.page.keyboard.press("o")
    assert page.page.locator("#too-dear.chosen").is_visible()
    assert not page.page.locator("#_canvas").is_visible()
    page.page.keyboard.press("o")
    assert page.page.locator("#_canvas").is_visible()


def test_without_script_the_outline_is_there(visit: Opener, argument: Map) -> None:
    page = visit(argument, java_script_enabled=False)
    assert page.page.locator("#toll-books").is_visible()
    assert not page.page.locator("#_canvas").is_visible()


def test_print_shows_the_outline(page: Visit) -> None:
    page.page.emulate_media(media="print")
    assert page.page.locator("#toll-books").is_visible()
    assert not page.page.locator("#_canvas").is_visible()


def test_one_key_shows_short_titles_and_texts_again(page: Visit) -> None:
    heights = [page.ask("atlas.view.rect(atlas.data.roots[0]).height")]
    for _ in range(2):
        page.page.keyboard.press("t")
        heights.append(page.ask("atlas.main.look().face"))
    assert heights[1:] == ["title", "text"]


def test_the_legend_counts_kinds_and_relations(page: Visit) -> None:
    legend = " ".join(page.page.locator("#_legend").inner_text().split())
    for words in (
        "Thesis 1",
        "Counterargument 2",
        "supports 9",
        "support together 1",
        "attacks 3",
        "undercuts a step 1",
    ):
        assert words in legend


def test_everything_unfolded_shows_every_box(page: Visit) -> None:
    page.page.get_by_role("button", name="All", exact=True).first.click()
    page.wait("atlas.view.state.places.size === atlas.data.boxes.length")
    page.page.get_by_role("button", name="Reset", exact=True).click()
    page.wait("atlas.view.state.places.size === 11")


def test_the_wheel_moves_the_map_and_with_control_zooms_it(page: Visit) -> None:
    page.page.mouse.move(800, 500)
    corner = page.ask("atlas.view.toScreen({ x: 0, y: 0 }).y")
    page.page.mouse.wheel(0, 100)
    page.wait(f"atlas.view.toScreen({{ x: 0, y: 0 }}).y < {corner} - 50")
    zoom = page.ask("atlas.view.zoomed()")
    page.page.keyboard.down("Control")
    page.page.mouse.wheel(0, -100)
    page.wait(f"atlas.view.zoomed() > {zoom}")


def test_brackets_of_steps_that_share_a_premise_stand_side_by_side(visit: Opener) -> None:
    graph = town()
    connect(graph, "boats-sail", "trade-grows", "supports", "step-pair")
    connect(graph, "guild-letter", "trade-grows", "supports", "step-pair")
    for _, _, key, data in graph.edges(keys=True, data=True):
        if key == iri("step-pair"):
            data["linked"] = True
    page = visit(argument_map(graph, iri("free-ferry"), title="Two brackets", depth=2))
    courses = "atlas.links.route(atlas.view.state.tree, atlas.view.rect)"
    lanes = page.ask(f"{courses}.filter((course) => course.joined).map((course) => course.joined.x)")
    assert len(set(lanes)) == 2
