"""A SPARQL 1.1 server as an engine: over the Protocol, Update and the Graph Store Protocol."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise

import httpx
import pyoxigraph as ox

from graph.answer import Answer, Form, serialize
from graph.engines.connection import LONG, Connection, NotThereError, UnsureError, without_password
from graph.engines.current_graph import CURRENT, in_graph
from graph.engines.endpoints import PLAIN, UNION, Endpoints, endpoints_of, query_places
from graph.engines.engine import Dataset, change_text
from graph.engines.lease import WriterLease
from graph.engines.paging import CAP_HEADER, SUSPECT, more_rows, more_triples
from graph.engines.redo_log import RedoLog
from graph.engines.single_rows import in_single_rows
from graph.errors import ServerError, StoreError, StoreWriteError
from graph.standing.asked_for import GRAPHS, is_asked
from graph.syntax import form_of, tokens
from ontology import HISTORY

JSON = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"
_N_QUADS = "application/n-quads"
_NOTHING = "urn:claimatlas:no-graph"
_LITTLE = 1_000
"""Up to how many quads go in one update: Virtuoso takes no text of some thousands of them."""
_BOOLEAN = re.compile(rb'(XMLSchema#boolean"\s*,\s*"value"\s*:\s*")([01])(")')
_WORDS = {b"0": b"false", b"1": b"true"}
_OWN = f"SELECT DISTINCT ?graph {{ GRAPH <{HISTORY}> {{ ?c <http://www.w3.org/ns/prov#generated> ?graph }} }}"


class SparqlServer:
    """A SPARQL server (see `Engine` for what the methods promise).

    Where its default graph is none of its own, but all named graphs together, the current state is in a named graph,
    which is sent along with each query. A change goes in one request; where it is too large for that, `RedoLog` makes
    it one.

    Args:
        url: The server's address, such as http://localhost:7878 (see `endpoints.py`).

    Attributes:
        shown: The address without a password, for messages.
        current: The graph of the current state; "" for the default graph.
        writing: The lock that all writers of the server share.

    Raises:
        ServerError: When nothing answers there, or no SPARQL server.
    """

    def __init__(self, url: str) -> None:
        self._connection = Connection(url)
        self.shown = self._connection.shown
        self.current = CURRENT
        try:
            self._is_virtuoso = False
            self._endpoints, has_current = self._found(_without_user(url))
            self._is_virtuoso = self._connection.server.startswith("Virtuoso")
            self._is_settled = has_current
            if not has_current:
                self.current = CURRENT if self._default_graph() == UNION else ""
        except BaseException:
            self.close()
            raise
        self._log = RedoLog(self.ask, self._update_one, self._put)
        self.writing = WriterLease(self.ask, self._update_one, self.shown, self._begin_writing)

    def query(self, sparql: str, dataset: Dataset | None = None) -> Answer:
        """Answer a query (see `Engine`)."""
        form = form_of(sparql)
        sparql = in_single_rows(sparql) if self._is_virtuoso else sparql
        asked = self.parameters(sparql, dataset)
        content, cap = self._fetched(asked, N_TRIPLES if form == "graph" else JSON)
        if form == "graph":
            if self._is_virtuoso and content.count(b" .\n") >= SUSPECT:
                content = self._all_triples(sparql, asked)
            return Answer(form, content)
        if self._is_virtuoso:
            content = _as_standard(form, content)
        if cap and form == "table" and len(Answer(form, content)) >= cap:
            content = _as_standard(form, more_rows(sparql, content, cap, lambda q: self._page(q, asked, JSON)))
        return Answer(form, content)

    def ask(self, sparql: str) -> Answer:
        """Answer a query for use here (see `Engine`)."""
        answer = self.query(sparql)
        try:
            _ = answer.terms
        except (SyntaxError, ValueError, TypeError) as error:
            raise ServerError(f"{self.shown} answered with something that cannot be read: {error}") from error
        return answer

    def parameters(self, sparql: str, dataset: Dataset | None = None) -> dict[str, str | list[str]]:
        """Return a query with the graphs that it is about, as parameters of the SPARQL 1.1 Protocol."""
        if dataset is not None:
            default, named = [*dataset[0]], [*dataset[1]]
            return _sent(sparql, default or ([_NOTHING] if self.current and named else []), named)
        if not self.current:
            return _sent(sparql, [], [])
        words = {text.upper() for kind, text, _ in tokens(sparql) if kind == "word"}
        if "FROM" in words:
            return _sent(sparql, [], [])
        # Where graphs are named, some servers look in those only that are sent along.
        named = [HISTORY, *self._graphs_named(sparql)] if "GRAPH" in words else []
        return _sent(sparql, [self.current], named)

    def stream(self, asked: Mapping[str, str | list[str]], accept: str, seconds: float) -> httpx.Response:
        """Ask a query, and return the reply as soon as it begins; close it when it is read, or wanted no more.

        Args:
            asked: What `parameters` returns.
            accept: The media type that the answer is to have.
            seconds: How long to wait, each time that something is waited for.

        Raises:
            TimeoutError: When the server did not begin to answer in time.
            SyntaxError: When the query cannot be parsed.
            ServerError: When the server refused, or answered with something else.
        """
        return self._connection.stream(self._endpoints.query, asked, accept, seconds)

    @property
    def streams_whole(self) -> bool:
        """Whether an answer that is streamed is all of it, as the standard has it."""
        return not self._is_virtuoso

    def update(self, sparql: str) -> None:
        """Change the store (see `Engine`)."""
        if self.current:
            for operation in in_graph(sparql, self.current):
                self._update_one(operation)
        else:
            self._update_one(sparql)

    def change(self, added: Sequence[ox.Quad], removed: Sequence[ox.Triple], then: str) -> None:
        """Change the store (see `Engine`)."""
        if not self.current and len(added) + len(removed) <= _LITTLE:
            self._one(change_text(added, removed, then), added)
            return
        operations = in_graph(then, self.current) if self.current else []
        gone = [ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(self.current)) for t in removed if self.current]
        new = [self._in_current(quad) for quad in added]
        if not self.current:
            self._large_plain(added, removed, then)
        elif len(new) + len(gone) <= _LITTLE and all(str(quad).isascii() for quad in gone):
            self._one(_in_one(new, gone), new)
            for operation in operations:
                self._update_one(operation)
        else:
            self._log.carry_out(new, gone, operations)

    def add_many(self, content: Iterable[bytes]) -> None:
        """Add many quads (see `Engine`)."""
        if self._endpoints.quads and not self.current:
            self._send_quads(content)
            return
        quads = (self._in_current(quad) for part in content for quad in ox.parse(part, format=ox.RdfFormat.N_QUADS))
        if self.current:
            self._log.carry_out(quads, (), ())
        else:
            self._update_one(change_text([*quads], (), ""))

    def triples(self, graph: str = "") -> Iterator[ox.Triple]:
        """Yield the triples of a graph (see `Engine`)."""
        name = graph or self.current
        if self._endpoints.graphs and not self._is_virtuoso:
            yield from self._read_graph(name)
            return
        # By property, so that no page has to be sorted out of all triples.
        inside = f"GRAPH <{name}> {{ %s }}" if name else "%s"
        for row in self.ask(f"SELECT DISTINCT ?p {{ {inside % '?s ?p ?o'} }}"):
            pattern = inside % f"?s <{row['p']}> ?o"
            yield from self._constructed(row["p"], pattern)

    def dump(self, format: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:  # noqa: A002
        """Write the server's content (see `Engine`)."""
        if format != ox.RdfFormat.N_QUADS:
            return serialize(self.triples(), format, prefixes)
        names = ["", HISTORY, *self._own_graphs()]
        quads = (
            ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(name) if name else ox.DefaultGraph())
            for name in names
            for t in self.triples(name)
        )
        return ox.serialize(quads, format=format) or b""

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def _found(self, url: str) -> tuple[Endpoints, bool]:
        """Return where the endpoints are, and whether the current state is in a named graph."""
        data = _sent(f"ASK {{ GRAPH <{CURRENT}> {{ ?s ?p ?o }} }}", [], [CURRENT])
        failed: ServerError | None = None
        for place in query_places(url):
            try:
                content, _ = self._asked(place, data, JSON)
            except NotThereError as error:
                failed = failed or error
                continue
            except SyntaxError as error:
                raise ServerError(f"{without_password(place)} answered 400: {error}") from error
            is_so = bool(Answer("boolean", _as_standard("boolean", content)))
            return endpoints_of(url, place, self._connection.server), is_so
        raise failed or ServerError(f"{self.shown} is no SPARQL server.")

    def _default_graph(self) -> str:
        """Return of what kind the default graph is, found out where that is not known of the product."""
        self._is_settled = bool(self._endpoints.default_graph)
        if self._is_settled:
            return self._endpoints.default_graph
        self.current = ""
        if not self.query("ASK { ?s ?p ?o }"):
            return PLAIN  # as far as can be told, until something is written
        self._is_settled = True
        return PLAIN if self.query("ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }") else UNION

    def _begin_writing(self) -> None:
        """Finish what another writer left undone; find out where the current state is to be, if that is not known."""
        if not self._is_settled:
            # The lock has written to a named graph: whether that shows in the default graph is what is asked.
            self.current = CURRENT if self.query(f"ASK {{ <{self.writing.name}> ?p ?o }}") else ""
            self._is_settled = True
        self._log.finish()

    def _fetched(self, asked: Mapping[str, str | list[str]], accept: str) -> tuple[bytes, int]:
        return self._asked(self._endpoints.query, asked, accept)

    def _asked(self, place: str, asked: Mapping[str, str | list[str]], accept: str) -> tuple[bytes, int]:
        """Return an answer, and the cap on its rows where it met one."""
        # One exact media type: servers differ in what they make of a list of them.
        reply = self._connection.ask("POST", place, data=asked, headers={"Accept": accept})
        self._connection.must_be(reply, accept)
        content = reply.content
        if accept == JSON and not content[-20:].rstrip().endswith(b"}"):
            raise ServerError(f"{self.shown} broke off its answer: {content[-80:]!r}. Try again, or ask for less.")
        return content, int(reply.headers.get(CAP_HEADER, 0))

    def _page(self, sparql: str, asked: Mapping[str, str | list[str]], accept: str) -> bytes:
        content, _ = self._fetched({**asked, "query": sparql}, accept)
        return content

    def _all_triples(self, sparql: str, asked: Mapping[str, str | list[str]]) -> bytes:
        return more_triples(
            sparql, SUSPECT, lambda q: self._page(q, asked, JSON), lambda q: self._page(q, asked, N_TRIPLES)
        )

    def _constructed(self, path: str, pattern: str) -> Iterator[ox.Triple]:
        predicate = ox.NamedNode(path)
        for subject, value in self.ask(f"SELECT ?s ?o {{ {pattern} }}").terms:
            yield ox.Triple(subject, predicate, value)  # type: ignore[arg-type]

    def _read_graph(self, name: str) -> Iterator[ox.Triple]:
        params = {"graph": name} if name else {"default": ""}
        try:
            reply = self._connection.ask(
                "GET", self._endpoints.graphs, params=params, headers={"Accept": N_TRIPLES}, timeout=LONG
            )
        except NotThereError:  # of a graph that is empty, too
            return
        yield from (quad.triple for quad in ox.parse(reply.content, format=ox.RdfFormat.N_TRIPLES))

    def _own_graphs(self) -> list[str]:
        return [row["graph"] for row in self.ask(_OWN)]

    def _graphs_named(self, sparql: str) -> list[str]:
        """Return the graphs that a query may look in beside the history."""
        found = list(tokens(sparql))
        named = [after for (_, text, _), after in pairwise(found) if text.upper() == "GRAPH"]
        if all(kind == "iri" for kind, _, _ in named):
            return sorted({text[1:-1] for _, text, _ in named} - {HISTORY})
        return [*self._own_graphs(), *(GRAPHS if is_asked(sparql) else ())]

    def _in_current(self, quad: ox.Quad) -> ox.Quad:
        if not self.current or quad.graph_name != ox.DefaultGraph():
            return quad
        return ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(self.current))

    def _one(self, sparql: str, added: Sequence[ox.Quad]) -> None:
        """Carry out an update; where the connection breaks off, look whether it was."""
        try:
            self._update_one(sparql)
        except UnsureError:
            history = next((quad for quad in added if quad.graph_name == ox.NamedNode(HISTORY)), None)
            if history is None or not self._is_there(history):
                raise

    def _is_there(self, quad: ox.Quad) -> bool:
        with suppress(StoreError):
            return bool(self.ask(f"ASK {{ GRAPH {quad.graph_name} {{ {quad.triple} }} }}"))
        return False

    def _update_one(self, sparql: str) -> None:
        try:
            self._connection.change("POST", self._endpoints.update, data={"update": sparql}, timeout=LONG)
        except NotThereError as error:
            raise StoreWriteError(f"{self.shown} takes no updates: {error}") from error

    def _put(self, graph: str, content: bytes) -> None:
        """Add N-Triples to a graph."""
        if not self._endpoints.graphs:
            lines = content.decode().splitlines(keepends=True)
            for start in range(0, len(lines), _LITTLE):
                some = "".join(lines[start : start + _LITTLE])
                self._update_one(f"INSERT DATA {{ GRAPH <{graph}> {{ {some} }} }}")
            return
        self._connection.change(
            "POST",
            self._endpoints.graphs,
            params={"graph": graph},
            content=content,
            headers={"Content-Type": N_TRIPLES},
            timeout=LONG,
        )

    def _send_quads(self, content: Iterable[bytes]) -> None:
        """Send N-Quads in one request."""
        self._connection.change(
            "POST", self._endpoints.quads, content=b"".join(content), headers={"Content-Type": _N_QUADS}, timeout=LONG
        )

    def _large_plain(self, added: Sequence[ox.Quad], removed: Sequence[ox.Triple], then: str) -> None:
        """Change a store with a plain default graph, whose updates are transactions whatever their size."""
        if removed or then or not self._endpoints.quads:
            self._one(change_text(added, removed, then), added)
        else:
            self._send_quads([ox.serialize(iter(added), format=ox.RdfFormat.N_QUADS) or b""])


