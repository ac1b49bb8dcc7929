"""Large files of RDF into the store: all comes out as if they were small, and a failure leaves nothing behind."""

import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph import (
    Loaded,
    RdfSyntaxError,
    Store,
    loading,
    open_store,
    undo,
)
from graph.bulk import adding, batches, staging
from graph.engines import Oxigraph
from graph.recorded_changes import in_history
from ontology import HISTORY, PREFIXES
from tests.quick import examples
from tests.test_graph.changing import CORPUS, amiss, state
from tests.test_graph.datasets import content
from tests.test_graph.test_loading_files import NAMED, REFUSED, TAKEN, VALID

PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("ca", "oa", "rdf", "rdfs"))
NODES = [f"<urn:n:{name}>" for name in ("a", "b", "c", "d", "a-anchor", "a-passage", "b-anchor", "x-y-position")]
CLASSES = ["ca:Statement", "ca:Thesis", "ca:Claim", "ca:Inference", "ca:Conflict", "ca:Rephrase", "ca:Policy"]
CLASSES += ["oa:Annotation", "oa:SpecificResource", "<urn:Class>"]
BETWEEN = ["ca:premise", "ca:conclusion", "ca:attacker", "ca:attacked", "ca:rephrases", "ca:rephrased", "ca:policy"]
BETWEEN += ["ca:power", "oa:hasBody", "oa:hasTarget", "oa:hasSelector", "ca:supports", "ca:attacks", "ca:undercuts"]
VALUES = [
    '"text"@en-GB',
    '"text"',
    "007",
    "0.50",
    "true",
    '"2020-01-01T00:00:00.000Z"^^<urn:d>',
    '"<a> <b> ."',
    r'"\n\"^^"',
]
GRAPHS = ["<urn:g>", "<urn:h>", f"<{HISTORY}>"]

node = st.sampled_from(NODES)
triple = st.one_of(
    st.tuples(node, st.just("rdf:type"), st.sampled_from(CLASSES)),
    st.tuples(node, st.just("ca:kind"), st.sampled_from(CLASSES)),
    st.tuples(node, st.sampled_from(BETWEEN), node),
    st.tuples(node, st.sampled_from(["rdfs:label", "ca:attacked", "oa:hasTarget"]), st.sampled_from(VALUES)),
    st.tuples(node, st.just("ca:bearing"), st.sampled_from(["ca:wields", "ca:erodes", "<urn:n:a>"])),
).map(" ".join)
seldom = st.sampled_from(["<urn:Class> rdfs:subClassOf ca:Statement", "ca:Thesis rdfs:subClassOf <urn:Class>"])
named = st.tuples(st.sampled_from(GRAPHS), triple)


def loaded(file: Path, before: Sequence[str], *, bulk: bool) -> tuple[Store, Loaded]:
    """Load a file, in bulk or as a small one, into a store in memory that was changed before."""
    with pytest.MonkeyPatch.context() as patch:
        store = Store(Oxigraph(), "an empty store")
        for update in before:
            store.update(PROLOGUE + update)
        patch.setattr(loading, "LARGE", 0 if bulk else 10**12)
        patch.setattr(staging, "_PER_FILE", 50)  # so that there are many parts
        return store, store.load([file])


def told(store: Store) -> tuple[object, ...]:
    """Return the state, the number of the last contribution, and what it changed, contributions by their numbers."""
    rows = store.ask(in_history("SELECT ?c ?n", "?c schema:position ?n"))
    numbers = {row["c"]: f"contribution {row['n']}" for row in rows}
    last = store.last[1]
    came = store.ask(in_history("SELECT ?g", f"<{last or 'urn:none'}> prov:generated ?g"))
    made = sorted(changes(store, last, numbers)) if last else []
    return len(numbers), by_number(store.export("ntriples").decode(), numbers), sorted(row["g"] for row in came), made


def changes(store: Store, last: str, numbers: dict[str, str]) -> Iterator[tuple[object, ...]]:
    """Yield the items, the added triples and the predecessors of every change of a contribution."""
    for row in store.ask(
        in_history("SELECT ?change ?added", f"?change prov:wasGeneratedBy <{last}> ; ca:added ?added")
    ):
        items = store.ask(in_history("SELECT ?item", f"<{row['change']}> ca:changes ?item"))
        before = store.ask(in_history("SELECT ?c", f"<{row['change']}> prov:wasRevisionOf/prov:wasGeneratedBy ?c"))
        earlier = sorted(numbers[one["c"]] for one in before)
        yield sorted(one["item"] for one in items), by_number(row["added"], numbers), earlier


