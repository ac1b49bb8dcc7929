"""The SPARQL editor of the Ask page, as somebody types: colours, completion, brackets, undo, marks, keys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.test_viz.conftest import fast_first
from tests.test_web.asking import FAULTY, KINDS, Asking, address, assert_quiet, visiting
from tests.test_web.conftest import Served


@pytest.fixture(scope="module")
def one_window(browser: Browser, served_for_reading: Served) -> Iterator[Asking]:
    with visiting(browser, served_for_reading.url) as opener:
        yield opener()


@pytest.fixture
def asking(one_window: Asking) -> Iterator[Asking]:
    """The empty page, with the keys in the editor."""
    one_window.go()
    content(one_window).click()
    yield one_window
    assert_quiet([one_window])


@pytest.fixture
def clocked(asking: Asking) -> Iterator[Asking]:
    """The same, with a clock that the test moves on: completion waits for a pause in typing."""
    asking.page.clock.install()
    yield asking
    asking.page.clock.resume()


def content(asking: Asking) -> Locator:
    return asking.page.locator("#ask-editor .cm-content")


def text(asking: Asking) -> str:
    return str(asking.page.evaluate("document.querySelector('#ask-query').value"))


def offered(asking: Asking) -> Locator:
    return asking.page.locator("#ask-editor .cm-completionLabel")


def take(asking: Asking, label: str) -> None:
    """Takes what completion offers under a label."""
    offered(asking).get_by_text(label, exact=True).first.click()


def colour(asking: Asking, word: str) -> str:
    return str(content(asking).get_by_text(word, exact=True).evaluate("(one) => getComputedStyle(one).color"))


def test_keywords_variables_names_and_texts_differ_in_colour(asking: Asking) -> None:
    asking.type('SELECT ?s { ?s rdfs:label "word"@en } # note')
    seen = [colour(asking, word) for word in ("SELECT", "rdfs:label", '"word"', "# note")]
    seen.append(str(content(asking).get_by_text("?s").first.evaluate("(one) => getComputedStyle(one).color")))
    assert len(set(seen)) == 5


@pytest.mark.parametrize("scheme", fast_first(["light", "dark"], "dark"))
def test_the_editor_follows_the_theme(browser: Browser, served_for_reading: Served, scheme: str) -> None:
    with visiting(browser, served_for_reading.url) as opener:
        asking = opener(address(KINDS), color_scheme=scheme)
        ground = asking.page.locator("#ask-editor .cm-editor").evaluate(
            "(one) => getComputedStyle(one).backgroundColor"
        )
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(26, 32, 41)"}[scheme]


def test_brackets_close_themselves_and_their_partner_is_marked(asking: Asking) -> None:
    asking.page.keyboard.type("ASK { ")
    assert text(asking) == "ASK { }"
    asking.page.keyboard.press("Home")
    asking.page.keyboard.press("End")
    assert asking.page.locator("#ask-editor .cm-matchingBracket").all_inner_texts() == ["{", "}"]


def test_what_was_typed_can_be_undone_and_so_can_what_was_put_in(asking: Asking) -> None:
    asking.type("ASK { }")
    asking.page.get_by_text("Claims that nothing supports", exact=True).click()
    asking.page.locator("#gallery details[open]").get_by_role("button", name="Put into the editor").click()
    expect(content(asking)).to_contain_text("OPTIONAL")
    asking.page.keyboard.press("ControlOrMeta+z")
    assert text(asking) == "ASK { }"


def test_a_term_is_completed_by_its_label_and_told_by_its_definition(asking: Asking) -> None:
    asking.page.keyboard.type("ASK { ?s held")
    expect(offered(asking).first).to_have_text("ca:heldBy")
    expect(asking.page.locator("#ask-editor .cm-completionInfo")).to_be_visible()
    take(asking, "ca:heldBy")
    assert text(asking) == "ASK { ?s ca:heldBy}"


@pytest.mark.slow
def test_terms_of_a_prefix_are_offered_after_its_colon(asking: Asking) -> None:
    asking.page.keyboard.type("ASK { ?s skos:")
    expect(offered(asking).first).to_be_visible()
    assert {label.partition(":")[0] for label in offered(asking).all_inner_texts()} == {"skos"}


def test_a_known_prefix_needs_no_declaration_and_a_declaration_is_completed_whole(asking: Asking) -> None:
    asking.page.keyboard.type("ASK { ?s sko")
    take(asking, "skos:")
    assert text(asking) == "ASK { ?s skos:}"
    asking.type("")
    asking.page.keyboard.press("Delete")
    asking.page.keyboard.type("PREFIX pow")
    take(asking, "power:")
    assert text(asking) == "PREFIX power: <https://w3id.org/claimatlas/power/>"


def test_items_are_completed_by_several_words_of_their_titles(asking: Asking) -> None:
    asking.page.keyboard.type("ASK { ?s ca:supports trade deficit bargain")
    expect(offered(asking).first).to_contain_text("trade deficit")
    offered(asking).first.click()
    assert text(asking) == "ASK { ?s ca:supports corpus:deficit-strengthens-bargaining}"


def test_items_are_completed_by_a_part_of_their_id(asking: Asking) -> None:
    asking.page.keyboard.type("ASK { ?s ca:erodes power:allian")
    offered(asking).first.click()
    assert text(asking) == "ASK { ?s ca:erodes power:alliance-ties}"


def test_keywords_and_variables_of_the_query_are_completed(asking: Asking) -> None:
    asking.page.keyboard.type("SELECT ?thesis { ?th")
    take(asking, "?thesis")
    asking.page.keyboard.type(" a ca:Thesis . OPTIO")
    take(asking, "OPTIONAL")
    assert text(asking) == "SELECT ?thesis { ?thesis a ca:Thesis . OPTIONAL}"


@pytest.mark.parametrize("typed", ['ASK { ?s ?p "trade', "# trade", "ASK { ?s a", "SELECT"])
def test_nothing_is_offered_in_texts_and_comments_and_after_whole_keywords(clocked: Asking, typed: str) -> None:
    clocked.page.keyboard.type(typed)
    clocked.page.clock.run_for(1000)
    assert offered(clocked).count() == 0


def test_an_error_is_marked_at_its_place_and_told_until_it_is_mended(asking: Asking) -> None:
    asking.ask(FAULTY)
    marked = asking.page.locator("#ask-editor .cm-lintRange-error")
    expect(marked).to_have_text("rdfs:label")
    assert asking.page.locator("#ask-fault").get_attribute("role") == "alert"
    assert asking.fault().startswith("line 3, column 3")
    content(asking).click()
    asking.page.keyboard.type(" ")
    expect(marked).to_have_count(0)


def test_the_mark_stands_right_after_signs_beyond_the_basic_plane(asking: Asking) -> None:
    asking.ask('ASK { ?s ?p "😀😀" wrong ?o }')
    expect(asking.page.locator("#ask-editor .cm-lintRange-error")).to_have_text("wrong")


@pytest.mark.slow
def test_the_server_has_the_error_of_an_opened_address_marked(browser: Browser, served_for_reading: Served) -> None:
    with visiting(browser, served_for_reading.url) as opener:
        asking = opener(address(FAULTY))
        expect(asking.page.locator("#ask-editor .cm-lintRange-error")).to_have_text("rdfs:label")


def test_tab_leaves_the_editor_and_takes_a_completion_only_while_one_is_offered(clocked: Asking) -> None:
    asking = clocked
    asking.page.keyboard.type("ASK { ?s held")
    asking.page.clock.run_for(500)
    expect(offered(asking).first).to_have_text("ca:heldBy")
    asking.page.clock.run_for(500)
    asking.page.keyboard.press("Tab")
    assert text(asking) == "ASK { ?s ca:heldBy}"
    assert asking.page.evaluate("document.activeElement.id") == "ask-editor"
    asking.page.keyboard.type(" ca:supp")
    asking.page.clock.run_for(500)
    expect(offered(asking).first).to_have_text("ca:supports")
    asking.page.keyboard.press("Escape")
    asking.page.keyboard.press("Tab")
    assert asking.page.evaluate("document.activeElement.id") == "ask-run"
    asking.page.keyboard.press("Shift+Tab")
    assert asking.page.evaluate("document.activeElement.id") == "ask-editor"


def test_the_editor_has_a_name_for_those_who_do_not_see_it(asking: Asking) -> None:
    assert asking.page.get_by_role("textbox", name="Question in SPARQL").count() == 1
