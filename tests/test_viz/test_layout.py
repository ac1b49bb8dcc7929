"""The tidy tree: properties that hold for every tree and every size of box."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from tests.test_viz.made_up import add_statement, connect, iri
from tests.test_viz.random_web import SIZE, random_web
from viz.argument import argument_scene
from viz.focus import focus_scene
from viz.layout import Point, Size, tidy
from viz.scene import Scene
from viz.tree import Tree, unfold


def make_tree(parents: list[int]) -> Tree:
    """A tree in which box n + 1 hangs under the box given at place n; under the root, at the left where it is odd."""
    parent = {str(n + 1): str(above % (n + 1)) for n, above in enumerate(parents)}
    children: dict[str, list[str]] = {}
    column = {"0": 0}
    for (child, above), number in zip(parent.items(), parents, strict=True):
        children.setdefault(above, []).append(child)
        left = column[above] < 0 or (above == "0" and number % 2 == 1)
        column[child] = column[above] + (-1 if left else 1)
    return Tree(["0"], children, parent, column)


def make_size(key: str) -> Size:
    """A size that differs from box to box, always the same for one."""
    return Size(300, 40 + int(key) * 37 % 150)


trees = st.lists(st.integers(0, 10_000), max_size=60).map(make_tree)


@given(trees)
def test_boxes_never_overlap(tree: Tree) -> None:
    places = tidy(tree, make_size)
    for column in set(tree.column.values()):
        stack = sorted((place.y, key) for key, place in places.items() if tree.column[key] == column)
        for (upper_y, upper), (lower_y, lower) in pairwise(stack):
            assert upper_y + make_size(upper).height / 2 < lower_y - make_size(lower).height / 2


@given(trees)
def test_a_parent_stands_left_of_its_children_or_right_of_those_at_its_left(tree: Tree) -> None:
    places = tidy(tree, make_size)
    for child, above in tree.parent.items():
        way = tree.column[child] - tree.column[above]
        assert (places[child].x - places[above].x) * way > 300


def sides(tree: Tree) -> list[tuple[str, list[str]]]:
    """Each parent with its children of one side."""
    found = []
    for above, children in tree.children.items():
        for way in (1, -1):
            side = [child for child in children if tree.column[child] == tree.column[above] + way]
            found += [(above, side)] if side else []
    return found


@given(trees)
def test_a_parent_stands_at_half_height_of_its_first_and_last_child(tree: Tree) -> None:
    places = tidy(tree, make_size)
    for above, children in sides(tree):
        middle = (places[children[0]].y + places[children[-1]].y) / 2
        assert abs(places[above].y - middle) < 1e-6


@given(trees)
def test_children_stand_in_their_order(tree: Tree) -> None:
    places = tidy(tree, make_size)
    for _, children in sides(tree):
        assert [places[child].y for child in children] == sorted(places[child].y for child in children)


def column_orders(tree: Tree) -> list[list[str]]:
    """The boxes of each column from top to bottom."""
    places = tidy(tree, make_size)
    keys = sorted(places, key=lambda key: places[key].y)
    return [[k for k in keys if tree.column[k] == c] for c in sorted(set(tree.column.values()))]


@given(st.lists(st.integers(0, 10_000), max_size=40), st.integers(0, 10_000))
def test_a_new_leaf_moves_no_neighbour_past_another(parents: list[int], where: int) -> None:
    new = str(len(parents) + 1)
    before = column_orders(make_tree(parents))
    after = [[key for key in column if key != new] for column in column_orders(make_tree([*parents, where]))]
    assert [column for column in after if column] == before


def orders(scene: Scene, without: str = "") -> list[list[str]]:
    """The boxes of each column of a scene from top to bottom, when all is unfolded."""
    tree = unfold(scene, most=None)
    places = tidy(tree, lambda key: Size(scene.boxes[key].width, scene.boxes[key].text.height))
    keys = sorted(places, key=lambda key: places[key].y)
    found = [[k for k in keys if tree.column[k] == c and k != without] for c in sorted(set(tree.column.values()))]
    return [column for column in found if column]


@settings(max_examples=examples(40), deadline=None)
@given(
    st.integers(0, 30),
    st.integers(0, SIZE - 1),
    st.integers(0, 1000),
    st.sampled_from(["supports", "attacks", "rephrases"]),
)
def test_a_new_statement_moves_no_box_of_an_argument_or_a_focus_past_another(
    seed: int, target: int, start: int, relation: str
) -> None:
    before, after = random_web(seed), random_web(seed)
    add_statement(after, "new", "claim", text="new " * 30, start=start, section=1)
    connect(after, "new", f"s{target}", relation, "step-new")
    for scene in (argument_scene, focus_scene):
        assert orders(scene(after, iri("s0")), iri("new")) == orders(scene(before, iri("s0")))


@given(trees)
def test_the_same_tree_is_always_placed_the_same(tree: Tree) -> None:
    assert tidy(tree, make_size) == tidy(tree, make_size)


def test_a_chain_of_two_thousand_boxes_is_placed() -> None:
    places = tidy(make_tree(list(range(2000))), make_size)
    assert len(places) == 2001
    assert len({place.y for place in places.values()}) == 1


def test_a_single_box_stands_with_its_left_edge_at_zero() -> None:
    assert tidy(make_tree([]), make_size) == {"0": Point(150.0, 0.0)}


def test_nothing_is_placed_where_nothing_is() -> None:
    assert tidy(Tree([], {}, {}, {}), make_size) == {}


def test_boxes_of_one_column_end_at_the_same_right_edge() -> None:
    tree = Tree(["0", "1"], {}, {}, {"0": 0, "1": 0})
    places = tidy(tree, lambda key: Size(300 if key == "0" else 260, 40))
    assert places["0"].x + 150 == places["1"].x + 130
