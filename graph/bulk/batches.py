"""Reading large files of RDF, batch by batch, as lines of N-Quads just as a store would keep them.

The same faults are told as of small files (`reading.py`), but no more is held than a batch: except of JSON-LD and
RDF/XML, which are looked through whole before they are parsed.
"""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from graph.delta import GENID
from graph.errors import Fault, RdfSyntaxError
from graph.named_graphs import is_protected_graph
from graph.rdf_guards import LARGEST, explained, explained_in, guarded, may_be_deep, opens_as_utf_16
from graph.reading import (
    FORMATS,
    NO_BASE,
    Readable,
    content_of,
    name_of,
    not_held,
    relative,
)

Progress = Callable[[int], None]
"""Is told how many bytes are read."""

_TOGETHER = 50_000
"""How many triples are taken at once."""
_STREAMED = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS, ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
_WITH_GRAPHS = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG, ox.RdfFormat.JSON_LD)
_BLANK_GRAPH = "holds a graph that is named by a blank node; give it an IRI"

# Within a line of N-Quads no space stands in an IRI, and no quotation mark unescaped in a literal.
_GRAPH = re.compile(rb"^\S+ \S+ .* (<[^<>\"]*>|_:[0-9a-zA-Z]+) \.$", re.DOTALL)
_BLANK_SUBJECT = re.compile(rb"^_:([0-9a-f]+)", re.MULTILINE)
_BLANK_OBJECT = re.compile(rb"^(\S+ \S+ )_:([0-9a-f]+)", re.MULTILINE)
_DIRECTED = re.compile(rb'"@[A-Za-z0-9-]+--(?:ltr|rtl) ')
_XSD = rb"\^\^<http://www\.w3\.org/2001/XMLSchema#"
_AS_KEPT = re.compile(
    rb' "(?:(?:0|-?[1-9][0-9]{0,17})"' + _XSD + rb'integer>|(?:true|false)"' + _XSD + rb"boolean>)(?: <[^<>\"]*>)? \.$"
)


@dataclass
class Batch:
    """Some of what files hold, as lines of N-Quads without their ends, as a store keeps them.

    Attributes:
        triples: How many triples they are, each as often as it stands in the files.
        lines: Those of the current state.
        graph_lines: Those of graphs of people's own: graph → lines.
        protected: Graph that people cannot write → how many triples it has.
    """

    triples: int = 0
    lines: list[bytes] = field(default_factory=list)
    graph_lines: dict[str, list[bytes]] = field(default_factory=dict)
    protected: Counter[str] = field(default_factory=Counter)


def read_in_batches(files: Iterable[Readable], progress: Progress | None = None) -> Iterator[Batch]:
    """Yield what files hold.

    Raises:
        RdfSyntaxError: At the end, when any file cannot be read or parsed, or names a graph by a blank node; has the
            first fault of each such file.
    """
    faults: list[Fault] = []
    done = 0
    for file in files:
        reader = _Reader(file, progress, done)
        for batch in reader.batches():
            if not faults:
                yield batch
        done += reader.size
        faults += [reader.fault] if reader.fault else []
    if faults:
        raise RdfSyntaxError(faults)


