"""Copies of an engine's state that other processes read, while the engine itself goes on being changed.

A copy of a folder consists of hard links to files that the engine never changes, and takes little time and space. One
is made when it is asked for and there has been a change since the last; it is deleted when nobody uses it any more.
What was opened for reading only needs no copy: while it is open nobody can change it.
"""

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Lock
from typing import IO
from uuid import uuid4

from graph.engines import Oxigraph
from graph.errors import QueriesBusyError, StoreWriteError

SNAPSHOTS = "snapshots"
"""The name of the folder with copies, beside the data; whoever opens a store for writing deletes what is left in it."""


@dataclass(eq=False)
class Copy:
    """A copy of an engine's state.

    Attributes:
        path: Where it is: a folder with data, or a file of N-Quads. A later copy may be at the same place.
        number: Its number, which no other copy of the same engine has.
        users: How many use it.
        file: What holds it, where it has no name.
    """

    path: Path
    number: int
    users: int = 0
    file: IO[bytes] | None = None

    def delete(self) -> None:
        """Take it away."""
        if self.file:
            self.file.close()
        elif self.path.is_dir():
            shutil.rmtree(self.path, ignore_errors=True)
        else:
            self.path.unlink(missing_ok=True)


class Snapshots:
    """The copies of one engine's state for one user.

    Args:
        engine: The engine.
    """

    def __init__(self, engine: Oxigraph) -> None:
        self._engine = engine
        self._lock = Lock()
        self._numbers = count(1)
        self._folder: Path | None = None
        self._copies: list[Copy] = []
        self._newest: Copy | None = None
        self._version = engine.version
        if engine.read_only and engine.folder:
            self._newest = Copy(engine.folder, 0)  # not among the copies: it must not be deleted

    def take(self, seconds: float) -> Copy:
        """Return a copy of what the engine holds now; it stays until it is given back.

        Args:
            seconds: How long to wait for a change that is being made.

        Raises:
            QueriesBusyError: When it had to wait too long.
            StoreWriteError: When no copy can be made.
            StoreError: When the engine is closed.
        """
        if not self._lock.acquire(timeout=seconds):
            raise QueriesBusyError(None, seconds)
        try:
            if self._newest is None or self._version != self._engine.version:
                self._newest = self._made(seconds)
                self._delete_unused()
            self._newest.users += 1
            return self._newest
        finally:
            self._lock.release()

    def give_back(self, copy: Copy) -> None:
        """Tell that a copy is used no longer by one of those who took it."""
        with self._lock:
            copy.users -= 1
            self._delete_unused()

    def close(self) -> None:
        """Delete all copies; harmless when it is called again."""
        with self._lock:
            self._newest = None
            for copy in self._copies:
                copy.delete()
            self._copies = []
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)
                if self._engine.folder:
                    with suppress(OSError):  # another user's copies may be in it
                        self._folder.parent.rmdir()
                self._folder = None

    def _made(self, seconds: float) -> Copy:
        try:
            copy = self._begun()
        except OSError as error:
            raise StoreWriteError(f"No copy of the store was made for queries: {error.strerror}.") from error
        try:
            self._version = self._engine.copy_to(copy.path, seconds)
        except BaseException:
            copy.delete()
            raise
        self._copies.append(copy)
        return copy

    def _begun(self) -> Copy:
        """Return a place for a copy."""
        number = next(self._numbers)
        if not self._engine.folder and sys.platform == "linux":
            # A file without a name: it goes with this process, however that ends.
            file = tempfile.TemporaryFile()  # noqa: SIM115 – closed when nobody uses it any more
            return Copy(Path(f"/proc/{os.getpid()}/fd/{file.fileno()}"), number, file=file)
        if self._folder is None and self._engine.folder:
            self._folder = self._engine.folder.with_name(SNAPSHOTS) / uuid4().hex
            self._folder.mkdir(parents=True)
        elif self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="claimatlas-"))
        return Copy(self._folder / str(number), number)

    def _delete_unused(self) -> None:
        unused = [copy for copy in self._copies if not copy.users and copy is not self._newest]
        for copy in unused:
            self._copies.remove(copy)
            copy.delete()
