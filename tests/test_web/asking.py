"""A visit to the Ask page in a real browser, and what tests of it look at."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, expect

from tests.tabs import tab

KINDS = "SELECT ?kind (COUNT(?s) AS ?n) { ?s a ca:Statement ; ca:kind/rdfs:label ?kind } GROUP BY ?kind ORDER BY ?kind"
STATEMENTS = "SELECT ?s ?text ?n { ?s a ca:Statement ; schema:text ?text BIND(STRLEN(?text) AS ?n) } ORDER BY ?s"
BEARINGS = "CONSTRUCT { ?policy ca:erodes ?power } { ?policy ca:erodes ?power . ?power skos:broader power:soft }"
FAULTY = "SELECT ?a {\n  ?a a ca:Thesis\n  rdfs:label\n}"


def address(query: str = "", **parameters: str) -> str:
    """The address of a question."""
    return f"/ask?{urlencode({'query': query, **parameters} if query else parameters)}"


@dataclass
class Asking:
    """The Ask page in a browser.

    Attributes:
        page: the page.
        url: where it is served.
        messages: what it wrote to the console, and its uncaught errors; refusals of the server are none.
    """

    page: Page
    url: str
    messages: list[str] = field(default_factory=list)

    def go(self, where: str = "/ask") -> "Asking":
        """Goes to an address of the server, and waits until the page's script has begun."""
        self.page.goto(self.url + where)
        self.page.locator("html[data-ask=ready]").wait_for(state="attached")
        return self

    def settle(self) -> None:
        """Waits until what was asked is answered or refused."""
        self.page.locator("#ask-answer:not([aria-busy])").wait_for(state="attached")

    def type(self, text: str) -> None:
        """Puts a text into the editor as one types it, in the place of what is there."""
        self.page.locator("#ask-editor .cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def ask(self, query: str) -> None:
        """Types a query and asks it."""
        self.type(query)
        self.page.keyboard.press("ControlOrMeta+Enter")
        self.settle()

    def told(self) -> str:
        """How much the answer is, in words."""
        return self.page.locator("#ask-told").inner_text()

    def fault(self) -> str:
        """What is wrong, in words."""
        return self.page.locator("#ask-fault").inner_text()

    def column(self, number: int) -> list[str]:
        """The texts of a column of the table, from 1."""
        return self.page.locator(f"#ask-body tbody tr > :nth-child({number}) > :first-child").all_inner_texts()

    def click(self, name: str, role: Any = "button") -> None:
        """Clicks what goes by a name in the answer."""
        self.page.locator("#ask-answer").get_by_role(role, name=name, exact=True).click()


@contextmanager
def visiting(browser: Browser, url: str) -> Iterator[Callable[..., Asking]]:
    """Opens the page, each time as if for another person; in the end, see `assert_quiet`."""
    opened: list[Asking] = []
    tabs = ExitStack()
    expect.set_options(timeout=30_000)

    def opener(where: str = "/ask", **options: Any) -> Asking:
        usual: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
        asking = Asking(tabs.enter_context(tab(browser, **usual | options)), url)
        asking.page.set_default_timeout(30_000)
        opened.append(asking)
        asking.page.on("console", lambda message: asking.messages.append(message.text))
        asking.page.on("pageerror", lambda error: asking.messages.append(str(error)))
        if options.get("java_script_enabled", True):
            return asking.go(where)
        asking.page.goto(url + where)
        return asking

    with tabs:
        yield opener
    assert_quiet(opened)


# When a reader replaces coloured text, the browser itself would keep the colour, by a style that the policy refuses.
_ALLOWED = ("Failed to load resource", "Applying inline style violates")


def assert_quiet(opened: Iterable[Asking]) -> None:
    """See that nothing was written to the console, but what the browser tells of refusals."""
    said = [message for asking in opened for message in asking.messages if not message.startswith(_ALLOWED)]
    assert said == [], said
