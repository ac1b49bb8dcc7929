"""Parts of a large corpus: the nearest statements by a stated order, and those that are asked for by name."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import Store, UnknownItemError, add, check_store, find_item, main_thesis, open_store, projection
from tests.quick import examples

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]

KINDS = ("thesis", "claim", "evidence", "counterargument", "rebuttal")
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SIZE = 1000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        from corpus import MadeUpCorpus

        folder = MadeUpCorpus(SIZE).load(tmp_path_factory.mktemp("large"))
    with open_store(folder, read_only=True) as store:
        yield store


@pytest.fixture(scope="module")
def whole(large: Store) -> "Graph":
    return projection(large)


def statements(graph: "Graph") -> list[str]:
    return [iri for iri, node in graph.nodes(data=True) if node["kind"] in KINDS]


def ends_of(graph: "Graph", other: str, relation: str) -> list[str]:
    """The statements that an edge to a node makes neighbours of where it comes from."""
    if relation == "undercuts":
        conclusions = [v for _, v, edge in graph.out_edges(other, data=True) if edge["relation"] == "conclusion"]
        return conclusions + [u for u, _, edge in graph.in_edges(other, data=True) if edge["relation"] == "premise"]
    return [other] if relation in ("supports", "attacks", "rephrases") else []


def steps_from(graph: "Graph", start: str) -> dict[str, int]:
    """Statement → how many steps it is away, worked out from the whole graph."""
    near: dict[str, set[str]] = {}
    for one, other, edge in graph.edges(data=True):
        for end in ends_of(graph, other, edge["relation"]):
            near.setdefault(one, set()).add(end)
            near.setdefault(end, set()).add(one)
    steps, level = {start: 0}, {start}
    while level:
        level = {end for one in level for end in near.get(one, ())} - steps.keys()
        steps |= dict.fromkeys(level, max(steps.values()) + 1)
    return steps


@pytest.mark.slow
def test_the_made_up_corpus_is_sound(large: Store) -> None:
    assert list(check_store(large)) == []


def test_the_made_up_corpus_has_the_size_that_was_asked_for(whole: "Graph") -> None:
    assert len(statements(whole)) == SIZE


def test_a_store_that_is_no_larger_than_wanted_is_there_whole(shipped: Store) -> None:
    assert set(projection(shipped, most=414)) == set(projection(shipped))
    assert projection(shipped, most=414).graph["left_out"] == 0


@pytest.mark.parametrize("most", [1, 7, 60, 400])
def test_what_is_left_out_is_counted(large: Store, most: int) -> None:
    part = projection(large, most=most)
    assert (len(statements(part)), part.graph["left_out"]) == (most, SIZE - most)


@settings(max_examples=examples(6), deadline=None)
@given(most=st.integers(1, SIZE - 1), number=st.integers(0, SIZE - 1))
def test_no_statement_that_is_left_out_is_nearer_than_one_that_is_there(
    large: Store, whole: "Graph", most: int, number: int
) -> None:
    around = sorted(statements(whole))[number]
    steps = steps_from(whole, around)
    chosen = set(statements(projection(large, around=around, most=most)))
    far = max(steps[one] for one in chosen)
    assert {one for one in steps if steps[one] < far} <= chosen


def test_of_statements_as_far_away_the_first_in_the_text_are_there(large: Store, whole: "Graph") -> None:
    steps = steps_from(whole, main_thesis(large))
    part = statements(projection(large, most=50))
    far = max(steps[one] for one in part)
    at_the_rim = [one for one in steps if steps[one] == far]
    in_order = sorted(at_the_rim, key=lambda one: (whole.nodes[one]["source"], whole.nodes[one]["start"], one))
    chosen = [one for one in part if steps[one] == far]
    assert set(chosen) == set(in_order[: len(chosen)])


def test_a_part_lies_around_the_main_thesis_by_default(large: Store) -> None:
    assert statements(projection(large, most=1)) == [main_thesis(large)]


def test_a_part_has_all_relations_among_its_nodes(large: Store, whole: "Graph") -> None:
    part = projection(large, most=300)
    inside = {
        (one, other, key)
        for one, other, key, edge in whole.edges(keys=True, data=True)
        if {one, other} <= set(part) and ("stated_by" not in edge or set(edge["stated_by"]) & set(part))
    }
    assert set(part.edges(keys=True)) == inside


def test_what_a_part_says_of_a_statement_is_what_the_whole_says(large: Store, whole: "Graph") -> None:
    part = projection(large, most=300)
    assert all(part.nodes[one] == whole.nodes[one] for one in part)


def test_around_a_policy_are_the_statements_that_name_it(shipped: Store) -> None:
    policy = find_item(shipped, "us-led-order", "ca:Policy")
    naming = {
        row["s"]
        for row in shipped.query(f"""SELECT DISTINCT ?s {{
          {{ ?s ca:about <{policy}> }} UNION {{ ?link ca:policy <{policy}> ; ca:statedBy ?s }} }}""")
    }
    part = projection(shipped, around=policy, most=len(naming))
    assert (set(statements(part)), policy in part) == (naming, True)


def test_around_nothing_is_refused(shipped: Store) -> None:
    with pytest.raises(UnknownItemError):
        projection(shipped, around="https://example.org/nothing", most=5)


def test_where_the_web_ends_the_rest_follows(store: Store) -> None:
    done = add(store, {"kind": "claim", "label": "Alone", "text": "A claim that is tied to nothing."}, by="Ada")
    alone = next(item.iri for item in done.items if item.kind == "claim")
    part = projection(store, around=alone, most=3)
    kinds = [part.nodes[one]["kind"] for one in statements(part) if one != alone]
    assert kinds == ["thesis", "thesis"]


def test_named_items_are_there_and_no_other_statements(shipped: Store) -> None:
    items = sorted(statements(projection(shipped)))[:9]
    assert set(statements(projection(shipped, items=items))) == set(items)


def test_named_statements_bring_what_they_name(shipped: Store) -> None:
    whole = projection(shipped)
    items = sorted(statements(whole))[:9]
    named = ("about", "held_by", "subject")
    ends = {end for one, end, edge in whole.edges(data=True) if one in items and edge["relation"] in named}
    assert ends <= set(projection(shipped, items=items))


@pytest.mark.parametrize("relation", ["ca:Inference", "ca:Conflict", "ca:Rephrase"])
def test_a_named_relation_stands_for_what_it_joins(shipped: Store, relation: str) -> None:
    iri = min(row["r"] for row in shipped.query(f"SELECT ?r {{ ?r a {relation} }}"))
    keys = {key for *_, key in projection(shipped, items=[iri]).edges(keys=True)}
    assert iri in keys


def test_a_named_policy_has_its_power_links(shipped: Store) -> None:
    policy = find_item(shipped, "us-led-order", "ca:Policy")
    whole, part = projection(shipped), projection(shipped, items=[policy])
    bearing = ("wields", "strengthens", "erodes")

    def links(graph: "Graph") -> set[str]:
        return {key for _, _, key, edge in graph.out_edges(policy, keys=True, data=True) if edge["relation"] in bearing}

    assert links(part) == links(whole) != set()


def test_names_that_are_no_iri_are_passed_over(shipped: Store) -> None:
    assert statements(projection(shipped, items=["not an iri", "x> ?p ?o } #", "https://example.org/nothing"])) == []
