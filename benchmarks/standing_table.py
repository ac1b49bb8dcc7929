"""The figures of `standing.py` as a section of RESULTS.md: the goals, then the peers."""

import os
import platform
import statistics
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from textwrap import wrap

from cells import quantiles, row, short, span
from standing_figures import Figures
from standing_peers import LIMIT, PEERS, Solved

_MILLION = 1_000_000
_PACKAGES = ("numpy", "scipy", "numba", "python-sat", *(peer.name for peer in PEERS))
_WAYS = {"numba": ("with numba", "≤ 100"), "numpy": ("with numpy and Python alone", "≤ 1,500")}

Cells = tuple[str, str, str]
"""What was done, the goal at a million, and what was measured."""


def section(figures: Figures) -> list[str]:
    """Return the section."""
    return [*_about(figures), "", *_goals(figures), "", *_peers(figures), *_told(figures)]


def _about(figures: Figures) -> Iterator[str]:
    packages = ", ".join(f"{name} {found}" for name in _PACKAGES if (found := _version(name)))
    most = max(one.megabytes for times in figures.grounded.values() for one in times.values())
    yield from (
        "## Standing",
        "",
        f"Made by `make bench ONLY=standing`, on {platform.machine()} with {os.cpu_count()} processors:",
        *wrap(f"Python {platform.python_version()}, {packages}.", 110, break_on_hyphens=False),
        f"Made-up maps of {figures.size:,} statements, from integer arrays in random order; each job in a process of",
        "its own, after a small one to warm up: milliseconds, median (least to greatest) of the rounds. A map-like map",
        "is a tree with 50 reasons, 40 objections and 10 undercuts of a hundred relations, 1 % of links across and",
        "0.3 % of pairs that attack one another. Grounded: from the arrays to the labels of all statements and",
        "relations, in the default reading; in brackets the step from the framework to the labels alone. The most",
        f"memory that one of these processes had: {most:,.0f} MB.",
    )


def _goals(figures: Figures) -> Iterator[str]:
    is_full = figures.size >= _MILLION
    yield row("work", "goal, ms", "measured, ms")
    yield row(*["---"] * 3)
    for what, goal, found in (*_grounded(figures), *_edits(figures), *_strengths(figures), *_preferred(figures)):
        yield row(what, goal if is_full else "–", found)
    yield from (row(*cells) for cells in _essay(figures))


def _grounded(figures: Figures) -> Iterator[Cells]:
    for what, by_way in figures.grounded.items():
        for way, times in by_way.items():
            told, goal = _WAYS[way]
            stand, are_open, fall = (f"{count / sum(times.come_out):.0%}" for count in times.come_out)
            yield (
                f"grounded, {what}, {told}: {times.members:,} members, {times.conditions:,} conditions",
                goal if sum(times.come_out) == figures.size else "–",
                f"{_ms(times.whole)} [{_ms(times.solve)}]; {stand} stand, {are_open} are open, {fall} fall",
            )


def _edits(figures: Figures) -> Iterator[Cells]:
    for what, edits in figures.edits.items():
        took = quantiles([seconds * 1e6 for seconds in edits.times], "µs")
        most = f"{max(edits.times) * 1e3:,.1f} ms at most; up to {edits.most:,} nodes change"
        equal = f"{'' if edits.is_equal else '**not** '}equal to reckoning anew"
        yield (
            f"what-if, {what}: {len(edits.times):,} random edits, one after the other",
            "–" if "random" in what else "p99 < 1",
            f"{took}, {most}; {equal}",
        )


def _strengths(figures: Figures) -> Iterator[Cells]:
    for (what, reading), one in figures.strengths.items():
        went = f"{one.rounds} rounds to {one.error:.0e}" if one.converged else f"**not** converged: {one.error:.0e}"
        yield (
            f"strength, {what}, {reading} reading: {one.relations:,} relations that do not fall",
            "≤ 1,000",
            f"{_ms(one.seconds)}; {went}; {one.contradictions} against standing",
        )


def _preferred(figures: Figures) -> Iterator[Cells]:
    for what, one in figures.preferred.items():
        yield (
            f"a preferred extension, {what}: {one.members:,} members, {one.undecided:,} left open by the grounded one",
            "≤ 3,000" if one.members <= 1.1 * _MILLION else "–",
            f"{_ms(one.seconds)}; {one.chosen:,} more members than the grounded one",
        )


def _essay(figures: Figures) -> Iterator[Cells]:
    for reading, times in figures.essay.items():
        slowest = max(times.explanations.values(), key=statistics.median)
        together = statistics.median(times.standing) + statistics.median(slowest)
        yield (
            f"the essay, {reading} reading: its standing, and why for the slowest of {len(times.explanations)} theses",
            "< 20",
            f"{_ms(times.standing)} and {_ms(slowest)}, together {_ms([together])}",
        )


def _peers(figures: Figures) -> Iterator[str]:
    names = [peer.name for peer in PEERS]
    yield from (
        "Such maps with attacks alone, solved for the grounded extension: seconds to build the package's own objects",
        "from integer arrays + to solve, with the ratio to ours; each in a process of its own, with a limit of",
        f"{LIMIT:.0f} s. Who exceeds it is not asked for larger ones (–). formal-argumentation states no licence: it",
        "is run here for comparison, and no part of it is shipped or used.",
        "",
        row("framework", "arguments", "attacks", "claimatlas", *names),
        row(*["---"] * (4 + len(names))),
    )
    for one in figures.compared:
        cells = [_solved(one.peers.get(name), one.ours) for name in names]
        yield row(one.what, f"{one.arguments:,}", f"{one.attacks:,}", _solved(one.ours), *cells)


def _solved(found: Solved | str | None, ours: Solved | None = None) -> str:
    if found is None or isinstance(found, str):
        return found or "–"
    ratio = f" ×{short((found.build + found.solve) / (ours.build + ours.solve))}" if ours else ""
    return f"{found.build:.4f} + {found.solve:.4f}{ratio}"


def _told(figures: Figures) -> Iterator[str]:
    """Yield what differed and what is not there, as a list."""
    told = [f"{name} accepts others than we do: {one.what}." for one in figures.compared for name in one.differing]
    told += [f"{peer.name} is not installed." for peer in PEERS if not peer.is_there()]
    if told:
        yield ""
        yield from (f"- {one}" for one in told)


def _ms(seconds: Sequence[float]) -> str:
    return span([one * 1e3 for one in seconds])


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
