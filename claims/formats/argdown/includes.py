"""Files that an Argdown document includes: `@include(path)`, from the document's folder and below, each once."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from claims.errors import FormatError
from claims.formats.argdown.marks import Places
from claims.formats.argument import Note
from claims.formats.untrusted import read_text

_INCLUDE = re.compile(r"@include\(([^)\n]+)\)")
_DEEPEST = 50


@dataclass(slots=True)
class Source:
    """A text that was put together, and where its lines come from.

    Attributes:
        text: The text.
        notes: What could not be included.
        begins: The offsets at which pieces begin.
        pieces: The file of each piece, and the line and column in it at which it begins.
    """

    text: str
    notes: list[Note] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    pieces: list[tuple[str, int, int]] = field(default_factory=list)
    _places: Places | None = None

    def place(self, offset: int) -> tuple[str, int, int]:
        """Return the file, the line and the column of an offset."""
        at = max(bisect_right(self.begins, offset) - 1, 0)
        file, line, column = self.pieces[at]
        if self._places is None:
            self._places = Places(self.text)
        begin = self.begins[at]
        lines = self._places.line(offset) - self._places.line(begin)
        return file, line + lines, self._places.column(offset) if lines else column + offset - begin


def plain_source(text: str, name: str) -> Source:
    """Return a text alone; the files that it wants to include are left out, since nobody knows where they are."""
    found = Source(_clean(text), [], [0], [(name, 1, 1)])
    for match in _INCLUDE.finditer(found.text):
        message = f"{match[1]} is not included, since only a file has a folder to look in."
        found.notes.append(Note("refused", name, f"line {found.place(match.start())[1]}", message))
    found.text = _INCLUDE.sub(lambda match: " " * len(match[0]), found.text)
    return found


def included(path: Path) -> Source:
    """Return the text of a file, with the files that it includes, and those that they include.

    Raises:
        FormatError: When the file itself cannot be read.
    """
    return _Including(path).run()


def _clean(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(slots=True)
class _File:
    """A file under way: its text, the includes in it, and how far it has been taken."""

    path: Path
    text: str
    matches: Iterator["re.Match[str]"]
    position: int = 0


class _Including:
    def __init__(self, path: Path) -> None:
        self.folder = path.resolve().parent
        self.found = Source("")
        self.length = 0
        self.pieces: list[str] = []
        self.seen = {path.resolve()}
        self.open = [self._opened(path)]

    def _opened(self, path: Path) -> _File:
        text = _clean(read_text(path))
        return _File(path, text, _INCLUDE.finditer(text))

    def run(self) -> Source:
        while self.open:
            file = self.open[-1]
            match = next(file.matches, None)
            self._take(file, match.start() if match else len(file.text))
            if match is None:
                self.open.pop()
            else:
                file.position = match.end()
                self._include(file, match)
        self.found.text = "".join(self.pieces)
        return self.found

    def _take(self, file: _File, end: int) -> None:
        """Take over a file's text up to an offset."""
        line = file.text.count("\n", 0, file.position) + 1
        column = file.position - file.text.rfind("\n", 0, file.position)
        self.found.begins.append(self.length)
        self.found.pieces.append((str(file.path), line, column))
        piece = file.text[file.position : end]
        self.pieces.append(piece)
        self.length += len(piece)

    def _include(self, file: _File, match: "re.Match[str]") -> None:
        said = match[1].strip()
        why = self._why_not(file, said)
        if not why:
            path = file.path.parent / said
            self.seen.add(path.resolve())
            try:
                self.open.append(self._opened(path))
            except FormatError as error:
                why = error.notes[0].message
        if why:
            line = file.text.count("\n", 0, match.start()) + 1
            self.found.notes.append(Note("refused", str(file.path), f"line {line}", f"{said} is not included: {why}"))

    def _why_not(self, file: _File, said: str) -> str:
        try:
            path = (file.path.parent / said).resolve()
        except (OSError, ValueError, RuntimeError):
            return "this is no path."
        if Path(said).is_absolute() or re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:|[/\\~]", said):
            return "only paths from the document on are followed."
        if not path.is_relative_to(self.folder):
            return "it is not in the folder of the document."
        if path in self.seen:
            return "it is included already, and each file is included once."
        if len(self.open) > _DEEPEST:
            return f"files include each other more than {_DEEPEST} deep."
        return ""
