"""What if, by click and key: what follows is marked and listed, stands in the address, and can be taken back."""

import pytest

from tests.test_viz.conftest import Opener, Visit, fast_first
from tests.test_viz.made_up import iri
from tests.test_viz.standing_town import arrays_of_graph, standing_page, standing_town
from tests.test_viz.test_axe import faults
from viz import Map, argument_map

VIEW = "#/argument?as=map"
SIGNS = """() => Object.fromEntries([...document.querySelectorAll(".box")]
  .map((box) => [box.dataset.name, box.querySelector(".standing")?.firstChild.textContent]))"""
BAR = "#_what-if"


@pytest.fixture(scope="module")
def town_page() -> Map:
    """The town with its standing."""
    return standing_page()


@pytest.fixture
def page(visit: Opener, town_page: Map) -> Visit:
    """A visit to its argument, drawn."""
    return visit(town_page, VIEW)


def signs(page: Visit) -> dict[str, str]:
    """What the boxes say of standing, by their names."""
    return dict(page.ask(SIGNS))


def bar(page: Visit) -> str:
    """What the bar of what is supposed says; "" where it is hidden."""
    found = page.page.locator(BAR)
    return " ".join(found.inner_text().split()) if found.is_visible() else ""


def suppose(page: Visit, anchor: str, words: str = "What if it fell?") -> None:
    """Chooses a statement and presses a button of the panel."""
    page.click_box(anchor)
    page.page.get_by_role("button", name=words).click()


def test_each_box_has_its_sign_and_the_word_where_it_is_no_matter_of_course(page: Visit) -> None:
    found = signs(page)
    assert (found["free-ferry"], found["too-dear"], found["trade-grows"]) == ("◐ open", "✗ falls", "✓")


def test_a_click_shows_what_would_follow(page: Visit) -> None:
    suppose(page, "winter-fund")
    found = signs(page)
    assert (found["winter-fund"], found["too-dear"]) == ("✗ supposed", "✗ → ✓ stands")
    assert bar(page).startswith("What if The summer pays for the winter ✗ falls ✕ Reset 1 other statement comes out")


def test_what_changes_is_listed_with_a_link_that_goes_there(page: Visit) -> None:
    suppose(page, "winter-fund")
    page.page.locator(f"{BAR} li a").click()
    assert page.chosen() == "too-dear"
    assert page.state()["reject"] == ["winter-fund"]


def test_several_assumptions_hold_together_and_each_can_be_taken_back(page: Visit) -> None:
    suppose(page, "icy")
    assert signs(page)["free-ferry"] == "◐ → ✓ stands"
    suppose(page, "trade-grows")
    suppose(page, "trust-grows")
    assert page.state()["reject"] == ["icy", "trade-grows", "trust-grows"]
    assert signs(page)["free-ferry"] == "◐ → ✗ falls"
    page.page.get_by_role("button", name="Take back what is supposed of A free ferry makes trade grow").click()
    assert page.state()["reject"] == ["icy", "trust-grows"]
    assert signs(page)["free-ferry"] == "◐ → ✓ stands"


def test_reset_takes_all_back(page: Visit) -> None:
    before = signs(page)
    suppose(page, "icy")
    page.page.locator(BAR).get_by_role("button", name="Reset", exact=True).click()
    assert (signs(page), bar(page)) == (before, "")


def test_a_statement_can_be_supposed_to_stand_whatever_speaks_against_it(page: Visit) -> None:
    suppose(page, "too-dear", "What if it stood?")
    assert page.state()["accept"] == ["too-dear"]
    assert signs(page)["too-dear"] == "✓ supposed"


def test_the_buttons_say_what_is_supposed_and_as_it_is_takes_it_back(page: Visit) -> None:
    suppose(page, "icy")
    assert page.page.get_by_role("button", name="What if it fell?").get_attribute("aria-pressed") == "true"
    page.page.get_by_role("button", name="As it is").click()
    assert page.state()["reject"] == []


def test_the_address_brings_back_what_is_supposed_and_how_it_is_read(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, VIEW)
    suppose(page, "icy")
    suppose(page, "weather", "What if it stood?")
    page.page.get_by_label("Reading of for and against").select_option("strict")
    looks = "atlas.standing.statements.map(atlas.standing.look)"
    shown, said, address = page.ask(looks), bar(page), page.address()
    assert "reject=icy&accept=weather&reading=strict" in address
    again = visit(town_page, address)
    assert (again.ask(looks), bar(again), again.address()) == (shown, said, address)


def test_back_takes_back_what_was_supposed_last(page: Visit) -> None:
    before = signs(page)
    suppose(page, "icy")
    page.page.go_back()
    page.wait("!atlas.state.reject.length")
    assert signs(page) == before


def test_what_is_supposed_goes_along_from_view_to_view(page: Visit) -> None:
    suppose(page, "icy")
    page.page.get_by_role("link", name="Power", exact=True).click()
    assert page.state()["reject"] == ["icy"]
    page.go("#/argument?as=map")
    assert page.state()["reject"] == []


@pytest.mark.parametrize(
    "asked", ["reject=nobody,trade-grows%2C", "accept=free-crossing", "reading=harsh", "reject=%25%25,&accept=,"]
)
def test_an_address_that_supposes_what_cannot_be_is_read_as_far_as_it_can_be(
    visit: Opener, town_page: Map, asked: str
) -> None:
    page = visit(town_page, f"{VIEW}&{asked}")
    state = page.state()
    assert set(state["reject"]) <= {"trade-grows"}
    assert (state["accept"], state["reading"], page.messages) == ([], "default", [])


def test_what_is_supposed_both_ways_falls(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, f"{VIEW}&reject=icy&accept=icy,motto")
    assert (page.state()["reject"], page.state()["accept"]) == (["icy"], ["motto"])


