"""The figures of `stores.py` as sections of RESULTS.md: the questions by engine, then the goals."""

import os
import platform
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from cells import quantiles, row, short, span
from engines_compared import Ours
from questions import EIGHT
from stores_figures import BEST, QUERY, RAW, Figures
from stores_work import Loaded

_MILLION = 1_000_000
_PACKAGES = ("pyoxigraph", "rdflib", "oxrdflib", "oxigraph", "httpx")


def about() -> list[str]:
    """Return the section that says how all was measured."""
    packages = ", ".join(f"{name} {found}" for name in _PACKAGES if (found := _version(name)))
    return [
        "## Stores",
        "",
        f"Made by `make bench ONLY=stores`, on {platform.machine()} with {os.cpu_count()} processors,",
        f"Python {platform.python_version()}, {packages}.",
        "Every engine holds the same made-up corpus in a process of its own and is asked the same questions in turns;",
        "each round begins with another engine. Times are milliseconds in Python until the rows are there as terms,",
        "with the parsing of the query: median (least to greatest) of the rounds; × is the ratio of the medians to",
        "claimatlas at its best. pyoxigraph on disk and the Oxigraph server hold the same quads as our store, with its",
        "history; the others hold the current state only. Rows are compared: where engines disagree, it is told.",
        "Virtuoso may keep 1.4 GB of pages, and its cap of 10,000 rows is lifted.",
        "“At its best” is what a program would call: `search` in place of a filter, `matrix` and `summary` for counts,",
        "and the query where there is nothing better.",
        "",
        "Where a goal is missed: asked in SPARQL alone, all answers are pyoxigraph's, and ours adds the check of",
        "the text and the rows as terms. Tiles are measured with the whole summary; by themselves they are read in",
        "0.4 to 6 ms. A bulk load is first written aside whole, so that it is done wholly or not at all.",
        "Everything derived takes three times as long as the bare loader because each triple is kept twice (in the",
        "current state and, as text, in the history), and is read, put aside by item and judged by Python on one",
        "core. An addition waits for the disk: `fsync` takes 0.5 to 4 ms.",
    ]


def sections(figures: Figures) -> list[str]:
    """Return the section of a corpus."""
    noise = figures.noise or [float("nan")]
    return [
        f"## Stores: {figures.size:,} claims",
        "",
        f"About {figures.triples:,} triples in the current state ({figures.triples / figures.size:.0f} a claim),",
        f"with the history {figures.quads:,} quads.",
        f"The reference task took {span(noise)} ms: so noisy was the machine.",
        "",
        *_questions(figures),
        "",
        *_goals(figures),
        *_told(figures),
    ]


def _questions(figures: Figures) -> Iterator[str]:
    """Yield the table of the questions; columns without any time are left out."""
    columns = [column for column, times in figures.times.items() if any(times.values())]
    yield row("question", "rows", *columns)
    yield row(*["---"] * (2 + len(columns)))
    for name, better_by in figures.better_by.items():
        rows = figures.rows.get(RAW, {}).get(name)
        asked = f"{name} (best: {better_by})" if better_by else name
        yield row(asked, f"{rows:,}" if rows is not None else "–", *(_cell(figures, one, name) for one in columns))
    means = (_mean_of(figures, column, BEST) for column in columns)
    yield row("geometric mean of the ratios, first eight", "", *(str(one) if one else "–" for one in means))


def _cell(figures: Figures, column: str, name: str) -> str:
    times = figures.times[column].get(name)
    if not times:
        return figures.notes.get(column, {}).get(name, "–")
    best = figures.times[BEST].get(name)
    ratio = f" ×{short(statistics.median(times) / statistics.median(best))}" if best and column != BEST else ""
    return f"{span(times)}{ratio}"


@dataclass(frozen=True)
class Ratio:
    """A ratio, with the least and the greatest of the rounds; `is_least` where some answers never came."""

    median: float
    least: float
    greatest: float
    is_least: bool = False

    def __str__(self) -> str:
        most = "at least " if self.is_least else ""
        return f"{most}×{short(self.median)} ({short(self.least)} to {short(self.greatest)})"


def ratio_of(slower: Sequence[Sequence[float]], quicker: Sequence[Sequence[float]]) -> Ratio | None:
    """Return the geometric mean of ratios over questions: of the medians, and the extremes of the rounds.

    Args:
        slower: For each question, the times of the rounds.
        quicker: The same, of what it is compared with; where rounds are missing, the last one counts again.
    """
    pairs = [(one, other) for one, other in zip(slower, quicker, strict=True) if one and other]
    if not pairs:
        return None
    median = statistics.geometric_mean(statistics.median(one) / statistics.median(other) for one, other in pairs)
    most = max(len(times) for pair in pairs for times in pair)
    rounds = [
        statistics.geometric_mean(
            one[min(turn, len(one) - 1)] / other[min(turn, len(other) - 1)] for one, other in pairs
        )
        for turn in range(most)
    ]
    return Ratio(median, min(rounds), max(rounds), is_least=len(pairs) < len(slower))


