"""What follows from triples by rule, worked out here: of few triples much quicker than any engine does it.

The rules are said in `derived.py`, for engines. This says them once more, as code; a test holds it to them.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from ontology import PREFIXES, superclasses

Spo = tuple[str, str, str]
"""Subject, predicate and object of a triple, as N-Triples writes them."""

_CA = f"<{PREFIXES['ca']}"
_TYPE = f"<{PREFIXES['rdf']}type>"
_KIND = f"{_CA}kind>"
_PLAIN = tuple(
    (f"{_CA}{ends[0]}>", f"{_CA}{ends[1]}>", f"{_CA}{plain}>")
    for plain, ends in {"supports": ("premise", "conclusion"), "restates": ("rephrases", "rephrased")}.items()
)
"""From, to, and what follows of these two."""
_ATTACKER, _ATTACKED, _ATTACKS, _UNDERCUTS = (
    f"{_CA}{name}>" for name in ("attacker", "attacked", "attacks", "undercuts")
)
_POLICY, _BEARING, _POWER = (f"{_CA}{name}>" for name in ("policy", "bearing", "power"))
_BEARINGS = frozenset(f"{_CA}{name}>" for name in ("wields", "strengthens", "erodes"))
_RELATIONS = frozenset(f"{_CA}{name}>" for name in ("Inference", "Conflict", "Rephrase"))
_LOOKED_AT = frozenset(
    {_TYPE, _ATTACKER, _ATTACKED, _POLICY, _BEARING, _POWER, *(end for *ends, _ in _PLAIN for end in ends)}
)

_Said = Mapping[str, Sequence[str]]
"""Property → its values, of one node."""


def consequences(triples: Iterable[Spo]) -> set[Spo]:
    """Return what follows by rule from triples and the tree of the vocabulary's classes, and is not among them.

    Args:
        triples: All that the rules need to know. Where they say themselves which class stands below which, the rules
            have to be run instead.
    """
    said = set(triples)
    nodes: dict[str, dict[str, list[str]]] = {}
    for subject, path, value in said:
        if path in _LOOKED_AT:
            nodes.setdefault(subject, {}).setdefault(path, []).append(value)
    found: set[Spo] = set()
    for node, of_node in nodes.items():
        if _TYPE in of_node:
            found.update(_classes(node, of_node[_TYPE]))
        if len(of_node) > 1 or _TYPE not in of_node:  # else it can be no relation
            found.update(_plain(of_node, nodes))
    return found - said


def _plain(relation: _Said, nodes: Mapping[str, _Said]) -> Iterable[Spo]:
    """Yield the plain triples that stand for a relation."""
    for ends_from, ends_to, plain in _PLAIN:
        for one in relation.get(ends_from, ()):
            yield from ((one, plain, other) for other in relation.get(ends_to, ()) if _is_node(one))
    for one in filter(_is_node, relation.get(_ATTACKER, ())):
        for other in relation.get(_ATTACKED, ()):
            is_relation = not _RELATIONS.isdisjoint(nodes.get(other, {}).get(_TYPE, ()))
            yield one, _UNDERCUTS if is_relation else _ATTACKS, other
    for bearing in _BEARINGS.intersection(relation.get(_BEARING, ())):
        for policy in filter(_is_node, relation.get(_POLICY, ())):
            yield from ((policy, bearing, power) for power in relation.get(_POWER, ()))


def _classes(node: str, stated: Sequence[str]) -> Iterable[Spo]:
    """Yield the classes above those of a node, and its most precise ones."""
    own = [one for one in stated if one.startswith(_CA)]
    above = {up for one in own for up in _above(one)}
    yield from ((node, _TYPE, up) for up in above)
    yield from ((node, _KIND, one) for one in own if one not in above)


@cache
def _above(kind: str) -> tuple[str, ...]:
    return tuple(f"{_CA}{name}>" for name in superclasses(kind.removeprefix(_CA).removesuffix(">")))


def _is_node(term: str) -> bool:
    """Whether a term can be the subject of a triple: it is no literal."""
    return not term.startswith('"')
