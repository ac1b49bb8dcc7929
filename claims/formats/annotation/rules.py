"""What the Web Annotation Data Model demands of annotations: which of its MUSTs one breaks.

The rules are those of https://www.w3.org/TR/annotation-model/, sections 3 to 5; each message says which is broken.
"""

import re
from collections.abc import Callable, Iterator

from claims.formats.annotation.shape import CONTEXT
from claims.formats.annotation.values import SETS, is_iri, is_text, listed, members, of, types
from claims.formats.argument import Json

_MOMENT = re.compile(r"[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,12})?(Z|[+-][0-9]{2}:[0-9]{2})")
_DIRECTIONS = ("ltr", "rtl", "auto")
_NUMBERS = ("TextPositionSelector", "DataPositionSelector")
_VALUES = ("FragmentSelector", "CssSelector", "XPathSelector", "HttpRequestState")


def context_faults(document: Json) -> Iterator[str]:
    """Yield what is wrong with the context of a document, and what in it is not read."""
    named = listed(document.get("@context") if isinstance(document, dict) else None)
    if CONTEXT not in named:
        yield f"The context is not {CONTEXT}, as it must be (3.1); the keys are read as if it were."
    elif len(named) > 1:
        yield "It has a context besides that of annotations, which is not read; its keys are taken as they are written."


def faults(annotation: dict[str, Json]) -> Iterator[str]:
    """Yield which rules an annotation breaks, in words."""
    yield from _identity(annotation)
    yield from _life(annotation)
    if "body" in annotation and "bodyValue" in annotation:
        yield "It has body and bodyValue, and must not have both (3.2.5)."
    if "bodyValue" in annotation and not isinstance(annotation["bodyValue"], str):
        yield "bodyValue must be one text (3.2.5)."
    for key in ("body", "target"):
        yield from _sets(annotation.get(key), key)
        for one in members(annotation.get(key)):
            yield from _resource(one, key)


def _identity(annotation: dict[str, Json]) -> Iterator[str]:
    if not is_iri(of(annotation, "id")):
        yield "id must be one IRI (3.1)."
    if "Annotation" not in types(annotation):
        yield "type must be Annotation (3.1)."
    if not listed(of(annotation, "target")):
        yield "It must have a target (3.1)."


def _life(thing: dict[str, Json]) -> Iterator[str]:
    """Yield what is wrong with when and by whom something was made, its rights and its other addresses."""
    for key in ("created", "modified", "generated"):
        if key in thing and not (isinstance(thing[key], str) and _MOMENT.fullmatch(str(thing[key]))):
            yield f"{key} must be one date and time, such as 2024-05-06T07:08:09Z (3.3.1)."
    for key in ("creator", "generator"):
        if any(not isinstance(one, dict) and not is_iri(one) for one in listed(thing.get(key))):
            yield f"{key} must be an IRI or an object (3.3.1)."
    for key, section in (("rights", "3.3.6"), ("canonical", "3.3.7"), ("via", "3.3.7")):
        if any(not is_iri(one) for one in listed(thing.get(key))):
            yield f"{key} must be an IRI ({section})."


def _sets(value: Json, key: str) -> Iterator[str]:
    """Yield what is wrong with the sets among bodies or targets."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, list):
            left += one
        elif isinstance(one, dict):
            kinds = [kind for kind in types(one) if kind in SETS]
            if len(kinds) > 1 or ("items" in one and not kinds):
                yield f"A {key} with items must have one type of {', '.join(SETS)} (3.2.7)."
            if kinds and not isinstance(one.get("items"), list):
                yield f"A {key} of type {kinds[0]} must have a list of items (3.2.7)."
            left.append(one.get("items"))


def _resource(thing: Json, key: str) -> Iterator[str]:
    """Yield what is wrong with one body or target."""
    if not isinstance(thing, dict):
        if not is_iri(thing):
            yield f"A {key} must be an IRI or an object (3.2)."
        return
    yield from _life(thing)
    for name, fits, message in _CHECKS:
        if name in thing and not fits(thing[name]):
            yield f"{name} of a {key} {message}."
    kinds = types(thing)
    if "TextualBody" in kinds and not is_text(thing):
        yield f"A {key} of type TextualBody must have one text as its value (3.2.4)."
    specific = "SpecificResource" in kinds or ("selector" in thing and not is_text(thing))
    if specific and len(listed(thing.get("source"))) != 1:
        yield f"A {key} of type SpecificResource must have one source (4)."
    for selector in _nested(thing):
        yield from _selector(selector)


def _each(fits: Callable[[Json], bool]) -> Callable[[Json], bool]:
    return lambda value: all(fits(one) for one in listed(value))


_CHECKS: tuple[tuple[str, Callable[[Json], bool], str], ...] = (
    ("id", is_iri, "must be one IRI (3.2.1)"),
    ("format", _each(lambda one: isinstance(one, str)), "must be a text (3.2.1)"),
    ("language", _each(lambda one: isinstance(one, str)), "must be a text (3.2.1)"),
    ("processingLanguage", lambda value: isinstance(value, str), "must be one text (3.2.1)"),
    ("textDirection", lambda value: value in _DIRECTIONS, "must be ltr, rtl or auto (3.2.1)"),
)
"""Key → whether a value fits it, and what it must be."""


def _nested(thing: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """Yield the selectors and states of a resource, and those that refine them."""
    left = [*listed(thing.get("selector")), *listed(thing.get("state"))]
    while left:
        one = left.pop(0)
        if isinstance(one, dict):
            yield one
            left += [part for key in ("refinedBy", "startSelector", "endSelector") for part in listed(one.get(key))]


def _selector(selector: dict[str, Json]) -> Iterator[str]:
    for kind in types(selector):
        if kind in _VALUES and not isinstance(selector.get("value"), str):
            yield f"A {kind} must have one text as its value (4.2, 4.3)."
        elif kind == "TextQuoteSelector" and not isinstance(selector.get("exact"), str):
            yield "A TextQuoteSelector must have one text as exact (4.2.4)."
        elif kind in _NUMBERS and not all(_is_count(selector.get(key)) for key in ("start", "end")):
            yield f"A {kind} must have a start and an end, whole numbers from 0 (4.2.5)."
        elif kind == "RangeSelector" and not all(key in selector for key in ("startSelector", "endSelector")):
            yield "A RangeSelector must have a startSelector and an endSelector (4.2.8)."


def _is_count(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
