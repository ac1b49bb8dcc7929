"""From an Argdown document to an argument: statements, inferences and conflicts, with their parts in `data`.

- A statement (all occurrences of one title) is a node of type I; its text is that of its canonical member.
- An argument with a premise-conclusion structure (pcs) is one RA for each inference; its title and description are
  those of the last. An argument without one is an I, whose text is its description.
- Support leads by way of an RA, attack and undercut by way of a CA, from and to what the argument's pcs says: from its
  main conclusion; support to its main conclusion, attack and undercut to its last inference. Where the document says
  it otherwise, that is kept in the relation's data.
- Contradictory and (in strict mode) contrary statements attack each other: two CAs, marked as one relation.

`data["argdown"]` holds what `back.py` makes the document of again: `parts`, each with its index, and `places`,
the indexes of the parts that say a relation.
"""

from collections.abc import Sequence
from typing import Any

from claims.formats.argdown.meaning import End, Meaning, Relation, Whole
from claims.formats.argdown.model import Document, part_as_json
from claims.formats.argdown.names import Ids, citations_of, commitment_of, holders_of, kind_of
from claims.formats.argument import Argument, Edge, Json, Node

_STRICT = {"support": "entails", "attack": "contrary"}
_MUTUAL = ("contradictory", "contrary")
_SHOWN = 5


def argument_of(document: Document, name: str) -> Argument:
    """Return the argument that a document holds."""
    return _Making(document, name).run()


