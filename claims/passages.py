"""The text of a source and its place in the graph: passages become anchors, and anchors become triples."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rdflib import Literal, URIRef

from claims.anchors import Anchor, anchor_at
from claims.encoding import Triple
from claims.literals import escaped
from claims.quotes import Place, find_quote, in_context, quote_at
from claims.source import SourceText
from ontology import PREFIXES


@dataclass(frozen=True)
class Passages:
    """A source whose text is at hand, and the items that stand for it and its sections.

    Attributes:
        source: The IRI of the source.
        text: Its text.
        sections: Number → IRI of its sections.
        quotable: Whether anchors may hold its words.
    """

    source: str
    text: SourceText
    sections: Mapping[int, str]
    quotable: bool

    def anchor(self, item: str, how: str, given: str, occurrence: object = None) -> Anchor:
        """Return the anchor of an item at a passage.

        Args:
            item: The item's IRI.
            how: "quote" for words of the passage, "passage" for its characters as START-END.
            given: The words, or the characters.
            occurrence: Which one, from 1, where the words stand in several places; a number, or its text.

        Raises:
            ValueError: When the passage is not in the text, or it is not clear which is meant; tells what there is.
        """
        place = self._quoted(given, occurrence) if how == "quote" else self._spanned(given)
        try:
            anchor = anchor_at(self.text, item, place)
        except ValueError:
            raise ValueError(f"“{given[:_LONG]}” holds no whole word; take in the words around it.") from None
        return replace(anchor, quote=quote_at(self.text, place) if self.quotable else None)

    def _quoted(self, words: str, occurrence: object) -> Place:
        if not SourceText(words).words:
            raise ValueError(f"“{words[:_LONG]}” has no words; quote some of the passage.")
        found = find_quote(self.text, words)
        if not found.places:
            shown = "".join(f"\n  {self._shown(place)}" for place in found.nearest)
            nearest = f" What is nearest:{shown}" if shown else ""
            raise ValueError(f"“{words[:_LONG]}” is not in the text.{nearest}")
        if len(found.places) == 1 and occurrence is None:
            return found.places[0]
        number = int(str(occurrence)) if re.fullmatch(r"[0-9]{1,6}", str(occurrence)) else 0
        if 1 <= number <= len(found.places):
            return found.places[number - 1]
        raise ValueError(self._which(words, found.places))

    def _which(self, words: str, places: Sequence[Place]) -> str:
        """Say that it is not clear which place is meant."""
        shown = "".join(f"\n  {n}. {self._shown(place)}" for n, place in enumerate(places[:_SHOWN], 1))
        more = f"\n  … and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        if len(places) == 1:
            return f"“{words[:_LONG]}” stands in one place only; leave occurrence out, or make it 1:{shown}"
        return (
            f"“{words[:_LONG]}” stands in {len(places)} places; quote more words, or say which by occurrence, "
            f"from 1 to {len(places)}:{shown}{more}"
        )

    def _spanned(self, span: str) -> Place:
        numbers = _SPAN.fullmatch(span.strip())
        length = len(self.text.text)
        if not numbers:
            raise ValueError(f"“{span[:40]}” is no passage; write its characters as START-END, such as 120-180.")
        start, end = int(numbers[1]), int(numbers[2])
        if not start < end <= length:
            raise ValueError(f"The passage {start}-{end} is not within the text, which has the characters 0-{length}.")
        paragraphs = self.text.paragraphs
        paragraph = next((one for one in paragraphs if one.end > start), paragraphs[-1] if paragraphs else None)
        return Place(start, end, paragraph.number, paragraph.section) if paragraph else Place(start, end, 1, 1)

    def _shown(self, place: Place) -> str:
        before, words, after = in_context(self.text, place)
        words = words if len(words) <= _LONG else f"{words[:_LONG]} …"
        return f"paragraph {place.paragraph}: … {before}[{words}]{after} …"

    def triples(self, anchor: Anchor, number: int = 1) -> Iterator[Triple]:
        """Yield the triples of an anchor as a W3C Web Annotation, all its nodes named after the item.

        Args:
            anchor: The anchor of an item of the source.
            number: Which of the item's anchors it is, from 1.
        """
        for subject, path, value, is_iri in self._said(anchor, number):
            yield URIRef(subject), URIRef(path), URIRef(str(value)) if is_iri else Literal(value)

    def ntriples(self, anchor: Anchor, number: int = 1) -> str:
        """Return the same triples as `triples`, as N-Triples, one a line."""
        said = self._said(anchor, number)
        terms = ((s, p, f"<{value}>" if is_iri else _literal(value)) for s, p, value, is_iri in said)
        return "".join(f"<{s}> <{p}> {term} .\n" for s, p, term in terms)

    def _said(self, anchor: Anchor, number: int) -> Iterator[tuple[str, str, str | int, bool]]:
        """Yield subject, property and value of each triple of an anchor, and whether the value is an IRI."""
        stem = anchor.item if number == 1 else f"{anchor.item}-{number}"
        note, passage = node_of(anchor.item, number), f"{stem}-passage"
        yield from ((note, _TYPE, f"{_OA}Annotation", True), (note, f"{_OA}motivatedBy", f"{_OA}identifying", True))
        yield from ((note, f"{_OA}hasBody", anchor.item, True), (note, f"{_OA}hasTarget", passage, True))
        yield from ((passage, _TYPE, f"{_OA}SpecificResource", True), (passage, f"{_OA}hasSource", self.source, True))
        if anchor.section in self.sections:
            yield passage, f"{_CA}section", self.sections[anchor.section], True
        yield passage, f"{_CA}paragraph", anchor.paragraph, False
        for part, kind, said in _selectors(anchor):
            selector = f"{stem}-{part}"
            yield from ((passage, f"{_OA}hasSelector", selector, True), (selector, _TYPE, kind, True))
            yield from ((selector, path, value, False) for path, value in said.items())


def node_of(item: str, number: int = 1) -> str:
    """Return the IRI of one of an item's annotations, counted from 1."""
    return f"{item}-anchor" if number == 1 else f"{item}-{number}-anchor"


def _selectors(anchor: Anchor) -> Iterator[tuple[str, str, Mapping[str, str | int]]]:
    """Yield the ways to find a passage: name, class, and what is said of each."""
    words, quote = anchor.fingerprint, anchor.quote
    yield "position", f"{_OA}TextPositionSelector", {f"{_OA}start": anchor.start, f"{_OA}end": anchor.end}
    edges = {f"{_CA}firstWords": words.first_words, f"{_CA}lastWords": words.last_words}
    whole: dict[str, str | int] = {f"{_CA}wordCount": words.word_count, f"{_CA}digest": words.digest}
    yield "fingerprint", f"{_CA}FingerprintSelector", {**whole, **edges}
    if quote:
        around = {f"{_OA}prefix": quote.prefix, f"{_OA}suffix": quote.suffix}
        yield "quote", f"{_OA}TextQuoteSelector", {f"{_OA}exact": quote.exact, **around}


def _literal(value: str | int) -> str:
    return f'"{escaped(value)}"' if isinstance(value, str) else f'"{value}"^^<{PREFIXES["xsd"]}integer>'


_CA, _OA = PREFIXES["ca"], PREFIXES["oa"]
_TYPE = PREFIXES["rdf"] + "type"
_SPAN = re.compile(r"([0-9]{1,12})\s*[-–]\s*([0-9]{1,12})")
_SHOWN = 10
"""How many places are shown where there are several."""
_LONG = 160
"""How many characters of a passage are shown."""
