"""Anchors: where in a source an item stands, recognisable in any edition without holding its words.

An anchor has a position (fast, for the edition it was made on) and a fingerprint (true for any edition): hashes of
the passage's first words, its last words and all of them, normalised. A passage that is re-flowed, re-quoted, or
moved by paragraphs before it is found by its fingerprint; one whose words changed is reported lost, never guessed.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

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
    """Where an item stands: characters `start` to `end` (end exclusive) of one edition, and the fingerprint."""

    item: str
    paragraph: int
    start: int
    end: int
    fingerprint: Fingerprint


@dataclass(frozen=True)
class PassageFinding:
    """What became of an anchor in a text.

    `status` is "here" (at its position), "moved" (elsewhere, once), "ambiguous" (in several places) or "lost".
    `places` are the (start, end) of every place where the passage stands.
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


def find_anchor(anchor: Anchor, source: SourceText) -> PassageFinding:
    """Look for the anchor's passage in a text, by fingerprint.

    Returns:
        The finding; when the passage stands at its recorded position and nowhere else, its status is "here".
    """
    print_, words = anchor.fingerprint, source.words
    count = print_.word_count
    starts = _windows(source, min(_EDGE, count)).get(print_.first_words, ())
    fits = [i for i in starts if i + count <= len(words) and fingerprint(words[i : i + count]) == print_]
    places = tuple((words[i].start, words[i + count - 1].end) for i in fits)
    if not places:
        return PassageFinding(anchor, "lost", ())
    if len(places) > 1:
        return PassageFinding(anchor, "ambiguous", places)
    # The recorded span may include a closing mark after the last word: what counts is that the words are inside.
    start, end = places[0]
    here = anchor.start <= start and end <= anchor.end and anchor.end - anchor.start <= end - start + _MARKS
    return PassageFinding(anchor, "here" if here else "moved", places)


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
