"""Counting the rows of SPARQL results while they are written, in each standard format.

The rows are counted in the bytes themselves, so that an engine's own quick writer can be used and still be stopped at
a limit. What a literal holds is never mistaken for the end of a row: that follows from how each format escapes. The
bytes may come in pieces that are cut anywhere. Imports nothing of this package: the processes that answer queries start
with it.
"""

import re
from typing import Protocol


class RowCounter(Protocol):
    """Counts the rows of one answer."""

    rows: int

    def take(self, data: bytes) -> int:
        """Take the next piece of the answer; return how many rows have been seen so far, at least begun."""
        ...


class TsvRows:
    """Rows of TSV: lines after the first. Line ends in literals are escaped."""

    def __init__(self) -> None:
        self.rows = -1

    def take(self, data: bytes) -> int:
        """Count on (see `RowCounter`)."""
        self.rows += data.count(b"\n")
        return max(self.rows, 0)


class CsvRows:
    """Rows of CSV: line ends outside quotation marks, but for the first. A mark in a literal is doubled."""

    def __init__(self) -> None:
        self.rows = -1
        self._quoted = 0

    def take(self, data: bytes) -> int:
        """Count on (see `RowCounter`)."""
        if b'"' not in data:
            self.rows += 0 if self._quoted else data.count(b"\n")
        else:
            parts = data.split(b'"')
            self.rows += sum(part.count(b"\n") for part in parts[self._quoted :: 2])
            self._quoted = (self._quoted + len(parts) - 1) % 2
        return max(self.rows, 0)


class XmlRows:
    """Rows of SPARQL results in XML: starts of `result` elements. A `<` in a literal is escaped."""

    _START = re.compile(rb"<(?:[\w.-]+:)?result[\s/>]")
    _LONGEST = 100
    """How much of a piece may be the start of a tag whose rest is in the next."""

    def __init__(self) -> None:
        self.rows = 0
        self._rest = b""

    def take(self, data: bytes) -> int:
        """Count on (see `RowCounter`)."""
        data = self._rest + data
        cut = data.rfind(b"<")
        if cut < 0 or b">" in data[cut:] or len(data) - cut > self._LONGEST:
            cut = len(data)
        self.rows += len(self._START.findall(data, 0, cut))
        self._rest = data[cut:]
        return self.rows


class JsonRows:
    """Rows of SPARQL results in JSON: objects that are members of an array, which only bindings are."""

    _ESCAPED = re.compile(rb"\\.", re.DOTALL)

    def __init__(self) -> None:
        self.rows = 0
        self._in_string = 0
        self._rest = b""
        self._before = b""

    def take(self, data: bytes) -> int:
        """Count on (see `RowCounter`)."""
        data = self._rest + data
        if b"\\" in data:
            data = self._ESCAPED.sub(b"", data)
            self._rest = data[-1:] if data.endswith(b"\\") else b""
            data = data.removesuffix(b"\\")
        else:
            self._rest = b""
        parts = data.split(b'"')
        outside = self._before + b"".join(parts[self._in_string :: 2]).translate(None, b" \t\r\n")
        self._in_string = (self._in_string + len(parts) - 1) % 2
        self.rows += outside.count(b"[{") + outside.count(b"},{")
        self._before = outside[-2:] if not outside.endswith((b"[{", b"},{")) else b""
        return self.rows


class LineRows:
    """Triples in N-Triples: lines that hold one."""

    def __init__(self) -> None:
        self.rows = 0

    def take(self, data: bytes) -> int:
        """Count on (see `RowCounter`)."""
        self.rows += data.count(b"\n")
        return self.rows


COUNTERS: dict[str, type[RowCounter]] = {"csv": CsvRows, "tsv": TsvRows, "xml": XmlRows, "json": JsonRows}
"""Format of a table → what counts its rows."""
