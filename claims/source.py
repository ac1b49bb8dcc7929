"""A source text: its paragraphs, sections and words, each with its place in characters."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from claims.source_formats import SENTENCE_END, plain_text

# A word is a run of letters and digits. Combining marks and invisible joiners inside one belong to it, so that a text
# in decomposed Unicode, or with soft hyphens, has the same words.
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f\u00ad\u200b-\u200d]*)+")
_LONGEST_WRAPPED = 120
"""No line of a hard-wrapped text is longer than this."""


@dataclass(frozen=True)
class Word:
    """One word, normalised (NFKC, case folded, letters and digits only), and where it stands (characters)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """A non-empty line that is no heading, or a block of lines where the text is hard-wrapped.

    `number` counts from 1, `section` is the number of its section.
    """

    number: int
    section: int
    start: int
    end: int


@dataclass(frozen=True)
class Section:
    """The paragraphs under one heading; the part before the first heading has the title ""."""

    number: int
    title: str


@dataclass(frozen=True)
class SourceText:
    """A source text as it is; positions count its Unicode code points from 0."""

    text: str

    @classmethod
    def read(cls, path: Path) -> "SourceText":
        """Return the text of a file: plain text as it is, Markdown, HTML and PDF as plain text.

        Raises:
            SourceError: When the file is missing, is empty, or cannot be read as what its name says it is.
        """
        return cls(plain_text(path))

    @cached_property
    def sha256(self) -> str:
        """The digest of the text in UTF-8, 64 hexadecimal digits."""
        return sha256(self.text.encode("utf-8")).hexdigest()

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs in order."""
        return tuple(part for part in self._parts if isinstance(part, Paragraph))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in order."""
        return tuple(part for part in self._parts if isinstance(part, Section))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word in order."""
        return tuple(word for match in _WORD.finditer(self.text) for word in _normalised(match))

    @cached_property
    def _parts(self) -> tuple[Paragraph | Section, ...]:
        return tuple(_parts(self.text))


@dataclass(frozen=True)
class _Line:
    """A line without the space around it, and where it stands; or, of a hard-wrapped text, lines that are joined."""

    text: str
    start: int
    end: int

    @property
    def is_heading(self) -> bool:
        """Whether it is in capitals throughout, or a Markdown heading."""
        return self.text.startswith("#") or (self.text.isupper() and len(self.text) < 120)

    @property
    def ends_sentence(self) -> bool:
        return bool(SENTENCE_END.search(self.text))


def _normalised(match: re.Match[str]) -> Iterator[Word]:
    if match.group().isascii():  # by far the most words, and in no need of the work below
        yield Word(match.group().lower(), match.start(), match.end())
        return
    folded = unicodedata.normalize("NFKC", match.group()).casefold()
    for part in re.findall(r"[^\W_]+", re.sub(r"[\u00ad\u200b-\u200d]", "", folded)):
        yield Word(part, match.start(), match.end())


def _parts(text: str) -> Iterator[Paragraph | Section]:
    section, number = 0, 0
    lines = list(_lines(text))
    for line in _joined(lines, text) if _is_hard_wrapped(lines) else lines:
        if not line.text:
            continue
        if line.is_heading or section == 0:
            section += 1
            yield Section(section, line.text if line.is_heading else "")
        if not line.is_heading:
            number += 1
            yield Paragraph(number, section, line.start, line.end)


def _lines(text: str) -> Iterator[_Line]:
    position = 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        start = position + len(line) - len(line.lstrip())
        position += len(line)
        yield _Line(content, start, start + len(content))


def _is_hard_wrapped(lines: list[_Line]) -> bool:
    """Whether short lines, in blocks with blank lines between, mostly run on into the next one."""
    longest = max((len(line.text) for line in lines), default=0)
    inside = [(a, b) for a, b in pairwise(lines) if a.text and b.text and not a.is_heading and not b.is_heading]
    blank = any(not line.text for line in lines)
    running_on = sum(_runs_on(line, following, longest) for line, following in inside)
    return blank and longest <= _LONGEST_WRAPPED and 2 * running_on > len(inside)


def _runs_on(line: _Line, following: _Line, longest: int) -> bool:
    """Whether a line ends amid a sentence: for want of room, or because the next one goes on in lower case."""
    full = len(line.text) + 1 + len(following.text.split()[0]) > longest
    return not line.ends_sentence and (full or not following.text[0].isupper())


def _joined(lines: list[_Line], text: str) -> Iterator[_Line]:
    """Yield each block of a hard-wrapped text as one line, and its headings as lines of their own."""
    block = last = _Line("", 0, 0)
    for line in lines:
        # Capitals that go on amid a sentence ("… the members of / NATO.") are no heading.
        heading = line.is_heading and (last.ends_sentence or not block.text)
        if not line.text or heading:
            yield block
            yield line
            block = _Line("", 0, 0)
        else:
            start = block.start if block.text else line.start
            block = _Line(text[start : line.end], start, line.end)
        last = line
    yield block
