"""The tokens of an Argdown text, as the reference implementation cuts it (packages/argdown-core/src/lexer.ts).

What a sign means depends on where it stands: relations, steps, list items and headings begin lines; an indentation
that grows opens a level and one that shrinks closes levels; elsewhere the same signs are text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from claims.formats.argdown.inference import InferenceLine, inference_line
from claims.formats.argdown.marks import Marks


class Token(NamedTuple):
    """A token: what it is, what it says, and where it stands."""

    kind: str
    value: Any
    offset: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, and how it stands in a text: #so, or #(so) where a letter follows at once."""

    name: str
    written: str


_PLAIN = re.compile(r"[^\\@#*_\[.:</\n{]+")
_SPECIAL = re.compile(r"\.\S+?\.[ \t]?|:\S+?:[ \t]?")
_EMPTY = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_NEWLINE = re.compile(r"[ \t]*\n")
_BLANKS = re.compile(r"(?:[ \t]*\n)*")
_ONE_BLANK = re.compile(r"[ \t]*\n(?![ \t]*\n)")
_SPACES = re.compile(r"[ \t]*")
_SIGN = re.compile(r"([ \t]*)(\+>|->|<\+|\+|<-|-|><|_>|<_|_(?=\s))")
_INFERENCE = re.compile(r"[ \t]*--")
_HEADING = re.compile(r"(#+) ")
_NUMBER = re.compile(r"[ \t]*(\(\d+\))")
_NUMBERED = re.compile(r"([ \t]*)(\d+\.)(?=\s)")
_BULLET = re.compile(r"([ \t]*)(\*)(?=\s)")
_FRONTMATTER = re.compile(r"={3,}")
_TAG = re.compile(r"#(?:\(([^)]+)\)|([a-zA-Z\[\\\]^_`0-9\-\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]+))")
_RANGE_END = r"(?:[ \t]|(?=[\n)}_.,!?;:\-*]|\Z))"
_ENDS = {mark: re.compile(re.escape(mark) + _RANGE_END) for mark in ("**", "__", "*", "_")}
_STARTS = {mark: re.compile(re.escape(mark) + r"(?!\s)(?!\Z)") for mark in _ENDS}
_INLINE = ("text", "end", "start", "link", "tag", "statement mention", "argument mention")
_CANONICAL = {"+": "<+", "-": "<-", "_": "<_"}
SIMPLE_TAG = re.compile(r"[a-zA-Z0-9\-\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]+")
"""A tag that needs no brackets, whatever follows it."""


