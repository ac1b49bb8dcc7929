"""The verbs that change and look back: edit, retract, undo, log, diff, and the history that show tells."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from app import main
from app.cli import cli

CLAIM = "imbalance-gives-leverage"
LABEL = "The imbalance gives Washington great leverage over Beijing"


@pytest.fixture(autouse=True)
def _in_a_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CLAIMATLAS_BY", "Ada")


class Run:
    """Runs commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Return the exit code, and what was written to stdout and stderr."""
        self.capsys.readouterr()
        code = main(list(arguments))
        told = self.capsys.readouterr()
        return code, told.out, told.err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


@pytest.mark.parametrize("verb", ["edit", "retract", "undo", "log", "diff"])
def test_the_help_of_a_verb_has_an_example(run: Run, verb: str) -> None:
    code, shown, _ = run(verb, "--help")
    assert code == 0
    assert f"\n      claimatlas {verb}" in shown.split("Example")[1]


def test_an_edit_tells_the_old_and_new_values_and_how_to_take_it_back(run: Run) -> None:
    code, out, err = run("edit", CLAIM, "label=Deficits help", "about=china", "about=russia", "-m", "Shorter")
    assert code == 0
    assert f"− {LABEL}\n      + Deficits help" in out
    assert "about: china | united-states → china | russia" in out
    assert err == "Edited as contribution 2 by Ada.\nTo take it back: claimatlas undo 2\n"


def test_an_edit_that_changes_nothing_says_so(run: Run) -> None:
    assert run("edit", CLAIM, f"label={LABEL}") == (0, "", "Nothing changed: the item says that already.\n")


def test_an_edit_takes_the_fields_of_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text("label: Deficits help\nabout: [china]\n", "utf-8")
    assert run("edit", CLAIM, "--from", "new.yaml")[0] == 0
    assert run("show", CLAIM)[1].startswith("Deficits help")


def edited(monkeypatch: pytest.MonkeyPatch, *texts: tuple[str, str]) -> None:
    """Let the editor replace one piece of text by another, each time that it is opened."""
    todo = list(texts)

    def editor(text: str, extension: str) -> str | None:
        return text.replace(*todo.pop(0))

    monkeypatch.setattr(click, "edit", editor)
    monkeypatch.setattr("app.item_editor.is_at_terminal", lambda: True)


def test_without_fields_the_item_is_opened_in_the_editor(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(monkeypatch, ("- china\n", "- russia\n"))
    code, out, _ = run("edit", CLAIM)
    assert (code, out.count(" → ")) == (0, 1)
    assert "about: china | united-states → russia | united-states" in out


def test_an_editor_that_changes_nothing_makes_no_contribution(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(monkeypatch, ("", ""))
    assert run("edit", CLAIM)[2].startswith("Nothing changed")
    assert run("log", "last")[1].startswith("#1")


def test_a_fault_in_the_editor_can_be_mended_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(monkeypatch, ("- china\n", "- chna\n"), ("- chna\n", "- russia\n"))
    monkeypatch.setattr(click, "confirm", lambda *_, **__: True)
    code, out, err = run("edit", CLAIM)
    assert code == 0
    assert "There is no “chna”" in err
    assert "russia" in out


def test_a_retraction_tells_what_went_and_how_to_bring_it_back(run: Run) -> None:
    code, out, err = run("retract", CLAIM, "--reason", "Twice", "--cascade")
    assert code == 0
    assert out.splitlines()[0] == f"{CLAIM}  “{LABEL}”"
    assert err.endswith("as contribution 2 by Ada.\nTo bring them back: claimatlas undo 2\n")


def test_a_retracted_item_is_told_as_such_and_has_a_log(run: Run) -> None:
    run("retract", CLAIM, "--reason", "Twice", "--cascade")
    code, _, err = run("show", CLAIM)
    assert code == 1
    assert "by Ada (#2): Twice. `claimatlas undo 2` brings it back." in err
    assert json.loads(run("log", "--item", CLAIM, "--format", "json")[1])[0]["contribution"]["number"] == 2


def test_an_undo_tells_what_came_back(run: Run) -> None:
    run("retract", CLAIM, "--reason", "Twice", "--cascade")
    code, out, err = run("undo", "last")
    assert code == 0
    assert f"{CLAIM}  “{LABEL}”" in out.split("Restored:")[1]
    assert err == "Undid #2 as contribution 3 by Ada.\nTo bring it back: claimatlas undo 3\n"


@pytest.mark.parametrize(
    "arguments",
    [("edit", CLAIM, "label=X y"), ("retract", CLAIM, "--reason", "Twice", "--cascade"), ("undo", "last")],
)
def test_a_dry_run_changes_nothing_and_says_so(run: Run, arguments: tuple[str, ...]) -> None:
    run("edit", CLAIM, "label=Deficits help")
    code, out, err = run(*arguments, "--dry-run")
    assert (code, err.endswith("nothing was.\n")) == (0, True)
    assert out
    assert run("log", "last")[1].startswith("#2")


def test_a_dry_run_needs_no_store_of_ones_own(run: Run) -> None:
    assert run("retract", CLAIM, "--reason", "Twice", "--cascade", "--dry-run", "--store", ":memory:")[0] == 0


def test_show_ends_with_the_history(run: Run) -> None:
    run("edit", CLAIM, "label=Deficits help", "-m", "Shorter")
    assert run("show", CLAIM)[1].splitlines()[-2] == "History:"
    assert run("show", CLAIM)[1].endswith(" #2 Ada edited it: Shorter\n")
    item = json.loads(run("show", CLAIM, "--format", "json")[1])
    assert item["history"][0]["contribution"]["by"] == "Ada"


def test_the_log_is_a_table_and_one_contribution_is_shown_in_full(run: Run) -> None:
    run("edit", CLAIM, "label=Deficits help", "-m", "Shorter")
    assert "Shorter" in run("log")[1]
    full = run("log", "2")[1]
    assert "Shorter\n\nEdited:\n  imbalance-gives-leverage  “Deficits help”\n    label:\n" in full
    assert run("log", "last")[1] == full
    assert json.loads(run("log", "2", "--format", "json")[1])["changes"][0]["what"] == "edited"


def test_the_log_says_when_there_is_more(run: Run) -> None:
    run("edit", CLAIM, "label=Deficits help")
    assert run("log", "--limit", "1")[2] == "There are more: --limit 2 shows them.\n"
    assert run("log", "--by", "Nobody")[2] == "No contribution is so.\n"


def test_a_diff_tells_what_changed_or_that_nothing_did(run: Run) -> None:
    assert run("diff", "1") == (0, "", "Nothing changed.\n")
    run("edit", CLAIM, "label=Deficits help")
    assert run("diff", "1")[1].startswith(f"Edited:\n  {CLAIM}")
    assert json.loads(run("diff", "1", "--format", "json")[1])[0]["fields"][0]["after"] == ["Deficits help"]


WRONG = [  # arguments, exit code, words on stderr
    (["edit", CLAIM], 2, "FIELD=VALUE"),
    (["edit", CLAIM, "label"], 2, "no FIELD=VALUE"),
    (["edit", CLAIM, "label=x", "--from", "x.yaml"], 2, "not both"),
    (["edit", CLAIM, "--from", "missing.yaml"], 2, "missing.yaml"),
    (["edit", CLAIM, "colour=red"], 2, "no field"),
    (["edit", "no-such-item", "label=Red"], 1, "There is no item"),
    (["edit", CLAIM, "label=Red car", "--store", ":memory:"], 2, "gone when the command ends"),
    (["retract", CLAIM], 2, "--reason"),
    (["retract", CLAIM, "--reason", " "], 2, "say why"),
    (["retract", CLAIM, "--reason", "Twice"], 2, "deficit-with-china-is-large"),
    (["retract", "no-such-item", "--reason", "Twice"], 1, "There is no item"),
    (["undo", "1"], 2, "cannot be undone"),
    (["undo", "99"], 1, "There is no contribution “99”"),
    (["log", "99"], 1, "There is no contribution “99”"),
    (["log", "--since", "1.2.2026"], 2, "YYYY-MM-DD"),
    (["log", "--until", "2026-02-30"], 2, "YYYY-MM-DD"),
    (["log", "last", "--by", "Ada"], 2, "not both"),
    (["diff", "99"], 1, "There is no contribution “99”"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_what_cannot_be_done_is_told_with_its_exit_code(run: Run, arguments: list[str], code: int, words: str) -> None:
    done = run(*arguments)
    assert done[:2] == (code, "")
    assert words in done[2]


@pytest.mark.parametrize(
    "arguments", [("edit", CLAIM, "label=Red car"), ("retract", CLAIM, "--reason", "x", "--cascade")]
)
def test_the_shipped_essay_is_not_changed(
    run: Run, arguments: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "claimatlas init" in err


def test_an_edit_of_the_shipped_essay_is_tried_out_without_a_terminal() -> None:
    result = CliRunner().invoke(cli, ["edit", CLAIM])
    assert "Say what to change" in result.output
