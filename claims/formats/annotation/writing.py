"""Arguments as annotations: those that they were read from, and a collection of the others."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from claims.formats.annotation.reading import texts_of
from claims.formats.annotation.shape import CONTEXT
from claims.formats.annotation.values import is_iri
from claims.formats.argument import Argument, Json, Node, Span
from claims.formats.jsonld_document import filled_together, places_in
from claims.model import Source
from claims.quotes import QUOTE_CONTEXT


def document_of(argument: Argument) -> Json:
    """Return the document of an argument."""
    documents = argument.data.get("annotation")
    later = _later_texts(argument)
    made = {node.id: part for node in argument.nodes.values() if (part := _part(node, later)) is not None}
    placed = set(places_in(documents))
    found = filled_together(documents, made)
    writing = _Writing(argument)
    more = [
        made.get(node.id) or writing.annotation(node)
        for node in argument.nodes.values()
        if node.type == "I" and node.id not in placed and not _is_part_of(node, argument)
    ]
    if found is None:
        return writing.collection(more)
    return [*(found if isinstance(found, list) else [found]), *(_with_context(one) for one in more)] if more else found


def _is_part_of(node: Node, argument: Argument) -> bool:
    """Return whether a statement is a further text of another's annotation."""
    told = node.data.get("annotation")
    return isinstance(told, dict) and "annotation" not in told and told.get("of") in argument.nodes


def _later_texts(argument: Argument) -> dict[str, dict[int, str]]:
    """Return the id of a statement → the further texts of its annotation, as other statements have them, by number."""
    found: dict[str, dict[int, str]] = {}
    for node in argument.nodes.values():
        told = node.data.get("annotation")
        if isinstance(told, dict) and isinstance(place := told.get("text"), int):
            found.setdefault(str(told.get("of")), {})[place] = node.text
    return found


def _part(node: Node, later: Mapping[str, dict[int, str]]) -> Json:
    """Return the annotation that a node was read from, with what the texts say now; None for none."""
    told = node.data.get("annotation")
    annotation = told.get("annotation") if isinstance(told, dict) else None
    return _said_anew(annotation, later.get(node.id, {}) | {1: node.text}) if isinstance(annotation, dict) else None


def _said_anew(annotation: dict[str, Json], now: Mapping[int, str]) -> Json:
    changed = {}
    for place, text in enumerate(texts_of(annotation), 1):
        said = now.get(place, text.value)
        if said != text.value and text.body is None:
            annotation = {**annotation, "bodyValue": said}
        elif said != text.value:
            changed[id(text.body)] = said
    return _changed(annotation, changed) if changed else annotation


def _changed(value: Json, changed: dict[int, str]) -> Json:
    if isinstance(value, list):
        return [_changed(one, changed) for one in value]
    if not isinstance(value, dict):
        return value
    if id(value) in changed:
        return {**value, "value": changed[id(value)]}
    return {key: _changed(one, changed) for key, one in value.items()}


def _with_context(annotation: Json) -> Json:
    return {"@context": CONTEXT, **annotation} if isinstance(annotation, dict) else annotation


class _Writing:
    """An argument whose statements are being written as annotations."""

    def __init__(self, argument: Argument) -> None:
        self.argument = argument
        self.sources = [item.iri for item in argument.others if isinstance(item, Source)]

    def collection(self, annotations: list[Json]) -> Json:
        """Return a collection with one page, which has the annotations."""
        argument = self.argument
        own = self._iri("")
        said: dict[str, Json] = {"@context": CONTEXT, "id": own, "type": "AnnotationCollection"}
        if argument.title or argument.name:
            said["label"] = argument.title or argument.name
        said["total"] = len(annotations)
        if annotations:
            page: dict[str, Json] = {"id": f"{own}#1", "type": "AnnotationPage", "startIndex": 0, "items": annotations}
            said["first"] = page
        return said

    def annotation(self, node: Node) -> Json:
        """Return a statement as an annotation."""
        body: dict[str, Json] = {"id": node.item.iri} if node.item else {}
        body |= {"type": "TextualBody", "value": node.text, "format": "text/plain"}
        if node.lang or self.argument.lang:
            body["language"] = node.lang or self.argument.lang
        if node.held_by:
            body["creator"] = _one_or_all([{"type": "Person", "name": name} for name in node.held_by])
        return {
            "id": node.id if is_iri(node.id) else self._iri(node.id),
            "type": "Annotation",
            "motivation": "identifying" if node.item else "commenting",
            "body": body,
            "target": _one_or_all([*self._targets(node)]),
        }

    def _targets(self, node: Node) -> Iterator[Json]:
        """Yield what a statement is about: its passages, or else what it cites, or else the argument itself."""
        for span in node.spans:
            yield {"type": "SpecificResource", "source": self._source(span.source), "selector": self._selectors(span)}
        if not node.spans:
            yield from [one for one in node.citation if is_iri(one)] or [self._source("")]

    def _source(self, name: str) -> str:
        """Return the IRI of the text of a name: its name, or the argument's only source, or one that is made of it."""
        if is_iri(name):
            return name
        return self.sources[0] if len(self.sources) == 1 else self._iri(f"text {name}")

    def _selectors(self, span: Span) -> list[Json]:
        position: Json = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
        text = self.argument.texts.get(span.source, "") if span.source else self.argument.text
        if not 0 <= span.start < span.end <= len(text):
            return [position]
        around = {
            "prefix": text[max(span.start - QUOTE_CONTEXT, 0) : span.start],
            "suffix": text[span.end : span.end + QUOTE_CONTEXT],
        }
        exact: dict[str, Json] = {"type": "TextQuoteSelector", "exact": text[span.start : span.end]}
        return [position, exact | {key: words for key, words in around.items() if words}]

    def _iri(self, name: str) -> str:
        """Return an IRI for something of the argument that has none: always the same for the same."""
        return uuid5(NAMESPACE_URL, quote(f"{self.argument.name}#{name}")).urn


def _one_or_all(values: list[Json]) -> Json:
    return values[0] if len(values) == 1 else values
