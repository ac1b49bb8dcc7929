"""The power map in its three groupings: every power link is in each, in its own words, and the counts agree."""

import copy
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from graph import Store, projection
from tests.test_viz.made_up import add_policy, iri, town
from viz.kinds import BEARINGS, KINDS, RELATIONS
from viz.power import GROUPINGS, power_scene
from viz.scene import Box, Link, Scene
from viz.tree import unfold

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]

grouped = pytest.mark.parametrize("by", GROUPINGS)
by_others = pytest.mark.parametrize("by", ["actor", "instrument"])


def harbour() -> "Graph":
    """The town with two actors, a policy that two carry out, and one of which nobody knows who did it and how."""
    graph = copy.deepcopy(town())
    for name in ("alden", "far-shore"):
        graph.add_node(iri(name), kind="actor", id=name, label=name.replace("-", " ").title(), text="")
    add_policy(graph, "rumour", "Rumour of a storm")
    graph.nodes[iri("rumour")]["instruments"] = []
    graph.nodes[iri("festival")]["instruments"] = ["decree", "feast"]
    stated = {"whose": [], "stated_by": [iri("motto")], "basis": "explicit"}
    graph.add_edge(iri("rumour"), iri("coercion"), key=iri("link-rumour"), relation="wields", **stated)
    carried = [("free-crossing", "alden"), ("toll-threat", "alden"), ("festival", "alden"), ("festival", "far-shore")]
    for policy, actor in carried:
        graph.add_edge(iri(policy), iri(actor), key="carried_out_by", relation="carried_out_by")
    return graph


@pytest.fixture(scope="module")
def corpus(shipped: Store) -> "Graph":
    return projection(shipped)


def box_of(scene: Scene, *way: str) -> Box:
    """The box at the end of a way, told by the titles of the boxes along it."""
    keys, found = scene.roots, None
    for title in way:
        found = next(scene.boxes[key] for key in keys if " ".join(scene.boxes[key].title.lines) == title)
        keys = scene.children.get(found.key, ())
    assert found is not None
    return found


def titles(scene: Scene, keys: "list[str] | None" = None) -> list[str]:
    """Titles of some boxes; of the roots where none are given."""
    return [" ".join(scene.boxes[key].title.lines) for key in (scene.roots if keys is None else keys)]


def power_links(scene: Scene) -> set[tuple[str, str, str]]:
    """What policies do to types of power, as a scene draws it: (policy, relation, power)."""
    items = {key: box.item for key, box in scene.boxes.items()}
    return {(items[k.source], k.relation, items[k.target]) for k in scene.links if k.relation in BEARINGS}


def link_between(scene: Scene, source: Box, target: Box) -> Link:
    return next(link for link in scene.links if (link.source, link.target) == (source.key, target.key))


def said_so(scene: Scene) -> set[tuple[str, str, str]]:
    """Who says that a policy bears on a power: (statement, policy, power), whichever of these stands first."""
    items = {key: box.item for key, box in scene.boxes.items()}
    kinds = {key: box.kind for key, box in scene.boxes.items()}
    above = unfold(scene).parent
    found = set()
    for link in (link for link in scene.links if link.relation == "says"):
        pair = {kinds[key]: items[key] for key in (link.target, above[link.target])}
        found.add((items[link.source], pair["policy"], pair["power"]))
    return found


@grouped
def test_every_power_link_of_the_corpus_is_in_each_grouping(corpus: "Graph", by: str) -> None:
    edges = {(s, data["relation"], t) for s, t, data in corpus.edges(data=True) if data["relation"] in BEARINGS}
    assert power_links(power_scene(corpus, by)) == edges


@grouped
def test_every_statement_that_says_so_is_in_each_grouping(corpus: "Graph", by: str) -> None:
    edges = ((s, t, data) for s, t, data in corpus.edges(data=True) if data["relation"] in BEARINGS)
    said = {(statement, policy, power) for policy, power, data in edges for statement in data["stated_by"]}
    assert said_so(power_scene(corpus, by)) == said


@grouped
def test_every_box_of_a_scene_can_be_unfolded_and_every_link_has_its_ends(corpus: "Graph", by: str) -> None:
    scene = power_scene(corpus, by)
    assert set(unfold(scene).walk()) == set(scene.boxes)
    assert {end for link in scene.links for end in (link.source, link.target)} <= set(scene.boxes)


@grouped
def test_the_same_graph_in_another_order_gives_the_same_scene(by: str) -> None:
    graph = harbour()
    turned = graph.__class__()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    for source, target, key, data in reversed(list(graph.edges(keys=True, data=True))):
        turned.add_edge(source, target, key=key, **data)
    assert power_scene(turned, by) == power_scene(graph, by)


@grouped
def test_groupings_agree_on_what_they_leave_out(corpus: "Graph", by: str) -> None:
    assert power_scene(corpus, by).left_out == power_scene(corpus).left_out


@grouped
def test_a_graph_without_policies_has_no_power_links(by: str) -> None:
    assert power_links(power_scene(harbour().__class__(), by)) == set()


def test_actors_stand_first_who_carry_out_most_and_last_stand_policies_of_nobody() -> None:
    assert titles(power_scene(harbour(), "actor")) == ["Alden", "Far Shore", "No actor named"]


def test_instruments_are_groups_and_policies_without_any_stand_last() -> None:
    scene = power_scene(harbour(), "instrument")
    assert titles(scene) == ["decree", "feast", "No instrument named"]
    assert {scene.boxes[key].kind for key in scene.roots} == {"group"}


