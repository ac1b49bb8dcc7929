"""Visits of a browser to the served atlas, and a made-up corpus that is too large for one page."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from graph import Store, add
from tests.tabs import tab
from tests.test_viz.conftest import Visit

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SIZE = 2400
"""So many statements that neither the start page nor the world around an item has all of them."""

HOSTILE = "</script><img src=x onerror=\"document.title='broken'\"><!--notice-->"

SPEECH = """On bridges

Bridges cost “much”. They pay back slowly, but they pay back for a century, as those who built them knew.

Nobody  builds a bridge for one year. Whoever counts in years builds none.
"""

Opener = Callable[..., Visit]


def made_up(folder: Path) -> Path:
    """Make a store of the made-up corpus in a folder; return its place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        from corpus import MadeUpCorpus

        made: Path = MadeUpCorpus(SIZE).load(folder)
    return made


def with_hub(store: Store, spokes: int) -> None:
    """Add a claim that so many others support."""
    text = "Whatever hangs on this claim hangs on it alone, and there is much of it."
    add(store, {"kind": "claim", "label": "A hub", "text": text}, corpus="made-up-1")
    add(
        store,
        [
            {
                "kind": "claim",
                "label": f"Spoke {n:03}",
                "text": f"Spoke number {n} holds the hub up.",
                "supports": "A hub",
            }
            for n in range(spokes)
        ],
        corpus="made-up-1",
    )


@contextmanager
def visits(browser: Browser) -> Iterator[Opener]:
    """Open pages of a server, which share nothing with one another; what goes wrong in them is noted."""
    tabs = ExitStack()

    def opener(url: str, **options: Any) -> Visit:
        wanted: dict[str, Any] = {"viewport": {"width": 1600, "height": 1000}, "reduced_motion": "reduce", **options}
        found = Visit(tabs.enter_context(tab(browser, **wanted)))
        found.page.set_default_timeout(15_000)
        found.page.on("console", lambda message: found.messages.append(message.text))
        found.page.on("pageerror", lambda error: found.messages.append(str(error)))
        found.page.goto(url)
        if options.get("java_script_enabled", True):
            ready(found)
        return found

    with tabs:
        yield opener


def ready(visit: Visit) -> None:
    """Wait until a page of the atlas has started."""
    visit.page.wait_for_selector("html.ready", state="attached")


def follow(visit: Visit, selector: str) -> None:
    """Follow a link to another page of the atlas."""
    with visit.page.expect_navigation():
        visit.page.locator(selector).first.click()
    ready(visit)
