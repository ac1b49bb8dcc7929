"""The kinds of values that items are made of, each with how it is written in RDF.

A field of an item is declared as, for one, `held_by: Links = says("ca:heldBy", "Who holds it: …")`: the type says what
a value must be by itself, and `says` names the property that carries it. What the shapes demand beyond that (how
many, how long, which of a closed list) is said in `shapes.ttl` only.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ontology import PREFIXES

Form = Literal["text", "string", "link", "term", "boolean", "number", "date"]
"""How a value is written: text with its language, plain string, IRI, a term of the vocabulary by its name, …"""


@dataclass(frozen=True)
class Written:
    """Marks a type with the form in which its values are written in RDF, and whether a field can have several."""

    form: Form
    many: bool = False


def says(path: str, meaning: str, **more: Any) -> Any:
    """Declare a field of an item.

    Args:
        path: The property that carries it, with its prefix, such as "ca:heldBy".
        meaning: What it means, in a few words that can be asked as a question.
        more: What pydantic's `Field` takes, such as `default`.
    """
    prefix, _, name = path.partition(":")
    return Field(description=meaning, json_schema_extra={"path": PREFIXES[prefix] + name}, **more)


def _fault(kind: str, message: str) -> PydanticCustomError:
    # Passed as a value: the message may hold braces.
    return PydanticCustomError(kind, "{message}", {"message": message})


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff]+")
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def _words(text: str) -> str:
    """Refuse characters that no text has, that could steer a terminal, and that XML cannot hold."""
    bad = _CONTROL.search(text)
    if bad:
        raise _fault("control_character", f"Holds the control character U+{ord(bad.group()):04X}; take it out.")
    if not text.strip():
        raise _fault("empty", "Is empty; write some words, or leave it out.")
    return text


def _iri(text: str) -> str:
    if not _IRI.fullmatch(text):
        raise _fault("iri", f"“{text[:80]}” is no IRI; write a whole one, such as https://example.org/a.")
    return text


def _language(text: str) -> str:
    lowered = text.lower()  # stores write language tags so
    if not _LANGUAGE.fullmatch(lowered):
        raise _fault("language", f"“{text[:20]}” is no language tag; write one such as en, fr or pt-br.")
    return lowered


def _term(text: str) -> str:
    if not _TERM.fullmatch(text):
        raise _fault("term", f"“{text[:40]}” is no term of the vocabulary; write one word, such as asserted.")
    return text


def _number(value: object) -> Decimal:
    try:
        number = Decimal(str(value).strip()) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
        raise _fault(
            "number", f"“{str(value)[:40]}” is no plain number; write it with digits and a point, such as 1.8."
        )
    return number


_DIGITS = 15
"""How many places before or after the point a number may have, so that every engine keeps it as it is."""


def _date(value: object) -> str:
    text = str(value).strip()
    parts = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    try:
        if parts:
            date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
            return text
    except ValueError:
        pass
    raise _fault("date", f"“{text[:40]}” is no date; write a year, month or day: 2025, 2025-04 or 2025-04-02.")


def _several(value: object) -> object:
    """Take one value for a list of one."""
    return (value,) if isinstance(value, str) else value


def _ordered(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values once each, in one order: RDF knows no other."""
    return tuple(sorted(set(values)))


_Iri = Annotated[str, AfterValidator(_iri)]
_Words = Annotated[str, AfterValidator(_words)]

Iri = Annotated[_Iri, Written("link")]
Links = Annotated[tuple[_Iri, ...], BeforeValidator(_several), AfterValidator(_ordered), Written("link", many=True)]
Text = Annotated[_Words, Written("text")]
String = Annotated[_Words, Written("string")]
Strings = Annotated[
    tuple[_Words, ...], BeforeValidator(_several), AfterValidator(_ordered), Written("string", many=True)
]
Term = Annotated[str, AfterValidator(_term), Written("term")]
YesNo = Annotated[bool, Written("boolean")]
Number = Annotated[Decimal, BeforeValidator(_number), Written("number")]
Date = Annotated[str, BeforeValidator(_date), Written("date")]
Language = Annotated[str, AfterValidator(_language)]
