"""Anchors: a passage is found again in any edition, and never guessed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import Anchor, SourceText, find_anchor, fingerprint
from claims.anchoring import Passage, place
from claims.anchors import anchor_at
from claims.quotes import Place, Quote, find_quote, quote_at
from tests.quick import examples

TEXT = """A FIRST PART
Bread rises because yeast makes gas. “Flour alone,” the baker said, “won’t do it.”

The oven must be hot. Bread rises because yeast likes warmth, and the oven must be hot.
THE SECOND
Café owners know this; a cold oven gives flat bread, and flat bread gives no joy at all.
"""
SOURCE = SourceText(TEXT)
QUOTES = [
    (1, "“Flour alone,” the baker said, “won’t do it.”"),
    (3, "a cold oven gives flat bread"),
    (3, "Café … bread,"),
]


def anchored(paragraph: int, words: str) -> Anchor:
    return place([Passage("item", paragraph, words)], SOURCE)[0]


def test_a_passage_is_here_in_the_text_it_was_anchored_in() -> None:
    assert [find_anchor(anchored(*quote), SOURCE).status for quote in QUOTES] == ["here"] * 3


def test_a_passage_is_found_with_other_quotation_marks_and_dashes() -> None:
    other = SourceText(TEXT.replace("“", '"').replace("”", '"').replace("’", "'").replace(";", " –"))
    assert {find_anchor(anchored(*quote), other).status for quote in QUOTES} <= {"here", "moved"}


def test_a_passage_is_found_in_a_re_wrapped_text_with_a_preface() -> None:
    other = SourceText("A preface of an editor.\n\n" + TEXT.replace(" ", "\n", 40))
    finding = find_anchor(anchored(3, "a cold oven gives flat bread"), other)
    assert finding.status == "moved"
    assert other.text[slice(*finding.places[0])].split() == ["a", "cold", "oven", "gives", "flat", "bread"]


def test_a_passage_is_found_in_decomposed_unicode() -> None:
    decomposed = SourceText(TEXT.replace("é", "e\u0301"))
    assert find_anchor(anchored(3, "Café … bread,"), decomposed).status in ("here", "moved")


def test_a_passage_whose_words_changed_is_lost() -> None:
    assert (
        find_anchor(anchored(3, "a cold oven gives flat bread"), SourceText(TEXT.replace("cold", "warm"))).status
        == "lost"
    )


def test_a_passage_that_stands_twice_is_ambiguous() -> None:
    finding = find_anchor(anchored(3, "a cold oven gives flat bread"), SourceText("A preface.\n" + TEXT + TEXT))
    assert (finding.status, len(finding.places)) == ("ambiguous", 2)


def test_of_several_places_the_recorded_one_decides() -> None:
    anchor = anchored(3, "a cold oven gives flat bread")
    finding = find_anchor(anchor, SourceText(TEXT + TEXT))
    assert (finding.status, finding.places) == ("here", ((anchor.start, anchor.end),))


OVENS = SourceText("First the oven was hot, says Ann. Then the oven was hot, says Bob.")
EDITION = SourceText("Preface. First: the oven was hot – says Ann. Then: the oven was hot, says BOB.")


@pytest.mark.parametrize("number", [0, 1])
def test_of_several_places_the_words_around_the_quotation_decide(number: int) -> None:
    found = find_quote(OVENS, "the oven was hot").places[number]
    anchor = replace(anchor_at(OVENS, "item", found), quote=quote_at(OVENS, found))
    finding = find_anchor(anchor, EDITION)
    wanted = find_quote(EDITION, "the oven was hot").places[number]
    assert (finding.status, finding.places) == ("moved", ((wanted.start, wanted.end),))


@pytest.mark.parametrize(
    "quote", [Quote("the oven was hot", "", ""), Quote("the oven was hot", "Never ", " (Cid)"), None]
)
def test_words_around_a_quotation_that_single_out_none_leave_it_ambiguous(quote: Quote | None) -> None:
    anchor = replace(anchor_at(OVENS, "item", find_quote(OVENS, "the oven was hot").places[0]), quote=quote)
    finding = find_anchor(anchor, EDITION)
    assert (finding.status, len(finding.places)) == ("ambiguous", 2)


def test_an_anchor_knows_its_paragraph_and_section_and_holds_no_words() -> None:
    found = find_quote(SOURCE, "gives flat bread").places[0]
    anchor = anchor_at(SOURCE, "item", found)
    print_ = fingerprint(SourceText("gives flat bread").words)
    assert anchor == Anchor("item", 3, found.start, found.end, print_, quote=None, section=2)


def test_a_place_without_a_word_cannot_be_anchored() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        anchor_at(SOURCE, "item", Place(0, 0, 1, 1))


words = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"]), min_size=1, max_size=30)


@given(words, st.data())
@settings(max_examples=examples(200), deadline=None)
def test_every_place_that_is_found_holds_the_same_words(text: list[str], data: st.DataObject) -> None:
    source = SourceText(" ".join(text))
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    run = source.words[first:last]
    finding = find_anchor(Anchor("item", 1, len(source.text), len(source.text), fingerprint(run)), source)
    starts = [i for i in range(len(text)) if text[i : i + last - first] == text[first:last]]
    assert [source.text[a:b].split() for a, b in finding.places] == [text[first:last]] * len(starts)


@given(words, st.data())
@settings(max_examples=examples(200), deadline=None)
def test_an_anchor_is_here_in_its_own_text(text: list[str], data: st.DataObject) -> None:
    source = SourceText(" ".join(text))
    first = data.draw(st.integers(0, len(text) - 1))
    run = source.words[first : data.draw(st.integers(first + 1, len(text)))]
    finding = find_anchor(Anchor("item", 1, run[0].start, run[-1].end, fingerprint(run)), source)
    assert (finding.status, finding.places) == ("here", ((run[0].start, run[-1].end),))
