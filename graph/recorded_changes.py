"""What the history graph keeps of contributions, read back as deltas: exactly what each added and removed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from graph.asking import Ask
from graph.contributions import Contribution
from graph.delta import Delta, GraphChange
from graph.store import Store
from ontology import HISTORY

_Sides = tuple[dict[tuple[str, ox.Triple], str], dict[tuple[str, ox.Triple], str]]
"""What was added and what was removed: graph ("" for the current state) and triple → item or graph."""


def delta_of(store: Store, contribution: Contribution) -> Delta:
    """Return exactly what a contribution added and removed."""
    delta = Delta()
    for part in changes(store.ask, f"?change prov:wasGeneratedBy <{contribution.iri}> .").values():
        extend(delta, part)
    for _, graph, came in lifetimes(store.ask, f"VALUES ?c {{ <{contribution.iri}> }}"):
        mark(delta, graph, came)
    return delta


def extend(delta: Delta, part: Delta) -> None:
    """Take a part of a delta into the whole."""
    for into, by_item in ((delta.added, part.added), (delta.removed, part.removed)):
        for item, triples in by_item.items():
            into.setdefault(item, []).extend(triples)
    for graph, more in part.graphs.items():
        change = delta.graphs.setdefault(graph, GraphChange())
        change.added += more.added
        change.removed += more.removed


def mark(delta: Delta, graph: str, came: bool) -> None:
    """Note in a delta that a graph came, or went."""
    change = delta.graphs.setdefault(graph, GraphChange())
    change.comes, change.goes = change.comes or came, change.goes or not came


def net(deltas: Iterable[Delta]) -> Delta:
    """Return what deltas, one after the other, change together."""
    sides: _Sides = ({}, {})
    lives: dict[str, list[bool]] = {}
    for delta in deltas:
        _take(sides, delta)
        for graph, change in delta.graphs.items():
            lives.setdefault(graph, []).extend([True] * change.comes + [False] * change.goes)
    total = Delta()
    for graph, lived in lives.items():
        if lived and lived[0] == lived[-1]:  # otherwise it is again as it was
            mark(total, graph, lived[0])
    for number, side in enumerate(sides):
        for (graph, triple), item in side.items():
            _side(total, graph, item, number).append(triple)
    return total


def _take(sides: _Sides, delta: Delta) -> None:
    for number in (1, 0):
        for graph, item, triple in _said(delta, number):
            if not sides[1 - number].pop((graph, triple), ""):
                sides[number][graph, triple] = item


def _said(delta: Delta, number: int) -> Iterator[tuple[str, str, ox.Triple]]:
    """Yield graph, item and triple of what a delta adds (0) or removes (1)."""
    for item, triples in (delta.added, delta.removed)[number].items():
        yield from (("", item, triple) for triple in triples)
    for graph, change in delta.graphs.items():
        yield from ((graph, graph, triple) for triple in (change.added, change.removed)[number])


def _side(delta: Delta, graph: str, item: str, number: int) -> list[ox.Triple]:
    if not graph:
        return (delta.added, delta.removed)[number].setdefault(item, [])
    change = delta.graphs.setdefault(graph, GraphChange())
    return (change.added, change.removed)[number]


def changes(ask: Ask, wanted: str) -> dict[str, Delta]:
    """Return change → the triples that it added and removed, by the item or graph that they belong to.

    Args:
        ask: Asks the store.
        wanted: The pattern that ?change has to match.
    """
    pattern = f"{wanted} OPTIONAL {{ ?change ca:added ?added }} OPTIONAL {{ ?change ca:removed ?removed }}"
    rows = list(ask(in_history("SELECT DISTINCT ?change ?added ?removed", pattern)))
    items: dict[str, list[str]] = {}
    for row in ask(in_history("SELECT DISTINCT ?change ?item", f"{wanted} ?change ca:changes ?item")):
        items.setdefault(row["change"], []).append(row["item"])
    return {row["change"]: _delta(row, items.get(row["change"], [])) for row in rows}


def lifetimes(ask: Ask, wanted: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the IRIs of contributions and of graphs, and whether the graph came (or else went) with it.

    Args:
        ask: Asks the store.
        wanted: The pattern that ?c, the contribution, and ?graph have to match.
    """
    for came, path in ((True, "generated"), (False, "invalidated")):
        rows = ask(in_history("SELECT ?c ?graph", f"{wanted} ?c prov:{path} ?graph"))
        yield from ((row["c"], row["graph"], came) for row in rows)


def in_history(select: str, pattern: str) -> str:
    """Return a query of the history graph."""
    return f"{select} {{ GRAPH <{HISTORY}> {{ {pattern} }} }}"


def _delta(row: Mapping[str, str], items: Sequence[str]) -> Delta:
    sides = [_parsed(row.get(side, "")) for side in ("added", "removed")]
    triples = [[quad.triple for quad in side if quad.graph_name == ox.DefaultGraph()] for side in sides]
    one = [{items[0]: some} if some else {} for some in triples] if len(items) == 1 else []
    delta = Delta(one[0], one[1]) if one else Delta.of(*triples)
    for number, side in enumerate(sides):
        for quad in side:
            if isinstance(quad.graph_name, ox.NamedNode):
                _side(delta, quad.graph_name.value, "", number).append(quad.triple)
    return delta


def _parsed(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.N_QUADS)) if text else []
