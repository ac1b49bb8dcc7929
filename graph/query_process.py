"""A process that answers queries (`graph/query_worker.py`), from the side of the one that asks it."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from graph.errors import StoreError
from graph.query_frames import SET_UP, frame_of, read_frame
from graph.snapshots import Copy

_PATIENCE = 30.0
"""How many seconds a process may take to start."""

# This package's __init__ imports far more than such a process needs, and would make it start ten times more slowly.
_START = """
import sys, types
graph = types.ModuleType("graph")
graph.__path__ = [sys.argv[1]]
sys.modules["graph"] = graph
sys.path.insert(0, sys.argv[2])
from graph.query_worker import main
main()
"""


class QueryProcess:
    """A process that answers queries; another is started in its stead when it has ended. For one thread at a time.

    Args:
        memory: How many bytes of memory it may use.
        prefixes: The prefixes that Turtle and RDF/XML are written with.

    Attributes:
        copy: What it is to read; None until that is told.
    """

    def __init__(self, memory: int, prefixes: Mapping[str, str]) -> None:
        self._set_up = frame_of(SET_UP, {"memory": memory, "prefixes": dict(prefixes)})
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket
        self._incoming: BufferedReader
        self._said: IO[bytes]
        self.copy: Copy | None = None

    @property
    def pid(self) -> int:
        """The id of the process; 0 for none."""
        process = self._process
        return process.pid if process else 0

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start a process; it gets ready while this one goes on.

        Raises:
            StoreError: When it cannot be started.
        """
        here, there = socket.socketpair()
        said = tempfile.TemporaryFile()  # noqa: SIM115 – closed when the process has ended
        folders = [str(Path(__file__).parent), str(Path(ox.__file__).parent.parent)]
        try:
            self._process = subprocess.Popen(  # noqa: S603 – our own program
                [sys.executable, "-I", "-S", "-c", _START, *folders],
                stdin=there.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=os.environ | {"RUST_BACKTRACE": "0"},
            )
        except (OSError, ValueError) as error:
            here.close()
            said.close()
            raise StoreError(f"No process can be started to answer queries: {error}.") from error
        finally:
            there.close()
        self._channel, self._incoming, self._said = here, here.makefile("rb"), said
        here.settimeout(_PATIENCE)
        with suppress(OSError):  # where it has ended already, the first query tells why
            here.sendall(self._set_up)

    def send(self, content: bytes, seconds: float) -> None:
        """Send a frame.

        Raises:
            OSError: When it cannot be sent in time.
        """
        self._channel.settimeout(max(seconds, 0.001))
        self._channel.sendall(content)

    def read(self, seconds: float) -> tuple[bytes, bytes]:
        """Return the next frame.

        Raises:
            TimeoutError: When there is none in time.
            EOFError: When there is none any more.
            OSError: When the connection failed.
        """
        if seconds <= 0:
            raise TimeoutError
        self._channel.settimeout(seconds)
        return read_frame(self._incoming)

    def interrupt(self) -> None:
        """End the process at once; the only thing that another thread may do than the one that uses it."""
        process = self._process
        if process:
            process.kill()

    def end(self, *, gone: bool) -> tuple[int, str]:
        """End the process; return its status (negative: the signal that ended it) and what it said of errors.

        Args:
            gone: Whether it is known to be ending by itself; then it may say why.
        """
        if self._process is None:
            return 0, ""
        process, self._process, self.copy = self._process, None, None
        if gone:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
        process.kill()
        process.wait()
        self._incoming.close()
        self._channel.close()
        with self._said as said:
            said.seek(0)
            return process.returncode, said.read().decode("utf-8", "replace").strip()