def test_a_policy_of_two_actors_stands_under_each() -> None:
    scene = power_scene(harbour(), "actor")
    under = [root for root in scene.roots if "Harbour festival" in titles(scene, list(scene.children[root]))]
    assert titles(scene, under) == ["Alden", "Far Shore"]


def test_a_type_of_power_hangs_under_the_policy_but_the_link_still_says_who_bears_on_whom() -> None:
    scene = power_scene(harbour(), "actor")
    policy, power = (box_of(scene, "Alden", "Threat to close the pier", *more) for more in ((), ("Coercion",)))
    assert power.key in scene.children[policy.key]
    assert link_between(scene, policy, power) == Link(policy.key, power.key, "wields", whose=("Alden",))


def test_an_actor_carries_out_and_a_policy_uses() -> None:
    actors, instruments = (power_scene(harbour(), by) for by in ("actor", "instrument"))
    alden, crossing = box_of(actors, "Alden"), box_of(actors, "Alden", "Free crossing")
    decree, again = box_of(instruments, "decree"), box_of(instruments, "decree", "Free crossing")
    assert link_between(actors, alden, crossing).relation == "carries"
    assert link_between(instruments, again, decree).relation == "uses"


@by_others
def test_a_policy_of_nobody_or_nothing_is_not_said_to_be_of_anybody(by: str) -> None:
    scene = power_scene(harbour(), by)
    unnamed = f"No {by} named"
    link = link_between(scene, box_of(scene, unnamed, "Rumour of a storm"), box_of(scene, unnamed))
    assert link.relation == "relates"


def test_a_box_of_power_says_what_is_done_to_it_whose_it_is_and_what_is_inferred() -> None:
    scene = power_scene(harbour(), "actor")
    threat = [box_of(scene, "Alden", "Threat to close the pier", name) for name in ("Coercion", "Attraction")]
    assert [box.note for box in threat] == ["◆ wielded", "▼ eroded"]
    assert [box.foot for box in threat] == ["Power of: Alden", "Inferred · power of: Alden"]


def test_where_only_one_of_two_bearings_is_inferred_the_foot_names_it() -> None:
    box = box_of(power_scene(harbour()), "★ Attraction", "Harbour festival")
    assert (box.note, box.foot) == ("▲ strengthens ◆ wields", "Wields inferred · power of: Alden")


@grouped
def test_wherever_a_stroke_is_that_of_an_inferred_link_a_word_says_so(corpus: "Graph", by: str) -> None:
    scene = power_scene(corpus, by)
    for link in (link for link in scene.links if link.relation in BEARINGS):
        box = scene.boxes[link.source if by == "power" else link.target]
        words = box.foot.lower().split(" · ")[0]
        assert link.inferred == (words == "inferred" or (link.relation in words and words.endswith("inferred")))


@grouped
def test_a_statement_from_which_a_link_is_only_inferred_says_so(corpus: "Graph", by: str) -> None:
    scene = power_scene(corpus, by)
    feet = {(link.inferred, scene.boxes[link.source].foot) for link in scene.links if link.relation == "says"}
    assert feet == {(False, ""), (True, "The link is inferred from this")}


def test_a_group_and_its_policies_say_how_often_they_do_what() -> None:
    scene = power_scene(harbour(), "actor")
    assert box_of(scene, "Alden").foot == "◆ 2 wield · ▲ 2 strengthen · ▼ 1 erodes"
    assert box_of(scene, "Alden", "Threat to close the pier").foot == "◆ wields 1 · ▼ erodes 1"


@by_others
def test_the_feet_of_policies_count_the_links_drawn_under_them(corpus: "Graph", by: str) -> None:
    scene = power_scene(corpus, by)
    drawn = Counter((link.source, link.relation) for link in scene.links if link.relation in BEARINGS)
    for key, box in scene.boxes.items():
        if box.kind == "policy":
            told = [part.split()[1:] for part in box.foot.split(" · ")]
            assert {(key, name): int(count) for name, count in told} == {k: n for k, n in drawn.items() if k[0] == key}


def test_as_many_groups_are_unfolded_as_a_reader_can_take_in_at_once(corpus: "Graph") -> None:
    few, many = power_scene(harbour(), "actor"), power_scene(corpus, "actor")
    assert few.opened == set(few.roots)
    assert len(many.children[many.roots[0]]) > 16
    assert many.opened == frozenset()


@by_others
def test_one_more_statement_moves_no_other_box_to_another_place(by: str) -> None:
    graph = harbour()
    before = power_scene(graph, by)
    data = graph.edges[iri("toll-threat"), iri("coercion"), iri("link-1")]
    data["stated_by"] = [*data["stated_by"], iri("weather")]
    after = power_scene(graph, by)
    for key, children in before.children.items():
        assert [child for child in after.children[key] if child in before.boxes] == list(children)


def test_no_sign_of_a_kind_or_relation_is_shown_as_an_emoji_or_used_twice() -> None:
    glyphs = [one.glyph for table in (KINDS, RELATIONS) for one in table.values()]
    emoji = set("☺♟♣♥♦♠⚒⚙⚔☀☁✂✉✏✒✔✖✳✴❄❇❗❤➡⬅⬆⬇⬛⬜⭐⭕▪▫▶◀◻◼◽◾↔↕↖↗↘↙↩↪")
    assert len(glyphs) == len(set(glyphs))
    assert not set(glyphs) & emoji
