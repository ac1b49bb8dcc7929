"""What a heading, statement or argument says: its tokens as one line of text, with its marked ranges and its tags."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from claims.formats.argdown.lexer import Tag, Token
from claims.formats.argdown.model import Content, Range, RangeKind

KINDS = frozenset({"text", "newline", "start", "end", "link", "tag", "statement mention", "argument mention"})
"""The kinds of tokens that content is made of."""
_SHORTCUT = re.compile(r"([.:])\S+?\1")
_RUN = re.compile(r"[.:]\S*")
_SPACES = re.compile(r"[ \t\n]+")


class ContentReader:
    """Reads the content that begins at a token; `unclosed` are the offsets of marks that nothing closes."""

    def __init__(self) -> None:
        self.text = ""
        self._pieces: list[str] = []
        self._length = 0
        self._spaced = True
        self._ranges: list[Range] = []
        self._open: list[tuple[Range, int]] = []
        self._tags: list[str] = []
        self.unclosed: list[int] = []

    def read(self, tokens: Sequence[Token], index: int) -> tuple[Content, int]:
        """Return the content, and the index of the first token after it."""
        while index < len(tokens) and tokens[index].kind in KINDS:
            self._take(tokens[index])
            index += 1
        for one, offset in self._open:
            one.end = self._length
            self.unclosed.append(offset)
        return self._finished(), index

    def _take(self, token: Token) -> None:
        kind, value = token.kind, token.value
        if kind == "text":
            self._say(value)
        elif kind == "newline":
            self._say(" ")
        elif kind == "start":
            self._open.append((self._mark("bold" if len(value) == 2 else "italic", "", ""), token.offset))
        elif kind == "end":
            self._close()
        elif kind == "link":
            self._mark("link", *value)
        elif kind == "tag":
            self._tag(value)
        else:
            opening, closing = "[]" if kind.startswith("statement") else "<>"
            self._mark("statement" if opening == "[" else "argument", f"@{opening}{value}{closing}", value)

    def _say(self, text: str) -> None:
        """Add text, with one space for any spaces, tabs and line breaks."""
        text = _SPACES.sub(" ", text)
        if self._spaced:
            text = text.lstrip(" ")
        if text:
            self._pieces.append(text)
            self._length += len(text)
            self._spaced = text.endswith(" ")

    def _mark(self, kind: RangeKind, text: str, value: str) -> Range:
        start = self._length
        self._say(text)
        made = Range(kind, start, self._length, value)
        self._ranges.append(made)
        return made

    def _close(self) -> None:
        if self._open:
            self._open.pop()[0].end = self._length

    def _tag(self, tag: Tag) -> None:
        if tag.name:
            self._mark("tag", tag.written, tag.name)
            self._tags.append(tag.name)

    def _finished(self) -> Content:
        text = "".join(self._pieces).rstrip(" ")
        ranges = self._ranges
        while (last := _last_tag(ranges)) is not None and last.end >= len(text):
            ranges.remove(last)
            text = text[: last.start].rstrip(" ")
        starts = [one.start for one in ranges]
        kept = [one for one in ranges if _is_worth_it(one, text) and not _is_hidden_after(one.end, text, starts)]
        return Content(text, _nested(kept), [*dict.fromkeys(self._tags)])


def _last_tag(ranges: Sequence[Range]) -> Range | None:
    last = next((one for one in reversed(ranges) if one.kind not in ("bold", "italic")), None)
    return last if last and last.kind == "tag" else None


def _is_worth_it(one: Range, text: str) -> bool:
    """Cut a range to the words in it, and return whether there are any, and what follows lets it be written."""
    one.end = min(one.end, len(text))
    if one.kind not in ("bold", "italic"):
        return one.start < one.end
    while one.start < one.end and text[one.start].isspace():
        one.start += 1
    while one.start < one.end and text[one.end - 1].isspace():
        one.end -= 1
    return one.start < one.end and (one.end == len(text) or text[one.end] in " ).,!?;:-")


def _is_hidden_after(end: int, text: str, starts: Sequence[int]) -> bool:
    """Whether a full stop or colon after a range would have to be escaped, so that the range could not end there."""
    if _SHORTCUT.match(text, end):
        return True
    run = _RUN.match(text, end)
    at = bisect_right(starts, end)
    return run is not None and at < len(starts) and starts[at] <= run.end()


def _nested(ranges: Sequence[Range]) -> list[Range]:
    """Return ranges without those within one of the same kind, outer ones before inner ones."""
    kept: list[Range] = []
    ends = {"bold": 0, "italic": 0}
    for one in ranges:
        if one.kind in ends:
            if one.start < ends[one.kind]:
                continue
            ends[one.kind] = one.end
        kept.append(one)
    return kept
