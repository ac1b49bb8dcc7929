"""Keeping the index of near-duplicates true to the store: its mark is the last contribution that it has seen."""

from collections.abc import Iterator

from graph.asking import Ask, values_of
from graph.likeness import LikenessIndex
from graph.upkeep import NONE, changed_since

_KINDS = "VALUES ?kind { ca:Statement ca:Policy }"


def entry(label: str, text: str) -> str:
    """Return the words by which a near-duplicate of a statement or policy is known."""
    return f"{label}. {text}"


def catch_up(index: LikenessIndex, ask: Ask, number: int, last: str) -> None:
    """Bring the index up to a contribution, by its IRI: what has changed since its mark, or where that is unknown, all.

    Args:
        index: The index.
        ask: Asks the store.
        number: The number of the store's last contribution; 0 where there is none.
        last: Its IRI; "" where there is none.
    """
    items = changed_since(ask, index.mark, (number, last))
    if items is None:
        index.rebuild(_entries(ask, ""), last or NONE)
        return
    if index.mark == (last or NONE):
        return
    now: dict[str, str] = {}
    for values in values_of(items):
        now |= dict(_entries(ask, f"VALUES ?item {{ {values} }}"))
    index.change(now.items(), items, last)


def _entries(ask: Ask, among: str) -> Iterator[tuple[str, str]]:
    said = "?item a ?kind ; rdfs:label ?label ; schema:text ?text"
    rows = ask(f"SELECT DISTINCT ?item ?label ?text {{ {among} {said} {_KINDS} }}")
    return ((row["item"], entry(row["label"], row["text"])) for row in rows)
