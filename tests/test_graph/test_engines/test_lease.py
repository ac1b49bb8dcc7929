"""The lock that the writers of one server share, on a real server."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from graph import Store, StoreHeldError
from graph.engines.lease import WRITING, WriterLease
from graph.engines.sparql_server import SparqlServer
from tests.test_graph.test_engines.conftest import emptied


@pytest.fixture
def server(addresses: Callable[[str], str]) -> Iterator[SparqlServer]:
    made = emptied(addresses("oxigraph"))
    yield made
    made.close()


def lease(server: SparqlServer, dead: float = 30, patience: float = 60) -> WriterLease:
    return WriterLease(server.ask, server.update, "the server", lambda: None, dead=dead, patience=patience)


def standing(server: SparqlServer) -> int:
    return len(server.ask(f"SELECT DISTINCT ?s {{ GRAPH <{WRITING}> {{ ?s ?p ?o }} }}"))


def test_who_holds_it_stands_in_the_graph_and_nobody_after(server: SparqlServer) -> None:
    with lease(server):
        assert standing(server) == 1
    assert standing(server) == 0


def test_the_same_thread_may_take_it_again(server: SparqlServer) -> None:
    held = lease(server)
    with held, held:
        assert standing(server) == 1
    assert standing(server) == 0


def test_another_who_loses_patience_is_told_who_holds_it(server: SparqlServer) -> None:
    with lease(server), pytest.raises(StoreHeldError, match=r"held by .* \(process \d+ on "):
        lease(server, patience=0.05).acquire()


def test_one_that_was_left_behind_is_taken_for_dead(server: SparqlServer) -> None:
    server.update(
        f"INSERT DATA {{ GRAPH <{WRITING}> {{ <{WRITING}/dead> <http://www.w3.org/2000/01/rdf-schema#label> "
        '"one that was killed" ; <https://schema.org/position> 3 } }'
    )
    with lease(server, dead=0.1):
        assert standing(server) == 1


def test_four_writers_that_read_and_then_write_lose_nothing(
    server: SparqlServer, addresses: Callable[[str], str]
) -> None:
    each = 10

    def count(_: int) -> None:
        with Store(SparqlServer(addresses("oxigraph")), "one of four", is_shared=True) as store:
            for _ in range(each):
                with store.writing:
                    rows = [int(row["n"]) for row in store.ask("SELECT ?n { <urn:c> <urn:n> ?n }")]
                    number = rows[0] if rows else 0
                    store.update(
                        f"DELETE WHERE {{ <urn:c> <urn:n> ?any }} ; INSERT DATA {{ <urn:c> <urn:n> {number + 1} }}"
                    )

    with ThreadPoolExecutor(4) as four:
        list(four.map(count, range(4)))
    assert [row["n"] for row in server.ask("SELECT ?n { <urn:c> <urn:n> ?n }")] == [str(4 * each)]
    with Store(server, "the server", is_shared=True) as store:
        rows = store.ask("SELECT ?n { GRAPH ?g { ?c a ca:Contribution ; schema:position ?n } }")
        assert sorted(int(row["n"]) for row in rows) == list(range(1, 4 * each + 1))
