"""A SPARQL server as an engine, over the SPARQL 1.1 Protocol and the Graph Store Protocol.

The address is the one that `/query`, `/update` and `/store` hang on, as with `oxigraph serve`.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing

import httpx
import pyoxigraph as ox

from graph.answer import Answer, serialize
from graph.engines import Dataset, change_text
from graph.errors import ServerError
from graph.syntax import form_of

_TIMEOUT = 60.0
"""Seconds to wait for an answer."""

_TO_CONNECT = 10.0
"""Seconds to wait for a connection."""

_TOLD = 4000
"""How many characters of an error are read."""

_ACCEPT = {"table": "application/sparql-results+json", "graph": "application/n-triples"}


class SparqlServer:
    """A SPARQL server (see `Engine` for what the methods promise).

    Args:
        url: The server's address, such as http://localhost:7878.

    Attributes:
        shown: The address without a password, for messages.

    Raises:
        ServerError: When nothing answers there.
    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self.shown = _without_password(self._url)
        self._client = httpx.Client(timeout=_TIMEOUT, follow_redirects=False)
        try:
            self.query("ASK {}")
        except ServerError:
            self.close()
            raise

    def query(self, sparql: str, dataset: Dataset | None = None) -> Answer:
        """Answer a query (see `Engine`)."""
        form = form_of(sparql)
        # One exact media type: servers differ in what they make of a list of them.
        accept = _ACCEPT["graph" if form == "graph" else "table"]
        default, named = dataset or ((), ())
        asked = {"query": sparql, "default-graph-uri": [*default], "named-graph-uri": [*named]}
        reply = self._send("POST", "/query", data=asked, headers={"Accept": accept})
        if not reply.headers.get("Content-Type", "").startswith(accept):
            raise ServerError(f"{self.shown}/query answered, but not with SPARQL results. Is it a SPARQL server?")
        return Answer(form, reply.content)

    def ask(self, sparql: str) -> Answer:
        """Answer a query for use here (see `Engine`)."""
        return self.query(sparql)

    def stream(self, query: Mapping[str, str | Sequence[str]], accept: str, seconds: float) -> httpx.Response:
        """Ask a query, and return the reply as soon as it begins; close it when it is read, or wanted no more.

        Args:
            query: The parameters of the SPARQL 1.1 Protocol: the query, and the graphs that it is about.
            accept: The media type that the answer is to have.
            seconds: How long to wait, each time that something is waited for.

        Raises:
            TimeoutError: When the server did not begin to answer in time.
            SyntaxError: When the query cannot be parsed.
            ServerError: When the server refused, or answered with something else.
        """
        timeout = httpx.Timeout(seconds, connect=min(seconds, _TO_CONNECT))
        request = self._client.build_request(
            "POST", f"{self._url}/query", data=query, headers={"Accept": accept}, timeout=timeout
        )
        try:
            reply = self._client.send(request, stream=True)
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise TimeoutError from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ServerError(f"{self.shown} cannot be reached: {error}. Is the server running?") from error
        if reply.is_success and reply.headers.get("Content-Type", "").startswith(accept):
            return reply
        with closing(reply):
            said = next(reply.iter_text(_TOLD), "").strip()
        if reply.status_code == httpx.codes.BAD_REQUEST:
            raise SyntaxError(said)
        if not reply.is_success:
            raise ServerError(f"{self.shown}/query answered {reply.status_code}: {said[:300]}")
        raise ServerError(f"{self.shown}/query answered, but not with {accept}. Is it a SPARQL server?")

    def update(self, sparql: str) -> None:
        """Change the store (see `Engine`)."""
        self._send("POST", "/update", data={"update": sparql})

    def change(self, added: Sequence[ox.Quad], removed: Sequence[ox.Triple], then: str) -> None:
        """Change the store (see `Engine`)."""
        self.update(change_text(added, removed, then))

    def add_many(self, content: Iterable[bytes]) -> None:
        """Add many quads (see `Engine`)."""
        self.change(list(ox.parse(b"".join(content), format=ox.RdfFormat.N_QUADS)), (), "")

    def dump(self, format: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:  # noqa: A002
        """Write the server's content (see `Engine`)."""
        if format == ox.RdfFormat.N_QUADS:
            return self._send("GET", "/store", headers={"Accept": "application/n-quads"}).content
        content = self._send("GET", "/store?default", headers={"Accept": "application/n-triples"}).content
        return serialize((quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)), format, prefixes)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _send(self, method: str, path: str, **content: object) -> httpx.Response:
        try:
            reply = self._client.request(method, self._url + path, **content)  # type: ignore[arg-type]
        except httpx.TimeoutException as error:
            raise ServerError(f"{self.shown} did not answer within {_TIMEOUT:.0f} seconds.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ServerError(f"{self.shown} cannot be reached: {error}. Is the server running?") from error
        if reply.status_code == httpx.codes.BAD_REQUEST and path in ("/query", "/update"):
            raise SyntaxError(reply.text.strip())
        if reply.is_error or reply.is_redirect:
            raise ServerError(f"{self.shown}{path} answered {reply.status_code}: {reply.text.strip()[:300]}")
        return reply


def _without_password(url: str) -> str:
    """Return the address without a user's name and password, to be shown."""
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}"
