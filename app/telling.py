"""Telling what became of drafts: items on stdout, all else on stderr."""

import json
from collections.abc import Sequence

import click

from app.options import count, printable, say
from app.text_map import item_id
from claims import Item
from graph import Addition, Caution

_NOTES = 50
"""How many notes are told; JSON has them all."""


def tell_cautions(cautions: Sequence[Caution]) -> None:
    """Tell what is odd about an addition."""
    for caution in cautions[:_NOTES]:
        say(printable(f"Note: {caution}"))
    if len(cautions) > _NOTES:
        say(f"Note: There are {count(len(cautions) - _NOTES, 'more note')}; --json shows all.")


def tell_end(addition: Addition, *, dry_run: bool) -> None:
    """Tell what was done in all, and how to take it back."""
    if addition.already:
        say(f"{count(addition.already, 'draft')} already there.")
    made = addition.contribution
    if dry_run:
        say(f"{count(len(addition.items), 'item')} would be added; nothing was.")
    elif made:
        added = count(len(addition.items), "item")
        say(printable(f"Added {added} as contribution {made.number} by {made.by}."))
        say(f"To take it back: claimatlas undo {made.number}")
    else:
        say("Nothing was added.")


def tell_items(addition: Addition) -> None:
    """Write each item on a line: id, kind and title."""
    for item in addition.items:
        click.echo(_line(item))


def _line(item: Item) -> str:
    title = " ".join(str(getattr(item, "label", "")).split())
    return printable(f"{item_id(item.iri)}  {item.kind}  {title}".rstrip())


def as_json(addition: Addition, *, dry_run: bool) -> str:
    """Return all about an addition as JSON."""
    made = addition.contribution
    all_of_it = {
        "dry_run": dry_run,
        "contribution": made
        and {"number": made.number, "iri": made.iri, "by": made.by, "at": made.at.isoformat(), "message": made.message},
        "items": [
            {"id": item_id(item.iri), "kind": item.kind, **item.model_dump(mode="json")} for item in addition.items
        ],
        "already": addition.already,
        "cautions": [{"item": caution.item, "message": caution.message} for caution in addition.cautions],
        "bad": [[str(fault) for fault in faults] for _, faults in addition.bad],
    }
    return json.dumps(all_of_it, ensure_ascii=False, indent=2)
