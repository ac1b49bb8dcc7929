"""What becomes of files' quads: which belong to the current state, which to graphs of people's own, which to none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from claims import PLAIN_PROPERTIES
from graph.asking import Ask
from graph.delta import Delta, GraphChange, normalized_quads
from graph.named_graphs import graph_names, is_protected_graph
from graph.reading import Readable
from graph.updates import present

LARGE = 3_000_000
"""From how many bytes of files on they are loaded in bulk."""


@dataclass(frozen=True)
class Loaded:
    """What became of files.

    Attributes:
        triples: How many triples they hold, in all graphs.
        left_out: Those that were left out, as N-Triples: what follows by rule, and has nothing that it follows from.
        graphs: The IRIs of people's own graphs that they hold triples of.
        protected: The IRIs of graphs that they hold and that people cannot write, such as the history, which were left
            out → how many triples each has there.
    """

    triples: int
    left_out: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    protected: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Sorted:
    """Quads by where they belong, each once, as they are kept.

    Attributes:
        stated: The triples of the current state.
        plain: Those that only ever follow by rule.
        graphs: Graph of people's own → its triples.
        protected: Graph that people cannot write → how many triples it has.
    """

    stated: set[ox.Triple] = field(default_factory=set)
    plain: list[ox.Triple] = field(default_factory=list)
    graphs: dict[str, set[ox.Triple]] = field(default_factory=dict)
    protected: dict[str, int] = field(default_factory=dict)


def size_of(files: Iterable[Readable]) -> int:
    """Return how many bytes files have together; those that are no plain files on disk count for nothing."""
    return sum(file.stat().st_size for file in files if isinstance(file, Path) and file.is_file())


def sorted_out(quads: Iterable[ox.Quad]) -> Sorted:
    """Return quads by where they belong. Graphs that are named by blank nodes are not for this."""
    found, kept = Sorted(), list[ox.Quad]()
    for quad in quads:
        graph = _graph(quad)
        if is_protected_graph(graph):
            found.protected[graph] = found.protected.get(graph, 0) + 1
        else:
            kept.append(quad)
    for quad in sorted(normalized_quads(kept), key=str):
        graph = _graph(quad)
        if graph:
            found.graphs.setdefault(graph, set()).add(quad.triple)
        elif quad.predicate.value in PLAIN_PROPERTIES:
            found.plain.append(quad.triple)
        else:
            found.stated.add(quad.triple)
    return found


def _graph(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def delta_of(found: Sorted, ask: Ask) -> Delta:
    """Return the change that adds what is not there yet."""
    delta = Delta.of(sorted(found.stated - present(ask, found.stated), key=str))
    there = graph_names(ask, found.graphs)
    for graph, triples in found.graphs.items():
        new = triples - present(ask, triples, graph) if graph in there else triples
        delta.graphs[graph] = GraphChange(sorted(new, key=str), comes=graph not in there)
    delta.graphs = {graph: change for graph, change in delta.graphs.items() if change}
    return delta
