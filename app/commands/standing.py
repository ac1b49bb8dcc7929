"""`claimatlas standing`: which statements stand, are open or fall, why, how strongly, and what if."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.options import printable, say, store_option

if TYPE_CHECKING:
    from app.standing_asked import Asked
    from graph import Store

_READINGS = ("default", "strict", "balanced")
_SECONDS = 10.0
"""How long a search may take where nothing else is said."""


def _weight(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, float]:
    """Read ID=0.8, however often; tell all that are none."""
    weights, faults = dict[str, float](), []
    for value in values:
        name, _sign, number = value.rpartition("=")
        try:
            weights[name] = float(number)
        except ValueError:
            name = ""
        if not name or not 0 <= weights[name] <= 1:
            faults.append(f"“{value}” is not ID=NUMBER with a number from 0 to 1")
    if faults:
        raise click.BadParameter(f"{'; '.join(faults)}.")
    return weights


@click.command("standing", short_help="Tell which statements stand, are open or fall, why, and what if.")
@click.argument("item", required=False, metavar="[ID]")
@click.option("--reject", multiple=True, metavar="ID", help="What if this falls? Can be given several times.")
@click.option("--accept", multiple=True, metavar="ID", help="What if this stands? Can be given several times.")
@click.option(
    "--reading",
    "--standard",
    "reading",
    type=click.Choice(_READINGS),
    default="default",
    show_default=True,
    help="How objections are weighed (the proof standard).",
)
@click.option("--weight", "weights", multiple=True, callback=_weight, metavar="ID=0.8", help="How likely you find it.")
@click.option("--weakest", is_flag=True, help="Tell which single statements, if rejected, bring it down.")
@click.option("--differences", is_flag=True, help="Tell where the author's word and the map differ.")
@click.option("--defence", is_flag=True, help="Tell whether what is open could be defended, and with what.")
@click.option(
    "--af", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="A framework: .af, .apx, .tgf."
)
@click.option("--task", metavar="TASK", help="What is asked of it, as at ICCMA: SE-GR, DC-PR, …")
@click.option("--argument", metavar="A", help="Which of its arguments, for DC and DS.")
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), help="How long --defence or --af may take.")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Draw what decides it: FILE.html or FILE.svg.",
)
@store_option
def command(**options: Any) -> int:
    """Tell how the argument comes out: which statements stand, are open or fall, given what is said for and against.

    With ID, tell why: the smallest dispute that decides it. With --reject and --accept, tell what changes. Nothing is
    written to the store: what the author says of a statement and how it comes out are two things.

    Readings: in the default one, an objection that stands defeats what has no support of its own, and leaves open what
    has support that stands; in the strict one it always defeats, in the balanced one it always leaves open.

    \b
    Examples:
        claimatlas standing
        claimatlas standing interdependence-source-of-strength --weakest
        claimatlas standing --reject us-drives-the-bus --reading strict
        claimatlas standing asymmetry-empowers-less-dependent -o dispute.html
        claimatlas standing --differences
        claimatlas standing --af graph.af --task DC-PR --argument 3
    """
    if options["af"]:
        return _framework(options)
    _check(options)
    return _map(options)


def _framework(options: dict[str, Any]) -> int:
    """Answer a task on a framework's file."""
    belong = ("af", "task", "argument", "seconds", "store")
    given = [name for name in options if name not in belong and _is_given(name)]
    if given:
        named = ", ".join("ID" if name == "item" else f"--{name.rstrip('_')}" for name in given)
        raise click.UsageError(f"--af asks about a file, and does not go with {named}.")
    if not options["task"]:
        raise click.UsageError("Say what is asked of the file: --task SE-GR, for one.")
    from app.framework_tasks import run_framework_task

    run_framework_task(options["af"], options["task"], options["argument"], options["seconds"] or _SECONDS)
    return 0


def _is_given(name: str) -> bool:
    return click.get_current_context().get_parameter_source(name) not in (
        click.core.ParameterSource.DEFAULT,
        click.core.ParameterSource.ENVIRONMENT,
        None,
    )


def _check(options: dict[str, Any]) -> None:
    """See that the options go together.

    Raises:
        click.UsageError: When some do not; tells all.
    """
    item, differences = options["item"], options["differences"]
    faults = [f"--{name} goes with --af FILE." for name in ("task", "argument") if options[name] is not None]
    faults += ["--seconds goes with --defence or --af."] * (options["seconds"] is not None and not options["defence"])
    if both := sorted({*options["accept"]} & {*options["reject"]}):
        faults.append(f"{', '.join(both)} cannot be accepted and rejected at once.")
    if not item:
        faults += [
            f"{name} needs an ID." for name in ("--defence", "-o") if options[name.replace("-o", "output").lstrip("-")]
        ]
    if item and differences:
        faults.append("--differences is about the whole map: leave out the ID.")
    if differences and options["weakest"]:
        faults.append("--weakest does not go with --differences.")
    if options["output"] and options["format_"] == "json":
        faults.append("--format json does not go with -o, which writes a map.")
    if faults:
        raise click.UsageError(" ".join(faults))
    if options["output"]:
        from app.drawing import check_output

        check_output(options["output"])


def _map(options: dict[str, Any]) -> int:
    """Tell how the store's map comes out."""
    from app.standing_asked import NoStandingError, asked, opened_for_standing
    from graph import ContradictionError

    named = (options["item"], options["accept"], options["reject"], options["weights"])
    with opened_for_standing(options["store"]) as store:
        try:
            made, node = asked(store, options["reading"], *named)
        except NoStandingError as error:
            for fault in error.faults:
                say(printable(f"Error: {fault}"))
            return 1
        except (ContradictionError, ValueError) as error:
            raise click.UsageError(str(error)) from error
        if node is None:
            _tell_all(made, options)
        else:
            _tell_one(store, made, node, options)
    return 0


def _tell_all(made: "Asked", options: dict[str, Any]) -> None:
    from app.history_text import as_json
    from app.standing_overview import differences_json, overview_json, tell_differences, tell_overview

    if options["format_"] == "json":
        told = differences_json(made) if options["differences"] else overview_json(made, weakest=options["weakest"])
        click.echo(as_json(told))
    elif options["differences"]:
        tell_differences(made)
    else:
        tell_overview(made, weakest=options["weakest"])


def _tell_one(store: "Store", made: "Asked", node: int, options: dict[str, Any]) -> None:
    from app.history_text import as_json
    from app.standing_text import explained, item_as_json, tell_item

    explanation = explained(made, node)
    more = {
        "weakest": options["weakest"],
        "defence": options["defence"],
        "seconds": options["seconds"] or _SECONDS,
    }
    if options["output"]:
        from app.standing_map import write_dispute

        write_dispute(store, explanation, f"Why: {made.title(node)}", options["output"])
    elif options["format_"] == "json":
        click.echo(as_json(item_as_json(made, node, explanation, **more)))
    else:
        tell_item(made, node, explanation, **more)
