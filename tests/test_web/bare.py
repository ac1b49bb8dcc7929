"""A server of a store with nothing in it, for tests of protocols that bring their own graphs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.web import Limits, Settings
from graph import create_store, open_store
from tests.test_web.conftest import Served, serving


@contextmanager
def serving_nothing(folder: Path, settings: Settings | None = None) -> Iterator[Served]:
    """Serve an empty store, made in a folder, for as long as the context lasts."""
    create_store(folder, empty=True)
    with open_store(folder) as store:
        store.update("DROP ALL")
        with serving(store, settings or Settings(limits=Limits(writes=100_000))) as served:
            yield served
