"""The argument as arrays: the same as SPARQL and the networkx projection say, however they came to be up to date."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from claims import KINDS, Statement
from graph import ArgumentArrays, Store, add, arrays_of, projection, retract
from graph.arrays import reading
from graph.arrays.argument_arrays import COMMITMENTS, MATRICES, NODE_KINDS, STATEMENT_KINDS
from graph.engines import Oxigraph
from tests.quick import examples
from tests.test_graph.array_content import content
from tests.test_graph.changing import CORPUS, draft

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]


@pytest.fixture(scope="module")
def arrays(shipped: Store) -> ArgumentArrays:
    return arrays_of(shipped)


@pytest.fixture(scope="module")
def graph(shipped: Store) -> "Graph":
    return projection(shipped)


def pairs(arrays: ArgumentArrays, relation: str) -> set[tuple[str, str]]:
    """The pairs of IRIs in a matrix."""
    found = arrays.matrix(relation).tocoo()
    return {(arrays.iri(one), arrays.iri(other)) for one, other in zip(*found.coords, strict=True)}


@pytest.mark.parametrize("relation", MATRICES)
def test_matrices_are_the_plain_triples_of_the_store(shipped: Store, arrays: ArgumentArrays, relation: str) -> None:
    rows = shipped.query(f"SELECT ?a ?b {{ ?a ca:{relation} ?b }}")
    assert pairs(arrays, relation) == {(row["a"], row["b"]) for row in rows} != set()


def test_statements_and_inferences_are_those_of_the_projection(arrays: ArgumentArrays, graph: "Graph") -> None:
    known = {iri: node["kind"] for iri, node in graph.nodes(data=True) if node["kind"] in NODE_KINDS}
    nodes = [*arrays.statements, *arrays.inferences]
    assert {arrays.iri(n): NODE_KINDS[arrays.kind[n]] for n in nodes} == known


def test_commitments_are_those_of_the_projection(arrays: ArgumentArrays, graph: "Graph") -> None:
    said = {arrays.iri(n): COMMITMENTS[arrays.commitment[n]] for n in arrays.statements}
    assert said == {iri: node["commitment"] for iri, node in graph.nodes(data=True) if "commitment" in node}


def test_linked_premises_are_together_at_their_inference(arrays: ArgumentArrays, graph: "Graph") -> None:
    known: dict[str, set[str]] = {}
    for premise, _, key, edge in graph.edges(keys=True, data=True):
        if edge["relation"] == "supports":
            known.setdefault(key, set()).add(premise)
    assert {arrays.iri(n): {arrays.iri(p) for p in arrays.premises_of(n)} for n in arrays.inferences} == known


def test_every_inference_has_the_conclusion_that_the_projection_has(arrays: ArgumentArrays, graph: "Graph") -> None:
    known = {one: other for one, other, edge in graph.edges(data=True) if edge["relation"] == "conclusion"}
    assert {arrays.iri(n): arrays.iri(arrays.target[n]) for n in arrays.inferences} == known


def test_conflicts_join_what_the_edges_of_the_projection_join(arrays: ArgumentArrays, graph: "Graph") -> None:
    named = ("attacks", "undercuts")
    known = {(key, u, v) for u, v, key, edge in graph.edges(keys=True, data=True) if edge["relation"] in named}
    ends = ((n, arrays.source[n], arrays.target[n]) for n in arrays.conflicts)
    assert {(arrays.iri(n), arrays.iri(one), arrays.iri(other)) for n, one, other in ends} == known


def test_all_of_the_shipped_essay_is_whole(arrays: ArgumentArrays) -> None:
    assert arrays.whole.all()


def test_iris_and_numbers_lead_to_each_other(arrays: ArgumentArrays) -> None:
    assert [arrays.node(arrays.iri(n)) for n in range(len(arrays))] == [*range(len(arrays))]


@pytest.mark.parametrize("number", [-1, 10**9])
def test_a_number_without_a_node_is_refused(arrays: ArgumentArrays, number: int) -> None:
    with pytest.raises(IndexError, match="no node"):
        arrays.iri(number)


@pytest.mark.parametrize("iri", ["", "urn:nothing", "\ud800", CORPUS, CORPUS + "zzz"])
def test_an_iri_that_is_no_node_has_no_number(arrays: ArgumentArrays, iri: str) -> None:
    assert arrays.node(iri) is None


def test_a_matrix_of_something_else_is_refused(arrays: ArgumentArrays) -> None:
    with pytest.raises(ValueError, match="choose one of supports, attacks, undercuts, restates"):
        arrays.matrix("likes")


def test_the_kinds_of_statements_are_those_of_the_model() -> None:
    assert {*STATEMENT_KINDS[1:]} == {name for name, kind in KINDS.items() if issubclass(kind, Statement)}


def test_the_commitments_are_those_of_the_vocabulary(shipped: Store) -> None:
    rows = shipped.query("SELECT ?c { ?c a ca:Commitment }")
    assert {row["c"].rpartition("#")[2] for row in rows} == {*COMMITMENTS[1:]}


def test_an_empty_store_has_empty_arrays(bare: Store) -> None:
    empty = arrays_of(bare)
    assert (len(empty), empty.web().shape, len(empty.subgraph([]))) == (0, (0, 0), 0)


# ---- As a web ----


def test_steps_in_the_web_are_what_relations_join(arrays: ArgumentArrays) -> None:
    web = arrays.web()
    known = len(arrays.premises) + int((arrays.source >= 0).sum() + (arrays.target >= 0).sum())
    assert (web.shape, web.nnz, web.max()) == ((len(arrays), len(arrays)), known, 1)


def test_an_attack_on_an_attack_is_a_step_in_the_web(store: Store) -> None:
    conflict = next(row["c"] for row in store.query("SELECT ?c { ?c a ca:Conflict }"))
    add(store, draft("Spoons are round") | {"kind": "counterargument", "attacks": conflict}, by="Ada")
    arrays = arrays_of(store)
    attacked = arrays.node(conflict)
    assert attacked in arrays.conflicts
    ends = [n for n in arrays.conflicts if arrays.target[n] == attacked]
    assert [arrays.web()[n, attacked] for n in ends] == [1]
    assert pairs(arrays, "undercuts") >= {(arrays.iri(arrays.source[ends[0]]), conflict)}


def test_a_subgraph_has_the_relations_all_of_whose_ends_are_there(arrays: ArgumentArrays) -> None:
    chosen = [arrays.iri(n) for n in arrays.statements[::2]]
    part = arrays.subgraph(chosen)
    there = {*chosen}

    def ends(of: ArgumentArrays, number: int) -> set[str]:
        joined = {int(end) for end in (of.source[number], of.target[number], *of.premises_of(number))} - {-1}
        return {of.iri(end) for end in joined}

    while True:
        fit = {arrays.iri(n) for n in range(arrays.inferences.start, len(arrays)) if ends(arrays, n) <= there}
        if fit <= there:
            break
        there |= fit
    assert {part.iri(n) for n in range(len(part))} == there
    for n in range(len(part)):
        before = arrays.node(part.iri(n))
        assert before is not None
        assert (ends(part, n), part.kind[n]) == (ends(arrays, before), arrays.kind[before])


def test_the_subgraph_of_all_statements_is_all(arrays: ArgumentArrays) -> None:
    assert content(arrays.subgraph(arrays.statements)) == content(arrays)


def test_a_subgraph_passes_over_what_is_no_statement(arrays: ArgumentArrays) -> None:
    assert len(arrays.subgraph(["urn:nothing", arrays.iri(len(arrays) - 1), arrays.conflicts[0]])) == 0


def test_components_of_the_web_are_those_of_the_projection(arrays: ArgumentArrays, graph: "Graph") -> None:
    import networkx as nx

    kinds = ("supports", "attacks", "undercuts", "rephrases", "premise", "conclusion")
    tied = [(u, v) for u, v, edge in graph.edges(data=True) if edge["relation"] in kinds]
    plain = nx.Graph(tied)
    plain.add_nodes_from(arrays.iri(n) for n in arrays.statements)
    assert connected_components(arrays.web(), connection="weak")[0] == nx.number_connected_components(plain)


# ---- Changes: the arrays as brought up to date are those as read anew, and as SPARQL says ----

ITEMS = [f"urn:i:{name}" for name in "abcdefgh"] + ["urn:i:ä", "urn:i:aa", "urn:j"]
PROPERTIES = ("premise", "conclusion", "attacker", "attacked", "rephrases", "rephrased")
CLASSES = ("Statement", "Claim", "Thesis", "Evidence", "Policy")


def triples() -> st.SearchStrategy[str]:
    item = st.sampled_from(ITEMS).map(lambda iri: f"<{iri}>")
    end = st.sampled_from(PROPERTIES).map(lambda name: f"ca:{name}")
    how = st.sampled_from([*COMMITMENTS[1:], "unheard-of"]).map(lambda name: f"ca:{name}")
    return st.one_of(
        st.tuples(item, st.just("a"), st.sampled_from(CLASSES).map(lambda name: f"ca:{name}")),
        st.tuples(item, end, item),
        st.tuples(item, end, item),
        st.tuples(item, st.just("ca:commitment"), how),
    ).map(" ".join)


def changes() -> st.SearchStrategy[list[str]]:
    data = st.lists(triples(), min_size=1, max_size=12).map(" . ".join)
    gone = st.sampled_from(ITEMS).map(lambda iri: f"DELETE WHERE {{ <{iri}> ?p ?o }}")
    one = st.sampled_from(PROPERTIES).map(lambda name: f"DELETE WHERE {{ ?s ca:{name} ?o }}")
    return st.lists(
        st.one_of(
            data.map(lambda text: f"INSERT DATA {{ {text} }}"),
            data.map(lambda text: f"INSERT DATA {{ {text} }}"),
            data.map(lambda text: f"DELETE DATA {{ {text} }}"),
            gone,
            one,
        ),
        min_size=1,
        max_size=8,
    )


def with_vocabulary() -> Store:
    """A store with nothing but the kinds of statements, and one that is not in the vocabulary."""
    store = Store(Oxigraph(), "a store of few")
    kinds = "ca:Claim rdfs:subClassOf ca:Statement . ca:Evidence rdfs:subClassOf ca:Statement ."
    store.update(f"INSERT DATA {{ {kinds} ca:Thesis rdfs:subClassOf ca:Claim . ca:Guess rdfs:subClassOf ca:Claim }}")
    return store


def expected(store: Store) -> dict[str, dict[str, object]]:
    """What arrays should say, worked out node by node from the triples."""
    said = {name: [(r["s"], r["o"]) for r in store.query(f"SELECT * {{ ?s ca:{name} ?o }}")] for name in PROPERTIES}
    statements = {row["s"] for row in store.query("SELECT ?s { ?s a ca:Statement }")}
    place = {item: 3 for item, _ in said["rephrased"]} | {item: 2 for item, _ in said["attacked"]}
    place |= {item: 1 for item, _ in said["conclusion"]} | dict.fromkeys(statements, 0)
    order = sorted(place, key=lambda item: (place[item], item.encode()))
    sides = {1: ("premise", "conclusion"), 2: ("attacker", "attacked"), 3: ("rephrases", "rephrased")}
    found: dict[str, dict[str, object]] = {}
    for item in order:
        if place[item]:
            ends = [[end for one, end in said[name] if one == item] for name in sides[place[item]]]
            allowed = [statements, set(place) if place[item] == 2 else statements]
            there = [
                sorted((e for e in side if e in ok), key=order.index) for side, ok in zip(ends, allowed, strict=True)
            ]
            single = len(ends[1]) == 1 and (place[item] == 1 or len(ends[0]) == 1)
            found[item] = {"from": there[0] if place[item] == 1 else there[0][:1], "to": there[1][:1]}
            found[item]["whole"] = single and bool(ends[0]) and list(map(len, ends)) == list(map(len, there))
        else:
            found[item] = {"from": [], "to": [], "whole": True}
    return found


def told(arrays: ArgumentArrays) -> dict[str, dict[str, object]]:
    """What arrays say, node by node."""
    found: dict[str, dict[str, object]] = {}
    for n in range(len(arrays)):
        start = [*arrays.premises_of(n), arrays.source[n]]
        sides = ([arrays.iri(e) for e in side if e >= 0] for side in (start, [arrays.target[n]]))
        found[arrays.iri(n)] = dict(zip(("from", "to"), sides, strict=True)) | {"whole": bool(arrays.whole[n])}
    return found


@settings(max_examples=examples(30), deadline=None)
@given(changes())
def test_after_any_changes_arrays_are_as_when_read_anew_and_as_the_triples_say(updates: list[str]) -> None:
    check_after(updates)


@pytest.mark.slow
@settings(max_examples=examples(500), deadline=None)
@given(changes())
def test_after_many_changes_arrays_are_as_when_read_anew_and_as_the_triples_say(updates: list[str]) -> None:
    check_after(updates)


def check_after(updates: list[str]) -> None:
    """Check the arrays of a store after each of some changes."""
    with with_vocabulary() as store:
        arrays_of(store)
        for update in updates:
            store.update(update)
            arrays = arrays_of(store)
            assert content(arrays) == content(reading.read_arrays(store, ""))
        assert (list(told(arrays)), told(arrays)) == (list(expected(store)), expected(store))


@settings(max_examples=examples(15), deadline=None)
@given(changes(), st.integers(0, 7))
def test_several_changes_are_caught_up_with_at_once(updates: list[str], first: int) -> None:
    with with_vocabulary() as store:
        for number, update in enumerate(updates):
            store.update(update)
            if number == first:
                arrays_of(store)
        assert content(arrays_of(store)) == content(reading.read_arrays(store, ""))


def test_a_statement_of_a_kind_that_is_new_to_the_vocabulary_is_a_statement() -> None:
    with with_vocabulary() as store:
        arrays_of(store)
        store.update("INSERT DATA { <urn:a> a ca:Guess . <urn:b> a ca:Guess, ca:Claim ; ca:commitment ca:asserted }")
        arrays = arrays_of(store)
        assert [NODE_KINDS[kind] for kind in arrays.kind] == ["statement", "claim"]
        assert content(arrays) == content(arrays_of(store, anew=True))


def test_a_class_that_is_added_later_is_seen() -> None:
    with with_vocabulary() as store:
        store.update("INSERT DATA { <urn:a> a ca:Hunch }")
        assert len(arrays_of(store)) == 0
        store.update("INSERT DATA { ca:Hunch rdfs:subClassOf ca:Statement }")
        assert arrays_of(store).node("urn:a") == 0


def test_adding_retracting_and_adding_again_is_caught_up_with(store: Store) -> None:
    before = arrays_of(store)
    done = add(store, draft("Kettles whistle", supports=before.iri(0)), by="Ada")
    more = arrays_of(store)
    assert len(more) == len(before) + 2
    claim = next(item.iri for item in done.items if item.kind == "claim")
    retract(store, [claim], by="Ada", reason="They are quiet now.")
    assert content(arrays_of(store)) == content(reading.read_arrays(store, ""))
    add(store, draft("Kettles whistle", supports=before.iri(0)), by="Ada")
    assert content(arrays_of(store)) == content(reading.read_arrays(store, ""))


def test_after_a_small_change_only_what_changed_is_asked_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    arrays_of(store)
    add(store, draft("Kettles whistle"), by="Ada")
    monkeypatch.setattr("graph.arrays.upkeep.read_arrays", None)
    assert arrays_of(store).mark == store.last[1]


def test_after_a_large_change_all_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    arrays_of(store)
    monkeypatch.setattr("graph.arrays.upkeep._FEW", 1)
    store.update("DELETE WHERE { ?conflict ca:attacker ?attacker }")
    assert content(arrays_of(store)) == content(reading.read_arrays(store, ""))


def test_what_changes_while_all_is_read_is_there(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_slowly(store: Store, mark: str) -> ArgumentArrays:
        found = reading.read_arrays(store, mark)
        store.update("INSERT DATA { <urn:late> a ca:Claim }")
        return found

    monkeypatch.setattr("graph.arrays.upkeep.read_arrays", read_slowly)
    assert arrays_of(store, anew=True).node("urn:late") is not None


def test_iris_with_the_same_hash_are_told_apart(shipped: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    right = content(reading.read_arrays(shipped, ""))

    def clashing(self: object, iri: str, salt: str = "") -> int:
        return hash(getattr(self, "_salt") + iri) if getattr(self, "_salt") else len(iri)  # noqa: B009

    monkeypatch.setattr(reading._Reading, "_key", clashing)
    assert content(reading.read_arrays(shipped, "")) == right


def test_a_server_has_the_arrays_that_memory_has(empty: Store) -> None:
    empty.update("INSERT DATA { ca:Claim rdfs:subClassOf ca:Statement }")
    empty.update("""INSERT DATA { <urn:a> a ca:Claim . <urn:b> a ca:Statement .
      <urn:i> ca:premise <urn:a> ; ca:conclusion <urn:b> . <urn:c> ca:attacker <urn:a> ; ca:attacked <urn:i> }""")
    arrays = arrays_of(empty)
    assert [(arrays.iri(n), NODE_KINDS[arrays.kind[n]]) for n in range(len(arrays))] == [
        ("urn:a", "claim"),
        ("urn:b", "statement"),
        ("urn:i", "inference"),
        ("urn:c", "conflict"),
    ]
    assert pairs(arrays, "undercuts") == {("urn:a", "urn:i")}
