"""Which nodes of an argument are statements and relations here, and which can only be kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from claims.formats.argument import Argument, Node

_RELATIONS = ("RA", "CA", "MA")


@dataclass
class Shape:
    """What the nodes of an argument are, by their ids.

    Attributes:
        argument: The argument.
        sources: Id → the nodes that edges lead from, to it, each once.
        targets: Id → the nodes that edges lead to, from it, each once.
        statements: The statements.
        relations: The relations between them.
        kept: All others.
        standing: Those statements that a relation gives something to stand for.
    """

    argument: Argument
    sources: dict[str, list[str]]
    targets: dict[str, list[str]]
    statements: set[str] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    standing: set[str] = field(default_factory=set)

    def ends(self, relation: str) -> tuple[list[str], list[str]]:
        """Return what a relation leads from, and to."""
        also = self.relations if self.type_of(relation) == "CA" else ()
        starts = [one for one in self.sources[relation] if one in self.statements]
        return starts, [one for one in self.targets[relation] if one in self.statements or one in also]

    def relations_in_order(self) -> Iterator[Node]:
        """Yield the relations, each after those that it attacks."""
        nodes = self.argument.nodes
        yield from (node for node in nodes.values() if node.id in self.relations and node.type != "CA")
        attacked = {one: self.conflicts_attacked(one) for one in nodes if self._is_conflict(one)}
        yield from (nodes[one] for one in TopologicalSorter(attacked).static_order())

    def type_of(self, one: str) -> str:
        """Return the type of a node."""
        return self.argument.nodes[one].type

    def conflicts_attacked(self, conflict: str) -> list[str]:
        """Return the conflicts that a conflict attacks."""
        return [one for one in self.targets[conflict] if self._is_conflict(one)]

    def _is_conflict(self, one: str) -> bool:
        return one in self.relations and self.type_of(one) == "CA"


def shape_of(argument: Argument, says_something: Callable[[Node], bool]) -> Shape:
    """Return what the nodes of an argument are; which statements and relations can only be kept is noted with it.

    Args:
        argument: The argument.
        says_something: Whether a node holds words that a statement can hold.
    """
    found = argument.sources_of(), argument.targets_of()
    sources, targets = ({one: [*dict.fromkeys(ends)] for one, ends in side.items()} for side in found)
    shape = Shape(argument, sources, targets)
    nodes = argument.nodes.values()
    shape.statements = {node.id for node in nodes if node.type == "I" and says_something(node)}
    reasons = {node.id: _why_not(node, shape) for node in nodes if node.type in _RELATIONS}
    shape.relations = {one for one, why in reasons.items() if not why}
    reasons |= _without_end(shape)
    shape.kept = set(argument.nodes) - shape.statements - shape.relations
    shape.standing = {start for one in shape.relations for start in shape.ends(one)[0]}
    for node in nodes:
        if node.id in shape.kept and node.type in ("I", *_RELATIONS):
            why = reasons.get(node.id) or "Holds no words"
            argument.note("kept", f"node {node.id}", f"{why}, so it is kept as a node of its own ({node.type}).")
    return shape


def _why_not(node: Node, shape: Shape) -> str:
    """Return why a node is no relation between statements; "" where it may be one."""
    starts, ends = (
        {one for one in side[node.id] if one in shape.statements} for side in (shape.sources, shape.targets)
    )
    onto = [one for one in shape.targets[node.id] if shape.type_of(one) in _RELATIONS]
    if not starts:
        return "Starts from no statement"
    if starts & ends and node.type != "CA":  # a statement may attack itself, as the liar's does
        return "Leads to a statement that it starts from"
    if onto and node.type != "CA":
        return "Leads to another relation"
    return "" if ends or onto else "Leads to no statement"


def _without_end(shape: Shape) -> dict[str, str]:
    """Take out the conflicts with what is no item here, and those in a ring; return why each is none."""
    rings = _in_rings(shape)
    reasons = dict.fromkeys(rings, "Attacks a conflict that attacks it in turn")
    rim = [one for one in shape.relations if _attacks_what_is_kept(one, shape)] + rings
    while rim:
        one = rim.pop()
        if one in shape.relations:
            shape.relations.discard(one)
            reasons.setdefault(one, "Attacks what is no item here")
            rim += [other for other in shape.sources[one] if other in shape.relations and shape.type_of(other) == "CA"]
    return reasons


def _attacks_what_is_kept(one: str, shape: Shape) -> bool:
    onto = (other for other in shape.targets[one] if shape.type_of(other) in ("I", *_RELATIONS))
    return shape.type_of(one) == "CA" and any(o not in shape.statements and o not in shape.relations for o in onto)


def _in_rings(shape: Shape) -> list[str]:
    """Return the conflicts that attack each other in a ring, and those that attack themselves."""
    conflicts = (one for one in shape.relations if shape.type_of(one) == "CA")
    attacks = [(one, other) for one in conflicts for other in shape.conflicts_attacked(one)]
    if not attacks:
        return []
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(attacks)
    rings = (ring for ring in nx.strongly_connected_components(graph) if len(ring) > 1)
    return [*(one for ring in rings for one in ring), *(one for one, other in attacks if one == other)]
