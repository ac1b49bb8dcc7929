"""Oxigraph, embedded: in memory, or in a folder of its own (see `engine.py` for what the methods promise)."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

import pyoxigraph as ox

from graph.answer import Answer, Form, serialize
from graph.engines.engine import Dataset, change_text
from graph.errors import QueriesBusyError, StoreError, StoreWriteError

_PENDING = "pending.nq"
"""A file beside the data with quads that are being loaded; there only while that goes on, or when it was cut short."""
_BEGUN = "pending.new"
"""The same while it is being written: what a process left there that was killed is of no use."""

_LITTLE = 2_000_000
"""Up to how many bytes of N-Quads are added in a transaction; for more, the bulk loader is worth its effort."""
_PART = 32_000_000
"""How many bytes are given to the bulk loader at once, which needs some nine times as much memory."""

_CUT_SHORT = (
    "A large addition was cut short, and is kept aside whole. It is finished by whatever opens the store for writing, "
    "such as `claimatlas check --repair`."
)


class Oxigraph:
    """Oxigraph, embedded: in memory, or in a folder.

    Args:
        folder: Where the data lie; None for memory.
        read_only: Whether to open the folder without writing a byte to it.

    Attributes:
        folder: Where the data lie; None for memory.
        read_only: Whether it was opened for reading only.
        version: A number that grows with every change, once that is made; of this opening only.

    Raises:
        StoreError: When the folder's data cannot be opened.
    """

    def __init__(self, folder: Path | None = None, *, read_only: bool = False) -> None:
        self._store: ox.Store | None
        self.folder = folder
        self.read_only = read_only
        self.version = 0
        # Concurrent updates of a store on disk are not isolated from each other: one at a time.
        self.writing = RLock()
        self._changing = RLock()
        self._pending = folder.with_name(_PENDING) if folder else None
        try:
            if folder is None:
                self._store = ox.Store()
            else:
                self._store = ox.Store.read_only(str(folder)) if read_only else ox.Store(str(folder))
        except (OSError, RuntimeError) as error:
            advice = "Restore the store from a copy, or make a new one with `claimatlas init`."
            raise StoreError(f"The data in {folder} cannot be opened ({error}). {advice}") from error
        if folder and not read_only:
            _forget_old_logs(folder)
            folder.with_name(_BEGUN).unlink(missing_ok=True)
        self._finish_pending(read_only)

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise StoreError("The store is closed.")
        return self._store

    @contextmanager
    def _change(self) -> Iterator[ox.Store]:
        """Give the store to one change at a time, which counts as one when it is over, failed or not."""
        with self._changing:
            try:
                yield self._open
            finally:
                self.version += 1

    def copy_to(self, target: Path, seconds: float) -> int:
        """Make a copy of what is held now, for other processes to read: a folder, or for memory a file of N-Quads.

        Args:
            target: The copy's path; in the file system of the store's folder, where it has one.
            seconds: How long to wait for a change that is being made.

        Returns:
            The version that was copied.

        Raises:
            QueriesBusyError: When it had to wait too long.
            StoreWriteError: When the copy cannot be written.
        """
        if not self._changing.acquire(timeout=seconds):
            raise QueriesBusyError(None, seconds)
        try:
            if self.folder:
                self._open.backup(str(target))
            else:
                self._open.dump(str(target), format=ox.RdfFormat.N_QUADS)
        except (OSError, RuntimeError) as error:
            raise StoreWriteError(f"No copy of the store was made for queries: {_why(error)}") from error
        else:
            return self.version
        finally:
            self._changing.release()

    def query(self, sparql: str, dataset: Dataset | None = None) -> Answer:
        """Answer a query (see `Engine`)."""
        try:
            default, named = ([*map(ox.NamedNode, graphs)] for graphs in dataset) if dataset else (None, None)
            raw = self._open.query(sparql, default_graph=default, named_graphs=named)  # type: ignore[arg-type]
            return _answer(raw)
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"The query cannot be answered: {error}") from error

    def ask(self, sparql: str) -> Answer:
        """Answer a query for use here (see `Engine`)."""
        try:
            raw = self._open.query(sparql)
            if isinstance(raw, ox.QuerySolutions):
                return Answer.of_rows(tuple(variable.value for variable in raw.variables), tuple(map(tuple, raw)))
            if isinstance(raw, ox.QueryTriples):
                return Answer.of_rows((), tuple((t.subject, t.predicate, t.object) for t in raw))
            return _answer(raw)
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"The query cannot be answered: {error}") from error

    def each_row(self, sparql: str) -> Iterator[ox.QuerySolution]:
        """Yield the rows of a SELECT query as they are found, for answers that are too long to be held whole.

        Raises:
            StoreError: When the engine fails.
        """
        try:
            found = self._open.query(sparql)
            yield from found if isinstance(found, ox.QuerySolutions) else ()
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"The query cannot be answered: {error}") from error

    def update(self, sparql: str) -> None:
        """Change the store (see `Engine`)."""
        try:
            with self._change() as store:
                store.update(sparql)
        except (OSError, RuntimeError) as error:
            raise StoreWriteError(f"Nothing was changed: {_why(error)}") from error
        self._sync()

    def change(self, added: Sequence[ox.Quad], removed: Sequence[ox.Triple], then: str) -> None:
        """Change the store (see `Engine`)."""
        if removed or then:
            self.update(change_text(added, removed, then))
            return
        try:
            with self._change() as store:
                store.extend(added)
        except (OSError, RuntimeError) as error:
            raise StoreWriteError(f"Nothing was changed: {_why(error)}") from error
        self._sync()

    def add_many(self, content: Iterable[bytes]) -> None:
        """Add many quads (see `Engine`).

        In a folder that is done by Oxigraph's bulk loader, which is faster than a transaction, but is none. So the
        text is first written aside whole: if the loading is cut short, the next who opens the store finishes it.
        """
        rest = iter(content)
        first = b"".join(_up_to(rest, _LITTLE))
        if not self._pending or len(first) < _LITTLE:
            self._load(b"".join([first, *rest]))
            return
        try:
            new = self._pending.with_name(_BEGUN)
            with new.open("wb") as file:
                file.write(first)
                file.writelines(rest)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            new.unlink(missing_ok=True)
            raise StoreWriteError(f"Nothing was changed: {_why(error)}") from error
        except BaseException:  # what makes the content failed, or was stopped
            new.unlink(missing_ok=True)
            raise
        new.replace(self._pending)
        self._finish_pending(read_only=False)

    def _load(self, content: bytes) -> None:
        """Add quads in one transaction."""
        try:
            with self._change() as store:
                store.load(content, format=ox.RdfFormat.N_QUADS)
        except (OSError, RuntimeError) as error:
            raise StoreWriteError(f"Nothing was changed: {_why(error)}") from error
        self._sync()

    def _sync(self) -> None:
        """Have the disk hold what was written, so that it outlives not only this process but a power cut.

        A transaction is in RocksDB's log when it returns, but the system may not have written that log to the disk
        yet, and pyoxigraph has no way to ask for it. https://github.com/facebook/rocksdb/wiki/WAL-Performance
        """
        if self.folder is None:
            return
        with suppress(OSError):
            with os.scandir(self.folder) as files:
                newest = max((file.path for file in files if file.name.endswith(".log")), default="")
            if newest:
                with Path(newest).open("rb") as log:
                    os.fsync(log.fileno())

    def _finish_pending(self, read_only: bool) -> None:
        """Load what was written aside. To load a part of it twice does no harm: the store is a set."""
        if not self._pending or not self._pending.exists():
            return
        if read_only:
            raise StoreError(_CUT_SHORT)
        try:
            with self._change() as store, self._pending.open("rb") as file:
                # By parts, for the loader keeps all of what it is given in memory.
                while part := file.read(_PART):
                    store.bulk_load(part + file.readline(), format=ox.RdfFormat.N_QUADS)
                store.flush()
            self._pending.unlink()
        except (OSError, RuntimeError) as error:
            raise StoreWriteError(f"{_CUT_SHORT} It failed now: {_why(error)}") from error

    def extend(self, triples: Sequence[ox.Triple]) -> None:
        """Add triples to the default graph, all or none: faster than an update where there are many.

        Raises:
            StoreWriteError: When they cannot be written; then nothing has changed.
        """
        try:
            with self._change() as store:
                store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
                store.flush()
        except (OSError, RuntimeError) as error:
            raise StoreWriteError(f"Nothing was added: {_why(error)}") from error

    def triples(self, graph: str = "") -> Iterator[ox.Triple]:
        """Yield the triples of a graph (see `Engine`)."""
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        try:
            for quad in self._open.quads_for_pattern(None, None, None, name):
                yield quad.triple
        except (OSError, RuntimeError) as error:
            raise StoreError(f"The store cannot be read: {error}") from error

    def dump(self, format: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:  # noqa: A002
        """Write the store's content (see `Engine`)."""
        if format == ox.RdfFormat.N_QUADS:
            return self._open.dump(format=format) or b""
        quads = self._open.quads_for_pattern(None, None, None, ox.DefaultGraph())
        return serialize((quad.triple for quad in quads), format, prefixes)

    def close(self) -> None:
        """Let go of the folder (there is no `close` in pyoxigraph: dropping the object is what frees its lock)."""
        self._store = None


def _forget_old_logs(folder: Path) -> None:
    """Delete what the engine noted down at earlier openings: it keeps a thousand such files, of 140 kB each."""
    for old in folder.glob("LOG.old.*"):
        with suppress(OSError):
            old.unlink()


def _up_to(parts: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Yield parts until they have some size together."""
    have = 0
    while have < size and (part := next(parts, None)) is not None:
        have += len(part)
        yield part


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
