"""Measure reading and writing the field's formats, in bulk: `python benchmarks/formats.py`.

Each row is a process of its own, so that its memory is its own. Beside the import of AIF stands arguebuf, the one peer
that reads AIF in Python, where it is installed: it reads the files into memory and stores nothing.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from aif_folder import write_folder

FILES = 4_500
LINES = 61_000
_AS_AIF = ("--format", "aif", "-o", "all.json")
_ARGDOWN = ("import", "long.argdown")
_ARGUEBUF = """import sys, pathlib, arguebuf
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    arguebuf.load.file(path)"""


@dataclass(frozen=True)
class Run:
    """What a process took: seconds, and megabytes at most."""

    seconds: float
    megabytes: int


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder and return what it took.

    Raises:
        RuntimeError: When it fails.
    """
    started = time.perf_counter()
    with (folder / "told.txt").open("w") as told:
        process = subprocess.Popen(command, cwd=folder, stdout=told, stderr=told)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{command} failed: {(folder / 'told.txt').read_text()[-500:]}")
    return Run(time.perf_counter() - started, usage.ru_maxrss // 1024)


def write_argdown(path: Path, lines: int = LINES) -> None:
    """Write a document of many statements, each with a reason for it and one against it."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(lines // 4):
            file.write(f"[Statement {n}]: The toll of harbour {n} should be lowered.\n")
            file.write(f"  + <Reason {n}>: Fewer ships call at harbour {n} since it was raised.\n")
            file.write(f"  - <Objection {n}>: It pays for the lighthouse. #light\n\n")


def results() -> list[str]:
    """Return the results as lines of Markdown."""
    claimatlas = [str(Path(sys.executable).with_name("claimatlas"))]
    with TemporaryDirectory() as name:
        folder = Path(name)
        nodes = write_folder(folder / "aif", FILES)
        write_argdown(folder / "long.argdown")
        run([*claimatlas, "init", "--empty"], folder)
        size = (folder / "long.argdown").stat().st_size / 1e6
        rows = [
            (f"`import` of {FILES:,} AIF files, {nodes:,} nodes", run([*claimatlas, "import", "aif"], folder)),
            ("`export` of them as one AIF file", run([*claimatlas, "export", "--corpus", "aif", *_AS_AIF], folder)),
            (f"`import` of {LINES:,} lines of Argdown, {size:.1f} MB", run([*claimatlas, *_ARGDOWN], folder)),
        ]
        if find_spec("arguebuf"):
            rows.insert(1, ("arguebuf, reading the same files", run([sys.executable, "-c", _ARGUEBUF, "aif"], folder)))
    table = [f"| {what} | {one.seconds:.1f} | {one.megabytes:,} |" for what, one in rows]
    return ["## Formats", "", _ABOUT, "", "| what | seconds | peak MB |", "|---|---|---|", *table]


_ABOUT = """Whole processes, once each, into a store on disk: read, judged, written with their history."""

if __name__ == "__main__":
    print("\n".join(results()))
