"""What was done, as pages show it: contributions, and what became of items field by field."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.history_text import when
from app.item_fields import short_name
from app.web.item_cards import address_of
from graph import Contribution, Event, FieldChange, ItemChange

MESSAGE_SHOWN = 500
"""How many characters of a message lists show."""


@dataclass(frozen=True)
class FieldShown:
    """One field that changed: its name in words, and its values before and after."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Became:
    """What became of an item: its title and address, what was done, and which fields changed."""

    title: str
    name: str
    address: str
    what: str
    fields: tuple[FieldShown, ...]


@dataclass(frozen=True)
class Made:
    """A contribution: its number, who made it, when (for people, and for machines), why, and with what."""

    number: int
    by: str
    when: str
    at: str
    why: str
    tool: str


@dataclass(frozen=True)
class EventShown:
    """What a contribution did to one item."""

    made: Made
    change: Became


def made_of(contribution: Contribution, most: int = MESSAGE_SHOWN) -> Made:
    """Return a contribution as pages show it.

    Args:
        contribution: The contribution.
        most: How many characters of its message to show.
    """
    why = contribution.message.strip()
    why = why if len(why) <= most else f"{why[:most]} …"
    one = contribution
    return Made(one.number, one.by, when(one.at), one.at.isoformat(timespec="seconds"), why, one.tool)


def became(change: ItemChange) -> Became:
    """Return what became of an item as pages show it."""
    name = short_name(change.item)
    return Became(change.label or name, name, address_of(change.item), change.what, tuple(map(_field, change.fields)))


def events_of(history: Iterable[Event]) -> tuple[EventShown, ...]:
    """Return an item's history as pages show it, newest first."""
    return tuple(EventShown(made_of(one.contribution), became(one.change)) for one in reversed(list(history)))


def _field(field: FieldChange) -> FieldShown:
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in field.name)
    return FieldShown(words.capitalize(), field.before, field.after)
