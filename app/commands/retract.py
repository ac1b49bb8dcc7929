"""`claimatlas retract`: take items out of the current state."""

from typing import TYPE_CHECKING

import click

from app.history_text import by_option, open_for_change, titled
from app.options import count, printable, say, store_option

if TYPE_CHECKING:
    from graph import Store


@click.command("retract", short_help="Take items out; they stay in the history.")
@click.argument("items", metavar="ID...", nargs=-1, required=True)
@click.option("--reason", required=True, metavar="WHY", help="Why; it is kept in the history.")
@by_option
@click.option("--cascade", is_flag=True, help="Take out too what would then stand for nothing.")
@click.option("--dry-run", is_flag=True, help="Show what would go, and change nothing.")
@store_option
def command(items: tuple[str, ...], reason: str, by: str, cascade: bool, dry_run: bool, store: str | None) -> None:
    """Take the items of those IDs out of the current state, and the relations that join them to others.

    Nothing is lost: they stay in the history, and `claimatlas undo` brings them back. Where evidence or a
    counterargument would stand for nothing afterwards, nothing is done unless --cascade takes it out too.

    \b
    Examples:
        claimatlas retract my-claim --reason "Said twice" --dry-run
        claimatlas retract my-claim --reason "Said twice" --cascade
    """
    from graph import retract

    if not reason.strip():
        raise click.UsageError("--reason is empty; say why.")
    with open_for_change(store, dry_run=dry_run) as opened, opened.writing:
        going = retract(opened, items, reason, by=by, cascade=cascade, dry_run=True)
        lines = _titles(opened, going.items)
        made = None if dry_run else retract(opened, items, reason, by=by, cascade=cascade).contribution
    click.echo(printable("\n".join(lines)))
    if made:
        say(printable(f"Retracted {count(len(lines), 'item')} as contribution {made.number} by {made.by}."))
        say(f"To bring them back: claimatlas undo {made.number}")
    else:
        say(f"{count(len(lines), 'item')} would be retracted; nothing was.")


def _titles(store: "Store", iris: tuple[str, ...]) -> list[str]:
    values = " ".join(f"<{iri}>" for iri in iris)
    rows = store.query(f"SELECT ?item ?label {{ VALUES ?item {{ {values} }} ?item rdfs:label|skos:prefLabel ?label }}")
    labels = {row["item"]: row["label"] for row in rows}
    return [titled(iri, labels.get(iri, "")) for iri in iris]
