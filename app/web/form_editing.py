"""An item in a form: what stood there when it was opened, what stands there now, and what was changed by that."""

import json
from dataclasses import dataclass

from app.fields_to_ask import STATEMENTS
from app.item_fields import Opened, changed_fields, read_item_fields
from app.web.form_fields import FormField, edit_fields
from app.web.form_sent import Sent
from app.web.form_values import Values, as_fields, as_values, sent_values
from app.web.item_cards import Card, cards
from graph import Store, UnknownItemError

_LONGEST_MESSAGE = 500


@dataclass(frozen=True)
class Editing:
    """An item in a form.

    Attributes:
        card: The item.
        kind: Its kind, as it is to be.
        values: What stands in the form.
        base: What stood there when it was opened.
        expected: The contribution that had changed the item last, at that time; "" for none.
        message: Why it is edited.
    """

    card: Card
    kind: str
    values: Values
    base: Values
    expected: str
    message: str = ""

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The fields of the form."""
        return edit_fields(self.kind)

    @property
    def changes(self) -> dict[str, object]:
        """Field → its new value, for those that were changed; None for what was emptied."""
        changed = changed_fields(self.base, self.values | {"kind": [self.kind]})
        given = as_fields({name: texts for name, texts in self.values.items() if name in changed}, self.fields)
        flags = {one.name for one in self.fields if one.control == "flag"}
        emptied: dict[str, object] = {name: False if name in flags else None for name in changed if name not in given}
        return emptied | given | ({"kind": self.kind} if "kind" in changed else {})


def opened_item(store: Store, name: str) -> Editing:
    """Return an item as its form shows it at first.

    Raises:
        UnknownItemError: When there is no such item.
        InvalidChangeError: When the item as it stands is not sound.
    """
    opened = read_item_fields(store, name, short=False)
    values = _values(opened)
    return Editing(_card(store, opened.name), str(opened.fields["kind"]), values, values, opened.last)


def _values(opened: Opened) -> Values:
    kind = str(opened.fields["kind"])
    return {"kind": [kind], **as_values(opened.fields, edit_fields(kind))}


def sent_item(store: Store, name: str, sent: Sent) -> Editing:
    """Return the form as it was sent; where versions were chosen between, with what was chosen."""
    now = opened_item(store, name)
    base = _base(sent.text("base")) or now.base
    kind = sent.text("kind")
    kind = kind if kind in STATEMENTS and now.kind in STATEMENTS else now.kind
    values = sent_values(sent.form, edit_fields(kind))
    theirs = [name for name in (*values, *base) if sent.text(f"choice-{name}") == "theirs"]
    for name in theirs if sent.text("all") != "mine" else ():
        values.pop(name, None)
        values |= {name: base[name]} if name in base else {}
    kind = next(iter(values.pop("kind", ())), kind)
    return Editing(now.card, kind, values, base, sent.text("expected"), sent.text("message")[:_LONGEST_MESSAGE])


def _base(text: str) -> Values:
    """Return what stood in the form when it was opened, as the page kept it; empty where that cannot be read."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    lists = {str(name): texts for name, texts in found.items() if isinstance(texts, list)}
    return {name: [text for text in texts if isinstance(text, str)] for name, texts in lists.items()}


def _card(store: Store, iri: str) -> Card:
    found = cards(store, [iri])
    if iri not in found:
        raise UnknownItemError(iri, ())
    return found[iri]
