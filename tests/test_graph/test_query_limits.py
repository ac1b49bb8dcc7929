"""The limits of bounded queries: what meets one is really stopped and told, and the others go on."""

import gc
import threading
from collections.abc import Iterator

import pytest

from graph import (
    BoundedQueries,
    QueriesBusyError,
    QueryLimitError,
    QueryMemoryError,
    QueryTimeoutError,
    Stopper,
    Store,
    StoreError,
    TooManyRowsError,
)

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HUGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def queries(shipped: Store) -> Iterator[BoundedQueries]:
    """Bounded queries of the shipped essay, one at a time."""
    with BoundedQueries(shipped, workers=1, queue=0) as queries:
        yield queries


def numbers(count: int) -> str:
    """Return a query with so many rows; what they hold looks like the ends of rows."""
    values = " ".join([r'"},{\n<result>\""'] * count)
    return f"SELECT ?x {{ VALUES ?x {{ {values} }} }}"


@pytest.mark.parametrize("query", [ENDLESS, "ASK { ?a ?b ?c . ?d ?e ?f FILTER(CONCAT(STR(?c), STR(?f)) = '-') }"])
def test_a_query_that_takes_too_long_is_stopped(queries: BoundedQueries, query: str) -> None:
    (pid,) = queries.pids
    with pytest.raises(QueryTimeoutError, match=r"stopped after 0\.3 seconds, the limit here\. Narrow it") as told:
        queries.ask(query, seconds=0.3)
    assert told.value.seconds == 0.3
    assert queries.ask("ASK {}").is_whole
    assert pid not in queries.pids


def test_an_answer_that_is_not_fetched_in_time_is_cut_off(queries: BoundedQueries) -> None:
    answer = queries.ask(LONG, seconds=1.5, rows=10**9)
    with pytest.raises(QueryTimeoutError):
        answer.read()
    assert queries.ask("ASK {}").is_whole


def test_another_query_is_answered_while_one_runs_into_its_limit(shipped: Store) -> None:
    with BoundedQueries(shipped, workers=2) as queries:
        told: list[QueryLimitError] = []

        def endless() -> None:
            try:
                queries.ask(ENDLESS, seconds=2)
            except QueryLimitError as error:
                told.append(error)

        thread = threading.Thread(target=endless)
        thread.start()
        answered = 0
        while thread.is_alive():
            answered += queries.ask("ASK {}").is_whole
        assert answered > 1
        assert isinstance(told[0], QueryTimeoutError)


def test_a_query_that_needs_too_much_memory_is_stopped(shipped: Store) -> None:
    with BoundedQueries(shipped, workers=1, memory=256 * 2**20) as queries:
        (pid,) = queries.pids
        with pytest.raises(QueryMemoryError, match=r"more than 256 MiB of memory, the limit here\. ORDER BY") as told:
            queries.ask(HUGE)
        assert told.value.memory == 256 * 2**20
        assert queries.ask("ASK {}").is_whole
        assert pid not in queries.pids


def test_a_process_that_has_needed_much_memory_is_replaced(shipped: Store) -> None:
    with BoundedQueries(shipped, workers=1, memory=256 * 2**20) as queries:
        (pid,) = queries.pids
        queries.ask("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f } LIMIT 500000 }")
        assert pid not in queries.pids
        assert queries.ask("ASK {}").is_whole


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("count", [0, 1, 7, 3000])
def test_as_many_rows_as_are_allowed_pass_and_one_more_does_not(queries: BoundedQueries, name: str, count: int) -> None:
    assert queries.ask(numbers(count), {"table": name}, rows=count).read()
    with pytest.raises(TooManyRowsError, match=rf"more than {count} rows or triples, the limit here\. Ask for") as told:
        queries.ask(numbers(count + 1), {"table": name}, rows=count).read()
    assert told.value.rows == count


@pytest.mark.parametrize("name", ["turtle", "ntriples", "json", "xml", "csv", "tsv"])
def test_as_many_triples_as_are_allowed_pass_and_one_more_does_not(queries: BoundedQueries, name: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } { SELECT * { ?s ?p ?o } LIMIT 100 }"
    assert queries.ask(query, {"graph": name}, rows=100).is_whole
    with pytest.raises(TooManyRowsError):
        queries.ask(query, {"graph": name}, rows=99)


