"""The history of graphs of people's own, beside that of items: nothing is lost, and all can be had back."""

import pytest

from graph import ChangedSinceError, Store, contribution_of, diff, history_of, list_graphs, log, undo
from graph.recorded_changes import delta_of
from tests.test_graph.changing import HISTORY, amiss, state
from tests.test_graph.datasets import GIVEN, content, said


def test_what_changes_in_a_graph_is_a_change_of_the_contribution(empty: Store) -> None:
    empty.update(GIVEN, by="Ada")
    empty.update("DELETE DATA { GRAPH <urn:g> { <urn:a> <urn:p> 2 } }")
    rows = empty.query(f"""SELECT ?added ?removed ?before {{ GRAPH <{HISTORY}> {{
      ?change ca:changes <urn:g> ; prov:wasGeneratedBy/schema:position ?n
      OPTIONAL {{ ?change ca:added ?added }} OPTIONAL {{ ?change ca:removed ?removed }}
      OPTIONAL {{ ?change prov:wasRevisionOf/prov:wasGeneratedBy/schema:position ?before }} }} }} ORDER BY ?n""").rows()
    assert len(rows[0][0].splitlines()) == 3
    two = '"2"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert rows[1] == ("", f"<urn:a> <urn:p> {two} <urn:g> .\n", "1")


def test_a_graph_of_many_triples_is_kept_whole(bare: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.contributions._AT_ONCE", 100)
    triples = " ".join(f"<urn:{n}> <urn:p> {n} ." for n in range(345))
    bare.update(f"INSERT DATA {{ GRAPH <urn:g> {{ {triples} }} }}")
    assert len(delta_of(bare, contribution_of(bare, "last")).graphs["urn:g"].added) == 345
    undo(bare, "last")
    assert content(bare) == (frozenset(), frozenset())


def test_log_and_diff_tell_of_graphs(bare: Store) -> None:
    bare.update("INSERT DATA { <urn:z> <urn:p> 1 }")
    bare.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } } ; CREATE GRAPH <urn:e/>")
    bare.update(
        "DELETE DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } } ; INSERT DATA { GRAPH <urn:g> { <urn:a> a ca:Claim } }"
    )
    bare.update("DROP GRAPH <urn:g>")
    bare.update("CREATE GRAPH <urn:g>")
    assert [(entry.items, entry.first) for entry in log(bare, limit=4)] == [
        (1, ("urn:g",)), (1, ("urn:g",)), (1, ("urn:g",)), (2, ("urn:e/", "urn:g")),
    ]  # fmt: skip
    assert [entry.contribution.number for entry in log(bare, item="urn:e/")] == [2]
    assert [(event.change.what) for event in history_of(bare, "urn:g")] == ["added", "edited", "retracted", "restored"]
    (field,) = history_of(bare, "urn:g")[1].change.fields
    assert (field.name, field.before, field.after) == (
        "triples",
        ("<urn:a> <urn:p> 1",),
        ("<urn:a> rdf:type ca:Claim",),
    )
    assert {(change.item, change.what) for change in diff(bare, "1")} == {("urn:g", "added"), ("urn:e/", "added")}
    assert {(change.item, change.what) for change in diff(bare, "2", "4")} == {("urn:g", "retracted")}
    assert {(change.item, change.what) for change in diff(bare, "3", "5")} == {("urn:g", "edited")}
    assert [(change.item, change.what) for change in diff(bare, "4")] == [("urn:g", "restored")]


def test_a_graph_that_bears_the_name_of_an_item_leaves_its_history_as_it_is(bare: Store) -> None:
    name = "https://example.org/x"
    bare.update(f'INSERT DATA {{ <{name}> a ca:Claim ; rdfs:label "One"@en . GRAPH <{name}> {{ <urn:a> <urn:p> 1 }} }}')
    (event,) = history_of(bare, name)
    assert (event.change.what, event.change.label) == ("added", "One")
    undo(bare, "last")
    assert not bare.query(f"ASK {{ {{ <{name}> ?p ?o }} UNION {{ GRAPH <{name}> {{ ?s ?p ?o }} }} }}")


def test_what_was_changed_since_in_a_graph_is_not_undone(bare: Store) -> None:
    bare.update(GIVEN)
    bare.update("DELETE DATA { GRAPH <urn:g> { <urn:a> <urn:p> 2 } }")
    with pytest.raises(ChangedSinceError, match="to urn:g has been changed since by #2"):
        undo(bare, "1")


def test_a_graph_into_which_others_put_something_since_stays_when_its_making_is_undone(bare: Store) -> None:
    bare.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } }")
    bare.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 2 } }")
    undo(bare, "1")
    assert said(bare, "urn:g") == {"a p 2"}


def test_a_graph_that_was_dropped_since_is_not_dropped_by_an_undo(bare: Store) -> None:
    bare.update("CREATE GRAPH <urn:g>")
    bare.update("DROP GRAPH <urn:g>")
    with pytest.raises(ChangedSinceError, match="by #2"):
        undo(bare, "1")


def test_an_export_of_the_current_state_has_no_graphs_of_ones_own(store: Store) -> None:
    before = state(store)
    store.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } }")
    assert state(store) == before
    assert b"<urn:a> <urn:p> " in store.export("nquads")


def test_what_follows_by_rule_follows_in_the_current_state_only(bare: Store) -> None:
    said_so = "<urn:i> a ca:Inference ; ca:premise <urn:a> ; ca:conclusion <urn:b>"
    bare.update(f"INSERT DATA {{ GRAPH <urn:g> {{ {said_so} }} }}")
    assert len(said(bare, "urn:g")) == 3
    bare.update("MOVE <urn:g> TO <urn:h> ; ADD <urn:h> TO DEFAULT")
    assert bare.query("ASK { <urn:a> ca:supports <urn:b> }")
    bare.update("DELETE { ?s ?p ?o } USING <urn:h> WHERE { ?s ?p ?o }")
    assert amiss(bare) == []
    assert not bare.query("ASK { <urn:a> ca:supports <urn:b> }")


def test_the_history_can_be_copied_to_a_graph_of_ones_own(bare: Store) -> None:
    bare.update("INSERT DATA { <urn:z> <urn:p> 1 }")
    bare.update(
        f"COPY <{HISTORY}> TO <urn:g> ; INSERT {{ GRAPH <urn:h> {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    )
    assert "urn:g" in list_graphs(bare)
    assert said(bare, "urn:g") == said(bare, "urn:h") != set()
