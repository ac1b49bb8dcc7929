"""The whole corpus as one web of boxes and links: what bears on each item, and what it bears on, in a stated order.

Every drawn map is a part of it: an argument map follows `below` from its root, a focus map follows `below` and
`above`, a section map keeps to the statements of one section. The page's script gets the web as it is, and so needs no
rule of order of its own.

The order: on one side of a statement stand its reasons with what undercuts them, then what attacks it, then what
restates it; within a side by place in the text, and premises of one inference stay together. Of other items: by
relation (the order of `kinds.RELATIONS`), then by place in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from viz.kinds import BEARINGS, KINDS, RANK, STATEMENTS
from viz.scene import Box, Link, make_box

if TYPE_CHECKING:
    from networkx import MultiDiGraph

LAST = 1 << 30  # place in the text of what has none
ARGUMENT = ("supports", "attacks", "undercuts", "rephrases")
_BESIDE = ("supports", "attacks", "rephrases", "broader", *BEARINGS)
_SIDE = {"supports": 0, "undercuts": 0, "attacks": 1, "rephrases": 2}


@dataclass(frozen=True)
class Web:
    """All items of a corpus that can be drawn, and the links between them.

    Attributes:
        boxes: one for each item, by node key, in text order.
        links: all links; of restatements each once.
        below: for a node key what bears on it, in order; restatements stand on both sides of it.
        above: for a node key what it bears on, in order; without restatements.
    """

    boxes: Mapping[str, Box]
    links: Sequence[Link]
    below: Mapping[str, Sequence[str]]
    above: Mapping[str, Sequence[str]]

    def reached(self, roots: Iterable[str]) -> list[str]:
        """Node keys of everything that bears on the roots, directly or through others, in text order."""
        seen = reached(roots, self.below)
        return [key for key in self.boxes if key in seen]


def web_of(graph: MultiDiGraph[str]) -> Web:
    """The web of a graph.

    Args:
        graph: the projection.
    """
    keys = sorted((key for key, node in graph.nodes(data=True) if node["kind"] in KINDS), key=text_order(graph))
    boxes = {key: item_box(graph, key) for key in keys}
    found = {link for link in _links(graph) if link.source in boxes and link.target in boxes}
    links = sorted(found, key=lambda link: (link.source, link.target, RANK[link.relation], link.joint, link.whose))
    return Web(boxes, links, *neighbours(links, keys))


def text_order(graph: MultiDiGraph[str]) -> Any:
    """Sort key for node keys: the order of the text, then the key."""

    def place(key: str) -> tuple[int, int, int, str]:
        node = graph.nodes[key]
        return node.get("start", LAST), node.get("section", 0), node.get("paragraph", 0), key

    return place


def item_box(graph: MultiDiGraph[str], key: str, **options: Any) -> Box:
    """The box of an item, with the word that says how the author stands to it (see `make_box` for the options)."""
    node = graph.nodes[key]
    commitment = node.get("commitment", "")
    note = "implied" if node.get("implicit") else "" if commitment == "asserted" else commitment
    return make_box(key, key, node, **{"note": note, **options})


def neighbours(links: Sequence[Link], keys: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What stands below and above each box, in the order that the head of this file states.

    Args:
        links: the links between the boxes.
        keys: box keys in text order.
    """
    order = {key: place for place, key in enumerate(keys)}
    first: dict[tuple[str, str], int] = {}
    for link in links:
        if link.relation == "supports":
            step = (link.target, link.joint)
            first[step] = min(order[link.source], first.get(step, len(order)))
    below: defaultdict[str, list[tuple[Any, str]]] = defaultdict(list)
    above: defaultdict[str, list[tuple[Any, str]]] = defaultdict(list)
    for link in links:
        place = first.get((link.target, link.joint), order[link.source])
        side = _SIDE.get(link.relation, 3 + RANK[link.relation])
        below[link.target].append(((side, place, link.joint, RANK[link.relation], order[link.source]), link.source))
        upward = below[link.source] if link.relation == "rephrases" else above[link.source]
        upward.append(((side, order[link.target], "", RANK[link.relation], 0), link.target))
    return _ranked(below), _ranked(above)