def _mean_of(figures: Figures, slower: str, quicker: str, names: Iterable[str] | None = None) -> Ratio | None:
    names = [*(names if names is not None else [*figures.better_by][:EIGHT])]
    times = figures.times
    return ratio_of(*([times.get(column, {}).get(name, []) for name in names] for column in (slower, quicker)))


def _goals(figures: Figures) -> Iterator[str]:
    yield row("work", "goal", "measured")
    yield row(*["---"] * 3)
    served = [name for name, better_by in figures.better_by.items() if better_by]
    over = [
        ("the eight questions against rdflib, geometric mean", "≥ ×25", _mean_of(figures, "rdflib", BEST)),
        ("the same against pyoxigraph on disk", "≥ ×1", _mean_of(figures, RAW, BEST)),
        ("… asked in SPARQL, all eight", "≥ ×1", _mean_of(figures, RAW, QUERY)),
        ("… where counts or the index serve", "≥ ×3", _mean_of(figures, RAW, BEST, served)),
    ]
    yield from (row(what, goal, str(found) if found else "–") for what, goal, found in over)
    yield from _goals_of_search(figures)
    yield from _goals_of_loading(figures)
    yield from _goals_of_processes(figures)


def _goals_of_search(figures: Figures) -> Iterator[str]:
    if figures.searches:
        ratios = figures.search_ratios
        yield row(
            f"search, top 20 (the filter took {short(statistics.median(figures.filters))} ms)",
            "≥ ×50 a `CONTAINS` filter, < 5 ms",
            f"×{short(statistics.median(ratios))} ({short(min(ratios))} to {short(max(ratios))}), "
            f"{quantiles(figures.searches)}",
        )
    if figures.summaries:
        yield row("matrix of policies and powers", "< 10 ms", f"{span(figures.matrices)} ms")
        yield row("tiles, with all else in the summary", "< 10 ms", f"{span(figures.summaries)} ms")
    goal = "< 8 ms" if figures.size >= _MILLION else "< 5 ms"
    for depth, times in figures.surroundings.items():
        if times:
            yield row(
                f"neighbourhood of a statement, {depth} step{'s' * (depth > 1)}, ≤ 60 items", goal, quantiles(times)
            )


def _goals_of_loading(figures: Figures) -> Iterator[str]:
    ours, raw, derived = figures.bulk.get(Ours.label, []), figures.bulk.get(RAW, []), figures.derived
    if ours:
        ratio = ratio_of([_seconds(raw)], [_seconds(ours)])
        measured = f"{ratio}: {_load(ours)} against {_load(raw)}" if ratio else _load(ours)
        yield row("bulk load of what is derived already", "≥ ×0.8 pyoxigraph's bulk loader", measured)
    if figures.indexes:
        made = ", ".join(f"{name} {short(seconds)} s" for name, seconds in figures.indexes.items())
        yield row("making the indexes of what was loaded", "–", made)
    if derived and raw:
        whole = derived.seconds + derived.search + derived.summary
        times = whole / statistics.median(_seconds(raw))
        yield row(
            "load with everything derived: triples, history, index, counts", "≤ 2 × the time of that loader",
            f"{times:.1f} × the time: {derived.seconds:.1f} s, index {derived.search:.1f} s, counts "
            f"{derived.summary:.1f} s, at most {derived.megabytes:,.0f} MB; the index of near-duplicates, made at the "
            f"first addition, {derived.likeness:.1f} s more",
        )  # fmt: skip


def _seconds(loads: Sequence[Loaded]) -> list[float]:
    return [load.seconds for load in loads]


def _load(loads: Sequence[Loaded]) -> str:
    return f"{span(_seconds(loads))} s with at most {max(load.megabytes for load in loads):,.0f} MB"


def _goals_of_processes(figures: Figures) -> Iterator[str]:
    if figures.additions:
        bare = statistics.median(figures.bare_additions)
        goal = "< 5 ms" if figures.size >= _MILLION else "–"
        yield row(
            f"one addition, durable and validated (Oxigraph alone: {bare:.2f} ms)", goal, quantiles(figures.additions)
        )
    found = figures.memory
    if found:
        goal = "< 600 MB" if figures.size >= _MILLION else "–"
        yield row(
            "memory of a process with the store open", goal,
            f"{found.after_query:,.0f} MB after a query, {found.after_all:,.0f} MB after search, summary and "
            f"a neighbourhood (Python with claimatlas: {found.before:,.0f} MB)",
        )  # fmt: skip
    for server, pairs in figures.through_us.items():
        times = [one / other for one, other in pairs]
        yield row(
            f"{server} through our store against itself", "≤ ×1.2",
            f"×{statistics.geometric_mean(times):.2f} ({min(times):.2f} to {max(times):.2f} by question)",
        )  # fmt: skip


def _told(figures: Figures) -> Iterator[str]:
    """Yield what was left out and what differed, as a list."""
    told = [f"{what}: {why}." for what, why in figures.skipped.items()]
    told += [f"Rows differ: {what}." for what in figures.differing]
    if told:
        yield ""
        yield from (f"- {one.replace('..', '.')}" for one in told)


def _version(package: str) -> str:
    try:
        return version(package)
    except ModuleNotFoundError:  # of a peer that is not installed
        return ""
