"""The scene of an answer: which boxes and links the items and triples of a query's answer become."""

from typing import TYPE_CHECKING

import pytest

from ontology import PREFIXES
from tests.test_viz.made_up import add_statement, connect, iri, town
from viz import MapError
from viz.answer import FIRST_SIGHT, MOST_ITEMS, answer_scene
from viz.scene import Link, Scene
from viz.tree import unfold

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]

CA, SKOS, LABEL = PREFIXES["ca"], PREFIXES["skos"], PREFIXES["rdfs"] + "label"


def scene_of(graph: "Graph", *names: str) -> Scene:
    """The scene of items by their ids."""
    return answer_scene(graph, map(iri, names))


def names(keys: "object") -> list[str]:
    """Ids of node keys."""
    return [str(key).rsplit("/", 1)[1] for key in keys]  # type: ignore[attr-defined]


def links(scene: Scene) -> set[tuple[str, str, str]]:
    """Links by the ids of what they join."""
    return {(*names((link.source, link.target)), link.relation) for link in scene.links}  # type: ignore[misc]


@pytest.fixture
def wide() -> "Graph":
    """The town with an actor of which a statement speaks, and who carries a policy out."""
    graph = town()
    graph.add_node(iri("alden"), kind="actor", id="alden", label="Alden", text="")
    graph.add_edge(iri("trade-grows"), iri("alden"), key="about", relation="about")
    graph.add_edge(iri("trade-grows"), iri("attraction"), key="subject", relation="subject")
    graph.add_edge(iri("trade-grows"), iri("alden"), key="held_by", relation="held_by")
    graph.add_edge(iri("festival"), iri("alden"), key="carried_out_by", relation="carried_out_by")
    return graph


# ---- Items, as SELECT finds them ----


def test_the_boxes_are_the_items_in_text_order(graph: "Graph") -> None:
    scene = scene_of(graph, "too-dear", "trade-grows", "free-ferry", "too-dear")
    assert names(scene.boxes) == ["free-ferry", "trade-grows", "too-dear"]


def test_all_relations_among_the_items_are_drawn_and_no_others(graph: "Graph") -> None:
    scene = scene_of(graph, "too-dear", "trade-grows", "free-ferry")
    assert links(scene) == {("trade-grows", "free-ferry", "supports"), ("too-dear", "free-ferry", "attacks")}


def test_a_root_speaks_of_nothing_else_among_the_items(graph: "Graph") -> None:
    scene = scene_of(graph, "market-count", "trade-grows", "winter-fund", "elsewhere")
    assert names(scene.roots) == ["trade-grows", "winter-fund", "elsewhere"]


def test_children_stand_in_the_order_of_an_argument_map(graph: "Graph") -> None:
    scene = scene_of(graph, "motto", "too-dear", "trust-grows", "trade-grows", "free-ferry")
    assert names(scene.children[iri("free-ferry")]) == ["trade-grows", "trust-grows", "too-dear", "motto"]


def test_a_circle_of_reasons_has_one_root_and_it_is_the_first_in_the_text() -> None:
    graph = town()
    connect(graph, "trade-grows", "guild-letter", "supports", "step-back")
    scene = scene_of(graph, "guild-letter", "trade-grows")
    assert names(scene.roots) == ["trade-grows"]
    assert names(unfold(scene).walk()) == ["trade-grows", "guild-letter"]


def test_every_item_is_reached_from_a_root(graph: "Graph") -> None:
    scene = answer_scene(graph, graph.nodes)
    assert set(unfold(scene).walk()) == set(scene.boxes)


def test_linked_premises_keep_their_joint(graph: "Graph") -> None:
    scene = scene_of(graph, "boats-needed", "boats-sail", "trade-grows")
    assert {(link.joint, link.linked) for link in scene.links} == {(iri("step-boats"), True)}


def test_policies_powers_and_the_statements_that_say_so_are_linked(graph: "Graph") -> None:
    scene = scene_of(graph, "toll-threat", "attraction", "guild-letter")
    assert links(scene) == {("toll-threat", "attraction", "erodes"), ("guild-letter", "toll-threat", "says")}
    assert all(link.inferred for link in scene.links)


