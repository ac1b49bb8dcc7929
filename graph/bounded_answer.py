"""A query with limits, and its answer: bytes in a standard format, that come while it is still at work."""

from _thread import start_new_thread
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Protocol, Self

from graph.answer import Form
from graph.engines import Dataset
from graph.errors import StoreError


@dataclass(frozen=True)
class Question:
    """A query with its limits.

    Attributes:
        query: The query, with the declarations of the prefixes that it uses.
        table: The format of a table, or of yes or no.
        graph: The format of a graph.
        dataset: The graphs that it is about; None for the store's, or those that the query itself names.
        seconds: How long it may take.
        rows: How many rows or triples it may give.
        stopper: What may stop it.
    """

    query: str
    table: str
    graph: str
    dataset: Dataset | None
    seconds: float
    rows: int
    stopper: "Stopper | None" = None


class Run(Protocol):
    """A query that is at work.

    Attributes:
        form: The form of its answer.
    """

    form: Form

    def read(self) -> bytes | None:
        """Return the next piece of the answer; None at its end.

        Raises:
            QueryLimitError: When it met a limit, and was stopped.
            StoreError: When it failed for another reason, or was stopped by another thread.
        """
        ...

    def stop(self) -> None:
        """End the work; any thread may call this at any time, and again."""
        ...


class Stopper:
    """Stops a query even while its answer has not begun: for another thread than the one that waits for it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._run: Run | None = None
        self._is_stopped = False

    def stop(self) -> None:
        """Stop the query, now or as soon as it begins; harmless when it is called again, or too late."""
        with self._lock:
            self._is_stopped = True
            run = self._run
        if run:
            run.stop()

    def check(self) -> None:
        """Refuse to begin a query that has been stopped.

        Raises:
            StoreError: When it has been.
        """
        if self._is_stopped:
            raise StoreError("The query was stopped.")

    def watch(self, run: Run) -> None:
        """Take note of the query at work, and stop it if that was asked for before."""
        with self._lock:
            self._run = run
            is_stopped = self._is_stopped
        if is_stopped:
            run.stop()


class BoundedAnswer:
    """An answer: iterate over its bytes; close it, by `close` or a `with` statement, where that ends before its end.

    Args:
        run: The query at work.
        format: The format that the answer is written in.
        held: How many bytes to wait for, unless the answer ends before: up to there, faults are raised here.

    Attributes:
        form: "table" (SELECT), "boolean" (ASK) or "graph" (CONSTRUCT, DESCRIBE).
        format: The format that it is written in, such as "json".
        is_whole: Whether all of it was there before anything of it was given out; then nothing can go wrong any more.

    Raises:
        QueryLimitError: When it met a limit before it gave so many bytes. Later, iterating raises it.
        StoreError: When it failed for another reason; iterating may raise it too.
    """

    def __init__(self, run: Run, format: str, held: int) -> None:  # noqa: A002 - as in `Answer.serialize`
        self._run = run
        self._held: deque[bytes] = deque()
        self._is_over = False
        self.form = run.form
        self.format = format
        self.is_whole = False
        size = 0
        while size < held and (piece := self._next()) is not None:
            self._held.append(piece)
            size += len(piece)
        self.is_whole = self._is_over

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        piece = self._held.popleft() if self._held else self._next()
        if piece is None:
            raise StopIteration
        return piece

    def _next(self) -> bytes | None:
        if self._is_over:
            return None
        self._is_over = True  # so it stays where reading fails
        piece = self._run.read()
        self._is_over = piece is None
        return piece

    def read(self) -> bytes:
        """Return all that is left of the answer; see `__init__` for what it raises."""
        return b"".join(self)

    def close(self) -> None:
        """Stop the work, if it is not done; any thread may call this at any time, and again."""
        self._is_over = True
        self._held.clear()
        self._run.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if not getattr(self, "_is_over", True):
            # In a thread of its own: this one may be holding any lock here.
            with suppress(RuntimeError):
                start_new_thread(self._run.stop, ())
