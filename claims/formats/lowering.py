"""From arguments to items: nodes become statements and relations, and what none can express is kept beside them.

A node that is no statement or relation here (a locution, say, or an inference without a conclusion) becomes a
`KeptNode`; what a file says of a node beyond its item goes into the item's record, and what it says as a whole into
that of its `ImportedFile`. `raising.py` is the way back.
"""

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from claims.anchors import Anchor
from claims.formats.argument import NODE_TYPES, Argument, Edge, Json, Node
from claims.formats.corpus_names import SPEAKERS, CorpusNames, KnownNode
from claims.formats.fitting import (
    fitting_citations,
    fitting_language,
    fitting_text,
    fitting_title,
    local_name_for,
)
from claims.formats.records import NO_TYPE, as_json, difference, node_of
from claims.formats.relating import Shape, shape_of
from claims.formats.schemes_by_name import scheme_named
from claims.identifiers import slug
from claims.model import KINDS, Conflict, ImportedFile, Inference, Item, KeptNode, Rephrase, Statement
from claims.passages import Passages
from claims.source import SourceText

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_MORE = ("lang", "held_by", "spans", "section", "paragraph", "data")
_COMMITMENTS = ("asserted", "granted", "reported", "rejected", "predicted")
_STANDING = ("evidence", "counterargument", "rebuttal")
"""The kinds of statements that have to stand for something."""
_COUNTED_ANEW = frozenset({"kialo", "brat", "arggraph"})
"""The formats whose ids, such as 1.1. and T1, mean something else in each file."""


