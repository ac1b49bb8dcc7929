"""What stands between the cells of a table: told by its first line (`sep=;`), or found out."""

import csv
import re
from collections.abc import Sequence

from claims.formats.claims_table.header import field_of

_MARKS = "\t,;|"
_ENCLOSED = re.compile(r'"[^"]*("|$)')
_SEPARATOR = re.compile(r'"?sep=(.)"?[,;]*\s*', re.IGNORECASE)
_SAMPLE, _LONGEST, _OFTEN = 30, 200_000, 0.5


def separator_line(line: str) -> str:
    """Return the delimiter that a first line such as `sep=;` tells, which spreadsheets write; "" for none."""
    told = _SEPARATOR.fullmatch(line) if len(line) < 20 else None
    return told[1] if told and told[1] not in '"\0' else ""


def delimiter_of(lines: Sequence[str]) -> str:
    """Return what stands between the cells: what gives known names in the first row, and rows of one width.

    Where nothing does, it is a character that no cell has, so that each line is one cell.
    """
    sample = [line[:_LONGEST] for line in lines[: _SAMPLE * 4] if line.strip()][:_SAMPLE]
    if not sample:
        return ","
    bare = _ENCLOSED.sub("", sample[0])
    ranked = sorted((_rank(sample, mark), mark) for mark in _MARKS if mark in bare)
    if ranked and (ranked[-1][0][0] or ranked[-1][0][1] > _OFTEN):
        return ranked[-1][1]
    return next((mark for mark in "\t\x1f\x1e\x1d\x1c" if not any(mark in line for line in lines)), ",")


def _rank(sample: Sequence[str], mark: str) -> tuple[bool, float, int]:
    """Return whether the first row has a known name, how many rows have its width in either reading, and that."""
    marked = list(csv.reader(sample, delimiter=mark))
    plain = [line.rstrip("\r\n").split(mark) for line in sample]
    known = any(field_of(cell) for cell in marked[0])
    return known, max(_regular(marked), _regular(plain)), len(marked[0])


def _regular(rows: Sequence[Sequence[str]]) -> float:
    """Return the share of rows that are as wide as the first."""
    return sum(len(row) == len(rows[0]) for row in rows) / len(rows)
