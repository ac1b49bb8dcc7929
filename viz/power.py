"""The scene of a power map: types of power, the policies that bear on each, and the statements that say so.

A policy stands under every type of power it bears on, so that each type shows the whole list of its policies; the
boxes of one policy are tied together by the panel. Hence a box key is the path that leads to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from viz.kinds import BEARINGS, RANK, RELATIONS
from viz.scene import Box, Link, Scene, make_box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from networkx import MultiDiGraph

BOX_WIDTH, INDENT = 300, 20  # px


class Bearing(NamedTuple):
    """One power link: what a policy does to a type of power, through which statements."""

    policy: str
    power: str
    relation: str
    stated_by: tuple[str, ...]
    whose: tuple[str, ...]
    inferred: bool


def power_scene(graph: MultiDiGraph[str]) -> Scene:
    """All types of power with their policies; a graph without any gives an empty scene.

    Args:
        graph: the projection.
    """
    build = _Build(graph)
    for key in build.types:
        build.add_power(key)
    return Scene(
        roots=build.types,
        boxes=build.boxes,
        links=build.links,
        children=build.children,
        opened=frozenset(key for key in build.types if key not in build.under),
        under=build.under,
        face="title",
        left_out=build.left_out(),
    )


class _Build:
    """Walks the types of power from the broadest down and collects boxes and links."""

    def __init__(self, graph: MultiDiGraph[str]) -> None:
        self.graph = graph
        self.boxes: dict[str, Box] = {}
        self.links: list[Link] = []
        self.children: dict[str, list[str]] = {}
        self.bearings = _bearings(graph)
        powers = sorted((k for k, node in graph.nodes(data=True) if node["kind"] == "power"), key=self.name)
        self.narrower: dict[str, list[str]] = defaultdict(list)
        for key in powers:
            for above in self.broader(key):
                self.narrower[above].append(key)
        steps = _steps(_tops(powers, self.broader, self.narrower), self.narrower)
        self.indent = steps
        self.under = {key: min(self.above(key), key=self.name) for key, count in steps.items() if count}
        self.types = _listed(steps, self.under, self.name)

    def name(self, key: str) -> tuple[int, str, str]:
        """Order of types of power: hard, soft, interdependence first, as the vocabulary has them; then by name."""
        node = self.graph.nodes[key]
        known = ("hard", "soft", "interdependence")
        place = known.index(node["id"]) if node["id"] in known else len(known)
        return place, node["label"].casefold(), key

    def broader(self, key: str) -> list[str]:
        """Broader types that are in the graph; the list and the edges may both say them."""
        node, out = self.graph.nodes[key], self.graph.out_edges(key, data=True)
        said = [*node.get("broader", ()), *(t for _, t, data in out if data["relation"] == "broader")]
        return [above for above in dict.fromkeys(said) if above in self.graph and above != key]

    def above(self, key: str) -> list[str]:
        """Broader types that are one step nearer to the broadest."""
        return [above for above in self.broader(key) if self.indent[above] == self.indent[key] - 1]

    def add_power(self, key: str) -> None:
        """Adds a type of power and its policies, and ties it to its broader types."""
        node, width = self.graph.nodes[key], BOX_WIDTH - INDENT * self.indent[key]
        foot = self.tally(key)
        self.boxes[key] = make_box(key, key, node, width=width, foot=foot, tagged=key not in self.under)
        self.links.extend(Link(key, above, "broader") for above in self.broader(key))
        self.children[key] = self.add_policies(key, self.bearings[key])

    def tally(self, key: str) -> str:
        """What policies do to a type of power in all its narrower types; of a type without these the chip tells."""
        below = _below([key], self.narrower)
        counts = Counter(rel for _, rel in {(b.policy, b.relation) for power in below for b in self.bearings[power]})
        words = {name: name if counts[name] == 1 else name.removesuffix("s") for name in BEARINGS}
        parts = [f"{RELATIONS[name].glyph} {counts[name]} {words[name]}" for name in BEARINGS if counts[name]]
        if not parts:
            return "no policy named"
        return f"in all {' · '.join(parts)}" if self.narrower[key] else ""

    def add_policies(self, power: str, bearings: Iterable[Bearing]) -> list[str]:
        """Adds one box for each policy that bears on the power: strengthens, wields, erodes, in text order."""
        by_policy: dict[str, list[Bearing]] = defaultdict(list)
        for bearing in bearings:
            by_policy[bearing.policy].append(bearing)
        ranked = sorted(by_policy, key=lambda p: (RANK[by_policy[p][0].relation], *self.place(p)))
        return [self.add_policy(power, policy, by_policy[policy]) for policy in ranked]

    def add_policy(self, power: str, policy: str, bearings: list[Bearing]) -> str:
        """Adds the box of a policy under a power, with its links, and the boxes of what says so."""
        key = f"{policy} {power}"
        relations = sorted({b.relation for b in bearings}, key=RANK.__getitem__)
        whose = list(dict.fromkeys(name for b in bearings for name in b.whose))
        self.boxes[key] = make_box(
            key,
            policy,
            self.graph.nodes[policy],
            note=" ".join(f"{RELATIONS[name].glyph} {name}" for name in relations),
            foot=f"Power of: {', '.join(whose)}" if whose else "",
        )
        for name in relations:
            basis = all(b.inferred for b in bearings if b.relation == name)
            self.links.append(Link(key, power, name, inferred=basis))
        said = dict.fromkeys(s for b in bearings for s in b.stated_by if s in self.graph)
        self.children[key] = [self.add_statement(key, s, bearings) for s in sorted(said, key=self.place)]
        return key

    def add_statement(self, above: str, statement: str, bearings: list[Bearing]) -> str:
        """Adds the box of a statement that says what a policy does to a power."""
        key = f"{statement} {above}"
        node = self.graph.nodes[statement]
        commitment = node.get("commitment", "")
        note = "" if commitment == "asserted" else commitment
        self.boxes[key] = make_box(key, statement, node, note=note)
        basis = all(b.inferred for b in bearings if statement in b.stated_by)
        self.links.append(Link(key, above, "says", inferred=basis))
        return key

    def place(self, key: str) -> tuple[int, int, str]:
        """Sort key: the order of the text, then the node key."""
        node = self.graph.nodes[key]
        return node.get("start", 1 << 30), node.get("section", 0), key

    def left_out(self) -> str:
        """One sentence on policies that bear on no type of power."""
        shown = {box.item for box in self.boxes.values()}
        count = sum(n["kind"] == "policy" and k not in shown for k, n in self.graph.nodes(data=True))
        if not count:
            return ""
        return f"{count} polic{'ies are' if count > 1 else 'y is'} tied to no type of power and not drawn."


def _bearings(graph: MultiDiGraph[str]) -> defaultdict[str, list[Bearing]]:
    """Power links by type of power, each list in the order of the relations."""
    found: defaultdict[str, list[Bearing]] = defaultdict(list)
    for policy, power, data in graph.edges(data=True):
        if data["relation"] in BEARINGS:
            stated_by, whose = tuple(data.get("stated_by", ())), tuple(data.get("whose", ()))
            inferred = data.get("basis") == "inferred"
            found[power].append(Bearing(policy, power, data["relation"], stated_by, whose, inferred))
    for bearings in found.values():
        bearings.sort(key=lambda b: (RANK[b.relation], b.policy, b.stated_by))
    return found


def _tops(powers: list[str], broader: Any, narrower: Mapping[str, list[str]]) -> list[str]:
    """Types without a broader one; where types are each other's broader, the first of such a circle."""
    tops = [key for key in powers if not broader(key)]
    reached = _below(tops, narrower)
    for key in powers:
        if key not in reached:
            tops.append(key)
            reached |= _below([key], narrower)
    return tops


def _below(keys: Iterable[str], narrower: Mapping[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting.extend(narrower.get(key, ()))
    return reached


def _steps(tops: list[str], narrower: Mapping[str, list[str]]) -> dict[str, int]:
    """For each type the steps up to a broadest one, in the order of these steps."""
    steps, level = dict.fromkeys(tops, 0), tops
    while level:
        found = dict.fromkeys(k for above in level for k in narrower.get(above, ()))
        level = [key for key in found if key not in steps]
        steps.update(dict.fromkeys(level, max(steps.values()) + 1))
    return steps


def _listed(steps: Iterable[str], under: Mapping[str, str], name: Callable[[str], Any]) -> list[str]:
    """Types as an indented list reads: each followed by what stands under it."""
    listed: list[str] = []
    waiting = sorted((key for key in steps if key not in under), key=name, reverse=True)
    while waiting:
        key = waiting.pop()
        listed.append(key)
        waiting.extend(sorted((k for k, above in under.items() if above == key), key=name, reverse=True))
    return listed
