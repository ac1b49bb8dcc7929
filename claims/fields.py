"""The kinds of values that items are made of, each with how it is written in RDF.

A field of an item is declared as, for one, `held_by: Links = says("ca:heldBy", "Who holds it")`: the type says what a
value must be by itself, and `says` names the property that carries it. What the shapes demand beyond that (how many,
how long, which of a closed list) is said in `shapes.ttl` only.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
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


# The two overrides of the writing direction are among them: they turn round whatever is shown beside a text.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = " \t\n\u00ad\u200b-\u200f\u2060\ufeff"
_VISIBLE = re.compile(f"[^{_INVISIBLE}\\s]")
LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
"""A language tag in small letters."""
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _iri_pattern(beyond_ascii: str = "") -> re.Pattern[str]:
    """Return RFC 3987 without addresses in brackets and private characters: what every engine takes."""
    name, path, rest = (
        rf"(?:[A-Za-z0-9._~!$&'()*+,;={more}{beyond_ascii}-]++|%[0-9A-Fa-f]{{2}})*+" for more in ("", ":@/", ":@/?")
    )
    return re.compile(
        rf"[A-Za-z][A-Za-z0-9+.-]*:(?=.)(?://(?:{name}@)?{name}(?::[0-9]*)?(?:/{path})?|(?!//){path})"
        rf"(?:\?{rest})?(?:#{rest})?"
    )


_ASCII_IRI = _iri_pattern()
_IRI = _iri_pattern(
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane * 0x10000)}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 14))
)
_BEFORE_POINT, _AFTER_POINT = 15, 18
"""How many digits a number may have, so that every engine keeps it as it is and can calculate with it."""


def _words(text: str) -> str:
    """Refuse characters that no text has, that could steer a terminal, and that XML cannot hold."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = _CONTROL.search(text)
    if bad:
        raise _fault("control_character", f"Holds the control character U+{ord(bad.group()):04X}; take it out.")
    if not _VISIBLE.search(text):
        raise _fault("empty", "Is empty; write some words, or leave it out.")
    return text


def clean(text: str) -> str:
    """Return a text without what no item's text can hold: each such character as U+FFFD; "" where nothing is seen."""
    text = _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if _VISIBLE.search(text) else ""


def _iri(text: str) -> str:
    if not (_ASCII_IRI if text.isascii() else _IRI).fullmatch(text):
        raise _fault("iri", f"“{text[:80]}” is no IRI; write a whole one, such as https://example.org/a.")
    return text


def _language(text: str) -> str:
    lowered = text.lower()  # stores write language tags so
    if not LANGUAGE.fullmatch(lowered):
        raise _fault("language", f"“{text[:20]}” is no language tag; write one such as en, fr or pt-br.")
    return lowered


def _term(text: str) -> str:
    name = text.removeprefix("ca:")  # so the messages of the shapes write it
    if not _TERM.fullmatch(name):
        raise _fault("term", f"“{text[:40]}” is no term of the vocabulary; write one word, such as asserted.")
    return name


def _number(value: object) -> Decimal:
    """Return a number with no digits that say nothing, so that equal ones are written alike."""
    text = str(value).strip()
    if isinstance(value, bool) or not _NUMBER.fullmatch(text):
        raise _no_number(text)
    number = Decimal(text)
    if not number:
        return Decimal(0)
    if abs(number.adjusted()) > _AFTER_POINT:  # before it is written out: it may be very long
        raise _no_number(text)
    plain = format(number, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    whole, _, part = plain.lstrip("-").partition(".")
    if len(whole) > _BEFORE_POINT or len(part) > _AFTER_POINT:
        raise _no_number(text)
    return Decimal(plain)


def _no_number(text: str) -> PydanticCustomError:
    return _fault("number", f"“{text[:40]}” is no plain number; write it with digits and a point, such as 1.8.")


def _whole(value: object) -> int:
    number = _number(value)
    if number != int(number):
        raise _fault("whole_number", f"“{number}” is no whole number; write it with digits only, such as 12.")
    return int(number)


def _date(value: object) -> str:
    text = str(value).strip()
    parts = _DATE.fullmatch(text)
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
Whole = Annotated[int, BeforeValidator(_whole), Written("number")]
Date = Annotated[str, BeforeValidator(_date), Written("date")]
Language = Annotated[str, AfterValidator(_language)]
