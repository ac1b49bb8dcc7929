"""What a part of a corpus leaves out, told at its border: what more bears on each item, and what it bears on."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from graph.asking import Ask
from graph.gathering import among, rows
from graph.nearest import BEARS_ON, Part
from graph.network_relations import PowerBearing, Relations
from graph.terms import whole


class Beyond(NamedTuple):
    """How many statements outside of a part bear on an item of it, and how many outside it bears on.

    Of a policy or a type of power: how many power links the part does not have, as `below`.
    """

    below: int = 0
    above: int = 0


def beyond(ask: Ask, part: Part, relations: Relations, others: Iterable[str]) -> dict[str, Beyond]:
    """Return what lies outside, by the IRI of an item of a part; items at which nothing does are left out.

    Args:
        ask: Asks the store.
        part: The part.
        relations: Its relations.
        others: The IRIs of its policies and types of power.
    """
    below: defaultdict[str, set[str]] = defaultdict(set)
    above: defaultdict[str, set[str]] = defaultdict(set)
    for item, outside in relations.outside:
        below[item].add(outside)
    for item, end in rows(ask, among(part.statements), "?end", f"?item {BEARS_ON} ?end"):
        if end not in part.statements:
            above[item].add(end)
    for item, again in rows(ask, among(part.statements), "?again", "?again ca:restates ?item"):
        if again not in part.statements:
            below[item].add(again)
    found: dict[str, Beyond] = {item: Beyond(len(below[item]), len(above[item])) for item in (*below, *above)}
    return found | _links(ask, set(others), relations.links)


def _links(ask: Ask, items: set[str], there: Iterable[PowerBearing]) -> dict[str, Beyond]:
    """Return how many power links of policies and types of power a part does not have."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    for link in there:
        known[link.policy].add(link.iri)
        known[link.power].add(link.iri)
    found: dict[str, Beyond] = {}
    for beginning, numbered in among(items):
        counts = ask(
            f"SELECT ?number (COUNT(?link) AS ?n) {{ {beginning} ?link ca:policy|ca:power ?item }} GROUP BY ?number"
        )
        for row in counts:
            item = numbered[whole(row["number"]) or 0]
            more = (whole(row["n"]) or 0) - len(known[item])
            if more > 0:
                found[item] = Beyond(more)
    return found
