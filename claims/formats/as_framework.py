"""An argument as an abstract argumentation framework: arguments, and which attacks which. For ICCMA, APX and TGF.

Dung's frameworks know attack only (Dung 1995, Artificial Intelligence 77(2)). Whatever else an argument says is
compiled into attacks by helper arguments, as meta-argumentation does (Boella, Gabbay, van der Torre and Villata 2009,
Meta-argumentation modelling I; support as necessity: Cayrol and Lagasquie-Schiex 2013, IJAR 54(7); Nouioua and Risch
2010). The encoding is the simplest of those for which the grounded extension says of statements what ASPIC+ says, as
far as support does not go in circles:

- Every statement is an argument, and so is every inference.
- A premise is needed for its inference: `not-p` stands for “p does not hold”; p attacks it, and it attacks the
  inference. (p → not-p → inference, so an inference falls with any of its premises.)
- A conclusion needs one of its inferences: `unsupported-c` stands for “nothing that supports c holds”; each inference
  attacks it, and it attacks c. So a statement with support falls when all of it falls; one without stands by itself.
- An attack by one statement is an attack, on a statement or, as an undercut, on an inference.
- An attack that is attacked or supported itself, or comes from several statements together, is an argument too: its
  attackers are needed for it like premises, and it attacks what they attack.

Attacks are read in one direction, strictly: an attack that stands defeats, and what defeats a statement does not ask
how much supports it. Left out, and told: rephrases, locutions, preferences and what else is no inference or conflict;
attacks that come from nowhere; arrows between two statements. A statement without any relation is an argument that
nothing attacks.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from claims.formats.argument import Argument, Edge, Node
from claims.formats.as_words import closed, free_id, one_line, title_of, titles_of

EXPLANATION = (
    "Arguments are statements, inferences, attacks that are attacked themselves, and helpers.",
    "not-x stands for: x does not hold. x attacks it, and it attacks the inferences that need x.",
    "unsupported-x stands for: nothing that supports x holds. What supports x attacks it, and it attacks x.",
)
"""What stands for what, for people who read a file."""
_ARGUED = ("RA", "CA")
_HELPERS = {"not": "this does not hold", "unsupported": "nothing that supports this holds"}


@dataclass(frozen=True, slots=True)
class Member:
    """One argument of a framework: its id, readable, and in one line what it stands for."""

    id: str
    title: str


@dataclass(slots=True)
class Framework:
    """An abstract argumentation framework.

    Attributes:
        name: What it is called.
        members: Its arguments, by their ids: statements first, then relations, then helpers.
        attacks: Pairs of ids, each once: who attacks, and who is attacked.
        left_out: What the argument says and the framework cannot, in sentences.
    """

    name: str
    members: dict[str, Member] = field(default_factory=dict)
    attacks: dict[tuple[str, str], None] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def numbers(self) -> dict[str, int]:
        """Return id → number, from 1."""
        return {one: number for number, one in enumerate(self.members, 1)}

    def header(self) -> list[str]:
        """Return lines that say what the framework is, each without a line end."""
        return [f"{self.name}, as an abstract argumentation framework.", *EXPLANATION, *self.left_out]


def framework(argument: Argument) -> Framework:
    """Return an argument as an abstract argumentation framework.

    Example:
        >>> toll = Argument("toll")
        >>> for name in ("a", "b", "c"):
        ...     _ = toll.add(Node(name, "I", f"Statement {name}."))
        >>> _ = toll.relate("r", "RA", ["b"], ["a"]), toll.relate("k", "CA", ["c"], ["b"])
        >>> [*framework(toll).attacks]
        [('c', 'b'), ('b', 'not-b'), ('not-b', 'r'), ('r', 'unsupported-a'), ('unsupported-a', 'a')]
    """
    return _Compiler(argument).compile()


class _Compiler:
    def __init__(self, argument: Argument) -> None:
        self.argument, self.nodes = argument, argument.nodes
        self.sources, self.targets = argument.sources_of(), argument.targets_of()
        self.made = Framework(closed(one_line(argument.title or argument.name)))
        self.helpers: dict[tuple[str, str], Member] = {}
        self.taken, self.counts = set(self.nodes), dict[str, int]()
        self.direct = {one: attacker for one in self.nodes if (attacker := self._sole_attacker(one))}

    def compile(self) -> Framework:
        titles = titles_of(self.argument)
        members = [node for sort in ("I", *_ARGUED) for node in self.nodes.values() if node.type == sort]
        for node in members:
            if self._is_argument(node):
                said = title_of(node, 200) if node.type == "I" else self._joined(node, titles)
                self.made.members[node.id] = Member(node.id, closed(said))
        pairs = [*self._conflicts(), *self._inferences(), *self._conflicts_as_arguments()]
        self.made.members |= {helper.id: helper for helper in self.helpers.values()}
        self.made.attacks = dict.fromkeys(pairs)
        self.made.left_out = [*self._left_out()]
        return self.made

    def _joined(self, node: Node, titles: dict[str, str]) -> str:
        """Return what a relation says: “supports: Fewer ships call → Lower the toll”."""
        sides = (self._premises(node.id), self.targets[node.id])
        ends = (", ".join(titles[one] for one in side[:5]) for side in sides)
        return f"{titles[node.id]}: {' → '.join(ends)}"

    def _premises(self, one: str) -> list[str]:
        """Return the statements that a relation starts from; a relation that leads to it speaks of it as a whole."""
        return [source for source in dict.fromkeys(self.sources[one]) if self.nodes[source].type == "I"]

    def _aims(self, one: str) -> list[str]:
        return [target for target in dict.fromkeys(self.targets[one]) if target in self.made.members]

    def _sole_attacker(self, one: str) -> str:
        """Return who attacks by a conflict that need not be an argument; "" where it must be one, or is none."""
        premises = self._premises(one)
        spoken_of = any(self.nodes[source].type in _ARGUED for source in self.sources[one])
        return premises[0] if self.nodes[one].type == "CA" and len(premises) == 1 and not spoken_of else ""

    def _is_argument(self, node: Node) -> bool:
        return node.type in ("I", "RA") or (node.id not in self.direct and bool(self._premises(node.id)))

    def _conflicts(self) -> Iterator[tuple[str, str]]:
        for conflict, attacker in self.direct.items():
            yield from ((attacker, target) for target in self._aims(conflict))

    def _conflicts_as_arguments(self) -> Iterator[tuple[str, str]]:
        for one in [*self.made.members]:
            if self.nodes[one].type == "CA":
                yield from self._needs(one)
                yield from ((one, target) for target in self._aims(one))

    def _inferences(self) -> Iterator[tuple[str, str]]:
        for one in [*self.made.members]:
            if self.nodes[one].type == "RA":
                yield from self._needs(one)
                for target in self._aims(one):
                    helper = self._helper("unsupported", target)
                    yield from ((one, helper), (helper, target))

    def _needs(self, one: str) -> Iterator[tuple[str, str]]:
        for premise in self._premises(one):
            helper = self._helper("not", premise)
            yield from ((premise, helper), (helper, one))

    def _helper(self, word: str, one: str) -> str:
        """Return the id of a helper; the same for the same word and node."""
        if (word, one) not in self.helpers:
            made = free_id(f"{word}-{one}", self.taken, self.counts)
            self.helpers[word, one] = Member(made, f"{self.made.members[one].title} – {_HELPERS[word]}")
        return self.helpers[word, one].id

    def _left_out(self) -> Iterator[str]:
        said = {*self.made.members, *self.direct}
        types = Counter(one_line(node.type) or "?" for one, node in self.nodes.items() if one not in said)
        if types:
            told = ", ".join(f"{count} of type {sort}" for sort, count in sorted(types.items()))
            yield f"Left out, since no framework can say them: {told}."
        edges = sum(not self._is_said(edge, said) for edge in self.argument.edges)
        if edges:
            yield f"Left out are arrows that are no premise, conclusion or attack between the rest: {edges}."

    def _is_said(self, edge: Edge, said: set[str]) -> bool:
        types = [self.nodes[end].type for end in (edge.source, edge.target) if end in said]
        return len(types) == 2 and (types[0] in _ARGUED or types[1] in _ARGUED)
