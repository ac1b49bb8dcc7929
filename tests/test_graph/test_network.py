"""The networkx projection: typed nodes and edges, the same for the same store."""

import networkx as nx
import pytest

from graph import Store, open_store, projection

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
