"""The shipped corpus: its files are read in order, hold nothing derived, and cover the essay."""

import re
from decimal import Decimal

import pytest
from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node

from claims import SourceText, UnknownCorpusError, corpus
from ontology import CA, OA, PREFIXES

STATEMENTS = (CA.Thesis, CA.Claim, CA.Evidence, CA.Counterargument, CA.Rebuttal)
SCHEMA = PREFIXES["schema"]
FILES = corpus().files
SECTIONS = [
    file for file in FILES if file.name.startswith("section-") and "oa:Annotation" not in file.read_text("utf-8")
]


@pytest.fixture(scope="module")
def whole() -> Graph:
    graph = Graph()
    for file in FILES:
        graph.parse(data=file.read_text("utf-8"), format="turtle")
    return graph


def test_the_files_come_in_reading_order() -> None:
    names = [file.name for file in FILES]
    sections = [f"section-{n}.ttl" for n in range(1, 7)]
    assert names == ["corpus.ttl", "actors.ttl", *sections, *sections]


def test_an_unknown_corpus_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownCorpusError, match="long-american-century"):
        corpus("short-american-century")


def test_no_item_is_described_in_two_files() -> None:
    seen: dict[object, str] = {}
    for file in FILES:
        for item in set(Graph().parse(data=file.read_text("utf-8"), format="turtle").subjects()):
            assert item not in seen, f"{item} stands in {seen[item]} and {file.name}"
            seen[item] = file.name


def test_there_are_no_blank_nodes(whole: Graph) -> None:
    assert not [triple for triple in whole if any(isinstance(term, BNode) for term in triple)]


@pytest.mark.parametrize("name", ["supports", "attacks", "undercuts", "restates", "wields", "strengthens", "erodes"])
def test_the_files_hold_no_derived_triples(whole: Graph, name: str) -> None:
    assert (None, CA[name], None) not in whole


def test_every_text_carries_its_language(whole: Graph) -> None:
    texts = [o for p in (RDFS.label, URIRef(SCHEMA + "text")) for o in whole.objects(None, p)]
    assert texts
    assert {getattr(text, "language", None) for text in texts} == {"en"}


def test_every_section_file_is_ordered_as_the_text(whole: Graph) -> None:
    for file in SECTIONS:
        heads = [int(n) for n in re.findall(r"^# -+ Paragraph (\d+)", file.read_text("utf-8"), re.MULTILINE)]
        assert heads == list(range(heads[0], heads[-1] + 1)), file.name


def test_items_stand_under_the_paragraph_that_they_are_anchored_in(whole: Graph) -> None:
    base = corpus().namespace
    for file in SECTIONS:
        parts = re.split(r"^# -+ Paragraph (\d+).*$", file.read_text("utf-8"), flags=re.MULTILINE)
        for number, part in zip(parts[1::2], parts[2::2], strict=True):
            for item in re.findall(
                r"^corpus:([\w-]+) a ca:(?:Thesis|Claim|Evidence|Counterargument|Rebuttal) ;", part, re.MULTILINE
            ):
                paragraph = whole.value(URIRef(f"{base}{item}-passage"), CA.paragraph)
                assert str(paragraph) == number, item


def test_the_corpus_is_as_rich_as_the_essay(whole: Graph) -> None:
    counts = {kind: len(set(whole.subjects(RDF.type, kind))) for kind in (*STATEMENTS, CA.Policy, CA.PowerLink)}
    assert sum(counts[kind] for kind in STATEMENTS) > 220
    assert counts[CA.Policy] > 60
    assert counts[CA.PowerLink] > counts[CA.Policy]


def test_every_paragraph_has_statements(whole: Graph) -> None:
    passages = {whole.value(note, OA.hasTarget) for kind in STATEMENTS for item in whole.subjects(RDF.type, kind)
                for note in whole.subjects(OA.hasBody, item)}  # fmt: skip
    assert {int(str(whole.value(passage, CA.paragraph))) for passage in passages} == set(range(1, 36))


def test_every_thesis_can_be_walked_down_to_evidence(whole: Graph) -> None:
    reasons: dict[Node, set[Node]] = {}
    for inference, conclusion in whole.subject_objects(CA.conclusion):
        reasons.setdefault(conclusion, set()).update(whole.objects(inference, CA.premise))
    for thesis in whole.subjects(RDF.type, CA.Thesis):
        below, waiting = {thesis}, [thesis]
        while waiting:
            more = reasons.get(waiting.pop(), set()) - below
            below |= more
            waiting += more
        assert any((item, RDF.type, CA.Evidence) in whole for item in below), thesis


WORDS_OF_NUMBERS = {
    "1.2 million": "1200000", "18 million": "18000000", "2008–9": "2008 2009", "COVID-19": "", "to 1": "",
}  # fmt: skip


def test_every_number_of_the_essay_is_an_observation(whole: Graph, essay: SourceText) -> None:
    text = essay.text
    for words, number in WORDS_OF_NUMBERS.items():
        assert words in text
        text = text.replace(words, number)
    values = {Decimal(str(value)) for value in whole.objects(None, URIRef(f"{SCHEMA}value"))}
    numbers = {Decimal(found.replace(",", "")) for found in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)}
    assert numbers - values == set()


def test_the_source_is_described_as_the_essay_is(whole: Graph, essay: SourceText) -> None:
    source = URIRef(corpus().namespace + "essay")
    assert str(whole.value(source, CA.sha256)) == essay.sha256
    assert int(str(whole.value(source, CA.length))) == len(essay.text)


def test_the_sections_begin_and_end_as_in_the_essay(whole: Graph, essay: SourceText) -> None:
    for section in essay.sections:
        numbers = [p.number for p in essay.paragraphs if p.section == section.number]
        node = URIRef(f"{corpus().namespace}section-{section.number}")
        first, last = whole.value(node, CA.firstParagraph), whole.value(node, CA.lastParagraph)
        assert (int(str(first)), int(str(last))) == (numbers[0], numbers[-1])
