"""SPARQL Update and files of RDF as contributions: known exactly, and with the history out of their reach."""

import pytest
from rdflib import Graph

from graph import ProtectedGraphError, QuerySyntaxError, Store, contribution_of, open_store, undo
from graph.recorded_changes import delta_of
from tests.quick import fast_first
from tests.test_graph.changing import HISTORY, amiss, past, state

CLAIM = "corpus:imbalance-gives-leverage"
GIVEN = "INSERT DATA { <urn:a> <urn:p> 1, 2 . <urn:b> <urn:p> 3 }"


@pytest.fixture
def given(store: Store) -> Store:
    """The shipped essay with three triples more."""
    store.update(GIVEN)
    return store


def made_up(store: Store) -> set[str]:
    """Return the triples of the tests' own nodes, shortened."""
    rows = store.query("SELECT ?s ?p ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?s), 'urn:')) }").rows()
    return {" ".join(cell.strip("<>").removeprefix("urn:") for cell in row) for row in rows}


UPDATES = [  # update, what it makes of a p 1, 2 and b p 3
    ("INSERT DATA { <urn:c> <urn:p> 4 }", {"a p 1", "a p 2", "b p 3", "c p 4"}),
    ("DELETE DATA { <urn:a> <urn:p> 1 }", {"a p 2", "b p 3"}),
    ("DELETE WHERE { <urn:a> ?p ?o }", {"b p 3"}),
    ("INSERT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o FILTER(?o > 2) }", {"a p 1", "a p 2", "b p 3", "b q 3"}),
    ("DELETE { ?s <urn:p> ?o } WHERE { ?s <urn:p> ?o FILTER(?o < 3) }", {"b p 3"}),
    ("DELETE { ?s <urn:p> ?o } INSERT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }", {"a q 1", "a q 2", "b q 3"}),
    ("DELETE { <urn:b> ?p ?o } INSERT { <urn:b> ?p 3 } WHERE { <urn:b> ?p ?o }", {"a p 1", "a p 2", "b p 3"}),
    ("DELETE WHERE { <urn:a> ?p ?o } ; INSERT DATA { <urn:c> <urn:p> 4 } ;", {"b p 3", "c p 4"}),
    ("DELETE DATA { <urn:b> <urn:p> 3 } ; INSERT { ?s <urn:n> 0 } WHERE { ?s ?p 1 }", {"a p 1", "a p 2", "a n 0"}),
    ("PREFIX delete: <urn:> INSERT DATA { delete:c delete:p 4 }", {"a p 1", "a p 2", "b p 3", "c p 4"}),
    ("# INSERT { \nPREFIX u: <urn:> # }\nDELETE WHERE { # ; \n u:a ?p ?o # WHERE {\n }", {"b p 3"}),
    ('DELETE WHERE { <urn:a> ?p ?o } ; INSERT DATA { <urn:c> <urn:p> "} ; WHERE {" }', {"b p 3", "c p } ; WHERE {"}),
    ('DELETE { <urn:a> ?p ?o } INSERT { <urn:c> ?p "} WHERE {" } WHERE { <urn:a> ?p ?o }', {"b p 3", "c p } WHERE {"}),
    ("BASE <urn:> DELETE { <a> ?p ?o } WHERE { SELECT ?p ?o { <a> ?p ?o } ORDER BY ?o LIMIT 1 }", {"a p 2", "b p 3"}),
]  # fmt: skip
WRITTEN = [update for update, _ in UPDATES]


@pytest.mark.parametrize(("update", "left"), UPDATES, ids=WRITTEN)
def test_an_update_does_what_it_says(given: Store, update: str, left: set[str]) -> None:
    given.update(update)
    assert made_up(given) == left


@pytest.mark.parametrize("update", fast_first(WRITTEN, *WRITTEN[3:9]))
def test_an_undone_update_gives_the_state_before(given: Store, update: str) -> None:
    before, number = state(given), given.last[0]
    given.update(update)
    if given.last[0] > number:
        undo(given, "last")
    assert state(given) == before


