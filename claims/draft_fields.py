"""From what a file says of an item to the draft's fields: names made alike, empty values dropped, faults told.

The formats differ in how they write items; what an item may hold is the same in all of them and said here.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from claims.drafts import Draft, DraftFault, Origin
from claims.errors import DraftError

REASON = "reason"
"""The field that tells in a written file why a draft was not taken; dropped on reading."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that cannot be taken as it is written; `line` is 0 where it is not known."""

    why: str
    line: int = 0


class Entries:
    """A mapping as it stands in a file: keys and values in order, repetitions kept; with the keys' lines if known."""

    __slots__ = ("lines", "pairs")

    def __init__(self, pairs: list[tuple[str, object]], lines: list[int] | None = None) -> None:
        self.pairs = pairs
        self.lines = lines


@dataclass(frozen=True)
class Reading:
    """One reading of a file: its name, how places in it are counted, and what the reader was asked for."""

    file: str
    unit: str
    many: Collection[str]
    kind: str | None

    def drafts(self, item: object, number: int) -> Iterator[Draft | DraftFault]:
        """Yield the draft that an item is, or all its faults, or nothing when it holds nothing."""
        place = Origin(self.file, self.unit, number)
        if not isinstance(item, Entries):
            if not _is_empty(item):
                yield DraftFault(place, "", _no_fields(item))
            return
        fields, faults = _Fields(place, self.many).take(item)
        if faults:
            yield from faults
        elif fields:
            yield Draft(self.with_kind(fields), place)

    def with_kind(self, fields: dict[str, object]) -> dict[str, object]:
        """Return the fields with the default kind where they name none."""
        if self.kind is not None and "kind" not in fields:
            fields["kind"] = self.kind
        return fields

    def failure(self, message: str, number: int = 0, unit: str = "line") -> DraftError:
        """Return the error that ends this reading; `number` is 0 where the place in the file is not known."""
        return DraftError([DraftFault(Origin(self.file, unit if number else "", number), "", message)])


@lru_cache(maxsize=4096)
def field_name(written: str) -> str:
    """Return a field's name as it is used: trimmed, in lower case, hyphens and spaces as `_`."""
    return re.sub(r"[-\s]+", "_", written.strip()).lower()


def items_of(tree: object) -> list[object] | None:
    """Return the items that a whole file holds: its list, its one mapping, the list under `items`; None if neither."""
    if isinstance(tree, Entries):
        names = [field_name(key) for key, _ in tree.pairs]
        under = tree.pairs[0][1] if names == ["items"] else None
        return under if isinstance(under, list) else [tree]
    return tree if isinstance(tree, list) else None


def parts(cell: str) -> list[str]:
    """Return the values of a cell that holds several, separated by `;` or `|`."""
    return [part for part in map(str.strip, cell.replace("|", ";").split(";")) if part]


@dataclass
class _Fields:
    """The fields of one item while they are being taken, and the faults found so far."""

    place: Origin
    many: Collection[str]
    faults: list[DraftFault] = field(default_factory=list)

    def take(self, item: Entries) -> tuple[dict[str, object], list[DraftFault]]:
        return self._mapping(item, "", top=True), self.faults

    def _mapping(self, item: Entries, within: str, *, top: bool) -> dict[str, object]:
        fields: dict[str, object] = {}
        seen: set[str] = set()
        for index, (key, written) in enumerate(item.pairs):
            name = field_name(key)
            if top and name == REASON:
                continue
            if not name or name in seen:
                self._blame(
                    (within + name).rstrip(", "), _TWICE if name else _NAMELESS, item.lines[index] if item.lines else 0
                )
                continue
            seen.add(name)
            # Text is by far the most frequent value; the rest of this loop is for the others.
            value = written if type(written) is str and written.isascii() else self._value(written, within + name, top)
            if not _is_empty(value):
                fields[name] = [value] if top and name in self.many and not isinstance(value, list) else value
        return fields

    def _value(self, written: object, name: str, top: bool) -> object:
        if isinstance(written, list):
            return self._list(written, name, top)
        if isinstance(written, Entries):
            if top and name in self.many:
                return self._list([written], name, top)
            written = Refused("Expected a text or a number, found fields with values of their own.")
        return self._scalar(written, name)

    def _list(self, written: list[object], name: str, top: bool) -> object:
        taken: list[object] = []
        for number, value in enumerate(written, 1):
            if isinstance(value, Entries) and top:
                taken.append(self._mapping(value, f"{name} {number}, ", top=False))
            elif isinstance(value, list | Entries):
                self._blame(name, "Lists within lists are nested too deeply; write plain values.")
            else:
                taken.append(self._scalar(value, name))
        return [value for value in taken if not _is_empty(value)]

    def _scalar(self, written: object, name: str) -> object:
        why = _refusal(written)
        if why:
            self._blame(name, why, written.line if isinstance(written, Refused) else 0)
        return None if why else written

    def _blame(self, name: str, message: str, line: int = 0) -> None:
        place = Origin(self.place.file, "line", line) if line else self.place
        self.faults.append(DraftFault(place, name, message))


_TWICE = "Stands twice in one item; keep one of them."
_NAMELESS = "A field has no name; name it, or take it out."
_HALF = "Holds half a character (\\u{:04x}), which no text can hold; write the character itself."


def _is_empty(value: object) -> bool:
    """Whether a value says nothing: none, blank text, an empty list or mapping."""
    if type(value) is str:
        return not value or value.isspace()
    return value is None or (isinstance(value, list | dict) and not value)


def _refusal(value: object) -> str:
    """Return why a single value cannot be taken, "" when it can."""
    if isinstance(value, str):
        halved = None if value.isascii() else _SURROGATE.search(value)
        return _HALF.format(ord(halved[0])) if halved else ""
    if isinstance(value, Refused):
        return value.why
    if isinstance(value, bool | int | Decimal | None):
        return ""
    return f"{value} is not a number; write one in digits, a text in quotes, or take the field out."


def _no_fields(item: object) -> str:
    if isinstance(item, Refused):
        return item.why
    found = "a list" if isinstance(item, list) else f"“{str(item)[:40]}”"
    return f"Expected an item with fields and values, such as label: …, found {found}."


def texts(values: Iterable[object]) -> list[str]:
    """Return values as the texts that a format without types holds."""
    return [str(value).lower() if isinstance(value, bool) else str(value) for value in values]
