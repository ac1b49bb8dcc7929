"""Queries that are really stopped at a limit of time, of rows or of memory, while the store goes on.

For whoever answers the queries of others. `BoundedQueries` is the door; the work is done by processes beside this one
(`graph/local_queries.py`), or by the server that the store is on (`graph/remote_queries.py`).
"""

import weakref
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self

from graph.answer import GRAPH_FORMATS, TABLE_FORMATS, Answer
from graph.bounded_answer import BoundedAnswer, Question, Run, Stopper
from graph.engines import Oxigraph
from graph.errors import AnswerFormatError
from graph.operations import based_on, dataset_of
from graph.service_hosts import refuse_calls
from graph.standing.asked_for import see_to_standing
from graph.store import Store
from graph.syntax import guard, query_error
from graph.terms import prefixes

_HELD = 256 * 1024
"""How much of an answer is waited for, so that most limits are met before any of it is given out."""

_LEAST_MEMORY = 256 * 2**20
"""What a process needs to open a store at all, and some more."""


class _Queries(Protocol):
    """Where queries are run."""

    @property
    def pids(self) -> tuple[int, ...]:
        """The ids of the processes that answer them."""
        ...

    def run(self, question: Question) -> Run:
        """Start to answer a query."""
        ...

    def close(self) -> None:
        """Let go of what is needed for that."""
        ...


