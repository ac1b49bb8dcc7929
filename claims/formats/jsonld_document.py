"""JSON documents with places: what was taken out of a document, each part by the id of its node, and put back again.

So a document is given back with all that it says around the parts that became nodes, in its own order.
"""

from collections.abc import Callable, Iterator, Mapping

from claims.formats.argument import Json

PLACE = "claimatlas:node"
"""The one key of an object that stands where a node's part of the document was."""


def parts_in(document: Json, wanted: Callable[[dict[str, Json]], bool]) -> list[dict[str, Json]]:
    """Return the objects of a document that are wanted, in order; none that is within another.

    Args:
        document: The document.
        wanted: Says of an object whether it is wanted.
    """
    found: list[dict[str, Json]] = []
    left = [document]
    while left:
        value = left.pop()
        if isinstance(value, dict) and wanted(value):
            found.append(value)
        elif isinstance(value, dict | list):
            left += reversed([*value.values()] if isinstance(value, dict) else value)
    return found


def objects_in(document: Json) -> Iterator[dict[str, Json]]:
    """Yield all objects of a document, outer ones before inner ones."""
    left = [document]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            yield value
            left += reversed([*value.values()])
        elif isinstance(value, list):
            left += reversed(value)


def with_places(document: Json, ids: Mapping[int, str]) -> Json:
    """Return a document with places for some of its objects.

    Args:
        document: The document.
        ids: The identity of an object → the id of its node.
    """
    if isinstance(document, dict):
        if id(document) in ids:
            return {PLACE: ids[id(document)]}
        return {key: with_places(value, ids) for key, value in document.items()}
    return [with_places(value, ids) for value in document] if isinstance(document, list) else document


def filled(document: Json, made: Mapping[str, Json]) -> Json:
    """Return a document with what belongs to its places; None for the whole where that is a place without anything.

    Args:
        document: The document.
        made: The id of a node → what to put at its place; lists leave out places without anything.
    """
    if isinstance(document, dict):
        if [*document] == [PLACE]:
            return made.get(str(document[PLACE]))
        return {key: filled(value, made) for key, value in document.items()}
    if isinstance(document, list):
        parts = [(value, filled(value, made)) for value in document]
        return [part for value, part in parts if part is not None or value is None]
    return document


def filled_together(documents: Json, made: Mapping[str, Json]) -> Json:
    """Return documents with what belongs to their places, as one: a list where there are several; None for none.

    Args:
        documents: The list of documents.
        made: The id of a node → what to put at its place.
    """
    found = (
        [one for part in documents if (one := filled(part, made)) is not None] if isinstance(documents, list) else []
    )
    if len(found) < 2:
        return found[0] if found else None
    return [part for one in found for part in (one if isinstance(one, list) else [one])]


def places_in(document: Json) -> list[str]:
    """Return the ids of the nodes that a document has places for, in order."""
    return [str(one[PLACE]) for one in objects_in(document) if [*one] == [PLACE]]
