"""Keeping an index true to its store: which items have changed since the contribution that it has seen last.

An index that is kept beside the store holds a mark, the IRI of the last contribution that it has seen. Before it is
used it catches up: it is told the items that have changed since, or that all has to be read anew.
"""

from collections.abc import Sequence

from graph.asking import Ask
from graph.terms import whole
from ontology import HISTORY

NONE = "urn:claimatlas:none"
"""The mark of an index of a store without contributions."""
FAR = 500
"""How many contributions are caught up with one by one; from more on, all is read anew."""


def mark_of(last: tuple[int, str]) -> str:
    """Return the mark of an index that has seen a store's last contribution (`Store.last`)."""
    return last[1] or NONE


def changed_since(ask: Ask, mark: str, last: tuple[int, str]) -> Sequence[str] | None:
    """Return the IRIs of the items that have changed since an index's mark, in order; None where all is to be read.

    Args:
        ask: Asks the store.
        mark: The index's mark; "" for an index that is new.
        last: The number and IRI of the store's last contribution (`Store.last`).
    """
    return _since(ask, mark, last, "?change ca:changes ?item", "item")


def changes_since(ask: Ask, mark: str, last: tuple[int, str]) -> Sequence[str] | None:
    """Return the IRIs of the changes that contributions have made since an index's mark; see `changed_since`."""
    return _since(ask, mark, last, "", "change")


def _since(ask: Ask, mark: str, last: tuple[int, str], pattern: str, name: str) -> Sequence[str] | None:
    if mark == mark_of(last):
        return ()
    seen = next((whole(row["n"]) for row in ask(_in_history(f"<{mark or NONE}> schema:position ?n"))), None)
    if seen is None or not 0 <= last[0] - seen <= FAR:
        return None
    since = " ".join(map(str, range(seen + 1, last[0] + 1)))
    later = f"VALUES ?n {{ {since} }} ?c schema:position ?n . ?change prov:wasGeneratedBy ?c . {pattern}"
    return sorted({row[name] for row in ask(_in_history(later))})


def _in_history(pattern: str) -> str:
    return f"SELECT * {{ GRAPH <{HISTORY}> {{ {pattern} }} }}"
