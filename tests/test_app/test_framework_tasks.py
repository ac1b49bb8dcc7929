"""The competition's tasks on a file: answers as its rules have them, and what is wrong told before any is given."""

import json
from pathlib import Path
from random import Random

import click
import pytest

from app import main
from app.framework_tasks import run_framework_task, tasks
from claims import FormatError
from graph import PROBLEMS, SEMANTICS, UndecidedInTimeError

FRAMEWORKS = Path(__file__).parents[1] / "data" / "frameworks"
TEXTBOOK = json.loads((FRAMEWORKS / "manifest.json").read_text("utf-8"))
APX = "arg(a). arg(b). arg(c).\natt(a,b). att(b,a). att(b,c).\n"


@pytest.fixture
def apx(tmp_path: Path) -> Path:
    file = tmp_path / "toll.apx"
    file.write_text(APX, "utf-8")
    return file


def answered(capsys: pytest.CaptureFixture[str], file: Path, task: str, argument: str | None = None) -> str:
    run_framework_task(file, task, argument, 60)
    return capsys.readouterr().out


def listed(text: str) -> list[list[str]]:
    """Return the extensions that EE writes."""
    inside = text.strip()[1:-1]
    return [one.split(",") if one else [] for one in inside[1:-1].split("],[")] if inside else []


@pytest.mark.parametrize("semantics", SEMANTICS)
@pytest.mark.parametrize("case", TEXTBOOK, ids=lambda case: case["file"])
def test_every_task_on_a_textbook_framework_is_answered_by_the_rules_of_2023(
    capsys: pytest.CaptureFixture[str], case: dict[str, object], semantics: str
) -> None:
    file, extensions = FRAMEWORKS / str(case["file"]), case["extensions"]
    assert isinstance(extensions, dict)
    there = [set(map(str, one)) for one in extensions[semantics]]
    every = [set(one) for one in listed(answered(capsys, file, f"EE-{semantics}"))]
    assert sorted(map(sorted, every)) == sorted(map(sorted, there))
    assert answered(capsys, file, f"CE-{semantics}") == f"{len(there)}\n"
    some = answered(capsys, file, f"SE-{semantics}")
    assert set(some.split()[1:]) in there and some.startswith("w") if there else some == "NO\n"
    size = int(file.read_text("utf-8").split()[2])
    for argument in map(str, range(1, size + 1)):
        word, *witness = answered(capsys, file, f"DC-{semantics}", argument).splitlines()
        assert (word == "YES") == any(argument in one for one in there) == bool(witness)
        assert all(argument in one.split()[1:] and set(one.split()[1:]) in there for one in witness)
        word, *witness = answered(capsys, file, f"DS-{semantics}", argument).splitlines()
        assert (word == "YES") == all(argument in one for one in there) != bool(witness)
        assert all(argument not in one.split()[1:] and set(one.split()[1:]) in there for one in witness)


@pytest.mark.parametrize(
    ("task", "argument", "answers"),
    [
        ("SE-GR", None, {"[]\n"}),
        ("SE-PR", None, {"[b]\n", "[a,c]\n"}),
        ("ee-st", None, {"[[b],[a,c]]\n", "[[a,c],[b]]\n"}),
        ("EE-GR", None, {"[[]]\n"}),
        ("CE-CO", None, {"3\n"}),
        ("DC-PR", "c", {"YES\n"}),
        ("DS-PR", "c", {"NO\n"}),
    ],
)
def test_tasks_on_apx_are_answered_by_the_rules_of_2019(
    capsys: pytest.CaptureFixture[str], apx: Path, task: str, argument: str | None, answers: set[str]
) -> None:
    assert answered(capsys, apx, task, argument) in answers


