"""Work for another process, and its results, as bytes: frames of arrays, and nothing that is unpickled."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.extensions.part_search import Found
from graph.extensions.parts import Rest
from graph.extensions.searching import Results, Work
from graph.standing.framework import Framework


def packed(work: Work) -> bytes:
    """Return work as bytes."""
    framework = work.rest.framework
    said = {"semantics": work.semantics, "wish": work.wish, "member": work.member}
    return _bytes(
        said,
        members=work.rest.members,
        bounds=work.rest.bounds,
        start=framework.start,
        source=framework.source,
        sign=framework.sign,
        disjunction=framework.disjunction,
    )


def unpacked(content: bytes) -> Work:
    """Return the work that bytes say."""
    said, arrays = _read(content)
    framework = Framework(*(arrays[name] for name in ("start", "source", "sign", "disjunction")))
    return Work(Rest(arrays["members"], framework, arrays["bounds"]), said["semantics"], said["wish"], said["member"])


def packed_results(results: Results) -> bytes:
    """Return results as bytes."""
    sets = [one for found in results.values() for one in found.sets]
    return _bytes(
        {"counts": [found.count for found in results.values()]},
        parts=np.fromiter(results, np.int64),
        sets=np.asarray([len(found.sets) for found in results.values()], np.int64),
        sizes=np.asarray([*map(len, sets)], np.int64),
        members=np.asarray([member for one in sets for member in one], np.int64),
    )


def unpacked_results(content: bytes) -> Results:
    """Return the results that bytes say."""
    said, arrays = _read(content)
    ends = np.cumsum(arrays["sizes"]).tolist()
    members = arrays["members"].tolist()
    sets = iter([tuple(members[end - size : end]) for end, size in zip(ends, arrays["sizes"].tolist(), strict=True)])
    parts = zip(arrays["parts"].tolist(), said["counts"], arrays["sets"].tolist(), strict=True)
    return {part: Found(count, tuple(next(sets) for _ in range(number))) for part, count, number in parts}


def _bytes(said: Mapping[str, object], **arrays: NDArray[Any]) -> bytes:
    buffer = BytesIO()
    arrays["said"] = np.frombuffer(json.dumps(said).encode(), np.uint8)
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _read(content: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    with np.load(BytesIO(content), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return json.loads(arrays["said"].tobytes()), arrays
