"""What a draft can say: the fields of each kind, what they mean, which of them name other items, and of what kind.

A draft says more than its own item holds: what a statement supports, say, which becomes an inference.
"""

from collections.abc import Mapping
from functools import cache

from claims.demands import FieldOf, fields_of
from claims.model import (
    KINDS,
    Actor,
    Concept,
    Inference,
    Instrument,
    Item,
    Measure,
    Observation,
    Policy,
    PowerLink,
    PowerType,
    Source,
    Statement,
    Thesis,
)  # fmt: skip
from ontology import PREFIXES

PLACED = (Statement, Policy, PowerLink)
"""The kinds of items that stand at a passage of the source."""
BEARINGS = ("wields", "strengthens", "erodes")
"""The fields of a policy that name the types of power on which it bears; each becomes a power link."""
LINKING = ("whose_power", "stated_by", "basis")
"""The fields of a policy that all its power links share."""
FOR_ALL = ("kind", "reason")
"""The fields that every draft can have; `reason` tells in a written file why a draft was not taken."""

_EXTRA: tuple[tuple[type[Item] | tuple[type[Item], ...], dict[str, str]], ...] = (
    (
        Statement,
        {
            "supports": "Statements that this one is a reason for",
            "with": "Other statements that it supports them together with",
            "scheme": "The argument scheme of that support",
            "because": "Statements that are reasons for this one",
            "attacks": "Statements or inferences that this one speaks against",
            "restates": "Statements that this one says again",
        },
    ),
    (
        Policy,
        {
            "wields": "Types of power that the policy uses",
            "strengthens": "Types of power that it adds to",
            "erodes": "Types of power that it takes away from",
            "whose_power": "Whose power that is",
            "stated_by": "Statements through which the text says so",
            "basis": "explicit where the text says so, inferred where it follows",
        },
    ),
    (
        PLACED,
        {
            "quote": "Words of the passage that it rests on",
            "passage": "The same by characters: START-END",
            "occurrence": "Which one, from 1, where the quoted words stand in several places",
        },
    ),
)
_ONE_ONLY = ("scheme", "basis", "occurrence")
_NAMING = ("supports", "with", "scheme", "because", "attacks", "restates", *BEARINGS, "whose_power", "stated_by")

_MEANT: dict[str, tuple[type[Item], ...]] = {
    **dict.fromkeys(("supports", "with", "because", "restates", "premise", "conclusion", "attacker"), (Statement,)),
    **dict.fromkeys(("rephrases", "rephrased", "stated_by"), (Statement,)),
    **dict.fromkeys(("attacks", "attacked"), (Statement, Inference)),
    **dict.fromkeys(("held_by", "carried_out_by", "targets", "whose_power", "member", "creator"), (Actor,)),
    "about": (Actor, Policy),
    "policy": (Policy,),
    "figure": (Observation,),
    "measured_property": (Measure,),
    "main_thesis": (Thesis,),
    "is_part_of": (Source,),
    "subject": (Concept,),
    "broader": (Concept,),
    "instrument": (Instrument,),
    **dict.fromkeys(("power", *BEARINGS), (PowerType,)),
    **dict.fromkeys(("scheme", "in_scheme", "top_concept_of"), ()),  # no kind of item that can be drafted
}
_SHORT: dict[str, tuple[str, ...]] = {
    "subject": ("power", "topic"),
    "instrument": ("instrument",),
    "scheme": ("scheme",),
    **dict.fromkeys(("power", *BEARINGS), ("power",)),
}
_SCHEMES = {"topic": "topic", "power-type": "power", "instrument": "instrument"}


@cache
def fields_to_fill(kind: type[Item]) -> Mapping[str, str]:
    """Return field → meaning of all that a draft of that kind can say, in the order in which it is asked for."""
    own = {one.name: one.meaning for one in fields_of(kind)}
    language = {"lang": "Language"} if "lang" in kind.model_fields else {}
    extra = {name: meaning for above, names in _EXTRA if issubclass(kind, above) for name, meaning in names.items()}
    return {"id": "Its id"} | own | language | extra


@cache
def many_fields() -> frozenset[str]:
    """Return the names of all fields that can have several values."""
    extra = {name for _, names in _EXTRA for name in names if name not in _ONE_ONLY}
    return frozenset(extra) | {one.name for kind in KINDS.values() for one in fields_of(kind) if one.many}


@cache
def naming_fields(kind: type[Item]) -> frozenset[str]:
    """Return the fields of drafts of that kind whose values name items."""
    own = (one.name for one in fields_of(kind) if one.form == "link")
    return frozenset((*own, *(name for name in _NAMING if name in fields_to_fill(kind))))


@cache
def own_fields(kind: type[Item]) -> Mapping[str, FieldOf]:
    """Return the fields of a kind of item by name."""
    return {one.name: one for one in fields_of(kind)}


@cache
def title_field(kind: type[Item]) -> str:
    """Return the field that ids are made from; "" for relations, which have none."""
    return next((name for name in ("label", "title") if name in kind.model_fields), "")


def meant_by(field_name: str) -> tuple[type[Item], ...]:
    """Return the kinds of items that a field can name."""
    return _MEANT.get(field_name, (Item,))


def long_names(field_name: str, name: str) -> tuple[str, ...]:
    """Return what a name can be short for in a field: “trust” as a subject is power:trust or topic:trust."""
    return tuple(f"{prefix}:{name}" for prefix in _SHORT.get(field_name, ()))


def default_scheme(kind: type[Item]) -> str:
    """Return the IRI of the shipped concept scheme that concepts of a kind belong to; "" for other items."""
    prefix = _SCHEMES.get(kind.kind)
    return PREFIXES[prefix] if prefix else ""
