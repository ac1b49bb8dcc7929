"""A store summed up: the counts are those of the projection and of the named queries, reckoned another way."""

from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

from graph import Store, create_store, named_query, open_store, projection
from graph.network import KINDS
from graph.summaries import MOST_SECTIONS, Part, Summary, Tally, summary

BASE = "https://w3id.org/claimatlas/corpus/made/"
HEAD = f"""@prefix ca: <https://w3id.org/claimatlas/ontology#> .
@prefix c: <{BASE}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix instrument: <https://w3id.org/claimatlas/instrument/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix power: <https://w3id.org/claimatlas/power/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
COUNTERED = """
c:claim a ca:Claim ; rdfs:label "Ships bring trade" .
c:open a ca:Counterargument ; rdfs:label "Ships are dear" .
c:attacked a ca:Counterargument ; rdfs:label "Ships sink" .
c:undercut a ca:Counterargument ; rdfs:label "Storms are many" .
c:reply a ca:Rebuttal ; rdfs:label "Few do" .
c:step a ca:Inference ; ca:premise c:undercut ; ca:conclusion c:open .
c:conflict a ca:Conflict ; ca:attacker c:reply ; ca:attacked c:attacked .
c:doubt a ca:Conflict ; ca:attacker c:reply ; ca:attacked c:step .
"""


@pytest.fixture(scope="module")
def graph(shipped: Store) -> "nx.MultiDiGraph[str]":
    return projection(shipped)


@pytest.fixture(scope="module")
def summed(shipped: Store) -> Summary:
    return summary(shipped)


def of(tmp_path: Path, turtle: str) -> Summary:
    """Sum up a store of its own with some Turtle in it."""
    create_store(tmp_path, empty=True)
    file = tmp_path / "made.ttl"
    file.write_text(HEAD + turtle, "utf-8")
    with open_store(tmp_path) as store:
        store.load([file])
        return summary(store)


def section(number: int, *items: str) -> str:
    """Turtle of a source's section with items in it."""
    notes = (
        f"[] a oa:Annotation ; oa:hasBody c:{item} ; oa:hasTarget "
        f"[ a oa:SpecificResource ; oa:hasSource c:source ; ca:section c:section-{number} ] ."
        for item in items
    )
    part = (
        f'c:section-{number} a ca:Section ; dcterms:isPartOf c:source ; schema:position {number} ; dcterms:title "No" .'
    )
    return "\n".join(('c:source a ca:Source ; dcterms:title "The harbour" .', part, *notes, ""))


def link(policy: str, power: str, bearing: str) -> str:
    """Turtle of a power link."""
    name = f"c:{policy}-{bearing}-{power}"
    return f"{name} a ca:PowerLink ; ca:policy c:{policy} ; ca:power power:{power} ; ca:bearing ca:{bearing} .\n"


def part_of(summed: Summary, iri: str) -> Part:
    return next(part for part in summed.parts if part.iri == iri)


def test_kinds_are_counted_as_in_the_projection(graph: "nx.MultiDiGraph[str]", summed: Summary) -> None:
    counts = Counter(node["kind"] for _, node in graph.nodes(data=True) if node["kind"] in KINDS)
    assert summed.kinds == counts


def test_each_section_has_the_statements_that_the_projection_places_there(
    graph: "nx.MultiDiGraph[str]", summed: Summary
) -> None:
    there = Counter((node["section"], node["kind"]) for _, node in graph.nodes(data=True) if node["kind"] in KINDS)
    assert {(part.number, kind): n for part in summed.parts for kind, n in part.kinds.items()} == there


def test_each_cell_has_the_power_links_of_the_projection(graph: "nx.MultiDiGraph[str]", summed: Summary) -> None:
    edges = Counter((u, v, e["relation"]) for u, v, e in graph.edges(data=True) if e["relation"] in Tally._fields)
    told = {(*pair, name): n for pair, tally in summed.matrix.links.items() for name, n in tally._asdict().items() if n}
    assert told == edges


