"""Keeping the index of near-duplicates true to the store: its mark is the last contribution that it has seen."""

from collections.abc import Iterator

from graph.asking import Ask, values_of
from graph.likeness import LikenessIndex
from graph.terms import whole
from ontology import HISTORY

_NONE = "urn:claimatlas:none"
"""The mark of an index of a store without contributions."""
_FAR = 500
"""How many contributions are caught up with one by one; from more on, all is read anew."""
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
    if mark == (last or _NONE):
        return
    seen = next((whole(row["n"]) for row in ask(_in_history(f"<{mark or _NONE}> schema:position ?n"))), None)
    if seen is None or number - seen > _FAR:
        index.rebuild(_entries(ask, ""), last or _NONE)
        return
    since = " ".join(map(str, range(seen + 1, number + 1)))
    later = f"VALUES ?n {{ {since} }} ?c schema:position ?n . ?change prov:wasGeneratedBy ?c ; ca:changes ?item"
    items = sorted({row["item"] for row in ask(_in_history(later))})
    now: dict[str, str] = {}
    for values in values_of(items):
        now |= dict(_entries(ask, f"VALUES ?item {{ {values} }}"))
    index.change(now.items(), items, last)


def _in_history(pattern: str) -> str:
    return f"SELECT * {{ GRAPH <{HISTORY}> {{ {pattern} }} }}"


def _entries(ask: Ask, among: str) -> Iterator[tuple[str, str]]:
    said = "?item a ?kind ; rdfs:label ?label ; schema:text ?text"
    rows = ask(f"SELECT DISTINCT ?item ?label ?text {{ {among} {said} {_KINDS} }}")
    return ((row["item"], entry(row["label"], row["text"])) for row in rows)
