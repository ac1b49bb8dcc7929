"""Pages of items and of changes in a real browser, as a person uses them."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.resources import files
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from graph import Store, add, edit, retract
from tests.test_viz.conftest import fast_first
from tests.test_web.conftest import Served, serving
from tests.test_web.filling import Visit, visiting

BASE = "https://w3id.org/claimatlas"
THESIS = "/corpus/long-american-century/assault-undercuts-american-power"
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
FOUND = """async () => (await axe.run(document)).violations.map(({ impact, id, nodes }) =>
  `${impact} ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)"""
SIZES = {"screen": (1400, 900), "tablet": (820, 1100), "phone": (360, 740)}
SCHEMES = ("light", "dark")
PLACES = {
    "statement": THESIS,
    "step": "/corpus/long-american-century/imposes-because-hard-power-brandished",
    "policy": "/corpus/long-american-century/greenland-threat",
    "actor": "/corpus/long-american-century/united-states",
    "observation": "/corpus/long-american-century/trump-term-count",
    "source": "/corpus/long-american-century/essay",
    "power": "/power/trust",
    "terms": "/power/",
    "links": "/corpus/long-american-century/united-states?of=about-of&page=2",
    "retracted": "/corpus/long-american-century/trade-binds",
    "vocabulary": "/ontology",
    "changes": "/changes?since=yesterday&show=items",
    "contribution": "/contributions/2",
}
HOSTILE = (
    """</script><script>document.title='broken'</script><img src=x onerror="document.title='broken'">{{7*7}}\u202e'"""
)

ACTIONS = ["Support", "Object", "Edit", "Retract", "On the map", "Argument for it"]

Opener = Callable[..., Visit]


@pytest.fixture(scope="module")
def changed() -> Iterator[Served]:
    """The shipped essay after some changes."""
    from graph import open_store

    with open_store(":memory:") as store:
        edit(store, BASE + THESIS, {"label": "A new title"}, by="Ada", message="Shorter")
        made = add(store, {"kind": "claim", "label": "Trade binds", "text": "Trade binds countries."}, by="Ada")
        retract(store, [made.items[0].iri], "It was said before", by="Bert")
        with serving(store) as served:
            yield served


@pytest.fixture
def visit(browser: Browser, changed: Served) -> Iterator[Opener]:
    """Opens a page; nothing may be written to the console."""
    with ExitStack() as stack:
        visits: list[Visit] = []

        def opener(address: str, **options: Any) -> Visit:
            visits.append(stack.enter_context(visiting(browser, changed, **options)))
            visits[-1].page.goto(changed.url + address)
            return visits[-1]

        yield opener
        assert [text for one in visits for text in one.messages if "the server responded with" not in text] == []


def faults(visit: Visit) -> list[str]:
    """What axe finds, with all that opens open; and what is wider than the window."""
    visit.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    visit.page.evaluate(f"() => {{ {AXE} }}")
    found = list(visit.page.evaluate(FOUND))
    if visit.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the window")
    return found


FAST = [
    ("statement", "screen", "light"), ("actor", "phone", "dark"), ("changes", "phone", "light"),
    ("contribution", "screen", "dark"), ("retracted", "phone", "dark"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "size", "scheme"),
    [
        one if one in FAST else pytest.param(*one, marks=pytest.mark.slow)
        for one in product(PLACES, SIZES, SCHEMES)
    ],
)  # fmt: skip
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    visit: Opener, place: str, size: str, scheme: str
) -> None:
    width, height = SIZES[size]
    seen = visit(PLACES[place], viewport={"width": width, "height": height}, color_scheme=scheme)
    assert faults(seen) == []


def test_from_a_statement_one_answers_a_critical_question(visit: Opener) -> None:
    page = visit(THESIS).page
    page.locator("details.questions summary").first.click()
    question = page.locator(".questions li bdi").first.inner_text()
    page.locator(".questions .answer").first.click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text(question)


@pytest.mark.parametrize("action", fast_first(ACTIONS, "Object", "Argument for it"))
def test_the_actions_of_a_statement_lead_to_pages_about_it(visit: Opener, action: str) -> None:
    page = visit(THESIS).page
    with page.expect_navigation():
        page.locator(".actions").get_by_role("link", name=action).click()
    expect(page.locator("body")).to_contain_text("A new title")
    assert page.title() != ""


def test_what_was_retracted_can_be_brought_back_from_its_page(browser: Browser, store: Store) -> None:
    made = add(store, {"kind": "claim", "label": "Trade binds", "text": "Trade binds countries."}, by="Ada")
    retract(store, [made.items[0].iri], "It was said before", by="Bert")
    with serving(store) as served, visiting(browser, served) as seen:
        answer = seen.page.goto(f"{served.url}/items/trade-binds")
        assert answer is not None
        assert answer.status == 410
        with seen.page.expect_navigation():
            seen.page.get_by_role("button", name="Bring it back").click()
        expect(seen.page.locator(".item .text")).to_have_text("Trade binds countries.")
        expect(seen.page.locator(".history li")).to_have_count(3)


def test_a_contribution_is_undone_from_its_page(browser: Browser, store: Store) -> None:
    edit(store, BASE + THESIS, {"label": "A new title"}, by="Ada", message="Shorter")
    with serving(store) as served, visiting(browser, served) as seen:
        seen.page.goto(f"{served.url}/contributions/2")
        with seen.page.expect_navigation():
            seen.page.get_by_role("button", name="Undo").click()
        expect(seen.page.locator(".notice")).to_contain_text("Undone")
        seen.page.goto(served.url + THESIS)
        expect(seen.page.locator("h1")).to_have_text("Assailing interdependence undercuts American power")


def test_links_work_by_keyboard_and_show_where_one_is(visit: Opener) -> None:
    page = visit(THESIS).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.evaluate(
        "[document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]"
    )
    assert focused == ["On the map", "solid"]


def test_hostile_texts_are_shown_as_texts_and_do_nothing(browser: Browser, store: Store) -> None:
    literal = json.dumps(HOSTILE)
    store.update(
        f"""INSERT DATA {{ corpus:odd a ca:Claim ; rdfs:label {literal}@en ; schema:text {literal}@en ;
        ca:heldBy corpus:oddly ; dcterms:subject power:soft ; schema:citation {literal} .
        corpus:oddly a ca:Person ; rdfs:label {literal}@en . corpus:because a ca:Inference ; ca:scheme scheme:example ;
        ca:premise corpus:odd ; ca:conclusion corpus:assault-undercuts-american-power }}""",
        by=HOSTILE,
        message=HOSTILE,
    )
    places = ("/corpus/long-american-century/odd", THESIS, "/power/soft", "/changes", "/contributions/2",
              "/corpus/long-american-century/oddly", "/corpus/long-american-century/because")  # fmt: skip
    with serving(store) as served, visiting(browser, served) as seen:
        for place in places:
            seen.page.goto(served.url + place)
            expect(seen.page.locator("body")).to_contain_text("{{7*7}}")
            assert seen.page.locator("img").count() == 0
            assert "broken" not in seen.page.evaluate("document.title.slice(0, 6)")
            assert seen.page.evaluate("document.querySelectorAll('script:not([src]):not([type])').length") == 0
        assert seen.messages == []


def test_the_data_in_a_page_are_read_and_not_run(visit: Opener) -> None:
    seen = visit(THESIS)
    said = seen.page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert said["@type"] == "Claim"
    assert seen.messages == []
