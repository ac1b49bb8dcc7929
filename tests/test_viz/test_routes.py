"""The courses of links: what holds for every tree, and that the page's script finds the same courses."""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.quick import examples
from tests.test_viz.conftest import fast_first
from viz.course import Columns, Rect, Route, rounded
from viz.layout import COLUMN_GAP, Size, tidy
from viz.routes import routes
from viz.scene import Link
from viz.tree import Tree

RELATIONS = ("supports", "supports", "supports", "attacks", "undercuts", "rephrases", "strengthens", "wields", "says")


class Drawn:
    """A made-up tree with its boxes placed, and links along and across it."""

    def __init__(self, tree: Tree, links: list[Link], under: dict[str, str] | None = None, height: float = 0) -> None:
        self.tree, self.links, self.under = tree, links, under or {}
        sizes = {key: Size(320 - 20 * (int(key) % 3), height or 41 + int(key) * 37 % 150) for key in tree.walk()}
        self.rects = {
            key: Rect(
                at.x - sizes[key].width / 2,
                at.y - sizes[key].height / 2,
                at.x + sizes[key].width / 2,
                at.y + sizes[key].height / 2,
            )
            for key, at in tidy(tree, sizes.__getitem__).items()
        }

    def routes(self) -> list[Route]:
        return routes(self.tree, self.links, self.rects, self.under)


def make_tree(parents: Sequence[int], left: Sequence[int] = ()) -> Tree:
    """A tree in which box n + 1 hangs under the box given at place n, and those of `left` at the root's other side."""
    parent: dict[str, str] = {}
    column = {"0": 0}
    for way, hung in ((1, parents), (-1, left)):
        there = ["0"]
        for above in hung:
            key = str(len(column))
            parent[key] = there[above % len(there)]
            column[key] = column[parent[key]] + way
            there.append(key)
    children: dict[str, list[str]] = {}
    for child, above_key in parent.items():
        children.setdefault(above_key, []).append(child)
    return Tree(["0"], children, parent, column)


