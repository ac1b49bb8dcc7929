"""An argument as a network: what nodes and edges say, safe ids, and what is drawn of policies and power."""

import pytest

from claims.formats.argument import Argument, Edge, Node, Span
from claims.formats.as_network import Network, network, places
from tests.test_claims.test_formats.as_examples import chain, harbour, hostile, port, ring


def every(graph: Network, name: str) -> dict[str, str]:
    """Return node → what it says by that name."""
    return {one: said[name] for one, said in graph.nodes.items() if name in said}


def test_relations_are_nodes_and_edges_tell_the_roles_of_their_ends() -> None:
    graph = network(port())
    roles = {(one, other): said["role"] for (one, other, _), said in graph.edges.items()}
    assert roles["b", "r"] == "premise"
    assert roles["r", "a"] == "conclusion"
    assert roles["c", "undercut"] == "attacker"
    assert roles["undercut", "linked"] == "attacked"
    assert (roles["d", "again"], roles["again", "b"]) == ("rephrases", "rephrased")


def test_labels_are_titles_and_what_relations_do() -> None:
    labels = every(network(port()), "label")
    assert labels["a"] == "Lower the toll"
    assert labels["linked"] == "supports (example)"
    assert (labels["k"], labels["undercut"], labels["again"]) == ("attacks", "undercuts", "says again")


def test_lists_are_joined_and_what_has_no_value_is_left_out() -> None:
    argument = Argument("one")
    node = argument.add(Node("a", "I", "It rains.", held_by=("Ada", "Bob"), paragraph=3, data={"x": [1]}))
    node.spans = (Span(1, 4), Span(6, 9, "b"))
    assert network(argument).nodes["a"] == {
        "label": "It rains.",
        "kind": "statement",
        "type": "I",
        "text": "It rains.",
        "held_by": "Ada; Bob",
        "paragraph": 3,
        "spans": "1-4; b:6-9",
        "data": '{"x": [1]}',
    }


def test_policies_and_types_of_power_are_nodes_and_power_links_edges() -> None:
    graph = network(port())
    kinds = every(graph, "kind")
    assert (kinds["toll"], kinds["hard"], kinds["trade"]) == ("policy", "power-type", "power-type")
    assert [(*ends, said["role"]) for *ends, said in graph.edges(["toll", "trade"], data=True)] == [
        ("toll", "hard", "wields"),
        ("toll", "trade", "erodes"),
        ("trade", "hard", "is a kind of"),
    ]
    (said,) = graph.get_edge_data("toll", "trade").values()
    assert (said["whose_power"], said["basis"]) == ("town", "inferred")


def test_a_policy_with_the_id_of_a_node_gets_another() -> None:
    argument = port()
    argument.add(Node("toll", "I", "There is a toll."))
    kinds = every(network(argument), "kind")
    assert kinds["toll"] == "statement"
    assert sorted(kinds.values()).count("policy") == 1


def test_an_edge_to_what_is_not_there_leads_to_a_node_that_says_so() -> None:
    argument = harbour()
    argument.link("a", "gone")
    assert network(argument).nodes["gone"] == {"label": "gone", "kind": "missing"}


def test_parallel_edges_are_kept() -> None:
    argument = harbour()
    argument.edges += [Edge("b", "r", {"id": "7"}), Edge("b", "r")]
    assert network(argument).number_of_edges("b", "r") == 3


def test_ids_that_are_no_name_tokens_are_replaced_and_told() -> None:
    graph = network(hostile())
    assert all(one.isascii() and " " not in one and "[" not in one for one in graph)
    assert [said.get("original_id") for _, said in graph.nodes(data=True)][4] == "4 + nor that"


@pytest.mark.parametrize("argument", [chain(5_000), ring(3_000)], ids=["chain", "ring"])
def test_places_differ_also_where_statements_stand_in_a_long_row_or_a_circle(argument: Argument) -> None:
    found = places(network(argument))
    assert len(set(found.values())) == len(argument.nodes)
