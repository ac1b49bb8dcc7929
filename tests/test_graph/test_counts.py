"""Counts that are kept: caught up they are those of a fresh index, and those that SPARQL counts."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import (
    GraphError,
    Store,
    Summary,
    add,
    create_store,
    edit,
    main_thesis,
    matrix,
    open_store,
    retract,
    summaries,
    summary,
    undo,
    upkeep,
)
from graph.counting import catching_up
from graph.counting.catching_up import catch_up
from graph.counting.counts_file import CountsFile
from graph.counting.facts import KINDS, MADE_BY
from graph.engines import Oxigraph
from graph.network import KINDS as SHOWN
from ontology import PREFIXES
from tests.quick import examples
from tests.test_graph.changing import draft
from tests.test_graph.counting_by_query import summed_by_query

TABLES = {
    "facts": "SELECT item, about, of, which FROM facts JOIN names USING (name)",
    "counts": "SELECT * FROM counts",
    "titles": "SELECT * FROM titles",
    "unanswered": "SELECT * FROM unanswered",
    "heads": "SELECT * FROM heads",
}
NODES = tuple(f"<urn:{name}>" for name in "abcdefghi")
NODE = st.sampled_from(NODES)
CLASSES = (
    "Thesis Claim Counterargument Counterargument Rebuttal Inference Conflict Rephrase PowerLink Policy PowerType "
    "Instrument Source Section"
)
PATHS = (
    "ca:premise ca:premise ca:conclusion ca:attacker ca:attacker ca:attacked ca:attacked ca:rephrases ca:rephrased "
    "oa:hasBody oa:hasTarget ca:section oa:hasSource ca:policy ca:power ca:mainThesis ca:instrument skos:broader "
    "dcterms:isPartOf dcterms:creator"
)
TRIPLE = st.one_of(
    st.builds("{} a ca:{} .".format, NODE, st.sampled_from(CLASSES.split())),
    st.builds("{} {} {} .".format, NODE, st.sampled_from(PATHS.split()), NODE),
    st.builds("{0} {1} '{0}' .".format, NODE, st.sampled_from(["rdfs:label", "dcterms:title", "skos:prefLabel"])),
    st.builds("{} ca:bearing ca:{} .".format, NODE, st.sampled_from(["wields", "erodes"])),
    st.builds("{} schema:{} .".format, NODE, st.sampled_from(["text 'So it is'", "position 1"])),
)
# What is often there together, so that counterarguments stand in sections and are answered.
SHAPE = st.one_of(
    TRIPLE,
    st.builds("{0} a ca:Counterargument ; rdfs:label '{0}' .".format, NODE),
    st.builds("{0} a ca:Thesis ; rdfs:label '{0}' ; schema:text 'So it is' .".format, NODE),
    st.builds("{} a ca:Conflict ; ca:attacker {} ; ca:attacked {} .".format, NODE, NODE, NODE),
    st.builds("{} a ca:Inference ; ca:premise {} ; ca:conclusion {} .".format, NODE, NODE, NODE),
    st.builds("{} oa:hasBody {} ; oa:hasTarget {} .".format, NODE, NODE, NODE),
    st.builds("{} ca:section {} ; oa:hasSource {} .".format, NODE, NODE, NODE),
    st.builds("{0} a ca:Section ; dcterms:title '{0}' ; schema:position 1 ; dcterms:isPartOf <urn:a> .".format, NODE),
    st.builds("{} a ca:PowerLink ; ca:policy {} ; ca:power {} ; ca:bearing ca:wields .".format, NODE, NODE, NODE),
)
BASE = """
<urn:a> a ca:Thesis
<urn:a> rdfs:label '<urn:a>'
<urn:a> schema:text 'So it is'
<urn:b> a ca:Counterargument
<urn:b> rdfs:label '<urn:b>'
<urn:c> a ca:Conflict
<urn:c> ca:attacker <urn:b>
<urn:c> ca:attacked <urn:a>
<urn:d> a ca:Conflict
<urn:d> ca:attacker <urn:a>
<urn:d> ca:attacked <urn:e>
<urn:e> a ca:Inference
<urn:e> ca:premise <urn:b>
<urn:e> ca:conclusion <urn:a>
<urn:f> oa:hasBody <urn:b>
<urn:f> oa:hasTarget <urn:g>
<urn:g> ca:section <urn:h>
<urn:g> oa:hasSource <urn:i>
<urn:h> a ca:Section
<urn:h> dcterms:title '<urn:h>'
<urn:h> schema:position 1
<urn:h> dcterms:isPartOf <urn:i>
<urn:i> a ca:Source
<urn:i> dcterms:title '<urn:i>'
<urn:i> ca:mainThesis <urn:a>
"""
"""What stands there at first: all that a counterargument's being answered, and standing in a section, depends on."""
BASIC = st.sampled_from([f"{line} ." for line in BASE.split("\n") if line])
STEP = st.one_of(
    st.builds("DELETE DATA {{ {} }}".format, BASIC),
    st.builds("DELETE DATA {{ {} {} {} }}".format, BASIC, BASIC, BASIC),
    st.builds("INSERT DATA {{ {} }}".format, BASIC),
    st.builds("INSERT DATA {{ {} }}".format, st.lists(SHAPE, min_size=1, max_size=6).map(" ".join)),
    st.builds("DELETE DATA {{ {} }}".format, st.lists(SHAPE, min_size=1, max_size=4).map(" ".join)),
    st.builds("DELETE WHERE {{ {} ?p ?o }}".format, NODE),
    st.builds("DELETE WHERE {{ ?s {} ?o }}".format, st.sampled_from(PATHS.split())),
    st.builds("DELETE WHERE {{ ?s a ca:{} }}".format, st.sampled_from(CLASSES.split())),
    st.just("undo"),
)


