"""What is stated in Python and again in the page: which boxes a view has, where each hangs, and where it stands."""

import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.test_viz.conftest import Opener, Visit, fast_first
from tests.test_viz.made_up import iri
from tests.test_viz.random_web import SIZE, random_web
from viz import Map, MapError, argument_map
from viz.argument import argument_scene, section_scene
from viz.focus import focus_scene
from viz.layout import Size, tidy
from viz.power import GROUPINGS, power_scene
from viz.scene import Scene
from viz.tree import MOST_CHILDREN, unfold

if TYPE_CHECKING:
    import networkx as nx

SEEDS = [1, 2, 3]
# A scene of the page, its boxes by their numbers in it.
SCENE = """([view, at, depth, by]) => { const scene = atlas.scenes.of({ view, at, depth, by });
  const number = new Map(scene.boxes.map((box, place) => [box, place])); const of = (box) => number.get(box);
  const side = (map) => [...map].filter(([, others]) => others.length)
    .map(([box, others]) => [of(box), others.map((other) => of(other.box))]).sort((a, b) => a[0] - b[0]);
  return { items: scene.boxes.map((box) => box.item.anchor), roots: scene.roots.map(of),
    opened: [...scene.opened].map(of).sort((a, b) => a - b), children: side(scene.children), beyond: side(scene.beyond),
    links: scene.links.map(({ source, target, relation, linked, inferred }) =>
      [of(source), of(target), relation.name, linked, inferred]),
    under: scene.boxes.filter((box) => box.under).map((box) => [of(box), of(box.under)]),
    leftOut: scene.leftOut, face: scene.face }; }"""
# Hangs and places the boxes of a scene when those of these numbers are open.
PLACE = """([view, at, depth, by, open, most]) => { const scene = atlas.scenes.of({ view, at, depth, by });
  const number = new Map(scene.boxes.map((box, place) => [box, place]));
  const tree = atlas.tree.unfold(scene, open && new Set(open.map((n) => scene.boxes[n])), most ?? Infinity);
  const places = atlas.layout.tidy(tree, (box) => box[scene.face].height);
  return tree.walk.map((box) => [number.get(box), number.get(tree.parent.get(box)) ?? -1, tree.column.get(box),
    places.get(box).x, places.get(box).y]); }"""


def in_python(scene: Scene, graph: "nx.MultiDiGraph[str]") -> dict[str, Any]:
    """A scene as `SCENE` tells it."""
    number = {key: place for place, key in enumerate(scene.boxes)}

    def side(offered: Any) -> list[list[Any]]:
        return sorted([number[key], [number[other] for other in others]] for key, others in offered.items() if others)

    return {
        "items": [graph.nodes[box.item]["id"] if box.item in graph else "" for box in scene.boxes.values()],
        "roots": [number[key] for key in scene.roots],
        "opened": sorted(number[key] for key in scene.opened),
        "children": side(scene.children),
        "beyond": side(scene.beyond),
        "links": sorted(
            [number[link.source], number[link.target], link.relation, link.linked, link.inferred]
            for link in scene.links
        ),
        "under": sorted([number[key], number[above]] for key, above in scene.under.items()),
        "leftOut": scene.left_out,
        "face": scene.face,
    }


def in_page(page: Visit, view: str, at: str = "", depth: int = 0, by: str = "power") -> dict[str, Any]:
    """A scene of the page."""
    found = dict(page.ask(SCENE, [view, at, depth, by]))
    return {**found, "links": sorted(found["links"]), "under": sorted(found["under"])}


def placed(scene: Scene, opened: set[str] | None, most: int | None) -> list[list[Any]]:
    """Where each box hangs and stands, as `PLACE` tells it."""
    number = {key: place for place, key in enumerate(scene.boxes)}
    tree = unfold(scene, opened, most=most)
    faces = {key: box.text if scene.face == "text" else box.title for key, box in scene.boxes.items()}
    places = tidy(tree, lambda key: Size(scene.boxes[key].width, faces[key].height))
    return [
        [number[key], number[tree.parent[key]] if key in tree.parent else -1, tree.column[key], *places[key]]
        for key in tree.walk()
    ]


@pytest.fixture(params=fast_first(SEEDS, 1), scope="module")
def web(request: pytest.FixtureRequest) -> "nx.MultiDiGraph[str]":
    return random_web(request.param)


@pytest.fixture(scope="module")
def shown(web: "nx.MultiDiGraph[str]") -> Map:
    return argument_map(web, iri("s0"), title="A web", depth=2)


@pytest.fixture
def page(shown: Map, visit: Opener) -> Visit:
    return visit(shown)


def test_argument_maps_have_the_same_boxes_links_and_order(web: "nx.MultiDiGraph[str]", page: Visit) -> None:
    for n in range(0, SIZE, 7):
        for depth in (0, 2):
            scene = argument_scene(web, iri(f"s{n}"), depth or None)
            assert in_page(page, "argument", f"s{n}", depth) == in_python(scene, web)


def test_section_maps_have_the_same_roots_boxes_and_order(web: "nx.MultiDiGraph[str]", page: Visit) -> None:
    for number in (1, 2):
        assert in_page(page, "section", str(number)) == in_python(section_scene(web, number), web)


