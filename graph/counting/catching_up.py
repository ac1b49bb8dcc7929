"""Counts by kind, by section and source, and of policies' bearing on power, kept ready for a store of any size.

They are kept in an index (`counts_file.py`) that follows from the store (`counts_asked.py`). It catches up: what the
contributions since its mark have said or taken back tells which items may stand for other facts now, and the store is
asked about those.

A relation bears on what it has at its ends, an annotation on the item that it anchors. So from every node of which
anything was said, one goes up to those items: by what the store says now, and by what was taken back.
"""

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from graph.asking import Ask
from graph.counting.counts_file import KIND, Change, CountsFile
from graph.counting.facts import (
    MADE_BY,
    WHOLE,
    Said,
    all_counterarguments,
    all_facts,
    all_titles,
    has_theses,
    some_facts,
    some_titles,
    unanswered,
)
from graph.delta import iri, subject_of
from graph.derivation import TYPE
from graph.gathering import among, ends, whole_iri
from graph.upkeep import changes_since, mark_of
from ontology import HISTORY

__all__ = ["MADE_BY", "catch_up", "recount"]

_FEW = 10_000
"""Up to how many nodes of which anything was said are always asked about one by one; …"""
_SHARE = 2
"""… for more than this part of the number of statements, all is counted anew."""
_TEXTS = 20
"""How many changes, of up to a hundred items each, are read at once."""

_UP = ("ca:premise", "ca:attacker", "ca:attacked", "oa:hasBody")
"""From a relation or an annotation to what it bears on."""
_LINKING = {whole_iri(path) for path in (*_UP, "oa:hasTarget")}
_BEARING = ("ca:supports", "ca:attacks", "ca:undercuts")


def catch_up(file: CountsFile, ask: Ask, last: tuple[int, str]) -> None:
    """Bring the index up to a store's last contribution (`Store.last`).

    Raises:
        IndexDamagedError: When the file is damaged; it is empty then.
        StoreWriteError: When the file cannot be written.
    """
    if file.mark == mark_of(last):
        return
    with file.changing() as change:
        changes = changes_since(ask, change.mark, last)
        touched = None if changes is None else _touched(ask, changes, most=max(_FEW, _statements(change) // _SHARE))
        if touched is None:
            _count_all(change, ask)
        elif touched:
            _count_again(change, ask, touched)
        change.mark = mark_of(last)


def recount(file: CountsFile) -> None:
    """Have all counted anew at the next use: what follows by rule was changed without a contribution.

    Raises:
        IndexDamagedError: When the file is damaged; it is empty then.
        StoreWriteError: When the file cannot be written.
    """
    with file.changing() as change:
        change.mark = ""


def _statements(change: Change) -> int:
    (found,) = change.db.execute("SELECT COALESCE(SUM(n), 0) FROM counts WHERE about = ?", (KIND,)).fetchone()
    return int(found)


def _count_all(change: Change, ask: Ask) -> None:
    change.empty()
    is_whole = not has_theses(ask)
    change.put_facts(all_facts(ask, is_whole))
    change.put_titles(all_titles(ask))
    change.put_unanswered(all_counterarguments(ask))
    change.reckon()
    if is_whole:
        change.reckon_heads()
        change.db.execute("INSERT INTO counts VALUES (?, ?, ?, 1)", WHOLE)


def _count_again(change: Change, ask: Ask, touched: set[str]) -> None:
    """Ask the store again about some nodes, and the items that they bear on."""
    said, items = _said_upward(ask, touched)
    is_whole = _is_whole(change)
    facts = some_facts(ask, said, items, is_whole)
    near = change.renew(facts, some_titles(said, items), unanswered(said, facts))
    is_thesis = change.db.execute("SELECT 1 FROM titles WHERE kind = 'thesis' LIMIT 1").fetchone()
    if bool(is_thesis) == is_whole:  # other relations are to be counted now
        _count_all(change, ask)
    elif is_whole:
        change.renew_heads(near)


def _is_whole(change: Change) -> bool:
    found = change.db.execute("SELECT 1 FROM counts WHERE about = ? AND of = ? AND which = ?", WHOLE)
    return bool(found.fetchone())


def _said_upward(ask: Ask, nodes: set[str]) -> tuple[Said, set[str]]:
    """Return what the store says of nodes and of all that these bear on, and which they are."""
    said, seen, new = Said(), set[str](), nodes
    while new:
        said.gather(ask, new)
        above = {end for node in new for path in _UP for end in said.nodes(node, path)}
        above |= ends(ask, among(new), "?end oa:hasTarget ?item")
        seen, new = seen | new, above - seen - new
    return said, seen


def _touched(ask: Ask, changes: Sequence[str], most: int) -> set[str] | None:
    """Return the nodes of which changes said or took back anything; None where they are more than so many."""
    found, retyped = set[str](), set[str]()
    for triple in _triples_of(ask, changes):
        found.add(subject_of(triple))
        if triple.predicate == TYPE:
            retyped.add(subject_of(triple))
        elif triple.predicate.value in _LINKING and isinstance(triple.object, ox.NamedNode):
            found.add(iri(triple.object))
        if len(found) > most:
            return None
    # Whether one attacks or undercuts, and whether that is counted, depends on what the other is.
    for path in _BEARING:
        found |= ends(ask, among(retyped), f"?end {path} ?item")
    return found


def _triples_of(ask: Ask, changes: Sequence[str]) -> Iterator[ox.Triple]:
    """Yield the triples of the current state that changes have added and removed."""
    for start in range(0, len(changes), _TEXTS):
        values = " ".join(f"<{change}>" for change in changes[start : start + _TEXTS])
        for path in ("ca:added", "ca:removed"):
            texts = f"SELECT ?text {{ GRAPH <{HISTORY}> {{ VALUES ?change {{ {values} }} ?change {path} ?text }} }}"
            for row in ask(texts):
                parsed = ox.parse(row["text"], format=ox.RdfFormat.N_QUADS)
                yield from (quad.triple for quad in parsed if quad.graph_name == ox.DefaultGraph())
