"""`claimatlas init`: make a store."""

from pathlib import Path

import click

from app.options import say


@click.command("init", short_help="Make a store with the essay's corpus in it.")
@click.argument("place", metavar="[FOLDER|URL]", default=".")
@click.option("--empty", is_flag=True, help="Leave the essay out, for a text of your own.")
def command(place: str, empty: bool) -> None:
    """Make a store in FOLDER/.claimatlas (default: here) or on the SPARQL server at URL, with the shipped essay in it.

    \b
    Example:
        claimatlas init my-project
        claimatlas init my-own-essay --empty
        claimatlas init http://localhost:7878
    """
    from graph import create_on_server, create_store

    if place.lower().startswith(("http://", "https://")):
        click.echo(create_on_server(place, empty=empty))
        say(f"Use it with --store {place}.")
        return
    folder = Path(place)
    if folder.is_file():
        raise click.BadParameter(f"{place} is a file; name a folder, or one that is to be made.", param_hint="FOLDER")
    click.echo(create_store(folder, empty=empty))
    say(
        "Commands run in this folder, or below it, use this store."
        if folder == Path()
        else f"Use it with --store {folder}."
    )
