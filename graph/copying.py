"""Copying a store, whole and proved: current state, history and graphs of people's own, to a folder or a server.

All quads are first laid out in portions, the same for the same content whatever order an engine gives it in: by a
digest of their subjects, each portion sorted. A portion is written as one change and then noted, so that a copy that
was cut short goes on where it was. In the end what the target holds is read back and compared with what the source
holds, graph by graph, by number and digest.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from graph.creating import FOLDER, must_be_free, put_in_place
from graph.errors import StoreError, StoreWriteError
from graph.named_graphs import graph_names
from graph.opening import open_on_server
from graph.store import Store
from graph.unfinished import COPYING
from ontology import HISTORY, PREFIXES

_BUCKETS = 256
_PORTION = 50_000
"""How many quads a portion has at least, but the last."""
_XSD = PREFIXES["xsd"]
_TIME = _XSD + "dateTime"
_ZEROS = re.compile(r"(?:\.0+|(?<=\.\d)0+|(?<=\.\d\d)0+|(?<=\.\d{3})0+)(?=Z|[+-]|$)")
"""The zeros at the end of the fraction of a second."""
_NUMBERS = {_XSD + name for name in ("integer", "decimal")}
_DONE = "urn:claimatlas:copied"

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how many quads of it are done, and how many there are (0: not known)."""


@dataclass(frozen=True)
class Copied:
    """What was copied.

    Attributes:
        location: The target.
        counts: Graph ("" for the current state) → how many triples it has.
        went_on: How many quads were there already from a copy that was cut short.
        sources: The names of the corpora whose attached texts were copied too.
        left_out: The names of those whose attached texts were not, for the target has no folder.
    """

    location: str
    counts: dict[str, int]
    went_on: int = 0
    sources: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass
class _Sum:
    """The number of a graph's triples, and a digest that does not depend on their order."""

    count: int = 0
    digest: int = 0

    def add(self, line: bytes) -> None:
        """Count a triple in."""
        self.count += 1
        self.digest = (self.digest + int.from_bytes(sha256(line).digest()[:16])) % 2**128


@dataclass(frozen=True)
class _Portion:
    """A part of what is copied: its file, how many quads it has, and the digest that tells it from others."""

    path: Path
    count: int
    digest: str


def copy_store(source: Store, target: str, progress: Progress = lambda *_: None) -> Copied:
    """Copy a store to an empty place, and prove that all of it is there.

    Args:
        source: The store.
        target: A folder in which `.claimatlas` is made, or the address of a SPARQL server that holds no store.
        progress: Is told how far it is.

    Returns:
        What was copied.

    Raises:
        StoreError: When there is a store at the target already, another copy into it was begun, or what is there in
            the end is not what was to be copied.
        StoreWriteError: When the target cannot be written. What was copied stays, and the next copy goes on with it.
        ServerError: When a server fails; likewise.
    """
    with tempfile.TemporaryDirectory(prefix="claimatlas-copy-") as place:
        sums, portions = _laid_out(source, Path(place), progress)
        if target.lower().startswith(("http://", "https://")):
            return _to_server(source, target, sums, portions, progress)
        return _to_folder(source, Path(target), sums, portions, progress)


def _to_server(
    source: Store, target: str, sums: dict[str, _Sum], portions: list[_Portion], progress: Progress
) -> Copied:
    with open_on_server(target) as store:
        went_on = _fill(store, sums, portions, progress)
        return Copied(store.location, _counts(sums), went_on, (), tuple(source.attached()))


def _to_folder(
    source: Store, folder: Path, sums: dict[str, _Sum], portions: list[_Portion], progress: Progress
) -> Copied:
    must_be_free(folder / FOLDER)
    aside = folder / f"{FOLDER}.copying"
    went_on = 0

    def fill(engine: object) -> None:
        nonlocal went_on
        went_on = _fill(Store(engine, str(folder)), sums, portions, progress)  # type: ignore[arg-type]
        for name in source.attached():
            text = source.source(name)
            if text:
                (aside / "sources").mkdir(exist_ok=True)
                (aside / "sources" / f"{name}.txt").write_bytes(text.text.encode("utf-8"))

    made = put_in_place(folder, aside, fill, keep=True)
    return Copied(str(made), _counts(sums), went_on, tuple(source.attached()))


def _counts(sums: dict[str, _Sum]) -> dict[str, int]:
    return {graph: found.count for graph, found in sums.items()}


def _fill(store: Store, sums: dict[str, _Sum], portions: list[_Portion], progress: Progress) -> int:
    """Copy into a store whatever is not there yet; return how many quads were there."""
    engine, whole = store.engine, sum(portion.count for portion in portions)
    with engine.writing:
        done = _done(store, portions)
        went_on = copied = sum(portion.count for portion in portions if portion.digest in done)
        for portion in portions:
            if portion.digest not in done:
                progress("Copying", copied, whole)
                engine.add_many([portion.path.read_bytes(), _note(portion.digest)])
                copied += portion.count
        progress("Copying", whole, whole)
        _prove(store, sums, progress)
        store.engine.update(f"DROP SILENT GRAPH <{COPYING}>")
    return went_on


