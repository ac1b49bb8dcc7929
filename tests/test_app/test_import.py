"""`claimatlas import` and `claimatlas export`: other tools' files, from the command line."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app import main
from tests.quick import fast_first

VARIANTS = Path(__file__).parents[1] / "data" / "variants"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a command in a folder with a store: its exit code, and what it wrote to stdout and stderr."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CLAIMATLAS_BY", "Ada")

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(one) for one in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


def broken(folder: Path) -> Path:
    path = folder / "broken.json"
    path.write_text('{"nodes": [', "utf-8")
    return path


def test_an_import_tells_what_came_in_and_how_to_take_it_back(run: Run) -> None:
    code, out, err = run("import", VARIANTS / "harbour.aif.json")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "1 file, 7 nodes, 6 edges read; into the corpus harbour-aif came:"
    assert "        4  claim" in out
    assert out.endswith("Contribution 2 by Ada. To take it back: claimatlas undo 2\n")


@pytest.mark.parametrize("name", ["harbour.argdown", "harbour.kialo.txt", "harbour.brat.ann", "harbour.claims.csv"])
def test_the_format_need_not_be_named(run: Run, name: str) -> None:
    assert run("import", VARIANTS / name)[0] == 0


def test_a_file_is_given_back_as_it_was(run: Run, folder: Path) -> None:
    run("import", VARIANTS / "harbour.aif.json", "--corpus", "harbour")
    code, _, err = run("export", "-o", "out.json", "--format", "aif", "--corpus", "harbour")
    assert (code, err) == (0, "")
    assert json.loads((folder / "out.json").read_text("utf-8")) == json.loads(
        (VARIANTS / "harbour.aif.json").read_text("utf-8")
    )


def test_a_folder_comes_in_as_one_contribution_and_is_given_back_file_by_file(run: Run, folder: Path) -> None:
    (folder / "maps").mkdir()
    for number in (1, 2):
        shutil.copy(VARIANTS / "harbour.aif.json", folder / "maps" / f"map{number}.json")
    code, out, _ = run("import", "maps")
    assert (code, out.splitlines()[0]) == (0, "2 files, 14 nodes, 12 edges read; into the corpus maps came:")
    assert "7 nodes the same as in another file, and merged." in out
    assert run("export", "--format", "aif", "--corpus", "maps", "--file", "map2")[0] == 0


def test_a_file_that_cannot_be_read_is_told_and_the_others_come_in(run: Run, folder: Path) -> None:
    code, out, err = run("import", broken(folder), VARIANTS / "harbour.argdown", "--format", "")
    assert code == 1
    assert "1 file, " in out
    assert "Not taken (1):" in err
    assert "broken.json" in err


def test_where_no_file_can_be_read_nothing_is_changed(run: Run, folder: Path) -> None:
    code, out, err = run("import", broken(folder))
    assert (code, out) == (2, "")
    assert err.startswith("Error: ")
    assert "broken.json" in err


def test_strict_refuses_what_is_taken_with_a_doubt(run: Run, folder: Path) -> None:
    odd = {
        "nodes": [{"nodeID": "1", "text": "Rain.", "type": "I"}],
        "edges": [{"edgeID": 1, "fromID": "1", "toID": "2"}],
    }
    (folder / "odd.json").write_text(json.dumps(odd), "utf-8")
    assert run("import", "odd.json")[0] == 0
    code, _, err = run("import", "odd.json", "--strict", "--corpus", "other")
    assert code == 2
    assert "edge" in err


def test_all_notes_of_a_file_call_it_by_its_name(run: Run, folder: Path) -> None:
    (folder / "k.txt").write_text("Discussion Title: X\n\n1. A\n1.1.1. Pro: orphan\n1.2. Con: -> See 1.9.\n", "utf-8")
    told = json.loads(run("import", "k.txt", "--json")[1])
    assert {note["level"] for note in told["notes"]} == {"warning", "kept"}
    assert {note["file"] for note in told["notes"]} == {"k.txt"}


def test_a_dry_run_needs_no_store(run: Run) -> None:
    code, out, _ = run("import", VARIANTS / "harbour.argdown", "--dry-run", "--store", ":memory:")
    assert code == 0
    assert "would come:" in out


def test_columns_of_a_table_are_named(run: Run, folder: Path) -> None:
    (folder / "a.csv").write_text("who,what\nAda,The toll is high.\n", "utf-8")
    assert run("import", "a.csv", "--format", "claims-csv", "--column", "text=what", "--column", "held_by=who")[0] == 0
    assert "The toll is high." in run("export", "--format", "claims-csv", "--corpus", "a")[1]


def test_the_language_of_texts_can_be_told(run: Run, folder: Path) -> None:
    (folder / "a.csv").write_text("text\nبارش ہو رہی ہے۔\n", "utf-8")
    run("import", "a.csv", "--lang", "ur")
    assert (
        "@ur"
        in run("query", "SELECT ?text { ?claim schema:text ?text FILTER(LANG(?text) = 'ur') }", "--format", "tsv")[1]
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.csv", "--column", "what"], "--column takes FIELD=COLUMN"),
        (["nowhere"], "nowhere: It cannot be read: No such file or directory."),
        (["a.csv", "--format", "powerpoint"], "“powerpoint” is no format that is known"),
        (["empty"], "This folder holds no file of a format that is read."),
        (["a.csv.gz"], "a.csv.gz: This is compressed; unpack it, and name what was in it."),
    ],
)
def test_what_cannot_be_imported_is_told(run: Run, folder: Path, arguments: list[str], words: str) -> None:
    (folder / "a.csv").write_text("text\nRain.\n", "utf-8")
    (folder / "a.csv.gz").write_bytes(gzip.compress(b"text\nRain.\n", mtime=0))
    (folder / "empty").mkdir()
    code, _, err = run("import", *arguments)
    assert code == 2
    assert words in err


@pytest.mark.parametrize("name", fast_first(["all.json", "all.nq", "all.rdf"], "all.nq"))
def test_what_was_exported_as_rdf_comes_in_again(run: Run, folder: Path, name: str) -> None:
    run("import", VARIANTS / "harbour.aif.json", "--corpus", "harbour")
    run("export", "-o", name)
    run("init", "--empty", "other")
    assert run("import", name, "--store", "other")[0] == 0
    asked = ("query", "SELECT ?s ?p ?o { ?s ?p ?o FILTER(?p != prov:wasGeneratedBy) }", "--format", "csv", "--store")
    assert {*run(*asked, "other")[1].splitlines()} == {*run(*asked, ".")[1].splitlines()}


def test_options_for_other_formats_do_not_go_with_rdf(run: Run, folder: Path) -> None:
    (folder / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .", "utf-8")
    code, _, err = run("import", "a.ttl", "--corpus", "x")
    assert (code, "--corpus goes with other tools' formats" in err) == (2, True)


def test_a_store_without_a_thesis_opens_at_what_its_argument_comes_to(run: Run, folder: Path) -> None:
    run("init", "--empty", "other")
    run("import", VARIANTS / "harbour.claims.csv", "--store", "other")
    assert run("map", "--store", "other")[1] == "thesis.html\n"
    assert "The harbour toll should be lowered" in (folder / "thesis.html").read_text("utf-8")


def test_a_store_without_an_argument_opens_at_the_overview(run: Run) -> None:
    run("init", "--empty", "other")
    assert run("map", "--store", "other")[1] == "start.html\n"


def test_the_report_can_be_had_as_json(run: Run) -> None:
    told = json.loads(run("import", VARIANTS / "harbour.aif.json", "--json")[1])
    assert (told["nodes"], told["kinds"]["claim"], told["notes"]) == (7, 4, [])


@pytest.mark.parametrize("name", ["graphml", "gexf", "dot", "iccma", "apx", "tgf", "markdown", "argdown", "aif"])
def test_the_essay_is_written_in_other_tools_formats(run: Run, name: str) -> None:
    code, out, _ = run("export", "--format", name)
    assert code == 0
    assert len(out) > 10_000


def test_an_export_is_the_same_each_time(tmp_path: Path) -> None:
    code = "import sys; from app import main; sys.exit(main(['export', '--store', ':memory:', '--format', 'graphml']))"
    told = [
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] != b""


def test_what_a_format_has_no_place_for_is_told_beside_the_output(run: Run) -> None:
    err = run("export", "--format", "aif")[2]
    assert err == (
        "AIF JSON (AIFdb, xAIF, OVA) has no place for 101 policies, 214 power links, "
        "the titles, kinds, commitments of statements: left out.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "powerpoint"], "“powerpoint” is no format that is known"),
        (["--format", "kialo"], "is read and not written"),
        (["-o", "out.xyz"], "tells no format; give --format"),
        (["--format", "aif", "--file", "other"], "There is no imported file “other”"),
        (["--format", "turtle", "--corpus", "x"], "turtle holds the whole store"),
    ],
)
def test_what_cannot_be_exported_is_told(run: Run, arguments: list[str], words: str) -> None:
    code, out, err = run("export", *arguments)
    assert code in (1, 2)
    assert (out, words in err) == ("", True)
