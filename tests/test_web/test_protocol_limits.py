"""Answers to SPARQL as they come over the wire: streamed, limited, cut off, stopped. Real servers throughout."""

import socket
from collections.abc import Iterator
from threading import Thread
from urllib.parse import urlencode

import httpx
import pytest

from app.web import Limits, Settings
from graph import Store
from tests.test_web.conftest import Served, serving
from tests.test_web.raw import received

PAIRS = "SELECT ?a ?b { ?a ?p ?o . ?b ?q ?r }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }"
MANY = "SELECT * { ?s ?p ?o } LIMIT 20000"


@pytest.fixture(scope="module")
def hasty(shipped: Store) -> Iterator[Served]:
    """A server that gives up soon."""
    with serving(shipped, Settings(limits=Limits(query_seconds=1))) as served:
        yield served


@pytest.fixture(scope="module")
def narrow(shipped: Store) -> Iterator[Served]:
    """A server with a low limit of rows, that is met after more was sent than is waited for, and one worker."""
    with serving(shipped, Settings(limits=Limits(query_rows=30_000), workers=1)) as served:
        yield served


def asked(served: Served, query: str, **parameters: str) -> httpx.Response:
    """Ask by GET."""
    return served.client().get("/query", params={"query": query, **parameters})


def test_a_long_answer_comes_in_pieces_and_whole(narrow: Served) -> None:
    with narrow.client().stream("GET", "/query", params={"query": MANY, "format": "tsv"}) as answer:
        assert answer.headers["Transfer-Encoding"] == "chunked"
        assert "Content-Encoding" not in answer.headers
        assert sum(text.count("\n") for text in answer.iter_text()) == 20_001


def test_a_query_that_takes_too_long_is_stopped(hasty: Served) -> None:
    answer = asked(hasty, ENDLESS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert (answer.json()["title"], "1 second" in answer.json()["detail"]) == ("Query timeout", True)


def test_after_a_query_that_was_stopped_the_next_is_answered(narrow: Served) -> None:
    assert asked(narrow, ENDLESS, timeout="0.1").status_code == 503
    assert asked(narrow, "ASK {}").json()["boolean"] is True


@pytest.mark.parametrize(("timeout", "told"), [("250ms", "0.25 s"), ("0.2s", "0.2 s"), ("3600", "1 s")])
def test_a_client_may_lower_the_limit_of_time_and_not_raise_it(hasty: Served, timeout: str, told: str) -> None:
    assert told in asked(hasty, ENDLESS, timeout=timeout).json()["detail"]


def test_too_many_rows_at_once_are_refused(shipped: Store) -> None:
    with serving(shipped, Settings(limits=Limits(query_rows=10))) as served:
        assert asked(served, "SELECT * { ?s ?p ?o } LIMIT 10").status_code == 200
        for query in (MANY, MANY.replace("SELECT *", "CONSTRUCT { ?s ?p ?o }")):
            answer = asked(served, query)
            assert (answer.status_code, answer.json()["title"]) == (422, "Too many rows")


def test_too_much_memory_is_refused(shipped: Store) -> None:
    limits = Limits(query_memory=256 * 1024**2)
    with serving(shipped, Settings(limits=limits, workers=1)) as served:
        answer = asked(served, f"{PAIRS} ORDER BY ?b")
        assert (answer.status_code, answer.json()["title"]) == (422, "Query memory")
        assert asked(served, "ASK {}").status_code == 200


@pytest.mark.parametrize("word", ["json", "csv", "tsv", "xml"])
def test_an_answer_that_is_cut_off_is_not_taken_for_whole(narrow: Served, word: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        asked(narrow, PAIRS, format=word)


def test_a_query_whose_client_is_gone_is_stopped(shipped: Store) -> None:
    """One worker, two minutes for each query: the second one would not be answered before the first had ended."""
    with serving(shipped, Settings(limits=Limits(query_seconds=120), workers=1)) as served:
        host, port = served.url.removeprefix("http://").split(":")
        for query in (ENDLESS, PAIRS):  # before anything of the answer was sent, and after
            with socket.create_connection((host, int(port))) as leaving:
                head = f"GET /query?{urlencode({'query': query})} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n"
                leaving.sendall(head.encode())
                if query == PAIRS:
                    assert leaving.recv(15) == b"HTTP/1.1 200 OK"
                else:
                    with pytest.raises(httpx.TimeoutException):  # the worker is busy
                        served.client().get("/query", params={"query": "ASK {}"}, timeout=1)
            assert asked(served, "ASK {}").json()["boolean"] is True


def test_many_clients_at_once_are_all_answered(served_for_reading: Served) -> None:
    statuses: list[int] = []

    def ask(number: int) -> None:
        statuses.append(asked(served_for_reading, f"ASK {{ FILTER({number} > 0) }}").status_code)

    threads = [Thread(target=ask, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 30


def test_a_cut_off_answer_ends_the_connection(narrow: Served) -> None:
    host, port = narrow.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 30) as connection:
        head = f"GET /query?{urlencode({'query': PAIRS})} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n"
        connection.sendall(head.encode())
        answer = received(connection)  # to the end, though the client did not ask for an end
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert not answer.endswith(b"0\r\n\r\n")
