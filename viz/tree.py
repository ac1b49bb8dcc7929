"""Where each box hangs: the tree of what is unfolded, out of a web in which a reason may serve several statements.

The rule (stated again in `templates/tree.js`, where folding happens; a test holds the two together): everything that
can be reached from a root through unfolded boxes is shown, once. A box hangs where it is the fewest steps from a root;
of several such places first where it supports, then where it attacks, undercuts, restates (the order of
`kinds.RELATIONS`), then under the box that stands first in the text. All other links are drawn as cross links.
So a new leaf moves no other box to another place, and a circle of reasons ends.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from viz.scene import Scene


@dataclass(frozen=True)
class Tree:
    """What is shown and where it hangs: box keys throughout; columns count from 0."""

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


def unfold(scene: Scene, opened: Collection[str] | None = None) -> Tree:
    """The tree of what is shown when the given boxes are unfolded.

    Args:
        scene: the map.
        opened: keys of unfolded boxes; None: all.
    """
    order = {key: place for place, key in enumerate(scene.boxes)}
    parent: dict[str, str] = {}
    steps = dict.fromkeys(scene.roots, 0)
    level: list[str] = list(scene.roots)
    while level:
        best = _next_level(scene, [key for key in level if opened is None or key in opened], order, steps)
        parent.update(best)
        steps.update({child: steps[above] + 1 for child, above in best.items()})
        level = list(best)
    children = {
        key: kept
        for key in steps
        if (kept := [child for child in scene.children.get(key, ()) if parent.get(child) == key])
    }
    return Tree(scene.roots, children, parent, steps)


def _next_level(scene: Scene, level: Sequence[str], order: Mapping[str, int], seen: Collection[str]) -> dict[str, str]:
    """For each box one step further on, the best parent among this level."""
    best: dict[str, tuple[int, int, str]] = {}
    for key in level:
        for child in scene.children.get(key, ()):
            if child not in seen:
                offer = (scene.rank[key, child], order[key], key)
                best[child] = min(offer, best.get(child, offer))
    return {child: offer[2] for child, offer in best.items()}


def opened_to(scene: Scene, depth: int) -> frozenset[str]:
    """Keys of the boxes that must be unfolded to show everything within so many steps of a root."""
    level, seen = list(scene.roots), set(scene.roots)
    opened: set[str] = set()
    for _ in range(depth):
        opened.update(key for key in level if scene.children.get(key))
        level = list(dict.fromkeys(c for key in level for c in scene.children.get(key, ()) if c not in seen))
        seen.update(level)
    return frozenset(opened)