def content(index: CountsFile) -> dict[str, list[tuple[object, ...]]]:
    with index.reading() as db:
        return {table: sorted(db.execute(rows)) for table, rows in TABLES.items()}


def counts_of(store: Store) -> Summary:
    """Return the store summed up, but for standing, which is no count."""
    return replace(summary(store), standing=None)


def fresh(store: Store) -> CountsFile:
    """Return an index that has been made anew."""
    index = CountsFile(None, MADE_BY)
    catch_up(index, store.ask, store.last)
    return index


def take(store: Store, step: str) -> None:
    """Take a step; some cannot be taken, such as to undo the first."""
    try:
        if step == "undo":
            undo(store, "last")
        else:
            store.update(step)
    except GraphError:
        pass


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Store]:
    """A store in a folder, with no corpus in it."""
    create_store(tmp_path, empty=True)
    with open_store(tmp_path) as store:
        yield store


@given(st.lists(STEP, min_size=1, max_size=8), st.integers(1, 3), st.sampled_from([0, 48]))
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
def test_after_any_changes_the_counts_are_those_of_a_fresh_index_and_of_sparql(
    steps: Sequence[str], each: int, most_sections: int
) -> None:
    with Store(Oxigraph(), "memory") as store, pytest.MonkeyPatch.context() as patched:
        patched.setattr(summaries, "MOST_SECTIONS", most_sections)
        store.update("INSERT DATA { " + BASE.strip().replace("\n", " .\n") + " }")
        store.counts()
        for number, step in enumerate(steps):
            take(store, step)
            if number % each == 0:  # it catches up with several contributions too
                store.counts()
        assert content(store.counts()) == content(fresh(store))
        assert counts_of(store) == summed_by_query(store)


def test_the_shipped_essay_is_summed_up_as_by_sparql(shipped: Store) -> None:
    assert counts_of(shipped) == summed_by_query(shipped)


def test_adding_editing_retracting_and_undoing_are_caught_up_with(empty: Store) -> None:
    empty.counts()
    put(empty, "Harbours silt up")
    doubt = put(empty, "Dredgers keep them open", kind="counterargument", attacks=["harbours-silt-up"])
    reply = put(empty, "No town can pay for dredgers", kind="rebuttal", attacks=["dredgers-keep-them-open"])
    assert told(empty) == {"claim": 1, "counterargument": 1, "rebuttal": 1, "answered": 1}
    retract(empty, [reply], "Some can", cascade=True)
    assert told(empty) == {"claim": 1, "counterargument": 1, "answered": 0}
    undo(empty, "last")
    edit(empty, doubt, {"kind": "rebuttal"})
    assert told(empty) == {"claim": 1, "rebuttal": 2, "answered": 0}
    assert content(empty.counts()) == content(fresh(empty))


def put(store: Store, title: str, **more: object) -> str:
    """Add a statement; return its IRI."""
    return next(item.iri for item in add(store, draft(title, **more)).items if getattr(item, "label", "") == title)


