"""Bounded queries of a store on a SPARQL server: the same answers and limits, over HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from graph import (
    BoundedQueries,
    NetworkRefusedError,
    QueriesBusyError,
    QuerySyntaxError,
    QueryTimeoutError,
    ServerError,
    Store,
    StoreError,
    TooManyRowsError,
    open_store,
)
from tests.reading import triples

TABLE = "SELECT ?thesis ?label { ?thesis a ca:Thesis ; rdfs:label ?label } ORDER BY ?thesis"
GRAPH = "CONSTRUCT { ?s ca:supports ?o } { ?s ca:supports ?o }"
ALL = "SELECT * { ?s ?p ?o }"


@pytest.fixture(scope="module")
def remote(url: str, shipped: Store) -> Iterator[Store]:
    """A store on a server, with the shipped essay loaded."""
    with open_store(url) as store:
        store.add_graph(shipped.graph())
        yield store


@pytest.fixture(scope="module")
def queries(remote: Store) -> Iterator[BoundedQueries]:
    """Bounded queries of the server's store."""
    with BoundedQueries(remote, workers=1, queue=0) as queries:
        yield queries


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("query", [TABLE, "ASK { ?t a ca:Thesis }", "ASK { ?t a ca:Nothing }"])
def test_a_table_is_the_same_as_from_the_store(queries: BoundedQueries, shipped: Store, query: str, name: str) -> None:
    answer = queries.ask(query, {"table": name})
    assert (answer.form, answer.format, answer.is_whole) == (shipped.query(query).form, name, True)
    assert answer.read() == shipped.query(query).serialize(name)


@pytest.mark.parametrize(
    ("name", "parser"), [("turtle", "turtle"), ("ntriples", "nt"), ("json", "json-ld"), ("xml", "xml")]
)
def test_a_graph_has_the_same_triples(queries: BoundedQueries, shipped: Store, name: str, parser: str) -> None:
    answer = queries.ask(GRAPH, {"graph": name})
    assert (answer.form, answer.format) == ("graph", name)
    assert triples(answer.read(), parser) == set(shipped.query(GRAPH).graph())


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_as_many_rows_as_are_allowed_pass_and_one_more_does_not(queries: BoundedQueries, name: str) -> None:
    assert queries.ask(f"{ALL} LIMIT 50", {"table": name}, rows=50).is_whole
    with pytest.raises(TooManyRowsError):
        queries.ask(f"{ALL} LIMIT 51", {"table": name}, rows=50)


@pytest.mark.parametrize("name", ["turtle", "ntriples"])
def test_as_many_triples_as_are_allowed_pass_and_one_more_does_not(queries: BoundedQueries, name: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } { SELECT * { ?s ?p ?o } LIMIT 50 }"
    assert queries.ask(query, {"graph": name}, rows=50).is_whole
    with pytest.raises(TooManyRowsError):
        queries.ask(query, {"graph": name}, rows=49)


def test_a_big_answer_comes_in_pieces_and_can_be_closed_early(queries: BoundedQueries) -> None:
    with queries.ask(ALL, rows=10**9) as answer:
        assert not answer.is_whole
        assert len(next(answer)) < 300_000
        with pytest.raises(QueriesBusyError):
            queries.ask("ASK {}")
    assert queries.ask("ASK {}").is_whole


def test_a_syntax_error_tells_the_same_place(queries: BoundedQueries) -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column 4: the prefix “foo:”"):
        queries.ask("SELECT * {\n?s foo:a ?o }")


def test_a_host_that_is_named_may_be_called(remote: Store, shipped: Store, url: str) -> None:
    query = f"SELECT ?thesis {{ SERVICE <{url}/query> {{ ?thesis a ca:Thesis }} }}"
    host = url.removeprefix("http://")
    with BoundedQueries(shipped, workers=1, allow_hosts=frozenset({host})) as queries:
        assert len(queries.ask(query, {"table": "tsv"}).read().splitlines()) == len(shipped.query(TABLE)) + 1
        with pytest.raises(NetworkRefusedError, match=f"Only these may be called: {host}"):
            queries.ask(query.replace("127.0.0.1", "127.0.0.2"))


class Stalling(BaseHTTPRequestHandler):
    """A server that answers yes or no, and of anything else only the beginning, or nothing at all."""

    going = threading.Event()

    def do_POST(self) -> None:
        query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
        if "silent" not in query:
            self.send_response(500 if "broken" in query else 200)
            self.send_header("Content-Type", "text/html" if "page" in query else "application/sparql-results+json")
            self.end_headers()
            self.wfile.write(b'{"head":{},"boolean":false}' if "ASK" in query else b'{"head":' + b" " * 200_000)
            self.wfile.flush()
        if "ASK" not in query and "cut" not in query:
            self.going.wait(60)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def stalling(held: int) -> Iterator[BoundedQueries]:
    """Give bounded queries of a server that stalls; let it go at the end."""
    Stalling.going.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Stalling) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        with open_store(url) as store:
            store.prologue_for = lambda sparql: ""  # type: ignore[method-assign]  # it asks the server for its corpora
            with BoundedQueries(store, workers=1, queue=0, held=held) as queries:
                yield queries
                Stalling.going.set()
        server.shutdown()


@pytest.mark.parametrize("word", ["silent", "stalling"])
def test_a_server_that_takes_too_long_is_not_waited_for(word: str) -> None:
    with stalling(held=10**6) as queries:
        with pytest.raises(QueryTimeoutError, match=r"after 0\.5 seconds"):
            queries.ask(f"SELECT ?{word} {{}}", seconds=0.5)
        assert queries.ask("ASK {}").read()


def test_an_answer_that_stalls_after_its_beginning_is_cut_off() -> None:
    with stalling(held=1) as queries:
        answer = queries.ask("SELECT ?stalling {}", seconds=1)
        with pytest.raises(QueryTimeoutError):
            answer.read()
        assert queries.ask("ASK {}").read()


def test_an_answer_can_be_closed_while_another_thread_waits_for_more_of_it() -> None:
    with stalling(held=1) as queries:
        answer = queries.ask("SELECT ?stalling {}")
        told: list[StoreError] = []

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
        assert queries.ask("ASK {}").read()


@pytest.mark.parametrize(
    ("word", "words"), [("broken", "answered 500"), ("page", "not with application/sparql-results")]
)
def test_a_server_that_answers_with_something_else_is_told(word: str, words: str) -> None:
    with stalling(held=1) as queries:
        with pytest.raises(ServerError, match=words):
            queries.ask(f"SELECT ?cut_{word} {{}}")
        assert queries.ask("ASK {}").read()
