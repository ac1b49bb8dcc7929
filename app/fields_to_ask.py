"""What has to be known of a draft's fields to ask for them, on a terminal or in a form.

Which kinds of items can be added, which fields are needed, what each chooses from, and which kinds of items it names.
What the fields are and mean stands in `claims`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from claims import KINDS, FieldOf, Item, fields_of
from ontology import PREFIXES, PropertyRule, property_rules

ADDABLE = tuple(kind for kind in KINDS if kind not in ("source", "section", "imported-file", "kept-node"))
"""The kinds that can be added; sources come with `claimatlas source attach`, the rest with `claimatlas import`."""
STATEMENTS = ("claim", "thesis", "evidence", "counterargument", "rebuttal")
"""The kinds of statements, as search calls them."""
ACTORS = ("state", "person", "organization", "group")
"""The kinds of actors, as search calls them."""
NOT_ASKED = ("in_scheme", "top_concept_of")
"""Fields that are filled without being asked for."""

_BY_DEFAULT = ("held_by", "commitment", "in_scheme")
"""Fields that every item needs, and that are filled where they are not given."""


@dataclass(frozen=True)
class Wanted:
    """What may be chosen: kinds as search calls them, and further ones that only an id finds; no kinds for any."""

    kinds: Collection[str] = ()
    by_id: Collection[str] = ()

    def has(self, kind: str) -> bool:
        """Whether items of a kind may be chosen."""
        return not self.kinds or kind in self.kinds or kind in self.by_id


_ACTORS = Wanted(ACTORS)
_STATEMENTS = Wanted(STATEMENTS)
_ATTACKABLE = Wanted(STATEMENTS, ("inference", "conflict", "rephrase"))
_POWERS = Wanted(("type of power",))
_WANTED: Mapping[str, Wanted] = {
    **dict.fromkeys(("held_by", "carried_out_by", "targets", "whose_power", "member"), _ACTORS),
    **dict.fromkeys(("supports", "premise", "conclusion", "attacker", "rephrases", "rephrased"), _STATEMENTS),
    **dict.fromkeys(("stated_by",), _STATEMENTS),
    **dict.fromkeys(("attacks", "attacked"), _ATTACKABLE),
    **dict.fromkeys(("wields", "strengthens", "erodes", "power"), _POWERS),
    "subject": Wanted(("type of power", "topic")),
    "policy": Wanted(("policy",)),
    "instrument": Wanted(("policy instrument",)),
    "scheme": Wanted(("argument scheme",)),
}


def wanted_in(field_name: str) -> Wanted:
    """Return what a field can name: any item, for a field that is not known to be choosy."""
    return _WANTED.get(field_name, Wanted())


def field_of(kind: type[Item], name: str) -> FieldOf | None:
    """Return a field of a kind of item by its name; None for a field that only drafts have, such as `supports`."""
    return next((one for one in fields_of(kind) if one.name == name), None)


def is_needed(field: FieldOf | None) -> bool:
    """Whether a draft is refused that does not say the field."""
    return field is not None and field.required and field.name not in _BY_DEFAULT


def terms_of(kind: type[Item], field: FieldOf | None) -> list[str]:
    """Return the terms that a field chooses from; none where it holds something else."""
    rule = rule_of(kind, field) if field and field.form == "term" else None
    return [term.removeprefix(PREFIXES["ca"]) for term in rule.values] if rule else []


def rule_of(kind: type[Item], field: FieldOf | None) -> PropertyRule | None:
    """Return what the shape of a kind demands of a field; None where it says nothing of it."""
    rules = property_rules(kind.__name__) if field else ()
    return next((rule for rule in rules if field and rule.path == field.path), None)
