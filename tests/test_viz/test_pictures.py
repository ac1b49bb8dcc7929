"""Pictures of the main views of the shipped essay, kept in `artefacts/` to be looked at; none of them is blank."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.drawing import draw
from graph import open_store
from tests.test_viz.conftest import wait_until

KEPT = Path(__file__).parents[2] / "artefacts"
VIEWS = {
    "start": "#/start",
    "argument": "#/argument?as=map",
    "outline": "#/argument?as=outline",
    "section": "#/section/3?as=map",
    "power": "#/power?as=map",
    "focus": "#/focus/effort-is-misguided?as=map",
    "reading": "#/reading",
}
SIZES = {"screen": (1400, 900), "tablet": (820, 1100), "phone": (390, 844)}


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with open_store(":memory:") as store:
        return draw(store, "start").save(tmp_path_factory.mktemp("pictures") / "atlas.html")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_view_is_blank(browser: Browser, page_file: Path, size: str, scheme: str) -> None:
    KEPT.mkdir(exist_ok=True)
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    pictures = {}
    for view, address in VIEWS.items():
        page.goto(page_file.as_uri() + address)
        wait_until(page, "document.documentElement.classList.contains('ready')")
        pictures[view] = page.screenshot(path=KEPT / f"{view}-{size}-{scheme}.png")
    context.close()
    assert len(set(pictures.values())) == len(VIEWS)
    assert min(map(len, pictures.values())) > 15_000  # bytes: a page of one colour takes a tenth of it
