"""The text of a source and its place in the graph: passages become anchors, and anchors become triples."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rdflib import RDF, Literal, URIRef

from claims.anchors import Anchor, anchor_at
from claims.encoding import Triple
from claims.quotes import Place, find_quote, in_context, quote_at
from claims.source import SourceText
from ontology import CA, OA


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
        stem = anchor.item if number == 1 else f"{anchor.item}-{number}"
        note, passage = URIRef(f"{stem}-anchor"), URIRef(f"{stem}-passage")
        yield from ((note, RDF.type, OA.Annotation), (note, OA.motivatedBy, OA.identifying))
        yield from ((note, OA.hasBody, URIRef(anchor.item)), (note, OA.hasTarget, passage))
        yield from ((passage, RDF.type, OA.SpecificResource), (passage, OA.hasSource, URIRef(self.source)))
        if anchor.section in self.sections:
            yield passage, CA.section, URIRef(self.sections[anchor.section])
        yield passage, CA.paragraph, Literal(anchor.paragraph)
        for part, kind, said in _selectors(anchor):
            selector = URIRef(f"{stem}-{part}")
            yield from ((passage, OA.hasSelector, selector), (selector, RDF.type, kind))
            yield from ((selector, path, Literal(value)) for path, value in said.items())


def _selectors(anchor: Anchor) -> Iterator[tuple[str, URIRef, Mapping[URIRef, str | int]]]:
    """Yield the ways to find a passage: name, class, and what is said of each."""
    words, quote = anchor.fingerprint, anchor.quote
    yield "position", OA.TextPositionSelector, {OA.start: anchor.start, OA.end: anchor.end}
    edges = {CA.firstWords: words.first_words, CA.lastWords: words.last_words}
    yield "fingerprint", CA.FingerprintSelector, {**edges, CA.wordCount: words.word_count, CA.digest: words.digest}
    if quote:
        around = {OA.prefix: quote.prefix, OA.suffix: quote.suffix}
        yield "quote", OA.TextQuoteSelector, {OA.exact: quote.exact, **around}


_SPAN = re.compile(r"([0-9]{1,12})\s*[-–]\s*([0-9]{1,12})")
_SHOWN = 10
"""How many places are shown where there are several."""
_LONG = 160
"""How many characters of a passage are shown."""
