"""Ids: what can be one, and how they are made."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import is_identifier, slug
from claims.identifiers import relation_slug


@pytest.mark.parametrize("text", ["a", "1", "bread-needs-time", "a-", "a--b", "a" * 200])
def test_small_letters_digits_and_hyphens_are_an_id(text: str) -> None:
    assert is_identifier(text)


@pytest.mark.parametrize("text", ["", "-a", "A", "a b", "a/b", "a\n", "é", "a_b", "١", "a" * 201])
def test_anything_else_is_no_id(text: str) -> None:
    assert not is_identifier(text)


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Bread needs time", "bread-needs-time"),
        ("  The baker's “18 hours” – really?  ", "the-bakers-18-hours-really"),
        ("1,000 loaves, 2 ovens", "1000-loaves-2-ovens"),
        ("1,000 loaves – 2 ovens", "1000-loaves-2-ovens"),
        ("Öl, Brot & Käse", "ol-brot-kase"),
        ("面包", "mian-bao"),
        ("Хлеб", "khleb"),
        ("a\ud800b", "a-b"),
    ],
)
def test_an_id_is_made_of_a_titles_words(title: str, made: str) -> None:
    assert slug(title) == made


@pytest.mark.parametrize("title", ["🍞", "", "…", "\ud800"])
def test_a_title_without_words_gets_an_id_of_its_own(title: str) -> None:
    assert slug(title).startswith("item-")
    assert slug(title) != slug(title + "!")


@given(st.text())
@settings(deadline=None)
def test_every_title_makes_an_id_with_room_for_a_number(title: str) -> None:
    assert is_identifier(f"{slug(title)}-1000000")


@given(st.text("abcXYZ 0189,.:;!?()\"'-", min_size=1))
@settings(deadline=None)
def test_titles_in_plain_letters_make_the_same_id_the_quick_way_and_the_long_way(title: str) -> None:
    assert not any(character.isalnum() for character in title) or slug(title) == slug(title + " –")


RELATIONS = [
    ("inference", {"premise": ["b", "a"], "conclusion": ["c"]}, "c-because-a-b"),
    ("conflict", {"attacker": ["https://example.org/x/a"], "attacked": ["c"]}, "a-against-c"),
    ("rephrase", {"rephrases": ["a"], "rephrased": ["c"]}, "a-says-again-c"),
    ("link", {"policy": ["p"], "power": ["trust"], "bearing": ["erodes"]}, "p-erodes-trust"),
    ("link", {"policy": ["p"], "power": ["trust"]}, "p-bears-on-trust"),
    ("conflict", {"attacker": ["http://x/A%20b#C"], "attacked": ["été"]}, "a-20b-c-against-t"),
    ("inference", {}, "because"),
]


@pytest.mark.parametrize(("kind", "values", "made"), RELATIONS)
def test_the_id_of_a_relation_says_what_it_joins(kind: str, values: dict[str, list[str]], made: str) -> None:
    assert relation_slug(kind, values) == made


@given(st.lists(st.text(), max_size=5), st.lists(st.text(), max_size=5))
def test_the_id_of_any_relation_is_an_id_whatever_the_order(premises: list[str], conclusions: list[str]) -> None:
    made = relation_slug("inference", {"premise": premises, "conclusion": conclusions})
    assert is_identifier(made)
    assert made == relation_slug("inference", {"premise": premises[::-1], "conclusion": conclusions})
