"""Disputes in plain sentences, each case as data; and where the author's word and the map differ."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import STANDARDS, Store, assess, differences, explain, standing_of
from graph.arrays.argument_arrays import COMMITMENTS
from graph.standing.overview import standing_changes, standing_counts
from tests.test_graph.standing_maps import PREFIX, Map, maps

CASES = json.loads((Path(__file__).parents[1] / "data" / "standing_sentences.json").read_text("utf-8"))


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_explanation_says(case: dict[str, Any]) -> None:
    made = Map.of(case["map"])
    accept, reject = ([PREFIX + one for one in case.get(name, ())] for name in ("accept", "reject"))
    assessment = assess(made.arrays(), case.get("reading", "default"), accept, reject)
    explanation = explain(assessment, PREFIX + case["explained"], made.id)
    assert (explanation.standing, explanation.reason) == (case["standing"], case["reason"])
    assert explanation.text().split("\n") == case["sentences"]


@given(maps(), st.sampled_from([*STANDARDS]), st.integers(0, 6))
def test_an_explanation_names_nothing_but_what_takes_part(made: Map, reading: str, pick: int) -> None:
    assessment = assess(made.arrays(), reading)
    explanation = explain(assessment, pick % made.statements, made.id)
    arrays, taking_part = assessment.arrays, explanation.dispute.moves
    ends = {int(end) for one in taking_part for end in (arrays.source[one], arrays.target[one])}
    ends |= {int(one) for relation in taking_part for one in arrays.premises_of(relation)}
    named = {name for sentence in explanation.sentences for name in re.findall("“(.*?)”", sentence.text)}
    assert named <= {made.id(one) for one in taking_part.keys() | (ends - {-1})}


@given(maps(), st.sampled_from([*STANDARDS]), st.integers(0, 6))
def test_every_statement_in_a_dispute_is_told_of_once(made: Map, reading: str, pick: int) -> None:
    assessment = assess(made.arrays(), reading)
    explanation = explain(assessment, pick % made.statements, made.id)
    told = [item for sentence in explanation.sentences for item in sentence.items]
    taking_part = {made.iri(one) for one in explanation.dispute.moves if one < made.statements}
    circle = {made.iri(one) for one in explanation.dispute.circle}
    assert len(told) == len(set(told))
    assert taking_part - circle <= set(told)


@given(maps(), st.sampled_from([*STANDARDS]), st.integers(0, 6))
def test_an_explanation_can_be_written_as_json(made: Map, reading: str, pick: int) -> None:
    explanation = explain(assess(made.arrays(), reading), pick % made.statements, made.id)
    told = json.loads(json.dumps(explanation.as_json()))
    assert [sentence["text"] for sentence in told["sentences"]] == [one.text for one in explanation.sentences]
    assert {item for move in told["moves"] for item in move["rests_on"]} <= {move["item"] for move in told["moves"]}


def test_a_relation_that_lacks_an_end_is_told_not_to_count() -> None:
    made = Map(2, conflicts=((1, 0),), broken=frozenset({2}))
    (sentence,) = explain(assess(made.arrays()), 2, made.id).sentences
    assert sentence.text.endswith("does not count, since one of its ends is missing.")


def test_what_is_cut_is_told_at_the_end() -> None:
    made = Map(50, conflicts=tuple((n + 1, n) for n in range(49)))
    last = explain(assess(made.arrays()), 0, made.id, most=10).sentences[-1]
    assert re.fullmatch(r"In this dispute \d\d more statements and steps take part\.", last.text)


def test_all_of_the_essay_is_explained_in_sentences(shipped: Store) -> None:
    assessment = standing_of(shipped)
    for node in assessment.arrays.statements:
        for sentence in explain(assessment, node, str).sentences:
            assert re.fullmatch(r"[“TA].*\.", sentence.text)


# ---- Where the author's word and the map differ ----


def committed(made: Map, *commitments: str) -> Any:
    """The arrays of a map, with the author's commitments to its statements."""
    codes = np.zeros(len(made), np.uint8)
    codes[: len(commitments)] = [COMMITMENTS.index(one) for one in commitments]
    return replace(made.arrays(), commitment=codes)


def test_what_is_rejected_and_unanswered_differs_first_then_what_is_held_and_falls() -> None:
    # 1 attacks 0, 2 attacks 1, and 3 stands apart.
    made = Map(4, conflicts=((1, 0), (2, 1)))
    found = differences(assess(committed(made, "rejected", "asserted", "reported", "rejected")))
    assert [(one.node, one.standing, one.is_answered) for one in found] == [
        (3, "stands", False),
        (0, "stands", True),
        (1, "falls", True),
    ]


@pytest.mark.parametrize(
    ("commitment", "text"),
    [
        ("asserted", "The author asserts it, but in the map it falls."),
        ("granted", "The author grants it, but in the map it falls."),
        ("predicted", "The author predicts it, but in the map it falls."),
    ],
)
def test_an_explanation_tells_of_what_the_author_holds_and_the_map_fells(commitment: str, text: str) -> None:
    made = Map(2, conflicts=((1, 0),))
    explanation = explain(assess(committed(made, commitment)), 0, made.id)
    assert explanation.sentences[1].text == text


def test_an_objection_to_a_step_from_it_is_an_answer() -> None:
    made = Map(3, inferences=(((0,), 1),), conflicts=((2, 3),))
    (found,) = differences(assess(committed(made, "rejected")))
    assert found.is_answered


def test_what_the_reader_assumes_is_no_difference() -> None:
    made = Map(1)
    assert differences(assess(committed(made, "asserted"), reject=[0])) == []


# ---- The whole map ----


def test_the_counts_are_of_all_statements(shipped: Store) -> None:
    assessment = standing_of(shipped)
    counts = standing_counts(assessment)
    assert sum(sum(row.values()) for row in counts.values()) == len(assessment.arrays.statements)


def test_changes_are_told_by_kind_and_without_what_is_assumed() -> None:
    made = Map(3, conflicts=((1, 0), (2, 1)))
    before = assess(made.arrays())
    changes = standing_changes(before, before.assume(reject=[2]))
    assert changes.statements == {("stands", "falls"): [0], ("falls", "stands"): [1]}
    assert changes.relations == 2
