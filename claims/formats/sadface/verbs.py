"""SADFace: the Simple Argument Description Format, JSON (github.com/ARG-ENU/SADFace; `shape.py` has the shape).

Atoms are statements; schemes, inferences and conflicts are relations, told apart by their type or else by their name.
A disagreement, drawn from one conflict to two atoms, is two attacks, since the format says that it goes both ways.
Resources are the source texts; whatever else a file says stands in the data under the format's own keys.
"""

from collections.abc import Mapping
from pathlib import Path

from claims.formats.argument import Argument, Edge, Json, Node
from claims.formats.sadface.resources import Resources
from claims.formats.untrusted import failure, parse_json

_PLAIN = {
    "support": "RA",
    "inference": "RA",
    "attack": "CA",
    "conflict": "CA",
    "disagree": "CA",
    "disagreement": "CA",
    "rephrase": "MA",
    "preference": "PA",
}
"""Names of schemes that say no more than what kind of relation it is."""
_TYPES = {"inference": "RA", "conflict": "CA"}


def recognises(path: Path, head: str) -> bool:
    """Return whether a file that begins so is a SADFace document."""
    if path.suffix.lower() != ".json" or not head.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    return ('"source_id"' in head and '"target_id"' in head) or '"analyst_' in head


def parse(text: str, name: str) -> Argument:
    """Return the argument of a SADFace document.

    Raises:
        FormatError: When the text is no JSON, or not an object with a list of nodes.

    Example:
        >>> argument = parse('{"nodes": [{"id": "a", "type": "atom", "text": "Bread is dear."}], "edges": []}', "bread")
        >>> argument.nodes["a"].text
        'Bread is dear.'
    """
    document = parse_json(text, name)
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), list):
        raise failure(name, "", "This is no SADFace document: it has no list “nodes”.")
    argument = Argument(name, "sadface")
    resources = Resources(argument)
    argument.data = {key: value for key, value in document.items() if key not in ("nodes", "edges")}
    if listed := _list(argument, document, "resources"):
        argument.data["resources"] = resources.take(listed)
    for number, node in enumerate(_list(argument, document, "nodes"), start=1):
        _add_node(argument, resources, node, number)
    for number, edge in enumerate(_list(argument, document, "edges"), start=1):
        _add_edge(argument, edge, number)
    _split_disagreements(argument)
    _describe(argument, document)
    return argument


def _list(argument: Argument, document: Mapping[str, Json], key: str) -> list[Json]:
    value = document.get(key)
    if isinstance(value, list):
        return value
    said = f"“{key}” is not a list" if key in document else f"The list “{key}” is missing"
    argument.note("warning", "", f"{said}; it is read as empty.")
    if key == "edges" and key in document:
        argument.data[key] = value
    return []


def _add_node(argument: Argument, resources: Resources, value: Json, number: int) -> None:
    if not isinstance(value, dict):
        argument.note("refused", f"node {number}", "It is not an object.")
        return
    made = _read_node(argument, value, f"node {value.get('id') or number}")
    made.id = _own_id(argument, made, value, number)
    if made.id in argument.nodes:
        return
    argument.add(made)
    if made.type == "I":
        spans, citation = resources.spans_of(f"node {made.id}", value.get("sources"))
        made.spans, made.citation = tuple(spans), tuple(citation)


def _own_id(argument: Argument, made: Node, value: Mapping[str, Json], number: int) -> str:
    """Return the id that a node gets; that of a node that is there already, when it is the same."""
    wanted = value.get("id")
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        wanted = str(wanted)
    if not isinstance(wanted, str) or not wanted:
        argument.note("warning", f"node {number}", "It has no id, so that no edge can name it.")
        return argument.free(f"node {number}")
    there = argument.nodes.get(wanted)
    if there is None:
        return wanted
    if (there.type, there.text, there.scheme, there.data) == (made.type, made.text, made.scheme, made.data):
        argument.note("merged", f"node {wanted}", "It is listed twice.")
        return wanted
    message = "Another node has this id; edges are read as meaning the first."
    argument.note("warning", f"node {wanted}", message)
    return argument.free(f"{wanted} (node {number})")


