"""Quotations: where quoted words stand in a source, even when they were typed, wrapped or punctuated otherwise.

`find_quote` looks for the words as they are; then for the same words in the same order, whatever their case,
punctuation, spacing and accents' encoding; and where neither stands in the source, for what is most like them.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from claims.source import SourceText

QUOTE_CONTEXT = 32
"""How many characters before and after a passage a `Quote` holds."""

_LEFT_OUT = re.compile(r"(?<!\S)(?:…|\.\.\.)(?!\S)|\[\s*(?:…|\.\.\.)\s*\]")
_LIKENESS = 60
"""How like the quoted words (0–100) a place must be to be worth showing."""
_COMPARED = 200
"""How many words of a quote are compared where it is not found: more would say nothing new, and take long."""


@dataclass(frozen=True)
class Place:
    """A passage of a source: characters `start` to `end` (end exclusive), and where it begins, counted from 1."""

    start: int
    end: int
    paragraph: int
    section: int


@dataclass(frozen=True)
class QuoteFinding:
    """Where quoted words stand: character for character (`exact`) or word for word; if nowhere, what is nearest."""

    places: tuple[Place, ...]
    exact: bool
    nearest: tuple[Place, ...]


@dataclass(frozen=True)
class Quote:
    """A passage and what stands around it, as in the W3C's `oa:TextQuoteSelector`."""

    exact: str
    prefix: str
    suffix: str


def find_quote(source: SourceText, words: str) -> QuoteFinding:
    """Return where quoted words stand in a source.

    Args:
        source: The text to look in.
        words: The quotation. ` … `, ` ... ` and `[…]` stand for words left out, within one paragraph.

    Returns:
        Every place, none overlapping another; where there is none, up to three that are most like it, best first.

    Raises:
        ValueError: When the quotation has no words.
    """
    parts = [part for part in map(_words, _LEFT_OUT.split(words)) if part]
    if not parts:
        raise ValueError("a quotation needs at least one word")
    if exact := tuple(_exact(source, words.strip())):
        return QuoteFinding(exact, True, ())
    if places := tuple(_tolerant(source, words, parts)):
        return QuoteFinding(places, False, ())
    return QuoteFinding((), False, _nearest(source, [word for part in parts for word in part]))


def in_context(source: SourceText, place: Place, around: int = 60) -> tuple[str, str, str]:
    """Return the words before a passage, the passage, and the words after it, with line breaks as spaces.

    Args:
        source: The text that the passage stands in.
        place: Where it stands.
        around: How many characters to give on either side, at most; they are cut at the borders of words.
    """
    words, (start, end) = source.words, (place.start - around, place.end + around)
    if start > 0:
        following = bisect_left(words, start, key=lambda word: word.start)
        start = min(words[following].start, place.start) if following < len(words) else place.start
    if end < len(source.text):
        within = bisect_right(words, end, key=lambda word: word.end)
        end = max(words[within - 1].end, place.end) if within else place.end
    cuts = ((max(start, 0), place.start), (place.start, place.end), (place.end, end))
    before, passage, after = (re.sub(r"\s+", " ", source.text[a:b]) for a, b in cuts)
    return before.lstrip(), passage, after.rstrip()


def quote_at(source: SourceText, place: Place) -> Quote:
    """Return the passage as it stands in the source, with `QUOTE_CONTEXT` characters before and after it."""
    text, start, end = source.text, place.start, place.end
    return Quote(text[start:end], text[max(start - QUOTE_CONTEXT, 0) : start], text[end : end + QUOTE_CONTEXT])


def _words(text: str) -> list[str]:
    return [word.text for word in SourceText(text).words]


def _place(source: SourceText, start: int, end: int) -> Place:
    """Return the place of a passage; one that begins in a heading belongs to the paragraph below it."""
    paragraphs = source.paragraphs
    index = bisect_right(paragraphs, start, key=lambda paragraph: paragraph.end)
    if not paragraphs:
        return Place(start, end, 1, 1)
    paragraph = paragraphs[min(index, len(paragraphs) - 1)]
    return Place(start, end, paragraph.number, paragraph.section)


def _exact(source: SourceText, words: str) -> Iterator[Place]:
    start = source.text.find(words)
    while start >= 0:
        end = start + len(words)
        whole = not _inside_word(source, start) and not _inside_word(source, end)
        if whole:
            yield _place(source, start, end)
        start = source.text.find(words, end if whole else start + 1)


def _inside_word(source: SourceText, position: int) -> bool:
    before = bisect_left(source.words, position, key=lambda word: word.start) - 1
    return before >= 0 and source.words[before].end > position


