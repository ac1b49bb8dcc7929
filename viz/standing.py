"""Standing in maps and pages: its words and signs, and what the page's script needs to reckon it anew.

Shapes stand in `strokes.py` and `templates/paint.js`, colours in `colours.py`: what falls has a broken border and no
fill, what is open a dotted border. Sign and word stand beside, so that neither colour nor shape need be seen.
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, NamedTuple

from viz.kinds import STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from networkx import MultiDiGraph

    from graph import MapPart, ProjectedStanding


class Standing(NamedTuple):
    """A standing: its name in the projection, its words for one and for many, its glyph, and the legend's words."""

    name: str
    word: str
    many: str
    glyph: str
    legend: str


# No sign here has a coloured emoji form: phones would show that in place of ours.
STANDINGS = {
    one.name: one
    for one in (
        Standing("stands", "stands", "stand", "✓", "stands"),
        Standing("open", "open", "open", "◐", "open: dotted border"),
        Standing("falls", "falls", "fall", "✗", "falls: broken border"),
    )
}
_SELF, _SUPPORT, _OBJECTION, _CONTRARY = range(4)


def standing_of_graph(graph: MultiDiGraph[str]) -> ProjectedStanding | None:
    """How the argument of a projection comes out; None where the projection does not tell."""
    found: ProjectedStanding | None = graph.graph.get("standing")
    return found


def standing_data(graph: MultiDiGraph[str], items: Sequence[str], joints: Sequence[str]) -> dict[str, Any] | None:
    """What the script gets of standing; None where the projection does not tell of it.

    Args:
        graph: the projection.
        items: node keys of the items of the page, in their order.
        joints: IRIs of the steps of argument, in their order; "" for none.
    """
    from graph import REASONS, STANDARDS

    found = standing_of_graph(graph)
    if found is None:
        return None
    statements = [key for key in items if graph.nodes[key]["kind"] in STATEMENTS]
    parts = found.parts(statements)
    number = {key: place for place, key in enumerate(next(iter(parts.values())).nodes)}
    members = [number.get(key, -1) for key in statements]
    nodes, reasons = graph.nodes, list(REASONS)
    told = [nodes[key].get("strength") for key in statements]
    return {
        "standings": [one._asdict() for one in STANDINGS.values()],
        "reasons": REASONS,
        "readings": [[one.name, one.label, one.text] for one in STANDARDS.values()],
        "items": members if members != list(range(len(members))) else [],
        "steps": [number.get(key, -1) for key in joints],
        "why": "".join(ascii_lowercase[reasons.index(nodes[key]["reason"])] for key in statements)
        if all("reason" in nodes[key] for key in statements)
        else "",
        "strengths": [-1 if strength is None else round(100 * strength) for strength in told],
        **conditions_data(parts),
    }


def conditions_data(parts: Mapping[str, MapPart]) -> dict[str, Any]:
    """The conditions of a part of a map in all readings, as lists of numbers (see `templates/standing.js`).

    Members are the same in all readings: nodes, then helpers by their roles, then those for what lies outside. The
    conditions on them are told for the first reading; for the others only where they differ.

    Args:
        parts: reading → the part.
    """
    most = max(parts.values(), key=len)  # the reading with most helpers has those of the others, too
    number = {_name(most, member): member for member in range(len(most))}
    lists = [_lists(part, number, len(most)) for part in parts.values()]
    counts = [sum(role == one for role in most.role[:-3]) for one in (_SELF, _SUPPORT, _OBJECTION, _CONTRARY)]
    return {
        "counts": counts,
        "isPart": any(abs(condition) > len(most) - 3 for one in lists for own in one for condition in own),
        "conditions": lists[0],
        "changes": [
            [[member, *own] for member, (own, first) in enumerate(zip(one, lists[0], strict=True)) if own != first]
            for one in lists
        ],
    }


def _name(part: MapPart, member: int) -> tuple[int, int]:
    """What a member is called in all readings: what it stands for, and of which node; those outside by their place."""
    outside = member - len(part) + 3
    return (-1, outside) if outside >= 0 else (part.role[member], part.of[member])


def _lists(part: MapPart, number: Mapping[tuple[int, int], int], size: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(size)]
    for member in range(len(part)):
        found[number[_name(part, member)]] = list(_signed(part, member, number))
    return found


def _signed(part: MapPart, member: int, number: Mapping[tuple[int, int], int]) -> Iterator[int]:
    return (sign * (number[_name(part, source)] + 1) for source, sign in part.conditions(member))
