"""`claimatlas undo`: take a contribution back."""

import click

from app.history_text import by_option, changes_text, message_option, open_for_change, undone
from app.options import printable, say, store_option


@click.command("undo", short_help="Take a contribution back.")
@click.argument("contribution")
@by_option
@message_option
@click.option("--dry-run", is_flag=True, help="Show what would become of items, and change nothing.")
@store_option
def command(contribution: str, by: str, message: str, dry_run: bool, store: str | None) -> None:
    """Take CONTRIBUTION back (its number, its id, or last), by a new one that does the opposite.

    Nothing is done where what it did has been changed since, or where what came later rests on it: undo that first.

    \b
    Examples:
        claimatlas undo last
        claimatlas undo 12 --dry-run
    """
    from graph import contribution_of, diff, undo

    with open_for_change(store, dry_run=dry_run) as opened, opened.writing:
        number = contribution_of(opened, contribution).number
        changes = undone(diff(opened, str(number - 1), str(number)))
        made = undo(opened, str(number), by=by, message=message, dry_run=dry_run).contribution
    click.echo(printable(changes_text(changes)))
    if made:
        say(printable(f"Undid #{number} as contribution {made.number} by {made.by}."))
        say(f"To bring it back: claimatlas undo {made.number}")
    else:
        say(f"#{number} would be undone; nothing was.")
