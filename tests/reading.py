"""Reading RDF that the project wrote, with rdflib: another implementation than the one that wrote it."""

import warnings

from rdflib import Graph
from rdflib.term import Node


def triples(content: bytes, parser: str) -> set[tuple[Node, Node, Node]]:
    """Return the triples of a file's content; `parser` is rdflib's name of its format."""
    with warnings.catch_warnings():
        # rdflib's reader of JSON-LD uses a part of rdflib that rdflib deprecates.
        warnings.simplefilter("ignore", DeprecationWarning)
        return set(Graph().parse(data=content, format=parser))
