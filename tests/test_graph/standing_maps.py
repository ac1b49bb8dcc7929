"""Made-up maps for tests of standing: small ones that show everything, and larger ones by a number; no store is needed.

A `Map` says the same thing three ways: by numbers (its fields), as the arrays that all algorithms work on (`arrays()`,
with the same numbers) and in plain words (`described()`, by ids). Use it so:

    @given(maps())  # any: circles, self-attacks, relations of which something is missing, …
    def test_something(made: Map) -> None:
        assessment = assess(made.arrays(), STANDARDS["default"])

    @given(maps(acyclic=True))  # nothing bears on itself, by whatever way
    made = random_map(seed=7, size=2000)  # with so many statements; the same map for the same seed
    made = Map(2, inferences=(((1,), 0),), conflicts=((1, 2),))  # 1 speaks for 0, and against that it does (node 2)
    made = Map.of({"statements": ["penguin", …], "inferences": {"r": {"premises": […], "conclusion": …}}, …})

Nodes are numbered as `ArgumentArrays` numbers them: statements, inferences, conflicts, rephrases. `made.id(number)` is
a node's id, `made.iri(number)` its IRI in the arrays.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import NotRequired, TypedDict, TypeVar

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from graph import ArgumentArrays
from graph.arrays.argument_arrays import NODE_KINDS, STATEMENT_KINDS
from graph.arrays.iri_table import IriTable, starts

PREFIX = "urn:map:"

Ends = TypeVar("Ends")


class Inference(TypedDict):
    """An inference in plain words."""

    premises: list[str]
    conclusion: str


class Conflict(TypedDict):
    """An attack in plain words."""

    attacker: str
    attacked: str


class Rephrase(TypedDict):
    """What says something again, in plain words."""

    rephrases: str
    rephrased: str


class Description(TypedDict):
    """A map in plain words: all that counts in it, by ids. Relations of which something is missing are not there."""

    statements: Iterable[str]
    inferences: NotRequired[Mapping[str, Inference]]
    conflicts: NotRequired[Mapping[str, Conflict]]
    rephrases: NotRequired[Mapping[str, Rephrase]]


@dataclass(frozen=True)
class Map:
    """A map by the numbers of its nodes.

    Attributes:
        statements: How many there are.
        inferences: For each its premises and its conclusion, statements.
        conflicts: For each its attacker, a statement, and what it attacks, any node.
        rephrases: For each the statement that says another again, and that other.
        broken: Relations that are not whole; what is missing goes by the number.
        ids: The nodes' ids, sorted within each class; made where there are none.
    """

    statements: int
    inferences: tuple[tuple[tuple[int, ...], int], ...] = ()
    conflicts: tuple[tuple[int, int], ...] = ()
    rephrases: tuple[tuple[int, int], ...] = ()
    broken: frozenset[int] = frozenset()
    ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, description: Description) -> "Map":
        """Return a map that is given in plain words."""
        inferences, conflicts = description.get("inferences", {}), description.get("conflicts", {})
        rephrases = description.get("rephrases", {})
        classes = [sorted(some) for some in (description["statements"], inferences, conflicts, rephrases)]
        ids = tuple(one for some in classes for one in some)
        number = {one: place for place, one in enumerate(ids)}
        if len(number) < len(ids):
            raise ValueError("Two nodes have the same id.")
        ways = (inferences[one] for one in classes[1])
        attacks = (conflicts[one] for one in classes[2])
        again = (rephrases[one] for one in classes[3])
        return cls(
            len(classes[0]),
            tuple((tuple(number[one] for one in way["premises"]), number[way["conclusion"]]) for way in ways),
            tuple((number[one["attacker"]], number[one["attacked"]]) for one in attacks),
            tuple((number[one["rephrases"]], number[one["rephrased"]]) for one in again),
            ids=ids,
        )

    def __len__(self) -> int:
        return self.statements + len(self.inferences) + len(self.conflicts) + len(self.rephrases)

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in vars(self).items() if value and name != "statements")
        return f"Map({', '.join((str(self.statements), *shown))})"

    @property
    def bounds(self) -> tuple[int, int, int, int, int]:
        """The first number of each class, and how many nodes there are."""
        conflicts = self.statements + len(self.inferences)
        rephrases = conflicts + len(self.conflicts)
        return 0, self.statements, conflicts, rephrases, len(self)

    def id(self, number: int) -> str:
        """Return a node's id."""
        if self.ids:
            return self.ids[number]
        place = int(np.searchsorted(self.bounds[1:], number, "right"))
        return f"{'srcm'[place]}{number:06}"

    def iri(self, number: int) -> str:
        """Return a node's IRI in the arrays."""
        return PREFIX + self.id(number)

    def described(self) -> Description:
        """Return the map in plain words, without what is broken."""
        _, first_inference, first_conflict, first_rephrase, _ = self.bounds
        inferences = self._whole(first_inference, self.inferences)
        conflicts = self._whole(first_conflict, self.conflicts)
        rephrases = self._whole(first_rephrase, self.rephrases)
        return {
            "statements": [self.id(n) for n in range(self.statements)],
            "inferences": {
                one: {"premises": [self.id(p) for p in premises], "conclusion": self.id(conclusion)}
                for one, (premises, conclusion) in inferences.items()
            },
            "conflicts": {one: {"attacker": self.id(a), "attacked": self.id(b)} for one, (a, b) in conflicts.items()},
            "rephrases": {one: {"rephrases": self.id(a), "rephrased": self.id(b)} for one, (a, b) in rephrases.items()},
        }

    def _whole(self, first: int, relations: Iterable[Ends]) -> dict[str, Ends]:
        return {self.id(n): ends for n, ends in enumerate(relations, first) if n not in self.broken}

    def arrays(self) -> ArgumentArrays:
        """Return the map as arrays."""
        first = self.bounds
        kind = np.zeros(len(self), np.uint8)
        for place in range(1, 4):
            kind[first[place] : first[place + 1]] = NODE_KINDS.index("inference") + place - 1
        kind[: self.statements] = np.arange(self.statements) % len(STATEMENT_KINDS)
        source, target = np.full((2, len(self)), -1, np.int32)
        target[first[1] : first[2]] = [conclusion for _, conclusion in self.inferences]
        ends = np.asarray(self.conflicts + self.rephrases, np.int32).reshape(-1, 2)
        source[first[2] :], target[first[2] :] = ends.T
        premises = [()] * self.statements + [premises for premises, _ in self.inferences]
        whole = np.ones(len(self), np.bool_)
        for relation in self.broken:
            whole[relation] = False
            self._break(relation, source, target, premises)
        counts = np.zeros(len(self), np.int64)
        counts[: first[2]] = [len(some) for some in premises]
        return ArgumentArrays(
            self._table(),
            kind,
            np.zeros(len(self), np.uint8),
            source,
            target,
            starts(counts),
            np.asarray([one for some in premises for one in some], np.int32),
            whole,
        )

    def _table(self) -> IriTable:
        numbers = (range(first, end) for first, end in zip(self.bounds, self.bounds[1:], strict=False))
        return IriTable.of([self.iri(n).encode() for n in some] for some in numbers)

    def _break(
        self, relation: int, source: NDArray[np.int32], target: NDArray[np.int32], premises: list[tuple[int, ...]]
    ) -> None:
        """Take something of a relation away; one in three names an end twice, and only that is wrong."""
        if relation % 3 == 1:
            target[relation] = -1
        elif relation % 3 == 2 and relation < len(premises):
            premises[relation] = premises[relation][1:]
        elif relation % 3 == 2:
            source[relation] = -1


