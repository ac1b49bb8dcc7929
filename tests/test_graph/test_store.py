"""The store: opening, changing in whole transactions, and what keeps it true."""

import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph

from claims import SourceText
from graph import (
    AnswerFormatError,
    Loaded,
    NetworkRefusedError,
    NotAStoreError,
    RdfSyntaxError,
    ReadOnlyError,
    Store,
    StoreError,
    StoreHeldError,
    StoreVersionError,
    UnknownGraphError,
    create_store,
    open_store,
)
from tests.reading import triples

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NEW = """@prefix ca: <https://w3id.org/claimatlas/ontology#> . @prefix : <https://example.org/> .
:i a ca:Inference ; ca:premise :a ; ca:conclusion :b .
"""


def count(store: Store) -> int:
    return int(next(iter(store.query(COUNT)))["n"])


def run(code: str, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


def test_without_a_location_the_shipped_essay_is_open_for_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store() as store:
        assert store.read_only
        assert store.query("ASK { ?thesis a ca:Thesis }")


def test_without_a_location_the_nearest_store_upward_is_open(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "deep" / "deeper").mkdir(parents=True)
    monkeypatch.chdir(folder / "deep" / "deeper")
    with open_store(read_only=True) as store:
        assert store.location == str(folder / ".claimatlas")


def test_the_variable_names_the_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMATLAS_STORE", str(folder))
    with open_store(read_only=True) as store:
        assert store.location == str(folder / ".claimatlas")


def test_a_change_is_there_when_the_store_is_opened_again(folder: Path) -> None:
    with open_store(folder) as store:
        store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    with open_store(folder, read_only=True) as store:
        assert store.query("ASK { <urn:a> <urn:b> <urn:c> }")


def test_a_made_store_holds_what_the_shipped_essay_holds(folder: Path, shipped: Store) -> None:
    with open_store(folder, read_only=True) as store:
        assert count(store) == count(shipped)


def test_derived_triples_come_with_an_update(store: Store) -> None:
    store.update("INSERT DATA { <urn:i> ca:premise <urn:a> ; ca:conclusion <urn:b> };")
    assert store.query("ASK { <urn:a> ca:supports <urn:b> }")


def test_derived_triples_go_with_an_update(store: Store) -> None:
    store.update("DELETE WHERE { ?i a ca:Inference ; ?p ?o }")
    assert not store.query("ASK { ?a ca:supports ?b }")


def test_an_update_may_declare_prefixes_of_its_own(store: Store) -> None:
    store.update("PREFIX ca: <urn:other:>\nINSERT DATA { <urn:a> ca:x <urn:b> } # done")
    assert store.query("ASK { <urn:a> <urn:other:x> <urn:b> }")


def test_an_update_whose_second_step_fails_changes_nothing(store: Store) -> None:
    before = count(store)
    with pytest.raises(UnknownGraphError):
        store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> } ; DROP GRAPH <urn:missing>")
    assert count(store) == before


def test_loading_adds_a_file_and_what_is_derived_from_it(store: Store, tmp_path: Path) -> None:
    (tmp_path / "new.ttl").write_text(NEW, "utf-8")
    assert store.load([tmp_path / "new.ttl"]) == Loaded(3, ())
    assert store.query("ASK { <https://example.org/a> ca:supports <https://example.org/b> }")


