"""Drafts in JSON: a list of objects, one object, or a list under `items`; and in JSON Lines, one object a line.

Numbers with a fraction are read as decimals, so that nothing is rounded.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TextIO

from claims.draft_fields import REASON, Entries, Reading, items_of
from claims.drafts import Draft, DraftFault, Origin

# NaN and Infinity come as floats, the only ones there are; they are refused where they stand.
_DECODER = json.JSONDecoder(object_pairs_hook=Entries, parse_float=Decimal)


def read_json(text: str, reading: Reading) -> Iterator[Draft | DraftFault]:
    """Yield the drafts of a JSON text, with faults in place of items that cannot be taken.

    Raises:
        DraftError: When the text is no JSON, or neither list nor object.
    """
    try:
        tree = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise reading.failure(_broken(error, text), line) from error
    items = items_of(tree)
    if items is None:
        raise reading.failure('Expected a list of items: [{"label": "…"}, …].')
    for number, item in enumerate(items, 1):
        yield from reading.drafts(item, number)


def read_json_lines(lines: Iterable[str], reading: Reading) -> Iterator[Draft | DraftFault]:
    """Yield the draft of each line, or its faults; empty lines are passed over.

    Raises:
        DraftError: When no line holds anything.
    """
    found = False
    for number, line in enumerate(lines, 1):
        if line.isspace():
            continue
        found = True
        try:
            item = _DECODER.decode(line)
        except (ValueError, RecursionError) as error:
            yield DraftFault(Origin(reading.file, reading.unit, number), "", _broken(error, line))
        else:
            yield from reading.drafts(item, number)
    if not found:
        raise reading.failure("The file holds no items; write one object in each line.")


def write_json(file: TextIO, bad: Sequence[tuple[Mapping[str, object], Sequence[str]]]) -> None:
    """Write drafts' fields as a list of objects, each with its reasons."""
    items = (
        ",\n".join(f"    {_text(name)}: {_text(value)}" for name, value in _whole(fields, reasons).items())
        for fields, reasons in bad
    )
    file.write("[\n" + ",\n".join(f"  {{\n{item}\n  }}" for item in items) + "\n]\n")


def write_json_lines(file: TextIO, bad: Sequence[tuple[Mapping[str, object], Sequence[str]]]) -> None:
    """Write drafts' fields as an object in each line, with its reasons."""
    file.writelines(f"{_text(_whole(fields, reasons))}\n" for fields, reasons in bad)


def _whole(fields: Mapping[str, object], reasons: Sequence[str]) -> dict[str, object]:
    return {**{name: value for name, value in fields.items() if name != REASON}, REASON: list(reasons)}


def _text(value: object) -> str:
    """Return a value as JSON in one line; decimals as they are, which `json` cannot write."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(str(name))}: {_text(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_text, value)) + "]"
    if isinstance(value, Decimal) and value.is_finite():
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _broken(error: Exception, text: str) -> str:
    if isinstance(error, RecursionError):
        return "Nested too deeply; check the brackets."
    if not isinstance(error, json.JSONDecodeError):
        return "Holds a number of more digits than can be read; write it as a text in quotes."
    if not text.strip():
        return 'The file is empty; write a list of items: [{"label": "…"}, …].'
    hint = "check commas, quotes and brackets near it"
    if text[error.pos : error.pos + 1] == "'":
        hint = 'JSON takes double quotes (") only'
    return f"This is no JSON: column {error.colno}, {error.msg}; {hint}."
