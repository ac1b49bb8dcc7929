"""Where each box hangs: the tree of what is unfolded, out of a web in which a reason may serve several statements.

The rule (stated again in `templates/tree.js`, where folding happens; a test holds the two together): everything that
can be reached from a root through unfolded boxes is shown, once. A box hangs where it is the fewest steps from a root;
of several such places first where it supports, then where it attacks, undercuts, restates (the order of
`kinds.RELATIONS`), then under the box that stands first in the text. All other links are drawn as cross links.
So a new leaf moves no other box to another place, and a circle of reasons ends. Of more than `MOST_CHILDREN` boxes that
would hang under one, the first are shown; the page shows more on request.

In a focus map the same holds to the left of the root, for what it bears on (`Scene.beyond`), after the right side:
columns count down from -1 there.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from viz.scene import Scene

MOST_CHILDREN = 60
"""How many boxes hang under one box at most, before the reader asks for more."""

MOST_BOXES = 400
"""How many boxes a map shows at once: no more are unfolded at first, and later a branch folds for each that unfolds."""


@dataclass(frozen=True)
class Tree:
    """What is shown and where it hangs: box keys throughout; roots stand in column 0, what they bear on left of it."""

    roots: Sequence[str]
    children: Mapping[str, Sequence[str]]
    parent: Mapping[str, str]
    column: Mapping[str, int]

    def walk(self) -> list[str]:
        """All boxes, each parent before its children, in the order of the page."""
        found, stack = [], list(reversed(self.roots))
        while stack:
            key = stack.pop()
            found.append(key)
            stack.extend(reversed(self.children.get(key, ())))
        return found


def unfold(scene: Scene, opened: Collection[str] | None = None, *, most: int | None = MOST_CHILDREN) -> Tree:
    """The tree of what is shown when the given boxes are unfolded.

    Args:
        scene: the map.
        opened: keys of unfolded boxes; None: all.
        most: how many boxes hang under one at most; None: all.
    """
    order = {key: place for place, key in enumerate(scene.boxes)}
    parent: dict[str, str] = {}
    steps = dict.fromkeys(scene.roots, 0)
    children: defaultdict[str, list[str]] = defaultdict(list)
    for offered, way in ((scene.children, 1), (scene.beyond, -1)):
        level: list[str] = list(scene.roots)
        while level:
            unfolded = [key for key in level if opened is None or key in opened]
            level = []
            for key, offers in _next_level(scene, offered, unfolded, order, steps).items():
                found = offers[:most]
                children[key].extend(found)
                parent.update(dict.fromkeys(found, key))
                steps.update(dict.fromkeys(found, steps[key] + way))
                level.extend(found)
    return Tree(scene.roots, children, parent, steps)


def _next_level(
    scene: Scene,
    offered: Mapping[str, Sequence[str]],
    level: Sequence[str],
    order: Mapping[str, int],
    seen: Collection[str],
) -> dict[str, list[str]]:
    """The boxes one step further on, under the best parent among this level, in their order."""
    best: dict[str, tuple[int, int, str]] = {}
    for key in level:
        for child in offered.get(key, ()):
            if child not in seen:
                offer = (scene.rank[key, child], order[key], key)
                best[child] = min(offer, best.get(child, offer))
    return {key: [child for child in offered.get(key, ()) if child in best and best[child][2] == key] for key in level}


def opened_to(scene: Scene, depth: int) -> frozenset[str]:
    """Keys of the boxes that must be unfolded to show what is within so many steps of a root, or `MOST_BOXES` of it.

    Args:
        scene: the map.
        depth: steps; fewer are taken where more boxes would be shown than a map can show.
    """
    opened: set[str] = set()
    for offered in (scene.children, scene.beyond):
        level, seen = list(scene.roots), set(scene.roots)
        for _ in range(depth):
            more = opened.union(key for key in level if offered.get(key))
            if len(more) > len(opened) and len(unfold(scene, more).column) > MOST_BOXES:
                break
            opened = more
            level = list(dict.fromkeys(c for key in level for c in offered.get(key, ()) if c not in seen))
            seen.update(level)
    return frozenset(opened)
