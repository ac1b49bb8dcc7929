"""The Ask page as a person uses it: in a real browser, against a real server."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.web import Limits, Settings
from graph import Store
from tests.test_web.asking import BEARINGS, KINDS, Asking, address, assert_quiet, visiting
from tests.test_web.conftest import TOKENS, Served, serving

Opener = Callable[..., Asking]
HOSTILE = "<script>document.title = 'pwned'</script><img src=x onerror=\"document.title = 'pwned'\">"


@pytest.fixture
def visit(browser: Browser, served_for_reading: Served) -> Iterator[Opener]:
    with visiting(browser, served_for_reading.url) as opener:
        yield opener


@pytest.fixture(scope="module")
def one_window(browser: Browser, served_for_reading: Served) -> Iterator[Asking]:
    """One window for many tests: a new one takes longer than most of them."""
    with visiting(browser, served_for_reading.url) as opener:
        yield opener()


@pytest.fixture
def asking(one_window: Asking) -> Iterator[Asking]:
    """The empty page, as somebody sees it who was never here."""
    one_window.page.evaluate("localStorage.clear()")
    yield one_window.go()
    one_window.page.unroute_all()
    assert_quiet([one_window])


# --- asking and answers ---


def test_a_typed_query_is_answered_and_has_an_address(asking: Asking) -> None:
    asking.ask(KINDS)
    assert asking.told().startswith("5 rows in ")
    assert asking.column(1) == ["claim", "counterargument", "evidence", "rebuttal", "thesis"]
    assert asking.page.url == asking.url + address(KINDS)


def test_the_address_of_a_question_is_answered_when_it_is_opened(visit: Opener) -> None:
    asking = visit(address(KINDS))
    assert asking.told().startswith("5 rows")
    assert asking.page.evaluate("document.querySelector('#ask-query').value") == KINDS


@pytest.mark.slow
def test_what_has_more_rows_than_the_server_writes_is_fetched_whole(visit: Opener) -> None:
    asking = visit(address("SELECT ?s { ?s ?p ?o } LIMIT 1201"))
    expect(asking.page.locator("#ask-told")).to_contain_text("1,201 rows")


def test_back_and_forward_bring_questions_and_their_answers(asking: Asking) -> None:
    asking.ask(KINDS)
    asking.ask("ASK { ?s a ca:Thesis }")
    asking.page.go_back()
    expect(asking.page.locator("#ask-told")).to_contain_text("5 rows")
    assert asking.page.evaluate("document.querySelector('#ask-query').value") == KINDS
    asking.page.go_back()
    expect(asking.page.locator("#ask-begin")).to_be_visible()
    asking.page.go_forward()
    asking.page.go_forward()
    expect(asking.page.locator(".verdict")).to_have_text("Yes")


@pytest.mark.slow
def test_a_question_that_has_no_answer_says_so(asking: Asking) -> None:
    asking.ask("SELECT ?s { ?s a ca:Nothing }")
    assert asking.page.locator(".verdict").inner_text() == "Nothing was found."


def test_an_empty_editor_is_told_what_to_do(asking: Asking) -> None:
    asking.page.locator("#ask-run").click()
    assert "There is no question yet" in asking.fault()


def test_what_the_server_refuses_is_told_and_takes_the_old_answer_away(asking: Asking) -> None:
    asking.ask(KINDS)
    asking.ask("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    assert "SERVICE" in asking.fault()
    assert asking.page.locator("#ask-answer").is_hidden()


def test_an_example_is_asked_with_one_click_and_stands_in_the_editor(asking: Asking) -> None:
    asking.page.get_by_role("link", name="Ask: What kinds of statements are there?").click()
    expect(asking.page.locator("#ask-told")).to_contain_text("5 rows")
    assert "COUNT" in asking.page.locator("#ask-editor .cm-content").inner_text()


def test_a_stopped_question_says_that_it_was_stopped(asking: Asking) -> None:
    asking.page.route("**/sparql", lambda route: None)  # a server that takes its time
    asking.type("SELECT * { ?s ?p ?o }")
    asking.page.locator("#ask-run").click()
    asking.page.locator("#ask-stop").click()
    asking.settle()
    assert "stopped" in asking.fault()


@pytest.mark.slow
def test_a_server_that_is_gone_is_told(asking: Asking) -> None:
    asking.page.route("**/sparql", lambda route: route.abort())
    asking.ask(KINDS)
    assert "cannot be reached" in asking.fault()


def test_an_answer_that_the_server_cuts_off_shows_what_came_and_the_limits(browser: Browser, shipped: Store) -> None:
    limits = Limits(query_rows=3000)
    with serving(shipped, Settings(limits=limits)) as served, visiting(browser, served.url) as opener:
        asking = opener()
        asking.ask("SELECT ?s ?p ?o ?q { ?s ?p ?o BIND(CONCAT(STR(?s), '},{ \"') AS ?q) }")
        assert "there are more" in asking.told()
        assert "3,000 rows at most" in asking.told()
        assert len(asking.column(1)) == 50


@pytest.mark.slow
def test_a_limit_that_was_met_before_anything_came_is_told(browser: Browser, shipped: Store) -> None:
    with serving(shipped, Settings(limits=Limits(query_rows=20))) as served, visiting(browser, served.url) as opener:
        asking = opener()
        asking.ask("SELECT ?s { ?s ?p ?o }")
        assert "20" in asking.fault()


# --- table ---


def test_a_column_of_numbers_is_sorted_by_number_up_down_and_back(asking: Asking) -> None:
    asking.ask("SELECT ?n { VALUES ?n { 10 9 100 } }")
    head = asking.page.locator("#ask-body th")
    seen = []
    for _ in range(3):
        asking.click("n")
        seen.append((head.get_attribute("aria-sort"), asking.column(1)))
    assert seen == [
        ("ascending", ["9", "10", "100"]),
        ("descending", ["100", "10", "9"]),
        (None, ["10", "9", "100"]),
    ]


def test_a_column_of_texts_is_sorted_as_people_sort_and_what_is_empty_stands_last(asking: Asking) -> None:
    asking.ask('SELECT ?t { VALUES ?t { "b10" UNDEF "Ä" "b9" "a" } }')
    asking.click("t")
    assert asking.column(1) == ["a", "Ä", "b9", "b10"]
    asking.click("t")
    assert asking.column(1) == ["b10", "b9", "Ä", "a"]


def test_fifty_rows_are_shown_at_a_time(asking: Asking) -> None:
    asking.ask("SELECT ?n { ?x ca:paragraph ?p ; oa:hasSelector/oa:start ?n } ORDER BY ?n LIMIT 120")
    status = asking.page.locator(".pager [role=status]")
    first = asking.column(1)
    asking.click("Next")
    expect(status).to_have_text("51–100 of 120")
    asking.click("Last")
    expect(status).to_have_text("101–120 of 120")
    assert len(asking.column(1)) == 20
    expect(asking.page.get_by_role("button", name="Next")).to_have_attribute("aria-disabled", "true")
    asking.click("First")
    assert asking.column(1) == first


def test_items_are_links_by_their_titles_with_their_short_names(asking: Asking) -> None:
    asking.ask("SELECT ?s { VALUES ?s { power:soft } }")
    link = asking.page.locator("#ask-body td a")
    expect(link).to_have_text("Soft power")
    assert link.get_attribute("href") == "/power/soft"
    assert link.get_attribute("title") == "https://w3id.org/claimatlas/power/soft"
    assert asking.page.locator("#ask-body td small").inner_text() == "power:soft"


@pytest.mark.slow
def test_an_iri_of_another_scheme_is_no_link(asking: Asking) -> None:
    asking.ask("SELECT ?s { VALUES ?s { <javascript:alert(1)> <data:text/html,x> <https://example.org/x> } }")
    assert asking.page.locator("#ask-body td a").count() == 1
    assert asking.column(1)[0] == "<javascript:alert(1)>"


def test_the_language_of_a_column_stands_in_its_head_and_that_of_odd_texts_beside_them(asking: Asking) -> None:
    asking.ask('SELECT ?a ?b { VALUES (?a ?b) { ("x"@en "x"@en) ("y"@en "y"@de) } }')
    assert asking.page.locator("#ask-body th small").all_inner_texts() == ["en"]
    assert asking.page.locator("#ask-body td small").all_inner_texts() == ["en", "de"]


def test_hostile_texts_are_shown_as_texts(browser: Browser, store: Store) -> None:
    text = HOSTILE.replace('"', '\\"')
    store.update(f'INSERT DATA {{ corpus:odd a ca:Claim ; rdfs:label "{text}"@en ; ca:attacks power:soft }}')
    query = f"# {HOSTILE}\nSELECT ?s ?t {{ VALUES ?s {{ corpus:odd }} ?s rdfs:label ?t }}"
    with serving(store) as served, visiting(browser, served.url) as opener:
        asking = opener(address(query))
        expect(asking.page.locator("#ask-body td a")).to_have_text(HOSTILE)
        asking.click("Chart")
        expect(asking.page.locator(".chart th a")).to_have_text(HOSTILE)
        assert asking.page.title().startswith(HOSTILE)
        assert asking.page.locator("#ask-answer img, #ask-answer script").count() == 0


def test_triples_are_a_table_and_turtle(asking: Asking) -> None:
    asking.ask(BEARINGS)
    assert asking.page.locator("#ask-body th").all_inner_texts() == ["subject", "predicate", "object"]
    asking.click("Turtle")
    expect(asking.page.locator("pre.turtle")).to_contain_text("ca:erodes power:")
    assert asking.page.url.endswith("#turtle")


# --- chart, map, downloads ---


def bars(page: Page) -> list[tuple[str, str, float]]:
    """The name, the figure and the length in per cent of each bar."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('.chart tbody tr')].map(({ cells }) => [cells[0].innerText,
             cells[2].innerText, parseFloat(cells[1].querySelector('rect').getAttribute('width'))])"""
    )
    return [tuple(bar) for bar in found]


def test_a_chart_has_a_bar_for_each_text_as_long_as_its_number(asking: Asking) -> None:
    asking.ask('SELECT ?name ?n { VALUES (?name ?n) { ("one" 1) ("two" 2) ("four" 4) } }')
    asking.click("Chart")
    assert bars(asking.page) == [("one", "1", 25), ("two", "2", 50), ("four", "4", 100)]


def test_bars_of_negative_numbers_start_from_zero_to_the_left_and_are_drawn_otherwise(asking: Asking) -> None:
    asking.ask('SELECT ?name ?n { VALUES (?name ?n) { ("down" -1) ("up" 3) } }')
    asking.click("Chart")
    places = asking.page.locator(".chart rect").evaluate_all(
        "(all) => all.map((one) => [one.getAttribute('x'), one.getAttribute('width'), one.getAttribute('class')])"
    )
    assert places == [["0%", "25%", "negative"], ["25%", "75%", None]]


@pytest.mark.slow
def test_rows_that_a_name_does_not_tell_apart_get_the_texts_beside_it(asking: Asking) -> None:
    asking.ask('SELECT ?a ?b ?n { VALUES (?a ?b ?n) { ("x" "p" 1) ("x" "q" 2) } }')
    asking.click("Chart")
    assert [name for name, _, _ in bars(asking.page)] == ["x · p", "x · q"]


def test_a_table_without_numbers_is_drawn_by_how_often_each_text_occurs(asking: Asking) -> None:
    asking.ask('SELECT ?t ?u { VALUES (?t ?u) { ("a" "1a") ("b" "2b") ("a" "3c") } }')
    asking.click("Chart")
    assert bars(asking.page) == [("a", "2", 100), ("b", "1", 50)]


@pytest.mark.slow
def test_the_chart_is_in_the_address(visit: Opener) -> None:
    asking = visit(address(KINDS) + "#chart")
    expect(asking.page.locator(".chart tbody tr")).to_have_count(5)


def test_an_answer_is_drawn_as_a_map_and_back_leads_to_the_question(asking: Asking) -> None:
    asking.ask(BEARINGS)
    asking.click("Map", "link")
    expect(asking.page.locator(".box").first).to_be_visible()
    assert asking.page.url.startswith(f"{asking.url}/ask/map?query=")
    asking.page.go_back()
    expect(asking.page.locator("#ask-told")).to_contain_text("triples")


def test_an_answer_that_makes_no_map_says_why_and_stays(asking: Asking) -> None:
    asking.ask(KINDS)
    asking.click("Map", "link")
    expect(asking.page.locator("#ask-map-fault")).to_contain_text("select the variable of the item")
    assert asking.page.url == asking.url + address(KINDS)
    assert asking.told().startswith("5 rows")


@pytest.mark.parametrize(
    ("query", "name", "file", "begin"),
    [
        (KINDS, "CSV", "answer.csv", "kind,n"),
        pytest.param(KINDS, "TSV", "answer.tsv", "?kind\t?n", marks=pytest.mark.slow),
        pytest.param(KINDS, "JSON", "answer.json", '{"head"', marks=pytest.mark.slow),
        pytest.param(KINDS, "XML", "answer.xml", "<?xml", marks=pytest.mark.slow),
        ("# Who has soft power?\n" + BEARINGS, "Turtle", "who-has-soft-power.ttl", "@prefix"),
        pytest.param(BEARINGS, "N-Triples", "answer.nt", "<https://", marks=pytest.mark.slow),
        pytest.param(BEARINGS, "JSON-LD", "answer.jsonld", "[", marks=pytest.mark.slow),
        pytest.param(BEARINGS, "RDF/XML", "answer.rdf", "<?xml", marks=pytest.mark.slow),
    ],
)
def test_an_answer_is_downloaded_in_a_format(asking: Asking, query: str, name: str, file: str, begin: str) -> None:
    asking.ask(query)
    with asking.page.expect_download() as download:
        asking.click(name, "link")
    assert download.value.suggested_filename == file
    assert download.value.path().read_text("utf-8").startswith((begin, "{" if name == "JSON-LD" else begin))


# --- elsewhere ---

TABLE = (
    "# “Odd” 'signs' \\ $HOME `x`\n"
    'SELECT ?kind ("it\'s \\"so\\"" AS ?t) { ?s a ca:Thesis ; ca:kind/rdfs:label ?kind } LIMIT 1'
)


def ran(name: str, text: str, **environment: str) -> str:
    """What the copied text prints: a command of a shell, or a program in Python."""
    command = ["sh", "-c", text] if name == "curl" else [sys.executable, "-c", text]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=os.environ | environment)
    return done.stdout


def copied(asking: Asking, name: str) -> str:
    """What is copied as a link, for curl or for Python."""
    asking.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asking.page.locator("#ask-elsewhere > summary").click()
    asking.click(f"Copy {name}")
    expect(asking.page.locator("#ask-elsewhere [role=status]", has_text="Copied.")).to_be_visible()
    return str(asking.page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize(
    ("name", "query", "printed"),
    [
        ("curl", TABLE, 'thesis,"it\'s ""so"""'),
        ("Python", TABLE, """'it\\'s "so"'"""),
        pytest.param("curl", "ASK { ?s a ca:Thesis }", "true", marks=pytest.mark.slow),
        pytest.param("Python", "ASK { ?s a ca:Thesis }", "True", marks=pytest.mark.slow),
        pytest.param("curl", BEARINGS, "ca:erodes power:", marks=pytest.mark.slow),
        pytest.param("Python", BEARINGS, "ca:erodes power:", marks=pytest.mark.slow),
    ],
)
def test_what_is_copied_for_another_program_runs(asking: Asking, name: str, query: str, printed: str) -> None:
    asking.ask(query)
    assert printed in ran(name, copied(asking, name))


