"""The store: holds statements, relations and policies as RDF, answers SPARQL, and keeps derived triples true.

The current state stands in the default graph, together with the vocabulary and the concept
schemes that it is written in, so that a plain query sees all of it and nothing that was withdrawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from claims import PLAIN_PROPERTIES, RULES, SourceText
from graph.answer import Answer
from graph.engines import Engine
from graph.errors import (
    AnswerFormatError,
    ReadOnlyError,
    StoreWriteError,
)
from graph.reading import Readable, read_files
from graph.syntax import guard, query_error, without_semicolon
from graph.terms import prefixes

if TYPE_CHECKING:
    from rdflib import Graph

    from graph.lock import StoreLock

_SOURCE = "source.txt"
_EXPORTS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
EXPORT_FORMATS = tuple(_EXPORTS)
"""The formats of `Store.export`."""


@dataclass(frozen=True)
class Loaded:
    """What became of files: how many triples they hold, and which were left out (as N-Triples)."""

    triples: int
    left_out: tuple[str, ...]


class Store:
    """An open store. Make one with `open_store`; use it in a `with` statement, or call `close`.

    Attributes:
        location: Where it is, in words: a folder, an address, or what it is in memory.
    """

    def __init__(
        self,
        engine: Engine,
        location: str,
        *,
        read_only: bool = False,
        folder: Path | None = None,
        lock: "StoreLock | None" = None,
    ) -> None:
        self.location = location
        self.read_only = read_only
        self._engine = engine
        self._folder = folder
        self._lock = lock
        # Concurrent updates of one Oxigraph store on disk are not isolated from each other: one at a time.
        self._writing = RLock()

    def query(self, sparql: str, *, allow_network: bool = False) -> Answer:
        """Answer a SPARQL query. The prefixes of `prefixes()` need no declaration.

        Args:
            sparql: A SELECT, ASK, CONSTRUCT or DESCRIBE query.
            allow_network: Whether SERVICE may call another server.

        Raises:
            QuerySyntaxError: When the query has a fault; tells line, column and the line itself.
            NetworkRefusedError: When it uses SERVICE and `allow_network` is false.
            StoreError: When the store cannot be read.
        """
        guard(sparql, allow_network=allow_network)
        try:
            return self._engine.query(_declared(sparql))
        except SyntaxError as error:
            raise query_error(sparql, error, prologue=_PROLOGUE) from None

    def update(self, sparql: str, *, allow_network: bool = False) -> None:
        """Change the store by SPARQL Update in one transaction, derived triples included.

        Args:
            sparql: One or more update operations, separated by `;`.
            allow_network: Whether LOAD may fetch files.

        Raises:
            QuerySyntaxError: When the update has a fault; nothing is changed.
            NetworkRefusedError: When it uses LOAD or SERVICE and `allow_network` is false.
            ReadOnlyError: When the store was opened for reading.
            StoreWriteError: When it cannot be written; nothing is changed.
        """
        self._must_write()
        guard(sparql, allow_network=allow_network)
        with self._writing:
            try:
                self._engine.update(_declared(without_semicolon(sparql)) + "\n;\n" + _DERIVE)
            except SyntaxError as error:
                raise query_error(sparql, error, prologue=_PROLOGUE, update=True) from None

    def load(self, files: Iterable[Readable]) -> "Loaded":
        """Add the content of RDF files in one transaction, with all that is derived from it.

        Returns:
            How many triples the files hold, and which of them were left out: plain triples (`ca:supports` and so on)
            that no relation node stands behind.

        Raises:
            RdfSyntaxError: When any file has a fault; tells every such file, and nothing is loaded.
            ReadOnlyError: When the store was opened for reading.
            StoreWriteError: When it cannot be written; nothing is loaded.
        """
        self._must_write()
        return self._add(read_files(files))

    def add_graph(self, graph: "Graph") -> "Loaded":
        """Add the triples of an rdflib graph in one transaction; see `load` for what it returns and raises."""
        self._must_write()
        content = graph.serialize(format="nt", encoding="utf-8")
        return self._add([quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)])

    def graph(self) -> "Graph":
        """Return the current state as an rdflib graph."""
        from rdflib import Graph

        return Graph().parse(data=self._engine.dump(ox.RdfFormat.N_TRIPLES, {}), format="nt")

    def export(self, format: str = "turtle") -> bytes:  # noqa: A002 - the word that rdflib and pyoxigraph use
        """Return the current state (for nquads: with the history too) in a standard format.

        Args:
            format: One of `EXPORT_FORMATS`.

        Raises:
            AnswerFormatError: When the format is not one of them.
        """
        if format not in _EXPORTS:
            raise AnswerFormatError(f"Cannot export as {format}; choose one of {', '.join(_EXPORTS)}.")
        return self._engine.dump(_EXPORTS[format], prefixes())

    def derive(self) -> None:
        """Make the derived triples anew: add what is missing, remove what nothing stands behind.

        Raises:
            ReadOnlyError: When the store was opened for reading.
        """
        self._must_write()
        with self._writing:
            self._engine.update(_DERIVE)

    def attach(self, source: SourceText) -> None:
        """Keep a copy of the source's text in the store's folder, so that passages can be shown.

        Raises:
            ReadOnlyError: When the store has no folder of its own, or was opened for reading.
            StoreWriteError: When the folder cannot be written.
        """
        self._must_write()
        if self._folder is None:
            raise ReadOnlyError(
                f"{self.location} has no folder to keep the text in; make a store with `claimatlas init`."
            )
        new = self._folder / f"{_SOURCE}.new"
        try:
            new.write_bytes(source.text.encode("utf-8"))
            new.replace(self._folder / _SOURCE)
        except OSError as error:
            raise StoreWriteError(f"The text was not attached: {error.strerror}.") from error

    def source(self) -> SourceText | None:
        """Return the attached source text, or None where none is attached."""
        path = self._folder / _SOURCE if self._folder else None
        return SourceText.read(path) if path and path.is_file() else None

    def close(self) -> None:
        """Let go of the store; harmless when it is called again."""
        self._engine.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Store {self.location}{' (read only)' if self.read_only else ''}>"

    def _must_write(self) -> None:
        if self.read_only:
            raise ReadOnlyError(
                f"{self.location} is open for reading only. Make a store of your own with `claimatlas init`."
            )

    def _add(self, triples: list[ox.Triple]) -> "Loaded":
        data = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode("utf-8")
        with self._writing:
            self._engine.update(f"INSERT DATA {{ {data} }} ;\n{_DERIVE}")
        plain = [triple for triple in triples if triple.predicate.value in PLAIN_PROPERTIES]
        return Loaded(len(triples), tuple(str(t) for t in plain if not self.query(f"ASK {{ {t} }}")))


def _declared(sparql: str) -> str:
    """Put the known prefixes before the query, all on one line, so that lines keep their numbers."""
    return _PROLOGUE + sparql


_PROLOGUE = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in prefixes().items()) + " "
_DERIVE = " ;\n".join(text for rule in RULES for text in (rule.delete, rule.insert) if text)
