"""The views beside the argument map: power, outline, small maps and screens; themes, print, copies and files."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.test_viz.conftest import Opener, Visit
from tests.test_viz.made_up import POWERS, STATEMENTS, connect, iri, town
from tests.test_viz.test_browser import FIRST_VIEW
from viz import Map, argument_map, power_map

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 820, "height": 1100}
# Names of the rows of the outline that can be seen, in order.
ROWS = """[...document.querySelectorAll('#_outline .row')].filter((row) => row.checkVisibility())
  .map((row) => row.dataset.name)"""
WALKED = "atlas.main.drawing.tree.walk.map((box) => box.name)"


# --- Small maps ---


def test_a_map_of_one_box_is_drawn(visit: Opener) -> None:
    page = visit(argument_map(town(), iri("elsewhere"), title="Alone"))
    assert page.shown() == {"elsewhere"}
    assert page.messages == []


def test_an_empty_map_says_so(visit: Opener) -> None:
    page = visit(power_map(town().__class__(), title="Nothing"))
    assert page.page.locator("#_nothing").is_visible()
    page.press("ArrowRight", "0", "Space", "o", "o", "2", "Home", "f", "m")
    assert page.messages == []


# --- Power ---


def test_a_power_map_opens_with_all_types_and_the_policies_of_the_broadest(visit: Opener, powers: Map) -> None:
    assert visit(powers).shown() == set(POWERS)


def test_a_chip_of_a_power_counts_what_policies_do_to_it(visit: Opener, powers: Map) -> None:
    chips = visit(powers).chips()
    assert chips["attraction"] == "+3 ▲2 ◆1 ▼1"
    assert chips["coercion"] == "+1 ◆1"


def test_a_power_unfolds_to_policies_and_these_to_what_says_so(visit: Opener, powers: Map) -> None:
    page = visit(powers)
    page.click_chip("coercion")
    page.click_chip("toll-threat")
    assert page.shown() - set(POWERS) == {"toll-threat", "too-dear"}


def test_details_of_a_policy_tell_what_it_does_to_which_power(visit: Opener, powers: Map) -> None:
    page = visit(powers, "#toll-threat")
    panel = page.panel()
    for words in ("WIELDS (1)", "ERODES (1)", "power of: Alden; inferred", "SAID BY (3)", "Attraction", "Alden"):
        assert words in panel


# --- The outline ---


def test_the_outline_shows_the_boxes_of_the_map_in_their_order(page: Visit) -> None:
    for address in ("#/argument/free-ferry?depth=2", "#/section/2", "#/focus/trust-grows", "#/power?by=actor"):
        page.go(address)
        page.press("o")
        assert page.ask(ROWS) == page.ask(WALKED)
        page.press("o")


def test_a_fold_in_the_outline_folds_the_map_too(page: Visit) -> None:
    page.press("o")
    row = page.page.locator('#_outline .row[data-name="weather"] .fold')
    assert row.inner_text() == "+1"
    row.click()
    assert row.get_attribute("aria-expanded") == "true"
    assert page.shown() == FIRST_VIEW | {"mild-elsewhere"}
    page.press("o")
    assert page.chips()["weather"] == "−"


def test_a_fold_on_the_map_folds_the_outline_too(page: Visit) -> None:
    page.click_chip("trade-grows")
    page.press("o")
    rows = page.ask(ROWS)
    assert "boats-sail" not in rows
    assert page.page.locator('#_outline .row[data-name="trade-grows"] .fold').get_attribute("aria-expanded") == "false"


def test_what_is_chosen_on_the_map_is_chosen_in_the_outline_and_back(page: Visit) -> None:
    page.click_box("too-dear")
    page.press("o")
    assert page.page.locator("#_outline .row.chosen").get_attribute("data-name") == "too-dear"
    page.page.locator('#_outline .row[data-name="motto"] strong').click()
    assert page.chosen() == "motto"
    page.press("o")
    assert page.box("motto").get_attribute("aria-selected") == "true"


def test_the_outline_names_further_links_from_both_ends(page: Visit) -> None:
    page.press("o")
    row = page.page.locator('#_outline .row[data-name="guild-letter"]')
    assert "also supports Neighbours trust a town that gives" in row.inner_text()
    row = page.page.locator('#_outline .row[data-name="trust-grows"]')
    assert "also supported by The guild's letter" in row.inner_text()


def test_the_outline_names_a_relation_once_however_many_steps_it_has(visit: Opener) -> None:
    graph = town()
    connect(graph, "trust-grows", "free-ferry", "supports", "step-trust-again")
    page = visit(argument_map(graph, iri("free-ferry"), title="Two steps", depth=1))
    page.press("o")
    assert page.page.locator('#_outline .row[data-name="trust-grows"] .mark').count() == 1


def test_text_of_folded_rows_can_be_found_by_the_browsers_search_and_unfolds(page: Visit) -> None:
    page.press("o")
    hidden = "document.querySelector('#_outline .row[data-name=\"toll-books\"]').closest('ul')"
    assert page.ask(f"{hidden}.getAttribute('hidden')") == "until-found"
    page.ask(f"{hidden}.dispatchEvent(new Event('beforematch', {{ bubbles: true }}))")
    assert page.shown() == FIRST_VIEW | {"toll-books"}
    assert "toll-books" in page.ask(ROWS)


def test_a_find_inside_two_folded_rows_unfolds_both(page: Visit) -> None:
    page.go("#/argument/free-ferry?depth=2&as=outline&fold=-trade-grows")
    page.ask(
        """() => { const row = document.querySelector('#_outline .row[data-name="toll-books"]');
        for (let list = row.closest("ul"); list; list = list.parentElement.closest("ul")) {
          if (list.hidden) list.dispatchEvent(new Event("beforematch", { bubbles: true })); } }"""
    )
    assert {"boats-sail", "toll-books"} <= page.shown()


def test_everything_unfolded_in_the_outline_is_unfolded_on_the_map(page: Visit) -> None:
    page.press("o")
    page.page.locator("#_filters").get_by_role("button", name="All", exact=True).first.click()
    assert page.ask(ROWS) == page.ask(WALKED)
    assert page.shown() == set(STATEMENTS) - {"elsewhere"}


def test_without_script_the_outline_and_the_start_page_and_the_text_are_there(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, java_script_enabled=False)
    for selector in ("#toll-books", "#_start", "#_reading"):
        assert page.page.locator(selector).is_visible()
    for selector in ("#_stage", "#_query", "#_filters", "#_panel", "#_theme-button"):
        assert not page.page.locator(selector).is_visible()
    assert page.messages == []


def test_the_buttons_that_unfold_are_there_only_where_there_is_something_to_unfold(page: Visit) -> None:
    button = page.page.locator("#_filters").get_by_role("button", name="One step")
    assert button.is_visible()
    page.go("#/reading")
    assert page.page.locator("#_filters").is_visible()
    assert not button.is_visible()


# --- Print ---


def test_print_shows_the_map_as_a_drawing_and_the_whole_outline(page: Visit) -> None:
    page.ask("dispatchEvent(new Event('beforeprint'))")
    page.page.emulate_media(media="print")
    assert page.page.locator("#_print svg").is_visible()
    for name in FIRST_VIEW | {"toll-books", "mild-elsewhere"}:
        row = page.page.locator(f'#_outline .row[data-name="{name}"]')
        assert row.is_visible()
        assert row.evaluate("(row) => row.getBoundingClientRect().height") > 20
    for selector in ("#_stage", "#_panel", "#_filters", ".tools", "#_toolbar"):
        assert not page.page.locator(selector).is_visible()


def test_print_shows_what_is_unfolded_now(page: Visit) -> None:
    page.click_chip("boats-sail")
    page.ask("dispatchEvent(new Event('beforeprint'))")
    page.page.emulate_media(media="print")
    assert "two boats of three" in page.page.locator("#_print").text_content().replace("\u00a0", " ")  # type: ignore[union-attr]


def test_without_script_print_has_the_map_that_python_drew(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, java_script_enabled=False)
    page.page.emulate_media(media="print")
    assert page.page.locator("#_print svg").is_visible()
    assert page.page.locator("#toll-books").is_visible()


def test_a_page_on_paper_has_the_map_first(page: Visit) -> None:
    assert page.page.pdf().startswith(b"%PDF")
    assert page.messages == []


# --- Themes ---

GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.mark.parametrize(("scheme", "ground"), [("light", "Light"), ("dark", "Dark")])
def test_the_theme_follows_the_system(visit: Opener, town_page: Map, scheme: str, ground: str) -> None:
    page = visit(town_page, color_scheme=scheme)
    assert page.page.locator("#_theme-button").inner_text() == ground
    before = page.ask(GROUND)
    page.page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    page.wait(f"{GROUND} !== '{before}'")
    page.wait(f"document.querySelector('#_theme-button').textContent !== '{ground}'")


def test_the_button_goes_through_three_themes_that_all_differ(page: Visit) -> None:
    grounds, boxes = [], []
    for _ in range(3):
        page.click("#_theme-button")
        grounds.append(
            (page.ask(GROUND), page.ask("atlas.paint.colour('ink')"), page.ask("atlas.paint.colour('line')"))
        )
        boxes.append(page.page.locator("#_theme-button").inner_text())
    assert boxes == ["Dark", "Contrast", "Light"]
    assert len(set(grounds)) == 3


def test_the_canvas_takes_the_colours_of_the_theme(page: Visit) -> None:
    seen = set()
    for _ in range(3):
        page.press("d")
        page.ask("atlas.view.draw()")
        seen.add(page.ask("document.querySelector('#_links').toDataURL()"))
    assert len(seen) == 3


# --- Small screens ---


def test_a_phone_starts_with_the_outline_folded_as_the_map_is(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, viewport=PHONE)
    assert page.page.locator("#_outline").is_visible()
    assert set(page.ask(ROWS)) == FIRST_VIEW


def test_a_phone_reaches_the_map_and_shows_the_details_below_it(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, viewport=PHONE)
    page.page.get_by_role("button", name="Map", exact=True).click()
    assert page.page.locator("#_stage").is_visible()
    page.click_box("free-ferry")
    panel = page.page.locator("#_panel").bounding_box()
    assert panel
    assert panel["width"] == 390
    assert panel["y"] > 250


@pytest.mark.parametrize("viewport", [PHONE, TABLET])
def test_no_view_scrolls_sideways_on_a_small_screen(visit: Opener, town_page: Map, viewport: dict[str, int]) -> None:
    page = visit(town_page, viewport=viewport)
    for address in (
        "#/start", "#/argument?as=map", "#/argument?as=outline&sel=motto", "#/section/1", "#/focus/trust-grows?as=map",
        "#/power", "#/power?as=map&by=actor", "#/reading", "#/reading?sel=motto&order=reason",
        "#/power?as=map&sel=coercion",
    ):  # fmt: skip
        page.go(address)
        assert page.ask("[document.documentElement.scrollWidth, document.body.scrollWidth]") == [viewport["width"]] * 2


def test_a_link_opens_the_rows_above_its_own_on_a_phone(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, "#toll-books", viewport=PHONE)
    row = page.page.locator('#_outline .row.chosen[data-name="toll-books"]')
    assert row.is_visible()
    at = row.bounding_box()
    assert at
    assert 0 <= at["y"] < PHONE["height"]


# --- What leaves the page ---


def test_a_link_to_the_view_is_copied(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, "#/focus/motto", permissions=["clipboard-read", "clipboard-write"])
    page.press("s")
    page.click("#_copy-button")
    page.wait("document.querySelector('#_copy-button').textContent === 'Copied'")
    assert page.ask("navigator.clipboard.readText()").endswith("#/focus/motto")


def test_the_map_is_saved_as_a_drawing(page: Visit, tmp_path: Path) -> None:
    page.press("s")
    with page.page.expect_download() as saved:
        page.click("#_svg-button")
    assert saved.value.suggested_filename.endswith(".svg")
    saved.value.save_as(tmp_path / "map.svg")
    root = ET.parse(tmp_path / "map.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join(root.itertext())
    assert "Stalls went from 40" in words
    assert "+1" in words


def test_the_map_is_saved_as_a_picture_at_double_size(page: Visit, tmp_path: Path) -> None:
    page.press("s")
    with page.page.expect_download() as saved:
        page.click("#_png-button")
    saved.value.save_as(tmp_path / "map.png")
    content = (tmp_path / "map.png").read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(content[16:20]) > 2 * 1100


def test_nothing_is_asked_of_any_host_and_nothing_is_said_on_the_console(page: Visit) -> None:
    for address in ("#/start", "#/argument", "#/section/1", "#/focus/motto", "#/power?by=actor", "#/reading"):
        page.go(address)
        page.press("o", "t", "d", "?", "Escape")
    assert (page.messages, page.requests) == ([], [])
