"""What the projection tells of the history of each item."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import Store, add, edit, history_of, open_store, projection, retract, undo
from tests.quick import examples

DRAFT = {"kind": "claim", "label": "Ferries are cheap", "text": "A crossing costs less than a coin."}
NEW = "https://w3id.org/claimatlas/corpus/long-american-century/ferries-are-cheap"
OLD = "https://w3id.org/claimatlas/corpus/long-american-century/asymmetry-empowers-less-dependent"


def told(store: Store, iri: str) -> list[tuple[int, str]]:
    return [(event["number"], event["what"]) for event in projection(store).nodes[iri]["history"]]


def test_what_the_store_was_made_with_was_added_by_its_first_contribution(shipped: Store) -> None:
    assert told(shipped, OLD) == [(1, "added")]


def test_what_was_never_changed_shares_one_history(shipped: Store) -> None:
    histories = [node["history"] for _, node in projection(shipped).nodes(data=True) if "history" in node]
    assert len(histories) > 600
    assert len({id(one) for one in histories}) == 1


def test_an_event_says_who_when_and_why(store: Store) -> None:
    add(store, DRAFT, by="Ada", message="Heard at the pier")
    event = projection(store).nodes[NEW]["history"][0]
    day = datetime.now(UTC).date().isoformat()
    assert event == {"number": 2, "what": "added", "who": "Ada", "when": day, "why": "Heard at the pier"}


def add_it(store: Store) -> None:
    add(store, DRAFT, by="Ada")


def edit_it(store: Store, iri: str = NEW) -> None:
    edit(store, iri, {"text": f"{store.last[0]} changes were made to this before."}, by="Ben")


def out_and_back(store: Store, iri: str = NEW) -> None:
    retract(store, [iri], "No longer held", cascade=True)
    undo(store, "last")


def test_an_edit_of_what_the_store_was_made_with_is_no_addition(store: Store) -> None:
    edit_it(store, OLD)
    assert told(store, OLD) == [(1, "added"), (2, "edited")]


def test_an_addition_and_its_edits_are_told_apart(store: Store) -> None:
    add_it(store)
    edit_it(store)
    assert told(store, NEW) == [(2, "added"), (3, "edited")]


def test_what_was_added_taken_out_and_brought_back_says_so(store: Store) -> None:
    add_it(store)
    out_and_back(store)
    edit_it(store)
    assert told(store, NEW) == [(2, "added"), (3, "retracted"), (4, "restored"), (5, "edited")]


def test_what_the_store_was_made_with_can_be_taken_out_and_brought_back(store: Store) -> None:
    out_and_back(store, OLD)
    assert told(store, OLD) == [(1, "added"), (2, "retracted"), (3, "restored")]


def test_an_edit_before_it_was_taken_out_is_no_addition(store: Store) -> None:
    edit_it(store, OLD)
    out_and_back(store, OLD)
    assert told(store, OLD) == [(1, "added"), (2, "edited"), (3, "retracted"), (4, "restored")]


def test_many_items_in_one_change_each_have_their_event(store: Store) -> None:
    add(store, ({**DRAFT, "label": f"Ferry {number}"} for number in range(150)), by="Ada")
    kept = [iri for iri in projection(store) if "/ferry-" in iri]
    assert [told(store, kept[0]), len(kept)] == [[(2, "added")], 150]


@settings(max_examples=examples(6), deadline=None)
@given(st.lists(st.sampled_from([edit_it, out_and_back]), max_size=4))
def test_it_tells_what_the_history_of_one_item_tells(changes: list[Callable[[Store], None]]) -> None:
    with open_store(":memory:") as store:
        add_it(store)
        for change in changes:
            change(store)
        events = [(event.contribution.number, event.change.what) for event in history_of(store, NEW)]
        assert told(store, NEW) == events


@pytest.mark.parametrize("items", [[NEW], [NEW, OLD]])
def test_a_part_tells_the_same_as_the_whole(store: Store, items: list[str]) -> None:
    add_it(store)
    edit_it(store, OLD)
    whole, part = projection(store), projection(store, items=items)
    assert [part.nodes[item]["history"] for item in items] == [whole.nodes[item]["history"] for item in items]
