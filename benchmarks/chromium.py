"""Opens pages in Chromium without a network, and measures when they draw and how evenly frames come while panning."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, Route, sync_playwright

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
# A task that waits while a frame is being made runs when that frame is done.
_NOTE_FIRST_DRAW = """(() => {
  const look = () => {
    if (%s) setTimeout(() => { window.firstDraw = performance.now(); });
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
def visited(browser: Browser, file: Path, fragment: str, manner: Manner) -> Iterator[tuple[Page, list[str]]]:
    """Open a file, letting no request leave; give the page, and the addresses of what it asked for."""
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
    page.set_default_timeout(PATIENCE * 1000)
    page.add_init_script(_NOTE_FIRST_DRAW % manner.drawn)
    try:
        page.goto(file.as_uri() + fragment, wait_until="commit")
        yield page, asked
    finally:
        context.close()


def see(browser: Browser, file: Path, fragment: str, manner: Manner) -> Sight | None:
    """Open a page, wait until it has drawn, and pan; None where it does not draw in time."""
    with visited(browser, file, fragment, manner) as (page, asked):
        try:
            page.wait_for_function("window.firstDraw", polling=100)
        except Error as error:
            if "Timeout" not in str(error):
                raise
            return None
        first, boxes = page.evaluate("window.firstDraw") / 1000, page.evaluate(manner.boxes)
        ways = (manner.near, manner.whole) if boxes else ()
        near, whole = [page.evaluate(_PAN % way, PANNING * 1000) for way in ways] or ((), ())
        return Sight(first, boxes, tuple(near), tuple(whole), len(asked))


def unfolded(browser: Browser, file: Path) -> str:
    """Return the address, within the page of a map, at which its argument is unfolded as far as the page goes."""
    with visited(browser, file, "#/argument", ATLAS) as (page, _):
        page.wait_for_function("window.firstDraw")
        page.evaluate("atlas.main.unfoldAll()")
        return str(page.evaluate("location.hash"))
