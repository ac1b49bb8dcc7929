"""How one item comes out, and why: as text and as JSON."""

from collections.abc import Iterable
from typing import Any

import click

from app.options import printable, say
from app.standing_asked import GLYPHS, Asked, worded
from app.standing_overview import item_json, reading_json, strength, tell_reading
from graph import Defence, Explanation, WeakPoints, defence_of, dispute_of, explain, weakest_points

_MOST_NAMED = 12
"""How many statements of a defence are named in text."""
_LEFT_OUT = "An objection to it that was imported does not count: an end of it is missing."
_KEPT = 'ASK {{ ?node a ca:KeptNode ; ca:nodeType "CA" ; ca:leadsTo <{}> }}'
"""Whether an imported objection to an item is kept as data only: one that starts from nothing, for one."""


def explained(asked: Asked, node: int) -> Explanation:
    """Return why a node comes out as it does."""
    dispute = dispute_of(asked.assessment, node)
    arrays = asked.assessment.arrays
    ends = {end for one in dispute.moves for end in (one, int(arrays.source[one]), int(arrays.target[one]))}
    ends |= {int(premise) for one in dispute.moves for premise in arrays.premises_of(one)}
    asked.fetch_titles(one for one in ends if 0 <= one < len(arrays.statements))
    return explain(asked.assessment, node, asked.title, dispute=dispute)


def tell_item(
    asked: Asked, node: int, explanation: Explanation, *, weakest: bool, defence: bool, seconds: float
) -> None:
    """Print how an item comes out, and why."""
    if asked.assessment.assumptions or asked.assessment.standard.name != "default":
        tell_reading(asked)
        click.echo()
    click.echo(printable(f"“{asked.title(node)}”  [{asked.id(node)}]"))
    not_sure = "" if asked.strengths.converged else " (did not converge)"
    click.echo(f"{worded(asked.assessment, node)}; strength {strength(asked, node)}{not_sure}")
    was = asked.before.verdict(node).standing
    if was != explanation.standing:
        click.echo(f"Without what is assumed: {GLYPHS[was]} {was}")
    click.echo()
    click.echo(printable(explanation.text()))
    if asked.store.ask(_KEPT.format(explanation.item)):
        click.echo(_LEFT_OUT)
    if weakest:
        click.echo(printable(f"\n{_points(asked, weakest_points(asked.assessment, node), explanation.standing)}"))
    if defence:
        found = defence_of(asked.assessment, node, seconds)
        click.echo(printable(f"\n{_defence(asked, found, explanation.standing)}"))
    elif explanation.standing == "open":
        say("--defence tells whether it could be defended, and together with what.")


def item_as_json(
    asked: Asked, node: int, explanation: Explanation, *, weakest: bool, defence: bool, seconds: float
) -> Any:
    """Return how an item comes out, and why, for JSON."""
    made = reading_json(asked) | item_json(asked, node) | {"explanation": explanation.as_json()}
    iri = asked.assessment.arrays.iri
    made["objection_left_out"] = bool(asked.store.ask(_KEPT.format(explanation.item)))
    if weakest:
        points = weakest_points(asked.assessment, node)
        asked.fetch_titles(point.node for point in points)
        made["weakest_points"] = [
            {"item": iri(one), "title": asked.title(one), "leaves": leaves, "steps": steps}
            for one, leaves, steps in points
        ]
        made["weakest_points_cut"] = points.is_cut
    if defence:
        found = defence_of(asked.assessment, node, seconds)
        made["defence"] = {
            "credulous": found.credulous,
            "sceptical": found.sceptical,
            "has_stable": found.has_stable,
            "in_some_stable": found.in_some_stable,
            "in_every_stable": found.in_every_stable,
            "together": [iri(one) for one in found.together],
            "falls": [iri(one) for one in found.falls],
            "outweighed": [iri(one) for one in found.outweighed],
        }
    return made


def _points(asked: Asked, points: WeakPoints, standing: str) -> str:
    if standing == "falls":
        return "It falls already; there is nothing that it hangs on."
    if not points:
        more = ", as far as was tried" if points.is_cut else ""
        return f"No single other statement, if rejected, makes it {_worse(standing)}{more}."
    asked.fetch_titles(point.node for point in points)
    end = "makes it fall" if points[0].leaves == "falls" else "leaves it open (none makes it fall)"
    lines = [f"Each of these, if rejected, {end}; the nearest first:"]
    lines += [f"  “{asked.title(point.node)}”  [{asked.id(point.node)}]" for point in points]
    return "\n".join([*lines, *(["  … and perhaps more"] if points.is_cut else [])])


def _worse(standing: str) -> str:
    return "fall" if standing == "open" else "fall, or leaves it open"


def _defence(asked: Asked, found: Defence, standing: str) -> str:
    if standing == "stands":
        return "It stands already, whatever else is defended."
    if standing == "falls":
        return "It falls already, and cannot be defended."
    return f"{_preferred(asked, found)} {_stable(found)}"


def _preferred(asked: Asked, found: Defence) -> str:
    if not found.credulous:
        return "It cannot be defended: nothing that stands together, and answers what is said against it, includes it."
    asked.fetch_titles([*found.together, *found.falls, *found.outweighed])
    sentences = [
        "It could be defended" + (f" together with {_named(asked, found.together)}" * bool(found.together)) + "."
    ]
    if found.falls:
        sentences.append(f"Then this would have to fall: {_named(asked, found.falls)}.")
    if found.node in found.outweighed:
        sentences.append("The objections to it would have to count for less.")
    if others := [node for node in found.outweighed if node != found.node]:
        sentences.append(f"The objections to these would have to count for less: {_named(asked, others)}.")
    ever = "Whatever else is defended, it stands" if found.sceptical else "It could also be given up for something else"
    return " ".join([*sentences, f"{ever}."])


def _stable(found: Defence) -> str:
    if not found.has_stable:
        return "No view of the map settles everything in it (there is no stable extension)."
    if found.in_every_stable:
        return "In every view that settles the whole map it stands (it is in all stable extensions)."
    if found.in_some_stable:
        return "In some views that settle the whole map it stands (it is in some stable extensions, not in all)."
    return "In no view that settles the whole map does it stand (it is in no stable extension)."


def _named(asked: Asked, nodes: Iterable[int]) -> str:
    all_of_them = [*nodes]
    named = [f"“{asked.title(node)}”" for node in all_of_them[:_MOST_NAMED]]
    rest = len(all_of_them) - len(named)
    return ", ".join([*named, *([f"and {rest} more"] if rest else [])])
