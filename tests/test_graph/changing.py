"""What the tests of changes share: the state as a set, what is not as it follows by rule, and made-up drafts."""

from claims import RULES
from graph import Store

CORPUS = "https://w3id.org/claimatlas/corpus/long-american-century/"
HISTORY = "https://w3id.org/claimatlas/history"


def state(store: Store) -> set[bytes]:
    """Return the triples that hold now, as N-Triples lines."""
    return {str(triple).encode() for triple in store.engine.triples()}  # an export would sort them


def past(store: Store) -> set[bytes]:
    """Return the triples of the history graph, as N-Quads lines."""
    return {line for line in store.export("nquads").splitlines() if line.endswith(f"<{HISTORY}> .".encode())}


def amiss(store: Store) -> list[object]:
    """Return what follows by rule and is not there, and what is there with nothing behind it."""
    queries = [query for rule in RULES for query in (rule.missing, rule.find_stale) if query]
    return [triple for query in queries for triple in store.ask(query).terms]


def draft(title: str, **more: object) -> dict[str, object]:
    """Return a draft of a claim."""
    text = f"{title}, as everybody knows who has ever traded."
    return {"kind": "claim", "label": title, "text": text, "commitment": "asserted", **more}
