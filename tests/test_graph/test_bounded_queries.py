"""Bounded queries: answers as bytes in every format, of the newest state, from processes that come and go unseen."""

import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph import (
    AnswerFormatError,
    BoundedQueries,
    NetworkRefusedError,
    ParameterError,
    QuerySyntaxError,
    Stopper,
    Store,
    StoreError,
    add,
    create_store,
    form_of,
    open_store,
    undo,
)
from tests.reading import triples
from tests.test_graph.changing import HISTORY, draft

TABLE = "SELECT ?thesis ?label { ?thesis a ca:Thesis ; rdfs:label ?label } ORDER BY ?thesis"
GRAPH = "CONSTRUCT { ?s ca:supports ?o } { ?s ca:supports ?o }"


@pytest.fixture(scope="module")
def queries(shipped: Store) -> Iterator[BoundedQueries]:
    """Bounded queries of the shipped essay in memory."""
    with BoundedQueries(shipped, workers=1) as queries:
        yield queries


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of the shipped essay in it, to be copied: that is quicker than to make one."""
    folder = tmp_path_factory.mktemp("untouched")
    create_store(folder)
    return folder


@pytest.fixture
def folder(untouched: Path, tmp_path: Path) -> Path:
    """A folder with a store of the shipped essay in it."""
    return Path(shutil.copytree(untouched, tmp_path / "store"))


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("query", [TABLE, "ASK { ?t a ca:Thesis }", "ASK { ?t a ca:Nothing }", "SELECT * {}"])
def test_a_table_has_the_same_bytes_as_from_the_store(
    queries: BoundedQueries, shipped: Store, query: str, name: str
) -> None:
    answer = queries.ask(query, {"table": name})
    assert (answer.form, answer.format) == (shipped.query(query).form, name)
    assert answer.is_whole
    assert answer.read() == shipped.query(query).serialize(name)


@pytest.mark.parametrize(
    ("name", "parser"), [("turtle", "turtle"), ("ntriples", "nt"), ("json", "json-ld"), ("xml", "xml")]
)
def test_a_graph_has_the_same_triples_as_from_the_store(
    queries: BoundedQueries, shipped: Store, name: str, parser: str
) -> None:
    answer = queries.ask(GRAPH, {"graph": name})
    assert (answer.form, answer.format) == ("graph", name)
    assert triples(answer.read(), parser) == set(shipped.query(GRAPH).graph())


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_a_graph_as_a_table_has_the_same_lines_as_from_the_store(
    queries: BoundedQueries, shipped: Store, name: str
) -> None:
    ours, stores = queries.ask(GRAPH, {"graph": name}).read(), shipped.query(GRAPH).serialize(name)
    assert sorted(ours.splitlines()) == sorted(stores.splitlines())


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("PREFIX ask: <urn:ask> SELECT * {}", "table"),
        ("# select\nask {}", "boolean"),
        ("BASE <urn:x> Construct {} {}", "graph"),
        ("DESCRIBE <urn:a>", "graph"),
        ("SELCT", "table"),
    ],
)
def test_the_form_of_an_answer_is_known_from_the_query(query: str, form: str) -> None:
    assert form_of(query) == form


def test_a_big_answer_comes_in_pieces(queries: BoundedQueries, shipped: Store) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    answer = queries.ask(query)
    assert not answer.is_whole
    pieces = list(answer)
    assert max(map(len, pieces)) < 100_000
    assert b"".join(pieces) == shipped.query(query).serialize("json")


@pytest.mark.parametrize("accept", [{"table": "turtle"}, {"graph": "docx"}])
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(
    queries: BoundedQueries, accept: dict[str, str]
) -> None:
    with pytest.raises(AnswerFormatError, match="choose one of"):
        queries.ask("ASK {}", accept)


def test_a_graph_that_a_format_has_no_words_for_is_refused(queries: BoundedQueries) -> None:
    with pytest.raises(AnswerFormatError, match="cannot be written as json"):
        queries.ask("CONSTRUCT { <urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> } {}", {"graph": "json"})


@pytest.mark.parametrize("query", ["SELECT * {\n ?s foo:a ?o }", "SELCT * {}", "SELECT * { ?s ?p }", "INSERT DATA {}"])
def test_a_syntax_error_is_told_as_by_the_store(queries: BoundedQueries, shipped: Store, query: str) -> None:
    with pytest.raises(QuerySyntaxError) as ours:
        queries.ask(query)
    with pytest.raises(QuerySyntaxError) as stores:
        shipped.query(query)
    assert str(ours.value) == str(stores.value)


def test_a_fault_in_a_long_query_is_told_by_its_place(queries: BoundedQueries) -> None:
    with pytest.raises(QuerySyntaxError, match="line 3001, column 8:"):
        queries.ask("SELECT * {\n" + "FILTER(?x = 1 || ?y = 2)\n" * 2999 + "FILTR }")


def test_no_server_is_called_unless_its_host_is_named(queries: BoundedQueries) -> None:
    with pytest.raises(NetworkRefusedError, match=r"line 1: SERVICE <http://127\.0\.0\.1:9/> calls another server"):
        queries.ask("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_the_graphs_that_are_asked_can_be_chosen(queries: BoundedQueries) -> None:
    def yes(query: str, **graphs: list[str]) -> bool:
        return b"true" in queries.ask(query, {"table": "csv"}, **graphs).read()  # type: ignore[arg-type]

    said, named = "ASK { ?c a ca:Contribution }", "ASK { GRAPH ?g { ?c a ca:Contribution } }"
    assert (yes(said), yes(named)) == (False, True)
    assert yes(said, default_graphs=[HISTORY])
    assert not yes(named, default_graphs=[HISTORY])
    assert yes(named, named_graphs=[HISTORY])
    assert not yes("ASK { ?s ?p ?o }", named_graphs=[HISTORY])
    assert yes("ASK FROM <urn:none> { ?s ?p ?o }", default_graphs=[HISTORY])
    assert not yes(named, default_graphs=[], named_graphs=[])


def test_a_graph_without_a_whole_iri_is_refused(queries: BoundedQueries) -> None:
    with pytest.raises(ParameterError, match="history"):
        queries.ask("ASK {}", default_graphs=["history"])


@pytest.fixture(params=["folder", "memory"])
def changing(request: pytest.FixtureRequest, folder: Path) -> Iterator[Store]:
    """A store to be changed, in a folder or in memory."""
    with open_store(folder if request.param == "folder" else ":memory:") as store:
        yield store


def test_every_change_is_seen_by_the_next_query(changing: Store) -> None:
    with BoundedQueries(changing) as queries:

        def seen(query: str) -> bool:
            return b"true" in queries.ask(query).read()

        assert not seen("ASK { <urn:a> ?p ?o }")
        changing.update("INSERT DATA { <urn:i> ca:premise <urn:a> ; ca:conclusion <urn:b> }")
        assert seen("ASK { <urn:a> ca:supports <urn:b> }")
        added = add(changing, draft("Bridges outlast their builders"), by="Ada").contribution
        assert added is not None
        assert seen("ASK { corpus:bridges-outlast-their-builders a ca:Claim }")
        undo(changing, str(added.number))
        assert not seen("ASK { corpus:bridges-outlast-their-builders a ca:Claim }")


def test_what_is_derived_anew_is_seen_though_it_is_no_contribution(changing: Store) -> None:
    with BoundedQueries(changing) as queries:
        queries.ask("ASK {}")
        number = changing.last
        changing.engine.update("DELETE WHERE { ?s <https://w3id.org/claimatlas/ontology#supports> ?o }")
        assert b"false" in queries.ask("ASK { ?s ca:supports ?o }").read()
        changing.derive()
        assert changing.last == number
        assert b"true" in queries.ask("ASK { ?s ca:supports ?o }").read()


def test_an_answer_that_is_being_read_is_of_the_state_that_it_began_with(folder: Path) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 8000"
    with open_store(folder) as store, BoundedQueries(store, held=1) as queries:
        before = store.query(query).serialize("json")
        answer = queries.ask(query)
        store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert b"true" in queries.ask("ASK { <urn:a> <urn:b> <urn:c> }").read()
        assert answer.read() == before


def test_a_prefix_of_an_own_corpus_needs_no_declaration(store: Store) -> None:
    store.update("INSERT DATA { <https://w3id.org/claimatlas/corpus/mine/source> a ca:Source ; dcterms:title 'Mine' }")
    with BoundedQueries(store, workers=1) as queries:
        assert b"true" in queries.ask("ASK { mine:source a ca:Source }").read()


def test_two_readers_of_one_folder_both_ask(folder: Path) -> None:
    with open_store(folder, read_only=True) as one, open_store(folder, read_only=True) as other:
        with BoundedQueries(one, workers=1) as first, BoundedQueries(other, workers=1) as second:
            assert first.ask(TABLE).read() == second.ask(TABLE).read() == one.query(TABLE).serialize("json")
        assert sorted(path.name for path in (folder / ".claimatlas").iterdir()) == [
            "data",
            "holders",
            "lock",
            "store.json",
        ]


def copies(folder: Path) -> list[Path]:
    """Return the copies of the state that are in a store's folder."""
    return list((folder / ".claimatlas").glob("snapshots/*/*"))


