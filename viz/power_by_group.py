"""The power map by actor or by instrument: groups, their policies, the types of power each bears on, and who says so.

Links say who bears on whom, as everywhere: from the policy to the type of power, though that box hangs under the
policy; from the actor to the policy carried out; from the policy to the instrument used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from viz.argument import FIRST_SIGHT
from viz.bearings import by_policy, by_power, relations_of, tally, undergoing
from viz.kinds import RANK, RELATIONS
from viz.power_drawing import BOX_WIDTH, PowerDrawing
from viz.power_groups import policy_groups
from viz.power_types import PowerTypes
from viz.scene import Link, Scene, make_box

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from viz.bearings import Bearing
    from viz.power_groups import Group


def scene_by_group(graph: MultiDiGraph[str], by: str) -> Scene:
    """All actors, or all instruments, with their policies; the first ones are unfolded.

    Args:
        graph: the projection.
        by: what stands at the left: "actor" or "instrument".
    """
    drawing = _ByGroup(graph, by)
    groups = policy_groups(graph, by, drawing.of_policy)
    for group in groups:
        drawing.add_group(group)
    roots = [group.item for group in groups]
    return Scene(
        roots=roots,
        boxes=drawing.boxes,
        links=drawing.links,
        children=drawing.children,
        opened=_first_sight(groups),
        face="title",
        left_out=drawing.left_out(),
    )


def _first_sight(groups: list[Group]) -> frozenset[str]:
    """The first groups, as many as a reader can take in at once with all their policies."""
    opened, shown = set(), 0
    for group in groups:
        shown += len(group.policies)
        if shown > FIRST_SIGHT:
            break
        opened.add(group.item)
    return frozenset(opened)


class _ByGroup(PowerDrawing):
    """Walks the groups, and under each its policies."""

    def __init__(self, graph: MultiDiGraph[str], by: str) -> None:
        super().__init__(graph)
        self.by = by
        self.of_policy = by_policy(self.bearings)
        self.types = PowerTypes(graph)

    def add_group(self, group: Group) -> None:
        """Adds a group and its policies, in the order of the text."""
        foot = tally(bearing for policy in group.policies for bearing in self.of_policy[policy])
        self.boxes[group.item] = make_box(group.item, group.item, group.node, width=BOX_WIDTH, foot=foot)
        self.children[group.item] = [self.add_policy(group, p) for p in sorted(group.policies, key=self.place)]

    def add_policy(self, group: Group, policy: str) -> str:
        """Adds the box of a policy in a group, and the types of power it bears on: strengthens, wields, erodes."""
        key = f"{policy} {group.item}"
        self.boxes[key] = make_box(
            key, policy, self.graph.nodes[policy], width=BOX_WIDTH, foot=_sum(self.of_policy[policy])
        )
        self.links.append(self.tie(group, key))
        of_power = by_power(self.of_policy[policy])
        ranked = sorted(of_power, key=lambda p: (RANK[of_power[p][0].relation], *self.types.order(p)))
        self.children[key] = [self.add_power(key, power, of_power[power]) for power in ranked]
        return key

    def tie(self, group: Group, policy: str) -> Link:
        """The link between a group and the box of a policy in it."""
        if not group.named:
            return Link(policy, group.item, "relates")
        if self.by == "actor":
            return Link(group.item, policy, "carries")
        return Link(policy, group.item, "uses")

    def add_power(self, above: str, power: str, bearings: list[Bearing]) -> str:
        """Adds the box of a type of power under a policy, with what the policy does to it, and what says so."""
        key = f"{power} {above}"
        self.add_bearings((above, key), power, bearings, undergoing(bearings))
        return key


def _sum(bearings: list[Bearing]) -> str:
    """On how many types of power a policy bears: "◆ wields 1 · ▼ erodes 2"."""
    counts = {name: len({b.power for b in bearings if b.relation == name}) for name in relations_of(bearings)}
    return " · ".join(f"{RELATIONS[name].glyph} {name} {count}" for name, count in counts.items())
