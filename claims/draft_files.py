"""Files of drafts: YAML, JSON, JSON Lines, CSV and TSV are read as drafts, and drafts not taken are written back.

What an item may hold is said in `draft_fields`; each format has a module of its own.
"""

import io
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO

from claims.draft_csv import read_table, write_table
from claims.draft_fields import Reading
from claims.draft_json import read_json, read_json_lines, write_json, write_json_lines
from claims.draft_yaml import read_yaml, write_yaml
from claims.drafts import Draft, DraftFault, Origin
from claims.errors import DraftError

_Reader = Callable[[TextIO, Reading], Iterator[Draft | DraftFault]]
_Writer = Callable[[TextIO, Sequence[tuple[Mapping[str, object], Sequence[str]]]], None]

_READERS: Mapping[str, tuple[str, _Reader]] = {
    "yaml": ("line", lambda file, reading: read_yaml(file.read(), reading)),
    "json": ("item", lambda file, reading: read_json(file.read(), reading)),
    "jsonl": ("line", read_json_lines),
    "csv": ("row", lambda file, reading: read_table(file, ",;\t", reading)),
    "tsv": ("row", lambda file, reading: read_table(file, "\t,;", reading)),
}
_WRITERS: Mapping[str, _Writer] = {
    "yaml": write_yaml,
    "json": write_json,
    "jsonl": write_json_lines,
    "csv": partial(write_table, delimiter=","),
    "tsv": partial(write_table, delimiter="\t"),
}

DRAFT_FORMATS: Mapping[str, str] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
}
"""The format that each extension means."""


def draft_format(path: Path, format: str | None = None) -> str:  # noqa: A002 - what it is called everywhere
    """Return the format of a file: the one given (a format or an extension), or what the extension means.

    Raises:
        DraftError: When it is not known.
    """
    wanted = path.suffix if format is None else f".{format.removeprefix('.')}"
    found = DRAFT_FORMATS.get(wanted.lower())
    if found is None:
        known = ", ".join(DRAFT_FORMATS)
        said = f"“{wanted}” is not known" if wanted else "The file has no extension"
        raise _failure(path, f"{said}; known are {known}. Rename the file, or name its format.")
    return found


def read_drafts(
    path: Path,
    *,
    many: Collection[str],
    format: str | None = None,  # noqa: A002
    kind: str | None = None,
) -> Iterator[Draft | DraftFault]:
    """Yield the drafts of a file in order, with a fault in place of each one that cannot be read.

    An item may have several faults; each is yielded. Items that hold nothing are passed over, and so is the field
    `reason`, which `write_bad` adds. CSV, TSV and JSON Lines are read row by row.

    Args:
        path: The file, in UTF-8, or in UTF-16 with its mark.
        many: The fields that hold several values. In a table their cells are split at `;` and `|`; elsewhere a
            single value becomes a list of one.
        format: The format (or an extension), where the file's extension does not tell.
        kind: The kind of drafts that name none.

    Raises:
        DraftError: At once when the format is not known; while reading when the file or the rest of it cannot be
            read: it is missing, empty, in another encoding, or broken beyond the fault.
    """
    unit, reader = _READERS[draft_format(path, format)]
    return _read(path, reader, Reading(str(path), unit, frozenset(many), kind))


def parse_drafts(
    text: str,
    format: str,  # noqa: A002
    name: str,
    *,
    many: Collection[str],
    kind: str | None = None,
) -> Iterator[Draft | DraftFault]:
    """Yield the drafts of a text, as `read_drafts` does those of a file.

    Args:
        text: The text.
        format: Its format (or an extension).
        name: What faults call it.
        many: The fields that hold several values.
        kind: The kind of drafts that name none.

    Raises:
        DraftError: As `read_drafts`.
    """
    unit, reader = _READERS[draft_format(Path(name), format)]
    return reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), Reading(name, unit, frozenset(many), kind))


def write_bad(
    path: Path,
    bad: Sequence[tuple[Draft | None, Sequence[DraftFault]]],
    format: str | None = None,  # noqa: A002
) -> None:
    """Write drafts that were not taken, each with its reasons under `reason`, to be mended and read again.

    Reading the file gives the drafts' fields again, whatever they hold: a cell that begins with `=` is data here.
    Where there is a fault and no draft (a row that could not be read), an item of nothing but its reason is written:
    reading passes over it, and the reason tells where the row stands in the file that was read. The file is whole or
    not written at all. Tables hold text only, several values joined by `;`, and have a byte order mark, so that
    spreadsheets show them rightly.

    Args:
        path: The file to write; one that is there is replaced.
        bad: Each draft, or None, with its faults.
        format: The format (or an extension), where the file's extension does not tell.

    Raises:
        DraftError: When the format is not known, or the file cannot be written.
    """
    found = draft_format(path, format)
    items = [(draft.fields if draft else {}, [_reason(draft, fault) for fault in faults]) for draft, faults in bad]
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    # Half a character of a pair, which only code can make, is written as an escape rather than ending in a traceback.
    encoding = "utf-8-sig" if found in ("csv", "tsv") else "utf-8"
    try:
        with beside.open("w", encoding=encoding, errors="backslashreplace", newline="") as file:
            _WRITERS[found](file, items)
        beside.replace(path)
    except OSError as error:
        raise _failure(path, f"It cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _reason(draft: Draft | None, fault: DraftFault) -> str:
    """Return a fault as a reason: beside its draft no place is needed, alone it is."""
    return str(fault if draft is None else DraftFault(Origin(), fault.field, fault.message))


def _failure(path: Path, message: str) -> DraftError:
    return DraftError([DraftFault(Origin(str(path)), "", message)])


def _read(path: Path, reader: _Reader, reading: Reading) -> Iterator[Draft | DraftFault]:
    try:
        with path.open("rb") as raw, io.TextIOWrapper(raw, _encoding(raw, path), newline="") as file:
            yield from reader(file, reading)
    except IsADirectoryError as error:
        raise _failure(path, "This is a folder; name a file in it.") from error
    except OSError as error:
        raise _failure(path, f"It cannot be read: {error.strerror or error}.") from error
    except UnicodeError as error:
        line = _undecodable_line(path)
        raise reading.failure("This is not UTF-8 text; save the file as UTF-8 (“CSV UTF-8”).", line) from error


def _encoding(raw: io.BufferedReader, path: Path) -> str:
    """Return the encoding that the file's first bytes tell.

    Raises:
        DraftError: When there are none, or when they are those of UTF-16 without its mark.
    """
    head = raw.peek(4)[:4]
    if not head:
        raise _failure(path, "The file is empty.")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if b"\0" in head[:2]:
        raise _failure(path, "This looks like UTF-16 without its mark; save the file as UTF-8.")
    return "utf-8-sig"


def _undecodable_line(path: Path) -> int:
    """Return the number of the first line that is not UTF-8; 0 where that cannot be told."""
    with suppress(OSError), path.open("rb") as raw:
        return _first_broken(raw)
    return 0


def _first_broken(raw: BinaryIO) -> int:
    if raw.read(2) in (b"\xff\xfe", b"\xfe\xff"):
        return 0
    raw.seek(0)
    for number, line in enumerate(raw, 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return number
    return 0
