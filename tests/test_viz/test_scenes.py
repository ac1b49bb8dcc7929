"""What maps choose to draw: boxes, links, where a shared box hangs, and the order of reasons."""

from typing import TYPE_CHECKING

import pytest

from tests.test_viz.made_up import add_statement, connect, iri, town
from viz import MapError, argument_map, power_map
from viz.argument import FIRST_SIGHT, argument_scene
from viz.power import power_scene
from viz.tree import unfold

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]

ROOT = iri("free-ferry")


def names(keys: "list[str]") -> list[str]:
    """Ids of node keys."""
    return [key.rsplit("/", 1)[1] for key in keys]


def test_an_argument_map_has_all_that_leads_to_its_root(graph: "Graph") -> None:
    scene = argument_scene(graph, ROOT, 2)
    assert len(scene.boxes) == 13
    assert iri("elsewhere") not in scene.boxes


def test_what_does_not_lead_to_the_root_is_counted(graph: "Graph") -> None:
    assert argument_scene(graph, ROOT, 2).left_out.startswith("1 other statement does not")


def test_reasons_stand_before_attacks_and_restatements_last(graph: "Graph") -> None:
    scene = argument_scene(graph, ROOT, 2)
    assert names(list(scene.children[ROOT])) == ["trade-grows", "trust-grows", "too-dear", "motto"]


def test_an_undercut_stands_after_the_premise_whose_step_it_strikes(graph: "Graph") -> None:
    children = names(list(argument_scene(graph, ROOT, 2).children[iri("trade-grows")]))
    assert children.index("weather") == children.index("market-count") + 1


def test_linked_premises_stand_together(graph: "Graph") -> None:
    children = names(list(argument_scene(graph, ROOT, 2).children[iri("trade-grows")]))
    assert abs(children.index("boats-needed") - children.index("boats-sail")) == 1


def test_a_shared_reason_hangs_under_the_statement_that_comes_first_in_the_text(graph: "Graph") -> None:
    tree = unfold(argument_scene(graph, ROOT, 2))
    assert tree.parent[iri("guild-letter")] == iri("trade-grows")


def test_a_shared_reason_moves_to_what_is_still_unfolded(graph: "Graph") -> None:
    scene = argument_scene(graph, ROOT, 2)
    tree = unfold(scene, scene.opened - {iri("trade-grows")})
    assert tree.parent[iri("guild-letter")] == iri("trust-grows")


def test_a_circle_of_reasons_ends() -> None:
    graph = town()
    connect(graph, "free-ferry", "market-count", "supports", "step-circle")
    assert len(unfold(argument_scene(graph, ROOT, 2)).column) == 13


def test_a_statement_that_supports_itself_is_drawn_once() -> None:
    graph = town()
    connect(graph, "free-ferry", "free-ferry", "supports", "step-self")
    assert names(unfold(argument_scene(graph, ROOT, 2)).walk()).count("free-ferry") == 1


def test_the_order_of_edges_in_the_graph_does_not_matter(graph: "Graph") -> None:
    turned = graph.__class__()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    for source, target, key, data in reversed(list(graph.edges(keys=True, data=True))):
        turned.add_edge(source, target, key=key, **data)
    assert argument_scene(turned, ROOT, 2) == argument_scene(graph, ROOT, 2)


def test_a_new_leaf_moves_no_other_statement_to_another_place(graph: "Graph") -> None:
    before = unfold(argument_scene(graph, ROOT, 2)).parent
    grown = town()
    add_statement(grown, "leaf", "evidence", start=150)
    connect(grown, "leaf", "winter-fund", "supports", "step-leaf")
    after = unfold(argument_scene(grown, ROOT, 2)).parent
    assert {key: after[key] for key in before} == before


def test_a_small_map_opens_as_far_as_can_be_taken_in_at_once(graph: "Graph") -> None:
    scene = argument_scene(graph, ROOT)
    assert 4 < len(unfold(scene, scene.opened).column) <= FIRST_SIGHT


def test_a_root_with_many_reasons_opens_on_all_of_them() -> None:
    crowd = town()
    for number in range(30):
        add_statement(crowd, f"reason-{number}", "claim", label="A reason", text="A reason.")
        connect(crowd, f"reason-{number}", "free-ferry", "supports", f"step-{number}")
    scene = argument_scene(crowd, ROOT)
    assert scene.opened == {ROOT}


def test_depth_says_how_many_steps_are_unfolded_at_first(graph: "Graph") -> None:
    shown = [len(unfold(scene := argument_scene(graph, ROOT, depth), scene.opened).column) for depth in (0, 1, 2, 9)]
    assert shown == [1, 5, 11, 13]


def test_an_unknown_root_is_named_in_the_error(graph: "Graph") -> None:
    with pytest.raises(MapError, match="no-such-item") as caught:
        argument_map(graph, iri("no-such-item"), title="?")
    assert caught.value.item == iri("no-such-item")


def test_a_policy_is_no_root_of_an_argument(graph: "Graph") -> None:
    with pytest.raises(MapError, match="starts from a statement"):
        argument_map(graph, iri("festival"), title="?")


def test_an_argument_map_needs_a_root(graph: "Graph") -> None:
    with pytest.raises(MapError, match="needs a statement"):
        argument_map(graph, title="?")


def test_types_of_power_are_listed_under_their_broader_types(graph: "Graph") -> None:
    scene = power_scene(graph)
    assert names(list(scene.roots)) == ["hard", "coercion", "soft", "attraction", "interdependence"]
    assert scene.under == {iri("coercion"): iri("hard"), iri("attraction"): iri("soft")}


def test_a_policy_stands_under_every_power_it_bears_on(graph: "Graph") -> None:
    boxes = [box for box in power_scene(graph).boxes.values() if box.item == iri("toll-threat")]
    assert [box.note for box in boxes] == ["◆ wields", "▼ erodes"]


def test_a_policy_that_does_two_things_to_one_power_is_one_box_with_both_words(graph: "Graph") -> None:
    boxes = [box for box in power_scene(graph).boxes.values() if box.item == iri("festival")]
    assert [box.note for box in boxes] == ["▲ strengthens ◆ wields"]


def test_statements_that_say_so_hang_under_the_policy(graph: "Graph") -> None:
    scene = power_scene(graph)
    key = f"{iri('toll-threat')} {iri('attraction')}"
    assert [scene.boxes[child].item for child in scene.children[key]] == [iri("trust-grows"), iri("guild-letter")]


def test_an_inferred_link_is_marked(graph: "Graph") -> None:
    links = {link.relation: link.inferred for link in power_scene(graph).links if link.target == iri("attraction")}
    assert links == {"strengthens": False, "wields": True, "erodes": True}


def test_types_of_power_that_are_each_others_broader_are_still_drawn() -> None:
    graph = town()
    graph.nodes[iri("hard")]["broader"] = [iri("coercion")]
    assert iri("hard") in power_scene(graph).boxes


def test_a_policy_without_power_is_counted() -> None:
    graph = town()
    graph.remove_edges_from([(iri("free-crossing"), iri("attraction"))])
    assert power_scene(graph).left_out == "1 policy is tied to no type of power and not drawn."


def test_a_graph_without_power_gives_an_empty_map(graph: "Graph") -> None:
    assert "0 boxes" in repr(power_map(graph.__class__(), title="Nothing"))
