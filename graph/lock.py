"""Who may use a store folder: many readers, or one writer.

The operating system holds the lock, so that a process that dies lets go of it. Beside it each process notes who it
is, so that another one can say whom to wait for.
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import portalocker

from graph.errors import StoreError, StoreHeldError, StoreWriteError


class StoreLock:
    """A lock on a store folder, held until `release`.

    Args:
        folder: The store's folder; it must exist.
        exclusive: True for the one writer, False for a reader.

    Raises:
        StoreHeldError: When another process holds the store in a way that excludes this one; names the holder.
        StoreWriteError: When a writer cannot write to the folder.
        StoreError: When a reader cannot read it.
    """

    def __init__(self, folder: Path, *, exclusive: bool) -> None:
        self._note = folder / "holders" / f"{os.getpid()}.json"
        self._file = _open(folder / "lock", exclusive)
        flags = portalocker.LOCK_EX if exclusive else portalocker.LOCK_SH
        try:
            portalocker.lock(self._file, flags | portalocker.LOCK_NB)
        except portalocker.LockException as error:
            self._file.close()
            raise StoreHeldError(_held(folder)) from error
        self._write_note(exclusive)

    def release(self) -> None:
        """Let go of the store; harmless when it is called again."""
        if not self._file.closed:
            self._note.unlink(missing_ok=True) if os.access(self._note.parent, os.W_OK) else None
            portalocker.unlock(self._file)
            self._file.close()

    def _write_note(self, exclusive: bool) -> None:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        # The name of the program without its arguments: those may hold a password or a private path.
        note = {"pid": os.getpid(), "program": Path(sys.argv[0]).name, "since": since, "writes": exclusive}
        try:
            self._note.parent.mkdir(exist_ok=True)
            self._note.write_text(json.dumps(note), "utf-8")
        except OSError:
            if exclusive:
                self._file.close()
                raise StoreWriteError(_unwritable(self._note.parent.parent)) from None


def _open(path: Path, exclusive: bool) -> IO[str]:
    try:
        return path.open("a" if exclusive else "r", encoding="utf-8")
    except OSError as error:
        if exclusive:
            raise StoreWriteError(_unwritable(path.parent)) from error
        raise StoreError(
            f"The store {path.parent} cannot be read: its file {path.name} is missing or closed to you."
        ) from error


def _unwritable(folder: Path) -> str:
    return f"The store {folder} cannot be written: check its permissions and the free space of its disk."


def _held(folder: Path) -> str:
    """Say which living process holds the store, and what to do."""
    notes = [note for file in (folder / "holders").glob("*.json") if (note := _read(file)) and _alive(note["pid"])]
    who = "; ".join(f"{note['program']} (process {note['pid']}, since {note['since']})" for note in notes)
    return f"The store {folder} is held by {who or 'another process'}. Wait until it has finished, or end it."


def _read(file: Path) -> dict[str, object] | None:
    try:
        note = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) and {"pid", "program", "since"} <= note.keys() else None


def _alive(pid: object) -> bool:
    # On Windows os.kill ends the process instead of asking for it.
    if type(pid) is not int or os.name == "nt":
        return type(pid) is int
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