@pytest.mark.parametrize(
    "update",
    [
        GIVEN,
        "INSERT DATA { <urn:a> <urn:p> 01 }",
        "DELETE DATA { <urn:z> <urn:p> 1 }",
        "DELETE { ?s <urn:p> ?o } INSERT { ?s <urn:p> ?o } WHERE { ?s <urn:p> ?o }",
        "DELETE WHERE { <urn:z> ?p ?o } ; INSERT DATA { <urn:a> <urn:p> 1 }",
        f"DELETE DATA {{ {CLAIM} a ca:Statement }}",
        f"DELETE WHERE {{ {CLAIM} ca:supports ?x }}",
        f"INSERT DATA {{ {CLAIM} ca:supports corpus:china-can-retaliate }}",
        f"INSERT DATA {{ {CLAIM} a ca:Claim ; ca:kind ca:Claim }}",
    ],
)
def test_an_update_that_changes_nothing_said_is_no_contribution(given: Store, update: str) -> None:
    before, number = state(given), given.last[0]
    given.update(update)
    assert (state(given), given.last[0]) == (before, number)


@pytest.mark.parametrize("written", ["0.50", "00.5", ".5", "+0.5"])
def test_a_number_is_found_however_it_is_written(store: Store, written: str) -> None:
    store.update(f"INSERT DATA {{ <urn:a> <urn:p> {written} }}")
    store.update("DELETE DATA { <urn:a> <urn:p> 0.5 }")
    assert made_up(store) == set()


@pytest.mark.parametrize("second", ["", " ; INSERT DATA { <urn:z> <urn:p> 1 }"])
def test_blank_nodes_become_nodes_that_the_history_can_name(store: Store, second: str) -> None:
    before = state(store)
    store.update(f"INSERT DATA {{ <urn:a> <urn:p> _:b . _:b <urn:q> 1 }}{second}")
    assert store.query("ASK { <urn:a> <urn:p> ?node . ?node <urn:q> 1 FILTER(isIRI(?node)) }")
    undo(store, "last")
    assert state(store) == before


PASSED_OVER = [
    "CLEAR ALL",
    "DROP NAMED",
    "DROP ALL",
    f"CLEAR SILENT GRAPH <{HISTORY}>",
    f"DROP SILENT GRAPH <{HISTORY}>",
    "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "DELETE WHERE { GRAPH ?g { ?s ?p ?o } } ; INSERT { GRAPH ?g { <urn:a> <urn:p> 1 } } WHERE { GRAPH ?g {} }",
    f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} USING NAMED <{HISTORY}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
]
REFUSED = [
    f"DELETE WHERE {{ GRAPH <{HISTORY}> {{ ?s ?p ?o }} }}",
    f"WITH <{HISTORY}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    f"DELETE {{ GRAPH <{HISTORY}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{HISTORY}> {{ ?s ?p ?o }} }}",
    f"PREFIX h: <{HISTORY}> INSERT DATA {{ <urn:z> <urn:p> 1 }} ; DELETE DATA {{ GRAPH h: {{ <urn:a> <urn:p> 1 }} }}",
    f"CLEAR GRAPH <{HISTORY}>",
    f"INSERT DATA {{ GRAPH <{HISTORY}> {{ <urn:a> <urn:p> 1 }} }}",
    f"INSERT {{ GRAPH <{HISTORY}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}",
    f"COPY DEFAULT TO <{HISTORY}>",
    f"MOVE <{HISTORY}> TO <urn:g>",
    f"DROP GRAPH <{HISTORY}>",
    "CREATE GRAPH <https://w3id.org/claimatlas/mine>",
    "INSERT DATA { GRAPH corpus:mine { <urn:a> <urn:p> 1 } }",
    "BASE <https://w3id.org/claimatlas/> INSERT DATA { GRAPH <history> { <urn:a> <urn:p> 1 } }",
]