def make_drawn(seed: int, boxes: int = 60, more: int = 40) -> Drawn:
    """A random tree to both sides of its root, with linked premises, undercuts, circles and many cross links."""
    dice = random.Random(seed)
    tree = make_tree([dice.randrange(999) for _ in range(boxes)], [dice.randrange(999) for _ in range(boxes // 4)])
    keys = list(tree.column)
    pairs = [(child, above) if tree.column[child] > 0 else (above, child) for child, above in tree.parent.items()]
    pairs += [(dice.choice(keys), dice.choice(keys)) for _ in range(more)]
    links = []
    for place, (source, target) in enumerate(pairs):
        relation = dice.choice(RELATIONS)
        linked = relation == "supports" and dice.random() < 0.4
        joint = f"{target}-{dice.randrange(2)}" if linked or relation == "undercuts" else f"step-{place}"
        links.append(Link(source, target, relation, joint, linked, dice.random() < 0.2))
    return Drawn(tree, list(dict.fromkeys(links)))


drawings = st.integers(0, 10_000).map(make_drawn)


def star(count: int, relation: str = "supports", height: float = 61) -> Drawn:
    """One box on which so many others hang."""
    tree = make_tree([0] * count)
    return Drawn(tree, [Link(str(n), "0", relation, f"step-{n}") for n in range(1, count + 1)], height=height)


@settings(max_examples=examples(30))
@given(drawings)
def test_every_link_between_shown_boxes_is_drawn_exactly_once_or_as_branch_and_trunk(drawn: Drawn) -> None:
    found = Counter(link for route in drawn.routes() for link in route.links)
    trunks = Counter(link for route in drawn.routes() if route.tip is None for link in route.links)
    assert found.keys() == {link for link in drawn.links if link.source != link.target}
    assert all(count == 1 + bool(trunks[link]) for link, count in found.items())


@settings(max_examples=examples(30))
@given(drawings)
def test_every_course_is_made_of_finite_numbers_and_begins_with_a_move(drawn: Drawn) -> None:
    for route in drawn.routes():
        assert route.path[0][0] == "M"
        assert all(math.isfinite(value) for piece in route.path for value in piece[1:])
        assert all(len(piece) == {"M": 3, "L": 3, "Q": 5, "C": 7}[piece[0]] for piece in route.path)


@settings(max_examples=examples(30))
@given(drawings)
def test_arrows_along_the_tree_point_to_the_box_they_speak_of(drawn: Drawn) -> None:
    for route in drawn.routes():
        if route.relation in ("supports", "attacks") and route.tip:
            target = drawn.rects[route.links[0].target]
            assert route.tip.x == (target.right + 2 if math.cos(route.angle) < 0 else target.left - 2)
            assert target.top <= route.tip.y <= target.bottom


@settings(max_examples=examples(30))
@given(drawings)
def test_cross_links_run_upright_only_in_the_gaps_between_columns(drawn: Drawn) -> None:
    columns = Columns(drawn.tree.column, drawn.rects)
    gaps = [columns.gutter(number) for number in range(min(columns.left) - 1, max(columns.left) + 1)]
    for route in (route for route in drawn.routes() if route.faint):
        for x, upper, lower in upright(route):
            assert lower <= upper or any(left <= x <= right for left, right in gaps) or x < gaps[0][1]


def upright(route: Route) -> Iterator[tuple[float, float, float]]:
    """The upright runs of a course: x, upper and lower end."""
    for before, after in pairwise(piece[1:][-2:] for piece in route.path):
        if before[0] == after[0]:
            yield before[0], min(before[1], after[1]), max(before[1], after[1])


@settings(max_examples=examples(30))
@given(drawings)
def test_upright_runs_of_cross_links_to_different_boxes_do_not_lie_on_each_other(drawn: Drawn) -> None:
    runs = [
        (x, upper, lower, route.links[0])
        for route in drawn.routes()
        if route.faint and "undercuts" not in route.relation
        for x, upper, lower in upright(route)
        if lower - upper > 8
    ]
    for place, (x, upper, lower, link) in enumerate(runs):
        for other_x, other_upper, other_lower, other in runs[:place]:
            if (link.target, link.relation) != (other.target, other.relation):
                assert abs(x - other_x) > 0.4 or other_lower <= upper or lower <= other_upper


def test_a_cross_link_to_the_next_column_passes_behind_no_box() -> None:
    tree = make_tree([0, 0, 0, 1, 1, 2, 3, 3])
    drawn = Drawn(tree, [Link("8", "1", "supports", "step")])
    (route,) = drawn.routes()
    assert behind(route, drawn) == set()


def test_a_cross_link_over_several_columns_passes_between_the_boxes() -> None:
    tree = make_tree([0, 1, 2, 0, 4, 4, 4, 0])  # 3 stands in column 3; 5, 6, 7 in column 2
    drawn = Drawn(tree, [Link("3", "8", "attacks")])
    (route,) = drawn.routes()
    assert route.faint
    assert behind(route, drawn) == set()


def behind(route: Route, drawn: Drawn) -> set[str]:
    """The boxes behind which a course passes, without its ends."""
    found = set()
    for before, after in pairwise(piece[1:][-2:] for piece in route.path):
        left, right = sorted((before[0], after[0]))
        upper, lower = sorted((before[1], after[1]))
        for key, rect in drawn.rects.items():
            across = left < rect.right and right > rect.left and upper < rect.bottom and lower > rect.top
            if across and key not in (route.links[0].source, route.links[0].target):
                found.add(key)
    return found


@pytest.mark.parametrize("count", [2, 5, 9, 10])
def test_ports_of_one_box_are_at_least_five_pixels_apart_and_in_the_order_of_the_boxes(count: int) -> None:
    tips = [route.tip for route in star(count).routes() if route.tip]
    assert len(tips) == count
    assert all(lower.y - upper.y >= 5 for upper, lower in pairwise(tips))


def test_marks_shrink_as_ports_draw_near() -> None:
    sizes = [star(count).routes()[0].size for count in (1, 4, 7, 10)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 1
    assert sizes[-1] < 0.5


def test_more_links_than_a_box_has_room_for_flow_into_one_trunk_from_above_and_one_from_below() -> None:
    found = star(30).routes()
    trunks = [route for route in found if len(route.links) > 1]
    assert [len(route.links) for route in trunks] == [15, 15]
    assert all(route.tip and route.size > 0.5 for route in trunks)
    assert sum(route.tip is None for route in found) == 30


def test_links_of_different_relations_never_share_a_trunk() -> None:
    drawn = star(30)
    drawn.links[20:] = [Link(link.source, "0", "attacks") for link in drawn.links[20:]]
    assert all(len({link.relation for link in route.links}) == 1 for route in drawn.routes())
    assert {route.relation for route in drawn.routes() if route.tip} == {"supports", "attacks"}


def test_linked_premises_share_one_arrow() -> None:
    drawn = star(3)
    drawn.links[:2] = [Link(n, "0", "supports", "both", linked=True) for n in ("1", "2")]
    joined = [route for route in drawn.routes() if route.joined]
    assert [len(route.links) for route in joined] == [2]
    assert sum(route.tip is not None for route in drawn.routes()) == 2


def test_an_undercut_lands_on_the_arrow_it_strikes() -> None:
    drawn = star(3)
    drawn.links[2] = Link("3", "0", "undercuts", "step-1")
    (struck,) = (route for route in drawn.routes() if route.relation == "undercuts")
    assert struck.above
    assert struck.tip
    assert drawn.rects["0"].right < struck.tip.x < drawn.rects["1"].left
    assert struck.tip.y < drawn.rects["2"].y


def test_at_the_left_of_the_root_arrows_lead_on_to_the_left() -> None:
    tree = make_tree([0], [0, 0])
    drawn = Drawn(tree, [Link("1", "0", "supports"), Link("0", "2", "supports"), Link("0", "3", "attacks")])
    found = {route.links[0].target: route for route in drawn.routes()}
    assert all(math.cos(route.angle) < 0 and not route.faint for route in found.values())
    assert found["2"].tip
    assert found["2"].tip.x == drawn.rects["2"].right + 2
    assert found["2"].path[0][0] == "M"


def test_a_reason_that_points_away_from_the_root_is_marked_at_the_box_it_supports() -> None:
    drawn = Drawn(make_tree([0]), [Link("0", "1", "supports")])
    (route,) = drawn.routes()
    assert route.tip
    assert route.tip.x == drawn.rects["1"].left - 2
    assert route.angle == 0


def test_what_a_policy_does_to_power_is_marked_at_the_policy() -> None:
    drawn = star(2, "wields")
    assert all(route.tip and route.tip.x == drawn.rects["1"].left - 7 for route in drawn.routes()[:1])


def test_a_box_of_an_indented_list_is_tied_to_the_box_above_it() -> None:
    tree = Tree(["0", "1"], {}, {}, {"0": 0, "1": 0})
    (route,) = Drawn(tree, [Link("1", "0", "broader")], {"1": "0"}).routes()
    assert not route.faint


def test_links_to_boxes_that_are_folded_away_and_to_themselves_are_left_out() -> None:
    drawn = Drawn(make_tree([0]), [Link("1", "1", "supports"), Link("9", "0", "supports")])
    assert drawn.routes() == []


def test_a_course_turns_in_round_corners_and_drops_points_on_the_way() -> None:
    path = rounded([(0, 0), (10, 0), (20, 0), (20, 50), (20, 50), (30, 50)])
    assert [piece[0] for piece in path] == ["M", "L", "Q", "L", "Q", "L"]
    assert path[2][1:] == pytest.approx((20, 0, 20, 7))


# --- the same in the page ---

STUB = """const atlas = { data: { measures: { columnGap: GAP } }, paint: {} };"""
ROUTE = """({ boxes, links }) => {
  const all = boxes.map((box, number) => ({ number, rect: box.rect }));
  boxes.forEach((box, n) => { if (box.under !== null) all[n].under = all[box.under]; });
  const tree = {
    column: new Map(all.map((box, n) => [box, boxes[n].column])),
    parent: new Map(all.flatMap((box, n) => (boxes[n].parent === null ? [] : [[box, all[boxes[n].parent]]]))),
  };
  const made = links.map(([source, target, name, joint, linked, inferred], number) => (
    { number, source: all[source], target: all[target], relation: { name }, joint, linked, inferred }));
  return atlas.links.route(tree, made, (box) => box.rect).map((one) => ({
    ...one, bounds: null, links: one.links.map((link) => link.number) }));
}"""


@pytest.fixture(scope="module")
def script(browser: Browser) -> Iterator[Page]:
    """A page with nothing but the two modules that find courses."""
    folder = files("viz") / "templates"
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in ("crossings", "links")]
    page = browser.new_page()
    page.add_script_tag(content="\n".join([STUB.replace("GAP", str(COLUMN_GAP)), *parts]))
    yield page
    page.close()


def as_json(drawn: Drawn) -> dict[str, Any]:
    keys = list(drawn.tree.column)
    place = {key: n for n, key in enumerate(keys)}
    boxes = [
        {
            "rect": drawn.rects[key]._asdict(),
            "column": drawn.tree.column[key],
            "parent": place.get(drawn.tree.parent.get(key, "")),
            "under": place.get(drawn.under.get(key, "")),
        }
        for key in keys
    ]
    links = [[place[k.source], place[k.target], k.relation, k.joint, k.linked, k.inferred] for k in drawn.links]
    return {"boxes": boxes, "links": links}


def in_python(drawn: Drawn) -> list[dict[str, Any]]:
    number = {link: place for place, link in enumerate(drawn.links)}

    def point(at: Any) -> dict[str, float] | None:
        return {"x": at.x, "y": at.y} if at else None

    return [
        {**route._asdict(), "links": [number[link] for link in route.links], "path": [list(p) for p in route.path],
         "tip": point(route.tip), "joined": point(route.joined), "bounds": None}
        for route in drawn.routes()
    ]  # fmt: skip


def words(found: list[dict[str, Any]]) -> list[list[Any]]:
    """What of each course is no number."""
    named = ("links", "relation", "inferred", "faint", "above")
    return [[*(route[name] for name in named), [piece[0] for piece in route["path"]]] for route in found]


def numbers(found: list[dict[str, Any]]) -> list[float]:
    """The numbers of all courses in a row."""
    flat: list[float] = []
    for route in found:
        flat += [route["angle"], route["size"], *(value for piece in route["path"] for value in piece[1:])]
        for name in ("tip", "joined"):
            flat += [route[name]["x"], route[name]["y"]] if route[name] else [-1]
    return flat


def agree(script: Page, drawn: Drawn) -> None:
    in_page, here = script.evaluate(ROUTE, as_json(drawn)), in_python(drawn)
    assert words(in_page) == words(here)
    assert numbers(in_page) == pytest.approx(numbers(here), abs=0.01)


@pytest.mark.parametrize("seed", fast_first(range(12), 0, 1, 2, 3))
def test_the_page_finds_the_same_courses_as_python(script: Page, seed: int) -> None:
    drawn = make_drawn(seed, 20 + 15 * seed, 10 + 15 * seed)
    agree(script, drawn)


def test_the_page_finds_the_same_courses_for_trunks_and_indented_lists(script: Page) -> None:
    listed = Tree(["0", "1", "2"], {}, {}, {"0": 0, "1": 0, "2": 0})
    broader = [Link("1", "0", "broader"), Link("2", "0", "broader")]
    for drawn in (star(30), star(12), star(25, "wields"), Drawn(listed, broader, {"1": "0"})):
        agree(script, drawn)


def test_only_courses_in_view_are_drawn(script: Page) -> None:
    script.evaluate(ROUTE, as_json(star(30)))
    drawn = script.evaluate(
        """() => [undefined, { left: 0, right: 900, top: -1100, bottom: -800 }].map((view) => {
        let strokes = 0;
        atlas.paint = { stroke: () => { strokes += 1; }, mark: () => {}, colour: () => "" };
        const c = new Proxy({}, { get: () => () => {}, set: () => true });
        atlas.links.draw(c, null, view); return strokes; })"""
    )
    assert drawn[0] == 32
    assert 0 < drawn[1] < 32
