"""Argdown: arguments as structured text (https://argdown.org/syntax), versions 1 and 2.

Read on with `model.py` (what a document is) and `hub.py` (what becomes of it). A document is cut into
tokens (`lexer.py`), these are read into its parts (`parser.py`), and the parts are added up
(`meaning.py`); the way back is `back.py` and `writer.py`. Held against the reference
implementation, @argdown/core 2.0.1; shortcuts of characters (.^. or :up:) are left as they are written.
"""

import re
from pathlib import Path

from claims.errors import FormatError
from claims.formats.argdown.back import document_of
from claims.formats.argdown.hub import argument_of
from claims.formats.argdown.includes import Source, included, plain_source
from claims.formats.argdown.parser import DocumentReader
from claims.formats.argdown.writer import written
from claims.formats.argument import Argument, Note
from claims.formats.untrusted import failure

_FENCE = re.compile(r"^(`{3,}|~{3,})[ \t]*argdown[^\n`]*$", re.MULTILINE)
_ANY_FENCE = re.compile(r"^(`{3,}|~{3,})")
_OTHER = re.compile(r"^[ \t]*(?:\(?\[#[\w.-]+\](?:[ \t]+(?![#{])[^\s#{]|[ \t]*[,.](?:\s|$)|\)[ \t]*->))", re.MULTILINE)
_OLD = re.compile(r"^[ \t]*--[^\n]*\([^()\n:]+:[^()\n]*\)[ \t]*-*[ \t]*$", re.MULTILINE)
_HALF = re.compile("[\ud800-\udfff]")


def recognises(path: Path, head: str) -> bool:
    """Return whether a file that begins so is Argdown, or Markdown with blocks of it."""
    suffix = path.suffix.lower()
    return suffix in (".argdown", ".ad") or (suffix == ".md" and bool(_FENCE.search(head)))


def read(path: Path) -> Argument:
    """Return the argument of a file, with the files that it includes.

    Raises:
        FormatError: When it cannot be read, or nothing in it can; tells file, line and column.
    """
    return _read(included(path), path.stem)


def parse(text: str, name: str) -> Argument:
    r"""Return the argument of a text. Of Markdown, the blocks of Argdown in it are read as one document.

    Raises:
        FormatError: When nothing in it can be read, or it is another language; tells line and column.

    Example:
        >>> argument = parse("[Bread]: Bread is dear.\n    + [Harvest]: The harvest failed.\n", "bread")
        >>> [(node.id, node.type) for node in argument.nodes.values()]
        [('bread', 'I'), ('harvest', 'I'), ('support-harvest-bread', 'RA')]
    """
    return _read(plain_source(text, name), name)


def generate(argument: Argument) -> str:
    r"""Return the Argdown that says an argument.

    Example:
        >>> print(generate(parse("Bread is dear.\n  + The harvest failed.", "bread")))
        Bread is dear.
            + The harvest failed.
        <BLANKLINE>
    """
    return written(document_of(argument))


def _read(source: Source, name: str) -> Argument:
    _refuse_others(source, name)
    notes = [*source.notes]
    if _FENCE.search(source.text):
        source.text = _blocks_only(source.text)
        notes.append(Note("warning", name, "", "This is Markdown; its blocks of Argdown are read as one document."))
    reader = DocumentReader(source.text, name)
    document = reader.read()
    for level, offset, message in reader.faults:
        notes.append(_note(source, level, offset, message))
    if not document.parts:
        empty = failure(name, "", "There is nothing in it: no statement and no argument.").notes
        raise FormatError(notes or empty)
    argument = argument_of(document, name)
    argument.notes = [*notes, *_old_ways(source), *argument.notes]
    return argument


def _note(source: Source, level: str, offset: int, message: str) -> Note:
    file, line, column = source.place(offset)
    return Note(level, file, f"line {line}, column {column}", message)  # type: ignore[arg-type]


def _refuse_others(source: Source, name: str) -> None:
    """Refuse what no text can hold, and the other language whose files end in .argdown, too.

    Raises:
        FormatError: When it is so.
    """
    if _HALF.search(source.text):
        raise failure(name, "", "It holds half characters, which no text can hold.")
    if match := _OTHER.search(source.text):
        file, line, _ = source.place(match.start())
        message = "[#…] with text behind it belongs to another language that is called Argdown, too, and is not read."
        raise failure(file, f"line {line}", message)


def _old_ways(source: Source) -> list[Note]:
    message = (
        "Data of inferences in round brackets are of the time before version 1; write them in braces: {key: value}."
    )
    return [_note(source, "warning", match.start(), message) for match in _OLD.finditer(source.text)]


def _blocks_only(text: str) -> str:
    """Return Markdown with all lines empty that are in no block of Argdown, so that lines keep their numbers."""
    kept: list[str] = []
    fence = ""
    inside = False
    for line in text.split("\n"):
        mark = _ANY_FENCE.match(line)
        closes = bool(fence) and line.rstrip() == fence
        kept.append(line if inside and not closes else "")
        if closes:
            fence, inside = "", False
        elif mark and not fence:
            fence, inside = mark[1], bool(_FENCE.match(line))
    return "\n".join(kept)
