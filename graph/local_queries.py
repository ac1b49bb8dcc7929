"""Bounded queries of a store on this machine: each runs in one of a few processes that can be ended.

An engine cannot be told to stop a query. So the processes read copies of the store (`graph/snapshots.py`); one whose
query meets a limit is ended, with the memory that it held, and another is started in its stead.
"""

import json
import signal
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import cast

from graph.answer import Form
from graph.bounded_answer import Question
from graph.engines import Oxigraph
from graph.errors import (
    AnswerFormatError,
    GraphError,
    QueriesBusyError,
    QueryMemoryError,
    QueryTimeoutError,
    StoreError,
    TooManyRowsError,
)
from graph.places import Places
from graph.query_frames import DATA, ERROR, FORM, REQUEST, STOP, WORN, frame, frame_of
from graph.query_process import QueryProcess
from graph.snapshots import Copy, Snapshots

_CLOSED = "The store, or what answers its queries, is closed."

_GRACE = 0.05
"""How many seconds a process has to end a query that nobody wants any more, before it is ended itself."""

_SIGNALS = {each.value: each.name for each in signal.Signals}

_NO_MEMORY = ("memory allocation of", "bad_alloc", "MemoryError", "Resource temporarily unavailable")
"""What a process says that ended because it was refused memory."""


class LocalQueries:
    """The processes, and the copies of the store that they read.

    Args:
        engine: The store's engine.
        workers: How many processes there are.
        memory: How many bytes of memory each may use.
        queue: How many queries may wait for one.
        prefixes: The prefixes that Turtle and RDF/XML are written with.

    Attributes:
        memory: How many bytes of memory each may use.
        is_closed: Whether it answers no more.

    Raises:
        StoreError: When a process cannot be started.
    """

    def __init__(self, engine: Oxigraph, workers: int, memory: int, queue: int, prefixes: Mapping[str, str]) -> None:
        self.memory = memory
        self._snapshots = Snapshots(engine)
        self.is_closed = False
        self._processes = [QueryProcess(memory, prefixes) for _ in range(workers)]
        self._places = Places(self._processes, queue)
        try:
            for process in self._processes:
                process.start()
        except StoreError:
            self.close()
            raise

    @property
    def pids(self) -> tuple[int, ...]:
        """The ids of the processes that are alive."""
        return tuple(process.pid for process in self._processes if process.pid)

    def run(self, question: Question) -> "LocalRun":
        """Start to answer a query.

        Raises:
            SyntaxError: When it cannot be parsed.
            QueryLimitError: When it met a limit before the form of its answer was known.
            StoreError: When the store is closed or cannot be read, or the process failed.
        """
        process = self._places.take(question.seconds)
        try:
            copy = self._prepare(process, question.seconds)
            if question.stopper:
                question.stopper.check()
        except BaseException:
            self._places.give_back(process)
            raise
        return LocalRun(self, process, copy, question)

    def done_with(self, process: QueryProcess, *, fresh: bool) -> None:
        """Take a process back after a query; a fresh one takes its place where it is wanted."""
        if self.is_closed:
            self.end(process, gone=False)
        elif fresh:
            with suppress(StoreError):  # it is tried again, and told, when the process is needed
                self._replace(process, gone=False)
        self._places.give_back(process)

    def end(self, process: QueryProcess, *, gone: bool) -> tuple[int, str]:
        """End a process that somebody has taken; return its status, and what it said of errors."""
        copy = process.copy
        told = process.end(gone=gone)
        if copy:
            self._snapshots.give_back(copy)
        return told

    def close(self) -> None:
        """End all processes and delete all copies; harmless when it is called again. A query at work fails."""
        self.is_closed = True
        for process in self._processes:
            process.interrupt()
        taken = []
        with suppress(QueriesBusyError):  # an answer that nobody reads or closes keeps its process, which has ended
            for _ in self._processes:
                taken.append(self._places.take(_GRACE))
                self.end(taken[-1], gone=False)
        for process in taken:  # who waits for one is told that there is none any more
            self._places.give_back(process)
        self._snapshots.close()

    def _replace(self, process: QueryProcess, *, gone: bool) -> None:
        self.end(process, gone=gone)
        process.start()

    def _prepare(self, process: QueryProcess, seconds: float) -> Copy:
        """Have a process ready that is alive; return the newest state, which it is to read."""
        if self.is_closed:
            raise StoreError(_CLOSED)
        if not process.is_alive:
            self._replace(process, gone=True)
        newest = self._snapshots.take(seconds)
        if process.copy:
            self._snapshots.give_back(process.copy)
        process.copy = newest
        return newest


