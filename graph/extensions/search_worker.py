"""The process that searches for extensions: it reads its work from its standard input, and writes what it found.

It has no other end than that, the limit of time that it is started with, and one of memory; and it has itself ended
when its time is up even where who started it is gone. It is started without the package's `__init__`.
"""

import signal
import sys
from contextlib import suppress
from resource import RLIM_INFINITY, RLIMIT_AS, RLIMIT_CORE, RLIMIT_DATA, getrlimit, setrlimit

from graph.extensions.sat_search import Unbounded
from graph.extensions.searching import search
from graph.extensions.work_frames import packed_results, unpacked

MEMORY_SPENT = 3
"""The status with which it ends when it may not have more memory."""


def main() -> None:
    """Do the work."""
    seconds, memory = float(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asks, and ends this too
    signal.setitimer(signal.ITIMER_REAL, seconds + 1.0)  # the signal ends it, also within the solver
    _limit(memory)
    try:
        sys.stdout.buffer.write(packed_results(search(unpacked(sys.stdin.buffer.read()), Unbounded())))
    except MemoryError:
        sys.exit(MEMORY_SPENT)


def _limit(memory: int) -> None:
    which = RLIMIT_DATA if sys.platform == "linux" else RLIMIT_AS
    _, hard = getrlimit(which)
    with suppress(OSError, ValueError):  # not every system has every limit
        setrlimit(which, (memory if hard == RLIM_INFINITY else min(memory, hard), hard))
        setrlimit(RLIMIT_CORE, (0, 0))
