"""`claimatlas map`: draw a map, as one HTML page or as a vector drawing."""

from pathlib import Path

import click

from app.options import open_for_reading, open_to_ask, say, store_option


@click.command("map", short_help="Draw the argument, a section, power and policy, or an answer as a map.")
@click.argument("what", nargs=-1, metavar="[WHAT]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="FILE.html or FILE.svg. Default: WHAT.html, here.",
)
@click.option("--focus", is_flag=True, help="Show the item WHAT amid its neighbours on both sides.")
@click.option("--depth", type=click.IntRange(1, 20), help="Steps that are unfolded at first. Default: a screenful.")
@click.option("--by", type=click.Choice(("power", "actor", "instrument")), help="What the map of power is grouped by.")
@click.option("--open", "open_", is_flag=True, help="Show the map in the browser.")
@store_option
def command(
    what: tuple[str, ...],
    output: Path | None,
    focus: bool,
    depth: int | None,
    by: str | None,
    open_: bool,
    store: str | None,
) -> None:
    """Draw a map as one HTML page, which has all views of the corpus in it and opens at WHAT.

    WHAT is thesis (the argument for the main thesis; the default where there is one), start (an overview), power
    (types of power and policies), reading (the text, where it is attached), section-3, the ID of a statement, a policy
    or a type of power, or a query in SPARQL. The page needs no network and no program but a browser. With -o FILE.svg
    only what WHAT names is drawn.

    \b
    Examples:
        claimatlas map --open
        claimatlas map power --by actor -o power.html
        claimatlas map section-3 -o section.svg
        claimatlas map globalization-enhances-american-power --focus
        claimatlas map 'SELECT ?s { ?s a ca:Statement ; ca:commitment ca:predicted }'
    """
    from app.drawing import check_output, draw, draw_answer, file_name, first_view, is_query, title_of, write_map

    check_output(output)
    wanted = " ".join(what)
    if is_query(wanted) and (focus or depth or by):
        raise click.UsageError("--focus, --depth and --by are for items and views, not for a query.")
    with open_to_ask(store, wanted) if is_query(wanted) else open_for_reading(store) as opened:
        wanted = wanted or first_view(opened)
        if is_query(wanted):
            drawn = draw_answer(opened, opened.query(wanted), title_of(wanted))
        else:
            drawn = draw(opened, wanted, focus=focus, depth=depth, by=by or "")
        target = write_map(drawn, output, file_name(wanted))
    if open_ and click.launch(str(target.resolve())) != 0:
        say("No browser could be started; open the file by hand.")
