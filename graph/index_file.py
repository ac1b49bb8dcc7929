"""An index in one SQLite file, derived from a store: its tables, its mark, opening it, and what to do about damage.

All in it is derived, so that a file which is damaged, or was made by other code, gives way to an empty one; and where
no file can be written the index is in memory.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

import portalocker

from graph.errors import StoreError, StoreWriteError

_ABOUT = ("DROP TABLE IF EXISTS about", "CREATE TABLE about (mark TEXT NOT NULL, made_by TEXT NOT NULL)")

_PRAGMAS = (
    "PRAGMA synchronous = NORMAL",  # after a power failure the last changes may be gone, and the mark with them
    "PRAGMA cache_size = -65536",  # KiB
    "PRAGMA mmap_size = 4294967296",
)

_OUTSIDE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}
"""What can go wrong without fault of the file; anything else means that it is damaged or not an index."""

_CLOSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}

_WAIT = 60.0
"""How many seconds to wait for another process that writes to the file."""


class IndexDamagedError(StoreError):
    """An index was found to be damaged while it was used. It is empty now: rebuild it and ask again."""


@dataclass(frozen=True)
class Tables:
    """What an index holds.

    Attributes:
        statements: SQL that makes its tables anew, whatever was there.
        made_by: What differs when other code would fill them otherwise.
    """

    statements: tuple[str, ...]
    made_by: str


class IndexFile:
    """The file of an index. Threads may share it; processes may share its path, one of them writing.

    Args:
        path: The file, made when it is missing. None: in memory, as also where no file can be made or written.
        tables: What it holds.

    Raises:
        StoreWriteError: When the disk is full or fails, or another process does not stop writing.
    """

    def __init__(self, path: Path | None, tables: Tables) -> None:
        self._path = path
        self._tables = tables
        self.lock = RLock()
        try:
            self._db = _opened(path, tables)
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from error

    @property
    def mark(self) -> str:
        """How far the index has come; "" when it is new, was damaged, or is being rebuilt."""
        try:
            with self.begun("DEFERRED") as db:
                return str(db.execute("SELECT mark FROM about").fetchone()[0])
        except IndexDamagedError:
            return ""

    @contextmanager
    def begun(self, how: str) -> Iterator[sqlite3.Connection]:
        """Begin a transaction; end it with the block, or undo it when the block fails.

        Args:
            how: "DEFERRED" to read, "IMMEDIATE" to write.

        Raises:
            IndexDamagedError: When the file is damaged; it is empty then.
            StoreWriteError: When the file cannot be used for another reason.
        """
        with self.lock:
            try:
                with self._db as db:
                    db.execute(f"BEGIN {how}")
                    yield db
            except sqlite3.DatabaseError as error:
                raise self._unusable(error) from error

    def empty(self, db: sqlite3.Connection) -> None:
        """Make the tables anew, without a mark, in the transaction that is under way."""
        _empty(db, self._tables)

    def close(self) -> None:
        """Let go of the file; harmless when it is called again."""
        with self.lock:
            self._db.close()

    def _unusable(self, error: sqlite3.DatabaseError) -> StoreError:
        """Return what to raise; an index that is damaged begins again empty."""
        if not _is_damage(error):
            return StoreWriteError(
                f"The index {self._path or 'in memory'} cannot be used: {error}. Check its permissions and the free "
                "space of its disk, and whether another process is at work on it."
            )
        self._db.close()
        self._db = _renewed(self._path, self._tables)
        return IndexDamagedError(f"The index {self._path} was damaged and is empty now; it has to be rebuilt.")


def set_mark(db: sqlite3.Connection, mark: str) -> None:
    """Say how far an index has come, in the transaction that is under way."""
    db.execute("UPDATE about SET mark = ?", (mark,))


def _opened(path: Path | None, tables: Tables) -> sqlite3.Connection:
    """Return the index of the file, or an empty one; in memory for None, or where no file can be made or written."""
    try:
        return _connect(path, tables)
    except sqlite3.DatabaseError as error:
        if path and _is_damage(error):
            return _mended(path, tables)
        if _code(error) not in _CLOSED:
            raise
    return _connect(None, tables)


def _renewed(path: Path | None, tables: Tables) -> sqlite3.Connection:
    """Return an empty index in place of a damaged one; in memory where the file cannot be removed."""
    try:
        if path:
            _remove(path)
        return _opened(path, tables)
    except OSError:
        return _connect(None, tables)


def _mended(path: Path, tables: Tables) -> sqlite3.Connection:
    """Return an empty index in place of a file that is none, unless another process has just put one there."""
    try:
        with portalocker.Lock(path.with_name(path.name + "-lock"), timeout=_WAIT):
            try:
                return _connect(path, tables)
            except sqlite3.DatabaseError:
                _remove(path)
                return _connect(path, tables)
    except (OSError, portalocker.LockException):
        return _connect(None, tables)


def _remove(path: Path) -> None:
    for end in ("-wal", "-shm", ""):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _empty(db: sqlite3.Connection, tables: Tables) -> None:
    for statement in (*_ABOUT, *tables.statements):
        db.execute(statement)
    db.execute("INSERT INTO about VALUES ('', ?)", (tables.made_by,))


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Return whether the file is to blame, not what is around it or who uses it."""
    return not isinstance(error, sqlite3.ProgrammingError) and _code(error) not in _OUTSIDE


def _code(error: sqlite3.DatabaseError) -> int:
    """Return the primary result code of SQLite, 0 where there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _connect(path: Path | None, tables: Tables) -> sqlite3.Connection:
    db = sqlite3.connect(path or ":memory:", timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        _set_up(db, tables)
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db


def _set_up(db: sqlite3.Connection, tables: Tables) -> None:
    for pragma in _PRAGMAS:
        db.execute(pragma)
    try:
        db.execute("PRAGMA journal_mode = WAL")  # readers go on while one writes
    except sqlite3.OperationalError as error:
        if _code(error) != sqlite3.SQLITE_BUSY:  # then another process is at it
            raise
    if not _is_ours(db, tables.made_by):
        with db:
            db.execute("BEGIN IMMEDIATE")
            if not _is_ours(db, tables.made_by):  # another process may have been first
                _empty(db, tables)


def _is_ours(db: sqlite3.Connection, made_by: str) -> bool:
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'about'").fetchone():
        return False
    return bool(db.execute("SELECT made_by = ? FROM about", (made_by,)).fetchone() == (1,))
