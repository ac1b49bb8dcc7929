"""`claimatlas show`: all about one item."""

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import click

from app.history_text import as_json, event_line
from app.options import open_for_reading, printable, store_option

if TYPE_CHECKING:
    from graph import Item, Store

_ARGUMENT = ("statement", "thesis", "claim", "evidence", "counterargument", "rebuttal", "inference", "conflict")
"""The kinds of items that have a standing."""


@click.command("show", short_help="Show one item: its text, passage, and links both ways.")
@click.argument("item_id", metavar="ID")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@store_option
def command(item_id: str, format_: str, store: str | None) -> None:
    """Show the statement, policy, actor, type of power or relation of that ID (or with that title).

    \b
    Examples:
        claimatlas show asymmetry-empowers-less-dependent
        claimatlas show power:trust
    """
    from graph import find_item, show_item

    with open_for_reading(store) as opened:
        item = show_item(opened, find_item(opened, item_id))
        standing = _standing(opened, item) if format_ == "text" else ""
    click.echo(as_json(asdict(item)) if format_ == "json" else printable(_text(item, standing)))


def _standing(store: "Store", item: "Item") -> str:
    """Return how a part of the argument comes out, in words; "" for other items."""
    if item.kind not in _ARGUMENT:
        return ""
    from app.standing_asked import standing_line

    return standing_line(store, item.iri)


def _text(item: "Item", standing: str) -> str:
    lines = [f"{item.label}  ({item.kind}, {item.id})"]
    if item.text:
        lines += ["", item.text]
    if item.place:
        lines += ["", f"Where: {item.place}" + (f"\n  “{item.passage}”" if item.passage else "")]
    if standing:
        lines += ["", f"Standing: {standing}"]
    for relation, links in groupby(item.links, key=lambda link: link.relation):
        lines += ["", f"{relation.capitalize()}:"]
        lines += [
            f"  {_cut(link.other)}" + (f"  [{link.other_id}]" if link.other_id not in ("", link.other) else "")
            for link in links
        ]
    if item.history:
        lines += ["", "History:", *(f"  {event_line(event)}" for event in item.history)]
    return "\n".join(lines)


def _cut(value: str) -> str:
    """Return a value without its end where it is very long: the data of an imported file, say."""
    return value if len(value) <= _LONG else f"{value[:_LONG]}… ({len(value):,} characters; --format json tells all)"


_LONG = 1000
"""How many characters of a value are shown."""
