"""What a text is compared by: its words, and a few numbers that texts of nearly the same words have in common.

The words of a text are sketched by MinHash: two texts have as much of their sketches in common as of their words, in
any order. A sketch is cut into bands, and each band becomes a number, its key. Texts with a key in common may be near
one another; texts with none are not, but for a small chance: with two changed words of fifteen, one in fifty.
"""

import re
import unicodedata
from functools import reduce
from operator import xor
from struct import Struct

from rensa import RMinHash  # type: ignore[import-untyped]  # it ships no types


class _Letters(dict[int, int | str | None]):
    """What becomes of each character: letters, digits and marks stay, joiners go, anything else parts words."""

    def __missing__(self, code: int) -> int | str | None:
        category = unicodedata.category(chr(code))
        self[code] = None if category == "Cf" else code if category[0] in "LMN" else " "
        return self[code]


_LETTERS = _Letters()

_SPACELESS = (
    (re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), 2),
    (re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"), 3),
)
"""Scripts without spaces, and how many characters say about as much as a word: Chinese and Japanese; Thai, Lao,
Burmese and Khmer."""

_ROWS, _BANDS, _SEED = 4, 8, 1
_HALVES = Struct(f"<{_ROWS * _BANDS}H")
_WHOLES = Struct(f"<{_BANDS}q")

KEYS = _BANDS + 1
"""How many keys a text has."""

_PROBE = "The same sketch as ever: déjà vu, ⅔, Straße, 中文句子, ภาษาไทย."


def words_of(text: str) -> list[str]:
    """Return the words of a text: NFKC, case folded, letters and digits with their marks."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS).split()


def _features(words: list[str]) -> list[str]:
    """Return the words, and in place of a run of a script without spaces its overlapping parts."""
    return words if "".join(words).isascii() else [part for word in words for part in _parts(word)]


def _parts(word: str) -> list[str]:
    size = next((size for script, size in _SPACELESS if script.search(word)), len(word))
    return [word[start : start + size] for start in range(max(len(word) - size, 0) + 1)]


def band_keys(words: list[str]) -> tuple[int, ...]:
    """Return a number for each band of the sketch, and one for the sketch as a whole; none when there are no words.

    A row of a band is its low 16 bits: all that is lost is one unlike row of 65,536. The last number stands for the
    very same words, so that those are found even where each band is one that very many texts share.
    """
    if not words:
        return ()
    sketch = RMinHash(num_perm=_ROWS * _BANDS, seed=_SEED)
    sketch.update(_features(words))
    bands = _WHOLES.unpack(_HALVES.pack(*[row & 0xFFFF for row in sketch.digest()]))
    return (*bands, reduce(xor, bands))


def sketched_by() -> str:
    """Return what differs when another version of this code, of rensa or of Unicode would make other keys."""
    return str(band_keys(words_of(_PROBE)))
