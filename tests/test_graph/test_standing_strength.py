"""Strength: the equations of quadratic energy, hand-computed values, agreement with standing, and convergence."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import STANDARDS, Assessment, Strengths, assess, strengths
from graph.arrays.argument_arrays import COMMITMENTS
from graph.standing import strength
from graph.standing.base_weights import BASE_WEIGHTS, NEUTRAL
from graph.standing.framework import IN, OUT
from tests.test_graph.standing_maps import Map, maps, random_map

READINGS = st.sampled_from([*STANDARDS])
WEIGHTS = st.dictionaries(st.integers(0, 6), st.floats(0, 1))
PICKS = st.lists(st.integers(0, 20), max_size=2)
MUTUAL = 0.42385
"""The root of x = ½ - ½ · x² / (1 + x²): what each of two has that attack one another and nothing else."""


def assumed(made: Map, standard: str, accept: Iterable[int], reject: Iterable[int]) -> Assessment:
    """Assess a map, with those assumptions that it has the nodes for."""
    stands = {node for node in accept if node < len(made)}
    return assess(made.arrays(), standard, stands, {node for node in reject if node < len(made)} - stands)


def among(made: Map, weights: Mapping[int, float]) -> dict[int, float]:
    return {node: weight for node, weight in weights.items() if node < made.statements}


def values(made: Map, standard: str = "default", **weights: float) -> list[float]:
    """The strengths of a map's nodes; a weight is given as `s0=0.8`."""
    given = {int(name.removeprefix("s")): weight for name, weight in weights.items()}
    return [float(one) for one in strengths(assess(made.arrays(), standard), given).of]


def by_the_equations(
    made: Map, assessment: Assessment, weights: Mapping[int, float], now: Mapping[int, float]
) -> dict[int, float]:
    """What each node gets from what the others have, said plainly and slowly."""
    labels, (_, first, conflicts, rephrases, _) = assessment.labels, made.bounds
    counts = {n for n in range(first, rephrases) if n not in made.broken and labels[n] != OUT}
    found = dict.fromkeys(range(len(made)), 0.0)
    for n in counts:
        rests_on = made.inferences[n - first][0] if n < conflicts else made.conflicts[n - conflicts][:1]
        attacks = [k for k in counts if k >= conflicts and made.conflicts[k - conflicts][1] == n]
        found[n] = min(now[p] for p in rests_on) * prod(1 - now[k] for k in attacks)
    for n in range(made.statements):
        pro = sum(now[r] for r in counts if r < conflicts and made.inferences[r - first][1] == n)
        con = sum(now[k] for k in counts if k >= conflicts and made.conflicts[k - conflicts][1] == n)
        weight, energy = weights.get(n, NEUTRAL), pro - con
        share = energy**2 / (1 + energy**2)
        found[n] = weight + (1 - weight) * share if energy >= 0 else weight - weight * share
    for n in {*range(made.statements), *counts}:
        least, most = (0.5 if labels[n] == IN else 0.0), (0.5 if labels[n] == OUT else 1.0)
        if n in assessment.assumptions:
            least = most = 1.0 if assessment.assumptions[n] == IN else 0.0
        found[n] = min(max(found[n], least), most)
    return found


@given(maps(), READINGS, WEIGHTS, PICKS, PICKS)
def test_strengths_are_what_the_equations_give(
    made: Map, standard: str, weights: dict[int, float], accept: list[int], reject: list[int]
) -> None:
    assessment, weights = assumed(made, standard, accept, reject), among(made, weights)
    found = strengths(assessment, weights)
    assert found.converged
    again = by_the_equations(made, assessment, weights, dict(enumerate(found.of)))
    assert [*again.values()] == pytest.approx(found.of, abs=1e-5)


@given(maps(acyclic=True), READINGS, WEIGHTS)
def test_where_nothing_goes_in_circles_they_are_reckoned_from_the_leaves_on(
    made: Map, standard: str, weights: dict[int, float]
) -> None:
    assessment, weights = assess(made.arrays(), standard), among(made, weights)
    slowly: Mapping[int, float] = dict.fromkeys(range(len(made)), 0.0)
    for _ in range(len(made) + 1):
        slowly = by_the_equations(made, assessment, weights, slowly)
    assert strengths(assessment, weights).of == pytest.approx([*slowly.values()], abs=1e-4)


