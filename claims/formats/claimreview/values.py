"""The values of schema.org JSON-LD: under which keys they stand, and what they say in words."""

from collections.abc import Iterator

from claims.formats.argument import Json

_BEFORE = ("", "schema:", "http://schema.org/", "https://schema.org/", "sdo:")
_VOCABULARIES = ("http://schema.org", "https://schema.org", "http://www.schema.org", "https://www.schema.org")


def said(thing: Json, key: str) -> list[Json]:
    """Return the values that an object has under a key of schema.org, whatever stands before it; none for null."""
    if not isinstance(thing, dict):
        return []
    found = next((thing[before + key] for before in _BEFORE if before + key in thing), None)
    values = found if isinstance(found, list) else [found]
    return [value for value in values if value is not None]


def words(value: Json) -> str:
    """Return what a value says in words; "" for nothing, or for an object without words of its own."""
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, str | int | float) else ""


def first_words(thing: Json, *keys: str) -> str:
    """Return the first words that an object says under one of the keys, in their order; "" for none."""
    told = (words(value) for key in keys for value in said(thing, key))
    return next((one for one in told if one.strip()), "")


def names(thing: Json, key: str) -> tuple[str, ...]:
    """Return the names of those whom an object names under a key, each once."""
    told = (words(value) or first_words(value, "name", "alternateName") for value in said(thing, key))
    return tuple(dict.fromkeys(one for one in told if one.strip()))


def addresses(thing: Json, key: str) -> Iterator[str]:
    """Yield the addresses of what an object names under a key."""
    for value in said(thing, key):
        own = value.get("@id") if isinstance(value, dict) else None
        address = words(value) or first_words(value, "url") or (own if isinstance(own, str) else "")
        if address.strip():
            yield address


def types(thing: Json) -> set[str]:
    """Return the types of an object, without what stands before their names."""
    given = thing.get("@type", thing.get("type")) if isinstance(thing, dict) else None
    listed = given if isinstance(given, list) else [given]
    return {one.replace("#", "/").rpartition("/")[2].rpartition(":")[2] for one in listed if isinstance(one, str)}


def is_schema_org(context: Json) -> bool:
    """Return whether a context is schema.org's, among others or by itself."""
    listed = context if isinstance(context, list) else [context]
    return any(_names_it(value) for one in listed for value in ([*one.values()] if isinstance(one, dict) else [one]))


def _names_it(value: Json) -> bool:
    return isinstance(value, str) and value.rstrip("/#").removesuffix("/docs/jsonldcontext.json") in _VOCABULARIES
