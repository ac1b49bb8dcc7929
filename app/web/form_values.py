"""What stands in a form: from what a browser sent to the fields of a draft, and from an item back to a form."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData, QueryParams

from app.web.form_fields import FormField
from app.web.item_cards import Card, cards
from graph import Store

Values = dict[str, list[str]]
"""Field → what stands in it."""
MOST_VALUES = 60
"""How many values of one field a form takes."""


@dataclass(frozen=True)
class Row:
    """A field as the page shows it, with what stands in it.

    Attributes:
        field: The field.
        values: What stands in it, as it was written; of items, those that are not chosen.
        chosen: The items that it names.
        offered: Items that it could name, not chosen.
        faults: What is wrong with it.
    """

    field: FormField
    values: tuple[str, ...] = ()
    chosen: tuple[Card, ...] = ()
    offered: tuple[Card, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """What stands in a field that holds one value; of one that holds lines, all of them."""
        return "\n".join(self.values) if self.field.control == "lines" else next(iter(self.values), "")

    @property
    def written(self) -> tuple[str, ...]:
        """What stands in the inputs of a field of items: one for each name that was typed, or a free one."""
        return self.values or (() if self.chosen or self.offered else ("",))

    @property
    def takes_another(self) -> bool:
        """Whether a field of items that holds something gets room for one more, or for another one in its place."""
        return bool(self.chosen or self.offered) if not self.values else self.field.many


def sent_values(form: FormData | QueryParams, fields: Iterable[FormField]) -> Values:
    """Return what a form, or the query of an address, says of fields; nothing of those that are empty."""
    found: Values = {}
    for one in fields:
        texts = [text for text in form.getlist(one.name) if isinstance(text, str)][:MOST_VALUES]
        if one.control == "lines":
            texts = [line for text in texts for line in text.splitlines()][:MOST_VALUES]
        texts = [tidy for text in texts if (tidy := text.replace("\r\n", "\n").strip())]
        if texts:
            found[one.name] = list(dict.fromkeys(texts))
    return found


def as_fields(values: Values, fields: Iterable[FormField]) -> dict[str, object]:
    """Return the values as the fields of a draft."""
    known = {one.name: one for one in fields}
    return {name: _value(known[name], texts) for name, texts in values.items() if name in known}


def as_values(item: Mapping[str, object], fields: Iterable[FormField]) -> Values:
    """Return the fields of an item as they stand in a form."""
    found: Values = {}
    for one in fields:
        value = item.get(one.name)
        several: Sequence[object] = value if isinstance(value, list | tuple) else [value]
        if texts := [text for text in map(_written, several) if text]:
            found[one.name] = texts
    return found


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)


def rows_of(
    store: Store,
    fields: Iterable[FormField],
    values: Values,
    faults: Mapping[str, Sequence[str]],
    offered: Mapping[str, Sequence[str]] | None = None,
) -> list[Row]:
    """Return the fields of a form with what stands in them; IRIs in fields of items as the items that they name."""
    offered, given = offered or {}, list(fields)
    items = [one for one in given if one.control == "items"]
    known = cards(store, [iri for one in items for iri in (*values.get(one.name, ()), *offered.get(one.name, ()))])
    return [_row(one, values.get(one.name, []), known, faults, offered) for one in given]


def _row(
    one: FormField,
    texts: Sequence[str],
    known: Mapping[str, Card],
    faults: Mapping[str, Sequence[str]],
    offered: Mapping[str, Sequence[str]],
) -> Row:
    chosen = [known[text] for text in texts if text in known] if one.control == "items" else []
    others = [known[iri] for iri in offered.get(one.name, ()) if iri in known and iri not in texts]
    rest = [text for text in texts if one.control != "items" or text not in known]
    return Row(one, tuple(rest), tuple(chosen), tuple(others), tuple(faults.get(one.name, ())))


def _value(one: FormField, texts: Sequence[str]) -> object:
    if one.control == "flag":
        return texts[0] == "true"
    return list(texts) if one.many else texts[0] if len(texts) == 1 else list(texts)


def in_page_words(message: str) -> str:
    """Return a message about a draft without what only those can do who type commands.

    Example:
        >>> in_page_words("There is no “x”. Look for it with `claimatlas search`, or add it.")
        'There is no “x”. Choose one that is suggested as you type, or add it first.'
    """
    for command, here in _ON_A_PAGE.items():
        message = message.replace(command, here)
    message = re.sub(r"; (?:attach it|look for its name) with `claimatlas[^`]*`", "", message)
    return re.sub(r" per language|,? and with its language", "", message)


_ON_A_PAGE = {
    "Look for it with `claimatlas search`": "Choose one that is suggested as you type",
    "or add it.": "or add it first.",
    "or `claimatlas edit`": "or edit that one",
}
