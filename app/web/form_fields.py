"""The fields of a form: for each kind of item those that `claims` knows, with the control that fits what they hold."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from app.fields_to_ask import NOT_ASKED, field_of, is_needed, rule_of, terms_of, wanted_in
from claims import KINDS, FieldOf, Item, Policy, PowerLink, Statement, fields_to_fill, many_fields

Control = Literal["line", "text", "lines", "quotes", "terms", "flag", "items", "scheme"]
"""How a field is filled: one line, a text, a list of lines, passages, a choice, a tick, items, an argument scheme."""

RELATIONS = ("supports", "with", "because", "attacks", "restates")
"""The fields of a statement that say what it bears on."""

BEARINGS = ("wields", "strengthens", "erodes")
"""The fields of a policy that say on which types of power it bears."""

_SHORT: dict[str, tuple[str, ...]] = {
    "thesis": (),
    "claim": ("supports", "scheme"),
    "evidence": ("supports", "scheme", "citation"),
    "counterargument": ("attacks",),
    "rebuttal": ("attacks",),
    "power-type": ("broader",),
    "policy": (*BEARINGS, "whose_power", "stated_by"),
}
_OF_STATEMENTS = ("held_by", "commitment", "subject", "quote")
_FIRST = ("label", "title", "text", *RELATIONS)
"""What a form begins with, in this order; the other fields come in the order in which `claims` has them."""

_WORDS = {
    "label": "Title",
    "text": "Statement",
    "lang": "Language",
    "id": "Id",
    "held_by": "Held by",
    "commitment": "Stance",
    "subject": "On what",
    "about": "Speaks of",
    "quote": "Passage",
    "passage": "Passage by characters",
    "occurrence": "Which occurrence",
    "attacks": "Speaks against",
    "with": "Together with",
    "scheme": "Argument scheme",
    "citation": "Where it comes from",
    "figure": "Figures",
    "restates": "Says again",
    "because": "Because of",
    "implicit": "Implied",
}
_OTHERWISE = {
    "held_by": "You, or the authors of the passage",
    "lang": "en",
}
_AS_DRAFTED = {"type of power": "power-type", "policy instrument": "instrument"}
"""A kind of items as search calls it → as drafts call it, where that is something else."""
_TEXTS = ("text", "definition")
_PLAIN = ("id", "lang", "passage", "occurrence")


@dataclass(frozen=True)
class FormField:
    """One field of a form.

    Attributes:
        name: Its name, as drafts call it.
        words: What it is called on the page.
        meaning: What it means.
        control: How it is filled.
        otherwise: What it means to leave it empty; "" for nothing in particular.
        goes_with: The fields that it says more of: it is of use only where one of them says something.
        many: Whether it can have several values.
        needed: Whether nothing is added without it.
        longest: How many characters it may have; 0 where that is not said.
        choices: The terms that it chooses from.
        kinds: The kinds of items that it can name, as drafts call them; none for any.
    """

    name: str
    words: str
    meaning: str
    control: Control
    otherwise: str = ""
    goes_with: tuple[str, ...] = ()
    many: bool = False
    needed: bool = False
    longest: int = 0
    choices: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of its control on the page."""
        return f"field-{self.name}"


@cache
def form_fields(kind: str) -> tuple[FormField, ...]:
    """Return the fields of the form for a new item of a kind, in the order in which they stand there."""
    known = fields_to_fill(KINDS[kind])
    order = sorted(known, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    order = _beside(order, "scheme", "supports")
    return tuple(_field(KINDS[kind], name, known[name]) for name in order if name not in NOT_ASKED)


@cache
def edit_fields(kind: str) -> tuple[FormField, ...]:
    """Return the fields of the form in which an item of a kind is edited: its own, and where it stands in the text."""
    of_item = KINDS[kind].model_fields.keys() | {"quote"}
    fields = (one for one in form_fields(kind) if one.name in of_item - {"iri"})
    return tuple(
        replace(one, meaning=f"{one.meaning}; left empty, it stays as it is") if one.name == "quote" else one
        for one in fields
    )


def short_names(kind: str, given: Collection[str]) -> frozenset[str]:
    """Return the names of the fields that a form shows at once: what is needed, usual, or given already."""
    usual = [*_SHORT.get(kind, ()), *(_OF_STATEMENTS if issubclass(KINDS[kind], Statement) else ())]
    needed = [one.name for one in form_fields(kind) if one.needed]
    steps = ["scheme"] if "supports" in given or kind == "inference" else []
    return frozenset([*usual, *needed, *steps, *(name for name in given if name not in _PLAIN)])


def _beside(order: list[str], name: str, other: str) -> list[str]:
    """Return the names with one of them moved to stand after another."""
    if name not in order or other not in order:
        return order
    rest = [one for one in order if one != name]
    at = rest.index(other) + 1
    return [*rest[:at], name, *rest[at:]]


def _field(kind: type[Item], name: str, meaning: str) -> FormField:
    field = field_of(kind, name)
    rule = rule_of(kind, field)
    return FormField(
        name,
        _words(kind, name),
        meaning.rstrip("."),
        _control(kind, name, field),
        _OTHERWISE.get(name, ""),
        _goes_with(kind, name),
        name in many_fields() and (field is None or field.many),
        is_needed(field),
        rule.max_length or 0 if rule else 0,
        tuple(_terms(kind, name, field)),
        tuple(_AS_DRAFTED.get(word, word) for word in wanted_in(name).kinds),
    )


def _words(kind: type[Item], name: str) -> str:
    if name == "label" and not issubclass(kind, Statement | Policy):
        return "Name"
    if name == "text" and issubclass(kind, Policy):
        return "Policy"
    plain = name.replace("_", " ")
    return _WORDS.get(name) or plain[:1].upper() + plain[1:]


def _terms(kind: type[Item], name: str, field: FieldOf | None) -> list[str]:
    if name == "basis":  # of a policy it is that of its links
        return terms_of(PowerLink, field_of(PowerLink, name))
    return terms_of(kind, field)


def _goes_with(kind: type[Item], name: str) -> tuple[str, ...]:
    if issubclass(kind, Policy) and name in ("whose_power", "stated_by", "basis"):
        return BEARINGS
    return ("supports",) if issubclass(kind, Statement) and name in ("scheme", "with") else ()


def _control(kind: type[Item], name: str, field: FieldOf | None) -> Control:
    fixed: dict[str, Control] = {"quote": "quotes", "passage": "lines", "scheme": "scheme"}
    fixed |= dict.fromkeys(_TEXTS, "text")
    if name in fixed:
        return fixed[name]
    if _terms(kind, name, field):
        return "terms"
    if field is None:
        return "line" if name in _PLAIN else "items"
    forms: dict[str, Control] = {"boolean": "flag", "link": "items"}
    return forms.get(field.form, "lines" if field.many else "line")


def kinds_told(kinds: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield kind → what such an item is, in a sentence, for choosing among kinds."""
    return ((kind, (KINDS[kind].__doc__ or "").splitlines()[0]) for kind in kinds)