Pick = Callable[[int, int], int]
"""Gives a number from the first to the second, both included."""


def made_map(pick: Pick, size: int, *, acyclic: bool, broken: bool = True) -> Map:
    """Return a map made by picks.

    Args:
        pick: Where the numbers come from.
        size: How many statements it has.
        acyclic: Whether nothing in it may bear on itself. Then what bears on a statement has a higher number.
        broken: Whether some of its relations may lack something.
    """
    last = size - 2 if acyclic else size - 1  # the last one that something can bear on
    if last < 0:
        return Map(size)
    inferences = _inferences(pick, size, last, acyclic=acyclic)
    conflicts = _conflicts(pick, size, last, [conclusion for _, conclusion in inferences], acyclic=acyclic)
    rephrases = tuple((pick(0, size - 1), pick(0, size - 1)) for _ in range(pick(0, 2)))
    relations = size + len(inferences) + len(conflicts)
    if rephrases and conflicts and pick(0, 3) == 0:
        conflicts = (*conflicts[:-1], (pick(0, size - 1), relations))
    relations += len(rephrases)
    missing = {pick(size, relations - 1) for _ in range(pick(-5, 2)) if relations > size} if broken else set()
    return Map(size, inferences, conflicts, rephrases, frozenset(missing))


def _inferences(pick: Pick, size: int, last: int, *, acyclic: bool) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Return inferences, each with one to three premises."""
    made = []
    for _ in range(pick(0, size + size // 3)):
        conclusion = pick(0, last)
        premises = {pick(conclusion + 1 if acyclic else 0, size - 1) for _ in range(max(1, pick(-2, 3)))}
        made.append((tuple(sorted(premises)), conclusion))
    return tuple(made)


def _conflicts(
    pick: Pick, size: int, last: int, conclusions: list[int], *, acyclic: bool
) -> tuple[tuple[int, int], ...]:
    """Return attacks, two in three of them on statements."""
    made: list[tuple[int, int]] = []
    leads_to = [*range(last + 1), *[last] * (size - last - 1), *conclusions]  # on which statement a node bears at last
    count = pick(0, size + size // 3)
    for _ in range(count):
        known = len(leads_to) if acyclic else size + len(conclusions) + count
        attacked = pick(0, last if pick(0, 2) else known - 1)
        if acyclic:
            attacked = last if last < attacked < size else attacked
            leads_to.append(leads_to[attacked])
            made.append((pick(leads_to[attacked] + 1, size - 1), attacked))
        else:
            made.append((pick(0, size - 1), attacked))
    return tuple(made)


@st.composite
def maps(draw: st.DrawFn, *, acyclic: bool = False, broken: bool = True, largest: int = 7) -> Map:
    """Return a strategy for small maps.

    Args:
        draw: Given by hypothesis.
        acyclic: Whether nothing may bear on itself.
        broken: Whether some relations may lack something.
        largest: How many statements the largest has.
    """

    def pick(low: int, high: int) -> int:
        return draw(st.integers(low, high))

    return made_map(pick, pick(1, largest), acyclic=acyclic, broken=broken)


def random_map(seed: int, size: int = 7, *, acyclic: bool = False, broken: bool = True) -> Map:
    """Return the map of a number; the same one each time.

    Args:
        seed: The number.
        size: How many statements it has.
        acyclic: Whether nothing in it may bear on itself.
        broken: Whether some of its relations may lack something.
    """
    return made_map(Random(seed).randint, size, acyclic=acyclic, broken=broken)
