"""The argument as arrays of numbers, for algorithms over a million statements: numpy and scipy.sparse.

It stands beside the networkx projection (`network.py`): that one says all of each node, takes some kilobytes for a
claim, and is for maps and parts; this one has what the statements are and how they hang together, in some two hundred
bytes for a claim with its relations and IRIs. Read `ArgumentArrays` first. `arrays_reading.py` reads a whole store,
`arrays_changes.py` brings arrays up to date, and `arrays_file.py` keeps them on disk.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.arrays.iri_table import IriTable, starts

if TYPE_CHECKING:
    from scipy.sparse import csr_array  # type: ignore[import-untyped]

STATEMENT_KINDS = ("statement", "thesis", "claim", "evidence", "counterargument", "rebuttal")
"""The kinds of statements by their codes; the first is for one that is of no finer kind."""

NODE_KINDS = (*STATEMENT_KINDS, "inference", "conflict", "rephrase")
"""The kinds of nodes by their codes, as `ArgumentArrays.kind` has them."""

COMMITMENTS = ("", "asserted", "granted", "reported", "rejected", "predicted")
"""How the author stands to a statement, by codes, as `ArgumentArrays.commitment` has them; "" for relations."""

MATRICES = ("supports", "attacks", "undercuts", "restates")
"""What `ArgumentArrays.matrix` can be asked for: the plain properties of the vocabulary."""


@dataclass(frozen=True, eq=False)
class ArgumentArrays:
    """The argument as it stood at one contribution. All arrays are for reading only.

    Its nodes are statements, inferences, conflicts and rephrases, numbered in this order and, within each, in the order
    of their IRIs: so what is attacked is one number, whether it is a statement or a relation. The same argument has the
    same numbers; a change gives others. An inference is whatever has a conclusion, a conflict whatever attacks
    something, and a rephrase whatever says something again.

    Attributes:
        iris: The nodes' IRIs by number, and back.
        kind: For each node, the place of its kind in `NODE_KINDS`.
        commitment: For each node, the place of the author's commitment in `COMMITMENTS`.
        source: For each conflict its attacker, for each rephrase the statement that says it again; -1 for others.
        target: For each inference its conclusion, for each conflict what it attacks (any node), for each rephrase the
            statement that is said again; -1 for statements.
        premise_start: Where in `premises` those of each node begin; at the end, their number. Only inferences have any.
        premises: The premises, those of one inference next to one another: they work only together.
        whole: For each node, whether all that it names is there, and each end that is one is named once. Where not, an
            end can be -1, of several ends the one with the lowest number is there, and an inference can have fewer
            premises than it names, or none.
        mark: Which state of the store it is, as `upkeep.mark_of` has it; "" for a part.

    Example:
        >>> from graph import arrays_of, open_store
        >>> with open_store(":memory:") as store:
        ...     arrays = arrays_of(store)
        >>> len(arrays.statements) < len(arrays)
        True
        >>> arrays.matrix("supports").nnz > 300
        True
    """

    iris: IriTable
    kind: NDArray[np.uint8]
    commitment: NDArray[np.uint8]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    premise_start: NDArray[np.int64]
    premises: NDArray[np.int32]
    whole: NDArray[np.bool_]
    mark: str = ""

    def __len__(self) -> int:
        """How many nodes there are: statements and relations."""
        return len(self.iris)

    def __repr__(self) -> str:
        return f"<ArgumentArrays of {len(self.statements)} statements and {len(self) - len(self.statements)} relations>"

    @property
    def statements(self) -> range:
        """The numbers of statements."""
        return self._class(0)

    @property
    def inferences(self) -> range:
        """The numbers of inferences."""
        return self._class(1)

    @property
    def conflicts(self) -> range:
        """The numbers of conflicts."""
        return self._class(2)

    @property
    def rephrases(self) -> range:
        """The numbers of rephrases."""
        return self._class(3)

    def _class(self, place: int) -> range:
        return range(self.iris.bounds[place], self.iris.bounds[place + 1])

    def node(self, iri: str) -> int | None:
        """Return the number of an IRI; None where it is no statement, inference, conflict or rephrase."""
        return self.iris.number(iri)

    def iri(self, number: int) -> str:
        """Return the IRI of a number.

        Raises:
            IndexError: When there is no such node.
        """
        return self.iris.iri(int(number))

    def premises_of(self, inference: int) -> NDArray[np.int32]:
        """Return the premises of an inference, which work only together; none for another node."""
        return self.premises[self.premise_start[inference] : self.premise_start[inference + 1]]

    def matrix(self, relation: str) -> "csr_array":
        """Return which statement bears on which, as a sparse matrix: a row for each that does, a column for the other.

        The numbers in it say how many relations stand behind it. `undercuts` are attacks on relations: there a column
        stands for each node, a relation's by its number, so that nothing is lost where attacks are attacked; for the
        others a column stands for each statement.

        Args:
            relation: One of `MATRICES`.

        Raises:
            ValueError: When the relation is none of them.
        """
        if relation not in MATRICES:
            raise ValueError(f"There is no matrix of {relation}; choose one of {', '.join(MATRICES)}.")
        known, width = len(self.statements), len(self.statements)
        if relation == "supports":
            rows, columns = self.premises, self.target[self._owners()]
        else:
            among = slice_of(self.rephrases if relation == "restates" else self.conflicts)
            rows, columns = self.source[among], self.target[among]
        if relation == "undercuts":
            fits, width = columns >= known, len(self)
        else:
            fits = (columns >= 0) & (columns < known)
        fits = fits & (rows >= 0)
        return _matrix(rows[fits], columns[fits], (known, width))

    def web(self) -> "csr_array":
        """Return how all nodes hang together, as a square sparse matrix: what leads to what, by one step.

        A premise leads to its inference and that to its conclusion, an attacker to its conflict and that to what it
        attacks, a statement to the rephrase that it is again and that to the statement that it is of.
        """
        relations = np.arange(len(self.statements), len(self), dtype=np.int32)
        source, target = self.source[relations], self.target[relations]
        rows = np.concatenate([self.premises, source[source >= 0], relations[target >= 0]])
        columns = np.concatenate([self._owners(), relations[source >= 0], target[target >= 0]])
        return _matrix(rows, columns, (len(self), len(self)))

    def subgraph(self, items: Iterable[int | str]) -> "ArgumentArrays":
        """Return some statements with the relations among them, numbered anew.

        A relation is there where all that it joins is: an inference with all of its premises, an attack on a relation
        with that relation.

        Args:
            items: Numbers or IRIs of statements; what is none is passed over.
        """
        numbers = (self.node(item) if isinstance(item, str) else int(item) for item in items)
        stays = np.zeros(len(self), np.bool_)
        stays[[number for number in numbers if number is not None and number in self.statements]] = True
        self._join(stays)
        chosen = np.flatnonzero(stays)
        now = np.full(len(self) + 1, -1, np.int32)
        now[chosen] = np.arange(len(chosen))
        counts = np.diff(self.premise_start)
        return ArgumentArrays(
            self.iris.part(chosen),
            self.kind[chosen],
            self.commitment[chosen],
            now[self.source[chosen]],
            now[self.target[chosen]],
            starts(counts[chosen]),
            now[self.premises[np.repeat(stays, counts)]],
            self.whole[chosen],
        )

    def _join(self, stays: NDArray[np.bool_]) -> None:
        """Mark the relations all of whose ends are marked: first those between statements, then what attacks them."""
        relations = slice(len(self.statements), len(self))
        source, target = self.source[relations], self.target[relations]
        outside = np.bincount(self._owners(), ~stays[self.premises], len(self))[relations] > 0
        outside |= (source >= 0) & ~stays[source]
        outside |= (source < 0) & (target < 0) & (np.diff(self.premise_start)[relations] == 0)
        stays[relations] = ~outside
        while (gone := stays[relations] & (target >= 0) & ~stays[target]).any():
            stays[relations] &= ~gone

    def _owners(self) -> NDArray[np.int32]:
        """Return the inference of each premise."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.premise_start))


def slice_of(numbers: range) -> slice:
    """Return the numbers of a class as what cuts it out of an array."""
    return slice(numbers.start, numbers.stop)


def _matrix(rows: NDArray[np.int32], columns: NDArray[np.int32], shape: tuple[int, int]) -> "csr_array":
    # Imported here: it takes longer to load than arrays take to open.
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(rows), np.int32), (rows, columns)), shape=shape)
