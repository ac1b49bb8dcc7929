"""A few things that many threads use in turns: each is lent to one at a time, first come, first served."""

from collections import deque
from collections.abc import Iterable
from threading import Condition, Lock
from typing import Generic, TypeVar

from graph.errors import QueriesBusyError

T = TypeVar("T")


class Places(Generic[T]):
    """Things that are lent.

    Args:
        things: The things.
        waiting: How many threads may wait for one.
    """

    def __init__(self, things: Iterable[T], waiting: int) -> None:
        self._free = list(things)
        self._most = waiting
        self._lock = Lock()
        self._queue: deque[_Turn[T]] = deque()

    def take(self, seconds: float) -> T:
        """Return one that nobody else has, the one that was given back last; give it back when done.

        Args:
            seconds: How long to wait for one.

        Raises:
            QueriesBusyError: When none was free in time, or too many wait already.
        """
        with self._lock:
            if self._free:
                return self._free.pop()
            if len(self._queue) >= self._most:
                raise QueriesBusyError(self._most)
            turn = _Turn[T](self._lock)
            self._queue.append(turn)
            turn.come.wait_for(lambda: turn.got, seconds)
            if not turn.got:
                self._queue.remove(turn)
                raise QueriesBusyError(None, seconds)
        return turn.got[0]

    def give_back(self, thing: T) -> None:
        """Give back what was taken: it goes to who has waited longest."""
        with self._lock:
            if not self._queue:
                self._free.append(thing)
                return
            turn = self._queue.popleft()
            turn.got.append(thing)
            turn.come.notify()


class _Turn(Generic[T]):
    """A thread's turn: what it got, and how it is told."""

    def __init__(self, lock: Lock) -> None:
        self.come = Condition(lock)
        self.got: list[T] = []
