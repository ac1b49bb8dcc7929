"""A real browser for the tests of maps, and a visit to a page that notes everything the page should not do."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.test_viz.made_up import iri, town
from viz import Map, argument_map, power_map

if TYPE_CHECKING:
    import networkx as nx

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]

# The greatest distance between where Python and where the page places a box.
APART = """() => Math.max(...atlas.data.first.map(({ id, x, y }) => {
  const at = atlas.view.state.places.get(atlas.data.boxes[id]);
  return Math.abs(at.x - x) + Math.abs(at.y - y); }))"""


@dataclass
class Visit:
    """A page in the browser.

    Attributes:
        page: the page.
        messages: what it wrote to the console, and its uncaught errors.
        requests: addresses it asked for beside its own.
    """

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def wait(self, condition: str) -> None:
        """Waits until an expression in the page is true."""
        self.page.wait_for_function(condition)

    def ask(self, expression: str, argument: Any = None) -> Any:
        """The value of an expression in the page."""
        return self.page.evaluate(expression, argument)

    def shown(self) -> set[str]:
        """Anchors of the items whose boxes are drawn."""
        return set(self.ask("[...atlas.view.state.places.keys()].map((box) => atlas.data.items[box.item].anchor)"))

    def chips(self) -> dict[str, str]:
        """What the chips say, by the anchor of the item."""
        return dict(
            self.ask(
                """[...atlas.view.state.places.keys()].map((box) => [atlas.data.items[box.item].anchor,
                (atlas.main.look().chipOf(box) ?? []).map((part) => part.text).join(" ")])"""
            )
        )

    def click_box(self, anchor: str) -> None:
        """Clicks in the left part of the first shown box of an item."""
        self._click(f"[{_box(anchor)}].map((b) => ({{ x: atlas.view.rect(b).left + 40, y: atlas.view.rect(b).y }}))[0]")

    def click_chip(self, anchor: str) -> None:
        """Clicks the middle of the chip of an item's first shown box."""
        self._click(
            f"atlas.view.state.chips.filter((c) => c.box === {_box(anchor)})"
            ".map((c) => ({ x: c.x + c.width / 2, y: c.y + c.height / 2 }))[0]"
        )

    def _click(self, point: str) -> None:
        at = self.ask(f"atlas.view.toScreen({point})")
        self.page.locator("#_canvas").click(position=at)

    def chosen(self) -> str | None:
        """Anchor of the chosen item."""
        found = self.ask("atlas.main.state.item === null ? null : atlas.data.items[atlas.main.state.item].anchor")
        return None if found is None else str(found)

    def panel(self) -> str:
        """What the details panel says."""
        return self.page.locator("#_panel").inner_text()


def _box(anchor: str) -> str:
    return f"atlas.data.anchors.get({anchor!r}).boxes.find((box) => atlas.view.state.places.has(box))"


Opener = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens a map as a file; no request leaves, each is noted; `script` runs before the page's own."""
    contexts: list[BrowserContext] = []

    def opener(shown: Map, fragment: str = "", script: str = "", **options: Any) -> Visit:
        file = shown.save(tmp_path / f"map-{len(contexts)}.html")
        size = options.pop("viewport", {"width": 1600, "height": 1000})
        context = browser.new_context(viewport=size, reduced_motion="reduce", **options)
        contexts.append(context)
        found = Visit(context.new_page())
        found.page.on("console", lambda message: found.messages.append(message.text))
        found.page.on("pageerror", lambda error: found.messages.append(str(error)))

        def only_itself(route: Route) -> None:
            if route.request.url.startswith(file.as_uri()):
                route.continue_()
            else:
                found.requests.append(route.request.url)
                route.abort()

        context.route("**/*", only_itself)
        if script:
            found.page.add_init_script(script)
        found.page.goto(file.as_uri() + fragment)
        if options.get("java_script_enabled", True):
            found.wait("atlas.view.state.drawn > 0")
        return found

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def graph() -> "nx.MultiDiGraph[str]":
    return town()


@pytest.fixture(scope="session")
def argument(graph: "nx.MultiDiGraph[str]") -> Map:
    return argument_map(graph, iri("free-ferry"), title="A town and its ferry", depth=2)


@pytest.fixture(scope="session")
def powers(graph: "nx.MultiDiGraph[str]") -> Map:
    return power_map(graph, title="Powers of a town")
