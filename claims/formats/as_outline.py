"""The order in which a report tells an argument: blocks, each a statement with what speaks for and against it, nested.

Every statement is told in full once, where it is met first; later it is only named. Nesting ends at `DEEPEST`: what
has more below it begins a block of its own. So circles end, and no argument is too deep.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from claims.formats.argument import Argument, Node
from claims.formats.as_words import is_relation_type, kind_of
from claims.model import Source

DEEPEST = 4
"""How deep reasons are nested below the statement that heads a block, from 0."""
_BEARING = ("RA", "CA", "MA")
"""Types of relations that are told as reasons; in this order, where several bear on one statement."""
_WORDS = {"RA": "because", "MA": "in other words"}
_ON_RELATIONS = {
    ("RA", "RA"): "and that follows, because",
    ("CA", "RA"): "but that does not follow, for",
    ("RA", "CA"): "and that is an objection, because",
    ("CA", "CA"): "but that is no objection, for",
    ("RA", "MA"): "and that says the same, because",
    ("CA", "MA"): "but that does not say the same, for",
}
TOGETHER = "taken together"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a block.

    Attributes:
        depth: How deep it is nested, from 0.
        word: How it bears on what stands above it: because, but, however, …; "" for one of several premises.
        node: The statement; None for a line that says only that several premises follow.
        full: Whether the statement is told here; else it is only named.
        relation: The relation by which it bears.
    """

    depth: int
    word: str
    node: Node | None
    full: bool
    relation: Node


