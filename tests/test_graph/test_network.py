"""The networkx projection: typed nodes and edges, the same for the same store."""

from pathlib import Path

import networkx as nx
import pytest

from claims import SourceText
from graph import Store, add, open_store, projection

CORPUS = "https://w3id.org/claimatlas/corpus/long-american-century/"


@pytest.fixture(scope="module")
def graph(shipped: Store) -> "nx.MultiDiGraph[str]":
    return projection(shipped)


def edges(graph: "nx.MultiDiGraph[str]", *relations: str) -> set[tuple[str, str]]:
    return {(u, v) for u, v, edge in graph.edges(data=True) if edge["relation"] in relations}


@pytest.mark.parametrize("attribute", ["kind", "id", "label", "text"])
def test_every_node_has_the_common_attributes(graph: "nx.MultiDiGraph[str]", attribute: str) -> None:
    assert [node for node, there in graph.nodes(data=attribute) if there is None] == []


def test_every_edge_has_a_relation(graph: "nx.MultiDiGraph[str]") -> None:
    assert all("relation" in edge for *_, edge in graph.edges(data=True))


def test_every_statement_knows_its_place(graph: "nx.MultiDiGraph[str]") -> None:
    kinds = ("thesis", "claim", "evidence", "counterargument", "rebuttal", "policy")
    placed = [node for _, node in graph.nodes(data=True) if node["kind"] in kinds]
    assert all({"section", "paragraph", "start"} <= node.keys() for node in placed)


@pytest.mark.parametrize("relation", ["supports", "attacks", "undercuts", "wields", "strengthens", "erodes"])
def test_edges_are_the_plain_triples_of_the_store(graph: "nx.MultiDiGraph[str]", shipped: Store, relation: str) -> None:
    triples = {(row["a"], row["b"]) for row in shipped.query(f"SELECT ?a ?b {{ ?a ca:{relation} ?b }}")}
    assert edges(graph, relation) == triples


def test_linked_premises_share_the_key_of_their_inference(graph: "nx.MultiDiGraph[str]") -> None:
    for _, conclusion, key, edge in graph.edges(keys=True, data=True):
        if edge["relation"] == "supports":
            premises = [u for u, _, k in graph.in_edges(conclusion, keys=True) if k == key and u != key]
            assert edge["linked"] == (len(premises) > 1)


def test_a_power_link_says_whose_power_and_by_which_statements(graph: "nx.MultiDiGraph[str]") -> None:
    links = [edge for *_, edge in graph.edges(data=True) if edge["relation"] == "erodes"]
    assert all(edge["whose"] and set(edge["stated_by"]) <= set(graph) for edge in links)


def test_a_figure_is_said_with_its_exactness_unit_and_date(graph: "nx.MultiDiGraph[str]") -> None:
    figures = [figure for _, there in graph.nodes(data="figures") for figure in there or []]
    assert any("about 1.8 " in figure and "(2025)" in figure for figure in figures)


def test_the_same_store_gives_the_same_graph(graph: "nx.MultiDiGraph[str]", shipped: Store) -> None:
    again = projection(shipped)
    assert list(again.nodes(data=True)) == list(graph.nodes(data=True))
    assert list(again.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))


def test_what_a_relation_names_but_the_store_lacks_is_left_out() -> None:
    with open_store(":memory:") as store:
        store.update(f"DELETE WHERE {{ <{CORPUS}asymmetry-empowers-less-dependent> ?p ?o }}")
        assert f"{CORPUS}asymmetry-empowers-less-dependent" not in projection(store)


def test_an_actor_says_what_kind_of_actor_it_is(graph: "nx.MultiDiGraph[str]") -> None:
    words = {node["kind_word"] for _, node in graph.nodes(data=True) if node["kind"] == "actor"}
    assert words == {"State", "Person", "Organization", "Group"}


def test_holders_are_told_by_name_and_by_iri(graph: "nx.MultiDiGraph[str]") -> None:
    for _, node in graph.nodes(data=True):
        if "holders" in node:
            assert node["held_by"] == sorted(graph.nodes[holder]["label"] for holder in node["holders"])


def test_without_an_attached_text_there_are_no_places(graph: "nx.MultiDiGraph[str]") -> None:
    assert {tuple(node["places"]) for _, node in graph.nodes(data=True) if "places" in node} == {()}


def test_places_are_those_of_the_passages_in_the_attached_text(folder: Path, essay: SourceText) -> None:
    with open_store(folder) as store:
        store.attach(essay)
        placed = [node for _, node in projection(store).nodes(data=True) if node.get("places")]
    assert {essay.text[start:end] == node["passage"] for node in placed for start, end in node["places"][:1]} == {True}
    assert len(placed) > 500


def test_nothing_of_the_shipped_essay_is_left_out(graph: "nx.MultiDiGraph[str]") -> None:
    assert graph.graph["left_out"] == 0


def test_every_open_question_has_its_text(graph: "nx.MultiDiGraph[str]") -> None:
    asked = {question for _, node in graph.nodes(data=True) for question in node.get("questions", ())}
    assert asked == graph.graph["questions"].keys() != set()
    assert all(text.endswith("?") for text in graph.graph["questions"].values())


@pytest.fixture
def lone_step(store: Store) -> tuple[str, str, str]:
    """A step from one claim to another by a scheme with questions about all three parts, and both claims."""
    premise = {"kind": "claim", "label": "Ferries are cheap", "text": "A crossing costs less than a coin."}
    conclusion = {"kind": "claim", "label": "Crossings pay", "text": "Crossings bring more than they cost."}
    done = add(store, [conclusion, premise | {"supports": "Crossings pay", "scheme": "example"}], by="Ada")
    step = next(item.iri for item in done.items if item.kind == "inference")
    by_label = {getattr(item, "label", ""): item.iri for item in done.items}
    return step, by_label["Ferries are cheap"], by_label["Crossings pay"]


def open_parts(store: Store, step: str) -> set[str]:
    """Which parts of the argument the open questions about a step challenge."""
    values = " ".join(f"scheme:{question}" for question in projection(store).nodes[step]["questions"])
    rows = store.query(f"SELECT ?part {{ VALUES ?question {{ {values} }} ?question ca:challenges ?part }}")
    return {row["part"].rpartition("#")[2] for row in rows}


def test_all_questions_are_open_while_nothing_attacks(store: Store, lone_step: tuple[str, str, str]) -> None:
    assert open_parts(store, lone_step[0]) == {"thePremises", "theInference", "theConclusion"}


@pytest.mark.parametrize(("place", "closed"), [(0, "theInference"), (1, "thePremises"), (2, "theConclusion")])
def test_an_attack_closes_the_questions_about_what_it_hits(
    store: Store, lone_step: tuple[str, str, str], place: int, closed: str
) -> None:
    draft = {"kind": "counterargument", "label": "Boats rot", "text": "A boat lasts but a few years."}
    add(store, draft | {"attacks": lone_step[place]}, by="Ben")
    assert open_parts(store, lone_step[0]) == {"thePremises", "theInference", "theConclusion"} - {closed}
