"""The types of power as an indented list: which stands under which, and in what order they are read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from viz.web import reached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networkx import MultiDiGraph

_FIRST = ("hard", "soft", "interdependence")  # as the vocabulary has them


class PowerTypes:
    """The types of power of a graph, broadest first.

    Attributes:
        narrower: for a type, those directly under it, in their order.
        indent: for each type, the steps up to a broadest one.
        under: for each type that is not a broadest one, the type under which it is listed.
        listed: all types in the order of the list.
    """

    def __init__(self, graph: MultiDiGraph[str]) -> None:
        self._graph = graph
        powers = sorted((k for k, node in graph.nodes(data=True) if node["kind"] == "power"), key=self.order)
        self.narrower: dict[str, list[str]] = defaultdict(list)
        for key in powers:
            for above in self.broader(key):
                self.narrower[above].append(key)
        self.indent = _steps(self._tops(powers), self.narrower)
        self.under = {key: min(self._above(key), key=self.order) for key, count in self.indent.items() if count}
        self.listed = self._list()

    def order(self, key: str) -> tuple[int, str, str]:
        """Sort key: hard, soft, interdependence first, then by name."""
        node = self._graph.nodes[key]
        place = _FIRST.index(node["id"]) if node["id"] in _FIRST else len(_FIRST)
        return place, node["label"].casefold(), key

    def broader(self, key: str) -> list[str]:
        """Broader types that are in the graph; the list and the edges may both say them."""
        node, out = self._graph.nodes[key], self._graph.out_edges(key, data=True)
        said = [*node.get("broader", ()), *(t for _, t, data in out if data["relation"] == "broader")]
        return [above for above in dict.fromkeys(said) if above in self._graph and above != key]

    def below(self, key: str) -> set[str]:
        """A type and all that stands under it, however far down."""
        return reached([key], self.narrower)

    def _above(self, key: str) -> list[str]:
        """Broader types that are one step nearer to the broadest."""
        return [above for above in self.broader(key) if self.indent[above] == self.indent[key] - 1]

    def _tops(self, powers: list[str]) -> list[str]:
        """Types without a broader one; where types are each other's broader, the first of such a circle."""
        tops = [key for key in powers if not self.broader(key)]
        seen = reached(tops, self.narrower)
        for key in powers:
            if key not in seen:
                tops.append(key)
                seen |= self.below(key)
        return tops

    def _list(self) -> list[str]:
        """Types as an indented list reads: each followed by what stands under it."""
        beneath: dict[str, list[str]] = defaultdict(list)
        for key, above in self.under.items():
            beneath[above].append(key)
        listed: list[str] = []
        waiting = sorted((key for key in self.indent if key not in self.under), key=self.order, reverse=True)
        while waiting:
            key = waiting.pop()
            listed.append(key)
            waiting.extend(sorted(beneath[key], key=self.order, reverse=True))
        return listed


def _steps(tops: list[str], narrower: Mapping[str, list[str]]) -> dict[str, int]:
    """For each type the steps up to a broadest one, in the order of these steps."""
    steps, level = dict.fromkeys(tops, 0), tops
    while level:
        found = dict.fromkeys(k for above in level for k in narrower.get(above, ()))
        level = [key for key in found if key not in steps]
        steps.update(dict.fromkeys(level, max(steps.values()) + 1))
    return steps
