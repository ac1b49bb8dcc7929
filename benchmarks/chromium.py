"""Opens pages in Chromium without a network, and measures when they draw and how evenly frames come while panning."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

PATIENCE = 60
"""Seconds after which a page is given up."""
PANNING = 2
"""Seconds of panning."""
SCREEN = (1400, 900)
_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync")


@dataclass(frozen=True)
class Manner:
    """How the script of a page is spoken to.

    Attributes:
        drawn: Expression that is true once boxes, or a page of text, are drawn.
        boxes: Expression for how many boxes are drawn.
        near: Statements that bring boxes near enough to be read, and define `move(right, down)`, in pixels from there.
        whole: The same, with the whole map in view.
    """

    drawn: str
    boxes: str
    near: str
    whole: str


@dataclass(frozen=True)
class Sight:
    """One opening of a page.

    Attributes:
        first_draw: Seconds from the start of the navigation until the first frame with something drawn is done.
        boxes: How many boxes are drawn.
        near: Milliseconds from frame to frame while panning where texts can be read; none where nothing is drawn.
        whole: The same with the whole map in view.
        requests: How many requests to other addresses were refused.
    """

    first_draw: float
    boxes: int
    near: tuple[float, ...]
    whole: tuple[float, ...]
    requests: int


_MOVE = """const from = { ...atlas.camera.now };
const move = (x, y) => atlas.camera.set(from.x + x / from.scale, from.y + y / from.scale);"""
ATLAS = Manner(
    drawn="document.documentElement?.classList.contains('ready')",
    boxes="atlas.main.isDrawn() ? atlas.view.state.places.size : 0",
    near=f"atlas.view.home(); {_MOVE}",
    whole=f"atlas.view.all(); {_MOVE}",
)
_VIS_MOVE = """const [from, scale] = [network.getViewPosition(), network.getScale()];
const move = (x, y) => network.moveTo({ position: { x: from.x + x / scale, y: from.y + y / scale }, scale });"""
VIS = Manner(
    drawn="window.hasDrawn",
    boxes="network.body.nodeIndices.length",
    near=f"network.moveTo({{ scale: 1, position: network.getPosition(network.body.nodeIndices[0]) }}); {_VIS_MOVE}",
    whole=f"network.fit({{ animation: false }}); {_VIS_MOVE}",
)
_SAID = "first draw "
# A task that waits while a frame is being made runs when that frame is done.
_TELL_FIRST_DRAW = """(() => {
  const look = () => {
    if (%s) setTimeout(() => console.info("first draw " + performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();"""
# Moves in a circle, one turn, 300 pixels around.
_PAN = """(lasts) => new Promise((done) => {
  %s
  const [started, gaps] = [performance.now(), []];
  let before = 0;
  const step = (time) => {
    if (before) gaps.push(time - before);
    before = time;
    const turn = ((performance.now() - started) / lasts) * 2 * Math.PI;
    move(300 - 300 * Math.cos(turn), 300 * Math.sin(turn));
    if (turn < 2 * Math.PI || !gaps.length) requestAnimationFrame(step);
    else done(gaps);
  };
  requestAnimationFrame(step);
})"""


@contextmanager
def chromium() -> Iterator[Browser | None]:
    """Run Chromium from the PATH; None where there is none."""
    program = shutil.which("chromium")
    if not program:
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_OPTIONS)
        yield browser
        browser.close()


@contextmanager
def _new_page(browser: Browser, file: Path, manner: Manner) -> Iterator[tuple[Page, list[str]]]:
    """Give a page that lets no request leave, and the addresses of what it asks for beside a file."""
    asked: list[str] = []

    def only_itself(route: Route) -> None:
        if route.request.url.startswith(file.as_uri()):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    context = browser.new_context(viewport={"width": SCREEN[0], "height": SCREEN[1]}, reduced_motion="reduce")
    context.route("**/*", only_itself)
    page = context.new_page()
    page.add_init_script(_TELL_FIRST_DRAW % manner.drawn)
    yield page, asked
    context.close()


def _go(page: Page, address: str) -> float | None:
    """Open an address; return the seconds until something is drawn, None where that takes too long.

    The page says so itself, for asking it again and again would delay it.
    """
    try:
        with page.expect_console_message(lambda said: said.text.startswith(_SAID), timeout=PATIENCE * 1000) as told:
            page.goto(address, wait_until="commit")
    except TooLate:
        return None
    return float(told.value.text.removeprefix(_SAID)) / 1000


def see(browser: Browser, file: Path, fragment: str, manner: Manner) -> Sight | None:
    """Open a page, wait until it has drawn, and pan; None where it does not draw in time."""
    with _new_page(browser, file, manner) as (page, asked):
        first = _go(page, file.as_uri() + fragment)
        if first is None:
            return None
        boxes = page.evaluate(manner.boxes)
        near, whole = (
            page.evaluate(_PAN % way, PANNING * 1000) if boxes else () for way in (manner.near, manner.whole)
        )
        return Sight(first, boxes, tuple(near), tuple(whole), len(asked))


def unfolded(browser: Browser, file: Path) -> str:
    """Return the address, within the page of a map, at which its argument is unfolded as far as the page goes."""
    with _new_page(browser, file, ATLAS) as (page, _):
        _go(page, f"{file.as_uri()}#/argument")
        page.evaluate("atlas.main.unfoldAll()")
        return str(page.evaluate("location.hash"))
