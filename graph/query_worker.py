"""The process that answers bounded queries: it reads requests from its standard input, a socket, and answers there.

It opens what it is told to for reading only, and ends itself when the other end of the socket is closed, however the
process there ended. It is started without this package's `__init__`, which imports far more than it needs.
"""

import csv
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from resource import (
    RLIM_INFINITY,
    RLIMIT_AS,
    RLIMIT_CORE,
    RLIMIT_DATA,
    RUSAGE_SELF,
    getpagesize,
    getrlimit,
    getrusage,
    setrlimit,
)
from select import POLLHUP, poll, select
from typing import Any

import pyoxigraph as ox

from graph.query_frames import DATA, END, ERROR, FORM, REQUEST, WORN, frame, frame_of, read_frame
from graph.row_counting import COUNTERS

_PORTION = 64 * 1024
"""How many bytes are sent at once."""

_TABLES = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
Raw = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Request = dict[str, Any]


class _StoppedError(Exception):
    """What ends an answer before its end; has the reason, and words if there are any."""


class _Output:
    """What an answer is written to: counts its rows, and sends it in portions.

    Args:
        channel: The socket.
        count: What tells from each portion how many rows there have been.
        rows: How many there may be.
    """

    def __init__(self, channel: socket.socket, count: Callable[[bytes], int], rows: int) -> None:
        self._channel, self._count, self._rows = channel, count, rows
        self._parts: list[bytes] = []
        self._size = 0
        self._head = b""

    def begin(self, form: str) -> None:
        """Have the first portion say which form of answer this is."""
        self._head = frame(FORM, form.encode())

    def write(self, data: bytes) -> int:
        """Take some bytes, as a file does."""
        self._parts.append(data)
        self._size += len(data)
        if self._size >= _PORTION:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: portions are sent when they are full."""

    def end(self, kind: bytes) -> None:
        """Send what is left."""
        self._send(frame(kind))

    def _send(self, end: bytes = b"") -> None:
        data = b"".join(self._parts)
        self._parts, self._size = [], 0
        if self._count(data) > self._rows:
            raise _StoppedError("rows")
        if not end and select([self._channel], (), (), 0)[0]:  # nothing is asked meanwhile but to stop
            raise _StoppedError("stopped")
        self._channel.sendall(self._head + (frame(DATA, data) if data else b"") + end)
        self._head = b""


class _Worker:
    """Answers one request after the other.

    Args:
        channel: The socket.
        prefixes: The prefixes that Turtle and RDF/XML are written with.
        memory: How many bytes of memory it may use.
    """

    def __init__(self, channel: socket.socket, prefixes: dict[str, str], memory: int) -> None:
        self._channel, self._prefixes, self._memory = channel, prefixes, memory
        self._store = ox.Store()
        self._opened: int | None = None
        self._worn_from = memory

    def answer(self, request: Request) -> None:
        """Answer a request, or say why that cannot be."""
        try:
            self._open(request["store"], request["copy"])
            self._write(self._ask(request), request)
        except _StoppedError as stopped:
            self._fail(*stopped.args)
        except SyntaxError as error:
            self._fail("syntax", str(error))
        except MemoryError:
            self._fail("memory")
        except (OSError, RuntimeError, ValueError) as error:
            self._fail("store", str(error))

    def _open(self, path: str, number: int) -> None:
        if number == self._opened:
            return
        self._store, self._opened = ox.Store(), None  # what was open until now is let go of first
        if Path(path).is_dir():
            self._store = ox.Store.read_only(path)
        else:
            self._store.bulk_extend(ox.parse(path=path, format=ox.RdfFormat.N_QUADS))  # keeps names of blank nodes
        self._opened = number
        held = _memory()
        self._worn_from = held + max(self._memory - held, 0) // 2

    def _ask(self, request: Request) -> Raw:
        if request["dataset"] is None:
            return self._store.query(request["query"])
        default, named = ([*map(ox.NamedNode, graphs)] for graphs in request["dataset"])
        return self._store.query(request["query"], default_graph=default, named_graphs=named)  # type: ignore[arg-type]

    def _write(self, raw: Raw, request: Request) -> None:
        if isinstance(raw, ox.QueryTriples):
            out = _Output(self._channel, lambda _: 0, 0)
            out.begin("graph")
            _write_graph(_counted(raw, request["rows"]), request["graph"], out, self._prefixes)
        elif isinstance(raw, ox.QueryBoolean):
            out = _Output(self._channel, lambda _: 0, 0)
            out.begin("boolean")
            out.write(_boolean(raw, request["table"]))
        else:
            out = _Output(self._channel, COUNTERS[request["table"]]().take, request["rows"])
            out.begin("table")
            raw.serialize(out, format=_TABLES[request["table"]])  # type: ignore[arg-type]
        out.end(WORN if self._is_worn() else END)

    def _fail(self, reason: str, words: str = "") -> None:
        self._channel.sendall(frame_of(ERROR, {"reason": reason, "words": words, "worn": self._is_worn()}))

    def _is_worn(self) -> bool:
        """Whether this process holds so much memory, which it may not give back, that it should not go on."""
        return _memory() > self._worn_from


def _counted(triples: Iterable[ox.Triple], rows: int) -> Iterator[ox.Triple]:
    """Yield triples until there are too many."""
    try:
        for number, triple in enumerate(triples, 1):
            if number > rows:
                raise _StoppedError("rows")
            yield triple
    except (OSError, RuntimeError, ValueError) as error:
        raise _StoppedError("store", str(error)) from error


def _write_graph(triples: Iterator[ox.Triple], name: str, out: _Output, prefixes: dict[str, str]) -> None:
    if name in _GRAPHS:
        try:
            ox.serialize(triples, out, format=_GRAPHS[name], prefixes=prefixes)  # type: ignore[arg-type]
        except (OSError, ValueError) as error:  # not of the query: that is told by what yields the triples
            raise _StoppedError("format", str(error)) from error
        return
    writer = csv.writer(_Text(out), delimiter="," if name == "csv" else "\t", lineterminator="\n")
    writer.writerow(("subject", "predicate", "object"))
    writer.writerows(map(_value, triple) for triple in triples)


class _Text:
    """What text is written to that is to come out as UTF-8."""

    def __init__(self, out: _Output) -> None:
        self._out = out

    def write(self, text: str) -> None:
        """Write some text, as to a file."""
        self._out.write(text.encode("utf-8"))


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _boolean(raw: ox.QueryBoolean, name: str) -> bytes:
    if name in ("csv", "tsv"):
        return f"answer\n{str(bool(raw)).lower()}\n".encode()
    return raw.serialize(format=_TABLES[name]) or b""


def _memory() -> int:
    """Return how many bytes of memory this process holds; where only that is told, how many at most."""
    if _STATM is not None:
        return int(os.pread(_STATM, 100, 0).split()[1]) * getpagesize()
    most = getrusage(RUSAGE_SELF).ru_maxrss  # not on Linux: there it counts what held who started this process
    return most if sys.platform == "darwin" else most * 1024


_STATM = os.open("/proc/self/statm", os.O_RDONLY) if sys.platform == "linux" else None
"""What tells of this process's memory; kept open, since it is asked after each query."""


