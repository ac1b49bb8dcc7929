"""Opening a store, wherever it is, and making a new one in a folder.

A store's folder holds `store.json` (the version of its layout), `data/` (Oxigraph's files), `sources/` with the
texts that are attached, `likeness.sqlite` (an index that can be made anew), `lock` with `holders/` (who uses it
now), and while it is open `snapshots/` (copies for the processes that answer bounded queries).
"""

import json
import os
import shlex
import shutil
from pathlib import Path

from claims import Corpus, corpus
from graph.contributions import history_quads, new_contribution
from graph.delta import Delta
from graph.engines import Oxigraph
from graph.errors import NotAStoreError, StoreError, StoreVersionError, StoreWriteError
from graph.reading import read_files
from graph.snapshots import SNAPSHOTS
from graph.store import Store
from ontology import concept_files

FOLDER = ".claimatlas"
"""The name of a store's folder, as `create_store` makes it and `open_store` looks for it."""

FORMAT = 1
"""The version of the layout of a store's folder; a store of a higher one is refused."""

_DESCRIPTION, _DATA = "store.json", "data"


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
    if location is None:
        location = os.environ.get("CLAIMATLAS_STORE") or _nearest(Path.cwd())
    if location is None:
        return _in_memory("the shipped essay", read_only=True)
    text = str(location)
    if not text.strip():
        raise NotAStoreError("The name of the store is empty.")
    if text == ":memory:":
        return _in_memory("the shipped essay in memory", read_only=read_only)
    if text.lower().startswith(("http://", "https://")):
        from graph.remote import SparqlServer

        server = SparqlServer(text)
        return Store(server, server.shown, read_only=read_only, is_shared=True)
    return _open_folder(Path(location), read_only)


def create_store(folder: Path, content: Corpus | None = None, *, empty: bool = False) -> Path:
    """Make a store in `folder/.claimatlas`, with a corpus in it (default: the shipped essay).

    It is made aside and put in place when it is whole, so that a failure leaves nothing behind.

    Args:
        folder: Where to make it.
        content: The corpus.
        empty: Whether to leave the corpus out, for a text of one's own: only the vocabulary and concepts are in it.

    Returns:
        The store's folder.

    Raises:
        StoreError: When there is a store already.
        StoreWriteError: When the folder cannot be written.
    """
    content = None if empty else content or corpus()
    target = folder / FOLDER
    _must_be_free(target)
    aside = folder / f"{FOLDER}.new-{os.getpid()}"
    try:
        aside.mkdir(parents=True)
        engine = Oxigraph(aside / _DATA)
        _filled(engine, content)
        engine.close()
        description = {"format": FORMAT}
        (aside / _DESCRIPTION).write_text(json.dumps(description) + "\n", "utf-8")
        (aside / "lock").touch()
        aside.replace(target)
    except (OSError, StoreError) as error:
        _must_be_free(target)  # somebody else may have made one meanwhile
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StoreWriteError(f"No store was made in {folder}: {reason}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return target


def _must_be_free(target: Path) -> None:
    if (target / _DESCRIPTION).is_file():
        raise StoreError(f"There is a store already: {target}. Use it, or choose another folder.")
    if target.exists():
        raise StoreError(f"{target} exists and is no store. Move it away, or choose another folder.")


def _in_memory(location: str, *, read_only: bool) -> Store:
    return Store(_filled(Oxigraph(), corpus()), location, read_only=read_only)


def _filled(engine: Oxigraph, content: Corpus | None) -> Oxigraph:
    """Put the concepts and a corpus, if any, into an empty engine, with all that is derived from them."""
    engine.extend(read_files((*concept_files(), *(content.files if content else ()))))
    name = content.name if content else ""
    Store(engine, name).derive()
    message = f"Made with the corpus {name}" if content else "Made empty"
    made = new_contribution(1, "claimatlas", message)
    # What a store is made with is no change to it: the contribution has no changes, and cannot be undone.
    engine.change([*history_quads(made, Delta(), {})], (), "")
    return engine


def _open_folder(path: Path, read_only: bool) -> Store:
    folder = path / FOLDER if (path / FOLDER).is_dir() else path
    _check_description(folder)
    if not (folder / _DATA / "CURRENT").is_file():
        raise StoreError(
            f"The store {folder} is damaged: its data are missing. Restore it from a copy, or make a new one."
        )
    # Imported here: memory and servers, what most commands use, need no lock.
    from graph.lock import StoreLock

    lock = StoreLock(folder, exclusive=not read_only)
    if not read_only:  # what a process left that was killed
        shutil.rmtree(folder / SNAPSHOTS, ignore_errors=True)
    try:
        engine = Oxigraph(folder / _DATA, read_only=read_only)
    except StoreError:
        lock.release()
        raise
    return Store(engine, _shown(folder), read_only=read_only, folder=folder, lock=lock)


def _check_description(folder: Path) -> None:
    if not folder.exists():
        raise NotAStoreError(
            f"There is no store at {folder}. Make one with `claimatlas init {shlex.quote(str(folder))}`."
        )
    try:
        description = json.loads((folder / _DESCRIPTION).read_text("utf-8"))
        version = description["format"]
    except (OSError, ValueError, KeyError, TypeError):
        version = None
    if type(version) is not int or version < 1:
        raise NotAStoreError(
            f"{folder} is not a claimatlas store (it has no readable {_DESCRIPTION}). "
            "Make one with `claimatlas init` in a folder of its own."
        )
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
    places = (place / FOLDER for place in (start, *start.parents))
    return next((folder for folder in places if (folder / _DESCRIPTION).is_file()), None)
