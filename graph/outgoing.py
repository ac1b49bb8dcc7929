"""What the store says of items, and what names them: whole, with their anchors, without what follows by rule."""

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from claims import PLAIN_PROPERTIES
from graph.asking import Ask, outgoing, triples_of
from graph.derivation import stated_among


def stated(ask: Ask, item: str) -> list[ox.Triple]:
    """Return what is said of an item, without what follows from it by rule."""
    return sorted(stated_among(set(outgoing(ask, [item]))), key=str)


def anchor_triples(ask: Ask, items: Collection[str], going: Collection[str] = ()) -> list[ox.Triple]:
    """Return the triples of the items' anchors, without passages that are those of other items too.

    Args:
        ask: Asks the store.
        items: The items.
        going: Other items that do not count, for they are taken out as well.
    """
    rows = list(
        ask(f"""SELECT ?note ?passage ?selector {{ VALUES ?item {{ {_values(items)} }}
      ?note oa:hasBody ?item ; oa:hasTarget ?passage OPTIONAL {{ ?passage oa:hasSelector ?selector }} }}""")
    )
    if not rows:
        return []
    passages = _values({row["passage"] for row in rows})
    bodies = ask(
        f"SELECT ?passage ?body {{ VALUES ?passage {{ {passages} }} ?note oa:hasTarget ?passage ; oa:hasBody ?body }}"
    )
    shared = {row["passage"] for row in bodies if row["body"] not in items and row["body"] not in going}
    own = [row for row in rows if row["passage"] not in shared]
    parts = {row["note"] for row in rows} | {
        row[part] for row in own for part in ("passage", "selector") if part in row
    }
    return sorted(outgoing(ask, parts), key=str)


def referring(ask: Ask, item: str) -> list[ox.Triple]:
    """Return the triples by which other items name one; anchors, and what follows by rule, are none of them."""
    answer = ask(f"""CONSTRUCT {{ ?s ?p <{item}> }} WHERE {{
      ?s ?p <{item}> FILTER(?p != oa:hasBody && ?s != <{item}>) }}""")
    return [triple for triple in triples_of(answer) if triple.predicate.value not in PLAIN_PROPERTIES]


def _values(nodes: Iterable[str]) -> str:
    return " ".join(f"<{node}>" for node in sorted(nodes))
