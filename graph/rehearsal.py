"""Operations of SPARQL Update carried out on a copy aside, so that what they change together can be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pyoxigraph as ox

from graph.asking import Ask
from graph.delta import Delta, GraphChange, normalized_quads
from graph.errors import GraphExistsError, ProtectedGraphError, StoreWriteError, UnknownGraphError
from graph.named_graphs import graph_names, is_protected_graph, quads_in
from graph.operations import Operation, resolved
from graph.syntax import tokens
from graph.updates import by_graph, present, templates

_WORDS = ("DEFAULT", "NAMED", "ALL")
"""What graph operations can name in place of one graph."""


@dataclass
class _Needs:
    """What a copy has to hold: some graphs whole ("" is the default graph), of others certain quads."""

    graphs: set[str] = field(default_factory=set)
    quads: list[ox.Quad] = field(default_factory=list)


@dataclass(frozen=True)
class _Step:
    """An operation, with the declarations before it, and the IRIs (or DEFAULT, NAMED, ALL) of the graphs it names."""

    operation: Operation
    declared: str
    graphs: tuple[str, ...]


def rehearsed(ask: Ask, prologue: str, operations: Iterable[Operation]) -> Delta:
    """Return what operations would change, one after the other.

    Where none of them looks for a pattern, the copy holds only what they name; otherwise all but the history, and that
    too where a pattern may look there.

    Args:
        ask: Asks the store.
        prologue: The declarations of the known prefixes.
        operations: The operations.

    Raises:
        SyntaxError: When one cannot be parsed.
        ProtectedGraphError: When one names, to be written, a graph that is not for people to write.
        UnknownGraphError: When a graph is not there that has to be.
        GraphExistsError: When a graph is there that is to be made.
        StoreWriteError: When one fails for another reason.
    """
    steps = [_step(prologue, operation) for operation in operations]
    there = graph_names(ask)
    needs = _Needs()
    for step in steps:
        _add_needs(needs, step, prologue, there)
    copy, quads = _copy(ask, needs, there)
    before = quads, _own_graphs(copy)
    for step in steps:
        _carry_out(copy, step)
    return _difference(before, (set(copy), _own_graphs(copy)))


def _step(prologue: str, operation: Operation) -> _Step:
    declared = prologue + operation.prologue
    names = operation.graphs[1:] if operation.verb == "LOAD" else operation.graphs
    graphs = tuple(name if name in _WORDS else resolved(declared, name) for name in names)
    return _Step(operation, declared, graphs or ("DEFAULT",))


def _add_needs(needs: _Needs, step: _Step, prologue: str, there: set[str]) -> None:
    operation, own = step.operation, {name for name in there if not is_protected_graph(name)}
    stands_for = {"DEFAULT": {""}, "NAMED": own, "ALL": {"", *own}}
    if not operation.is_pattern:
        for name in step.graphs:
            needs.graphs |= stands_for.get(name, {name})
        return
    found = templates(prologue, operation)
    if operation.where is None:
        needs.quads += normalized_quads(quad for template in found for quad in template.quads)
        return
    needs.graphs |= {"", *own} | (there - own if _may_look_beyond(step) else set())


def _may_look_beyond(step: _Step) -> bool:
    """Whether a pattern may look in graphs that are not for people to write."""
    operation = step.operation
    words = list(tokens(operation.where or ""))
    within = [then for (_, word, _), then in pairwise(words) if word.upper() == "GRAPH"]
    named = [operation.graph, *operation.using, *operation.using_named]
    named += [text for kind, text, _ in within if kind in ("iri", "name")]
    is_open = not operation.using and not operation.using_named and any(kind == "variable" for kind, _, _ in within)
    return is_open or any(is_protected_graph(resolved(step.declared, name)) for name in named if name)


def _copy(ask: Ask, needs: _Needs, there: set[str]) -> tuple[ox.Store, set[ox.Quad]]:
    """Return a copy, and what is in it."""
    quads: set[ox.Quad] = set()
    for name in needs.graphs & {"", *there}:
        quads.update(quads_in(ask, name))
    for name, triples in by_graph(needs.quads).items():
        if name not in needs.graphs:
            graph = ox.NamedNode(name) if name else ox.DefaultGraph()
            found = present(ask, triples, name)
            quads.update(ox.Quad(t.subject, t.predicate, t.object, graph) for t in found)
    copy = ox.Store()
    copy.extend(quads)
    for name in there:
        copy.add_graph(ox.NamedNode(name))
    return copy, quads


def _own_graphs(copy: ox.Store) -> set[str]:
    return {name.value for name in copy.named_graphs() if not is_protected_graph(name.value)}


def _carry_out(copy: ox.Store, step: _Step) -> None:
    if not step.operation.is_pattern and _fails(copy, step.operation, step.graphs):
        return
    try:
        copy.update(step.declared + step.operation.text)
    except (OSError, RuntimeError) as error:
        raise StoreWriteError(f"Nothing was changed: {error}") from error


def _fails(copy: ox.Store, operation: Operation, graphs: Sequence[str]) -> bool:
    """Whether an operation on graphs fails without a word; raises the error where it may not."""
    error = _failure(copy, operation.verb, graphs)
    if error and not operation.silent:
        raise error
    # To clear a graph that is not there is no fault: the W3C's tests of the protocol do it.
    return bool(error) or (operation.verb == "CLEAR" and _missing(copy, graphs) is not None)


def _failure(copy: ox.Store, verb: str, graphs: Sequence[str]) -> Exception | None:
    """Return why an operation on graphs cannot be carried out; None where it can."""
    written = graphs if verb == "MOVE" else graphs[-1:]
    protected = next((name for name in written if name not in _WORDS and is_protected_graph(name)), None)
    if protected:
        return ProtectedGraphError(protected)
    source = graphs[:1] if verb in ("ADD", "COPY", "MOVE", "DROP") and not _is_same(graphs) else ()
    missing = _missing(copy, source)
    if missing:
        return UnknownGraphError(missing)
    if verb == "CREATE" and not _missing(copy, graphs):
        return GraphExistsError(graphs[0])
    return None


def _is_same(graphs: Sequence[str]) -> bool:
    """Whether a graph is to be added, copied or moved to itself, which does nothing."""
    return len(graphs) > 1 and graphs[0] == graphs[1]


def _missing(copy: ox.Store, graphs: Iterable[str]) -> str | None:
    """Return which of some graphs is not there; None where they all are."""
    named = (name for name in graphs if name not in _WORDS)
    return next((name for name in named if not copy.contains_named_graph(ox.NamedNode(name))), None)


def _difference(before: tuple[set[ox.Quad], set[str]], after: tuple[set[ox.Quad], set[str]]) -> Delta:
    added, removed = by_graph(normalized_quads(after[0] - before[0])), by_graph(before[0] - after[0])
    delta = Delta.of(added.pop("", ()), removed.pop("", ()))
    came, went = after[1] - before[1], before[1] - after[1]
    for name in sorted(added.keys() | removed.keys() | came | went):
        delta.graphs[name] = GraphChange(
            [*added.get(name, ())], [*removed.get(name, ())], comes=name in came, goes=name in went
        )
    return delta
