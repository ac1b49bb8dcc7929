"""Contributions: who changed what, when, why and with what, as it stands in the history graph.

Each has a number of its own in its store, from 1. What it changed is kept as `ca:Change` nodes, each with the triples
that it added and removed as N-Triples text: so that nothing of the past is mistaken for what holds now, whatever an
engine makes of named graphs. What it changed in graphs of people's own is kept in the same way, as N-Quads: a change
names the graph in place of items, and the contribution which graphs came by it (`prov:generated`) and which went
(`prov:invalidated`).
"""

import getpass
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from itertools import count

import pyoxigraph as ox

from claims import escaped, slug
from graph.asking import Ask, values_of
from graph.delta import Delta, GraphChange
from graph.terms import whole
from ontology import HISTORY, PREFIXES

CONTRIBUTION = HISTORY.replace("history", "contribution/")
"""What the IRI of every contribution starts with."""

_CA, _PROV, _RDFS = (PREFIXES[name] for name in ("ca", "prov", "rdfs"))
_GRAPH = ox.NamedNode(HISTORY)
_LONGEST_NAME = 200
"""How many characters of a contributor's name are kept."""
_TOGETHER = 100
"""How many items share one change where a contribution has many."""
_AT_ONCE = 10_000
"""How many triples of a graph one change has at most."""


@dataclass(frozen=True)
class Contribution:
    """One change to the store.

    Attributes:
        iri: Its IRI.
        number: Its number in its store, from 1.
        by: Who made it.
        at: When, in UTC.
        message: Why, in the contributor's words.
        tool: The program and version that it was made with.
    """

    iri: str
    number: int
    by: str
    at: datetime
    message: str
    tool: str

    @property
    def agent(self) -> str:
        """The IRI of who made it."""
        return agent_iri(self.by)