class LocalRun:
    """A query that a process is answering (see `Run`).

    Args:
        queries: What the process is from.
        process: The process, for this query alone.
        copy: What it is to read.
        question: The query.
    """

    form: Form

    def __init__(self, queries: LocalQueries, process: QueryProcess, copy: Copy, question: Question) -> None:
        self._queries, self._question = queries, question
        self._deadline = monotonic() + question.seconds
        self._process: QueryProcess | None = process
        self._reading, self._owning = Lock(), Lock()
        self._stopped = False
        self.memory = queries.memory
        request = {
            "store": str(copy.path),
            "copy": copy.number,
            "query": question.query,
            "table": question.table,
            "graph": question.graph,
            "dataset": question.dataset,
            "rows": question.rows,
        }
        content = frame_of(REQUEST, request)
        with self._reading:
            if question.stopper:
                question.stopper.watch(self)
            self._begin(process, content)

    def read(self) -> bytes | None:
        """Return the next piece of the answer (see `Run`)."""
        with self._reading:
            process = self._process
            if process is None:
                if self._stopped:
                    raise StoreError("The query was stopped.")
                return None
            kind, content = self._next(process)
            if kind == DATA:
                return content
            self._leave(fresh=kind == WORN)
            return None

    def stop(self) -> None:
        """End the work (see `Run`)."""
        if self._process is None:
            return
        self._stopped = True
        if not self._reading.acquire(blocking=False):
            with self._owning:  # so that no other query can have got the process meanwhile
                if self._process:
                    self._process.interrupt()
            return
        try:
            if self._process:
                self._leave(fresh=not self._ends_soon(self._process))
        finally:
            self._reading.release()

    def _begin(self, process: QueryProcess, content: bytes) -> None:
        try:
            process.send(content, self._deadline - monotonic())
        except TimeoutError:
            self._leave(fresh=True)
            raise QueryTimeoutError(self._question.seconds) from None
        except OSError:
            raise self._failure(process) from None
        _, content = self._next(process)
        self.form = cast("Form", content.decode())

    def _next(self, process: QueryProcess) -> tuple[bytes, bytes]:
        """Return the next frame that is no error."""
        try:
            kind, content = process.read(self._deadline - monotonic())
        except TimeoutError:
            self._leave(fresh=True)
            raise QueryTimeoutError(self._question.seconds) from None
        except (EOFError, OSError):
            raise self._failure(process) from None
        if kind == ERROR:
            said = json.loads(content)
            self._leave(fresh=said["worn"])
            raise self._told(said["reason"], said["words"])
        return kind, content

    def _told(self, reason: str, words: str) -> Exception:
        if reason == "rows":
            return TooManyRowsError(self._question.rows)
        if reason == "memory":
            return QueryMemoryError(self.memory)
        if reason == "syntax":
            return SyntaxError(words)
        if reason == "format":
            return AnswerFormatError(f"The answer cannot be written as {self._question.graph}: {words}")
        return StoreError(f"The query cannot be answered: {words}")

    def _failure(self, process: QueryProcess) -> GraphError:
        """Return why the process ended before it had answered; another takes its place."""
        status, words = self._queries.end(process, gone=True)
        self._leave(fresh=True)
        if self._stopped:
            return StoreError("The query was stopped.")
        if self._queries.is_closed:
            return StoreError(_CLOSED)
        if status == -signal.SIGKILL or any(sign in words for sign in _NO_MEMORY):
            return QueryMemoryError(self.memory)
        why = words.rpartition("\n")[2] or _SIGNALS.get(-status) or f"status {status}"
        return StoreError(
            f"The process that answered the query ended unexpectedly ({why}). If that happens again, write the query "
            "shorter and flatter."
        )

    def _leave(self, *, fresh: bool) -> None:
        """Have no more to do with the process."""
        with self._owning:
            process, self._process = self._process, None
        if process:
            self._queries.done_with(process, fresh=fresh)

    def _ends_soon(self, process: QueryProcess) -> bool:
        """Tell the process to end the query, and return whether it does."""
        until = monotonic() + _GRACE
        try:
            process.send(frame(STOP), _GRACE)
            kind = DATA
            while kind in (DATA, FORM):
                kind, _ = process.read(until - monotonic())
        except (OSError, EOFError):
            return False
        return kind != WORN
