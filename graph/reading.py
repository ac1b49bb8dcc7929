"""Reading files of RDF: all of them are parsed before any is used, and every fault is told with file and line."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from graph.errors import Fault, RdfSyntaxError
from graph.rdf_guards import LARGEST, explained, guarded

FORMATS: dict[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
"""File extension → format of RDF."""

DOCUMENT_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}
"""Name of a format of RDF → the format, for documents that are no files."""


@dataclass(frozen=True)
class Document:
    """RDF that came as it is, and not in a file.

    Attributes:
        content: The text, in UTF-8.
        format: One of `DOCUMENT_FORMATS`.
        name: What it is called where a fault is told.
    """

    content: bytes
    format: str = "turtle"
    name: str = "the content"


NO_BASE = "https://relative.invalid/"
"""What relative IRIs in JSON-LD are told by: its parser leaves out, and says nothing of, what has no whole IRI."""


class Readable(Protocol):
    """A file on disk, or one inside an installed package."""

    @property
    def name(self) -> str:
        """The last part of the file's path."""
        ...

    def read_bytes(self) -> bytes:
        """Return the file's content."""
        ...


@dataclass(frozen=True)
class _Read:
    quads: list[ox.Quad]
    fault: Fault | None = None


def read_files(files: Iterable[Readable]) -> list[ox.Triple]:
    """Return the triples of RDF files, in order. Blank nodes of different files stay different.

    Raises:
        RdfSyntaxError: When any file cannot be read or parsed, or holds named graphs; has the first fault of each such
            file.
    """
    return [quad.triple for quad in _all_of(_unnamed(name_of(file), _read(file)) for file in files)]


def read_quads(files: Iterable[Readable]) -> list[ox.Quad]:
    """Return the quads of RDF files, those of named graphs too, in order; see `read_files`.

    Raises:
        RdfSyntaxError: When any file cannot be read or parsed, or names a graph by a blank node; has the first fault
            of each such file.
    """
    return _all_of(_with_iris(name_of(file), _read(file)) for file in files)


def read_documents(documents: Iterable[Document], base_iri: str = "") -> list[ox.Triple]:
    """Return the triples of RDF documents, in order. Blank nodes of different documents stay different.

    Args:
        documents: The documents.
        base_iri: What their relative IRIs are relative to; without it there must be none.

    Raises:
        RdfSyntaxError: When any of them is in an unknown format, cannot be parsed, or holds named graphs; has the
            first fault of each such document.
    """
    read = (_unnamed(document.name, _read_document(document, base_iri)) for document in documents)
    return [quad.triple for quad in _all_of(read)]


def _read_document(document: Document, base_iri: str) -> _Read:
    rdf_format = DOCUMENT_FORMATS.get(document.format)
    if rdf_format is None:
        known = ", ".join(DOCUMENT_FORMATS)
        return _Read([], Fault(document.name, 0, 0, f"unknown format “{document.format}”; known are {known}"))
    return _parsed(document.name, document.content, rdf_format, base_iri)


def _all_of(parts: Iterable[_Read]) -> list[ox.Quad]:
    read = list(parts)
    faults = [one.fault for one in read if one.fault]
    if faults:
        raise RdfSyntaxError(faults)
    return [quad for one in read for quad in one.quads]


def _unnamed(name: str, read: _Read) -> _Read:
    """Refuse named graphs where there is no place for them."""
    graphs = (quad.graph_name for quad in read.quads)
    named = next((graph for graph in graphs if not isinstance(graph, ox.DefaultGraph)), None)
    if named is None:
        return read
    return _Read([], Fault(name, 0, 0, f"holds the named graph {named}; only a default graph can be added"))


def _with_iris(name: str, read: _Read) -> _Read:
    """Refuse graphs that are named by blank nodes: nobody could ask for them."""
    graphs = (quad.graph_name for quad in read.quads)
    blank = next((graph for graph in graphs if isinstance(graph, ox.BlankNode)), None)
    if blank is None:
        return read
    return _Read([], Fault(name, 0, 0, "holds a graph that is named by a blank node; give it an IRI"))


def name_of(file: Readable) -> str:
    """Return what a file is called where a fault is told."""
    return str(file) if isinstance(file, Path) else file.name


def _read(file: Readable) -> _Read:
    name = name_of(file)
    rdf_format = FORMATS.get(Path(file.name).suffix.lower())
    if rdf_format is None:
        return _Read([], Fault(name, 0, 0, f"unknown kind of file; known are {', '.join(FORMATS)}"))
    try:
        content = content_of(file)
    except OSError as error:
        return _Read([], Fault(name, 0, 0, error.strerror or str(error)))
    if len(content) > LARGEST:
        return _Read([], Fault(name, 0, 0, f"is larger than {LARGEST // 1_000_000} MB; split it"))
    return _parsed(name, content, rdf_format, "")


def content_of(file: Readable) -> bytes:
    """Return what a file holds; of one that is too large, no more than shows that it is."""
    if not isinstance(file, Path):
        return file.read_bytes()
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _parsed(name: str, content: bytes, rdf_format: ox.RdfFormat, base_iri: str) -> _Read:
    content = content.removeprefix(codecs.BOM_UTF8)
    fault = guarded(name, content, rdf_format)
    if fault:
        return _Read([], fault)
    watched = rdf_format == ox.RdfFormat.JSON_LD and not base_iri
    try:
        base = NO_BASE if watched else base_iri or None
        quads = list(ox.parse(content, format=rdf_format, base_iri=base, rename_blank_nodes=True))
    except (SyntaxError, ValueError, MemoryError) as error:
        return _Read([], explained(name, content, error))
    why = next(not_held(quads), "") or (next(relative(quads), "") if watched else "")
    return _Read([], Fault(name, 0, 0, why)) if why else _Read(quads)


def not_held(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Yield what RDF 1.1 and its query language have no way to say, and stores therefore do not hold."""
    for quad in quads:
        if isinstance(quad.object, ox.Triple):
            yield f"holds a triple about a triple, <<( {str(quad.object)[:200]} )>>; write it as a node with properties"
        elif isinstance(quad.object, ox.Literal) and quad.object.direction is not None:
            yield f"holds a text with a direction, {str(quad.object)[:200]}; leave the direction out"


def relative(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Yield that an IRI was relative before it was parsed."""
    for quad in quads:
        for term in quad:
            if isinstance(term, ox.NamedNode) and term.value.startswith(NO_BASE):
                told = term.value.removeprefix(NO_BASE)[:200]
                yield f"holds the relative IRI “{told}”; write it whole, or declare an @base"
