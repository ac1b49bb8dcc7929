"""`claimatlas export`: give everything back."""

from pathlib import Path

import click

from app.options import open_for_reading, printable, say, store_option, write_output

_EXTENSIONS = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".json": "jsonld",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
    ".trig": "trig",
}


@click.command("export", short_help="Write the store's content as RDF, AIF, Argdown, CSV, GraphML, Markdown …")
@click.option(
    "--format", "format_", metavar="FORMAT", help="The format. Default: told by the output's name, or turtle."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@click.option("--corpus", metavar="NAME", help="The corpus to write. Default: the store's only one.")
@click.option("--file", "file", metavar="NAME", help="Only what came with an imported file.")
@click.option("--no-quotes", is_flag=True, help="Leave out the words of passages that anchors hold.")
@store_option
def command(
    format_: str | None, output: Path | None, corpus: str | None, file: str | None, no_quotes: bool, store: str | None
) -> None:
    """Write what the store holds, in a standard format: to stdout, or to a file whose name tells the format.

    RDF holds everything: turtle, nquads (with the history), ntriples, jsonld, rdfxml, trig. The other formats hold the
    argument of one corpus, and tell what they have no place for: aif, aif-rdf, argdown, claims-csv, claims-tsv,
    claimreview, annotation, nanopub, graphml, gexf, dot, iccma, apx, tgf, markdown.

    \b
    Examples:
        claimatlas export > essay.ttl
        claimatlas export -o essay.graphml
        claimatlas export --format aif --corpus debates --file nodeset1
    """
    from claims import generate_argument, left_out
    from graph import EXPORT_FORMATS, argument_of

    chosen = _chosen(format_, output)
    with open_for_reading(store) as opened:
        if chosen in EXPORT_FORMATS:
            if corpus or file:
                raise click.UsageError(f"--corpus and --file are for other formats; {chosen} holds the whole store.")
            write_output(opened.export(chosen, quotes=not no_quotes), output)
            return
        argument = argument_of(opened, corpus or "", file or "", words=not no_quotes)
    write_output(generate_argument(argument, chosen).encode("utf-8"), output)
    for note in left_out(argument, chosen):
        say(printable(note.message))


def _chosen(format_: str | None, output: Path | None) -> str:
    """Return the format that was asked for, or that the output's name tells.

    Raises:
        click.UsageError: When it tells none.
        claims.FormatError: When there is no such format.
    """
    from claims import FormatError, format_named
    from graph import EXPORT_FORMATS

    name = format_ or (output.suffix.lower() if output else "turtle")
    known = _EXTENSIONS.get(name, name.removeprefix("."))
    if known in EXPORT_FORMATS:
        return known
    try:
        return format_named(name).name if name else ""
    except FormatError as error:
        if format_ is None:
            raise click.UsageError(f"The name {output} tells no format; give --format.") from error
        raise
