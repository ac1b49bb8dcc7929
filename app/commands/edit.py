"""`claimatlas edit`: change fields of an item."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.history_text import by_option, field_lines, item_id, message_option, open_for_change, titled
from app.options import printable, say, store_option

if TYPE_CHECKING:
    from graph import Edit, FieldChange


@click.command("edit", short_help="Change fields of an item; the old values stay in the history.")
@click.argument("item", metavar="ID")
@click.argument("fields", metavar="[FIELD=VALUE]...", nargs=-1)
@click.option("--from", "file", type=click.Path(path_type=Path), help="Take the fields from a file (YAML, JSON …).")
@by_option
@message_option
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@store_option
def command(
    item: str, fields: tuple[str, ...], file: Path | None, by: str, message: str, dry_run: bool, store: str | None
) -> None:
    """Change fields of the item of that ID (or with that title).

    FIELD= empties a field; a FIELD that has many values is given once for each; kind= makes a statement one of another
    kind; quote= ties it to another passage. Without any FIELD, the item is opened in your editor.

    \b
    Examples:
        claimatlas edit my-claim label="A better title" -m "Clearer"
        claimatlas edit my-claim subject=power:trust subject=power:allies
        claimatlas edit my-claim
    """
    from app.item_editor import file_fields, given_fields, in_editor, is_at_terminal
    from app.item_fields import read_item_fields
    from graph import open_store

    if fields and file:
        raise click.UsageError("Give fields, or --from FILE; not both.")

    def change(changes: Mapping[str, object], name: str = item, expected: str | None = None) -> "Edit":
        from graph import edit

        with open_for_change(store, dry_run=dry_run) as opened:
            return edit(opened, name, changes, by=by, message=message, expected=expected, dry_run=dry_run)

    if fields or file:
        done: Edit | None = change(file_fields(file) if file else given_fields(fields))
    elif is_at_terminal():
        # The store is not held while the editor is open: others may change it meanwhile, but not this item.
        with open_store(store, read_only=True) as opened:
            known = read_item_fields(opened, item)
        done = in_editor(known, lambda changes: change(changes, known.name, known.last))
    else:
        raise click.UsageError("Say what to change: FIELD=VALUE, or --from FILE.")
    _tell(done, dry_run=dry_run)


def _tell(done: "Edit | None", *, dry_run: bool) -> None:
    changes = _changes(done) if done else []
    if done is None or not (changes or done.contribution):
        say("Nothing changed: the item says that already.")
        return
    lines = [
        titled(done.after.iri, getattr(done.after, "label", "")),
        *(line for c in changes for line in field_lines(c)),
    ]
    click.echo(printable("\n".join(lines)))
    made = done.contribution
    if made:
        say(printable(f"Edited as contribution {made.number} by {made.by}."))
        say(f"To take it back: claimatlas undo {made.number}")
    elif dry_run:
        say("So it would be edited; nothing was.")


def _changes(done: "Edit") -> "list[FieldChange]":
    """Return which fields of the item changed."""
    from graph import FieldChange

    sides = [{"kind": one.kind, **one.model_dump(mode="json", exclude={"iri"})} for one in (done.before, done.after)]
    before, after = ({name: _texts(value) for name, value in side.items()} for side in sides)
    names = dict.fromkeys([*before, *after])
    return [
        FieldChange(name, before.get(name, ()), after.get(name, ()))
        for name in names
        if before.get(name, ()) != after.get(name, ())
    ]


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(item_id(str(one)) if str(one).startswith("http") else str(one) for one in values)
