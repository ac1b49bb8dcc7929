"""Extensions under all semantics: against all labellings, textbooks, one another; and searches that end in time."""

import json
import os
import subprocess
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import PROBLEMS, SEMANTICS, Extensions, UndecidedInTimeError
from graph.errors import StoreError
from graph.extensions import limited_process
from graph.extensions.layers import layered
from graph.extensions.part_search import extensions_of
from graph.extensions.parts import Rest
from graph.extensions.sat_search import Bounded, BudgetSpentError, Unbounded
from graph.extensions.searching import Deadline, Work, search, search_within
from graph.extensions.work_frames import packed, packed_results, unpacked, unpacked_results
from graph.standing.framework import ATTACKS, IN, NEEDS, Framework
from graph.standing.grounded import grounded
from tests.test_graph.all_labellings import Extension, every_extension, frameworks, is_admissible

FRAMEWORKS = Path(__file__).parents[1] / "data" / "frameworks"
TEXTBOOK = json.loads((FRAMEWORKS / "manifest.json").read_text("utf-8"))
any_framework = frameworks() | frameworks(attacks_only=True)


def sets(found: Extensions, semantics: str) -> set[Extension]:
    listed = [frozenset(one.tolist()) for one in found.every(semantics)]
    assert len(listed) == len(set(listed))
    return set(listed)


def check(framework: Framework) -> None:
    """Check all answers under all semantics against those by trying all labellings."""
    found = Extensions(framework)
    for semantics, there in every_extension(framework).items():
        assert sets(found, semantics) == there
        assert found.count(semantics) == len(there)
        some = found.some(semantics)
        assert frozenset(some.tolist()) in there if some is not None else not there
        for member in range(len(framework)):
            check_member(found, semantics, member, there)


def check_member(found: Extensions, semantics: str, member: int, there: set[Extension]) -> None:
    with_it, without_it = found.containing(semantics, member), found.lacking(semantics, member)
    assert (with_it is not None) == any(member in one for one in there)
    assert (without_it is not None) == any(member not in one for one in there)
    assert with_it is None or (member in with_it and frozenset(with_it.tolist()) in there)
    assert without_it is None or (member not in without_it and frozenset(without_it.tolist()) in there)
    if semantics == "PR":
        assert found.is_defensible(member) == any(member in one for one in there)
        assert found.is_in_every_preferred(member) == all(member in one for one in there)


@settings(max_examples=60, deadline=None)
@given(any_framework)
def test_all_answers_under_all_semantics_are_those_by_trying_all_labellings(framework: Framework) -> None:
    check(framework)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(frameworks(most=7) | frameworks(attacks_only=True, most=7))
def test_all_answers_are_those_by_trying_all_labellings_for_larger_frameworks_too(framework: Framework) -> None:
    check(framework)


@settings(max_examples=100, deadline=None)
@given(frameworks(most=12) | frameworks(attacks_only=True, most=12))
def test_grounded_is_within_every_complete_and_stable_is_semi_stable_and_that_preferred(framework: Framework) -> None:
    found = Extensions(framework)
    [least] = sets(found, "GR")
    assert all(least <= one for one in sets(found, "CO"))
    assert sets(found, "ST") <= sets(found, "SST") <= sets(found, "PR") <= sets(found, "CO")
    [ideal] = sets(found, "ID")
    assert least <= ideal <= frozenset.intersection(*sets(found, "PR"))
    assert ideal in sets(found, "CO")


@settings(max_examples=60, deadline=None)
@given(frameworks(most=4), frameworks(most=4))
def test_parts_that_have_nothing_to_do_with_one_another_combine_freely(one: Framework, other: Framework) -> None:
    shift = len(one)
    both = Framework(
        np.concatenate([one.start, other.start[1:] + one.start[-1]]),
        np.concatenate([one.source, other.source + np.int32(shift)]),
        np.concatenate([one.sign, other.sign]),
        np.concatenate([one.disjunction, other.disjunction]),
    )
    for semantics in ("CO", "PR", "ST", "SST", "ID"):
        moved = [{member + shift for member in some} for some in sets(Extensions(other), semantics)]
        expected = {some | more for some in sets(Extensions(one), semantics) for more in moved}
        assert sets(Extensions(both), semantics) == expected


