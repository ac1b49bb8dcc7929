"""Maps in a real browser: drawing, folding, choosing, searching, and what the details say."""

import pytest

from tests.test_viz.conftest import Opener, Visit
from tests.test_viz.made_up import add_statement, connect, iri, town
from viz import Map, argument_map

FIRST_VIEW = {
    "free-ferry", "trade-grows", "trust-grows", "too-dear", "motto", "market-count", "weather", "guild-letter",
    "boats-needed", "boats-sail", "winter-fund",
}  # fmt: skip
CORNER = """(anchor) => { const at = document.querySelector(`.box[data-name="${anchor}"]`).getBoundingClientRect();
  return [at.left, at.top]; }"""


@pytest.fixture
def page(visit: Opener, argument: Map) -> Visit:
    return visit(argument)


def crowded(reasons: int) -> Map:
    """An argument whose thesis has so many more reasons."""
    graph = town()
    for number in range(reasons):
        add_statement(graph, f"reason-{number}", "claim", label=f"Reason {number}", start=2000 + number)
        connect(graph, f"reason-{number}", "free-ferry", "supports", f"step-{number}")
    return argument_map(graph, iri("free-ferry"), title="A crowd", depth=1)


def forest(branches: int, leaves: int) -> Map:
    """A thesis with so many reasons that have so many reasons each."""
    graph = town()
    for branch in range(branches):
        add_statement(graph, f"b{branch}", "claim", start=2000 + 100 * branch)
        connect(graph, f"b{branch}", "elsewhere", "supports", f"step-b{branch}")
        for leaf in range(leaves):
            add_statement(graph, f"b{branch}-{leaf}", "evidence", start=2001 + 100 * branch + leaf)
            connect(graph, f"b{branch}-{leaf}", f"b{branch}", "supports", f"step-b{branch}-{leaf}")
    return argument_map(graph, iri("elsewhere"), title="A forest", depth=1)


# --- Drawing ---


def test_an_argument_opens_folded_to_two_steps(page: Visit) -> None:
    assert page.shown() == FIRST_VIEW


def test_every_shown_box_near_enough_is_an_element_with_its_text(page: Visit) -> None:
    texts = set(page.page.locator("#_boxes [role=treeitem] .words").all_inner_texts())
    assert len(texts) == len(FIRST_VIEW)
    assert "Stalls went from 40 to 80 in the first free year." in texts


def test_a_page_draws_without_a_word_on_the_console_and_asks_no_host(visit: Opener, argument: Map, powers: Map) -> None:
    for shown in (argument, powers):
        found = visit(shown)
        assert (found.messages, found.requests) == ([], [])


def test_links_and_shapes_are_painted_on_the_canvas(page: Visit) -> None:
    colours = page.ask(
        """() => { const c = document.querySelector("#_links");
        const bytes = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; const seen = new Set();
        for (let i = 0; i < bytes.length; i += 4) seen.add(`${bytes[i]},${bytes[i + 1]},${bytes[i + 2]}`);
        return seen.size; }"""
    )
    assert colours > 50


def test_a_box_says_how_the_author_stands_to_it(page: Visit) -> None:
    assert page.box("weather").locator(".note").inner_text() == "reported"


def test_the_short_titles_take_the_place_of_the_texts_by_button_and_by_key(page: Visit) -> None:
    page.click("#_face-button")
    assert page.box("market-count").locator(".words").inner_text() == "Market stalls doubled"
    page.press("t")
    assert page.box("market-count").locator(".words").inner_text().startswith("Stalls went from 40")


def test_a_text_too_long_for_its_box_is_cut_and_whole_in_the_details(visit: Opener) -> None:
    graph = town()
    graph.nodes[iri("motto")]["text"] = "boats and coins and boats " * 40 + "to the very end"
    page = visit(argument_map(graph, iri("free-ferry"), title="Long", depth=1))
    words = page.box("motto").locator(".words")
    assert words.bounding_box()["height"] <= 9 * 21 * page.ask("atlas.camera.now.scale") + 1  # type: ignore[index]
    page.click_box("motto")
    assert "to the very end" in page.panel()


