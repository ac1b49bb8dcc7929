"""A SPARQL server as the store: the same jobs over HTTP, against a real server on this machine."""

from collections.abc import Iterator

import pytest

from graph import (
    QuerySyntaxError,
    ServerError,
    Store,
    open_store,
)
from ontology import concept_files


@pytest.fixture(scope="module")
def remote(url: str, shipped: Store) -> Iterator[Store]:
    """A store on the server, with the shipped essay loaded."""
    with open_store(url) as store:
        store.add_graph(shipped.graph())
        yield store


def test_yes_or_no_comes_over_http(remote: Store) -> None:
    assert remote.query("ASK { ?t a ca:Thesis }")
    assert not remote.query("ASK { ?t a ca:Nothing }")


def test_a_graph_comes_over_http(remote: Store, shipped: Store) -> None:
    query = "CONSTRUCT { ?s ca:attacks ?o } { ?s ca:attacks ?o }"
    assert set(remote.query(query).graph()) == set(shipped.query(query).graph())


def test_a_syntax_error_over_http_tells_the_same_place(remote: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column 4: the prefix “foo:”"):
        remote.query("SELECT * {\n?s foo:a ?o }")


def test_files_are_loaded_over_http(url: str) -> None:
    with open_store(url) as store:
        assert store.load(concept_files()).triples > 1000


def test_an_address_that_is_no_sparql_endpoint_is_told_with_its_answer(url: str) -> None:
    with pytest.raises(ServerError, match="answered 404"):
        open_store(f"{url}/no/such/place")
