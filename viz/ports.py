"""Ports: where on a side of a box links land, how many of them share one, and how brackets and twins keep apart.

This is a part of the rule that `routes.py` states.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from viz.course import Rect
    from viz.scene import Link

LEAST = 5  # px between ports, each of one step
EASY = 12  # px between ports, once several steps share one
TWINS = 16  # px between the starts of several links of one box


@dataclass
class Step:
    """Links that share one way to the box they hang on: a premise, or premises that work only together.

    Attributes:
        hub: the box they hang on.
        links: the links.
        ends: their other boxes.
        inward: whether they speak of the hub.
        height: the mean height of the other boxes.
        apart: px from the middle of the other box, where several links leave it.
    """

    hub: str
    links: list[Link]
    ends: list[str]
    inward: bool
    height: float = 0.0
    apart: float = 0.0


def shared(steps: Sequence[Step], middle: float, room: float) -> list[list[Step]]:
    """The steps by port, in order; several in one where there would be more ports than there is room for.

    Args:
        steps: of one side of a box, from top to bottom.
        middle: half height of the box: steps from above and from below never share a port.
        room: px for ports.
    """
    ports = [[step] for step in steps]
    most = int(room // LEAST) + 1
    if len(ports) > most:
        most = int(room // EASY) + 1
    groups: dict[tuple[object, ...], list[Step]] = defaultdict(list)
    for step in steps:
        link = step.links[0]
        groups[link.relation, step.inward, link.inferred, step.height > middle].append(step)
    for group in sorted(groups.values(), key=len, reverse=True):
        if len(ports) <= most or len(group) == 1:
            break
        kept = [port for port in ports if not any(port[0] is step for step in group)]
        ports = sorted([*kept, group], key=lambda port: sum(step.height for step in port) / len(port))
    return ports


def part_twins(steps: Sequence[Step], rects: Mapping[str, Rect]) -> None:
    """Lets several links of one box leave it side by side.

    Args:
        steps: of one side of a box; their `apart` is set.
        rects: the edges of each box.
    """
    single = [step for step in steps if len(step.ends) == 1]
    count = Counter(step.ends[0] for step in single)
    place: Counter[str] = Counter()
    for step in single:
        end = step.ends[0]
        gap = min(TWINS, max(0.0, rects[end].height - 16) / max(1, count[end] - 1))
        step.apart = (place[end] - (count[end] - 1) / 2) * gap
        place[end] += 1


def bracket_lanes(steps: Sequence[Step], rects: Mapping[str, Rect]) -> dict[str, int]:
    """For each joint the number of its lane: brackets that would lie on each other stand side by side.

    Args:
        steps: those with several premises.
        rects: the edges of each box.
    """
    reach = {step.links[0].joint: sorted(rects[end].y for end in step.ends) for step in steps}
    lanes: dict[str, int] = {}
    for joint, ys in reach.items():
        taken = {lane for other, lane in lanes.items() if reach[other][0] <= ys[-1] and ys[0] <= reach[other][-1]}
        lanes[joint] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
    return lanes
