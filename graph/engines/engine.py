"""What a store needs of an engine, and a change as SPARQL Update."""

from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Protocol

import pyoxigraph as ox

from graph.answer import Answer

Dataset = tuple[Sequence[str], Sequence[str]]
"""The IRIs of the graphs that make up the default graph, and of those that GRAPH looks in."""


class Writing(Protocol):
    """A lock that whoever changes a store holds, as `threading.RLock` is one."""

    def __enter__(self) -> object:
        """Take the lock."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        """Give the lock back."""
        ...

    def acquire(self, blocking: bool = ...) -> bool:
        """Take the lock, and return whether that was done; a thread that has it may take it again."""
        ...

    def release(self) -> None:
        """Give the lock back, as often as it was taken."""
        ...


class Engine(Protocol):
    """What a store needs of an engine."""

    @property
    def writing(self) -> Writing:
        """The lock that is held while what it holds is changed."""
        ...

    def query(self, sparql: str, dataset: Dataset | None = None) -> Answer:
        """Answer a query.

        Args:
            sparql: The query.
            dataset: Which graphs it is about, whatever its FROM says; None for what that says, or else the store.

        Raises:
            SyntaxError: When the query cannot be parsed; its message begins “error at LINE:COLUMN:”.
            StoreError: When the engine fails.
        """
        ...

    def ask(self, sparql: str) -> Answer:
        """Answer a query whose rows are used here, and not written in a format: quicker than `query` where it can be.

        Raises:
            SyntaxError: When the query cannot be parsed.
            StoreError: When the engine fails.
        """
        ...

    def update(self, sparql: str) -> None:
        """Change the store by SPARQL Update, wholly or not at all.

        Raises:
            SyntaxError: When the update cannot be parsed.
            StoreError: When the engine fails; then nothing has changed.
        """
        ...

    def change(self, added: Sequence[ox.Quad], removed: Sequence[ox.Triple], then: str) -> None:
        """Add quads, remove triples of the default graph, then update, wholly or not at all.

        Raises:
            StoreError: When the engine fails; then nothing has changed.
        """
        ...

    def add_many(self, content: Iterable[bytes]) -> None:
        """Add many quads, given as parts of one N-Quads text, wholly or not at all.

        Raises:
            StoreError: When the engine fails; then nothing has changed, or what remains is done at the next opening.
        """
        ...

    def triples(self, graph: str = "") -> Iterator[ox.Triple]:
        """Yield the triples of a graph, without holding all of them at once; "" for the current state.

        Raises:
            StoreError: When the engine fails.
        """
        ...

    def dump(self, format: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:  # noqa: A002
        """Return the default graph; in N-Quads, all graphs."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


def change_text(added: Sequence[ox.Quad], removed: Sequence[ox.Triple], then: str) -> str:
    """Return a change as SPARQL Update: one text, so that an engine carries it out as one."""
    current = "".join(f"{q.triple} .\n" for q in added if q.graph_name == ox.DefaultGraph())
    named: dict[str, list[str]] = {}
    for quad in added:
        if quad.graph_name != ox.DefaultGraph():
            named.setdefault(str(quad.graph_name), []).append(f"{quad.triple} .\n")
    graphs = "".join(f"GRAPH {name} {{ {''.join(triples)} }}\n" for name, triples in named.items())
    texts = [f"DELETE DATA {{ {' '.join(f'{t} .' for t in removed)} }}"] if removed else []
    texts += [f"INSERT DATA {{ {current}{graphs} }}"] if added else []
    return " ;\n".join([*texts, then] if then else texts)
