"""An item as text in an editor: its fields as YAML, and what was changed in them."""

import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import click

from app.history_text import item_id
from app.item_fields import Opened, changed_fields
from app.options import printable, say

Done = TypeVar("Done")


def given_fields(pairs: tuple[str, ...]) -> dict[str, object]:
    """Return the fields of FIELD=VALUE pairs; a field that is given several times has a list of values.

    Raises:
        click.UsageError: When one is no such pair.
    """
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(f'“{pair[:60]}” is no FIELD=VALUE, such as label="A better title".')
        found.setdefault(_plain(name), []).append(value)
    return {
        name: values[0] if len(values) == 1 else [value for value in values if value] for name, values in found.items()
    }


def file_fields(file: Path) -> dict[str, object]:
    """Return the fields of the one item that a file holds.

    Raises:
        claims.DraftError: When the file cannot be read.
        click.UsageError: When it holds another number of items.
    """
    from claims import DraftError, DraftFault, many_fields, read_drafts

    drafts = list(read_drafts(file, many=many_fields()))
    faults = [one for one in drafts if isinstance(one, DraftFault)]
    if faults:
        raise DraftError(faults)
    fields = [one.fields for one in drafts if not isinstance(one, DraftFault)]
    if len(fields) != 1:
        raise click.UsageError(f"{file} holds {len(fields)} items; to edit, it must hold the fields of one.")
    return {name: value for name, value in fields[0].items() if name not in ("id", "iri")}


def in_editor(opened: Opened, change: Callable[[Mapping[str, object]], Done]) -> Done | None:
    """Let the user edit the item's fields, and hand over what changed; again, where that has faults and they want to.

    Returns:
        What `change` returns; None where nothing was changed.
    """
    from claims import DraftError

    text = _as_yaml(opened)
    while True:
        edited = click.edit(text, extension=".yaml")
        if edited is None:
            return None
        text = edited
        try:
            changes = _changes(opened.fields, text)
            return change(changes) if changes else None
        except DraftError as error:
            say(printable(str(error)))
            if not click.confirm("Edit it again?", default=True, err=True):
                return None


def is_at_terminal() -> bool:
    """Whether a person can be shown an editor."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def _as_yaml(opened: Opened) -> str:
    from ruamel.yaml import YAML

    into, writer = io.StringIO(), YAML()
    writer.default_flow_style = False
    writer.width = 100
    writer.dump(dict(opened.fields), into)
    head = f"# {item_id(opened.name)}: change what you like, save, and close the editor. Fields left out are emptied.\n"
    return head + into.getvalue()


def _changes(before: Mapping[str, object], text: str) -> dict[str, object]:
    """Return the fields whose values are not those of before; None for what is left out.

    Raises:
        claims.DraftError: When the text cannot be read.
    """
    from claims import DraftError, DraftFault, many_fields, parse_drafts

    drafts = list(parse_drafts(text, "yaml", "the edited text", many=many_fields()))
    faults = [one for one in drafts if isinstance(one, DraftFault)]
    if faults:
        raise DraftError(faults)
    after: Mapping[str, object] = drafts[0].fields if drafts else {}  # type: ignore[union-attr]
    return changed_fields(before, after)
