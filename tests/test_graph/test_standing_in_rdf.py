"""How the argument comes out, as RDF in graphs of its own: always of the moment, and no part of what anybody said."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection

from graph import (
    STANDARDS,
    BoundedQueries,
    ProtectedGraphError,
    StandingBehindError,
    Store,
    add,
    assess,
    copy_store,
    list_graphs,
    main_thesis,
    open_store,
    retract,
    standing_of,
    weakest_points,
)
from graph.arrays.upkeep import arrays_of
from graph.standing.asked_for import GRAPHS, graph_of, is_asked, wish_of
from graph.standing.in_rdf import write_readings
from graph.standing.reasons import REASONS
from graph.standing.told import REASON_TERMS, Told
from ontology import CA, STANDING, concept_files, shapes_file

FALLS = "SELECT ?s { GRAPH standing: { ?s ca:standing ca:falls } }"
HOW = "SELECT ?how ?why {{ GRAPH <{graph}> {{ <{item}> ca:standing ?how ; ca:standingReason ?why }} }}"
OBJECTION = {
    "kind": "counterargument", "label": "Nothing of the kind", "text": "It is not so.", "attacks": "us-drives-the-bus"
}  # fmt: skip


def verdicts(store: Store, reading: str = "default") -> dict[str, tuple[str, str]]:
    """Of each node what the store says of its standing."""
    graph = graph_of(reading)
    rows = store.query(f"SELECT ?n ?s ?r {{ GRAPH <{graph}> {{ ?n ca:standing ?s ; ca:standingReason ?r }} }}")
    return {row["n"]: (row["s"], row["r"]) for row in rows}


def expected(store: Store, reading: str = "default") -> dict[str, tuple[str, str]]:
    """Of each node what an assessment from scratch says."""
    found = assess(arrays_of(store), reading)
    told = ((found.arrays.iri(node), found.verdict(node)) for node in np.flatnonzero(found.map.counts).tolist())
    return {iri: (str(CA[verdict.standing]), REASON_TERMS[verdict.reason]) for iri, verdict in told}


# ---- The vocabulary ----


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    """The vocabulary."""
    return Graph().parse(data=concept_files()[0].read_text("utf-8"), format="turtle")


def test_the_proof_standards_of_the_vocabulary_are_those_of_the_code(vocabulary: Graph) -> None:
    told = {
        (str(vocabulary.value(one, RDFS.label)), str(vocabulary.value(one, RDFS.comment)),
         str(vocabulary.value(one, DCTERMS.source)))
        for one in vocabulary.subjects(RDF.type, CA.ProofStandard)
    }  # fmt: skip
    assert told == {(one.label.lower(), one.text, one.literature) for one in STANDARDS.values()}


def test_the_reasons_of_the_vocabulary_are_those_of_the_code(vocabulary: Graph) -> None:
    terms = {str(one) for one in vocabulary.subjects(RDF.type, CA.StandingReason)}
    assert terms == set(REASON_TERMS.values())
    assert REASON_TERMS.keys() == REASONS.keys() - {"uncounted"}


@pytest.mark.parametrize("name", ["ProofStandard", "Standing", "StandingReason"])
def test_the_closed_lists_of_the_shapes_are_those_of_the_vocabulary(vocabulary: Graph, name: str) -> None:
    shapes = Graph().parse(data=shapes_file().read_text("utf-8"), format="turtle")
    shape = next(shapes.subjects(SH.targetClass, CA[name]))
    values = shapes.value(shape, SH["in"])
    assert values
    listed = Collection(shapes, values)
    assert set(listed) == set(vocabulary.subjects(RDF.type, CA[name]))


# ---- What it says ----


@pytest.mark.parametrize("reading", STANDARDS)
def test_each_graph_says_how_every_statement_and_step_comes_out_under_its_reading(shipped: Store, reading: str) -> None:
    assert verdicts(shipped, reading) == expected(shipped, reading)


def test_strengths_are_those_of_statements_and_agree_with_standing(shipped: Store) -> None:
    rows = list(shipped.query("SELECT ?s ?how ?w { GRAPH standing: { ?s ca:standing ?how ; ca:strength ?w } }"))
    assert len(rows) == len(standing_of(shipped).arrays.statements)
    for row in rows:
        low, high = {"stands": (0.5, 1), "open": (0, 1), "falls": (0, 0.5)}[row["how"].partition("#")[2]]
        assert low <= float(row["w"]) <= high, row


@pytest.mark.parametrize("reading", STANDARDS)
def test_theses_hang_on_their_weakest_points_and_fall_with_those_that_make_them_fall(
    shipped: Store, reading: str
) -> None:
    found = standing_of(shipped, reading)
    theses = [row["t"] for row in shipped.query("SELECT ?t { ?t a ca:Thesis }")]
    points = {(one, point) for one in theses for point in weakest_points(found, one)}
    told = {
        name: {(row["t"], row["on"]) for row in shipped.query(
            f"SELECT ?t ?on {{ GRAPH <{graph_of(reading)}> {{ ?t ca:{name} ?on }} }}"
        )}
        for name in ("hangsOn", "fallsWith")
    }  # fmt: skip
    iri = found.arrays.iri
    assert told["hangsOn"] == {(one, iri(point.node)) for one, point in points}
    assert told["fallsWith"] == {(one, iri(point.node)) for one, point in points if point.leaves == "falls"}


def test_an_assessment_tells_its_reading_when_it_was_made_and_of_which_state(shipped: Store) -> None:
    for reading, graph in zip(STANDARDS, GRAPHS, strict=True):
        said = shipped.query(
            f"CONSTRUCT {{ <{graph}> ?p ?o }} WHERE {{ GRAPH <{graph}> {{ <{graph}> ?p ?o }} }}"
        ).graph()
        about = {str(p).rpartition("/")[2].rpartition("#")[2]: o for p, o in said.predicate_objects(URIRef(graph))}
        assert about.keys() == {"type", "proofStandard", "generatedAtTime", "wasDerivedFrom", "variableMeasured"}
        assert about["proofStandard"] == CA[f"{reading}Reading"]
        assert str(about["wasDerivedFrom"]) == shipped.last[1]
        assert isinstance(about["generatedAtTime"], Literal)
        assert about["generatedAtTime"].value.tzinfo


def test_its_terms_have_names_there_also_where_the_store_has_an_older_vocabulary(store: Store) -> None:
    store.engine.update(f"DELETE WHERE {{ <{CA.falls}> ?p ?o }}")
    named = store.query("SELECT ?name { GRAPH standing: { ca:falls rdfs:label ?name } }")
    assert [row["name"] for row in named] == ["falls"]


# ---- When it is made ----


@pytest.mark.parametrize(
    "query",
    [
        FALLS,
        "SELECT ?s { GRAPH <https://w3id.org/claimatlas/standing> { ?s ?p ?o } }",
        "SELECT ?s FROM <https://w3id.org/claimatlas/standing/strict> { ?s ?p ?o }",
        "SELECT * { GRAPH ?g { ?s ca:strength ?w } }",
        "SELECT * { GRAPH ?g { ?t <https://w3id.org/claimatlas/ontology#hangsOn> ?on } }",
        "PREFIX x: <https://w3id.org/claimatlas/> SELECT * { GRAPH x:standing { ?s ?p ?o } }",
        "ASK { GRAPH standing:\\/strict { ?s ?p ?o } }",
    ],
)
def test_a_query_that_speaks_of_it_is_noticed(store: Store, query: str) -> None:
    assert is_asked(query)
    assert store.query(query)


def test_behind_an_escape_there_may_be_anything() -> None:
    assert is_asked("SELECT * { GRAPH ?g { ?s <https://w3id.org/claimatlas/ontology#\\u0073tanding> ?o } }")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?p { ?policy ca:strengthens ?p }",
        'SELECT ?s { ?s schema:text ?t FILTER(CONTAINS(?t, "a standing army of strength")) }',
        "SELECT ?s { ?s rdfs:label ?standing ; ca:commitment ?strength }",
        "SELECT ?s { GRAPH <https://w3id.org/claimatlas/history> { ?s ?p ?o } } LIMIT 1",
        "SELECT ?s { ?s ca:supports <https://example.org/long-standing-claim> }",
    ],
)
def test_a_query_that_does_not_speak_of_it_makes_nothing(store: Store, query: str) -> None:
    assert not is_asked(query)
    store.query(query)
    assert not store.ask(f"ASK {{ GRAPH <{STANDING}> {{ ?s ?p ?o }} }}")


def test_graphs_that_are_asked_beside_the_query_are_noticed(store: Store) -> None:
    assert len(store.query("SELECT * { ?s ?p ?o }", default_graphs=[graph_of("strict")])) > 1000
    assert store.query("SELECT * { GRAPH ?g { ?s ?p ?o } }", named_graphs=[STANDING])


@pytest.mark.parametrize(
    ("query", "readings"),
    [
        (FALLS, ("default",)),
        (f"ASK {{ GRAPH <{STANDING}/strict> {{ ?s ca:standing ?o }} }}", ("strict",)),
        ("ASK { GRAPH standing:\\/balanced { ?s ca:standing ?o } }", ("balanced",)),
        (f"ASK {{ GRAPH <{STANDING}/strict> {{ ?s ?p ?o }} GRAPH standing: {{ ?s ?p ?o }} }}", ("default", "strict")),
    ],
)
def test_only_the_readings_that_a_query_names_are_made(store: Store, query: str, readings: tuple[str, ...]) -> None:
    assert wish_of(query) == (readings, False, False)
    store.query(query)
    made = store.ask("SELECT DISTINCT ?g { GRAPH ?g { ?g a ca:Assessment } }")
    assert {row["g"] for row in made} == set(map(graph_of, readings))


def test_in_a_store_that_is_not_small_what_theses_hang_on_is_there_for_who_asks(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.standing.in_rdf.TINY", 1)
    store.query(FALLS)
    assert not store.ask(f"ASK {{ GRAPH <{STANDING}> {{ ?t ca:hangsOn ?on }} }}")
    hangs = "SELECT ?t ?on { GRAPH standing: { ?t ca:hangsOn ?on } }"
    before = list(store.query(hangs))
    assert before
    add(store, OBJECTION)
    store.query(FALLS)
    assert not store.ask(f"ASK {{ GRAPH <{STANDING}> {{ ?t ca:hangsOn ?on }} }}")  # it would not be of the moment
    assert list(store.query(hangs)) != before


def test_a_query_that_looks_in_any_graph_finds_all_readings_of_a_small_store(store: Store) -> None:
    rows = store.query("SELECT DISTINCT ?reading { GRAPH ?g { ?g ca:proofStandard ?reading } }")
    assert len(rows) == len(STANDARDS)


# ---- It is of the moment ----


def test_the_first_query_after_a_change_sees_what_follows_from_it(store: Store) -> None:
    assert verdicts(store) == expected(store)
    before = len(store.query(FALLS))
    made = add(store, OBJECTION)
    assert verdicts(store) == expected(store)
    assert len(store.query(FALLS)) != before
    retract(store, [made.items[0].iri], "It was a trial")
    assert verdicts(store) == expected(store)
    assert len(store.query(FALLS)) == before


def test_an_update_may_ask_for_it(store: Store) -> None:
    store.update(
        "INSERT { GRAPH <urn:fallen> { ?s a ca:Claim } } WHERE { GRAPH standing: { ?s ca:standing ca:falls } }"
    )
    assert len(store.query("SELECT ?s { GRAPH <urn:fallen> { ?s a ca:Claim } }")) == len(store.query(FALLS))


def test_a_graph_that_says_something_else_is_set_right(store: Store) -> None:
    thesis = main_thesis(store)
    store.query(FALLS)
    store.engine.update(
        f"""DELETE WHERE {{ GRAPH <{STANDING}> {{ ?a <http://www.w3.org/ns/prov#wasDerivedFrom> ?b }} }} ;
        DELETE WHERE {{ GRAPH <{STANDING}> {{ <{thesis}> <{CA.standingReason}> ?b }} }} ;
        INSERT DATA {{ GRAPH <{STANDING}> {{ <urn:gone> <{CA.standing}> <{CA.falls}> ;
            <{CA.standingReason}> <{CA.refuted}> }} }}"""
    )
    add(store, OBJECTION)
    assert verdicts(store) == expected(store)


TOLD = st.dictionaries(st.integers(0, 30), st.tuples(st.integers(0, 11), st.integers(-1, 1000)), max_size=20)


def _told(nodes: Mapping[int, tuple[int, int]], hangs: frozenset[int]) -> Told:
    order = sorted(nodes)
    columns = np.asarray([nodes[one] for one in order], np.int64).reshape(-1, 2)
    return Told(
        lambda place: f"urn:{order[place]}", np.asarray(order, np.int64), columns[:, 0].astype(np.uint8),
        columns[:, 1].astype(np.int16), frozenset(f"<urn:{one}> <urn:hangs> <urn:x>" for one in hangs),
    )  # fmt: skip


@given(TOLD, TOLD, st.frozensets(st.integers(0, 5)), st.frozensets(st.integers(0, 5)))
def test_a_change_leads_from_what_is_said_to_what_is_to_be_said_and_is_no_larger_than_needed(
    old: Mapping[int, tuple[int, int]],
    new: Mapping[int, tuple[int, int]],
    before: frozenset[int],
    after: frozenset[int],
) -> None:
    was, now = _told(old, before), _told(new, after)
    change = was.change_to(now)
    assert (set(was.lines()) - set(change.removed)) | set(change.added) == set(now.lines())
    assert set(change.removed) <= set(was.lines())
    assert not set(change.added) & set(was.lines())


# ---- It is no part of what anybody said ----


def test_it_is_in_no_export_no_history_no_list_of_graphs_and_no_copy(store: Store, tmp_path: Path) -> None:
    before, last = store.export("nquads"), store.last
    store.query(FALLS)
    assert sorted(store.export("nquads").splitlines()) == sorted(before.splitlines())
    assert STANDING.encode() not in store.export("trig")
    assert STANDING not in list_graphs(store)
    assert store.last == last
    copy_store(store, str(tmp_path / "copy"))
    with open_store(tmp_path / "copy") as copy:
        assert not copy.ask(f"ASK {{ GRAPH <{STANDING}> {{ ?s ?p ?o }} }}")


@pytest.mark.parametrize("graph", GRAPHS)
def test_nobody_can_write_it(store: Store, graph: str) -> None:
    with pytest.raises(ProtectedGraphError):
        store.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> ca:standing ca:stands }} }}")


def test_the_current_state_says_nothing_of_it(shipped: Store) -> None:
    shipped.query(FALLS)
    assert not shipped.query("ASK { ?s ca:standing ?o }")


# ---- Wherever the store is ----


def test_in_a_folder_it_stays_for_the_next_who_opens_it(folder: Path) -> None:
    with open_store(folder) as store:
        fallen = list(store.query(FALLS))
    with open_store(folder, read_only=True) as reading:
        assert list(reading.query(FALLS)) == fallen


@pytest.mark.parametrize("is_made_before", [False, True])
def test_a_folder_that_is_open_for_reading_refuses_what_is_not_up_to_date(folder: Path, is_made_before: bool) -> None:
    with open_store(folder) as store:
        if is_made_before:
            store.query(FALLS)
        add(store, OBJECTION)
    with open_store(folder, read_only=True) as reading:
        with pytest.raises(StandingBehindError, match="not up to date"):
            reading.query(FALLS)
        assert reading.query("ASK { ?t a ca:Thesis }")


def test_another_process_brings_it_up_to_date_by_what_the_graph_says(folder: Path) -> None:
    with open_store(folder) as store:
        store.query(FALLS)
        add(store, OBJECTION)
    with open_store(folder) as again:
        assert verdicts(again) == expected(again)


@pytest.mark.parametrize("where", ["memory", "folder"])
def test_bounded_queries_see_it_too(request: pytest.FixtureRequest, where: str) -> None:
    store = open_store(request.getfixturevalue("folder")) if where == "folder" else request.getfixturevalue("store")
    with store, BoundedQueries(store, workers=1) as queries:
        for label in ("First", "Second"):
            with queries.ask(FALLS, {"table": "csv"}) as answer:
                found = answer.read().decode().split()[1:]
            assert sorted(found) == sorted(row["s"] for row in store.query(FALLS))
            add(store, OBJECTION | {"label": label})


def test_on_a_server_all_who_use_it_see_what_is_of_the_moment(url: str, shipped_content: bytes) -> None:
    with open_store(url) as store, open_store(url) as other:
        store.engine.update("DROP ALL")
        store.engine.add_many([shipped_content])
        assert verdicts(store) == expected(store)
        add(other, OBJECTION | {"label": "On a server"})
        assert verdicts(store) == expected(store) == verdicts(other)
        assert len(other.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ca:standing ?o } }")) == len(STANDARDS)
        with open_store(url, read_only=True) as reading:
            assert verdicts(reading) == expected(store)
            add(other, OBJECTION | {"label": "On a server again"})
            with pytest.raises(StandingBehindError):
                reading.query(FALLS)


def test_nothing_is_written_where_nothing_has_changed(store: Store) -> None:
    write_readings(store)
    version = store.engine.version  # type: ignore[attr-defined]
    write_readings(store)
    assert store.engine.version == version  # type: ignore[attr-defined]
