"""What can go wrong with a store.

GraphError
├── StoreError                  a store cannot be opened or used
│   ├── NotAStoreError          the folder holds no store
│   ├── StoreVersionError       the store was made by a newer version
│   ├── StoreHeldError          another process holds the store
│   ├── StoreWriteError         the disk is full, or the folder cannot be written
│   ├── ReadOnlyError           the store was opened for reading only
│   └── ServerError             a SPARQL server refused, or did not answer
├── RdfSyntaxError              files of RDF with faults; nothing was loaded
├── QuerySyntaxError            SPARQL with a fault: line, column, and the line itself
├── NetworkRefusedError         SPARQL that would call another server
├── AnswerFormatError           the answer cannot be written in that format
├── UnknownQueryError           no named query of that name
├── ParameterError              parameters of a named query that are missing, unknown or ill-formed
├── UnknownItemError            no item of that id; carries the nearest ids
│   └── RetractedItemError      an item that was taken out; carries when, by whom and why
├── UnknownCorpusInStoreError   no corpus of that name in the store, or none was named and there are several
├── UnknownContributionError    no contribution of that number
├── InvalidChangeError          a change that would leave the store unsound; has every fault, nothing was changed
└── ChangedSinceError           a change that rests on what has changed since
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.contributions import Contribution


class GraphError(Exception):
    """The base of this package's errors."""


class StoreError(GraphError):
    """A store cannot be opened or used."""


class NotAStoreError(StoreError):
    """The folder holds no store."""


class StoreVersionError(StoreError):
    """The store was made by a newer version."""


class StoreHeldError(StoreError):
    """Another process holds the store."""


class StoreWriteError(StoreError):
    """The disk is full, or the folder cannot be written."""


class ReadOnlyError(StoreError):
    """The store was opened for reading only."""


class ServerError(StoreError):
    """A SPARQL server refused, or did not answer."""


@dataclass(frozen=True)
class Fault:
    """One fault of a file: where (line and column count from 1; 0 where unknown) and what was expected."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{place}: {self.message}"


class RdfSyntaxError(GraphError):
    """Files of RDF with faults; nothing was loaded."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)) + "\nNothing was loaded.")


class QuerySyntaxError(GraphError):
    """SPARQL with a fault: line and column count from 1."""

    def __init__(self, message: str, line: int, column: int, text: str) -> None:
        self.message, self.line, self.column, self.text = message, line, column, text
        start = max(column - 1 - _AROUND, 0)
        window = text[start : column - 1 + _AROUND].replace("\t", " ")
        caret = " " * (column - 1 - start) + "^"
        super().__init__(f"line {line}, column {column}: {message}\n  {window}\n  {caret}")


_AROUND = 100
"""How many characters of a line are shown before and after the place of a fault."""


class NetworkRefusedError(GraphError):
    """SPARQL that would call another server."""


class AnswerFormatError(GraphError):
    """The answer cannot be written in that format."""


class UnknownQueryError(GraphError):
    """No named query of that name."""


class ParameterError(GraphError):
    """Parameters of a named query that are missing, unknown or ill-formed."""


class UnknownItemError(GraphError):
    """No item of that id; carries the nearest ids."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        self.name, self.nearest = name, tuple(nearest)
        hint = f" Did you mean {', '.join(nearest)}?" if nearest else " Look for it with `claimatlas search`."
        super().__init__(f"There is no item “{name}”.{hint}")


class RetractedItemError(UnknownItemError):
    """An item that was taken out of the current state.

    Attributes:
        iri: Its IRI.
        contribution: The contribution that took it out: when, by whom and why.
    """

    def __init__(self, iri: str, contribution: "Contribution") -> None:
        name = iri.rpartition("/")[2]
        super().__init__(name, ())
        self.iri, self.contribution = iri, contribution
        number = contribution.number
        on = f"{contribution.at.astimezone():%Y-%m-%d} by {contribution.by} (#{number})"
        why = contribution.message.rstrip(".")
        self.args = (f"“{name}” was retracted on {on}: {why}. `claimatlas undo {number}` brings it back.",)


class UnknownCorpusInStoreError(GraphError):
    """No corpus of that name in the store, or none was named and there are several."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, tuple(known)
        wrong = f"There is no corpus “{name}” in this store." if name else "This store has several corpora."
        there = (
            f"Name one with --corpus: {', '.join(known)}." if known else "Register one with `claimatlas source attach`."
        )
        super().__init__(f"{wrong} {there}")


class UnknownContributionError(GraphError):
    """No contribution of that number."""

    def __init__(self, name: str, last: int) -> None:
        self.name, self.last = name, last
        there = f"They are numbered 1 to {last}" if last else "There are none yet"
        super().__init__(f"There is no contribution “{name}”. {there}; `claimatlas log` lists them.")


class InvalidChangeError(GraphError):
    """A change that would leave the store unsound; has every fault, and nothing was changed."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join([*faults, "Nothing was changed."]))


class ChangedSinceError(GraphError):
    """A change that rests on what has changed since."""
