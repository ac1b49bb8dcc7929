"""Graphs of people's own beside the current state and the history: which there are, what they hold, how they change."""

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from graph.answer import Answer
from graph.asking import Ask, triples_of
from graph.delta import GraphChange
from graph.errors import ProtectedGraphError
from ontology import HISTORY

_OURS = HISTORY.removesuffix("history")
_TOGETHER = 500


def is_protected_graph(graph: str) -> bool:
    """Whether a graph is one that people cannot write: the history, and all others of this IRI space."""
    return graph.startswith(_OURS) or graph == _OURS.rstrip("/")


def must_be_own(graphs: Iterable[str]) -> None:
    """Refuse graphs that people cannot write.

    Raises:
        ProtectedGraphError: When one of them is such a graph.
    """
    for graph in graphs:
        if is_protected_graph(graph):
            raise ProtectedGraphError(graph)


def graph_names(ask: Ask, among: Iterable[str] | None = None) -> set[str]:
    """Return the IRIs of the history and of the graphs of people's own that there are: all, or those among some.

    Some servers tell of no graph that is there. The history does, for whatever came by a contribution.
    """
    if among is None:
        found = {row["g"] for row in ask("SELECT DISTINCT ?g { GRAPH ?g {} FILTER(isIRI(?g)) }")}
        return {graph for graph in found | _living(ask) if graph == HISTORY or not is_protected_graph(graph)}
    wanted = list(among)
    found = _living(ask) & {*wanted} if wanted else set()
    for start in range(0, len(wanted), _TOGETHER):
        values = " ".join(f"<{graph}>" for graph in wanted[start : start + _TOGETHER])
        found |= {row["g"] for row in ask(f"SELECT DISTINCT ?g {{ VALUES ?g {{ {values} }} GRAPH ?g {{}} }}")}
    return found


def _living(ask: Ask) -> set[str]:
    """Return the graphs that came by a contribution and have not gone by a later one."""
    came, went = (_last(ask, path) for path in ("generated", "invalidated"))
    return {graph for graph, number in came.items() if number > went.get(graph, 0)}


def _last(ask: Ask, path: str) -> dict[str, int]:
    rows = ask(f"SELECT ?g ?n {{ GRAPH <{HISTORY}> {{ ?c prov:{path} ?g ; schema:position ?n }} }}")
    found: dict[str, int] = {}
    for row in rows:
        found[row["g"]] = max(int(row["n"]), found.get(row["g"], 0))
    return found


def content(ask: Ask, graph: str = "") -> Iterator[ox.Triple]:
    """Yield the triples of a graph; "" for the current state."""
    return triples_of(_content(ask, graph))


def quads_in(ask: Ask, graph: str = "") -> Iterator[ox.Quad]:
    """Yield the quads of a graph; "" for the current state."""
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return (ox.Quad(s, p, o, name) for s, p, o in _content(ask, graph).terms)  # type: ignore[arg-type]


def _content(ask: Ask, graph: str) -> Answer:
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    return ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")


def added_quads(graphs: Mapping[str, GraphChange]) -> Iterator[ox.Quad]:
    """Yield the quads that changes to graphs add."""
    for name, change in graphs.items():
        graph = ox.NamedNode(name)
        yield from (ox.Quad(t.subject, t.predicate, t.object, graph) for t in change.added)


def other_changes(graphs: Mapping[str, GraphChange]) -> str:
    """Return SPARQL Update for all else that changes do to graphs; "" where there is nothing else."""
    return " ;\n".join(text for name, change in graphs.items() for text in _other_changes(f"GRAPH <{name}>", change))


def _other_changes(graph: str, change: GraphChange) -> Iterator[str]:
    if change.goes:
        yield f"DROP SILENT {graph}"
    elif change.removed:
        yield f"DELETE DATA {{ {graph} {{ {' '.join(f'{t} .' for t in change.removed)} }} }}"
    if change.comes and not change.added:
        yield f"CREATE SILENT {graph}"
