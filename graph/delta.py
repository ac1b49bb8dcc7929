"""A change to the store as exactly which triples it adds and removes, item by item and graph by graph."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

import pyoxigraph as ox

from ontology import HISTORY, PREFIXES

GENID = HISTORY.replace("history", "genid/")
"""What the IRIs that stand for blank nodes start with."""

_OA = PREFIXES["oa"]
# From a part of an anchor to what it is a part of: the annotation to its item, then down from the annotation.
_PARTS = (ox.NamedNode(f"{_OA}hasTarget"), ox.NamedNode(f"{_OA}hasSelector"))
BODY = ox.NamedNode(f"{_OA}hasBody")


@dataclass
class GraphChange:
    """What a change does to one graph of people's own.

    Attributes:
        added: The triples that it adds.
        removed: The triples that it removes.
        comes: Whether the graph is new to the store.
        goes: Whether the store does not have the graph any more.
    """

    added: list[ox.Triple] = field(default_factory=list)
    removed: list[ox.Triple] = field(default_factory=list)
    comes: bool = False
    goes: bool = False

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.added or self.removed or self.comes or self.goes)

    def inverted(self) -> "GraphChange":
        """Return the change that takes this one back."""
        return GraphChange(list(self.removed), list(self.added), comes=self.goes, goes=self.comes)


@dataclass
class Delta:
    """The triples that a change adds to, and removes from, the current state, by the item that they belong to.

    The parts of an anchor (annotation, passage, selectors) belong to the item that is anchored. What follows from
    triples by rule is no part of a delta.

    Attributes:
        added: Item → what is added to the current state.
        removed: Item → what is removed from it.
        graphs: Graph of people's own → what becomes of it.
    """

    added: dict[str, list[ox.Triple]] = field(default_factory=dict)
    removed: dict[str, list[ox.Triple]] = field(default_factory=dict)
    graphs: dict[str, GraphChange] = field(default_factory=dict)

    @classmethod
    def of(cls, added: Iterable[ox.Triple] = (), removed: Iterable[ox.Triple] = ()) -> "Delta":
        """Return the delta of triples whose items are told from the triples."""
        added, removed = list(added), list(removed)
        owners = _owners([*added, *removed])
        return cls(_by_item(added, owners), _by_item(removed, owners))

    @property
    def items(self) -> list[str]:
        """The IRIs of the items that change, each once."""
        return list(dict.fromkeys([*self.added, *self.removed]))

    def all_added(self) -> Iterator[ox.Triple]:
        """Yield the triples that are added."""
        return (triple for triples in self.added.values() for triple in triples)

    def all_removed(self) -> Iterator[ox.Triple]:
        """Yield the triples that are removed."""
        return (triple for triples in self.removed.values() for triple in triples)

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return any(self.added.values()) or any(self.removed.values()) or any(self.graphs.values())

    def inverted(self) -> "Delta":
        """Return the delta that takes this one back."""
        graphs = {graph: change.inverted() for graph, change in self.graphs.items()}
        return Delta(dict(self.removed), dict(self.added), graphs)


def _by_item(triples: Iterable[ox.Triple], owners: Mapping[str, str]) -> dict[str, list[ox.Triple]]:
    found: dict[str, list[ox.Triple]] = {}
    for triple in triples:
        subject = subject_of(triple)
        found.setdefault(owners.get(subject, subject), []).append(triple)
    return found


def _owners(triples: list[ox.Triple]) -> dict[str, str]:
    """Return part of an anchor → the item that is anchored."""
    owners = {subject_of(t): iri(t.object) for t in triples if t.predicate == BODY}
    for part in _PARTS:
        for triple in triples:
            if triple.predicate == part and subject_of(triple) in owners:
                owners.setdefault(iri(triple.object), owners[subject_of(triple)])
    return owners


def normalized(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return the triples once each, as they are kept.

    Literals are as stores write them (0.50 as 0.5), and blank nodes, which no history could name, are IRIs.
    """
    return {quad.triple for quad in normalized_quads(ox.Quad(t.subject, t.predicate, t.object) for t in triples)}


def normalized_quads(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Return the quads once each, as they are kept; a blank node is the same IRI in all of them."""
    names: dict[str, ox.NamedNode] = {}

    def named(node: object) -> object:
        if isinstance(node, ox.BlankNode):
            return names.setdefault(node.value, ox.NamedNode(f"{GENID}{uuid4().hex}"))
        if isinstance(node, ox.Triple):
            return ox.Triple(named(node.subject), node.predicate, named(node.object))  # type: ignore[arg-type]
        return node

    store = ox.Store()
    store.extend(ox.Quad(named(q.subject), q.predicate, named(q.object), q.graph_name) for q in quads)  # type: ignore[arg-type]
    return set(store)


def subject_of(triple: ox.Triple) -> str:
    """Return the IRI of the triple's subject."""
    return iri(triple.subject)


def iri(term: object) -> str:
    """Return the text of a term: of an IRI the IRI itself."""
    return str(getattr(term, "value", term))
