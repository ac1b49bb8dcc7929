"""Standing by building arguments: ASPIC+ as in the papers, naive, to compare with; it shares no code with `graph`.

Modgil and Prakken 2014, “The ASPIC+ framework for structured argumentation: a tutorial”, Argument & Computation 5(1):
arguments (premises and defeasible rules put together to trees), attack (undercutting, rebutting, undermining; contrary
and contradictory), and the grounded extension of Dung 1995. The map is read as an argumentation theory in the way of
Bex, Modgil, Prakken and Reed 2013, “On logical specifications of the Argument Interchange Format”, Journal of Logic and
Computation 23(5): a statement without an inference for it is an ordinary premise, an inference a defeasible rule, and
an attack a conflict. There are no preferences, so that every attack defeats.

An attack by X on Y is a rule too, X ⇒ ¬Y, with a name of its own, so that it can be undercut. Arguments are finite: no
formula comes twice on a branch. That loses nothing: where one does, put the inner argument for it in the outer one's
place. What comes of it has the same conclusion, so that it attacks the same, and can be attacked at fewer points; so
it is in the grounded extension whenever the longer one is, and out only when the longer one is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product

from tests.test_graph.standing_maps import Description

LIMIT = 3000
"""With more arguments than this a map is passed over: they grow exponentially."""


@dataclass(frozen=True, eq=False)
class Rule:
    """A defeasible rule.

    Attributes:
        name: What is attacked to undercut it; None where nothing can be.
        antecedents: What it takes.
        consequent: What it gives.
    """

    name: str | None
    antecedents: tuple[str, ...]
    consequent: str


@dataclass(frozen=True, eq=False)
class Argument:
    """An argument, with what it says on the way.

    Attributes:
        conclusion: What it is for.
        formulas: What it and its sub-arguments are for.
        points: Where it can be attacked: its conclusion, the name of its rule, and the points of its sub-arguments.
    """

    conclusion: str
    formulas: frozenset[str]
    points: frozenset[str]


class TooMany(Exception):  # noqa: N818 - no error: the map is passed over
    """There are more arguments than the limit."""


def aspic_standing(
    made: Description, reading: str, accept: Collection[str] = (), reject: Collection[str] = ()
) -> dict[str, str]:
    """Return of each node whether it stands, is open or falls.

    A statement stands when an argument for it is in the grounded extension, falls when all of them are attacked from
    there or there is none, and is open otherwise. What a relation's standing is, its conclusion set aside, shows a
    second rule of the same name with a conclusion that nothing attacks.

    Args:
        made: The map.
        reading: default, strict or balanced.
        accept: What the reader assumes: an axiom, or a rule that takes nothing and cannot be undercut.
        reject: What the reader leaves out: no argument may use it.

    Raises:
        TooMany: When there are more arguments than `LIMIT`.
    """
    theory = Theory(made, reading, frozenset(accept), frozenset(reject))
    inside, outside = grounded_extension(theory.arguments(), theory.enemies())
    nodes = {formula: formula for formula in made["statements"]}
    nodes |= {name: _probe(name) for name in theory.relations}
    return {node: _verdict(formula, inside, outside, theory.known) for node, formula in nodes.items()}


def _verdict(formula: str, inside: list[Argument], outside: list[Argument], known: dict[str, list[Argument]]) -> str:
    if any(argument.conclusion == formula for argument in inside):
        return "stands"
    lost = sum(argument.conclusion == formula for argument in outside)
    return "falls" if lost == len(known[formula]) else "open"


class Theory:
    """A map as an argumentation theory.

    Attributes:
        relations: The names of inferences, attacks and rephrases.
        known: The arguments for each formula, as far as they are built.
    """

    def __init__(self, made: Description, reading: str, accept: frozenset[str], reject: frozenset[str]) -> None:
        self.statements = [*made["statements"]]
        self.inferences = made.get("inferences", {})
        self.conflicts = made.get("conflicts", {})
        self.relations = [*self.inferences, *self.conflicts, *made.get("rephrases", {})]
        self.reading, self.accept, self.reject = reading, accept, reject
        self.supported = {inference["conclusion"] for inference in self.inferences.values()}
        self.known: dict[str, list[Argument]] = defaultdict(list)

    def rules(self) -> Iterator[Rule]:
        """The rules: of each relation one with its conclusion, and one that shows its own standing."""
        uses = {name: tuple(inference["premises"]) for name, inference in self.inferences.items()}
        uses |= {name: (conflict["attacker"],) for name, conflict in self.conflicts.items()}
        gives = {name: inference["conclusion"] for name, inference in self.inferences.items()}
        gives |= {name: _not(conflict["attacked"]) for name, conflict in self.conflicts.items()}
        for name in self.relations:
            accepted = name in self.accept
            for consequent in (_probe(name), gives.get(name)):
                if consequent is not None and name not in self.reject and consequent not in self.reject:
                    yield Rule(None if accepted else name, () if accepted else uses.get(name, ()), consequent)

    def arguments(self) -> list[Argument]:
        """Build all arguments: the premises, then what the rules make of those that there are, until nothing is new."""
        for statement in self.statements:
            if statement in self.accept:
                self.known[statement].append(Argument(statement, frozenset((statement,)), frozenset()))
            elif statement not in self.supported and statement not in self.reject:
                self.known[statement].append(Argument(statement, frozenset((statement,)), frozenset((statement,))))
        rules, seen = [*self.rules()], set[tuple[Rule, tuple[Argument, ...]]]()
        before = -1
        while before < len(seen):
            before = len(seen)
            for rule in rules:
                for parts in product(*(tuple(self.known[one]) for one in rule.antecedents)):
                    if (rule, parts) not in seen and all(rule.consequent not in part.formulas for part in parts):
                        seen.add((rule, parts))
                        self.known[rule.consequent].append(_applied(rule, parts))
                        self._watch(len(seen))
        return [argument for some in self.known.values() for argument in some]

    def _watch(self, count: int) -> None:
        if count > LIMIT:
            raise TooMany

    def enemies(self) -> dict[str, set[str]]:
        """For each point the conclusions that attack it: what denies it, and of contradictories the one the other."""
        found: dict[str, set[str]] = defaultdict(set)
        for conflict in self.conflicts.values():
            attacked = conflict["attacked"]
            found[attacked].add(_not(attacked))
            if attacked in self.statements and self._contradictory(attacked):
                found[_not(attacked)].add(attacked)
        return found

    def _contradictory(self, statement: str) -> bool:
        return self.reading == "balanced" or (self.reading == "default" and statement in self.supported)


def _applied(rule: Rule, parts: tuple[Argument, ...]) -> Argument:
    own = frozenset((rule.consequent,))
    points = own if rule.name is None else own | {rule.name}
    return Argument(
        rule.consequent,
        own.union(*(part.formulas for part in parts)),
        points.union(*(part.points for part in parts)),
    )


def _not(formula: str) -> str:
    return f"¬{formula}"


def _probe(relation: str) -> str:
    return f"{relation} holds"


def grounded_extension(
    arguments: list[Argument], enemies: dict[str, set[str]]
) -> tuple[list[Argument], list[Argument]]:
    """Return the arguments in the grounded extension, and those that it attacks.

    It is the least set that has every argument which it defends: from nothing, again and again, those all of whose
    attackers are attacked from inside.

    Args:
        arguments: All of them.
        enemies: For each point where one can be attacked the conclusions that attack it.
    """
    for_it: dict[str, list[Argument]] = defaultdict(list)
    for argument in arguments:
        for_it[argument.conclusion].append(argument)
    attackers = {
        argument: [one for point in argument.points for enemy in enemies.get(point, ()) for one in for_it[enemy]]
        for argument in arguments
    }
    inside, outside, before = set[Argument](), set[Argument](), -1
    while len(inside) > before:
        before = len(inside)
        outside = {argument for argument in arguments if not inside.isdisjoint(attackers[argument])}
        inside = {argument for argument in arguments if outside.issuperset(attackers[argument])}
    return [*inside], [*outside]
