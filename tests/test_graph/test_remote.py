"""A SPARQL server as the store: the same jobs over HTTP, against a real server on this machine."""

from collections.abc import Iterator

import pytest
from rdflib import PROV

from graph import (
    QuerySyntaxError,
    ServerError,
    Store,
    check_store,
    find_item,
    named_query,
    open_store,
    projection,
    search,
)
from ontology import concept_files
from tests.reading import triples
from tests.test_graph.conftest import free_port


@pytest.fixture(scope="module")
def remote(url: str, shipped: Store) -> Iterator[Store]:
    """A store on the server, with the shipped essay loaded."""
    with open_store(url) as store:
        store.add_graph(shipped.graph())
        yield store


def test_the_server_holds_what_was_loaded(remote: Store, shipped: Store) -> None:
    there = {triple for triple in triples(remote.export("ntriples"), "nt") if triple[1] != PROV.wasGeneratedBy}
    assert there == triples(shipped.export("ntriples"), "nt")


@pytest.mark.parametrize("name", ["theses", "ratios-by-partner", "unanswered-counterarguments", "support-chain"])
def test_a_named_query_gives_the_same_rows(remote: Store, shipped: Store, name: str) -> None:
    assert list(named_query(name).run(remote)) == list(named_query(name).run(shipped))


def test_yes_or_no_comes_over_http(remote: Store) -> None:
    assert remote.query("ASK { ?t a ca:Thesis }")
    assert not remote.query("ASK { ?t a ca:Nothing }")


def test_a_graph_comes_over_http(remote: Store, shipped: Store) -> None:
    query = "CONSTRUCT { ?s ca:attacks ?o } { ?s ca:attacks ?o }"
    assert set(remote.query(query).graph()) == set(shipped.query(query).graph())


def test_an_update_over_http_derives_too(remote: Store) -> None:
    remote.update("INSERT DATA { <urn:i> ca:premise <urn:a> ; ca:conclusion <urn:b> }")
    assert remote.query("ASK { <urn:a> ca:supports <urn:b> }")
    remote.update("DELETE WHERE { <urn:i> ?p ?o }")
    assert not remote.query("ASK { <urn:a> ?p ?o }")


def test_a_syntax_error_over_http_tells_the_same_place(remote: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column 4: the prefix “foo:”"):
        remote.query("SELECT * {\n?s foo:a ?o }")


def test_the_other_jobs_work_over_http(remote: Store, shipped: Store) -> None:
    assert find_item(remote, "trust") == find_item(shipped, "trust")
    assert [hit.id for hit in search(remote, "canada")] == [hit.id for hit in search(shipped, "canada")]
    assert set(projection(remote)) == set(projection(shipped))


def test_the_checks_work_over_http(remote: Store) -> None:
    assert check_store(remote) == []


def test_files_are_loaded_over_http(url: str) -> None:
    with open_store(url) as store:
        assert store.load(concept_files()).triples > 1000


def test_a_server_that_is_not_there_is_told_with_its_address() -> None:
    address = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(ServerError, match=rf"{address} cannot be reached"):
        open_store(address)


def test_an_address_that_is_no_sparql_endpoint_is_told_with_its_answer(url: str) -> None:
    with pytest.raises(ServerError, match="answered 404"):
        open_store(f"{url}/no/such/place")
