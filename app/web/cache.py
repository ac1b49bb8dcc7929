"""Finished pages and answers, kept for as long as the store stays as it is."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from cachetools import LRUCache

T = TypeVar("T", bytes, str)


class Cache:
    """Keeps what was made of a store, up to a number of bytes; what was used longest ago goes first.

    Args:
        most: How many bytes are kept.
        version: Tells the version of the store; None where it cannot be known: then nothing is kept.
    """

    def __init__(self, most: int, version: Callable[[], Hashable | None]) -> None:
        self._kept: LRUCache[Hashable, bytes | str] = LRUCache(most, getsizeof=len)
        self._version = version
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key for the present version of the store, else make and keep it."""
        version = self._version()
        if version is None:
            return make()
        found = self._find(version, key)
        if found is not None:
            return cast("T", found)  # a key is always used with the same type
        made = make()
        self.keep(key, version, made)
        return made

    def find(self, key: Hashable) -> bytes | None:
        """Return the bytes that are kept under a key for the present version of the store; None where none are."""
        found = self._find(self._version(), key)
        return found if isinstance(found, bytes) else None

    def keep(self, key: Hashable, version: Hashable | None, made: bytes | str) -> None:
        """Keep what was made, if the store is still of the version that it was of when the making began."""
        # What was made while the store changed may be of neither version.
        if version is None or version != self._version() or len(made) > self._kept.maxsize:
            return
        with self._lock:
            self._kept[version, key] = made

    def clear(self) -> None:
        """Forget all: what is made anew may tell more."""
        with self._lock:
            self._kept.clear()

    def _find(self, version: Hashable | None, key: Hashable) -> bytes | str | None:
        with self._lock:
            return self._kept.get((version, key))
