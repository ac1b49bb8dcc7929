"""Editing: just the fields that are named change, and what is wrong is told all at once."""

import pytest

from claims import DraftError
from graph import (
    ChangedSinceError,
    InvalidChangeError,
    ReadOnlyError,
    Store,
    UnknownItemError,
    edit,
    item_of,
    undo,
)
from tests.test_graph.changing import CORPUS, amiss, state

CLAIM = "imbalance-gives-leverage"


def iri(name: str) -> str:
    return CORPUS + name


# ---- Edit ----


def test_an_edit_changes_just_the_triples_of_its_fields(store: Store) -> None:
    before = state(store)
    edit(store, CLAIM, {"label": "Deficits give leverage"})
    assert [line.split(b'"')[1] for line in state(store) - before] == [b"Deficits give leverage"]
    assert len(before - state(store)) == 1


def test_an_edit_that_changes_nothing_is_no_contribution(store: Store) -> None:
    label = store.query(f"SELECT ?l {{ <{iri(CLAIM)}> rdfs:label ?l }}").rows()[0][0]
    assert edit(store, CLAIM, {"label": label}).contribution is None


def test_a_dry_run_of_an_edit_changes_nothing(store: Store) -> None:
    before = store.export("nquads")
    done = edit(store, CLAIM, {"label": "Deficits give leverage"}, dry_run=True)
    assert getattr(done.after, "label", "") == "Deficits give leverage"
    assert store.export("nquads") == before


def test_an_edit_names_other_items_by_id(store: Store) -> None:
    done = edit(store, CLAIM, {"about": ["russia"]})
    assert getattr(done.after, "about", ()) == (iri("russia"),)


def test_an_emptied_field_loses_its_values(store: Store) -> None:
    edit(store, CLAIM, {"about": ""})
    assert not store.query(f"ASK {{ <{iri(CLAIM)}> ca:about ?x }}")


def test_all_faults_of_an_edit_are_told_and_nothing_is_changed(store: Store) -> None:
    before = state(store)
    with pytest.raises(DraftError) as told:
        edit(store, CLAIM, {"label": "x" * 61, "about": "chna", "colour": ""})
    assert {fault.field for fault in told.value.faults} == {"label", "about", "colour"}
    assert state(store) == before


def test_the_iri_of_an_item_cannot_be_edited(store: Store) -> None:
    with pytest.raises(DraftError, match="Stays what it is"):
        edit(store, CLAIM, {"iri": "https://example.org/other"})


def test_a_title_that_another_item_has_is_refused(store: Store) -> None:
    other = store.query(f"SELECT ?l {{ <{iri('china-can-retaliate')}> rdfs:label ?l }}").rows()[0][0]
    with pytest.raises(DraftError, match="is the title of china-can-retaliate already"):
        edit(store, CLAIM, {"label": other})


@pytest.mark.parametrize(("name", "kind"), [(CLAIM, "claim"), ("china-can-retaliate", "thesis")])
def test_an_edited_kind_brings_the_classes_above_it_and_can_be_undone(store: Store, name: str, kind: str) -> None:
    before = state(store)
    edit(store, name, {"kind": kind})
    assert item_of(store, iri(name)).kind == kind
    assert amiss(store) == []
    undo(store, "last")
    assert state(store) == before


def test_a_value_that_is_written_in_another_way_is_replaced(store: Store) -> None:
    store.update(f"INSERT DATA {{ <{iri(CLAIM)}> ca:implicit false }}")
    edit(store, CLAIM, {"implicit": True})
    assert store.query(f"SELECT ?v {{ <{iri(CLAIM)}> ca:implicit ?v }}").rows() == [("true",)]


def test_an_edit_is_refused_when_another_came_first(store: Store) -> None:
    edit(store, CLAIM, {"label": "Deficits give leverage"}, by="Ada", message="Shorter")
    with pytest.raises(ChangedSinceError, match=r"by Ada since you read it \(#\d+: Shorter\)"):
        edit(store, CLAIM, {"label": "Deficits help"}, expected="")


def test_an_edit_goes_on_from_what_its_editor_has_read(store: Store) -> None:
    first = edit(store, CLAIM, {"label": "Deficits give leverage"}).contribution
    assert first
    assert edit(store, CLAIM, {"label": "Deficits help"}, expected=first.iri).contribution


def test_an_item_that_is_not_sound_tells_what_it_lacks(store: Store) -> None:
    store.update("INSERT DATA { corpus:half a ca:Claim }")
    with pytest.raises(InvalidChangeError, match="half, label"):
        edit(store, "half", {"label": "Half a claim"})


def test_a_thing_without_fields_is_no_item_to_edit(store: Store) -> None:
    with pytest.raises(UnknownItemError):
        edit(store, "scheme:example", {"label": "Other"})


def test_the_shipped_essay_is_not_edited(shipped: Store) -> None:
    with pytest.raises(ReadOnlyError, match="claimatlas init"):
        edit(shipped, CLAIM, {"label": "Deficits give leverage"})
