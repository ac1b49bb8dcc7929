"""Drafts in YAML 1.2: a list of items, one item, or a list under `items`.

Every plain value is text as it is written: `no` stays a word, `1.80` keeps its zero, `2025-04` is no date. Aliases are
refused, since a few lines of them can stand for more text than any machine holds; tags are refused, since the fields
have types of their own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.representer import SafeRepresenter

from claims.draft_fields import REASON, Entries, Reading, Refused, items_of, texts
from claims.drafts import Draft, DraftFault

_DEEPEST = 12
"""How deep lists and mappings may stand within each other; an item needs five levels."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TAGS = frozenset({None, "!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map"))})
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
# The last three come from ruamel for escapes beyond Unicode and for versions that YAML never had.
_BREAKS = (YAMLError, ValueError, OverflowError, AssertionError)
_HINTS = {
    "\\t": "Indent with spaces, not with tabs.",
    "cannot start any token": "Put a text that begins with such a sign in quotes.",
    "mapping values": "Put a text that holds a colon and a space in quotes, and check that the lines above are whole.",
    "expected <block end>": "Check the indentation: fields of one item start in the same column.",
    "unexpected end of stream": "A quote or bracket is opened here and never closed.",
    "special characters": "The file holds a control character; take it out.",
}


def read_yaml(text: str, reading: Reading) -> Iterator[Draft | DraftFault]:
    """Yield the drafts of a YAML text, with faults in place of items that cannot be taken.

    Raises:
        DraftError: When the rest of the text is no YAML, or nests too deeply, or when there is nothing in it.
    """
    for line, item in _items(text, reading):
        yield from reading.drafts(item, line)


def write_yaml(file: TextIO, bad: Sequence[tuple[Mapping[str, object], Sequence[str]]]) -> None:
    """Write drafts' fields as a list, each with its reasons."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = _Representer
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 100
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # ruamel gives it the type of None
    yaml.dump([{**_as_text(fields), REASON: list(reasons)} for fields, reasons in bad], file)


class _Representer(SafeRepresenter):
    """Writes text that holds an odd character with escapes: ruamel would write some of them as line breaks."""

    def represent_str(self, data: str) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style='"' if _ODD.search(data) else None)


_Representer.add_representer(str, _Representer.represent_str)


def _as_text(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _as_text(part) for name, part in value.items() if name != REASON}
    if isinstance(value, list | tuple):
        return [_as_text(part) for part in value]
    return value if value is None else texts([value])[0]


def _items(text: str, reading: Reading) -> Iterator[tuple[int, object]]:
    """Yield each item with its line; of a plain list, one at a time."""
    found = False
    try:
        events = YAML(typ="safe", pure=True).parse(text)
        for event in events:
            found = found or isinstance(event, NodeEvent)
            if isinstance(event, SequenceStartEvent):
                yield from _elements(events, reading, 1)
            elif isinstance(event, NodeEvent):
                tree = _node(event, events, reading, 1)
                items = items_of(tree)
                yield from ((_line(event, item), item) for item in ([tree] if items is None else items))
    except _BREAKS as error:
        raise reading.failure(*_broken(error, text)) from error
    if not found:
        raise reading.failure("The file is empty; write a list of items, each beginning with “- ”.")


def _line(event: Event, item: object) -> int:
    if isinstance(item, Refused):
        return item.line
    return item.lines[0] if isinstance(item, Entries) and item.lines else int(event.start_mark.line) + 1


def _elements(events: Iterator[Event], reading: Reading, depth: int) -> Iterator[tuple[int, object]]:
    for event in events:
        if isinstance(event, CollectionEndEvent):
            return
        node = _node(event, events, reading, depth)
        yield _line(event, node), node


def _node(event: Event, events: Iterator[Event], reading: Reading, depth: int) -> object:
    """Return the value that begins with an event, taking the events that belong to it."""
    line = int(event.start_mark.line) + 1
    if isinstance(event, AliasEvent):
        return Refused(f"Aliases such as *{event.anchor} are not taken; write the value out here.", line)
    if depth > _DEEPEST:
        raise reading.failure(f"Nested more than {_DEEPEST} deep; check the brackets and the indentation.", line)
    value: object
    if isinstance(event, SequenceStartEvent):
        value = [node for _, node in _elements(events, reading, depth + 1)]
    elif isinstance(event, MappingStartEvent):
        value = _mapping(events, reading, depth + 1)
    else:
        value = None if event.style is None and event.value in _NULLS else event.value  # type: ignore[attr-defined]
    tag = event.tag  # type: ignore[attr-defined]
    return value if tag in _TAGS else Refused(f"The tag {tag} is not taken; write the value without it.", line)


def _mapping(events: Iterator[Event], reading: Reading, depth: int) -> Entries:
    pairs: list[tuple[str, object]] = []
    lines: list[int] = []
    for event in events:
        if isinstance(event, CollectionEndEvent):
            break
        line = int(event.start_mark.line) + 1
        if not isinstance(event, ScalarEvent):
            raise reading.failure("A field's name must be plain text; put a value that begins with { in quotes.", line)
        lines.append(line)
        pairs.append((str(event.value), _node(next(events), events, reading, depth)))
    return Entries(pairs, lines)


def _broken(error: Exception, text: str) -> tuple[str, int]:
    """Return what to say of a text that is no YAML, and the line (0 where it is not known)."""
    if not isinstance(error, YAMLError):
        return "This is no YAML: it holds an escape (\\U…) or a first line (%YAML …) that stands for nothing.", 0
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    hint = next((hint for sign, hint in _HINTS.items() if sign in said), "Check the indentation, quotes and brackets.")
    if isinstance(error, ReaderError):
        return f"This is no YAML: U+{error.character:04X}, {said}. {hint}", text.count("\n", 0, error.position) + 1
    mark = _mark(error, said)
    if mark is None:
        return f"This is no YAML: {said}. {hint}", 0
    return f"This is no YAML: column {mark.column + 1}, {said}. {hint}", int(mark.line) + 1


def _mark(error: YAMLError, said: str) -> Any:
    """Return the place of an error: of what is never closed, where it was opened."""
    if not isinstance(error, MarkedYAMLError):
        return None
    return error.context_mark if "end of stream" in said and error.context_mark else error.problem_mark