@pytest.mark.parametrize("update", fast_first(PASSED_OVER, *PASSED_OVER[3:6]))
def test_what_does_not_name_the_history_to_be_written_passes_it_over(given: Store, update: str) -> None:
    before = past(given)
    given.update(update)
    assert before <= past(given)
    assert given.query(f"ASK {{ GRAPH <{HISTORY}> {{ <urn:a> ?p ?o }} }}").rows() == [("no",)]


@pytest.mark.parametrize("update", REFUSED)
def test_an_update_that_names_a_protected_graph_to_be_written_is_refused(given: Store, update: str) -> None:
    before = given.export("nquads")
    with pytest.raises(ProtectedGraphError, match="Nothing was changed"):
        given.update(update)
    assert given.export("nquads") == before


def test_an_update_may_read_the_history(given: Store) -> None:
    given.update(f"INSERT {{ ?c <urn:said> ?why }} WHERE {{ GRAPH <{HISTORY}> {{ ?c ca:message ?why }} }}")
    assert given.query("ASK { ?c <urn:said> ?why }")


def test_everything_can_be_cleared_and_had_back(given: Store) -> None:
    before = state(given)
    given.update("CLEAR ALL")
    assert state(given) == set()
    undo(given, "last")
    assert state(given) == before


def test_a_faulty_update_is_told_and_changes_nothing(given: Store) -> None:
    before = given.export("nquads")
    with pytest.raises(QuerySyntaxError, match="line 1"):
        given.update("INSERT DATA { <urn:a> <urn:p> } ")
    assert given.export("nquads") == before


def test_a_contribution_holds_what_an_update_says_and_not_what_follows(store: Store) -> None:
    store.update("INSERT DATA { <urn:i> a ca:Inference, ca:Relation ; ca:premise <urn:a> ; ca:conclusion <urn:b> }")
    delta = delta_of(store, contribution_of(store, "last"))
    names = sorted(triple.predicate.value.rpartition("#")[2] for triple in delta.all_added())
    assert names == ["conclusion", "premise", "type", "wasGeneratedBy"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<urn:x> a ca:Claim", "<urn:x> a ca:Thesis"),
        ("<urn:x> a ca:Thesis", "<urn:x> a ca:Claim"),
        ("<urn:x> a ca:Statement", "<urn:x> a ca:Evidence"),
        ("<urn:c> a ca:Conflict ; ca:attacker <urn:a> ; ca:attacked <urn:i>", "<urn:i> a ca:Inference"),
        ("<urn:i> a ca:Inference", "<urn:c> a ca:Conflict ; ca:attacker <urn:a> ; ca:attacked <urn:i>"),
    ],
)
def test_what_follows_is_right_in_whatever_order_things_are_said(store: Store, first: str, second: str) -> None:
    before = state(store)
    for one in (first, second):
        store.update(f"INSERT DATA {{ {one} }}")
        assert amiss(store) == []
    for number in range(store.last[0], 1, -1):
        undo(store, str(number))
        assert amiss(store) == []
    assert state(store) == before


def test_an_import_of_rdf_can_be_undone(store: Store) -> None:
    before = state(store)
    text = """@prefix ca: <https://w3id.org/claimatlas/ontology#> .
      [] a ca:Inference ; ca:premise <urn:a> ; ca:conclusion <urn:b> . <urn:a> a ca:Claim ; ca:supports <urn:b>, [] ."""
    done = store.add_graph(Graph().parse(data=text, format="turtle"), by="Ada", message="From a friend")
    assert len(done.left_out) == 1
    assert contribution_of(store, "last").message == "From a friend"
    undo(store, "last")
    assert state(store) == before


def test_an_import_of_what_is_there_is_no_contribution() -> None:
    with open_store(":memory:") as store:
        number = store.last[0]
        store.add_graph(store.graph())
        assert store.last[0] == number
