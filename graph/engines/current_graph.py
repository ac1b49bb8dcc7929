"""SPARQL Update of the current state, written for servers whose default graph is no graph of its own.

There the current state has a named graph. What is said of the default graph is said of that one.
"""

from graph.operations import Operation, operations
from ontology import HISTORY

CURRENT = HISTORY.replace("history", "current")
"""The named graph of the current state, on servers without a plain default graph."""


def in_graph(update: str, graph: str) -> list[str]:
    """Return the operations of an update, with what they say of the default graph said of a named one.

    Args:
        update: An update that this package wrote itself, with whole IRIs.
        graph: The IRI of the graph.
    """
    return [_operation(operation, graph) for operation in operations(update)]


def _operation(operation: Operation, graph: str) -> str:
    if not operation.is_pattern:
        return operation.text
    if operation.where is None:
        content = operation.deletes or operation.inserts
        inside = content if content.lstrip().upper().startswith("GRAPH") else f"GRAPH <{graph}> {{ {content} }}"
        return f"{operation.verb} DATA {{ {inside} }}"
    return f"WITH <{graph}> {operation.text}"
