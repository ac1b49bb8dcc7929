"""One preferred extension of very many members, layer by layer along the strongly connected components.

What depends on nothing that is open can be chosen for first, and stays as it is whatever is chosen later: a preferred
labelling of members that depend on no others is part of one of the whole (Baroni, Giacomin and Guida 2005,
“SCC-recursiveness: a general schema for argumentation semantics”, Artificial Intelligence 168; as an algorithm:
Cerutti, Giacomin, Vallati and Zanella 2014, “An SCC recursive meta-algorithm for computing preferred labellings in
abstract argumentation”). What follows from a choice then spreads by itself. Nearly all components of maps are two
members that attack each other, so that few different ones are ever searched, each once, however many there are.
"""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.extensions.part_search import preferred_labels
from graph.extensions.parts import Numbers, Part
from graph.extensions.sat_search import Bounded, BudgetSpentError
from graph.standing.framework import IN, NEEDS, OUT, UNDECIDED, Framework, Labels
from graph.standing.spreading import ranges, spreading_of

_LAYERS = 100
"""After how many layers the rest is left: each takes time for all that is open."""
_LARGEST = 500
"""Up to how many members and conditions a component is searched here."""
_BEYOND = -1
"""As a source: what is undecided for good."""
_SETTLED = -2
"""As a source: what is in or out, and settles nothing here, since what it settles is settled."""


@dataclass(frozen=True)
class Layered:
    """A preferred labelling, as far as it was found.

    Attributes:
        labels: The labels.
        found: For each member, whether its label is final; the others are undecided for now.
    """

    labels: Labels
    found: NDArray[np.bool_]


def layered(framework: Framework, end: float) -> Layered:
    """Return a preferred labelling of a framework, as far as it is easily found.

    Args:
        framework: The framework, in which the grounded labelling decides nothing.
        end: When to give up, by the monotonic clock.
    """
    spreading = spreading_of(framework)
    spreading.start()
    stays_open = np.zeros(len(framework), np.bool_)
    for _ in range(_LAYERS):
        left = np.flatnonzero((spreading.labels() == UNDECIDED) & ~stays_open)
        if not len(left):
            break
        layer = _Layer(framework, left, stays_open)
        chosen = layer.labels(end)
        if chosen is None:
            break
        for_good = layer.members[chosen == UNDECIDED]
        stays_open[for_good] = True
        spreading.fix(dict.fromkeys(for_good.tolist(), UNDECIDED))
        for label in (IN, OUT):
            some = layer.members[chosen == label]
            spreading.decide(some[spreading.labels()[some] == UNDECIDED], label)
    labels = spreading.labels()
    return Layered(labels, (labels != UNDECIDED) | stays_open)


class _Layer:
    """The components that depend on nothing else that is open.

    Args:
        framework: The framework.
        left: Its members that are open, sorted.
        stays_open: For each member, whether it is undecided for good.
    """

    def __init__(self, framework: Framework, left: Numbers, stays_open: NDArray[np.bool_]) -> None:
        now = np.full(len(framework), _SETTLED, np.int64)
        now[stays_open] = _BEYOND
        now[left] = np.arange(len(left))
        counts = np.diff(framework.start)[left]
        places = ranges(framework.start[left], counts)
        source, target = now[framework.source[places]], np.repeat(np.arange(len(left)), counts)
        component = _components(source, target, len(left))
        waits = np.zeros(len(left), np.bool_)
        inner = source >= 0
        waits[component[target[inner]][component[source[inner]] != component[target[inner]]]] = True
        # Members of the components that wait for no other, component by component; and the conditions on them.
        order = np.argsort(component, kind="stable")
        order = order[~waits[component[order]]]
        first = np.flatnonzero(np.diff(component[order], prepend=-1))
        place = np.full(len(left) + 1, _BEYOND, np.int64)
        place[order] = np.arange(len(order)) - np.repeat(first, np.diff(first, append=len(order)))
        fits = (source != _SETTLED) & ~waits[component[target]]
        number = np.searchsorted(component[order][first], component[target[fits]])
        sorted_ = np.lexsort((place[target[fits]], number))
        self.members = left[order]
        self._bounds = np.append(first, len(order))
        self._disjunction = framework.disjunction[self.members]
        self._columns = np.stack([place[target[fits]], place[source[fits]], framework.sign[places][fits]], axis=1)[
            sorted_
        ]
        self._starts = np.searchsorted(number[sorted_], np.arange(len(first) + 1))

    def labels(self, end: float) -> Labels | None:
        """Return labels for the members; None where a component is too hard to be searched here.

        Args:
            end: When to give up.
        """
        labels = np.zeros(len(self.members), np.int8)
        sizes, numbers = np.diff(self._bounds), np.diff(self._starts)
        for size, number in np.unique(np.stack([sizes, numbers], axis=1), axis=0).tolist():
            if size + number > _LARGEST:
                return None
            alike = np.flatnonzero((sizes == size) & (numbers == number))
            members = self._bounds[alike][:, None] + np.arange(size)
            columns = self._columns[self._starts[alike][:, None] + np.arange(number)]
            shapes = np.concatenate([self._disjunction[members], columns.reshape(len(alike), -1)], axis=1)
            kinds, kind = np.unique(shapes, axis=0, return_inverse=True)
            found = _labels_of(kinds, size, end)
            if found is None:
                return None
            labels[members] = found[kind.reshape(-1)]
        return labels


def _components(source: Numbers, target: Numbers, size: int) -> NDArray[np.int32]:
    from scipy.sparse import csr_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

    fits = source >= 0
    web = csr_array((np.ones(int(fits.sum()), np.bool_), (source[fits], target[fits])), shape=(size, size))
    found: NDArray[np.int32] = connected_components(web, connection="strong")[1]
    return found


def _labels_of(shapes: NDArray[np.int64], size: int, end: float) -> Labels | None:
    """Return a preferred labelling of each of some components of a size, as rows; None where one is too hard."""
    found = np.zeros((len(shapes), size), np.int8)
    for row, shape in enumerate(shapes.tolist()):
        try:
            part = _part(shape[:size], shape[size:])
            found[row] = preferred_labels(part, Bounded(min(0.1, end - time.monotonic())))[:size]
        except BudgetSpentError:
            return None
    return found


def _part(disjunction: list[int], conditions: list[int]) -> Part:
    """Return a component as a part; its last member attacks itself, and stands for what is undecided for good."""
    beyond = len(disjunction)
    needs: list[list[int]] = [[] for _ in range(beyond + 1)]
    attackers: list[list[int]] = [[] for _ in range(beyond)] + [[beyond]]
    for target, source, sign in zip(conditions[::3], conditions[1::3], conditions[2::3], strict=True):
        (needs if sign == NEEDS else attackers)[target].append(beyond if source == _BEYOND else source)
    return Part(needs, attackers, [*map(bool, disjunction), False])
