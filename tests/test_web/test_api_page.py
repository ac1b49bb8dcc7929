"""The page that tells people of the API."""

import re
import shlex
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from tests.tabs import tab
from tests.test_web.conftest import Served


@pytest.fixture
def page(browser: Browser, served_for_reading: Served) -> Iterator[Page]:
    with tab(browser, viewport={"width": 360, "height": 800}, color_scheme="dark") as page:
        page.goto(f"{served_for_reading.url}/api")
        yield page


def test_the_page_tells_every_operation_of_the_document(served_for_reading: Served) -> None:
    client = served_for_reading.client()
    told = {code.get_text() for code in BeautifulSoup(client.get("/api").text, "html.parser").select("h3 code")}
    paths = client.get("/api/openapi.json").json()["paths"]
    assert told == {f"{method.upper()} {path}" for path, operations in paths.items() for method in operations}


def test_every_line_to_read_something_works_as_it_stands(served_for_reading: Served) -> None:
    client = served_for_reading.client()
    lines = [one.get_text() for one in BeautifulSoup(client.get("/api").text, "html.parser").select("pre")]
    reading = [shlex.split(line) for line in lines if re.match(r"curl (?!-X).*/api/", line)]
    assert len(reading) > 12
    for _, *options, address in reading:
        query = dict(option.split("=", 1) for option in options if option != "--url-query")
        answer = client.get(address, params=query) if query else client.get(address)
        assert answer.status_code == 200, address


def test_the_page_is_accessible_and_fits_a_phone(page: Page) -> None:
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
