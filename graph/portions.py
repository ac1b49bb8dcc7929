"""Additions, portion by portion, as text: so that a hundred thousand items need not be objects at once."""

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile

import pyoxigraph as ox

from graph.contributions import Contribution, addition, said_of
from graph.errors import StoreWriteError
from ontology import PREFIXES

_IN_MEMORY = 4_000_000
"""How many bytes of portions are kept in memory."""
_MADE_BY = f"<{PREFIXES['prov']}wasGeneratedBy>"


@dataclass(frozen=True)
class Group:
    """Items whose additions stand together in the history.

    Attributes:
        items: Their IRIs.
        said: The triples that are added to them, as N-Triples.
        created: Those of them that are new to the store.
        before: The changes that last changed those that are not.
    """

    items: tuple[str, ...]
    said: bytes
    created: frozenset[str]
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portion:
    """A part of a contribution that only adds: its groups, and what follows from them by rule, as N-Triples."""

    groups: tuple[Group, ...]
    derived: bytes


class KeptPortions:
    """Portions that wait until all of them are made: a few in memory, more in a file that nobody else sees.

    Args:
        folder: Where to have the file; None for where the system has such files.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY, dir=str(folder) if folder else None)  # noqa: SIM115 – see `close`
        self._number = 0

    def add(self, portion: Portion) -> None:
        """Keep a portion.

        Raises:
            StoreWriteError: When the disk is full.
        """
        try:
            pickle.dump(portion, self._file, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            told = f"Nothing was changed: what is to be added cannot be put aside ({error.strerror}). Free some space."
            raise StoreWriteError(told) from error
        self._number += 1

    def __len__(self) -> int:
        """How many there are."""
        return self._number

    def __iter__(self) -> Iterator[Portion]:
        """Yield them in order."""
        self._file.seek(0)
        yield from (pickle.load(self._file) for _ in range(self._number))  # noqa: S301 – written here

    def close(self) -> None:
        """Let go of them."""
        self._file.close()


def written(portions: Iterable[Portion], made: Contribution) -> Iterator[bytes]:
    """Yield N-Quads of a contribution: the current state, what follows by rule, and the history."""
    yield ox.serialize(said_of(made), format=ox.RdfFormat.N_QUADS) or b""
    number = 0
    for portion in portions:
        yield portion.derived
        for group in portion.groups:
            number += 1
            marks = "".join(f"<{item}> {_MADE_BY} <{made.iri}> .\n" for item in group.items if item in group.created)
            content = group.said + marks.encode("utf-8")
            yield content
            change = f"{made.iri}/{number}"
            yield addition(change, made, group.items, content.decode("utf-8"), group.before).encode("utf-8")
