"""Reading the whole argument of a store into arrays.

On disk, what takes time is to look up the text of a term, so each property is asked for by itself, which needs the
fewest. The rows are taken as they come. Of the IRIs of nodes the text is kept; of what a relation names, only the hash
of its IRI, by which its node is found when all nodes are known.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from graph.arrays.argument_arrays import COMMITMENTS, NODE_KINDS, STATEMENT_KINDS, ArgumentArrays
from graph.arrays.iri_table import IriTable, starts
from graph.engines import Oxigraph
from graph.store import Store
from graph.terms import Term
from ontology import PREFIXES

Row = Iterable[Term | None]
Keys = NDArray[np.int64]
Numbers = NDArray[np.int64]
_CA = PREFIXES["ca"]

SOURCES = {"conflict": "attacker", "rephrase": "rephrases"}
"""Kind of relation → the property of where it starts; an inference has premises instead."""
TARGETS = {"inference": "conclusion", "conflict": "attacked", "rephrase": "rephrased"}
"""Kind of relation → the property of where it leads to, which makes it what it is."""


def kind_class(kind: str) -> str:
    """Return the class of a kind of statement, as the vocabulary writes it."""
    return kind.capitalize()


class _SameHash(Exception):  # noqa: N818 - no error: all is read again with other hashes
    """Two IRIs have the same hash."""


def read_arrays(store: Store, mark: str) -> ArgumentArrays:
    """Return the whole argument of a store as arrays.

    Args:
        store: The store.
        mark: Which state of the store it is said to be.
    """
    for salt in count():
        try:
            return _Reading(store, "\0" * salt).arrays(mark)
        except _SameHash:  # about once in ten million readings of a million statements
            continue
    raise AssertionError("there is always another salt")


class _Nodes:
    """The nodes of a class as they are read: their texts, one after the other, and the hashes of their IRIs."""

    def __init__(self) -> None:
        self.text = bytearray()
        self.end = array("q", [0])
        self.keys = array("q")

    def add(self, iri: str, key: int) -> None:
        self.text += iri.encode("utf-8")
        self.end.append(len(self.text))
        self.keys.append(key)

    def iri(self, place: int) -> bytes:
        return bytes(self.text[self.end[place] : self.end[place + 1]])

    def in_order(self, places: list[int]) -> tuple[list[int], list[bytes]]:
        """Return some IRIs in order, and which of the places each had; the texts are not kept."""
        iris = [self.iri(place) for place in places]
        self.text.clear()
        order = sorted(range(len(iris)), key=iris.__getitem__)
        return order, [iris[place] for place in order]


class _Reading:
    """One reading of a store.

    Args:
        store: The store.
        salt: What is hashed with every IRI.
    """

    def __init__(self, store: Store, salt: str) -> None:
        self._salt = salt
        self._engine = store.engine

    def arrays(self, mark: str) -> ArgumentArrays:
        """Read all, and return it."""
        codes, statements = self._statements()
        relations = {kind: _Nodes() for kind in TARGETS}
        targets = {kind: self._pairs(prop, relations[kind]) for kind, prop in TARGETS.items()}
        table, entries, keys = _sorted_out([statements, *relations.values()])
        bounds = table.bounds
        numbers = _Numbers(keys)
        kind = np.repeat(np.arange(len(NODE_KINDS) - 4, len(NODE_KINDS), dtype=np.uint8), np.diff(bounds))
        kind[: bounds[1]] = codes[entries[: bounds[1]]]
        columns = Ends(len(table))
        for name, first, end in zip(TARGETS, bounds[1:], bounds[2:], strict=False):
            within = range(first, end)
            columns.add_targets(within, numbers.of(targets[name]), len(table) if name == "conflict" else bounds[1])
            if name in SOURCES:
                columns.add_sources(within, numbers.of(self._pairs(SOURCES[name])), bounds[1])
        columns.add_premises(range(*bounds[1:3]), numbers.of(self._pairs("premise")), bounds[1])
        commitment = self._commitments(numbers, bounds[1], len(table))
        return ArgumentArrays(table, kind, commitment, *columns.finished(bounds[1]), mark)

    def _statements(self) -> tuple[NDArray[np.uint8], _Nodes]:
        """Return the statements that are found, those of each kind by itself, with the codes of their kinds."""
        found, numbers = _Nodes(), []
        for kind in STATEMENT_KINDS:
            before = len(found.keys)
            for iri in self._subjects(f"SELECT ?s {{ ?s <{_CA}kind> <{_CA}{kind_class(kind)}> }}"):
                found.add(iri, self._key(iri))
            numbers.append(len(found.keys) - before)
        # Of a class that somebody added to the vocabulary.
        known = ", ".join(f"<{_CA}{kind_class(kind)}>" for kind in STATEMENT_KINDS)
        above = f"?kind <{PREFIXES['rdfs']}subClassOf>+ <{_CA}Statement>"
        for iri in self._subjects(f"SELECT ?s {{ {above} FILTER(?kind NOT IN ({known})) ?s <{_CA}kind> ?kind }}"):
            found.add(iri, self._key(iri))
        numbers.append(len(found.keys) - sum(numbers))
        return np.repeat(np.asarray((*range(len(STATEMENT_KINDS)), 0), np.uint8), numbers), found

    def _pairs(self, prop: str, subjects: _Nodes | None = None) -> tuple[Keys, Keys]:
        """Return the hashes of what has a property, and of what that leads to."""
        here, there = array("q"), array("q")
        for subject, end in self._rows(f"SELECT ?s ?o {{ ?s <{_CA}{prop}> ?o }}"):
            if isinstance(subject, ox.NamedNode) and isinstance(end, ox.NamedNode):
                key = self._key(subject.value)
                here.append(key)
                there.append(self._key(end.value))
                if subjects is not None:
                    subjects.add(subject.value, key)
        return np.frombuffer(here, np.int64), np.frombuffer(there, np.int64)

    def _commitments(self, numbers: "_Numbers", statements: int, nodes: int) -> NDArray[np.uint8]:
        column = np.zeros(nodes, np.uint8)
        for code in range(len(COMMITMENTS) - 1, 0, -1):  # of several, the first
            query = f"SELECT ?s {{ ?s <{_CA}commitment> <{_CA}{COMMITMENTS[code]}> }}"
            keys = array("q", (self._key(iri) for iri in self._subjects(query)))
            found = numbers.of_keys(np.frombuffer(keys, np.int64))
            column[found[(found >= 0) & (found < statements)]] = code
        return column

    def _rows(self, sparql: str) -> Iterable[Row]:
        return self._engine.each_row(sparql) if isinstance(self._engine, Oxigraph) else self._engine.ask(sparql).terms

    def _subjects(self, sparql: str) -> Iterator[str]:
        for (subject,) in self._rows(sparql):
            if isinstance(subject, ox.NamedNode):
                yield subject.value

    def _key(self, iri: str) -> int:
        return hash(self._salt + iri)


def _sorted_out(classes: Sequence[_Nodes]) -> tuple[IriTable, Numbers, Keys]:
    """Return the table of all nodes, each once, in the first class that has it; where each was read, and its hash."""
    keys = np.concatenate([np.frombuffer(nodes.keys, np.int64) for nodes in classes])
    first_of = starts(np.asarray([len(nodes.keys) for nodes in classes]))
    is_first = _firsts(keys, classes, first_of)
    entries = []

    def sorted_iris() -> Iterator[list[bytes]]:
        for nodes, first, end in zip(classes, first_of[:-1].tolist(), first_of[1:].tolist(), strict=True):
            places = np.flatnonzero(is_first[first:end])
            order, iris = nodes.in_order(places.tolist())
            entries.append(places[order] + first)
            yield iris
            del iris

    table = IriTable.of(sorted_iris())
    chosen = np.concatenate(entries)
    return table, chosen, keys[chosen]


def _firsts(keys: Keys, classes: Sequence[_Nodes], first_of: Numbers) -> NDArray[np.bool_]:
    """Return whether each entry is the first of its node.

    Raises:
        _SameHash: When two nodes have the same hash.
    """

    def iri(entry: int) -> bytes:
        place = int(np.searchsorted(first_of, entry, "right")) - 1
        return classes[place].iri(entry - int(first_of[place]))

    order = np.argsort(keys, kind="stable")
    again = np.flatnonzero(np.diff(keys[order]) == 0)
    for before, entry in zip(order[again].tolist(), order[again + 1].tolist(), strict=True):
        if iri(before) != iri(entry):
            raise _SameHash
    is_first = np.ones(len(keys), np.bool_)
    is_first[order[again + 1]] = False
    return is_first


class _Numbers:
    """Finds the numbers of nodes by the hashes of their IRIs."""

    def __init__(self, keys: Keys) -> None:
        self._order = np.argsort(keys).astype(np.int32)
        self._sorted = keys[self._order]

    def of_keys(self, keys: Keys) -> Numbers:
        """Return the numbers; -1 for what is no node."""
        if not len(self._sorted):
            return np.full(len(keys), -1)
        places = np.searchsorted(self._sorted, keys)
        places[places == len(self._sorted)] = 0
        return np.where(self._sorted[places] == keys, self._order[places], -1)

    def of(self, pairs: tuple[Keys, Keys]) -> tuple[Numbers, Numbers]:
        """Return the numbers of both sides of pairs."""
        return self.of_keys(pairs[0]), self.of_keys(pairs[1])


class Ends:
    """What relations join, as columns for all nodes, made from pairs of a relation's number and an end's (-1: none).

    Args:
        nodes: How many nodes there are.
    """

    def __init__(self, nodes: int) -> None:
        self._source = np.full(nodes, -1, np.int32)
        self._target = np.full(nodes, -1, np.int32)
        self._lengths = np.zeros(nodes, np.int64)
        self._premises = np.empty(0, np.int32)
        self._faults = np.zeros(nodes, np.bool_)
        self._named = np.zeros(nodes, np.uint8)

    def add_sources(self, within: range, pairs: tuple[Numbers, Numbers], limit: int) -> None:
        """Add where some relations start; an end is lower than a limit."""
        self._add(self._source, within, pairs, limit)

    def add_targets(self, within: range, pairs: tuple[Numbers, Numbers], limit: int) -> None:
        """Add where some relations lead to; an end is lower than a limit."""
        self._add(self._target, within, pairs, limit)

    def add_premises(self, within: range, pairs: tuple[Numbers, Numbers], limit: int) -> None:
        """Add the premises of inferences."""
        relations, ends = self._fitting(within, pairs, limit)
        self._named[np.unique(relations)] += 1
        self._faults[relations[ends < 0]] = True
        relations, ends = relations[ends >= 0], ends[ends >= 0]
        self._lengths += np.bincount(relations, minlength=len(self._lengths))
        self._premises = ends[np.lexsort((ends, relations))].astype(np.int32)

    def _add(self, column: NDArray[np.int32], within: range, pairs: tuple[Numbers, Numbers], limit: int) -> None:
        relations, ends = self._fitting(within, pairs, limit)
        self._named[np.unique(relations)] += 1
        self._faults |= np.bincount(relations, minlength=len(column)) > 1
        self._faults[relations[ends < 0]] = True
        relations, ends = relations[ends >= 0], ends[ends >= 0]
        last_is_least = np.argsort(-ends, kind="stable")
        column[relations[last_is_least]] = ends[last_is_least]

    def _fitting(self, within: range, pairs: tuple[Numbers, Numbers], limit: int) -> tuple[Numbers, Numbers]:
        relations, ends = pairs
        fits = (relations >= within.start) & (relations < within.stop)
        return relations[fits], np.where(ends < limit, ends, -1)[fits]

    def finished(
        self, statements: int
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]:
        """Return sources, targets, where the premises begin, the premises, and what is whole, for `ArgumentArrays`."""
        whole = ~self._faults & (self._named == 2)  # both sides: from where, and to where
        whole[:statements] = True
        return self._source, self._target, starts(self._lengths), self._premises, whole
