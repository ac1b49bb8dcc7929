"""The arrays of a store's argument: from the disk where they are kept there, brought up to date, or read anew."""

from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from graph.arrays.argument_arrays import ArgumentArrays
from graph.arrays.array_files import load_arrays, save_arrays
from graph.arrays.changes import changed_arrays
from graph.arrays.reading import read_arrays
from graph.store import Store
from graph.upkeep import changed_since, mark_of
from ontology import PREFIXES

_FEW = 1000
_SHARE = 50
"""Up to so many nodes, or one in so many, are asked for again; where more have changed, to read all is quicker."""

_ROUNDS = 20
"""How often to catch up with somebody who goes on changing the store, at most."""


@dataclass
class _Kept:
    """What is kept in memory for a store where there is no folder to write to, and who is at it."""

    lock: Lock = field(default_factory=Lock)
    arrays: ArgumentArrays | None = None


_KEPT: WeakKeyDictionary[Store, _Kept] = WeakKeyDictionary()
_KEEPING = Lock()


def arrays_of(store: Store, *, anew: bool = False) -> ArgumentArrays:
    """Return the whole argument of a store as arrays, as it stands.

    They are kept in the folder of the store's indexes, so that they are read from the store once, which takes some
    minutes for a million statements; after few changes only what has changed is read again. Where that folder cannot be
    written, as with a store that is open for reading only, they are kept in memory while the store is open.

    Args:
        store: The store.
        anew: Whether to read all from the store, whatever is kept.

    Raises:
        StoreError: When the store cannot be read.
    """
    with _KEEPING:
        kept = _KEPT.setdefault(store, _Kept())
    with kept.lock:
        known = None if anew else kept.arrays or (load_arrays(store.indexes) if store.indexes else None)
        arrays = _caught_up(store, known)
        if arrays is not known:
            arrays = _kept(store, arrays, kept)
        return arrays


def _caught_up(store: Store, arrays: ArgumentArrays | None) -> ArgumentArrays:
    """Return arrays of what the store says now."""
    for _ in range(_ROUNDS):
        last = store.last
        if arrays and arrays.mark == mark_of(last):
            break
        # What changes while it is read has changed since this mark, and is read again in the next round.
        arrays = (arrays and _after_changes(store, arrays, last)) or read_arrays(store, mark_of(last))
    if arrays is None:
        raise AssertionError("at least one round was made")
    return arrays


def _after_changes(store: Store, arrays: ArgumentArrays, last: tuple[int, str]) -> ArgumentArrays | None:
    items = changed_since(store.ask, arrays.mark, last)
    if items is None or any(item.startswith(PREFIXES["ca"]) for item in items):  # the vocabulary itself has changed
        return None
    most = max(_FEW, len(arrays) // _SHARE)
    return changed_arrays(arrays, store.ask, items, mark_of(last), most)


def _kept(store: Store, arrays: ArgumentArrays, kept: _Kept) -> ArgumentArrays:
    """Keep arrays on disk, and return them as they are kept there; or else in memory."""
    kept.arrays = None
    if store.indexes and not store.read_only:
        try:
            save_arrays(arrays, store.indexes)
        except OSError:
            pass  # a full disk, say: then in memory
        else:
            on_disk = load_arrays(store.indexes)
            if on_disk and on_disk.mark == arrays.mark:
                return on_disk
    kept.arrays = arrays
    return arrays