@pytest.mark.parametrize("name", ["curl", pytest.param("Python", marks=pytest.mark.slow)])
def test_what_is_copied_asks_for_a_token_where_one_is_needed(
    browser: Browser, served_with_tokens: Served, name: str
) -> None:
    with visiting(browser, served_with_tokens.url) as opener:
        asking = opener(address(KINDS), extra_http_headers={"Authorization": f"Bearer {TOKENS['read']}"})
        text = copied(asking, name)
    assert TOKENS["read"] not in text
    assert "counterargument" in ran(name, text, CLAIMATLAS_TOKEN=TOKENS["read"])


@pytest.mark.slow
def test_the_copied_link_leads_to_the_same_answer(asking: Asking) -> None:
    asking.ask(KINDS)
    assert copied(asking, "Link") == asking.url + address(KINDS)


# --- the named queries ---


def test_a_named_query_is_answered_at_once_with_its_parameter(asking: Asking) -> None:
    asking.page.get_by_text("Policies that erode a type of power", exact=True).click()
    asking.page.locator("#gallery details[open] select").select_option(label="Trust")
    asking.page.locator("#gallery details[open] button.main").click()
    expect(asking.page.locator("#ask-said")).to_have_text("Power: Trust")
    assert asking.page.url.endswith("?name=policies-eroding-power&power=power%3Atrust")
    assert asking.page.evaluate("document.activeElement.id") == "ask-title"


