"""What if: what spreads from a change is what a whole recomputation gives, whatever is assumed in whatever order."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import STANDARDS, Assessment, WhatIf, assess
from graph.standing.assessment import STANDINGS
from graph.standing.framework import IN, OUT, UNDECIDED
from tests.test_graph.standing_maps import Map, maps, random_map

CHOICES = (IN, OUT, None)
Edit = tuple[int, int | None]

in_every_reading = pytest.mark.parametrize("reading", STANDARDS)


def edits(seed: int, nodes: int, count: int) -> Iterator[Edit]:
    """Yield random edits: something is accepted, rejected, or nothing assumed of it any more; some nodes come often."""
    random = Random(seed)
    often = random.sample(range(nodes), min(nodes, 5))
    for _ in range(count):
        node = random.choice(often) if random.random() < 0.5 else random.randrange(nodes)
        yield node, random.choice(CHOICES)


def recomputed(trial: WhatIf) -> Assessment:
    """The same map under the same assumptions, all of it worked out anew."""
    accept, reject = ([n for n, label in trial.assumptions.items() if label == wanted] for wanted in (IN, OUT))
    return assess(trial.assessment.arrays, trial.assessment.standard, accept=accept, reject=reject)


def check_edits(made: Map, reading: str, some: Iterator[Edit]) -> int:
    """Make edits one after the other; after each compare labels and reported changes; return how many there were."""
    trial, count = WhatIf(assess(made.arrays(), reading)), 0
    assumed: dict[int, int | None] = {}
    for count, (node, label) in enumerate(some, 1):  # noqa: B007 - it is returned
        before = trial.labels[: len(made)].tolist()
        changes = trial.assume(node, label)
        assumed[node] = label
        assert trial.assumptions == {n: one for n, one in assumed.items() if one is not None}
        after = recomputed(trial).labels.tolist()
        assert trial.labels.tolist() == after, (made, reading, assumed, node)
        pairs = enumerate(zip(before, after, strict=False))
        assert changes == {n: (STANDINGS[was], STANDINGS[now]) for n, (was, now) in pairs if was != now}
    return count


@in_every_reading
def test_after_each_of_hundreds_of_edits_all_is_as_worked_out_anew(reading: str) -> None:
    made = (random_map(seed, 4 + seed % 22, acyclic=seed % 4 == 0) for seed in range(25))
    assert sum(check_edits(one, reading, edits(seed, len(one), 20)) for seed, one in enumerate(made)) == 500


@pytest.mark.slow
@in_every_reading
def test_after_each_of_thousands_of_edits_all_is_as_worked_out_anew(reading: str) -> None:
    made = (random_map(seed, 3 + seed % 40, acyclic=seed % 4 == 0) for seed in range(1000, 1120))
    assert sum(check_edits(one, reading, edits(seed, len(one), 30)) for seed, one in enumerate(made)) == 3600


@pytest.mark.slow
@in_every_reading
@pytest.mark.parametrize("acyclic", [True, False])
def test_in_a_map_of_two_thousand_statements_edits_spread_as_worked_out_anew(reading: str, acyclic: bool) -> None:
    made = random_map(7, 2000, acyclic=acyclic)
    assert check_edits(made, reading, edits(7, len(made), 150)) == 150


@in_every_reading
@settings(max_examples=25)
@given(made=maps(largest=5), data=st.data())
def test_any_edits_spread_as_worked_out_anew(reading: str, made: Map, data: st.DataObject) -> None:
    edit = st.tuples(st.integers(0, len(made) - 1), st.sampled_from(CHOICES))
    check_edits(made, reading, iter(data.draw(st.lists(edit, min_size=1, max_size=5))))


@in_every_reading
@settings(max_examples=40)
@given(made=maps(largest=9), data=st.data())
def test_assumptions_undone_in_any_order_leave_no_trace(reading: str, made: Map, data: st.DataObject) -> None:
    assessment = assess(made.arrays(), reading)
    first = assessment.labels.tolist()
    assumed = data.draw(st.dictionaries(st.integers(0, len(made) - 1), st.sampled_from((IN, OUT)), max_size=6))
    trial = WhatIf(assessment)
    for node, label in assumed.items():
        trial.assume(node, label)
    together = assessment.assume(
        *([n for n, label in assumed.items() if label == wanted] for wanted in (IN, OUT))
    ).labels.tolist()
    assert trial.labels.tolist() == together
    for node in data.draw(st.permutations([*assumed])):
        trial.assume(node, None)
    assert (trial.labels.tolist(), dict(trial.assumptions)) == (first, {})


@settings(max_examples=50)
@given(made=maps(), data=st.data())
def test_undoing_an_assumption_reports_the_opposite_of_making_it(made: Map, data: st.DataObject) -> None:
    node, label = data.draw(st.integers(0, len(made) - 1)), data.draw(st.sampled_from((IN, OUT)))
    trial = WhatIf(assess(made.arrays()))
    changes = trial.assume(node, label)
    assert trial.assume(node, None) == {one: (after, before) for one, (before, after) in changes.items()}


@settings(max_examples=50)
@given(made=maps())
def test_trying_something_leaves_the_assessment_as_it_was(made: Map) -> None:
    assessment = assess(made.arrays())
    labels, rank = assessment.labels.tolist(), assessment.rank.tolist()
    trial = WhatIf(assessment)
    for node in range(len(made)):
        trial.reject(node)
    assert (assessment.labels.tolist(), assessment.rank.tolist()) == (labels, rank)


@settings(max_examples=50)
@given(made=maps(broken=False), data=st.data())
def test_what_an_assessment_assumes_can_be_undone_too(made: Map, data: st.DataObject) -> None:
    arrays, node = made.arrays(), data.draw(st.integers(0, len(made) - 1))
    trial = WhatIf(assess(arrays, reject=[node]))
    trial.reset(node)
    assert trial.labels.tolist() == assess(arrays).labels.tolist()


@settings(max_examples=50)
@given(made=maps(largest=9))
def test_assuming_of_something_what_it_is_changes_nothing(made: Map) -> None:
    assessment = assess(made.arrays())
    trial = WhatIf(assessment)
    decided = [n for n in range(len(made)) if assessment.labels[n] != UNDECIDED]
    assert [trial.assume(n, int(assessment.labels[n])) for n in decided] == [{}] * len(decided)


def test_a_change_runs_down_a_row_of_ten_thousand_answers_and_back() -> None:
    length = 10_000
    made = Map(length + 1, conflicts=tuple((n + 1, n) for n in range(length)))
    trial = WhatIf(assess(made.arrays()))
    first = trial.labels.tolist()
    assert len(trial.reject(length)) == 2 * length + 1  # every statement and every attack
    assert trial.labels.tolist() == [-label for label in first]
    trial.reset(length)
    assert trial.labels.tolist() == first


def test_taking_a_circle_of_supports_its_way_in_makes_all_of_it_fall_and_giving_it_back_stand() -> None:
    length = 500
    ways = tuple(((n,), (n + 1) % length) for n in range(length))
    made = Map(length + 1, inferences=(*ways, ((length,), 0)))
    trial = WhatIf(assess(made.arrays()))
    assert set(trial.reject(length).values()) == {("stands", "falls")}
    assert trial.labels.tolist() == assess(made.arrays(), reject=[length]).labels.tolist()
    assert set(trial.reset(length).values()) == {("falls", "stands")}
