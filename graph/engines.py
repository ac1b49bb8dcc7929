"""The engines that a store can stand on: Oxigraph in memory, Oxigraph in a folder, a SPARQL server.

Each answers SPARQL and changes what it holds in one transaction per call; all else is the store's.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from graph.answer import Answer, Form, serialize
from graph.errors import StoreError, StoreWriteError


class Engine(Protocol):
    """What a store needs of an engine."""

    def query(self, sparql: str) -> Answer:
        """Answer a query.

        Raises:
            SyntaxError: When the query cannot be parsed; its message begins “error at LINE:COLUMN:”.
            StoreError: When the engine fails.
        """
        ...

    def update(self, sparql: str) -> None:
        """Change the store by SPARQL Update, wholly or not at all.

        Raises:
            SyntaxError: When the update cannot be parsed.
            StoreError: When the engine fails; then nothing has changed.
        """
        ...

    def change(self, added: Sequence[ox.Quad], removed: Sequence[ox.Triple], then: str) -> None:
        """Add quads, remove triples of the default graph, then update, wholly or not at all.

        Raises:
            StoreError: When the engine fails; then nothing has changed.
        """
        ...

    def dump(self, format: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:  # noqa: A002
        """Return the default graph; in N-Quads, all graphs."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class Oxigraph:
    """Oxigraph, embedded: in memory, or in a folder.

    Args:
        folder: Where the data lie; None for memory.
        read_only: Whether to open the folder without writing a byte to it.

    Raises:
        StoreError: When the folder's data cannot be opened.
    """

    def __init__(self, folder: Path | None = None, *, read_only: bool = False) -> None:
        self._store: ox.Store | None
        try:
            if folder is None:
                self._store = ox.Store()
            else:
                self._store = ox.Store.read_only(str(folder)) if read_only else ox.Store(str(folder))
        except (OSError, RuntimeError) as error:
            advice = "Restore the store from a copy, or make a new one with `claimatlas init`."
            raise StoreError(f"The data in {folder} cannot be opened ({error}). {advice}") from error

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise StoreError("The store is closed.")
        return self._store

    def query(self, sparql: str) -> Answer:
        """Answer a query (see `Engine`)."""
        try:
            raw = self._open.query(sparql)
            return _answer(raw)
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"The query cannot be answered: {error}") from error

    def update(self, sparql: str) -> None:
        """Change the store (see `Engine`)."""
        try:
            self._open.update(sparql)
        except (OSError, RuntimeError) as error:
            raise StoreWriteError(f"Nothing was changed: {_why(error)}") from error

    def change(self, added: Sequence[ox.Quad], removed: Sequence[ox.Triple], then: str) -> None:
        """Change the store (see `Engine`)."""
        if removed or then:
            self.update(change_text(added, removed, then))
            return
        try:
            self._open.extend(added)
        except (OSError, RuntimeError) as error:
            raise StoreWriteError(f"Nothing was changed: {_why(error)}") from error

    def extend(self, triples: Sequence[ox.Triple]) -> None:
        """Add triples to the default graph, all or none: faster than an update where there are many.

        Raises:
            StoreWriteError: When they cannot be written; then nothing has changed.
        """
        try:
            self._open.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
            self._open.flush()
        except (OSError, RuntimeError) as error:
            raise StoreWriteError(f"Nothing was added: {_why(error)}") from error

    def dump(self, format: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:  # noqa: A002
        """Write the store's content (see `Engine`)."""
        if format == ox.RdfFormat.N_QUADS:
            return self._open.dump(format=format) or b""
        quads = self._open.quads_for_pattern(None, None, None, ox.DefaultGraph())
        return serialize((quad.triple for quad in quads), format, prefixes)

    def close(self) -> None:
        """Let go of the folder (there is no `close` in pyoxigraph: dropping the object is what frees its lock)."""
        self._store = None


def change_text(added: Sequence[ox.Quad], removed: Sequence[ox.Triple], then: str) -> str:
    """Return a change as SPARQL Update: one text, so that an engine carries it out as one."""
    current = "".join(f"{q.triple} .\n" for q in added if q.graph_name == ox.DefaultGraph())
    named: dict[str, list[str]] = {}
    for quad in added:
        if quad.graph_name != ox.DefaultGraph():
            named.setdefault(str(quad.graph_name), []).append(f"{quad.triple} .\n")
    graphs = "".join(f"GRAPH {name} {{ {''.join(triples)} }}\n" for name, triples in named.items())
    texts = [f"DELETE DATA {{ {' '.join(f'{t} .' for t in removed)} }}"] if removed else []
    texts += [f"INSERT DATA {{ {current}{graphs} }}"] if added else []
    return " ;\n".join([*texts, then] if then else texts)


def _answer(raw: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    form: Form
    if isinstance(raw, ox.QueryTriples):
        return Answer("graph", raw.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
    form = "boolean" if isinstance(raw, ox.QueryBoolean) else "table"
    return Answer(form, raw.serialize(format=ox.QueryResultsFormat.JSON) or b"")


def _why(error: Exception) -> str:
    text = str(error)
    if "No space left" in text or "File too large" in text:
        return "the disk is full. Free some space and try again."
    if "Read-only" in text or "Permission denied" in text or "read-write" in text:
        return "the store's folder cannot be written. Check its permissions."
    return text
