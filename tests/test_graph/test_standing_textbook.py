"""Cases from the literature come out as it says: each is a file in `tests/data/standing`, worked out by hand.

A case has a name, the reference, the map in plain words, and for each node the expected standing, where it matters with
the reason: one for all readings, or one for each.
"""

import json
from pathlib import Path
from typing import Any, cast

import pytest

from graph import STANDARDS, WhatIf, assess
from tests.test_graph.aspic import aspic_standing
from tests.test_graph.standing_maps import Description, Map
from tests.test_graph.well_founded import well_founded_standing

FOLDER = Path(__file__).parents[1] / "data" / "standing"
CASES: dict[str, dict[str, Any]] = {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}

of_every_case = pytest.mark.parametrize("case", sorted(CASES))
in_every_reading = pytest.mark.parametrize("reading", STANDARDS)


def read(case: str) -> Map:
    """The map of a case."""
    return Map.of(cast("Description", CASES[case]))


def expected(case: str, reading: str) -> dict[str, str]:
    """What the literature says of each node: a standing, or a standing and a reason."""
    said = CASES[case]["standing"].items()
    return {node: verdict if isinstance(verdict, str) else verdict[reading] for node, verdict in said}


@of_every_case
def test_a_case_has_a_reference_with_a_year_and_speaks_of_every_node(case: str) -> None:
    made = read(case)
    assert CASES[case]["name"]
    assert any(word.strip(",;.()").isdigit() for word in CASES[case]["reference"].split())
    assert set(CASES[case]["standing"]) == {made.id(n) for n in range(len(made))}


@in_every_reading
@of_every_case
def test_a_case_comes_out_as_the_literature_says(case: str, reading: str) -> None:
    made, wanted = read(case), expected(case, reading)
    assessment = assess(made.arrays(), reading)
    verdicts = {made.id(n): assessment.verdict(n) for n in range(len(made))}
    found = {n: ": ".join(verdict) if ":" in wanted[n] else verdict.standing for n, verdict in verdicts.items()}
    assert found == wanted


@in_every_reading
@of_every_case
def test_the_references_that_random_maps_are_compared_with_know_the_literature_too(case: str, reading: str) -> None:
    wanted = {node: verdict.split(":")[0] for node, verdict in expected(case, reading).items()}
    described = read(case).described()
    assert aspic_standing(described, reading) == well_founded_standing(described, reading) == wanted


@pytest.mark.parametrize(
    ("case", "rejected", "changes"),
    [
        ("tweety", "penguin", {"flies": "stands", "birds-fly": "stands"}),
        ("nixon", "republican", {"pacifist": "stands", "hawk": "falls"}),
        ("floating-conclusion", "born", {"skates": "stands", "dutch": "falls", "norwegian": "stands"}),
        ("toulmin", "aliens", {"subject": "stands", "so": "stands"}),
        ("reinstatement", "c", {"b": "stands", "a": "falls"}),
        ("circle-with-way-in", "record", {"honest": "falls", "says-so": "falls"}),
        ("three-supports-one-objection", "flood", {"thesis": "stands"}),
        ("attack-on-attack-on-attack", "rigorous", {"dry": "open", "wet": "open", "trust": "open", "accurate": "open"}),
    ],
)
def test_rejecting_what_a_case_hangs_on_turns_it(case: str, rejected: str, changes: dict[str, str]) -> None:
    made = read(case)
    found = WhatIf(assess(made.arrays())).reject(made.iri([made.id(n) for n in range(len(made))].index(rejected)))
    assert changes.items() <= {made.id(n): after for n, (_, after) in found.items()}.items()
