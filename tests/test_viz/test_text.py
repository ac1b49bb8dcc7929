"""Texts in boxes: how wide they are and where they break."""

from hypothesis import given
from hypothesis import strategies as st

from viz.text import clean, width, wrap

ROOM, SIZE = 264.0, 16.0


@given(st.text(max_size=400))
def test_no_line_is_wider_than_the_room(text: str) -> None:
    assert all(width(line, SIZE) <= ROOM for line in wrap(text, SIZE, ROOM, 9))


@given(st.text(max_size=400))
def test_lines_that_are_not_cut_hold_every_character_in_order(text: str) -> None:
    joined = "".join(wrap(text, SIZE, ROOM, 900)).replace(" ", "")
    assert joined == clean(text).replace(" ", "")


def test_a_text_of_100_000_characters_becomes_nine_lines_that_end_in_dots() -> None:
    lines = wrap("word " * 20_000, SIZE, ROOM, 9)
    assert len(lines) == 9
    assert lines[-1].endswith("…")


def test_a_word_longer_than_a_line_is_broken() -> None:
    assert len(wrap("x" * 100, SIZE, ROOM, 9)) > 1


def test_characters_that_turn_the_direction_of_reading_are_left_out() -> None:
    assert clean("safe\u202egnp.exe\u2066") == "safegnp.exe"


def test_wide_scripts_count_a_full_square_each() -> None:
    assert width("語", SIZE) >= SIZE


def test_an_empty_text_has_no_lines() -> None:
    assert wrap("  ", SIZE, ROOM, 9) == ()
