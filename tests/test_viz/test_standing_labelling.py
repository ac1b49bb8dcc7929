"""The page reckons standing as Python does: on any map, in every reading, under any assumptions."""

import json
from importlib.resources import files
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser

from graph import REASONS, STANDARDS, Assessment, assess
from graph.standing.map_part import part_of
from tests.test_graph.standing_maps import Map, random_map
from viz.standing import STANDINGS, conditions_data

SCRIPTS = "".join((files("viz") / "templates" / f"{name}.js").read_text("utf-8") for name in ("standing", "verdicts"))
# The page's own scripts on data that hold statements and nothing else; for each case what comes out.
RECKON = f"""(maps) => maps.map(({{ standing, count, cases }}) => {{
  const items = Array.from({{ length: count }}, (_, number) => ({{ kind: "claim", number, anchor: `s${{number}}` }}));
  const atlas = {{ state: null, data: {{ standing, items, statements: new Set(["claim"]),
    anchors: new Map(items.map((item) => [item.anchor, item])) }} }};
  {SCRIPTS}
  return cases.map(([reading, accept, reject]) => {{
    atlas.state = {{ reading, accept, reject }};
    const verdicts = items.map(atlas.standing.verdict);
    return verdicts.map(({{ standing: {{ name }}, reason }}) => [name, reason]);
  }});
}})"""


def data_of(made: Map, statements: list[str]) -> dict[str, Any]:
    """What a page would get of a map."""
    parts = {name: part_of(assess(made.arrays(), name), statements) for name in STANDARDS}
    return {
        "standings": [one._asdict() for one in STANDINGS.values()],
        "reasons": REASONS,
        "readings": [[one.name, one.label, one.text] for one in STANDARDS.values()],
        "items": [],
        "steps": [],
        "why": "",
        "strengths": [],
        **conditions_data(parts),
    }


def cases_of(made: Map, dice: Random) -> list[tuple[str, list[str], list[str]]]:
    """Each reading as it is, and under some assumptions."""
    cases: list[tuple[str, list[str], list[str]]] = []
    for standard in STANDARDS:
        cases.append((standard, [], []))
        for _ in range(2):
            assumed = {f"s{n}": dice.random() < 0.5 for n in range(made.statements) if dice.random() < 0.3}
            accept, reject = ([one for one, stands in assumed.items() if stands is way] for way in (True, False))
            cases.append((standard, accept, reject))
    return cases


def verdicts(assessment: Assessment, made: Map, case: tuple[str, list[str], list[str]]) -> list[list[str]]:
    """How the statements of a map come out in a case."""
    accept, reject = ([made.iri(int(anchor[1:])) for anchor in side] for side in case[1:])
    found = assessment.assume(accept, reject) if accept or reject else assessment
    return [list(found.verdict(number)) for number in range(made.statements)]


@pytest.fixture(scope="module")
def reckoned(browser: Browser) -> list[tuple[Map, list[Any], list[Any]]]:
    """Maps, circles and all, with the cases, and what a page makes of each."""
    dice = Random(8)
    maps = [random_map(seed, 1 + seed % 12) for seed in range(110)] + [random_map(seed, 60) for seed in range(3)]
    asked, cases = [], []
    for made in maps:
        statements = [made.iri(number) for number in range(made.statements)]
        cases.append(cases_of(made, dice))
        asked.append({"standing": data_of(made, statements), "count": made.statements, "cases": cases[-1]})
    page = browser.new_page()
    found = page.evaluate(RECKON, json.loads(json.dumps(asked)))
    page.close()
    return list(zip(maps, cases, found, strict=True))


@pytest.mark.parametrize("standard", STANDARDS)
def test_standing_and_reasons_are_those_that_python_gives(reckoned: Any, standard: str) -> None:
    for made, cases, found in reckoned:
        assessment = assess(made.arrays(), standard)
        for case, told in zip(cases, found, strict=True):
            if case[0] == standard:
                assert told == verdicts(assessment, made, case), (made, case)


def test_the_maps_show_every_reason_that_a_statement_can_have(reckoned: Any) -> None:
    reasons = {reason for _, _, found in reckoned for told in found for _, reason in told}
    assert reasons == set(REASONS) - {"premise", "undercut", "uncounted"}


def test_a_part_comes_out_as_in_the_whole(browser: Browser) -> None:
    dice, asked, expected = Random(9), [], []
    for seed in range(40):
        made = random_map(seed, 10)
        some = sorted(dice.sample(range(made.statements), 5))
        data = data_of(made, [made.iri(number) for number in some])
        asked.append({"standing": data, "count": 5, "cases": [(name, [], []) for name in STANDARDS]})
        labels = [assess(made.arrays(), name) for name in STANDARDS]
        expected.append([[one.verdict(number).standing for number in some] for one in labels])
    page = browser.new_page()
    found = page.evaluate(RECKON, json.loads(json.dumps(asked)))
    page.close()
    assert [[[standing for standing, _ in one] for one in cases] for cases in found] == expected


def test_a_map_that_lies_in_one_piece_says_so_and_a_part_does_too() -> None:
    made = Map(3, inferences=(((1,), 0),), conflicts=((2, 1),))
    assert not data_of(made, [made.iri(number) for number in range(3)])["isPart"]
    assert data_of(made, [made.iri(0), made.iri(1)])["isPart"]
