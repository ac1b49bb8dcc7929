"""Bounded queries that another thread stops, before their answer has begun; and what relative IRIs are relative to."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from graph import BoundedQueries, DatasetError, QuerySyntaxError, Stopper, Store, StoreError

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }"


@pytest.fixture(scope="module")
def queries(shipped: Store) -> Iterator[BoundedQueries]:
    """Bounded queries of the shipped essay in memory, two minutes for each, one at a time."""
    with BoundedQueries(shipped, workers=1, seconds=120) as queries:
        yield queries


def test_a_query_that_was_stopped_before_is_not_begun(queries: BoundedQueries) -> None:
    stopper = Stopper()
    stopper.stop()
    with pytest.raises(StoreError, match=r"was stopped\.$"):
        queries.ask(LONG, stopper=stopper)
    assert queries.ask("ASK {}").form == "boolean"


def test_a_query_at_work_is_stopped_and_one_that_waits_is_never_begun(queries: BoundedQueries) -> None:
    stoppers = [Stopper(), Stopper()]
    with ThreadPoolExecutor() as threads:
        asked = [threads.submit(queries.ask, LONG, stopper=stopper) for stopper in stoppers]
        for stopper in reversed(stoppers):
            stopper.stop()
        for one in asked:
            with pytest.raises(StoreError, match=r"was stopped\.$"):
                one.result()
    assert queries.ask("ASK {}").read()


def test_to_stop_a_query_that_is_answered_does_nothing(queries: BoundedQueries) -> None:
    stopper = Stopper()
    answer = queries.ask("ASK {}", {"table": "csv"}, stopper=stopper)
    stopper.stop()
    stopper.stop()
    assert answer.read() == b"answer\ntrue\n"


def test_relative_iris_are_relative_to_the_base(queries: BoundedQueries) -> None:
    query = "CONSTRUCT { <a> <../b> <#c> } WHERE {}"
    answer = queries.ask(query, {"graph": "ntriples"}, base_iri="http://example.org/x/y")
    assert answer.read() == b"<http://example.org/x/a> <http://example.org/b> <http://example.org/x/y#c> .\n"
    with pytest.raises(DatasetError):
        queries.ask(query, base_iri="y")


def test_a_base_does_not_move_the_place_of_a_fault(queries: BoundedQueries) -> None:
    with pytest.raises(QuerySyntaxError, match="line 1, column 10"):
        queries.ask("SELECT * WHER { ?s ?p ?o }", base_iri="http://example.org/x/y")
