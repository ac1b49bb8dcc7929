"""A real browser for the tests of maps, and a visit to a page that notes everything the page should not do."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route

from tests.quick import fast_first as fast_first
from tests.tabs import tab
from tests.test_viz.made_up import iri, town
from tests.test_viz.whole_town import whole_town
from viz import Map, argument_map, power_map

if TYPE_CHECKING:
    import networkx as nx

# What the page shows: its state, the boxes with their places, what their chips say, and which box has the keys.
SHOWN = """() => { const { drawing } = atlas.main; const tree = drawing.tree;
  return { state: atlas.state, title: document.title,
    boxes: tree ? tree.walk.map((box) => [box.name, tree.parent.get(box)?.name ?? "", tree.column.get(box)]) : [],
    chips: tree ? tree.walk.map((box) => (drawing.chips.get(box) ?? []).map((part) => part.text).join(" ")) : [],
    look: [document.documentElement.dataset.view, document.documentElement.dataset.as, atlas.main.look().face] }; }"""


def wait_until(page: Page, condition: str) -> None:
    """Waits until an expression in a page is true.

    The browser evaluates it once, as a function: what Playwright offers evaluates it anew at each look, which the
    page's policy forbids.
    """
    page.evaluate(
        f"""() => new Promise((done, fail) => {{
          const until = performance.now() + 20000;
          const look = () => {{
            if ({condition}) done();
            else if (performance.now() > until) fail(new Error("Never came true: " + {json.dumps(condition)}));
            else requestAnimationFrame(look);
          }};
          look();
        }})"""
    )


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
        wait_until(self.page, condition)

    def ask(self, expression: str, argument: Any = None) -> Any:
        """The value of an expression in the page."""
        return self.page.evaluate(expression, argument)

    def press(self, *keys: str) -> None:
        """Presses keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def click(self, selector: str) -> None:
        """Clicks the first element that a selector finds."""
        self.page.locator(selector).first.click()

    def go(self, address: str) -> None:
        """Goes to an address inside the page, as a link does."""
        self.ask("(hash) => { location.hash = hash; }", address)
        self.wait("(atlas.settled = [0, 0].reduce((one) => one.then(() => new Promise(requestAnimationFrame)), "
                  "Promise.resolve())).then(() => true)")  # fmt: skip

    def address(self) -> str:
        """What the address says after the name of the file."""
        return str(self.ask("location.hash"))

    def state(self) -> dict[str, Any]:
        """The state of the page."""
        return dict(self.ask("atlas.state"))

    def shows(self) -> Any:
        """Everything that an address should bring back: state, boxes, what hangs where, chips (see `SHOWN`)."""
        return self.ask(SHOWN)

    def shown(self) -> set[str]:
        """Anchors of the items whose boxes are on the map."""
        return set(self.ask("(atlas.main.drawing.tree?.walk ?? []).map((box) => box.item.anchor)"))

    def chips(self) -> dict[str, str]:
        """What the chips of the boxes on the map say, by the anchor of the item."""
        return dict(
            self.ask(
                """atlas.main.drawing.tree.walk.map((box) => [box.item.anchor,
                (atlas.main.drawing.chips.get(box) ?? []).map((part) => part.text).join(" ")])"""
            )
        )

    def box(self, anchor: str) -> Locator:
        """The element of the first box of an item."""
        name = self.ask(
            """(anchor) => (atlas.main.drawing.tree.walk.find((box) => box.item.anchor === anchor) ?? {}).name ?? ''""",
            anchor,
        )
        return self.page.locator(f'.box[data-name="{name}"]')

    def click_box(self, anchor: str) -> None:
        """Clicks the upper left of the first box of an item; where it is out of view, the map is moved there first."""
        self._bring_in(anchor)
        self.box(anchor).click(position={"x": 24, "y": 12})

    def click_chip(self, anchor: str, side: str = "after") -> None:
        """Clicks the chip of an item's first box: the one "after" it, at the right, or "before" it, at the left."""
        self._bring_in(anchor)
        self.box(anchor).locator(f".chip.{side}").click()

    def _bring_in(self, anchor: str) -> None:
        self.ask(
            """(anchor) =>
            atlas.view.bringIn(atlas.main.drawing.tree.walk.find((box) => box.item.anchor === anchor))""",
            anchor,
        )
        self.ask("atlas.view.draw()")

    def chosen(self) -> str | None:
        """Anchor of the chosen item."""
        return str(self.ask("atlas.state.sel")) or None

    def panel(self) -> str:
        """What the details panel says."""
        return self.page.locator("#_panel").inner_text()


Opener = Callable[..., Visit]


@pytest.fixture(scope="session")
def _files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Map], Path]:
    """Saves a map, each once."""
    folder = tmp_path_factory.mktemp("maps")
    saved: dict[Map, Path] = {}

    def file_of(shown: Map) -> Path:
        if shown not in saved:
            saved[shown] = shown.save(folder / f"map-{len(saved)}.html")
        return saved[shown]

    return file_of


@pytest.fixture
def visit(browser: Browser, _files: Callable[[Map], Path]) -> Iterator[Opener]:
    """Opens a map as a file; no request leaves, each is noted.

    `fragment` is the address in the page; `script` runs before the page's own; all else is for the tab.
    """
    tabs = ExitStack()

    def opener(shown: Map, fragment: str = "", script: str = "", **options: Any) -> Visit:
        address = _files(shown).as_uri()
        usual = {"viewport": {"width": 1600, "height": 1000}, "reduced_motion": "reduce"}
        found = Visit(tabs.enter_context(tab(browser, **usual | options)))
        found.page.set_default_timeout(10_000)
        found.page.on("console", lambda message: found.messages.append(message.text))
        found.page.on("pageerror", lambda error: found.messages.append(str(error)))

        def only_itself(route: Route) -> None:
            if route.request.url.startswith(address):
                route.continue_()
            else:
                found.requests.append(route.request.url)
                route.abort()

        found.page.route("**/*", only_itself)
        if script:
            found.page.add_init_script(script)
        found.page.goto(address + fragment)
        if options.get("java_script_enabled", True):
            found.wait("document.documentElement.classList.contains('ready')")
        return found

    with tabs:
        yield opener


@pytest.fixture(scope="session")
def graph() -> "nx.MultiDiGraph[str]":
    return town()


@pytest.fixture(scope="session")
def argument(graph: "nx.MultiDiGraph[str]") -> Map:
    return argument_map(graph, iri("free-ferry"), title="A town and its ferry", depth=2)


@pytest.fixture(scope="session")
def powers(graph: "nx.MultiDiGraph[str]") -> Map:
    return power_map(graph, title="Powers of a town")


@pytest.fixture(scope="session")
def town_page() -> Map:
    """The town with an overview and a text to read."""
    return whole_town()


@pytest.fixture
def page(visit: Opener, town_page: Map) -> Visit:
    """A visit to that; a file of tests may have a page of its own."""
    return visit(town_page)