@dataclass(slots=True)
class Block:
    """A statement, told in full, and the steps below it; `level` is 0 for those that the report begins with."""

    head: Node
    level: int = 0
    steps: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """What a report tells, in order.

    Attributes:
        tied: Blocks that hang together with a thesis; where there is none, with anything.
        untied: The other blocks that say how statements bear on each other.
        alone: Statements that nothing is tied to.
        relations: The ids of the relations that the blocks tell of.
        place: Id of a statement → the head of the block that tells it.
    """

    tied: list[Block] = field(default_factory=list)
    untied: list[Block] = field(default_factory=list)
    alone: list[Node] = field(default_factory=list)
    relations: set[str] = field(default_factory=set)
    place: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What is still to be told: a statement, or (without one) a relation with its premises."""

    depth: int
    word: str
    relation: Node
    node: Node | None = None
    alone: bool = True
    """Whether the statement is the only one that the relation starts from."""


def outline(argument: Argument) -> Outline:
    """Return the order in which an argument is told."""
    return _Teller(argument).tell()


class _Teller:
    def __init__(self, argument: Argument) -> None:
        self.argument, self.nodes = argument, argument.nodes
        self.sources, self.targets = argument.sources_of(), argument.targets_of()
        self.statements = [node for node in self.nodes.values() if not is_relation_type(node.type) and node.type != "L"]
        self.made = Outline()
        self.heads: set[str] = set()

    def tell(self) -> Outline:
        theses = self._theses()
        self.heads |= {node.id for node in theses}
        tied = self._tied(theses)
        for node in theses:
            self._blocks(node, self.made.tied)
        tops = [node for node in self.statements if not self._bears(node.id)]
        for node in (*tops, *self.statements):
            if node.id not in self.made.place:
                self._tell_top(node, tied)
        return self.made

    def _tell_top(self, node: Node, tied: set[str]) -> None:
        if not self._reasons(node.id) and not self._bears(node.id):
            self.made.place[node.id] = ""
            self.made.alone.append(node)
        else:
            self._blocks(node, self.made.tied if node.id in tied else self.made.untied)

    def _theses(self) -> list[Node]:
        """Return the theses: the main one first, then those that no other rests on, then the rest."""
        main = {item.main_thesis for item in self.argument.others if isinstance(item, Source)}
        theses = [node for node in self.statements if kind_of(node) == "thesis"]
        return sorted(theses, key=lambda one: (not (one.item and one.item.iri in main), self._bears(one.id)))

    def _tied(self, theses: list[Node]) -> set[str]:
        """Return the ids of what hangs together with a thesis; of everything, where there is none."""
        if not theses:
            return set(self.nodes)
        waiting = [node.id for node in theses]
        found = set(waiting)
        while waiting:
            one = waiting.pop()
            around = (*self.sources[one], *self.targets[one])
            for other in around:
                if other not in found and not {self.nodes[one].type, self.nodes[other].type}.isdisjoint(_BEARING):
                    found.add(other)
                    waiting.append(other)
        return found

    def _bears(self, one: str) -> bool:
        """Whether a statement speaks for or against anything."""
        return any(self.nodes[target].type in _BEARING for target in self.targets[one])

    def _reasons(self, one: str) -> list[Node]:
        """Return the relations that bear on a node and start from somewhere, those that support it first."""
        found = (self.nodes[source] for source in dict.fromkeys(self.sources[one]))
        bearing = (node for node in found if node.type in _BEARING and self._starts(node.id))
        return sorted(bearing, key=lambda node: _BEARING.index(node.type))

    def _starts(self, relation: str) -> list[Node]:
        """Return the statements that a relation starts from."""
        found = (self.nodes[source] for source in dict.fromkeys(self.sources[relation]))
        return [node for node in found if not is_relation_type(node.type) and node.type != "L"]

    def _blocks(self, head: Node, into: list[Block]) -> None:
        """Tell a statement, in as many blocks as it takes."""
        waiting = deque([Block(head)])
        self.made.place[head.id] = head.id
        while waiting:
            block = waiting.popleft()
            into.append(block)
            for found in self._steps(block):
                block.steps.append(found)
                if found.node and found.node.id in self.heads and found.node.id not in self.made.place:
                    self._promise(found.node, waiting)

    def _promise(self, node: Node, waiting: deque[Block]) -> None:
        """Let a statement that was only named, being too deep, head a block that follows; theses do anyway."""
        if kind_of(node) != "thesis":
            self.made.place[node.id] = node.id
            waiting.append(Block(node, 1))

    def _steps(self, block: Block) -> Iterator[Step]:
        stack = self._below(block.head.id, 0, "")
        while stack:
            one = stack.pop()
            if one.node is None:
                yield Step(one.depth, one.word, None, False, one.relation)
                stack += self._premises(one)
            else:
                full = self._is_told_here(one.node, one.depth, block.head.id)
                yield Step(one.depth, one.word, one.node, full, one.relation)
                about = self._about(one.relation, one.depth + 1) if one.alone else []
                stack += [*about, *(self._below(one.node.id, one.depth + 1, one.word) if full else ())]

    def _is_told_here(self, node: Node, depth: int, head: str) -> bool:
        """Whether a statement is told in full where it is met now; takes note of where it is."""
        if node.id in self.made.place or node.id in self.heads:
            return False
        if depth >= DEEPEST and self._reasons(node.id):
            self.heads.add(node.id)
            return False
        self.made.place[node.id] = head
        return True

    def _below(self, one: str, depth: int, above: str) -> list[_Waiting]:
        """Return what bears on a statement, the last first, as a stack has it."""
        against = "however" if above.startswith("but") else "but"
        told = [self._waiting(relation, depth, _WORDS.get(relation.type, against)) for relation in self._reasons(one)]
        return told[::-1]

    def _about(self, relation: Node, depth: int) -> list[_Waiting]:
        """Return what bears on a relation itself, the last first; once for each relation."""
        if relation.id in self.made.relations:
            return []
        self.made.relations.add(relation.id)
        told = (
            self._waiting(one, depth, _ON_RELATIONS.get((one.type, relation.type), "in other words"))
            for one in self._reasons(relation.id)
        )
        return [*told][::-1]

    def _waiting(self, relation: Node, depth: int, word: str) -> _Waiting:
        starts = self._starts(relation.id)
        return _Waiting(depth, word, relation, starts[0] if len(starts) == 1 else None)

    def _premises(self, group: _Waiting) -> list[_Waiting]:
        starts = self._starts(group.relation.id)
        told = [_Waiting(group.depth + 1, "", group.relation, node, alone=False) for node in starts]
        return [*self._about(group.relation, group.depth + 1), *told[::-1]]
