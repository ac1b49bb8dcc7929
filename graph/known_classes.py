"""Of which classes the nodes of a store are, each asked for once: most additions name the same few.

An addition changes nothing of what is there, so that what is known stays true until something else changes the store.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import cast

from graph.asking import classes_of
from graph.delta import iri, subject_of
from graph.store import Store

_MOST = 20_000
"""Of how many nodes the classes are remembered."""
_REMEMBERED = "classes"


class KnownClasses:
    """What is known of the classes of a store's nodes. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._ask = store.ask
        self._known: dict[str, tuple[str, ...]] = {}

    def __contains__(self, node: str) -> bool:
        """Whether a node, by its IRI, is known to have classes."""
        return node in self._known

    def learn(self, classes: Mapping[str, Collection[str]]) -> None:
        """Take note of all classes (IRIs) of some nodes."""
        if len(self._known) + len(classes) > _MOST:
            self._known = {}
        self._known.update((node, tuple(of_node)) for node, of_node in classes.items() if of_node)

    def of(self, nodes: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return node → its classes, of those nodes that have any; what is not known is asked."""
        known, wanted = self._known, list(nodes)
        found = {node: known[node] for node in wanted if node in known}
        unknown = [node for node in wanted if node not in found]
        asked: dict[str, list[str]] = {}
        for triple in classes_of(self._ask, unknown) if unknown else ():
            asked.setdefault(subject_of(triple), []).append(iri(triple.object))
        self.learn(asked)
        return found | {node: tuple(of_node) for node, of_node in asked.items()}


def known_classes(store: Store) -> KnownClasses:
    """Return what is known of a store's classes until it is changed otherwise than by adding.

    Of a store that others may change meanwhile nothing is known yet, whatever was asked before.
    """
    if store.is_shared:
        return KnownClasses(store)
    remembered = store.remembered
    if _REMEMBERED not in remembered:
        remembered[_REMEMBERED] = KnownClasses(store)
    return cast("KnownClasses", remembered[_REMEMBERED])
