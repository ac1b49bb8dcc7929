"""What all groupings of a power map share: the boxes collected so far, the order of the text, the statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viz.bearings import basis_and_owner, is_inferred, owners, read_bearings, relations_of
from viz.scene import Box, Link, make_box
from viz.web import text_order

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from viz.bearings import Bearing

BOX_WIDTH = 340  # px: room for the tally of a broad type of power


class PowerDrawing:
    """Collects the boxes and links of one power map.

    An item stands in every place where it belongs, so that each list is whole; the panel ties its boxes together.
    Hence a box key is the path that leads to it.

    Attributes:
        graph: the projection.
        place: sort key for node keys: the order of the text.
        bearings: all power links.
        boxes: by key.
        links: between the boxes.
        children: for a box key, what unfolds from it.
    """

    def __init__(self, graph: MultiDiGraph[str]) -> None:
        self.graph = graph
        self.place = text_order(graph)
        self.bearings = read_bearings(graph)
        self.boxes: dict[str, Box] = {}
        self.links: list[Link] = []
        self.children: dict[str, list[str]] = {}

    def add_bearings(self, ends: tuple[str, str], item: str, bearings: list[Bearing], note: str) -> None:
        """Adds the new box of the two that some bearings join, their links, and the statements that say so.

        Args:
            ends: keys of the box of the policy and of the box of the type of power; the new one has none yet.
            item: what the new box shows.
            bearings: of this policy on this type of power.
            note: beside the kind of the new box.
        """
        key = next(end for end in ends if end not in self.boxes)
        node, foot = self.graph.nodes[item], basis_and_owner(bearings)
        self.boxes[key] = make_box(key, item, node, width=BOX_WIDTH, note=note, foot=foot)
        self._tie(*ends, bearings)
        self._add_statements(key, bearings)

    def _tie(self, policy: str, power: str, bearings: list[Bearing]) -> None:
        """Adds the links from the box of a policy to the box of a type of power, one for each relation."""
        for name in relations_of(bearings):
            whose = owners(b for b in bearings if b.relation == name)
            self.links.append(Link(policy, power, name, inferred=is_inferred(bearings, name), whose=whose))

    def _add_statements(self, above: str, bearings: list[Bearing]) -> None:
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
