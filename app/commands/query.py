"""`claimatlas query`: ask in SPARQL, or by a named query."""

from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from app.options import count, open_to_ask, print_table, say, store_option, write_output

if TYPE_CHECKING:
    from graph import Answer, NamedQuery, Store

_EXTENSIONS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".xml": "xml",
    ".ttl": "turtle",
    ".html": "map",
    ".svg": "map",
}
_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "map")


@click.command("query", short_help="Ask a question in SPARQL, or by the name of a query.")
@click.argument("sparql", required=False, metavar="[QUERY]")
@click.option("-f", "--file", type=click.File(encoding="utf-8-sig"), help="Read the query from a file; - for stdin.")
@click.option("-n", "--name", help="Ask a named query; --list shows them.")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A named query's parameter.")
@click.option("--list", "show_list", is_flag=True, help="List the named queries; with -n, describe that one.")
@click.option("--format", "format_", type=click.Choice(_FORMATS), help="Default: table; turtle for graphs.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to a file; its name tells the format.",
)
@click.option("--seconds", type=click.FloatRange(min=0.001), help="End the query when it takes longer.")
@click.option("--rows", type=click.IntRange(min=0), help="End the query when its answer has more rows or triples.")
@click.option("--allow-network", is_flag=True, help="Let SERVICE ask other servers.")
@store_option
def command(
    sparql: str | None,
    file: IO[str] | None,
    name: str | None,
    params: tuple[str, ...],
    show_list: bool,
    format_: str | None,
    output: Path | None,
    seconds: float | None,
    rows: int | None,
    allow_network: bool,
    store: str | None,
) -> None:
    """Ask the store a question: QUERY in SPARQL, a file of it, or a named query.

    --format map draws the items that the answer names (by IRI or by title) with the links among them, or the links of
    a CONSTRUCT: as a page (answer.html), or with -o FILE.svg as a drawing.

    The prefixes ca, power, instrument, topic, scheme, corpus, rdfs, schema, skos, dcterms, oa and prov are declared.
    How statements come out stands in a graph of its own: GRAPH standing: { ?s ca:standing ca:falls }.

    \b
    Examples:
        claimatlas query 'SELECT ?thesis { ?t a ca:Thesis ; rdfs:label ?thesis }'
        claimatlas query -n policies-eroding-power -p power=trust
        claimatlas query -n ratios-by-partner --format csv -o ratios.csv
        claimatlas query -n support-chain --format map -o chain.html
    """
    from graph import named_queries, named_query

    if show_list:
        _describe(named_query(name)) if name else _list(list(named_queries().values()))
        return
    given = [source for source in (sparql, file, name) if source is not None]
    if len(given) != 1:
        raise click.UsageError("Give one of: a query, -f FILE, or -n NAME (--list shows the names).")
    if params and not name:
        raise click.UsageError("--param is for named queries: give -n NAME too.")
    values = _values(params)
    chosen = named_query(name) if name else None
    text = chosen.sparql if chosen else sparql if sparql is not None else _read(file)
    with open_to_ask(store, text) as opened:
        asked = chosen.filled(opened, values) if chosen else text
        limits = {name: limit for name, limit in (("seconds", seconds), ("rows", rows)) if limit is not None}
        if limits and allow_network:
            raise click.UsageError("A query that asks other servers has no limits: leave out --seconds and --rows.")
        answer = _within(opened, asked, limits) if limits else opened.query(asked, allow_network=allow_network)
        if _format(answer, format_, output) == "map":
            _draw(opened, answer, text, params, output)
        else:
            _print(answer, _format(answer, format_, output), output)


def _within(store: "Store", sparql: str, limits: Mapping[str, Any]) -> "Answer":
    from graph import query_within

    return query_within(store, sparql, **limits)


def _read(file: IO[str] | None) -> str:
    try:
        return file.read() if file else ""
    except UnicodeDecodeError as error:
        raise click.ClickException(f"The query is not UTF-8 text (byte {error.start}).") from error


def _values(params: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise click.UsageError(f"--param takes NAME=VALUE, not “{param}”.")
        values[name] = value
    return values


def _format(answer: "Answer", format_: str | None, output: Path | None) -> str:
    usual = "turtle" if answer.form == "graph" else "csv" if output else "table"
    return format_ or _EXTENSIONS.get(output.suffix.lower() if output else "", usual)


def _draw(store: "Store", answer: "Answer", text: str, params: tuple[str, ...], output: Path | None) -> None:
    # Imported here: only maps need the drawing libraries.
    from app.drawing import check_output, draw_answer, title_of, write_map

    check_output(output)
    title = title_of(text) + (f" ({', '.join(params)})" if params else "")
    write_map(draw_answer(store, answer, title), output, "answer.html")


def _print(answer: "Answer", format_: str, output: Path | None) -> None:
    if format_ != "table":
        write_output(answer.serialize(format_), output)
    elif output:
        raise click.UsageError("A table is for the screen; give --format csv, tsv, json or xml to write a file.")
    elif answer.form == "boolean":
        click.echo(answer.rows()[0][0])
    else:
        if len(answer):
            print_table(answer.variables, answer.rows())
        say(count(len(answer), "row"))


def _list(queries: "list[NamedQuery]") -> None:
    print_table(
        ("name", "asks", "parameters"), [(q.name, q.title, ", ".join(p.name for p in q.parameters)) for q in queries]
    )


def _describe(query: "NamedQuery") -> None:
    click.echo(f"{query.title}\n{query.description}")
    for parameter in query.parameters:
        click.echo(f"  -p {parameter.name}=…  {parameter.meaning} (default: {parameter.default})")
    click.echo(f"\n{query.sparql.strip()}")
