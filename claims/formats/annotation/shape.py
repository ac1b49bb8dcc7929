"""The shape of annotations, as the W3C's Web Annotation Data Model has it (https://www.w3.org/TR/annotation-model/).

Nearly every value may also be a list, and every object may instead be the IRI of one.
"""

from typing import TypedDict

from claims.formats.argument import Json

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""The context that annotations name. It is never fetched: they are read by the keys that the model has."""


class BodyShape(TypedDict, total=False):
    """A text, a resource elsewhere, or several of them (`items`)."""

    id: str
    type: str
    value: str
    format: str
    language: str
    purpose: str
    creator: Json
    items: list[Json]


class SelectorShape(TypedDict, total=False):
    """Which part of a source is meant: by position, by its words, or otherwise."""

    type: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    value: str


class TargetShape(TypedDict, total=False):
    """What is annotated: a resource, or a part of one."""

    id: str
    type: str
    source: str
    selector: list[SelectorShape]


AnnotationShape = TypedDict(
    "AnnotationShape",
    {
        "@context": str,
        "id": str,
        "type": str,
        "motivation": str,
        "creator": Json,
        "created": str,
        "body": BodyShape,
        "bodyValue": str,
        "target": TargetShape,
    },
    total=False,
)
"""An annotation."""
