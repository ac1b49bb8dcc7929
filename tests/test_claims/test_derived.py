"""Derived triples: each rule adds what follows, and takes away what nothing stands behind, in any engine."""

import pytest
from rdflib import Graph

from claims import PLAIN_PROPERTIES, RULES, Rule
from ontology import PREFIXES

HEAD = "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items()) + "@prefix : <https://example.org/> .\n"
CASES = {
    "supports": (":i ca:premise :a , :b ; ca:conclusion :c .", ":a ca:supports :c . :b ca:supports :c ."),
    "attacks": (":x ca:attacker :a ; ca:attacked :b .", ":a ca:attacks :b ."),
    "undercuts": (":x ca:attacker :a ; ca:attacked :i . :i a ca:Inference .", ":a ca:undercuts :i ."),
    "restates": (":r ca:rephrases :a ; ca:rephrased :b .", ":a ca:restates :b ."),
    "power": (":l ca:policy :p ; ca:bearing ca:erodes ; ca:power power:trust .", ":p ca:erodes power:trust ."),
    "kind": (":t a ca:Thesis , ca:Claim . ca:Thesis rdfs:subClassOf ca:Claim .", ":t ca:kind ca:Thesis ."),
    "classes": (":t a ca:Thesis . ca:Thesis rdfs:subClassOf ca:Claim . ca:Claim rdfs:subClassOf ca:Statement .",
                ":t a ca:Claim , ca:Statement ."),
}  # fmt: skip


def turtle(text: str) -> Graph:
    return Graph().parse(data=HEAD + text, format="turtle")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_adds_just_what_follows(rule: Rule) -> None:
    stated, derived = CASES[rule.name]
    graph = turtle(stated)
    graph.update(rule.insert)
    assert set(graph) == set(turtle(stated + derived))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_constructs_what_it_would_add(rule: Rule) -> None:
    stated, derived = CASES[rule.name]
    made = turtle(stated).query(rule.missing).graph
    assert made is not None
    assert set(made) == set(turtle(derived))


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.delete], ids=lambda rule: rule.name)
def test_a_rule_takes_away_what_nothing_stands_behind(rule: Rule) -> None:
    graph = turtle(CASES[rule.name][1])
    graph.update(rule.delete)
    assert len(graph) == 0


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.delete], ids=lambda rule: rule.name)
def test_a_rule_leaves_what_something_stands_behind(rule: Rule) -> None:
    whole = "".join(CASES[rule.name])
    graph = turtle(whole)
    graph.update(rule.delete)
    assert set(graph) == set(turtle(whole))


def test_the_properties_that_only_follow_are_those_of_the_derived_triples() -> None:
    names = {name.removeprefix(PREFIXES["ca"]) for name in PLAIN_PROPERTIES}
    assert names == {"supports", "attacks", "undercuts", "restates", "wields", "strengthens", "erodes", "kind"}


def test_every_rule_has_a_case() -> None:
    assert {rule.name for rule in RULES} == set(CASES)