@settings(max_examples=60, deadline=None)
@given(any_framework)
def test_splitting_into_parts_changes_nothing(framework: Framework) -> None:
    rest = Extensions(framework).undecided
    whole = Rest(rest.members, rest.framework, np.asarray([0, len(rest.members)]))
    for semantics in ("CO", "PR", "ST", "SST"):
        together = extensions_of(whole.part(0), semantics, "all", -1, Unbounded()).sets if len(rest.members) else [()]
        surely = frozenset(np.flatnonzero(grounded(framework).labels > 0).tolist())
        found = {surely | {int(rest.members[one]) for one in some} for some in together}
        assert found == sets(Extensions(framework), semantics)


@settings(max_examples=60, deadline=None)
@given(any_framework, st.data())
def test_a_defending_set_is_admissible_has_the_member_and_none_that_could_go(
    framework: Framework, data: st.DataObject
) -> None:
    member = data.draw(st.integers(0, len(framework) - 1))
    found = Extensions(framework)
    defending = found.defending(member)
    assert (defending is not None) == found.is_defensible(member)
    if defending is None or found.labels[member]:
        return
    labels = found.labels.copy()
    labels[defending[0]], labels[defending[1]] = 1, -1
    assert labels[member] == 1
    assert is_admissible(framework, tuple(labels.tolist()))
    for one in set(defending[1].tolist()):
        fewer = labels.copy()
        fewer[one] = 0
        assert not is_admissible(framework, tuple(fewer.tolist()))


@pytest.mark.parametrize("semantics", SEMANTICS)
@pytest.mark.parametrize("case", TEXTBOOK, ids=lambda case: case["file"])
def test_textbook_frameworks_have_the_extensions_that_are_published(case: dict[str, object], semantics: str) -> None:
    first, *lines = (FRAMEWORKS / str(case["file"])).read_text("utf-8").splitlines()
    pairs = [[int(one) - 1 for one in line.split()] for line in lines if not line.startswith("#")]
    framework = Framework.of(int(first.split()[2]), [(one, ATTACKS, other) for one, other in pairs])
    extensions = case["extensions"]
    assert isinstance(extensions, dict)
    expected = {frozenset(member - 1 for member in one) for one in extensions[semantics]}
    assert sets(Extensions(framework), semantics) == expected


def test_a_circle_of_support_does_not_hold_itself_up() -> None:
    # 2 and 3 attack each other; 0 needs 1, which needs 0 or 2.
    framework = Framework.of(4, [(1, NEEDS, 0), (0, NEEDS, 1), (2, NEEDS, 1), (2, ATTACKS, 3), (3, ATTACKS, 2)], (1,))
    assert sets(Extensions(framework), "PR") == {frozenset({0, 1, 2}), frozenset({3})}
    assert sets(Extensions(framework), "ST") == {frozenset({0, 1, 2}), frozenset({3})}


def test_where_there_is_no_stable_extension_elsewhere_there_is_none_at_all() -> None:
    odd = Framework.of(3, [(0, ATTACKS, 1), (1, ATTACKS, 0), (2, ATTACKS, 2)])
    found = Extensions(odd)
    assert found.some("ST") is found.containing("ST", 0) is found.lacking("ST", 0) is None
    assert found.containing("PR", 0) is not None


def test_stage_semantics_is_refused_where_there_are_needs() -> None:
    with pytest.raises(ValueError, match="defined for attacks only"):
        Extensions(Framework.of(2, [(0, NEEDS, 1)])).some("STG")


def test_an_unknown_semantics_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="no semantics; there are CO, GR, PR, ST, SST, STG, ID"):
        Extensions(Framework.of(1, [])).some("XX")
    assert list(PROBLEMS) == ["SE", "EE", "CE", "DC", "DS"]


def hard(size: int) -> Framework:
    """Return a random framework of three attacks for each member, of which half are open in one part."""
    random = np.random.default_rng(3)
    source, target = (random.integers(0, size, 3 * size).astype(np.int32) for _ in range(2))
    return Framework.from_arrays(source, np.full(3 * size, ATTACKS, np.int8), target, np.zeros(size, np.bool_))


