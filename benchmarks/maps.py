"""Measure the maps: building a page, its size, and in Chromium its first draw and panning, beside peers in one run.

`python benchmarks/maps.py [SIZE [ROUNDS]]`, a size such as `10k` or `100k`: of the made-up corpus, which the variable
SIZE tells as well. The peers draw the same argument: pyvis with our places, pyvis with its defaults, and Argdown where
`argdown` is on the PATH or the variable ARGDOWN names it (`npm install @argdown/cli`).
"""

import multiprocessing
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import map_peers
from chromium import ATLAS, PANNING, PATIENCE, SCREEN, VIS, Manner, Sight, chromium, see, unfolded
from corpus import MadeUpCorpus

from graph import Store, main_thesis, open_store, projection, readings, summary
from viz import Opening, atlas

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SIZE = "10k"
ARGUMENT = 1_000
ROUNDS = 5
LATER = 3
"""How many further pages each process builds after its first."""
MOST = 4_000
"""How many statements of a corpus go into one page, as `claimatlas map` has it."""
UNFOLD = "unfold"
"""Stands for the address at which all is unfolded, until a page has told it."""
LATE = f"not within {PATIENCE} s"


class Place(NamedTuple):
    """A store by its location, and the thesis whose argument is drawn."""

    location: str
    root: str

    def open(self) -> Store:
        """Open the store for reading."""
        return open_store(self.location, read_only=self.location != ":memory:")


@dataclass
class Look:
    """A page as it opens at one address, and what was seen there; nothing where it did not draw in time."""

    name: str
    fragment: str = ""
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
            if look.fragment == UNFOLD:
                look.fragment = unfolded(browser, file)
            if look.sights or len(self.first) == 1:
                sight = see(browser, file, look.fragment, manner)
                look.sights += [sight] if sight else []


def argument_page(store: Store, root: str) -> str:
    """Return the page of all views of a store, opened at the argument of a thesis."""
    return _page(store, Opening("argument", root))


def overview_page(store: Store, _: str) -> str:
    """Return the page of all views of a store, opened at its overview."""
    return _page(store, Opening("start"))


def _page(store: Store, opening: Opening) -> str:
    graph = projection(store, most=MOST)
    return atlas(graph, title="Argument", opening=opening, summary=summary(store), readings=readings(store)).html()


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
                [program, *arguments, document, drawn], capture_output=True, text=True, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            return []
        seconds = time.perf_counter() - started
        made = [*drawn.glob("*.svg"), *drawn.glob("*.html")]
        if not made:
            raise RuntimeError(f"{program} has drawn nothing: {done.stdout}{done.stderr}")
        made[0].replace(file)
        return [seconds]


def of_argument() -> list[Candidate]:
    """Return our page of an argument, then those of the peers."""
    ours = [Look("claimatlas, as it opens"), Look("claimatlas, unfolded", UNFOLD)]
    found = [
        Candidate(partial(afresh, argument_page), ours, ATLAS),
        Candidate(partial(afresh, map_peers.placed_pyvis), [Look("pyvis, boxes placed by us")], VIS),
        Candidate(partial(afresh, map_peers.plain_pyvis), [Look("pyvis, its defaults")], VIS),
    ]
    program = map_peers.argdown()
    for arguments in [("map", "-f", "svg"), ("html",)] if program else []:
        name = f"`argdown {' '.join(arguments)}`"
        found.append(Candidate(partial(by_argdown, program, arguments), [Look(name)]))
    return found


def of_corpus() -> list[Candidate]:
    """Return our page of a corpus."""
    looks = [Look("claimatlas, overview"), Look("claimatlas, unfolded", UNFOLD)]
    return [Candidate(partial(afresh, overview_page), looks, ATLAS)]


def measured(browser: "Browser | None", candidates: list[Candidate], place: Place, rounds: int) -> list[str]:
    """Build all candidates and look at them, in turns; return their rows."""
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.html" for number in range(len(candidates))]
        for turn in range(rounds):
            for candidate, file in zip(candidates, files, strict=True):
                if candidate.first or not turn:
                    candidate.run(browser, place, file)
    return [row for candidate in candidates for row in rows(candidate, candidates[0])]


def rows(candidate: Candidate, base: Candidate) -> Iterator[str]:
    """Yield a row of the table for each look of a candidate; ratios are against the first look of the base."""
    cells = [
        *compared(candidate.first, base.first, 2),
        *compared(candidate.later, base.later, 2, "–"),
        f"{candidate.size / 1000:,.0f}" if candidate.size else "–",
    ]
    for number, look in enumerate(candidate.looks):
        shown = cells if number == 0 else ["same page", *[""] * (len(cells) - 1)]
        yield _row(look.name, *shown, *seen(look, base.looks[0], candidate.manner is not None))


