"""What grounded leaves open, asked further: can it be defended, with what together, and does it hold in every case."""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import UndecidedInTimeError
from graph.extensions.extensions import Extensions
from graph.standing.assessment import Assessment
from graph.standing.framework import NEEDS
from graph.standing.map_framework import CONTRARY, SELF, MapFramework


@dataclass(frozen=True)
class Defence:
    """How far a statement or relation can be defended, beyond what is settled (grounded).

    Attributes:
        node: Its number.
        credulous: Whether it can be defended: it is in some preferred extension of the map, that is in some greatest
            set of nodes that stand together and answer all that is said against them.
        sceptical: Whether it holds whichever of these sets one takes: it is in every preferred extension.
        has_stable: Whether the map has stable extensions at all: sets that stand together and settle everything else.
        in_some_stable: Whether it is in one.
        in_every_stable: Whether there are some, and it is in all.
        together: Which other open statements stand together with it, in a smallest set in which it is defended.
        falls: What has to fall with that: open statements, and relations that lose nothing which they rest on.
        outweighed: Open statements whose objections, though they stand, have to count for less than they do.
    """

    node: int
    credulous: bool
    sceptical: bool
    has_stable: bool
    in_some_stable: bool
    in_every_stable: bool
    together: tuple[int, ...] = ()
    falls: tuple[int, ...] = ()
    outweighed: tuple[int, ...] = ()


def defence_of(assessment: Assessment, node: int | str, seconds: float = 10.0) -> Defence:
    """Return how far a node can be defended.

    Args:
        assessment: How the map comes out.
        node: Its number in the map's arrays, or its IRI.
        seconds: How long that may take.

    Raises:
        KeyError: When there is no such node.
        UndecidedInTimeError: When it took longer.

    Example:
        >>> from graph import assess, main_thesis, open_store, arrays_of
        >>> with open_store(":memory:") as store:
        ...     assessment, thesis = assess(arrays_of(store)), main_thesis(store)
        >>> defence_of(assessment, thesis).credulous
        True
    """
    try:
        return _defence(_Asked(assessment, assessment.number(node), seconds))
    except UndecidedInTimeError as error:
        raise UndecidedInTimeError(error.asked, seconds) from None  # not only what was left of the time for this


def _defence(asked: "_Asked") -> Defence:
    credulous = asked.in_time().is_defensible(asked.node)
    sceptical = credulous and asked.in_time().is_in_every_preferred(asked.node)
    with_it = asked.in_time().containing("ST", asked.node)
    without_it = asked.in_time().lacking("ST", asked.node)
    found = asked.in_time().defending(asked.node) if credulous else None
    return Defence(
        asked.node,
        credulous,
        sceptical,
        with_it is not None or without_it is not None,
        with_it is not None,
        with_it is not None and without_it is None,
        *(asked.told(*found) if found else ()),
    )


class _Asked:
    """One question, with the time that it has."""

    def __init__(self, assessment: Assessment, node: int, seconds: float) -> None:
        self.node, self._map = node, assessment.map
        self._extensions = Extensions(assessment.map.framework, assessment.labels, seconds)
        self._end = time.monotonic() + seconds

    def in_time(self) -> Extensions:
        """Return the extensions, for a search that ends when the time does."""
        self._extensions.seconds = max(self._end - time.monotonic(), 0.001)
        return self._extensions

    def told(self, stand: NDArray[np.int64], fall: NDArray[np.int64]) -> tuple[tuple[int, ...], ...]:
        """Return what of a defending set is told: other statements in it, what falls, and what is outweighed."""
        statements = stand[(stand < self._map.statements) & (stand != self.node)]
        outweighed = self._map.of[fall[self._map.role[fall] == CONTRARY]]
        nodes = fall[self._map.role[fall] == SELF].tolist()
        falls = [node for node in nodes if node < self._map.statements or not _rests_on(self._map, node, {*nodes})]
        return tuple(statements.tolist()), tuple(falls), tuple(outweighed.tolist())


def _rests_on(made: MapFramework, node: int, fallen: set[int]) -> bool:
    """Return whether a relation falls with something that it needs."""
    return any(sign == NEEDS and source in fallen for source, sign in made.framework.conditions(node))
