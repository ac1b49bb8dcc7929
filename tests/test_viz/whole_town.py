"""The whole atlas of the town: with an overview and a text to read, so that its page has every view."""

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from graph import (
    Concept,
    Matrix,
    Part,
    Policy,
    Reading,
    ReadingParagraph,
    ReadingSection,
    Source,
    Summary,
    Tally,
    Thesis,
)  # fmt: skip
from tests.test_viz.made_up import BEARINGS, POLICIES, POWERS, STATEMENTS, iri, town
from viz import Map, Opening, atlas

if TYPE_CHECKING:
    import networkx as nx

    from graph import SummedStanding

KIND_COUNTS = {kind: sum(one == kind for one, _, _ in STATEMENTS.values()) for kind, _, _ in STATEMENTS.values()}


def whole_town(
    opening: Opening | None = None,
    graph: "nx.MultiDiGraph[str] | None" = None,
    standing: "SummedStanding | None" = None,
) -> Map:
    """A page of the town that has every view but that of an answer; opens at the thesis unless told otherwise."""
    graph = graph or town()
    graph.graph["main"] = iri("free-ferry")
    for name in STATEMENTS:
        graph.nodes[iri(name)]["section"] = 2 if graph.nodes[iri(name)]["kind"] == "counterargument" else 1
    graph.nodes[iri("mild-elsewhere")]["section"] = 2
    text = _text()
    places = {
        iri(name): ((text.index(words), text.index(words) + len(words)),) for name, (_, _, words) in STATEMENTS.items()
    }
    for key, found in places.items():
        graph.nodes[key]["places"] = list(found)
    reading = Reading("town", "A town and its ferry", True, _sections(text), places)
    opening = opening or Opening("argument", iri("free-ferry"), 2)
    return atlas(
        graph,
        title="A town and its ferry",
        opening=opening,
        summary=replace(_summary(), standing=standing),
        readings=[reading],
    )


def _text() -> str:
    return "".join(f"{text}\n\n" for _, _, text in STATEMENTS.values())


def _sections(text: str) -> tuple[ReadingSection, ...]:
    lines = text.split("\n\n")[:-1]
    starts = [0, *accumulate(len(line) + 2 for line in lines)]
    found = [ReadingParagraph(n + 1, starts[n], starts[n] + len(line), line) for n, line in enumerate(lines)]
    return (ReadingSection(1, "", 0, tuple(found)),)


def _summary() -> Summary:
    links = {
        (iri(policy), iri(power)): Tally(
            **{name: sum((policy, power, name) == found[:3] for found in BEARINGS) for name in Tally._fields}
        )
        for policy, power, *_ in BEARINGS
    }
    matrix = Matrix(
        tuple(Policy(iri(name), label, ()) for name, label in POLICIES.items()),
        (),
        tuple(Concept(iri(n), label, tuple(map(iri, above or [n]))) for n, (label, above) in POWERS.items()),
        links,
    )
    kinds = KIND_COUNTS
    return Summary(
        sources=(Source(iri("source"), "A town and its ferry"),),
        kinds=kinds,
        answered=2,
        unanswered=0,
        theses=(Thesis(iri("free-ferry"), *STATEMENTS["free-ferry"][1:], 2, 1, True),),
        matrix=matrix,
        parts=(Part(iri("section-1"), "The harbour", 1, "A town and its ferry", kinds, 2),),
        by_source=False,
    )
