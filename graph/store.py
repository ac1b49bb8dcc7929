"""The store: holds statements, relations and policies as RDF, answers SPARQL, and keeps derived triples true.

Read `open_store` first. The current state stands in the default graph, together with the vocabulary and the concept
schemes that it is written in, so that a plain query sees all of it and nothing that was withdrawn.
"""

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from claims import RULES, Corpus, SourceText, corpus
from graph.answer import Answer
from graph.engines import Engine, Oxigraph
from graph.errors import (
    AnswerFormatError,
    NotAStoreError,
    ReadOnlyError,
    StoreError,
    StoreVersionError,
    StoreWriteError,
)
from graph.reading import Readable, read_files
from graph.syntax import query_error, refuse_network
from graph.terms import prefixes
from ontology import concept_files

if TYPE_CHECKING:
    from rdflib import Graph

    from graph.lock import StoreLock

FOLDER = ".claimatlas"
"""The name of a store's folder, as `create_store` makes it and `open_store` looks for it."""

FORMAT = 1
"""The version of the layout of a store's folder; a store of a higher one is refused."""

_DESCRIPTION, _DATA, _SOURCE = "store.json", "data", "source.txt"
_EXPORTS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
EXPORT_FORMATS = tuple(_EXPORTS)
"""The formats of `Store.export`."""


class Store:
    """An open store. Make one with `open_store`; use it in a `with` statement, or call `close`.

    Attributes:
        location: Where it is, in words: a folder, an address, or what it is in memory.
    """

    def __init__(self, engine: Engine, location: str, *, read_only: bool = False, folder: Path | None = None) -> None:
        self.location = location
        self.read_only = read_only
        self._engine = engine
        self._folder = folder
        self._lock: StoreLock | None = None
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
        if not allow_network:
            refuse_network(sparql)
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
        if not allow_network:
            refuse_network(sparql)
        with self._writing:
            try:
                self._engine.update(_declared(sparql).rstrip().removesuffix(";") + "\n;\n" + _DERIVE)
            except SyntaxError as error:
                raise query_error(sparql, error, prologue=_PROLOGUE, update=True) from None

    def load(self, files: Iterable[Readable]) -> int:
        """Add the content of RDF files in one transaction, with all that is derived from it.

        Returns:
            How many triples the files hold.

        Raises:
            RdfSyntaxError: When any file has a fault; tells every such file, and nothing is loaded.
            ReadOnlyError: When the store was opened for reading.
            StoreWriteError: When it cannot be written; nothing is loaded.
        """
        self._must_write()
        return self._add(read_files(files))

    def add_graph(self, graph: "Graph") -> int:
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

    def _add(self, triples: list[ox.Triple]) -> int:
        data = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode("utf-8")
        with self._writing:
            self._engine.update(f"INSERT DATA {{ {data} }} ;\n{_DERIVE}")
        return len(triples)


def open_store(location: str | Path | None = None, *, read_only: bool = False) -> Store:
    """Open a store.

    Args:
        location: A store's folder, or one that holds a `.claimatlas` folder; the address of a SPARQL server
            (`http://…`); ":memory:" for the shipped essay in memory, to be changed at will. None: what the variable
            CLAIMATLAS_STORE names, else the nearest `.claimatlas` folder upward from here, else the shipped essay
            in memory, for reading only.
        read_only: Whether to open it for reading only; many readers can share a folder, but not with a writer.

    Raises:
        NotAStoreError: When there is no store at the location.
        StoreVersionError: When the store was made by a newer version.
        StoreHeldError: When another process holds it.
        StoreError: When it cannot be opened for another reason.

    Example:
        >>> with open_store(":memory:") as store:
        ...     bool(store.query("ASK { ?thesis a ca:Thesis }"))
        True
    """
    location = location or os.environ.get("CLAIMATLAS_STORE") or _nearest(Path.cwd())
    if location is None:
        return _in_memory("the shipped essay", read_only=True)
    text = str(location)
    if text == ":memory:":
        return _in_memory("the shipped essay in memory", read_only=read_only)
    if text.startswith(("http://", "https://")):
        from graph.remote import SparqlServer

        return Store(SparqlServer(text), text, read_only=read_only)
    return _open_folder(Path(location), read_only)


def create_store(folder: Path, content: Corpus | None = None) -> Path:
    """Make a store in `folder/.claimatlas`, with a corpus in it (default: the shipped essay).

    It is made aside and put in place when it is whole, so that a failure leaves nothing behind.

    Returns:
        The store's folder.

    Raises:
        StoreError: When there is a store already.
        StoreWriteError: When the folder cannot be written.
    """
    content = content or corpus()
    target = folder / FOLDER
    if target.exists():
        raise StoreError(f"There is a store already: {target}. Use it, or choose another folder.")
    aside = folder / f"{FOLDER}.new-{os.getpid()}"
    try:
        aside.mkdir(parents=True)
        engine = Oxigraph(aside / _DATA)
        engine.extend(read_files((*concept_files(), *content.files)))
        engine.update(_DERIVE)
        engine.close()
        description = {"format": FORMAT, "corpus": content.name}
        (aside / _DESCRIPTION).write_text(json.dumps(description) + "\n", "utf-8")
        (aside / "lock").touch()
        aside.replace(target)
    except (OSError, StoreError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StoreWriteError(f"No store was made in {folder}: {reason}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return target


def _in_memory(location: str, *, read_only: bool) -> Store:
    engine = Oxigraph()
    engine.extend(read_files((*concept_files(), *corpus().files)))
    engine.update(_DERIVE)
    return Store(engine, location, read_only=read_only)


def _open_folder(path: Path, read_only: bool) -> Store:
    folder = path / FOLDER if (path / FOLDER).is_dir() else path
    _check_description(folder)
    # Imported here: memory and servers, what most commands use, need no lock.
    from graph.lock import StoreLock

    lock = StoreLock(folder, exclusive=not read_only)
    try:
        engine = Oxigraph(folder / _DATA, read_only=read_only)
    except StoreError:
        lock.release()
        raise
    store = Store(engine, _shown(folder), read_only=read_only, folder=folder)
    store._lock = lock
    return store


def _check_description(folder: Path) -> None:
    if not folder.exists():
        raise NotAStoreError(f"There is no store at {folder}. Make one with `claimatlas init {folder}`.")
    try:
        description = json.loads((folder / _DESCRIPTION).read_text("utf-8"))
        version = int(description["format"])
    except (OSError, ValueError, KeyError, TypeError):
        raise NotAStoreError(
            f"{folder} is not a claimatlas store (it has no readable {_DESCRIPTION}). "
            f"Make one with `claimatlas init {folder}`."
        ) from None
    if version > FORMAT:
        raise StoreVersionError(
            f"The store {folder} was made by a newer claimatlas (store format {version}; this one reads up to "
            f"{FORMAT}). Upgrade claimatlas to use it."
        )


def _shown(folder: Path) -> str:
    """Return the path as a person would write it here."""
    here = Path.cwd()
    return str(folder.relative_to(here) if folder.is_relative_to(here) else folder)


def _nearest(start: Path) -> Path | None:
    return next((place / FOLDER for place in (start, *start.parents) if (place / FOLDER).is_dir()), None)


def _declared(sparql: str) -> str:
    """Put the known prefixes before the query, all on one line, so that lines keep their numbers."""
    return _PROLOGUE + sparql


_PROLOGUE = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in prefixes().items()) + " "
_DERIVE = " ;\n".join(text for rule in RULES for text in (rule.delete, rule.insert) if text)
