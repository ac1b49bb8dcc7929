"""How what is open can be defended: with what together, and what falls then."""

import numpy as np
import pytest
from hypothesis import given, settings

from graph import STANDARDS, Extensions, UndecidedInTimeError, assess, defence_of
from graph.standing.framework import UNDECIDED
from tests.test_graph.all_labellings import every_extension
from tests.test_graph.standing_maps import Map, maps

RIVALS = Map(3, conflicts=((0, 1), (1, 0), (2, 0)))
"""Two statements that attack each other, and a third that attacks the first."""


def test_of_two_statements_that_attack_each_other_each_can_be_defended_and_neither_holds_in_every_case() -> None:
    found = defence_of(assess(Map(2, conflicts=((0, 1), (1, 0))).arrays()), 0)
    assert (found.credulous, found.sceptical) == (True, False)
    assert (found.has_stable, found.in_some_stable, found.in_every_stable) == (True, True, False)
    assert (found.together, found.falls, found.outweighed) == ((), (1,), ())


def test_what_is_defended_by_another_statement_is_defended_together_with_it() -> None:
    # 0 ↔ 1, 1 → 2: so 2 is saved by 0.
    found = defence_of(assess(Map(3, conflicts=((0, 1), (1, 0), (1, 2))).arrays()), 2)
    assert (found.credulous, found.together, found.falls) == (True, (0,), (1,))


def test_what_both_sides_of_a_dispute_defend_holds_in_every_case() -> None:
    # Floating acceptance: 0 ↔ 1, both attack 2, which attacks 3.
    found = defence_of(assess(Map(4, conflicts=((0, 1), (1, 0), (0, 2), (1, 2), (2, 3))).arrays()), 3)
    assert (found.credulous, found.sceptical, found.in_every_stable) == (True, True, True)


def test_one_of_three_in_a_circle_cannot_be_defended() -> None:
    found = defence_of(assess(Map(3, conflicts=((0, 1), (1, 2), (2, 0))).arrays()), 0)
    assert (found.credulous, found.sceptical, found.has_stable) == (False, False, False)
    assert (found.together, found.falls) == ((), ())


def test_a_contested_claim_can_be_defended_if_its_objection_counts_for_less() -> None:
    contested = Map(3, inferences=(((1,), 0),), conflicts=((2, 0),))
    found = defence_of(assess(contested.arrays()), 0)
    assert (found.credulous, found.together, found.falls, found.outweighed) == (True, (), (), (0,))


def test_what_is_settled_is_told_without_a_search() -> None:
    stands, falls = (defence_of(assess(Map(2, conflicts=((0, 1),)).arrays()), node) for node in (0, 1))
    assert (stands.credulous, stands.sceptical, stands.in_every_stable) == (True, True, True)
    assert (falls.credulous, falls.sceptical, falls.in_some_stable) == (False, False, False)


def test_what_the_reader_assumes_is_kept() -> None:
    rivals = assess(Map(2, conflicts=((0, 1), (1, 0))).arrays())
    assert defence_of(rivals.assume(reject=[0]), 1).sceptical
    assert not defence_of(rivals.assume(accept=[0]), 1).credulous


@pytest.mark.parametrize("standard", STANDARDS)
@settings(max_examples=25, deadline=None)
@given(maps())
def test_a_defence_is_that_by_trying_all_labellings(standard: str, made: Map) -> None:
    assessment = assess(made.arrays(), standard)
    if len(assessment.map.framework) > 7:
        return
    there = every_extension(assessment.map.framework)
    for node in range(len(made)):
        found = defence_of(assessment, node)
        assert found.credulous == any(node in one for one in there["PR"])
        assert found.sceptical == all(node in one for one in there["PR"])
        assert found.has_stable == bool(there["ST"])
        assert found.in_some_stable == any(node in one for one in there["ST"])
        assert found.in_every_stable == (bool(there["ST"]) and all(node in one for one in there["ST"]))


@settings(max_examples=25, deadline=None)
@given(maps())
def test_what_stands_together_stands_in_one_preferred_extension_and_what_falls_does_not(made: Map) -> None:
    assessment = assess(made.arrays())
    extensions = Extensions(assessment.map.framework, assessment.labels)
    for node in np.flatnonzero(assessment.labels[: made.statements] == UNDECIDED).tolist()[:5]:
        found = defence_of(assessment, node)
        if found.credulous:
            sets = [{*one.tolist()} for one in extensions.every("PR")]
            assert any({node, *found.together} <= one and not one & {*found.falls} for one in sets)


def test_a_defence_for_which_there_is_no_time_is_refused_with_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise UndecidedInTimeError("whether it is in some preferred extension", 0.001)

    monkeypatch.setattr("graph.extensions.extensions.search_within", none)
    with pytest.raises(UndecidedInTimeError, match="whether it is in some preferred extension"):
        defence_of(assess(RIVALS.arrays()).assume(reject=[2]), 0, seconds=0.001)
