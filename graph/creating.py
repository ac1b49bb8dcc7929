"""Making a new store: in a folder, or on a SPARQL server."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from claims import Corpus, corpus
from graph.contributions import history_quads, new_contribution
from graph.delta import Delta
from graph.engines import Oxigraph
from graph.errors import StoreError, StoreWriteError
from graph.reading import read_files
from graph.store import Store
from ontology import HISTORY, concept_files

FOLDER = ".claimatlas"
"""The name of a store's folder, as `create_store` makes it and `open_store` looks for it."""

FORMAT = 1
"""The version of the layout of a store's folder; a store of a higher one is refused."""

DESCRIPTION, DATA = "store.json", "data"
"""What tells of a store's folder that it is one, and where its data are in it."""


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
    return put_in_place(folder, folder / f"{FOLDER}.new-{os.getpid()}", lambda engine: filled(engine, content))


def put_in_place(folder: Path, aside: Path, fill: Callable[[Oxigraph], object], *, keep: bool = False) -> Path:
    """Make a store aside, and put it into a folder as `.claimatlas` when it is whole; return that one's path.

    Args:
        folder: The folder.
        aside: Where it is made, in the same folder.
        fill: Fills it.
        keep: Whether to keep what is aside after a failure, so that it can be gone on with.

    Raises:
        StoreError: When there is a store already.
        StoreWriteError: When the folder cannot be written.
    """
    target = folder / FOLDER
    must_be_free(target)
    try:
        aside.mkdir(parents=True, exist_ok=keep)
        engine = _engine(aside / DATA)
        try:
            fill(engine)
        finally:
            engine.close()
        (aside / DESCRIPTION).write_text(json.dumps({"format": FORMAT}) + "\n", "utf-8")
        (aside / "lock").touch()
        aside.replace(target)
    except (OSError, StoreWriteError) as error:
        must_be_free(target)  # somebody else may have made one meanwhile
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StoreWriteError(f"No store was made in {folder}: {reason}") from error
    finally:
        if not keep:
            shutil.rmtree(aside, ignore_errors=True)
    return target


def _engine(folder: Path) -> Oxigraph:
    try:
        return Oxigraph(folder)
    except StoreError as error:
        raise StoreWriteError(str(error)) from error


def must_be_free(target: Path) -> None:
    """Check that a store can be made at a place.

    Raises:
        StoreError: When there is one already, or something else.
    """
    if (target / DESCRIPTION).is_file():
        raise StoreError(f"There is a store already: {target}. Use it, or choose another folder.")
    if target.exists():
        raise StoreError(f"{target} exists and is no store. Move it away, or choose another folder.")


def create_on_server(address: str, content: Corpus | None = None, *, empty: bool = False) -> str:
    """Make a store on a SPARQL server, with a corpus in it; return its address, to be shown.

    Args:
        address: The server's address (`http://…`).
        content: The corpus; by default the shipped essay.
        empty: Whether to leave the corpus out.

    Raises:
        StoreError: When there is a store already.
        ServerError: When the server cannot be reached, or takes no updates.
    """
    from graph.engines.sparql_server import SparqlServer

    made = filled(Oxigraph(), None if empty else content or corpus()).dump(ox.RdfFormat.N_QUADS, {})
    server = SparqlServer(address)
    try:
        with server.writing:
            if server.ask(f"ASK {{ GRAPH <{HISTORY}> {{ ?s ?p ?o }} }}"):
                raise StoreError(f"There is a store already: {server.shown}. Use it, or choose another server.")
            server.add_many([made])
    finally:
        server.close()
    return server.shown


def filled(engine: Oxigraph, content: Corpus | None) -> Oxigraph:
    """Put the concepts and a corpus, if any, into an empty engine, with all that is derived; return it."""
    engine.extend(read_files((*concept_files(), *(content.files if content else ()))))
    name = content.name if content else ""
    Store(engine, name).derive()
    message = f"Made with the corpus {name}" if content else "Made empty"
    made = new_contribution(1, "claimatlas", message)
    # What a store is made with is no change to it: the contribution has no changes, and cannot be undone.
    engine.change([*history_quads(made, Delta(), {})], (), "")
    return engine
