"""Additions, portion by portion, as text: so that a hundred thousand items need not be objects at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from graph.contributions import Contribution, change_quads, said_of
from ontology import PREFIXES

_MADE_BY = f"<{PREFIXES['prov']}wasGeneratedBy>"


@dataclass(frozen=True)
class Group:
    """Items whose additions stand together in the history.

    Attributes:
        items: Their IRIs.
        said: The triples that are added to them, as N-Triples.
        created: Those of them that are new to the store.
        before: The changes that last changed those that are not.
    """

    items: tuple[str, ...]
    said: bytes
    created: frozenset[str]
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portion:
    """A part of a contribution that only adds: its groups, and what follows from them by rule, as N-Triples."""

    groups: tuple[Group, ...]
    derived: bytes


def written(portions: Iterable[Portion], made: Contribution) -> Iterator[bytes]:
    """Yield N-Quads of a contribution: the current state, what follows by rule, and the history."""
    yield _quads(said_of(made))
    number = 0
    for portion in portions:
        yield portion.derived
        for group in portion.groups:
            number += 1
            marks = "".join(f"<{item}> {_MADE_BY} <{made.iri}> .\n" for item in group.items if item in group.created)
            content = group.said + marks.encode("utf-8")
            yield content
            change = f"{made.iri}/{number}"
            yield _quads(change_quads(change, made, group.items, content.decode("utf-8"), "", group.before))


def _quads(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
