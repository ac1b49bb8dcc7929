"""The sources of a store to be read: text by section and paragraph, and where each item stands in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from claims import SourceText
from graph.passages import find_passages, found_places
from graph.sources import StoreCorpus, corpora_of, corpus_of
from graph.store import Store


@dataclass(frozen=True)
class ReadingParagraph:
    """A paragraph: its number, counted from 1 through the whole text, its characters (end exclusive), its text."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class ReadingSection:
    """A section: its number, its heading as it stands in the text ("" for none) from `start` on, its paragraphs."""

    number: int
    heading: str
    start: int
    paragraphs: tuple[ReadingParagraph, ...]


@dataclass(frozen=True)
class Reading:
    """A source to be read.

    Attributes:
        corpus: The name of its corpus.
        title: The source's title.
        is_attached: Whether its text is at hand; if not, there is nothing below.
        sections: The text, as the sections of the attached edition.
        places: IRI of an item → the characters (start, end) of each of its passages, in the order of the text.
        missing: How many items have no passage in this edition, or only passages that could be in several places.
    """

    corpus: str
    title: str
    is_attached: bool = False
    sections: tuple[ReadingSection, ...] = ()
    places: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    missing: int = 0


def readings(store: Store) -> list[Reading]:
    """Return the sources of a store, by the names of their corpora; those without an attached text by title only.

    A passage that is not found in the attached text, or could be in several places, is at none: nothing is guessed.
    """
    return [_reading(store, corpus) for corpus in corpora_of(store).values()]


def reading_of(store: Store, name: str, items: Iterable[str], section: int | None = None) -> Reading:
    """Return one source with the passages of some items only; where it is too long, one section of it.

    Args:
        store: The store.
        name: The name of the corpus.
        items: The IRIs of the items.
        section: The number of the section; None for all.

    Raises:
        UnknownCorpusInStoreError: When there is no such corpus.
    """
    corpus = corpus_of(store, name)
    source = store.source(name)
    if source is None:
        return Reading(name, corpus.title)
    found = {item: spans[name] for item, spans in found_places(store, items).items() if name in spans}
    places = {item: tuple(sorted((span.start, span.end) for span in spans)) for item, spans in found.items()}
    sections = tuple(one for one in _sections(source) if section in (None, one.number))
    return Reading(name, corpus.title, True, sections, places)


def _reading(store: Store, corpus: StoreCorpus) -> Reading:
    source = store.source(corpus.name)
    if source is None:
        return Reading(corpus.name, corpus.title)
    found: dict[str, set[tuple[int, int]]] = {}
    for finding in find_passages(store, source, corpus=corpus.name):
        places = found.setdefault(finding.anchor.item, set())
        if len(finding.places) == 1:
            places.add(finding.places[0])
    placed = {item: tuple(sorted(places)) for item, places in found.items() if places}
    missing = len(found) - len(placed)
    return Reading(corpus.name, corpus.title, True, tuple(_sections(source)), placed, missing)


def _sections(source: SourceText) -> Iterator[ReadingSection]:
    paragraphs: dict[int, list[ReadingParagraph]] = {section.number: [] for section in source.sections}
    for one in source.paragraphs:
        text = source.text[one.start : one.end]
        paragraphs[one.section].append(ReadingParagraph(one.number, one.start, one.end, text))
    position = 0
    for section in source.sections:
        # Between the end of a section and the next heading there is nothing but white space: the first hit is it.
        start = source.text.index(section.title, position)
        own = tuple(paragraphs[section.number])
        yield ReadingSection(section.number, section.title, start, own)
        position = own[-1].end if own else start + len(section.title)
