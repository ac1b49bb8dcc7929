"""What tests of several packages share: stores of the shipped essay, and the essay itself where it is at hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims import SourceText
from graph import Store, create_store, open_store

ESSAY = Path(__file__).parents[2] / "shared" / "sources" / "essay.txt"
"""The essay belongs to its publisher and is not in the project; tests that need it are skipped where it is not."""


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


@pytest.fixture
def store() -> Iterator[Store]:
    """The shipped essay in memory, to be changed."""
    with open_store(":memory:") as store:
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a store of the shipped essay in it."""
    create_store(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _away_from_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no store of the person who runs the tests take part."""
    monkeypatch.delenv("CLAIMATLAS_STORE", raising=False)
