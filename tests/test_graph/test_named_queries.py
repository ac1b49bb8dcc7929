"""Named queries: each says what it asks, runs as it stands in two engines, and takes its parameters."""

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.paths import MulPath
from rdflib.plugins.sparql import prepareQuery

from graph import (
    Answer,
    NamedQuery,
    ParameterError,
    Store,
    UnknownItemError,
    UnknownQueryError,
    main_thesis,
    named_queries,
    named_query,
    show_item,
)
from ontology import STANDING

QUERIES = list(named_queries().values())
LIMITED = [query for query in QUERIES if any(one.name == "most" for one in query.parameters)]
PLAIN = Path(__file__).parents[1] / "data" / "named_queries"
"""The named queries as one would say them, without a thought of how long they take in a large store."""
SAID_PLAINLY = [query for query in QUERIES if (PLAIN / f"{query.name}.rq").is_file()]


@pytest.fixture(scope="session")
def in_rdflib(shipped: Store) -> Graph:
    """The shipped essay in rdflib: another SPARQL engine than the store's."""
    return shipped.graph()


@pytest.fixture(scope="session")
def with_standing(shipped: Store, in_rdflib: Graph) -> Dataset:
    """The same, with how it comes out in a graph beside it; rdflib takes longer for such."""
    dataset = Dataset()
    standing = shipped.query("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH standing: { ?s ?p ?o } }").graph()
    for graph, said in ((dataset.default_graph, in_rdflib), (dataset.graph(URIRef(STANDING)), standing)):
        for triple in said:
            graph.add(triple)
    return dataset


def test_there_are_at_least_twenty() -> None:
    assert len(QUERIES) >= 20


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_gives_an_answer_on_the_shipped_essay(shipped: Store, query: NamedQuery) -> None:
    assert query.run(shipped)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_says_what_it_asks(query: NamedQuery) -> None:
    assert query.title
    assert query.description.endswith(".")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_runs_as_it_stands_without_prefixes_of_ours(shipped: Store, query: NamedQuery) -> None:
    used = set(re.findall(r"(?<![\w:<])([a-z]+):\w", re.sub(r'"[^"]*"|<[^>]*>|#.*', "", query.sparql)))
    declared = set(re.findall(r"PREFIX (\w+):", query.sparql))
    assert used <= declared


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib warns of what it does itself
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_gives_the_same_rows_in_another_engine(
    shipped: Store, query: NamedQuery, request: pytest.FixtureRequest
) -> None:
    other: Graph = request.getfixturevalue("with_standing" if STANDING in query.sparql else "in_rdflib")
    result = other.query(query.sparql)
    theirs = [[str(row.get(name, "")) for name in result.vars or ()] for row in result.bindings]
    assert sorted(map(_unordered, theirs)) == _cells(query.run(shipped))


def _cells(answer: Answer) -> list[list[list[str]]]:
    return sorted(_unordered([row.get(name, "") for name in answer.variables]) for row in answer)


def _unordered(row: list[str]) -> list[list[str]]:
    """Take joined cells apart: the order within GROUP_CONCAT is the engine's own."""
    return [sorted(re.split(r", |; | · ", cell)) for cell in row]


# ---- In a large store ----


@pytest.mark.parametrize("query", SAID_PLAINLY, ids=lambda query: query.name)
def test_a_query_that_spares_work_gives_the_rows_of_the_one_that_does_not(shipped: Store, query: NamedQuery) -> None:
    plain = (PLAIN / f"{query.name}.rq").read_text("utf-8")
    for values in _some_values(shipped, query):
        spelt_out = plain
        for name, item in values.items():
            spelt_out = re.sub(rf"(VALUES \?{name} \{{)[^}}]*", rf"\1 <{item}> ", spelt_out)
        assert _cells(query.run(shipped, values)) == _cells(shipped.query(spelt_out)), values


