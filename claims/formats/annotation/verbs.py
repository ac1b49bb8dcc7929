"""Web annotations in JSON-LD (W3C Web Annotation Data Model, https://www.w3.org/TR/annotation-model/).

One annotation, a list of them, a page or a collection. Each text in a body of an annotation is a statement: held by its
creator, or the annotation's, and cited from the sources of its targets. Tags are no statements, and neither are bodies
that stand elsewhere: such annotations stand in the argument's data only. Of a choice the first text is taken.

An annotation stands in the data of its statement, selectors and all, and what is around it in the argument's data, so
that it is written again as it was. Other statements are written as this project's server writes them: the statement is
the body, with its IRI where it has one, and the target is the passage of its source. No context is fetched.
`shape.py` has the shape, `rules.py` what the model demands.
"""

import json
from pathlib import Path

from claims.formats.annotation.reading import take_annotations
from claims.formats.annotation.shape import CONTEXT
from claims.formats.annotation.writing import document_of
from claims.formats.argument import Argument
from claims.formats.untrusted import parse_json


def recognises(path: Path, head: str) -> bool:
    """Return whether a file that begins so has annotations."""
    if path.suffix.lower() not in (".jsonld", ".json"):
        return False
    return CONTEXT in head or ('"target"' in head and '"Annotation"' in head)


def parse(text: str, name: str) -> Argument:
    """Return the statements of annotations.

    Raises:
        FormatError: When the text is no JSON, or no annotation, page or collection is in it.

    Example:
        >>> note = '{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:x:1", "type": "Annotation", '
        >>> note += '"bodyValue": "Bread is dear.", "target": "https://example.org/bread"}'
        >>> node = parse(note, "bread").nodes["urn:x:1"]
        >>> node.text, node.citation
        ('Bread is dear.', ('https://example.org/bread',))
    """
    argument = Argument(name, "annotation")
    document = parse_json(text.removeprefix("\ufeff"), name)
    argument.data["annotation"] = [take_annotations(document, argument)]
    return argument


def generate(argument: Argument) -> str:
    """Return the statements of an argument as annotations: those read as they were, others in a collection.

    Targets have a position and the words there where statements have spans in the argument's texts.
    """
    return json.dumps(document_of(argument), ensure_ascii=False, indent=2) + "\n"
