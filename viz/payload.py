"""What the page's script gets: items, links and drawn scenes as plain lists and dicts, ready for JSON.

Texts are not in it: the script reads them from the outline, where they stand for readers without a script too.
Strings that recur (names, events) are sent once, in tables, and told by their place there.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from viz import layout
from viz.argument import FIRST_SIGHT
from viz.kinds import BEARINGS, KINDS, RANK, RELATIONS, STATEMENTS
from viz.scene import FONT, LINE, PAD_X, PAD_Y, SMALL, SMALL_LINE
from viz.served import served_data
from viz.standing import standing_data
from viz.text import clean
from viz.tree import MOST_BOXES, MOST_CHILDREN
from viz.web import ARGUMENT

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping, Sequence

    from networkx import MultiDiGraph

    from viz.scene import Box, Link, Scene
    from viz.served import Served
    from viz.web import Web

_MEASURES = {
    "font": FONT,
    "line": LINE,
    "small": SMALL,
    "smallLine": SMALL_LINE,
    "padX": PAD_X,
    "padY": PAD_Y,
    "columnGap": layout.COLUMN_GAP,
    "siblingGap": layout.SIBLING_GAP,
    "cousinGap": layout.COUSIN_GAP,
    "rootGap": layout.ROOT_GAP,
    "mostChildren": MOST_CHILDREN,
    "mostBoxes": MOST_BOXES,
    "firstSight": FIRST_SIGHT,
}
_FIELDS = (  # of an item, those first that most items have
    "row", "kind", "titleLines", "textLines", "stance", "section", "paragraph", "holders", "above", "subjects", "below",
    "actors", "powers", "policies", "note", "implied", "instruments", "carriers", "against", "since", "recommended",
    "history", "passage", "placed",
)  # fmt: skip
_NAMED = {  # attribute of a node that lists names → its name in the data
    "held_by": "holders",
    "subjects": "subjects",
    "instruments": "instruments",
    "carried_out_by": "carriers",
    "targets": "against",
}


class _Table:
    """Values by their place, each once."""

    def __init__(self) -> None:
        self.places: dict[Any, int] = {}

    def place(self, value: Hashable) -> int:
        return self.places.setdefault(value, len(self.places))


def anchors(graph: MultiDiGraph[str], items: Sequence[str]) -> dict[str, str]:
    """Element id by node key: the item's id; with its kind before it where an item of another kind has that id.

    Ids that begin with "_" are the page's own.

    Args:
        graph: the projection.
        items: node keys.
    """
    order = list(KINDS)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(items, key=lambda key: (order.index(graph.nodes[key]["kind"]), key)):
        node = graph.nodes[key]
        plain = "-".join(clean(node["id"]).split())
        told = f"{node['kind']}-{plain.lstrip('_')}"
        wanted = (told if plain[:1] in ("", "_") else plain, told, *(f"{told}-{n}" for n in range(2, 99)))
        free = (name for name in wanted if name not in taken)
        found[key] = next(free, key)
        taken.add(found[key])
    return {key: found[key] for key in items}


def payload(
    graph: MultiDiGraph[str],
    web: Web,
    names: Mapping[str, str],
    rows: Sequence[str],
    scenes: Mapping[str, Scene],
    *,
    in_text: Collection[str] | None = None,
    served: Served | None = None,
) -> dict[str, Any]:
    """The data of a page.

    Args:
        graph: the projection.
        web: of the graph.
        names: element id by node key (see `anchors`), in the order of the web.
        rows: node keys in the order in which their rows stand in the outline.
        scenes: maps that are no part of the web, by name: the groupings of the power map, an answer.
        in_text: the items whose passages are marked in a text of the page; None: all that have any.
        served: of a page that a server gives.
    """
    build = _Payload(graph, web, names, rows, in_text)
    drawn = {name: build.scene(scene) for name, scene in scenes.items()}
    items = [build.item(key) for key in names]
    links = [build.link(link) for link in web.links]
    steps = build.steps()
    told = served_data(served, graph, names, build.joints.places, build.asked.places) if served else None
    return ({"served": told} if told else {}) | {
        "standing": standing_data(graph, list(names), list(build.joints.places)),
        "measures": _MEASURES,
        "statements": STATEMENTS,
        "argument": ARGUMENT,
        "kinds": [kind._asdict() for kind in KINDS.values()],
        "relations": [relation._asdict() for relation in RELATIONS.values()],
        "fields": _FIELDS,
        "items": items,
        "groups": list(build.groups.places),
        "shapes": list(build.shapes.places),
        "links": links,
        "steps": steps,
        "scenes": drawn,
        "sections": _sections(graph),
        "names": list(build.names.places),
        "events": [dict(event) for event in build.events.places],
        "questions": build.questions(),
    }


class _Payload:
    """Turns keys into numbers and fills the tables."""

    def __init__(
        self,
        graph: MultiDiGraph[str],
        web: Web,
        names: Mapping[str, str],
        rows: Sequence[str],
        in_text: Collection[str] | None,
    ) -> None:
        self.graph, self.web, self.in_text = graph, web, in_text
        self.rows = {key: place for place, key in enumerate(rows)}
        self.number = {key: place for place, key in enumerate(names)}
        self.names, self.events, self.groups, self.joints = _Table(), _Table(), _Table(), _Table()
        self.shapes, self.asked = _Table(), _Table()
        self.names.place("")
        self.joints.place("")
        self.near: defaultdict[str, dict[str, dict[int, None]]] = defaultdict(lambda: defaultdict(dict))
        for link in web.links:
            self._note_filters(link)
        for source, target, data in graph.edges(data=True):
            self._note_names(source, target, data["relation"])
            for statement in data.get("stated_by", ()):
                self._near(statement, "powers", target)

    def _note_filters(self, link: Link) -> None:
        """By which policies and types of power an item is found."""
        if link.relation in BEARINGS:
            self._near(link.source, "powers", link.target)
            self._near(link.target, "policies", link.source)
        elif link.relation in ("says", "about"):
            self._near(link.source, "policies", link.target)

    def _note_names(self, source: str, target: str, relation: str) -> None:
        """By which types of power and actors an item is found."""
        kind = self.graph.nodes[target]["kind"]
        if relation == "subject" and kind == "power":
            self._near(source, "powers", target)
        elif kind == "actor" and relation in ("about", "carried_out_by", "targets"):
            self.near[source]["actors"][self.names.place(clean(self.graph.nodes[target]["label"]))] = None

    def _near(self, key: str, name: str, other: str) -> None:
        if other in self.number:
            self.near[key][name][self.number[other]] = None

    def item(self, key: str) -> list[Any]:
        """The values of `_FIELDS` of an item; what is empty is 0, at the end left out."""
        node, box = self.graph.nodes[key], self.web.boxes[key]
        placed = bool(node.get("places")) and (self.in_text is None or key in self.in_text)
        events = [self.events.place(_event(event)) for event in node.get("history", ())]
        told = {
            "row": self.rows[key],
            "kind": list(KINDS).index(node["kind"]),
            "titleLines": len(box.title.lines),
            "textLines": len(box.text.lines),
            "stance": self.names.place(clean(node.get("commitment", ""))),
            "section": node.get("section", 0),
            "paragraph": node.get("paragraph", 0),
            "note": self.names.place(clean(box.note)),
            "implied": int(bool(node.get("implicit"))),
            "since": clean(node.get("start_date", "")),
            "recommended": int(bool(node.get("recommended"))),
            "placed": int(placed),
            "passage": "" if placed else clean(node.get("passage", "")),
            "history": []
            if events == [0]
            else events or -1,  # most have the first event only: that goes without saying
            "below": [self.number[other] for other in self.web.below.get(key, ())],
            "above": [self.number[other] for other in self.web.above.get(key, ())],
            **{name: [self.names.place(clean(text)) for text in node.get(field, ())] for field, name in _NAMED.items()},
            **{name: list(numbers) for name, numbers in self.near[key].items()},
        }
        values = [told.get(field) or 0 for field in _FIELDS]
        while values[-1] == 0:
            values.pop()
        return values

    def link(self, link: Link) -> list[Any]:
        """Source, target, relation, joint (0: none), 1 where linked + 2 where inferred; then whose power it is."""
        source, target = self.number[link.source], self.number[link.target]
        return self._ends(link, source, target)

    def _ends(self, link: Link, source: int, target: int) -> list[Any]:
        told = [
            source,
            target,
            RANK[link.relation],
            self.joints.place(link.joint),
            int(link.linked) + 2 * int(link.inferred),
        ]
        return [*told, [self.names.place(clean(name)) for name in link.whose]] if link.whose else told

    def steps(self) -> list[list[Any]]:
        """For each joint the name of its scheme and the ids of its open critical questions."""
        told = [self.graph.nodes.get(joint, {}) for joint in self.joints.places]
        return [
            [
                self.names.place(clean(node.get("scheme", ""))),
                *(self.asked.place(question) for question in node.get("questions", ())),
            ]
            for node in told
        ]

    def questions(self) -> list[str]:
        """The critical questions that are open somewhere."""
        texts = self.graph.graph.get("questions", {})
        return [clean(texts.get(question, question)) for question in self.asked.places]

    def scene(self, scene: Scene) -> dict[str, Any]:
        """A scene that is no part of the web, with boxes of its own."""
        number = {key: place for place, key in enumerate(scene.boxes)}
        ties, others = _ties(scene)
        boxes = [
            self._box(box, ties.get(key, 0), [number[child] for child in scene.children.get(key, ())])
            for key, box in scene.boxes.items()
        ]
        return {
            "roots": [number[key] for key in scene.roots],
            "opened": [number[key] for key in scene.boxes if key in scene.opened],
            "under": [[number[key], number[above]] for key, above in scene.under.items()],
            "face": scene.face,
            "leftOut": clean(scene.left_out),
            "boxes": boxes,
            "links": [self._ends(link, number[link.source], number[link.target]) for link in others],
        }

    def _box(self, box: Box, tie: int, children: list[int]) -> list[int]:
        """Item, note, foot, shape, tie (see `_ties`), children; an item below 0 is a group: -1 minus its place."""
        if box.item in self.number:
            item = self.number[box.item]
        else:
            label = " ".join(box.title.lines).removeprefix(f"{KINDS[box.kind].glyph} ")
            item = -1 - self.groups.place((box.kind, label))
        shape = (box.width, int(box.tagged), len(box.title.lines), len(box.text.lines))
        note, foot = self.names.place(clean(box.note)), self.names.place(box.foot)
        return [item, note, foot, self.shapes.place(shape), tie, *children]


def _event(event: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """An event of a history, fit for a table."""
    return tuple((name, clean(value) if isinstance(value, str) else value) for name, value in sorted(event.items()))


def _ties(scene: Scene) -> tuple[dict[str, int], list[Link]]:
    """Most boxes hang under one box by one plain link: that is told in the box, and the other links are left.

    Returns:
        For a box key 1 + 4 × the rank of the relation, + 1 where the box above bears on it, + 2 where it is inferred.
    """
    hangs: dict[str, list[str]] = defaultdict(list)
    for above, children in scene.children.items():
        for key in children:
            hangs[key].append(above)
    between: dict[frozenset[str], list[Link]] = defaultdict(list)
    for link in scene.links:
        between[frozenset((link.source, link.target))].append(link)
    ties: dict[str, int] = {}
    others: list[Link] = []
    for links in between.values():
        [link, *more] = links
        child = link.source if hangs[link.source] == [link.target] else link.target
        above = link.target if child == link.source else link.source
        plain = not (more or link.joint or link.linked or link.whose) and hangs[child] == [above]
        if plain:
            ties[child] = 1 + 4 * RANK[link.relation] + int(child == link.target) + 2 * int(link.inferred)
        else:
            others.extend(links)
    return ties, others


def _sections(graph: MultiDiGraph[str]) -> list[dict[str, Any]]:
    """Sections in which statements stand, in order."""
    found = {
        node["section"]: clean(node.get("section_title", ""))
        for _, node in graph.nodes(data=True)
        if node["kind"] in STATEMENTS and node.get("section")
    }
    return [{"number": number, "title": found[number]} for number in sorted(found)]
