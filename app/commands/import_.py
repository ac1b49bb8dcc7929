"""`claimatlas import`: add files of RDF to the store."""

from pathlib import Path

import click

from app.options import count, printable, say, store_option


@click.command("import", short_help="Add files of RDF (Turtle, N-Triples, JSON-LD …) to the store.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@store_option
def command(files: tuple[Path, ...], store: str | None) -> int:
    """Add the content of FILES to the store, all of them or, where one has a fault, none.

    Kinds of files, by extension: .ttl, .nt, .nq, .trig, .jsonld, .rdf.

    \b
    Example:
        claimatlas import my-claims.ttl
    """
    from graph import open_store

    if store == ":memory:":
        raise click.UsageError("A store in memory is gone when the command ends; make one with claimatlas init.")
    with open_store(store) as opened:
        loaded = opened.load(files)
    click.echo(f"{count(loaded.triples, 'triple')} from {count(len(files), 'file')}")
    for triple in loaded.left_out:
        say(printable(f"Left out: {triple}"))
    if loaded.left_out:
        say("A plain triple stands only where a relation stands behind it: write a ca:Inference, ca:Conflict,")
        say("ca:Rephrase or ca:PowerLink; the plain triple follows by itself.")
    return 1 if loaded.left_out else 0
