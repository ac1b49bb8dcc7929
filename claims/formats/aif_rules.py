"""What AIF and Inference Anchoring Theory (IAT) allow: which nodes edges may join, and what relations must have.

AIF joins statements only through relations (Rahwan and Reed 2009). IAT anchors them in a dialogue: locutions follow
on each other through transitions (L → TA → L); an illocution leads from a locution to what is said in it, or to the
locution that it reports (L → YA → I, RA, CA, MA or L), or from a transition to what comes about by answering
(TA → YA → RA, CA, MA, or a statement that is agreed to or disputed). Budzynska and Reed 2011.

What breaks these rules is read all the same, and told.
"""

from collections import Counter
from collections.abc import Iterator

from claims.formats.argument import NODE_TYPES, Argument, Edge, Json, Node

_RELATIONS = ("RA", "CA", "MA", "PA")
_ALLOWED: frozenset[tuple[str, str]] = frozenset(
    {
        *(("I", relation) for relation in _RELATIONS),
        *((relation, "I") for relation in _RELATIONS),
        *((one, other) for one in _RELATIONS for other in _RELATIONS),
        *(("YA", target) for target in ("I", "L", *_RELATIONS)),
        ("L", "TA"),
        ("TA", "L"),
        ("L", "YA"),
        ("TA", "YA"),
    }
)
_KNOWN = frozenset(NODE_TYPES)


def warn(argument: Argument) -> None:
    """Note what breaks the rules in an argument: edges without an end, edges that may not be, relations cut short."""
    if not argument.nodes:
        argument.note("warning", "", "The graph is empty: it has no nodes.")
    types = {node.id: node.type for node in argument.nodes.values()}
    for number, edge in enumerate(argument.edges, 1):
        fault = _fault(edge, types.get(edge.source), types.get(edge.target))
        if fault:
            argument.note("warning", _name(edge, number), fault)
    for node in argument.nodes.values():
        if fault := _fault_of_node(node):
            argument.note("warning", f"node {node.id}", fault)
    for where, fault in _lame_relations(argument, types):
        argument.note("warning", where, fault)


def _fault_of_node(node: Node) -> str:
    """Return what is wrong with a node by itself; "" for nothing."""
    if node.type not in NODE_TYPES:
        return f"AIF does not know its type, “{node.type}”." if node.type else "It has no type."
    return "It has no text." if node.type in ("I", "L") and not node.text else ""


def _fault(edge: Edge, source: str | None, target: str | None) -> str:
    """Return what is wrong with an edge between nodes of these types; "" for nothing."""
    if source is None or target is None:
        missing = [f"“{end}”" for end, found in ((edge.source, source), (edge.target, target)) if found is None]
        return (
            f"It leads from {edge.source or '?'} to {edge.target or '?'}, but there is no node {' nor '.join(missing)}."
        )
    if edge.source == edge.target:
        return f"It leads from node {edge.source} ({source}) to itself."
    if (source, target) in _ALLOWED or not {source, target} <= _KNOWN:
        return ""
    return f"AIF has no edge from {source} to {target}; this one leads from node {edge.source} to node {edge.target}."


def _name(edge: Edge, number: int) -> str:
    """Return what notes call an edge: by its id where it has one, else by its place."""
    told: Json = edge.data.get("edgeID")
    return f"edge {told}" if isinstance(told, str | int) else f"the edge in place {number}"


def _lame_relations(argument: Argument, types: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield place and fault of relations without premise or conclusion, and of those with several conclusions."""
    into = Counter(edge.target for edge in argument.edges if types.get(edge.source) not in ("YA", None))
    out = Counter(edge.source for edge in argument.edges if edge.target in types)
    for node in argument.nodes.values():
        if node.type in _RELATIONS:
            for fault in _faults_of_relation(into[node.id], out[node.id]):
                yield f"node {node.id}", f"This {NODE_TYPES[node.type]} ({node.type}) has {fault}."


def _faults_of_relation(premises: int, conclusions: int) -> Iterator[str]:
    if not premises:
        yield "no premise: no edge leads to it from another statement or relation"
    if not conclusions:
        yield "no conclusion: no edge leads from it"
    if conclusions > 1:
        yield f"{conclusions} conclusions; AIF allows one"