def by_number(text: str, numbers: dict[str, str]) -> list[str]:
    """Return lines in order, with the numbers of contributions for their IRIs."""
    for iri, number in numbers.items():
        text = text.replace(iri, number)
    return sorted(text.splitlines())


def written(folder: Path, lines: Sequence[str], graphs: Sequence[tuple[str, str]]) -> Path:
    file = folder / "file.trig"
    parts = [f"{line} .\n" for line in lines] + [f"{graph} {{ {line} }}\n" for graph, line in graphs]
    file.write_text(PROLOGUE + "".join(parts), "utf-8")
    return file


@settings(max_examples=examples(100))
@example(lines=["<urn:n:a> ca:kind ca:Claim"], graphs=[], rare=[], before=["<urn:n:a> a ca:Thesis"], gone=[])
@given(
    lines=st.lists(triple, max_size=25),
    graphs=st.lists(named, max_size=4),
    rare=st.lists(seldom, max_size=1) | st.just([]),
    before=st.lists(triple, max_size=8),
    gone=st.lists(triple, max_size=3),
)
def test_files_come_in_bulk_just_as_small_ones_do(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[str],
    graphs: list[tuple[str, str]],
    rare: list[str],
    before: list[str],
    gone: list[str],
) -> None:
    file = written(tmp_path_factory.mktemp("any"), [*lines, *rare], graphs)
    updates = ["INSERT DATA { <urn:n> <urn:p> 1 }", f"INSERT DATA {{ {' . '.join(before)} }}"]
    updates += [f"DELETE DATA {{ {' . '.join(gone)} }}"]
    updates += ["INSERT DATA { GRAPH <urn:g> { <urn:n:a> <urn:p> 1 ; ca:premise <urn:n:b> } }"]
    results = []
    for bulk in (False, True):
        store, report = loaded(file, updates, bulk=bulk)
        after = told(store)
        if after[-1] and after[0] != 1:
            undo(store, store.last[1])
        results.append((report, after, told(store)[1]))
    assert results[0] == results[1]


