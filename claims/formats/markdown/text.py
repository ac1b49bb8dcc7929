"""Texts as Markdown has to write them, so that they show as they are, whatever signs they hold (CommonMark 0.31, GFM).

Nothing in a text becomes a heading, list, link, table, code or HTML, and nothing needs HTML to be allowed.
"""

import re
from collections.abc import Iterable

from claims.formats.as_words import closed, is_word_character, one_line

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&$]")
_START = re.compile(r"(?:([0-9]{1,9})([.)])|([-+=]))(.*)", re.DOTALL)
_ADDRESS = re.compile(r"https?://[!#-;=?-_a-z~]+")


def plain(text: str) -> str:
    r"""Return Markdown that shows a text in one line, as it is.

    Example:
        >>> print(plain("# *Not* a heading, [no link](javascript:x) & <b>no</b>\ntag"))
        \# \*Not\* a heading, \[no link\](javascript:x) \& \<b\>no\</b\> tag
    """
    return _SIGNS.sub(r"\\\g<0>", closed(one_line(text)))


def paragraph(text: str) -> str:
    r"""Return Markdown that shows a text in one line, fit to begin a block with.

    Example:
        >>> print(paragraph("1. is no list"))
        1\. is no list
    """
    line = plain(text)
    if found := _START.fullmatch(line):
        number, point, sign, rest = found.groups()
        return f"{number}\\{point}{rest}" if number else f"\\{sign}{rest}"
    return line


def address(text: str) -> str:
    """Return Markdown that shows a reference, fit to begin a block with; where it is a web address, as a link."""
    return f"<{text}>" if _ADDRESS.fullmatch(text) else paragraph(text)


def anchor(heading: str) -> str:
    """Return the name that GitHub, GitLab and most editors give a heading with this text.

    Example:
        >>> anchor("S3 Ships: fewer, & dearer")
        's3-ships-fewer--dearer'
    """
    kept = (character for character in one_line(heading).lower() if character in " -" or is_word_character(character))
    return "".join(kept).replace(" ", "-")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Return the lines of a table, given Markdown for its cells."""
    titles = list(head)
    return [_row(titles), _row("---" for _ in titles), *map(_row, rows)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
