"""What can go wrong with a store.

GraphError
├── StoreError                  a store cannot be opened or used
│   ├── NotAStoreError          the folder holds no store
│   ├── StoreVersionError       the store was made by a newer version
│   ├── StoreHeldError          another process holds the store
│   ├── StoreWriteError         the disk is full, or the folder cannot be written
│   ├── ReadOnlyError           the store was opened for reading only
│   ├── StandingBehindError     what a query asks of standing is not up to date, and cannot be written here
│   └── ServerError             a SPARQL server refused, or did not answer
├── RdfSyntaxError              files of RDF with faults; nothing was loaded
├── QuerySyntaxError            SPARQL with a fault: line, column, and the line itself
├── NetworkRefusedError         SPARQL that would call another server
├── QueryLimitError             a bounded query met one of its limits
│   ├── QueryTimeoutError       it took too long
│   ├── TooManyRowsError        its answer has too many rows or triples
│   ├── QueryMemoryError        it needed too much memory
│   └── QueriesBusyError        too many others were waiting, or it waited too long
├── UndecidedInTimeError        a search for what can stand together was not finished in time
├── AnswerFormatError           the answer cannot be written in that format
├── UnknownQueryError           no named query of that name
├── ParameterError              parameters of a named query that are missing, unknown or ill-formed
│   └── DatasetError            graphs that are no IRIs, or asked for beside those that an update names itself
├── UnknownItemError            no item of that id; carries the nearest ids
│   └── RetractedItemError      an item that was taken out; carries when, by whom and why
├── UnknownCorpusInStoreError   no corpus of that name in the store, or none was named and there are several
├── UnknownFileError            no imported file of that name in a corpus
├── UnknownContributionError    no contribution of that number
├── UnknownGraphError           no graph of that name; nothing was changed
├── GraphExistsError            a graph of that name is there already; nothing was changed
├── ProtectedGraphError         a graph that claimatlas keeps itself, such as the history; nothing was changed
├── InvalidChangeError          a change that would leave the store unsound; has every fault, nothing was changed
└── ChangedSinceError           a change that rests on what has changed since
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.contributions import Contribution

_SHOWN = 10
"""How many names a message tells."""


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


class StandingBehindError(StoreError):
    """A query asks for standing, which is not up to date in the store; and the store was opened for reading only."""

    def __init__(self, location: str) -> None:
        super().__init__(
            f"What {location} says of standing (ca:standing and its like) is not up to date, and the store is open for "
            "reading only. `claimatlas query` brings it up to date when nobody else holds the store; or open the "
            "store for writing."
        )


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


class QueryLimitError(GraphError):
    """A bounded query met one of its limits."""


class QueryTimeoutError(QueryLimitError):
    """A query took too long, or its answer was not fetched in time, and was stopped.

    Attributes:
        seconds: The limit.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"The query was stopped after {seconds:g} seconds, the limit here. Narrow it: name more of what is asked "
            "for, join all patterns by shared variables, or ask for a part with LIMIT."
        )


class TooManyRowsError(QueryLimitError):
    """The answer has too many rows or triples, and was cut off.

    Attributes:
        rows: The limit.
    """

    def __init__(self, rows: int) -> None:
        self.rows = rows
        super().__init__(
            f"The answer has more than {rows} rows or triples, the limit here. Ask for a part with LIMIT (and OFFSET), "
            "or for a number with COUNT."
        )


class QueryMemoryError(QueryLimitError):
    """A query needed too much memory, and was stopped.

    Attributes:
        memory: The limit, in bytes.
    """

    def __init__(self, memory: int) -> None:
        self.memory = memory
        super().__init__(
            f"The query was stopped: it needed more than {memory / 2**20:.0f} MiB of memory, the limit here. ORDER BY, "
            "GROUP BY and DISTINCT hold all rows at once: narrow what they are given, or leave them out."
        )


class QueriesBusyError(QueryLimitError):
    """So many queries were waiting already, or this one waited so long, that it was not begun.

    Attributes:
        waiting: How many may wait; None where this one did, and had to wait too long.
        seconds: How long it waited.
    """

    def __init__(self, waiting: int | None, seconds: float = 0.0) -> None:
        self.waiting, self.seconds = waiting, seconds
        why = f"it waited for {seconds:g} seconds" if waiting is None else f"{waiting} others are waiting"
        super().__init__(f"The query was not begun: {why}, the limit here. Other queries are at work; try again later.")


class UndecidedInTimeError(GraphError):
    """A search for extensions, that is for what can stand together, was not finished in time, and was stopped.

    Attributes:
        asked: What was asked.
        seconds: The limit.
    """

    def __init__(self, asked: str, seconds: float) -> None:
        self.asked, self.seconds = asked, seconds
        super().__init__(
            f"Undecided after {seconds:g} seconds, the limit here: {asked}. Nothing is known of it; allow more time "
            "(--seconds)."
        )


class AnswerFormatError(GraphError):
    """The answer cannot be written in that format."""


class UnknownQueryError(GraphError):
    """No named query of that name."""


class ParameterError(GraphError):
    """Parameters of a named query that are missing, unknown or ill-formed."""


class DatasetError(ParameterError):
    """Graphs that are asked for beside a SPARQL text are no IRIs, or the text says itself which graphs to look in."""


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


class UnknownFileError(GraphError):
    """No imported file of that name in a corpus."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, tuple(known)
        more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
        told = f"Imported were {', '.join(known[:_SHOWN])}{more}." if known else "No file was imported."
        super().__init__(f"There is no imported file “{name}”. {told}")


class UnknownContributionError(GraphError):
    """No contribution of that number."""

    def __init__(self, name: str, last: int) -> None:
        self.name, self.last = name, last
        there = f"They are numbered 1 to {last}" if last else "There are none yet"
        super().__init__(f"There is no contribution “{name}”. {there}; `claimatlas log` lists them.")


class UnknownGraphError(GraphError):
    """No graph of that name; nothing was changed.

    Attributes:
        graph: Its IRI.
    """

    def __init__(self, graph: str) -> None:
        self.graph = graph
        super().__init__(f"There is no graph <{graph}>. Nothing was changed.")


class GraphExistsError(GraphError):
    """A graph of that name is there already; nothing was changed.

    Attributes:
        graph: Its IRI.
    """

    def __init__(self, graph: str) -> None:
        self.graph = graph
        super().__init__(f"There is a graph <{graph}> already; CREATE SILENT leaves it as it is. Nothing was changed.")


class ProtectedGraphError(GraphError):
    """A graph that claimatlas keeps itself, such as the history, was to be written; nothing was changed.

    Attributes:
        graph: Its IRI.
    """

    def __init__(self, graph: str) -> None:
        self.graph = graph
        super().__init__(
            f"<{graph}> is not for anybody to write: claimatlas keeps the graphs under https://w3id.org/claimatlas/ "
            "itself. They can be read; choose another IRI for a graph of your own. Nothing was changed."
        )


class InvalidChangeError(GraphError):
    """A change that would leave the store unsound; has every fault, and nothing was changed."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join([*faults, "Nothing was changed."]))


class ChangedSinceError(GraphError):
    """A change that rests on what has changed since."""