# --- Folding ---


def test_a_chip_counts_what_the_next_click_shows(page: Visit) -> None:
    before = page.shown()
    assert page.chips()["weather"] == "+1"
    page.click_chip("weather")
    assert page.shown() - before == {"mild-elsewhere"}


def test_folding_hides_only_what_nothing_else_needs(page: Visit) -> None:
    page.click_chip("trade-grows")
    assert FIRST_VIEW - page.shown() == {"market-count", "weather", "boats-needed", "boats-sail"}


def test_the_chip_of_a_folded_box_leaves_out_what_is_shown_elsewhere(page: Visit) -> None:
    page.click_chip("trade-grows")
    assert page.chips()["trade-grows"] == "+4"


def test_a_folded_box_stays_where_it_was_on_the_screen(page: Visit) -> None:
    before = page.ask(CORNER, "trade-grows")
    page.click_chip("trade-grows")
    assert page.ask(CORNER, "trade-grows") == pytest.approx(before, abs=1)


def test_space_folds_and_unfolds_the_box_with_the_keys(page: Visit) -> None:
    page.press("ArrowRight", "Space")
    assert page.shown() == {"free-ferry"}
    page.press("Space")
    assert page.shown() == FIRST_VIEW


def test_a_chip_says_aloud_what_it_does(page: Visit) -> None:
    assert page.box("weather").locator(".chip").get_attribute("aria-label") == "Unfold 1 more"
    assert page.box("weather").get_attribute("aria-expanded") == "false"
    assert page.box("too-dear").locator(".chip").get_attribute("aria-label") == "Fold 1"
    assert page.box("too-dear").get_attribute("aria-expanded") == "true"


def test_a_box_with_150_children_shows_60_and_60_more_at_a_click(visit: Opener) -> None:
    page = visit(crowded(146))
    assert len(page.shown()) == 61
    counts = []
    for _ in range(2):
        assert "of" in page.chips()["free-ferry"]
        page.ask("atlas.view.bringIn(atlas.main.drawing.scene.roots[0])")
        page.box("free-ferry").locator(".chip").get_by_text("more").click()
        counts.append(len(page.shown()))
    assert counts == [121, 151]
    assert page.chips()["free-ferry"] == "−"


def test_the_chip_of_what_is_held_back_counts_what_comes_and_what_there_is(visit: Opener) -> None:
    assert visit(crowded(146)).chips()["free-ferry"] == "− +60 of 90 more"


def test_the_down_key_goes_on_past_the_last_child_to_those_held_back(visit: Opener) -> None:
    page = visit(crowded(100), "#reason-57")
    page.click_box("reason-57")
    assert len(page.shown()) == 61
    page.press("ArrowDown")
    assert page.chosen() == "reason-58"
    assert len(page.shown()) == 105


def test_a_folded_box_of_which_more_was_shown_counts_that_on_its_chip(visit: Opener) -> None:
    page = visit(crowded(146), "#/argument/free-ferry?depth=1&fold=free-ferry*120,-free-ferry")
    assert page.chips()["free-ferry"] == "+120"
    page.click_chip("free-ferry")
    assert len(page.shown()) == 121


def test_unfolding_all_of_1500_statements_never_draws_more_than_400_boxes(visit: Opener) -> None:
    page = visit(forest(50, 29))
    page.page.get_by_role("button", name="All", exact=True).first.click()
    assert 50 < len(page.shown()) <= 400
    assert page.messages == []


def test_a_box_with_1000_children_never_draws_more_than_400_and_says_what_is_not_drawn(visit: Opener) -> None:
    page = visit(crowded(996), "#/argument/free-ferry?depth=1&fold=free-ferry*1000")
    assert len(page.shown()) == 400
    assert page.chips()["free-ferry"] == "− 601 not drawn"
    page.click_chip("free-ferry")
    assert page.shown() == {"free-ferry"}


