"""The anchors of items as annotations: what each says, whose passage it names, and who made it when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claims import Anchor, Fingerprint, Place, Quote, find_anchor, quote_at
from graph.asking import Ask
from graph.contributions import Contribution
from graph.gathering import Said, among, first, said_of
from graph.history import contribution_of
from graph.store import Store
from graph.terms import Term, local_name, whole
from ontology import CORPORA, HISTORY, PREFIXES

_PASSAGE = {"source": "oa:hasSource"}
_PASSAGE_MORE = {"paragraph": "ca:paragraph", "section": "ca:section", "selector": "oa:hasSelector"}
_SELECTOR_MORE = {
    "start": "oa:start", "end": "oa:end", "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix",
    "first": "ca:firstWords", "last": "ca:lastWords", "count": "ca:wordCount", "digest": "ca:digest",
}  # fmt: skip


@dataclass(frozen=True)
class Annotation:
    """One anchor of an item, as an annotation of a source.

    Attributes:
        iri: Its IRI.
        item: The IRI of the item that it anchors.
        motivation: The name of its motivation, such as "identifying".
        source: The IRI of the source; "" where it names none.
        passage: The IRI of the passage.
        paragraph: The number of the paragraph; 0 where none is told.
        section: The IRI of the section; "" where none is told.
        span: Its characters, from the first to after the last, in the edition that it was made in; None for none.
        fingerprint: Hashes that tell the passage again; None for none.
        quote: The words of the passage, where the store holds them.
    """

    iri: str
    item: str
    motivation: str
    source: str = ""
    passage: str = ""
    paragraph: int = 0
    section: str = ""
    span: tuple[int, int] | None = None
    fingerprint: Fingerprint | None = None
    quote: Quote | None = None


def annotation_count(store: Store) -> int:
    """Return how many annotations the store holds."""
    answer = store.ask("SELECT (COUNT(?note) AS ?n) { ?note a oa:Annotation }")
    return next((whole(row["n"]) or 0 for row in answer), 0)


def annotation_iris(store: Store, start: int = 0, most: int | None = None) -> list[str]:
    """Return the IRIs of the store's annotations, in the order that its engine keeps while nothing is changed.

    Args:
        store: The store.
        start: How many to pass over.
        most: How many to return; None for all others.
    """
    limit = "" if most is None else f"LIMIT {most}"
    answer = store.ask(f"SELECT ?note {{ ?note a oa:Annotation }} {limit} OFFSET {start}")
    return [row["note"] for row in answer]


def annotation_iris_of(store: Store, item: str) -> list[str]:
    """Return the IRIs of an item's annotations, in order."""
    return [row["note"] for row in store.ask(f"SELECT ?note {{ ?note oa:hasBody <{item}> }} ORDER BY ?note")]


def annotations(store: Store, iris: Iterable[str]) -> list[Annotation]:
    """Return annotations, in the order of their IRIs; those that the store has not got are left out.

    Args:
        store: The store.
        iris: Their IRIs.
    """
    wanted = list(iris)
    notes = said_of(store.ask, among(wanted), {"body": "oa:hasBody"}, _NOTE_MORE)
    passages = said_of(store.ask, among(_named(notes, "passage")), _PASSAGE, _PASSAGE_MORE)
    selectors = said_of(store.ask, among(_named(passages, "selector")), {"type": "rdf:type"}, _SELECTOR_MORE)
    return [_annotation(iri, of, passages, selectors) for iri, of in sorted(notes.items())]


_NOTE_MORE = {"motivation": "oa:motivatedBy", "passage": "oa:hasTarget"}


def makers(store: Store, found: Sequence[Annotation]) -> dict[str, Contribution]:
    """Return annotation → the contribution that made it; those that the store was made with are left out.

    Args:
        store: The store.
        found: The annotations.
    """
    made = _making(store.ask, found)
    known = {iri: contribution_of(store, iri) for iri in set(made.values())}
    return {note: known[iri] for note, iri in made.items()}


