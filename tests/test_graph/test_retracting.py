"""Retracting and undoing: what cannot stand goes along, and all of it can be had back."""

import pytest

from graph import (
    ChangedSinceError,
    InvalidChangeError,
    RetractedItemError,
    Store,
    UnknownContributionError,
    add,
    edit,
    find_item,
    history_of,
    retract,
    undo,
)
from tests.test_graph.changing import CORPUS, amiss, draft, past, state

CLAIM = "imbalance-gives-leverage"


def iri(name: str) -> str:
    return CORPUS + name


# ---- Retract ----


def added(store: Store, *drafts: dict[str, object]) -> list[str]:
    """Add drafts, and return the ids of all that was added."""
    items = add(store, list(drafts), by="Ada").items
    return [item.iri.removeprefix(CORPUS) for item in items if item.iri.startswith(CORPUS)]


def test_a_retracted_item_takes_its_relations_and_anchors_along(store: Store) -> None:
    retract(store, [CLAIM], "Twice", cascade=True)
    assert not store.query(f"ASK {{ {{ ?x ?p <{iri(CLAIM)}> }} UNION {{ <{iri(CLAIM)}> ?p ?x }} }}")
    assert not store.query(f"ASK {{ <{iri(CLAIM)}-passage> ?p ?x }}")
    assert amiss(store) == []


def test_what_would_stand_for_nothing_is_named_and_nothing_is_changed(store: Store) -> None:
    before = state(store)
    with pytest.raises(InvalidChangeError, match="deficit-with-china-is-large"):
        retract(store, [CLAIM], "Twice")
    assert state(store) == before


def test_a_cascade_takes_out_what_would_stand_for_nothing(store: Store) -> None:
    gone = retract(store, [CLAIM], "Twice", cascade=True).items
    assert gone[0] == iri(CLAIM)
    assert iri("deficit-with-china-is-large") in gone


def test_where_a_cascade_does_not_help_none_is_advised(store: Store) -> None:
    with pytest.raises(InvalidChangeError, match=r"Retract those too \(name them\)"):
        retract(store, ["united-states"], "Wrong", cascade=True)


def test_undercuts_on_the_relations_of_a_retracted_item_go_too(store: Store) -> None:
    added(store, draft("Ports are full"), draft("Ships wait", supports="Ports are full"))
    step = "ports-are-full-because-ships-wait"
    added(store, draft("Ships always wait", attacks=step))
    gone = retract(store, ["ships-wait"], "Wrong").items
    assert {iri("ships-wait"), iri(step), iri(f"ships-always-wait-against-{step}")} == set(gone)


SHARED_BY = "SELECT ?figure (COUNT(?who) AS ?n) (MIN(?who) AS ?one) { ?who ca:figure ?figure } GROUP BY ?figure"


def test_figures_that_nothing_else_gives_go_along(store: Store) -> None:
    row = next(row for row in store.query(SHARED_BY) if row["n"] == "1")
    assert row["figure"] in retract(store, [row["one"]], "Wrong", cascade=True).items


def test_figures_that_another_statement_gives_stay(store: Store) -> None:
    row = next(row for row in store.query(SHARED_BY) if row["n"] == "1")
    store.update(f"INSERT DATA {{ <{iri(CLAIM)}> ca:figure <{row['figure']}> }}")
    assert row["figure"] not in retract(store, [row["one"]], "Wrong", cascade=True).items


def two_statements_of_a_link(store: Store) -> tuple[str, list[str]]:
    rows = store.query("""SELECT ?link ?a ?b { ?link ca:statedBy ?a, ?b FILTER(STR(?a) < STR(?b))
      FILTER NOT EXISTS { ?link ca:statedBy ?c FILTER(?c != ?a && ?c != ?b) } } ORDER BY ?link LIMIT 1""")
    row = next(iter(rows))
    return row["link"], [row["a"], row["b"]]


def test_a_power_link_with_two_statements_survives_the_retraction_of_one(store: Store) -> None:
    link, statements = two_statements_of_a_link(store)
    assert link not in retract(store, statements[:1], "Wrong", cascade=True).items
    assert store.query(f"ASK {{ <{link}> a ca:PowerLink ; ca:statedBy <{statements[1]}> }}")


def test_a_power_link_goes_with_the_last_of_its_statements(store: Store) -> None:
    link, statements = two_statements_of_a_link(store)
    assert link in retract(store, statements, "Wrong", cascade=True).items


def test_a_passage_that_is_shared_stays(store: Store) -> None:
    passage = f"{iri(CLAIM)}-passage"
    store.update(f"INSERT DATA {{ <urn:note> oa:hasBody <{iri('china-can-retaliate')}> ; oa:hasTarget <{passage}> }}")
    retract(store, [CLAIM], "Twice", cascade=True)
    assert store.query(f"ASK {{ <{passage}> oa:hasSelector/oa:start ?start }}")
    assert not store.query(f"ASK {{ <{iri(CLAIM)}-anchor> ?p ?o }}")


