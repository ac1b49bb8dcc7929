"""From items to arguments: the way back of `lowering.py`, and the way out for what was never imported.

Statements and relations become nodes, their ends become edges; what records keep of imported nodes and files is put
back where the items still bear it out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from claims.formats.argument import Argument, Edge, Json, Node, Span
from claims.formats.corpus_names import SPEAKERS
from claims.formats.records import TYPES, completed, node_of
from claims.formats.schemes_by_name import name_of_scheme
from claims.model import Actor, Conflict, ImportedFile, Inference, Item, KeptNode, Rephrase, Statement


@dataclass(frozen=True)
class TextPlace:
    """Where an item stands: the title of its section, its paragraph, and its characters; 0 and "" if not known."""

    section: str = ""
    paragraph: int = 0
    start: int = 0
    end: int = 0


@dataclass
class Holding:
    """What a store holds of a corpus.

    Attributes:
        namespace: What the IRIs of its items start with.
        title: Its title.
        lang: Its language.
        items: IRI → item, of the corpus and of what it names.
        records: IRI → what is kept of an item beside it.
        places: IRI → where it stands in the source.
        text: The text of its source, where it is at hand.
    """

    namespace: str
    title: str = ""
    lang: str = "en"
    items: Mapping[str, Item] = field(default_factory=dict)
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    places: Mapping[str, TextPlace] = field(default_factory=dict)
    text: str = ""


def raised(holding: Holding, files: Iterable[ImportedFile] = (), *, rest: bool = True, name: str = "") -> Argument:
    """Return the argument that items make.

    Args:
        holding: The items, with what is kept beside them.
        files: The imported files that are wanted, in order.
        rest: Whether those items are wanted, too, that came with none of these.
        name: What the argument is called; by default as its only file, or as the corpus.
    """
    return _Raising(holding, list(files), name).argument(rest)


class _Raising:
    """One argument under way."""

    def __init__(self, holding: Holding, files: list[ImportedFile], name: str) -> None:
        self.holding, self.files = holding, files
        self.names = {
            iri: item.label
            for iri, item in holding.items.items()
            if isinstance(item, Actor) and iri != holding.namespace + SPEAKERS
        }
        self.said = [cast("dict[str, Any]", holding.records.get(file.iri, {})) for file in files]
        self.ids: dict[str, str] = {}
        """Id of an item → id of the node that it belongs to."""
        only = self.said[0] if len(files) == 1 else {}
        corpus = holding.namespace.rstrip("/").rpartition("/")[2]
        self.made = Argument(
            name or str(only.get("name", "")) or corpus,
            files[0].format if len({file.format for file in files}) == 1 else "",
            title=str(only.get("title", "")) if only else holding.title,
            lang=str(only.get("lang", "")) if only else holding.lang,
            text=str(only.get("text", "")) if only else holding.text,
        )

    def argument(self, rest: bool) -> Argument:
        """Return it."""
        for said in self.said:
            self._texts(said)
        locals_ = [local for said in self.said for local in said.get("nodes", ())]
        self._name(locals_)
        for file, said in zip(self.files, self.said, strict=True):
            for local in said.get("nodes", ()):
                self._imported(local, said, file.lang)
        others = self._others(set(locals_)) if rest else []
        for item in others:
            self._own(item)
        self._edges([*dict.fromkeys(locals_), *(item.iri.removeprefix(self.holding.namespace) for item in others)])
        self.made.others = [item for item in self.holding.items.values() if not isinstance(item, _NODES)]
        return self.made

    def _texts(self, said: Mapping[str, Any]) -> None:
        self.made.texts |= said.get("texts", {})
        for name, value in said.get("data", {}).items():
            self.made.data[name] = _merged(self.made.data.get(name), value)

    def _name(self, locals_: Iterable[str]) -> None:
        """Find the nodes' ids: those of the file, unless two nodes would have the same."""
        taken: dict[str, str] = {}
        for local in dict.fromkeys(locals_):
            record = self._record(local)
            wanted = str(record.get("id", local))
            is_free = wanted not in taken or (record.get("part") and self._record(taken[wanted]).get("part"))
            self.ids[local] = wanted if is_free else local
            taken.setdefault(self.ids[local], local)

    def _record(self, local: str) -> dict[str, Any]:
        return cast("dict[str, Any]", self.holding.records.get(self.holding.namespace + local, {}))

    def _imported(self, local: str, said: Mapping[str, Any], lang: str) -> None:
        item = self.holding.items.get(self.holding.namespace + local)
        if item is None or self.ids[local] in self.made.nodes:  # taken out since, or another part of the same node
            return
        node = node_of(item, self.ids[local], self.names, lang)
        record = {name: value for name, value in self._record(local).items() if name != "id"}
        completed(node, record, item)
        completed(node, said.get("differences", {}).get(local, {}), None)
        node.item = item
        if len(self.files) > 1 and not node.lang and lang != self.made.lang and isinstance(item, Statement):
            node.lang = lang
        self.made.add(node)

    def _others(self, known: set[str]) -> list[Item]:
        """Return the statements and relations that came with no file, in the order of the text."""
        places, start = self.holding.places, self.holding.namespace
        own = [
            item
            for iri, item in self.holding.items.items()
            if isinstance(item, _NODES) and iri.startswith(start) and iri.removeprefix(start) not in known
        ]
        end = len(self.holding.text) + 10**9
        return sorted(own, key=lambda item: (places[item.iri].start if item.iri in places else end, item.iri))

    def _own(self, item: Item) -> None:
        """Add an item that came with no file: all that it says is said."""
        local = item.iri.removeprefix(self.holding.namespace)
        taken = local in self.made.nodes
        id_ = self.ids[local] = item.iri if taken else local
        place = self.holding.places.get(item.iri, TextPlace())
        node = Node(id_, "I", section=place.section, paragraph=place.paragraph, item=item)
        if place.end > place.start:
            node.spans = (Span(place.start, place.end),)
        if isinstance(item, Statement):
            node.text, node.title, node.kind, node.commitment = item.text, item.label, item.kind, item.commitment
            node.lang = "" if item.lang == self.made.lang else item.lang
            node.citation = item.citation
            node.held_by = tuple(self.names[holder] for holder in item.held_by if holder in self.names)
        elif isinstance(item, KeptNode):
            node = node_of(item, id_, self.names, self.made.lang)
        else:
            node.type = TYPES[type(item)]
            node.scheme = name_of_scheme(item.scheme) if isinstance(item, Inference) and item.scheme else ""
        node.item = item
        self.made.add(node)

    def _edges(self, wanted: Sequence[str]) -> None:
        """Add the edges: those of the files that still hold, in their order, and then those that are new.

        An edge holds while the items tell it; one that they never told, while its ends are there.
        """
        now = self._edges_now(wanted)
        gone = {one for one in self.ids.values() if one not in self.made.nodes}
        made: dict[tuple[str, str], int] = {}
        for number, said in enumerate(self.said):
            for source, target, *more in said.get("edges", ()):
                pair = self._id(source), self._id(target)
                still = pair in now if len(more) < 2 else gone.isdisjoint(pair)
                if still and made.setdefault(pair, number) == number:  # an earlier file may have had it
                    self.made.edges.append(Edge(*pair, more[0] if more else {}))
        self.made.edges += [Edge(*pair) for pair in now if pair not in made]

    def _id(self, end: str) -> str:
        return end[1:] if end.startswith("?") else self.ids.get(end, end)

    def _edges_now(self, wanted: Sequence[str]) -> dict[tuple[str, str], None]:
        """Return the edges that the items tell."""
        found: dict[tuple[str, str], None] = {}
        for local in wanted:
            item = self.holding.items.get(self.holding.namespace + local)
            for source, target in _ends(item) if item else ():
                ends = [iri.removeprefix(self.holding.namespace) for iri in (source, target)]
                pair = cast("tuple[str, str]", tuple(self.ids.get(one, one) for one in ends))
                if all(one in self.made.nodes for one in pair):
                    found[pair] = None
        return found


def _ends(item: Item) -> Iterator[tuple[str, str]]:
    """Yield the edges that an item tells, by IRIs."""
    if isinstance(item, Inference):
        yield from ((one, item.iri) for one in item.premise)
        yield item.iri, item.conclusion
    elif isinstance(item, Conflict):
        yield from ((item.attacker, item.iri), (item.iri, item.attacked))
    elif isinstance(item, Rephrase):
        yield from ((item.rephrases, item.iri), (item.iri, item.rephrased))
    elif isinstance(item, KeptNode):
        yield from ((one, item.iri) for one in item.comes_from)
        yield from ((item.iri, one) for one in item.leads_to)


def _merged(one: Json, other: Json) -> Json:
    """Return what two files say under the same name: lists one after the other, else the first that says something."""
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *(part for part in other if part not in one)] if one != other else one
    if isinstance(one, dict) and isinstance(other, dict):
        return {**other, **one}
    return other if one is None else one


_NODES = (Statement, Inference, Conflict, Rephrase, KeptNode)
