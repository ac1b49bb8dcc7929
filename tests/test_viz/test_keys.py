"""Everything by keyboard: walking the map, its views and its parts, with the focus to be seen."""

import pytest

from tests.test_viz.conftest import Opener, Visit
from tests.test_viz.test_browser import FIRST_VIEW
from viz import Map

FOCUS = "document.activeElement.dataset.name ?? document.activeElement.id"


def walked(page: Visit, *keys: str) -> list[str | None]:
    """What is chosen after each key."""
    found = []
    for key in keys:
        page.press(key)
        found.append(page.chosen())
    return found


def test_arrow_keys_walk_the_map(page: Visit) -> None:
    keys = ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowLeft")
    assert walked(page, *keys) == [
        "free-ferry", "trade-grows", "trust-grows", "trust-grows", "free-ferry", "free-ferry", "free-ferry",
    ]  # fmt: skip


def test_the_right_arrow_unfolds_and_goes_to_the_first_reason(page: Visit) -> None:
    page.click_box("weather")
    assert walked(page, "ArrowRight") == ["mild-elsewhere"]


def test_up_and_down_go_along_the_column_past_parents(page: Visit) -> None:
    page.click_box("boats-sail")
    assert walked(page, "ArrowDown", "ArrowUp") == ["winter-fund", "boats-sail"]


def test_the_left_arrow_walks_on_the_left_side_of_a_focus(page: Visit) -> None:
    page.go("#/focus/trust-grows")
    assert walked(page, "ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowRight") == [
        "trust-grows", "free-ferry", "free-crossing", "trust-grows",
    ]  # fmt: skip


def test_the_left_arrow_unfolds_further_to_the_left(page: Visit) -> None:
    page.go("#/focus/trust-grows")
    assert walked(page, "ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowLeft")[-1] == "attraction"
    assert "attraction" in page.shown()


def test_the_root_of_a_focus_leads_to_the_right_too(page: Visit) -> None:
    page.go("#/focus/trust-grows")
    assert walked(page, "ArrowRight", "ArrowRight", "ArrowLeft") == ["trust-grows", "guild-letter", "trust-grows"]


def test_arrow_keys_walk_on_after_a_click_on_a_box(page: Visit) -> None:
    page.click_box("free-ferry")
    assert walked(page, "ArrowRight") == ["trade-grows"]


def test_the_box_with_the_keys_has_the_focus_and_shows_it(page: Visit) -> None:
    page.press("ArrowRight", "ArrowRight")
    assert page.ask(FOCUS) == "trade-grows"
    outline = page.ask("getComputedStyle(document.activeElement).outline")
    assert "solid 3px" in outline or "3px solid" in outline or "solid" in outline


def test_the_focus_can_be_seen_though_the_map_is_too_far_to_read(page: Visit) -> None:
    page.press("ArrowRight", "ArrowRight")
    page.ask("atlas.camera.set(0, 0, 0.1)")
    page.ask("atlas.view.draw()")
    look = "getComputedStyle(document.activeElement)"
    assert page.ask(f"{look}.opacity") == "1"
    assert page.ask(f"{look}.outlineStyle") == "solid"


def test_one_box_of_the_map_can_be_reached_with_tab_and_leads_into_the_walk(page: Visit) -> None:
    assert page.ask("document.querySelectorAll('#_boxes [tabindex=\"0\"]').length") == 1
    page.ask("document.querySelector('#_boxes [tabindex=\"0\"]').focus()")
    assert walked(page, "ArrowRight", "ArrowRight") == ["free-ferry", "trade-grows"]


def test_space_folds_and_unfolds_the_chosen_box(page: Visit) -> None:
    page.press("ArrowRight", "Space")
    assert page.shown() == {"free-ferry"}
    page.press("Space")
    assert page.shown() == FIRST_VIEW


def test_enter_goes_to_the_details_and_escape_back(page: Visit) -> None:
    page.press("ArrowRight", "Enter")
    assert page.ask(FOCUS) == "_panel"
    page.press("Escape")
    assert page.ask(FOCUS) == "free-ferry"
    page.press("Escape")
    assert page.chosen() is None


def test_home_comes_back_to_the_first_view(page: Visit) -> None:
    first = page.ask("Object.values(atlas.camera.now)")
    page.press("ArrowRight", "+", "+", "Home")
    assert page.chosen() is None
    assert page.ask("Object.values(atlas.camera.now)") == pytest.approx(first, abs=0.5)


def test_f_and_m_open_the_focus_and_the_argument_of_the_chosen_statement(page: Visit) -> None:
    page.click_box("trade-grows")
    page.press("f")
    assert (page.state()["view"], page.state()["at"]) == ("focus", "trade-grows")
    page.press("ArrowRight", "m")
    assert (page.state()["view"], page.state()["at"]) == ("argument", "trade-grows")