def test_copies_of_the_state_stay_few_and_go_with_their_users(folder: Path) -> None:
    with open_store(folder) as store:
        with BoundedQueries(store, workers=2) as queries:
            for number in range(5):
                store.update(f"INSERT DATA {{ <urn:a> <urn:b> {number} }}")
                queries.ask("ASK {}")
                assert len(copies(folder)) == 1
        assert not (folder / ".claimatlas" / "snapshots").exists()


def test_copies_that_a_killed_process_left_are_removed_at_the_next_opening(folder: Path) -> None:
    code = """if True:
        import os, signal, sys
        from graph import BoundedQueries, open_store
        store = open_store(sys.argv[1])
        queries = BoundedQueries(store, workers=1)
        queries.ask("ASK {}")
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert copies(folder)
    with open_store(folder):
        assert not copies(folder)


def test_no_copy_of_a_store_in_memory_has_a_name(
    shipped: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with BoundedQueries(shipped, workers=2) as queries:
        assert queries.ask(TABLE).is_whole
        assert list(tmp_path.iterdir()) == []


def test_where_files_need_names_copies_go_with_their_users_too(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("graph.snapshots.sys.platform", "other")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with BoundedQueries(store, workers=2) as queries:
        for number in range(3):
            store.update(f"INSERT DATA {{ <urn:a> <urn:b> {number} }}")
            assert b"true" in queries.ask(f"ASK {{ <urn:a> <urn:b> {number} }}").read()
            assert len(list(tmp_path.glob("*/*"))) == 1
    assert list(tmp_path.iterdir()) == []


def test_what_was_read_last_is_not_taken_for_a_later_copy_at_the_same_place(store: Store) -> None:
    """A query that is stopped before it begins leaves its process with an older copy than it was given."""
    with BoundedQueries(store, workers=1) as queries:
        stopper = Stopper()
        stopper.stop()
        for number in range(4):
            queries.ask("ASK {}")
            store.update(f"INSERT DATA {{ <urn:a> <urn:b> {number} }}")
            with pytest.raises(StoreError, match="stopped"):
                queries.ask("ASK {}", stopper=stopper)
            store.update(f"INSERT DATA {{ <urn:a> <urn:c> {number} }}")
            assert b"true" in queries.ask(f"ASK {{ <urn:a> <urn:c> {number} }}").read()


def ended(pids: tuple[int, ...]) -> bool:
    """Wait until processes have ended, and return whether they do."""
    for pid in pids:
        try:
            watched = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            if not select.select([watched], (), (), 30)[0]:
                return False
        finally:
            os.close(watched)
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="waits for processes that are not its own")
@pytest.mark.parametrize("query", ["ASK {}", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"])
def test_the_processes_end_with_the_one_that_started_them_even_where_it_is_killed(folder: Path, query: str) -> None:
    code = """if True:
        import sys, threading
        from graph import BoundedQueries, open_store
        queries = BoundedQueries(open_store(sys.argv[1]), workers=1)
        queries.ask("ASK {}")
        threading.Thread(target=queries.ask, args=(sys.argv[2],), daemon=True).start()
        print(*queries.pids, flush=True)
        sys.stdin.read()
    """
    command = [sys.executable, "-c", code, str(folder), query]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pids = tuple(map(int, process.stdout.readline().split()))
        process.kill()
    assert pids
    assert ended(pids)


def test_a_program_that_closes_nothing_ends_and_leaves_nothing_behind(folder: Path) -> None:
    code = """if True:
        import sys
        from graph import BoundedQueries, open_store
        queries = BoundedQueries(open_store(sys.argv[1]))
        print(queries.ask("SELECT * { ?s ?p ?o }").form)
    """
    command = [sys.executable, "-c", code, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == ("table\n", "")
    assert not copies(folder)


def test_a_process_that_ended_while_nothing_was_asked_is_replaced_unseen(queries: BoundedQueries) -> None:
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV):
        (pid,) = queries.pids
        os.kill(pid, number)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert queries.ask("ASK {}").is_whole


def test_a_query_that_ends_its_process_is_told_and_the_next_is_answered(queries: BoundedQueries) -> None:
    with pytest.raises(StoreError, match=r"ended unexpectedly .* shorter and flatter"):
        queries.ask(f"SELECT ({'+'.join(['1'] * 50_000)} AS ?x) {{}}")
    assert queries.ask("ASK {}").is_whole


def test_ctrl_c_is_not_for_the_processes_that_answer(queries: BoundedQueries) -> None:
    (pid,) = queries.pids
    os.kill(pid, signal.SIGINT)
    assert queries.ask("ASK {}").is_whole
    assert queries.pids == (pid,)


def test_a_process_that_cannot_be_started_is_told(shipped: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(StoreError, match="No process can be started to answer queries"):
        BoundedQueries(shipped)


def test_what_a_process_says_that_ends_at_its_start_is_told(shipped: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.query_process._START", "raise RuntimeError('no way')")
    with BoundedQueries(shipped, workers=1) as queries, pytest.raises(StoreError, match="no way"):
        queries.ask("ASK {}")


@pytest.mark.parametrize("limits", [{"workers": 0}, {"queue": -1}, {"memory": 1000}])
def test_limits_that_make_no_sense_are_refused(shipped: Store, limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least 1 worker"):
        BoundedQueries(shipped, **limits)  # type: ignore[arg-type]


def test_nothing_is_answered_after_closing(shipped: Store) -> None:
    queries = BoundedQueries(shipped)
    queries.close()
    queries.close()
    with pytest.raises(StoreError, match="closed"):
        queries.ask("ASK {}")


def test_many_threads_get_each_their_own_answer(shipped: Store) -> None:
    with BoundedQueries(shipped, workers=2, queue=20) as queries, ThreadPoolExecutor(16) as threads:

        def answer(number: int) -> bytes:
            return queries.ask(f"SELECT ({number} AS ?n) {{}}", {"table": "tsv"}).read()

        assert list(threads.map(answer, range(200))) == [f"?n\n{number}\n".encode() for number in range(200)]
