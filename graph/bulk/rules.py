"""What follows by rule from the triples of one node, for very many nodes: the rules of `claims/derived.py` on lines.

A test holds it to the rules themselves. All terms are N-Triples text; a "rest" is what stands behind the property in a
line of N-Triples, the object with the full stop.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from claims import PLAIN_PROPERTIES
from graph.derivation import ANCHOR_CLASSES, class_tree
from ontology import PREFIXES, superclasses

IsRelation = Callable[[bytes], bool]
"""Whether a node is a relation."""

_CA, _RDF, _RDFS = (PREFIXES[name] for name in ("ca", "rdf", "rdfs"))


def _ca(name: str) -> bytes:
    return f"<{_CA}{name}>".encode()


TYPE = f"<{_RDF}type>".encode()
KIND = _ca("kind")
SUBCLASS = f"<{_RDFS}subClassOf>".encode()
ATTACKED = _ca("attacked")
PLAIN = frozenset(f"<{iri}>".encode() for iri in PLAIN_PROPERTIES)
RELATIONS = frozenset(_ca(name) + b" ." for name in ("Inference", "Conflict", "Rephrase"))
"""The classes of relations, as rests."""

_PAIRS = ((_ca("premise"), _ca("supports"), _ca("conclusion")), (_ca("rephrases"), _ca("restates"), _ca("rephrased")))
_ATTACKER, _ATTACKS, _UNDERCUTS = _ca("attacker"), _ca("attacks"), _ca("undercuts")
_POLICY, _BEARING, _POWER = _ca("policy"), _ca("bearing"), _ca("power")
_BEARINGS = {_ca(name) + b" ." for name in ("wields", "strengthens", "erodes")}
_USED = {TYPE, KIND, _ATTACKER, ATTACKED, _POLICY, _BEARING, _POWER}
_USED |= {path for premise, _, conclusion in _PAIRS for path in (premise, conclusion)}


@dataclass(frozen=True)
class Followed:
    """What follows from a node's lines.

    Attributes:
        kept: Those of its lines that do not follow from the others, in order.
        own: Lines about the node that follow: its classes and kinds.
        others: Lines about other nodes that follow, such as which supports which.
        unfounded: Those of its lines that tell a kind, and do not follow.
        is_item: Whether it has a class, and is no part of an anchor.
        is_relation: Whether it is a relation.
    """

    kept: list[bytes]
    own: list[bytes] = field(default_factory=list)
    others: list[bytes] = field(default_factory=list)
    unfounded: list[bytes] = field(default_factory=list)
    is_item: bool = False
    is_relation: bool = False


def followed(subject: bytes, lines: Iterable[bytes], is_relation: IsRelation) -> Followed:
    """Return what follows from all the lines of a node, each once, without plain ones but for kinds."""
    used: dict[bytes, list[bytes]] = {}
    kept = sorted(lines)
    length = len(subject) + 1
    for line in kept:
        end = line.index(b" ", length)
        path = line[length:end]
        if path in _USED:
            used.setdefault(path, []).append(line[end + 1 :])
    if not used:
        return Followed(kept)
    classes = _classes(tuple(used.get(TYPE, ())))
    told = used.get(KIND, ())
    if told or classes.follow:
        begin, kind = b"%b %b " % (subject, TYPE), b"%b %b " % (subject, KIND)
        out = {begin + rest for rest in classes.follow} | {kind + rest for rest in told}
        kept = [line for line in kept if line not in out]
    own = [b"%b %b %b" % (subject, TYPE, rest) for rest in classes.above]
    own += [b"%b %b %b" % (subject, KIND, rest) for rest in classes.kinds]
    unfounded = [b"%b %b %b" % (subject, KIND, rest) for rest in told if rest not in classes.kinds]
    others = list(_of_relation(used, is_relation)) if len(used) > (TYPE in used) + (KIND in used) else []
    return Followed(kept, own, others, unfounded, classes.is_item, classes.is_relation)


def _of_relation(used: dict[bytes, list[bytes]], is_relation: IsRelation) -> Iterator[bytes]:
    for begin, path, end in _PAIRS:
        for subject in _nodes(used, begin):
            yield from (b"%b %b %b" % (subject, path, rest) for rest in used.get(end, ()))
    for attacker in _nodes(used, _ATTACKER):
        for rest in used.get(ATTACKED, ()):
            yield b"%b %b %b" % (attacker, _UNDERCUTS if is_relation(rest[:-2]) else _ATTACKS, rest)
    for policy in _nodes(used, _POLICY):
        for bearing in used.get(_BEARING, ()):
            if bearing in _BEARINGS:
                yield from (b"%b %b %b" % (policy, bearing[:-2], rest) for rest in used.get(_POWER, ()))


def _nodes(used: dict[bytes, list[bytes]], path: bytes) -> Iterator[bytes]:
    """Yield the objects that can be subjects."""
    return (rest[:-2] for rest in used.get(path, ()) if rest.startswith(b"<"))


@dataclass(frozen=True)
class _Classes:
    """What follows from a node's classes, as rests: those of them that follow, those above, and the kinds."""

    follow: frozenset[bytes]
    above: tuple[bytes, ...]
    kinds: tuple[bytes, ...]
    is_item: bool
    is_relation: bool


@lru_cache(maxsize=10_000)
def _classes(rests: tuple[bytes, ...]) -> _Classes:
    given = {rest[1:-3].decode() for rest in rests if rest.startswith(b"<")}
    follow = {up for one in given for up in _above(one)} & given
    stated = given - follow
    above = {up for one in stated if one.startswith(_CA) for up in _above(one)}
    every = stated | above
    narrower = {broader for one in every for broader in _directly_above().get(one, ())}
    kinds = {one for one in every if one.startswith(_CA)} - narrower
    others, kinds_told = (tuple(_rest(one) for one in sorted(some)) for some in (above - stated, kinds))
    is_item = bool(rests) and not given & ANCHOR_CLASSES
    is_relation = not RELATIONS.isdisjoint(rests)
    return _Classes(frozenset(map(_rest, follow)), others, kinds_told, is_item, is_relation)


def _rest(iri: str) -> bytes:
    return f"<{iri}> .".encode()


def _above(class_iri: str) -> tuple[str, ...]:
    return tuple(_CA + name for name in superclasses(class_iri.removeprefix(_CA)))


@lru_cache(maxsize=1)
def _directly_above() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for triple in class_tree():
        found.setdefault(getattr(triple.subject, "value", ""), set()).add(getattr(triple.object, "value", ""))
    return found
