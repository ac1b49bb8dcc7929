"""Annotations of a document as statements."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from claims.formats.annotation.rules import context_faults, faults
from claims.formats.annotation.values import SETS, is_iri, is_text, listed, local, members, of, types
from claims.formats.argument import Argument, Json, Node
from claims.formats.fitting import fitting_language
from claims.formats.jsonld_document import parts_in, with_places
from claims.formats.untrusted import failure
from claims.identifiers import slug

_HOLDERS = {"AnnotationPage", "AnnotationCollection"}
_TOLD = 5
_WITHOUT = "have no text of their own but a tag, a body elsewhere, or none; they stand in the data only"
_CHOICES = "have texts to choose from; the first is the statement, the others stand in the data"


@dataclass(frozen=True)
class Text:
    """A text of an annotation's bodies, with the object that has it; None for a bodyValue."""

    value: str
    body: dict[str, Json] | None


def take_annotations(document: Json, argument: Argument) -> Json:
    """Add the statements of a document's annotations to an argument; what a person has to know is noted.

    Args:
        document: The document.
        argument: The argument.

    Returns:
        The document, with places for the annotations that became statements.

    Raises:
        FormatError: When it has no annotation, and is no page or collection of them.
    """
    found = parts_in(document, is_annotation)
    holders = parts_in(document, lambda one: bool({*types(one)} & _HOLDERS)) if not found else []
    if not found and not holders:
        raise failure(argument.name, "", "There is no annotation in it: no object of type Annotation with a target.")
    for message in context_faults(document[0] if isinstance(document, list) and document else document):
        argument.note("warning", "", message)
    for holder in holders:
        elsewhere = next((one for key in ("first", "next") if is_iri(one := of(holder, key))), "")
        where = f"; the first are at {elsewhere}, which is not fetched" if elsewhere else ""
        argument.note("kept", "", f"It holds no annotations itself{where}. What it says stands in the data.")
    reading = _Reading(argument)
    for number, one in enumerate(found, 1):
        reading.take(one, number)
    reading.tell()
    return with_places(document, reading.ids)


def is_annotation(thing: dict[str, Json]) -> bool:
    """Return whether an object is an annotation, or would be one but for a missing or wrong type."""
    known = types(thing)
    if "Annotation" in known:
        return True
    return "target" in thing and ("body" in thing or "bodyValue" in thing) and not {*known} & _HOLDERS


def texts_of(annotation: dict[str, Json]) -> list[Text]:
    """Return the texts of an annotation that are statements: of its bodies, without tags; of a choice the first."""
    found: list[Text] = []
    value = of(annotation, "bodyValue")
    if isinstance(value, str) and value.strip():
        found.append(Text(value, None))
    motives = {local(one) for one in listed(of(annotation, "motivation")) if isinstance(one, str)}
    left = listed(of(annotation, "body"))[::-1]
    while left:
        body = left.pop()
        kinds = types(body)
        items = listed(of(body, "items"))
        if "Choice" in kinds:
            left += [one for one in items if is_text(one) or {*types(one)} & {*SETS}][:1]
        elif items:
            left += items[::-1]
        elif isinstance(body, dict) and is_text(body) and str(of(body, "value")).strip():
            purposes = {local(one) for one in listed(of(body, "purpose")) if isinstance(one, str)}
            found += [] if "tagging" in (purposes or motives) else [Text(str(of(body, "value")), body)]
    return found


class _Reading:
    """Annotations that are being taken."""

    def __init__(self, argument: Argument) -> None:
        self.argument, self.stem = argument, slug(argument.name)
        self.ids: dict[int, str] = {}
        self.again: Counter[str] = Counter()
        self.without: list[str] = []
        self.choices: list[str] = []

    def take(self, annotation: dict[str, Json], number: int) -> None:
        """Take an annotation."""
        given = next((one for one in listed(of(annotation, "id")) if isinstance(one, str) and one.strip()), "")
        where = given or f"annotation {number}"
        for message in dict.fromkeys(faults(annotation)):
            self.argument.note("warning", where, message)
        texts = texts_of(annotation)
        if not texts:
            self.without.append(where)
            return
        if any("Choice" in types(one) for one in listed(of(annotation, "body"))):
            self.choices.append(where)
        first = self._add(given or f"{self.stem}-annotation-{number}", texts[0], annotation)
        first.data["annotation"] = {"annotation": annotation}
        self.ids[id(annotation)] = first.id
        for place, text in enumerate(texts[1:], 2):
            self._add(f"{first.id}-text-{place}", text, annotation).data["annotation"] = {"of": first.id, "text": place}

    def _add(self, name: str, text: Text, annotation: dict[str, Json]) -> Node:
        own = name
        while own in self.argument.nodes:
            self.again[name] += 1
            own = f"{name}-{self.again[name] + 1}"
        if own != name:
            self.argument.note("warning", name, f"Another has this id, too; this one is {own} here.")
        node = self.argument.add(Node(own, "I", text.value))
        node.held_by = (text.body and _names(text.body)) or _names(annotation)
        node.lang = _language(text.body)
        node.citation = tuple(dict.fromkeys(_sources(annotation)))
        return node

    def tell(self) -> None:
        """Note which annotations are no statements."""
        for places, what in ((self.without, _WITHOUT), (self.choices, _CHOICES)):
            if places:
                shown = ", ".join(places[:_TOLD]) + (" and others" if len(places) > _TOLD else "")
                self.argument.note("kept", shown, f"Of the annotations {len(places):,} {what}.")


def _names(thing: dict[str, Json]) -> tuple[str, ...]:
    """Return the names of the creators of a thing; a creator who is an IRI only has none."""
    found: list[str] = []
    for creator in listed(of(thing, "creator")):
        named = [of(creator, "name"), of(creator, "nickname")] if isinstance(creator, dict) else [creator]
        given = [one for several in named for one in listed(several) if isinstance(one, str) and not is_iri(one)]
        found += [one for one in given if one.strip()][:1]
    return tuple(dict.fromkeys(found))


def _language(body: dict[str, Json] | None) -> str:
    """Return the language of a text, where it is told as the tag of one."""
    given = [one for one in listed(of(body, "language")) if isinstance(one, str)]
    return given[0] if len(given) == 1 and fitting_language(given[0]) else ""


def _sources(annotation: dict[str, Json]) -> Iterator[str]:
    """Yield the addresses of what an annotation is about."""
    for target in members(of(annotation, "target")):
        source = of(target, "source") or of(target, "id") if isinstance(target, dict) else target
        for one in listed(source):
            address = of(one, "id") if isinstance(one, dict) else one
            if isinstance(address, str) and address.strip():
                yield address