@pytest.mark.parametrize(("layers", "largest"), [(1, 500), (100, 6), (0, 0)])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(framework=frameworks(most=8) | frameworks(attacks_only=True, most=8))
def test_where_going_by_layers_stops_early_a_search_of_the_whole_goes_on(
    monkeypatch: pytest.MonkeyPatch, layers: int, largest: int, framework: Framework
) -> None:
    monkeypatch.setattr("graph.extensions.layers._LAYERS", layers)
    monkeypatch.setattr("graph.extensions.layers._LARGEST", largest)
    found = Extensions(framework)
    for semantics in ("PR", "ST", "SST"):
        some = found.some(semantics)
        there = sets(found, semantics)
        assert frozenset(some.tolist()) in there if some is not None else not there


@settings(max_examples=100, deadline=None)
@given(frameworks(most=9) | frameworks(attacks_only=True, most=9))
def test_going_by_layers_comes_to_a_preferred_extension(framework: Framework) -> None:
    found = Extensions(framework)
    rest = found.undecided
    easy = layered(rest.framework, time.monotonic() + 60)
    chosen = rest.members[easy.labels == IN]
    surely = np.flatnonzero(found.labels == IN)
    assert easy.found.all()
    assert frozenset([*chosen.tolist(), *surely.tolist()]) in sets(found, "PR")


def test_a_chain_of_choices_that_is_longer_than_the_layers_is_chosen_for_all_the_same() -> None:
    # 2k and 2k + 1 attack each other, and 2k attacks 2k + 2.
    pairs = [(2 * k, 2 * k + 1) for k in range(300)]
    attacks = [*pairs, *((other, one) for one, other in pairs), *((2 * k, 2 * k + 2) for k in range(299))]
    found = Extensions(Framework.of(600, [(one, ATTACKS, other) for one, other in attacks])).some("PR")
    assert found is not None
    assert len(found) == 300


def test_a_bounded_solver_gives_up_and_tells_so() -> None:
    work = Work(Extensions(hard(2_000)).undecided, "PR", "one")
    with pytest.raises(BudgetSpentError):
        search(work, Bounded(propagations=10, conflicts=1))


def children() -> set[str]:
    told = subprocess.run(
        ["ps", "-o", "args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False
    )
    return {line for line in told.stdout.splitlines() if "search_worker" in line or "defunct" in line}


def test_a_search_that_takes_too_long_is_ended_and_leaves_nothing_behind() -> None:
    found = Extensions(hard(30_000), seconds=1.0)
    with pytest.raises(UndecidedInTimeError, match=r"after 1 seconds.*some extension under preferred.*--seconds"):
        found.some("PR")
    assert children() == set()


def test_a_search_can_be_made_in_any_thread_and_gives_what_it_gives_here() -> None:
    work = Work(Extensions(hard(200)).undecided, "PR", "all")
    there: list[object] = []
    threads = [
        threading.Thread(target=lambda: there.append(limited_process.search_in_process(work, Deadline(60, "all"))))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    here = search(work, Bounded(60, 10**9, 10**9))
    assert [{part: set(found.sets) for part, found in some.items()} for some in there] == [  # type: ignore[attr-defined]
        {part: set(found.sets) for part, found in here.items()}
    ] * 2


def test_what_is_not_solved_here_in_a_moment_is_solved_by_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.extensions.searching.Bounded", lambda _: Bounded(propagations=1, conflicts=1))
    framework = hard(300)
    work = Work(Extensions(framework).undecided, "PR", "one")
    found = search_within(work, Deadline(60, "one"))
    assert all(one.count == 1 for one in found.values())


def test_a_search_that_needs_too_much_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited_process, "_MEMORY", 30 * 2**20)
    with pytest.raises(StoreError, match="search for extensions"):
        limited_process.search_in_process(Work(Extensions(hard(30_000)).undecided, "PR", "one"), Deadline(60, "one"))


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan")])
def test_no_time_is_no_limit(seconds: float) -> None:
    framework = Framework.of(2, [(0, ATTACKS, 1), (1, ATTACKS, 0)])
    with pytest.raises(ValueError, match="seconds must be more than 0"):
        Extensions(framework, seconds=seconds).some("PR")


@settings(max_examples=20, deadline=None)
@given(frameworks())
def test_work_and_results_are_the_same_after_their_way_to_another_process(framework: Framework) -> None:
    work = Work(Extensions(framework).undecided, "CO", "all")
    again = unpacked(packed(work))
    results = search(again, Unbounded())
    assert unpacked_results(packed_results(results)) == results == search(work, Unbounded())
