"""The relations among the items of a neighbourhood: first which of them are joined, then by what.

Few of them are, and both ends are known. So the ends are numbered in the queries, and no text of what is not shown is
looked up.
"""

from collections.abc import Collection, Iterator

from graph.asking import Ask
from graph.gathering import Pair, joined, said_of_pairs
from graph.neighbour_steps import Tie
from graph.terms import local_name

_NODES = {
    "supports": "?via ca:premise ?item ; ca:conclusion ?end",
    "attacks": "?via ca:attacker ?item ; ca:attacked ?end",
    "restates": "?via ca:rephrases ?item ; ca:rephrased ?end",
    "undercuts": "?via ca:attacker ?item ; ca:attacked ?on . ?on ca:premise|ca:conclusion ?end",
    "statedBy": "?via ca:statedBy ?item ; ca:policy ?end",
}
"""The relations from statements that have a node of their own."""
_FURTHER = {
    "undercuts": "?item ca:undercuts ?on . ?on ca:premise|ca:conclusion ?end",
    "statedBy": "?link ca:statedBy ?item ; ca:policy ?end",
}
"""Those that are more than one triple."""


def ties_across(ask: Ask, items: Collection[str], ends: Collection[str]) -> Iterator[Tie]:
    """Yield the relations from statements among some items to what is among others.

    Args:
        ask: Asks the store.
        items: The IRIs of the items that they go out from; what is no statement is passed over.
        ends: The IRIs of those that they lead to.
    """
    found: dict[str, set[Pair]] = {}
    for item, end, path in joined(ask, items, ends, "?item ?path ?end", "?path"):
        found.setdefault(local_name(path), set()).add((item, end))
    for relation, pattern in _FURTHER.items():
        found[relation] = {(item, end) for item, end in joined(ask, items, ends, pattern)}
    yield from (Tie(item, end, "about") for item, end in found.get("about", ()))
    for relation, pattern in _NODES.items():
        select = "?via ?on" if "?on" in pattern else "?via"
        for item, end, via, *on in said_of_pairs(ask, found.get(relation, ()), select, pattern):
            source, target = (end, item) if relation == "statedBy" else (item, end)
            yield Tie(source, target, relation, via, *on)
