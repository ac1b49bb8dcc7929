"""Putting numbers into groups by counting: what every framework begins with."""

from functools import cache
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

_LARGE = 50_000
"""From so many keys on compiled code pays for being loaded."""


def grouped(keys: NDArray[np.int32], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each key's group begins, and the places of the keys, group by group and in order within each.

    Args:
        keys: Numbers from 0 to below `size`.
        size: How many keys there can be.

    Example:
        >>> start, places = grouped(np.array([2, 0, 2], np.int32), 3)
        >>> start.tolist(), places.tolist()
        ([0, 1, 1, 3], [1, 0, 2])
    """
    if can_compile() and len(keys) >= _LARGE:
        from graph.standing.compiled import group

        start, places = np.zeros(size + 1, np.int64), np.empty(len(keys), np.int64)
        group(keys, start, places)
        return start, places
    return _grouped_by_scipy(keys, size)


@cache
def can_compile() -> bool:
    """Return whether numba is installed."""
    return find_spec("numba") is not None


def _grouped_by_scipy(keys: NDArray[np.int32], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    from scipy.sparse import csc_array  # type: ignore[import-untyped]

    # To sort by counting is linear, and many times quicker than numpy's stable sort of millions. A matrix does so when
    # its rows are asked for: one with a column for each place, whose only entry is in the row of its key.
    ones = np.ones(len(keys), np.bool_)
    rows = csc_array((ones, keys, np.arange(len(keys) + 1)), shape=(size, len(keys))).tocsr()
    return rows.indptr.astype(np.int64), rows.indices.astype(np.int64)
