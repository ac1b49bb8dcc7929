"""`claimatlas import`: add files of RDF to the store."""

from pathlib import Path

import click

from app.options import store_option


@click.command("import", short_help="Add files of RDF (Turtle, N-Triples, JSON-LD …) to the store.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@store_option
def command(files: tuple[Path, ...], store: str | None) -> None:
    r"""Add the content of FILES to the store, all of them or, where one has a fault, none.

    Kinds of files, by extension: .ttl, .nt, .nq, .trig, .jsonld, .rdf.

    \b
    Example:
        claimatlas import my-claims.ttl
    """
    from graph import open_store

    with open_store(store) as opened:
        count = opened.load(files)
    click.echo(f"{count} triples from {len(files)} file{'s' if len(files) != 1 else ''}")
