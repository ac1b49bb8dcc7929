"""One writer at a time: whoever reads, decides and writes under the store's lock loses nothing, whatever the engine."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph import Store, create_store, open_store
from graph.engines import Oxigraph

THREADS, EACH = 4, 100


@pytest.fixture(params=["memory", "disk"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """An empty store that threads share."""
    if request.param == "memory":
        return Store(Oxigraph(), "memory")
    return open_store(create_store(tmp_path, empty=True))


def test_four_threads_that_read_and_then_write_lose_nothing(shared: Store) -> None:
    def count(_: int) -> None:
        for _ in range(EACH):
            with shared.writing:
                rows = [int(row["n"]) for row in shared.ask("SELECT ?n { <urn:c> <urn:n> ?n }")]
                number = rows[0] if rows else 0
                shared.engine.update(
                    f"DELETE WHERE {{ <urn:c> <urn:n> ?any }} ; INSERT DATA {{ <urn:c> <urn:n> {number + 1} }}"
                )

    with shared, ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(count, range(THREADS)))
        assert [row["n"] for row in shared.ask("SELECT ?n { <urn:c> <urn:n> ?n }")] == [str(THREADS * EACH)]


def test_four_threads_that_add_at_once_number_their_contributions_one_by_one(shared: Store) -> None:
    def add(thread: int) -> None:
        for number in range(5):
            shared.update(f"INSERT DATA {{ <urn:s{thread}> <urn:n> {number} }}")

    with shared, ThreadPoolExecutor(THREADS) as threads:
        before = shared.last[0]
        list(threads.map(add, range(THREADS)))
        numbers = shared.ask("SELECT ?n { GRAPH ?g { ?c a ca:Contribution ; schema:position ?n } }")
        found = sorted(int(row["n"]) for row in numbers)
        assert found[-20:] == list(range(before + 1, before + 21))


def test_another_process_is_told_who_writes(tmp_path: Path) -> None:
    folder = create_store(tmp_path, empty=True)
    code = "import sys; from graph import open_store, StoreError\n"
    code += "try: open_store(sys.argv[1])\nexcept StoreError as error: print(error)"
    with open_store(folder):
        done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False)
    assert f"The store {folder}" in done.stdout
    assert "is held by" in done.stdout