def test_loading_tells_every_file_with_a_fault_and_loads_nothing(store: Store, tmp_path: Path) -> None:
    before = count(store)
    texts = {
        "good.ttl": NEW,
        "no-dot.ttl": f"{NEW}\n:x :y :z\n:a :b :c .",
        "prefix.ttl": "foo:a foo:b foo:c .",
        "x.doc": "",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(RdfSyntaxError) as told:
        store.load([tmp_path / name for name in (*texts, "missing.ttl")])
    assert [(Path(f.file).name, f.line) for f in told.value.faults] == [
        ("no-dot.ttl", 5), ("prefix.ttl", 1), ("x.doc", 0), ("missing.ttl", 0),
    ]  # fmt: skip
    assert "dot is expected" in str(told.value)
    assert count(store) == before


def test_an_rdflib_graph_goes_in_and_comes_out(store: Store) -> None:
    given = Graph().parse(data=NEW, format="turtle")
    store.add_graph(given)
    assert set(given) <= set(store.graph())


@pytest.mark.parametrize(("name", "parser"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")])
def test_an_export_holds_every_triple(shipped: Store, name: str, parser: str) -> None:
    assert len(triples(shipped.export(name), parser)) == count(shipped)


def test_an_export_in_n_quads_is_a_line_for_each_triple_and_holds_the_history(shipped: Store) -> None:
    lines = shipped.export("nquads").decode("utf-8").splitlines()
    history = [line for line in lines if line.endswith("<https://w3id.org/claimatlas/history> .")]
    assert history
    assert len(lines) - len(history) == count(shipped)


def test_an_exported_turtle_file_says_all_of_a_thing_in_one_place(shipped: Store) -> None:
    lines = shipped.export("turtle").decode("utf-8").splitlines()
    assert len([line for line in lines if line.startswith("corpus:trump ")]) == 1


def test_an_unknown_export_format_is_refused_with_the_known_ones(shipped: Store) -> None:
    with pytest.raises(AnswerFormatError, match="turtle, ntriples, jsonld, rdfxml, trig, nquads"):
        shipped.export("docx")


CHANGES: dict[str, Callable[[Store], object]] = {
    "update": lambda store: store.update("CLEAR ALL"),
    "load": lambda store: store.load([]),
    "derive": lambda store: store.derive(),
    "attach": lambda store: store.attach(SourceText("text")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_store_that_is_open_for_reading_cannot_be_changed(shipped: Store, change: Callable[[Store], object]) -> None:
    with pytest.raises(ReadOnlyError, match="claimatlas init"):
        change(shipped)


def test_service_is_refused_unless_it_is_asked_for(shipped: Store) -> None:
    with pytest.raises(NetworkRefusedError, match="line 2: SERVICE"):
        shipped.query("SELECT * {\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_load_is_refused_unless_it_is_asked_for(store: Store) -> None:
    with pytest.raises(NetworkRefusedError, match="LOAD"):
        store.update("LOAD <http://127.0.0.1:9/>")


HIDDEN = [
    "SELECT * { OPTIONAL { ?s corpus:a\\# ?o } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } \n}",
    "SELECT * { OPTIONAL { ?s corpus:a\\' ?o } SERVICE <http://127.0.0.1:9/> { ?a ?b 'x' } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 'it\\'s' . SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_a_call_cannot_be_hidden_behind_escapes(shipped: Store, text: str) -> None:
    with pytest.raises(NetworkRefusedError):
        shipped.query(text)


@pytest.mark.parametrize("end", ["", ";", " ; # done", ";;", "# done"])
def test_an_update_may_end_as_people_end_it(store: Store, end: str) -> None:
    store.update(f"INSERT DATA {{ <urn:a> <urn:b> <urn:c> }} {end}")
    assert store.query("ASK { <urn:a> <urn:b> <urn:c> }")


def test_a_plain_triple_without_its_relation_is_told_as_left_out(store: Store, tmp_path: Path) -> None:
    text = "@prefix ca: <https://w3id.org/claimatlas/ontology#> . <urn:a> ca:supports <urn:b> ."
    (tmp_path / "plain.ttl").write_text(text, "utf-8")
    assert [triple.split()[0] for triple in store.load([tmp_path / "plain.ttl"]).left_out] == ["<urn:a>"]


def test_blank_nodes_of_two_files_stay_two(store: Store, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.nt").write_text(f'_:x <urn:name> "{name}" .', "utf-8")
    store.load([tmp_path / "a.nt", tmp_path / "b.nt"])
    assert len(store.query("SELECT DISTINCT ?x { ?x <urn:name> ?name }")) == 2


REFUSED = {
    "named.nq": ("<urn:a> <urn:b> <urn:c> _:graph .", "named by a blank node"),
    "bomb.rdf": ('<!DOCTYPE r [<!ENTITY a "aaaa">]><r/>', "XML entities"),
}


@pytest.mark.parametrize(("name", "text", "words"), [(name, *case) for name, case in REFUSED.items()], ids=REFUSED)
def test_a_file_that_would_lose_or_harm_is_refused(
    store: Store, tmp_path: Path, name: str, text: str, words: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(RdfSyntaxError, match=words):
        store.load([tmp_path / name])


def test_a_store_whose_data_are_gone_is_not_replaced_by_an_empty_one(folder: Path) -> None:
    shutil.rmtree(folder / ".claimatlas" / "data")
    with pytest.raises(StoreError, match="damaged"):
        open_store(folder)


def test_a_store_whose_data_are_spoilt_is_told_with_what_to_do(folder: Path) -> None:
    (folder / ".claimatlas" / "data" / "CURRENT").write_text("junk", "utf-8")
    with pytest.raises(StoreError, match="Restore the store"):
        open_store(folder)


@pytest.mark.parametrize("text", ['SELECT ("SERVICE" AS ?service) {}', "ASK { <urn:SERVICE> ?load ca:x } # SERVICE"])
def test_the_word_service_in_texts_and_names_is_no_call(shipped: Store, text: str) -> None:
    shipped.query(text)


def test_threads_that_read_change_and_write_lose_nothing(folder: Path) -> None:
    add = """DELETE { <urn:n> <urn:v> ?old } INSERT { <urn:n> <urn:v> ?new }
             WHERE { <urn:n> <urn:v> ?old BIND(?old + 1 AS ?new) }"""

    def work() -> None:
        for _ in range(5):
            store.update(add)

    with open_store(folder) as store:
        store.update("INSERT DATA { <urn:n> <urn:v> 0 }")
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [row["v"] for row in store.query("SELECT ?v { <urn:n> <urn:v> ?v }")] == ["20"]


# ---- What is no store, or cannot be used now ----


def test_a_folder_that_is_missing_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotAStoreError, match="claimatlas init"):
        open_store(tmp_path / "nothing")


@pytest.mark.parametrize("content", [None, "no json", "[]", '{"format": "x"}', '{"format": Infinity}', '{"format": 0}'])
def test_a_folder_that_is_no_store_is_refused_with_what_to_do(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "store.json").write_text(content, "utf-8")
    with pytest.raises(NotAStoreError, match="is not a claimatlas store"):
        open_store(tmp_path)


def test_a_store_from_a_newer_version_is_refused_with_what_to_do(folder: Path) -> None:
    description = folder / ".claimatlas" / "store.json"
    description.write_text(json.dumps({"format": 99}), "utf-8")
    with pytest.raises(StoreVersionError, match=r"format 99.*Upgrade"):
        open_store(folder)


HOLD = """import sys; from graph import open_store
with open_store(sys.argv[1], read_only=sys.argv[2] == "reader"):
    print("open", flush=True); sys.stdin.read()
"""


@pytest.mark.parametrize(("first", "second"), [("writer", "writer"), ("writer", "reader"), ("reader", "writer")])
def test_a_store_that_another_process_holds_is_refused_with_its_holder(folder: Path, first: str, second: str) -> None:
    command = [sys.executable, "-c", HOLD, str(folder), first]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreHeldError, match=f"process {holder.pid}"):
            open_store(folder, read_only=second == "reader")
        holder.communicate("")


def test_readers_share_a_store(folder: Path) -> None:
    with open_store(folder, read_only=True):
        done = run("import sys; from graph import open_store; open_store(sys.argv[1], read_only=True)", str(folder))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_holder_that_was_killed_holds_no_longer(folder: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(folder), "writer"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        holder.stdout.readline()
        holder.send_signal(signal.SIGKILL)
        holder.communicate("")
    with open_store(folder) as store:
        assert store.query("ASK { ?thesis a ca:Thesis }")


def test_a_second_store_in_the_same_folder_is_refused(folder: Path) -> None:
    with pytest.raises(StoreError, match="There is a store already"):
        create_store(folder)


FULL = """import resource, signal, sys; from graph import StoreWriteError, create_store, open_store
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def limit(): resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
"""


def test_a_full_disk_leaves_no_half_made_store(tmp_path: Path) -> None:
    code = FULL + "limit()\ntry: create_store(Path(sys.argv[1]))\nexcept StoreWriteError as error: print(error)"
    done = run(code, str(tmp_path))
    assert "No store was made" in done.stdout, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_store_as_it_was(folder: Path) -> None:
    with open_store(folder, read_only=True) as store:
        before = count(store)
    big = "; ".join(f"<urn:p{n}> '{'x' * 50}{n}'" for n in range(3000))
    code = (
        FULL
        + f"""
store = open_store(sys.argv[1]); limit()
try: store.update("INSERT DATA {{ <urn:s> {big} }}")
except StoreWriteError as error: print(error)
"""
    )
    (folder / "full.py").write_text(code, "utf-8")
    done = subprocess.run(
        [sys.executable, str(folder / "full.py"), str(folder)], capture_output=True, text=True, check=False
    )
    assert "Nothing was changed: the disk is full" in done.stdout, done.stderr
    with open_store(folder, read_only=True) as store:
        assert count(store) == before


@pytest.fixture
def unwritable(folder: Path) -> Path:
    """A store's folder that may be read but not written by an ordinary user."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in folder.parents[:3]:
        parent.chmod(0o755)
    return folder


# Root may write anywhere, so a child of root goes on as an ordinary user, once all that it needs is imported.
AS_NOBODY = """import os, sys, portalocker, graph.lock
from graph import StoreWriteError, open_store
if os.getuid() == 0: os.setgid(65534); os.setuid(65534)
"""


def test_a_store_in_a_read_only_folder_can_be_read(unwritable: Path) -> None:
    code = "with open_store(sys.argv[1], read_only=True) as store: print(bool(store.query('ASK { ?s a ca:Thesis }')))"
    done = run(AS_NOBODY + code, str(unwritable))
    assert done.stdout == "True\n", done.stderr


def test_a_store_in_a_read_only_folder_cannot_be_opened_for_writing(unwritable: Path) -> None:
    code = "try: open_store(sys.argv[1])\nexcept StoreWriteError as error: print(error)"
    done = run(AS_NOBODY + code, str(unwritable))
    assert "cannot be written" in done.stdout, done.stderr


def test_the_source_that_was_attached_is_there_when_the_store_is_opened_again(folder: Path) -> None:
    with open_store(folder) as store:
        store.attach(SourceText("Line one.\r\nLine “two”."))
    with open_store(folder, read_only=True) as store:
        assert store.source() == SourceText("Line one.\r\nLine “two”.")


def test_what_the_engine_noted_at_earlier_openings_does_not_pile_up(tmp_path: Path) -> None:
    create_store(tmp_path, empty=True)
    for _ in range(3):
        open_store(tmp_path).close()
    assert len(list(tmp_path.rglob("LOG.old.*"))) <= 1
