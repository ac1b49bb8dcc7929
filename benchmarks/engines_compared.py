"""The engines that are compared: each holds a corpus and answers SPARQL by rows, in a process of its own."""

import json
import shutil
import statistics
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pyoxigraph as ox
from corpus_files import MOST_WRITTEN, CorpusFiles
from servers import GRAPH, has_virtuoso, oxigraph, virtuoso

from graph import Store, open_store

Rows = Sequence[Any]
JSON = "application/sparql-results+json"
_TIMEOUT = 600.0


@dataclass(frozen=True)
class Places:
    """Where an engine finds what it is to hold.

    Attributes:
        files: The corpus.
        store: The folder of our store, which holds it.
        raw: The folder of Oxigraph's own store with the same quads.
        copy: A copy of that folder, for the Oxigraph server.
        scratch: A folder for whatever else an engine writes.
    """

    files: CorpusFiles
    store: Path
    raw: Path
    copy: Path
    scratch: Path


class Engine(ABC):
    """An engine that holds a corpus.

    Attributes:
        label: What it is called in tables.
        most: Up to how many claims it takes part; None for any number.
    """

    label: ClassVar[str]
    most: ClassVar[int | None] = None

    def __init__(self, places: Places) -> None:
        self.places = places
        self.open = ExitStack()

    @classmethod
    def is_here(cls) -> bool:
        """Whether it is installed."""
        return True

    @abstractmethod
    def rows(self, sparql: str) -> Rows:
        """Answer a SELECT query by rows of whatever terms the engine gives to Python."""

    @abstractmethod
    def texts(self, row: Any) -> tuple[str, ...]:
        """Return a row as texts that all engines agree on."""

    def close(self) -> None:
        """Let go of everything."""
        self.open.close()


class Ours(Engine):
    """Our store in a folder, open for writing, as `claimatlas serve` has it."""

    label = "claimatlas"

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self.store: Store = self.open.enter_context(open_store(places.store))

    def rows(self, sparql: str) -> Rows:  # noqa: D102
        return self.store.query(sparql).terms

    def texts(self, row: Any) -> tuple[str, ...]:  # noqa: D102
        return _values(row)


class RawDisk(Engine):
    """Oxigraph's disk store, by pyoxigraph."""

    label = "raw pyoxigraph, disk"

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self.store = self._made()

    def _made(self) -> ox.Store:
        return ox.Store(str(self.places.raw))

    def rows(self, sparql: str) -> Rows:  # noqa: D102
        return [tuple(row) for row in self.store.query(sparql)]  # type: ignore[union-attr]

    def texts(self, row: Any) -> tuple[str, ...]:  # noqa: D102
        return _values(row)


class RawMemory(RawDisk):
    """Oxigraph's memory store, by pyoxigraph."""

    label = "raw pyoxigraph, memory"
    most = MOST_WRITTEN

    def _made(self) -> ox.Store:
        store = ox.Store()
        store.bulk_load(path=str(self.places.files.state), format=ox.RdfFormat.N_TRIPLES)
        return store


class Rdflib(Engine):
    """rdflib with its own memory store."""

    label = "rdflib"
    most = MOST_WRITTEN
    _store, _format = "default", "nt"

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        from rdflib import Graph

        self.graph = Graph(store=self._store)
        self.graph.parse(places.files.state, format=self._format)

    @classmethod
    def is_here(cls) -> bool:  # noqa: D102
        from rdflib import plugin
        from rdflib.store import Store as Backend

        return any(found.name == cls._store for found in plugin.plugins(kind=Backend))

    def rows(self, sparql: str) -> Rows:  # noqa: D102
        return [tuple(row) for row in self.graph.query(sparql)]  # type: ignore[arg-type]

    def texts(self, row: Any) -> tuple[str, ...]:  # noqa: D102
        return tuple(map(str, row))


class Oxrdflib(Rdflib):
    """rdflib over Oxigraph in memory."""

    label = "oxrdflib"
    _store, _format = "Oxigraph", "ox-nt"


class Server(Engine):
    """A SPARQL server, asked over HTTP on one connection.

    Attributes:
        address: Where it answers queries.
    """

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self.client = self.open.enter_context(httpx.Client(timeout=_TIMEOUT))
        self.parameters: dict[str, str] = {}
        try:
            self.address = self._started()
        except BaseException:
            self.open.close()
            raise

    @abstractmethod
    def _started(self) -> str:
        """Start it, and return its address."""

    def content(self, sparql: str) -> bytes:
        """Return the answer as it comes over the wire."""
        reply = self.client.post(self.address, data={"query": sparql, **self.parameters}, headers={"Accept": JSON})
        if reply.is_error:
            raise RuntimeError(f"{reply.status_code}: {reply.text[:200]}")
        return reply.content

    def as_ours(self) -> Store:
        """Return our store that stands on it, as one opens it by its address."""
        return self.open.enter_context(open_store(self.address, read_only=True))

    def rows(self, sparql: str) -> Rows:  # noqa: D102
        parsed = json.loads(self.content(sparql))
        names = parsed["head"]["vars"]
        return [tuple(row.get(name) for name in names) for row in parsed["results"]["bindings"]]

    def texts(self, row: Any) -> tuple[str, ...]:  # noqa: D102
        return tuple(term["value"] if term else "" for term in row)


class OxigraphServer(Server):
    """`oxigraph serve` over the same quads, on disk."""

    label = "Oxigraph server"

    def _started(self) -> str:
        return self.open.enter_context(oxigraph(self.places.copy)) + "/query"

    def as_ours(self) -> Store:  # noqa: D102
        return self.open.enter_context(open_store(self.address.removesuffix("/query"), read_only=True))


class Virtuoso(Server):
    """Virtuoso, with the current state in one graph."""

    label = "Virtuoso"
    most = MOST_WRITTEN

    @classmethod
    def is_here(cls) -> bool:  # noqa: D102
        return has_virtuoso()

    def _started(self) -> str:
        folder = self.places.scratch / f"virtuoso-{time.monotonic_ns()}"
        self.open.callback(shutil.rmtree, folder, ignore_errors=True)
        self.parameters = {"default-graph-uri": GRAPH}
        return self.open.enter_context(virtuoso(folder, self.places.files.state))


PEERS: tuple[type[Engine], ...] = (RawDisk, RawMemory, Oxrdflib, Rdflib, OxigraphServer, Virtuoso)


def _values(row: Sequence[Any]) -> tuple[str, ...]:
    return tuple("" if term is None else term.value for term in row)


def timed(work: Callable[[], object], repeats: int = 5, enough: float = 30.0) -> tuple[float, object]:
    """Return the median milliseconds of a work and its last result; it is repeated until enough milliseconds passed."""
    times: list[float] = []
    result: object = None
    while not times or (len(times) < repeats and sum(times) < enough):
        result = None  # let go of the last one before, and not while it is timed
        started = time.perf_counter()
        result = work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), result
