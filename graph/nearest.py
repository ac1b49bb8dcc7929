"""Parts of a large corpus: the statements nearest to an item, or those that somebody chose.

They are found level by level, from those that are known to those next to them, so that the cost depends on the part
and not on the store.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.asking import Ask
from graph.errors import UnknownItemError
from graph.gathering import among, ends, rows
from graph.items import main_thesis
from graph.store import Store
from graph.terms import expand, whole

BEARS_ON = "(ca:supports|ca:attacks|ca:restates|(ca:undercuts/ca:conclusion))"
"""From a statement to one that it bears on."""

_PLAIN = ("ca:supports", "ca:attacks", "ca:restates")
_UNDERCUT = ("ca:undercuts/(ca:premise|ca:conclusion)", "(^ca:premise|^ca:conclusion)/^ca:undercuts")
_STEP = "|".join([*_PLAIN, *(f"^{path}" for path in _PLAIN), *(f"({path})" for path in _UNDERCUT)])
_ENDS = "ca:premise|ca:conclusion|ca:attacker|ca:attacked|ca:rephrases|ca:rephrased|ca:statedBy"
_PLACE = "?note oa:hasBody ?item ; oa:hasTarget ?p . ?p oa:hasSource ?source ; oa:hasSelector/oa:start ?start"


@dataclass(frozen=True)
class Share:
    """A share of many statements that bear on one item, or name it: of so many pages which, from which to which.

    Attributes:
        item: The IRI of the item.
        page: The number of the page, from 1.
        pages: How many there are.
        first: The number of its first statement, from 1.
        last: The number of its last one.
        total: How many statements there are on all pages.
    """

    item: str
    page: int
    pages: int
    first: int
    last: int
    total: int


@dataclass(frozen=True)
class Part:
    """A part of a corpus.

    Attributes:
        statements: The IRIs of its statements.
        named: What else was asked for by name.
        left_out: How many statements of the store are not in it.
        share: Which share of what bears on an item it has, where that is too much for one part.
    """

    statements: frozenset[str]
    named: frozenset[str]
    left_out: int
    share: Share | None = None


def part_around(store: Store, around: str | None, most: int | None) -> Part | None:
    """Return the statements nearest to an item; None where the whole store is no more than is wanted.

    A step is a support, an attack, an undercut or a rephrase, either way; an undercut is one step from the premises
    and the conclusion of what it undercuts. Of those that are as many steps away, the first in the text come first
    (by the IRI of the source, then by place; those without a place last), then the first by IRI. Where no more are
    tied to the item, the theses that are not there yet follow with what is tied to them, and then all others.

    Args:
        store: The store.
        around: The IRI of the item; by default the main thesis. Of what is no statement, the statements that name it
            are nearest.
        most: How many statements at most; None for all.

    Raises:
        UnknownItemError: When the store says nothing of that IRI.
    """
    if most is None or (number := number_of(store.ask)) <= most:
        return None
    reached: dict[str, None] = {}
    for level in _levels(store, around, reached):
        free = most - len(reached)
        reached.update(dict.fromkeys(level if len(level) <= free else in_text_order(store.ask, level)[:free]))
        if len(reached) >= most:
            break
    return Part(frozenset(reached), frozenset((around,) if around else ()), number - len(reached))


def part_of(store: Store, items: Iterable[str], most: int | None = None) -> Part | None:
    """Return the part that some items are: the statements among them, and those that relations among them join.

    What the store does not hold, and what is no IRI, is passed over.

    Args:
        store: The store.
        items: The IRIs of the items.
        most: Where the whole store has no more statements than that, None is returned, which stands for all of it.
    """
    number = number_of(store.ask)
    if most is not None and number <= most:
        return None
    named = {item for item in items if expand(item, {})}
    joined = _ends(store.ask, named)
    joined |= _ends(store.ask, joined)  # what is attacked may be an inference: that stands between statements
    statements = frozenset(statements_among(store.ask, named | joined))
    return Part(statements, frozenset(named), number - len(statements))


def number_of(ask: Ask) -> int:
    """Return how many statements the store holds."""
    answer = ask("SELECT (COUNT(?item) AS ?n) { ?item a ca:Statement }")
    return next((whole(row["n"]) or 0 for row in answer), 0)


def _levels(store: Store, around: str | None, reached: dict[str, None]) -> Iterator[set[str]]:
    """Yield the statements that are one step further, and not reached yet, again and again."""
    for start in _starts(store, around):
        level = start - reached.keys()
        while level:
            yield level
            level = next_to(store.ask, level) - reached.keys()


def _starts(store: Store, around: str | None) -> Iterator[set[str]]:
    yield nearest_to(store, around) if around else {main_of(store)} - {""}
    yield ends(store.ask, among(None), "?end a ca:Thesis")
    yield ends(store.ask, among(None), "?end a ca:Statement")


def main_of(store: Store) -> str:
    """Return the IRI of the main thesis; "" for a store without a thesis."""
    try:
        return main_thesis(store)
    except UnknownItemError:
        return ""


def nearest_to(store: Store, item: str) -> set[str]:
    """Return a statement itself; of another item, the statements that name it, or a power link with it."""
    if not expand(item, {}) or not store.ask(f"ASK {{ <{item}> ?p ?o }}"):
        raise UnknownItemError(item, ())
    if own := statements_among(store.ask, {item}):
        return own
    naming = ends(store.ask, among([item]), "?end ?p ?item")
    stating = ends(store.ask, among([item]), "?link ?p ?item . ?link ca:statedBy ?end")
    return statements_among(store.ask, naming | stating | _ends(store.ask, {item}))


def next_to(ask: Ask, level: set[str]) -> set[str]:
    """Return the statements that are one step away from some."""
    return ends(ask, among(level), f"?item {_STEP} ?end . ?end a ca:Statement")


def _ends(ask: Ask, relations: set[str]) -> set[str]:
    return ends(ask, among(relations), f"?item {_ENDS} ?end")


def statements_among(ask: Ask, items: set[str]) -> set[str]:
    """Return those of some items that are statements."""
    return {row[0] for row in rows(ask, among(items), "", "?item a ca:Statement")}


def in_text_order(ask: Ask, items: set[str]) -> list[str]:
    """Return items by the source and their place in it; those without a place last, by IRI."""
    places: dict[str, tuple[str, int]] = {}
    for item, source, start in rows(ask, among(items), "?source ?start", _PLACE):
        number = whole(start)
        if number is not None:
            places[item] = min((source, number), places.get(item, (source, number)))
    return sorted(items, key=lambda item: (item not in places, places.get(item, ("", 0)), item))