def test_a_word_of_the_vocabulary_is_not_retracted(store: Store) -> None:
    with pytest.raises(InvalidChangeError, match="Claim is a word of the vocabulary"):
        retract(store, ["ca:Claim"], "Wrong")


def test_a_dry_run_of_a_retraction_tells_what_would_go_and_changes_nothing(store: Store) -> None:
    before = store.export("nquads")
    going = retract(store, [CLAIM], "Twice", cascade=True, dry_run=True)
    assert store.export("nquads") == before
    assert going.items == retract(store, [CLAIM], "Twice", cascade=True).items


def test_a_retracted_item_is_told_as_such(store: Store) -> None:
    made = retract(store, [CLAIM], "Said twice.", by="Ada", cascade=True).contribution
    assert made
    with pytest.raises(RetractedItemError, match=rf"by Ada \(#{made.number}\): Said twice. `claimatlas undo"):
        find_item(store, CLAIM)


def test_an_id_is_never_given_again(store: Store) -> None:
    first = added(store, draft("Ports are full"))
    retract(store, ["ports-are-full"], "Wrong")
    second = added(store, draft("Ports are full"))
    assert first == ["ports-are-full"]
    assert second != first


# ---- Undo ----


def test_an_undone_retraction_brings_everything_back(store: Store) -> None:
    before = state(store)
    retract(store, [CLAIM], "Twice", cascade=True)
    undo(store, "last")
    assert state(store) == before
    assert amiss(store) == []


def test_an_undone_addition_leaves_nothing(store: Store) -> None:
    before = state(store)
    added(store, draft("Ports are full"), draft("Ships wait", supports="Ports are full"))
    undo(store, "last")
    assert state(store) == before


def test_an_undo_can_be_undone(store: Store) -> None:
    edit(store, CLAIM, {"label": "Deficits give leverage"})
    after = state(store)
    undo(store, "last")
    undo(store, "last")
    assert state(store) == after


def test_what_was_changed_since_is_not_undone_and_the_later_contribution_is_named(store: Store) -> None:
    first = edit(store, CLAIM, {"label": "Deficits give leverage"}).contribution
    second = edit(store, CLAIM, {"label": "Deficits help"}).contribution
    assert first
    assert second
    with pytest.raises(ChangedSinceError, match=f"changed since by #{second.number}; undo that first"):
        undo(store, str(first.number))


def test_what_later_items_rest_on_is_not_undone(store: Store) -> None:
    added(store, draft("Ports are full"))
    first = store.last[0]
    added(store, draft("Ships wait", supports="ports-are-full"))
    with pytest.raises(InvalidChangeError, match="What came later rests on it"):
        undo(store, str(first))


def test_what_the_store_was_made_with_is_not_undone(store: Store) -> None:
    with pytest.raises(ChangedSinceError, match="made with"):
        undo(store, "1")


@pytest.mark.parametrize("name", ["99", "#99", "nothing", "", "20260101T000000-00000000"])
def test_an_unknown_contribution_is_told_with_the_numbers_there_are(store: Store, name: str) -> None:
    with pytest.raises(UnknownContributionError, match="numbered 1 to 1"):
        undo(store, name)


def test_the_last_contribution_can_be_undone_even_where_the_state_before_was_not_sound(store: Store) -> None:
    store.update("INSERT DATA { corpus:half a ca:Claim }")
    before = state(store)
    store.update('INSERT DATA { corpus:half rdfs:label "Half"@en }')
    undo(store, "last")
    assert state(store) == before


def test_a_dry_run_of_an_undo_changes_nothing(store: Store) -> None:
    edit(store, CLAIM, {"label": "Deficits give leverage"})
    before = store.export("nquads")
    assert undo(store, "last", dry_run=True).contribution is None
    assert store.export("nquads") == before


def test_every_change_is_an_event_of_its_item(store: Store) -> None:
    edit(store, CLAIM, {"label": "Deficits give leverage"})
    retract(store, [CLAIM], "Twice", cascade=True)
    undo(store, "last")
    assert [event.change.what for event in history_of(store, iri(CLAIM))] == ["edited", "retracted", "restored"]


def test_the_history_loses_nothing(store: Store) -> None:
    seen = past(store)
    for change in (
        lambda: edit(store, CLAIM, {"label": "Deficits give leverage"}),
        lambda: retract(store, [CLAIM], "Twice", cascade=True),
        lambda: undo(store, "last"),
        lambda: undo(store, "2"),
    ):
        change()
        assert seen < past(store)
        seen = past(store)
