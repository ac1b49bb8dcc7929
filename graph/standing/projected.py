"""The standing of what a projection holds, told at its nodes and edges; and what a page needs to reckon it anew."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from graph.standing.assessment import Assessment, Verdict, assess
from graph.standing.kept import standing_if_soon
from graph.standing.map_part import MapPart, part_of
from graph.standing.standards import DEFAULT, STANDARDS
from graph.standing.strength import Strengths, strengths
from graph.store import Store

if TYPE_CHECKING:
    import networkx as nx

_STRENGTHS: WeakKeyDictionary[Assessment, Strengths] = WeakKeyDictionary()


class ProjectedStanding:
    """How the argument of a store comes out of which a projection is the whole or a part.

    It holds all that it tells, so that a map can be drawn when its store is closed.

    Args:
        assessment: How the argument comes out, in the default reading.
    """

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment

    def parts(self, statements: Collection[str]) -> Mapping[str, MapPart]:
        """Return for each reading (`STANDARDS`) how some statements come out, as conditions.

        Args:
            statements: IRIs; members are numbered in this order.
        """
        arrays = self.assessment.arrays
        others = {name: assess(arrays, name) for name in STANDARDS if name != DEFAULT}
        every = {DEFAULT: self.assessment} | others
        return {name: part_of(every[name], statements) for name in STANDARDS}

    def verdict(self, iri: str) -> Verdict | None:
        """Return how any statement, inference or conflict of the store comes out; None for what is none."""
        node = self.assessment.arrays.node(iri)
        return None if node is None else self.assessment.verdict(node)

    def strength(self, iri: str) -> float | None:
        """Return how strong any statement of the store is, from 0 to 1; None for what is none."""
        node = self.assessment.arrays.node(iri)
        return None if node is None else round(float(self._strengths.of[node]), 4)

    @property
    def _strengths(self) -> Strengths:
        if self.assessment not in _STRENGTHS:
            _STRENGTHS[self.assessment] = strengths(self.assessment)
        return _STRENGTHS[self.assessment]


def add_standing(graph: "nx.MultiDiGraph[str]", store: Store) -> None:
    """Add to a projection of a store how it comes out; not where the store is large and this would take long.

    Args:
        graph: The projection.
        store: The store.
    """
    size = sum("commitment" in node for _, node in graph.nodes(data=True)) + graph.graph["left_out"]
    found = standing_if_soon(store, size)
    graph.graph["standing"] = None
    if found is not None:
        tell_standing(graph, ProjectedStanding(found))


def tell_standing(graph: "nx.MultiDiGraph[str]", found: ProjectedStanding) -> None:
    """Tell at the statements, inferences and conflicts of a projection how they come out.

    Args:
        graph: The projection.
        found: How the argument comes out.
    """
    graph.graph["standing"] = found
    for iri, node in graph.nodes(data=True):
        if "commitment" in node or node["kind"] == "inference":
            _tell(node, found.verdict(iri))
        if "commitment" in node:
            node["strength"] = found.strength(iri)
    for _, _, key, edge in graph.edges(keys=True, data=True):
        if edge["relation"] in ("attacks", "undercuts"):
            _tell(edge, found.verdict(key))


def _tell(attributes: dict[str, object], verdict: Verdict | None) -> None:
    if verdict:
        attributes |= {"standing": verdict.standing, "reason": verdict.reason}
