"""`claimatlas standing`: how the argument comes out, why, and what if; and the line of it in `show`."""

import json
from pathlib import Path
from typing import Any

import pytest

from app import main

THESIS = "interdependence-source-of-strength"
OBJECTION = "allies-free-ride"
ANSWER = "us-drives-the-bus"
LOST = "committed-trade-war-would-harm"
CONTESTED = "asymmetry-empowers-less-dependent"

pytestmark = pytest.mark.usefixtures("empty_folder")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs `claimatlas standing` on the shipped essay: what it prints, or with json what that says."""

    def run(*arguments: str, code: int = 0) -> str:
        assert main(["standing", *arguments]) == code
        printed = capsys.readouterr()
        return printed.err if code else printed.out

    return run


def told(said: Any, *arguments: str) -> dict[str, Any]:
    found = json.loads(said(*arguments, "--format", "json"))
    assert isinstance(found, dict)
    return found


# ---- The whole map ----


def test_without_an_id_it_counts_what_stands_and_lists_the_theses(said: Any) -> None:
    text = said()
    assert "✓ stands" in text
    assert "◐ open" in text
    assert "✗ falls" in text
    assert THESIS in text


def test_the_counts_are_of_every_statement_and_the_theses_come_with_their_strength(said: Any) -> None:
    found = told(said)
    assert sum(sum(row.values()) for row in found["counts"].values()) == 414
    assert len(found["theses"]) == 10
    assert found["converged"]
    assert all(0 <= thesis["strength"] <= 1 for thesis in found["theses"])


@pytest.mark.parametrize(("reading", "standing"), [("default", "open"), ("strict", "falls"), ("balanced", "open")])
def test_a_reading_decides_what_objections_do(said: Any, reading: str, standing: str) -> None:
    assert told(said, CONTESTED, "--reading", reading)["standing"] == standing


def test_standard_is_another_name_for_reading(said: Any) -> None:
    assert said("--standard", "strict") == said("--reading", "strict")


def test_what_is_rejected_is_told_with_what_changes(said: Any) -> None:
    text = said("--reject", ANSWER)
    assert "Assumed to fall: “America gets to drive the bus”" in text
    assert "✗ falls → ✓ stands (1 statement):\n  “Free-riding allies impose costs on America”" in text


def test_several_assumptions_count_together(said: Any) -> None:
    changes = told(said, "--reject", ANSWER, "--reject", OBJECTION)["changes"]
    assert THESIS not in {change["item"].rpartition("/")[2] for change in changes}


def test_an_assumption_that_changes_nothing_says_so(said: Any) -> None:
    assert "No other statement changes." in said("--reject", OBJECTION)


def test_the_relations_that_an_assumption_changes_are_counted(said: Any) -> None:
    assert "\nOf the steps and objections, 10 change.\n" in said("--reject", ANSWER)


def test_of_a_thesis_that_falls_no_weak_points_are_sought(said: Any) -> None:
    assert "    it falls already\n" in said("--weakest", "--reading", "strict")


def test_a_weight_of_the_reader_changes_the_strength_and_not_the_standing(said: Any) -> None:
    plain, weighed = told(said, CONTESTED), told(said, CONTESTED, "--weight", f"{CONTESTED}=0.1")
    assert weighed["strength"] < plain["strength"]
    assert weighed["standing"] == plain["standing"]


def test_weakest_points_of_the_theses_are_listed(said: Any) -> None:
    theses = told(said, "--weakest")["theses"]
    (points,) = [thesis["hangs_on"] for thesis in theses if thesis["item"].endswith(THESIS)]
    assert [point.rpartition("/")[2] for point in points] == [ANSWER]
    assert "“America gets to drive the bus”" in said("--weakest")


def test_differences_tell_what_the_author_holds_and_the_map_fells(said: Any) -> None:
    found = told(said, "--differences")["differences"]
    assert {(one["commitment"], one["standing"]) for one in found} >= {("granted", "falls"), ("asserted", "falls")}
    assert "The author holds these, but in the map they fall:" in said("--differences")


def test_reasons_are_told_in_words(said: Any) -> None:
    assert "(predicted, lost its support)" in said("--differences")
    assert "✗ falls (it has lost its support: everything that supports it falls)" in said(LOST)


def test_an_empty_map_is_told_to_be_empty(said: Any, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init", "--empty", "own"])
    capsys.readouterr()
    assert said("--store", "own").endswith("There is no statement yet that could stand or fall.\n")


_HALF_JOINED = {"a": "I", "b": "I", "r": "RA", "c": "CA"}
_EDGES = (("a", "r"), ("r", "a"), ("c", "a"))
"""Statements a and b; a step from a to itself, and an objection to a that starts from nothing."""


def test_relations_that_do_not_count_are_counted(said: Any, capsys: pytest.CaptureFixture[str]) -> None:
    nodes = [{"nodeID": one, "text": f"The text {one}.", "type": kind} for one, kind in _HALF_JOINED.items()]
    edges = [{"edgeID": n, "fromID": one, "toID": other} for n, (one, other) in enumerate(_EDGES)]
    Path("half.json").write_text(json.dumps({"nodes": nodes, "edges": edges, "locutions": []}), "utf-8")
    main(["init", "--empty", "own"])
    main(["import", "half.json", "--store", "own"])
    capsys.readouterr()
    assert "2 steps and objections do not count" in said("--store", "own")
    assert told(said, "--store", "own")["relations_left_out"] == 2
    assert "An objection to it that was imported does not count" in said("a", "--store", "own")
    assert [told(said, one, "--store", "own")["objection_left_out"] for one in "ab"] == [True, False]


# ---- One item ----


def test_an_item_is_explained_in_sentences(said: Any) -> None:
    text = said(OBJECTION)
    assert "✗ falls (refuted" in text
    assert (
        "“Free-riding allies impose costs on America” falls: “America gets to drive the bus” speaks against it" in text
    )


def test_an_item_can_be_named_by_its_title(said: Any) -> None:
    assert said("Free-riding allies impose costs on America") == said(OBJECTION)


def test_of_what_an_assumption_changes_it_is_told_how_it_was(said: Any) -> None:
    assert "Without what is assumed: ✗ falls" in said(OBJECTION, "--reject", ANSWER)


def test_a_step_has_a_standing_too(said: Any) -> None:
    assert told(said, "decline-because-reciprocate")["reason"] == "undercut"


def test_weakest_points_of_an_item_are_told(said: Any) -> None:
    assert f"[{ANSWER}]" in said(THESIS, "--weakest")
    assert "It falls already" in said(OBJECTION, "--weakest")
    found = told(said, THESIS, "--weakest")["weakest_points"]
    assert [(one["leaves"], one["steps"]) for one in found] == [("open", 2)]


def test_defence_tells_whether_what_is_open_could_be_defended(said: Any) -> None:
    assert "It could be defended" in said(CONTESTED, "--defence")


def test_defence_tells_of_stable_extensions_too(said: Any) -> None:
    found = told(said, CONTESTED, "--defence")["defence"]
    assert (found["has_stable"], found["in_some_stable"], found["in_every_stable"]) == (True, True, False)
    assert "(it is in some stable extensions, not in all)" in said(CONTESTED, "--defence")


def test_of_what_is_settled_defence_tells_no_more_than_that(said: Any) -> None:
    assert said(THESIS, "--defence").endswith("\nIt stands already, whatever else is defended.\n")
    assert said(OBJECTION, "--defence").endswith("\nIt falls already, and cannot be defended.\n")


@pytest.mark.parametrize("name", ["why.html", "why.svg"])
def test_a_dispute_is_drawn_as_a_small_map(said: Any, name: str) -> None:
    assert said(OBJECTION, "-o", name) == f"{name}\n"
    drawn = Path(name).read_text("utf-8")
    assert "bus." in drawn


# ---- What cannot be answered ----


def test_all_unknown_names_are_told_at_once_with_suggestions(said: Any) -> None:
    faults = said("allies-free-rides", "--reject", "us-drives-the-buss", code=1)
    assert f"Did you mean {OBJECTION}" in faults
    assert f"Did you mean {ANSWER}" in faults


def test_terms_of_the_vocabulary_are_not_suggested(said: Any) -> None:
    assert said("nope", code=1) == "Error: There is no item “nope”. Look for it with `claimatlas search`.\n"


@pytest.mark.parametrize("item", ["power:trust", "joseph-nye"])
def test_what_is_no_part_of_the_argument_is_told_to_have_no_standing(said: Any, item: str) -> None:
    assert "only statements, steps and objections have a standing" in said(item, code=1)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--accept", OBJECTION, "--reject", OBJECTION], "accepted and rejected"),
        (["--accept", OBJECTION, "--reject", "Free-riding allies impose costs on America"], "stand and fall"),
        (["--weight", "x"], "“x” is not ID=NUMBER"),
        (["--weight", f"{OBJECTION}=2", "--weight", "y=z"], "“y=z” is not ID=NUMBER"),
        (["--weight", f"{OBJECTION}=nan"], "is not ID=NUMBER"),
        (["--weight", "decline-because-reciprocate=0.5"], "Only statements have a weight"),
        (["--task", "SE-GR"], "--task goes with --af FILE"),
        (["--seconds", "3"], "--seconds goes with --defence or --af."),
        (["-o", "a.html", "--defence"], "--defence needs an ID. -o needs an ID."),
        ([OBJECTION, "-o", "a.docx"], ".html or .svg"),
        ([OBJECTION, "-o", "a.svg", "--format", "json"], "-o, which writes a map"),
        ([OBJECTION, "--differences"], "leave out the ID"),
        (["--reading", "lenient"], "lenient"),
        (["--af", "a.af"], "--task SE-GR"),
        (["--af", "a.af", "--task", "SE-GR", "--weakest", "--reject", "x"], "does not go with --weakest, --reject"),
        (["--af", "a.af", "--task", "SE-GR", "x"], "does not go with ID"),
    ],
)
def test_what_does_not_go_together_is_refused(said: Any, arguments: list[str], why: str) -> None:
    assert why in said(*arguments, code=2)
    assert [*Path().iterdir()] == []


def test_a_framework_of_attacks_is_answered_as_in_the_competition(said: Any) -> None:
    Path("a.af").write_text("p af 3\n1 2\n2 3\n", "utf-8")
    assert said("--af", "a.af", "--task", "SE-GR") == "w 1 3\n"


# ---- Large stores, and `show` ----


def test_a_large_argument_is_read_once_and_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.standing_asked.FEW", 10)
    assert main(["standing", "--store", str(folder)]) == 0
    assert [*(folder / ".claimatlas" / "arrays").iterdir()]


def test_show_tells_how_a_statement_stands(capsys: pytest.CaptureFixture[str]) -> None:
    main(["show", OBJECTION])
    assert "Standing: ✗ falls (refuted: something that stands speaks against it)" in capsys.readouterr().out


def test_show_tells_nothing_of_the_kind_about_a_type_of_power(capsys: pytest.CaptureFixture[str]) -> None:
    main(["show", "power:trust"])
    assert "Standing:" not in capsys.readouterr().out


def test_show_of_a_large_store_that_was_not_read_yet_tells_which_command_does(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.standing_asked.FEW", 10)
    main(["show", OBJECTION, "--store", str(folder)])
    assert f"Standing: `claimatlas standing {OBJECTION}` tells it" in capsys.readouterr().out