def test_focus_maps_have_the_same_two_sides(web: "nx.MultiDiGraph[str]", page: Visit) -> None:
    for name in (*(f"s{n}" for n in range(0, SIZE, 7)), "toll", "gift", "hard", "force"):
        for depth in (1, 3):
            assert in_page(page, "focus", name, depth) == in_python(focus_scene(web, iri(name), depth), web)


def test_power_maps_reach_the_page_as_they_are(web: "nx.MultiDiGraph[str]", page: Visit) -> None:
    for by in GROUPINGS:
        assert in_page(page, "power", by=by) == in_python(power_scene(web, by), web)


@pytest.mark.parametrize("most", [None, MOST_CHILDREN, 2])
def test_every_box_hangs_and_stands_where_python_says(
    web: "nx.MultiDiGraph[str]", page: Visit, most: int | None
) -> None:
    dice = random.Random(5)
    scenes = {
        ("argument", "s0", 2): argument_scene(web, iri("s0"), 2),
        ("section", "2", 2): section_scene(web, 2, 2),
        ("focus", "s9", 2): focus_scene(web, iri("s9"), 2),
        ("power", "", 0): power_scene(web),
    }
    for (view, at, depth), scene in scenes.items():
        for share in (1.0, 0.7, 0.4):
            opened = {key for key in scene.boxes if dice.random() < share} | set(scene.roots)
            numbers = [place for place, key in enumerate(scene.boxes) if key in opened]
            found = page.ask(PLACE, [view, at, depth, "power", numbers, most])
            expected = placed(scene, opened, most)
            assert [row[:3] for row in found] == [row[:3] for row in expected]
            for row, wanted in zip(found, expected, strict=True):
                assert row[3:] == pytest.approx(wanted[3:], abs=0.01)


def test_the_places_that_the_file_gives_are_those_that_the_page_would_find(page: Visit) -> None:
    found = page.ask(
        """(() => { const { tree, scene } = atlas.main.drawing;
        const places = atlas.layout.tidy(tree, (box) => box[scene.face].height);
        return tree.walk.map((box) => [places.get(box).x, places.get(box).y]); })()"""
    )
    given = page.ask("atlas.data.first")
    assert len(found) == len(given) > 1
    for one, other in zip(found, given, strict=True):
        assert one == pytest.approx(other, abs=0.1)


# Presses each chip that unfolds, counts what comes, and folds again; what was counted wrongly, and how many chips.
PRESS_ALL = """() => { const { drawing, toggle } = atlas.main; const wrong = []; let left = 0;
  const text = (name) => (drawing.chips.get(drawing.scene.boxes.find((box) => box.name === name)) ?? [])[0]?.text ?? "";
  const names = drawing.tree.walk.map((box) => box.name).filter((name) => text(name).startsWith("+"));
  for (const name of names) {
    const box = drawing.scene.boxes.find((one) => one.name === name);
    left += drawing.tree.column.get(box) < 0;
    const said = text(name); const before = drawing.tree.column.size;
    toggle(box); const shown = drawing.tree.column.size - before; toggle(box);
    if (said !== `+${shown}` || drawing.tree.column.size !== before) wrong.push([name, said, shown]);
  }
  return [names.length, left, wrong]; }"""


@pytest.mark.parametrize("address", ["#/argument/s0?depth=3", "#/argument/s0?depth=1", "#/section/2?depth=1"])
def test_chips_count_exactly_what_a_click_shows_anywhere_in_a_web(page: Visit, address: str) -> None:
    page.go(address)
    count, _, wrong = page.ask(PRESS_ALL)
    assert count
    assert wrong == []


def test_chips_on_both_sides_of_a_focus_count_exactly_what_a_click_shows(page: Visit) -> None:
    on_the_left = 0
    for n in range(0, SIZE, 7):
        page.go(f"#/focus/s{n}")
        _, left, wrong = page.ask(PRESS_ALL)
        assert wrong == []
        on_the_left += left
    assert on_the_left > 3


def test_a_filter_leaves_nothing_in_the_air(page: Visit) -> None:
    for view in ("argument/s0", "section/2", "focus/s9", "power"):
        for query in ("hide=claim", "hide=supports,evidence", "holder=Ann", "section=1", "policy=toll&hide=attacks"):
            page.go(f"#/{view}?{query}")
            loose = page.ask(
                """(() => { const { tree, scene } = atlas.main.drawing; return tree.walk.filter((box) =>
                !tree.roots.includes(box) && !tree.column.has(tree.parent.get(box))
                || tree.roots.includes(box) && !scene.roots.includes(box)).map((box) => box.name); })()"""
            )
            assert loose == []


def test_a_filter_shows_what_passes_and_only_the_way_to_it(page: Visit) -> None:
    page.go("#/argument/s0?holder=Ann")
    kept = page.ask(
        """(() => { const { tree, scene } = atlas.main.drawing; const needed = new Set(tree.roots);
        for (const box of tree.walk.filter((one) => scene.matches.has(one)))
          for (let above = box; above; above = tree.parent.get(above)) needed.add(above);
        const found = tree.walk.filter((box) => box.item.holders.includes("Ann"));
        return [tree.walk.length, needed.size, found.length]; })()"""
    )
    assert kept[0] == kept[1]
    assert kept[2] > 5


def test_python_refuses_what_the_page_shows_no_map_of(web: "nx.MultiDiGraph[str]", page: Visit) -> None:
    with pytest.raises(MapError, match="section 9"):
        section_scene(web, 9)
    page.go("#/section/9")
    assert page.state()["view"] != "section"