def _making(ask: Ask, found: Sequence[Annotation]) -> dict[str, str]:
    """Return annotation → the last contribution that added its class."""
    last: dict[str, tuple[int, str]] = {}
    for start in range(0, len(found), 100):
        some = found[start : start + 100]
        values = " ".join(f'({n} <{one.item}> "<{one.iri}> <{_TYPE}>")' for n, one in enumerate(some))
        answer = ask(f"""SELECT ?number ?c ?place {{ VALUES (?number ?item ?mark) {{ {values} }}
          GRAPH <{HISTORY}> {{ ?change ca:changes ?item ; ca:added ?text ; prov:wasGeneratedBy ?c .
          ?c schema:position ?place }} FILTER(CONTAINS(?text, ?mark)) }}""")
        for row in answer:
            note = some[int(row["number"])].iri
            last[note] = max(last.get(note, (0, "")), (whole(row["place"]) or 0, row["c"]))
    return {note: contribution for note, (_, contribution) in last.items()}


_TYPE = PREFIXES["rdf"] + "type"


def _named(said: Said, name: str) -> set[str]:
    return {first([term]) for of in said.values() for term in of.get(name, ())}


def _annotation(iri: str, of: Mapping[str, list[Term]], passages: Said, selectors: Said) -> Annotation:
    item, motivation = first(of["body"]), local_name(first(of.get("motivation")))
    passage = first(of.get("passage"))
    told = passages.get(passage)
    if told is None:
        return Annotation(iri, item, motivation, passage=passage)
    parts: dict[str, str] = {}
    for selector in sorted(first([term]) for term in told.get("selector", ())):
        parts |= {name: first(terms) for name, terms in selectors.get(selector, {}).items() if name != "type"}
    return Annotation(
        iri, item, motivation, first(told["source"]), passage, whole(first(told.get("paragraph"))) or 0,
        first(told.get("section")), _span(parts), _fingerprint(parts), _quote(parts),
    )  # fmt: skip


def _span(parts: dict[str, str]) -> tuple[int, int] | None:
    start, end = whole(parts.get("start", "")), whole(parts.get("end", ""))
    return (start, end) if start is not None and end is not None else None


def _fingerprint(parts: dict[str, str]) -> Fingerprint | None:
    count = whole(parts.get("count", ""))
    if count is None or "digest" not in parts:
        return None
    return Fingerprint(parts.get("first", ""), parts.get("last", ""), count, parts["digest"])


def _quote(parts: dict[str, str]) -> Quote | None:
    return Quote(parts["exact"], parts.get("prefix", ""), parts.get("suffix", "")) if "exact" in parts else None


def quotes_of(store: Store, found: Iterable[Annotation]) -> dict[str, Quote]:
    """Return annotation → the words of its passage, and those around it.

    They are those that the store holds, of sources that may be quoted; else those of the attached text. A passage that
    is not found there, or that could be in several places, has none: nothing is guessed.

    Args:
        store: The store.
        found: The annotations.
    """
    quotes: dict[str, Quote] = {}
    for note in found:
        quote = note.quote or _quote_in_text(store, note)
        if quote:
            quotes[note.iri] = quote
    return quotes


def _quote_in_text(store: Store, note: Annotation) -> Quote | None:
    text = store.source(note.source.removeprefix(CORPORA).partition("/")[0])
    if text is None or note.fingerprint is None or note.span is None:
        return None
    anchor = Anchor(note.item, note.paragraph, *note.span, note.fingerprint)
    finding = find_anchor(anchor, text)
    if finding.status == "here":  # with the marks that stand at its edges, as it was anchored
        return quote_at(text, Place(*note.span, note.paragraph, 0))
    if len(finding.places) != 1:
        return None
    return quote_at(text, Place(*finding.places[0], note.paragraph, 0))
