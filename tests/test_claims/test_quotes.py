"""Quotations: found character for character, else word for word, else what is nearest; never guessed."""

import unicodedata
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claims import SourceText
from claims.quotes import QUOTE_CONTEXT, Place, Quote, QuoteFinding, find_quote, in_context, quote_at
from graph import Store, find_passages
from tests.quick import examples

TEXT = """Of the party at the mill I say little. “Art,” said the miller, “feeds nobody” – and he ate a naïve Café bun.
THE OVEN
A hot oven gives crisp bread; a cold oven gives flat bread; so heat the oven.

The cook\u00adery book was\tright all along, and a hot oven
it must be.
"""
SOURCE = SourceText(TEXT)


def passages(source: SourceText, finding: QuoteFinding) -> list[str]:
    return [source.text[place.start : place.end] for place in finding.places]


def found(words: str) -> list[str]:
    return passages(SOURCE, find_quote(SOURCE, words))


def test_an_exact_quotation_is_found_with_its_paragraph_and_section() -> None:
    start = TEXT.index("a cold oven")
    assert find_quote(SOURCE, "a cold oven") == QuoteFinding((Place(start, start + 11, 2, 2),), True, ())


def test_every_place_of_an_exact_quotation_is_found_and_none_overlaps() -> None:
    assert [place.paragraph for place in find_quote(SOURCE, "hot oven").places] == [2, 3]
    assert len(find_quote(SourceText("so so so so so"), "so so").places) == 2


def test_a_quotation_is_of_whole_words() -> None:
    assert found("art") == ["Art"]
    assert not find_quote(SOURCE, "art").exact
    assert find_quote(SOURCE, "ove").places == ()


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ('"Art," said the miller', "“Art,” said the miller"),
        ("said the miller, 'feeds nobody' - and", "said the miller, “feeds nobody” – and"),
        ("  A HOT   OVEN\n gives ", "A hot oven gives"),
        ("the cookery book was right", "The cook\u00adery book was\tright"),
        ("a hot oven it must be.", "a hot oven\nit must be."),
        (unicodedata.normalize("NFD", "naïve Café"), "naïve Café"),
        ("nobody … bun", "nobody” – and he ate a naïve Café bun"),
        ("a ... flat bread", "a cold oven gives flat bread"),
        ("… A hot […] the oven.", "A hot oven gives crisp bread; a cold oven gives flat bread; so heat the oven."),
        ("Café bun. THE OVEN A hot", "Café bun.\nTHE OVEN\nA hot"),
    ],
)
def test_the_same_words_are_found_however_they_are_written(words: str, passage: str) -> None:
    finding = find_quote(SOURCE, words)
    assert (passages(SOURCE, finding), finding.exact) == ([passage], passage == words.strip())


def test_words_left_out_are_of_one_paragraph() -> None:
    assert found("crisp … cookery") == []


def test_words_left_out_may_be_none_and_may_be_marked_in_the_source_itself() -> None:
    source = SourceText("He said … nothing. He did nothing.")
    assert passages(source, find_quote(source, "said … nothing")) == ["said … nothing"]
    assert passages(source, find_quote(source, "he … did")) == ["He did"]


def test_a_passage_that_crosses_paragraphs_is_of_the_first() -> None:
    place = find_quote(SOURCE, "so heat the oven. The cookery").places[0]
    assert (place.paragraph, place.section) == (2, 2)


def test_a_quoted_heading_is_of_the_paragraph_below_it() -> None:
    assert [(place.paragraph, place.section) for place in find_quote(SOURCE, "THE OVEN").places[:1]] == [(2, 2)]
    assert find_quote(SourceText("# Only a heading"), "only").places == (Place(2, 6, 1, 1),)


@pytest.mark.parametrize("words", ["", "  ", "…", "“ – ”", " … [...] "])
def test_a_quotation_without_words_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="at least one word"):
        find_quote(SOURCE, words)


def nearest(source: SourceText, words: str) -> list[str]:
    finding = find_quote(source, words)
    assert finding.places == ()
    return [source.text[place.start : place.end] for place in finding.nearest]


def test_the_nearest_places_are_shown_where_there_is_none_best_first() -> None:
    assert nearest(SOURCE, "a cold oven gave flat breads")[0] == "a cold oven gives flat bread"
    assert nearest(SOURCE, "cookerie buk")[0] == "cook\u00adery book"


