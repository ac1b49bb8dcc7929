"""A part of a map has what a page needs to reckon by itself; and a projection tells how its statements come out."""

from pathlib import Path
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import STANDARDS, Store, assess, main_thesis, open_store, projection, standing_of
from graph.draft_network import draft_projection
from graph.standing import kept
from graph.standing.counts_by_section import counts_in_sections
from graph.standing.framework import IN, OUT
from graph.standing.grounded import grounded
from graph.standing.map_part import OUTSIDE, MapPart, part_of
from graph.summaries import summary
from tests.test_graph.standing_maps import Map, maps, random_map

STANDINGS = ("stands", "open", "falls")


def reckoned(part: MapPart, assumed: dict[str, int] | None = None) -> list[int]:
    """How the members of a part come out by themselves; assumptions by IRI."""
    place = {iri: number for number, iri in enumerate(part.nodes)}
    fixed = {**part.fixed, **{place[iri]: label for iri, label in (assumed or {}).items()}}
    return [int(label) for label in grounded(part.framework, fixed).labels]


def statements_of(made: Map) -> list[str]:
    return [made.iri(number) for number in range(made.statements)]


@given(maps(), st.sampled_from(list(STANDARDS)))
def test_a_part_that_is_the_whole_comes_out_as_the_whole(made: Map, standard: str) -> None:
    assessment = assess(made.arrays(), standard)
    part = part_of(assessment, statements_of(made))
    assert tuple(reckoned(part)) == part.labels
    assert part.labels[: made.statements] == tuple(assessment.labels[: made.statements].tolist())


@given(maps(), st.sampled_from(list(STANDARDS)), st.data())
def test_a_smaller_part_comes_out_as_in_the_whole(made: Map, standard: str, data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(statements_of(made)), unique=True))
    part = part_of(assess(made.arrays(), standard), some)
    assert tuple(reckoned(part)) == part.labels
    assert part.nodes[: part.statements] == tuple(some)


@given(maps(), st.sampled_from(list(STANDARDS)), st.data())
def test_what_is_assumed_spreads_through_the_whole_as_it_should(made: Map, standard: str, data: st.DataObject) -> None:
    assessment, every = assess(made.arrays(), standard), statements_of(made)
    assumed = data.draw(st.dictionaries(st.sampled_from(every), st.sampled_from([IN, OUT]), max_size=3))
    accepted, rejected = ([iri for iri, label in assumed.items() if label == one] for one in (IN, OUT))
    expected = assessment.assume(accepted, rejected).labels[: made.statements].tolist()
    assert reckoned(part_of(assessment, every), assumed)[: made.statements] == expected


@pytest.mark.parametrize("seed", range(5))
def test_a_part_is_of_its_own_size_however_much_bears_on_it(seed: int) -> None:
    dice = Random(seed)
    made = Map(400, conflicts=tuple((dice.randrange(1, 400), 0) for _ in range(900)))
    part = part_of(assess(made.arrays()), [made.iri(0)])
    assert len(part) <= 4 + len(OUTSIDE)


def test_what_an_undercut_attacks_is_there_though_its_premises_lie_outside() -> None:
    made = Map(3, inferences=(((1,), 0),), conflicts=((2, 3),))  # 1 speaks for 0, and 2 against that
    part = part_of(assess(made.arrays()), [made.iri(0), made.iri(2)])
    assert {made.iri(3), made.iri(4)} < set(part.nodes)
    assert reckoned(part)[0] == OUT
    assert reckoned(part, {made.iri(2): OUT})[0] == IN


def test_what_is_no_statement_of_the_map_is_passed_over() -> None:
    made = random_map(1)
    assert part_of(assess(made.arrays()), ["urn:unknown", made.iri(0)]).nodes[0] == made.iri(0)


@pytest.fixture(scope="module")
def graph(shipped: Store) -> "nx.MultiDiGraph[str]":
    return projection(shipped)


def test_a_projection_tells_how_statements_and_steps_come_out(shipped: Store, graph: "nx.MultiDiGraph[str]") -> None:
    assessment = standing_of(shipped)
    told = {iri: node for iri, node in graph.nodes(data=True) if "standing" in node}
    assert {iri: (node["standing"], node["reason"]) for iri, node in told.items()} == {
        iri: tuple(assessment.verdict(iri)) for iri in told
    }
    assert {node["kind"] for node in told.values()} >= {"thesis", "inference"}