def test_a_named_query_is_put_into_the_editor_filled_in(asking: Asking) -> None:
    asking.page.get_by_text("The statements of one paragraph", exact=True).click()
    asking.page.locator("#gallery details[open] input[type=number]").fill("7")
    asking.page.locator("#gallery details[open]").get_by_role("button", name="Put into the editor").click()
    expect(asking.page.locator("#ask-editor .cm-content")).to_contain_text("VALUES ?paragraph { 7 }")
    assert asking.page.locator("#ask-answer").is_hidden()


def test_an_item_among_many_is_proposed_by_words_of_its_title(asking: Asking) -> None:
    asking.page.get_by_text("What speaks against a statement", exact=True).click()
    asking.page.locator("#gallery details[open] input[data-kind]").fill("")
    asking.page.locator("#gallery details[open] input[data-kind]").press_sequentially("trade deficit")
    options = asking.page.locator("#ask-items option")
    expect(options.first).to_be_attached()
    assert all("deficit" in label.lower() for label in options.evaluate_all("(all) => all.map((one) => one.label)"))
    assert options.first.get_attribute("value").startswith("corpus:")  # type: ignore[union-attr]


def test_a_wrong_value_is_told_with_the_nearest(asking: Asking) -> None:
    asking.page.get_by_text("What speaks against a statement", exact=True).click()
    asking.page.locator("#gallery details[open] input[data-kind]").fill("assault-undercuts-american-powr")
    asking.page.locator("#gallery details[open] button.main").click()
    expect(asking.page.locator("#ask-fault")).to_contain_text("assault-undercuts-american-power")


