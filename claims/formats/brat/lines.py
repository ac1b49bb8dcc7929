"""The lines of a brat standoff file, one dataclass for each kind (brat.nlplab.org/standoff.html).

T1<tab>Claim 0 5;16 23<tab>Ships stay away        a stretch of text, in one piece or several
R1<tab>supports Arg1:T2 Arg2:T1                   a relation
E1<tab>Sail:T3 Who:T1                             an event
A1<tab>Stance T1 For                              an attribute; M in old files
N1<tab>Reference T1 Wikipedia:12<tab>Harbour      an entry of a database or dictionary
#1<tab>AnnotatorNotes T1<tab>Is that so?          a note
*<tab>Equiv T1 T2                                 things that are the same
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BREAK = re.compile(r"\r\n|\r|\n")
_MARK = re.compile(r"([TREAMN])[0-9A-Za-z_.-]+|#[0-9A-Za-z_.-]*|\*")
_OFFSETS = re.compile(r"[0-9]{1,12} +[0-9]{1,12}(?: *; *[0-9]{1,12} +[0-9]{1,12})*+")
_STRETCH = re.compile(r"([0-9]{1,12}) +([0-9]{1,12})")
_LOOSE = re.compile(r"(T[0-9A-Za-z_.-]+)[ \t]+(\S+)[ \t]+([0-9]{1,12}(?:[ ;]+[0-9]{1,12})*+)(?:[ \t]+(.*))?")


@dataclass(frozen=True)
class Stretch:
    """A T line."""

    line: int
    id: str
    type: str
    pieces: tuple[tuple[int, int], ...]
    text: str


@dataclass(frozen=True)
class Relation:
    """An R line: its type, and the role and the id of each of its ends."""

    line: int
    id: str
    type: str
    ends: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Remark:
    """An A, M, N or # line: what it says of what."""

    line: int
    id: str
    name: str
    about: str
    value: str
    text: str


@dataclass(frozen=True)
class Same:
    """A * line."""

    line: int
    type: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Other:
    """An E line, or one that is none of these."""

    line: int
    id: str
    text: str


Line = Stretch | Relation | Remark | Same | Other


def looks_like_brat(line: str) -> bool:
    """Return whether a line begins as those of the format do."""
    mark, tab, _ = line.partition("\t")
    return bool(tab) and bool(_MARK.fullmatch(mark))


def read_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a file that are not empty."""
    for number, line in enumerate(_BREAK.split(text.removeprefix("\ufeff")), start=1):
        if line.strip():
            yield _read(number, line)


def _read(number: int, line: str) -> Line:
    parts = line.split("\t", 2)
    mark, said, text = parts[0].strip(), parts[1] if len(parts) > 1 else "", parts[2] if len(parts) > 2 else ""
    words = said.split()
    kind = mark[:1] if _MARK.fullmatch(mark) else "T" if _LOOSE.fullmatch(line) else ""
    read: Line | None = None
    if kind == "T":
        read = _stretch(number, line, mark, said, text)
    elif kind == "R" and words and len(pairs := [word.partition(":") for word in words[1:]]) > 1:
        read = Relation(
            number, mark, words[0], tuple((role if colon else "", end or role) for role, colon, end in pairs)
        )
    elif kind and kind in "AMN#" and len(words) > 1:
        read = Remark(number, mark, words[0], words[1], " ".join(words[2:]), text)
    elif kind == "*" and len(words) > 1:
        read = Same(number, words[0], tuple(words[1:]))
    return read or Other(number, mark if kind == "E" else "", line)


def _stretch(number: int, line: str, mark: str, said: str, text: str) -> Stretch | None:
    kind, _, offsets = said.strip().partition(" ")
    if not _OFFSETS.fullmatch(offsets.strip()):
        loose = _LOOSE.fullmatch(line)  # blanks in place of the tabs
        if loose is None or len(loose[3].replace(";", " ").split()) % 2:
            return None
        mark, kind, text = loose[1], loose[2], loose[4] or ""
        offsets = loose[3]
    pieces = tuple((int(one[1]), int(one[2])) for one in _STRETCH.finditer(offsets))
    return Stretch(number, mark, kind, pieces, text)
