"""The town with its standing told, as a projection tells it; and a page of it with an overview and a text.

In the default reading two counterarguments are answered and fall, and the thesis is open by a third, which nothing
answers; all else stands.
"""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from graph import ArgumentArrays, assess
from graph.arrays.iri_table import IriTable
from graph.standing.counts_by_section import StandingCounts
from graph.standing.projected import ProjectedStanding, tell_standing
from graph.standing.summed import SummedStanding, ToldDifference, ToldDifferences
from tests.test_graph.standing_maps import Description, Map
from tests.test_viz.made_up import add_statement, connect, iri, town
from tests.test_viz.whole_town import whole_town
from viz import Map as Page
from viz import Opening

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]


def summed_town(found: ProjectedStanding) -> SummedStanding:
    """The standing of the town, which no store holds, summed up: all in one section, and a difference of each sort."""
    came_out = {
        found.assessment.arrays.iri(node): found.assessment.verdict(node).standing
        for node in found.assessment.arrays.statements
    }
    every: Counter[str] = Counter(came_out.values())
    told = [
        ToldDifference(iri("icy"), "The river freezes", "stands", "The author rejects it, but nothing answers it."),
        ToldDifference(iri("too-dear"), "The town cannot afford it", "falls", "The author grants it, but it falls."),
    ]
    counts = StandingCounts(every, {iri("section-1"): every})
    return SummedStanding(counts, came_out, ToldDifferences({"stands": 1, "falls": 1}, tuple(told)))


def described(graph: "Graph") -> Description:
    """The argument of a graph in plain words, by IRIs."""
    inferences: dict[str, tuple[list[str], str]] = {}
    conflicts = {}
    for source, target, key, edge in graph.edges(keys=True, data=True):
        if edge["relation"] == "supports":
            inferences.setdefault(key, ([], target))[0].append(source)
        elif edge["relation"] in ("attacks", "undercuts"):
            conflicts[key] = (source, target)
    return {
        "statements": [key for key, node in graph.nodes(data=True) if "commitment" in node],
        "inferences": {key: {"premises": some, "conclusion": end} for key, (some, end) in inferences.items()},
        "conflicts": {key: {"attacker": one, "attacked": other} for key, (one, other) in conflicts.items()},
    }


def arrays_of_graph(graph: "Graph") -> ArgumentArrays:
    """The argument of a graph as arrays."""
    made = Map.of(described(graph))
    bounds = zip(made.bounds, made.bounds[1:], strict=False)
    return replace(made.arrays(), iris=IriTable.of([made.id(n).encode() for n in range(*ends)] for ends in bounds))


def with_standing(graph: "Graph") -> "Graph":
    """The graph itself, when its standing has been told."""
    tell_standing(graph, ProjectedStanding(assess(arrays_of_graph(graph))))
    return graph


def standing_town() -> "Graph":
    """The town with one more objection, and its standing."""
    graph = town()
    graph.graph["main"] = iri("free-ferry")
    text = "In hard winters the river freezes, and no ferry sails."
    add_statement(
        graph, "icy", "counterargument", label="The river freezes", text=text, start=900, commitment="rejected"
    )
    connect(graph, "icy", "free-ferry", "attacks", "conflict-icy")
    return with_standing(graph)


def standing_page(opening: Opening | None = None) -> Page:
    """A page of it with every view."""
    graph = standing_town()
    return whole_town(opening, graph, summed_town(graph.graph["standing"]))
