"""What a reader sees first and after unfolding: the start of a map, boxes at the edge, lines, the folded outline."""

import pytest

from tests.test_viz.conftest import Opener
from tests.test_viz.made_up import add_statement, connect, iri, town
from viz import Map, argument_map

PHONE = {"width": 390, "height": 844}
COURSES = "atlas.links.route(atlas.view.state.tree, atlas.view.rect)"
ROOT = "atlas.data.roots[0]"
SEEN = "(id) => document.getElementById(id).checkVisibility({ contentVisibilityAuto: true })"

# Notes each text that is written on a canvas.
NOTE_WRITING = """window.written = []; const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text) {
    window.written.push(text); return write.apply(this, arguments); };"""


def crowd(reasons: int) -> Map:
    """An argument with so many more reasons, all of four lines."""
    graph = town()
    for number in range(reasons):
        add_statement(graph, f"reason-{number}", "claim", text="a reason of several lines " * 6, start=number)
        connect(graph, f"reason-{number}", "free-ferry", "supports", f"step-{number}")
    return argument_map(graph, iri("free-ferry"), title="A crowd", depth=1)


def test_a_box_with_only_its_edge_in_view_is_still_drawn(visit: Opener, argument: Map) -> None:
    page = visit(argument, script=NOTE_WRITING)
    page.page.mouse.move(800, 500)
    page.page.mouse.wheel(200, 0)
    page.wait(f"atlas.view.screen({ROOT}).x < -20")
    assert page.ask(f"atlas.view.toScreen({{ x: atlas.view.rect({ROOT}).right, y: 0 }}).x") > 10
    page.ask("() => { window.written.length = 0; atlas.view.redraw(); }")
    page.wait(f"window.written.includes({ROOT}.text.lines[0])")


def test_unfolding_on_the_first_view_moves_nothing_sideways(visit: Opener) -> None:
    page = visit(crowd(0))
    before = page.ask(f"atlas.view.screen({ROOT}).x")
    page.click_chip("trade-grows")
    page.wait("atlas.view.state.places.size > 5")
    assert page.ask(f"atlas.view.screen({ROOT}).x") == pytest.approx(before, abs=1)


def test_what_unfolds_above_the_view_is_brought_in_from_its_top(visit: Opener) -> None:
    graph = town()
    for number in range(2):
        add_statement(graph, f"reason-{number}", "evidence", text="a reason of several lines " * 6, start=number)
        connect(graph, f"reason-{number}", "trade-grows", "supports", f"step-{number}")
    page = visit(
        argument_map(graph, iri("free-ferry"), title="Upward", depth=1), viewport={"width": 1600, "height": 820}
    )
    page.click_chip("trade-grows")
    page.wait("atlas.view.state.places.size > 7")
    first = "atlas.view.rect(atlas.data.anchors.get('reason-0').boxes[0]).top"
    page.wait(f"atlas.view.toScreen({{ x: 0, y: {first} }}).y > 0")


def test_a_tall_map_starts_at_its_first_reason_with_the_root_in_view(visit: Opener) -> None:
    page = visit(crowd(9))
    tops = page.ask("[...atlas.view.state.places.keys()].map((b) => atlas.view.rect(b).top)")
    assert 0 < page.ask("(y) => atlas.view.toScreen({ x: 0, y }).y", min(tops)) < 40
    assert page.ask(f"atlas.view.screen({ROOT}).y") < 948


def test_a_root_too_far_from_the_first_reason_starts_in_the_middle(visit: Opener) -> None:
    page = visit(crowd(40))
    assert page.ask(f"atlas.view.screen({ROOT}).y") == pytest.approx(474, abs=40)


def test_arrow_keys_walk_on_after_a_click_on_a_box(visit: Opener, argument: Map) -> None:
    page = visit(argument)
    page.click_box("free-ferry")
    page.wait("location.hash === '#free-ferry'")
    page.page.keyboard.press("ArrowRight")
    assert page.chosen() == "trade-grows"


def test_two_attacks_from_one_box_are_one_line_and_no_bracket(visit: Opener) -> None:
    graph = town()
    connect(graph, "too-dear", "free-ferry", "attacks", "conflict-again")
    page = visit(argument_map(graph, iri("free-ferry"), title="Twice", depth=1))
    attacks = page.ask(f"{COURSES}.filter((one) => one.relation === 'attacks').map((one) => one.joined)")
    assert attacks == [None]


def test_an_undercut_of_a_hidden_step_ends_before_the_box_that_hides_it(visit: Opener) -> None:
    graph = town()
    connect(graph, "free-ferry", "step-fund", "undercuts", "conflict-onwards")
    connect(graph, "winter-fund", "free-ferry", "attacks", "conflict-back")
    page = visit(argument_map(graph, iri("free-ferry"), title="Onwards", depth=1))
    tip = page.ask(f"{COURSES}.find((one) => one.relation === 'undercuts').tip.x")
    target = page.ask("atlas.view.rect(atlas.data.anchors.get('winter-fund').boxes[0]).left")
    assert target - 20 < tip < target


def test_a_phone_starts_with_the_outline_folded_as_the_map_is(visit: Opener, argument: Map) -> None:
    page = visit(argument, viewport=PHONE)
    assert page.page.locator("#weather").is_visible()
    assert not page.ask(SEEN, "mild-elsewhere")
    assert page.ask("document.documentElement.scrollWidth") == 390


def test_a_row_of_the_outline_unfolds_its_box_on_the_map_too(visit: Opener, argument: Map) -> None:
    page = visit(argument)
    page.page.keyboard.press("o")
    fold = page.page.locator("#weather .fold")
    assert fold.inner_text() == "+1"
    fold.click()
    assert page.page.locator("#mild-elsewhere").is_visible()
    assert fold.get_attribute("aria-expanded") == "true"
    assert "mild-elsewhere" in page.shown()


def test_an_address_opens_the_folded_rows_above_its_own(visit: Opener, argument: Map) -> None:
    page = visit(argument, "#toll-books", viewport=PHONE)
    page.wait("document.querySelector('#toll-books.chosen') !== null")
    assert page.ask("document.getElementById('toll-books').closest('[hidden]')") is None


def test_print_shows_what_the_outline_has_folded(visit: Opener, argument: Map) -> None:
    page = visit(argument)
    page.page.keyboard.press("o")
    page.page.emulate_media(media="print")
    height = page.page.locator("#toll-books").bounding_box()
    assert height
    assert height["height"] > 20
    assert page.ask(SEEN, "toll-books")


def test_the_outline_names_a_relation_once_however_many_steps_it_has(visit: Opener) -> None:
    graph = town()
    connect(graph, "trust-grows", "free-ferry", "supports", "step-trust-again")
    page = visit(argument_map(graph, iri("free-ferry"), title="Two steps", depth=1))
    page.page.keyboard.press("o")
    assert page.page.locator("#trust-grows .mark").count() == 1


def test_details_list_an_item_once_with_all_it_does(visit: Opener) -> None:
    graph = town()
    for number in (1, 2):
        connect(graph, "boats-sail", "trade-grows", "supports", f"step-more-{number}")
    graph.edges[iri("boats-sail"), iri("trade-grows"), iri("step-more-1")]["scheme"] = "argument from example"
    page = visit(argument_map(graph, iri("free-ferry"), title="Thrice"), "#boats-sail")
    page.wait("atlas.main.state.item !== null")
    assert "SUPPORTS (1)" in page.panel()
    for scheme in ("argument from example", "argument from sign", "only together with"):
        assert scheme in page.panel()
