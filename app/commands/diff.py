"""`claimatlas diff`: what became of items between two contributions, or two days."""

import click

from app.options import open_for_reading, printable, say, store_option


@click.command("diff", short_help="What changed between two contributions, or two days.")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="[TO]", default="last")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@store_option
def command(start: str, end: str, format_: str, store: str | None) -> None:
    """Tell what was added, edited, retracted and restored after contribution FROM, up to contribution TO.

    FROM and TO are numbers of contributions, or days (YYYY-MM-DD): from the beginning of one to the end of the other.
    Without TO, up to now. What was done and taken back in between is not told.

    \b
    Examples:
        claimatlas diff 12 15
        claimatlas diff 2026-11-01
    """
    from app.history_text import as_json, changes_text
    from graph import diff

    with open_for_reading(store) as opened:
        changes = diff(opened, start, end)
    if format_ == "json":
        click.echo(as_json(changes))
    elif changes:
        click.echo(printable(changes_text(changes)))
    if not changes:
        say("Nothing changed.")
