"""An index of texts that finds the near-duplicates of a given one, in a time that does not grow with their number.

Texts that have a key in common (`graph/sketch.py`) are compared letter by letter. The index is one SQLite file,
derived from a store and rebuilt from it at will. Its `mark` says how far it has come, and changes in the same
transaction as its entries; a file that is damaged, or made by other code, begins again empty, with no mark.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from rapidfuzz import fuzz

from graph.index_file import IndexDamagedError, IndexFile, Tables, set_mark
from graph.sketch import KEYS, band_keys, sketched_by, words_of

T = TypeVar("T")

ALIKE = 0.8
"""From this likeness on a text is a near-duplicate: two changed words of fifteen have about 0.88, a mere topic 0.6."""

_COMPARED = 16
"""How many of the texts that share a band are compared, those that share most bands first."""

_PER_KEY = 8
"""How many texts are taken from one band: one that very many share says nothing, and must not cost time."""

_CHUNK = 50_000
"""How many entries a rebuild writes at once."""


@dataclass(frozen=True)
class Like:
    """A near-duplicate, and how like it is: 1 has the same words (in any order), 0 not a letter in common."""

    iri: str
    text: str
    likeness: float


LikenessIndexError = IndexDamagedError
"""The index was found to be damaged while it was used. It is empty now: rebuild it and ask again."""

_TABLES = (
    "DROP TABLE IF EXISTS items",
    "DROP TABLE IF EXISTS keys",
    "CREATE TABLE items (item INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, text TEXT NOT NULL)",
    "CREATE TABLE keys (key INTEGER, item INTEGER, PRIMARY KEY (key, item)) WITHOUT ROWID",
)


_OF_KEY = f"SELECT item FROM (SELECT item FROM keys WHERE key = ? LIMIT {_PER_KEY})"  # noqa: S608 – a constant
_SHARING = " UNION ALL ".join([_OF_KEY] * KEYS)

_ENTRY = "SELECT iri, text FROM items WHERE item = ?"


class LikenessIndex:
    """The index. Threads may share it; processes may share its file, one of them writing.

    Args:
        path: Its file, made when it is missing. None: in memory, as also where no file can be made or written.

    Raises:
        StoreWriteError: When the disk is full or fails, or another process does not stop writing.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._sketched: dict[str, tuple[int, ...]] = {}
        self._file = IndexFile(path, Tables(_TABLES, sketched_by()))

    @property
    def mark(self) -> str:
        """What `change` or `rebuild` last set; "" when the index is new, was damaged, or is being rebuilt."""
        return self._file.mark

    def find(self, text: str, limit: int = 3, least: float = ALIKE) -> list[Like]:
        """Return the near-duplicates of a text, best first; none for a text without letters or digits.

        Args:
            text: The text.
            limit: How many to return at most.
            least: How like it they must be.

        Raises:
            LikenessIndexError: When the file is damaged.
            StoreWriteError: When the file cannot be used for another reason.
        """
        words = words_of(text)
        with self._file.begun("DEFERRED") as db:
            return _alike(words, _sharing(db, band_keys(words)), limit, least)

    def neighbours(self, entries: Sequence[tuple[str, str]], limit: int = 3) -> list[list[Like]]:
        """Return for each (IRI, text) its near-duplicates, best first, without adding any.

        Each is compared with those before it in the sequence, and with the entries of the index that the sequence
        does not replace.

        Raises:
            LikenessIndexError: When the file is damaged.
            StoreWriteError: When the file cannot be used for another reason.
        """
        given = {iri for iri, _ in entries}
        before = _Before(entries)
        with self._file.begun("DEFERRED") as db:
            self._sketched = {}  # kept for `change`, which is likely to get the same texts
            found = []
            for place, (iri, text) in enumerate(entries):
                words = words_of(text)
                keys = self._sketched[text] = band_keys(words)
                indexed = [entry for entry in _sharing(db, keys) if entry[0] not in given]
                sequence = [entry for entry in before.sharing(keys) if entry[0] != iri]
                found.append(_alike(words, indexed + sequence, limit) if indexed or sequence else [])
                before.add(place, keys)
            return found

    def change(self, add: Iterable[tuple[str, str]], remove: Iterable[str], mark: str, *, fresh: bool = False) -> None:
        """Add entries (IRI, text), remove others by IRI, and set the mark, in one transaction.

        An entry that is there already is replaced; to remove one that is not there is no fault.

        Args:
            add: The entries to add.
            remove: The IRIs of those to remove.
            mark: How far the index has come with this.
            fresh: Whether it is known that none of those to add is there, which saves looking for them.

        Raises:
            LikenessIndexError: When the file is damaged.
            StoreWriteError: When the file cannot be written.
        """
        entries = dict(add)
        with self._file.begun("IMMEDIATE") as db:
            _drop(db, remove if fresh else {*remove, *entries})
            _put(db, entries, self._sketched)
            set_mark(db, mark)
            self._sketched = {}

    def rebuild(self, entries: Iterable[tuple[str, str]], mark: str) -> None:
        """Put these entries (IRI, text) in place of all that is there; the mark is set when they are in.

        Raises:
            LikenessIndexError: When the file is damaged.
            StoreWriteError: When the file cannot be written.
        """
        with self._file.lock:
            with self._file.begun("IMMEDIATE") as db:
                self._file.empty(db)
            rest = iter(entries)
            while chunk := list(islice(rest, _CHUNK)):
                self.change(chunk, (), "")
            self.change((), (), mark)

    def close(self) -> None:
        """Let go of the file; harmless when it is called again."""
        self._file.close()