def test_the_unanswered_are_those_of_the_named_query(shipped: Store, summed: Summary) -> None:
    named = {row["counterargument"] for row in named_query("unanswered-counterarguments").run(shipped)}
    assert {label for part in summed.parts for _, label in part.listed} == named


def test_the_counterarguments_of_a_section_are_answered_or_not(summed: Summary) -> None:
    counts = [(part.answered + part.unanswered, len(part.listed)) for part in summed.parts]
    assert counts == [(part.kinds["counterargument"], part.unanswered) for part in summed.parts]
    assert summed.answered + summed.unanswered == summed.kinds["counterargument"]


def test_theses_have_the_reasons_of_the_named_query_and_the_main_one_comes_first(
    shipped: Store, summed: Summary
) -> None:
    rows = {row["thesis"]: (row["reasons"], row["objections"]) for row in named_query("theses").run(shipped)}
    assert {thesis.label: (str(thesis.reasons), str(thesis.objections)) for thesis in summed.theses} == rows
    assert [thesis.is_main for thesis in summed.theses] == [True] + [False] * (len(rows) - 1)


def test_instruments_and_powers_know_their_families(summed: Summary) -> None:
    families = {concept.iri.rpartition("/")[2]: concept.families for concept in summed.matrix.powers}
    assert families["hard"] == ("https://w3id.org/claimatlas/power/hard",)
    assert families["supply-denial"] == tuple(
        f"https://w3id.org/claimatlas/power/{n}" for n in ("hard", "interdependence")
    )


def test_an_empty_store_sums_up_to_nothing(tmp_path: Path) -> None:
    found = of(tmp_path, "")
    assert (found.sources, found.kinds, found.theses, found.parts, found.matrix.links) == ((), {}, (), (), {})


def test_an_attack_and_an_undercut_answer_a_counterargument(tmp_path: Path) -> None:
    found = of(tmp_path, COUNTERED)
    assert (found.answered, found.unanswered) == (2, 1)
    assert found.parts[-1].listed == ((f"{BASE}open", "Ships are dear"),)


def test_what_stands_in_no_section_is_told_last(tmp_path: Path) -> None:
    found = of(tmp_path, COUNTERED + section(1, "claim", "open"))
    assert [(part.number, sum(part.kinds.values()), part.unanswered) for part in found.parts] == [(1, 2, 1), (0, 3, 0)]


def test_a_statement_with_two_places_counts_once_in_each_section(tmp_path: Path) -> None:
    found = of(tmp_path, COUNTERED + section(1, "claim", "claim") + section(2, "claim"))
    assert [part.kinds.get("claim") for part in found.parts] == [1, 1, None]
    assert found.kinds["claim"] == 1


def test_very_many_sections_are_told_by_source(tmp_path: Path) -> None:
    found = of(tmp_path, COUNTERED + "".join(section(n, "claim") for n in range(1, MOST_SECTIONS + 2)))
    assert found.by_source
    assert part_of(found, f"{BASE}source").kinds == {"claim": 1}


def test_links_to_what_the_store_does_not_hold_are_left_out(tmp_path: Path) -> None:
    policy = 'c:toll a ca:Policy ; rdfs:label "Toll" ; ca:instrument instrument:tariff .\n'
    turtle = (
        policy + link("toll", "trust", "erodes") + link("toll", "no-such", "erodes") + link("gone", "trust", "wields")
    )
    matrix = of(tmp_path, turtle).matrix
    assert matrix.links == {(f"{BASE}toll", "https://w3id.org/claimatlas/power/trust"): Tally(erodes=1)}
    assert [policy.label for policy in matrix.policies] == ["Toll"]


def test_concepts_that_go_round_in_a_circle_are_their_own_families(tmp_path: Path) -> None:
    turtle = "".join(
        f'power:{a} a ca:PowerType ; skos:prefLabel "{a}" ; skos:broader power:{b} .\n'
        for a, b in (("x", "y"), ("y", "x"))
    )
    families = {power.label: power.families for power in of(tmp_path, turtle).matrix.powers}
    assert families["x"] == ("https://w3id.org/claimatlas/power/x",)
