"""An argument as a networkx graph, for formats that graph tools read: statements, relations, policies, types of power.

Relations are nodes, as in AIF, so that linked premises stay together and undercuts have something to point at. Node
ids are XML name tokens of ASCII (`original_id` tells one that had to be changed); attributes are texts and whole
numbers, and those without a value are left out; lists are joined by "; ".
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx

from claims.formats.argument import Argument, Edge, Json, Node, Span
from claims.formats.as_power import Arrow, Box, power_of
from claims.formats.as_words import clean, kind_of, one_line, role_of, safe_ids, titles_of

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]
else:
    Network = nx.MultiDiGraph

MISSING = "missing"
"""The kind of a node that an edge names and the argument has not."""


def network(argument: Argument) -> Network:
    """Return an argument as a directed graph with parallel edges, each edge with its own key (e1, e2, …)."""
    power = power_of(argument)
    ends = {end: None for edge in argument.edges for end in (edge.source, edge.target)}
    missing = [end for end in ends if end not in argument.nodes]
    safe = safe_ids([*argument.nodes, *missing, *power.boxes])
    graph: Network = nx.MultiDiGraph()
    graph.graph.update(_filled(_about(argument)))
    titles = titles_of(argument)
    graph.add_nodes_from((safe[one], _node(node, titles[one], safe)) for one, node in argument.nodes.items())
    graph.add_nodes_from((safe[one], _filled({"label": one, "kind": MISSING})) for one in missing)
    graph.add_nodes_from((safe[one], _box(box, safe)) for one, box in power.boxes.items())
    edges = [*((edge.source, edge.target, _edge(edge, argument.nodes)) for edge in argument.edges)]
    edges += [(arrow.source, arrow.target, _arrow(arrow)) for arrow in power.arrows]
    for number, (source, target, said) in enumerate(edges, 1):
        graph.add_edge(safe[source], safe[target], f"e{number}", **said)
    return graph


def places(graph: Network, wide: int = 240, high: int = 130) -> dict[str, tuple[int, int]]:
    """Return node → a place for it: conclusions above, what leads to them in rows below, in the order of the nodes."""
    rows: dict[str, int] = {}
    ends = [one for one in graph if not graph.out_degree(one)]
    for start in (*ends, *graph):
        if start not in rows:
            rows |= _rows(graph, start, rows)
    filled: dict[int, int] = {}
    found = {}
    for one in graph:
        row = rows[one]
        found[one] = (filled.get(row, 0) * wide, row * high)
        filled[row] = filled.get(row, 0) + 1
    return found


def _rows(graph: Network, start: str, known: Mapping[str, int]) -> dict[str, int]:
    """Return node → how many steps lead from it to `start`, for nodes that are not known."""
    found, waiting, row = {start: 0}, [start], 0
    while waiting:
        row += 1
        following = (one for node in waiting for one in graph.predecessors(node))
        waiting = [one for one in dict.fromkeys(following) if one not in found and one not in known]
        found |= dict.fromkeys(waiting, row)
    return found


def _about(argument: Argument) -> dict[str, Any]:
    return {
        "name": one_line(argument.title or argument.name),
        "lang": argument.lang,
        "text": argument.text,
        "texts": _json(dict(argument.texts)),
        "data": _json(argument.data),
    }


def _node(node: Node, title: str, safe: Mapping[str, str]) -> dict[str, str | int]:
    said = {
        "label": title,
        "kind": kind_of(node),
        "type": node.type,
        "text": node.text,
        "title": node.title,
        "scheme": node.scheme,
        "held_by": _joined(node.held_by),
        "commitment": node.commitment,
        "section": node.section,
        "paragraph": node.paragraph,
        "citation": _joined(node.citation),
        "lang": node.lang,
        "spans": _joined(map(_span, node.spans)),
        "data": _json(node.data),
        "iri": node.item.iri if node.item else "",
        "original_id": "" if safe[node.id] == node.id else node.id,
    }
    return _filled(said)


def _box(box: Box, safe: Mapping[str, str]) -> dict[str, str | int]:
    item = box.item
    said = {
        "label": box.title,
        "kind": box.kind,
        "text": box.whole,
        "lang": getattr(item, "lang", ""),
        "start_date": getattr(item, "start_date", None) or "",
        "iri": item.iri if item else "",
        "original_id": "" if safe[box.id] == box.id else box.id,
    }
    return _filled(said)


def _edge(edge: Edge, nodes: Mapping[str, Node]) -> dict[str, str | int]:
    role = role_of(nodes.get(edge.source), nodes.get(edge.target))
    return _filled({"label": role, "role": role, "data": _json(edge.data)})


def _arrow(arrow: Arrow) -> dict[str, str | int]:
    said = {
        "label": arrow.word,
        "role": arrow.word,
        "whose_power": _joined(arrow.whose),
        "stated_by": _joined(arrow.stated_by),
        "basis": arrow.basis,
    }
    return _filled(said)


def _filled(said: Mapping[str, Any]) -> dict[str, str | int]:
    """Return what has a value, with texts that XML can hold."""
    return dict(_values(said))


def _values(said: Mapping[str, Any]) -> Iterator[tuple[str, str | int]]:
    for name, value in said.items():
        if value:
            yield name, value if isinstance(value, int) else clean(str(value))


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def _span(span: Span) -> str:
    return f"{span.source}:{span.start}-{span.end}" if span.source else f"{span.start}-{span.end}"


def _json(value: Mapping[str, Json]) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""
