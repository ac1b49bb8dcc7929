"""Filling forms in tests: as a program that reads the page first, and as a person in a real browser."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Locator, Page

from graph import Contribution, Store, history_of, log
from tests.tabs import tab
from tests.test_viz.conftest import wait_until
from tests.test_web.conftest import TOKENS, Served

THESIS = "asymmetry-empowers-less-dependent"
IRI = "https://w3id.org/claimatlas/corpus/long-american-century/"
REPLACED = {
    "label": "Buyers can be replaced",
    "text": "A seller that finds other buyers has nothing to fear from one who stops buying.",
}
"""A statement that the essay does not make."""


@dataclass
class Forms:
    """A browser without a window: keeps cookies, reads a page, sends its form back with other values.

    Attributes:
        client: asks the server.
        answer: what came last.
    """

    client: httpx.Client
    answer: httpx.Response = field(init=False)

    def open(self, address: str) -> "Forms":
        """Gets a page."""
        self.answer = self.client.get(address, headers={"Accept": "text/html"})
        return self

    def send(self, values: Mapping[str, object], to: str = "") -> "Forms":
        """Sends the form of the page with values over those that stand in it; "" takes one out."""
        form = BeautifulSoup(self.answer.text, "html.parser").select_one("main form")
        assert form is not None
        body = {**_standing(form), **values}
        kept = {name: value for name, value in body.items() if value != ""}
        self.answer = self.client.post(to or str(form["action"]), data=kept, headers={"Accept": "text/html"})
        return self

    @property
    def text(self) -> str:
        """The page without its marks."""
        return " ".join(BeautifulSoup(self.answer.text, "html.parser").get_text(" ").split())

    def fault(self, name: str) -> str:
        """What is told at a field."""
        found = BeautifulSoup(self.answer.text, "html.parser").select_one(f"#field-{name}-fault, #{name}-fault")
        return found.get_text() if found else ""


def _standing(form: Tag) -> dict[str, Any]:
    """What a browser would send of a form that nobody has touched."""
    found: dict[str, list[str]] = {}
    for control in form.select("input[name]:not([type=checkbox]:not([checked]), [type=radio]:not([checked]))"):
        found.setdefault(str(control["name"]), []).append(str(control.get("value", "")))
    for control in form.select("textarea[name]"):
        found.setdefault(str(control["name"]), []).append(control.get_text().removeprefix("\n"))
    for control in form.select("select[name] option[selected]"):
        name = control.find_parent("select")
        found.setdefault(str(name["name"]) if name else "", []).append(str(control.get("value", control.get_text())))
    return dict(found)


def last(store: Store) -> Contribution:
    """The last contribution of a store."""
    return log(store, limit=1)[0].contribution


def text_of(store: Store, item: str) -> str:
    """What a statement says in full; "" for one that is not there."""
    rows = list(store.query(f"SELECT ?text {{ <{IRI}{item}> schema:text ?text }}"))
    return rows[0]["text"] if rows else ""


def events_of(store: Store, item: str) -> list[str]:
    """What was done to an item."""
    return [event.change.what for event in history_of(store, IRI + item)]


# ---- In a browser ----


@dataclass
class Visit:
    """A form in a browser.

    Attributes:
        page: the page.
        url: where it is served.
        messages: what it wrote to the console, and its uncaught errors.
    """

    page: Page
    url: str
    messages: list[str] = field(default_factory=list)

    def go(self, address: str) -> "Visit":
        """Goes to an address of the server."""
        self.page.goto(self.url + address)
        return self

    def field(self, name: str) -> Locator:
        """The control of a field."""
        return self.page.locator(f"#field-{name}")

    def fill(self, values: Mapping[str, str]) -> None:
        """Writes into fields."""
        for name, text in values.items():
            self.field(name).fill(text)

    def ask(self, expression: str, argument: Any = None) -> Any:
        """The value of an expression in the page."""
        return self.page.evaluate(expression, argument)

    @property
    def notice(self) -> Locator:
        """What the map says was done."""
        return self.page.locator("[role=status]", has_text="contribution")

    def checked(self) -> None:
        """Waits until the form was checked as it stands."""
        before = int(self.page.locator("form[data-check]").get_attribute("data-checked") or 0)
        self.page.locator("form[data-check]").dispatch_event("change")
        wait_until(self.page, f"Number(document.querySelector('form[data-check]').dataset.checked ?? 0) > {before}")

    def send(self) -> None:
        """Sends the form, and waits for the page that comes."""
        with self.page.expect_navigation():
            self.page.locator("main form button.main").click()


@contextmanager
def visiting(browser: Browser, served: Served, **options: object) -> Iterator[Visit]:
    """A visit in a browser of its own: with cookies of its own, as of another person."""
    with tab(browser, **{"viewport": {"width": 1280, "height": 900}, **options}) as page:
        page.set_default_timeout(10_000)
        visit = Visit(page, served.url)
        page.on("console", lambda message: visit.messages.append(message.text))
        page.on("pageerror", lambda error: visit.messages.append(str(error)))
        yield visit


def sign_in(visit: Visit, role: str) -> None:
    """Signs a visitor in with the token of a role."""
    visit.go("/sign-in")
    visit.page.fill("#token", TOKENS[role])
    with visit.page.expect_navigation():
        visit.page.click("button.main")
