"""The two statements of the two rules, in Python and in the page: where a box hangs and where it stands."""

import random

import networkx as nx
import pytest

from tests.test_viz.conftest import Opener
from tests.test_viz.made_up import add_statement, connect, iri
from viz import argument_map
from viz.argument import argument_scene
from viz.layout import Size, tidy
from viz.scene import Scene
from viz.tree import unfold

RELATIONS = ("supports", "supports", "supports", "attacks", "rephrases")

# Hangs and places what is unfolded when the boxes of these numbers are open.
PLACE = """(open) => { const tree = atlas.tree.unfold(new Set(open.map((n) => atlas.data.boxes[n])));
  const places = atlas.layout.tidy(tree, (box) => box.text.height);
  return [...places].map(([box, at]) => [box.number, tree.parent.get(box)?.number ?? -1, at.x, at.y]); }"""


def web(seed: int) -> "nx.MultiDiGraph[str]":
    """Sixty statements in a random web with many shared reasons and some circles."""
    dice = random.Random(seed)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for n in range(60):
        add_statement(graph, f"s{n}", "claim", text="word " * dice.randint(1, 40), start=dice.randint(0, 999))
    for n in range(1, 60):
        connect(graph, f"s{n}", f"s{dice.randrange(n)}", dice.choice(RELATIONS), f"r{n}")
    for n in range(25):
        connect(graph, f"s{dice.randrange(60)}", f"s{dice.randrange(60)}", dice.choice(RELATIONS), f"x{n}")
    return graph


def in_python(scene: Scene, opened: set[str]) -> dict[int, tuple[int, float, float]]:
    """By the number of a box: the number of the box it hangs under (or -1), and its place."""
    number = {key: place for place, key in enumerate(scene.boxes)}
    tree = unfold(scene, opened)
    places = tidy(tree, lambda key: Size(scene.boxes[key].width, scene.boxes[key].text.height))
    parent = {key: number[tree.parent[key]] if key in tree.parent else -1 for key in places}
    return {number[key]: (parent[key], place.x, place.y) for key, place in places.items()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_page_hangs_and_places_every_box_as_python_does(visit: Opener, seed: int) -> None:
    graph, dice = web(seed), random.Random(seed)
    scene = argument_scene(graph, iri("s0"), 2)
    page = visit(argument_map(graph, iri("s0"), title="A web", depth=2))
    keys = list(scene.boxes)
    for share in (1.0, 0.7, 0.4):
        opened = {key for key in keys if dice.random() < share} | {iri("s0")}
        found = page.ask(PLACE, [place for place, key in enumerate(keys) if key in opened])
        in_page = {number: (parent, x, y) for number, parent, x, y in found}
        expected = in_python(scene, opened)
        assert in_page.keys() == expected.keys()
        for number, place in expected.items():
            assert in_page[number] == pytest.approx(place, abs=0.01)


def test_chips_count_exactly_what_a_click_shows_anywhere_in_a_web(visit: Opener) -> None:
    page = visit(argument_map(web(4), iri("s0"), title="A web", depth=3))
    wrong = page.ask(
        """() => { const { state, look, toggle } = atlas.main; const wrong = [];
        const chip = (box) => look().chipOf(box)?.[0].text ?? "";
        const folded = [...state.tree.column.keys()].filter((box) => chip(box).startsWith("+"));
        for (const box of folded) {
          const said = chip(box); const before = state.tree.column.size;
          toggle(box); const shown = state.tree.column.size - before; toggle(box);
          if (said !== `+${shown}`) wrong.push([said, shown]);
        }
        return [folded.length, wrong]; }"""
    )
    assert wrong[0] > 3
    assert wrong[1] == []
