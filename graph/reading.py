"""Reading files of RDF: all of them are parsed before any is used, and every fault is told with file and line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from graph.errors import Fault, RdfSyntaxError

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
    triples: list[ox.Triple]
    fault: Fault | None = None


def read_files(files: Iterable[Readable]) -> list[ox.Triple]:
    """Return the triples of RDF files, in order. Blank nodes of different files stay different.

    Raises:
        RdfSyntaxError: When any file cannot be read or parsed, or holds named graphs, which have no place in the
            current state; has the first fault of each such file.
    """
    return _all_of([_read(file) for file in files])


def read_documents(documents: Iterable[Document], base_iri: str = "") -> list[ox.Triple]:
    """Return the triples of RDF documents, in order. Blank nodes of different documents stay different.

    Args:
        documents: The documents.
        base_iri: What their relative IRIs are relative to; without it there must be none.

    Raises:
        RdfSyntaxError: When any of them is in an unknown format, cannot be parsed, or holds named graphs; has the
            first fault of each such document.
    """
    return _all_of([_read_document(document, base_iri) for document in documents])


def _read_document(document: Document, base_iri: str) -> _Read:
    rdf_format = DOCUMENT_FORMATS.get(document.format)
    if rdf_format is None:
        known = ", ".join(DOCUMENT_FORMATS)
        return _Read([], Fault(document.name, 0, 0, f"unknown format “{document.format}”; known are {known}"))
    return _parsed(document.name, document.content, rdf_format, base_iri or None)


def _all_of(read: list[_Read]) -> list[ox.Triple]:
    faults = [one.fault for one in read if one.fault]
    if faults:
        raise RdfSyntaxError(faults)
    return [triple for one in read for triple in one.triples]


def _read(file: Readable) -> _Read:
    name = str(file) if isinstance(file, Path) else file.name
    rdf_format = FORMATS.get(Path(file.name).suffix.lower())
    if rdf_format is None:
        return _Read([], Fault(name, 0, 0, f"unknown kind of file; known are {', '.join(FORMATS)}"))
    try:
        content = file.read_bytes()
    except OSError as error:
        return _Read([], Fault(name, 0, 0, error.strerror or str(error)))
    return _parsed(name, content, rdf_format, None)


def _parsed(name: str, content: bytes, rdf_format: ox.RdfFormat, base_iri: str | None) -> _Read:
    try:
        if rdf_format == ox.RdfFormat.RDF_XML and b"<!ENTITY" in content:
            return _Read([], Fault(name, 0, 0, "declares XML entities, which are not read; write them out"))
        quads = list(ox.parse(content, format=rdf_format, base_iri=base_iri, rename_blank_nodes=True))
        named = next((quad.graph_name for quad in quads if quad.graph_name != ox.DefaultGraph()), None)
        if named is not None:
            return _Read([], Fault(name, 0, 0, f"holds the named graph {named}; only a default graph can be added"))
        return _Read([quad.triple for quad in quads])
    except SyntaxError as error:
        return _Read([], Fault(name, error.lineno or 0, error.offset or 0, _plain(str(error))))
    except ValueError as error:
        return _Read([], Fault(name, 0, 0, str(error)))


def _plain(message: str) -> str:
    """Take the place out of the parser's message: it is told apart."""
    message = re.sub(r"^Parser error .*?: ", "", message, flags=re.DOTALL)
    message = re.sub(r" \([^()]*line \d+\)$", "", message)
    if "LoadDocumentCallback" in message:
        return "its @context stands elsewhere, and is not fetched; write the context itself into the text"
    if "prefix" in message and "has not been declared" in message:
        return f"{message}; write @prefix … at the head of the file"
    return message
