"""`claimatlas init`: make a store."""

from pathlib import Path

import click

from app.options import say


@click.command("init", short_help="Make a store with the essay's corpus in it.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--empty", is_flag=True, help="Leave the essay out, for a text of your own.")
def command(folder: Path, empty: bool) -> None:
    """Make a store in FOLDER/.claimatlas (default: here), with the shipped essay in it.

    \b
    Example:
        claimatlas init my-project
        claimatlas init my-own-essay --empty
    """
    from graph import create_store

    target = create_store(folder, empty=empty)
    click.echo(target)
    say(
        "Commands run in this folder, or below it, use this store."
        if folder == Path()
        else f"Use it with --store {folder}."
    )
