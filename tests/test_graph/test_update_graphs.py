"""SPARQL Update on graphs of people's own: the same dataset as an engine makes by itself."""

import pyoxigraph as ox
import pytest

from graph import (
    DatasetError,
    GraphError,
    GraphExistsError,
    NetworkRefusedError,
    QuerySyntaxError,
    Store,
    StoreWriteError,
    UnknownGraphError,
    open_store,
    undo,
)
from tests.test_graph.datasets import GIVEN, OWN, UPDATES, content, said


@pytest.mark.parametrize("update", UPDATES)
def test_an_update_makes_of_graphs_what_an_engine_makes_of_them(empty: Store, update: str) -> None:
    raw = ox.Store()
    for text in (GIVEN, update):
        raw.update(text.replace("OWN", OWN))
        empty.update(text.replace("OWN", OWN))
    assert content(empty) == content(raw)


@pytest.mark.parametrize("update", UPDATES)
def test_an_undone_update_gives_the_dataset_before(bare: Store, update: str) -> None:
    bare.update(GIVEN)
    before = content(bare)
    if bare.update(update.replace("OWN", OWN)):
        undo(bare, "last")
    assert content(bare) == before


FAILURES = [
    ("CREATE GRAPH <urn:g>", GraphExistsError),
    ("DROP GRAPH <urn:no>", UnknownGraphError),
    ("ADD <urn:no> TO <urn:g>", UnknownGraphError),
    ("COPY <urn:no> TO <urn:g>", UnknownGraphError),
    ("MOVE <urn:no> TO <urn:g>", UnknownGraphError),
    ("MOVE <urn:no> TO DEFAULT", UnknownGraphError),
    ("INSERT DATA { <urn:z> <urn:p> 1 } ; DROP GRAPH <urn:h> ; DROP GRAPH <urn:h>", UnknownGraphError),
    ("CREATE GRAPH <urn:no> ; INSERT { <urn:z> ?p 1 } WHERE { ?s ?p ?o } ; CREATE GRAPH <urn:no>", GraphExistsError),
]


@pytest.mark.parametrize(("update", "error"), FAILURES)
def test_an_operation_that_cannot_be_done_fails_and_nothing_is_changed(
    empty: Store, update: str, error: type[GraphError]
) -> None:
    empty.update(GIVEN)
    before = empty.export("nquads")
    with pytest.raises(error, match="Nothing was changed"):
        empty.update(update)
    assert set(empty.export("nquads").splitlines()) == set(before.splitlines())


@pytest.mark.parametrize("update", [update for update, _ in FAILURES if ";" not in update])
def test_an_operation_that_fails_silently_changes_nothing(bare: Store, update: str) -> None:
    bare.update(GIVEN)
    before = bare.export("nquads")
    bare.update(update.replace(" ", " SILENT ", 1))
    assert bare.export("nquads") == before


def test_to_clear_a_graph_that_is_not_there_is_no_fault(empty: Store) -> None:
    assert empty.update("CLEAR GRAPH <urn:no>") is None
    assert empty.update("CLEAR GRAPH <urn:no> ; INSERT DATA { GRAPH <urn:no> { <urn:a> <urn:p> 1 } }")
    assert said(empty, "urn:no") == {"a p 1"}


def test_declarations_may_stand_between_operations(bare: Store) -> None:
    bare.update("""PREFIX a: <urn:> INSERT DATA { GRAPH a:g { a:a a:p "; PREFIX" } } ; # PREFIX
      PREFIX b: <urn:> BASE <urn:x/> COPY b:g TO a:h ; PREFIX a: <urn:a:> WITH b:h INSERT { a:a b:p <c> } WHERE { }""")
    assert said(bare, "urn:h") == {"a p ; PREFIX", "a:a p x/c"}
    with pytest.raises(QuerySyntaxError, match="line 2, column"):
        bare.update("INSERT DATA { GRAPH <urn:g> { } } ;\n PREFIX b: <urn:> DELETE WHERE { b:")


# ---- What the protocol says beside the text ----

DOCUMENTS = """PREFIX foaf: <http://xmlns.com/foaf/0.1/> CLEAR ALL ; INSERT DATA {
  GRAPH <urn:1> { <urn:1> a foaf:Document } GRAPH <urn:2> { <urn:2> a foaf:Document }
  GRAPH <urn:3> { <urn:3> a foaf:Document } } ;
  INSERT { GRAPH <urn:out> { ?s <urn:in> ?in } }"""
WHERE = """WHERE { { GRAPH ?g { ?s a foaf:Document } BIND(?g AS ?in) }
  UNION { ?s a foaf:Document BIND("default" AS ?in) } }"""


@pytest.mark.parametrize(
    ("using", "named", "found"),
    [
        (["urn:1"], [], {"1 in default"}),
        (["urn:1", "urn:2"], [], {"1 in default", "2 in default"}),
        ([], ["urn:1", "urn:2"], {"1 in 1", "2 in 2"}),
        (["urn:1"], ["urn:2"], {"1 in default", "2 in 2"}),
        (["urn:no"], [], set()),
        ([], [], {"1 in 1", "2 in 2", "3 in 3"}),
    ],
)
def test_an_update_looks_where_it_is_told_to_beside_it(
    empty: Store, using: list[str], named: list[str], found: set[str]
) -> None:
    empty.update(f"{DOCUMENTS} {WHERE}", using_graphs=using, using_named_graphs=named)
    in_one = said(empty, "urn:out")
    empty.update("DROP SILENT GRAPH <urn:out>")
    empty.update(
        f"PREFIX foaf: <http://xmlns.com/foaf/0.1/> INSERT {{ GRAPH <urn:out> {{ ?s <urn:in> ?in }} }} {WHERE}",
        using_graphs=using,
        using_named_graphs=named,
    )
    assert in_one == said(empty, "urn:out") == found


