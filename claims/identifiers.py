"""Ids that people can read: made from titles, and for relations from what they join."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

_PLAIN = re.compile(r"[A-Za-z0-9 ,.:;!?()\"'-]+")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9])")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,199}")
_LONGEST_SLUG, _LONGEST_RELATION = 120, 190
"""How many characters ids that are made have; a number can still be put after them."""
_READ = 1000
"""How many characters of a title are read for its id: titles are shorter, and what is no title is refused anyway."""
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
    spoken = title.replace("'", "")
    if _PLAIN.fullmatch(title):  # what most titles are, and much faster
        words = _BETWEEN.sub("-", _THOUSANDS.sub("", spoken.lower())).strip("-")
    else:
        from slugify import slugify  # imported here: what most commands need of this module needs none

        words = slugify(_SURROGATE.sub(" ", spoken[:_READ]))
    return words[:_LONGEST_SLUG].strip("-") or _unspoken(title)


def _unspoken(title: str) -> str:
    """Return an id for a title without a letter or digit that can be written in Latin letters."""
    return f"item-{blake2b(title.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"


def relation_slug(kind: str, values: Mapping[str, Sequence[str]]) -> str:
    """Return the id of a relation, which has no title, from the ids of what it joins.

    Args:
        kind: The kind of relation: inference, conflict, rephrase or link.
        values: Field → the ids (or IRIs) that it names, in any order.

    Example:
        >>> relation_slug("inference", {"premise": ["ratios"], "conclusion": ["deficit-is-leverage"]})
        'deficit-is-leverage-because-ratios'
    """
    first, word, rest = _JOINS.get(kind, ("", kind, ""))
    head, tail = (sorted(name.rpartition("/")[2] for name in values.get(part, ())) for part in (first, rest))
    joint = values["bearing"][0] if values.get("bearing") else word
    joined = "-".join([*(name[:80] for name in head), joint, *(name[:60] for name in tail)])
    return _BETWEEN.sub("-", joined.lower()).strip("-")[:_LONGEST_RELATION].strip("-")
