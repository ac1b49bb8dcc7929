"""Where items stand in the texts: section, paragraph and characters, and the passage where the text is attached."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from graph.asking import Ask
from graph.gathering import among, first, rows, said_of
from graph.passages import found_places
from graph.store import Store
from graph.terms import whole
from ontology import CORPORA

_PLACE = """?note oa:hasBody ?item ; oa:hasTarget ?passage .
  ?passage oa:hasSource ?source ; ca:paragraph ?paragraph ; oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end"""


def add_places(nodes: dict[str, dict[str, Any]], store: Store, items: Collection[str] | None) -> None:
    """Add to nodes where they stand: `source`, `section`, `paragraph`, `start`, `end`, `passage` and `places`.

    Of several places the first is told (by the IRI of the source, then by its start; what stands in no section comes
    last); `places` has all that are found in the attached text of that source, and is empty where none is attached.

    Args:
        nodes: IRI → attributes.
        store: Where the anchors are.
        items: The IRIs of the nodes to place; None for all that the store has anchors of.
    """
    placed = _placed(store.ask, nodes, items)
    parts, sources, found = _sections(store), _sources(store), found_places(store, items)
    for item, (source, start, end, paragraph, section) in placed.items():
        number, title = parts.get(section, (0, ""))
        spans = found.get(item, {}).get(_corpus(source), [])
        nodes[item] |= {
            "source": source,
            "source_title": sources.get(source, ""),
            "part": section or source,
            "section": number,
            "section_title": title,
            "paragraph": paragraph,
            "start": start,
            "end": end,
            "places": [(span.start, span.end) for span in spans],
            "passage": spans[0].words if spans else "",
        }


def _placed(
    ask: Ask, nodes: Mapping[str, object], items: Collection[str] | None
) -> dict[str, tuple[str, int, int, int, str]]:
    """Return item → source, start, end, paragraph and section of its first place."""
    placed: dict[str, tuple[str, int, int, int, str]] = {}
    # Few stand in no section, and what is optional would be worked out for the whole store.
    select = "?source ?start ?end ?paragraph"
    _take(placed, rows(ask, among(items), f"{select} ?section", f"{_PLACE} . ?passage ca:section ?section"), nodes)
    rest = [iri for iri in (nodes if items is None else items) if iri not in placed]
    _take(placed, rows(ask, among(rest), select, _PLACE), nodes)
    return placed


def _take(
    placed: dict[str, tuple[str, int, int, int, str]], found: Iterable[tuple[str, ...]], nodes: Mapping[str, object]
) -> None:
    for item, source, *numbers in found:
        start, end, paragraph = map(whole, numbers[:3])
        if item in nodes and start is not None and end is not None and paragraph is not None:
            here = source, start, end, paragraph, "".join(numbers[3:])
            placed[item] = min(here, placed.get(item, here))


def _corpus(source: str) -> str:
    """Return the name of the corpus that a source is the text of."""
    return source.removeprefix(CORPORA).partition("/")[0]


def _sections(store: Store) -> dict[str, tuple[int, str]]:
    fields = {"number": "schema:position", "title": "dcterms:title"}
    said = said_of(store.ask, among(None, "?item a ca:Section ."), fields)
    return {iri: (whole(first(of.get("number"))) or 0, first(of.get("title"))) for iri, of in said.items()}


def _sources(store: Store) -> dict[str, str]:
    said = said_of(store.ask, among(None, "?item a ca:Source ."), {"title": "dcterms:title"})
    return {iri: first(of["title"]) for iri, of in said.items()}
