"""The world around an item of a large corpus: a bounded part that one walks through from item to item.

It holds the item, the shortest way from it up to the main thesis, what it bears on, a share of what bears on it (all,
where that is not very much), and then what is nearest to these.
"""

from collections.abc import Iterable

from graph.asking import Ask
from graph.gathering import among, ends, rows
from graph.nearest import BEARS_ON, Part, Share, in_text_order, main_of, nearest_to, next_to, number_of
from graph.store import Store

SHARE = 240
"""How many statements that bear on one item are in a world at most; the others are on its further pages."""

MOST_IN_ORDER = 4000
"""Of more than so many, pages are in the order of the IRIs: to look up the places of all takes too long."""

_MOST_ABOVE = 40
"""How many statements that an item bears on are in its world, before those that are merely near."""

_LONGEST_WAY, _WIDEST_STEP = 24, 300
"""How far, and over how many statements at a time, the way to the main thesis is looked for."""

_UP = f"?item {BEARS_ON} ?end . ?end a ca:Statement"
_DOWN = f"?end {BEARS_ON} ?item . ?end a ca:Statement"
_AGAIN = "?item ca:restates ?end . ?end a ca:Statement"


def world_around(store: Store, around: str | None, most: int, page: int = 1) -> Part | None:
    """Return the world around an item; None where the whole store has no more statements than a world.

    Args:
        store: The store.
        around: The IRI of the item; by default the main thesis.
        most: How many statements at most, beside the way to the main thesis.
        page: Which share of what bears on the item; a number that is too high gives the last.

    Raises:
        UnknownItemError: When the store says nothing of that IRI.
    """
    number = number_of(store.ask)
    if number <= most:
        return None
    main = main_of(store)
    item = around or main
    own = nearest_to(store, item) if item else set()
    is_statement = item in own
    bearing = _bearing_on(store.ask, item) - {item} if is_statement else own
    chosen, share = _share(store.ask, item, bearing, page)
    above = sorted(_above(store.ask, item))[:_MOST_ABOVE] if is_statement else []
    reached = dict.fromkeys([*([item] if is_statement else []), *way_up(store.ask, item, main), *above, *chosen])
    _grow(store.ask, reached, bearing - set(chosen), most)
    return Part(frozenset(reached), frozenset((item,) if item else ()), number - len(reached), share)


def way_up(ask: Ask, item: str, main: str) -> list[str]:
    """Return the statements on a shortest way from one up to the main thesis, both included; none where there is none.

    Args:
        ask: Asks the store.
        item: The IRI of the statement.
        main: The IRI of the main thesis.
    """
    came = {item: ""}
    level = {item}
    for _ in range(_LONGEST_WAY):
        if main in came or not level or len(level) > _WIDEST_STEP:
            break
        steps = sorted(rows(ask, among(level), "?end", _UP))
        level = {above for _, above in steps} - came.keys()
        came |= {above: below for below, above in steps if above in level}
    way, here = [], main if main in came else ""
    while here:
        way.append(here)
        here = came[here]
    return way


def _bearing_on(ask: Ask, item: str) -> set[str]:
    return ends(ask, among([item]), _DOWN)


def _above(ask: Ask, item: str) -> set[str]:
    return ends(ask, among([item]), _UP) | ends(ask, among([item]), _AGAIN)


def _share(ask: Ask, item: str, bearing: set[str], page: int) -> tuple[list[str], Share | None]:
    """Return the statements of one page, and which share of all they are; all, and None, where they are not many."""
    if len(bearing) <= SHARE:
        return sorted(bearing), None
    ordered = in_text_order(ask, bearing) if len(bearing) <= MOST_IN_ORDER else sorted(bearing)
    pages = -(-len(ordered) // SHARE)
    page = min(max(page, 1), pages)
    first = (page - 1) * SHARE
    chosen = ordered[first : first + SHARE]
    return chosen, Share(item, page, pages, first + 1, first + len(chosen), len(ordered))


def _grow(ask: Ask, reached: dict[str, None], held_back: set[str], most: int) -> None:
    """Add what is nearest to what is reached, step by step, until there is enough."""
    level: Iterable[str] = list(reached)
    while len(reached) < most and (level := sorted(next_to(ask, set(level)) - reached.keys() - held_back)):
        reached.update(dict.fromkeys(list(level)[: most - len(reached)]))
