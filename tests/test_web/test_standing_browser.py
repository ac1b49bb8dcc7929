"""Standing in a real browser: for everybody, at any size, in light and dark; and on to the map."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.test_web.conftest import Served
from tests.test_web.filling import Visit, visiting
from tests.test_web.test_item_pages_browser import SCHEMES, SIZES, faults

PAGE = "/corpus/long-american-century/"
PLACES = {
    "standing": "/standing",
    "supposed": "/standing?reading=strict&reject=us-drives-the-bus",
    "statement": f"{PAGE}interdependence-source-of-strength",
}
FAST = [("standing", "phone", "dark"), ("supposed", "screen", "light")]

Opener = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, served_for_reading: Served) -> Iterator[Opener]:
    """Opens a page; nothing may be written to the console."""
    with ExitStack() as stack:
        visits: list[Visit] = []

        def opener(address: str, **options: Any) -> Visit:
            visits.append(stack.enter_context(visiting(browser, served_for_reading, **options)))
            visits[-1].page.goto(served_for_reading.url + address)
            return visits[-1]

        yield opener
        assert [text for one in visits for text in one.messages] == []


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
    assert faults(visit(PLACES[place], viewport={"width": width, "height": height}, color_scheme=scheme)) == []


def test_from_a_statement_one_sees_on_the_map_what_would_be_if_it_fell(visit: Opener) -> None:
    page = visit(f"{PAGE}us-drives-the-bus").page
    page.get_by_role("link", name="if it fell").click()
    bar = page.locator(".what-if")
    expect(bar).to_contain_text("America gets to drive the bus")
    expect(bar).to_contain_text("come out otherwise")


def test_from_the_page_one_chooses_a_reading_and_supposes_that_a_weak_point_falls(visit: Opener) -> None:
    page = visit("/standing").page
    page.get_by_role("link", name="Strict reading").click()
    expect(page.locator("nav [aria-current='true']")).to_have_text("Strict reading")
    page.locator(".suppose").first.click()
    expect(page.locator(".supposed")).to_contain_text("as you suppose")
    expect(page.locator("nav [aria-current='true']")).to_have_text("Strict reading")
    page.get_by_role("link", name="As it is").click()
    expect(page.locator(".supposed")).to_have_count(0)
