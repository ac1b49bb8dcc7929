"""Where the stretches of a brat file stand in its text.

The format counts characters. Files written by programs that count as Java and JavaScript do (an emoji is two), that
count the byte-order mark, or that read each line end as one character, are met too; the counting that fits most
stretches is used.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from claims.formats.brat.lines import Stretch

_SPACE = re.compile(r"\s+")
Count = Callable[[int], int]


@dataclass
class Placed:
    """A text, and how the offsets of a file count its characters.

    Attributes:
        text: The text.
        count: Makes places in the text of the offsets.
        way: What the offsets count, where it is not what the format says.
        left: How many characters may yet be taken out of the text: many lines may each name all of it.
    """

    text: str
    count: Count
    way: str = ""
    left: int = 0

    def pieces_of(self, stretch: Stretch) -> list[tuple[int, int]]:
        """Return where a stretch stands, when the text has its words there; else nothing."""
        found = [(self.count(start), self.count(end)) for start, end in stretch.pieces]
        if any(not 0 <= start < end <= len(self.text) for start, end in found):
            return []
        if stretch.text and sum(end - start for start, end in found) > 4 * len(stretch.text) + 100:
            return []
        return found if not stretch.text or _same(self.words(found), stretch.text) else []

    def words(self, pieces: Iterable[tuple[int, int]]) -> str:
        """Return the words at these places, in one line."""
        return " ".join(_SPACE.sub(" ", self.text[start:end]) for start, end in pieces)


def placed(text: str, stretches: Sequence[Stretch]) -> Placed:
    """Return the text with the counting that fits most stretches; the format's own where several fit as many."""
    ways = [Placed(text, lambda offset: offset)]
    if not all(ways[0].pieces_of(one) for one in stretches):
        ways.append(Placed(text, lambda offset: offset - 1, "the byte-order mark of the text as a character"))
        if "\r\n" in text:
            ways.append(Placed(text.replace("\r\n", "\n"), lambda offset: offset, "each line end as one character"))
        if any(sign > "\uffff" for sign in text):
            ways.append(Placed(text, _of_utf16(text), "characters beyond U+FFFF as two"))
    return max(ways, key=lambda way: sum(bool(way.pieces_of(one)) for one in stretches))


def _of_utf16(text: str) -> Count:
    places = [place for place, sign in enumerate(text) for _ in range(1 + (sign > "\uffff"))]
    places.append(len(text))
    return lambda offset: places[offset] if offset < len(places) else len(text) + 1


def _same(one: str, other: str) -> bool:
    return one == other or "".join(one.split()) == "".join(other.split())
