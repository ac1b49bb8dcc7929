"""The SQLite file of the index of likenesses: its tables, opening it, and what to do when it is damaged.

All in it is derived, so that a file which is damaged, or was made by other code, gives way to an empty one; and where
no file can be written the index is in memory.
"""

import sqlite3
from pathlib import Path

import portalocker

from graph.sketch import sketched_by

_TABLES = (
    "DROP TABLE IF EXISTS about",
    "DROP TABLE IF EXISTS items",
    "DROP TABLE IF EXISTS keys",
    "CREATE TABLE about (mark TEXT NOT NULL, made_by TEXT NOT NULL)",
    "CREATE TABLE items (item INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, text TEXT NOT NULL)",
    "CREATE TABLE keys (key INTEGER, item INTEGER, PRIMARY KEY (key, item)) WITHOUT ROWID",
)

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


def open_index(path: Path | None) -> sqlite3.Connection:
    """Return the index of the file, or an empty one; in memory for None, or where no file can be made or written.

    Raises:
        sqlite3.DatabaseError: When the disk is full or fails, or another process does not stop writing.
    """
    try:
        return _connect(path)
    except sqlite3.DatabaseError as error:
        if path and is_damage(error):
            return _mended(path)
        if error_code(error) not in _CLOSED:
            raise
    return _connect(None)


def new_index(path: Path | None) -> sqlite3.Connection:
    """Return an empty index in place of a damaged one; in memory where the file cannot be removed."""
    try:
        if path:
            _remove(path)
        return open_index(path)
    except OSError:
        return _connect(None)


def _mended(path: Path) -> sqlite3.Connection:
    """Return an empty index in place of a file that is none, unless another process has just put one there."""
    try:
        with portalocker.Lock(path.with_name(path.name + "-lock"), timeout=_WAIT):
            try:
                return _connect(path)
            except sqlite3.DatabaseError:
                _remove(path)
                return _connect(path)
    except (OSError, portalocker.LockException):
        return _connect(None)


def _remove(path: Path) -> None:
    for end in ("-wal", "-shm", ""):
        path.with_name(path.name + end).unlink(missing_ok=True)


def empty(db: sqlite3.Connection) -> None:
    """Make the tables anew, in the transaction that is under way."""
    for statement in _TABLES:
        db.execute(statement)
    db.execute("INSERT INTO about VALUES ('', ?)", (sketched_by(),))


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Return whether the file is to blame, not what is around it or who uses it."""
    return not isinstance(error, sqlite3.ProgrammingError) and error_code(error) not in _OUTSIDE


def error_code(error: sqlite3.DatabaseError) -> int:
    """Return the primary result code of SQLite, 0 where there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _connect(path: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(path or ":memory:", timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        _set_up(db)
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db


def _set_up(db: sqlite3.Connection) -> None:
    for pragma in _PRAGMAS:
        db.execute(pragma)
    try:
        db.execute("PRAGMA journal_mode = WAL")  # readers go on while one writes
    except sqlite3.OperationalError as error:
        if error_code(error) != sqlite3.SQLITE_BUSY:  # then another process is at it
            raise
    if not _is_ours(db):
        with db:
            db.execute("BEGIN IMMEDIATE")
            if not _is_ours(db):  # another process may have been first
                empty(db)


def _is_ours(db: sqlite3.Connection) -> bool:
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'about'").fetchone():
        return False
    return bool(db.execute("SELECT made_by = ? FROM about", (sketched_by(),)).fetchone() == (1,))