class _Reader:
    """Reads one file.

    Args:
        file: The file.
        progress: Is told how many bytes are read.
        before: How many were read before it.

    Attributes:
        fault: What is wrong with it, once all of it is read.
        size: How many bytes it has, once it is read.
    """

    def __init__(self, file: Readable, progress: Progress | None, before: int) -> None:
        self.fault: Fault | None = None
        self.size = 0
        self._file = file
        self._name = name_of(file)
        self._progress = progress
        self._before = before
        self._reasons = ["", "", ""]  # not held, relative, a blank graph: told in this order, whichever comes first

    def batches(self) -> Iterator[Batch]:
        """Yield what it holds, up to its first fault."""
        rdf_format = FORMATS.get(Path(self._file.name).suffix.lower())
        if rdf_format is None:
            self._refuse(f"unknown kind of file; known are {', '.join(FORMATS)}")
            return
        try:
            if rdf_format in _STREAMED and isinstance(self._file, Path):
                with self._file.open("rb") as opened:
                    yield from self._streamed(opened, rdf_format)
            else:
                yield from self._whole(content_of(self._file), rdf_format)
        except OSError as error:
            self._refuse(error.strerror or str(error))
        why = next(filter(None, self._reasons), "")
        if why and not self.fault:
            self._refuse(why)

    def _refuse(self, why: str) -> None:
        self.fault = Fault(self._name, 0, 0, why)

    def _streamed(self, opened: BinaryIO, rdf_format: ox.RdfFormat) -> Iterator[Batch]:
        """Yield what a file holds without ever holding it whole."""
        head = opened.read(len(codecs.BOM_UTF8))
        start = len(head) if head == codecs.BOM_UTF8 else 0
        opened.seek(0)
        if opens_as_utf_16(head) or may_be_deep(iter(lambda: opened.read(1_000_000), b"")):
            opened.seek(0)
            content = opened.read(LARGEST + 1)  # seldom: text that may be nested has to be looked through whole
            self.fault = self._too_large(content) or guarded(self._name, content, rdf_format)
        if self.fault:
            return
        opened.seek(start)
        quads = ox.parse(opened, format=rdf_format, rename_blank_nodes=True)
        try:
            yield from self._taken(quads, rdf_format, opened.tell)
        except (SyntaxError, ValueError, MemoryError) as error:
            opened.seek(start)
            head = opened.read(20_000)
            opened.seek(start)
            self.fault = explained_in(self._name, head, opened, error)
        self.size = opened.seek(0, 2)

    def _whole(self, content: bytes, rdf_format: ox.RdfFormat) -> Iterator[Batch]:
        """Yield what a text holds."""
        self.size = len(content)
        content = content.removeprefix(codecs.BOM_UTF8)
        self.fault = self._too_large(content) or guarded(self._name, content, rdf_format)
        if self.fault:
            return
        base = NO_BASE if rdf_format == ox.RdfFormat.JSON_LD else None
        try:
            quads = ox.parse(content, format=rdf_format, base_iri=base, rename_blank_nodes=True)
            yield from self._taken(quads, rdf_format, lambda: self.size)
        except (SyntaxError, ValueError, MemoryError) as error:
            self.fault = explained(self._name, content, error)

    def _too_large(self, content: bytes) -> Fault | None:
        why = f"is larger than {LARGEST // 1_000_000} MB; split it"
        return Fault(self._name, 0, 0, why) if len(content) > LARGEST else None

    def _taken(self, quads: Iterator[ox.Quad], rdf_format: ox.RdfFormat, place: Callable[[], int]) -> Iterator[Batch]:
        while some := list(islice(quads, _TOGETHER)):
            text = ox.serialize(some, format=ox.RdfFormat.N_QUADS) or b""
            if b"<<(" in text or _DIRECTED.search(text):
                self._reasons[0] = self._reasons[0] or next(not_held(some), "")
            if rdf_format == ox.RdfFormat.JSON_LD and NO_BASE.encode() in text:
                self._reasons[1] = self._reasons[1] or next(relative(some), "")
            if not any(self._reasons):
                batch = self._batch(_without_blanks(text), has_graphs=rdf_format in _WITH_GRAPHS)
                batch.triples = len(some)
                if not any(self._reasons):
                    yield batch
            if self._progress:
                self._progress(self._before + place())

    def _batch(self, text: bytes, *, has_graphs: bool) -> Batch:
        """Return lines by where they belong, as a store keeps them."""
        lines = text.splitlines()
        if not has_graphs:
            return Batch(lines=as_kept(lines))
        batch = Batch()
        for line in lines:
            found = _GRAPH.match(line)
            name = found[1] if found else b""
            if name.startswith(b"_:"):
                self._reasons[2] = _BLANK_GRAPH
            elif not name:
                batch.lines.append(line)
            elif is_protected_graph(graph := name[1:-1].decode()):
                batch.protected[graph] += 1
            else:
                batch.graph_lines.setdefault(graph, []).append(line)
        batch.lines = as_kept(batch.lines)
        batch.graph_lines = {graph: as_kept(some) for graph, some in batch.graph_lines.items()}
        return batch


def _without_blanks(text: bytes) -> bytes:
    """Return lines with IRIs for blank nodes, whose names are random and differ from file to file."""
    if b"_:" not in text:
        return text
    genid = GENID.encode()
    text = _BLANK_SUBJECT.sub(rb"<" + genid + rb"\1>", text)
    return _BLANK_OBJECT.sub(rb"\1<" + genid + rb"\2>", text)


def as_kept(lines: list[bytes]) -> list[bytes]:
    """Return lines of N-Quads with their literals as stores write them (0.50 as 0.5), in any order."""
    kept, others = list[bytes](), list[bytes]()
    for line in lines:
        (others if b'"^^<' in line and not _AS_KEPT.search(line) else kept).append(line)
    if others:
        store = ox.Store()
        store.load(b"\n".join(others), format=ox.RdfFormat.N_QUADS)
        kept += (store.dump(format=ox.RdfFormat.N_QUADS) or b"").splitlines()
    return kept
