"""Search by words: statements, policies, actors, powers and topics whose title or text has them all."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from graph.store import Store
from graph.upkeep import changed_since, mark_of

if TYPE_CHECKING:
    from graph.text.index import Entry, TextIndex

FOLDER = "search"
"""The folder of the index, in the store's folder of indexes."""


@dataclass(frozen=True)
class Hit:
    """One thing found; the better, the higher its score, which says nothing beside those of other searches."""

    iri: str
    id: str
    kind: str
    label: str
    text: str
    score: float = 0.0


@dataclass(frozen=True)
class Found:
    """What a search found: how many items there are, and the best of them."""

    total: int
    hits: tuple[Hit, ...]


_indexes: "WeakKeyDictionary[Store, TextIndex]" = WeakKeyDictionary()
_opening = Lock()


def search(
    store: Store, words: str, limit: int = 20, *, kinds: Collection[str] | None = None, corpus: str = ""
) -> list[Hit]:
    """Return what has all the words, in its title, text or id, best first; see `find_by_words`."""
    return list(find_by_words(store, words, limit, kinds=kinds, corpus=corpus).hits)


def find_by_words(
    store: Store, words: str, limit: int = 20, *, kinds: Collection[str] | None = None, corpus: str = ""
) -> Found:
    """Return how many items have all the words, in their titles, texts or ids, and the best of them.

    Case and accents do not count, nor do the endings of words in a language that is known. Titles weigh more than
    texts, whole words more than beginnings, rare words more than frequent ones.

    Args:
        store: Where to look.
        words: Words, or the beginnings of words; `"a phrase"` for words that stand together, `-word` for what is not
            wanted. Anything else is words too: nothing that can be typed is an error.
        limit: How many hits to return at most.
        kinds: The kinds that are looked through, as `Hit.kind` has them; by default all.
        corpus: The corpus that is looked through, by its name; by default all.
    """
    from graph.text.index import Among, TextIndexError

    among = Among(kinds, corpus)
    try:
        total, matches = bring_up_to_date(store).find(words, limit, among)
    except TextIndexError:  # it is empty now
        total, matches = bring_up_to_date(store).find(words, limit, among)
    hits = (Hit(match.iri, match.id, match.kind, match.label, match.text, match.score) for match in matches)
    return Found(total, tuple(hits))


def bring_up_to_date(store: Store, progress: Callable[[int], None] | None = None) -> "TextIndex":
    """Return a store's full-text index, with all in it that has changed since it was used last.

    Every search does that by itself; after a large addition it can be done before somebody waits for it.

    Args:
        store: The store.
        progress: Is told how many items have been read, from time to time.

    Raises:
        StoreError: When the store cannot be read.
    """
    index, last = _index_of(store), store.last
    if index.mark != mark_of(last):
        index.refresh()
        _catch_up(index, store, last, progress)
    return index


def rebuild_text_index(store: Store, progress: Callable[[int], None] | None = None) -> None:
    """Delete a store's full-text index, and make it anew.

    Args:
        store: The store.
        progress: Is told how many items have been read, from time to time.

    Raises:
        StoreError: When the store cannot be read.
    """
    _index_of(store).forget()
    bring_up_to_date(store, progress)


def suggestions(store: Store, name: str, limit: int) -> list[tuple[str, str]] | None:
    """Return IRI and title of items with words like those of a name, if there is an index that is worth asking.

    None where there is none: in a small store, to look at all titles is sooner done.
    """
    if store not in _indexes and not (store.indexes and (store.indexes / FOLDER / "meta.json").exists()):
        return None
    from graph.text.index import TextIndexError

    try:
        index = bring_up_to_date(store)
        return None if index.size < _SMALL else [(match.iri, match.label) for match in index.like(name, limit)]
    except TextIndexError:
        return None


_SMALL = 2000


def _index_of(store: Store) -> "TextIndex":
    from graph.text.index import TextIndex

    with _opening:
        index = _indexes.get(store)
        if index is None:
            index = _indexes[store] = TextIndex(store.indexes / FOLDER if store.indexes else None)
        return index


def _catch_up(index: "TextIndex", store: Store, last: tuple[int, str], progress: Callable[[int], None] | None) -> None:
    from graph.text.entries import all_entries, entries_of

    with index.changing:
        if index.mark == mark_of(last):  # another thread was quicker
            return
        items: Sequence[str] | None = changed_since(store.ask, index.mark, last)
        if items is None or len(items) > _MANY:
            index.rebuild(lambda: _counted(all_entries(store.ask), progress), mark_of(last))
        else:
            index.change(list(entries_of(store.ask, items)), items, mark_of(last))


_MANY = 20_000
"""Where more items have changed than this, all are read anew."""


def _counted(entries: Iterator["Entry"], progress: Callable[[int], None] | None) -> Iterator["Entry"]:
    number = 0
    for number, entry in enumerate(entries, 1):
        yield entry
        if progress and number % 1000 == 0:
            progress(number)
    if progress:
        progress(number)