def test_delete_where_looks_where_it_is_told_to_beside_it(bare: Store) -> None:
    bare.update(GIVEN)
    bare.update("DELETE WHERE { ?s ?p ?o }", using_graphs=["urn:g"])
    assert said(bare, "urn:g") == {"a p 2", "a p 3", "b p 3"}
    bare.update("INSERT DATA { <urn:a> <urn:p> 2 }")
    bare.update("DELETE WHERE { ?s ?p ?o }", using_graphs=["urn:g"])
    assert bare.query("SELECT ?o { ?s ?p ?o }").rows() == [("1",)]


@pytest.mark.parametrize(
    "update",
    [
        "WITH <urn:g> DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 }",
        "INSERT { ?s ?p 2 } USING <urn:g> WHERE { ?s ?p 1 }",
        "CLEAR ALL ; INSERT { ?s ?p 2 } using named <urn:g> WHERE { GRAPH ?g { ?s ?p 1 } }",
    ],
)
def test_an_update_that_says_itself_where_to_look_is_refused_beside_that(bare: Store, update: str) -> None:
    for where in ({"using_graphs": ["urn:g"]}, {"using_named_graphs": ["urn:g"]}):
        with pytest.raises(DatasetError, match=r"(USING|WITH) itself where to look"):
            bare.update(update, **where)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["g", "", "urn:g> } ; DROP ALL #", "urn:g h"])
def test_a_graph_to_look_in_is_a_whole_iri(bare: Store, wrong: str) -> None:
    for where in ({"using_graphs": [wrong]}, {"using_named_graphs": [wrong]}):
        with pytest.raises(DatasetError, match="is not a whole IRI"):
            bare.update("DELETE WHERE { ?s ?p ?o }", **where)  # type: ignore[arg-type]
    with pytest.raises(DatasetError, match="is not a whole IRI"):
        bare.query("ASK {}", default_graphs=[wrong])


def test_relative_iris_are_relative_to_the_base_that_is_given(empty: Store) -> None:
    empty.update("INSERT DATA { GRAPH <g> { <a> <#p> </b> } } ; ADD <g> TO <h>", base_iri="http://example.org/x/y")
    triple = "http://example.org/x/a http://example.org/x/y#p http://example.org/b"
    assert said(empty, "http://example.org/x/g") == said(empty, "http://example.org/x/h") == {triple}


def test_a_base_in_the_update_goes_before_the_one_that_is_given(bare: Store) -> None:
    bare.update("BASE <http://example.net/> INSERT DATA { GRAPH <g> { <a> <p> 1 } }", base_iri="http://example.org/")
    assert said(bare, "http://example.net/g") == {"http://example.net/a http://example.net/p 1"}


def test_a_fault_after_a_base_is_told_at_its_place(bare: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column 9: the prefix “foo:”"):
        bare.update("INSERT DATA {\n <urn:a>foo:b 1 }", base_iri="http://example.org/")


def test_without_a_base_a_relative_iri_is_told(bare: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="must be whole"):
        bare.update("INSERT DATA { GRAPH <g> { <urn:a> <urn:p> 1 } }")


def test_a_query_asks_the_graphs_that_it_is_given(empty: Store) -> None:
    empty.update(GIVEN)

    def found(query: str, **dataset: list[str]) -> set[str]:
        return {" ".join(row) for row in empty.query(query, **dataset).rows()}  # type: ignore[arg-type]

    default, named = "SELECT ?o { ?s ?p ?o }", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert found(default, default_graphs=["urn:g", "urn:h"]) == {"2", "3", "4"}
    assert found(named, default_graphs=["urn:g"]) == found(default, named_graphs=["urn:g"]) == set()
    assert found(named, named_graphs=["urn:g"]) == {"<urn:g>"}
    assert found("SELECT ?o FROM <urn:g> { ?s ?p ?o }", default_graphs=["urn:h"]) == {"4"}


# ---- Calls to other servers ----


@pytest.mark.parametrize("update", ["LOAD <http://a.example/x>", "LOAD SILENT <http://a.example/x> INTO GRAPH <urn:g>"])
def test_a_file_is_fetched_only_from_a_host_that_is_allowed(bare: Store, update: str) -> None:
    with pytest.raises(NetworkRefusedError, match="LOAD"):
        bare.update(update)
    with pytest.raises(NetworkRefusedError, match=r"Only these may be called: b\.example"):
        bare.update(update, allow_hosts=["b.example"])


def test_a_file_is_loaded_into_a_graph_of_ones_own(bare: Store, url: str) -> None:
    with open_store(url) as other:
        other.engine.update("DROP ALL ; INSERT DATA { GRAPH <urn:x> { <urn:a> <urn:p> 1, [ <urn:p> 2 ] } }")
    host = url.removeprefix("http://")
    bare.update(f"LOAD <{url}/store?graph=urn:x> INTO GRAPH <urn:g>", allow_hosts=[host])
    assert len(said(bare, "urn:g")) == 3
    with pytest.raises(StoreWriteError, match="Nothing was changed"):
        bare.update(f"LOAD <{url}/store?graph=urn:no> INTO GRAPH <urn:g>", allow_hosts=[host])