def _read_node(argument: Argument, value: Mapping[str, Json], where: str) -> Node:
    said = value.get("type")
    kind = said if isinstance(said, str) else ""
    if not kind:
        kind = "atom" if "text" in value else "scheme"
        argument.note("warning", where, f"It has no type; it is read as {kind}.")
    if kind == "atom":
        text = _words(argument, value, "text", where)
        return Node("", "I", text, data=_rest(value, "id", "text", "type"))
    if kind not in ("scheme", *_TYPES):
        argument.note("warning", where, f"“{kind}” is no type of the format; the node is neither atom nor scheme.")
        return Node("", kind, _text(value.get("text")), data=_rest(value, "id", "type", "text"))
    name = _words(argument, value, "name", where)
    plain = _PLAIN.get(name.strip().lower(), "")
    scheme = "" if plain else name
    return Node("", _TYPES.get(kind) or plain or "RA", scheme=scheme, data=_rest(value, "id"))


def _words(argument: Argument, value: Mapping[str, Json], key: str, where: str) -> str:
    found = value.get(key)
    if not isinstance(found, str) or not found.strip():
        argument.note("warning", where, f"It has no {key}.")
    return _text(found)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else "" if value is None or isinstance(value, dict | list) else str(value)


def _rest(value: Mapping[str, Json], *known: str) -> dict[str, Json]:
    """Return what is said beyond these keys, and those of them that hold something else than words."""
    return {key: part for key, part in value.items() if key not in known or not isinstance(part, str)}


def _add_edge(argument: Argument, value: Json, number: int) -> None:
    ends = [_text(value.get(key)) for key in ("source_id", "target_id")] if isinstance(value, dict) else []
    if not isinstance(value, dict) or not all(ends):
        argument.note("refused", f"edge {number}", "It does not say from which node to which (source_id, target_id).")
        return
    where = f"edge {_text(value.get('id')) or number}"
    missing = [end for end in ends if end not in argument.nodes]
    if missing:
        argument.note("warning", where, f"There is no node {' and no node '.join(missing)}.")
    elif all(argument.nodes[end].type == "I" for end in ends):
        message = "It joins two atoms without a scheme between them, so that it does not say how they are related."
        argument.note("warning", where, message)
    argument.edges.append(Edge(ends[0], ends[1], _rest(value, "source_id", "target_id")))


def _split_disagreements(argument: Argument) -> None:
    """Make two attacks of each disagreement that is drawn from one conflict to two atoms."""
    attacked = {edge.target for edge in argument.edges}
    drawn: dict[str, list[Edge]] = {one.id: [] for one in argument.nodes.values() if one.type == "CA"}
    for edge in argument.edges:
        if edge.source in drawn and edge.source not in attacked:
            drawn[edge.source].append(edge)
    for conflict, edges in drawn.items():
        if len({edge.target for edge in edges}) == len(edges) == 2:
            _split(argument, argument.nodes[conflict], *edges)
        elif len(edges) > 1:
            argument.note(
                "warning", f"node {conflict}", "It disagrees with several atoms and comes from none; kept as drawn."
            )


def _split(argument: Argument, conflict: Node, one: Edge, other: Edge) -> None:
    back = argument.add(Node(argument.free(f"{conflict.id} (back)"), "CA", scheme=conflict.scheme))
    back.data = {"disagreement": conflict.id}
    argument.link(other.target, back.id, one.target)
    one.source, one.target = one.target, conflict.id
    message = f"A disagreement goes both ways, so that it is read as two attacks, {conflict.id} and {back.id}."
    argument.note("warning", f"node {conflict.id}", message)


def _describe(argument: Argument, document: Mapping[str, Json]) -> None:
    """Take what the document says of itself: its title, and which atom is the main claim."""
    metadata = document.get("metadata")
    block = metadata.get("core") if isinstance(metadata, dict) else None
    core = block if isinstance(block, dict) else document
    if core is document and "analyst_name" not in document:
        argument.note("warning", "", "It has no metadata that describe it (metadata.core).")
    argument.title = _text(core.get("title"))
    claim = _text(core.get("claim"))
    if claim in argument.nodes and argument.nodes[claim].type == "I":
        argument.nodes[claim].kind = "thesis"
    elif claim:
        argument.note("warning", "metadata", f"There is no atom {claim}, which it calls its claim.")
    _warn_of_direction(argument, _text(core.get("version")))


def _warn_of_direction(argument: Argument, version: str) -> None:
    """Warn of attacks that SADFace's own library, from the version that has conflicts on, draws from the attacked."""
    named = (node for node in argument.nodes.values() if node.data.get("type") == "conflict")
    found = next((node.id for node in named if node.data.get("name") == "attack"), None)
    if found and version.startswith("0.5"):
        message = (
            "Attacks are read as drawn, attacker first; sadface.py 0.5 draws those it builds the other way. Check one."
        )
        argument.note("warning", f"node {found}", message)
