"""A search in a process of its own that is ended when its time is up; for any thread, and without remains.

A solver cannot be interrupted from within its process. The processes that answer queries (`graph/query_process.py`) are
kept, and asked many things; this one does one thing: work goes in and results come out, and that is the protocol.
"""

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pysat
import scipy  # type: ignore[import-untyped]

from graph.errors import StoreError
from graph.extensions.search_worker import MEMORY_SPENT
from graph.extensions.searching import Deadline, Results, Work
from graph.extensions.work_frames import packed, unpacked_results

_MEMORY = 4 * 2**30
"""How many bytes a search may use."""

_AT_ONCE = threading.BoundedSemaphore(2)
"""How many searches there may be at once: each has a processor busy."""

# As in `graph/query_process.py`: neither the package's own __init__ is needed, nor what `site` would look for.
_START = """
import json, sys, types
folder, paths = json.loads(sys.argv.pop(1))
graph = types.ModuleType("graph")
graph.__path__ = [folder]
sys.modules["graph"] = graph
sys.path[:0] = paths
from graph.extensions.search_worker import main
main()
"""


def search_in_process(work: Work, deadline: Deadline) -> Results:
    """Return what `search` finds.

    Args:
        work: What is wanted.
        deadline: When it has to end, with waiting for other searches.

    Raises:
        UndecidedInTimeError: When it took longer.
        StoreError: When it could not be done at all.
    """
    if not _AT_ONCE.acquire(timeout=deadline.left):
        raise deadline.missed()
    try:
        return unpacked_results(_run(packed(work), deadline.left))
    except subprocess.TimeoutExpired:
        raise deadline.missed() from None
    finally:
        _AT_ONCE.release()


def _run(content: bytes, seconds: float) -> bytes:
    """Have a process do some work; it has ended when this returns or raises, in whatever way."""
    limits = [str(seconds), str(_MEMORY)]
    command = [sys.executable, "-I", "-S", "-c", _START, _places(), *limits]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=content, capture_output=True, timeout=seconds, check=False
        )
    except OSError as error:
        raise StoreError(f"No process can be started to search for extensions: {error}.") from error
    if done.returncode == -signal.SIGALRM:
        raise subprocess.TimeoutExpired(command, seconds)
    if done.returncode in (MEMORY_SPENT, -signal.SIGKILL, -signal.SIGABRT):
        gigabytes = _MEMORY / 2**30
        raise StoreError(f"The search for extensions needed more memory than it may use ({gigabytes:g} GiB).")
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise StoreError(f"The search for extensions failed: {said or f'status {done.returncode}'}.")
    return done.stdout


def _places() -> str:
    """Return where the process finds this package and the libraries that it needs."""
    libraries = dict.fromkeys(str(Path(one.__file__).parent.parent) for one in (np, scipy, pysat) if one.__file__)
    return json.dumps([str(Path(__file__).parent.parent), [*libraries]])
