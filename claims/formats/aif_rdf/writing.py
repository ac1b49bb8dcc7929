"""From an argument to Turtle; `aif_rdf.generate` is the door."""

import re
from collections.abc import Iterator

from claims.formats.aif_rdf.terms import (
    DUNDEE,
    RDF_TYPE,
    Term,
    class_name,
    iri_for,
    is_n3,
    n3,
    scheme_told,
    untyped_name,
    written,
)
from claims.formats.aif_speakers import heard, named_in
from claims.formats.argument import Argument, Edge, Json, Node

_PREFIXES = f"@prefix aif: <{DUNDEE}> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
_LANGUAGE = re.compile(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*")
_LABEL = re.compile(r"[A-Za-z0-9-]+")

Pair = tuple[str, str]
"""A property and its value, as Turtle has them."""


class Writer:
    """Writes one argument."""

    def __init__(self, argument: Argument) -> None:
        self._argument = argument
        self._is_own = argument.format in ("", "aif-rdf")
        self._types = {node.id: node.type for node in argument.nodes.values()}
        self._heard = heard(argument)
        self._names = {node.id: self._name(node.id, self._data(node), node) for node in argument.nodes.values()}
        for edge in argument.edges:
            for end in (edge.source, edge.target):
                self._names.setdefault(end, self._name(end, edge.data if self._is_own else {}))

    def turtle(self) -> str:
        """Return the argument in Turtle: a block for each node, then what is said of other things."""
        links = self._links()
        blocks = []
        for node in self._argument.nodes.values():
            pairs = [*self._pairs(node), *links.get(node.id, []), *_kept(self._data(node), 2)]
            if pairs:
                said = " ;\n    ".join(" ".join(pair) for pair in pairs)
                blocks.append(f"\n{self._names[node.id]} {said} .\n")
        others = [" ".join(triple) + " .\n" for triple in _kept(self._argument.data if self._is_own else {}, 3)]
        return "".join([_PREFIXES, *blocks, "\n" if others else "", *others])

    def _data(self, node: Node) -> dict[str, Json]:
        return node.data if self._is_own else {}

    def _name(self, id_: str, data: dict[str, Json], node: Node | None = None) -> str:
        """Return how a node is named: as it was read; else by its item's IRI, or by its id, relative to the file."""
        iri = data.get("iri")
        if data.get("blank") is True and _LABEL.fullmatch(id_):
            return n3(Term("blank", id_))
        if not isinstance(iri, str):
            iri = str(node.item.iri) if node and node.item else iri_for(id_)
        return n3(Term("iri", iri))

    def _pairs(self, node: Node) -> Iterator[Pair]:
        """Yield what is said of a node by itself."""
        data = self._data(node)
        is_information = node.type in ("I", "L", "")
        if class_name(node.type):
            yield "a", f"aif:{class_name(node.type)}"
        if node.text:
            yield "aif:claimText" if is_information else "rdfs:label", _text(node.text, node.lang)
        if node.title and (is_information or not node.text):
            yield "rdfs:label", _text(node.title, node.lang)
        created = data.get("creationDate", node.data.get("timestamp"))
        if isinstance(created, str):
            yield "aif:creationDate", _text(created)
        for name in self._sources(node, data):
            yield "aif:source", _text(name)
        yield from self._scheme(node, data)

    def _sources(self, node: Node, data: dict[str, Json]) -> list[str]:
        """Return who says a node, where the node itself is to tell it."""
        told = data.get("source")
        if isinstance(told, list):
            return [name for name in told if isinstance(name, str)]
        follows = named_in(node.text) if node.type == "L" else self._heard.get(node.id, ())
        return [] if node.held_by == follows else list(node.held_by)

    def _scheme(self, node: Node, data: dict[str, Json]) -> Iterator[Pair]:
        fulfils = data.get("fulfils")
        if isinstance(fulfils, str):
            yield "aif:fulfils", n3(Term("iri", fulfils))
        classes = [value[1:-1] for name, value in _kept(data, 2) if name == f"<{RDF_TYPE}>"]
        if node.scheme and node.scheme != scheme_told(fulfils, classes):
            yield "aif:schemeName", _text(node.scheme)

    def _links(self) -> dict[str, list[Pair]]:
        """Return id → the edges that its node tells, those that lead to it first."""
        found: dict[str, list[tuple[int, Pair]]] = {}
        for edge in self._argument.edges:
            for teller, place, name, other in self._told(edge):
                found.setdefault(teller, []).append((place, (f"aif:{name}", self._names[other])))
        return {owner: [pair for _, pair in sorted(pairs, key=lambda one: one[0])] for owner, pairs in found.items()}

    def _told(self, edge: Edge) -> Iterator[tuple[str, int, str, str]]:
        """Yield which node tells an edge, how early, by which property, and of which other node.

        One node, and besides it such as have no type, for nothing else may be said of them.
        """
        source, target = self._types.get(edge.source), self._types.get(edge.target)
        owner, name, at_source = written(edge, source, target)
        yield owner, int(at_source), name, edge.target if at_source else edge.source
        if source == "" and owner != edge.source:
            yield edge.source, 2, untyped_name(True, target), edge.target
        if target == "" and owner != edge.target:
            yield edge.target, 2, untyped_name(False, source), edge.source


def _text(text: str, lang: str = "") -> str:
    return n3(Term("literal", text, lang=lang if _LANGUAGE.fullmatch(lang) else ""))


def _kept(data: dict[str, Json], length: int) -> Iterator[tuple[str, ...]]:
    """Yield the triples that were kept as they are, without their subject where `length` is 2."""
    rows = data.get("rdf")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, list) and len(row) == length and all(is_n3(term) for term in row):
            yield tuple(str(term) for term in row)
