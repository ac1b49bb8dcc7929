"""A source text: its paragraphs, sections and words, each with its place in characters."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from claims.errors import SourceError

# A word is a run of letters and digits. Combining marks and invisible joiners inside one belong to it, so that a text
# in decomposed Unicode, or with soft hyphens, has the same words.
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f\u00ad\u200b-\u200d]*)+")


@dataclass(frozen=True)
class Word:
    """One word, normalised (NFKC, case folded, letters and digits only), and where it stands (characters)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """A non-empty line that is no heading; `number` counts from 1, `section` is the number of its section."""

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
        """Return the text of a UTF-8 file.

        Raises:
            SourceError: When the file is missing, is no text in UTF-8, or is empty.
        """
        try:
            # Not read_text(): that would turn \r\n into \n and shift every position.
            text = path.read_bytes().decode("utf-8")
        except OSError as error:
            raise SourceError(path, error.strerror or str(error)) from error
        except UnicodeDecodeError as error:
            raise SourceError(path, f"byte {error.start} is not UTF-8; save the file as UTF-8 text") from error
        if not text.strip():
            raise SourceError(path, "the file is empty")
        return cls(text)

    @property
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


def _normalised(match: re.Match[str]) -> Iterator[Word]:
    folded = unicodedata.normalize("NFKC", match.group()).casefold()
    for part in re.findall(r"[^\W_]+", re.sub(r"[\u00ad\u200b-\u200d]", "", folded)):
        yield Word(part, match.start(), match.end())


def _parts(text: str) -> Iterator[Paragraph | Section]:
    section, number, position = 0, 0, 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        start = position + len(line) - len(line.lstrip())
        position += len(line)
        if not content:
            continue
        heading = _is_heading(content)
        if heading or section == 0:
            section += 1
            yield Section(section, content if heading else "")
        if not heading:
            number += 1
            yield Paragraph(number, section, start, start + len(content))


def _is_heading(line: str) -> bool:
    """A line in capitals throughout, or a Markdown heading."""
    return line.startswith("#") or (line.isupper() and len(line) < 120)
