"""The command line: results on stdout, errors on stderr, exit codes, no traceback.

Most commands run in the process of the tests, for one of its own takes longer; what is a fact of processes has one.
"""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from rdflib import Graph

from app import main
from tests.conftest import ESSAY

VERBS = (
    "init", "map", "query", "show", "search", "add", "edit", "retract", "undo", "log", "diff", "check", "source",
    "import", "export", "copy",
)  # fmt: skip
PROGRAM = [sys.executable, "-W", "error", "-c", "import sys; from app import main; sys.exit(main())"]
Done = subprocess.CompletedProcess[str]

pytestmark = pytest.mark.usefixtures("empty_folder")


def claimatlas(*arguments: str | Path, stdin: str = "") -> Done:
    """Run the command line in this process."""
    given, out, err = (io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8", newline="") for text in (stdin, "", ""))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr("sys.stdin", given)
        code = main([*map(str, arguments)])
    return Done(arguments, code, *(_written(one) for one in (out, err)))


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@pytest.mark.parametrize(
    ("arguments", "code", "out", "err"),
    [(["query", "ASK {}"], 0, "yes\n", ""), (["show", "nothing"], 1, "", "no item"), (["show"], 2, "", "Usage:")],
)
def test_as_a_process_it_tells_results_apart_from_errors(arguments: list[str], code: int, out: str, err: str) -> None:
    done = subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (code, out)
    assert err in done.stderr
    assert "Traceback" not in done.stderr


# ---- Help ----


def test_help_lists_every_verb() -> None:
    listed = claimatlas("--help").stdout
    assert [verb for verb in VERBS if f"\n  {verb} " not in listed] == []


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_has_an_example(verb: str) -> None:
    shown = claimatlas(verb, "--help").stdout
    assert f"\n      claimatlas {verb}" in shown.split("Example")[1]
    assert "\b" not in shown


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = "import sys; from app import main; main(['--help']); print([m for m in sys.modules if m in sys.argv])"
    heavy = ["rdflib", "pyoxigraph", "networkx", "pyvis", "pyshacl", "rich", "httpx"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_a_query_loads_none_of_the_drawing_libraries() -> None:
    code = (
        "import sys; from app import main; main(['query', 'ASK {}']); print([m for m in sys.modules if m in sys.argv])"
    )
    heavy = ["rdflib", "networkx", "pyvis", "pyshacl", "httpx", "jinja2"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_the_version_is_told() -> None:
    assert claimatlas("--version").stdout.startswith("claimatlas 0.")


@pytest.mark.parametrize("arguments", [["frobnicate"], ["query", "--format", "docx", "ASK {}"], ["query"], ["show"]])
def test_bad_usage_exits_with_2_and_says_why(arguments: list[str]) -> None:
    done = claimatlas(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage:" in done.stderr


# ---- query ----


def test_a_newcomers_first_query_works_without_a_store() -> None:
    done = claimatlas("query", "SELECT ?label { ?t a ca:Thesis ; rdfs:label ?label }", "--format", "csv")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 11


def test_rows_go_to_stdout_and_their_number_to_stderr() -> None:
    done = claimatlas("query", "-n", "ratios-by-partner")
    assert "Canada" in done.stdout
    assert done.stderr == "8 rows\n"


@pytest.mark.parametrize(
    ("query", "answer"), [("ASK { ?t a ca:Thesis }", "yes\n"), ("ASK { ?t a ca:Nothing }", "no\n")]
)
def test_ask_answers_yes_or_no(query: str, answer: str) -> None:
    assert claimatlas("query", query).stdout == answer


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
def test_a_table_is_written_in_every_format(name: str) -> None:
    done = claimatlas("query", "-n", "theses", "--format", name)
    assert done.returncode == 0
    assert "American century" in done.stdout


def test_construct_gives_turtle_that_another_library_reads() -> None:
    done = claimatlas("query", "CONSTRUCT { ?s ca:attacks ?o } { ?s ca:attacks ?o }")
    assert len(Graph().parse(data=done.stdout, format="turtle")) > 50


def test_a_query_with_more_rows_than_are_allowed_is_ended_and_told() -> None:
    done = claimatlas("query", "--rows", "3", "-n", "theses")
    assert (done.returncode, done.stdout) == (2, "")
    assert "The answer has more than 3 rows" in done.stderr


def test_a_query_within_its_limits_gives_what_it_gives_without() -> None:
    query = "SELECT ?t { ?t a ca:Thesis } ORDER BY ?t"
    limited = claimatlas("query", "--seconds", "60", "--rows", "1000", "--format", "csv", query)
    assert limited.stdout == claimatlas("query", "--format", "csv", query).stdout != ""


def test_a_query_with_limits_asks_no_other_servers() -> None:
    done = claimatlas("query", "--rows", "3", "--allow-network", "ASK {}")
    assert done.returncode == 2
    assert "leave out --seconds and --rows" in done.stderr


def test_a_query_is_read_from_a_file_and_from_stdin(tmp_path: Path) -> None:
    query = "SELECT ?n { VALUES ?n { 42 } }"
    (tmp_path / "q.rq").write_text(query, "utf-8")
    from_file, from_stdin = claimatlas("query", "-f", "q.rq"), claimatlas("query", "-f", "-", stdin=query)
    assert "42" in from_file.stdout
    assert from_file.stdout == from_stdin.stdout


def test_a_query_writes_a_file() -> None:
    claimatlas("query", "-n", "ratios-by-partner", "-o", "ratios.csv")
    assert len(list(csv.DictReader(io.StringIO(Path("ratios.csv").read_text("utf-8"))))) == 8


def test_a_parameter_is_taken() -> None:
    done = claimatlas("query", "-n", "policies-by-actor", "-p", "actor=soviet-union", "--format", "csv")
    assert "Budapest" in done.stdout or "Hungary" in done.stdout


def test_the_named_queries_are_listed() -> None:
    assert "unanswered-counterarguments" in claimatlas("query", "--list").stdout


def test_a_named_query_is_described_with_its_text() -> None:
    done = claimatlas("query", "--list", "-n", "policies-eroding-power")
    assert "-p power=" in done.stdout
    assert "SELECT" in done.stdout


WRONG = [  # arguments, exit code, words on stderr
    (["query", "SELECT * { ?s foo:a ?o }"], 2, "line 1, column 15: the prefix “foo:”"),
    (["query", "-n", "no-such-query"], 1, "Did you mean"),
    (["query", "-n", "theses", "-p", "x=1"], 2, "no parameter “x”"),
    (["query", "-n", "theses", "-p", "x"], 2, "NAME=VALUE"),
    (["query", "-n", "theses", "ASK {}"], 2, "Give one of"),
    (["query", "ASK {}", "-p", "a=b"], 2, "--param is for named queries"),
    (["query", "-n", "policies-by-actor", "-p", "actor=chna"], 1, "Did you mean"),
    (["query", "-n", "theses", "--format", "turtle"], 2, "cannot be written as turtle"),
    (["query", "-n", "theses", "-o", "missing/folder/x.csv"], 2, "cannot be written"),
    (["query", "-f", "missing.rq"], 2, "missing.rq"),
    (["query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 2, "--allow-network"),
    (["show", "asymetry-empowers"], 1, "asymmetry-empowers-less-dependent"),
    (["map", "no-such-thing-at-all"], 1, "There is no item"),
    (["map", "china"], 2, "starts from a statement"),
    (["search", "xyzzy"], 1, "Nothing has all these words"),
    (["check", "--source", "missing.txt"], 2, "missing.txt"),
    (["check", "--repair"], 2, "claimatlas init"),
    (["import", "missing.ttl"], 2, "claimatlas init"),
    (["export", "-o", "essay.docx"], 2, "tells no format"),
    (["show", "http://["], 1, "There is no item"),
    (["query", "-n", "statements-of-paragraph", "-p", "paragraph=٥"], 2, "whole number"),
    (["export", "-o", "."], 2, "Usage"),
    (["import", "--store", ":memory:", "x.ttl"], 2, "gone when the command ends"),
    (["query", "ASK {}", "--store", ""], 2, "empty"),
    (["query", "ASK {}", "--store", "http://user:secret@127.0.0.1:9"], 2, "http://127.0.0.1:9 cannot"),
    (["query", "SELECT \x1b[31m"], 2, "�[31m"),
    (["query", "ASK {}", "--store", "nowhere"], 2, "claimatlas init nowhere"),
    (["query", "ASK {}", "--store", "http://127.0.0.1:9"], 2, "Is the server running?"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_what_cannot_be_done_is_told_with_its_exit_code(arguments: list[str], code: int, words: str) -> None:
    done = claimatlas(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr


# ---- init, import, export, check, source ----


def test_init_makes_a_store_that_the_next_command_uses() -> None:
    made = claimatlas("init")
    assert made.stdout == ".claimatlas\n"
    assert "sound" in claimatlas("check").stderr


def test_init_in_a_folder_with_a_store_is_refused() -> None:
    claimatlas("init", "here")
    again = claimatlas("init", "here")
    assert again.returncode == 2
    assert "There is a store already" in again.stderr


@pytest.mark.usefixtures("folder")
def test_import_adds_a_file_and_its_derived_triples(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(
        "@prefix ca: <https://w3id.org/claimatlas/ontology#> . <urn:i> ca:premise <urn:a> ; ca:conclusion <urn:b> .",
        "utf-8",
    )
    assert claimatlas("import", "mine.ttl").stdout == "2 triples from 1 file\n"
    assert claimatlas("query", "ASK { <urn:a> ca:supports <urn:b> }").stdout == "yes\n"


@pytest.mark.usefixtures("folder")
def test_import_of_a_faulty_file_tells_file_line_and_reason_and_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "good.ttl").write_text("<urn:a> <urn:b> <urn:c> .", "utf-8")
    (tmp_path / "bad.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:d> <urn:e> .", "utf-8")
    done = claimatlas("import", "good.ttl", "bad.ttl")
    assert done.returncode == 2
    assert "bad.ttl:2:" in done.stderr
    assert claimatlas("query", "ASK { <urn:a> ?p ?o }").stdout == "no\n"


@pytest.mark.usefixtures("folder")
def test_check_finds_what_an_import_broke(tmp_path: Path) -> None:
    text = "@prefix ca: <https://w3id.org/claimatlas/ontology#> . <urn:claim> a ca:Claim ."
    (tmp_path / "mine.ttl").write_text(text, "utf-8")
    claimatlas("import", "mine.ttl")
    done = claimatlas("check", "--format", "json")
    assert done.returncode == 1
    assert {finding["check"] for finding in json.loads(done.stdout)} >= {"shapes", "orphans"}


@pytest.mark.parametrize(("name", "parser"), [("turtle", "turtle"), ("ntriples", "nt")])
def test_export_gives_the_whole_store(name: str, parser: str) -> None:
    counted = claimatlas("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--format", "csv").stdout.split()[1]
    assert len(Graph().parse(data=claimatlas("export", "--format", name).stdout, format=parser)) == int(counted)


def test_export_takes_the_format_from_the_files_name() -> None:
    claimatlas("export", "-o", "essay.jsonld")
    assert json.loads(Path("essay.jsonld").read_text("utf-8"))


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(not ESSAY.is_file(), reason="the essay's text is not at hand")
def test_an_attached_source_shows_passages() -> None:
    attached = claimatlas("source", "attach", ESSAY).stdout.split()
    assert attached[0] == attached[2]
    shown = claimatlas("show", "asymmetry-empowers-less-dependent").stdout
    assert "Where: The deficit advantage, paragraph 5\n  “" in shown


@pytest.mark.usefixtures("folder")
def test_another_text_is_not_attached(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Another text altogether.", "utf-8")
    done = claimatlas("source", "attach", "other.txt")
    assert done.returncode == 2
    assert "is it the right text?" in done.stderr


# ---- show, search, map ----


@pytest.mark.usefixtures("folder")
def test_a_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    claim = '<urn:evil> a <https://w3id.org/claimatlas/ontology#Claim> ; rdfs:label "a\\u001b[2Jb"@en .'
    (tmp_path / "evil.ttl").write_text(f"@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . {claim}", "utf-8")
    claimatlas("import", "evil.ttl")
    shown = [claimatlas("show", "urn:evil"), claimatlas("query", "SELECT ?l { <urn:evil> rdfs:label ?l }")]
    assert all("[2Jb" in done.stdout and "\x1b" not in done.stdout for done in shown)


def test_a_terminal_that_lacks_signs_gets_question_marks() -> None:
    command = [*PROGRAM, "query", "-n", "theses"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "10 rows\n")


def test_show_as_json_has_what_the_text_has() -> None:
    item = json.loads(claimatlas("show", "power:trust", "--format", "json").stdout)
    assert item["label"] == "Trust"
    assert any(link["relation"] == "eroded by" for link in item["links"])


def test_search_shows_ids_to_go_on_with() -> None:
    assert "tariff-threats-succeeded" in claimatlas("search", "tariff", "colombia").stdout


@pytest.mark.parametrize("what", ["thesis", "power", "globalization-enhances-american-power"])
def test_a_map_is_one_html_file(what: str) -> None:
    done = claimatlas("map", what)
    assert done.stdout == f"{what}.html\n"
    assert "</html>" in Path(f"{what}.html").read_text("utf-8")


def test_a_map_is_drawn_again_over_itself() -> None:
    claimatlas("map", "power")
    assert claimatlas("map", "power").returncode == 0


def test_a_file_that_is_no_map_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "thesis.html").write_text("my own", "utf-8")
    done = claimatlas("map", "thesis")
    assert done.returncode == 2
    assert (tmp_path / "thesis.html").read_text("utf-8") == "my own"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [*PROGRAM, "query", "-n", "theses", "-o", str(pipe)]
    with subprocess.Popen(command) as process:
        assert pipe.read_bytes().startswith(b"thesis,text")
        assert process.wait() == 0
    assert pipe.is_fifo()


def test_a_link_is_followed_and_keeps_standing(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "target.csv")
    claimatlas("query", "-n", "theses", "-o", "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "target.csv").read_text("utf-8").startswith("thesis,text")


def test_a_file_is_written_in_the_format_of_its_name(tmp_path: Path) -> None:
    claimatlas("query", "-n", "theses", "-o", "theses.json")
    assert json.loads((tmp_path / "theses.json").read_text("utf-8"))["head"]


def test_ctrl_c_ends_a_long_query_at_once() -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with subprocess.Popen([*PROGRAM[:-1], WATCHED + PROGRAM[-1], "query", endless], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == -signal.SIGINT


WATCHED = """import graph
query = graph.Store.query
def told(*arguments, **options):
    print("asked", flush=True)
    return query(*arguments, **options)
graph.Store.query = told
"""


def test_a_process_without_an_output_ends_well() -> None:
    code = "import os, sys; sys.stdout = sys.stderr = None; from app import main; os._exit(main(['query', 'ASK {}']))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_query_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK {}", "utf-8-sig")
    assert claimatlas("query", "-f", "q.rq").stdout == "yes\n"


@pytest.mark.usefixtures("folder")
def test_import_tells_what_it_left_out(tmp_path: Path) -> None:
    text = "@prefix ca: <https://w3id.org/claimatlas/ontology#> . <urn:a> ca:supports <urn:b> ."
    (tmp_path / "plain.ttl").write_text(text, "utf-8")
    done = claimatlas("import", "plain.ttl")
    assert (done.returncode, done.stdout) == (1, "1 triple from 1 file\n")
    assert "write a ca:Inference" in done.stderr


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [*PROGRAM, "export"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
