"""Finding the ends of Argdown's brackets, comments and data in linear time, however many are never closed."""

import re
from bisect import bisect_right

_STOP = re.compile(r"\}(?=\s[^,}])")
_CLOSER = re.compile(r"\}(?!\s*[,}])")


class Marks:
    """Where marks stand in a text. Questions are to come in the order of the text.

    Attributes:
        comments: Where a comment begins → the comment with its marks, for each that was asked for.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.comments: dict[int, str] = {}
        self._next: dict[tuple[str, str], tuple[int, int]] = {}
        self._stops = [match.start() for match in _STOP.finditer(text)]
        self._closers = [match.start() for match in _CLOSER.finditer(text)]

    def after(self, mark: str, position: int, use: str = "") -> int:
        """Return where a mark stands next, from a position on; the length of the text where it does not.

        What was found is remembered for each use, so that asking often costs no more than asking once.
        """
        asked, found = self._next.get((mark, use), (len(self.text) + 1, 0))
        if asked <= position <= found:
            return found
        found = self.text.find(mark, position)
        found = len(self.text) if found < 0 else found
        self._next[mark, use] = position, found
        return found

    def in_line(self, mark: str, position: int) -> int:
        """Return where a mark stands next in the line; -1 where it does not."""
        found = self.after(mark, position)
        return found if found < self.after("\n", position) else -1

    def end_of_data(self, start: int) -> int:
        """Return where data that open with { end, after the }; -1 for none.

        They end with the last } before text that is neither a comma nor another }, since braces in them may nest.
        """
        at = bisect_right(self._stops, start)
        stop = self._stops[at] if at < len(self._stops) else len(self.text)
        index = bisect_right(self._closers, stop) - 1
        return self._closers[index] + 1 if index >= 0 and self._closers[index] > start else -1

    def end_of_comment(self, start: int) -> int:
        """Return where a comment ends that begins here; -1 for none."""
        end = self._end_of_comment(start)
        if end >= 0:
            self.comments[start] = self.text[start:end].rstrip()
        return end

    def _end_of_comment(self, start: int) -> int:
        opening = self.text[start : start + 4]
        if opening.startswith("//"):
            return self.after("\n", start)
        mark, length = ("*/", 2) if opening.startswith("/*") else ("-->", 4) if opening == "<!--" else ("", 0)
        if not mark:
            return -1
        end = self.after(mark, start + length)
        return end + len(mark) if end < len(self.text) else -1


class Places:
    """Lines and columns of a text, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def line(self, offset: int) -> int:
        """Return the line of an offset."""
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        """Return the column of an offset."""
        return offset - self._starts[self.line(offset) - 1] + 1

    def start(self, line: int) -> int:
        """Return the offset at which a line begins; of the last one where there is no such line."""
        return self._starts[min(max(line, 1), len(self._starts)) - 1]
