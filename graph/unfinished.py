"""The mark of a store that something is being copied into: until it is whole, nobody is to take it for a store."""

from graph.store import Store
from ontology import HISTORY

COPYING = HISTORY.replace("history", "copying")
"""The graph that says what has been copied already."""


def is_unfinished(store: Store) -> bool:
    """Whether a copy into a store was begun and is not done."""
    return bool(store.ask(f"ASK {{ GRAPH <{COPYING}> {{ ?s ?p ?o }} }}"))