def test_where_there_is_no_stable_extension_the_answer_is_no_and_all_contain_everything(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "odd.tgf"
    file.write_text("1\n2\n3\n#\n1 2\n2 3\n3 1\n", "utf-8")
    told = [
        answered(capsys, file, task, "1" if task[0] == "D" else None) for task in ("SE-ST", "EE-ST", "DC-ST", "DS-ST")
    ]
    assert told == ["NO\n", "[]\n", "NO\n", "YES\n"]


def test_more_extensions_than_a_number_in_python_may_have_digits_are_counted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pairs = "".join(f"{2 * one + 1} {2 * one + 2}\n{2 * one + 2} {2 * one + 1}\n" for one in range(10_000))
    (tmp_path / "pairs.af").write_text(f"p af 20000\n{pairs}", "utf-8")
    told = answered(capsys, tmp_path / "pairs.af", "CE-CO")
    assert (len(told), told[:3]) == (4_773, "163")


def test_all_semantics_and_problems_have_tasks() -> None:
    assert len(tasks()) == len(SEMANTICS) * len(PROBLEMS) == 35


@pytest.mark.parametrize(
    ("task", "argument", "message"),
    [
        ("DC-XY", None, "no task.*SE .some extension.*GR .grounded"),
        ("DS_PR", None, "Did you mean DS-PR"),
        ("DC-PR", None, "asks of one argument; name it with --argument"),
        ("SE-PR", "a", "asks of no single argument"),
        ("DC-PR", "d", "no argument “d”; it has 3, such as a, b, c"),
    ],
)
def test_a_task_that_cannot_be_answered_is_told(apx: Path, task: str, argument: str | None, message: str) -> None:
    with pytest.raises(click.UsageError, match=message):
        run_framework_task(apx, task, argument, 60)


def test_numbers_beyond_the_last_are_told_with_the_last() -> None:
    with pytest.raises(click.UsageError, match="no argument “9”; they are numbered from 1 to 2"):
        run_framework_task(FRAMEWORKS / "nixon.af", "DC-PR", "9", 60)


@pytest.mark.parametrize(("file", "text"), [("x.af", "p af 0\n"), ("x.apx", "% none\n")])
def test_of_an_empty_framework_it_is_told_that_it_has_no_arguments(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(click.UsageError, match="no argument “1”; it has none"):
        run_framework_task(tmp_path / file, "DC-PR", "1", 60)


def test_a_file_with_faults_is_not_answered(tmp_path: Path) -> None:
    (tmp_path / "x.af").write_text("p af 2\n1 3\n1\n", "utf-8")
    with pytest.raises(FormatError, match=r"(?s)line 2: There is no argument 3.*line 3: “1” is no attack"):
        run_framework_task(tmp_path / "x.af", "SE-PR", None, 60)


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_no_time_is_no_limit(seconds: float) -> None:
    with pytest.raises(click.UsageError, match="allow more than 0 seconds"):
        run_framework_task(FRAMEWORKS / "nixon.af", "SE-PR", None, seconds)


def test_a_task_that_takes_too_long_is_told(tmp_path: Path) -> None:
    random = Random(3)
    attacks = "".join(f"{random.randint(1, 20_000)} {random.randint(1, 20_000)}\n" for _ in range(60_000))
    (tmp_path / "x.af").write_text(f"p af 20000\n{attacks}", "utf-8")
    with pytest.raises(UndecidedInTimeError, match=r"after 0\.3 seconds"):
        run_framework_task(tmp_path / "x.af", "SE-PR", None, 0.3)


def test_a_framework_is_brought_in_as_statements_and_conflicts(
    capsys: pytest.CaptureFixture[str], apx: Path, tmp_path: Path
) -> None:
    store = str(tmp_path / "store")
    assert main(["init", "--empty", store]) == 0
    assert main(["import", str(apx), "--store", store, "--json"]) == 0
    told = json.loads(capsys.readouterr().out.rpartition("\n{")[2].join(["{", ""]))
    assert (told["kinds"]["claim"], told["kinds"]["conflict"]) == (3, 3)
