"""Parts of a large corpus: the nearest statements by a stated order, and those that are asked for by name."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import Store, UnknownItemError, add, check_store, find_item, main_thesis, open_store, projection

if TYPE_CHECKING:
    import networkx as nx

KINDS = ("thesis", "claim", "evidence", "counterargument", "rebuttal")
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SIZE = 1000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> "Store":
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        from corpus import MadeUpCorpus

        return open_store(MadeUpCorpus(SIZE).load(tmp_path_factory.mktemp("large")), read_only=True)


def statements(graph: "nx.MultiDiGraph[str]") -> list[str]:
    return [iri for iri, kind in graph.nodes(data="kind") if kind in KINDS]


def steps_from(store: Store, start: str) -> dict[str, int]:
    """Statement → how many steps it is away, worked out from the whole graph."""
    graph = projection(store)
    near: dict[str, set[str]] = {}
    for one, other, edge in graph.edges(data=True):
        if edge["relation"] in ("supports", "attacks", "rephrases"):
            ends = [other]
        elif edge["relation"] == "undercuts":
            ends = [v for _, v, r in graph.out_edges(other, data="relation") if r == "conclusion"]
            ends += [u for u, _, r in graph.in_edges(other, data="relation") if r == "premise"]
        else:
            continue
        for end in ends:
            near.setdefault(one, set()).add(end)
            near.setdefault(end, set()).add(one)
    steps, level = {start: 0}, {start}
    while level:
        level = {end for one in level for end in near.get(one, ())} - steps.keys()
        steps |= dict.fromkeys(level, max(steps.values()) + 1)
    return steps


def test_the_made_up_corpus_is_sound(large: Store) -> None:
    assert list(check_store(large)) == []


def test_the_made_up_corpus_has_the_size_that_was_asked_for(large: Store) -> None:
    assert len(statements(projection(large))) == SIZE


def test_a_store_that_is_no_larger_than_wanted_is_there_whole(shipped: Store) -> None:
    assert set(projection(shipped, most=414)) == set(projection(shipped))
    assert projection(shipped, most=414).graph["left_out"] == 0


@pytest.mark.parametrize("most", [1, 7, 60, 400])
def test_what_is_left_out_is_counted(large: Store, most: int) -> None:
    part = projection(large, most=most)
    assert (len(statements(part)), part.graph["left_out"]) == (most, SIZE - most)


@settings(max_examples=15, deadline=None)
@given(most=st.integers(1, SIZE - 1), number=st.integers(0, SIZE - 1))
def test_no_statement_that_is_left_out_is_nearer_than_one_that_is_there(large: Store, most: int, number: int) -> None:
    around = sorted(statements(projection(large)))[number]
    steps = steps_from(large, around)
    chosen = set(statements(projection(large, around=around, most=most)))
    far = max(steps[one] for one in chosen)
    assert {one for one in steps if steps[one] < far} <= chosen


def test_of_statements_as_far_away_the_first_in_the_text_are_there(large: Store) -> None:
    whole = projection(large)
    steps = steps_from(large, main_thesis(large))
    part = statements(projection(large, most=50))
    far = max(steps[one] for one in part)
    at_the_rim = [one for one in steps if steps[one] == far]
    in_order = sorted(at_the_rim, key=lambda one: (whole.nodes[one]["source"], whole.nodes[one]["start"], one))
    chosen = [one for one in part if steps[one] == far]
    assert set(chosen) == set(in_order[: len(chosen)])


def test_a_part_lies_around_the_main_thesis_by_default(large: Store) -> None:
    assert statements(projection(large, most=1)) == [main_thesis(large)]


def test_a_part_has_all_relations_among_its_statements(large: Store) -> None:
    whole, part = projection(large), projection(large, most=300)
    inside = {edge for edge in whole.edges(keys=True, data="relation") if {edge[0], edge[1]} <= set(part)}
    assert set(part.edges(keys=True, data="relation")) == inside


def test_what_a_part_says_of_a_statement_is_what_the_whole_says(large: Store) -> None:
    whole, part = projection(large), projection(large, most=300)
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
    part = projection(store, around=done.items[-1].iri, most=3)
    kinds = [part.nodes[one]["kind"] for one in statements(part) if one != done.items[-1].iri]
    assert kinds == ["thesis", "thesis"]


def test_named_items_are_there_and_no_other_statements(shipped: Store) -> None:
    items = sorted(statements(projection(shipped)))[:9]
    assert set(statements(projection(shipped, items=items))) == set(items)


def test_named_statements_bring_what_they_name(shipped: Store) -> None:
    whole = projection(shipped)
    items = sorted(statements(whole))[:9]
    ends = {v for one in items for _, v, r in whole.out_edges(one, data="relation") if r in ("about", "held_by", "subject")}
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

    def links(graph: "nx.MultiDiGraph[str]") -> set[str]:
        return {key for _, _, key, edge in graph.out_edges(policy, keys=True, data=True) if edge["relation"] in bearing}

    assert links(part) == links(whole) != set()


def test_names_that_are_no_iri_are_passed_over(shipped: Store) -> None:
    assert statements(projection(shipped, items=["not an iri", "x> ?p ?o } #", "https://example.org/nothing"])) == []
