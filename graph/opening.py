"""Opening a store, wherever it is.

A store's folder holds `store.json` (the version of its layout), `data/` (Oxigraph's files), `sources/` with the
texts that are attached, `lock` with `holders/` (who uses it now), while it is open `snapshots/` (copies for the
processes that answer bounded queries), and indexes that can be made anew: `search/`, `arrays/`, `likeness.sqlite` and
`counts.sqlite`. Those of a store on a server lie in the user's cache folder.
"""

import json
import os
import shlex
import shutil
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from claims import corpus
from graph.creating import DATA, DESCRIPTION, FOLDER, FORMAT, filled
from graph.engines import Oxigraph
from graph.errors import NotAStoreError, StoreError, StoreVersionError
from graph.snapshots import SNAPSHOTS
from graph.store import Store
from graph.unfinished import is_unfinished

if TYPE_CHECKING:
    from graph.engines.sparql_server import SparqlServer

_CUT_SHORT = "A copy into {} was cut short. Finish it by the same `claimatlas copy` as before."


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
        from graph.engines.sparql_server import SparqlServer

        return _on_server(SparqlServer(text), read_only=read_only)
    return _open_folder(Path(location), read_only)


def _on_server(server: "SparqlServer", *, read_only: bool) -> Store:
    store = Store(server, server.shown, read_only=read_only, is_shared=True, indexes=_cache_of(server.shown))
    if is_unfinished(store):
        store.close()
        raise StoreError(_CUT_SHORT.format(server.shown))
    return store


def open_on_server(address: str) -> Store:
    """Open whatever a server holds, even a copy that was cut short: for `copy_store` alone."""
    from graph.engines.sparql_server import SparqlServer

    server = SparqlServer(address)
    return Store(server, server.shown, is_shared=True)


def _cache_of(address: str) -> Path | None:
    """Return the folder for the indexes of a store on a server; None where none can be made."""
    import platformdirs

    folder = platformdirs.user_cache_path("claimatlas") / sha256(address.encode()).hexdigest()[:32]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder


def _in_memory(location: str, *, read_only: bool) -> Store:
    return Store(filled(Oxigraph(), corpus()), location, read_only=read_only)


def _open_folder(path: Path, read_only: bool) -> Store:
    folder = path / FOLDER if (path / FOLDER).is_dir() else path
    _check_description(folder)
    if not (folder / DATA / "CURRENT").is_file():
        raise StoreError(
            f"The store {folder} is damaged: its data are missing. Restore it from a copy, or make a new one."
        )
    # Imported here: memory and servers, what most commands use, need no lock.
    from graph.lock import StoreLock

    lock = StoreLock(folder, exclusive=not read_only)
    if not read_only:  # what a process left that was killed
        shutil.rmtree(folder / SNAPSHOTS, ignore_errors=True)
    try:
        engine = Oxigraph(folder / DATA, read_only=read_only)
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
        description = json.loads((folder / DESCRIPTION).read_text("utf-8"))
        version = description["format"]
    except (OSError, ValueError, KeyError, TypeError):
        version = None
    if type(version) is not int or version < 1:
        raise NotAStoreError(
            f"{folder} is not a claimatlas store (it has no readable {DESCRIPTION}). "
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
    return next((folder for folder in places if (folder / DESCRIPTION).is_file()), None)
