"""A change that is too large for one request, made on a server as if it were one.

It is first laid down beside the graphs that it changes, in graphs of its own. Then a single triple says that it is all
there; from then on it holds, whatever happens: it is carried out, operation by operation, and who comes next carries
out what was left undone. What was cut short before that triple is thrown away. To carry out a part twice does no harm.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

import pyoxigraph as ox

from graph.answer import Answer
from graph.engines.lease import WRITING

_PARTS = 5_000_000
"""How many bytes are sent at once."""
_LONG = 50_000
"""From how many bytes on a triple is sent by itself: Virtuoso takes literals of over 64 kB in updates only."""
_CHANGE = "urn:claimatlas:change"
_READY = "urn:claimatlas:ready"
_ADD, _REMOVE = "add", "remove"

Put = Callable[[str, bytes], None]
"""Adds N-Triples to a graph."""


@dataclass(frozen=True)
class RedoLog:
    """Carries out large changes.

    Attributes:
        ask: Asks the server.
        update: Carries out one operation.
        put: Adds N-Triples to a graph, by its IRI.
    """

    ask: Callable[[str], Answer]
    update: Callable[[str], None]
    put: Put

    def carry_out(self, added: Iterable[ox.Quad], removed: Iterable[ox.Quad], then: Iterable[str]) -> None:
        """Add and remove quads of named graphs, and carry out further operations, as one change.

        Args:
            added: What to add.
            removed: What to remove.
            then: What to carry out then.
        """
        change = f"{WRITING}/{uuid4().hex}"
        self._write(f"<{WRITING}> <{_CHANGE}> <{change}>")
        self._lay_down(f"{change}/{_REMOVE}", removed)
        self._lay_down(f"{change}/{_ADD}", added)
        self._write(f"<{change}> <{_READY}> {ox.Literal(json.dumps([*then]))}")
        self._apply(change)

    def finish(self) -> None:
        """Carry out what another left undone, and throw away what it had not finished laying down."""
        rows = self.ask(
            f"SELECT ?change ?then {{ GRAPH <{WRITING}> {{ <{WRITING}> <{_CHANGE}> ?change "
            f"OPTIONAL {{ ?change <{_READY}> ?then }} }} }}"
        )
        for row in rows:
            if "then" in row:
                self._apply(row["change"])
            else:
                self._clear(row["change"])

    def _lay_down(self, place: str, quads: Iterable[ox.Quad]) -> None:
        """Put quads aside, by the graph that they are of."""
        asides: dict[str, str] = {}
        for graph, some in _by_graph(quads):
            aside = asides.get(graph)
            if aside is None:
                aside = asides[graph] = f"{place}/{len(asides)}"
                self._write(f"<{place}> <{aside}> <{graph}>")
            for content in _portions(some):
                if len(content) > _LONG and content.count(b"\n") == 1:
                    self.update(f"INSERT DATA {{ GRAPH <{aside}> {{ {content.decode()} }} }}")
                else:
                    self.put(aside, content)

    def _apply(self, change: str) -> None:
        for aside, graph in self._laid_down(change, _REMOVE).items():
            self.update(f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{aside}> {{ ?s ?p ?o }} }}")
        adding = self._laid_down(change, _ADD)
        if adding:
            parts = (f"{{ GRAPH <{aside}> {{ ?s ?p ?o }} BIND(<{graph}> AS ?g) }}" for aside, graph in adding.items())
            self.update(f"INSERT {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ {' UNION '.join(parts)} }}")
        for row in self._ask(f"<{change}> <{_READY}> ?then"):
            for operation in json.loads(row["then"]):
                self.update(operation)
        self._clear(change)

    def _clear(self, change: str) -> None:
        """Forget a change: first what was laid down, so that it is found again when this is cut short."""
        for place in (_ADD, _REMOVE):
            for aside in self._laid_down(change, place):
                self.update(f"DROP SILENT GRAPH <{aside}>")
            self.update(f"DELETE WHERE {{ GRAPH <{WRITING}> {{ <{change}/{place}> ?p ?o }} }}")
        self.update(f"DELETE WHERE {{ GRAPH <{WRITING}> {{ <{change}> ?p ?o }} }}")
        self.update(f"DELETE DATA {{ GRAPH <{WRITING}> {{ <{WRITING}> <{_CHANGE}> <{change}> }} }}")

    def _laid_down(self, change: str, place: str) -> Mapping[str, str]:
        return {row["aside"]: row["graph"] for row in self._ask(f"<{change}/{place}> ?aside ?graph")}

    def _ask(self, pattern: str) -> Answer:
        return self.ask(f"SELECT * {{ GRAPH <{WRITING}> {{ {pattern} }} }}")

    def _write(self, triple: str) -> None:
        self.update(f"INSERT DATA {{ GRAPH <{WRITING}> {{ {triple} }} }}")


def _by_graph(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, Iterable[ox.Triple]]]:
    """Yield graphs with some of their triples each, as they come; a graph may come more than once."""
    graph, held = "", list[ox.Triple]()
    for quad in quads:
        name = quad.graph_name.value  # type: ignore[union-attr]
        if held and (name != graph or len(held) >= _AT_ONCE):
            yield graph, held
            held = []
        graph = name
        held.append(quad.triple)
    if held:
        yield graph, held


_AT_ONCE = 100_000
"""How many triples of a graph are put aside together."""


def _portions(triples: Iterable[ox.Triple]) -> Iterator[bytes]:
    """Yield triples as N-Triples of a bearable size each; one with a very long literal by itself."""
    held: list[bytes] = []
    size = 0
    for triple in triples:
        line = f"{triple} .\n".encode()
        if len(line) > _LONG:
            yield line
            continue
        held.append(line)
        size += len(line)
        if size > _PARTS:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
