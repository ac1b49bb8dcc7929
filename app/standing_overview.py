"""How a whole map comes out: counts, theses, what assumptions change, and where the author and the map differ."""

from typing import Any

import click

from app.options import count, print_table, printable
from app.standing_asked import GLYPHS, Asked, reason_in_words
from graph import (
    Difference,
    StandingChanges,
    differences,
    hangs_on,
    standing_changes,
    standing_counts,
    summary,
    theses_in,
)

MOST_THESES, MOST_CHANGES, MOST_DIFFERENCES, MOST_POINTS = 40, 20, 40, 5
"""How many are told in text, of changes for each kind of change; JSON has more."""

_MOST_IN_JSON = 5000
_ORDERED = 20_000
"""Up to so many statements, theses come as the overview of the corpus has them; in larger maps by their ids."""


def tell_overview(asked: Asked, *, weakest: bool = False) -> None:
    """Print how a map comes out: counts, theses, what assumptions change."""
    tell_reading(asked)
    counts = standing_counts(asked.assessment)
    if not counts:
        click.echo("\nThere is no statement yet that could stand or fall.")
        return
    rows = [(kind, [row["stands"], row["open"], row["falls"]]) for kind, row in counts.items()]
    rows.append(("all", [sum(column) for column in zip(*(numbers for _, numbers in rows), strict=True)]))
    table = [(kind, *(f"{number:,}" for number in numbers)) for kind, numbers in rows]
    click.echo()
    print_table(("", *(f"{glyph} {standing}" for standing, glyph in GLYPHS.items())), table)
    if left_out := relations_left_out(asked):
        click.echo(_LEFT_OUT[left_out > 1].format(left_out))
    _tell_theses(asked, weakest=weakest)
    if asked.assessment is not asked.before:
        _tell_changes(asked, standing_changes(asked.before, asked.assessment))


_KEPT = """SELECT (COUNT(?node) AS ?number) {
  ?node a ca:KeptNode ; ca:nodeType ?type FILTER(?type IN ("RA", "CA"))
}"""
_LEFT_OUT = (
    "One step or objection does not count: an end of it is missing, or it leads back to where it starts.",
    "{:,} steps and objections do not count: an end of theirs is missing, or they lead back to where they start.",
)


def relations_left_out(asked: Asked) -> int:
    """Return how many steps and objections do not count: those that lack an end, and those kept as data only."""
    [row] = asked.store.ask(_KEPT)
    return asked.assessment.map.left_out + int(row["number"])


def tell_reading(asked: Asked) -> None:
    """Print the reading, and what is assumed."""
    standard = asked.assessment.standard
    click.echo(f"{standard.label}: {standard.text}")
    asked.fetch_titles(asked.assessment.assumptions)
    for node, label in asked.assessment.assumptions.items():
        click.echo(printable(f"Assumed to {'stand' if label > 0 else 'fall'}: {_named(asked, node)}"))


def _tell_theses(asked: Asked, *, weakest: bool) -> None:
    theses = _theses(asked)
    shown = theses[:MOST_THESES]
    if not shown:
        return
    asked.fetch_titles(shown)
    click.echo()
    print_table(("", "thesis", "strength", "why", "id"), [_thesis(asked, node) for node in shown])
    if not asked.strengths.converged:
        click.echo("The strengths did not converge: of what hangs on a circle of attacks they mean little.")
    if len(theses) > len(shown):
        click.echo(f"… and {len(theses) - len(shown):,} more.")
    if weakest:
        _tell_points(asked, shown)


def _thesis(asked: Asked, node: int) -> tuple[str, ...]:
    standing, reason = asked.assessment.verdict(node)
    why = reason_in_words(reason)
    return f"{GLYPHS[standing]} {standing}", asked.title(node), strength(asked, node), why, asked.id(node)


def strength(asked: Asked, node: int) -> str:
    """Return how strong a node is, to two decimals."""
    return f"{asked.strengths.of[node]:.2f}"


def _tell_points(asked: Asked, theses: list[int]) -> None:
    click.echo("\nWhich single statement, if rejected, makes a thesis fall (or leaves one that stands open):")
    found = hangs_on(asked.assessment, theses, MOST_POINTS)
    asked.fetch_titles([node for points in found.values() for node in points])
    for thesis, points in found.items():
        click.echo(printable(f"  {_named(asked, thesis)}"))
        for node in points[:MOST_POINTS]:
            click.echo(printable(f"    {_named(asked, node)}"))
        if not points:
            click.echo("    it falls already" if asked.assessment.verdict(thesis).standing == "falls" else "    none")