def _limit(memory: int) -> None:
    """Have the system refuse this process more memory than that, keep no image of it, and end it before others."""
    # On Linux what is reserved and not used should not count, and with RLIMIT_DATA it does not.
    which = RLIMIT_DATA if sys.platform == "linux" else RLIMIT_AS
    _, hard = getrlimit(which)
    with suppress(OSError, ValueError):  # not every system has every limit
        setrlimit(which, (memory if hard == RLIM_INFINITY else min(memory, hard), hard))
        setrlimit(RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _end_with(channel: socket.socket) -> None:
    """End this process as soon as the other end of the socket is closed, even while a query is at work."""
    watched = poll()
    watched.register(channel, POLLHUP)
    watched.poll()
    os._exit(0)


def main() -> None:
    """Answer requests until there is nobody to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asks
    channel = socket.socket(fileno=sys.stdin.fileno())
    threading.Thread(target=_end_with, args=(channel,), daemon=True).start()
    incoming = channel.makefile("rb")
    try:
        _, content = read_frame(incoming)
        said = json.loads(content)
        _limit(said["memory"])
        worker = _Worker(channel, said["prefixes"], said["memory"])
        while True:
            kind, content = read_frame(incoming)
            if kind == REQUEST:
                worker.answer(json.loads(content))
    except (EOFError, ConnectionError):
        os._exit(0)  # without waiting for what is still at work