class Lexer:
    """One text under way; `tokens` are those found so far."""

    def __init__(self, text: str) -> None:
        self.text, self.marks = text, Marks(text)
        self.tokens: list[Token] = []
        self._position = 0
        self._indents = [0]
        self._ranges: list[str] = []
        self._last = ""
        self._by_sign: dict[str, Callable[[int], int]] = {
            "\n": self._line_end,
            "\\": self._escaped,
            ".": self._dotted,
            ":": self._dotted,
            "{": self._data,
            "*": self._range,
            "_": self._range,
            "#": self._tag,
            "[": self._square,
            "<": self._angle,
            "@": self._mention,
            "/": self._slash,
        }

    def run(self) -> list[Token]:
        """Return the tokens; levels that are open at the end are closed."""
        length = len(self.text)
        position = 0
        while position < length:
            begins = self._last in ("", "newline", "empty")
            position = self._begin_line(position) if begins else self._step(position)
        if self._last == "empty":
            self.tokens.pop()
        self._dedent(0, length)
        return self.tokens

    def _step(self, position: int) -> int:
        sign = self._by_sign.get(self.text[position])
        if sign is not None:
            return sign(position)
        match = _PLAIN.match(self.text, position)
        end = match.end() if match else position + 1
        said = self.text[position:end]
        if self._last not in _INLINE:  # spaces before the first word do not count
            said = said.lstrip(" \t")
            position = end - len(said)
        if self.text.startswith("\n", end):
            said = said.rstrip(" \t")
        return self._put("text", said, position, end) if said else end

    def _put(self, kind: str, value: Any, offset: int, end: int) -> int:
        self.tokens.append(Token(kind, value, offset))
        self._last = kind
        return end

    # The beginnings of lines

    def _begin_line(self, position: int) -> int:
        """Read what stands at the beginning of a line, or skip what does not count there."""
        if (end := self._skipped_comment(position)) >= 0:
            return end
        for read in (self._line_end_first, self._inference, self._relation, self._other_first):
            if (end := read(position)) >= 0:
                return end
        match = _SPACES.match(self.text, position)
        if match and match.end() > position:
            return match.end()
        self._ranges.clear()
        return self._step(position)

    def _skipped_comment(self, position: int) -> int:
        end = self.marks.end_of_comment(position)
        if end < 0:
            return -1
        blanks = _BLANKS if self._last == "empty" else _ONE_BLANK if self._last == "newline" else None
        match = blanks.match(self.text, end) if blanks else None
        return match.end() if match else end

    def _line_end_first(self, position: int) -> int:
        match = _NEWLINE.match(self.text, position)
        return self._line_end(position) if match else -1

    def _inference(self, position: int) -> int:
        match = None if self._last == "empty" else _INFERENCE.match(self.text, position)
        if match is None:
            return -1
        self._dedent(0, position)
        line: InferenceLine = inference_line(self.text, match.end(), self.marks)
        return self._put("inference", line, match.end() - 2, line.end)

    def _relation(self, position: int) -> int:
        match = _SIGN.match(self.text, position)
        if match is None:
            return -1
        self._indent(len(match[1]), position)
        return self._put("relation", _CANONICAL.get(match[2], match[2]), match.start(2), match.end())

    def _other_first(self, position: int) -> int:
        if match := _HEADING.match(self.text, position):
            return self._put("heading", match[1], position, match.end())
        if match := _NUMBER.match(self.text, position):
            self._dedent(0, position)
            return self._put("number", match[1], match.start(1), match.end())
        for kind, pattern in (("numbered", _NUMBERED), ("bullet", _BULLET)):
            if match := pattern.match(self.text, position):
                self._indent(len(match[1]) + 1, position)
                return self._put(kind, match[2], match.start(2), match.end())
        return self._frontmatter(position)

    def _frontmatter(self, position: int) -> int:
        match = _FRONTMATTER.match(self.text, position)
        if match is None:
            return -1
        close = self.marks.after("===", match.end())
        if close == len(self.text):
            return -1
        end = match.end()
        closing = _FRONTMATTER.match(self.text, close)
        return self._put("frontmatter", self.text[end:close], position, closing.end() if closing else close)

    def _indent(self, width: int, offset: int) -> None:
        if width > self._indents[-1]:
            self._indents.append(width)
            self.tokens.append(Token("indent", "", offset))
        else:
            self._dedent(width, offset)
        self._ranges.clear()

    def _dedent(self, width: int, offset: int) -> None:
        while len(self._indents) > 1 and width < self._indents[-1]:
            self._indents.pop()
            self.tokens.append(Token("dedent", "", offset))

    # Signs within lines

    def _line_end(self, position: int) -> int:
        match = None if self._last == "empty" else _EMPTY.match(self.text, position)
        if match is None:
            match = _NEWLINE.match(self.text, position)
            return self._put("newline", "", position, match.end() if match else position + 1)
        if match.end() < len(self.text):
            self._dedent(0, position)
        self._ranges.clear()
        return self._put("empty", "", position, match.end())

    def _sign(self, position: int) -> int:
        return self._put("text", self.text[position], position, position + 1)

    def _escaped(self, position: int) -> int:
        following = self.text[position + 1 : position + 2]
        if following in ("", "\n"):
            return self._sign(position)
        return self._put("text", following, position, position + 2)

    def _dotted(self, position: int) -> int:
        """Read a shortcut such as .^. or :up:, whose text hides signs from their meaning, or a full stop."""
        match = _SPECIAL.match(self.text, position)
        return self._put("text", match[0], position, match.end()) if match else self._sign(position)

    def _data(self, position: int) -> int:
        end = self.marks.end_of_data(position)
        return self._put("data", self.text[position:end], position, end) if end > 0 else self._sign(position)

    def _slash(self, position: int) -> int:
        end = self.marks.end_of_comment(position)
        return end if end >= 0 else self._sign(position)

    def _range(self, position: int) -> int:
        last = self._ranges[-1] if self._ranges else ""
        if last and _ENDS[last].match(self.text, position):
            self._ranges.pop()
            return self._put("end", last, position, position + len(last))
        sign = self.text[position]
        for mark in (sign * 2, sign):
            if _STARTS[mark].match(self.text, position):
                self._ranges.append(mark)
                return self._put("start", mark, position, position + len(mark))
        return self._sign(position)

    def _tag(self, position: int) -> int:
        match = _TAG.match(self.text, position) if self._may_be_tag(position) else None
        if match is None:
            return self._sign(position)
        name = match[1] or match[2]
        followed = self.text[match.end() : match.end() + 1] in ("", " ", "\t", "\n")
        name = " ".join(name.split())
        simple = followed and SIMPLE_TAG.fullmatch(name)
        return self._put("tag", Tag(name, f"#{name}" if simple else f"#({name})"), position, match.end())

    def _may_be_tag(self, position: int) -> bool:
        if self.text.startswith("#(", position):
            return self.marks.after(")", position) < len(self.text)
        return True

    def _square(self, position: int) -> int:
        if (end := self._link(position)) >= 0:
            return end
        return self._titled(position, "]", "statement")

    def _angle(self, position: int) -> int:
        if (end := self.marks.end_of_comment(position)) >= 0:
            return end
        return self._titled(position, ">", "argument")

    def _titled(self, position: int, close: str, kind: str) -> int:
        end = self.marks.in_line(close + ":", position + 2)
        if end > 0 and (title := _title(self.text[position + 1 : end])):
            return self._put_titled(f"{kind} definition", title, position, end + 2)
        end = self.marks.in_line(close, position + 2)
        if end > 0 and self.text[position + 1] != "-" and (title := _title(self.text[position + 1 : end])):
            return self._put_titled(f"{kind} reference", title, position, end + 1)
        return self._sign(position)

    def _put_titled(self, kind: str, title: str, position: int, end: int) -> int:
        """Put an element with a title; one that begins a line is below nothing, though no empty line stands before."""
        if self.text.startswith("\n", position - 1):
            self._dedent(0, position)
        return self._put(kind, title, position, end)

    def _link(self, position: int) -> int:
        close = self.marks.after("]", position + 1)
        if close == position + 1 or not self.text.startswith("](", close):
            return -1
        end = self.marks.after(")", close + 2, "link")
        if end in (close + 2, len(self.text)):
            return -1
        said = " ".join(self.text[position + 1 : close].split()), "".join(self.text[close + 2 : end].split("\n"))
        return self._put("link", said, position, end + 1) if said[0] and said[1] else -1

    def _mention(self, position: int) -> int:
        opening = self.text[position + 1 : position + 2]
        close = {"[": "]", "<": ">"}.get(opening, "")
        end = self.marks.in_line(close, position + 3) if close else -1
        title = _title(self.text[position + 2 : end]) if end > 0 else ""
        if not title:
            return self._sign(position)
        return self._put(f"{'statement' if close == ']' else 'argument'} mention", title, position, end + 1)


def _title(text: str) -> str:
    return " ".join(text.split())
