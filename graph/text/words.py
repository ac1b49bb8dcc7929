"""What search makes of texts and of what people type: folded letters, and the words that are looked for.

Nothing that is typed is an error: quotation marks make a phrase, a minus before a word excludes it, and anything else
is words.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


class _Letters(dict[int, int | str | None]):
    """What becomes of each character that was taken apart: marks on letters and joiners go; some stand alone."""

    def __missing__(self, code: int) -> int | str | None:
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Cs":  # half of a character, which no index can hold
            self[code] = " "
        elif unicodedata.combining(character) or category == "Cf":
            self[code] = None
        else:
            self[code] = f" {character} " if _SPACELESS.match(character) else code
        return self[code]


# Chinese, Japanese, Thai, Lao, Burmese and Khmer are written without spaces: there each character counts as a word,
# and what is typed is looked for as a phrase.
_SPACELESS = re.compile(
    "[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ec0-\u0ec6\u1000-\u102a\u1780-\u17b3"
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LETTERS = _Letters()
_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟", '"'))
_PARTS = re.compile(r'(?<!\S)(?P<no>-?)"(?P<phrase>[^"]*)(?:"|$)|(?P<word>\S+)')


@dataclass(frozen=True)
class Wanted:
    """One thing that is looked for.

    Attributes:
        text: Its letters, folded: a word, or several that have to stand together.
        is_begun: Whether the last of its words may be the beginning of a longer one.
        is_excluded: Whether what has it is not wanted.
    """

    text: str
    is_begun: bool = True
    is_excluded: bool = False


def folded(text: str) -> str:
    """Return a text as it is compared: without case, accents and joiners."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return apart.translate(_LETTERS)


def wanted_of(words: str) -> list[Wanted]:
    """Return what is looked for by some words: `word`, `beginning*`, `"a phrase"`, `-without`, in any order."""
    return list(_wanted(words.translate(_QUOTES)))


def _wanted(words: str) -> Iterator[Wanted]:
    for part in _PARTS.finditer(words):
        phrase, word = part["phrase"], part["word"]
        if phrase is not None:
            yield Wanted(folded(phrase), is_begun=phrase.endswith("*"), is_excluded=bool(part["no"]))
        elif re.match(r"-\w", word):
            yield Wanted(folded(word[1:]), is_begun=word.endswith("*"), is_excluded=True)
        else:
            yield Wanted(folded(word))
