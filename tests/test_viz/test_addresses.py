"""Addresses: every state of the page has one, and it brings the same state back."""

import random

import pytest

from tests.test_viz.conftest import Opener, Visit
from tests.test_viz.made_up import iri
from tests.test_viz.random_web import random_web
from tests.test_viz.test_browser import FIRST_VIEW
from viz import Map, argument_map

# Clicks one of the things that can be clicked, chosen by a number; none that leads out of the page or to a dialog.
PICK = """(number) => { const no = "#_help-button, #_share-button, #_share *, #_theme-button, .skip, dialog *";
  const all = [...document.querySelectorAll("a[href^='#'], button, .box, .outline .row, #_filters [type=checkbox]")]
    .filter((one) => one.checkVisibility() && !one.matches(no) && !one.disabled);
  all[number % all.length].click(); }"""
KEYS = (
    "ArrowRight",
    "ArrowLeft",
    "ArrowDown",
    "ArrowUp",
    "Space",
    "f",
    "m",
    "o",
    "t",
    "1",
    "2",
    "3",
    "4",
    "Escape",
    "Home",
)


@pytest.fixture(scope="module")
def web_page() -> Map:
    return argument_map(random_web(7), iri("s0"), title="A web")


# --- What an address can say ---


def test_the_bare_page_shows_what_it_was_made_for(page: Visit) -> None:
    assert page.address() == ""
    assert page.shown() == FIRST_VIEW


def test_an_anchor_opens_what_hides_its_item_and_chooses_it(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, "#toll-books")
    assert page.chosen() == "toll-books"
    assert "toll-books" in page.shown()
    assert "Toll books show empty boats" in page.panel()


def test_the_box_that_an_address_names_is_in_view(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, "#toll-books", viewport={"width": 1100, "height": 500})
    at, stage = page.box("toll-books").bounding_box(), page.page.locator("#_stage").bounding_box()
    assert at
    assert stage
    assert stage["x"] <= at["x"]
    assert at["x"] + at["width"] <= stage["x"] + stage["width"]
    assert stage["y"] <= at["y"]
    assert at["y"] + at["height"] <= stage["y"] + stage["height"]


def test_an_argument_can_start_at_any_statement_to_any_depth(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, "#/argument/trade-grows?depth=1")
    assert page.shown() == {"trade-grows", "market-count", "weather", "guild-letter", "boats-needed", "boats-sail"}
    page.go("#/argument/trade-grows?depth=2")
    assert page.shown() >= {"mild-elsewhere", "toll-books"}


def test_a_focus_shows_both_sides_to_its_depth(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, "#/focus/trust-grows")
    assert page.shown() == {"trust-grows", "guild-letter", "free-ferry", "free-crossing", "toll-threat"}
    page.go("#/focus/trust-grows?depth=2")
    assert page.shown() >= {"attraction", "coercion"}


def test_a_focus_can_be_on_a_policy_or_a_type_of_power(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, "#/focus/festival")
    assert page.shown() == {"festival", "motto", "attraction"}
    page.go("#/focus/coercion")
    assert page.shown() == {"coercion", "toll-threat", "hard"}


def test_a_section_shows_its_statements_only(visit: Opener, town_page: Map) -> None:
    assert visit(town_page, "#/section/2").shown() == {"too-dear", "weather", "mild-elsewhere"}


@pytest.mark.parametrize(
    ("by", "first"), [("power", "Hard power"), ("actor", "No actor named"), ("instrument", "decree")]
)
def test_power_can_be_grouped_three_ways(visit: Opener, town_page: Map, by: str, first: str) -> None:
    page = visit(town_page, f"#/power?by={by}")
    assert page.page.locator("#_by").input_value() == by
    assert first in " ".join(page.page.locator("#_boxes").all_inner_texts())


def test_folds_stand_in_the_address(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, "#/argument/free-ferry?depth=2&fold=weather,-too-dear")
    assert page.shown() == (FIRST_VIEW | {"mild-elsewhere"}) - {"winter-fund"}
    assert page.chips()["too-dear"] == "+1"


def test_filters_stand_in_the_address(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, "#/argument/free-ferry?hide=evidence,attacks")
    assert page.shown() & {"market-count", "toll-books", "guild-letter", "too-dear"} == set()
    page.go("#/argument/free-ferry?policy=toll-threat")
    assert page.shown() >= {"trust-grows", "guild-letter"}
    assert page.state()["filters"]["policy"] == "toll-threat"


def test_face_and_outline_stand_in_the_address(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, "#/argument/free-ferry?face=title&as=outline")
    assert page.page.locator("#_outline").is_visible()
    page.press("o")
    assert page.box("motto").locator(".words").inner_text() == "Boats before coins"


