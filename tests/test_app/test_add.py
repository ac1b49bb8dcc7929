"""`claimatlas add` with fields and with files: what is added, what is told, and what is refused."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from app import main
from app.draft_options import field_options
from app.fields_to_ask import ADDABLE
from app.text_map import text_map
from claims import Claim, Inference, SourceText
from graph import Addition, Store, open_store

TARGET = "surplus-is-vulnerability"
PORTS = ("--label", "Ports can be closed", "--text", "A port can be closed to the ships of a rival at little cost.")
SOURCE = SourceText(
    "HARBOURS\n\n"
    "Nobody pays a ship that lies in port for weeks, and its owner soon asks for help.\n"
    "A harbour that is closed harms its own town first; the tide turns for all alike.\n"
    "When the tide turns for all alike, towns learn to share their piers.\n"
)


class Done(NamedTuple):
    """What came of a command line."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def add(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `claimatlas add …` in a folder with a store of its own, as Ada."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CLAIMATLAS_BY", "Ada")

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        code = main(["add", *arguments])
        shown = capsys.readouterr()
        return Done(code, shown.out, shown.err)

    return run


def holds(pattern: str) -> bool:
    """Whether the store of this folder holds a pattern of triples."""
    return bool(asked(f"SELECT * {{ {pattern} }}"))


def asked(query: str) -> list[dict[str, str]]:
    """Ask the store of this folder."""
    with open_store(read_only=True) as store:
        return list(store.query(query))


# ---- One item, by its fields ----


def test_a_claim_is_added_with_what_it_supports(add: Run) -> None:
    done = add("claim", *PORTS, "--supports", TARGET)
    assert done.code == 0
    assert holds(f"?claim rdfs:label 'Ports can be closed'@en ; ca:supports corpus:{TARGET}")


def test_each_item_is_on_a_line_with_id_kind_and_title(add: Run) -> None:
    done = add("claim", *PORTS, "--supports", TARGET)
    assert done.out.splitlines() == [
        "ports-can-be-closed  claim  Ports can be closed",
        "ada  person  Ada",
        f"{TARGET}-because-ports-can-be-closed  inference",
    ]


def test_how_to_take_an_addition_back_is_told(add: Run) -> None:
    done = add("claim", *PORTS, "--supports", TARGET)
    number = asked("SELECT ?n { GRAPH ?g { ?c a ca:Contribution ; schema:position ?n } } ORDER BY DESC(?n)")[0]["n"]
    assert f"contribution {number} by Ada" in done.err
    assert f"claimatlas undo {number}\n" in done.err


def test_what_is_there_is_not_added_again(add: Run) -> None:
    add("claim", *PORTS, "--supports", TARGET)
    again = add("claim", *PORTS, "--supports", TARGET)
    assert again == (0, "", "1 draft already there.\nNothing was added.\n")


def test_what_is_odd_is_told_in_notes(add: Run) -> None:
    assert "\nNote: ports-can-be-closed: Is linked to nothing" in f"\n{add('claim', *PORTS).err}"


def test_an_option_given_twice_gives_two_values(add: Run) -> None:
    add("claim", *PORTS, "--subject", "power:trust", "--subject", "topic:trade")
    subjects = {row["s"] for row in asked("SELECT ?s { corpus:ports-can-be-closed dcterms:subject ?s }")}
    assert {one.rpartition("claimatlas/")[2] for one in subjects} == {"power/trust", "topic/trade"}


def test_yes_and_no_have_an_option_each(add: Run) -> None:
    policy = ("--label", "Port tax", "--text", "A tax on ships that lie in port.", "--instrument", "instrument:tariff")
    add("policy", *policy, "--carried-out-by", "united-states", "--recommended")
    assert holds("corpus:port-tax ca:recommended true")


def test_a_concept_needs_no_scheme(add: Run) -> None:
    done = add("topic", "--label", "Harbours", "--definition", "Places where ships are unloaded.")
    assert done.out == "harbours  topic  Harbours\n"


