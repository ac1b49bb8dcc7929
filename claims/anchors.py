"""Anchors: where in a source an item stands, recognisable in any edition without holding its words.

An anchor has a position (fast, for the edition it was made on) and a fingerprint (true for any edition): hashes of
the passage's first words, its last words and all of them, normalised. A passage that is re-flowed, re-quoted, or
moved by paragraphs before it is found by its fingerprint; one whose words changed is reported lost, never guessed.
Where an edition has the same words in several places, the position decides, and then what stands around the passage,
for an anchor that holds its quotation.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

from claims.quotes import Place, Quote
from claims.source import SourceText, Word

_EDGE = 5
"""How many words the hashes of the first and last words cover, at most."""


@dataclass(frozen=True)
class Fingerprint:
    """Hashes of a passage's normalised words: of the first and last five (16 hex digits each) and of all (32)."""

    first_words: str
    last_words: str
    word_count: int
    digest: str


@dataclass(frozen=True)
class Anchor:
    """Where an item stands: characters `start` to `end` (end exclusive) of one edition, and the fingerprint.

    `quote` holds the words, for sources that may be quoted; `section` is 0 where it is not known.
    """

    item: str
    paragraph: int
    start: int
    end: int
    fingerprint: Fingerprint
    quote: Quote | None = None
    section: int = 0


@dataclass(frozen=True)
class PassageFinding:
    """What became of an anchor in a text.

    `status` is "here" (at its position), "moved" (elsewhere, once), "ambiguous" (in several places) or "lost".
    `places` are the (start, end) of the place that it is anchored at, or of every place that it could be.
    """

    anchor: Anchor
    status: Literal["here", "moved", "ambiguous", "lost"]
    places: tuple[tuple[int, int], ...]


def fingerprint(words: tuple[Word, ...]) -> Fingerprint:
    """Return the fingerprint of a passage, given its normalised words.

    Raises:
        ValueError: When there are no words: such a passage could be anywhere.
    """
    if not words:
        raise ValueError("a passage needs at least one word")
    texts = [word.text for word in words]
    return Fingerprint(_hash(texts[:_EDGE], 8), _hash(texts[-_EDGE:], 8), len(texts), _hash(texts, 16))


def anchor_at(source: SourceText, item: str, place: Place) -> Anchor:
    """Return the anchor of an item at a place of a source; it does not hold the passage's words.

    Raises:
        ValueError: When there is no whole word at the place.
    """
    first = bisect_left(source.words, place.start, key=lambda word: word.start)
    last = bisect_right(source.words, place.end, key=lambda word: word.end)
    print_ = fingerprint(source.words[first:last])
    return Anchor(item, place.paragraph, place.start, place.end, print_, section=place.section)


def find_anchor(anchor: Anchor, source: SourceText) -> PassageFinding:
    """Look for the anchor's passage in a text, by fingerprint.

    Returns:
        The finding. Where the words stand in several places, it is "here" if one of them is at the recorded position;
        else the one place is found that the anchor's quotation singles out by the words around it, if it does.
    """
    print_, words = anchor.fingerprint, source.words
    starts = _windows(source, min(_EDGE, print_.word_count)).get(print_.first_words, ())
    ends = ((i, i + print_.word_count) for i in starts if i + print_.word_count <= len(words))
    fits = [(i, end) for i, end in ends if fingerprint(words[i:end]) == print_]
    places = tuple(_span(source, fit) for fit in fits)
    here = tuple(place for place in places if _is_at(anchor, place))
    if len(here) == 1:
        return PassageFinding(anchor, "here", here)
    if len(places) > 1 and anchor.quote:
        places = tuple(_span(source, fit) for fit in _singled_out(fits, anchor.quote, words))
    if not places:
        return PassageFinding(anchor, "lost", ())
    return PassageFinding(anchor, "moved" if len(places) == 1 else "ambiguous", places)


def _span(source: SourceText, fit: tuple[int, int]) -> tuple[int, int]:
    """Return the characters, first and after the last, of the words with these indexes."""
    return source.words[fit[0]].start, source.words[fit[1] - 1].end


def _is_at(anchor: Anchor, place: tuple[int, int]) -> bool:
    # The recorded span may include a closing mark after the last word: what counts is that the words are inside.
    start, end = place
    return anchor.start <= start and end <= anchor.end and anchor.end - anchor.start <= end - start + _MARKS


def _singled_out(fits: list[tuple[int, int]], quote: Quote, words: tuple[Word, ...]) -> list[tuple[int, int]]:
    """Return the one fit with more of the quotation's surroundings than any other; all of them if there is none."""
    prefix, suffix = (_letters(SourceText(text).words) for text in (quote.prefix, quote.suffix))
    # The quotation's surroundings may begin and end amid a word; hence letters are compared, not words.
    shares = [
        _letters(words[max(first - len(prefix), 0) : first]).endswith(prefix)
        + _letters(words[end : end + len(suffix)]).startswith(suffix)
        for first, end in fits
    ]
    best = [fit for fit, share in zip(fits, shares, strict=True) if share == max(shares)]
    return best if len(best) == 1 else fits


def _letters(words: tuple[Word, ...]) -> str:
    return "".join(word.text for word in words)


_MARKS = 8
"""How many characters that are no words (quotation marks, a full stop) a passage may have at its edges."""


@lru_cache(maxsize=16)
def _windows(source: SourceText, size: int) -> dict[str, list[int]]:
    """Return, for every run of `size` words of the text, its hash and the indexes of the words where it starts."""
    texts = [word.text for word in source.words]
    found: dict[str, list[int]] = {}
    for i in range(len(texts) - size + 1):
        found.setdefault(_hash(texts[i : i + size], 8), []).append(i)
    return found


def _hash(texts: list[str], size: int) -> str:
    return blake2b(" ".join(texts).encode("utf-8"), digest_size=size).hexdigest()
