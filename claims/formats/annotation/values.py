"""The values of annotations: what stands under a key, of which types things are, and which texts are IRIs."""

import re
from collections.abc import Iterator

from claims.formats.argument import Json

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
SETS = ("Choice", "Composite", "List", "Independents")
"""The types of bodies and targets that are several."""


def listed(value: Json) -> list[Json]:
    """Return the values that a value is: those of a list, itself, or none for null."""
    if isinstance(value, list):
        return [one for one in value if one is not None]
    return [] if value is None else [value]


def of(thing: Json, key: str) -> Json:
    """Return what an object has under a key, or under the same as JSON-LD's own keys are written."""
    if not isinstance(thing, dict):
        return None
    return thing[key] if key in thing else thing.get(f"@{key}") if key in ("id", "type") else thing.get(f"oa:{key}")


def types(thing: Json) -> list[str]:
    """Return the types of an object, without the vocabulary's prefix."""
    return [local(one) for one in listed(of(thing, "type")) if isinstance(one, str)]


def local(name: str) -> str:
    """Return a name of the annotation vocabulary without what stands before it."""
    return name.removeprefix("oa:").removeprefix("http://www.w3.org/ns/oa#").removeprefix("as:")


def is_iri(value: Json) -> bool:
    """Return whether a value is an IRI with its scheme."""
    return isinstance(value, str) and _IRI.fullmatch(value) is not None


def members(value: Json) -> Iterator[Json]:
    """Yield bodies or targets: those of lists and of sets each by itself, the sets left out."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, list):
            left += reversed(one)
        elif isinstance(one, dict) and ("items" in one or set(types(one)) & {*SETS}):
            left.append(one.get("items"))
        elif one is not None:
            yield one


def is_text(body: Json) -> bool:
    """Return whether a body is a text that stands in the annotation itself."""
    return isinstance(body, dict) and isinstance(of(body, "value"), str)
