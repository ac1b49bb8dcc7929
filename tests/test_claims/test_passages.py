"""Passages: found or refused with what there is, and written as anchors that hold no word unless they may."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyshacl import validate
from rdflib import RDF, Graph, Literal, URIRef

from claims import Anchor, Passages, SourceText, find_anchor
from ontology import CA, OA, shapes_file

BASE = "https://example.org/"
TEXT = """THE MILL
The miller grinds at dawn. Nobody in the village sleeps then.
THE OVEN
The baker bakes at dawn, too. “Nobody,” she says, “sleeps in the village.”
"""
SOURCE = SourceText(TEXT)
PASSAGES = Passages(BASE + "book", SOURCE, {1: BASE + "mill", 2: BASE + "oven"}, quotable=False)
QUOTABLE = replace(PASSAGES, quotable=True)


def words(anchor: Anchor) -> str:
    return TEXT[anchor.start : anchor.end]


def refused(how: str, given_: str, occurrence: object = None, passages: Passages = PASSAGES) -> str:
    with pytest.raises(ValueError, match=r"“|passage") as caught:
        passages.anchor(BASE + "item", how, given_, occurrence)
    return str(caught.value)


def test_quoted_words_become_an_anchor_with_its_paragraph_and_section() -> None:
    anchor = PASSAGES.anchor(BASE + "item", "quote", "the baker bakes")
    assert (words(anchor), anchor.paragraph, anchor.section) == ("The baker bakes", 2, 2)


@pytest.mark.parametrize("occurrence", [2, "2"])
def test_of_several_places_one_is_chosen_by_its_number(occurrence: object) -> None:
    assert PASSAGES.anchor(BASE + "item", "quote", "at dawn", occurrence).paragraph == 2


@pytest.mark.parametrize("occurrence", [None, 0, 3, "second", -1, True, "²"])
def test_words_in_several_places_are_refused_with_the_places(occurrence: object) -> None:
    told = refused("quote", "at dawn", occurrence)
    assert "stands in 2 places; quote more words, or say which by occurrence, from 1 to 2" in told
    assert re.findall(r"\n  (\d)\. paragraph (\d): ", told) == [("1", "1"), ("2", "2")]


def test_a_second_place_of_words_that_stand_once_is_refused() -> None:
    assert "stands in one place only" in refused("quote", "The miller", 2)


def test_of_many_places_ten_are_shown() -> None:
    many = replace(PASSAGES, text=SourceText("so it is\n" * 30))
    told = refused("quote", "it is", None, many)
    assert told.count("paragraph") == 10
    assert told.endswith("… and 20 more")


def test_words_that_stand_nowhere_are_refused_with_what_is_nearest() -> None:
    assert "is not in the text. What is nearest:\n  paragraph 1: " in refused("quote", "the miller grounds at dawn")
    assert refused("quote", "xylophones").endswith("is not in the text.")


@pytest.mark.parametrize("quote", ["", "…", "“ – ”"])
def test_a_quotation_without_words_is_refused(quote: str) -> None:
    assert "has no words" in refused("quote", quote)


@pytest.mark.parametrize("span", ["9-19", " 9 – 19 "])
def test_a_passage_is_given_by_its_characters(span: str) -> None:
    assert words(PASSAGES.anchor(BASE + "item", "passage", span)) == "The miller"


@pytest.mark.parametrize(
    ("span", "told"),
    [("nine", "is no passage"), ("9-", "is no passage"), ("-9-5", "is no passage"), ("19-9", "not within the text"),
     ("9-9", "not within the text"), ("9-999", "has the characters 0-"), ("8-9", "holds no whole word"),
     ("10-12", "holds no whole word")],
)  # fmt: skip
def test_characters_that_are_no_passage_are_refused(span: str, told: str) -> None:
    assert told in refused("passage", span)


def test_a_passage_of_a_text_without_paragraphs_is_anchored() -> None:
    headed = replace(PASSAGES, text=SourceText("# Only a heading"))
    assert headed.anchor(BASE + "item", "passage", "2-6").paragraph == 1


def test_a_passage_after_the_last_paragraph_belongs_to_it() -> None:
    ended = replace(PASSAGES, text=SourceText("A first one.\n# The end"))
    assert ended.anchor(BASE + "item", "passage", "15-22").paragraph == 1


def graph_of(passages: Passages, *anchors: Anchor) -> Graph:
    graph = Graph()
    for number, anchor in enumerate(anchors, 1):
        for triple in passages.triples(anchor, number):
            graph.add(triple)
    return graph


def conforms(graph: Graph) -> str:
    """Return what the shapes find wrong where the item, the source and its sections are there."""
    around = [("item", CA.Policy), ("book", CA.Source), ("mill", CA.Section), ("oven", CA.Section)]
    for name, kind in around:
        graph.add((URIRef(BASE + name), RDF.type, kind))
    shapes = Graph().parse(data=shapes_file().read_text("utf-8"), format="turtle")
    nodes = [str(node) for node in graph.subjects() if str(node) not in {BASE + name for name, _ in around}]
    return str(validate(graph, shacl_graph=shapes, focus_nodes=nodes)[2])


@pytest.mark.parametrize("passages", [PASSAGES, QUOTABLE], ids=["not quotable", "quotable"])
def test_anchors_conform_to_the_shapes(passages: Passages) -> None:
    graph = graph_of(passages, *(passages.anchor(BASE + "item", "passage", span) for span in ("9-19", "0-8", "50-90")))
    assert "Conforms: True" in conforms(graph)
    assert len(set(graph.subjects(RDF.type, OA.Annotation))) == 3


def test_a_section_that_has_no_item_is_left_out() -> None:
    bare = replace(PASSAGES, sections={})
    graph = graph_of(bare, bare.anchor(BASE + "item", "passage", "9-19"))
    assert (None, CA.section, None) not in graph


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
@settings(deadline=None)
def test_no_triple_of_an_anchor_holds_a_word_of_a_source_that_may_not_be_quoted(start: int, end: int) -> None:
    try:
        anchor = PASSAGES.anchor(BASE + "item", "passage", f"{start}-{end}")
    except ValueError:
        return
    literals = {str(term) for *_, term in graph_of(PASSAGES, anchor) if isinstance(term, Literal)}
    assert all(re.fullmatch(r"[0-9]+|[0-9a-f]{16}|[0-9a-f]{32}", literal) for literal in literals)


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("quote", ["The baker bakes", "“Nobody,” she says", "then. THE OVEN The baker"])
def test_the_n_triples_of_an_anchor_are_its_triples(quote: str, number: int) -> None:
    anchor = QUOTABLE.anchor(BASE + "item", "quote", quote)
    assert set(Graph().parse(data=QUOTABLE.ntriples(anchor, number), format="nt")) == set(
        QUOTABLE.triples(anchor, number)
    )


def test_an_anchor_of_a_quotable_source_holds_the_words_and_what_is_around_them() -> None:
    graph = graph_of(QUOTABLE, QUOTABLE.anchor(BASE + "item", "quote", "The baker bakes"))
    quote = graph.value(predicate=RDF.type, object=OA.TextQuoteSelector)
    assert str(graph.value(quote, OA.exact)) == "The baker bakes"
    assert str(graph.value(quote, OA.suffix)).startswith(" at dawn")


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
@settings(deadline=None)
def test_every_anchor_is_found_in_the_text_that_it_was_made_for(start: int, end: int) -> None:
    try:
        anchor = QUOTABLE.anchor(BASE + "item", "passage", f"{start}-{end}")
    except ValueError:
        return
    finding = find_anchor(anchor, SOURCE)
    inside = [(a, b) for a, b in finding.places if start <= a and b <= end]
    assert inside
