"""The source as the reading view shows it: its text cut at the ends of the passages, with the items they stand for.

Passages overlap and nest, which elements of a page cannot; so each paragraph is cut into segments, and each segment
tells all passages that cover it. Every character stands in exactly one segment.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from viz.kinds import KINDS
from viz.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from networkx import MultiDiGraph

    from graph import Reading
    from viz.kinds import Kind

_OPENING, _CLOSING = frozenset("“‘«„\"'([¿¡"), frozenset("”’»\"')].!?…,;:")
"""Signs that belong to the word that they stand before or behind: a passage takes them in, as a reader would."""
_GOING_ON = frozenset(",;:")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Mark:
    """The sign of one item where its passage begins: the item's anchor in the page, and its kind."""

    anchor: str
    kind: Kind


@dataclass(frozen=True)
class Passage:
    """A stretch of text with the items that stand there; `number` counts through all texts of the page, from 0."""

    number: int
    start: int
    end: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Segment:
    """Text that the same passages cover throughout.

    Attributes:
        text: Its characters, as the source has them.
        covers: The passages that it belongs to, the shortest first.
        begins: Those of them that begin with it, the longest first.
    """

    text: str
    covers: tuple[Passage, ...] = ()
    begins: tuple[Passage, ...] = ()

    @property
    def anchors(self) -> tuple[str, ...]:
        """The anchors of the items that it belongs to."""
        return tuple(mark.anchor for passage in self.covers for mark in passage.marks)

    @property
    def kind(self) -> str:
        """The name of the kind that colours it: the first item's of the shortest passage; "" without any."""
        return self.covers[0].marks[0].kind.name if self.covers else ""

    @property
    def turns(self) -> bool:
        """Whether it has characters that turn the direction of text, which must not reach beyond it."""
        return bool(_TURNS.search(self.text))


@dataclass(frozen=True)
class MarkedParagraph:
    """A paragraph, cut into segments."""

    number: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class MarkedSection:
    """A section: its heading, cut into segments too (none where it has no heading), and its paragraphs."""

    number: int
    heading: tuple[Segment, ...]
    paragraphs: tuple[MarkedParagraph, ...]


@dataclass(frozen=True)
class MarkedText:
    """A source to be read: see `graph.Reading` for the attributes of the same name."""

    corpus: str
    title: str
    is_attached: bool
    sections: tuple[MarkedSection, ...]
    missing: int


def reading_view(readings: Sequence[Reading], graph: MultiDiGraph[str], names: Mapping[str, str]) -> list[MarkedText]:
    """The sources of a page, with the passages of its items marked.

    Args:
        readings: the sources (`graph.readings`).
        graph: the projection.
        names: element id by node key; what is not in it is not marked.
    """
    texts: list[MarkedText] = []
    number = 0
    for reading in readings:
        passages = list(_passages(reading, graph, names, number))
        number += len(passages)
        sections = tuple(_sections(reading, _Cutter(passages)))
        texts.append(MarkedText(reading.corpus, clean(reading.title), reading.is_attached, sections, reading.missing))
    return texts


def _passages(reading: Reading, graph: MultiDiGraph[str], names: Mapping[str, str], number: int) -> Iterator[Passage]:
    """The passages of a source in the order of the text, the longer before those that begin with it."""
    signs = _Signs(reading)
    found: dict[tuple[int, int], dict[str, Mark]] = {}
    for item, places in reading.places.items():
        for place in places if item in names else ():
            found.setdefault(signs.taken_in(*place), {})[item] = _mark(graph, item, names[item])
    order = list(KINDS)
    for one, (start, end) in enumerate(sorted(found, key=lambda span: (span[0], -span[1])), number):
        marks = sorted(found[start, end].values(), key=lambda mark: (order.index(mark.kind.name), mark.anchor))
        yield Passage(one, start, end, tuple(marks))


def _mark(graph: MultiDiGraph[str], item: str, anchor: str) -> Mark:
    return Mark(anchor, KINDS[graph.nodes[item]["kind"]])


def _sections(reading: Reading, cutter: _Cutter) -> Iterator[MarkedSection]:
    for section in reading.sections:
        heading = cutter.cut(section.heading, section.start)
        paragraphs = tuple(MarkedParagraph(one.number, cutter.cut(one.text, one.start)) for one in section.paragraphs)
        yield MarkedSection(section.number, heading, paragraphs)


class _Signs:
    """Knows which signs stand around a passage."""

    def __init__(self, reading: Reading) -> None:
        self._texts: list[str] = []
        self._starts: list[int] = []
        for section in reading.sections:
            self._texts += [section.heading, *(paragraph.text for paragraph in section.paragraphs)]
            self._starts += [section.start, *(paragraph.start for paragraph in section.paragraphs)]

    def taken_in(self, start: int, end: int) -> tuple[int, int]:
        """The characters of a passage with the signs that belong to its first and last word."""
        while self._at(start - 1) in _OPENING:
            start -= 1
        while self._at(end) in _CLOSING:
            end += 1
        while self._at(end - 1) in _GOING_ON:
            end -= 1
        return start, end

    def _at(self, position: int) -> str:
        """The character at a position; "" between paragraphs."""
        place = bisect_right(self._starts, position) - 1
        offset = position - self._starts[place] if place >= 0 else 0
        return self._texts[place][offset : offset + 1] if place >= 0 else ""


class _Cutter:
    """Cuts one stretch of a text after another, in their order, where passages begin and end."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._waiting = deque(passages)
        self._open: list[Passage] = []

    def cut(self, text: str, start: int) -> tuple[Segment, ...]:
        """The segments of a stretch, none of them empty.

        Args:
            text: the stretch.
            start: where in the whole text its first character stands.
        """
        end = start + len(text)
        near = (*self._open, *takewhile(lambda passage: passage.start < end, self._waiting))
        inside = {point for one in near for point in (one.start, one.end) if start < point < end}
        points = sorted({start, end} | inside)
        return tuple(self._segment(text[a - start : b - start], a) for a, b in pairwise(points))

    def _segment(self, text: str, start: int) -> Segment:
        begins: list[Passage] = []
        while self._waiting and self._waiting[0].start <= start:
            begins.append(self._waiting.popleft())
        self._open = [one for one in (*self._open, *begins) if one.end > start]
        covers = sorted(self._open, key=lambda one: (one.end - one.start, one.number))
        return Segment(text, tuple(covers), tuple(one for one in begins if one.end > start))