def test_a_limit_that_is_met_after_the_beginning_is_told_while_iterating(queries: BoundedQueries) -> None:
    answer = queries.ask(LONG, rows=50_000)
    assert not answer.is_whole
    with pytest.raises(TooManyRowsError):
        answer.read()
    assert list(answer) == []
    assert queries.ask("ASK {}").is_whole


def test_a_query_for_which_there_is_no_place_is_refused_at_once(queries: BoundedQueries) -> None:
    with queries.ask(LONG), pytest.raises(QueriesBusyError, match="0 others are waiting") as told:
        queries.ask("ASK {}")
    assert told.value.waiting == 0
    assert queries.ask("ASK {}").is_whole


def test_a_query_that_waits_for_too_long_is_refused(shipped: Store) -> None:
    with BoundedQueries(shipped, workers=1, queue=1) as queries, queries.ask(LONG):
        with pytest.raises(QueriesBusyError, match=r"it waited for 0\.1 seconds") as told:
            queries.ask("ASK {}", seconds=0.1)
        assert told.value.seconds == 0.1


def test_who_waits_gets_the_place_of_who_is_done(shipped: Store) -> None:
    with BoundedQueries(shipped, workers=1, queue=1) as queries:
        answer = queries.ask(LONG)
        done: list[bool] = []
        thread = threading.Thread(target=lambda: done.append(queries.ask("ASK {}").is_whole))
        thread.start()
        answer.close()
        thread.join(30)
        assert done == [True]


def test_an_answer_that_is_closed_early_gives_its_place_back(queries: BoundedQueries) -> None:
    for _ in range(3):
        answer = queries.ask(LONG, rows=10**9)
        next(answer)
        answer.close()
        answer.close()
        assert list(answer) == []
        assert queries.ask("ASK {}").is_whole


def test_a_process_that_is_told_to_stop_while_it_answers_goes_on_with_the_next_query(queries: BoundedQueries) -> None:
    queries.ask("ASK {}")
    before = queries.pids
    queries.ask("SELECT * { ?s ?p ?o }", rows=10**9).close()
    assert queries.ask("ASK {}").is_whole
    assert queries.pids == before


def test_an_answer_that_is_forgotten_gives_its_place_back(shipped: Store) -> None:
    with BoundedQueries(shipped, workers=1, queue=1) as queries:
        answer = queries.ask(LONG, rows=10**9)
        del answer
        gc.collect()
        assert queries.ask("ASK {}").is_whole


def test_an_answer_can_be_closed_while_another_thread_reads_it(queries: BoundedQueries) -> None:
    query = "SELECT * { { ?a ?b ?c } UNION { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = ?f && ?f = ?i && ?a = 1) } }"
    answer = queries.ask(query, rows=10**9)
    told: list[BaseException] = []

    def read() -> None:
        try:
            answer.read()
        except StoreError as error:
            told.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    answer.close()
    thread.join(30)
    assert not thread.is_alive()
    assert queries.ask("ASK {}").is_whole


@pytest.mark.parametrize("is_early", [True, False])
def test_a_query_can_be_stopped_while_its_answer_has_not_begun(queries: BoundedQueries, is_early: bool) -> None:
    stopper = Stopper()
    if is_early:
        stopper.stop()
    told: list[StoreError] = []

    def endless() -> None:
        try:
            queries.ask(ENDLESS, stopper=stopper)
        except StoreError as error:
            told.append(error)

    thread = threading.Thread(target=endless)
    thread.start()
    stopper.stop()
    thread.join(20)
    assert str(told[0]) == "The query was stopped."
    assert queries.ask("ASK {}").is_whole


def test_an_answer_under_way_fails_when_the_queries_are_closed(shipped: Store) -> None:
    queries = BoundedQueries(shipped, workers=1)
    answer = queries.ask(LONG, rows=10**9)
    queries.close()
    with pytest.raises(StoreError, match="closed"):
        answer.read()
