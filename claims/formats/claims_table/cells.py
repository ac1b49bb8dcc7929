"""The cells of a table: its lines, its delimiter, and what quotation marks mean in it.

Python's csv silently joins rows where a quotation mark is a stray one: a file of 10,269 rows becomes one of 10,240. So
every table is read in both ways, with marks around cells and with marks as characters like others, and the readings
are held against each other: a row that has the header's width in one way only speaks for that way.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from claims.draft_csv import LARGEST_CELL
from claims.formats.argument import Argument
from claims.formats.claims_table.delimiter import delimiter_of, separator_line
from claims.formats.untrusted import failure

_LIMIT = Lock()
_TOLD = 12
_ENOUGH = 4
"""How many cells rows have at least, for it to be no chance that each line within a cell would make a row."""
_LONE_RETURN = re.compile(r"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of its first line, from 1, and its cells."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class _Record:
    """What the reading with marks makes a row of: the lines from `first` to before `end`; None where it cannot."""

    first: int
    end: int
    cells: list[str] | None


@dataclass(frozen=True)
class _Verdict:
    """Which records fit the header in one reading only, or in both though they make different rows of it."""

    marks_only: list[_Record]
    plain_only: list[_Record]
    both: list[_Record]
    neither: list[_Record]

    def speaks_for_plain(self, width: int) -> bool:
        """Return whether marks are characters like others in rows of so many cells."""
        return not self.marks_only and bool(self.plain_only or (self.both and width >= _ENOUGH))


class _Lines(Iterator[str]):
    """Lines that can be taken up again at an earlier one."""

    def __init__(self, lines: Sequence[str], at: int) -> None:
        self.lines, self.at = lines, at

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def read_cells(text: str, argument: Argument, delimiter: str, quoting: str) -> list[Row]:
    """Return the rows of a table; what had to be decided is noted with the argument.

    Args:
        text: The text.
        argument: The argument that it is read into; its format becomes claims-tsv where cells stand between tabs.
        delimiter: The delimiter; "" to find out.
        quoting: "minimal", "none" or "auto".

    Raises:
        FormatError: When there is no row in it, or it is no text.
    """
    lines = _lines_of(_without_nul(text.removeprefix("\ufeff"), argument))
    told = separator_line(lines[0]) if lines else ""
    start = 1 if told else 0
    with _large_cells(len(text)):
        mark = delimiter or told or delimiter_of(lines[start:])
        rows = _rows(lines, start, mark, quoting, argument)
    argument.format = "claims-tsv" if mark == "\t" in text else "claims-csv"
    rows = [Row(row.line, [cell.replace("\0", "\r") for cell in row.cells]) for row in rows]
    rows = [row for row in rows if any(cell and not cell.isspace() for cell in row.cells)]
    if not rows:
        raise failure(argument.name, "", "There is no row in it.")
    return rows


def lines_told(lines: Sequence[int]) -> str:
    """Return the numbers of lines in words, the first twelve.

    Example:
        >>> lines_told([3]), lines_told([3, 7, 8])
        ('line 3', 'lines 3, 7, 8')
    """
    shown = ", ".join(map(str, lines[:_TOLD]))
    more = f" and {len(lines) - _TOLD} more" if len(lines) > _TOLD else ""
    return f"{'line' if len(lines) == 1 else 'lines'} {shown}{more}"


def _without_nul(text: str, argument: Argument) -> str:
    """Return a text without NUL characters, which no cell can hold; they stand for other things afterwards."""
    count = text.count("\0")
    if count * 4 > len(text):
        raise failure(argument.name, "", "Every other character is NUL: this is UTF-16; save the file as UTF-8.")
    if count:
        line = text.count("\n", 0, text.index("\0")) + 1
        argument.note("warning", f"line {line}", f"NUL characters were left out: {count}, the first in this line.")
    return text.replace("\0", "")


def _lines_of(text: str) -> list[str]:
    """Return the lines with their ends.

    Where lines end with a line feed, a carriage return by itself is a character of a cell; the csv module would not
    take it, so a NUL stands for it until the cells are read.
    """
    if "\n" not in text:
        return [line + "\n" for line in text.split("\r")] if text else []
    lines = _LONE_RETURN.sub("\0", text).split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


@contextmanager
def _large_cells(size: int) -> Iterator[None]:
    """Let cells be as large as the text. The limit is one for the whole process; drafts need theirs afterwards."""
    with _LIMIT:
        before = csv.field_size_limit()
        csv.field_size_limit(max(before, size + 1))
        try:
            yield
        finally:
            csv.field_size_limit(max(before, LARGEST_CELL))


def _rows(lines: Sequence[str], start: int, delimiter: str, quoting: str, argument: Argument) -> list[Row]:
    if quoting == "none" or not any('"' in line for line in lines[start:]):
        return [_plain(lines, at, delimiter) for at in range(start, len(lines))]
    width = _width(lines, start, delimiter)
    records = list(_records(lines, start, delimiter, width))
    verdict = _compare(lines, records, delimiter, width)
    if quoting == "auto" and verdict.speaks_for_plain(width):
        _tell_plain(verdict, csv.reader(lines[start:], delimiter=delimiter), len(lines) - start, argument)
        return [_plain(lines, at, delimiter) for at in range(start, len(lines))]
    _tell_marks(verdict, argument)
    return [_row(lines, record, delimiter, width, quoting) for record in records]


def _width(lines: Sequence[str], start: int, delimiter: str) -> int:
    """Return how many cells the first row with something in it has."""
    for at in range(start, len(lines)):
        if lines[at].strip():
            first = next(_records(lines, at, delimiter, 0))
            return len(first.cells or _plain(lines, at, delimiter).cells)
    return 0


def _records(lines: Sequence[str], start: int, delimiter: str, width: int) -> Iterator[_Record]:
    """Yield what the reading with marks makes of the lines.

    What it cannot read, or makes of several lines without the header's width, is one line that is read by itself:
    the next row begins with the line after it. Width 0 is any.
    """
    source = _Lines(lines, start)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while source.at < len(lines):
        first = source.at
        try:
            cells: list[str] | None = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        if cells is None or (source.at > first + 1 and width and len(cells) != width):
            cells, source.at = None, first + 1
        yield _Record(first, source.at, cells)


def _compare(lines: Sequence[str], records: Sequence[_Record], delimiter: str, width: int) -> _Verdict:
    verdict = _Verdict([], [], [], [])
    for record in records:
        if '"' not in lines[record.first] and record.end == record.first + 1:
            continue
        several = record.end > record.first + 1
        plain = all(lines[at].rstrip("\r\n").count(delimiter) + 1 == width for at in range(record.first, record.end))
        plain = plain and not (several and width == 1)
        marks = record.cells is not None and len(record.cells) == width
        if marks and not plain:
            verdict.marks_only.append(record)
        elif plain and not marks:
            verdict.plain_only.append(record)
        elif marks and several:
            verdict.both.append(record)
        elif not marks and not plain:
            verdict.neither.append(record)
    return verdict


def _plain(lines: Sequence[str], at: int, delimiter: str) -> Row:
    return Row(at + 1, lines[at].rstrip("\r\n").split(delimiter))


def _row(lines: Sequence[str], record: _Record, delimiter: str, width: int, quoting: str) -> Row:
    """Return a row as it is read where marks enclose cells."""
    if record.cells is not None:
        return Row(record.first + 1, record.cells)
    plain = _plain(lines, record.first, delimiter)
    if quoting == "auto" and len(plain.cells) == width:
        return plain
    line = lines[record.first].rstrip("\r\n")
    return Row(plain.line, next(csv.reader([line], delimiter=delimiter), plain.cells))


def _tell_plain(verdict: _Verdict, usual: Iterable[list[str]], lines: int, argument: Argument) -> None:
    told = sorted(record.first + 1 for record in (*verdict.plain_only, *verdict.both))
    count = sum(1 for _ in usual)
    argument.note(
        "warning",
        lines_told(told),
        f"Quotation marks were taken as characters of the texts (as if written with QUOTE_NONE): these lines fit the "
        f"header only so. Taken as marks around cells they would make {count:,} rows of {lines:,} lines.",
    )


def _tell_marks(verdict: _Verdict, argument: Argument) -> None:
    for records, message in ((verdict.plain_only, _ASTRAY), (verdict.neither, _UNCLOSED), (verdict.both, _SEVERAL)):
        if records:
            argument.note("warning", lines_told([record.first + 1 for record in records]), message)


_ASTRAY = "A quotation mark stands astray; its row was read as it is written, marks and all."
_UNCLOSED = (
    "A quotation mark is opened and not closed, or closed within a cell, or cells are missing; the line was read by "
    "itself. Write a mark within a cell twice, and enclose the cell in marks."
)
_SEVERAL = (
    "Marks enclose several lines here, and they were taken as one row, though each would be a row of its own without "
    "them."
)