def test_what_statements_speak_of_is_linked(wide: "Graph") -> None:
    scene = scene_of(wide, "trade-grows", "alden", "attraction", "festival")
    assert links(scene) == {
        ("trade-grows", "alden", "about"),
        ("trade-grows", "attraction", "about"),
        ("alden", "festival", "carries"),
        ("festival", "attraction", "wields"),
        ("festival", "attraction", "strengthens"),
    }


def test_what_a_statement_says_a_policy_does_to_a_power_it_does_not_speak_of_beside() -> None:
    graph = town()
    graph.add_edge(iri("guild-letter"), iri("attraction"), key="subject", relation="subject")
    scene = scene_of(graph, "toll-threat", "attraction", "guild-letter")
    assert links(scene) == {("toll-threat", "attraction", "erodes"), ("guild-letter", "toll-threat", "says")}


def test_a_type_of_power_hangs_under_the_broader_type(graph: "Graph") -> None:
    scene = scene_of(graph, "coercion", "hard")
    assert (names(scene.roots), names(scene.children[iri("hard")])) == (["hard"], ["coercion"])


@pytest.mark.parametrize(
    ("relation", "joined"),
    [
        ("step-boats", {("boats-needed", "trade-grows", "supports"), ("boats-sail", "trade-grows", "supports")}),
        ("conflict-dear", {("too-dear", "free-ferry", "attacks")}),
        ("rephrase-motto", {("motto", "free-ferry", "rephrases")}),
        ("link-0", {("free-crossing", "attraction", "strengthens")}),
        ("conflict-weather", {("weather", "trade-grows", "undercuts"), ("market-count", "trade-grows", "supports")}),
    ],
)
def test_a_relation_stands_for_what_it_joins(graph: "Graph", relation: str, joined: set[tuple[str, str, str]]) -> None:
    assert links(scene_of(graph, relation)) == joined


def test_what_is_no_item_is_passed_over(graph: "Graph") -> None:
    scene = answer_scene(graph, ["https://example.org/nothing", "about", iri("motto")])
    assert names(scene.boxes) == ["motto"]


def test_an_answer_without_items_is_refused(graph: "Graph") -> None:
    with pytest.raises(MapError, match="named by their IRIs"):
        answer_scene(graph, ["https://example.org/nothing"])


# ---- How much ----


@pytest.fixture(scope="module")
def crowd() -> "Graph":
    graph = town()
    for number in range(MOST_ITEMS + 3):
        add_statement(graph, f"claim-{number}", "claim", start=10_000 + number)
    return graph


def test_of_too_many_items_the_first_of_the_answer_are_drawn(crowd: "Graph") -> None:
    scene = scene_of(crowd, *(f"claim-{number}" for number in reversed(range(MOST_ITEMS + 3))))
    assert len(scene.boxes) == MOST_ITEMS
    assert names(scene.boxes)[0] == "claim-3"
    assert scene.left_out == "3 more items of the answer are not drawn."


def test_an_answer_that_fits_leaves_nothing_out(graph: "Graph") -> None:
    assert scene_of(graph, "motto").left_out == ""


def test_a_small_answer_is_all_unfolded(graph: "Graph") -> None:
    scene = answer_scene(graph, graph.nodes)
    assert len(unfold(scene, scene.opened).walk()) == len(scene.boxes)


def test_a_large_answer_is_unfolded_as_far_as_it_can_be_taken_in() -> None:
    graph = town()
    for number in range(FIRST_SIGHT + 5):
        add_statement(graph, f"claim-{number}", "claim", start=10_000 + number)
        connect(graph, f"claim-{number}", "motto" if number < 5 else "claim-0", "supports", f"step-{number}")
    scene = scene_of(graph, "motto", *(f"claim-{number}" for number in range(FIRST_SIGHT + 5)))
    assert scene.opened == {iri("motto")}
    assert scene.face == "title"


# ---- Triples, as CONSTRUCT and DESCRIBE give them ----


