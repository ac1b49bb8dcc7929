"""Many threads use one store at once: each reads whole states, and no change is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph import (
    BoundedQueries,
    Store,
    add,
    corpora_of,
    create_store,
    find_item,
    log,
    open_store,
    search,
    show_item,
)
from tests.test_graph.changing import amiss, draft

THREADS, ROUNDS = 8, 2
WORDS = ["Harbours", "Orchards", "Railways", "Quarries", "Vineyards", "Libraries", "Shipyards", "Meadows"]


def jobs(store: Store, queries: BoundedQueries) -> list[Callable[[int, int], object]]:
    """Return what a thread does in turn, each with the numbers of thread and round."""

    def name(thread: int, turn: int) -> str:
        return f"{WORDS[thread]} number {turn} feed the town"

    def has_label(thread: int, turn: int) -> bool:
        asked = f'ASK {{ ?c rdfs:label "{name(thread, turn)}"@en }}'
        return bool(store.query(asked)) and b"true" in queries.ask(asked).read()

    return [
        lambda thread, turn: add(store, draft(name(thread, turn)), by=WORDS[thread]),
        has_label,
        lambda thread, turn: shown(store, f"{WORDS[thread].lower()}-number-{turn}-feed-the-town"),
        lambda thread, turn: [hit.label for hit in search(store, name(thread, turn))] == [name(thread, turn)],
        lambda thread, turn: bool(store.ask(f"ASK {{ corpus:trust a ca:Claim . FILTER({turn} < 0) }}")),
        lambda thread, turn: (store.last[0] > 1, sorted(corpora_of(store))),
    ]


def shown(store: Store, name: str) -> str:
    """Return the title of an item."""
    return show_item(store, find_item(store, name)).label


@pytest.mark.parametrize("where", ["folder", "memory"])
def test_eight_threads_add_ask_show_and_search_at_once(where: str, tmp_path: Path) -> None:
    with open_store(create_store(tmp_path) if where == "folder" else ":memory:") as store:
        before = store.last[0]
        corpora = sorted(corpora_of(store))
        with BoundedQueries(store, workers=2) as queries:

            def work(thread: int) -> list[list[object]]:
                return [[job(thread, turn) for job in jobs(store, queries)] for turn in range(ROUNDS)]

            with ThreadPoolExecutor(THREADS) as threads:
                done = list(threads.map(work, range(THREADS)))
        for thread, turns in enumerate(done):
            for turn, (_, *seen) in enumerate(turns):
                assert seen == [True, f"{WORDS[thread]} number {turn} feed the town", True, False, (True, corpora)]
        assert store.last[0] == before + THREADS * ROUNDS
        numbers = [entry.contribution.number for entry in log(store, limit=1000)]
        assert sorted(numbers) == list(range(1, store.last[0] + 1))
        assert amiss(store) == []


def test_a_number_that_was_asked_for_beside_a_change_is_not_kept(store: Store) -> None:
    """A reader that looks for the last contribution while another thread writes must not undo what that one noted."""
    asked = store.ask

    def slowly(query: str) -> object:
        found = asked(query)
        store.ask = asked  # type: ignore[method-assign]
        add(store, draft("Ferries carry what bridges cannot"), by="Ada")
        return found

    before = asked("SELECT ?n { GRAPH ?g { ?c a ca:Contribution ; schema:position ?n } } ORDER BY DESC(?n) LIMIT 1")
    number = int(next(iter(before))["n"])
    store.ask = slowly  # type: ignore[method-assign,assignment]
    assert store.last[0] == number
    assert store.last[0] == number + 1
