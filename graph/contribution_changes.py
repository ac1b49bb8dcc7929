"""What one contribution changed, a page of items at a time, however many they are."""

from collections.abc import Sequence

from graph.asking import values_of
from graph.contributions import Contribution
from graph.delta import Delta
from graph.gathering import among, rows
from graph.history import ItemChange, change_of
from graph.recorded_changes import changes, extend, in_history, lifetimes, mark
from graph.store import Store
from graph.terms import whole


def changed_items(store: Store, contribution: Contribution) -> list[str]:
    """Return the IRIs of all that a contribution changed, in order."""
    pattern = f"?change prov:wasGeneratedBy <{contribution.iri}> ; ca:changes ?item"
    return sorted({row[0] for row in rows(store.ask, among(None), "", _within(pattern))})


def changes_by(store: Store, contribution: Contribution, items: Sequence[str]) -> list[ItemChange]:
    """Return what a contribution did to some items, in their order.

    Args:
        store: Where it was made.
        contribution: The contribution.
        items: The IRIs of items, or of graphs of people's own, that it changed.
    """
    delta = Delta()
    for values in values_of(items):
        wanted = f"VALUES ?one {{ {values} }} ?change ca:changes ?one ; prov:wasGeneratedBy <{contribution.iri}> ."
        for part in changes(store.ask, wanted).values():
            extend(delta, part)
    for _, graph, came in lifetimes(store.ask, f"VALUES ?c {{ <{contribution.iri}> }}"):
        mark(delta, graph, came)
    gone = rows(store.ask, among(items), "?n", _within("?item prov:wasInvalidatedBy/schema:position ?n"))
    before = {item for item, number in gone if (whole(number) or 0) < contribution.number}
    return [change_of(store.ask, item, delta, was_out=item in before) for item in items]


def number_of_changes(store: Store, first: int, last: int) -> int:
    """Return how many changes to items contributions made, from one number (exclusive) to another (inclusive)."""
    pattern = f"""?c schema:position ?n FILTER(?n > {first} && ?n <= {last})
      ?change prov:wasGeneratedBy ?c ; ca:changes ?item"""
    counted = store.ask(in_history("SELECT (COUNT(?item) AS ?count)", pattern))
    return next((whole(row["count"]) or 0 for row in counted), 0)


def _within(pattern: str) -> str:
    return in_history("", pattern).strip().removeprefix("{").removesuffix("}")
