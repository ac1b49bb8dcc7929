"""`claimatlas export`: give everything back."""

from pathlib import Path

import click

from app.options import open_for_reading, store_option, write_output

_EXTENSIONS = {".ttl": "turtle", ".nt": "ntriples", ".nq": "nquads", ".jsonld": "jsonld", ".json": "jsonld"}


@click.command("export", short_help="Write the store's content as Turtle, N-Quads, N-Triples or JSON-LD.")
@click.option("--format", "format_", type=click.Choice(("turtle", "nquads", "ntriples", "jsonld")))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@click.option("--no-quotes", is_flag=True, help="Leave out the words of passages that anchors hold.")
@store_option
def command(format_: str | None, output: Path | None, no_quotes: bool, store: str | None) -> None:
    """Write all that the store holds, in a standard format: to stdout, or to a file whose name tells the format.

    \b
    Examples:
        claimatlas export > essay.ttl
        claimatlas export -o essay.jsonld
    """
    chosen = format_ or (_EXTENSIONS.get(output.suffix.lower()) if output else "turtle")
    if chosen is None:
        raise click.UsageError(f"The name {output} tells no format; give --format.")
    with open_for_reading(store) as opened:
        content = opened.export(chosen, quotes=not no_quotes)
    write_output(content, output)
