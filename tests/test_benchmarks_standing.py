"""The benchmark of standing runs at a small size, and what it measures with is right."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from graph import STANDARDS, assess
from graph.standing.framework import ATTACKS, IN, Framework
from graph.standing.grounded import grounded

if TYPE_CHECKING:
    from plain_attacks import PlainAttacks
    from standing_figures import Figures
    from standing_peers import Solve

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
SIZE = 120


@pytest.fixture(scope="module", autouse=True)
def _at_hand() -> Iterator[None]:
    """Let the benchmarks be imported: they are scripts, and no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        yield


def ours(framework: "PlainAttacks") -> "Solve":
    """A peer that is right."""
    signs, none = np.full(len(framework.attackers), ATTACKS, np.int8), np.zeros(framework.size, np.bool_)
    built = Framework.from_arrays(framework.attackers, signs, framework.attacked, none)
    return lambda: np.flatnonzero(grounded(built).labels == IN).tolist()


def nobody(_: "PlainAttacks") -> "Solve":
    """A peer that is wrong: it accepts nothing."""
    return list


def failing(_: "PlainAttacks") -> "Solve":
    raise MemoryError


@pytest.fixture(scope="module")
def figures() -> "Figures":
    """What is measured at a small size, in one process but for the peers."""
    from processes import Nothing, Worker
    from standing import measured
    from standing_peers import Peer

    peers = [Peer(make.__name__, "graph", make) for make in (ours, nobody, failing)]
    with Worker(Nothing, "a process") as worker:
        return measured(
            SIZE, rounds=2, edits=100, peers=[*peers, Peer("absent", "no_such_module", ours)], run=worker.do
        )


def test_everything_is_measured_of_standing(figures: "Figures") -> None:
    grounded_times = [times for by_way in figures.grounded.values() for times in by_way.values()]
    assert {len(times.whole) for times in grounded_times} == {2}
    assert {sum(times.come_out) for times in grounded_times} == {SIZE, int(SIZE / 2.65)}
    assert [len(edits.times) for edits in figures.edits.values()] == [100, 100, 2]
    assert all(one.seconds for one in figures.strengths.values())
    assert all(one.seconds for one in figures.preferred.values())
    assert figures.essay.keys() == STANDARDS.keys()


def test_what_is_measured_is_right(figures: "Figures") -> None:
    assert all(edits.is_equal for edits in figures.edits.values())
    assert all(one.converged and not one.contradictions for one in figures.strengths.values())


def test_peers_that_differ_or_fail_or_are_absent_are_told(figures: "Figures") -> None:
    smallest, larger = figures.compared
    assert {*smallest.peers} == {"ours", "nobody", "failing"}
    assert smallest.differing == ["nobody"]
    assert smallest.peers["failing"] == "out of memory"
    assert {*larger.peers} == {"ours", "nobody"}


def test_figures_of_standing_become_a_section_with_both_tables(figures: "Figures") -> None:
    from standing_table import section

    lines = section(figures)
    assert lines[0] == "## Standing"
    assert sum(line.startswith("| ---") for line in lines) == 2
    assert any("nobody accepts others than we do" in line for line in lines)
    assert not any("nan" in line.split() for line in lines)


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("seed", range(3))
def test_a_map_with_attacks_alone_comes_out_the_same(standard: str, seed: int) -> None:
    from argument_maps import map_like
    from plain_attacks import plain_attacks

    assessment = assess(map_like(400, seed).arrays(), standard)
    plain = plain_attacks(assessment.map.framework)
    found = set(ours(plain)())
    assert {node for node in found if node < len(assessment.labels)} == {*np.flatnonzero(assessment.labels == IN)}


def test_made_up_maps_are_whole_and_their_iris_in_order() -> None:
    from argument_maps import attack_tree, map_like, random_map

    for made in (map_like(500), attack_tree(500), random_map(500, 1500)):
        arrays = made.arrays()
        assert (len(arrays), len(arrays.statements)) == (len(made), 500)
        assert [arrays.node(arrays.iri(n)) for n in range(0, len(arrays), 7)] == [*range(0, len(arrays), 7)]
        assert assess(arrays).map.left_out == 0
