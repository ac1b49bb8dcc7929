"""Making anew what is derived from a store: the plain triples, and the indexes beside it."""

from graph.store import Store


def repair(store: Store) -> None:
    """Make derived triples anew, and of the indexes beside a store those that there are; others are made when needed.

    Raises:
        ReadOnlyError: When the store was opened for reading.
        StoreWriteError: When it cannot be written.
    """
    store.derive()
    folder = store.indexes
    if folder is None:
        return
    # Each imported only where there is one: they need libraries that take their time to load.
    if (folder / "search").exists():
        from graph.text.searching import rebuild_text_index

        rebuild_text_index(store)
    if (folder / "likeness.sqlite").exists():
        store.likeness().change((), (), "")  # without a mark, all is read anew
        store.likeness()
    if (folder / "arrays").exists():
        from graph.arrays.upkeep import arrays_of

        arrays_of(store, anew=True)