def test_all_faults_are_told_at_once_and_nothing_is_added(add: Run) -> None:
    done = add("claim", "--label", "x" * 61, "--text", "y" * 10_001, "--supports", TARGET)
    assert (done.code, done.out) == (2, "")
    assert "label: Needs" in done.err
    assert "text: Needs" in done.err


def test_a_name_that_is_not_there_brings_the_nearest(add: Run) -> None:
    done = add("claim", *PORTS, "--supports", "surplus-is-vulnerabilty")
    assert done.code == 2
    assert f"Did you mean {TARGET}" in done.err


def test_the_contributor_and_the_reason_are_kept(add: Run) -> None:
    add("claim", *PORTS, "--by", "Grace", "-m", "Heard in port")
    kept = asked("SELECT ?why ?who { GRAPH ?g { ?c ca:message ?why ; prov:wasAssociatedWith/rdfs:label ?who } }")
    assert {"why": "Heard in port", "who": "Grace"} in kept


def test_an_option_for_all_kinds_may_stand_before_the_kind(add: Run) -> None:
    done = add("--by", "Grace", "--dry-run", "claim", *PORTS)
    assert "held by Grace" in done.out
    assert "nothing was" in done.err


def test_an_option_after_the_kind_counts_more_than_one_before(add: Run) -> None:
    assert "held by Grace" in add("--by", "Ada", "claim", *PORTS, "--by", "Grace", "--dry-run").out


def test_a_kind_may_be_written_with_an_underscore(add: Run) -> None:
    done = add(
        "power_type", "--label", "Harbour power", "--definition", "Power over who may land.", "--broader", "power:hard"
    )
    assert "harbour-power  power-type" in done.out


def test_another_corpus_is_refused_where_there_is_none_such(add: Run) -> None:
    done = add("claim", *PORTS, "--corpus", "herring")
    assert done.code == 2
    assert "no corpus “herring”" in done.err


def test_signs_that_steer_a_terminal_are_not_shown(add: Run) -> None:
    assert "no “�[31m”" in add("claim", *PORTS, "--supports", "\x1b[31m").err


# ---- JSON ----


def test_the_result_can_be_had_as_json(add: Run) -> None:
    result = json.loads(add("claim", *PORTS, "--supports", TARGET, "--json").out)
    assert result["contribution"]["by"] == "Ada"
    assert result["items"][0]["id"] == "ports-can-be-closed"
    assert result["items"][0]["label"] == "Ports can be closed"


def test_a_dry_run_as_json_has_no_contribution(add: Run) -> None:
    result = json.loads(add("claim", *PORTS, "--json", "--dry-run").out)
    assert (result["dry_run"], result["contribution"]) == (True, None)
    assert result["cautions"][0]["item"] == "ports-can-be-closed"


# ---- The map of a dry run ----


def test_a_dry_run_draws_a_map_and_adds_nothing(add: Run) -> None:
    done = add("claim", *PORTS, "--supports", TARGET, "--scheme", "scheme:example", "--dry-run")
    assert done.out.splitlines() == [
        "+ claim: Ports can be closed [ports-can-be-closed]",
        "    A port can be closed to the ships of a rival at little cost.",
        "    held by Ada",
        "    └ supports → Paradoxically, a trade surplus makes a state vulnerable",
        f"      [{TARGET}] (Argument from example)",
        "+ person: Ada [ada]",
    ]
    assert not holds("corpus:ports-can-be-closed ?p ?o")


def test_the_map_shows_what_is_attacked_and_marks_what_is_new(add: Run, tmp_path: Path) -> None:
    drafts = [
        {"kind": "claim", "label": "Ports close", "text": "A port can be closed at little cost to anybody."},
        {
            "kind": "claim",
            "label": "Towns starve",
            "text": "A town whose port is closed starves.",
            "attacks": "Ports close",
        },
    ]
    (tmp_path / "two.json").write_text(json.dumps(drafts), "utf-8")
    assert "    ╳ attacks → + Ports close [ports-close]\n" in add("--from", "two.json", "--dry-run").out