def told(store: Store) -> dict[str, int]:
    """Return how many there are of each kind, with the answered ones."""
    found = summary(store)
    return {**found.kinds, "answered": found.answered}


def meddle(store: Store) -> None:
    """Make a count wrong in the file, so that it shows whether it was counted anew."""
    assert store.indexes
    with closing(sqlite3.connect(store.indexes / "counts.sqlite")) as db, db:
        db.execute("UPDATE counts SET n = 77 WHERE about = 'kind'")


def test_a_store_that_is_opened_again_counts_nothing_anew(made: Store, tmp_path: Path) -> None:
    put(made, "Harbours silt up")
    summary(made)
    meddle(made)
    made.close()
    with open_store(tmp_path, read_only=True) as store:
        assert summary(store).kinds == {"claim": 77}


def test_an_index_that_is_far_behind_is_made_anew(made: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made.counts()
    put(made, "Harbours silt up")
    summary(made)
    meddle(made)
    monkeypatch.setattr(upkeep, "FAR", 1)
    put(made, "Dredgers are dear")
    assert summary(made).kinds == {"claim": 78}
    meddle(made)
    put(made, "Storms close harbours")
    put(made, "Ice closes harbours")
    assert summary(made).kinds == {"claim": 4}


def test_after_a_change_to_very_much_all_is_counted_anew(made: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(made, "Harbours silt up")
    summary(made)
    meddle(made)
    monkeypatch.setattr(catching_up, "_FEW", 0)
    monkeypatch.setattr(catching_up, "_SHARE", 100)
    put(made, "Dredgers are dear")
    assert summary(made).kinds == {"claim": 2}


def test_an_index_that_other_code_made_is_made_anew(
    made: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(made, "Harbours silt up")
    summary(made)
    meddle(made)
    made.close()
    monkeypatch.setattr(catching_up, "MADE_BY", "others")
    with open_store(tmp_path) as store:
        assert summary(store).kinds == {"claim": 1}


@pytest.mark.parametrize("start", [0, 4096])
def test_a_damaged_index_is_made_anew(made: Store, tmp_path: Path, start: int) -> None:
    put(made, "Harbours silt up")
    summary(made)
    made.close()
    path = made.indexes / "counts.sqlite" if made.indexes else tmp_path
    path.write_bytes(path.read_bytes()[:start] + b"x" * 20_000)
    with open_store(tmp_path) as store:
        assert summary(store).kinds == {"claim": 1}


def test_counts_follow_what_a_repair_derives(made: Store) -> None:
    put(made, "Harbours silt up")
    summary(made)
    made.engine.update(f"DELETE WHERE {{ ?item <{PREFIXES['ca']}kind> ?kind }}")
    made.derive()
    assert counts_of(made) == summed_by_query(made)
    made.engine.update(f"DELETE WHERE {{ ?item a <{PREFIXES['ca']}Claim> }}")
    made.derive()
    assert counts_of(made) == summed_by_query(made)


def test_theses_and_sources_that_are_too_many_are_counted(shipped: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = summary(shipped)
    monkeypatch.setattr(summaries, "MOST_THESES", 2)
    monkeypatch.setattr(summaries, "MOST_SOURCES", 0)
    found = summary(shipped)
    assert (found.theses, found.theses_left_out) == (whole.theses[:2], len(whole.theses) - 2)
    assert (found.sources, found.sources_left_out) == ((), len(whole.sources))


def test_the_matrix_can_be_had_by_itself(shipped: Store) -> None:
    assert matrix(shipped) == summed_by_query(shipped).matrix


def test_the_main_thesis_is_the_one_with_most_reasons_where_no_source_names_one(bare: Store) -> None:
    said = "<urn:{0}> a ca:Thesis ; rdfs:label '{0}' ; schema:text '{0}' ."
    step = "<urn:step> a ca:Inference ; ca:premise <urn:a> ; ca:conclusion <urn:b> ."
    bare.update(f"INSERT DATA {{ {said.format('a')} {said.format('b')} {said.format('c')} {step} }}")
    assert main_thesis(bare) == "urn:b"


def test_a_thesis_without_title_is_the_main_one_where_there_is_no_other(bare: Store) -> None:
    bare.update("INSERT DATA { <urn:a> a ca:Thesis }")
    assert main_thesis(bare) == "urn:a"


def test_the_kinds_that_are_counted_are_those_of_the_projection() -> None:
    assert KINDS == SHOWN
