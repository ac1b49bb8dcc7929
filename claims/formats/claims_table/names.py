"""The cells that name other rows: their parts, the names in each part, and how such a cell is written."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BETWEEN = re.compile(r"[;|]|(?<=\s)[+>](?=\s)")
_SPACES = re.compile(r"\s*")
_NEEDS_QUOTES = re.compile(r'[;|"]|\s[+>]\s|^[+>\s]|[+>\s]$')
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a cell, as it is written, with the names in it and the marks between them, ` + ` or ` > `."""

    written: str
    names: tuple[str, ...]
    marks: tuple[str, ...]


def parts_of(cell: str) -> list[Part]:
    """Return the parts of a cell, which `;` or `|` separate; those with nothing in them, too.

    Example:
        >>> [part.names for part in parts_of('lower-toll; ; ships + "light; or not"')]
        [('lower-toll',), ('',), ('ships', 'light; or not')]
    """
    found: list[Part] = []
    names: list[str] = []
    marks: list[str] = []
    position = begin = 0
    while True:
        name, end = _name(cell, position)
        mark = cell[end : end + 1]
        names.append(name)
        if mark and mark in "+>":
            marks.append(mark)
        else:
            found.append(Part(cell[begin:end].strip(), tuple(names), tuple(marks)))
            names, marks, begin = [], [], end + 1
        if not mark:
            return found
        position = end + 1


def _name(cell: str, position: int) -> tuple[str, int]:
    """Return the name that begins at a position, and where the mark after it stands, or the end."""
    spaces = _SPACES.match(cell, position)
    position = spaces.end() if spaces else position
    if cell.startswith('"', position):
        try:
            name, end = _DECODER.raw_decode(cell, position)
        except ValueError:
            end = -1
        after = _SPACES.match(cell, end) if end >= 0 else None
        if after and (after.end() == len(cell) or _BETWEEN.match(cell, after.end())):
            return str(name), after.end()
    mark = _BETWEEN.search(cell, position)
    end = mark.start() if mark else len(cell)
    return cell[position:end].strip(), end


def written(name: str) -> str:
    """Return a name as a cell has it: in quotes where something in it would part it."""
    return json.dumps(name, ensure_ascii=False) if not name or _NEEDS_QUOTES.search(name) else name


def written_cell(parts: Iterable[Sequence[str]]) -> str:
    """Return the cell of parts, each with names that belong together; "" where none has any."""
    told = [" + ".join(map(written, names)) for names in parts]
    return "; ".join(told) if any(told) else ""
