"""A change that is too large for one request: wherever it is cut, the next writer finds all of it done, or nothing."""

from collections.abc import Callable, Iterator

import pyoxigraph as ox
import pytest

from graph.engines.lease import WRITING
from graph.engines.redo_log import RedoLog
from graph.engines.sparql_server import SparqlServer
from tests.test_graph.test_engines.conftest import emptied

A, B = "urn:a", "urn:b"


class CutError(Exception):
    """The process was ended here."""


@pytest.fixture
def server(addresses: Callable[[str], str]) -> Iterator[SparqlServer]:
    made = emptied(addresses("oxigraph"))
    made.update("INSERT DATA { GRAPH <urn:a> { <urn:s> <urn:p> 'old' } }")
    yield made
    made.close()


def quads(graph: str, number: int, word: str = "new") -> list[ox.Quad]:
    name = ox.NamedNode(graph)
    return [ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.Literal(word), name) for n in range(number)]


def held(server: SparqlServer) -> tuple[int, int, bool]:
    """Return how many new triples two graphs have, and whether the old one is there."""
    numbers = [len(server.ask(f"SELECT ?s {{ GRAPH <{graph}> {{ ?s ?p 'new' }} }}")) for graph in (A, B)]
    return numbers[0], numbers[1], bool(server.ask("ASK { GRAPH <urn:a> { ?s ?p 'old' } }"))


def put(server: SparqlServer, graph: str, content: bytes) -> None:
    server.update(f"INSERT DATA {{ GRAPH <{graph}> {{ {content.decode()} }} }}")


def change(server: SparqlServer, update: Callable[[str], None]) -> None:
    old = ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("old"), ox.NamedNode(A))
    log = RedoLog(server.ask, update, lambda graph, content: put(server, graph, content))
    log.carry_out([*quads(A, 3), *quads(B, 2)], [old], ["DELETE DATA { GRAPH <urn:b> { <urn:0> <urn:p> 'new' } }"])


def finish(server: SparqlServer) -> None:
    RedoLog(server.ask, server.update, lambda graph, content: put(server, graph, content)).finish()


def test_it_adds_removes_and_does_the_rest(server: SparqlServer) -> None:
    change(server, server.update)
    assert held(server) == (3, 1, False)


def test_it_leaves_nothing_aside(server: SparqlServer) -> None:
    change(server, server.update)
    assert not server.ask(f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{WRITING}')) }}")


@pytest.mark.parametrize("steps", range(16))
def test_wherever_it_is_cut_all_of_it_is_done_by_the_next_or_nothing(server: SparqlServer, steps: int) -> None:
    left = steps

    def update(sparql: str) -> None:
        nonlocal left
        if left == 0:
            raise CutError
        left -= 1
        server.update(sparql)

    try:
        change(server, update)
    except CutError:
        finish(server)
    assert held(server) in ((3, 1, False), (0, 0, True))
    assert not server.ask(f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{WRITING}')) }}")