@pytest.mark.parametrize(
    "address",
    [
        "#no-such-%E0%A4-item", "#/no-such-view", "#/argument/nobody", "#/argument/festival", "#/focus/%E0%A4%A",
        "#/section/99", "#/section/abc", "#/power?by=colour", "#/argument?depth=-3&fold=nobody,-nobody,nobody*x",
        "#/argument?hide=nothing&power=nobody&face=huge&as=film&order=none&sel=nobody", "#/answer", "#//", "#/?x", "#",
        "#/argument/__proto__", "#/constructor", "#/argument?fold=__proto__*70&depth=1e9",
    ],
)  # fmt: skip
@pytest.mark.slow
def test_a_bad_address_does_no_harm(visit: Opener, town_page: Map, address: str) -> None:
    page = visit(town_page, address)
    page.press("ArrowRight", "Space", "o", "o", "t")
    assert page.messages == []
    page.go("#/argument/free-ferry?depth=2")
    assert page.shown() == FIRST_VIEW


# --- The address of where one is ---


def same_in_a_fresh_page(page: Visit, visit: Opener, shown: Map) -> None:
    """Fails where the present address does not bring the same view in a page that has seen nothing before."""
    fresh = visit(shown, page.address())
    assert fresh.shows() == page.shows(), page.address()
    fresh.page.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_walk_of_thirty_steps_can_be_taken_up_at_any_address(visit: Opener, town_page: Map, seed: int) -> None:
    walk(visit, town_page, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_walk_through_a_web_can_be_taken_up_at_any_address(visit: Opener, web_page: Map, seed: int) -> None:
    walk(visit, web_page, seed)


def walk(visit: Opener, shown: Map, seed: int) -> None:
    """Thirty steps by links, buttons and keys; every third address is opened afresh."""
    dice = random.Random(seed)
    page = visit(shown)
    compared = set()
    for step in range(30):
        if dice.random() < 0.35:
            page.press(dice.choice(KEYS))
        else:
            page.ask(PICK, dice.randrange(10**6))
        if step % 3 == 2 and page.address():
            same_in_a_fresh_page(page, visit, shown)
            compared.add(page.address())
    assert len(compared) > 5
    assert (page.messages, page.requests) == ([], [])


def test_back_and_forward_bring_every_view_again(page: Visit) -> None:
    seen = [page.shows()]
    steps = ("#/power", "#/focus/trust-grows", "#/argument/trade-grows?depth=1", "#/section/2", "#/start", "#/reading")
    for address in steps:
        page.ask(
            "(hash) => document.body.append(Object.assign(document.createElement('a'), { href: hash, id: 'go' }))",
            address,
        )
        page.ask("() => { document.getElementById('go').click(); document.getElementById('go').remove(); }")
        seen.append(page.shows())
    for expected in reversed(seen[:-1]):
        page.page.go_back()
        page.wait(
            f"atlas.state.view === {expected['state']['view']!r} && atlas.state.at === {expected['state']['at']!r}"
        )
        assert page.shows() == expected
    page.page.go_forward()
    page.wait("atlas.state.view === 'power'")
    assert page.shows() == seen[1]


def test_back_undoes_a_fold_and_a_choice(page: Visit) -> None:
    page.click_chip("weather")
    page.click_box("too-dear")
    page.page.go_back()
    page.wait("atlas.state.sel === ''")
    assert "mild-elsewhere" in page.shown()
    page.page.go_back()
    page.wait("atlas.state.fold.open.length === 0")
    assert page.shown() == FIRST_VIEW


def test_a_walk_by_keys_leaves_one_step_to_go_back(page: Visit) -> None:
    before = page.ask("history.length")
    page.press("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown")
    assert page.ask("history.length") == before


def test_the_title_of_the_window_names_what_is_chosen_or_in_focus(page: Visit) -> None:
    page.go("#/focus/motto")
    assert page.page.title() == "Boats before coins – A town and its ferry"
    page.go("#/argument/free-ferry?sel=too-dear")
    assert page.page.title() == "The town cannot afford it – A town and its ferry"


# --- The path to the thesis ---


def test_the_path_leads_from_the_thesis_to_the_focus(page: Visit) -> None:
    page.go("#/focus/boats-sail")
    steps = page.page.locator("#_crumbs > :not(.step)")
    labels = [text.split(" ", 1)[1] for text in steps.all_inner_texts()]
    assert labels == ["Alden should keep its ferry free", "A free ferry makes trade grow", "Free boats do sail"]


def test_a_long_path_is_told_by_its_ends(page: Visit) -> None:
    page.go("#/focus/mild-elsewhere")
    assert page.page.locator("#_crumbs > :not(.step)").count() == 4
    page.go("#/focus/toll-books")
    assert page.page.locator("#_crumbs b").inner_text() == "▤ Toll books show empty boats"


def test_a_step_of_the_path_is_a_link_that_keeps_the_view(page: Visit) -> None:
    page.go("#/focus/boats-sail")
    page.page.locator("#_crumbs a", has_text="trade grow").click()
    assert (page.state()["view"], page.state()["at"]) == ("focus", "trade-grows")


def test_the_path_of_what_bears_on_no_thesis_is_itself(page: Visit) -> None:
    page.go("#/focus/elsewhere")
    assert page.page.locator("#_crumbs").inner_text().endswith("Something quite apart")
    assert page.page.locator("#_crumbs a").count() == 0