def test_the_map_shows_how_a_policy_bears_on_power(add: Run) -> None:
    policy = ("--label", "Port tax", "--text", "A tax on ships that lie in port.", "--instrument", "instrument:tariff")
    links = ("--erodes", "power:trust", "--whose-power", "united-states", "--stated-by", TARGET)
    done = add("policy", *policy, "--carried-out-by", "united-states", *links, "--dry-run")
    assert "    └ erodes → Trust [trust] (power of United States)\n" in done.out


def test_a_relation_between_items_of_the_store_stands_by_itself_in_the_map(add: Run) -> None:
    done = add("rephrase", "--rephrases", TARGET, "--rephrased", "imbalance-gives-leverage", "--dry-run")
    assert done.out.startswith(f"+ rephrase: [{TARGET}-says-again-imbalance-gives-leverage]\n    rephrases ")


def test_the_map_keeps_ids_whole_and_to_80_columns(shipped: Store) -> None:
    start = "https://w3id.org/claimatlas/corpus/long-american-century/"
    words = {"text": "A long text of many words. " * 8, "held_by": f"{start}x", "commitment": "asserted"}
    claim = Claim(iri=f"{start}{'a-long-id-' * 6}end", label="One new claim", **words)  # type: ignore[arg-type]
    step = Inference(iri=f"{start}step", premise=claim.iri, conclusion=f"{start}{TARGET}")  # type: ignore[arg-type]
    drawn = text_map(shipped, Addition(None, (claim, step)), {})
    assert f"[{'a-long-id-' * 6}end]" in drawn
    assert max(map(len, drawn.splitlines())) <= 80


def test_the_map_does_not_show_signs_that_turn_the_text(add: Run) -> None:
    with open_store() as store:
        store.update("INSERT DATA { corpus:odd a ca:Claim ; rdfs:label '\u202etnuoc'@en }")
    assert "╳ attacks → �tnuoc [odd]" in add("claim", *PORTS, "--attacks", "odd", "--dry-run").out


def test_a_dry_run_needs_no_store_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["add", "claim", *PORTS, "--by", "Ada", "--dry-run"]) == 0
    assert "+ claim: Ports can be closed" in capsys.readouterr().out


# ---- Passages ----


@pytest.fixture
def attached(folder: Path) -> None:
    """A made-up text stands for the essay's."""
    with open_store(folder) as store:
        store.attach(SOURCE)


@pytest.mark.usefixtures("attached")
def test_a_quotation_becomes_an_anchor(add: Run) -> None:
    add("claim", *PORTS, "--quote", "closed harms its own town")
    rows = asked("SELECT ?n { ?note oa:hasBody corpus:ports-can-be-closed ; oa:hasTarget/ca:paragraph ?n }")
    assert rows == [{"n": "2"}]


@pytest.mark.usefixtures("attached")
def test_the_map_tells_the_paragraph_that_an_item_rests_on(add: Run) -> None:
    done = add("claim", *PORTS, "--quote", "closed harms its own town", "--dry-run")
    assert "    rests on paragraph 2\n" in done.out


@pytest.mark.usefixtures("attached")
def test_words_that_stand_twice_are_told_apart_by_occurrence(add: Run) -> None:
    assert "2. paragraph 3" in add("claim", *PORTS, "--quote", "tide turns for all alike").err
    done = add("claim", *PORTS, "--quote", "tide turns for all alike", "--occurrence", "2", "--dry-run")
    assert "rests on paragraph 3" in done.out


def test_a_quotation_without_a_text_says_how_to_attach_one(add: Run) -> None:
    assert "claimatlas source attach" in add("claim", *PORTS, "--quote", "some words").err


# ---- Files ----

GOOD = ("evidence", "Owners wait", "Owners of ships have waited in port for weeks.", TARGET)
BAD = ("evidence", "x" * 61, "Owners of ships have waited in port for months.", "no-such-thing-at-all")
HEADER = ("kind", "label", "text", "supports")


def write(name: str, *rows: tuple[str, ...]) -> None:
    """Write a table of drafts."""
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])


