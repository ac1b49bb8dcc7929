"""What was done, in words: contributions, and what became of items; shared by the verbs that change and look back."""

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from graph import Event, FieldChange, ItemChange, Store

by_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--by", envvar="CLAIMATLAS_BY", default="", metavar="NAME", help="Who does it. Default: who is logged in."
)
message_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "-m", "--message", default="", metavar="WHY", help="Why; it is kept in the history."
)
_ORDER = ("added", "edited", "retracted", "restored")
_SHORT = 60
"""How many characters both sides of a change may have to stand on one line."""


def open_for_change(store: str | None, *, dry_run: bool) -> "AbstractContextManager[Store]":
    """Open the store to be changed, or, for a dry run, to be read.

    Raises:
        click.UsageError: When the change would be gone with the command.
    """
    from graph import open_store

    if store == ":memory:" and not dry_run:
        raise click.UsageError("A store in memory is gone when the command ends; make one with claimatlas init.")
    return open_store(store, read_only=dry_run)


def when(at: datetime) -> str:
    """Return a time by the clock here, to the minute."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def as_json(value: object) -> str:
    """Return dataclasses, and lists of them, as JSON."""
    plain = [asdict(one) for one in value] if isinstance(value, list) else value
    return json.dumps(plain, ensure_ascii=False, indent=2, default=lambda at: at.isoformat())


def item_id(iri: str) -> str:
    """Return the last part of an item's IRI."""
    return re.split(r"[/#]", iri)[-1]


def titled(iri: str, label: str) -> str:
    """Return an item's id and title; the id alone where it has no title."""
    name = item_id(iri)
    return f"{name}  “{' '.join(label.split())}”" if label not in ("", name) else name


def changes_text(changes: Sequence["ItemChange"]) -> str:
    """Return what became of items, under a heading for each kind of change."""
    ordered = sorted(changes, key=lambda change: _ORDER.index(change.what))
    lines: list[str] = []
    for what, group in groupby(ordered, key=lambda change: change.what):
        lines += ["", f"{what.capitalize()}:"] if lines else [f"{what.capitalize()}:"]
        for change in group:
            lines.append(f"  {titled(change.item, change.label)}")
            lines += [line for field in change.fields for line in field_lines(field)]
    return "\n".join(lines)


def field_lines(field: "FieldChange") -> list[str]:
    """Return one field's change as lines: on one where it is short, else the new value under the old one."""
    name = re.sub(r"(?<=[a-z])([A-Z])", lambda capital: f"_{capital[1].lower()}", field.name)
    before, after = (" | ".join(values) or "(nothing)" for values in (field.before, field.after))
    if len(before) + len(after) <= _SHORT and "\n" not in before + after:
        return [f"    {name}: {before} → {after}"]
    return [f"    {name}:", *_wrapped("      − ", before), *_wrapped("      + ", after)]


def _wrapped(mark: str, text: str) -> Iterable[str]:
    # Where there is no terminal, no window says how wide to write.
    width = min(shutil.get_terminal_size((100, 24)).columns, 100) if sys.stdout.isatty() else 100
    return textwrap.wrap(text, width, initial_indent=mark, subsequent_indent=" " * len(mark)) or [mark]


def event_line(event: "Event") -> str:
    """Return what a contribution did to an item, in one line."""
    made = event.contribution
    why = " ".join(made.message.split())
    return f"{made.at.astimezone():%Y-%m-%d} #{made.number} {made.by} {event.change.what} it: {why}"


def undone(changes: Iterable["ItemChange"]) -> list["ItemChange"]:
    """Return the changes that take changes back."""
    from graph import FieldChange, ItemChange

    back = {"added": "retracted", "restored": "retracted", "retracted": "restored", "edited": "edited"}
    return [
        ItemChange(
            one.item, one.label, back[one.what], tuple(FieldChange(f.name, f.after, f.before) for f in one.fields)
        )
        for one in changes
    ]