@dataclass(frozen=True)
class _Flow:
    """The normalised words of a source as one string, a space around each, and where in it each begins."""

    text: str
    begins: tuple[int, ...]

    def index(self, position: int) -> int:
        """Return the index of the word that stands at a position of the string."""
        return max(bisect_right(self.begins, position) - 1, 0)

    def runs(self, words: list[str]) -> list[tuple[int, int]]:
        """Return where the words stand one after another: the indexes of the first and the last of them."""
        wanted, found = f" {' '.join(words)} ", []
        start = self.text.find(wanted)
        while start >= 0:
            first = self.index(start + 1)
            found.append((first, first + len(words) - 1))
            start = self.text.find(wanted, start + len(wanted) - 1)
        return found


@lru_cache(maxsize=4)
def _flow(source: SourceText) -> _Flow:
    begins, position = [], 1
    for word in source.words:
        begins.append(position)
        position += len(word.text) + 1
    return _Flow(f" {' '.join(word.text for word in source.words)} ", tuple(begins))


def _tolerant(source: SourceText, words: str, parts: list[list[str]]) -> Iterator[Place]:
    """Yield the places of the same words, with the marks around them where the quotation has some, too."""
    (opening, closing), reached = _marks(words), 0
    for first, last in _spans(source, parts):
        start, end = source.words[first].start, source.words[last].end
        before = re.search(rf"[^\w\s]{{0,{opening}}}$", source.text[max(start - opening, 0) : start])
        after = re.match(rf"[^\w\s]{{0,{closing}}}", source.text[end : end + closing])
        start, end = start - len(before.group() if before else ""), end + len(after.group() if after else "")
        if start >= reached:
            reached = end
            yield _place(source, start, end)


def _marks(words: str) -> tuple[int, int]:
    """Return how many marks, such as quotation marks, touch the first word and the last."""
    inner = SourceText(words).words
    opening = re.search(r"\S*$", words[: inner[0].start])
    closing = re.match(r"\S*", words[inner[-1].end :])
    return len(opening.group() if opening else ""), len(closing.group() if closing else "")


def _spans(source: SourceText, parts: list[list[str]]) -> list[tuple[int, int]]:
    """Return the shortest spans, as indexes of words, that hold the parts one after another."""
    flow = _flow(source)
    spans = flow.runs(parts[0])
    for part in parts[1:]:
        runs, reaching = flow.runs(part), {}
        for first, last in spans:
            following = bisect_right(runs, last, key=lambda run: run[0])
            if following < len(runs) and _in_one_paragraph(source, first, runs[following][1]):
                reaching[runs[following][1]] = first  # a later first word replaces an earlier one: shorter
        spans = [(first, last) for last, first in reaching.items()]
    return spans


def _in_one_paragraph(source: SourceText, first: int, last: int) -> bool:
    start, end = source.words[first].start, source.words[last].end
    place = _place(source, start, end)
    return bool(source.paragraphs) and end <= source.paragraphs[place.paragraph - 1].end


def _nearest(source: SourceText, words: list[str]) -> tuple[Place, ...]:
    from rapidfuzz import fuzz, process

    flow, wanted = _flow(source), " ".join(words[:_COMPARED])
    size = max(len(wanted), 32)
    windows = [flow.text[i : i + 2 * size] for i in range(0, max(len(flow.text) - size, 1), size)]
    # partial_ratio is the better measure, but slow for long quotations.
    scorer = fuzz.partial_ratio if len(wanted) <= 64 else fuzz.ratio
    best = process.extract(wanted, windows, scorer=scorer, limit=12)
    ranked = sorted((_fitted(flow, wanted, window, index * size) for window, _, index in best), reverse=True)
    found: list[tuple[int, int]] = []
    for likeness, first, last in ranked:
        if likeness >= _LIKENESS and all(last < a or b < first for a, b in found):
            found.append((first, last))
    return tuple(_place(source, source.words[a].start, source.words[b].end) for a, b in found[:3])


def _fitted(flow: _Flow, wanted: str, window: str, offset: int) -> tuple[float, int, int]:
    """Return the run of whole words in a window that is most like the wanted ones: likeness, first and last index."""
    from rapidfuzz import fuzz

    aligned = fuzz.partial_ratio_alignment(wanted, window)
    if aligned is None or not flow.begins:
        return 0.0, 0, 0
    first, last = flow.index(offset + aligned.dest_start), flow.index(offset + aligned.dest_end - 1)
    shifts = product((-1, 0, 1), repeat=2)
    runs = ((max(first + a, 0), min(last + b, len(flow.begins) - 1)) for a, b in shifts)
    return max((fuzz.ratio(wanted, _joined(flow, a, b)), a, b) for a, b in runs if a <= b)


def _joined(flow: _Flow, first: int, last: int) -> str:
    """Return the words from the first to the last index, with spaces between."""
    end = flow.begins[last + 1] if last + 1 < len(flow.begins) else len(flow.text)
    return flow.text[flow.begins[first] : end - 1]