class BoundedQueries:
    """Answers queries of a store within limits; any number of threads may share it.

    It sees every change of the store as soon as that is made: the first query after a change takes some tens of
    milliseconds longer. For a store on a server, it is that server which is asked, and which may go on with a query
    that is not wanted any more. Use it in a `with` statement, or call `close`.

    Args:
        store: The store; keep it open as long as this.
        workers: How many queries can be at work at once.
        seconds: How long a query may take, until the last of its answer is fetched.
        rows: How many rows or triples an answer may have.
        memory: How many bytes of memory a query may need, with some 100 MB for the process that it runs in.
        queue: How many queries may wait for others to end; each waits as long as it may take.
        allow_hosts: Names of hosts that SERVICE may call, such as `query.wikidata.org` or `localhost:7878`.
        held: How many bytes of an answer `ask` waits for, unless it ends before.

    Raises:
        StoreError: When no process can be started.
        ValueError: When a limit makes no sense.

    Example:
        >>> from graph import open_store
        >>> with open_store(":memory:") as store, BoundedQueries(store, seconds=5, rows=1000) as queries:
        ...     answer = queries.ask("SELECT ?t { ?t a ca:Thesis } LIMIT 1", {"table": "csv"})
        ...     answer.form, answer.read().splitlines()[0]
        ('table', b't')
    """

    def __init__(
        self,
        store: Store,
        *,
        workers: int = 2,
        seconds: float = 30.0,
        rows: int = 100_000,
        memory: int = 2 * 2**30,
        queue: int = 64,
        allow_hosts: frozenset[str] = frozenset(),
        held: int = _HELD,
    ) -> None:
        if workers < 1 or queue < 0 or memory < _LEAST_MEMORY or held < 0:
            raise ValueError(
                f"at least 1 worker and {_LEAST_MEMORY} bytes of memory are needed, and no negative numbers"
            )
        self._store, self._seconds, self._rows = store, seconds, rows
        self._hosts, self._held = allow_hosts, held
        self._queries = _queries(store, workers, memory, queue)
        # Also where nobody calls `close`: no process and no copy of the store is left behind.
        self._closing = weakref.finalize(self, self._queries.close)

    def ask(
        self,
        sparql: str,
        accept: Mapping[str, str] | None = None,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        seconds: float | None = None,
        rows: int | None = None,
        base_iri: str = "",
        stopper: Stopper | None = None,
    ) -> BoundedAnswer:
        """Answer a SPARQL query. The prefixes of `prefixes()` need no declaration.

        Args:
            sparql: A SELECT, ASK, CONSTRUCT or DESCRIBE query. `form_of` tells which form its answer will have.
            accept: The format for each form: "table" (also of yes or no) → json, xml, csv or tsv; "graph" → turtle,
                ntriples, json (JSON-LD), xml (RDF/XML), csv or tsv. By default json and turtle.
            default_graphs: The IRIs of the graphs that are asked, instead of the default graph. Together with
                `named_graphs` it takes precedence over FROM in the query, as the SPARQL 1.1 Protocol has it.
            named_graphs: The IRIs of the graphs that GRAPH finds; where only one of both is given, the other is empty.
            seconds: Another limit of time for this query.
            rows: Another limit of rows.
            base_iri: What relative IRIs are relative to; without it there must be none.
            stopper: What may stop the query from another thread, while this one waits for its answer.

        Returns:
            The answer, as soon as its beginning is there.

        Raises:
            QuerySyntaxError: When the query has a fault; tells line, column and the line itself.
            NetworkRefusedError: When it uses SERVICE for a host that is not allowed.
            AnswerFormatError: When a format is not one of those.
            DatasetError: When a graph is not named by a whole IRI, or `base_iri` is none.
            QueryTimeoutError: When it took too long, and was stopped.
            TooManyRowsError: When its answer has too many rows or triples.
            QueryMemoryError: When it needed too much memory, and was stopped.
            QueriesBusyError: When it was not begun, since too many others are at work.
            StoreError: When the store cannot be read.
        """
        formats = _formats(accept or {})
        guard(sparql, allow_network=True)
        refuse_calls(sparql, self._hosts)
        see_to_standing(self._store, sparql, default_graphs, named_graphs)
        prologue = based_on(base_iri) + self._store.prologue_for(sparql)
        question = Question(
            query=prologue + sparql,
            table=formats["table"],
            graph=formats["graph"],
            dataset=dataset_of(default_graphs, named_graphs),
            seconds=self._seconds if seconds is None else seconds,
            rows=self._rows if rows is None else rows,
            stopper=stopper,
        )
        try:
            run = self._queries.run(question)
            return BoundedAnswer(run, formats["graph" if run.form == "graph" else "table"], self._held)
        except SyntaxError as error:
            raise query_error(sparql, error, prologue=prologue) from None

    @property
    def pids(self) -> tuple[int, ...]:
        """The ids of the processes that answer queries, for who watches them; none for a store on a server."""
        return self._queries.pids

    def close(self) -> None:
        """End what is at work, and let go of everything; harmless when it is called again."""
        self._closing()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def query_within(store: Store, sparql: str, *, seconds: float = 3600.0, rows: int = 10**9) -> Answer:
    """Return the answer to one query, within limits that really end it; see `BoundedQueries` for what it raises.

    Args:
        store: The store.
        sparql: The query.
        seconds: How long it may take.
        rows: How many rows or triples its answer may have.
    """
    with BoundedQueries(store, workers=1, seconds=seconds, rows=rows) as queries:
        answer = queries.ask(sparql, {"table": "json", "graph": "ntriples"})
        return Answer(answer.form, answer.read())


def _queries(store: Store, workers: int, memory: int, queue: int) -> _Queries:
    engine = store.engine
    # Each imported only where it is needed: the one starts processes, the other needs a client for HTTP.
    if isinstance(engine, Oxigraph):
        from graph.local_queries import LocalQueries

        return LocalQueries(engine, workers, memory, queue, prefixes())
    from graph.engines.sparql_server import SparqlServer
    from graph.remote_queries import RemoteQueries

    if not isinstance(engine, SparqlServer):
        raise TypeError(f"no bounded queries for {type(engine).__name__}")
    return RemoteQueries(engine, workers, memory, queue)


def _formats(accept: Mapping[str, str]) -> dict[str, str]:
    wanted = {"table": "json", "graph": "turtle"} | dict(accept)
    for form, known in (("table", TABLE_FORMATS), ("graph", GRAPH_FORMATS)):
        if wanted[form] not in known:
            chosen = wanted[form]
            raise AnswerFormatError(f"A {form} cannot be written as {chosen}; choose one of {', '.join(known)}.")
    return wanted