@pytest.fixture
def bulk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size of files, they are loaded in bulk, in many parts."""
    monkeypatch.setattr(loading, "LARGE", 0)
    monkeypatch.setattr(staging, "_PER_FILE", 50)


def put(folder: Path, name: str, text: str | bytes) -> Path:
    (folder / name).write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return folder / name


def test_all_files_with_faults_are_told_just_as_small_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = []
    for number, (name, text, _) in enumerate(REFUSED.values()):
        (tmp_path / str(number)).mkdir()
        files.append(put(tmp_path / str(number), name, text))
    files += [put(tmp_path, name, text) for name, text in VALID.items()] + [tmp_path / "none.nt", tmp_path / "a.doc"]
    faults = []
    for large in (10**12, 0):
        monkeypatch.setattr(loading, "LARGE", large)
        with Store(Oxigraph(), "an empty store") as store:
            with pytest.raises(RdfSyntaxError) as told:
                store.load(files)
            assert store.export("nquads") == b""
            faults.append(told.value.faults)
    assert faults[0] == faults[1]
    assert len(faults[1]) == len(REFUSED) + 2


SHORT = [one for name, one in TAKEN.items() if name != "a long list"]  # whose blank nodes take a minute to be compared


@pytest.mark.parametrize(("name", "text"), [*NAMED.items(), *VALID.items(), *SHORT])
def test_every_format_comes_in_bulk_as_it_does_in_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str | bytes
) -> None:
    file, found = put(tmp_path, name, text), []
    for large in (10**12, 0):
        monkeypatch.setattr(loading, "LARGE", large)
        with Store(Oxigraph(), "an empty store") as store:
            report = store.load([file, file])
            triples, names = content(store)
            found.append(({one.replace(store.last[1] or "-", "THIS") for one in triples}, names, report))
    assert found[0] == found[1]


def test_a_file_of_lines_may_be_larger_than_one_that_is_held_whole(
    bare: Store, tmp_path: Path, bulk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LARGEST", 10)
    assert bare.load([put(tmp_path, "a.nt", VALID["a.nt"])]).triples == 2
    with pytest.raises(RdfSyntaxError, match="larger than"):
        bare.load([put(tmp_path, "a.jsonld", VALID["a.jsonld"])])


def statements(number: int) -> Iterator[str]:
    """Yield made-up statements with anchors whose parts are named anyhow, and reasons among them, in no order."""
    for one in range(number):
        yield f'<urn:s:{one}> rdf:type ca:Claim ; rdfs:label "{one}"@en .\n'
        yield f"<urn:note:{one}> rdf:type oa:Annotation ; oa:hasBody <urn:s:{one}> ; oa:hasTarget <urn:place:{one}> .\n"
        yield f"<urn:place:{one}> rdf:type oa:SpecificResource ; oa:hasSelector [ oa:start {one} ] .\n"
        yield f"<urn:r:{one}> rdf:type ca:Inference ; ca:premise <urn:s:{one}> ; ca:conclusion <urn:s:{one // 2}> .\n"
        yield f"<urn:s:{one}> ca:supports <urn:s:{one // 2}> , <urn:s:x> .\n"


def shuffled(folder: Path, number: int) -> Path:
    lines = [triple for line in statements(number) for triple in split(line)]
    random.Random(number).shuffle(lines)
    return put(folder, "shuffled.nt", b"\n".join(lines) + b"\n")


def split(line: str) -> list[bytes]:
    quads = ox.parse(PROLOGUE + line, format=ox.RdfFormat.TRIG, rename_blank_nodes=True)
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines()


def test_parts_of_anchors_go_with_their_items_wherever_they_stand(store: Store, tmp_path: Path, bulk: None) -> None:
    before = state(store)
    report = store.load([shuffled(tmp_path, 150)])
    assert len(report.left_out) == 150
    assert amiss(store) == []
    items = [
        row["item"]
        for row in store.ask(
            in_history("SELECT ?item", f"?change prov:wasGeneratedBy <{store.last[1]}> ; ca:changes ?item")
        )
    ]
    assert sorted(items) == sorted({*items})
    assert {item for item in items if item.startswith("urn:")} == {
        f"urn:{kind}:{n}" for kind in "sr" for n in range(150)
    }
    made = store.ask(f"SELECT ?s {{ ?s prov:wasGeneratedBy <{store.last[1]}> }}")
    assert len(made) == 300
    undo(store, store.last[1])
    assert state(store) == before


def test_a_large_graph_of_ones_own_comes_in_changes_of_a_bearable_size(
    bare: Store, tmp_path: Path, bulk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_LARGE_GRAPH", 20)
    monkeypatch.setattr(batches, "_TOGETHER", 10)
    monkeypatch.setattr(adding, "_PER_CHANGE", 5)
    lines = [f"<urn:s> <urn:p> <urn:o:{n % 50}> <urn:{'gh'[n % 7 == 0]}> ." for n in range(100)]
    bare.load([put(tmp_path, "a.nq", "\n".join(lines))])
    counted = Counter(line.rsplit(" ", 2)[1] for line in set(lines))
    for graph, number in counted.items():
        assert len(bare.query(f"SELECT ?o {{ GRAPH {graph} {{ ?s ?p ?o }} }}").rows()) == number
    added = [row["added"].splitlines() for row in bare.ask(in_history("SELECT ?added", "?c ca:added ?added"))]
    assert sorted(line for some in added for line in some) == sorted(set(lines))
    assert max(map(len, added)) <= 5
    undo(bare, bare.last[1])
    assert not bare.query("ASK { GRAPH <urn:g> { ?s ?p ?o } }")


def test_what_is_there_already_is_not_added_again(folder: Path, tmp_path: Path, bulk: None) -> None:
    with open_store(folder) as store:
        file = put(tmp_path, "all.nt", store.export("ntriples"))
        last = store.last
        assert store.load([file]).left_out == ()
        assert store.last == last
        more = f"<{CORPUS}S1> <http://www.w3.org/2000/01/rdf-schema#comment> 'more' .\n<urn:new> a <urn:C> .\n"
        store.load([file, put(tmp_path, "more.ttl", more)])
        assert store.last[0] == last[0] + 1
        items = store.ask(in_history("SELECT ?i", f"?change prov:wasGeneratedBy <{store.last[1]}> ; ca:changes ?i"))
        assert {row["i"] for row in items} == {f"{CORPUS}S1", "urn:new"}


def test_what_stores_remember_of_corpora_is_forgotten(bare: Store, tmp_path: Path, bulk: None) -> None:
    assert bare.remembered == {}
    bare.remembered["anything"] = 1
    bare.load([put(tmp_path, "a.nt", VALID["a.nt"])])
    assert bare.remembered == {}


def files_in(folder: Path) -> dict[str, int]:
    """Return the files of a store, but for the engine's own, and what tells who uses it."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.parent.name not in ("data", "holders"))
    return {str(path.relative_to(folder)): path.stat().st_size for path in found}


