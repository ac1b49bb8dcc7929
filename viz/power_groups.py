"""The groups of a power map: actors with the policies they carry out, instruments with the policies that use them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from networkx import MultiDiGraph

_NOBODY, _NOTHING = "actor:", "instrument:"
_UNNAMED = {_NOBODY: "No actor named", _NOTHING: "No instrument named"}


class Group(NamedTuple):
    """One group of policies.

    Attributes:
        item: node key of the actor; of an instrument, which the projection only names, "instrument:" and the name.
        node: attributes as a node of the projection has them.
        policies: node keys.
    """

    item: str
    node: Mapping[str, Any]
    policies: list[str]

    @property
    def named(self) -> bool:
        """Whether it is not the group of all policies that name nothing of the sort."""
        return self.item not in _UNNAMED


def policy_groups(graph: MultiDiGraph[str], by: str, policies: Iterable[str]) -> list[Group]:
    """Groups of some policies: those with most policies first, then by name; policies that name nothing come last.

    A policy with several actors or instruments is in the group of each.

    Args:
        graph: the projection.
        by: what makes a group: "actor" or "instrument".
        policies: node keys.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for policy in policies:
        for item in _actors(graph, policy) if by == "actor" else _instruments(graph, policy):
            found[item].append(policy)
    groups = [Group(item, graph.nodes[item] if item in graph else _made(item), own) for item, own in found.items()]
    return sorted(groups, key=lambda g: (not g.named, -len(g.policies), g.node["label"].casefold(), g.item))


def _actors(graph: MultiDiGraph[str], policy: str) -> list[str]:
    """Actors who carry out a policy."""
    out = graph.out_edges(policy, data=True)
    return list(dict.fromkeys(t for _, t, data in out if data["relation"] == "carried_out_by")) or [_NOBODY]


def _instruments(graph: MultiDiGraph[str], policy: str) -> list[str]:
    """Items of the instruments of a policy."""
    names = dict.fromkeys(graph.nodes[policy].get("instruments", ()))
    return [f"{_NOTHING}{name}" for name in names] or [_NOTHING]


def _made(item: str) -> dict[str, Any]:
    """Attributes for an item that is no node of the projection."""
    kind = "actor" if item == _NOBODY else "group"
    return {"kind": kind, "id": item, "label": _UNNAMED.get(item, item.removeprefix(_NOTHING)), "text": ""}
