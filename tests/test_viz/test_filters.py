"""The panel of legend and filters, alone in a real browser: what passes, what it says, keyboard, narrow screen."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.tabs import tab
from tests.test_viz.filters_page import ITEMS, filters_page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The panel on a wide screen; a message on the console, or an error, fails the test."""
    faults: list[str] = []
    with tab(browser, viewport={"width": 1400, "height": 900}) as opened:
        opened.on("console", lambda message: faults.append(message.text))
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.set_content(filters_page())
        yield opened
    assert faults == []


def passing(page: Page) -> set[str]:
    """Ids of the items that pass."""
    return set(page.evaluate("atlas.data.items.filter(atlas.filters.passes).map((item) => item.anchor)"))


def status(page: Page) -> str:
    """What the panel says is filtered."""
    return page.get_by_role("status").inner_text()


def switch(page: Page, word: str) -> Locator:
    """The checkbox of a line of the legend."""
    return page.get_by_role("checkbox", name=word)


def choice(page: Page, label: str) -> Locator:
    """One of the lists."""
    return page.get_by_role("combobox", name=label, include_hidden=True)


def entries(page: Page, label: str) -> dict[str, bool]:
    """The entries of a list, and whether each can be chosen."""
    found = choice(page, label).locator("option")
    told = found.evaluate_all("(options) => options.map((one) => [one.textContent, !one.disabled])")
    return dict(told)


def filter_by(page: Page, **filters: Any) -> None:
    """Filters as an address does."""
    page.evaluate("(filters) => atlas.go({ filters })", filters)


def test_without_a_filter_everything_passes(page: Page) -> None:
    assert len(passing(page)) == len(ITEMS)
    assert page.evaluate("[atlas.filters.active(), atlas.filters.words()]") == [0, ""]
    assert status(page) == "Nothing is filtered: 5 statements and policies."


def test_a_type_of_power_also_finds_what_speaks_of_its_narrower_types(page: Page) -> None:
    choice(page, "Type of power").select_option("soft")
    assert passing(page) == {"soft", "draw", "ferry-pays", "trust-grows", "toll"}


def test_a_policy_finds_itself_and_what_it_bears_on(page: Page) -> None:
    choice(page, "Policy").select_option("toll")
    assert passing(page) == {"toll", "hard", "draw"}


def test_an_actor_finds_the_actor_and_whatever_names_it(page: Page) -> None:
    choice(page, "Actor").select_option("Alden")
    assert passing(page) == {"alden", "toll", "stalls"}


@pytest.mark.parametrize(
    ("label", "value", "found"),
    [
        ("Held by", "The guild", {"stalls", "too-dear"}),
        ("The author's stance", "rejected", {"too-dear"}),
        ("Section", "2", {"stalls", "too-dear", "toll"}),
    ],
)
def test_holder_stance_and_section_find_what_has_them(page: Page, label: str, value: str, found: set[str]) -> None:
    choice(page, label).select_option(value)
    assert passing(page) == found


def test_several_filters_must_all_be_met(page: Page) -> None:
    filter_by(page, power="soft", holder="The town clerk", hide=["claim"])
    assert passing(page) == {"ferry-pays"}


def test_what_matches_is_told_apart_from_what_is_of_a_hidden_kind(page: Page) -> None:
    filter_by(page, holder="The guild", hide=["evidence"])
    asked = "['matches', 'drawn', 'passes'].map((name) => atlas.filters[name](atlas.data.anchors.get('stalls')))"
    assert page.evaluate(asked) == [True, False, False]


def test_the_state_is_said_in_one_sentence_with_what_passes(page: Page) -> None:
    filter_by(page, power="soft", holder="The town clerk", hide=["evidence", "attacks"])
    said = "Only statements about Soft power, held by The town clerk; hidden: evidence, attacks"
    assert page.evaluate("atlas.filters.words()") == said
    assert status(page) == f"{said}. 2 of 5 statements and policies pass."
    assert page.evaluate("atlas.filters.active()") == 4


def test_every_filter_has_words(page: Page) -> None:
    filter_by(page, policy="toll", actor="Alden", stance="granted", section="2", hide=["inferred"])
    said = "Only statements about “toll”, that involve Alden, that are granted, in section 2; hidden: inferred links"
    assert page.evaluate("atlas.filters.words()") == said


def test_the_legend_has_a_line_with_a_count_for_what_there_is_and_for_nothing_else(page: Page) -> None:
    lines = page.locator(".filters-group li:visible").all_inner_texts()
    assert [line.split("\n") for line in lines] == [
        ["Thesis", "1"], ["Claim", "1"], ["Evidence", "1"], ["Counterargument", "1"], ["Power type", "3"],
        ["Policy", "1"], ["Actor", "1"], ["supports", "3"], ["support together", "1"], ["attacks", "1"],
        ["is a kind of", "1"], ["wields", "1"], ["erodes", "1"], ["dotted: inferred", "1"], ["unfolds 3 more"],
    ]  # fmt: skip


def test_counts_are_of_the_scene_where_there_is_one(page: Page) -> None:
    page.evaluate(
        """() => { const [a, b] = atlas.data.items.map((item) => ({ item, kind: item.kind }));
        const again = { ...b }; const relation = atlas.data.relations[0];
        const links = [b, again].map((source) => ({ source, target: a, relation, joint: 1 }));
        atlas.filters.show(atlas.state, { boxes: [a, b, again], links }); }"""
    )
    lines = page.locator(".filters-group li:visible").all_inner_texts()
    assert [line.split("\n") for line in lines] == [
        ["Thesis", "1"],
        ["Claim", "1"],
        ["supports", "1"],
        ["unfolds 3 more"],
    ]
    assert status(page) == "Nothing is filtered: 2 statements and policies."


