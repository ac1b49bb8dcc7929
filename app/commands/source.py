"""`claimatlas source`: the text that passages stand in."""

from collections import Counter
from pathlib import Path

import click

from app.options import say, store_option


@click.group("source")
def command() -> None:
    """Attach the text of the source, so that passages can be shown.

    \b
    Example:
        claimatlas source attach essay.txt
    """


@command.command("attach", short_help="Attach the source's text to the store.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@store_option
def attach(file: Path, store: str | None) -> int:
    """Attach FILE, the source as plain text in UTF-8: passages are found by their fingerprints and can be shown.

    The text is copied into the store's folder and goes nowhere else; no export contains it.

    \b
    Example:
        claimatlas source attach essay.txt
    """
    from claims import SourceText
    from graph import find_passages, open_store

    text = SourceText.read(file)
    with open_store(store) as opened:
        counts = Counter(finding.status for finding in find_passages(opened, text))
        if counts and not counts["here"] + counts["moved"]:
            raise click.ClickException(f"None of the {counts.total()} passages stands in {file}: is it the right text?")
        opened.attach(text)
    click.echo(f"{counts['here'] + counts['moved']} of {counts.total()} passages found")
    missing = counts["lost"] + counts["ambiguous"]
    if missing:
        say(f"{missing} not found: `claimatlas check` names them.")
    return 1 if missing else 0
