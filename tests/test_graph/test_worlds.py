"""Worlds: the bounded part of a large corpus around an item, the way to the main thesis, and what lies beyond."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph import Store, UnknownItemError, add, find_item, main_thesis, open_store, projection

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
KINDS = ("thesis", "claim", "evidence", "counterargument", "rebuttal")
MOST = 60


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        from corpus import MadeUpCorpus

        folder = MadeUpCorpus(600).load(tmp_path_factory.mktemp("large"))
    with open_store(folder, read_only=True) as store:
        yield store


@pytest.fixture(scope="module")
def whole(large: Store) -> "Graph":
    return projection(large)


@pytest.fixture
def many() -> Iterator[Store]:
    """The essay with a claim that fifty others support."""
    with open_store(":memory:") as store:
        text = "Whatever hangs on this claim hangs on it alone, and there is much of it."
        add(store, {"kind": "claim", "label": "A hub", "text": text})
        add(
            store,
            [
                {
                    "kind": "claim",
                    "label": f"Spoke {n:02}",
                    "text": f"Spoke number {n} holds the hub up.",
                    "supports": "A hub",
                }
                for n in range(50)
            ],
        )
        yield store


def bearing_on(graph: "Graph", item: str) -> set[str]:
    """What bears on a statement, worked out from a graph: reasons, objections, restatements, undercuts of steps."""
    found = set()
    for one, _, edge in graph.in_edges(item, data=True):
        if edge["relation"] in ("supports", "attacks", "rephrases") and graph.nodes[one]["kind"] in KINDS:
            found.add(one)
        elif edge["relation"] == "conclusion":
            found |= {u for u, _, undercut in graph.in_edges(one, data=True) if undercut["relation"] == "undercuts"}
    return found - {item}


def statements(graph: "Graph") -> set[str]:
    return {iri for iri, node in graph.nodes(data=True) if node["kind"] in KINDS}


@pytest.fixture(scope="module", params=[41, 333, 599])
def world(request: pytest.FixtureRequest, large: Store) -> tuple[str, "Graph"]:
    item = find_item(large, f"s-{request.param}")
    return item, projection(large, around=item, most=MOST, page=1)


def test_a_world_has_its_item_and_all_that_bears_on_it(world: tuple[str, "Graph"], whole: "Graph") -> None:
    item, graph = world
    assert bearing_on(whole, item) | {item} <= statements(graph)


def test_a_world_is_bounded_but_for_the_way_to_the_main_thesis(world: tuple[str, "Graph"]) -> None:
    assert len(statements(world[1])) <= MOST


def test_beyond_counts_what_bears_on_an_item_from_outside(world: tuple[str, "Graph"], whole: "Graph") -> None:
    _, graph = world
    inside = statements(graph)
    outside = {item: len(bearing_on(whole, item) - inside) for item in inside}
    told = {item: graph.graph["beyond"][item].below for item in inside if item in graph.graph["beyond"]}
    assert {item: count for item, count in told.items() if count} == {i: n for i, n in outside.items() if n}


def test_beyond_counts_what_an_item_bears_on_outside(world: tuple[str, "Graph"], whole: "Graph") -> None:
    _, graph = world
    inside = statements(graph)
    above = dict.fromkeys(inside, 0)
    for other in statements(whole) - inside:
        for item in bearing_on(whole, other) & inside:
            above[item] += 1
    told = {item: ends.above for item, ends in graph.graph["beyond"].items() if item in inside and ends.above}
    assert told == {item: count for item, count in above.items() if count}


def test_a_world_has_a_way_up_to_the_main_thesis(large: Store, whole: "Graph") -> None:
    main = main_thesis(large)
    item = next(one for one in sorted(bearing_on(whole, main)) if bearing_on(whole, one))
    deep = sorted(bearing_on(whole, item))[0]
    graph = projection(large, around=deep, most=8, page=1)
    seen, waiting = {main}, [main]
    while waiting:
        fresh = (bearing_on(graph, waiting.pop()) & statements(graph)) - seen
        seen |= fresh
        waiting += fresh
    assert deep in seen


def test_a_small_corpus_is_one_world(large: Store) -> None:
    graph = projection(large, around=main_thesis(large), most=10_000, page=1)
    assert (graph.graph["left_out"], graph.graph["beyond"], graph.graph["share"]) == (0, {}, None)


def test_a_world_around_nothing_is_refused(large: Store) -> None:
    with pytest.raises(UnknownItemError):
        projection(large, around="https://example.org/nothing", most=MOST, page=1)


def test_what_bears_on_a_hub_is_shared_out_in_pages_without_loss(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.worlds.SHARE", 20)
    hub = find_item(many, "A hub")
    pages = [projection(many, around=hub, most=MOST, page=page) for page in (1, 2, 3)]
    spokes = [{iri for iri in bearing_on(graph, hub) if "spoke" in iri} for graph in pages]
    assert [len(some) for some in spokes] == [20, 20, 10]
    assert len(set.union(*spokes)) == 50


def test_the_pages_of_a_hub_tell_where_they_are(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.worlds.SHARE", 20)
    hub = find_item(many, "A hub")
    share = projection(many, around=hub, most=MOST, page=3).graph["share"]
    assert (share.item, share.page, share.pages, share.first, share.last, share.total) == (hub, 3, 3, 41, 50, 50)


def test_a_page_that_is_not_there_is_the_last(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.worlds.SHARE", 20)
    graph = projection(many, around=find_item(many, "A hub"), most=MOST, page=99)
    assert graph.graph["share"].page == 3


def test_what_a_page_of_a_hub_leaves_out_is_counted_as_beyond(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.worlds.SHARE", 20)
    hub = find_item(many, "A hub")
    assert projection(many, around=hub, most=MOST, page=1).graph["beyond"][hub].below == 30


def test_the_world_around_an_actor_has_what_names_them(large: Store) -> None:
    graph = projection(large, around=find_item(large, "actor-0"), most=MOST, page=1)
    assert any("actor-0" in holder for iri in statements(graph) for holder in graph.nodes[iri]["holders"])


def test_an_item_of_a_corpus_of_ones_own_is_found_by_the_corpus_and_its_id(large: Store) -> None:
    assert find_item(large, "made-up-1:s-0").endswith("/made-up-1/s-0")
