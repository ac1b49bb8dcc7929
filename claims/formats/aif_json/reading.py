"""From the objects of AIF JSON to an argument; `aif_json.parse` is the door.

What the file says beyond the hub's fields goes into `data` as `aif_json_shape` tells. Locutions stand in the data of
their node, under `locution`; those of no node stay in the argument's data.
"""

import json
from collections.abc import Container, Iterable, Mapping
from itertools import count

from claims.formats.aif_json.text import read_html
from claims.formats.aif_shape import ABSENT, id_text, plain_text
from claims.formats.argument import Argument, Edge, Json, Node
from claims.formats.untrusted import failure

Object = dict[str, Json]

_LISTS = ("nodes", "edges", "locutions")
_LOCUTION = "locution"
_NOTHING = object()
"""What no value of a file equals."""


def graph_of(root: Json, name: str) -> Object:
    """Return the object that has the nodes and edges: the top level, or what xAIF has under `AIF`.

    Raises:
        FormatError: When there is none, or nodes or edges are no lists.
    """
    if not isinstance(root, dict):
        raise failure(name, "", "Its top level is no object; AIF JSON has an object with nodes and edges there.")
    graph = root.get("AIF", root)
    if not isinstance(graph, dict):
        raise failure(name, "AIF", "This is no object; xAIF has an object with nodes and edges there.")
    if graph is root and not any(key in root for key in _LISTS):
        raise failure(name, "", "It has neither nodes nor edges nor AIF; AIF JSON has nodes and edges.")
    for key in ("nodes", "edges"):
        if isinstance(graph.get(key), dict):
            message = f"Its {key} are an object of columns, which is not read; write a list with an object for each."
            raise failure(name, key, message)
        if not isinstance(graph.get(key), list | None):
            raise failure(name, key, f"Its {key} are no list; write a list with an object for each.")
    return graph


def read_graph(root: Object, graph: Object, argument: Argument) -> None:
    """Fill an argument with what a file says: `root` is its top level, `graph` what has the nodes and edges."""
    ids = _read_nodes(graph, argument)
    for number, raw in _rows(graph, "edges", argument):
        argument.edges.append(_edge(raw, ids, f"edges[{number}]", argument))
    rest = _rest(graph, {}, _LISTS, "", argument)
    for key in ("nodes", "edges"):
        if isinstance(rest.get(key), list):
            del rest[key]
    _read_locutions(rest, ids, argument)
    argument.data = rest if graph is root else {**root, "AIF": rest}
    _read_text(root.get("text"), argument)


def _rows(graph: Object, key: str, argument: Argument) -> Iterable[tuple[int, Object]]:
    """Yield place and content of the objects of a list; note what is no object."""
    for number, row in enumerate(_listed(graph.get(key))):
        if isinstance(row, dict):
            yield number, row
        else:
            argument.note("refused", f"{key}[{number}]", f"This is no object, but {json.dumps(row)[:40]}; not taken.")


def _rest(raw: Object, fields: Mapping[str, object], usual: tuple[str, ...], where: str, argument: Argument) -> Object:
    """Return what of an object its fields do not say; `usual` are the keys whose absence is to be told."""
    rest: Object = {key: value for key, value in raw.items() if key not in fields or value != fields[key]}
    for key in (ABSENT, _LOCUTION) if "nodeID" in fields else (ABSENT,):
        if key in rest:
            argument.note("refused", where, f"The key “{key}” means something else here; its value is not taken.")
            del rest[key]
    absent: list[Json] = [key for key in usual if key not in raw]
    return rest | {ABSENT: absent} if absent else rest


def _read_nodes(graph: Object, argument: Argument) -> dict[str, Json]:
    """Add the nodes, and return each id that the file has with its value there."""
    made = _Ids(_ids_in(graph))
    firsts: dict[str, Object] = {}
    for number, raw in _rows(graph, "nodes", argument):
        told = id_text(raw.get("nodeID"))
        id_ = told or made.next("unnamed")
        if not told:
            argument.note("warning", f"nodes[{number}]", f"This node has no nodeID; it is called {id_} here.")
        elif told in firsts:
            id_ = made.for_another(told, firsts[told], raw)
            _note_again(argument, told, id_)
        else:
            firsts[told] = raw
        if id_:
            argument.nodes[id_] = _node(raw, id_, argument)
    return {told: raw["nodeID"] for told, raw in firsts.items()}


