"""`claimatlas log`: who did what, when and why."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from app.options import open_for_reading, print_table, printable, say, store_option

if TYPE_CHECKING:
    from graph import LogEntry, Store

_WIDE = 200
"""How many characters of a message the table shows."""


def _day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date() if text else None
    except ValueError:
        raise click.BadParameter(f"“{text}” is no date; write it as YYYY-MM-DD, such as 2026-11-23.") from None


@click.command("log", short_help="Who did what, when and why; or one contribution in full.")
@click.argument("contribution", required=False)
@click.option("--item", metavar="ID", help="Only what changed this item; it may be a retracted one.")
@click.option("--by", metavar="NAME", default="", help="Only what this person did.")
@click.option("--since", callback=_day, metavar="DATE", help="Only from this day on: YYYY-MM-DD.")
@click.option("--until", callback=_day, metavar="DATE", help="Only up to this day.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many to show at most.")
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True)
@store_option
def command(
    contribution: str | None,
    item: str | None,
    by: str,
    since: date | None,
    until: date | None,
    limit: int,
    format_: str,
    store: str | None,
) -> int:
    """List the contributions to the store, newest first; or show one of them (its number, or last) in full.

    \b
    Examples:
        claimatlas log --by Ada --since 2026-11-01
        claimatlas log last
    """
    from graph import log

    if contribution and (item or by or since or until):
        raise click.UsageError("Name a contribution, or say which to list; not both.")
    with open_for_reading(store) as opened:
        if contribution:
            click.echo(_in_full(opened, contribution, format_))
            return 0
        subject = _item(opened, item) if item else ""
        entries = log(opened, item=subject, by=by, since=since, until=until, limit=limit + 1)
    _list(entries[:limit], format_)
    if len(entries) > limit:
        say(f"There are more: --limit {limit * 2} shows them.")
    return 0


def _item(store: "Store", name: str) -> str:
    """Return the IRI of an item that is there, or was."""
    from graph import RetractedItemError, find_item

    try:
        return find_item(store, name)
    except RetractedItemError as error:
        return error.iri


def _list(entries: "Sequence[LogEntry]", format_: str) -> None:
    from app.history_text import as_json, when

    if format_ == "json":
        click.echo(as_json(list(entries)))
    elif entries:
        made = [(entry.contribution, _what(entry)) for entry in entries]
        rows = [(f"#{one.number}", when(one.at), one.by, _short(one.message), what) for one, what in made]
        print_table(("number", "when", "who", "why", "what"), rows)
    else:
        say("No contribution is so.")


def _short(message: str) -> str:
    text = " ".join(message.split())
    return text if len(text) <= _WIDE else f"{text[:_WIDE]} …"


def _what(entry: "LogEntry") -> str:
    from app.options import count

    more = ", …" if entry.items > len(entry.first) else ""
    return f"{count(entry.items, 'item')}: {', '.join(entry.first)}{more}" if entry.items else "no items"


def _in_full(store: "Store", name: str, format_: str) -> str:
    from dataclasses import asdict

    from app.history_text import as_json, changes_text, when
    from graph import contribution_of, diff

    made = contribution_of(store, name)
    changes = diff(store, str(made.number - 1), str(made.number))
    if format_ == "json":
        return as_json({"contribution": asdict(made), "changes": [asdict(change) for change in changes]})
    head = f"#{made.number}  {when(made.at)}  {made.by}  ({made.tool})\n{made.message}"
    return printable("\n\n".join(filter(None, (head, changes_text(changes)))))
