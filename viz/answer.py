"""The scene of an answer: the items that a query found and the links among them, or the links that it constructed.

Read by the argument map's rules of order (`web.py`). A root is an item that speaks of nothing else among those found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from ontology import PREFIXES
from viz.errors import MapError
from viz.scene import Box, Link, Scene, make_box
from viz.text import clean
from viz.tree import opened_to, unfold
from viz.web import LAST, Web, among, neighbours, roots_of, text_order, web_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from networkx import MultiDiGraph

    Triple = tuple[str, str, str]

MOST_ITEMS = 400
"""How many items of an answer are drawn."""

FIRST_SIGHT = 60
"""How many boxes are unfolded at first: more than of an argument map, for all of them were asked for."""

_LONGEST_WORDS = 40
_CA = PREFIXES["ca"]
_BROADER, _NARROWER = PREFIXES["skos"] + "broader", PREFIXES["skos"] + "narrower"
_CARRIED_OUT_BY = _CA + "carriedOutBy"
_BACKWARDS = (_NARROWER, _CARRIED_OUT_BY)
_RELATIONS = {
    **{_CA + name: name for name in ("supports", "attacks", "wields", "strengthens", "erodes", "about")},
    _CA + "restates": "rephrases",
    PREFIXES["dcterms"] + "subject": "about",
    _BROADER: "broader",
    _NARROWER: "broader",
    _CARRIED_OUT_BY: "carries",
    _CA + "instrument": "uses",
}
_LABEL = PREFIXES["rdfs"] + "label"
_NO_ITEM = (
    "There is nothing to draw in this answer: a map shows items (statements, policies, types of power, actors), "
    "named by their IRIs."
)


def answer_scene(
    graph: MultiDiGraph[str], items: Iterable[str], links: Iterable[Triple] = (), web: Web | None = None
) -> Scene:
    """The items that a query found, with all links among them; or those links alone that a query constructed.

    Args:
        graph: the projection.
        items: IRIs in the order of the answer. One of an inference, a conflict, a restatement or a power link stands
            for what it joins; one that is no item of the graph is passed over.
        links: triples (subject, property, object) of IRIs; where there are any, only these are drawn. A known property
            is drawn as its relation, any other as "relates", with its name on the subject's box; an IRI that is no item
            of the graph becomes a plain box, named by a triple of rdfs:label, whose object is a text.
        web: the web of the graph, where it is at hand.

    Raises:
        MapError: nothing of this can be drawn.
    """
    build = _Build(graph, web or web_of(graph))
    build.add_items(items)
    triples = list(dict.fromkeys(links))
    if triples:
        build.add_triples(triples)
    else:
        build.links = dict.fromkeys(among(build.known_links, build.keys))
    if not build.keys.keys() & build.web.boxes.keys():
        raise MapError(_NO_ITEM, "")
    return build.scene()


def answer_links(graph: MultiDiGraph[str], web: Web) -> list[Link]:
    """All links that can stand in an answer: those of the web, and what statements speak of beside.

    Of a type of power a statement does not speak beside what it says a policy does to it.

    Args:
        graph: the projection.
        web: of the graph.
    """
    said = {(link.source, link.target) for link in web.links}
    for _, power, data in graph.edges(data=True):
        said.update((statement, power) for statement in data.get("stated_by", ()))
    spoken = [
        Link(source, target, "about")
        for source, target, data in graph.edges(data=True)
        if data["relation"] in ("about", "subject") and (source, target) not in said
    ]
    return [*web.links, *spoken]


class _Build:
    """Collects what is drawn: box keys in the order of the answer, and links."""

    def __init__(self, graph: MultiDiGraph[str], web: Web) -> None:
        self.graph, self.web = graph, web
        self.known_links = answer_links(graph, web)
        self.joined = _joined(graph)
        self.keys: dict[str, None] = {}
        self.links: dict[Link, None] = {}
        self.names: dict[str, str] = {}
        self.words: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.leaving: defaultdict[str, list[Link]] = defaultdict(list)
        for link in self.known_links:
            self.leaving[link.source].append(link)

    def add_items(self, items: Iterable[str]) -> None:
        """Adds the boxes of items."""
        for item in items:
            self.keys.update(dict.fromkeys(self.stands_for(item)))

    def stands_for(self, iri: str) -> list[str]:
        """Keys of the boxes that show an item, or what a relation joins, be it a step of argument (an undercut)."""
        if iri in self.web.boxes:
            return [iri]
        ends = self.joined.get(iri, {})
        inner = {deep: None for end in ends for deep in (end, *self.joined.get(end, ()))}
        return [key for key in inner if key in self.web.boxes]

    def add_triples(self, triples: Collection[Triple]) -> None:
        """Adds the links that triples say, and the boxes they join."""
        for subject, predicate, value in triples:
            if predicate == _LABEL:
                self.names.setdefault(subject, value)
            elif subject in self.joined or value in self.joined:
                self.add_relation(subject, value)
            else:
                self.add_link(subject, predicate, value)

    def add_relation(self, subject: str, value: str) -> None:
        """Adds what a relation joins, for a triple that speaks of the relation or is spoken of by it."""
        ends = [*self.stands_for(subject), *self.stands_for(value)]
        self.keys.update(dict.fromkeys(ends))
        self.links.update(dict.fromkeys(among((link for end in ends for link in self.leaving[end]), set(ends))))

    def add_link(self, subject: str, predicate: str, value: str) -> None:
        """Adds one link: as the graph has it, where it has it, for it knows more of it."""
        self.keys.update(dict.fromkeys((subject, value)))
        source, target = (value, subject) if predicate in _BACKWARDS else (subject, value)
        relation = _RELATIONS.get(predicate, "relates")
        if relation == "relates":
            self.words[subject][_words(predicate)] = None
        known = [link for link in self.leaving[source] if (link.target, link.relation) == (target, relation)]
        self.links.update(dict.fromkeys(known or [Link(source, target, relation)]))

    def scene(self) -> Scene:
        """The scene of what was collected."""
        kept = set(list(self.keys)[:MOST_ITEMS])
        place = text_order(self.graph)
        keys = sorted(kept, key=lambda key: place(key) if key in self.graph else (LAST, 0, 0, key))
        links = [link for link in among(self.links, kept) if link.source != link.target]
        below, _ = neighbours(links, keys)
        scene = Scene(
            roots=roots_of(links, keys),
            boxes={key: self.box(key) for key in keys},
            links=links,
            children=below,
            face="title" if len(keys) > FIRST_SIGHT else "text",
            left_out=_left_out(len(self.keys) - len(kept)),
        )
        return replace(scene, opened=_opened(scene))

    def box(self, key: str) -> Box:
        """The box of an item, or a plain one of what is none."""
        words = " · ".join(self.words[key])
        if key not in self.web.boxes:
            local = re.split(r"[/#:]", key.rstrip("/#"))[-1] or key
            name = self.names.get(key, local)
            plain = {"kind": "other", "id": local, "label": name, "text": name}
            return make_box(key, key, plain, foot=words, tagged=False)
        box = self.web.boxes[key]
        return replace(box, note=" · ".join(filter(None, (box.note, words))))


def _joined(graph: MultiDiGraph[str]) -> Mapping[str, Mapping[str, None]]:
    """For the IRI of an inference, a conflict, a restatement or a power link, the node keys that it joins."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for source, target, name, data in graph.edges(keys=True, data=True):
        relation = data["relation"]
        if name != relation:
            found[name].update(dict.fromkeys((source, target)))
    return {name: {end: None for end in ends if end != name} for name, ends in found.items()}


def _words(predicate: str) -> str:
    """The name of a property in words: “carried out by”."""
    local = re.split(r"[/#:]", predicate.rstrip("/#"))[-1]
    return clean(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[-_]+", " ", local).lower())[:_LONGEST_WORDS]


def _opened(scene: Scene) -> frozenset[str]:
    """The boxes to unfold at first: as many steps as show no more than `FIRST_SIGHT`."""
    best: frozenset[str] = frozenset()
    for depth in range(1, len(scene.boxes)):
        opened = opened_to(scene, depth)
        if opened == best or len(unfold(scene, opened).walk()) > FIRST_SIGHT:
            break
        best = opened
    return best


def _left_out(count: int) -> str:
    if not count:
        return ""
    return f"{count:,} more item{'s' if count > 1 else ''} of the answer {'are' if count > 1 else 'is'} not drawn."
