"""The networkx projection of what is not in a store yet: drafted items, and of the store just what they join."""

from collections.abc import Iterable, Sequence

import networkx as nx
import pyoxigraph as ox

from claims import Item
from graph.asking import outgoing, triples_of
from graph.engines import Oxigraph
from graph.network import projection
from graph.store import Store
from graph.surroundings import item_triples
from ontology import PREFIXES

_CA = PREFIXES["ca"]
_ENDS = tuple(f"{_CA}{name}" for name in ("premise", "conclusion", "attacker", "attacked", "rephrases", "rephrased"))
_CLASSES = "CONSTRUCT { ?kind rdfs:subClassOf ?above } WHERE { ?kind rdfs:subClassOf ?above }"


def draft_projection(store: Store, items: Sequence[Item]) -> "nx.MultiDiGraph[str]":
    """Return the projection of items that are not in a store, with those of the store that they name.

    What a relation of the store joins that they name (an inference that is attacked) is there as well. See
    `network.projection` for nodes and edges. Nothing is changed: they are put together in memory.

    Args:
        store: The store that they are meant for.
        items: The items, such as `add` gives them in a dry run.
    """
    drafted = [triple for item in items for triple in item_triples(item)]
    named = list(outgoing(store.ask, _objects(drafted)))
    joined = list(outgoing(store.ask, _objects(triple for triple in named if triple.predicate.value in _ENDS)))
    classes = triples_of(store.ask(_CLASSES))
    engine = Oxigraph()
    engine.change([ox.Quad(t.subject, t.predicate, t.object) for t in {*drafted, *named, *joined, *classes}], (), "")
    together = Store(engine, "a draft")
    together.derive()
    return projection(together, standing=False)  # of so small a part it would mislead


def _objects(triples: Iterable[ox.Triple]) -> set[str]:
    return {triple.object.value for triple in triples if isinstance(triple.object, ox.NamedNode)}
