"""Power maps, small maps and small screens, in a real browser."""

from tests.test_viz.conftest import APART, Opener
from tests.test_viz.made_up import POWERS, iri, town
from viz import Map, argument_map, power_map

PHONE = {"width": 390, "height": 844}


def test_a_phone_shows_the_map_and_the_details_below_it(visit: Opener, argument: Map) -> None:
    page = visit(argument, viewport=PHONE)
    page.page.get_by_role("button", name="Map", exact=True).click()
    page.wait("atlas.view.stage.clientWidth > 0")
    page.click_box("free-ferry")
    page.wait("atlas.main.state.item !== null")
    panel = page.page.locator("#_panel").bounding_box()
    assert panel
    assert panel["width"] == 390
    assert panel["y"] > 250
    assert page.ask("document.documentElement.scrollWidth") == 390


def test_a_map_of_one_box_is_drawn(visit: Opener) -> None:
    page = visit(argument_map(town(), iri("elsewhere"), title="Alone"))
    assert page.shown() == {"elsewhere"}
    assert page.messages == []


def test_an_empty_map_says_so(visit: Opener) -> None:
    page = visit(power_map(town().__class__(), title="Nothing"))
    assert page.page.locator("#_nothing").is_visible()
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("0")
    assert page.messages == []


def test_a_power_map_opens_with_all_types_and_the_policies_of_the_broadest(visit: Opener, powers: Map) -> None:
    assert visit(powers).shown() == set(POWERS)


def test_a_chip_of_a_power_counts_what_policies_do_to_it(visit: Opener, powers: Map) -> None:
    chips = visit(powers).chips()
    assert chips["attraction"] == "+3 ▲2 ◆1 ▼1"
    assert chips["coercion"] == "+1 ◆1"


def test_a_power_unfolds_to_policies_and_these_to_what_says_so(visit: Opener, powers: Map) -> None:
    page = visit(powers)
    page.click_chip("coercion")
    page.wait("atlas.view.state.places.size === 6")
    page.click_chip("toll-threat")
    page.wait("atlas.view.state.places.size === 7")
    assert page.shown() - set(POWERS) == {"toll-threat", "too-dear"}


def test_details_of_a_policy_tell_what_it_does_to_which_power(visit: Opener, powers: Map) -> None:
    page = visit(powers, "#toll-threat")
    page.wait("atlas.main.state.item !== null")
    panel = page.panel()
    for words in ("WIELDS (1)", "ERODES (1)", "power of: Alden; inferred", "SAID BY (3)", "erodes Attraction", "Alden"):
        assert words in panel


def test_every_box_of_a_power_map_is_placed_where_python_places_it(visit: Opener, powers: Map) -> None:
    page = visit(powers)
    assert page.ask(APART) < 0.01
