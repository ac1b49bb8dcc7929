"""The history: what was done to what, by whom and when; and that any run of changes can be taken back."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from claims import ClaimsError
from graph import (
    GraphError,
    Store,
    UnknownContributionError,
    add,
    contribution_of,
    diff,
    edit,
    history_of,
    log,
    open_store,
    retract,
    show_item,
    undo,
)
from tests.quick import examples
from tests.test_graph.changing import CORPUS, amiss, draft, past, state

CLAIM = "imbalance-gives-leverage"
DAY = timedelta(days=1)


def told(store: Store, start: str, end: str = "last") -> set[tuple[str, str]]:
    return {(change.item.removeprefix(CORPUS), change.what) for change in diff(store, start, end)}


# ---- log ----


def test_the_log_lists_the_newest_first(store: Store) -> None:
    edit(store, CLAIM, {"label": "Deficits give leverage"}, by="Ada", message="Shorter")
    edit(store, CLAIM, {"label": "Deficits help"}, by="Bob")
    entries = log(store)
    assert [(e.contribution.number, e.contribution.by, e.items, e.first) for e in entries[:2]] == [
        (3, "Bob", 1, (CLAIM,)),
        (2, "Ada", 1, (CLAIM,)),
    ]


def test_the_log_is_read_on_from_where_a_page_ended(store: Store) -> None:
    for number in range(7):
        edit(store, CLAIM, {"label": f"Deficits help {number}"})
    numbers, before = [], 0
    while page := log(store, before=before, limit=3):
        numbers += [entry.contribution.number for entry in page]
        before = numbers[-1]
    assert numbers == [entry.contribution.number for entry in log(store, limit=100)] == [8, 7, 6, 5, 4, 3, 2, 1]


def test_the_log_before_a_number_that_nothing_has_yet_is_the_whole_log(store: Store) -> None:
    assert log(store, before=10**15) == log(store) != []


def test_the_log_of_an_item_has_what_changed_it(store: Store) -> None:
    edit(store, CLAIM, {"label": "Deficits give leverage"})
    edit(store, "china-can-retaliate", {"label": "China can strike back"})
    assert [entry.contribution.number for entry in log(store, item=CORPUS + CLAIM)] == [2]


def test_the_log_of_a_person_knows_all_spellings_of_the_name(store: Store) -> None:
    for number, name in enumerate(("Ada Byron", "ada byron", "Bob")):
        edit(store, CLAIM, {"label": f"Deficits help {number}"}, by=name)
    assert [entry.contribution.number for entry in log(store, by="Ada  Byron", limit=2)] == [3, 2]


def test_the_log_knows_days(store: Store) -> None:
    edit(store, CLAIM, {"label": "Deficits give leverage"})
    today = log(store)[0].contribution.at.astimezone().date()
    assert len(log(store, since=today, until=today)) == 2
    assert log(store, since=today + DAY) == log(store, until=today - DAY) == []
    assert len(log(store, since=date.min + DAY, until=date.max)) == 2


def test_days_are_those_of_the_clock_here(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for zone in ("Etc/GMT+12", "Etc/GMT-14"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        today = log(store)[0].contribution.at.astimezone().date()
        assert len(log(store, since=today, until=today)) == 1
    monkeypatch.undo()
    time.tzset()


def test_a_contribution_is_found_by_number_iri_and_as_the_last(store: Store) -> None:
    made = edit(store, CLAIM, {"label": "Deficits give leverage"}).contribution
    assert made
    names = ("2", "#2", " 2 ", "last", made.iri, made.iri.rpartition("/")[2])
    assert {contribution_of(store, name) for name in names} == {made}


# ---- What became of items ----


def test_an_items_history_tells_fields_before_and_after(store: Store) -> None:
    edit(store, CLAIM, {"about": ["china", "russia"]})
    (event,) = history_of(store, CORPUS + CLAIM)
    (field,) = event.change.fields
    assert (field.name, field.before, field.after) == ("about", ("corpus:united-states",), ("corpus:russia",))


def test_what_is_shown_of_an_item_has_its_history(store: Store) -> None:
    add(store, draft("Ports are full"), by="Ada", message="Seen myself")
    (event,) = show_item(store, f"{CORPUS}ports-are-full").history
    assert (event.contribution.by, event.change.what, event.contribution.message) == ("Ada", "added", "Seen myself")


def test_an_item_that_nobody_touched_has_no_history(shipped: Store) -> None:
    assert show_item(shipped, CORPUS + CLAIM).history == ()


def test_a_new_passage_is_an_edit_of_its_item(store: Store) -> None:
    position = f"{CORPUS}{CLAIM}-position"
    store.update(
        f"DELETE {{ ?p oa:end ?e }} INSERT {{ ?p oa:end 9999 }} WHERE {{ VALUES ?p {{ <{position}> }} ?p oa:end ?e }}"
    )
    (change,) = diff(store, "1")
    assert change.what == "edited"
    assert change.fields[0].after == ("9999",)


def test_a_diff_groups_what_was_added_edited_and_retracted(store: Store) -> None:
    add(store, draft("Ports are full"))
    edit(store, "china-can-retaliate", {"label": "China can strike back"})
    retract(store, ["ports-are-full"], "Wrong")
    assert told(store, "1", "3") >= {("ports-are-full", "added"), ("china-can-retaliate", "edited")}
    assert ("ports-are-full", "retracted") in told(store, "3")


def test_a_diff_leaves_out_what_was_taken_back_in_between(store: Store) -> None:
    edit(store, CLAIM, {"label": "Deficits give leverage"})
    undo(store, "last")
    assert diff(store, "0") == []


def test_what_was_out_before_a_diff_is_restored_in_it(store: Store) -> None:
    retract(store, [CLAIM], "Twice", cascade=True)
    undo(store, "last")
    assert (CLAIM, "restored") in told(store, "2")
    assert told(store, "1") == set()


def test_a_diff_between_days_takes_in_both(store: Store) -> None:
    edit(store, CLAIM, {"label": "Deficits give leverage"})
    today = log(store)[0].contribution.at.astimezone().date()
    assert told(store, str(today), str(today)) == {(CLAIM, "edited")}
    assert told(store, str(today + DAY)) == set()


@pytest.mark.parametrize("name", ["99", "2026-13-01", "yesterday"])
def test_a_diff_of_what_is_not_there_is_refused(store: Store, name: str) -> None:
    with pytest.raises(UnknownContributionError):
        diff(store, name)


def test_a_contribution_of_many_items_tells_each_of_them(store: Store) -> None:
    rows = " ".join(f'<urn:claim:{n}> a ca:Claim ; rdfs:label "Claim {n}"@en .' for n in range(250))
    store.update(f"INSERT DATA {{ {rows} }}")
    assert len(diff(store, "1")) == log(store)[0].items == 250
    (event,) = history_of(store, "urn:claim:77")
    assert (event.change.what, event.change.label) == ("added", "Claim 77")


# ---- Any run of changes ----

ITEMS = (CLAIM, "china-can-retaliate", "deficit-with-china-is-large", "ports-are-full", "ships-wait", "power:trust")
CHANGES = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["Ports are full", "Ships wait"]), st.sampled_from(ITEMS)),
    st.tuples(st.just("edit"), st.sampled_from(ITEMS), st.sampled_from(["One title", "Another title"])),
    st.tuples(st.just("kind"), st.sampled_from(ITEMS), st.sampled_from(["claim", "thesis", "evidence", "rebuttal"])),
    st.tuples(st.just("retract"), st.sampled_from(ITEMS), st.booleans()),
    st.tuples(st.just("undo"), st.integers(2, 12)),
    st.tuples(
        st.just("update"),
        st.sampled_from([
            "DELETE DATA { corpus:imbalance-gives-leverage a ca:Rebuttal }",
            "INSERT DATA { corpus:china-can-retaliate a ca:Thesis }",
            "DELETE WHERE { ?i ca:conclusion corpus:imbalance-gives-leverage }",
            "DELETE { ?i a ca:Inference } WHERE { ?c ca:attacked ?i . ?i a ca:Inference }",
            "INSERT { ?i a ca:Inference } WHERE { ?c ca:attacked ?i }",
            "DELETE WHERE { ?s ca:supports ?o }",
            "INSERT DATA { [] a ca:Claim } ; DELETE WHERE { ?n ca:paragraph 3 }",
        ]),
    ),
)  # fmt: skip


def change(store: Store, step: tuple[object, ...]) -> None:
    """Do one step, if it can be done."""
    what, *rest = step
    first, second = str(rest[0]), rest[-1]
    if what == "add":
        add(store, draft(first, supports=second))
    elif what in ("edit", "kind"):
        edit(store, first, {"label" if what == "edit" else "kind": second})
    elif what == "retract":
        retract(store, [first], "Wrong", cascade=bool(second))
    elif what == "undo":
        undo(store, first)
    else:
        store.update(first)


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGES, max_size=6))
@pytest.mark.slow
def test_any_run_of_changes_can_be_taken_back(steps: list[tuple[object, ...]]) -> None:
    with open_store(":memory:") as store:
        states, seen = [state(store)], past(store)
        for step in steps:
            number = store.last[0]
            try:
                change(store, step)
            except (GraphError, ClaimsError):
                assert state(store) == states[-1]
            assert amiss(store) == []
            assert seen <= past(store)
            seen = past(store)
            if store.last[0] > number:
                states.append(state(store))
        for number in range(store.last[0], 1, -1):
            assert state(store) == states.pop()
            take_back(store, number)
        assert state(store) == states.pop()


def take_back(store: Store, number: int) -> None:
    """Take back what is not taken back yet of the contributions up to a number."""
    from graph.derivation import Neighbourhood
    from graph.recorded_changes import delta_of

    # As `undo` does, but for soundness: what an update left unsound, nobody can be kept from having back.
    delta = delta_of(store, contribution_of(store, str(number))).inverted()
    effects = Neighbourhood(store.ask, delta).effects()
    effects.created = []
    store.contribute(delta, effects=effects)


# ---- What the history graph holds ----


@pytest.fixture
def changed(store: Store) -> Store:
    """A store in which everything that can be done was done."""
    add(store, draft("Ports are full"), by="Ada", message="Seen myself")
    edit(store, CLAIM, {"label": "Deficits give leverage"}, by="Bob")
    retract(store, ["ports-are-full"], "Wrong")
    undo(store, "last")
    store.update("INSERT DATA { <urn:a> <urn:p> 1 }")
    store.add_graph(Graph().parse(data="<urn:b> <urn:p> 1 .", format="turtle"))
    return store


def test_every_contribution_has_who_when_why_and_with_what(changed: Store) -> None:
    made = [entry.contribution for entry in log(changed)]
    assert [one.number for one in made] == [7, 6, 5, 4, 3, 2, 1]
    assert all(one.by and one.at.tzinfo and one.message and one.tool.startswith("claimatlas ") for one in made)


def test_the_history_holds_what_its_shapes_demand(changed: Store) -> None:
    from shacl import Shapes

    from ontology import shapes_file

    lines = (line.rpartition(b"<")[0] + b".\n" for line in past(changed))
    text = b"".join(lines).decode("utf-8")
    checked = Shapes.from_turtle(shapes_file().read_text("utf-8")).validate_text(text, "ntriples")
    ours = [one for one in checked.results if "/contribution/" in one.focus_node]
    assert [(one.focus_node, one.message) for one in ours] == []


def test_a_change_names_the_one_before_it(changed: Store) -> None:
    edit(changed, CLAIM, {"label": "Deficits help"})
    item = CORPUS + CLAIM
    pattern = f"?new ca:changes <{item}> ; prov:wasRevisionOf ?old . ?old ca:changes <{item}>"
    assert changed.query(f"ASK {{ GRAPH <https://w3id.org/claimatlas/history> {{ {pattern} }} }}")
