"""An item's fields as people write them, to be edited in an editor or a form; and which of them somebody changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claims import Item
    from graph import Store


@dataclass(frozen=True)
class Opened:
    """An item that is being edited: its name, its fields, and the contribution that last changed it ("" for none)."""

    name: str
    fields: Mapping[str, object]
    last: str


def read_item_fields(store: "Store", name: str, *, short: bool = True) -> Opened:
    """Return an item of the store to be edited.

    Args:
        store: Where it is.
        name: The item, by id, IRI or title.
        short: Whether other items are named by their ids; else by their IRIs.

    Raises:
        UnknownItemError: When there is no such item.
        InvalidChangeError: When the item as it stands is not sound.
    """
    from graph import find_item, history_of, item_of

    iri = find_item(store, name)
    history = history_of(store, iri)
    last = history[-1].contribution.iri if history else ""
    return Opened(iri, written_fields(item_of(store, iri), short=short), last)


def changed_fields(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """Return the fields whose values are not those of before; None for what is left out."""
    names = dict.fromkeys([*before, *after])
    return {name: after.get(name) for name in names if said(after.get(name)) != said(before.get(name))}


def said(value: object) -> list[str]:
    """Return a value as it is compared: written in whatever way, nothing being the same as none."""
    values = value if isinstance(value, list | tuple) else [value]
    texts = [
        str(one).lower() if isinstance(one, bool) else " ".join(str(one).split()) for one in values if one is not None
    ]
    return [text for text in texts if text]


def short_name(iri: str, own: str = "") -> str:
    """Return what an item can be named by: its id where it is of the same corpus, `prefix:id` where that is known.

    Args:
        iri: Its IRI.
        own: What the IRIs of the items of that corpus start with.
    """
    from graph import prefixes

    known = {**({"": own} if own else {}), **{f"{prefix}:": namespace for prefix, namespace in prefixes().items()}}
    names = (head + iri.removeprefix(start) for head, start in known.items() if iri.startswith(start))
    return next((name for name in names if name[-1:] not in ("", ":") and "/" not in name and "#" not in name), iri)


def written_fields(item: "Item", *, short: bool = True) -> dict[str, object]:
    """Return an item's fields as people write them, several values as a list.

    Args:
        item: The item.
        short: Whether other items are named by their ids; else by their IRIs.
    """
    from claims import fields_of

    found: dict[str, object] = {"kind": item.kind}
    links = {field.name for field in fields_of(type(item)) if short and field.form == "link"}
    own = item.iri.rpartition("/")[0] + "/"
    for name, value in item.model_dump(mode="json", exclude={"iri"}).items():
        values = value if isinstance(value, list) else [value]
        shown = [short_name(one, own) if name in links and one else one for one in values]
        found[name] = shown if isinstance(value, list) else shown[0]
    return found
