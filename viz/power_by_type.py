"""The power map by type of power: types, the policies that bear on each, and the statements that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viz.bearings import by_policy, by_power, doing, tally
from viz.kinds import RANK
from viz.power_drawing import BOX_WIDTH, PowerDrawing
from viz.power_types import PowerTypes
from viz.scene import Link, Scene, make_box

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from viz.bearings import Bearing

_INDENT = 20  # px


def scene_by_type(graph: MultiDiGraph[str]) -> Scene:
    """All types of power, listed under their broader types, with their policies; the broadest are unfolded.

    Args:
        graph: the projection.
    """
    drawing = _ByType(graph)
    for key in drawing.types.listed:
        drawing.add_power(key)
    return Scene(
        roots=drawing.types.listed,
        boxes=drawing.boxes,
        links=drawing.links,
        children=drawing.children,
        opened=frozenset(key for key in drawing.types.listed if key not in drawing.types.under),
        under=drawing.types.under,
        face="title",
        left_out=drawing.left_out(),
    )


class _ByType(PowerDrawing):
    """Walks the types of power from the broadest down."""

    def __init__(self, graph: MultiDiGraph[str]) -> None:
        super().__init__(graph)
        self.types = PowerTypes(graph)
        self.of_power = by_power(self.bearings)

    def add_power(self, key: str) -> None:
        """Adds a type of power and its policies, and ties it to its broader types."""
        width = BOX_WIDTH - _INDENT * self.types.indent[key]
        tagged = key not in self.types.under
        self.boxes[key] = make_box(key, key, self.graph.nodes[key], width=width, foot=self.foot(key), tagged=tagged)
        self.links.extend(Link(key, above, "broader") for above in self.types.broader(key))
        self.children[key] = self.add_policies(key)

    def foot(self, key: str) -> str:
        """What policies do to a type of power in all its narrower types; of a type without these the chip tells."""
        counts = tally(b for power in self.types.below(key) for b in self.of_power.get(power, ()))
        if not counts:
            return "no policy named"
        return f"in all {counts}" if self.types.narrower.get(key) else ""

    def add_policies(self, power: str) -> list[str]:
        """Adds one box for each policy that bears on the power: strengthens, wields, erodes, in text order."""
        of_policy = by_policy(self.of_power.get(power, ()))
        ranked = sorted(of_policy, key=lambda p: (RANK[of_policy[p][0].relation], *self.place(p)))
        return [self.add_policy(power, policy, of_policy[policy]) for policy in ranked]

    def add_policy(self, power: str, policy: str, bearings: list[Bearing]) -> str:
        """Adds the box of a policy under a power, with its links, and the boxes of what says so."""
        key = f"{policy} {power}"
        self.add_bearings((key, power), policy, bearings, doing(bearings))
        return key
