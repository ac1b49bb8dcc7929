"""The SQLite file of the counts: which items each count counts, the counts themselves, and the titles of a few kinds.

An item stands for facts: that it is a claim, that it stands in a section, that it attacks a thesis. Each fact has three
parts (`Fact`). The count of a fact is how many items stand for it; besides, each section and source has a count for
each kind of statement. Facts and counts change in one transaction, so that counts are read and never reckoned.

Items go by 64 bits of their IRIs' hashes, which keeps the file to some 60 bytes an item: that two of a million items
share one has a chance of one in thirty million, and would make a count wrong by one.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from graph.index_file import IndexFile, Tables, set_mark

Fact = tuple[str, str, str]
"""What it is about, of what, and which of that; "" for what it has not: ("kind", "", "claim"), ("section", IRI, "")."""

KIND = "kind"
"""What facts are about that say of which kind a statement is, and that a counterargument is answered."""
PLACES = ("section", "source")
"""What facts are about that say where an item stands; of "" where a statement stands in none."""
BEARING = ("supports", "attacks")
"""What facts are about that say on which others an item bears; their counts say how many bear on each."""
FURTHER: Fact = ("further", "", "")
"""The fact that an item bears on another; known where all relations are."""

_AT_ONCE = 50_000
"""How many rows are written at once."""

_TABLES = (
    "DROP TABLE IF EXISTS names",
    "DROP TABLE IF EXISTS facts",
    "DROP TABLE IF EXISTS counts",
    "DROP TABLE IF EXISTS titles",
    "DROP TABLE IF EXISTS unanswered",
    "DROP TABLE IF EXISTS heads",
    """CREATE TABLE names (name INTEGER PRIMARY KEY, about TEXT NOT NULL, of TEXT NOT NULL, which TEXT NOT NULL,
      UNIQUE (about, of, which))""",
    "CREATE TABLE facts (item INTEGER, name INTEGER, PRIMARY KEY (item, name)) WITHOUT ROWID",
    """CREATE TABLE counts (about TEXT, of TEXT, which TEXT, n INTEGER NOT NULL,
      PRIMARY KEY (about, of, which)) WITHOUT ROWID""",
    """CREATE TABLE titles (kind TEXT, iri TEXT, title TEXT NOT NULL, more TEXT NOT NULL, part_of TEXT NOT NULL,
      PRIMARY KEY (iri, kind, part_of)) WITHOUT ROWID""",
    "CREATE INDEX by_title ON titles (kind, title, iri)",
    "CREATE TABLE unanswered (item INTEGER PRIMARY KEY, iri TEXT NOT NULL)",
    "CREATE TABLE heads (iri TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX heads_by_number ON heads (n DESC, iri)",
)

_NAME = "SELECT name FROM names WHERE about = ? AND of = ? AND which = ?"
_COUNT_FACTS = """INSERT INTO counts SELECT about, of, which, n FROM names
  JOIN (SELECT name, COUNT(*) AS n FROM facts GROUP BY name) USING (name)"""
# The `+` keeps SQLite from looking for each section there is, one by one, among the few facts of an item.
_COUNT_KINDS = """INSERT INTO counts SELECT place.about, place.of, kind.which, n FROM (
    SELECT there.name AS there, what.name AS what, COUNT(*) AS n FROM facts what JOIN facts there USING (item)
    WHERE what.name IN (SELECT name FROM names WHERE about = 'kind')
      AND +there.name IN (SELECT name FROM names WHERE about IN ('section', 'source'))
    GROUP BY there.name, what.name
  ) JOIN names place ON place.name = there JOIN names kind ON kind.name = what"""
_IN_NONE = """INSERT INTO facts SELECT DISTINCT item, ? FROM facts what
  WHERE name IN (SELECT name FROM names WHERE about = 'kind') AND NOT EXISTS (
    SELECT 1 FROM facts there WHERE there.item = what.item
      AND +there.name IN (SELECT name FROM names WHERE about = ?))"""
_ANSWERED = "DELETE FROM unanswered WHERE item IN (SELECT item FROM facts WHERE name = ?)"
_BORNE_ON = "SELECT DISTINCT of FROM counts WHERE about IN ('supports', 'attacks')"
_BEARING_ON = "SELECT SUM(n) FROM counts WHERE about IN ('supports', 'attacks') AND of = ? AND which = ''"
_ADD = """INSERT INTO counts VALUES (?, ?, ?, ?)
  ON CONFLICT (about, of, which) DO UPDATE SET n = n + excluded.n"""
_OF_ITEM = "SELECT about, of, which FROM facts JOIN names USING (name) WHERE item = ?"


class Title(NamedTuple):
    """An item that is shown by its title: of a thesis, `more` is its text, of a section its number in its source.

    A section has one for each source that it is a part of.
    """

    kind: str
    iri: str
    title: str
    more: str = ""
    part_of: str = ""


class CountsFile:
    """The file. Threads may share it; processes may share its path, one of them writing.

    Args:
        path: Where it lies; None for memory.
        made_by: What differs when other code would fill it otherwise.

    Raises:
        StoreWriteError: When the disk is full or fails, or another process does not stop writing.
    """

    def __init__(self, path: Path | None, made_by: str) -> None:
        self._file = IndexFile(path, Tables(_TABLES, made_by))

    @property
    def mark(self) -> str:
        """How far it has come; "" when it is new or was damaged."""
        return self._file.mark

    @contextmanager
    def changing(self) -> Iterator["Change"]:
        """Change it in one transaction, which is undone when the block fails.

        Raises:
            IndexDamagedError: When the file is damaged; it is empty then.
            StoreWriteError: When the file cannot be written.
        """
        with self._file.begun("IMMEDIATE") as db:
            yield Change(self._file, db)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read it as it is at one time.

        Raises:
            IndexDamagedError: When the file is damaged; it is empty then.
            StoreWriteError: When the file cannot be used for another reason.
        """
        with self._file.begun("DEFERRED") as db:
            yield db

    def close(self) -> None:
        """Let go of the file; harmless when it is called again."""
        self._file.close()


