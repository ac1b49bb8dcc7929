"""The text of an argument graph: its elementary units, and which of them each argumentative unit stands on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from claims.formats.argument import Argument, Json, Span
from claims.formats.untrusted import failure

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST = 10
"""How many times the text of a file may be said by its units, lest a small file fill memory."""


class Segment(Protocol):
    """An edge of type seg."""

    id: str
    source: str
    target: str


@dataclass(frozen=True)
class Unit:
    """An edu; without a span when it is implicit, and thus not in the text."""

    place: int
    id: str
    text: str
    span: Span | None


@dataclass
class Units:
    """The edus and joints of a graph, and the segmentation edges, by what they lead to."""

    argument: Argument
    edus: dict[str, Unit] = field(default_factory=dict)
    joints: dict[str, None] = field(default_factory=dict)
    segments: dict[str, list[str]] = field(default_factory=dict)
    left: int = 0

    def take(self, elements: "Iterable[_Element]") -> None:
        """Take the edus, in order, and put the argument's text together from those that are not implicit."""
        parts: list[str] = []
        start = 0
        said: list[Json] = []
        for element in elements:
            unit = self._unit(element, start)
            if unit is None:
                continue
            self.edus[unit.id] = unit
            said.append({str(key): str(value) for key, value in element.attrib.items()})
            if unit.span:
                parts.append(unit.text)
                start = unit.span.end + 1
        self.argument.text = " ".join(parts)
        self.argument.data |= {"edus": said, "joints": [*self.joints]}
        self.left = _MOST * sum(len(unit.text) + 1 for unit in self.edus.values()) + 1000

    def _unit(self, element: "_Element", start: int) -> Unit | None:
        name = str(element.get("id") or "")
        where = f"line {element.sourceline}"
        if element.tag == "joint":
            self.joints[name] = None
            return None
        text = "".join(str(part) for part in element.itertext()).strip()
        if not name or name in self.edus:
            name = f"{name or 'edu'} ({where})"
            self.argument.note("warning", where, "An edu has no id of its own, so that no edge can name it.")
        implicit = str(element.get("implicit") or "").lower() in ("true", "1", "yes")
        if not text:
            self.argument.note("warning", where, f"The edu {name} has no text.")
        return Unit(len(self.edus), name, text, None if implicit or not text else Span(start, start + len(text)))

    def join(self, segments: Iterable[Segment]) -> None:
        """Take the segmentation edges."""
        kept: list[Json] = []
        for one in segments:
            kept.append({"id": one.id, "src": one.source, "trg": one.target})
            if one.source in self.edus or one.source in self.joints:
                self.segments.setdefault(one.target, []).append(one.source)
            else:
                self.argument.note(
                    "warning", f"edge {one.id}", f"Its src, {one.source}, is neither an edu nor a joint."
                )
        self.argument.data["segments"] = kept

    def grounds_of(self, name: str) -> list[Unit]:
        """Return the edus that a unit stands on, directly or by joints, in the order of the text.

        Raises:
            FormatError: When the units of the file say its text many times over.
        """
        found: dict[str, None] = {}
        ahead = [name]
        while ahead:
            for source in self.segments.get(ahead.pop(), ()):
                if source in found:
                    continue
                found[source] = None
                ahead.append(source)
                self.left -= 1 + len(self.edus[source].text if source in self.edus else "")
                if self.left < 0:
                    message = f"Its units say the text more than {_MOST} times over; let each edu belong to one adu."
                    raise failure(self.argument.name, "", message)
        return sorted((self.edus[one] for one in found if one in self.edus), key=lambda unit: unit.place)
