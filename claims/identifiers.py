"""Ids that people can read: made from titles, and for relations from what they join."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

_PLAIN = re.compile(r"[A-Za-z0-9 ,.:;!?()\"'-]+")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,199}")
_JOINS = {
    "inference": ("conclusion", "because", "premise"),
    "conflict": ("attacker", "against", "attacked"),
    "rephrase": ("rephrases", "says-again", "rephrased"),
    "link": ("policy", "bears-on", "power"),
}


def is_identifier(text: str) -> bool:
    """Whether a text can be an id: small letters, digits and hyphens, at most 200."""
    return _IDENTIFIER.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def slug(title: str) -> str:
    """Return the id that is made from a title: its words in small Latin letters, joined by hyphens.

    Example:
        >>> slug("Trade gives power – to whom?"), slug("Öl und Macht")
        ('trade-gives-power-to-whom', 'ol-und-macht')
    """
    if _PLAIN.fullmatch(title):  # what most titles are, and much faster
        return _BETWEEN.sub("-", title.lower().replace("'", ""))[:120].strip("-") or _unspoken(title)
    from slugify import slugify  # imported here: what most commands need of this module needs none

    return slugify(title)[:120].strip("-") or _unspoken(title)


def _unspoken(title: str) -> str:
    """Return an id for a title without a letter or digit that can be written in Latin letters."""
    return f"item-{blake2b(title.encode('utf-8'), digest_size=4).hexdigest()}"


def relation_slug(kind: str, values: Mapping[str, Sequence[str]]) -> str:
    """Return the id of a relation, which has no title, from the ids of what it joins.

    Args:
        kind: The kind of relation: inference, conflict, rephrase or link.
        values: Field → the ids (or IRIs) that it names.

    Example:
        >>> relation_slug("inference", {"premise": ["ratios"], "conclusion": ["deficit-is-leverage"]})
        'deficit-is-leverage-because-ratios'
    """
    first, word, rest = _JOINS.get(kind, ("", kind, ""))
    head, tail = ([name.rpartition("/")[2] for name in values.get(part, ())] for part in (first, rest))
    joint = values["bearing"][0] if values.get("bearing") else word
    return "-".join([*(name[:80] for name in head), joint, *(name[:60] for name in tail)]).lower()[:190].strip("-")