def _ranked(offers: Mapping[str, list[tuple[Any, str]]]) -> dict[str, list[str]]:
    return {
        key: [other for other in dict.fromkeys(other for _, other in sorted(ranked)) if other != key]
        for key, ranked in offers.items()
    }


def roots_of(links: Iterable[Link], keys: Sequence[str]) -> list[str]:
    """The fewest boxes from which all can be reached: those that bear on nothing else here; of a circle the first.

    Args:
        links: the links between the boxes.
        keys: box keys, in the order in which roots are chosen.
    """
    below: defaultdict[str, list[str]] = defaultdict(list)
    above: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        ends = [(link.source, link.target)]
        ends += [(link.target, link.source)] if link.relation == "rephrases" else []
        for source, target in ends:
            below[target].append(source)
            above[source].append(target)
    order = {key: place for place, key in enumerate(keys)}
    seen: set[str] = set()
    roots: list[str] = []
    # Of those not yet reached, the one that a walk leaves last can be reached from no other circle (Kosaraju's
    # algorithm for strongly connected components): what it can be reached from is its own circle.
    for key in reversed(_finished(keys, below)):
        if key not in seen:
            roots.append(min(reached([key], above), key=order.__getitem__))
            seen |= reached([key], below)
    return sorted(roots, key=order.__getitem__)


def _finished(keys: Sequence[str], below: Mapping[str, Sequence[str]]) -> list[str]:
    """The keys in the order in which a walk in depth leaves them."""
    found: list[str] = []
    seen: set[str] = set()
    for start in keys:
        stack = [] if start in seen else [(start, iter(below.get(start, ())))]
        seen.add(start)
        while stack:
            key, others = stack[-1]
            fresh = next((other for other in others if other not in seen), None)
            if fresh is None:
                found.append(key)
                stack.pop()
            else:
                seen.add(fresh)
                stack.append((fresh, iter(below.get(fresh, ()))))
    return found


def reached(starts: Iterable[str], neighbours: Mapping[str, Sequence[str]]) -> set[str]:
    """The starts and all that can be reached from them, from neighbour to neighbour."""
    seen = set(starts)
    waiting = list(seen)
    while waiting:
        for key in neighbours.get(waiting.pop(), ()):
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return seen


def among(links: Iterable[Link], keys: Collection[str], relations: Collection[str] | None = None) -> list[Link]:
    """The links both whose ends are among the keys; of these relations only, where they are given."""
    return [
        link
        for link in links
        if link.source in keys and link.target in keys and (relations is None or link.relation in relations)
    ]


def _links(graph: MultiDiGraph[str]) -> Iterator[Link]:
    """All links of the graph, in the order of its edges."""
    said: set[tuple[str, str]] = set()
    for source, target, name, data in graph.edges(keys=True, data=True):
        relation = data["relation"]
        if relation in _BESIDE and graph.nodes[target]["kind"] != "inference":
            joint = name if relation == "supports" else ""
            inferred = data.get("basis") == "inferred"
            whose = tuple(data.get("whose", ()))
            yield Link(source, target, relation, joint, bool(data.get("linked")), inferred, whose)
            for statement in data.get("stated_by", ()):
                said.add((statement, source))
                yield Link(statement, source, "says", inferred=inferred)
        elif relation == "carried_out_by":
            yield Link(target, source, "carries")
        elif relation in ("undercuts", "attacks"):
            yield from _undercuts(graph, source, target)
    yield from _spoken_of(graph, said)


def _undercuts(graph: MultiDiGraph[str], source: str, inference: str) -> Iterator[Link]:
    """An attack on a step stands as a link to the conclusion of the step."""
    for _, conclusion, data in graph.out_edges(inference, data=True):
        if data["relation"] == "conclusion":
            yield Link(source, conclusion, "undercuts", inference)


def _spoken_of(graph: MultiDiGraph[str], said: Collection[tuple[str, str]]) -> Iterator[Link]:
    """Statements about a policy that do not say what it does to power."""
    for source, target, data in graph.edges(data=True):
        kinds = graph.nodes[source]["kind"], graph.nodes[target]["kind"]
        speaks = data["relation"] == "about" and kinds[1] == "policy" and kinds[0] in STATEMENTS
        if speaks and (source, target) not in said:
            yield Link(source, target, "about")