def test_only_the_triples_are_drawn_where_there_are_any(graph: "Graph") -> None:
    scene = answer_scene(graph, [iri("trade-grows")], [(iri("too-dear"), CA + "attacks", iri("free-ferry"))])
    assert links(scene) == {("too-dear", "free-ferry", "attacks")}
    assert names(scene.boxes) == ["free-ferry", "trade-grows", "too-dear"]


def test_a_triple_that_the_graph_knows_brings_what_the_graph_knows_of_it(graph: "Graph") -> None:
    scene = answer_scene(graph, (), [(iri("boats-sail"), CA + "supports", iri("trade-grows"))])
    assert scene.links == [Link(iri("boats-sail"), iri("trade-grows"), "supports", iri("step-boats"), True)]


@pytest.mark.parametrize(
    ("predicate", "relation"),
    [
        (CA + "supports", "supports"),
        (CA + "attacks", "attacks"),
        (CA + "restates", "rephrases"),
        (CA + "wields", "wields"),
        (CA + "strengthens", "strengthens"),
        (CA + "erodes", "erodes"),
        (CA + "about", "about"),
        (CA + "instrument", "uses"),
        (SKOS + "broader", "broader"),
        ("https://example.org/likes", "relates"),
    ],
)
def test_a_property_becomes_its_relation(graph: "Graph", predicate: str, relation: str) -> None:
    scene = answer_scene(graph, (), [(iri("elsewhere"), predicate, iri("motto"))])
    assert links(scene) == {("elsewhere", "motto", relation)}


@pytest.mark.parametrize(("predicate", "relation"), [(SKOS + "narrower", "broader"), (CA + "carriedOutBy", "carries")])
def test_a_property_that_reads_backwards_is_turned(graph: "Graph", predicate: str, relation: str) -> None:
    scene = answer_scene(graph, (), [(iri("elsewhere"), predicate, iri("motto"))])
    assert links(scene) == {("motto", "elsewhere", relation)}


def test_an_undercut_strikes_the_step_and_shows_it(graph: "Graph") -> None:
    scene = answer_scene(graph, (), [(iri("weather"), CA + "undercuts", iri("step-count"))])
    assert links(scene) == {("weather", "trade-grows", "undercuts"), ("market-count", "trade-grows", "supports")}


@pytest.mark.parametrize("predicate", ["premise", "conclusion"])
def test_a_triple_of_a_step_shows_the_step(graph: "Graph", predicate: str) -> None:
    end = {"premise": "market-count", "conclusion": "trade-grows"}[predicate]
    scene = answer_scene(graph, (), [(iri("step-count"), CA + predicate, iri(end))])
    assert links(scene) == {("market-count", "trade-grows", "supports")}


def test_any_other_property_is_named_on_the_box_of_its_subject(graph: "Graph") -> None:
    triples = [(iri("weather"), f"https://example.org/{name}", iri("motto")) for name in ("isLike", "quoted_by")]
    scene = answer_scene(graph, (), triples)
    assert scene.boxes[iri("weather")].note == "reported · is like · quoted by"
    assert len(scene.links) == 1


def test_what_is_no_item_becomes_a_plain_box_with_its_label_or_its_local_name(graph: "Graph") -> None:
    triples = [
        (iri("motto"), "https://example.org/seenBy", "https://example.org/people#miller"),
        ("https://example.org/people#smith", "https://example.org/sang", iri("motto")),
        ("https://example.org/people#smith", LABEL, "The old smith"),
    ]
    scene = answer_scene(graph, (), triples)
    plain = [box for box in scene.boxes.values() if box.kind == "other"]
    assert [" ".join(box.title.lines).split(" ", 1)[1] for box in plain] == ["miller", "The old smith"]
    assert all(box.text.lines == box.title.lines for box in plain)
    assert [box.foot for box in plain] == ["", "sang"]


def test_a_map_of_nothing_but_strangers_is_refused(graph: "Graph") -> None:
    with pytest.raises(MapError):
        answer_scene(graph, (), [("urn:a", "urn:b", "urn:c")])


def test_the_same_answer_gives_the_same_scene(graph: "Graph") -> None:
    assert answer_scene(graph, graph.nodes) == answer_scene(town(), graph.nodes)