def test_another_reading_lists_what_comes_out_otherwise(page: Visit) -> None:
    page.page.get_by_label("Reading of for and against").select_option("strict")
    assert signs(page)["free-ferry"] == "◐ → ✗ falls"
    assert "1 statement comes out otherwise than in the default reading: 1 now falls." in bar(page)
    assert "Any objection that stands defeats" in page.page.locator("#_standard-text").inner_text()


def test_keys_suppose_and_take_back(page: Visit) -> None:
    page.click_box("icy")
    page.press("x")
    assert page.state()["reject"] == ["icy"]
    page.press("a")
    assert (page.state()["reject"], page.state()["accept"]) == ([], ["icy"])
    page.press("a")
    assert page.state()["accept"] == []
    page.press("x", "u")
    assert page.state()["reject"] == []


def test_the_panel_tells_standing_reason_what_decides_it_and_strength(page: Visit) -> None:
    page.click_box("too-dear")
    words = page.panel()
    assert "✗ falls: something that stands speaks against it." in words
    assert "Stands against it: The summer pays for the winter" in words
    assert page.page.locator("#_panel meter").get_attribute("aria-label") == "Strength"


def test_while_something_is_supposed_there_is_no_strength(page: Visit) -> None:
    suppose(page, "icy")
    assert page.page.locator("#_panel meter").count() == 0


def test_the_outline_says_the_word_and_what_it_was(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, "#/argument?as=outline")
    row = page.page.locator('.outline .row[data-name="free-ferry"] > .standing')
    assert row.inner_text() == "◐ open"
    page.ask("atlas.whatIf.flip(atlas.data.anchors.get('icy'), 'reject')")
    assert row.inner_text() == "✓ stands (was open)"


def test_the_legend_counts_what_stands_now(page: Visit) -> None:
    def counts() -> list[str]:
        lines = page.page.locator("section[aria-labelledby=_legend-standing] li").all_inner_texts()
        return [line.split("\n")[-1] for line in lines]

    before = counts()
    page.ask("atlas.whatIf.flip(atlas.data.anchors.get('icy'), 'reject')")
    assert (before, counts()) == (["11", "1", "2"], ["11", "0", "3"])


def test_a_filter_finds_what_falls_now(page: Visit) -> None:
    page.page.get_by_role("combobox", name="Standing", exact=True).select_option("falls")
    asked = "atlas.data.items.filter(atlas.filters.matches).map((item) => item.anchor).sort()"
    assert page.ask(asked) == ["too-dear", "weather"]
    page.ask("atlas.whatIf.flip(atlas.data.anchors.get('icy'), 'reject')")
    assert page.ask(asked) == ["icy", "too-dear", "weather"]
    assert page.ask("atlas.filters.words()") == "Only statements that fall"


def test_the_saved_drawing_shows_what_is_supposed(page: Visit) -> None:
    suppose(page, "icy")
    drawn = page.ask("atlas.export.svg()")
    assert "✗ supposed" in drawn
    assert "◐ → ✓ stands" in drawn
    assert 'stroke-dasharray="7 5"' in drawn


def test_the_map_keeps_its_place_below_the_bar(page: Visit) -> None:
    page.click_box("icy")
    top = "(document.querySelector('.box[data-name=icy]').getBoundingClientRect().top"
    above = f"{top} - atlas.view.stage.getBoundingClientRect().top)"
    before = page.ask(above)
    page.press("x")
    assert page.ask(above) == pytest.approx(before, abs=2)


def test_a_part_of_a_corpus_says_that_the_rest_is_kept(visit: Opener) -> None:
    graph = standing_town()
    arrays = arrays_of_graph(graph)
    graph.remove_nodes_from([arrays.iri(n) for n in arrays.statements if arrays.iri(n).endswith("winter-fund")])
    page = visit(argument_map(graph, iri("free-ferry"), title="A part of the town"))
    assert signs(page)["too-dear"] == "✗ falls"
    page.ask("atlas.whatIf.flip(atlas.data.anchors.get('icy'), 'reject')")
    assert "What lies outside of this page is kept as it is." in bar(page)


@pytest.mark.parametrize("theme", fast_first(["light", "dark", "contrast"], "light"))
def test_nothing_of_it_is_out_of_reach(visit: Opener, town_page: Map, theme: str) -> None:
    page = visit(
        town_page, f"{VIEW}&sel=icy&reject=icy&reading=strict", color_scheme="dark" if theme == "dark" else "light"
    )
    if theme == "contrast":
        page.ask("atlas.main.setTheme('contrast')")
    assert faults(page) == []


def test_the_page_asks_for_nothing_and_complains_of_nothing(page: Visit) -> None:
    suppose(page, "icy")
    page.go("#/argument?as=outline&reject=icy&reading=balanced")
    assert (page.messages, page.requests) == ([], [])


def test_all_of_it_can_be_done_by_keyboard(page: Visit) -> None:
    suppose(page, "icy")
    page.page.get_by_role("button", name="Take back what is supposed of The river freezes").focus()
    page.press("Enter")
    assert (page.state()["reject"], bar(page)) == ([], "")
    assert page.ask("document.activeElement.id") == "_main"


def test_without_a_script_the_words_are_there(visit: Opener, town_page: Map) -> None:
    page = visit(town_page, java_script_enabled=False)
    assert "✗ falls" in page.page.locator("#too-dear").inner_text()


def test_the_panel_tells_of_a_step_that_falls(page: Visit) -> None:
    page.click_box("trade-grows")
    assert "this step falls" not in page.panel()
    page.ask("atlas.whatIf.flip(atlas.data.anchors.get('mild-elsewhere'), 'reject')")
    assert "✗ this step falls" in page.panel()
