"""What tests of several packages share: stores of the shipped essay, and the essay itself where it is at hand."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import settings

from claims import SourceText
from graph import Store, create_store, open_store
from graph.engines import Oxigraph

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes is no fact about the code: the machine may have other things to do.
settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=100)
settings.load_profile("quick")

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]

ESSAY = Path(__file__).parents[2] / "shared" / "sources" / "essay.txt"
"""The essay belongs to its publisher and is not in the project; tests that need it are skipped where it is not."""


def pytest_collection_finish() -> None:
    """Have the collector of garbage pass over the tests: they are many, and stay until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def essay() -> SourceText:
    """The essay's text."""
    if not ESSAY.is_file():
        pytest.skip("the essay's text is not at hand")
    return SourceText.read(ESSAY)


@pytest.fixture(scope="session")
def shipped() -> Iterator[Store]:
    """The shipped essay in memory, to be read."""
    with open_store(":memory:", read_only=True) as store:
        yield store


@pytest.fixture(scope="session")
def shipped_content(shipped: Store) -> bytes:
    """All that a store of the shipped essay holds, as N-Quads."""
    return shipped.export("nquads")


@pytest.fixture(scope="session")
def shipped_quads(shipped_content: bytes) -> list[ox.Quad]:
    """The same, read."""
    return list(ox.parse(shipped_content, format=ox.RdfFormat.N_QUADS))


@pytest.fixture
def store(shipped_quads: list[ox.Quad]) -> Iterator[Store]:
    """The shipped essay in memory, to be changed."""
    engine = Oxigraph()
    engine.change(shipped_quads, [], "")  # to make it anew for each test would take eight times as long
    with Store(engine, "the shipped essay in memory") as store:
        yield store


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of the shipped essay in it, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    create_store(folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path, made_folder: Path) -> Path:
    """A folder with a store of the shipped essay in it."""
    shutil.copytree(made_folder, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A real browser; there can be but one of it in a run, so it stands here for all tests."""
    from playwright.sync_api import sync_playwright

    from tests.tabs import ONE_PROCESS

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, ONE_PROCESS])
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def _away_from_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no store of the person who runs the tests take part."""
    for name in ("STORE", "USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"CLAIMATLAS_{name}", raising=False)


@pytest.fixture(autouse=True, scope="session")
def _away_from_caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep indexes of stores on servers among the files of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
