"""Asking for one field of a draft, each kind of field in its own way."""

from collections.abc import Iterator

from app.choosing import choose_item
from app.fields_to_ask import field_of, is_needed, terms_of, wanted_in
from app.prompts import ask, ask_until, confirm, tell
from claims import FieldOf, Item, fields_to_fill, many_fields
from graph import Hit, Store

_EXTRA_TEXTS = ("id", "lang", "basis", "occurrence", "quote", "passage")


def ask_field(store: Store, kind: type[Item], name: str, enter: str = "none") -> object:
    """Ask for a field and return its value; None where it is to be left out.

    Args:
        store: Where the items are that it may name.
        kind: The kind of item.
        name: The field.
        enter: What Enter alone means, in words.

    Raises:
        click.Abort: When there are no more answers.
    """
    field = field_of(kind, name)
    question = fields_to_fill(kind)[name]
    if field and field.form == "boolean":
        return confirm(f"{question}?", default=False) or None
    if (field and field.form == "link") or (field is None and name not in _EXTRA_TEXTS):
        iris = [hit.iri for hit in ask_items(store, kind, name, enter)]
        return (iris if name in many_fields() else iris[0]) if iris else None
    return _ask_text(kind, question, field, enter)


def ask_items(store: Store, kind: type[Item], name: str, enter: str = "none") -> Iterator[Hit]:
    """Ask for the items that a field names, one after the other, and yield each.

    Args:
        store: Where they are.
        kind: The kind of item that names them.
        name: The field.
        enter: What Enter alone means where none is chosen yet, in words.

    Raises:
        click.Abort: When there are no more answers.
    """
    field = field_of(kind, name)
    question, wanted = fields_to_fill(kind)[name], wanted_in(name)
    chosen: set[str] = set()
    while True:
        hit = choose_item(store, "Another" if chosen else question, wanted, "no more" if chosen else enter)
        if hit is None and not chosen and is_needed(field):
            tell(_NEEDED)
        elif hit is None:
            return
        elif hit.iri in chosen:
            tell("That is chosen already.")
        else:
            chosen.add(hit.iri)
            yield hit
            if name not in many_fields():
                return


def _ask_text(kind: type[Item], question: str, field: FieldOf | None, enter: str) -> str | list[str] | None:
    terms = terms_of(kind, field)
    question += f" ({', '.join(terms)})" if terms else ""
    if is_needed(field):
        return ask_until(question, lambda answer: "" if answer else _NEEDED)
    answer = ask(f"{question} (Enter for {enter})")
    return ([answer] if field and field.many else answer) if answer else None


_NEEDED = "This is needed; Ctrl-C stops and adds nothing."