@dataclass
class Lowered:
    """What became of one argument.

    Attributes:
        file: The item that stands for its file.
        items: The new items, its file among them.
        records: IRI → what is to be kept of an item that it does not express, as JSON text.
        anchors: Where statements stand in the argument's texts, with the passages that they are of.
        seen: The ids of the items, new or not, that its nodes are.
        merged: How many nodes another file had, too.
    """

    file: ImportedFile
    items: list[Item] = field(default_factory=list)
    records: dict[str, str] = field(default_factory=dict)
    anchors: list[tuple[Passages, Anchor]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    merged: int = 0


def lowered(argument: Argument, names: CorpusNames) -> Lowered:
    """Return the items of an argument, and what is to be kept of it; what a person has to know is noted with it.

    A node that an argument before had under the same id is the same item where it says the same; else it gets an item
    of its own.

    Args:
        argument: The argument.
        names: The names in use in the corpus that it is for; shared by all arguments that go there.
    """
    return _Lowering(argument, names).run()


class _Lowering:
    """One argument under way."""

    def __init__(self, argument: Argument, names: CorpusNames) -> None:
        self.argument, self.names = argument, names
        self.lang = fitting_language(argument.lang) or names.lang
        self.shape = Shape(argument, {}, {})
        local = names.free(f"file-{slug(argument.name)}"[:180])
        file = ImportedFile(
            iri=names.namespace + local,
            title=fitting_title(argument.title) or fitting_title(argument.name) or local,
            lang=self.lang,
            format=fitting_title(argument.format) or NO_TYPE,
        )
        self.made = Lowered(file)
        self.contents: Mapping[str, bytes] = {}
        self.locals: dict[str, tuple[str, ...]] = {}
        self.differences: dict[str, Json] = {}
        self.covered: set[tuple[str, str]] = set()
        self.passages = self._passages(local.removeprefix("file-"))

    def run(self) -> Lowered:
        """Make the items, those first that others name."""
        self.shape = shape_of(self.argument, says_something)
        self.contents = contents_of(self.shape)
        nodes = self.argument.nodes
        for node in nodes.values():
            if node.id in self.shape.statements:
                self._take(node, self._statement)
        for node in self.shape.relations_in_order():
            self._take(node, self._relation)
        self._keep([node for node in nodes.values() if node.id in self.shape.kept])
        self._finish()
        return self.made

    def _passages(self, name: str) -> dict[str, Passages]:
        """Return name → passages of the argument's texts, and make a source of each."""
        found = {}
        for key, text in {"": self.argument.text, **self.argument.texts}.items():
            if text:
                source = SourceText(text)
                local = self.names.free(f"original-{name}{'-' if key else ''}{slug(key) if key else ''}"[:190])
                self.made.items.append(self.names.source(local, fitting_title(key) or self.made.file.title, source))
                found[key] = Passages(self._iri(local), source, {}, quotable=True)
        return found

    def _take(self, node: Node, make: "_Make") -> None:
        """Find the items that a node has from another argument, or make them."""
        content = self._content(node)
        if not self._is_known(node, content):
            self._take_up(node, content, make(node, self._local(node)))

    def _is_known(self, node: Node, content: bytes) -> bool:
        known = self.names.known(self._key(node), content)
        if known is None:
            return False
        self.locals[node.id] = known.locals
        self.made.merged += 1
        language = fitting_language(node.lang) or self.lang
        if more_of(node) != known.more or node.lang != ("" if language == self.lang else language):
            self.differences[known.locals[0]] = {name: as_json(getattr(node, name)) for name in _MORE}
        return True

    def _local(self, node: Node) -> str:
        local = self.names.free(local_name_for(node.id))
        if self.names.has(self._key(node)):
            what = NODE_TYPES.get(node.type, "node")
            message = f"Another file has a node of this id that says something else; this {what} is {local} here."
            self.argument.note("warning", f"node {node.id}", message)
        return local

    def _take_up(self, node: Node, content: bytes, items: Sequence[Item]) -> None:
        """Take up the items that were made of a node, with what they do not express."""
        self.made.items += items
        locals_ = tuple(item.iri.removeprefix(self.names.namespace) for item in items)
        for item, local in zip(items, locals_, strict=True):
            record = difference(node, node_of(item, local, self.names.names, self.lang))
            if len(items) > 1:
                record["part"] = True
            if record:
                self.made.records[item.iri] = _json(record)
        self.locals[node.id] = locals_
        self.names.remember(self._key(node), KnownNode(content, more_of(node), locals_))

    def _key(self, node: Node) -> str:
        return key_of(self.argument, node)

    def _iri(self, local: str) -> str:
        return self.names.namespace + local

    def _iris(self, ids: Iterable[str]) -> list[str]:
        return [self._iri(local) for one in ids for local in self.locals.get(one, ())]

    def _content(self, node: Node) -> bytes:
        """Return what a node says, and note that its items tell those edges."""
        sources, targets = told_edges(node, self.shape)
        self.covered |= {(one, node.id) for one in sources} | {(node.id, one) for one in targets}
        return self.contents[node.id]

    def _statement(self, node: Node, local: str) -> list[Item]:
        text = fitting_text(node.text)
        holders = [iri for name in node.held_by if (iri := self.names.holder(name, self.made.items))]
        statement = KINDS[self._kind(node)].model_validate(
            {
                "iri": self._iri(local),
                "label": self.names.free_title(fitting_title(node.title) or fitting_title(text)),
                "text": text,
                "lang": fitting_language(node.lang) or self.lang,
                "held_by": holders or [self._iri(SPEAKERS)],
                "commitment": node.commitment if node.commitment in _COMMITMENTS else "asserted",
                "citation": fitting_citations(node.citation),
            }
        )
        self._anchor(node, statement.iri)
        return [statement]

    def _kind(self, node: Node) -> str:
        kind = node.kind or "claim"
        if kind in _STANDING and node.id not in self.shape.standing:
            message = f"Is {kind} for nothing here, and so a claim; what it is stands in its data."
            self.argument.note("kept", f"node {node.id}", message)
            return "claim"
        return kind if kind in KINDS and issubclass(KINDS[kind], Statement) else "claim"

    def _anchor(self, node: Node, iri: str) -> None:
        for span in node.spans:
            passages = self.passages.get(span.source)
            try:
                anchor = passages.anchor(iri, "passage", f"{span.start}-{span.end}") if passages else None
            except ValueError as error:
                self.argument.note("kept", f"node {node.id}", f"Its passage stands in its data only: {error}")
            else:
                self.made.anchors += [(passages, anchor)] if passages and anchor else []

    def _relation(self, node: Node, local: str) -> list[Item]:
        """Return the items of a relation: of an inference one for each conclusion, else one for each pair of ends."""
        starts, ends = self.shape.ends(node.id)
        sources, targets = self._iris(starts), self._iris(ends)
        made: list[dict[str, object]]
        if node.type == "RA":
            scheme = scheme_named(node.scheme) or None
            made = [{"premise": tuple(sources), "conclusion": target, "scheme": scheme} for target in targets]
        else:
            one, other = _ENDS[node.type]
            made = [{one: source, other: target} for source in sources for target in targets]
        if len(made) > 1:
            what = NODE_TYPES[node.type]
            message = f"Is {len(made)} {what}s here, for it has several ends; it is given back as one."
            self.argument.note("kept", f"node {node.id}", message)
        locals_ = (local, *(self.names.free(local) for _ in made[1:]))
        kind = _KINDS[node.type]
        return [kind.model_validate({"iri": self._iri(o), **one}) for o, one in zip(locals_, made, strict=True)]

    def _keep(self, nodes: Sequence[Node]) -> None:
        """Keep nodes as they are; they may lead to each other, so their ids are found before their items are made."""
        made: list[tuple[Node, bytes, str]] = []
        for node in nodes:
            content = self._content(node)
            if not self._is_known(node, content):
                local = self._local(node)
                self.locals[node.id] = (local,)
                made.append((node, content, local))
        for node, content, local in made:
            self._take_up(node, content, [self._kept(node, local)])

    def _kept(self, node: Node, local: str) -> Item:
        sources, targets = told_edges(node, self.shape)
        # Made without being checked: there are very many, and every value is one that fits.
        return KeptNode.model_construct(
            iri=self._iri(local),
            node_type=fitting_title(node.type) or NO_TYPE,
            text=fitting_text(node.text) or None,
            lang=fitting_language(node.lang) or self.lang,
            comes_from=tuple(sorted({*self._iris(sources)})),
            leads_to=tuple(sorted({*self._iris(targets)})),
        )

    def _finish(self) -> None:
        """Make the file's item, with a record of what only the file says."""
        argument, made = self.argument, self.made
        made.seen = [local for one in argument.nodes for local in self.locals[one]]
        record: dict[str, Json] = {
            "name": argument.name,
            "title": argument.title,
            "lang": argument.lang,
            "nodes": list[Json](made.seen),
            "edges": [self._edge(edge) for edge in argument.edges],
            "data": argument.data,
            "text": argument.text,
            "texts": dict[str, Json](argument.texts),
            "differences": self.differences,
        }
        made.records[made.file.iri] = _json({name: value for name, value in record.items() if value})
        made.items.append(made.file)

    def _edge(self, edge: Edge) -> Json:
        """Return an edge as the file's record has it: its ends, its data, and whether only the record tells of it."""
        ends: list[Json] = [self._end(edge.source), self._end(edge.target)]
        if (edge.source, edge.target) in self.covered:
            return [*ends, edge.data] if edge.data else ends
        return [*ends, edge.data, True]

    def _end(self, one: str) -> str:
        return self.locals[one][0] if one in self.locals else f"?{one}"


_Make = Callable[[Node, str], list[Item]]
_ENDS = {"CA": ("attacker", "attacked"), "MA": ("rephrases", "rephrased")}
_KINDS: Mapping[str, type[Item]] = {"RA": Inference, "CA": Conflict, "MA": Rephrase}


def told_edges(node: Node, shape: Shape) -> tuple[list[str], list[str]]:
    """Return what edges lead from and to that a node's items tell: statements and locutions leave it to relations."""
    if _tells_no_edge(node):
        return [], []
    return shape.ends(node.id) if node.id in shape.relations else (shape.sources[node.id], shape.targets[node.id])


def _tells_no_edge(node: Node) -> bool:
    return node.type in ("I", "L")


def key_of(argument: Argument, node: Node) -> str:
    """Return what tells a node from those of other files: its id, with the file's name where ids begin anew in each."""
    return f"{argument.name}\0{node.id}" if argument.format in _COUNTED_ANEW else node.id


def contents_of(shape: Shape) -> dict[str, bytes]:
    """Return for each node a digest of what makes two nodes of one id, in different arguments, the same node.

    That is what it says and what it joins: relations of one id between statements that say different things are
    different relations. Kept nodes may lead to each other, in rings too, so those that hang together are the same or
    not as a whole.
    """
    found: dict[str, bytes] = {}
    nodes = shape.argument.nodes
    for node in (*(one for one in nodes.values() if _tells_no_edge(one)), *shape.relations_in_order()):
        found[node.id] = _digest(_said(node, shape, found))
    said = {one: _said(node, shape, found) for one, node in nodes.items() if one not in found}
    for one in said:
        if one not in found:
            together = _hanging_together(one, said, shape)
            whole = _digest(sorted((other, repr(said[other])) for other in together))
            found |= {other: _digest((other, whole)) for other in together}
    return found


def _said(node: Node, shape: Shape, found: Mapping[str, bytes]) -> tuple[object, ...]:
    """Return what a node says itself, and each of its ends with what that says, where it is found already."""
    language = fitting_language(node.lang) or fitting_language(shape.argument.lang)
    own = (node.type, node.text, node.title, node.scheme, node.kind, language, node.commitment, node.citation)
    return own, [[(one, found.get(one)) for one in side] for side in told_edges(node, shape)]


def _hanging_together(start: str, some: Container[str], shape: Shape) -> set[str]:
    """Return those of some nodes that edges lead to, in whatever direction and however far, from one of them."""
    seen, waiting = {start}, [start]
    while waiting:
        sides = told_edges(shape.argument.nodes[waiting.pop()], shape)
        new = {one for side in sides for one in side if one in some} - seen
        seen |= new
        waiting += new
    return seen


def more_of(node: Node) -> bytes:
    """Return a digest of what different arguments may say differently of the same node."""
    return _digest([getattr(node, name) for name in _MORE])


def _digest(value: object) -> bytes:
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def says_something(node: Node) -> bool:
    """Whether a node holds words that a statement can hold."""
    return bool(fitting_text(node.text))


def _json(value: Mapping[str, Json]) -> str:
    return _JSON.encode(value)
