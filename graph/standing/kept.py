"""The standing of a whole store, kept in memory for as long as the store stays as it is."""

from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from graph.arrays.array_files import load_arrays
from graph.arrays.upkeep import arrays_of
from graph.standing.assessment import Assessment, assess
from graph.standing.standards import DEFAULT
from graph.store import Store


@dataclass
class _Kept:
    """What is kept for a store, by the name of the proof standard, and who is at it."""

    lock: Lock = field(default_factory=Lock)
    assessments: dict[str, Assessment] = field(default_factory=dict)


SOON = 10_000
"""Up to so many statements standing is reckoned for a map in any case; of more only where the arrays are kept already.

To read the arrays of a store takes as long as all else that a map needs at this size, and a minute for ten times that.
"""
_COUNT = "SELECT (COUNT(*) AS ?n) {{ SELECT ?s {{ ?s a ca:Statement }} LIMIT {0} }}"
_KEPT: WeakKeyDictionary[Store, _Kept] = WeakKeyDictionary()
_KEEPING = Lock()


def standing_of(store: Store, standard: str = DEFAULT) -> Assessment:
    """Return how the argument of a store comes out, as the store stands now.

    It takes a second for a million statements, and no time while the store does not change. The arrays that it is
    reckoned from are read from the store once, and kept (see `arrays_of`).

    Args:
        store: The store.
        standard: The name of a proof standard; see `STANDARDS`.

    Raises:
        KeyError: When there is no such standard.
        StoreError: When the store cannot be read.
    """
    with _KEEPING:
        kept = _KEPT.setdefault(store, _Kept())
    with kept.lock:
        known = kept.assessments.get(standard)
        arrays = arrays_of(store)
        if known is None or known.arrays.mark != arrays.mark:
            known = kept.assessments[standard] = assess(arrays, standard)
        return known


def standing_if_soon(store: Store, size: int) -> Assessment | None:
    """Return how the argument of a store comes out in the default reading; None where to find that out takes long.

    Args:
        store: The store.
        size: How many statements are in it.

    Raises:
        StoreError: When the store cannot be read.
    """
    return standing_of(store) if size <= SOON or is_standing_at_hand(store, 0) else None


def is_standing_at_hand(store: Store, few: int) -> bool:
    """Return whether `standing_of` is quick, and need not read a large argument from the store first.

    Args:
        store: The store.
        few: How many statements are read in passing.

    Raises:
        StoreError: When the store cannot be read.
    """
    kept = _KEPT.get(store)
    if (kept and kept.assessments) or (store.indexes and load_arrays(store.indexes)):
        return True
    (row,) = store.ask(_COUNT.format(few + 1))
    return int(row["n"]) <= few