@settings(max_examples=300)
@given(maps(), READINGS, WEIGHTS, PICKS, PICKS)
def test_what_stands_has_at_least_a_half_and_what_falls_at_most(
    made: Map, standard: str, weights: dict[int, float], accept: list[int], reject: list[int]
) -> None:
    assessment = assumed(made, standard, accept, reject)
    agrees(assessment, strengths(assessment, among(made, weights)))


@pytest.mark.parametrize("standard", STANDARDS)
def test_large_maps_agree_with_standing_too(standard: str) -> None:
    made = random_map(seed=8, size=3000)
    weights = np.random.default_rng(8).random(made.statements)
    assessment = assess(made.arrays(), standard)
    found = strengths(assessment, dict(enumerate(weights.tolist())))
    assert found.converged
    agrees(assessment, found)


def agrees(assessment: Assessment, found: Strengths) -> None:
    labels, counts = assessment.labels[: len(found.of)], assessment.map.counts
    assert ((found.of >= 0) & (found.of <= 1)).all()
    assert (found.of[(labels == IN) & counts] >= 0.5).all()
    assert (found.of[labels == OUT] <= 0.5).all()
    assert not found.of[~counts].any()


HAND_COMPUTED = {
    "nothing said": (Map(1), "default", [0.5]),
    "one support": (Map(2, (((1,), 0),)), "default", [0.6, 0.5, 0.5]),
    "one objection": (Map(2, (), ((1, 0),)), "default", [0.4, 0.5, 0.5]),
    "one of each": (Map(3, (((1,), 0),), ((2, 0),)), "default", [0.5] * 5),
    "three for, one against": (Map(5, (((1,), 0), ((2,), 0), ((3,), 0)), ((4, 0),)), "default", [0.75] + [0.5] * 8),
    "against what is supported, in the strict reading": (Map(3, (((1,), 0),), ((2, 0),)), "strict", [0.5] * 5),
    "two for, one against, in the strict reading":
        (Map(4, (((1,), 0), ((2,), 0)), ((3, 0),)), "strict", [0.5] * 7),
    "the objection is refuted": (Map(3, (), ((1, 0), (2, 1))), "default", [0.5, 0.4, 0.5, 0.0, 0.5]),
    "the only support is refuted": (Map(3, (((1,), 0),), ((2, 1),)), "default", [0.5, 0.4, 0.5, 0.0, 0.5]),
    "the only support is undercut": (Map(3, (((1,), 0),), ((2, 3),)), "default", [0.5, 0.5, 0.5, 0.0, 0.5]),
    "support in a circle": (Map(2, (((1,), 0), ((0,), 1))), "default", [0.5, 0.5, 0.0, 0.0]),
    "mutual attack": (Map(2, (), ((0, 1), (1, 0))), "default", [MUTUAL] * 4),
    "attacks one another, and one undercuts": (
        Map(4, (((1,), 0),), ((2, 3), (3, 2), (2, 4))),
        "default",
        [0.53831, 0.5, MUTUAL, MUTUAL, 0.5 * (1 - MUTUAL), MUTUAL, MUTUAL, MUTUAL],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("made", "standard", "expected"), HAND_COMPUTED.values(), ids=HAND_COMPUTED)
def test_small_maps_have_the_strengths_computed_by_hand(made: Map, standard: str, expected: list[float]) -> None:
    assert values(made, standard) == pytest.approx(expected, abs=1e-5)


def test_linked_premises_are_as_strong_as_the_weakest() -> None:
    assert values(Map(3, (((1, 2), 0),)), s1=0.9, s2=0.5) == pytest.approx([0.6, 0.9, 0.5, 0.5])


def test_the_readers_weights_take_the_place_of_the_commitments() -> None:
    assert values(Map(2, (((1,), 0),)), s0=0.8, s1=1) == pytest.approx([0.9, 1, 1])


def test_an_objection_that_stands_is_no_weaker_than_a_half_whatever_its_weight() -> None:
    assert values(Map(2, (), ((1, 0),)), s1=0.1) == pytest.approx([0.4, 0.5, 0.5])


def test_what_is_accepted_has_all_strength_and_what_is_rejected_none() -> None:
    made = Map(3, (((1,), 0),), ((2, 1),))
    assessment = assess(made.arrays(), accept=[1], reject=[2])
    assert strengths(assessment).of == pytest.approx([0.75, 1, 0, 1, 0])


def test_an_inference_that_is_accepted_carries_all_whatever_its_premises() -> None:
    made = Map(3, (((1,), 0),), ((2, 1),))
    assert strengths(assess(made.arrays(), accept=[3])).of == pytest.approx([0.75, 0.4, 0.5, 1, 0.5])


def test_every_commitment_has_a_base_weight() -> None:
    assert {*BASE_WEIGHTS} == {*COMMITMENTS} - {""}


@pytest.mark.parametrize("commitment", COMMITMENTS)
def test_without_a_readers_weight_the_commitment_gives_it(commitment: str) -> None:
    made = Map(3, (), ((0, 1), (1, 0), (0, 2), (2, 0)))
    committed = np.full(len(made), COMMITMENTS.index(commitment), np.uint8)
    found = strengths(assess(replace(made.arrays(), commitment=committed)))
    weight = BASE_WEIGHTS.get(commitment, NEUTRAL)
    assert found.of == pytest.approx(strengths(assess(made.arrays()), dict.fromkeys(range(3), weight)).of)


def test_all_wrong_weights_are_told_at_once() -> None:
    assessment = assess(Map(2, (((1,), 0),)).arrays())
    with pytest.raises(ValueError) as told:
        strengths(assessment, {0: 1.5, 1: float("nan"), 2: 0.5, 99: 0.5})
    assert str(told.value) == (
        "urn:map:s000000 cannot have the base weight 1.5; choose one from 0 to 1; "
        "urn:map:s000001 cannot have the base weight nan; choose one from 0 to 1; "
        "urn:map:r000002 is a relation; only statements have a base weight; "
        "there is no node 99; only statements have a base weight"
    )


def swinging(size: int, weight: float) -> Strengths:
    """Strengths where each of some statements attacks, and is attacked by, each of as many others."""
    pairs = [(one, size + other) for one in range(size) for other in range(size)]
    made = Map(2 * size, (), tuple(pairs + [(other, one) for one, other in pairs]))
    return strengths(assess(made.arrays()), dict.fromkeys(range(2 * size), weight))


def test_without_smaller_steps_many_mutual_attacks_swing_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strength, "DAMPED_ROUNDS", 0)
    found = swinging(3, 0.9)
    assert not found.converged
    assert not found.damped
    assert found.error > 0.1
    assert found.rounds == strength.PLAIN_ROUNDS


@pytest.mark.parametrize(("size", "weight"), [(2, 1.0), (3, 0.9), (6, 0.5), (10, 1.0)])
def test_smaller_steps_end_the_swinging_where_the_equation_holds(size: int, weight: float) -> None:
    found = swinging(size, weight)
    assert (found.converged, found.damped) == (True, True)
    assert found.error <= strength.TOLERANCE
    assert found.of == pytest.approx(found.of[0])
    assert found.of[0] == pytest.approx(weight / (1 + (size * found.of[0]) ** 2), abs=1e-5)


def test_what_converges_is_told_with_its_rounds_and_error() -> None:
    found = strengths(assess(Map(2, (), ((0, 1), (1, 0))).arrays()))
    assert (found.converged, found.damped) == (True, False)
    assert 1 < found.rounds < strength.PLAIN_ROUNDS
    assert found.error <= strength.TOLERANCE


def test_an_empty_map_has_no_strengths() -> None:
    found = strengths(assess(Map(0).arrays()))
    assert (found.of.tolist(), found.converged) == ([], True)