def _ids_in(graph: Object) -> set[str]:
    """Return the ids that a file gives to nodes, or names in edges."""
    rows = [row for key in ("nodes", "edges") for row in _listed(graph.get(key)) if isinstance(row, dict)]
    return {id_text(row.get(key)) for row in rows for key in ("nodeID", "fromID", "toID") if key in row}


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


class _Ids:
    """Ids of our own, for nodes that have none or whose id is another node's."""

    def __init__(self, taken: Container[str]) -> None:
        self._taken = taken
        self._counts: dict[str, count[int]] = {}
        self._seen: dict[str, set[str]] = {}

    def next(self, stem: str, start: int = 1) -> str:
        numbers = self._counts.setdefault(stem, count(start))
        return next(one for number in numbers if (one := f"{stem}-{number}") not in self._taken)

    def for_another(self, id_: str, first: Object, raw: Object) -> str:
        """Return an id for a second node of an id; "" where it says just what another of the id says."""
        seen = self._seen.setdefault(id_, {_content(first)})
        content = _content(raw)
        if content in seen:
            return ""
        seen.add(content)
        return self.next(id_, 2)


def _content(raw: Object) -> str:
    return json.dumps(raw, sort_keys=True)


def _note_again(argument: Argument, told: str, again: str) -> None:
    where = f"node {told}"
    if not again:
        argument.note("merged", where, "It is there twice and says the same both times; taken once.")
        return
    argument.note("warning", where, f"Another node has this id, too; it is called {again} here, and no edge joins it.")


def _node(raw: Object, id_: str, argument: Argument) -> Node:
    text, type_, scheme = (plain_text(raw.get(key)) for key in ("text", "type", "scheme"))
    fields = {"nodeID": id_, "text": text or _NOTHING, "type": type_, "scheme": scheme or _NOTHING}
    data = _rest(raw, fields, ("nodeID", "text", "type"), f"node {id_}", argument)
    return Node(id_, type_, text, scheme=scheme, data=data)


def _edge(raw: Object, ids: Mapping[str, Json], where: str, argument: Argument) -> Edge:
    source, target = id_text(raw.get("fromID")), id_text(raw.get("toID"))
    fields = {"fromID": ids.get(source, source or _NOTHING), "toID": ids.get(target, target or _NOTHING)}
    return Edge(source, target, _rest(raw, fields, ("edgeID", "fromID", "toID"), where, argument))


def _read_locutions(rest: Object, ids: Mapping[str, Json], argument: Argument) -> None:
    """Move the locutions from the rest of the graph to their nodes; those of no node stay."""
    rows = rest.get("locutions")
    if not isinstance(rows, list):
        return
    left: list[Json] = []
    for row in rows:
        id_ = id_text(row.get("nodeID")) if isinstance(row, dict) else ""
        if not isinstance(row, dict) or id_ not in ids:
            argument.note("kept", f"locution of node {id_ or '?'}", "There is no such node; it stands in the data.")
            left.append(row)
            continue
        said: Json = {key: value for key, value in row.items() if key != "nodeID" or value != ids[id_]}
        _append(argument.nodes[id_].data, said)
    del rest["locutions"]
    if left:
        rest["locutions"] = left


def _append(data: Object, said: Json) -> None:
    """Add a locution to a node's data: the one itself, or a list where there are several."""
    before = data.get(_LOCUTION)
    if before is None:
        data[_LOCUTION] = said
    elif isinstance(before, list):
        before.append(said)
    else:
        data[_LOCUTION] = [before, said]


def _read_text(text: Json, argument: Argument) -> None:
    """Set the argument's text and the nodes' spans from xAIF's text: HTML, or an object with HTML as its `txt`."""
    html = text.get("txt") if isinstance(text, dict) else text
    if isinstance(html, str):
        argument.text, spans = read_html(html, argument.nodes)
        for id_, found in spans.items():
            argument.nodes[id_].spans = tuple(found)
