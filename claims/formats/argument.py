"""An argument as an exchange format has it: nodes and edges, in the terms of the Argument Interchange Format (AIF).

Every format is read into an `Argument` and written from one; `lowering.py` makes items of it, and `raising.py` makes
it of items. Whatever a format says that an item has no field for goes into `data`, under the format's own names, and
comes back from the store as it went in.

AIF: Chesñevar et al. 2006, Towards an argument interchange format, The Knowledge Engineering Review 21(4); Rahwan and
Reed 2009, The Argument Interchange Format. Locutions, illocutions and transitions: Budzynska and Reed 2011, Inference
Anchoring Theory.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from claims.model import Item

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What JSON can hold: the only values that `data` may have."""

NODE_TYPES: Mapping[str, str] = {
    "I": "statement",
    "L": "locution",
    "RA": "inference",
    "CA": "conflict",
    "MA": "rephrase",
    "PA": "preference",
    "TA": "transition",
    "YA": "illocution",
}
"""The types of nodes, as AIF abbreviates them, and what each is in a word."""

Level = Literal["merged", "kept", "warning", "refused"]


@dataclass(frozen=True, slots=True)
class Note:
    """What a person has to know of a reading or writing.

    Attributes:
        level: "merged" for what was the same as something else; "kept" for what no item can express, and stands in the
            data; "warning" for what breaks a rule of the format and was taken all the same, or had to be understood in
            one of several ways; "refused" for what was not taken.
        file: The file.
        where: The place in it, such as "line 12" or "node 277"; "" for the file as a whole.
        message: What is so, in a sentence, and how to mend it where that can be said.
    """

    level: Level
    file: str
    where: str
    message: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.where) if part)
        return f"{place}: {self.message}" if place else self.message


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of the argument's text, from 0, `end` exclusive; `source` names the text where there are several."""

    start: int
    end: int
    source: str = ""


@dataclass(slots=True)
class Node:
    """One node.

    Attributes:
        id: Its id, unique in the argument: the format's own as text, or one that the reader makes.
        type: One of `NODE_TYPES`; another where the file has another, or "".
        text: Of statements and locutions what is said, just as the file has it; of others what the file writes there.
        title: Its short title, where the format has such.
        scheme: Of relations the name of the argument scheme, as the file writes it; "" for none.
        kind: Of statements, where the format tells: claim, thesis, evidence, counterargument or rebuttal.
        held_by: The names of who says it.
        commitment: asserted, granted, reported, rejected or predicted, where the format tells; else "".
        citation: References and addresses that it comes from.
        lang: The language of its text; "" for the argument's.
        spans: Where it stands in the text.
        section: The title of the part of the source that it stands in, where known.
        paragraph: The number of its paragraph there, from 1; 0 where not known.
        data: What the format says of it beyond that.
        item: The item that it was made from; None for what was read from a file.
    """

    id: str
    type: str
    text: str = ""
    title: str = ""
    scheme: str = ""
    kind: str = ""
    held_by: tuple[str, ...] = ()
    commitment: str = ""
    citation: tuple[str, ...] = ()
    lang: str = ""
    spans: tuple[Span, ...] = ()
    section: str = ""
    paragraph: int = 0
    data: dict[str, Json] = field(default_factory=dict)
    item: Item | None = field(default=None, compare=False)


@dataclass(slots=True)
class Edge:
    """An arrow from one node to another, by their ids; both ends need not be there."""

    source: str
    target: str
    data: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Argument:
    """One argument: what one file holds, or what is to be written into one.

    Attributes:
        name: What it is called: the file's name without folder and extension.
        file: The file that it was read from, as notes tell it; "" for none.
        format: The format that it was read from, by its name in `FORMATS`; "" where it comes from a store.
        title: Its title, where it has one.
        lang: The language of its texts.
        nodes: Id → node, in order.
        edges: The edges, in order.
        text: The source text whose characters the nodes' spans count; "" for none.
        texts: Name → text, where there are several.
        data: What the format says of the argument as a whole, beyond that.
        notes: What a person has to know of how it was read.
        others: Items that are neither statements nor relations: policies, power links, actors, observations, …; only
            where it was made from a store.
    """

    name: str
    format: str = field(default="", compare=False)
    title: str = ""
    lang: str = "en"
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    text: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    data: dict[str, Json] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list, compare=False)
    others: list[Item] = field(default_factory=list, compare=False)
    file: str = field(default="", compare=False)

    def add(self, node: Node) -> Node:
        """Add a node and return it.

        Raises:
            ValueError: When another node has its id.
        """
        if node.id in self.nodes:
            raise ValueError(f"there is a node {node.id} already")
        self.nodes[node.id] = node
        return node

    def free(self, wanted: str) -> str:
        """Return an id that no node has: the one that is wanted, or that with marks behind it."""
        while wanted in self.nodes:
            wanted += "'"
        return wanted

    def link(self, *ids: str) -> None:
        """Add edges from each node to the next, given by their ids: `link(premise, inference, conclusion)`."""
        self.edges += (Edge(one, other) for one, other in pairwise(ids))

    def relate(self, id: str, type: str, sources: Iterable[str], targets: Iterable[str]) -> Node:  # noqa: A002
        """Add a relation from nodes to nodes, with its edges, and return it.

        Example:
            >>> argument = Argument("trade")
            >>> for name in ("a", "b", "c"):
            ...     _ = argument.add(Node(name, "I", f"Statement {name}."))
            >>> argument.relate("r", "RA", ["a", "b"], ["c"]).type
            'RA'
            >>> [(edge.source, edge.target) for edge in argument.edges]
            [('a', 'r'), ('b', 'r'), ('r', 'c')]
        """
        made = self.add(Node(id, type))
        self.edges += [*(Edge(one, id) for one in sources), *(Edge(id, one) for one in targets)]
        return made

    def note(self, level: Level, where: str, message: str) -> None:
        """Note what a person has to know."""
        self.notes.append(Note(level, self.file or self.name, where, message))

    def sources_of(self) -> dict[str, list[str]]:
        """Return id → the ids of the nodes that edges lead from, to it, in order; for nodes that there are."""
        return _ends(self.nodes, ((edge.target, edge.source) for edge in self.edges))

    def targets_of(self) -> dict[str, list[str]]:
        """Return id → the ids of the nodes that edges lead to, from it, in order; for nodes that there are."""
        return _ends(self.nodes, ((edge.source, edge.target) for edge in self.edges))


def _ends(nodes: Mapping[str, Node], pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {one: [] for one in nodes}
    for one, other in pairs:
        if one in found and other in nodes:
            found[one].append(other)
    return found