def test_at_most_three_nearest_places_are_shown_and_none_overlaps() -> None:
    source = SourceText("\n".join(f"Loaf {number} was burnt on one side." for number in range(40)))
    finding = find_quote(source, "was burned on one side")
    assert len(finding.nearest) == 3
    assert len({place.paragraph for place in finding.nearest}) == 3


@pytest.mark.parametrize(("text", "words"), [(TEXT, "xylophone quartets"), ("", "oven"), ("…", "oven")])
def test_nothing_is_near_where_nothing_is_like_it(text: str, words: str) -> None:
    assert nearest(SourceText(text), words) == []


def test_the_nearest_place_of_a_long_quotation_is_found() -> None:
    paragraphs = [f"Batch {n}: " + " ".join(f"step{n}x{i} took {i} minutes" for i in range(40)) for n in range(30)]
    source = SourceText("\n".join(paragraphs))
    finding = find_quote(source, paragraphs[17].replace("minutes", "minuets"))
    assert finding.nearest[0].paragraph == 18


def test_a_passage_is_shown_in_its_context_cut_at_the_borders_of_words() -> None:
    place = find_quote(SOURCE, "right all along").places[0]
    assert in_context(SOURCE, place, 24) == (
        "The cook\u00adery book was ",
        "right all along",
        ", and a hot oven it must",
    )
    assert in_context(SOURCE, place, 15) == ("book was ", "right all along", ", and a hot")


def test_the_context_at_the_ends_of_a_text_is_all_there_is() -> None:
    source = SourceText("“Bread rises.”")
    assert in_context(source, find_quote(source, "Bread").places[0]) == ("“", "Bread", " rises.”")


def test_a_quote_holds_what_stands_around_it() -> None:
    place = find_quote(SOURCE, "cold oven").places[0]
    quote = quote_at(SOURCE, place)
    assert quote == Quote("cold oven", TEXT[place.start - 32 : place.start], TEXT[place.end : place.end + 32])
    assert len(quote.prefix) == len(quote.suffix) == QUOTE_CONTEXT
    assert quote_at(SOURCE, Place(0, 6, 1, 1)).prefix == ""


WORDS = "café Straße Ähre über ﬁne Don 1,000 the THE co\u00adop a b"
some_words = st.lists(st.sampled_from(WORDS.split()), min_size=1)
marks = st.sampled_from([" ", ", ", ".\n", " – ", "; “", "” ", "\n\n", "\t", "--"])
CHANGES: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    partial(unicodedata.normalize, "NFC"),
    partial(unicodedata.normalize, "NFD"),
]
changes = st.sampled_from(CHANGES)


@given(some_words, st.data())
@settings(max_examples=examples(300), deadline=None)
def test_any_run_of_words_is_found_however_it_is_written(texts: list[str], data: st.DataObject) -> None:
    source = SourceText("".join(text + data.draw(marks) for text in texts))
    first = data.draw(st.integers(0, len(texts) - 1))
    run = texts[first : data.draw(st.integers(first + 1, len(texts)))]
    quote = "".join(data.draw(changes)(text) + data.draw(marks) for text in run)
    wanted = [word.text for word in SourceText(" ".join(run)).words]
    places = [SourceText(source.text[place.start : place.end]) for place in find_quote(source, quote).places]
    assert places
    assert all([word.text for word in place.words] == wanted for place in places)


@given(st.text(), st.text(min_size=1))
@settings(deadline=None)
def test_places_of_any_quotation_lie_in_the_text_in_order(text: str, words: str) -> None:
    assume(SourceText(words.replace("…", "")).words)
    source = SourceText(text)
    places = find_quote(source, words).places
    ends = [position for place in places for position in (place.start, place.end)]
    assert ends == sorted(ends)
    assert all(place.start < place.end <= len(text) for place in places)


def test_the_words_of_every_shipped_anchor_are_found_where_they_are_anchored(shipped: Store, essay: SourceText) -> None:
    findings = list(find_passages(shipped, essay))
    for start, end in (finding.places[0] for finding in findings):
        words = essay.text[start:end]
        for written in (words, words.upper().replace("’", "'")):
            assert (start, end) in [(place.start, place.end) for place in find_quote(essay, written).places]
    assert findings


def test_the_paragraph_of_every_shipped_anchor_is_that_of_its_quotation(shipped: Store, essay: SourceText) -> None:
    anchors = [passage.anchor for passage in find_passages(shipped, essay)]
    places = [find_quote(essay, essay.text[anchor.start : anchor.end]).places[0] for anchor in anchors]
    assert [place.paragraph for place in places] == [anchor.paragraph for anchor in anchors]