def likeness_of(one: str, other: str) -> float:
    """Return how like two texts are: 1 for the same words in any order, 0 for not a letter in common."""
    return fuzz.token_sort_ratio(" ".join(words_of(one)), " ".join(words_of(other))) / 100


def _alike(words: list[str], candidates: Iterable[tuple[str, str]], limit: int, least: float = ALIKE) -> list[Like]:
    """Return those of the candidates (IRI, text) that are near-duplicates, best first.

    Sorted words are compared by letters, not counted: an inflected word is then a small change, and a long word that
    was changed a greater one than a short.
    """
    mine, found = " ".join(words), []
    for iri, text in candidates:
        ratio = fuzz.token_sort_ratio(mine, " ".join(words_of(text)), score_cutoff=100 * least)
        if ratio:
            found.append(Like(iri, text, ratio / 100))
    return sorted(found, key=lambda like: (-like.likeness, like.iri))[:limit]


class _Before:
    """The entries of a sequence that came before the one at hand, by their keys."""

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        self._entries = entries
        self._first: dict[int, int] = {}

    def add(self, place: int, keys: tuple[int, ...]) -> None:
        for key in keys:
            self._first.setdefault(key, place)

    def sharing(self, keys: tuple[int, ...]) -> list[tuple[str, str]]:
        found = [self._first[key] for key in keys if key in self._first]
        return [self._entries[place] for place in _commonest(found)]


def _sharing(db: sqlite3.Connection, keys: tuple[int, ...]) -> list[tuple[str, str]]:
    """Return the entries (IRI, text) that share most keys."""
    items = db.execute(_SHARING, keys).fetchall() if keys else []
    return [entry for item in _commonest(items) for entry in db.execute(_ENTRY, item)]


def _commonest(found: list[T]) -> list[T]:
    return [one for one, _ in Counter(found).most_common(_COMPARED)] if found else []


def _drop(db: sqlite3.Connection, iris: Iterable[str]) -> None:
    for iri in iris:
        row = db.execute("SELECT item, text FROM items WHERE iri = ?", (iri,)).fetchone()
        if row:
            item, text = row
            db.executemany(
                "DELETE FROM keys WHERE key = ? AND item = ?", ((key, item) for key in band_keys(words_of(text)))
            )
            db.execute("DELETE FROM items WHERE item = ?", (item,))


def _put(db: sqlite3.Connection, entries: Mapping[str, str], sketched: Mapping[str, tuple[int, ...]]) -> None:
    (last,) = db.execute("SELECT COALESCE(MAX(item), 0) FROM items").fetchone()
    numbered = iter(enumerate(entries.items(), last + 1))
    while chunk := list(islice(numbered, _CHUNK)):
        db.executemany("INSERT INTO items VALUES (?, ?, ?)", ((item, *entry) for item, entry in chunk))
        keys = ((item, sketched.get(text) or band_keys(words_of(text))) for item, (_, text) in chunk)
        # One after the other in the file, where the next is most often on the page that is at hand.
        rows = sorted([(key, item) for item, of_item in keys for key in of_item], key=itemgetter(0))
        db.executemany("INSERT INTO keys VALUES (?, ?)", rows)
