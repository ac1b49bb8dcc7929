"""The standing of a whole corpus summed up: how many statements stand, the theses, and where the author differs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from graph.gathering import among, rows
from graph.standing.assessment import Assessment
from graph.standing.counts_by_section import StandingCounts, counts_in_sections
from graph.standing.differences import Difference, differences
from graph.standing.kept import standing_if_soon
from graph.store import Store

MOST_DIFFERENCES = 60
"""How many differences of each sort are told one by one."""


class ToldDifference(NamedTuple):
    """Where the author's word and the map differ: a statement's IRI and title, how it comes out, and a sentence."""

    iri: str
    label: str
    standing: str
    text: str


class ToldDifferences(NamedTuple):
    """Where the author's word and the map differ: standing → how many statements; and the first of each sort."""

    counts: Mapping[str, int]
    first: tuple[ToldDifference, ...]


@dataclass(frozen=True)
class SummedStanding:
    """How the argument of a store comes out, in the default reading.

    Attributes:
        counts: How many statements of the whole store stand, are open and fall, by section or source.
        theses: The IRI of a thesis → how it comes out.
        differences: Where the author's word and the map differ.
    """

    counts: StandingCounts
    theses: Mapping[str, str]
    differences: ToldDifferences


def summed_standing(store: Store, size: int, theses: Iterable[str]) -> SummedStanding | None:
    """Return the standing of a store summed up; None where to find it out takes long.

    Args:
        store: The store.
        size: How many statements are in it.
        theses: The IRIs of the theses that are told.

    Raises:
        StoreError: When the store cannot be read.
    """
    found = standing_if_soon(store, size)
    if found is None:
        return None
    nodes = {iri: node for iri in theses if (node := found.arrays.node(iri)) is not None}
    came_out = {iri: found.verdict(node).standing for iri, node in nodes.items()}
    return SummedStanding(counts_in_sections(store, found), came_out, _told(store, found))


def _told(store: Store, assessment: Assessment) -> ToldDifferences:
    found = differences(assessment)
    by_sort: dict[str, list[Difference]] = defaultdict(list)
    for one in found:
        if len(by_sort[one.standing]) < MOST_DIFFERENCES:
            by_sort[one.standing].append(one)
    iris = {one.node: assessment.arrays.iri(one.node) for some in by_sort.values() for one in some}
    titled = rows(store.ask, among(iris.values()), "?a", "?item rdfs:label ?a")
    labels = {row[0]: row[1] for row in titled}
    told = (
        ToldDifference(iris[one.node], labels.get(iris[one.node], ""), one.standing, one.text)
        for some in by_sort.values()
        for one in some
    )
    return ToldDifferences(Counter(one.standing for one in found), tuple(told))