class _Making:
    def __init__(self, document: Document, name: str) -> None:
        self.document, self.meaning = document, Meaning(document)
        self.parts = document.parts
        self.argument = Argument(name, "argdown")
        self.ids = Ids()
        self.by_end: dict[End, str] = {}
        self.outgoing: dict[End, list[str]] = {}
        self.conclusion_of: dict[str, str] = {}
        self.told: set[int] = set()
        self.undefined: list[str] = []

    def run(self) -> Argument:
        """Make the nodes and edges."""
        front = self.document.frontmatter
        self.argument.title = front["title"] if isinstance(front.get("title"), str) else ""  # type: ignore[assignment]
        if isinstance(front.get("lang"), str):
            self.argument.lang = str(front["lang"])
        for whole in self.meaning.statements.values():
            self._statement(whole)
        for whole in self.meaning.arguments.values():
            self._argument(whole)
        late = [one for one in self.meaning.relations if one.kind == "undercut"]
        for relation in [one for one in self.meaning.relations if one.kind != "undercut"] + late:
            self._relation(relation)
        self._finish()
        return self.argument

    # Nodes

    def _statement(self, whole: Whole) -> None:
        node = self._whole_as_node(whole, "statement")
        tags = self.meaning.tags(whole)
        data = self.meaning.data(whole)
        node.kind = kind_of(tags)
        node.held_by = holders_of(data if "heldBy" in data else self.document.frontmatter)
        node.citation = citations_of(data)
        node.commitment = commitment_of(data)

    def _whole_as_node(self, whole: Whole, kind: str) -> Node:
        """Add the I of a statement, or of an argument without a pcs."""
        said = self.meaning.canonical(whole)
        text = said.content.text if said else ""
        if not text:
            self.undefined.append(whole.title)
        data: dict[str, Json] = {"parts": self._parts(whole.members)}
        if not whole.named:
            data["untitled"] = whole.title
        title = whole.title if whole.named else ""
        node = Node(self.ids.new(whole.title), "I", text or whole.title, title, data={"argdown": data})
        node.section = self.meaning.section_title(whole, kind)  # type: ignore[arg-type]
        self.by_end[kind, whole.title] = self.argument.add(node).id  # type: ignore[index]
        return node

    def _argument(self, whole: Whole) -> None:
        if whole.steps:
            self._structure(whole)
            return
        node = self._whole_as_node(whole, "argument")
        node.kind = "claim"
        self._data(node)["argument"] = True

    def _structure(self, whole: Whole) -> None:
        """Add an RA for each inference of a pcs."""
        steps = [*self.meaning.inferences(whole)]
        for number, (inference, premises, conclusion) in enumerate(steps, 1):
            last = number == len(steps)
            node = Node(self.ids.new(whole.title if last else f"{whole.title} {number}"), "RA")
            node.scheme = ", ".join(self.parts[inference].rules)
            members = whole.members if last else []
            parts = self._parts([inference, *members])
            node.data["argdown"] = {"argument": whole.title, "parts": parts}
            node.section = self.meaning.section_title(whole, "argument")
            self.argument.add(node)
            ends = [self.by_end["statement", self.meaning.titles[one]] for one in (*premises, conclusion)]
            self._join(node.id, [*dict.fromkeys(ends[:-1])], ends[-1])
            self.by_end["inference", str(inference)] = node.id
            self.conclusion_of[str(inference)] = self.meaning.titles[conclusion]
            if last:
                self._describe(node, whole)

    def _describe(self, node: Node, whole: Whole) -> None:
        said = self.meaning.canonical(whole)
        node.text = said.content.text if said else ""
        node.title = whole.title if whole.named else ""
        if not whole.named:
            self._data(node)["untitled"] = whole.title
        self.by_end["argument", whole.title] = node.id

    def _parts(self, indexes: Sequence[int]) -> list[Json]:
        return [[one, part_as_json(self.parts[one])] for one in indexes]

    def _data(self, node: Node) -> dict[str, Any]:
        return node.data["argdown"]  # type: ignore[return-value]

    def _join(self, node: str, sources: Sequence[str], target: str) -> None:
        self.argument.edges += [*(Edge(one, node) for one in sources), Edge(node, target)]

    # Relations

    def _relation(self, relation: Relation) -> None:
        source, target = self._from(relation.source), relation.target
        kind = self._kind(relation, source)
        start, end = self.by_end[source], self._to(kind, target)
        if start == end and relation.source != relation.target:
            return  # an argument with a pcs supports its own conclusion: the pcs says so
        data: dict[str, Json] = {"relation": kind, "places": [*relation.places]}
        if source != relation.source:
            data["from"] = [*relation.source]
        if (target[0] == "argument" and self.by_end[target] != end) or self._is_pcs(target):
            data["to"] = [*target]
        self.told.update(relation.places)
        node = self._add_relation(kind, start, end, data)
        node.scheme = self._scheme(relation)
        self._note_changes(node, kind, target, end)
        self.outgoing.setdefault(relation.source, []).append(node.id)
        if kind in _MUTUAL and start != end:
            back = self._add_relation(kind, end, start, {"relation": kind, "places": [], "back": node.id})
            data["pair"] = back.id

    def _scheme(self, relation: Relation) -> str:
        """Return the `scheme` that the data of a relation's child name; "" for none."""
        said = ((self.parts[one].data or {}).get("scheme") for one in relation.places)
        return next((one for one in said if isinstance(one, str)), "")

    def _kind(self, relation: Relation, source: End) -> str:
        logical = self.document.is_strict() and source[0] == relation.target[0] == "statement"
        return _STRICT.get(relation.kind, relation.kind) if logical else relation.kind

    def _add_relation(self, kind: str, start: str, end: str, data: dict[str, Json]) -> Node:
        type_ = "RA" if kind in ("support", "entails") else "CA"
        node = self.argument.add(Node(self.ids.new(f"{kind} {start} {end}"), type_, data={"argdown": data}))
        self._join(node.id, [start], end)
        return node

    def _is_pcs(self, end: End) -> bool:
        return end[0] == "argument" and bool(self.meaning.arguments[end[1]].steps)

    def _from(self, end: End) -> End:
        """Return what a relation comes from: of an argument with a pcs its main conclusion."""
        if self._is_pcs(end):
            return "statement", self.meaning.conclusion(self.meaning.arguments[end[1]])
        return end if end[0] != "inference" else self._from_inference(end)

    def _from_inference(self, end: End) -> End:
        return "statement", self.conclusion_of[end[1]]

    def _to(self, kind: str, end: End) -> str:
        """Return the node that a relation leads to."""
        if self._is_pcs(end) and kind == "support":
            return self.by_end["statement", self.meaning.conclusion(self.meaning.arguments[end[1]])]
        if kind in ("support", *_MUTUAL, "entails") and end[0] == "inference":
            return self.by_end[self._from_inference(end)]
        if kind == "undercut" and end[0] == "argument" and len(self.outgoing.get(end, ())) == 1:
            one = self.outgoing[end][0]
            return one if self.argument.nodes[one].type == "RA" and not self._is_pcs(end) else self.by_end[end]
        return self.by_end[end]

    def _note_changes(self, node: Node, kind: str, target: End, end: str) -> None:
        where = f"node {node.id}"
        if self._is_pcs(target) and kind == "support":
            message = f"Support for the argument <{target[1]}> as a whole is taken as support for its conclusion."
            self.argument.note("kept", where, message)
        elif self._is_pcs(target) and kind == "attack":
            message = f"An attack on the argument <{target[1]}> as a whole is taken as one on its last inference."
            self.argument.note("kept", where, message)
        elif kind == "undercut" and self.argument.nodes[end].type == "I":
            message = "An undercut of what has no inference is taken as an attack on it; its data say “undercut”."
            self.argument.note("kept", where, message)

    def _finish(self) -> None:
        """Keep what belongs to no node, and note what a person has to know."""
        headings = [index for index, part in enumerate(self.parts) if part.kind == "heading"]
        rest = [i for i, part in enumerate(self.parts) if part.place == "relation" and i not in self.told]
        comments: list[Json] = [*self.document.comments]
        self.argument.data["argdown"] = {
            "frontmatter": self.document.frontmatter,
            "headings": self._parts(headings),
            "places": [*rest],
            **({"comments": comments} if comments else {}),
        }
        if comments:
            message = (
                "Comments are no part of the argument; they stand in the data, and come back at the end of the text"
            )
            self.argument.note("kept", "", f"{message} ({len(comments)}).")
        if self.undefined:
            shown = ", ".join(f"“{title}”" for title in self.undefined[:_SHOWN])
            more = f" and {len(self.undefined) - _SHOWN} more" if len(self.undefined) > _SHOWN else ""
            message = f"Named, but nowhere said in a sentence, so that the title is the text: {shown}{more}."
            self.argument.note("warning", "", message)
