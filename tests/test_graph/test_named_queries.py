"""Named queries: each says what it asks, runs as it stands in two engines, and takes its parameters."""

import re

import pytest
from rdflib import Graph

from graph import (
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

QUERIES = list(named_queries().values())


@pytest.fixture(scope="session")
def in_rdflib(shipped: Store) -> Graph:
    """The shipped essay in rdflib: another SPARQL engine than the store's."""
    return shipped.graph()


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


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_gives_the_same_rows_in_another_engine(shipped: Store, in_rdflib: Graph, query: NamedQuery) -> None:
    result = in_rdflib.query(query.sparql)
    theirs = [[str(row.get(name, "")) for name in result.vars or ()] for row in result.bindings]
    answer = query.run(shipped)
    ours = [[row.get(name, "") for name in answer.variables] for row in answer]
    assert sorted(map(_unordered, theirs)) == sorted(map(_unordered, ours))


def _unordered(row: list[str]) -> list[list[str]]:
    """Take joined cells apart: the order within GROUP_CONCAT is the engine's own."""
    return [sorted(re.split(r", | · ", cell)) for cell in row]


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
