"""Asking a store about many nodes at once: what it says of them, and of which classes they are."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from graph.answer import Answer

Ask = Callable[[str], Answer]
"""What asks the store a query."""

_TOGETHER = 500
"""How many nodes are asked for in one query."""


def values_of(nodes: Iterable[str]) -> Iterator[str]:
    """Yield nodes as the content of VALUES blocks of a bearable size; blank nodes cannot be asked for."""
    rest = iter(sorted(f"<{node}>" for node in nodes if ":" in node))
    while some := " ".join(islice(rest, _TOGETHER)):
        yield some


def outgoing(ask: Ask, nodes: Iterable[str]) -> Iterator[ox.Triple]:
    """Yield all that the store says of nodes."""
    for values in values_of(nodes):
        yield from triples_of(ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}"))


def classes_of(ask: Ask, nodes: Iterable[str]) -> Iterator[ox.Triple]:
    """Yield of which classes nodes are, as triples."""
    for values in values_of(nodes):
        yield from triples_of(ask(f"CONSTRUCT {{ ?s a ?type }} WHERE {{ VALUES ?s {{ {values} }} ?s a ?type }}"))


def triples_of(answer: Answer) -> Iterator[ox.Triple]:
    """Yield the triples of an answer that is a graph."""
    return (ox.Triple(s, p, o) for s, p, o in answer.terms)  # type: ignore[arg-type]
