"""Measure standing: grounded labellings, what-if, strength, a preferred extension and the essay, beside peers.

`python benchmarks/standing.py [SIZE]`, a number of statements such as `10k` or `1M`. The maps are made up, as arrays
(`argument_maps.py`), but for the shipped essay. Each job has a process of its own. The peers are Python packages for
abstract argumentation; they get the same frameworks with attacks alone (`plain_attacks.py`).
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Protocol, TypeVar

import sizes
import standing_work as work
from argument_maps import MadeUpMap, attack_tree, map_like, random_map
from processes import Nothing, alone
from standing_figures import Compared, Figures
from standing_peers import PEERS, Peer, Solved
from standing_table import section

SIZE = 1_000_000
PEER_SIZES = (30, 100, 1_000, 10_000, 100_000)
ROUNDS = 5
EDITS = 10_000
READINGS = ("default", "strict", "balanced")
_MEMBERS_OF_A_STATEMENT = 2.65
"""How many members the framework of a map-like map has for each statement, about."""
_MAP_LIKE, _RANDOM = "map-like", "random, three attacks a statement"
_FEWER = 50
"""How many times fewer edits where most is open, and one edit can decide most of it."""

Made = tuple[str, Callable[[], MadeUpMap]]
"""What a map is called, and what makes it."""
R = TypeVar("R")


class Run(Protocol):
    """Does a job and returns its result: by default in a new process."""

    def __call__(self, job: Callable[[Nothing], R], /) -> R:
        """Do it."""


def measured(
    size: int = SIZE,
    rounds: int = ROUNDS,
    edits: int = EDITS,
    peers: Sequence[Peer] = PEERS,
    run: Run = alone,
) -> Figures:
    """Measure all.

    Args:
        size: How many statements the largest maps have.
        rounds: How often most is repeated.
        edits: How many assumptions are changed.
        peers: Whom to compare with.
        run: Does each job.
    """
    figures, say = Figures(size), _Telling()
    _measure_grounded(figures, rounds, run, say)
    for what, make in _maps(size):
        say(f"what-if, {what}")
        count = edits // _FEWER if what == _RANDOM else edits
        figures.edits[what] = run(partial(work.edits, make=make, count=count))
    for what, make in _bipolar(size):
        for reading in ("default", "balanced"):
            say(f"strength, {what}, {reading} reading")
            job = partial(work.strength_times, make=make, standard=reading, rounds=rounds)
            figures.strengths[what, reading] = run(job)
    for what, make in _two_sizes(size):
        say(f"preferred, {what}")
        figures.preferred[what] = run(partial(work.preferred, make=make, rounds=rounds))
    for reading in READINGS:
        say(f"the essay, {reading} reading")
        figures.essay[reading] = run(partial(work.essay_times, standard=reading, rounds=rounds))
    figures.compared = list(_compared([one for one in PEER_SIZES if one <= size], peers, run, say))
    return figures


def _measure_grounded(figures: Figures, rounds: int, run: Run, say: "_Telling") -> None:
    ways = {"numba": True, "numpy": False} if find_spec("numba") else {"numpy": False}
    maps = [(what, make, work.of_map) for what, make in (*_maps(figures.size), _two_sizes(figures.size)[0])]
    plain = [(f"{what}, attacks alone", make, work.of_attacks) for what, make in _maps(figures.size)[1:]]
    for what, make, build in (*maps, *plain):
        figures.grounded[what] = {}
        for way, is_compiled in ways.items():
            say(f"grounded, {what}, {way}")
            job = partial(work.grounded_times, make=make, build=build, rounds=rounds, is_compiled=is_compiled)
            figures.grounded[what][way] = run(job)


def _maps(size: int) -> list[Made]:
    return [
        (_MAP_LIKE, partial(map_like, size)),
        ("attack tree", partial(attack_tree, size)),
        (_RANDOM, partial(random_map, size, 3 * size, 0.0)),
    ]


def _bipolar(size: int) -> list[Made]:
    return [
        (_MAP_LIKE, partial(map_like, size)),
        ("random, three relations a statement", partial(random_map, size, 3 * size)),
    ]


def _two_sizes(size: int) -> list[Made]:
    """Return a map whose framework has about so many members, and one with so many statements."""
    fewer = int(size / _MEMBERS_OF_A_STATEMENT)
    return [
        (f"{_MAP_LIKE}, {fewer:,} statements", partial(map_like, fewer)),
        (f"{_MAP_LIKE}, {size:,} statements", partial(map_like, size)),
    ]


def _compared(of_sizes: Sequence[int], peers: Sequence[Peer], run: Run, say: "_Telling") -> Iterator[Compared]:
    """Yield frameworks solved by us and the peers; who fails or takes too long is not asked for larger ones."""
    asked = [peer for peer in peers if peer.is_there()]
    for size in of_sizes:
        plain = run(partial(work.plain, make=partial(map_like, size)))
        found = Compared(
            f"{_MAP_LIKE}, {size:,} statements",
            plain.framework.size,
            len(plain.framework.attackers),
            Solved(plain.build, plain.solve, plain.accepted),
        )
        for peer in list(asked):
            say(f"{peer.name}, {found.what}")
            solved = found.peers[peer.name] = peer.solved(plain.framework)
            if isinstance(solved, str):
                asked.remove(peer)
            elif {argument for argument in solved.accepted if argument < plain.members} != plain.accepted:
                found.differing.append(peer.name)
        yield found


class _Telling:
    """Tells on standard error what is done next, and how long what was before took."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def __call__(self, what: str) -> None:
        now = time.perf_counter()
        print(f"  {now - self._last:6.1f} s; now: {what}", file=sys.stderr)
        self._last = now


def results(size: int | None = None) -> list[str]:
    """Measure all; return the lines of the section."""
    return section(measured(size or SIZE))


if __name__ == "__main__":
    print("\n".join(results(*(sizes.number(argument) for argument in sys.argv[1:]))))
