"""Where to go after a change: the place on the map where it can be seen, with the number that undoes it."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlencode

from app.text_map import item_id
from app.web.item_cards import Card, cards
from claims import Actor, Conflict, Inference, Item, Policy, PowerLink, PowerType, Rephrase, Statement
from graph import Store

_BOXES = (Statement, Policy, PowerType, Actor)
_NEAR = """SELECT DISTINCT ?near {{
  VALUES ?item {{ {0} }}
  {{ ?item ca:attacks|ca:supports|ca:restates|(ca:undercuts/ca:conclusion)|ca:conclusion|ca:attacked|ca:rephrased ?near
    BIND(1 AS ?rank) }}
  UNION {{ ?item ca:premise|ca:attacker|ca:rephrases|ca:policy ?near BIND(2 AS ?rank) }}
  UNION {{ ?near ca:attacks|ca:supports|ca:restates ?item BIND(3 AS ?rank) }}
}} ORDER BY ?rank ?near LIMIT 40"""


def after_adding(items: Sequence[Item], number: int) -> str:
    """Return the address that shows items which were added."""
    shown = next(filter(None, map(_shown, items)), "")
    return on_map(shown, added=number) if shown else _contribution(number)


def after_editing(card: Card, number: int) -> str:
    """Return the address that shows an item which was edited."""
    return on_map(card.iri, edited=number) if card.look != "other" else _contribution(number)


def after_retracting(store: Store, near: Iterable[str], number: int) -> str:
    """Return the address that shows what is left where an item was retracted."""
    shown = _first_drawn(store, near)
    return on_map(shown, retracted=number) if shown else _contribution(number)


def after_undoing(store: Store, changed: Iterable[str], near: Iterable[str], number: int) -> str:
    """Return the address that shows what a contribution had changed; where that is gone, what is left there."""
    shown = _first_drawn(store, [*changed, *near])
    return on_map(shown, undone=number) if shown else f"/changes?undone={number}"


def near_to(store: Store, items: Iterable[str]) -> list[str]:
    """Return what some items bear on, then what bears on them."""
    values = " ".join(f"<{item}>" for item in items)
    return [row["near"] for row in store.query(_NEAR.format(values))]


def on_map(iri: str, **done: int) -> str:
    """Return the address of the map around an item, with what was done."""
    return f"/map?{urlencode({'around': iri, **done})}#/focus/{quote(item_id(iri), safe='')}"


def _contribution(number: int) -> str:
    """Return the address of the page of a contribution, which tells what it changed."""
    return f"/contributions/{number}"


def _first_drawn(store: Store, iris: Iterable[str]) -> str:
    return next((card.iri for card in cards(store, iris).values() if card.look != "other"), "")


def _shown(item: Item) -> str:
    """Return the IRI of the box by which an item is seen; "" for none."""
    if isinstance(item, _BOXES):
        return item.iri
    if isinstance(item, Inference):
        return item.conclusion
    if isinstance(item, Conflict):
        return item.attacker
    if isinstance(item, Rephrase):
        return item.rephrases
    return item.policy if isinstance(item, PowerLink) else ""
