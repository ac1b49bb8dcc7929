"""The shapes: each fault of an item is found, and told in words that say how to mend it."""

import pytest
from pyshacl import validate
from rdflib import SH, Graph
from shacl import Shapes

from claims import corpus
from ontology import PREFIXES, shapes_file

HEAD = "".join(
    f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in (PREFIXES | {"corpus": corpus().namespace}).items()
)
GOOD = """
corpus:a a ca:Claim ; rdfs:label "Trade gives power"@en ; schema:text "Trade gives a country power over others."@en ;
    ca:heldBy corpus:authors ; ca:commitment ca:asserted ; dcterms:subject power:hard .
corpus:e a ca:Evidence ; rdfs:label "A table of trade"@en ; schema:text "The table lists exports and imports."@en ;
    ca:heldBy corpus:authors ; ca:commitment ca:asserted ; ca:figure corpus:f .
corpus:f a ca:Observation ; rdfs:label "A year"@en ; schema:measuredProperty corpus:year ;
    schema:observationAbout corpus:authors ; schema:value 2025 ; schema:unitText "year"@en ; ca:qualifier ca:exact .
corpus:year a ca:Measure ; skos:prefLabel "year"@en .
corpus:i a ca:Inference ; ca:premise corpus:e ; ca:conclusion corpus:a ; ca:scheme scheme:example .
corpus:c a ca:Counterargument ; rdfs:label "Trade gives none"@en ; schema:text "Trade gives no country any power."@en ;
    ca:heldBy corpus:authors ; ca:commitment ca:rejected .
corpus:x a ca:Conflict ; ca:attacker corpus:c ; ca:attacked corpus:a .
corpus:p a ca:Policy ; rdfs:label "A tariff"@en ; schema:text "A tariff on all goods."@en ;
    ca:instrument instrument:tariff ; ca:carriedOutBy corpus:authors ; ca:recommended false .
corpus:l a ca:PowerLink ; ca:policy corpus:p ; ca:power power:hard ; ca:bearing ca:wields ;
    ca:whosePower corpus:authors ; ca:statedBy corpus:a ; ca:basis ca:explicit .
corpus:authors a ca:Group ; rdfs:label "The authors"@en .
"""
FAULTS = [  # what is changed in the good items, on which item the fault is found, words of the message
    ('rdfs:label "Trade gives power"@en ; ', "", "a", "short title"),
    ('"Trade gives power"@en', f'"{"x" * 61}"@en', "a", "60 characters"),
    ('"Trade gives power"@en', '"Trade gives power"', "a", "with its language"),
    (
        "ca:heldBy corpus:authors ; ca:commitment ca:asserted ; dcterms",
        "ca:commitment ca:asserted ; dcterms",
        "a",
        "holder",
    ),
    ("ca:commitment ca:asserted ; dcterms", "ca:commitment ca:hoped ; dcterms", "a", "one commitment"),
    ("dcterms:subject power:hard", "dcterms:subject power:magic", "a", "known type of power or topic"),
    ("ca:figure corpus:f .", "ca:figure corpus:g .", "e", "must be an observation"),
    ("ca:premise corpus:e ; ", "", "i", "at least one premise"),
    ("ca:conclusion corpus:a", "ca:conclusion corpus:e", "i", "not among its own premises"),
    ("scheme:example", "scheme:guess", "i", "known scheme"),
    ("ca:attacker corpus:c ; ", "", "x", "exactly one attacker"),
    ("corpus:x a ca:Conflict ; ca:attacker corpus:c ; ca:attacked corpus:a .", "", "c", "Speaks against nothing"),
    ("schema:value 2025", 'schema:value "2025"', "f", "a plain number"),
    ("ca:qualifier ca:exact", "ca:qualifier ca:asserted", "f", "how exactly"),
    ("instrument:tariff", "instrument:magic", "p", "policy instrument"),
    ("ca:recommended false", 'ca:recommended "no"', "p", "recommend"),
    ("ca:bearing ca:wields", "ca:bearing ca:supports", "l", "one bearing"),
    ("ca:whosePower corpus:authors ;", "", "l", "whose power"),
    ("ca:basis ca:explicit", "ca:basis ca:exact", "l", "basis"),
    ("corpus:authors a ca:Group", "corpus:authors a ca:Group , ca:Person", "authors", "Keep one kind"),
    ("corpus:a a ca:Claim", "corpus:a a ca:Claim , ca:Evidence", "a", "claim and evidence at once"),
]


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=shapes_file().read_text("utf-8"), format="turtle")


def messages(turtle: str, shapes: Graph, concepts: Graph) -> dict[str, list[str]]:
    """Return the messages for each item of a Turtle text, which needs no prefixes."""
    data = concepts + Graph().parse(data=HEAD + turtle, format="turtle")
    _, report, _ = validate(data, shacl_graph=shapes)
    found: dict[str, list[str]] = {}
    for result in report.subjects(predicate=SH.focusNode):
        item = str(report.value(result, SH.focusNode)).removeprefix(corpus().namespace)
        found.setdefault(item, []).append(str(report.value(result, SH.resultMessage)))
    return found


def test_sound_items_conform(shapes: Graph, concepts: Graph) -> None:
    assert messages(GOOD, shapes, concepts) == {}


@pytest.mark.parametrize(
    ("good", "bad", "item", "words"), FAULTS, ids=[f"{item}: {words}" for *_, item, words in FAULTS]
)
def test_a_fault_is_told_with_how_to_mend_it(
    good: str, bad: str, item: str, words: str, shapes: Graph, concepts: Graph
) -> None:
    assert GOOD.count(good) >= 1
    told = messages(GOOD.replace(good, bad), shapes, concepts)
    assert any(words in message for message in told.get(item, []))


@pytest.mark.parametrize(("good", "bad"), [("", ""), *((good, bad) for good, bad, _, _ in FAULTS)])
def test_the_quick_validator_that_additions_use_finds_what_pyshacl_finds(
    good: str, bad: str, shapes: Graph, concepts: Graph
) -> None:
    text = GOOD.replace(good, bad) if good else GOOD
    data = concepts + Graph().parse(data=HEAD + text, format="turtle")
    quick = Shapes.from_turtle(shapes_file().read_text("utf-8"))
    found: dict[str, set[str]] = {}
    for result in quick.validate_text(data.serialize(format="nt"), "ntriples").results:
        found.setdefault(result.focus_node.strip("<>").removeprefix(corpus().namespace), set()).add(str(result.message))
    assert found == {item: set(told) for item, told in messages(text, shapes, concepts).items()}
