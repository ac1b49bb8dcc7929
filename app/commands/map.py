"""`claimatlas map`: draw a map as one HTML file."""

from pathlib import Path

import click

from app.options import open_for_reading, say, store_option, write_output

_MARK = b'name="generator" content="claimatlas'


@click.command("map", short_help="Draw the argument, or power and policy, as a map in one HTML file.")
@click.argument("what", default="thesis")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Default: WHAT.html, here.")
@click.option("--depth", type=click.IntRange(1, 20), help="Steps that are unfolded at first. Default: a screenful.")
@click.option("--open", "open_", is_flag=True, help="Show the map in the browser.")
@store_option
def command(what: str, output: Path | None, depth: int | None, open_: bool, store: str | None) -> None:
    """Draw a map as one HTML file.

    WHAT is thesis (the argument for the main thesis), power (types of power and policies), or the ID of a statement
    (the argument for that). The file needs no network and no program but a browser.

    \b
    Examples:
        claimatlas map thesis --open
        claimatlas map power -o power.html
        claimatlas map globalization-enhances-american-power
    """
    from graph import find_item, main_thesis, projection
    from viz import argument_map, power_map

    with open_for_reading(store) as opened:
        root = None if what == "power" else main_thesis(opened) if what == "thesis" else find_item(opened, what)
        graph = projection(opened)
    if root is None:
        drawn = power_map(graph, title="Power and policy")
    else:
        drawn = argument_map(graph, root, title=str(graph.nodes[root]["label"]) if root in graph else what, depth=depth)
    target = output or Path(f"{what.rpartition(':')[2].rpartition('/')[2]}.html")
    if output is None and target.exists() and _MARK not in target.read_bytes()[:4096]:
        raise click.ClickException(f"{target} exists and is no map; choose another name with -o.")
    write_output(drawn.html().encode("utf-8"), target)
    click.echo(target)
    if open_ and click.launch(str(target.resolve())) != 0:
        say("No browser could be started; open the file by hand.")