def test_a_file_of_drafts_is_one_contribution(add: Run) -> None:
    write(
        "claims.csv", GOOD, ("claim", "Owners ask for help", "Owners who wait ask their state for help.", "Owners wait")
    )
    done = add("--from", "claims.csv")
    assert done.code == 0
    assert done.err.count("as contribution") == 1
    assert holds("corpus:owners-ask-for-help ca:supports corpus:owners-wait")


def test_a_fault_tells_file_row_and_field_and_nothing_is_added(add: Run) -> None:
    write("claims.csv", GOOD, BAD)
    done = add("--from", "claims.csv")
    assert (done.code, done.out) == (2, "")
    assert "claims.csv, row 3, label: Needs" in done.err
    assert not holds("corpus:owners-wait ?p ?o")


def test_rows_without_a_kind_are_of_the_kind_that_is_named(add: Run) -> None:
    write("claims.csv", ("", *GOOD[1:]))
    assert "owners-wait  evidence" in add("evidence", "--from", "claims.csv").out


def test_drafts_are_read_from_stdin(add: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = json.dumps(dict(zip(HEADER, GOOD, strict=True)))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    assert "owners-wait  evidence" in add("--from", "-", "--format", "jsonl").out


def test_stdin_in_another_encoding_is_refused(add: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("kind,label\nclaim,Öl".encode("latin-1"))))
    done = add("--from", "-", "--format", "csv")
    assert done == (2, "", "Error: stdin: This is not UTF-8 text.\n")


def test_a_format_can_be_named_for_a_file_whose_name_tells_none(add: Run) -> None:
    write("claims.txt", GOOD)
    assert add("--from", "claims.txt").code == 2
    assert add("--from", "claims.txt", "--format", "csv").code == 0


def test_a_format_that_is_none_is_refused(add: Run) -> None:
    done = add("--from", "claims.csv", "--format", "docx")
    assert (done.code, done.out) == (2, "")
    assert "“.docx” is not known" in done.err


def test_a_file_that_is_missing_is_named(add: Run) -> None:
    done = add("--from", "missing.yaml")
    assert (done.code, done.out) == (2, "")
    assert "missing.yaml: It cannot be read" in done.err


def test_bad_drafts_are_put_aside_and_the_good_ones_added(add: Run) -> None:
    write("claims.csv", GOOD, BAD)
    done = add("--from", "claims.csv", "--skip-bad")
    assert done.code == 1
    assert "owners-wait  evidence" in done.out
    assert "1 draft not added; to be mended in claims.bad.csv" in done.err


def test_mended_drafts_are_added_from_the_file_of_bad_ones(add: Run) -> None:
    write("claims.csv", GOOD, BAD)
    add("--from", "claims.csv", "--skip-bad")
    bad = Path("claims.bad.csv")
    bad.write_text(bad.read_text("utf-8").replace(BAD[1], "Owners wait on").replace(BAD[3], TARGET), "utf-8")
    assert "owners-wait-on  evidence" in add("--from", "claims.bad.csv").out


def test_a_row_that_cannot_be_read_is_named_in_the_file_of_bad_ones(add: Run) -> None:
    Path("claims.csv").write_text(
        'kind,label,text\nclaim,"Ports" close,x\nclaim,Ports close,Ports can be closed.\n', "utf-8"
    )
    assert add("--from", "claims.csv", "--skip-bad").code == 1
    assert "claims.csv, row 2" in Path("claims.bad.csv").read_text("utf-8")


def test_bad_drafts_go_where_they_are_wanted(add: Run) -> None:
    write("claims.csv", GOOD, BAD)
    add("--from", "claims.csv", "--skip-bad", "--bad-file", "later.csv")
    assert "no-such-thing-at-all" in Path("later.csv").read_text("utf-8")


def test_bad_drafts_do_not_replace_the_file_that_they_come_from(add: Run) -> None:
    write("claims.csv", GOOD, BAD)
    assert "name another" in add("--from", "claims.csv", "--skip-bad", "--bad-file", "./claims.csv").err


