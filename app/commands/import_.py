"""`claimatlas import`: bring in what other tools' files hold."""

from pathlib import Path

import click

from app.options import store_option


@click.command("import", short_help="Bring in other tools' files: AIF, Argdown, Kialo, CSV, RDF …")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", metavar="FORMAT", help="The files' format. Default: told by name and content.")
@click.option("--corpus", metavar="NAME", help="The corpus to add to; made where there is none. Default: by the title.")
@click.option("--title", metavar="TEXT", help="The title of a new corpus. Default: that of the file, or the folder.")
@click.option(
    "--column",
    "columns",
    metavar="FIELD=COLUMN",
    multiple=True,
    help="Which column of a table holds a field, by its header or number: --column text=statement. Repeatable.",
)
@click.option("--lang", metavar="TAG", help="The language of the texts, where the files do not tell. Default: en.")
@click.option("--strict", is_flag=True, help="Add nothing where anything is wrong with the files.")
@click.option("--dry-run", is_flag=True, help="Tell what would come in, and add nothing.")
@click.option("--by", envvar="CLAIMATLAS_BY", metavar="NAME", help="Who adds it. Default: who is logged in.")
@click.option("-m", "--message", metavar="WHY", help="Why; it is kept in the history.")
@click.option("--all-notes", is_flag=True, help="Tell every note, not only the first few of each kind.")
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
@store_option
@click.pass_context
def command(ctx: click.Context, /, files: tuple[Path, ...], store: str | None, **_: object) -> int:
    """Add the content of FILES, and of all files in folders, as one contribution that can be undone as one.

    Formats: aif, aif-rdf, argdown, sadface, kialo, brat, arggraph, claims-csv, claims-tsv, claimreview, annotation,
    nanopub, iccma, apx, tgf; and RDF in this project's own vocabulary (.ttl, .nt, .nq, .trig, .jsonld, .rdf). What no
    statement or relation can express is kept beside it, and comes back with `claimatlas export`. What is there already
    is not added again.

    \b
    Examples:
        claimatlas import debate.argdown
        claimatlas import nodeset1.json nodeset2.json --corpus debates
        claimatlas import claims.csv --column text=statement --column citation=url
        claimatlas import corpus/ --dry-run
    """
    from app.importing import Wanted, import_files

    if store == ":memory:" and not ctx.params["dry_run"]:
        raise click.UsageError("A store in memory is gone when the command ends; make one with claimatlas init.")
    asked = {name: value for name, value in ctx.params.items() if name not in ("files", "store")}
    return import_files(files, store, Wanted(**asked))
