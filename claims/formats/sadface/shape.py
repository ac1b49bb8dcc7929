"""SADFace documents as their JSON has them: what a writer that keeps to the format gives.

Nothing of it is relied upon when a file is read. Two ages of the format are in use: since 2018 what describes the
document stands in `metadata.core`, before that at the top of it; since version 0.5.4 schemes are either `inference` or
`conflict`, before that all are `scheme`, and the name says which. Reference: github.com/ARG-ENU/SADFace.
"""

from typing import Literal, TypedDict

from claims.formats.argument import Json

Metadata = dict[str, dict[str, Json]]
"""Name of who says it ("core" is the format's own) → key → value."""


class Source(TypedDict, total=False):
    """Where an atom stands in a resource: an offset in characters, and a length or the words."""

    resource_id: str
    text: str
    offset: int
    length: int


class Node(TypedDict, total=False):
    """An atom (with text and sources), or a scheme (with a name)."""

    id: str
    type: Literal["atom", "scheme", "inference", "conflict"]
    text: str
    sources: list[Source]
    name: str
    metadata: Metadata


class Edge(TypedDict):
    """An arrow between an atom and a scheme, either way."""

    id: str
    source_id: str
    target_id: str


class Resource(TypedDict, total=False):
    """A text that atoms are taken from; its metadata may hold url, doi, isbn or magnet-link."""

    id: str
    content: str
    type: Literal["text"]
    metadata: Metadata


class Core(TypedDict, total=False):
    """What describes a document."""

    id: str
    version: str
    created: str
    edited: str
    analyst_name: str
    analyst_email: str
    title: str
    description: str
    notes: str
    claim: str


class Document(TypedDict, total=False):
    """A document."""

    metadata: Metadata
    nodes: list[Node]
    edges: list[Edge]
    resources: list[Resource]