def _sent(sparql: str, default: list[str], named: list[str]) -> dict[str, str | list[str]]:
    return {"query": sparql, "default-graph-uri": default, "named-graph-uri": named}


def _in_one(added: Iterable[ox.Quad], removed: Sequence[ox.Quad]) -> str:
    """Return a change of named graphs as one operation, which is carried out wholly or not at all.

    Not for removing what is not ASCII: in a template, Virtuoso 7.2 finds no such text.
    """
    if not removed:
        return f"INSERT DATA {{ {_grouped(added)} }}"
    return f"DELETE {{ {_grouped(removed)} }} INSERT {{ {_grouped(added)} }} WHERE {{}}"


def _grouped(quads: Iterable[ox.Quad]) -> str:
    by_graph: dict[str, list[str]] = {}
    for quad in quads:
        by_graph.setdefault(str(quad.graph_name), []).append(f"{quad.triple} .\n")
    return "".join(f"GRAPH {name} {{ {''.join(lines)} }}\n" for name, lines in by_graph.items())


def _as_standard(form: Form, content: bytes) -> bytes:
    """Return SPARQL results as the standard has them: Virtuoso answers yes and no in a table, and true by 1."""
    if form == "boolean" and b"__ASK_RETVAL" in content:
        is_so = any(
            isinstance(answer, ox.Literal) and answer.value == "1" for (answer,) in Answer("table", content).terms
        )
        return b'{"head": {}, "boolean": %s}' % (b"true" if is_so else b"false")
    return _BOOLEAN.sub(lambda found: found[1] + _WORDS[found[2]] + found[3], content)


def _without_user(url: str) -> str:
    """Return the address without name and password, which the connection has taken from it."""
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}"