def test_a_projection_tells_how_attacks_come_out(graph: "nx.MultiDiGraph[str]") -> None:
    attacks = [edge for *_, edge in graph.edges(data=True) if edge["relation"] in ("attacks", "undercuts")]
    assert {edge["standing"] for edge in attacks} <= set(STANDINGS)
    assert all("reason" in edge for edge in attacks)


def test_the_strength_of_a_statement_agrees_with_how_it_stands(graph: "nx.MultiDiGraph[str]") -> None:
    told = [(node["standing"], node["strength"]) for _, node in graph.nodes(data=True) if "strength" in node]
    assert all(strength >= 0.5 for standing, strength in told if standing == "stands")
    assert all(strength <= 0.5 for standing, strength in told if standing == "falls")


def test_a_small_part_of_a_store_comes_out_as_in_the_whole(shipped: Store, graph: "nx.MultiDiGraph[str]") -> None:
    part = projection(shipped, around=main_thesis(shipped), most=8)
    assert all(node.get("standing") == graph.nodes[iri].get("standing") for iri, node in part.nodes(data=True))


def test_a_draft_has_no_standing(store: Store) -> None:
    assert "standing" not in draft_projection(store, []).graph


def test_a_large_store_has_none_until_its_arrays_were_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SOON", 10)
    with open_store(":memory:", read_only=True) as store:
        before = projection(store, most=5)
        standing_of(store)
        after = projection(store, most=5)
    assert before.graph["standing"] is None
    assert not any("standing" in node for _, node in before.nodes(data=True))
    assert after.graph["standing"] is not None


def test_a_summary_of_a_large_store_tells_none_until_its_arrays_were_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SOON", 10)
    with open_store(":memory:", read_only=True) as store:
        before = summary(store)
        standing_of(store)
        after = summary(store)
    assert before.standing is None
    assert after.standing is not None


def test_a_projection_and_a_summary_tell_of_standing_when_their_store_is_closed() -> None:
    with open_store(":memory:", read_only=True) as store:
        graph, summed = projection(store), summary(store)
    told = graph.graph["standing"]
    statements = [iri for iri, node in graph.nodes(data=True) if "strength" in node]
    assert all(told.parts(statements)[name].nodes for name in STANDARDS)
    assert summed.standing is not None
    assert summed.standing.theses == {one.iri: graph.nodes[one.iri]["standing"] for one in summed.theses}


def test_arrays_on_disk_are_at_hand(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SOON", 10)
    with open_store(folder) as store:
        standing_of(store)
    with open_store(folder, read_only=True) as store:
        assert projection(store, most=5).graph["standing"] is not None


def test_counts_by_section_add_up_to_what_stands_in_each(shipped: Store) -> None:
    found = counts_in_sections(shipped, standing_of(shipped))
    summed = summary(shipped)
    assert {part.iri: sum(found.parts[part.iri].values()) for part in summed.parts} == {
        part.iri: sum(part.kinds.values()) for part in summed.parts
    }
    assert sum(found.every.values()) == sum(summed.kinds.values())


def test_counts_by_section_are_those_of_the_statements_there(shipped: Store, graph: "nx.MultiDiGraph[str]") -> None:
    found = counts_in_sections(shipped, standing_of(shipped))
    for section, counts in found.parts.items():
        there = [
            node["standing"]
            for _, node in graph.nodes(data=True)
            if "strength" in node and node.get("part", "") == section
        ]
        assert counts == {one: there.count(one) for one in STANDINGS}


def test_differences_are_told_with_their_titles(shipped: Store, graph: "nx.MultiDiGraph[str]") -> None:
    summed = summary(shipped).standing
    assert summed is not None
    told = summed.differences
    assert sum(told.counts.values()) == len(told.first) > 0
    assert all(one.label == graph.nodes[one.iri]["label"] for one in told.first)


def test_what_is_nothing_of_the_map_has_no_verdict(graph: "nx.MultiDiGraph[str]") -> None:
    standing = graph.graph["standing"]
    assert (standing.verdict("urn:nothing"), standing.strength("urn:nothing")) == (None, None)


def test_all_readings_number_the_nodes_of_a_part_alike(shipped: Store, graph: "nx.MultiDiGraph[str]") -> None:
    statements = [iri for iri, node in graph.nodes(data=True) if "strength" in node]
    parts = graph.graph["standing"].parts(statements)
    assert list(parts) == list(STANDARDS)
    assert len({part.nodes for part in parts.values()}) == 1
    assert np.array_equal(parts["strict"].labels[:5], standing_of(shipped, "strict").labels[[
        standing_of(shipped).number(iri) for iri in statements[:5]]])  # fmt: skip