def _some_values(store: Store, query: NamedQuery) -> list[Mapping[str, str]]:
    """The defaults of a query, and a dozen of the items that its only parameter can be."""
    kinds = {one.name: one.kind for one in query.parameters if one.kind != "number"}
    if len(kinds) != 1:
        return [{}]
    (name, kind), *_ = kinds.items()
    items = [row["item"] for row in store.query(f"SELECT ?item {{ ?item a {kind} }} ORDER BY ?item")]
    return [{}, *({name: item} for item in items[:: max(1, len(items) // 12)])]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_follows_no_path_of_any_length(query: NamedQuery) -> None:
    # What a path of any length reaches grows with the store; and engines refuse one whose ends are both unknown.
    assert not _unbounded(prepareQuery(query.sparql).algebra)


def _unbounded(part: object) -> list[MulPath]:
    """The paths with * or + (or ?) in a part of a query as rdflib has parsed it."""
    if isinstance(part, MulPath):
        return [part]
    if isinstance(part, Mapping):
        inner = list(part.values())
    elif isinstance(part, list | tuple | set):
        inner = list(part)
    else:
        inner = list(getattr(part, "args", ())) + [getattr(part, "arg", None)] * hasattr(part, "arg")
    return [path for one in inner for path in _unbounded(one)]


@pytest.mark.parametrize("query", LIMITED, ids=lambda query: query.name)
def test_a_query_with_a_limit_gives_no_more_for_a_lower_one(shipped: Store, query: NamedQuery) -> None:
    sizes = [len(query.run(shipped, {"most": str(most)})) for most in (1, 3, 10, 500)]
    assert all(fewer <= more for fewer, more in pairwise(sizes))
    assert sizes[0] < sizes[-1]


@pytest.mark.parametrize("query", LIMITED, ids=lambda query: query.name)
def test_the_limit_of_a_query_cuts_nothing_of_the_shipped_essay(shipped: Store, query: NamedQuery) -> None:
    assert list(query.run(shipped, {"most": "100000"})) == list(query.run(shipped))


@pytest.mark.parametrize("most", ["0", "-1", "many", "1 } #"])
def test_a_limit_is_a_whole_number_from_one(shipped: Store, most: str) -> None:
    with pytest.raises(ParameterError, match="“most” needs a whole number from 1"):
        named_query("theses").run(shipped, {"most": most})


def test_a_parameter_by_id_changes_the_answer(shipped: Store) -> None:
    trust = list(named_query("policies-eroding-power").run(shipped, {"power": "trust"}))
    assert trust
    assert {row["erodes"] for row in trust} == {"Trust"}


def test_a_parameter_may_be_a_title(shipped: Store) -> None:
    query = named_query("policies-by-actor")
    assert list(query.run(shipped, {"actor": "Soviet Union"})) == list(query.run(shipped, {"actor": "soviet-union"}))


def test_a_number_is_taken_as_a_number(shipped: Store) -> None:
    assert named_query("statements-of-paragraph").run(shipped, {"paragraph": "25"})


def test_a_parameter_of_another_class_is_refused_with_what_fits(shipped: Store) -> None:
    with pytest.raises(UnknownItemError):
        named_query("policies-eroding-power").run(shipped, {"power": "china"})


def test_an_id_that_two_items_share_is_the_one_of_the_parameters_class(shipped: Store) -> None:
    eroding = named_query("policies-eroding-power").run(shipped, {"power": "norms"})
    assert {row["erodes"] for row in eroding} == {"Shared norms"}


def test_all_faults_of_the_parameters_are_told_at_once(shipped: Store) -> None:
    with pytest.raises(ParameterError) as told:
        named_query("statements-of-paragraph").run(shipped, {"paragraph": "five } #", "page": "1"})
    assert "“page”" in str(told.value)
    assert "needs a whole number" in str(told.value)


def test_an_item_that_is_not_there_is_told_with_the_nearest(shipped: Store) -> None:
    with pytest.raises(UnknownItemError, match="soft"):
        named_query("policies-eroding-power").run(shipped, {"power": "sofft"})


def test_an_unknown_query_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownQueryError, match="ratios-by-partner"):
        named_query("ratio-by-partner")


# ---- Answers that a reader of the essay can check by hand ----


def test_the_ratios_of_all_seven_partners_are_there(shipped: Store) -> None:
    partners = {row["partner"] for row in named_query("ratios-by-partner").run(shipped)}
    assert partners == {
        "Association of Southeast Asian Nations", "Canada", "China", "European Union", "Japan", "Mexico", "South Korea",
    }  # fmt: skip


def test_the_support_chain_leads_from_evidence_to_the_main_thesis(shipped: Store) -> None:
    chain = list(named_query("support-chain").run(shipped))
    reached, grown = {show_item(shipped, main_thesis(shipped)).label}, True
    while grown:
        more = {row["premise"] for row in chain if row["conclusion"] in reached} - reached
        reached, grown = reached | more, bool(more)
    assert {row["premise"] for row in chain} <= reached
    assert "evidence" in {row["kind"] for row in chain}


def test_an_answered_counterargument_is_not_among_the_unanswered(shipped: Store) -> None:
    answered = {row["counterargument"] for row in named_query("answered-counterarguments").run(shipped)}
    unanswered = {row["counterargument"] for row in named_query("unanswered-counterarguments").run(shipped)}
    assert answered
    assert unanswered
    assert not answered & unanswered


def test_polls_with_their_counts_are_evidence_of_attraction(shipped: Store) -> None:
    figures = {(row["figure"], row["value"]) for row in named_query("all-figures").run(shipped)}
    assert {"81", "52", "133", "24"} <= {value for _, value in figures}
