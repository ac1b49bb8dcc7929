"""Measure the maps: building a page, its size, and in Chromium its first draw and panning, beside peers in one run.

`python benchmarks/maps.py [SIZE [ROUNDS]]`, a size such as `10k` or `100k`, of the made-up corpus. The peers draw the
same argument: pyvis with our places, pyvis with its defaults, and Argdown where `argdown` is on the PATH or the
variable ARGDOWN names it (`npm install @argdown/cli`).
"""

import os
import platform
import statistics
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import map_peers
import sizes
from chromium import ATLAS, PANNING, PATIENCE, SCREEN, VIS, chromium
from corpus import MadeUpCorpus
from map_candidates import Candidate, Look, Place, afresh, by_argdown

from graph import Store, main_thesis, open_store, projection, readings, summary
from viz import Opening, atlas

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SIZE = "10k"
ARGUMENT = 1_000
ROUNDS = 5
MOST = 4_000
"""How many statements of a corpus go into one page, as `claimatlas map` has it."""
COLUMNS = (
    "map", "first build s", "ratio", "later builds s", "ratio", "kB", "boxes drawn", "first draw s", "ratio",
    "ms a frame, near", "ms a frame, whole map", "requests",
)  # fmt: skip
LATE = f"not within {PATIENCE} s"


def argument_page(store: Store, root: str) -> str:
    """Return the page of all views of a store, opened at the argument of a thesis."""
    return _page(store, Opening("argument", root))


def overview_page(store: Store, _: str) -> str:
    """Return the page of all views of a store, opened at its overview."""
    return _page(store, Opening("start"))


def _page(store: Store, opening: Opening) -> str:
    graph = projection(store, most=MOST)
    return atlas(graph, title="Argument", opening=opening, summary=summary(store), readings=readings(store)).html()


def of_argument() -> list[Candidate]:
    """Return our page of an argument, then those of the peers."""
    ours = [Look("claimatlas, as it opens"), Look("claimatlas, unfolded", is_unfolded=True)]
    found = [
        Candidate(partial(afresh, argument_page), ours, ATLAS),
        Candidate(partial(afresh, map_peers.placed_pyvis), [Look("pyvis, boxes placed by us")], VIS),
        Candidate(partial(afresh, map_peers.plain_pyvis), [Look("pyvis, its defaults")], VIS),
    ]
    if program := map_peers.argdown():
        for arguments in (("map", "-f", "svg"), ("html",)):
            name = f"`argdown {' '.join(arguments)}`"
            found.append(Candidate(partial(by_argdown, program, arguments), [Look(name)]))
    return found


def of_corpus() -> list[Candidate]:
    """Return our page of a corpus."""
    looks = [Look("claimatlas, overview"), Look("claimatlas, unfolded", is_unfolded=True)]
    return [Candidate(partial(afresh, overview_page), looks, ATLAS)]


def measured(browser: "Browser | None", candidates: list[Candidate], place: Place, rounds: int) -> list[str]:
    """Build all candidates and look at them, in turns; return their rows."""
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.html" for number in range(len(candidates))]
        for turn in range(rounds):
            for candidate, file in zip(candidates, files, strict=True):
                if candidate.first or not turn:
                    candidate.run(browser, place, file)
    return [row for candidate in candidates for row in rows(candidate, candidates[0], browser is not None)]


def rows(candidate: Candidate, base: Candidate, has_browser: bool) -> Iterator[str]:
    """Yield a row of the table for each look of a candidate; ratios are against the first look of the base."""
    is_opened = has_browser and candidate.manner is not None
    cells = [
        *compared(candidate.first, base.first, 2),
        *compared(candidate.later, base.later, 2, "–"),
        f"{candidate.size / 1000:,.0f}" if candidate.size else "–",
    ]
    for number, look in enumerate(candidate.looks):
        shown = cells if number == 0 else ["same page", *[""] * (len(cells) - 1)]
        yield _row(look.name, *shown, *seen(look, base.looks[0], is_opened))


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
    return _title(f"{name}: {len(argument.statements):,} statements, {len(argument.links):,} links")


def _title(text: str) -> str:
    return _row(f"**{text}**", *[""] * (len(COLUMNS) - 1))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def results(size: int | None = None, rounds: int = ROUNDS) -> list[str]:
    """Measure all; return the lines of the report."""
    size = size or sizes.number(SIZE)
    with TemporaryDirectory() as folder, chromium() as browser:
        with open_store(":memory:") as store:
            essay = Place(":memory:", main_thesis(store))
        argument = _load(MadeUpCorpus(ARGUMENT), Path(folder) / "argument")
        corpus = _load(MadeUpCorpus(size), Path(folder) / "corpus")
        return [
            *_head(browser, rounds),
            *(_row(*COLUMNS), _row(*["---"] * len(COLUMNS))),
            heading("The essay", essay),
            *measured(browser, of_argument(), essay, rounds),
            heading("A made-up argument", argument),
            *measured(browser, of_argument(), argument, rounds),
            _title(f"A made-up corpus: {size:,} statements, {min(size, MOST):,} of them in the page"),
            *measured(browser, of_corpus(), corpus, rounds),
        ]


def _load(corpus: MadeUpCorpus, folder: Path) -> Place:
    return Place(str(corpus.load(folder)), corpus.main_thesis)


def _head(browser: "Browser | None", rounds: int) -> list[str]:
    opened = f"Chromium {browser.version}" if browser else "no `chromium` on the PATH, so that no page was opened"
    argdown = [] if map_peers.argdown() else ["There is no `argdown` on the PATH, nor named by ARGDOWN."]
    return [
        "## Maps",
        "",
        f"Medians of {rounds} rounds in turns (least to greatest), on {platform.machine()} with {os.cpu_count()}",
        f"processors, Python {platform.python_version()} and {opened}. The ratios are",
        "against the first row of the same graph. A first build is that of a new process, from an open store, with the",
        "imports of pyvis and Jinja; later ones are in the same process. Argdown's time is that of its whole process,",
        f"from a document. Pages were opened at {SCREEN[0]} × {SCREEN[1]}. First draw: from the start of the",
        "navigation to the end of the first frame with boxes (of an overview, with text). A frame: while panning for",
        f"{PANNING} s, where texts can be read and with the whole map in view; after the semicolon the 95th",
        "percentile. pyvis draws on its usual 600 pixels of height.",
        "Requests were counted and refused: plain pyvis always asks another host for bootstrap, also with",
        '`cdn_resources="in_line"`.',
        *argdown,
        "",
    ]


if __name__ == "__main__":
    print("\n".join(results(*(sizes.number(argument) for argument in sys.argv[1:]))))