def test_a_fault_in_the_middle_leaves_the_store_as_it_was(folder: Path, tmp_path: Path, bulk: None) -> None:
    good = "".join(f"<urn:a:{n}> <urn:p> <urn:b> .\n" for n in range(200_000))
    file = put(tmp_path, "large.nt", good + "<urn:a> oops .\n" + good)
    with open_store(folder) as store:
        before, files = store.export("nquads"), files_in(folder)
        told: list[int] = []
        with pytest.raises(RdfSyntaxError) as error:
            store.load([file], progress=told.append)
        assert [fault.line for fault in error.value.faults] == [200_001]
        assert store.export("nquads") == before
        assert files_in(folder) == files
        assert told == sorted(told)
        assert 0 < told[0] <= len(good) + 10**6


def test_a_failure_while_portions_are_made_leaves_the_store_as_it_was(
    folder: Path, tmp_path: Path, bulk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullDisk(staging.Dealt):
        def lines(self, number: int) -> list[bytes]:
            raise OSError(28, "No space left on device")

    file = put(tmp_path, "a.nt", VALID["a.nt"])
    with open_store(folder) as store:
        before, files = store.export("nquads"), files_in(folder)
        monkeypatch.setattr(staging, "Dealt", FullDisk)
        with pytest.raises(match="No space left"):
            store.load([file])
        assert store.export("nquads") == before
        assert files_in(folder) == files


def test_progress_ends_at_the_size_of_all_files(bare: Store, tmp_path: Path, bulk: None) -> None:
    files = [put(tmp_path, name, text) for name, text in VALID.items()]
    told: list[int] = []
    bare.load(files, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == sum(file.stat().st_size for file in files)


def test_what_cannot_come_in_bulk_comes_as_small_files_do(empty: Store, tmp_path: Path, bulk: None) -> None:
    empty.update("INSERT DATA { <urn:n:a> a ca:Statement ; rdfs:label 'a' }")
    lines = [f"<urn:b:{n}> <urn:p> <urn:c> .\n" for n in range(300)]
    last = empty.last[0]
    empty.load([put(tmp_path, "a.trig", f"{PROLOGUE} <urn:n:a> a ca:Thesis . {''.join(lines)}")])
    assert empty.last[0] == last + 1
    assert empty.query("ASK { <urn:n:a> a ca:Thesis ; ca:kind ca:Thesis }")
    assert len(empty.query("SELECT ?s { ?s <urn:p> <urn:c> }").rows()) == 300


LOADING = """
import os, signal, sys
from pathlib import Path
from graph import loading, open_store
from graph.bulk import adding
from graph.bulk import adding, batches, staging
from graph.engines import Oxigraph

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

loading.LARGE = 0
with open_store(sys.argv[1]) as store:
    progress = None
    if sys.argv[3] == "reads":
        progress = die
    elif sys.argv[3] == "has written aside":
        adding._Loading._judge_plain = die
    else:
        Oxigraph._finish_pending = die
    store.load([Path(sys.argv[2])], progress=progress)
"""


@pytest.mark.parametrize(("when", "is_there"), [("reads", False), ("has written aside", False), ("adds", True)])
def test_a_process_killed_while_it_loads_leaves_all_or_nothing(
    folder: Path, tmp_path: Path, when: str, is_there: bool
) -> None:
    number = 40_000
    lines = (f"<urn:a:{n % 100}> <urn:a-rather-long-property> <urn:b:{n}> .\n" for n in range(number))
    file = put(tmp_path, "a.nt", "".join(lines))
    with open_store(folder) as store:
        before, files = store.export("nquads"), files_in(folder)
    killed = subprocess.run([sys.executable, "-c", LOADING, folder, file, when], check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_store(folder) as store:
        found = store.query("SELECT ?o { ?s <urn:a-rather-long-property> ?o }").rows()
        assert len(found) == (number if is_there else 0)
        assert is_there or store.export("nquads") == before
        assert files_in(folder).keys() - files.keys() <= {".claimatlas/pending.new"}  # written over by the next
        store.load([put(tmp_path, "b.nt", VALID["a.nt"])])
