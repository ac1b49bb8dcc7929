"""Pages of maps that are measured: how each is built, in a process of its own, and how it is looked at in turns."""

import multiprocessing
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import map_peers
from chromium import PATIENCE, VIS, Manner, Sight, see, unfolded

from graph import Store, open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LATER = 3
"""How many further pages each process builds after its first."""


class Place(NamedTuple):
    """A store by its location, and the thesis whose argument is drawn."""

    location: str
    root: str

    def open(self) -> Store:
        """Open the store for reading."""
        return open_store(self.location, read_only=self.location != ":memory:")


@dataclass
class Look:
    """A page as it opens, or unfolded as far as it goes, and what was seen; nothing where it did not draw in time."""

    name: str
    is_unfolded: bool = False
    sights: list[Sight] = field(default_factory=list)


@dataclass
class Candidate:
    """A page to be built and looked at.

    Attributes:
        build: Writes it to a file; returns the seconds that a new process needs, then those that it needs again.
        looks: What is looked at.
        manner: How its script is spoken to; None for what is not opened.
        first: Seconds of new processes; none where it was not built in time.
        later: Seconds in processes that have built it before.
        size: Bytes of the file.
    """

    build: Callable[[Place, Path], list[float]]
    looks: Sequence[Look]
    manner: Manner | None = None
    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    size: int = 0

    def run(self, browser: "Browser | None", place: Place, file: Path) -> None:
        """Build the page, and look at it; what was given up before is not tried again."""
        times = self.build(place, file)
        if times:
            self.first.append(times[0])
            self.later += times[1:]
            self.size = file.stat().st_size
        if browser and times and self.manner:
            self._look(browser, self.manner, file)

    def _look(self, browser: "Browser", manner: Manner, file: Path) -> None:
        if manner is VIS:
            file.write_text(map_peers.heard(file.read_text("utf-8")), encoding="utf-8")
        for look in self.looks:
            if look.sights or len(self.first) == 1:
                fragment = unfolded(browser, file) if look.is_unfolded else ""
                sight = see(browser, file, fragment, manner)
                look.sights += [sight] if sight else []


def afresh(make: Callable[[Store, str], str], place: Place, file: Path) -> list[float]:
    """Build a page several times in a process of its own, and write it; return the seconds of each time."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(built, make, place, file).result()


def built(make: Callable[[Store, str], str], place: Place, file: Path) -> list[float]:
    """Build a page several times in this process, and write it; return the seconds of each time."""
    times = []
    with place.open() as store:
        for _ in range(1 + LATER):
            started = time.perf_counter()
            page = make(store, place.root)
            times.append(time.perf_counter() - started)
    file.write_text(page, encoding="utf-8")
    return times


def by_argdown(program: str, arguments: tuple[str, ...], place: Place, file: Path) -> list[float]:
    """Write an argument as an Argdown document and have Argdown draw it; return the seconds of its process."""
    with TemporaryDirectory() as folder:
        document, drawn = Path(folder) / "argument.argdown", Path(folder) / "drawn"
        with place.open() as store:
            map_peers.write_argdown(store, place.root, document)
        started = time.perf_counter()
        try:
            done = subprocess.run(
                [program, *arguments, document, drawn], check=False, capture_output=True, text=True, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            return []
        seconds = time.perf_counter() - started
        made = [*drawn.glob("*.svg"), *drawn.glob("*.html")]
        if not made:
            raise RuntimeError(f"{program} has drawn nothing: {done.stdout}{done.stderr}")
        made[0].replace(file)
        return [seconds]