class Change:
    """A change that is under way: either all is put in anew, or some items are renewed."""

    def __init__(self, file: IndexFile, db: sqlite3.Connection) -> None:
        self.db = db
        self._file = file
        self._names: dict[Fact, int] = {}

    @property
    def mark(self) -> str:
        """How far it has come."""
        return str(self.db.execute("SELECT mark FROM about").fetchone()[0])

    @mark.setter
    def mark(self, mark: str) -> None:
        set_mark(self.db, mark)

    def empty(self) -> None:
        """Throw all away."""
        self._names = {}
        self._file.empty(self.db)

    def put_facts(self, facts: Iterable[tuple[str, Fact]]) -> None:
        """Say for which facts items that are being put in anew stand."""
        some: list[tuple[int, int]] = []
        for item, fact in facts:
            some.append((key(item), self._name(fact)))
            if len(some) == _AT_ONCE:
                self._insert(some)
        self._insert(some)

    def _insert(self, some: list[tuple[int, int]]) -> None:
        some.sort()  # the next is then most often on the page that is at hand
        self.db.executemany("INSERT OR IGNORE INTO facts VALUES (?, ?)", some)
        some.clear()

    def put_titles(self, titles: Iterable[Title]) -> None:
        """Put titles in; of several of one item the first in order counts."""
        self.db.executemany(
            """INSERT INTO titles VALUES (?, ?, ?, ?, ?) ON CONFLICT (iri, kind, part_of) DO UPDATE
              SET (title, more) = (excluded.title, excluded.more)
              WHERE (excluded.title, excluded.more) < (title, more)""",
            titles,
        )

    def put_unanswered(self, counterarguments: Iterable[str]) -> None:
        """Put counterarguments in as such that nothing answers; `reckon` leaves out those that something does."""
        self.db.executemany(
            "INSERT OR IGNORE INTO unanswered VALUES (?, ?)", ((key(one), one) for one in counterarguments)
        )

    def reckon(self) -> None:
        """Count what was put in anew."""
        for place in PLACES:
            self.db.execute(_IN_NONE, (self._name((place, "", "")), place))
        self.db.execute(_ANSWERED, (self._name((KIND, "", "answered")),))
        self.db.execute(_COUNT_FACTS)
        self.db.execute(_COUNT_KINDS)

    def renew(self, facts: Mapping[str, set[Fact]], titles: Iterable[Title], unanswered: Collection[str]) -> set[str]:
        """Put what some items stand for now in place of what they stood for; `renew_heads` is for afterwards.

        Args:
            facts: Item → its facts now.
            titles: Their titles now.
            unanswered: Those that are counterarguments which nothing answers.

        Returns:
            The IRIs of all that may be heads now, or no more.
        """
        near = set(facts)
        for item, now in facts.items():
            near |= self._renew(key(item), _with_none(now))
        self.db.executemany("DELETE FROM titles WHERE iri = ?", ((item,) for item in facts))
        self.put_titles(titles)
        self.db.executemany("DELETE FROM unanswered WHERE item = ?", ((key(item),) for item in facts))
        self.put_unanswered(unanswered)
        return near

    def reckon_heads(self) -> None:
        """Find out what others bear on and what bears on nothing itself; all relations must be known."""
        self.renew_heads([iri for (iri,) in self.db.execute(_BORNE_ON)])

    def renew_heads(self, near: Iterable[str]) -> None:
        """Find out which of some items are heads now."""
        further = self._name(FURTHER)
        for iri in near:
            self.db.execute("DELETE FROM heads WHERE iri = ?", (iri,))
            (number,) = self.db.execute(_BEARING_ON, (iri,)).fetchone()
            bears = self.db.execute("SELECT 1 FROM facts WHERE item = ? AND name = ?", (key(iri), further)).fetchone()
            if number and not bears:
                self.db.execute("INSERT INTO heads VALUES (?, ?)", (iri, number))

    def _renew(self, item: int, now: set[Fact]) -> set[str]:
        """Renew an item's facts; return on which others it has begun or ceased to bear."""
        before = set(self.db.execute(_OF_ITEM, (item,)).fetchall())
        if before == now:
            return set()
        names = [[(item, self._name(fact)) for fact in side] for side in (before - now, now - before)]
        self.db.executemany("DELETE FROM facts WHERE item = ? AND name = ?", names[0])
        self.db.executemany("INSERT INTO facts VALUES (?, ?)", names[1])
        change = _counted(now)
        change.subtract(_counted(before))
        changed = [(fact, n) for fact, n in change.items() if n]
        self.db.executemany(_ADD, ((*fact, n) for fact, n in changed))
        gone = "DELETE FROM counts WHERE about = ? AND of = ? AND which = ? AND n = 0"
        self.db.executemany(gone, (fact for fact, n in changed if n < 0))
        return {of for about, of, _ in before ^ now if about in BEARING}

    def _name(self, fact: Fact) -> int:
        name = self._names.get(fact)
        if name is None:
            self.db.execute("INSERT OR IGNORE INTO names (about, of, which) VALUES (?, ?, ?)", fact)
            name = self._names[fact] = int(self.db.execute(_NAME, fact).fetchone()[0])
        return name


def key(iri: str) -> int:
    """Return by what an item goes."""
    return int.from_bytes(blake2b(iri.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def _with_none(facts: set[Fact]) -> set[Fact]:
    """Add, for a statement, that it stands in no section or source, where it does not."""
    abouts = {about for about, _, _ in facts}
    return facts | {(place, "", "") for place in PLACES if KIND in abouts and place not in abouts}


def _counted(facts: set[Fact]) -> Counter[Fact]:
    """Return what an item with some facts adds to which counts."""
    kinds = [which for about, _, which in facts if about == KIND]
    counts = Counter(facts)
    counts.update((about, of, kind) for about, of, _ in facts if about in PLACES for kind in kinds)
    return counts
