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
    read = [_read(file) for file in files]
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
        if rdf_format == ox.RdfFormat.RDF_XML and b"<!ENTITY" in content:
            return _Read([], Fault(name, 0, 0, "declares XML entities, which are not read; write them out"))
        quads = list(ox.parse(content, format=rdf_format, rename_blank_nodes=True))
        named = next((quad.graph_name for quad in quads if quad.graph_name != ox.DefaultGraph()), None)
        if named is not None:
            return _Read([], Fault(name, 0, 0, f"holds the named graph {named}; only a default graph can be added"))
        return _Read([quad.triple for quad in quads])
    except SyntaxError as error:
        return _Read([], Fault(name, error.lineno or 0, error.offset or 0, _plain(str(error))))
    except OSError as error:
        return _Read([], Fault(name, 0, 0, error.strerror or str(error)))
    except ValueError as error:
        return _Read([], Fault(name, 0, 0, str(error)))


def _plain(message: str) -> str:
    """Take the place out of the parser's message: it is told apart."""
    message = re.sub(r"^Parser error .*?: ", "", message, flags=re.DOTALL)
    message = re.sub(r" \([^()]*line \d+\)$", "", message)
    if "prefix" in message and "has not been declared" in message:
        return f"{message}; write @prefix … at the head of the file"
    return message