def test_a_line_of_the_legend_hides_its_kind_and_shows_it_again(page: Page) -> None:
    switch(page, "Evidence").click()
    assert page.evaluate("atlas.state.filters.hide") == ["evidence"]
    assert "stalls" not in passing(page)
    switch(page, "Evidence").click()
    assert page.evaluate("atlas.state.filters.hide") == []


def test_links_pass_by_their_relation_and_by_whether_they_are_inferred(page: Page) -> None:
    switch(page, "attacks").click()
    switch(page, "dotted: inferred").click()
    asked = "[['attacks', false], ['wields', false], ['wields', true]].map((link) => atlas.filters.passesLink(...link))"
    assert page.evaluate(asked) == [False, True, False]


def test_a_kind_that_is_hidden_keeps_its_line_where_there_is_none_of_it(page: Page) -> None:
    filter_by(page, hide=["rebuttal"])
    assert not switch(page, "Rebuttal").is_checked()


def test_a_click_on_the_words_of_a_line_is_a_click_on_its_box(page: Page) -> None:
    page.get_by_text("Counterargument").click()
    assert not switch(page, "Counterargument").is_checked()


def test_types_of_power_are_indented_under_their_broader_types(page: Page) -> None:
    assert list(entries(page, "Type of power")) == [
        "All types of power",
        "Hard power (2)",
        "Soft power (3)",
        "\u00a0\u00a0\u00a0Attraction (2)",
    ]


def test_types_of_power_that_are_each_others_broader_are_still_listed(browser: Browser) -> None:
    with tab(browser) as page:
        page.set_content(filters_page().replace('"below": ["draw"]', '"above": ["draw"]'))
        assert any("Attraction" in entry for entry in entries(page, "Type of power"))


def test_an_entry_counts_what_it_would_leave_and_cannot_be_chosen_where_that_is_nothing(page: Page) -> None:
    choice(page, "Held by").select_option("The guild")
    assert entries(page, "The author's stance") == {
        "All stances": True,
        "asserted (0)": False,
        "reported (1)": True,
        "rejected (1)": True,
    }
    assert entries(page, "Held by")["The town clerk (2)"]


def test_what_an_address_names_but_the_page_has_not_is_shown_as_such(page: Page) -> None:
    filter_by(page, holder="Nobody")
    assert choice(page, "Held by").evaluate("(list) => list.selectedOptions[0].textContent") == "Nobody (not here)"
    filter_by(page)
    assert "Nobody (not here)" not in entries(page, "Held by")


def test_clearing_ends_all_filters_and_leaves_the_focus_in_the_panel(page: Page) -> None:
    filter_by(page, power="soft", hide=["claim"])
    page.get_by_role("button", name="Clear filters").click()
    assert page.evaluate("atlas.filters.active()") == 0
    assert page.evaluate("document.activeElement.textContent") == "Legend and filters"
    assert page.get_by_role("button", name="Clear filters").is_hidden()


def test_the_section_is_no_choice_in_the_view_of_one_section(page: Page) -> None:
    page.evaluate("atlas.go({ view: 'section' })")
    assert choice(page, "Section").is_hidden()


def test_fold_buttons_work_the_map(page: Page) -> None:
    for name in ("One step", "All", "Reset"):
        page.get_by_role("button", name=name, exact=True).click()
    assert page.evaluate("atlas.went") == ["unfoldMore", "unfoldAll", "foldBack"]


def test_all_of_it_works_by_keyboard_alone(page: Page) -> None:
    switch(page, "Thesis").focus()
    page.keyboard.press("Space")
    choice(page, "Held by").focus()
    page.keyboard.type("The g")
    assert page.evaluate("[atlas.state.filters.hide, atlas.state.filters.holder]") == [["thesis"], "The guild"]


def test_letters_typed_in_a_list_are_no_shortcuts_of_the_page(page: Page) -> None:
    page.evaluate("document.addEventListener('keydown', (event) => atlas.went.push(event.key))")
    choice(page, "Policy").focus()
    page.keyboard.press("t")
    assert "t" not in page.evaluate("atlas.went")


def test_every_control_has_a_name(page: Page) -> None:
    nameless = page.locator("#_filters :is(button, input, select)").evaluate_all(
        "(all) => all.filter((one) => !(one.labels?.[0]?.textContent || one.textContent || one.ariaLabel)).length"
    )
    assert nameless == 0


def test_on_a_narrow_screen_the_panel_is_a_drawer_that_a_button_opens_and_escape_closes(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    panel, button = page.locator("#_filters"), page.get_by_role("button", name="Filters", exact=True)
    assert panel.is_hidden()
    button.click()
    assert panel.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert page.evaluate("document.activeElement.id") == "_filters-button"


def test_the_button_of_the_drawer_says_how_many_filters_are_on(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    filter_by(page, power="soft", hide=["claim"])
    assert page.locator("#_filters-button").inner_text() == "Filters (2)"


def test_hostile_names_are_only_text(browser: Browser) -> None:
    evil = "<img src=x onerror='document.title=1'>"
    with tab(browser) as page:
        page.set_content(filters_page().replace("The guild", evil))
        choice(page, "Held by").select_option(evil)
        assert evil in status(page)
        assert page.locator("#_filters img").count() == 0