def test_m_does_nothing_on_what_has_no_argument(page: Visit) -> None:
    page.go("#/power?sel=coercion")
    page.press("m")
    assert page.state()["view"] == "power"


def test_numbers_open_the_views(page: Visit) -> None:
    views = []
    for key in "1324":
        page.press(key)
        views.append(page.state()["view"])
    assert views == ["start", "power", "argument", "reading"]


def test_o_shows_the_outline_and_the_map_again(page: Visit) -> None:
    page.press("o")
    assert page.page.locator("#_outline").is_visible()
    assert not page.page.locator("#_stage").is_visible()
    page.press("o")
    assert page.page.locator("#_stage").is_visible()


def test_t_shows_short_titles_and_texts_again(page: Visit) -> None:
    faces = []
    for _ in range(2):
        page.press("t")
        faces.append(page.ask("atlas.main.look().face"))
    assert faces == ["title", "text"]


def test_d_goes_through_light_dark_and_high_contrast(page: Visit) -> None:
    themes = []
    for _ in range(3):
        page.press("d")
        themes.append(page.ask("document.documentElement.dataset.theme"))
    assert themes == ["dark", "contrast", "light"]


def test_l_leads_to_the_legend_and_filters(page: Visit) -> None:
    page.press("l")
    assert page.ask("document.querySelector('#_filters').contains(document.activeElement)")


def test_l_opens_the_drawer_of_filters_on_a_narrower_screen(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, viewport={"width": 1000, "height": 800})
    assert not page.page.locator("#_filters").is_visible()
    page.press("l")
    assert page.page.locator("#_filters").is_visible()
    assert page.page.locator("#_filters-button").get_attribute("aria-expanded") == "true"


def test_s_opens_the_menu_of_sharing_and_escape_closes_it(page: Visit) -> None:
    page.press("s")
    assert page.ask(FOCUS) == "_copy-button"
    page.press("Escape")
    assert page.ask(FOCUS) == "_share-button"
    assert not page.page.locator("#_share").is_visible()


def test_a_question_mark_opens_the_help_and_escape_closes_it(page: Visit) -> None:
    page.press("?")
    assert page.page.locator("#_help").is_visible()
    page.press("Escape")
    assert not page.page.locator("#_help").is_visible()


def test_the_help_names_every_key(page: Visit) -> None:
    page.press("?")
    named = set(page.page.locator("#_help kbd").all_inner_texts())
    assert named >= {"←", "→", "↑", "↓", "Space", "Enter", "Home", *"fm/olotds14", "Esc", "+", "−", "0"}


def test_letters_typed_into_the_search_are_no_commands(page: Visit) -> None:
    page.press("/")
    page.page.keyboard.type("motdfs1")
    assert page.page.locator("#_query").input_value() == "motdfs1"
    assert page.state()["view"] == "argument"


def test_plus_minus_and_nought_zoom(page: Visit) -> None:
    start = page.ask("atlas.camera.now.scale")
    page.press("+")
    assert page.ask("atlas.camera.now.scale") > start
    page.press("-", "-")
    assert page.ask("atlas.camera.now.scale") < start
    page.press("0")
    edges = page.ask("[atlas.view.bounds().left, atlas.view.bounds().right]")
    at = [page.ask("(x) => atlas.camera.toScreen({ x, y: 0 }).x", edge) for edge in edges]
    assert 0 <= at[0] < at[1] <= page.ask("atlas.view.stage.clientWidth")


def test_a_walk_is_spoken_to_screen_readers(page: Visit) -> None:
    page.press("ArrowRight")
    assert page.page.locator("#_spoken").inner_text() == "Thesis: Alden should keep its ferry free. Fold 4"


def test_the_tree_tells_level_and_fold_and_choice_of_each_box(page: Visit) -> None:
    page.click_box("weather")
    told = [page.box("weather").get_attribute(f"aria-{name}") for name in ("level", "expanded", "selected")]
    assert told == ["3", "false", "true"]


def test_the_details_of_an_item_can_be_walked_with_tab(page: Visit) -> None:
    page.press("ArrowRight", "Enter", "Tab")
    assert page.ask("document.querySelector('#_panel').contains(document.activeElement)")
    assert page.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("address", ["#/argument", "#/power", "#/start", "#/reading", "#/argument?as=outline"])
def test_every_control_has_a_name_and_shows_its_focus(page: Visit, address: str) -> None:
    page.go(address)
    unseen = page.ask(
        """() => [...document.querySelectorAll("a[href], button, input, select")]
        .filter((one) => one.checkVisibility() && one.tabIndex >= 0).filter((one) => {
          one.focus({ focusVisible: true });
          const { outlineStyle, boxShadow } = getComputedStyle(one);
          const name = [one.ariaLabel, one.textContent, one.labels?.[0]?.textContent, one.title].join("").trim();
          return !name || outlineStyle === "none" && boxShadow === "none"; }).map((one) => one.outerHTML)"""
    )
    assert unseen == []
