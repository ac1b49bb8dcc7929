"""How wide a text is and how it breaks into lines, without a font at hand.

Widths are those of Helvetica (the Adobe font metrics; Arial and Liberation Sans are made to the same), the first
fonts in the page's list, times a margin for the rest. It is an estimate: where the reader's font is wider still, the
page condenses the line, so a text never leaves its box.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

MARGIN = 1.04
_EM = {  # characters by width in thousandths of the font size
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[]\\ft\u00a0·",
    333: "()-`r{}“”",
    389: "*",
    469: "^",
    500: "ckszvxyJ",
    556: "0123456789abdeghnopqu?$#_L–€£",
    584: "+<=>~",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    889: "%",
    944: "W",
    1000: "—…",
    1015: "@",
}
_WIDTH = {char: em / 1000 for em, chars in _EM.items() for char in chars}
_OTHER, _WIDE = 0.6, 1.0
# Characters that turn the direction of what follows: they could make a box read as what it does not say.
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
# Characters that HTML or XML cannot hold, halves of characters and marks of a byte order; white space is left.
_CONTROLS = (*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0))
_UNWRITABLE = (*_CONTROLS, *range(0xD800, 0xE000), 0xFEFF, 0xFFFE, 0xFFFF)
_REMOVED = dict.fromkeys((*_TURNING, *_UNWRITABLE))


def clean(text: str) -> str:
    """The text on one line: white space as single spaces, without control characters and those that turn direction."""
    return " ".join(text.translate(_REMOVED).split())


@lru_cache(maxsize=1 << 14)
def width(text: str, size: float) -> float:
    """Estimated width in pixels of a text set in one line.

    Args:
        text: any text.
        size: font size in pixels.
    """
    return MARGIN * size * sum(_WIDTH.get(char) or _other(char) for char in text)


def _other(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(char) in "WF" else _OTHER


@lru_cache(maxsize=1 << 14)
def wrap(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """Lines of a text, none wider than the room; the last ends in "…" where the text goes on.

    Args:
        text: any text, however long.
        size: font size in pixels.
        room: width of a line in pixels.
        most: greatest number of lines.
    """
    lines: list[str] = []
    line, taken, space = "", 0.0, width(" ", size)
    for piece in _pieces(clean(text[: most * 400]), size, room):
        own = width(piece, size)
        if line and taken + space + own > room:
            lines.append(line)
            line, taken = piece, own
        else:
            line, taken = (f"{line} {piece}", taken + space + own) if line else (piece, own)
        if len(lines) > most:
            break
    if line:
        lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], _shorten(lines[most - 1], size, room)]
    return tuple(lines)


def _pieces(text: str, size: float, room: float) -> Iterator[str]:
    """Words; those too long for a line in parts that fit."""
    for word in text.split(" "):
        rest = word
        while width(rest, size) > room and len(rest) > 1:
            cut = max(1, int(len(rest) * room / width(rest, size)))
            while cut > 1 and width(rest[:cut], size) > room:
                cut -= 1
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _shorten(line: str, size: float, room: float) -> str:
    while line and width(line + "…", size) > room:
        line = line[:-1]
    return line.rstrip() + "…"
