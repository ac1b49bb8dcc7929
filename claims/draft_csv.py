"""Drafts in tables: CSV and TSV with a header, one draft in each row.

Rows are counted as a spreadsheet shows them: the header is row 1, empty rows count, a cell of several lines is in one
row. Where rows and lines have drifted apart, a fault tells the line too.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any, TextIO

from claims.draft_fields import REASON, Reading, field_name, parts, texts
from claims.drafts import Draft, DraftFault, Origin

LARGEST_CELL = 1_048_576
"""How many characters a cell may have. What is longer comes from a quote that was never closed."""

_QUOTED = re.compile(r'"[^"]*("|$)')


def read_table(lines: Iterable[str], delimiters: str, reading: Reading) -> Iterator[Draft | DraftFault]:
    """Yield the drafts of a table, with a fault in place of each row that cannot be read.

    Args:
        lines: The lines with their line ends, as they are.
        delimiters: Those that it may have, the likeliest first; which it has is found from the header.
        reading: What is read, and how.

    Raises:
        DraftError: When there is no header or it is not right, or when a quote is opened and never closed.
    """
    # The limit is one for the whole process: it is raised, never lowered.
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_CELL))
    lines = iter(lines)
    blank = 0
    header = next(lines, "")
    while header and not header.strip(" \r\n"):
        blank, header = blank + 1, next(lines, "")
    delimiter = max(delimiters, key=_QUOTED.sub("", header).count)
    rows = csv.reader(chain([header] if header else [], lines), delimiter=delimiter, strict=True)
    table = _Table(reading, _names(rows, reading, blank), delimiter)
    yield from _drafts(rows, table, blank)


def write_table(file: TextIO, bad: Sequence[tuple[Mapping[str, object], Sequence[str]]], delimiter: str) -> None:
    """Write drafts' fields as a table, their reasons in a last column."""
    names = list(dict.fromkeys(name for fields, _ in bad for name in fields if name != REASON))
    # A delimiter within a name must not be taken for the table's.
    odd = any(re.search(r"[,;\t\r\n\"]", name) for name in names)
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL if odd else csv.QUOTE_MINIMAL).writerow(
        [*names, REASON]
    )
    writer = csv.writer(file, delimiter=delimiter)
    for fields, reasons in bad:
        writer.writerow([*(_cell(fields.get(name)) for name in names), " | ".join(reasons)])


def _names(rows: Iterator[list[str]], reading: Reading, blank: int) -> list[str]:
    """Return the header's names, "" for columns without one."""
    try:
        names = [field_name(cell) for cell in next(rows, [])]
    except csv.Error as error:
        raise reading.failure(f"The header cannot be read: {_QUOTES}", blank + 1, "row") from error
    if not any(names):
        raise reading.failure("There is no header; the first row must name the columns, such as kind,label,text.")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        named = ", ".join(f"“{name}”" for name in twice)
        raise reading.failure(f"The header names {named} twice; keep one column of each name.", blank + 1, "row")
    return names


_QUOTES = (
    'a quote that opens a cell must close it, and a quote within a quoted cell is written twice: "a ""new"" order".'
)


@dataclass
class _Table:
    """What is known of a table once its header is read."""

    reading: Reading
    names: list[str]
    delimiter: str
    taken: list[str] = field(init=False)
    lists: list[str] = field(init=False)
    nameless: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.taken = ["" if name == REASON else name for name in self.names]
        self.lists = [name for name in self.taken if name and name in self.reading.many]
        self.nameless = [index for index, name in enumerate(self.names) if not name]

    def draft(self, cells: list[str], row: int, line: int) -> Draft | DraftFault | None:
        """Return the draft of one row, its fault, or None for an empty row."""
        if self.nameless or len(cells) > len(self.names):
            fault = self._outside(cells, row, line)
            if fault is not None:
                return fault
        fields: dict[str, object] = {
            name: cell for name, cell in zip(self.taken, cells, strict=False) if name and cell and not cell.isspace()
        }
        for name in self.lists:
            if name in fields:
                fields[name] = parts(str(fields[name]))
        if not all(fields.values()):
            fields = {name: value for name, value in fields.items() if value}
        reading = self.reading
        return Draft(reading.with_kind(fields), Origin(reading.file, "row", row)) if fields else None

    def _outside(self, cells: list[str], row: int, line: int) -> DraftFault | None:
        """Return the fault of a row that holds something outside the columns.

        Raises:
            DraftError: When a cell stands under a header cell without a name.
        """
        nameless = [index + 1 for index in self.nameless if index < len(cells) and cells[index].strip()]
        if nameless:
            why = f"Column {nameless[0]} has no name in the header, yet row {row} holds something there; name it."
            raise self.reading.failure(why, row, "row")
        if not any(cell.strip() for cell in cells[len(self.names) :]):
            return None
        count = f"Has {len(cells)} cells, the header has {len(self.names)}"
        shown = "tab" if self.delimiter == "\t" else f"“{self.delimiter}”"
        return self.fault(f"{count}; put a cell that holds a {shown} in quotes, right after the delimiter.", row, line)

    def fault(self, message: str, row: int, line: int) -> DraftFault:
        drifted = f" (Line {line} of the file.)" if line != row else ""
        return DraftFault(Origin(self.reading.file, "row", row), "", message + drifted)


def _drafts(rows: Any, table: _Table, blank: int) -> Iterator[Draft | DraftFault]:
    """Yield what each row after the header is.

    After a row with a stray quote it is not certain where the next row begins: what follows is taken for rows again
    from the first one that has a cell for every column.
    """
    broken, width, line = 0, len(table.names), rows.line_num + blank + 1
    for row, cells in enumerate(_tolerant(rows), blank + 2):
        if isinstance(cells, csv.Error):
            yield _stray(cells, table, row, line, rows.line_num + blank)
            broken = row
        elif broken and cells and len(cells) != width:
            why = f"Not read, since it may be the rest of row {broken}, whose quotes are broken; mend that one first."
            yield table.fault(why, row, line)
        else:
            broken = 0 if cells else broken
            found = table.draft(cells, row, line)
            if found is not None:
                yield found
        line = rows.line_num + blank + 1


def _tolerant(rows: Iterator[list[str]]) -> Iterator[list[str] | csv.Error]:
    """Yield each row, or the error in its place; the reader begins anew with the next line."""
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield error


def _stray(error: csv.Error, table: _Table, row: int, first: int, last: int) -> DraftFault:
    """Return the fault of a row whose quotes are wrong.

    Raises:
        DraftError: When a quote in it is never closed, so that the rest of the file is one cell.
    """
    if "end of data" in str(error) or "field limit" in str(error):
        why = f"A quote opened in this row (line {first} of the file) is never closed; {_QUOTES}"
        raise table.reading.failure(why, row, "row") from error
    lost = f" Lines {first} to {last} were taken for this row, and none of them is read." if last > first else ""
    return table.fault(f"Has a stray quote: {_QUOTES}{lost}", row, first)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        if any(isinstance(part, Mapping | list | tuple) for part in value):
            return json.dumps(value, ensure_ascii=False, default=_plain)
        return "; ".join(texts(value))
    return texts([value])[0]


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else dict(value)  # type: ignore[call-overload]
