"""Exploring and asking give the same on every engine: each is held to what the store in memory says."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from rdflib import Graph, Literal

from graph import (
    BoundedQueries,
    Store,
    TooManyRowsError,
    check_store,
    find_item,
    main_thesis,
    named_queries,
    neighbourhood,
    projection,
    search,
    show_item,
    summary,
)
from graph.engines import Oxigraph
from tests.quick import fast_first
from tests.test_graph.test_engines.conftest import emptied
from tests.virtuoso import PASSWORD, USER


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def there(request: pytest.FixtureRequest, addresses: Callable[[str], str], shipped_content: bytes) -> Iterator[Store]:
    """The shipped essay on a server, to be read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMATLAS_USER", USER)
        patch.setenv("CLAIMATLAS_PASSWORD", PASSWORD)
        server = emptied(addresses(request.param))
    with server.writing:
        server.add_many([shipped_content])
    with Store(server, str(request.param), is_shared=True) as store:
        yield store


@pytest.fixture(scope="module")
def here(shipped_content: bytes) -> Iterator[Store]:
    """The same in memory."""
    engine = Oxigraph()
    engine.add_many([shipped_content])
    with Store(engine, "memory") as store:
        yield store


def test_every_named_query_gives_the_same_rows(there: Store, here: Store) -> None:
    differing = [
        name
        for name, query in named_queries().items()
        if sorted(map(repr, query.run(there))) != sorted(map(repr, query.run(here)))
    ]
    assert differing == []


def test_the_projection_is_the_same(there: Store, here: Store) -> None:
    far, near = projection(there), projection(here)
    assert {node: dict(data) for node, data in far.nodes(data=True)} == {
        node: dict(data) for node, data in near.nodes(data=True)
    }
    assert sorted(far.edges(keys=True)) == sorted(near.edges(keys=True))


def test_a_part_of_the_projection_is_the_same(there: Store, here: Store) -> None:
    assert list(projection(there, most=40)) == list(projection(here, most=40))


def test_the_summary_is_the_same(there: Store, here: Store) -> None:
    assert summary(there) == summary(here)


def test_a_neighbourhood_is_the_same(there: Store, here: Store) -> None:
    thesis = main_thesis(here)
    assert main_thesis(there) == thesis
    assert neighbourhood(there, thesis, depth=2, most=60) == neighbourhood(here, thesis, depth=2, most=60)


@pytest.mark.parametrize("words", ["canada", "soft power", "trad"])
def test_a_search_finds_the_same(there: Store, here: Store, words: str) -> None:
    assert [hit.id for hit in search(there, words)] == [hit.id for hit in search(here, words)]


@pytest.mark.parametrize("name", ["trust", "united-states", "military-threat"])
def test_an_item_is_found_and_told_the_same(there: Store, here: Store, name: str) -> None:
    iri = find_item(here, name)
    assert find_item(there, name) == iri
    assert show_item(there, iri) == show_item(here, iri)


@pytest.mark.parametrize("there", fast_first(["oxigraph", "virtuoso"], "oxigraph"), indirect=True)
def test_the_essay_is_sound_there(there: Store) -> None:
    assert check_store(there) == []


def _compared(store: Store) -> set[tuple[object, ...]]:
    """Return the triples of a store; numbers by their value, since some engines keep large integers as decimals."""
    triples = Graph().parse(data=store.export("ntriples"), format="nt")
    return {
        (s, p, Decimal(o) if isinstance(o, Literal) and o.value.__class__ in (int, Decimal) else o)
        for s, p, o in triples
    }


@pytest.mark.parametrize("there", fast_first(["oxigraph", "virtuoso"], "virtuoso"), indirect=True)
def test_every_triple_is_exported(there: Store, here: Store) -> None:
    assert _compared(there) == _compared(here)


@pytest.mark.parametrize("table", ["json", "xml", "csv", "tsv"])
def test_a_bounded_query_gives_the_same_rows_in_every_format(there: Store, here: Store, table: str) -> None:
    query = "SELECT ?t ?label { ?t a ca:Thesis ; rdfs:label ?label } ORDER BY ?t"
    with BoundedQueries(there) as far, BoundedQueries(here) as near:
        answers = [sorted(asked.ask(query, {"table": table}).read().split()) for asked in (far, near)]
    assert len(answers[0]) >= len(answers[1]) > 0


def test_a_bounded_query_gives_all_rows_past_a_cap_of_the_server(there: Store, here: Store) -> None:
    with BoundedQueries(there) as queries:
        rows = queries.ask("SELECT ?s ?p { ?s ?p ?o } LIMIT 10050", {"table": "tsv"}).read().count(b"\n")
    assert rows - 1 == len(here.query("SELECT ?s ?p { ?s ?p ?o } LIMIT 10050")) == 10_050


@pytest.mark.parametrize(("query", "told"), [("ASK { ?t a ca:Thesis }", True), ("ASK { ?t a ca:Nothing }", False)])
def test_a_bounded_query_says_yes_or_no(there: Store, query: str, told: bool) -> None:
    with BoundedQueries(there) as queries:
        assert json.loads(queries.ask(query).read())["boolean"] is told


def test_a_bounded_query_stops_at_its_rows(there: Store) -> None:
    with BoundedQueries(there, rows=10) as queries, pytest.raises(TooManyRowsError):
        queries.ask("SELECT * { ?s ca:kind ?kind }").read()
