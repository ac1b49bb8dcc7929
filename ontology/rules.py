"""The rules of the SHACL shapes that hold for one item by itself, for Python.

`shapes.ttl` is the one place where a rule is said; `rule_table.py` is generated from it, so that a value in Python is
held against the same limits, and refused in the same words, as the triples that it stands for.
"""

from dataclasses import dataclass
from functools import cache

from ontology.rule_table import PROPERTY_RULES, SUPERCLASSES


@dataclass(frozen=True)
class PropertyRule:
    """What a shape demands of the values of one property of an item.

    Attributes:
        shape: The shape's name.
        path: The IRI of the property.
        min_count: How many values there must be at least.
        max_count: How many there may be at most; None for any number.
        min_length: How many characters each must have at least.
        max_length: How many each may have at most; None for any number.
        values: The IRIs that are allowed; empty for any.
        disjoint: The IRI of a property whose values must not be among these; "" for none.
        message: What is demanded, and how to mend what is not so.
    """

    shape: str
    path: str
    min_count: int
    max_count: int | None
    min_length: int
    max_length: int | None
    values: tuple[str, ...]
    disjoint: str
    message: str


@cache
def property_rules(name: str) -> tuple[PropertyRule, ...]:
    """Return the rules for items of a class of the vocabulary, given by its name, such as "Claim"."""
    rows = (row for kind in (name, *SUPERCLASSES.get(name, ())) for row in PROPERTY_RULES.get(kind, ()))
    return tuple(PropertyRule(*row) for row in rows)


def superclasses(name: str) -> tuple[str, ...]:
    """Return the names of the classes of the vocabulary above a class, nearest first."""
    return SUPERCLASSES.get(name, ())
