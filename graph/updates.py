"""What a SPARQL Update would change, found before anything is changed: so that the history can hold it exactly."""

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from graph.asking import Ask, triples_of
from graph.delta import Delta, GraphChange, normalized_quads
from graph.named_graphs import graph_names, is_protected_graph, must_be_own
from graph.operations import Operation, declared_anew, operations, resolved, with_dataset
from graph.syntax import may_call, tokens
from graph.templates import Template, filled, template_from, template_of
from graph.terms import Term

_CALLS = ("LOAD", "SERVICE")
_TOGETHER = 500


def delta_of_update(
    sparql: str, ask: Ask, prologue: str, using: Sequence[str] = (), using_named: Sequence[str] = ()
) -> Delta:
    """Return what an update would add to and remove from the current state, and graphs of people's own.

    Of one operation that inserts or deletes, its pattern is asked for as one query. All else, and several operations,
    which build on one another, are carried out on a copy aside of the graphs that they need.

    Args:
        sparql: The update.
        ask: Asks the store.
        prologue: The declarations of the known prefixes.
        using: The IRIs of graphs in which its patterns are looked for together.
        using_named: The IRIs of graphs in which GRAPH looks.

    Raises:
        SyntaxError: When the update cannot be parsed.
        DatasetError: When it says itself in which graphs to look, beside `using` or `using_named`.
        ProtectedGraphError: When it names, to be written, a graph that is not for people to write.
        UnknownGraphError: When a graph is not there that has to be.
        GraphExistsError: When a graph is there that is to be made.
        StoreWriteError: When it fails for another reason.
    """
    # Parsed by running it on nothing: a fault is told as of the update, not of a query made from it.
    parsed = None if _calls_out(sparql) else _parsed(prologue, sparql)
    found = operations(with_dataset(sparql, using, using_named))
    if len(found) == 1 and found[0].is_pattern:
        return _of_pattern(ask, prologue, found[0], parsed)
    # Imported here: most updates are one operation, and do not need it.
    from graph.rehearsal import rehearsed

    return rehearsed(ask, prologue, found)


def _calls_out(sparql: str) -> bool:
    return may_call(sparql) and any(kind == "word" and text.upper() in _CALLS for kind, text, _ in tokens(sparql))


def _parsed(prologue: str, sparql: str) -> ox.Store:
    """Return what an update makes of an empty store."""
    try:
        return _run_on_nothing(prologue + sparql)
    except SyntaxError:
        texts = declared_anew(sparql)
        for text in texts:
            _run_on_nothing(prologue + text)
        if not texts:
            raise
    return ox.Store()


def _run_on_nothing(sparql: str) -> ox.Store:
    aside = ox.Store()
    try:
        aside.update(sparql)
    except (OSError, RuntimeError):
        return ox.Store()  # it can be parsed; that it fails here says nothing
    return aside


def _of_pattern(ask: Ask, prologue: str, operation: Operation, parsed: ox.Store | None) -> Delta:
    inserts, deletes = templates(prologue, operation, parsed)
    rows, variables = solutions(ask, prologue, operation, inserts, deletes)
    sides = [list(filled(one, variables, rows)) for one in (inserts, deletes)]
    added, removed = (normalized_quads(side) if side else set() for side in sides)
    return _effective(ask, added, removed)


def templates(prologue: str, operation: Operation, parsed: ox.Store | None = None) -> tuple[Template, Template]:
    """Return what an operation inserts and deletes.

    Args:
        prologue: The declarations of the known prefixes.
        operation: An operation that inserts or deletes.
        parsed: What it makes of an empty store, where that is known.

    Raises:
        ProtectedGraphError: When it names a graph that is not for people to write.
    """
    declared = prologue + operation.prologue
    graph = resolved(declared, operation.graph) if operation.graph else ""
    if parsed is not None and operation.verb == "INSERT" and operation.where is None:
        found = template_from(parsed), Template(())
    else:
        found = template_of(declared, operation.inserts, graph), template_of(declared, operation.deletes, graph)
    must_be_own(sorted(found[0].graphs | found[1].graphs))
    return found


def solutions(
    ask: Ask, prologue: str, operation: Operation, *templates: Template
) -> tuple[tuple[tuple[Term | None, ...], ...], tuple[str, ...]]:
    """Return the solutions of an operation's pattern as far as templates need them, and the names of their variables.

    Args:
        ask: Asks the store.
        prologue: The declarations of the known prefixes.
        operation: An operation that inserts or deletes.
        templates: What it inserts and deletes.
    """
    if operation.where is None:
        return ((),), ()
    names = tuple(dict.fromkeys(name for template in templates for name in template.variables)) or ("nothing",)
    # Every solution makes blank nodes of its own; otherwise the same solution twice makes the same triples.
    distinct = "" if any(template.has_blank for template in templates) else "DISTINCT"
    wanted = " ".join(f"?{name}" for name in names)
    dataset = " ".join(_dataset(ask, operation))
    query = f"SELECT {distinct} {wanted} {dataset} WHERE {{ {operation.where} }}"
    return ask(f"{prologue} {operation.prologue} {query}").terms, names


def _dataset(ask: Ask, operation: Operation) -> Iterator[str]:
    """Yield where an operation's pattern is looked for, as clauses of a query; none where that is the store itself."""
    if operation.using or operation.using_named:
        yield from (f"FROM {graph}" for graph in operation.using)
        yield from (f"FROM NAMED {graph}" for graph in operation.using_named)
    elif operation.graph:
        yield f"FROM {operation.graph}"
        # WITH says nothing of what GRAPH looks in: all that there is.
        if any(kind == "word" and text.upper() == "GRAPH" for kind, text, _ in tokens(operation.where or "")):
            yield from (f"FROM NAMED <{graph}>" for graph in sorted(graph_names(ask)))


def _effective(ask: Ask, added: set[ox.Quad], removed: set[ox.Quad]) -> Delta:
    """Leave out what changes nothing: adding what is there, removing what is not, removing what is added again."""
    plus, minus = by_graph(added), by_graph(removed)
    delta = Delta()
    names = plus.keys() | minus.keys()
    known = graph_names(ask, names - {""}) if names - {""} else set()
    for graph in sorted(names):
        new, old = plus.get(graph, set()), minus.get(graph, set())
        there = present(ask, new | old, graph)
        new, gone = new - there, (old & there) - new
        if not graph:
            delta = Delta.of(new, gone)
        elif new or gone:
            delta.graphs[graph] = GraphChange([*new], [*gone], comes=bool(new) and graph not in known)
    return delta


def by_graph(quads: Iterable[ox.Quad]) -> dict[str, set[ox.Triple]]:
    """Return graph → its triples, "" for the default graph; those of graphs that people cannot write are left out."""
    found: dict[str, set[ox.Triple]] = {}
    for quad in quads:
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        if not is_protected_graph(graph):
            found.setdefault(graph, set()).add(quad.triple)
    return found


def present(ask: Ask, triples: set[ox.Triple], graph: str = "") -> set[ox.Triple]:
    """Return those of the triples that are in the store: in a graph of people's own, or "" for the current state."""
    # The objects are compared here: Virtuoso finds no words of a language that are given in several rows of values.
    rows = sorted({f"({t.subject} {t.predicate})" for t in triples if isinstance(t.subject, ox.NamedNode)})
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    found: set[ox.Triple] = set()
    for start in range(0, len(rows), _TOGETHER):
        values = " ".join(rows[start : start + _TOGETHER])
        answer = ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES (?s ?p) {{ {values} }} {pattern} }}")
        found.update(triple for triple in triples_of(answer) if triple in triples)
    return found
