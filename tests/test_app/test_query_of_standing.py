"""`claimatlas query` where the query asks how statements come out."""

from pathlib import Path

import pytest

from app import main
from graph import add, named_query, open_store

FALLEN = named_query("fallen-claims")
SPARQL = "SELECT ?s { GRAPH standing: { ?s ca:standing ca:falls ; ca:strength ?w } }"


def _answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["query", *arguments, "--format", "csv"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("options", [(), ("--rows", "1000")])
def test_what_it_needs_is_brought_up_to_date_in_the_store_that_it_reads(
    folder: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    asked = ("--store", str(folder), SPARQL, *options)
    before = _answered(capsys, *asked)
    with open_store(folder) as store:
        objection = {"kind": "counterargument", "label": "No", "text": "It does not.", "attacks": "us-drives-the-bus"}
        add(store, objection)
    after = _answered(capsys, *asked)
    assert len(before.splitlines()) != len(after.splitlines())


def test_a_named_query_of_it_is_answered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _answered(capsys, "--store", str(folder), "-n", FALLEN.name)
    with open_store(folder, read_only=True) as store:
        assert len(told.splitlines()) == 1 + len(FALLEN.run(store))


def test_while_another_holds_the_store_it_says_whom_to_wait_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_store(folder, read_only=True):
        assert main(["query", "--store", str(folder), SPARQL]) == 2
    assert "pytest" in capsys.readouterr().err
