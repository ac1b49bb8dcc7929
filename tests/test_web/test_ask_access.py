"""The Ask page for everybody: without the bundled editor, without scripts, by keyboard, at any size, with axe."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from itertools import product

import pytest
from playwright.sync_api import Browser, expect

from tests.test_web.asking import BEARINGS, FAULTY, KINDS, STATEMENTS, Asking, address, visiting
from tests.test_web.conftest import Served

Opener = Callable[..., Asking]


@pytest.fixture
def visit(browser: Browser, served_for_reading: Served) -> Iterator[Opener]:
    with visiting(browser, served_for_reading.url) as opener:
        yield opener


def test_without_the_bundle_the_plain_field_does(visit: Opener) -> None:
    asking = visit()
    asking.page.route("**/static/editor.js*", lambda route: route.abort())
    asking.go()
    asking.messages.clear()  # the browser tells of the file that it did not get
    area = asking.page.locator("#ask-query")
    area.fill(KINDS)
    area.press("Control+Enter")
    expect(asking.page.locator("#ask-told")).to_contain_text("5 rows")
    area.fill(FAULTY)
    asking.page.locator("#ask-run").click()
    expect(area).to_have_attribute("aria-invalid", "true")
    assert asking.page.evaluate("getSelection().toString()") == "  rdfs:label"


def test_without_scripts_the_form_asks_and_the_gallery_answers(visit: Opener) -> None:
    page = visit(java_script_enabled=False).page
    page.locator("#ask-query").fill(KINDS)
    page.locator("#ask-run").click()
    assert page.locator("tbody tr").count() == 5
    assert page.locator("#ask-query").input_value() == KINDS
    page.get_by_text("The statements of one paragraph", exact=True).click()
    page.locator("#gallery details[open] button.main").click()
    assert page.locator("#ask-said").inner_text() == "Paragraph: 5"
    assert page.locator("#ask-stop, #ask-keys, #gallery-search, #ask-elsewhere").locator("visible=true").count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.path().read_text("utf-8")


def test_the_whole_way_goes_by_keyboard(visit: Opener) -> None:
    page = visit().page
    page.locator("#ask-editor .cm-content").focus()
    page.keyboard.insert_text("SELECT ?n ?t { ?s a ca:Claim ; schema:text ?t BIND(STRLEN(?t) AS ?n) }")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "ask-run"
    page.keyboard.press("Enter")
    expect(page.locator(".pager [role=status]")).to_contain_text("1–50 of")
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.innerText || document.activeElement.tagName").split("\n")[0]
        )
    assert [name for name in reached if name in ("Table", "Chart", "Map", "CSV", "t", "Next")] == [
        "Table", "Chart", "Map", "CSV", "t", "Next",
    ]  # fmt: skip


AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
FOUND = """async () => (await axe.run(document)).violations.map(({ impact, id, nodes }) =>
  `${impact} ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)"""
PLACES = {
    "empty": "/ask",
    "table": address(STATEMENTS),
    "chart": address(KINDS) + "#chart",
    "turtle": address(BEARINGS) + "#turtle",
    "fault": address(FAULTY),
    "named": address(name="policies-eroding-power"),
}
SIZES = {"screen": (1440, 900), "tablet": (820, 1100), "phone": (360, 740)}


def faults(asking: Asking) -> list[str]:
    """What axe finds, with all that opens open; and what is wider than the window."""
    asking.settle()
    asking.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    asking.page.evaluate(f"() => {{ {AXE} }}")
    found = list(asking.page.evaluate(FOUND))
    if asking.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the window")
    return found


FAST = [("table", "screen", "light"), ("chart", "phone", "dark")]


@pytest.mark.parametrize(
    ("place", "size", "scheme"),
    [
        one if one in FAST else pytest.param(*one, marks=pytest.mark.slow)
        for one in product(PLACES, SIZES, ("light", "dark"))
    ],
)
def test_axe_finds_nothing(visit: Opener, place: str, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    asking = visit(PLACES[place], viewport={"width": width, "height": height}, color_scheme=scheme)
    assert faults(asking) == []
