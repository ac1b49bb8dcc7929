"""The line between premises and conclusion: `----`, `-- rule 1, rule 2 --`, or several lines, with data in braces."""

import re
from dataclasses import dataclass, field

from claims.formats.argdown.marks import Marks

_PLAIN = re.compile(r"[^\\.:</\n{,\-]+")
_SPECIAL = re.compile(r"\.\S+?\.|:\S+?:")
_END = re.compile(r"-{2,}")
_BLANK = re.compile(r"\n[ \t]*(?=\n|\Z)")


@dataclass(slots=True)
class InferenceLine:
    """What an inference line says.

    Attributes:
        rules: Its rules.
        data: Its data, with their braces; "" for none.
        data_offset: Where they stand.
        end: Where it ends.
        fault: What is wrong with it; "" for nothing.
    """

    rules: list[str] = field(default_factory=list)
    data: str = ""
    data_offset: int = 0
    end: int = 0
    fault: str = ""


def inference_line(text: str, position: int, marks: Marks) -> InferenceLine:
    """Return what stands between `--`, which is before the position, and the next; up to an empty line at most."""
    reader = _Reader(text, position, marks)
    while not reader.is_done():
        reader.step()
    return reader.line


class _Reader:
    def __init__(self, text: str, position: int, marks: Marks) -> None:
        self.text, self.position, self.marks = text, position, marks
        self.line = InferenceLine(end=position)
        self.parts: list[str] = []
        self.closed = False
        self.lines = 0

    def is_done(self) -> bool:
        """Whether the line has ended; takes up what was said so far."""
        if not self.closed and self._goes_on():
            return False
        self.line.end = self.position
        if not self.closed:
            self.line.fault = "An inference that begins with -- has to end with --, with no empty line between."
        rules = "".join(self.parts).split("\0")
        self.line.rules = [rule for rule in (" ".join(one.split()) for one in rules) if rule]
        return True

    def _goes_on(self) -> bool:
        return self.position < len(self.text) and not _BLANK.match(self.text, self.position)

    def step(self) -> None:
        sign = self.text[self.position]
        if match := _PLAIN.match(self.text, self.position):
            self._say(match[0], match.end())
        elif match := _END.match(self.text, self.position):
            self.position, self.closed = match.end(), True
        elif (end := self.marks.end_of_comment(self.position)) >= 0:
            self.position = end
        elif sign == "{" and (end := self.marks.end_of_data(self.position)) > 0:
            self._take_data(end)
        elif sign == "\\" and self.position + 1 < len(self.text) and self.text[self.position + 1] != "\n":
            self._say(self.text[self.position + 1].replace("\0", ""), self.position + 2)
        elif match := _SPECIAL.match(self.text, self.position):
            self._say(match[0], match.end())
        else:
            self._say({",": "\0", "\n": " "}.get(sign, sign), self.position + 1)

    def _say(self, text: str, end: int) -> None:
        if self.line.data and text.strip():
            self.line.fault = self.line.fault or "After the data of an inference only -- may follow."
        self.parts.append(text)
        self.position = end

    def _take_data(self, end: int) -> None:
        self.line.data, self.line.data_offset = self.text[self.position : end], self.position
        self.position = end
