"""Arrays on disk, in a folder of .npy files that are mapped into memory: opened at once, whatever their size.

Each state is written to a folder of its own, and `current.json` says which one counts; it is replaced when all else is
on the disk, so that what is cut short changes nothing. All can be made anew: what is damaged, or was made by other
code, is as good as nothing.
"""

import json
import os
import shutil
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from graph.arrays.argument_arrays import COMMITMENTS, NODE_KINDS, ArgumentArrays
from graph.arrays.iri_table import IriTable

FOLDER = "arrays"
"""The name of the folder, in that of a store's indexes."""

_CURRENT = "current.json"
_MADE_BY = [1, *NODE_KINDS, *COMMITMENTS]
"""The version of the files, and what the codes in them mean."""
_TYPES = {
    "text": np.uint8,
    "start": np.int64,
    "kind": np.uint8,
    "commitment": np.uint8,
    "source": np.int32,
    "target": np.int32,
    "premise_start": np.int64,
    "premises": np.int32,
    "whole": np.bool_,
}


def load_arrays(indexes: Path) -> ArgumentArrays | None:
    """Return the arrays that are kept in a folder of indexes; None where there are none that can be used."""
    try:
        about = json.loads((indexes / FOLDER / _CURRENT).read_text("utf-8"))
        if about["made_by"] != _MADE_BY:
            return None
        folder = indexes / FOLDER / Path(about["folder"]).name
        columns = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _TYPES}
        return _arrays(columns, [int(bound) for bound in about["bounds"]], str(about["mark"]))
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError):
        return None


def _arrays(columns: dict[str, NDArray[np.generic]], bounds: list[int], mark: str) -> ArgumentArrays | None:
    """Return arrays of what was read; None where it cannot be."""
    nodes = bounds[-1]
    lengths = dict.fromkeys(_TYPES, nodes) | {"start": nodes + 1, "premise_start": nodes + 1}
    lengths["text"] = int(columns["start"][-1])
    lengths["premises"] = int(columns["premise_start"][-1])
    if len(bounds) != 5 or any(columns[name].shape != (length,) for name, length in lengths.items()):
        return None
    if any(columns[name].dtype != kind for name, kind in _TYPES.items()):
        return None
    table = IriTable(columns.pop("text"), columns.pop("start"), bounds)  # type: ignore[arg-type]
    return ArgumentArrays(table, mark=mark, **columns)  # type: ignore[arg-type]


def save_arrays(arrays: ArgumentArrays, indexes: Path) -> None:
    """Keep arrays in a folder of indexes, in place of those that are there.

    Raises:
        OSError: When they cannot be written; then what was there is there still.
    """
    top = indexes / FOLDER
    new = top / uuid4().hex
    try:
        new.mkdir(parents=True)
        for name in _TYPES:
            column = getattr(arrays.iris if name in ("text", "start") else arrays, name)
            with (new / f"{name}.npy").open("wb") as file:
                np.save(file, column, allow_pickle=False)
                file.flush()
                os.fsync(file.fileno())
        about = {"made_by": _MADE_BY, "mark": arrays.mark, "bounds": arrays.iris.bounds, "folder": new.name}
        with (new / _CURRENT).open("w", encoding="utf-8") as file:
            json.dump(about, file)
            file.flush()
            os.fsync(file.fileno())
        (new / _CURRENT).replace(top / _CURRENT)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    for other in top.iterdir():
        if other.is_dir() and other != new:  # where a file is still in use, some systems keep it: then next time
            shutil.rmtree(other, ignore_errors=True)