def _note(digest: str) -> bytes:
    return f'<{COPYING}> <{_DONE}> "{digest}" <{COPYING}> .\n'.encode()


def _done(store: Store, portions: list[_Portion]) -> set[str]:
    """Return the digests of the portions that a copy which was cut short has written already."""
    rows = store.ask(f"SELECT ?digest {{ GRAPH <{COPYING}> {{ ?any <{_DONE}> ?digest }} }}")
    done = {row["digest"] for row in rows}
    if not done and store.ask(f"ASK {{ GRAPH <{HISTORY}> {{ ?s ?p ?o }} }}"):
        raise StoreError(f"There is a store already: {store.location}. Copy to another place.")
    if done - {portion.digest for portion in portions}:
        raise StoreError(
            f"A copy into {store.location} was begun of something else, or the store has changed since. Empty the "
            "target, or remove what is there, and copy anew."
        )
    return done


def _prove(store: Store, sums: dict[str, _Sum], progress: Progress) -> None:
    """Compare what a store holds with what it is to hold.

    Raises:
        StoreError: When it is not the same.
    """
    whole = sum(found.count for found in sums.values())
    seen = 0
    for graph, expected in sums.items():
        found = _Sum()
        for triple in store.engine.triples(graph):
            found.add(_line(triple))
            seen += 1
            if seen % 10_000 == 0:
                progress("Proving", seen, whole)
        if found != expected:
            raise StoreError(
                f"The copy in {store.location} is not the same: {graph or 'the current state'} has {found.count:,} "
                f"triples there, and {expected.count:,} were copied. Empty the target and copy anew; if it happens "
                "again, the server does not keep what it is given."
            )
    progress("Proving", whole, whole)


def _laid_out(source: Store, folder: Path, progress: Progress) -> tuple[dict[str, _Sum], list[_Portion]]:
    """Write all that a store holds into files, in portions; return what each graph has in all, and the portions."""
    graphs = ["", HISTORY, *sorted(graph_names(source.ask) - {HISTORY})]
    sums = {graph: _Sum() for graph in graphs}
    with _buckets(folder) as files:
        for seen, (graph, triple) in enumerate(_all(source, graphs)):
            line = _line(triple)
            sums[graph].add(line)
            subject = line.partition(b" ")[0]
            where = f" <{graph}> .\n" if graph else " .\n"
            files[sha256(subject).digest()[0]].write(f"{triple}{where}".encode())
            if seen % 10_000 == 0:
                progress("Reading", seen, 0)
    return sums, list(_portions(folder))


def _all(source: Store, graphs: Iterable[str]) -> Iterator[tuple[str, ox.Triple]]:
    for graph in graphs:
        for triple in source.engine.triples(graph):
            yield graph, triple


@contextmanager
def _buckets(folder: Path) -> Iterator[list[BinaryIO]]:
    files: list[BinaryIO] = []
    try:
        files.extend((folder / f"{number:03}").open("wb") for number in range(_BUCKETS))
        yield files
    except OSError as error:
        raise StoreWriteError(f"Nothing was copied: {folder} cannot be written ({error.strerror}).") from error
    finally:
        for file in files:
            with suppress(OSError):
                file.close()


def _portions(folder: Path) -> Iterator[_Portion]:
    """Yield neighbouring buckets together, sorted, as portions."""
    held: list[bytes] = []
    for number in range(_BUCKETS):
        held += (folder / f"{number:03}").read_bytes().splitlines(keepends=True)
        if held and (len(held) >= _PORTION or number == _BUCKETS - 1):
            held.sort()
            content = b"".join(held)
            path = folder / f"portion-{number:03}"
            path.write_bytes(content)
            yield _Portion(path, len(held), sha256(content).hexdigest())
            held = []


def _line(triple: ox.Triple) -> bytes:
    """Return a triple as it is compared: engines differ in how they write numbers and times."""
    value = triple.object
    if isinstance(value, ox.Literal):
        with suppress(InvalidOperation):
            return f"{triple.subject} {triple.predicate} {_compared(value)}".encode()
    return str(triple).encode()


def _compared(value: ox.Literal) -> str:
    """Return a literal as it is compared: with zeros at the end of a number or a time, or without, it is the same."""
    if value.datatype.value in _NUMBERS:
        return f"{Decimal(value.value).normalize():f}"
    if value.datatype.value == _TIME:
        return _ZEROS.sub("", value.value)
    return str(value)