def test_named_queries_are_found_by_words(asking: Asking) -> None:
    asking.page.locator("#gallery-words").fill("Erode narrow")
    left = asking.page.locator("#gallery li:visible summary").all_inner_texts()
    assert "Policies that erode a type of power" in left
    assert len(left) < 5
    assert asking.page.locator("#gallery-found").inner_text() == f"{len(left)} found"


# --- recent questions ---


def test_recent_questions_are_kept_newest_first_twenty_of_them_and_can_be_forgotten(asking: Asking) -> None:
    asking.page.evaluate(
        """() => localStorage.setItem('claimatlas.asked', JSON.stringify(Array.from({ length: 20 },
             (_, n) => ({ address: `/ask?query=${n}`, title: `Question ${n}` }))))"""
    )
    asking.ask(f"# How many?\n{KINDS}")
    asking.page.locator("#ask-recent > summary").click()
    titles = asking.page.locator("#ask-recent a").all_inner_texts()
    assert titles[0] == "How many?"
    assert len(titles) == 20
    asking.page.locator("#ask-forget").click()
    assert asking.page.locator("#ask-recent").is_hidden()
    assert json.loads(asking.page.evaluate("localStorage.getItem('claimatlas.asked')")) == []


@pytest.mark.slow
def test_a_recent_question_is_asked_again(asking: Asking) -> None:
    asking.ask(KINDS)
    asking.go()
    asking.page.locator("#ask-recent > summary").click()
    asking.page.locator("#ask-recent a").first.click()
    expect(asking.page.locator("#ask-told")).to_contain_text("5 rows")
    assert asking.page.url == asking.url + address(KINDS)


@pytest.mark.parametrize(
    "kept", ["{", "7", '[{"address": "https://evil.example/"}, null, {"address": "/ask?query=a"}]']
)
def test_odd_things_kept_under_our_name_are_passed_over(visit: Opener, kept: str) -> None:
    asking = visit()
    asking.page.evaluate("(kept) => localStorage.setItem('claimatlas.asked', kept)", kept)
    asking.go()
    assert asking.page.locator("#ask-recent").is_hidden()