def _tell_changes(asked: Asked, changes: StandingChanges) -> None:
    click.echo()
    if not changes.statements:
        click.echo("No other statement changes.")
    for (was, now), nodes in changes.statements.items():
        asked.fetch_titles(nodes[:MOST_CHANGES])
        click.echo(f"{GLYPHS[was]} {was} → {GLYPHS[now]} {now} ({count(len(nodes), 'statement')}):")
        _list(asked, nodes, MOST_CHANGES)
    if changes.relations:
        number = "one changes" if changes.relations == 1 else f"{changes.relations:,} change"
        click.echo(f"Of the steps and objections, {number}.")


def _list(asked: Asked, nodes: list[int], most: int) -> None:
    for node in nodes[:most]:
        click.echo(printable(f"  {_named(asked, node)}"))
    if len(nodes) > most:
        click.echo(f"  … and {len(nodes) - most:,} more")


def _named(asked: Asked, node: int) -> str:
    return f"“{asked.title(node)}”  [{asked.id(node)}]"


def _theses(asked: Asked) -> list[int]:
    """Return the theses in order; what the argument comes to where there are none."""
    arrays = asked.assessment.arrays
    if len(arrays.statements) > _ORDERED:
        return theses_in(arrays)
    found = [arrays.node(thesis.iri) for thesis in summary(asked.store).theses]
    return [node for node in found if node is not None]


def overview_json(asked: Asked, *, weakest: bool = False) -> dict[str, Any]:
    """Return how a map comes out, for JSON; very long lists are cut, and say so."""
    theses = _theses(asked)[:_MOST_IN_JSON]
    changes = standing_changes(asked.before, asked.assessment)
    told = [(node, pair) for pair, nodes in changes.statements.items() for node in nodes]
    asked.fetch_titles([*theses, *(node for node, _ in told[:_MOST_IN_JSON])])
    points = hangs_on(asked.assessment, theses[:MOST_THESES]) if weakest else {}
    return {
        **reading_json(asked),
        "counts": standing_counts(asked.assessment),
        "relations_left_out": relations_left_out(asked),
        "theses": [
            item_json(asked, node)
            | ({"hangs_on": [asked.assessment.arrays.iri(one) for one in points[node]]} if node in points else {})
            for node in theses
        ],
        "changes": [
            {"item": asked.assessment.arrays.iri(node), "title": asked.title(node), "before": was, "after": now}
            for node, (was, now) in told[:_MOST_IN_JSON]
        ],
        "changes_left_out": max(len(told) - _MOST_IN_JSON, 0),
    }


def reading_json(asked: Asked) -> dict[str, Any]:
    """Return the reading, the assumptions, and whether the strengths converged, for JSON."""
    iri, assumed = asked.assessment.arrays.iri, asked.assessment.assumptions
    return {
        "reading": asked.assessment.standard.name,
        "accepted": [iri(node) for node, label in assumed.items() if label > 0],
        "rejected": [iri(node) for node, label in assumed.items() if label < 0],
        "converged": asked.strengths.converged,
    }


def item_json(asked: Asked, node: int) -> dict[str, Any]:
    """Return how a node comes out, for JSON."""
    standing, reason = asked.assessment.verdict(node)
    return {
        "item": asked.assessment.arrays.iri(node),
        "title": asked.title(node),
        "standing": standing,
        "reason": reason,
        "strength": round(float(asked.strengths.of[node]), 6),
    }


def tell_differences(asked: Asked) -> None:
    """Print where the author's word and the map differ."""
    tell_reading(asked)
    found = differences(asked.assessment)
    click.echo()
    if not found:
        click.echo("The author's word and the map agree: nothing held falls, and nothing rejected stands.")
    shown = found[:MOST_DIFFERENCES]
    asked.fetch_titles(one.node for one in shown)
    for heading, those in _grouped(shown):
        click.echo(f"{heading}:")
        for one in those:
            why = reason_in_words(one.reason)
            click.echo(printable(f"  {GLYPHS[one.standing]} {_named(asked, one.node)} ({one.commitment}, {why})"))
    if len(found) > len(shown):
        click.echo(f"There are {count(len(found) - len(shown), 'more difference')}; --format json tells all.")


def _grouped(found: list[Difference]) -> list[tuple[str, list[Difference]]]:
    groups: dict[str, list[Difference]] = {}
    for one in found:
        groups.setdefault(_heading(one), []).append(one)
    return [*groups.items()]


def _heading(one: Difference) -> str:
    if one.standing == "falls":
        return "The author holds these, but in the map they fall"
    if one.is_answered:
        return "The author rejects these, but the answers to them do not defeat them"
    return "The author rejects these, but nothing in the map answers them"


def differences_json(asked: Asked) -> dict[str, Any]:
    """Return where the author's word and the map differ, for JSON."""
    found = differences(asked.assessment)
    asked.fetch_titles(one.node for one in found)
    return reading_json(asked) | {
        "differences": [
            item_json(asked, one.node)
            | {"commitment": one.commitment, "is_answered": one.is_answered, "text": one.text}
            for one in found
        ]
    }
