"""What says nearly the same as words that somebody is writing: asked before there is a draft that could be added."""

from graph.asking import values_of
from graph.likeness import ALIKE, Like, LikenessIndexError, likeness_of
from graph.likeness_upkeep import entry
from graph.store import Store

_LOOKED_AT, _WORTH_A_LOOK = 12, 0.5
"""How many entries of the index are looked at closely, and how like they must be, titles included."""


def alike(store: Store, title: str, text: str, limit: int = 3) -> list[Like]:
    """Return the statements and policies of a store that are near-duplicates of a title and a text, best first.

    Unlike an addition, which is held against titles and texts together, this takes what only has much the same text
    as well: a title is often written last.

    Args:
        store: The store.
        title: The title; may be empty.
        text: The statement in full.
        limit: How many to return at most.

    Raises:
        StoreWriteError: When the index cannot be used.
    """
    near: dict[str, Like] = {}
    for words in {entry(title, text).strip(". "), text}:
        for like in _looked_up(store, words):
            near[like.iri] = max(like, near.get(like.iri, like), key=lambda one: one.likeness)
    found = [Like(like.iri, like.text, max(like.likeness, _of_text(store, like.iri, text))) for like in near.values()]
    return sorted((one for one in found if one.likeness >= ALIKE), key=lambda one: (-one.likeness, one.iri))[:limit]


def _looked_up(store: Store, words: str) -> list[Like]:
    try:
        return store.likeness().find(words, _LOOKED_AT, _WORTH_A_LOOK)
    except LikenessIndexError:  # it was found damaged, and is empty now: the store fills it again
        return store.likeness().find(words, _LOOKED_AT, _WORTH_A_LOOK)


def _of_text(store: Store, iri: str, text: str) -> float:
    """Return how like a text is to the full text of an item, without its title."""
    values = next(values_of([iri]), "")
    rows = store.ask(f"SELECT ?text {{ VALUES ?item {{ {values} }} ?item schema:text ?text }}")
    return max((likeness_of(text, row["text"]) for row in rows), default=0.0)
