"""Anchored passages in the texts of a store's corpora: where each stands now, and its words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claims import Anchor, Fingerprint, PassageFinding, Quote, SourceText, find_anchor
from graph.asking import Ask
from graph.gathering import Beginning, among, rows
from graph.store import Store
from graph.terms import whole
from ontology import CORPORA

# Asked apart: what is optional is worked out for the whole store, however few items are asked for.
_ANCHOR = """?note oa:hasBody ?item ; oa:hasTarget ?passage .
  ?passage ca:paragraph ?paragraph ; oa:hasSource ?source ; oa:hasSelector ?position , ?print .
  ?position oa:start ?start ; oa:end ?end .
  ?print ca:firstWords ?first ; ca:lastWords ?last ; ca:wordCount ?count ; ca:digest ?digest"""
_QUOTE = """?note oa:hasBody ?item ; oa:hasTarget ?passage . ?passage oa:hasSelector ?quote .
  ?quote oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix"""


@dataclass(frozen=True)
class Span:
    """Characters of an attached text, `end` exclusive, and its words there."""

    start: int
    end: int
    words: str


def find_passages(store: Store, source: SourceText, item: str = "", corpus: str = "") -> Iterator[PassageFinding]:
    """Look for anchored passages in a text, by their fingerprints.

    Args:
        store: Where the anchors are; those whose numbers are none are passed over (`check_store` reports them).
        source: The text to look in, of any edition.
        item: The IRI of an item, to look for its passages only; by default all.
        corpus: The name of a corpus, to look for the passages of its source only; by default all.

    Yields:
        What became of each passage, in the order of the edition that it was anchored in.
    """
    anchors = _anchors(store.ask, among([item] if item else None))
    yield from (find_anchor(anchor, source) for own, anchor in anchors if not corpus or own == corpus)


def quotations(store: Store, item: str = "") -> dict[str, str]:
    """Return item → the words of its first passage, as the attached source has them.

    Items whose passage is not found, or stands in several places, are left out: nothing is guessed. Without an
    attached source there are none.
    """
    found = found_places(store, [item] if item else None)
    return {one: by_corpus[min(by_corpus)][0].words for one, by_corpus in found.items()}


def found_places(store: Store, items: Iterable[str] | None = None) -> dict[str, dict[str, list[Span]]]:
    """Return item → name of a corpus → where its passages stand in that corpus's attached text.

    Passages that are not found, or that stand in several places, are left out: nothing is guessed.

    Args:
        store: Where the anchors are, and the texts.
        items: The IRIs of the items; None for all.
    """
    found: dict[str, dict[str, list[Span]]] = {}
    sources = {corpus: source for corpus in store.attached() if (source := store.source(corpus))}
    for corpus, anchor in _anchors(store.ask, among(items)) if sources else ():
        source = sources.get(corpus)
        finding = find_anchor(anchor, source) if source else None
        if source and finding and len(finding.places) == 1:
            start, end = finding.places[0]
            spans = found.setdefault(anchor.item, {}).setdefault(corpus, [])
            spans.append(Span(start, end, source.text[start:end]))
    return found


def _anchors(ask: Ask, beginnings: Sequence[Beginning]) -> list[tuple[str, Anchor]]:
    """Return anchors with the names of the corpora whose sources they are in, in the order of their places."""
    quoted = rows(ask, beginnings, "?passage ?exact ?prefix ?suffix", _QUOTE)
    quotes = {(item, passage): Quote(*words) for item, passage, *words in quoted}
    found = []
    select = "?passage ?source ?paragraph ?start ?end ?count ?first ?last ?digest"
    for item, passage, source, *numbers, first, last, digest in rows(ask, beginnings, select, _ANCHOR):
        paragraph, start, end, count = map(whole, numbers)
        if paragraph is None or start is None or end is None or not count or count < 0:
            continue
        quote = quotes.get((item, passage))
        anchor = Anchor(item, paragraph, start, end, Fingerprint(first, last, count, digest), quote)
        found.append((source.removeprefix(CORPORA).partition("/")[0], anchor))
    return sorted(found, key=lambda one: (one[1].start, one[1].item))