def test_without_bad_drafts_no_file_is_written(add: Run) -> None:
    write("claims.csv", GOOD)
    assert add("--from", "claims.csv", "--skip-bad").code == 0
    assert not Path("claims.bad.csv").exists()


def test_a_dry_run_tells_the_faults_and_writes_no_file(add: Run) -> None:
    write("claims.csv", GOOD, BAD)
    done = add("--from", "claims.csv", "--skip-bad", "--dry-run")
    assert done.code == 1
    assert "claims.csv, row 3, label: Needs" in done.err
    assert not Path("claims.bad.csv").exists()


LONG = [
    ("claim", f"Harbour {number} closes", f"Harbour number {number} can be closed at will.", "")
    for number in range(1001)
]


def test_a_long_file_shows_a_bar_on_a_terminal(add: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("long.csv", *LONG)
    monkeypatch.setenv("TERM", "xterm")
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert add("--from", "long.csv", "--dry-run").code == 0
    assert "Adding" in terminal.getvalue()


def test_a_long_file_shows_no_bar_where_there_is_no_terminal(add: Run) -> None:
    write("long.csv", *LONG)
    done = add("--from", "long.csv", "--dry-run")
    assert "Adding" not in done.err
    assert "\x1b" not in done.err


def test_of_many_notes_some_are_told_and_the_rest_counted(add: Run) -> None:
    write("long.csv", *LONG[:60])
    done = add("--from", "long.csv", "--dry-run")
    assert sum(line.startswith("Note: ") for line in done.err.splitlines()) == 51


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


# ---- What does not go together ----

WRONG = [  # arguments, words on stderr
    ([], "Say what to add"),
    (["claim"], "Say which claim to add"),
    (["clam"], "Did you mean claim?"),
    (["qwxyz"], "The kinds are claim, thesis"),
    (["source"], "is no kind of item"),
    (["claim", "--label", "x", "--from", "a.csv"], "leave out --from, or the fields"),
    (["-i", "--from", "a.csv"], "exclude each other"),
    (["claim", *PORTS, "--format", "csv"], "--format is the format of --from"),
    (["claim", *PORTS, "--skip-bad"], "--skip-bad is for --from"),
    (["--from", "a.csv", "--bad-file", "b.csv"], "--bad-file is for --skip-bad"),
    (["--from", "-"], "name it with --format"),
    (["--from", "-", "--format", "csv", "--skip-bad"], "--bad-file PATH"),
    (["claim", *PORTS, "--store", ":memory:"], "gone when the command ends"),
    (["-i", "--store", ":memory:"], "gone when the command ends"),
    (["claim", *PORTS, "--colour", "red"], "No such option"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_what_cannot_be_added_is_told(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert words in shown.err


@pytest.mark.parametrize("arguments", [["claim", *PORTS], ["-i"], ["--from", "missing.csv"]])
def test_without_a_store_of_ones_own_it_is_told_how_to_make_one(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["add", *arguments]) == 2
    assert "claimatlas init" in capsys.readouterr().err


# ---- Help ----


def test_help_lists_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", "--help"]) == 0
    shown = capsys.readouterr().out
    assert [kind for kind in ADDABLE if f"\n  {kind} " not in shown] == []


@pytest.mark.parametrize("kind", ADDABLE)
def test_the_help_of_a_kind_has_an_option_for_every_field(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", kind, "--help"]) == 0
    shown = capsys.readouterr().out
    assert [option.opts[0] for option in field_options(kind) if f"\n  {option.opts[0]} " not in shown] == []
    assert f"\n      claimatlas add {kind} -i\n" in shown


def test_the_help_of_all_commands_does_not_load_the_model() -> None:
    code = "import sys; from app import main; main(['--help']); print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")


def test_a_process_of_its_own_adds_a_claim(folder: Path) -> None:
    code = "import sys; from app import main; sys.exit(main())"
    command = [sys.executable, "-W", "error", "-c", code, "add", "claim", *PORTS, "--by", "Ada"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("ports-can-be-closed  claim  Ports can be closed\n")
    assert "Note: " in done.stderr
