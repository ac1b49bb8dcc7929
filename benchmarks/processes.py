"""Processes to measure in: each makes one thing, such as an open store, and does jobs with it, within a time limit."""

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Generic, Protocol, Self, TypeVar, cast

_GRACE = 10.0
"""Seconds beyond the limit until a process is killed that is deep in foreign code, where no signal is heeded."""
_PATIENCE = 3600.0


class Closable(Protocol):
    """What is closed when its process ends."""

    def close(self) -> None:
        """Let go of everything."""


T = TypeVar("T", bound=Closable)
R = TypeVar("R")


class TooLongError(Exception):
    """A job took longer than it may."""


class JobError(Exception):
    """A job failed, or its process died; the message says how."""


@dataclass(frozen=True)
class _Reply:
    """What became of a job: its result, or what went wrong."""

    result: object = None
    fault: str = ""
    was_late: bool = False


class Worker(Generic[T]):
    """A process of its own that makes a thing and does jobs with it; use it in a `with` statement.

    Args:
        make: Makes the thing, in the process: something that can be pickled, such as a class or a `partial`.
        name: What it is called in messages.
    """

    def __init__(self, make: Callable[[], T], name: str) -> None:
        self._make = make
        self.name = name
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._make), daemon=False)
        self._process.start()
        theirs.close()
        self._is_ready = False

    def ready(self) -> None:
        """Wait until the thing is made.

        Raises:
            JobError: When it cannot be.
        """
        if not self._is_ready:
            self._received(_PATIENCE)
            self._is_ready = True

    def do(self, job: Callable[[T], R], limit: float = _PATIENCE) -> R:
        """Do a job and return its result.

        Args:
            job: What to do: something that can be pickled.
            limit: Seconds that it may take.

        Raises:
            TooLongError: When it takes longer; the thing is made anew where its process had to be killed.
            JobError: When it fails.
        """
        self.ready()
        self._pipe.send((job, limit))
        return cast("R", self._received(limit + _GRACE))

    def _received(self, patience: float) -> object:
        try:
            reply = cast("_Reply", self._pipe.recv()) if self._pipe.poll(patience) else None
        except EOFError:
            self._end()
            raise JobError(f"{self.name}: the process died ({self._process.exitcode}).") from None
        if reply is None:
            self._end()
            self._start()
            raise TooLongError
        if reply.was_late:
            raise TooLongError
        if reply.fault:
            raise JobError(f"{self.name}: {reply.fault}")
        return reply.result

    def _end(self) -> None:
        """End the process: first so that it can clean up, then, if it does not heed that, at once."""
        self._process.terminate()
        self._process.join(_GRACE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._pipe.close()

    def close(self) -> None:
        """Have the thing closed and the process ended."""
        with suppress(OSError):
            self._pipe.send(None)
        self._process.join(60)
        self._end()
        self._process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Nothing:
    """What a process makes that only has to be new."""

    def close(self) -> None:
        """Do nothing."""


def alone(job: Callable[[Nothing], R], limit: float = _PATIENCE) -> R:
    """Do a job in a new process, so that its memory is its own, and return its result; raises as `Worker.do`."""
    with Worker(Nothing, "a new process") as worker:
        return worker.do(job, limit)


def _serve(pipe: Connection, make: Callable[[], Closable]) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    try:
        thing = make()
    except Exception as error:
        pipe.send(_Reply(fault=_told(error)))
        return
    try:
        gc.collect()
        gc.freeze()  # else peers that are made of Python objects would be looked through again and again
        pipe.send(_Reply())
        while (reply := _answered(thing, pipe)) is not None:
            pipe.send(reply)
    except BrokenPipeError:
        pass
    finally:
        thing.close()


def _answered(thing: Closable, pipe: Connection) -> _Reply | None:
    """Do the job that is asked for next; None where there is none."""
    try:
        asked = pipe.recv()
        if asked is None:
            return None
        job, limit = asked
        with _alarm(limit):
            return _Reply(job(thing))
    except EOFError:
        return None
    except TooLongError:
        return _Reply(was_late=True)
    except Exception as error:
        return _Reply(fault=_told(error))


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
