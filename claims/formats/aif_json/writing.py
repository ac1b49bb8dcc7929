"""From an argument to the objects of AIF JSON; `aif_json.generate` is the door.

The counterpart of `aif_reading`: what was read from AIF JSON is said again just as it was, key by key. What comes from
elsewhere is written as AIFdb exports it.
"""

from collections.abc import Iterator, Mapping

from claims.formats.aif_shape import ABSENT, DEFAULT_TEXTS, absent_keys, id_text, plain_text
from claims.formats.argument import Argument, Edge, Json, Node
from claims.formats.schemes_by_name import aif_name

Object = dict[str, Json]


def write_graph(argument: Argument) -> Object:
    """Return the top level of the file that says an argument: classic, or wrapped where it was read so."""
    data = argument.data if argument.format in ("", "aif") else {}
    wrapped = data.get("AIF")
    if isinstance(wrapped, dict):
        return {**data, "AIF": _graph(argument, wrapped)}
    return _graph(argument, data)


def _graph(argument: Argument, rest: Object) -> Object:
    """Return nodes, edges and locutions, and the rest of what the file had beside them."""
    ids: dict[str, Json] = {node.id: node.data.get("nodeID", node.id) for node in argument.nodes.values()}
    lists = _lists(argument, ids, rest)
    absent = absent_keys(rest)
    lists = {key: value for key, value in lists.items() if value or key not in absent}
    return lists | {key: value for key, value in rest.items() if key not in (*_LISTS, ABSENT)}


_LISTS = ("nodes", "edges", "locutions")


def _lists(argument: Argument, ids: Mapping[str, Json], rest: Object) -> Object:
    locutions: list[Json] = [one for node in argument.nodes.values() for one in _locutions(node, ids[node.id])]
    is_ours = argument.format != "aif"
    nodes: list[Json] = [_node(node, ids[node.id], is_ours=is_ours) for node in argument.nodes.values()]
    edges: list[Json] = list(_edges(argument, ids))
    kept = rest.get("locutions", [])
    return {
        "nodes": nodes or rest.get("nodes", []),
        "edges": edges or rest.get("edges", []),
        "locutions": [*locutions, *kept] if isinstance(kept, list) else locutions or kept,
    }


def _node(node: Node, id_: Json, *, is_ours: bool) -> Object:
    """Return a node as AIF has it; of what came in another format, schemes are called as AIF calls them."""
    text = _as_read(node.data, "text", node.text, node.text or DEFAULT_TEXTS.get(node.type, ""))
    made: Object = {"nodeID": id_, "text": text, "type": _as_read(node.data, "type", node.type, node.type)}
    name = aif_name(node.scheme) if is_ours else node.scheme
    scheme = _as_read(node.data, "scheme", node.scheme, name or None)
    if node.scheme or "scheme" in node.data:
        made["scheme"] = scheme
    for key, value in (("nodeID", ""), ("text", node.text), ("type", node.type)):
        if not value and key in absent_keys(node.data):
            del made[key]
    return made | {key: value for key, value in node.data.items() if key not in _NODE}


_NODE = ("nodeID", "text", "type", "scheme", "locution", ABSENT)


def _as_read(data: Object, key: str, field: str, default: Json) -> Json:
    """Return the file's own value for a field where the field still has it."""
    return data[key] if key in data and plain_text(data[key]) == field else default


def _locutions(node: Node, id_: Json) -> Iterator[Object]:
    told = node.data.get("locution")
    for row in told if isinstance(told, list) else [told]:
        if isinstance(row, dict):
            yield {"nodeID": id_, **row}


def _edges(argument: Argument, ids: Mapping[str, Json]) -> Iterator[Object]:
    """Yield the edges; those that have no id are counted, from 1, past the ids that there are."""
    used = {id_text(edge.data.get("edgeID")) for edge in argument.edges}
    number = 0
    for edge in argument.edges:
        made: Object = {}
        if "edgeID" in edge.data:
            made["edgeID"] = edge.data["edgeID"]
        elif "edgeID" not in absent_keys(edge.data):
            number = next(one for one in range(number + 1, number + len(used) + 2) if str(one) not in used)
            made["edgeID"] = str(number)
        yield {**made, **_ends(edge, ids), **{key: edge.data[key] for key in edge.data if key not in _EDGE}}


_EDGE = ("edgeID", "fromID", "toID", ABSENT)


def _ends(edge: Edge, ids: Mapping[str, Json]) -> Object:
    """Return where an edge leads from and to; an end that the file did not tell is left out."""
    made: Object = {}
    for key, end in (("fromID", edge.source), ("toID", edge.target)):
        if key in edge.data and id_text(edge.data[key]) == end:
            made[key] = edge.data[key]
        elif end:
            made[key] = ids.get(end, end)
    return made
