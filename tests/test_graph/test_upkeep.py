"""Keeping indexes true to a store: what has changed since a mark, and search through the full-text index of a store."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from graph import (
    Store,
    add,
    bring_up_to_date,
    create_store,
    edit,
    find_by_words,
    open_store,
    rebuild_text_index,
    retract,
    search,
    upkeep,
)
from graph.engines import Oxigraph
from graph.text import index
from graph.text.entries import all_entries, entries_of
from graph.text.index import TextIndex
from graph.upkeep import NONE, changed_since, mark_of
from tests.quick import examples
from tests.test_graph.changing import CORPUS, draft

QUOKKAS = CORPUS + "quokkas-smile"


def changed(store: Store, mark: str) -> list[str] | None:
    """Return which items of the corpus have changed since a mark."""
    items = changed_since(store.ask, mark, store.last)
    return None if items is None else [item for item in items if item.startswith(CORPUS)]


def test_nothing_has_changed_since_the_last_contribution(store: Store) -> None:
    assert changed(store, mark_of(store.last)) == []


def test_what_has_changed_since_is_named_once_and_in_order(store: Store) -> None:
    mark = mark_of(store.last)
    add(store, draft("Wombats dig"))
    add(store, draft("Quokkas smile"))
    edit(store, QUOKKAS, {"label": "Quokkas grin"})
    assert changed(store, mark) == [QUOKKAS, CORPUS + "wombats-dig"]


@pytest.mark.parametrize("mark", ["", NONE, "https://w3id.org/claimatlas/contribution/of-another-store"])
def test_for_a_mark_that_the_store_does_not_know_all_is_read_anew(store: Store, mark: str) -> None:
    assert changed(store, mark) is None


def test_for_a_mark_that_is_far_behind_all_is_read_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "FAR", 1)
    mark = mark_of(store.last)
    add(store, draft("Quokkas smile"))
    near = changed(store, mark)
    add(store, draft("Wombats dig"))
    assert (near, changed(store, mark)) == ([QUOKKAS], None)


def test_a_store_without_contributions_has_a_mark_of_its_own(bare: Store) -> None:
    assert changed(bare, mark_of(bare.last)) == []
    assert changed(bare, "") is None


def test_items_are_read_alike_together_and_one_by_one(shipped: Store) -> None:
    together = {entry.iri: entry for entry in all_entries(shipped.ask)}
    assert {entry.iri: entry for entry in entries_of(shipped.ask, sorted(together))} == together
    assert len(together) > 300


def test_an_item_of_several_kinds_is_found_once(store: Store) -> None:
    store.update("INSERT DATA { corpus:trust-is-two a ca:Claim, ca:Policy ; rdfs:label 'Two' ; schema:text 'Two.' }")
    iri = CORPUS + "trust-is-two"
    found = [entry.kind for entry in all_entries(store.ask) if entry.iri == iri]
    assert found == [entry.kind for entry in entries_of(store.ask, [iri])] == ["claim"]


def test_an_index_on_disk_is_used_again(folder: str) -> None:
    with open_store(folder) as store:
        first = search(store, "tariff")
        assert store.indexes is not None
        files = {path.name for path in (store.indexes / "search").iterdir()}
    with open_store(folder, read_only=True) as store:
        assert search(store, "tariff") == first
        assert store.indexes is not None
        assert {path.name for path in (store.indexes / "search").iterdir()} == files


def test_an_index_that_a_reader_left_behind_is_caught_up_with(folder: str) -> None:
    with open_store(folder, read_only=True) as store:
        search(store, "tariff")
    with open_store(folder) as store:
        add(store, draft("Quokkas smile"))
    with open_store(folder, read_only=True) as store:
        assert [hit.iri for hit in search(store, "quokkas")] == [QUOKKAS]


def test_the_index_of_another_store_is_made_anew(tmp_path: Path) -> None:
    full, empty = create_store(tmp_path / "full"), create_store(tmp_path / "empty", empty=True)
    with open_store(full) as store:
        assert search(store, "canada")
    shutil.copytree(full / "search", empty / "search")
    with open_store(empty) as store:
        assert search(store, "canada") == []


def test_an_index_that_is_found_damaged_by_a_search_is_made_anew(folder: str) -> None:
    with open_store(folder) as store:
        before = search(store, "tariff")
        assert store.indexes is not None
        place = store.indexes / "search"
    for path in place.glob("*.store"):
        path.write_bytes(b"no index" * (path.stat().st_size // 8 + 1))
    with open_store(folder) as store:
        assert search(store, "tariff") == before


def test_an_index_is_rebuilt_with_progress(folder: str) -> None:
    told: list[int] = []
    with open_store(folder) as store:
        before = search(store, "tariff")
        rebuild_text_index(store, told.append)
        assert search(store, "tariff") == before
    assert told[-1] > 300


def test_what_is_found_is_counted_among_kinds(shipped: Store) -> None:
    found = find_by_words(shipped, "power", 3, kinds=["policy"])
    assert len(found.hits) == 3 < found.total
    assert {hit.kind for hit in found.hits} == {"policy"}


NAMES = ["Quokkas smile", "Wombats dig", "Quokkas dig", "A wombat smiled"]
SEARCHES = ("quokka", "wombats", "dig smile", "dig -quokkas", '"quokkas dig"', "everybody", "s")


class Changes(RuleBasedStateMachine):
    """Any changes to a store, after each of which its index finds what a new one finds, in the same order."""

    items = Bundle("items")

    def __init__(self) -> None:
        super().__init__()
        self.store = Store(Oxigraph(), "a store in memory")
        self.made = 0

    @initialize()
    def begin(self) -> None:
        self.store.update("INSERT DATA { ca:Claim rdfs:subClassOf ca:Statement ; rdfs:label 'claim' }")

    @rule(target=items, title=st.sampled_from(NAMES), language=st.sampled_from(["en", "de"]))
    def add(self, title: str, language: str) -> str:
        self.made += 1
        item = f"corpus:item-{self.made}"
        said = f"a ca:Claim, ca:Statement ; rdfs:label '{title}'@{language} ; schema:text '{title}, as everybody knows'"
        self.store.update(f"INSERT DATA {{ {item} {said} ; ca:kind ca:Claim }}")
        return item

    @rule(item=items, title=st.sampled_from(NAMES))
    def edit(self, item: str, title: str) -> None:
        change = f"DELETE {{ {item} rdfs:label ?old }} INSERT {{ {item} rdfs:label '{title}'@en }}"
        self.store.update(f"{change} WHERE {{ {item} rdfs:label ?old }}")

    @rule(item=items)
    def retract(self, item: str) -> None:
        self.store.update(f"DELETE WHERE {{ {item} ?p ?o }}")

    @invariant()
    def finds_what_a_new_index_finds(self) -> None:
        index, new = bring_up_to_date(self.store), TextIndex()
        new.rebuild(lambda: list(all_entries(self.store.ask))[::-1], "new")
        for words in SEARCHES:
            assert index.find(words, 3) == new.find(words, 3)


def test_after_any_changes_a_search_finds_what_it_finds_with_a_new_index() -> None:
    checks = [HealthCheck.too_slow]
    run_state_machine_as_test(
        Changes,
        settings=settings(
            max_examples=examples(10), stateful_step_count=10, deadline=None, suppress_health_check=checks
        ),
    )


def test_after_adding_editing_and_retracting_a_search_finds_what_it_finds_with_a_new_index(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "MOST", 2)

    def both(store: Store) -> None:
        new = TextIndex()
        new.rebuild(lambda: all_entries(store.ask), "new")
        for words in SEARCHES:
            found = [(hit.iri, hit.score) for hit in search(store, words)]
            assert found == [(match.iri, match.score) for match in new.find(words, 20)[1]]

    with open_store(folder) as store:
        both(store)
        for title in NAMES:
            add(store, draft(title))
            both(store)
        edit(store, "wombats-dig", {"label": "Wombats smile", "text": "Wombats are not known for it."})
        both(store)
        retract(store, ["quokkas-smile"], "Off topic")
        both(store)
