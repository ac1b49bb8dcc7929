"""What all groupings of a power map share: the boxes collected so far, the order of the text, the statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viz.bearings import is_inferred, owners, read_bearings, relations_of
from viz.scene import Box, Link, make_box

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from viz.bearings import Bearing

BOX_WIDTH = 340  # px: room for the tally of a broad type of power
_LAST = 1 << 30  # place in the text of what has none


class PowerDrawing:
    """Collects the boxes and links of one power map.

    An item stands in every place where it belongs, so that each list is whole; the panel ties its boxes together.
    Hence a box key is the path that leads to it.

    Attributes:
        graph: the projection.
        bearings: all power links.
        boxes: by key.
        links: between the boxes.
        children: for a box key, what unfolds from it.
    """

    def __init__(self, graph: MultiDiGraph[str]) -> None:
        self.graph = graph
        self.bearings = read_bearings(graph)
        self.boxes: dict[str, Box] = {}
        self.links: list[Link] = []
        self.children: dict[str, list[str]] = {}

    def place(self, key: str) -> tuple[int, int, str]:
        """Sort key: the order of the text, then the node key."""
        node = self.graph.nodes[key]
        return node.get("start", _LAST), node.get("section", 0), key

    def add_bearings(self, policy: str, power: str, bearings: list[Bearing]) -> None:
        """Adds the links from the box of a policy to the box of a type of power, one for each relation."""
        for name in relations_of(bearings):
            whose = owners(b for b in bearings if b.relation == name)
            self.links.append(Link(policy, power, name, inferred=is_inferred(bearings, name), whose=whose))

    def add_statements(self, above: str, bearings: list[Bearing]) -> None:
        """Adds, under the box that stands for some bearings, the statements that say so, in the order of the text."""
        said = dict.fromkeys(s for b in bearings for s in b.stated_by if s in self.graph)
        self.children[above] = [self._add_statement(above, s, bearings) for s in sorted(said, key=self.place)]

    def _add_statement(self, above: str, statement: str, bearings: list[Bearing]) -> str:
        key = f"{statement} {above}"
        node = self.graph.nodes[statement]
        commitment = node.get("commitment", "")
        inferred = all(b.inferred for b in bearings if statement in b.stated_by)
        self.boxes[key] = make_box(
            key,
            statement,
            node,
            note="" if commitment == "asserted" else commitment,
            foot="The link is inferred from this" if inferred else "",
        )
        self.links.append(Link(key, above, "says", inferred=inferred))
        return key

    def left_out(self) -> str:
        """One sentence on policies that bear on no type of power."""
        shown = {box.item for box in self.boxes.values()}
        count = sum(n["kind"] == "policy" and k not in shown for k, n in self.graph.nodes(data=True))
        if not count:
            return ""
        return f"{count} polic{'ies are' if count > 1 else 'y is'} tied to no type of power and not drawn."