def seen(look: Look, base: Look, is_opened: bool) -> list[str]:
    """Return the cells of what was seen in the browser."""
    if not look.sights:
        return ["–", LATE if is_opened else "–", "–", "–", "–", "–"]
    draws = compared([sight.first_draw for sight in look.sights], [sight.first_draw for sight in base.sights], 2)
    near = frames([sight.near for sight in look.sights])
    whole = frames([sight.whole for sight in look.sights])
    last = look.sights[-1]
    return [str(last.boxes) if last.boxes else "text", *draws, near, whole, str(last.requests)]


def frames(rounds: Sequence[Sequence[float]]) -> str:
    """Return the median time of a frame, with that of the rounds, and the 95th percentile of all."""
    gaps = sorted(gap for some in rounds for gap in some)
    if not gaps:
        return "–"
    return f"{span([statistics.median(some) for some in rounds], 0)}; {gaps[int(len(gaps) * 0.95)]:.0f}"


def compared(times: Sequence[float], base: Sequence[float], digits: int, none: str = LATE) -> tuple[str, str]:
    """Return the cells of times and of their ratio to others."""
    if not times:
        return none, "–"
    ratio = f"{statistics.median(times) / statistics.median(base):.2f}" if base else "–"
    return span(times, digits), ratio


def span(values: Sequence[float], digits: int) -> str:
    """Return a median with the least and the greatest."""
    median, least, greatest = (f"{value:.{digits}f}" for value in (statistics.median(values), min(values), max(values)))
    return f"{median} ({least} to {greatest})"


def heading(name: str, place: Place) -> str:
    """Return the row that stands above those of an argument."""
    with place.open() as store:
        argument = map_peers.argument_of(store, place.root)
    return _row(f"**{name}: {len(argument.statements):,} statements, {len(argument.links):,} links**", *[""] * 11)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def results(size: int | None = None, rounds: int = ROUNDS) -> list[str]:
    """Measure all; return the lines of the report."""
    size = size or number(os.environ.get("SIZE") or SIZE)
    with TemporaryDirectory() as folder, chromium() as browser:
        table = []
        with open_store(":memory:") as store:
            essay = Place(":memory:", main_thesis(store))
        table += [heading("The essay", essay), *measured(browser, of_argument(), essay, rounds)]
        argument = _load(MadeUpCorpus(ARGUMENT), Path(folder) / "argument")
        table += [heading("A made-up argument", argument), *measured(browser, of_argument(), argument, rounds)]
        corpus = _load(MadeUpCorpus(size), Path(folder) / "corpus")
        table += [
            _row(f"**A made-up corpus: {size:,} statements, of which the page has {min(size, MOST):,}**", *[""] * 11)
        ]
        table += measured(browser, of_corpus(), corpus, rounds)
        return [*_head(browser, rounds), *table]


def _load(corpus: MadeUpCorpus, folder: Path) -> Place:
    return Place(str(corpus.load(folder)), corpus.main_thesis)


def _head(browser: "Browser | None", rounds: int) -> list[str]:
    opened = (
        f"Chromium {browser.version}, {SCREEN[0]} × {SCREEN[1]}, no network, median of {rounds} rounds in turns (least to greatest)"
        if browser
        else "There is no `chromium` on the PATH, so no page was opened; medians of {rounds} rounds in turns"
    )
    return [
        "## Maps",
        "",
        f"{opened}, on",
        f"{platform.machine()} with {os.cpu_count()} processors and Python {platform.python_version()}. The ratios are against the first row of each graph.",
        "A first build is that of a new process from an open store, with the imports of networkx, pyvis and Jinja; the",
        "later ones are in the same process. Argdown's is its whole process, from a document. First draw: from the start",
        "of the navigation to the end of the first frame with boxes (or text). Frames: milliseconds from one to the next",
        f"while panning for {PANNING} s, median (of the rounds: least to greatest); 95th percentile. Requests were refused; plain pyvis",
        'always asks for bootstrap from another host, also with `cdn_resources="in_line"`.',
        *(
            []
            if map_peers.argdown()
            else ["There is no `argdown` on the PATH, nor named by ARGDOWN: it was not measured."]
        ),
        "",
        "| map | first build s | ratio | later builds s | ratio | kB | boxes drawn | first draw s | ratio "
        "| ms a frame, near | ms a frame, whole map | requests |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]


def number(text: str) -> int:
    """Return the number of a text such as 100000, 100,000 or 100k.

    Raises:
        ValueError: When it is none.
    """
    digits, unit = text.lower().replace(",", "").replace("_", ""), 1
    if digits.endswith("k"):
        digits, unit = digits[:-1], 1_000
    return int(digits) * unit


if __name__ == "__main__":
    print("\n".join(results(*(number(argument) for argument in sys.argv[1:]))))
