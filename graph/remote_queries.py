"""Bounded queries of a store on a SPARQL server: the server answers, and here the answer is counted and cut off.

Whether the server stops its own work when the connection is closed is its own affair.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from threading import Lock, Timer
from time import monotonic

import httpx

from graph.answer import Answer, Form
from graph.bounded_answer import Question, Run
from graph.engines.sparql_server import SparqlServer
from graph.errors import GraphError, QueryMemoryError, QueryTimeoutError, ServerError, StoreError, TooManyRowsError
from graph.places import Places
from graph.row_counting import COUNTERS, LineRows, RowCounter
from graph.syntax import form_of

_MEDIA = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
_TRIPLES = "application/n-triples"
_PORTION = 64 * 1024


class RemoteQueries:
    """Queries of a SPARQL server.

    Args:
        server: The server.
        at_once: How many it is asked at once.
        memory: How many bytes an answer may have that has to be put into another format as a whole.
        queue: How many queries may wait for others to end.
    """

    def __init__(self, server: SparqlServer, at_once: int, memory: int, queue: int) -> None:
        self._server, self._memory = server, memory
        self._places = Places(range(at_once), queue)

    @property
    def pids(self) -> tuple[int, ...]:
        """The ids of processes that answer: none."""
        return ()

    def run(self, question: Question) -> Run:
        """Start to answer a query.

        Raises:
            SyntaxError: When the server cannot parse it.
            QueryLimitError: When it met a limit before its answer began.
            ServerError: When the server refused, or did not answer.
        """
        place = self._places.take(question.seconds)
        try:
            if question.stopper:
                question.stopper.check()
            done = partial(self._places.give_back, place)
            if not self._server.streams_whole:
                return WholeRun(self._server, question, done)
            return RemoteRun(self._server, question, self._memory, done)
        except BaseException:
            self._places.give_back(place)
            raise

    def close(self) -> None:
        """Do nothing: the connections are the store's."""


class WholeRun:
    """A query of a server that gives its answers in parts: they are put together here before any of it is given out.

    Args:
        server: The server.
        question: The query.
        done: What is called once, when the query has ended.

    Raises:
        QueryLimitError: When it took too long, or has too many rows.
    """

    form: Form

    def __init__(self, server: SparqlServer, question: Question, done: Callable[[], None]) -> None:
        begun = monotonic()
        answer = server.query(question.query, question.dataset)
        if monotonic() - begun > question.seconds:
            raise QueryTimeoutError(question.seconds)
        if answer.form != "boolean" and len(answer) > question.rows:
            raise TooManyRowsError(question.rows)
        self.form = answer.form
        self._content: bytes | None = answer.serialize(question.graph if self.form == "graph" else question.table)
        self._done = done

    def read(self) -> bytes | None:
        """Return the whole answer, and then None (see `Run`)."""
        content, self._content = self._content, None
        if content is None:
            self.stop()
        return content

    def stop(self) -> None:
        """Let another query have its place (see `Run`)."""
        self._content = None
        done, self._done = self._done, lambda: None
        done()


class RemoteRun:
    """A query that a server is answering (see `Run`).

    Args:
        server: The server.
        question: The query.
        memory: How many bytes an answer may have that has to be put into another format as a whole.
        done: What is called once, when the query has ended.
    """

    form: Form

    def __init__(self, server: SparqlServer, question: Question, memory: int, done: Callable[[], None]) -> None:
        self._question, self._memory, self._done, self._shown = question, memory, done, server.shown
        self.form = form_of(question.query)
        self._format = question.graph if self.form == "graph" else question.table
        self._reading, self._ending = Lock(), Lock()
        self._too_late = self._stopped = self._ended = False
        deadline = monotonic() + question.seconds
        try:
            asked = server.parameters(question.query, question.dataset)
            self._reply = server.stream(asked, self._media()[0], question.seconds)
        except TimeoutError:
            raise QueryTimeoutError(question.seconds) from None
        self._pieces = self._answer()
        self._timer = Timer(max(deadline - monotonic(), 0), self._expire)
        self._timer.daemon = True
        self._timer.start()
        if question.stopper:
            question.stopper.watch(self)

    def read(self) -> bytes | None:
        """Return the next piece of the answer (see `Run`)."""
        with self._reading:
            if self._ended:
                if self._stopped:
                    raise StoreError("The query was stopped.")
                return None
            try:
                piece = next(self._pieces, None)
            except httpx.HTTPError as error:
                self._end()
                raise self._failure(error) from error
            except BaseException:
                self._end()
                raise
            if piece is None:
                self._end()
                if self._too_late:  # a connection that was cut may look like one that was closed
                    raise QueryTimeoutError(self._question.seconds)
            return piece

    def stop(self) -> None:
        """End the work (see `Run`)."""
        if self._ended:
            return
        self._stopped = True
        if self._reading.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._reading.release()
        else:
            self._cut()

    def _media(self) -> tuple[str, RowCounter | None]:
        """Return what the server is asked for, and what counts its rows."""
        if self.form == "graph":
            return _TRIPLES, LineRows()
        if self.form == "boolean":
            return _MEDIA["xml" if self._format == "xml" else "json"], None
        return _MEDIA[self._format], COUNTERS[self._format]()

    def _answer(self) -> Iterator[bytes]:
        """Yield the answer in the format that is wanted; as a whole, where the server is not asked for that format."""
        is_direct = self.form == "table" or self._format in (("ntriples",) if self.form == "graph" else ("json", "xml"))
        if is_direct:
            yield from self._received()
            return
        parts: list[bytes] = []
        size = 0
        for part in self._received():
            parts.append(part)
            size += len(part)
            if size > self._memory:
                raise QueryMemoryError(self._memory)
        yield Answer(self.form, b"".join(parts)).serialize(self._format)

    def _received(self) -> Iterator[bytes]:
        """Yield what the server answers, while it has no more rows than it may have."""
        counter = self._media()[1]
        for part in self._reply.iter_bytes(_PORTION):
            if counter and counter.take(part) > self._question.rows:
                raise TooManyRowsError(self._question.rows)
            yield part

    def _failure(self, error: httpx.HTTPError) -> GraphError:
        if self._stopped:
            return StoreError("The query was stopped.")
        if self._too_late or isinstance(error, httpx.TimeoutException):
            return QueryTimeoutError(self._question.seconds)
        return ServerError(f"{self._shown} broke off its answer: {error}. Try again.")

    def _expire(self) -> None:
        self._too_late = True
        self._cut()

    def _cut(self) -> None:
        """Have the thread that is reading find the connection closed."""
        stream = self._reply.extensions.get("network_stream")
        connection = stream.get_extra_info("socket") if stream else None
        if connection and not self._ended:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _end(self) -> None:
        with self._ending:
            if self._ended:
                return
            self._ended = True
        self._timer.cancel()
        with suppress(httpx.HTTPError):
            self._reply.close()
        self._done()
