"""The lock that all writers of one server share: whoever changes the store holds it, on whichever machine they are.

SPARQL servers do not isolate updates from each other (of 400 counts by four writers, an Oxigraph server kept 388, a
Virtuoso server 342). So a writer first says so in a graph of the server, and goes on only if it then stands there
alone: of two who come at the same time, at least one sees the other, for each writes before it reads. A writer that
dies leaves its word behind; while it works it counts on, so that the others see when it does no more.
"""

import os
import random
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, RLock, Thread
from time import monotonic
from types import TracebackType
from uuid import uuid4

import pyoxigraph as ox

from graph.answer import Answer
from graph.errors import StoreError, StoreHeldError
from ontology import HISTORY

WRITING = HISTORY.replace("history", "writing")
"""The graph that says who is writing, and what was begun and is not done yet."""

_WHO = "http://www.w3.org/2000/01/rdf-schema#label"
_BEAT = "https://schema.org/position"

BEAT = 5.0
"""Every how many seconds a writer counts on."""
DEAD = 30.0
"""After how many seconds without that it is taken for dead."""
PATIENCE = 60.0
"""How many seconds a writer waits for others."""
_SHORTEST, _LONGEST = 0.01, 0.5


class WriterLease:
    """The lock (see `Writing`): of this process's threads, and with it of all processes.

    Args:
        ask: Asks the server.
        update: Changes it.
        shown: Its address, for messages.
        taken: What is called when the lock has been taken: to finish what another left undone.
        dead: After how many seconds without a sign another writer is taken for dead.
        patience: How many seconds to wait for others.
    """

    def __init__(
        self,
        ask: Callable[[str], Answer],
        update: Callable[[str], None],
        shown: str,
        taken: Callable[[], None],
        *,
        dead: float = DEAD,
        patience: float = PATIENCE,
    ) -> None:
        self._ask, self._update, self._shown, self._taken = ask, update, shown, taken
        self._dead, self._patience = dead, patience
        self._inside = RLock()
        self._depth = 0
        self._name = ""
        self._over = Event()

    @property
    def name(self) -> str:
        """The IRI by which the writer stands in the graph."""
        return self._name

    def acquire(self, blocking: bool = True) -> bool:
        """Take the lock, and return whether that was done.

        Raises:
            StoreHeldError: When another writer does not come to an end.
            StoreError: When the server fails.
        """
        if not self._inside.acquire(blocking):
            return False
        if self._depth == 0:
            try:
                self._wait()
            except BaseException:
                self._inside.release()
                raise
        self._depth += 1
        if self._depth == 1:
            try:
                self._taken()
            except BaseException:
                self.release()
                raise
        return True

    def release(self) -> None:
        """Give the lock back."""
        self._depth -= 1
        try:
            if self._depth == 0:
                self._over.set()
                with suppress(StoreError):  # then it is taken for dead after a while
                    self._strike(self._name)
        finally:
            self._inside.release()

    def __enter__(self) -> object:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _wait(self) -> None:
        """Stand alone in the graph, or give up."""
        begun = monotonic()
        seen: dict[tuple[str, str], float] = {}
        pause = _SHORTEST
        while others := self._others() or self._entered():
            now = monotonic()
            seen = {key: seen.get(key, now) for key in others}
            for name, _ in [key for key, since in seen.items() if now - since > self._dead]:
                self._strike(name)
            if now - begun > self._patience:
                who = next(iter(others.values()))
                raise StoreHeldError(f"The store {self._shown} is held by {who}. Wait until it has finished.")
            self._over.wait(pause * random.uniform(0.5, 1))  # noqa: S311 - so that two do not meet again and again
            pause = min(2 * pause, _LONGEST)

    def _entered(self) -> dict[tuple[str, str], str]:
        """Stand in the graph; return who else stands there, for whom the place is given up again."""
        self._name = f"{WRITING}/{uuid4().hex}"
        who = f"{Path(sys.argv[0]).name} (process {os.getpid()} on {socket.gethostname()})"
        self._over.clear()
        self._write(f"<{self._name}> <{_WHO}> {ox.Literal(who)} ; <{_BEAT}> 0")
        others = self._others()
        if others:
            self._strike(self._name)
        else:
            Thread(target=self._count, args=(self._name, self._over), daemon=True).start()
        return others

    def _count(self, name: str, over: Event) -> None:
        """Count on, until the lock is given back."""
        number = 0
        while not over.wait(BEAT):
            number += 1
            with suppress(StoreError, SyntaxError):
                self._update(
                    f"DELETE {{ GRAPH <{WRITING}> {{ <{name}> <{_BEAT}> {number - 1} }} }} "
                    f"INSERT {{ GRAPH <{WRITING}> {{ <{name}> <{_BEAT}> {number} }} }} "
                    f"WHERE {{ GRAPH <{WRITING}> {{ <{name}> <{_BEAT}> ?any }} }}"
                )

    def _others(self) -> dict[tuple[str, str], str]:
        """Return name and count → description of the others who stand there."""
        rows = self._ask(f"SELECT ?name ?who ?beat {{ GRAPH <{WRITING}> {{ ?name <{_WHO}> ?who ; <{_BEAT}> ?beat }} }}")
        return {(row["name"], row["beat"]): row["who"] for row in rows if row["name"] != self._name}

    def _write(self, triples: str) -> None:
        self._update(f"INSERT DATA {{ GRAPH <{WRITING}> {{ {triples} }} }}")

    def _strike(self, name: str) -> None:
        self._update(f"DELETE WHERE {{ GRAPH <{WRITING}> {{ <{name}> ?p ?o }} }}")
