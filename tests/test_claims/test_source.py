"""Source texts: paragraphs, sections, words, and files that are none."""

from pathlib import Path

import pytest

from claims import SourceError, SourceText

TEXT = "Before any heading.\n\nPART ONE\n  Indented line. \r\nNext line.\n# Part two\nLast."


def test_paragraphs_are_the_lines_that_are_no_headings() -> None:
    source = SourceText(TEXT)
    assert [source.text[p.start : p.end] for p in source.paragraphs] == [
        "Before any heading.", "Indented line.", "Next line.", "Last.",
    ]  # fmt: skip


def test_paragraphs_know_their_section() -> None:
    assert [(p.number, p.section) for p in SourceText(TEXT).paragraphs] == [(1, 1), (2, 2), (3, 2), (4, 3)]


def test_sections_have_the_title_of_their_heading() -> None:
    assert [section.title for section in SourceText(TEXT).sections] == ["", "PART ONE", "# Part two"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Don’t!", ["don", "t"]), ("ﬁne Straße", ["fine", "strasse"]), ("co\u00adop", ["coop"]), ("1,000", ["1", "000"])],
)
def test_words_are_normalised(text: str, expected: list[str]) -> None:
    assert [word.text for word in SourceText(text).words] == expected


@pytest.mark.parametrize(("content", "words"), [(b"\xff\xfe", "not UTF-8"), (b" \n", "empty"), (None, "No such file")])
def test_a_file_that_is_no_text_is_refused_with_its_name(tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "essay.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SourceError, match=words) as told:
        SourceText.read(file)
    assert str(file) in str(told.value)