def test_beyond_400_boxes_the_branch_that_was_opened_longest_ago_folds(visit: Opener) -> None:
    page = visit(forest(50, 50))
    for branch in range(7):
        page.click_chip(f"b{branch}")
    assert len(page.shown()) == 51 + 7 * 50 - 50
    assert "b0-0" not in page.shown()
    assert {f"b{branch}-49" for branch in range(1, 7)} <= page.shown()


def test_everything_unfolded_shows_every_box_and_reset_comes_back(page: Visit) -> None:
    page.page.get_by_role("button", name="All", exact=True).first.click()
    assert page.shown() == FIRST_VIEW | {"mild-elsewhere", "toll-books"}
    page.page.locator("#_filters").get_by_role("button", name="Reset", exact=True).click()
    assert page.shown() == FIRST_VIEW


def test_one_step_more_unfolds_every_box_at_the_rim(page: Visit) -> None:
    page.page.get_by_role("button", name="One step").first.click()
    assert page.shown() == FIRST_VIEW | {"mild-elsewhere", "toll-books"}


# --- Choosing ---


def test_a_click_on_a_box_shows_its_details(page: Visit) -> None:
    page.click_box("market-count")
    panel = page.panel()
    for words in ("Market stalls doubled", "Stalls went from 40", "80 (year 3)", "forty stalls had stood", "Section 1"):
        assert words in panel


def test_details_tell_holder_and_stance(page: Visit) -> None:
    page.click_box("weather")
    assert "The harbour master" in page.panel()
    assert "reported, not endorsed" in page.panel()


def test_details_name_links_both_ways_with_their_scheme(page: Visit) -> None:
    page.click_box("boats-sail")
    panel = page.panel()
    assert "SUPPORTED BY (1)" in panel
    assert "SUPPORTS (1)" in panel
    assert "argument from sign; only together with “Growth needs boats”" in panel


def test_details_list_links_in_the_order_of_relations(page: Visit) -> None:
    page.click_box("free-ferry")
    panel = page.panel()
    assert 0 < panel.index("SUPPORTED BY (2)") < panel.index("ATTACKED BY (1)") < panel.index("RESTATED BY (1)")


def test_details_tell_the_open_critical_questions_of_a_step(visit: Opener) -> None:
    graph = town()
    graph.graph["questions"] = {"q1": "Is the sign seen elsewhere too?", "q2": "Could it be chance?"}
    graph.nodes[iri("step-count")]["questions"] = ["q1", "q2"]
    page = visit(argument_map(graph, iri("free-ferry"), title="Asked", depth=2))
    page.click_box("trade-grows")
    page.page.get_by_text("2 open critical questions").click()
    assert "Could it be chance?" in page.panel()


def test_details_tell_the_history_of_an_item(visit: Opener) -> None:
    graph = town()
    event = {"number": 3, "what": "changed", "who": "A reader", "when": "2024-05-06", "why": "The books were found."}
    graph.nodes[iri("toll-books")]["history"] = [event]
    page = visit(argument_map(graph, iri("free-ferry"), title="Changed"), "#toll-books")
    assert "Changed 2024-05-06 by A reader" in page.panel()
    assert "The books were found." in page.panel()


def test_details_list_an_item_once_with_all_it_does(visit: Opener) -> None:
    graph = town()
    for number in (1, 2):
        connect(graph, "boats-sail", "trade-grows", "supports", f"step-more-{number}")
    graph.nodes[iri("step-more-1")]["scheme"] = "argument from example"
    page = visit(argument_map(graph, iri("free-ferry"), title="Thrice"), "#boats-sail")
    assert "SUPPORTS (1)" in page.panel()
    for scheme in ("argument from example", "argument from sign", "only together with"):
        assert scheme in page.panel()


