"""Keeping the index of near-duplicates true to the store: its mark is the last contribution that it has seen."""

from collections.abc import Iterator

from graph.asking import Ask, values_of
from graph.gathering import among, rows
from graph.likeness import LikenessIndex
from graph.upkeep import NONE, changed_since

_SAID = "?item rdfs:label ?label ; schema:text ?text"
_BY_KIND = ("ca:Thesis", "ca:Claim", "ca:Evidence", "ca:Counterargument", "ca:Rebuttal", "ca:Policy")
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
    mark = index.mark
    if mark == (last or NONE):
        return
    items = changed_since(ask, mark, (number, last))
    if items is None:
        index.rebuild(_all_entries(ask), last or NONE)
        return
    now: dict[str, str] = {}
    for values in values_of(items):
        pattern = f"VALUES ?item {{ {values} }} ?item a ?kind . {_KINDS} {_SAID}"
        found = ask(f"SELECT DISTINCT ?item ?label ?text {{ {pattern} }}")
        now |= {row["item"]: entry(row["label"], row["text"]) for row in found}
    index.change(now.items(), items, last)


def _all_entries(ask: Ask) -> Iterator[tuple[str, str]]:
    """Yield all entries, some hundred at a time: the texts of a million would need a gigabyte."""
    for kind in _BY_KIND:
        items = [row["item"] for row in ask(f"SELECT ?item {{ ?item ca:kind {kind} }}")]
        for item, label, text in rows(ask, among(items), "?label ?text", _SAID):
            yield item, entry(label, text)
