"""What is demanded of an item by itself: the fields of its kind, and the rules of its shape, told in the shape's words.

The rules come from `ontology/shapes.ttl` (see `ontology.property_rules`); nothing is said twice.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from claims.fields import Form, Written
from ontology import PREFIXES, PropertyRule, property_rules

_CA = PREFIXES["ca"]
_MESSAGES = {
    "missing": "Is missing; give it.",
    "string_type": "Must be a text.",
    "tuple_type": "Must be one text, or a list of several.",
}


@dataclass(frozen=True)
class FieldOf:
    """One field of a kind of item: name, property (IRI), form, whether it has several values, is required, meaning."""

    name: str
    path: str
    form: Form
    many: bool
    required: bool
    meaning: str


@cache
def fields_of(kind: type[BaseModel]) -> tuple[FieldOf, ...]:
    """Return the fields of a kind of item that are written in RDF, in the order in which they are asked for."""
    found = []
    for name, info in kind.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict):
            marks = [*info.metadata, *_marks(info.annotation)]
            mark = next(mark for mark in marks if isinstance(mark, Written))
            required = info.is_required()
            found.append(FieldOf(name, str(extra["path"]), mark.form, mark.many, required, info.description or ""))
    return tuple(found)


def _marks(annotation: Any) -> Iterator[Any]:
    """Yield the marks inside a type such as `Iri | None`."""
    for part in getattr(annotation, "__args__", ()):
        yield from getattr(part, "__metadata__", ())


@cache
def rules_of(kind: type[BaseModel]) -> Mapping[str, PropertyRule]:
    """Return field → rule of the shape, for the fields of a kind of item that its shape speaks of."""
    by_path = {rule.path: rule for rule in property_rules(kind.__name__)}
    return {field.name: by_path[field.path] for field in fields_of(kind) if field.path in by_path}


def broken_rules(kind: type[BaseModel], values: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    """Yield an error for each value, checked or as it was given, that breaks the rule of its field."""
    for check in _checks(kind):
        if check.name in values and not _fits(check, values):
            yield fault(check.name, check.rule.message, check.rule.shape, values[check.name])


def in_shapes_words(kind: type[BaseModel], detail: ErrorDetails) -> InitErrorDetails:
    """Return one of pydantic's own errors in the words of the shape, where it says what is demanded."""
    name = str(detail["loc"][0]) if detail["loc"] else ""
    rule = rules_of(kind).get(name)
    if "message" in detail.get("ctx", {}):  # a fault that `claims.fields` found
        message = detail["msg"]
    elif detail["type"] == "extra_forbidden":
        message = f"Is no field of such an item; its fields are {', '.join(kind.model_fields)}."
    else:
        message = rule.message if rule else _MESSAGES.get(detail["type"], detail["msg"])
    return fault(name, message, rule.shape if rule else str(detail["type"]), detail["input"])


def fault(name: str, message: str, rule: str, value: object) -> InitErrorDetails:
    """Return an error of a field, for pydantic to raise."""
    custom = PydanticCustomError("rule", "{message}", {"message": message, "rule": rule})
    return InitErrorDetails(type=custom, loc=(name,), input=value)


@dataclass(frozen=True)
class _Check:
    """A rule that the type of its field alone does not hold, as it is checked.

    `allowed` are the terms that it can be; `other` is the field whose values must not be among its own.
    """

    name: str
    rule: PropertyRule
    allowed: frozenset[str]
    other: str
    lengths: range


@cache
def _checks(kind: type[BaseModel]) -> tuple[_Check, ...]:
    """Return what is to be checked of an item; not how many values there are where its field takes just one."""
    found = []
    for field in fields_of(kind):
        rule = rules_of(kind).get(field.name)
        if rule is None:
            continue
        allowed = frozenset(value.removeprefix(_CA) for value in rule.values)
        counted = field.many and (rule.min_count > 0 or rule.max_count is not None)
        if counted or allowed or rule.disjoint or rule.min_length or rule.max_length is not None:
            longest = sys.maxsize - 1 if rule.max_length is None else rule.max_length
            found.append(
                _Check(field.name, rule, allowed, _name_of(rule.disjoint), range(rule.min_length, longest + 1))
            )
    return tuple(found)


def _fits(check: _Check, values: Mapping[str, Any]) -> bool:
    rule, value = check.rule, values[check.name]
    if type(value) is str and not check.allowed and not check.other:  # a text, which most are: only its length counts
        return len(value) in check.lengths
    given = _listed(value)
    if len(given) < rule.min_count or (rule.max_count is not None and len(given) > rule.max_count):
        return False
    if check.other and any(one in _listed(values.get(check.other)) for one in given):
        return False
    for one in given:
        if check.allowed and str(one).removeprefix("ca:") not in check.allowed:
            return False
        if isinstance(one, str) and len(one) not in check.lengths:
            return False
    return True


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (tuple, list)) else () if value is None else (value,)


def _name_of(path: str) -> str:
    """Return the field's name for a property: ca:heldBy is held_by."""
    local = path.replace("#", "/").rpartition("/")[2]
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in local)
