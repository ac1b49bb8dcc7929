"""The text of a source and its place in the graph: passages become anchors, and anchors become triples."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rdflib import RDF, XSD, Literal, URIRef

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
            occurrence: Which one, from 1, where the words stand in several places.

        Raises:
            ValueError: When the passage is not in the text, or it is not clear which is meant; tells what there is.
        """
        place = self._quoted(given, occurrence) if how == "quote" else self._spanned(given)
        anchor = anchor_at(self.text, item, place)
        return replace(anchor, section=place.section, quote=quote_at(self.text, place) if self.quotable else None)

    def _quoted(self, words: str, occurrence: object) -> Place:
        found = find_quote(self.text, words)
        if not found.places:
            shown = "".join(f"\n  {self._shown(place)}" for place in found.nearest)
            nearest = f" What is nearest:{shown}" if shown else ""
            raise ValueError(f"“{words[:200]}” is not in the text.{nearest}")
        if len(found.places) == 1 and occurrence is None:
            return found.places[0]
        number = int(str(occurrence)) if re.fullmatch(r"[0-9]{1,6}", str(occurrence)) else 0
        if 1 <= number <= len(found.places):
            return found.places[number - 1]
        shown = "".join(f"\n  {n}. {self._shown(place)}" for n, place in enumerate(found.places[:_SHOWN], 1))
        times = f"stands in {len(found.places)} places" if len(found.places) > 1 else "stands in one place only"
        raise ValueError(f"“{words[:200]}” {times}; quote more words, or choose one by occurrence (from 1):{shown}")

    def _spanned(self, span: str) -> Place:
        numbers = re.fullmatch(r"([0-9]{1,12})\s*[-–]\s*([0-9]{1,12})", span)
        length = len(self.text.text)
        if not numbers:
            raise ValueError(f"“{span[:40]}” is no passage; write its characters as START-END, such as 120-180.")
        start, end = int(numbers[1]), int(numbers[2])
        if not start < end <= length:
            raise ValueError(f"The passage {start}-{end} is not within the text, which has the characters 0-{length}.")
        numbered = (p for p in self.text.paragraphs if p.end > start)
        paragraph = next(numbered, self.text.paragraphs[-1])
        return Place(start, end, paragraph.number, paragraph.section)

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
        note, passage, place, print_, quote = (
            URIRef(f"{stem}-{part}") for part in ("anchor", "passage", "position", "fingerprint", "quote")
        )
        yield from ((note, RDF.type, OA.Annotation), (note, OA.motivatedBy, OA.identifying))
        yield from ((note, OA.hasBody, URIRef(anchor.item)), (note, OA.hasTarget, passage))
        yield from ((passage, RDF.type, OA.SpecificResource), (passage, OA.hasSource, URIRef(self.source)))
        if anchor.section in self.sections:
            yield passage, CA.section, URIRef(self.sections[anchor.section])
        yield passage, CA.paragraph, Literal(anchor.paragraph)
        yield from ((passage, OA.hasSelector, place), (place, RDF.type, OA.TextPositionSelector))
        yield from ((place, OA.start, Literal(anchor.start)), (place, OA.end, Literal(anchor.end)))
        yield from ((passage, OA.hasSelector, print_), (print_, RDF.type, CA.FingerprintSelector))
        words = anchor.fingerprint
        yield from (
            (print_, CA.firstWords, Literal(words.first_words)),
            (print_, CA.lastWords, Literal(words.last_words)),
        )
        yield from ((print_, CA.wordCount, Literal(words.word_count)), (print_, CA.digest, Literal(words.digest)))
        if anchor.quote:
            yield from ((passage, OA.hasSelector, quote), (quote, RDF.type, OA.TextQuoteSelector))
            for path, text in (
                (OA.exact, anchor.quote.exact),
                (OA.prefix, anchor.quote.prefix),
                (OA.suffix, anchor.quote.suffix),
            ):
                yield quote, path, Literal(text, datatype=XSD.string)


_SHOWN = 10
"""How many places are shown where there are several."""
_LONG = 160
"""How many characters of a passage are shown."""