def test_a_link_in_the_details_leads_to_its_box(page: Visit) -> None:
    page.click_box("boats-sail")
    page.page.locator("#_panel a", has_text="Toll books show").click()
    assert page.chosen() == "toll-books"
    assert "toll-books" in page.shown()


def test_an_undercut_is_told_from_both_ends(page: Visit) -> None:
    page.click_box("weather")
    assert "UNDERCUTS A STEP TO (1)" in page.panel()
    assert "the step from “Market stalls doubled”" in page.panel()
    page.click_box("trade-grows")
    assert "HAS A STEP UNDERCUT BY (1)" in page.panel()


def test_a_click_on_the_ground_chooses_nothing(page: Visit) -> None:
    page.click_box("trade-grows")
    page.page.locator("#_stage").click(position={"x": 30, "y": 30})
    assert page.chosen() is None
    assert "sel=" not in page.address()


def test_the_details_close_by_their_button(page: Visit) -> None:
    page.click_box("trade-grows")
    page.page.get_by_role("button", name="Close the details").click()
    assert page.chosen() is None


def test_a_double_click_on_a_box_opens_its_focus(page: Visit) -> None:
    page.box("trust-grows").dblclick(position={"x": 24, "y": 12})
    assert (page.state()["view"], page.state()["at"]) == ("focus", "trust-grows")


def test_the_text_of_the_chosen_box_can_be_selected(page: Visit) -> None:
    page.click_box("market-count")
    page.box("market-count").locator(".words").dblclick(position={"x": 15, "y": 10})
    assert page.ask("String(getSelection()).trim()") == "Stalls"
    assert page.state()["view"] == "argument"
    assert page.chosen() == "market-count"


# --- Search ---


def test_a_chip_counts_the_hits_that_it_hides(page: Visit) -> None:
    page.press("/")
    page.page.keyboard.type("toll books")
    assert page.chips()["boats-sail"] == "+1 ◎1"
    assert page.box("boats-sail").locator(".chip").get_attribute("aria-label") == "Unfold 1 more, 1 found in there"


def test_search_opens_hits_inside_folded_parts(page: Visit) -> None:
    page.press("/")
    page.page.keyboard.type("toll books")
    page.press("Enter")
    assert page.chosen() == "toll-books"
    assert "toll-books" in page.shown()


def test_search_counts_its_hits_and_enter_walks_them_there_and_back(page: Visit) -> None:
    page.press("/")
    page.page.keyboard.type("ferry")
    said = page.page.locator("#_found")
    assert said.inner_text() == "4 found"
    page.press("Enter")
    first = page.chosen()
    page.press("Enter")
    assert said.inner_text() == "2 of 4"
    assert page.chosen() != first
    page.press("Shift+Enter")
    assert page.chosen() == first


def test_a_hit_that_the_present_map_lacks_opens_in_its_focus(page: Visit) -> None:
    page.press("/")
    page.page.keyboard.type("quite apart")
    page.press("Enter")
    assert (page.state()["view"], page.state()["at"]) == ("focus", "elsewhere")
    assert page.chosen() == "elsewhere"


def test_search_finds_every_word_in_any_order_and_case(page: Visit) -> None:
    page.press("/")
    page.page.keyboard.type("EMPTY boats Toll")
    assert page.page.locator("#_hits button").all_inner_texts() == ["▤ Toll books show empty boats"]


def test_search_says_when_nothing_is_found(page: Visit) -> None:
    page.press("/")
    page.page.keyboard.type("zeppelin")
    assert "Nothing here" in page.page.locator("#_hits").inner_text()


def test_arrow_keys_lead_through_the_list_of_hits_and_escape_out_of_it(page: Visit) -> None:
    page.press("/")
    page.page.keyboard.type("ferry")
    page.press("ArrowDown", "ArrowDown", "ArrowUp", "Enter")
    assert page.chosen() is not None
    page.press("/", "Escape")
    assert page.page.locator("#_query").input_value() == ""
    assert page.ask("atlas.main.drawing.hits") is None
