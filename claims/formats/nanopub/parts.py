"""A file's quads as nanopublications: which graphs belong to which, and what belongs to none."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from rdflib import BNode, URIRef

from claims.formats.nanopub.rules import NANOPUBLICATION, PARTS, Nanopub, Neighbours
from claims.formats.nanopub.shape import KeptNanopub
from claims.formats.nanopub.trig import Quad, Term, Text, Trig, by_namespace, compact, iri, read_term, term_text
from ontology import PREFIXES

_MOST_STARTS = 200
_A = URIRef(PREFIXES["rdf"] + "type")


@dataclass(slots=True)
class Parts:
    """What a file holds.

    Attributes:
        nanopubs: Its nanopublications, in order, well-formed or not.
        strays: Graphs that belong to none of them; None for triples that stand in no graph.
        neighbours: What each has to know of the others.
    """

    nanopubs: list[Nanopub]
    strays: list[Term | None] = field(default_factory=list)
    neighbours: Neighbours = field(default_factory=Neighbours)


def parts_of(trig: Trig) -> Parts:
    """Return the nanopublications of a file, and the graphs that are none's."""
    graphs: dict[Term | None, list[Quad]] = {}
    for quad in trig.quads:
        graphs.setdefault(quad.graph, []).append(quad)
    found = _heads(trig)
    for one in found.values():
        _fill(one, graphs, trig)
    parts = Parts([*found.values()])
    owned = {graph for one in parts.nanopubs for graph in one.graphs}
    _place([graph for graph in graphs if graph not in owned], parts)
    parts.neighbours = _neighbours(parts.nanopubs)
    return parts


def _heads(trig: Trig) -> dict[Term, Nanopub]:
    found: dict[Term, Nanopub] = {}
    for quad in trig.quads:
        if quad.object == NANOPUBLICATION and quad.predicate == _A and quad.graph is not None:
            one = found.setdefault(quad.subject, Nanopub(quad.subject))
            one.heads.append(quad.graph)
            one.prefixes = trig.prefixes.get(one.heads[0], {})
    return found


def _fill(one: Nanopub, graphs: Mapping[Term | None, list[Quad]], trig: Trig) -> None:
    properties: dict[Term, str] = {named: part for part, named in PARTS.items()}
    for head in one.heads:
        for quad in graphs[head]:
            if quad.subject == one.iri and quad.predicate in properties:
                one.parts.setdefault(properties[quad.predicate], []).append(quad.object)
    names = [*one.heads, *(graph for part in PARTS for graph in one.parts.get(part, ()))]
    one.graphs = {graph: graphs.get(graph, []) for graph in dict.fromkeys(names)}


def _place(others: list[Term | None], parts: Parts) -> None:
    """Put graphs that no head names to the nanopublication whose IRI theirs begins with, or that is alone."""
    by_iri = {str(one.iri): one for one in parts.nanopubs}
    for graph in others:
        owner = next((by_iri[start] for start in _starts(str(graph or "")) if start in by_iri), None)
        if owner is None and len(parts.nanopubs) == 1:
            owner = parts.nanopubs[0]
        (parts.strays if owner is None else owner.outside).append(graph)


def _starts(text: str) -> Iterator[str]:
    """Yield the beginnings of an IRI that end before or after a separator, the longest first."""
    places = (place for place in range(len(text), 0, -1) if not text[place - 1 : place + 1].isalnum())
    yield from (text[:place] for place in islice(places, _MOST_STARTS))


def _neighbours(nanopubs: list[Nanopub]) -> Neighbours:
    graphs = Counter(graph for one in nanopubs for graph in one.graphs)
    blank: Counter[Term] = Counter()
    for one in nanopubs:
        blank.update({term for quad in one.quads for term in quad if isinstance(term, BNode)})
    return Neighbours(graphs, blank)


def kept(one: Nanopub) -> KeptNanopub:
    """Return a nanopublication, which is well-formed, as the data of a node keeps it."""
    spaces = by_namespace(one.prefixes)
    short = [compact(address, spaces) for address in dict.fromkeys(_iris(one))]
    return KeptNanopub(
        iri=str(one.iri),
        head=str(one.heads[0]),
        assertion=str(one.part("assertion")),
        provenance=str(one.part("provenance")),
        pubinfo=str(one.part("pubinfo")),
        prefixes={found[0]: found[1] for found in short if found},
        graphs={str(graph): [_texts(quad) for quad in quads] for graph, quads in one.graphs.items()},
    )


def _texts(quad: Quad) -> list[str]:
    return [term_text(term) for term in (quad.subject, quad.predicate, quad.object)]


def _iris(one: Nanopub) -> Iterator[str]:
    """Yield the IRIs that a nanopublication is written with; of types, “a” is."""
    for quad in one.quads:
        for term in quad:
            if isinstance(term, URIRef) and not (term == _A and term is quad.predicate):
                yield str(term)
            elif isinstance(term, Text):
                yield term.datatype


def read_kept(value: object) -> Nanopub | None:
    """Return the nanopublication that data keep; None where they keep none that can be read."""
    try:
        one = Nanopub(iri(value["iri"]), [iri(value["head"])])  # type: ignore[index]
        one.parts = {part: [iri(value[part])] for part in PARTS}  # type: ignore[index]
        one.prefixes = {str(name): str(space) for name, space in value["prefixes"].items()}  # type: ignore[index]
        for name, triples in value["graphs"].items():  # type: ignore[index]
            graph = iri(name)
            one.graphs[graph] = [Quad(graph, *map(read_term, triple)) for triple in triples]
    except (LookupError, TypeError, ValueError, AttributeError):
        return None
    return one
