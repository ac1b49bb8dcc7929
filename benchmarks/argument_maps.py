"""Made-up argument maps of any size as arrays, without a store: to measure what works on arrays alone.

The statements' numbers are in random order, as those of IRIs are in a store. The same seed gives the same map.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph import ArgumentArrays
from graph.arrays.argument_arrays import COMMITMENTS, NODE_KINDS
from graph.arrays.iri_table import IriTable, starts

Numbers = NDArray[np.int32]

SUPPORT, ATTACK = 0.5, 0.4
"""How many of the relations of a map-like map are of which kind; the rest are undercuts."""
CROSS, MUTUAL = 0.01, 0.003
"""How many more relations a map-like map has across its tree, and how many pairs attack one another, per statement."""
_DIGITS = 7


@dataclass(frozen=True)
class MadeUpMap:
    """A map in which every inference has one premise: relations by the numbers of what they join.

    Attributes:
        statements: How many there are.
        premise: For each inference its premise.
        conclusion: For each inference its conclusion.
        attacker: For each conflict its attacker.
        attacked: For each conflict what it attacks: a statement, or, counted on from these, an inference or a conflict.
    """

    statements: int
    premise: Numbers
    conclusion: Numbers
    attacker: Numbers
    attacked: Numbers

    def __len__(self) -> int:
        """How many nodes there are."""
        return self.statements + len(self.premise) + len(self.attacker)

    def shuffled(self, chance: np.random.Generator) -> "MadeUpMap":
        """Return the same map with its statements, its inferences and its conflicts numbered in another order."""
        sizes = (self.statements, len(self.premise), len(self.attacker))
        orders = [chance.permutation(size) for size in sizes]
        firsts = (0, sizes[0], sizes[0] + sizes[1])
        now = np.empty(len(self), np.int32)
        for first, order in zip(firsts, orders, strict=True):
            now[first + order] = np.arange(first, first + len(order), dtype=np.int32)
        ways, attacks = orders[1:]
        return MadeUpMap(
            self.statements,
            now[self.premise[ways]],
            now[self.conclusion[ways]],
            now[self.attacker[attacks]],
            now[self.attacked[attacks]],
        )

    def arrays(self) -> ArgumentArrays:
        """Return the map as arrays, with short IRIs."""
        ways, attacks = len(self.premise), len(self.attacker)
        kind = np.repeat(
            np.asarray([NODE_KINDS.index(name) for name in ("claim", "inference", "conflict")], np.uint8),
            [self.statements, ways, attacks],
        )
        commitment = np.zeros(len(self), np.uint8)
        commitment[: self.statements] = COMMITMENTS.index("asserted")
        none = np.full(self.statements, -1, np.int32)
        source = np.concatenate([none, np.full(ways, -1, np.int32), self.attacker])
        target = np.concatenate([none, self.conclusion, self.attacked])
        counts = np.repeat([0, 1, 0], [self.statements, ways, attacks])
        whole = np.ones(len(self), np.bool_)
        iris = _short_iris([self.statements, ways, attacks, 0])
        return ArgumentArrays(iris, kind, commitment, source, target, starts(counts), self.premise, whole)


def map_like(statements: int, seed: int = 1) -> MadeUpMap:
    """Return a map shaped like those that people draw: a tree of reasons and objections, with a few links across.

    Each statement but the first bears on an earlier one, which is likelier to be an early one: it supports or attacks
    it, or undercuts the relation by which that one bears on another. Links across never make a circle of support, so
    that its framework can be written with attacks alone.

    Args:
        statements: How many it has.
        seed: What makes it differ from others of its size.
    """
    chance = np.random.default_rng(seed)
    child = np.arange(1, statements, dtype=np.int32)
    parent = (chance.random(len(child)) * child).astype(np.int32)
    way = chance.random(len(child))
    supports = way < SUPPORT
    undercuts = (way >= SUPPORT + ATTACK) & (parent > 0)
    ends = chance.integers(0, statements, (2, int(CROSS * statements)), dtype=np.int32)
    ends = ends[:, ends[0] != ends[1]]
    backs = chance.random(ends.shape[1]) < 0.5
    pairs = chance.integers(0, statements, (2, int(MUTUAL * statements)), dtype=np.int32)
    premise = np.concatenate([child[supports], ends.max(axis=0)[backs]])
    conclusion = np.concatenate([parent[supports], ends.min(axis=0)[backs]])
    attacked = parent[~supports]
    relation_of = _relations_of(supports, statements, len(premise))
    attacked = np.where(undercuts[~supports], relation_of[attacked], attacked)
    attacker = np.concatenate([child[~supports], ends[0][~backs], pairs[0], pairs[1]])
    attacked = np.concatenate([attacked, ends[1][~backs], pairs[1], pairs[0]])
    return MadeUpMap(statements, premise, conclusion, attacker, attacked).shuffled(chance)


def _relations_of(supports: NDArray[np.bool_], statements: int, inferences: int) -> Numbers:
    """Return for each statement the node by which it bears on its parent; for the first one, itself."""
    found = np.zeros(statements, np.int32)
    children = np.arange(1, statements)
    found[children[supports]] = np.arange(statements, statements + int(supports.sum()))
    first = statements + inferences
    found[children[~supports]] = np.arange(first, first + int((~supports).sum()))
    return found


def attack_tree(statements: int, seed: int = 1) -> MadeUpMap:
    """Return a map in which each statement but the first attacks an earlier one, and there is nothing else."""
    chance = np.random.default_rng(seed)
    child = np.arange(1, statements, dtype=np.int32)
    parent = (chance.random(len(child)) * child).astype(np.int32)
    none = np.empty(0, np.int32)
    return MadeUpMap(statements, none, none, child, parent).shuffled(chance)


def random_map(statements: int, relations: int, supports: float = 0.5, seed: int = 1) -> MadeUpMap:
    """Return a map in which anything bears on anything.

    Args:
        statements: How many it has.
        relations: How many inferences and conflicts it has together.
        supports: How many of them are inferences.
        seed: What makes it differ from others of its size.
    """
    chance = np.random.default_rng(seed)
    ends = chance.integers(0, statements, (2, relations), dtype=np.int32)
    ways = int(supports * relations)
    return MadeUpMap(statements, ends[0, :ways], ends[1, :ways], ends[0, ways:], ends[1, ways:])


def _short_iris(sizes: list[int]) -> IriTable:
    """Return a table of short IRIs, such as `urn:s0000001`, for classes of some sizes."""
    texts = []
    for letter, size in zip("srcm", sizes, strict=True):
        text = np.empty((size, 5 + _DIGITS), np.uint8)
        text[:, :5] = np.frombuffer(f"urn:{letter}".encode(), np.uint8)
        for place in range(_DIGITS):
            text[:, 5 + place] = np.arange(size) // 10 ** (_DIGITS - 1 - place) % 10 + ord("0")
        texts.append(text.ravel())
    total = sum(sizes)
    return IriTable(np.concatenate(texts), np.arange(total + 1) * (5 + _DIGITS), starts(np.asarray(sizes)).tolist())
