"""Disputes decide what they explain, and weakest points are those: against brute force, on any maps."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import STANDARDS, Assessment, Dispute, assess, dispute_of, hangs_on, weakest_points
from tests.test_graph.standing_maps import Map, maps, random_map

READINGS = st.sampled_from([*STANDARDS])
LABELS = {"stands": 1, "open": 0, "falls": -1}


def counted(made: Map) -> list[int]:
    """The nodes that have a standing."""
    return [node for node in range(made.bounds[3]) if node not in made.broken]


def picked(made: Map, pick: int) -> int:
    """One of the nodes that have a standing."""
    nodes = counted(made)
    return nodes[pick % len(nodes)]


def other_relations(made: Map, dispute: Dispute) -> frozenset[int]:
    return frozenset(range(made.statements, len(made))) - dispute.moves.keys()


# ---- Disputes ----


@given(maps(), READINGS, st.integers(0, 6))
def test_the_relations_of_a_dispute_alone_decide_as_the_whole_map_does(made: Map, reading: str, pick: int) -> None:
    assessment, node = assess(made.arrays(), reading), pick % made.statements
    dispute = dispute_of(assessment, node)
    alone = assess(replace(made, broken=other_relations(made, dispute)).arrays(), reading)
    assert alone.verdict(node).standing == assessment.verdict(node).standing


@given(maps(), READINGS, st.integers(0, 30))
def test_what_is_decided_stays_so_whatever_becomes_of_all_that_is_not_in_the_dispute(
    made: Map, reading: str, pick: int
) -> None:
    assessment, node = assess(made.arrays(), reading), picked(made, pick)
    dispute = dispute_of(assessment, node)
    outside = [one for one in counted(made) if one not in dispute.moves]
    for changed in (assessment.assume(accept=outside), assessment.assume(reject=outside)):
        assert dispute.moves[node].standing in ("open", changed.verdict(node).standing)


@given(maps(), READINGS, st.integers(0, 30))
def test_what_decides_was_decided_before(made: Map, reading: str, pick: int) -> None:
    assessment = assess(made.arrays(), reading)
    for move in dispute_of(assessment, picked(made, pick)).moves.values():
        if move.standing != "open" and move.reason != "circular":
            assert all(assessment.rank[one] < assessment.rank[move.node] for one in move.rests_on)


@given(maps(), READINGS, st.integers(0, 30))
def test_every_move_tells_what_the_map_says_and_leads_to_moves(made: Map, reading: str, pick: int) -> None:
    assessment, node = assess(made.arrays(), reading), picked(made, pick)
    dispute = dispute_of(assessment, node)
    assert next(iter(dispute.moves)) == node
    for move in dispute.moves.values():
        assert LABELS[move.standing] == assessment.labels[move.node]
        assert all(one in dispute.moves for one in move.rests_on)


@given(maps(), READINGS, st.integers(0, 30))
def test_a_dispute_over_something_open_ends_in_two_sides_that_stand_or_in_a_circle_with_an_attack(
    made: Map, reading: str, pick: int
) -> None:
    assessment, node = assess(made.arrays(), reading), picked(made, pick)
    dispute = dispute_of(assessment, node)
    if dispute.moves[node].standing == "open":
        reasons = {move.reason for move in dispute.moves.values() if move.standing == "open"}
        assert ("contested" in reasons) != bool(dispute.circle)
        assert not dispute.circle or any(one in assessment.arrays.conflicts for one in dispute.circle)


@given(maps(), READINGS, st.integers(0, 30))
def test_what_the_reader_assumes_needs_no_reasons(made: Map, reading: str, pick: int) -> None:
    node = picked(made, pick)
    assumed = assess(made.arrays(), reading, reject=[node])
    assert [*dispute_of(assumed, node).moves] == [node]


def chain(length: int) -> Map:
    """Each attacks the one before."""
    return Map(length, conflicts=tuple((n + 1, n) for n in range(length - 1)))


def test_a_long_dispute_is_cut_and_tells_how_much_more_there_is() -> None:
    dispute = dispute_of(assess(chain(2001).arrays()), 0, most=10)
    assert len(dispute.moves) + dispute.more == 4001
    assert len(dispute.moves) < 15
    assert not dispute.more_is_least


def test_of_a_very_long_dispute_it_is_told_that_there_is_more_than_could_be_counted() -> None:
    dispute = dispute_of(assess(chain(12_001).arrays()), 0)
    assert dispute.more_is_least


def test_the_shorter_of_two_defences_is_told() -> None:
    # 0 is attacked by 1, which 2 attacks (defended at length by 3 and 4), and 5 (which nothing attacks).
    made = Map(6, conflicts=((1, 0), (2, 1), (3, 2), (4, 3), (5, 1)))
    assert [n for n in dispute_of(assess(made.arrays()), 0).moves if n < 6] == [0, 1, 5]


def test_a_node_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        dispute_of(assess(chain(2).arrays()), "urn:map:nowhere")


# ---- Weakest points ----


def by_force(assessment: Assessment, node: int) -> set[tuple[int, str]]:
    """Reject every other statement in turn."""
    label = assessment.labels[node]
    others = [one for one in assessment.arrays.statements if one != node]
    after = {one: int(assessment.assume(reject=[one]).labels[node]) for one in others}
    fatal = {(one, "falls") for one, now in after.items() if now == -1}
    return set() if label == -1 else fatal or {(one, "open") for one, now in after.items() if now < label}


@given(maps(), READINGS, st.integers(0, 30))
def test_weakest_points_are_those_that_rejecting_every_statement_finds(made: Map, reading: str, pick: int) -> None:
    assessment, node = assess(made.arrays(), reading), picked(made, pick)
    assert {(point.node, point.leaves) for point in weakest_points(assessment, node)} == by_force(assessment, node)


def test_the_nearest_weak_point_comes_first() -> None:
    made = Map(4, inferences=(((1,), 0), ((2,), 1), ((3,), 2)))
    points = weakest_points(assess(made.arrays()), 0)
    assert [(point.node, point.steps) for point in points] == [(1, 1), (2, 2), (3, 3)]


def test_as_many_weak_points_are_told_as_are_asked_for_and_that_there_may_be_more() -> None:
    made = Map(4, inferences=(((1,), 0), ((2,), 1), ((3,), 2)))
    points = weakest_points(assess(made.arrays()), 0, most=2)
    assert (len(points), points.is_cut) == (2, True)


@pytest.mark.parametrize("seed", range(5))
def test_what_several_hang_on_is_what_each_hangs_on(seed: int) -> None:
    assessment = assess(random_map(seed, 12).arrays())
    nodes = [*assessment.arrays.statements]
    found = hangs_on(assessment, nodes)
    assert found == {node: [point.node for point in weakest_points(assessment, node)] for node in nodes}