def new_contribution(number: int, by: str, message: str, tool: str = "") -> Contribution:
    """Return a contribution that is made now.

    Args:
        number: Its number in its store.
        by: Who makes it; by default who is logged in.
        message: Why.
        tool: The program; by default claimatlas with its version.
    """
    now = datetime.now(UTC)
    at = now.replace(microsecond=now.microsecond // 1000 * 1000)  # as exact as it is kept
    iri = f"{CONTRIBUTION}{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    return Contribution(iri, number, contributor(by), at, message, tool or _this_program())


@cache
def _this_program() -> str:
    return f"claimatlas {version('claimatlas')}"


def contributor(by: str) -> str:
    """Return the name of who contributes: the given one, or that of who is logged in."""
    printable = "".join(character for character in by if character.isprintable() or character.isspace())
    return " ".join(printable.split())[:_LONGEST_NAME] or _somebody()


def agent_iri(name: str) -> str:
    """Return the IRI of a contributor by their name."""
    return PREFIXES["agent"] + slug(name)


def _somebody() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a process of a user without a name
        return "somebody"


def history_quads(contribution: Contribution, delta: Delta, previous: Mapping[str, str]) -> Iterator[ox.Quad]:
    """Yield what the history graph is to hold of a contribution.

    Args:
        contribution: Who, when, why.
        delta: What it changes.
        previous: Item or graph → the change that last changed it, for those that were changed before.
    """
    yield from said_of(contribution)
    names = (f"{contribution.iri}/{number}" for number in count(1))
    size = 1 if len(delta.items) <= _TOGETHER else _TOGETHER
    items = delta.items
    for start in range(0, len(items), size):
        some = items[start : start + size]
        added, removed = (_text(by_item, some) for by_item in (delta.added, delta.removed))
        before = {previous[item] for item in some if item in previous}
        yield from change_quads(next(names), contribution, some, added, removed, before)
    for graph, change in delta.graphs.items():
        yield from _lifetime(contribution, graph, change)
        before = {previous[graph]} if graph in previous else set()
        for added, removed in _graph_texts(graph, change):
            yield from change_quads(next(names), contribution, [graph], added, removed, before)


def _lifetime(contribution: Contribution, graph: str, change: GraphChange) -> Iterator[ox.Quad]:
    for is_so, path in ((change.comes, "generated"), (change.goes, "invalidated")):
        if is_so:
            yield ox.Quad(ox.NamedNode(contribution.iri), ox.NamedNode(_PROV + path), ox.NamedNode(graph), _GRAPH)


def _graph_texts(name: str, change: GraphChange) -> Iterator[tuple[str, str]]:
    """Yield what is added to and removed from a graph as N-Quads, in portions of a bearable size; one at least."""
    graph = ox.NamedNode(name)
    for start in range(0, max(len(change.added), len(change.removed), 1), _AT_ONCE):
        added, removed = (side[start : start + _AT_ONCE] for side in (change.added, change.removed))
        yield _quads_text(graph, added), _quads_text(graph, removed)


def _quads_text(graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> str:
    quads = (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode("utf-8")


def said_of(contribution: Contribution) -> Iterator[ox.Quad]:
    """Yield who made a contribution, when, why and with what."""
    for subject, path, value in _said(contribution):
        yield ox.Quad(ox.NamedNode(subject), ox.NamedNode(path), value, _GRAPH)


def _said(contribution: Contribution) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
    iri, agent = contribution.iri, contribution.agent
    yield iri, f"{PREFIXES['rdf']}type", ox.NamedNode(f"{_CA}Contribution")
    yield iri, f"{PREFIXES['schema']}position", ox.Literal(contribution.number)
    yield iri, f"{_PROV}wasAssociatedWith", ox.NamedNode(agent)
    yield iri, f"{_PROV}endedAtTime", _time(contribution)
    yield iri, f"{_CA}message", ox.Literal(contribution.message)
    yield iri, f"{_CA}tool", ox.Literal(contribution.tool)
    yield agent, f"{PREFIXES['rdf']}type", ox.NamedNode(f"{_PROV}Agent")
    yield agent, f"{_RDFS}label", ox.Literal(contribution.by)


def change_quads(
    iri: str, contribution: Contribution, items: Iterable[str], added: str, removed: str, before: Iterable[str] = ()
) -> Iterator[ox.Quad]:
    """Yield what the history graph is to hold of one change.

    Args:
        iri: The IRI of the change.
        contribution: What it is a part of.
        items: The IRIs of the items, or of the graph, that it changes.
        added: The triples that it adds, as N-Triples; of a graph, as N-Quads.
        removed: The triples that it removes, likewise.
        before: The changes that last changed these items, or this graph.
    """

    def quad(path: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(ox.NamedNode(iri), ox.NamedNode(path), value, _GRAPH)

    yield quad(f"{PREFIXES['rdf']}type", ox.NamedNode(f"{_CA}Change"))
    yield quad(f"{_PROV}wasGeneratedBy", ox.NamedNode(contribution.iri))
    yield from (quad(f"{_CA}added", ox.Literal(added)),) if added else ()
    yield from (quad(f"{_CA}removed", ox.Literal(removed)),) if removed else ()
    yield from (quad(f"{_CA}changes", ox.NamedNode(item)) for item in items)
    yield from (quad(f"{_PROV}wasRevisionOf", ox.NamedNode(one)) for one in before)


def addition(iri: str, contribution: Contribution, items: Iterable[str], added: str, before: Iterable[str]) -> str:
    """Return what `change_quads` yields of a change that removes nothing, as N-Quads: quicker, for there are many."""
    said = [
        f"<{PREFIXES['rdf']}type> <{_CA}Change>",
        f"<{_PROV}wasGeneratedBy> <{contribution.iri}>",
        *((f'<{_CA}added> "{escaped(added)}"',) if added else ()),
        *(f"<{_CA}changes> <{item}>" for item in items),
        *(f"<{_PROV}wasRevisionOf> <{one}>" for one in before),
    ]
    return "".join(f"<{iri}> {one} <{HISTORY}> .\n" for one in said)


def _text(by_item: Mapping[str, list[ox.Triple]], items: Iterable[str]) -> str:
    triples = (triple for item in items for triple in by_item.get(item, ()))
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode("utf-8")


def _time(contribution: Contribution) -> ox.Literal:
    at = contribution.at.isoformat(timespec="milliseconds")
    return ox.Literal(at, datatype=ox.NamedNode(f"{PREFIXES['xsd']}dateTime"))


def invalidations(contribution: Contribution, items: list[str]) -> Iterator[ox.Quad]:
    """Yield what the history graph is to hold of items that a contribution takes out altogether."""
    for item in map(ox.NamedNode, items):
        yield ox.Quad(item, ox.NamedNode(f"{_PROV}invalidatedAtTime"), _time(contribution), _GRAPH)
        yield ox.Quad(item, ox.NamedNode(f"{_PROV}wasInvalidatedBy"), ox.NamedNode(contribution.iri), _GRAPH)


_LAST = f"""SELECT ?c ?n {{ GRAPH <{HISTORY}> {{ ?c a ca:Contribution ; schema:position ?n }} }}
ORDER BY DESC(?n) LIMIT 1"""


def last_contribution(ask: Ask) -> tuple[int, str]:
    """Return the number and IRI of the store's last contribution; 0 and "" where there is none."""
    return next(((whole(row["n"]) or 0, row["c"]) for row in ask(_LAST)), (0, ""))


def previous_changes(ask: Ask, items: list[str]) -> dict[str, str]:
    """Return item → the change that last changed it, for those that were changed before."""
    found: dict[str, str] = {}
    for values in values_of(items):
        rows = ask(f"""SELECT ?item ?change {{ VALUES ?item {{ {values} }} GRAPH <{HISTORY}> {{
          ?change ca:changes ?item ; prov:wasGeneratedBy/schema:position ?number }} }} ORDER BY ?number""")
        found |= {row["item"]: row["change"] for row in rows}
    return found
