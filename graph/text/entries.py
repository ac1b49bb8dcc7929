"""What can be found of items by words, as a store says it: read for the full-text index."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.asking import Ask
from graph.terms import Term, local_name, value
from graph.text.index import Entry, Text
from ontology import CORPORA


class _Way(NamedTuple):
    """How items of some classes have their titles and texts."""

    classes: str
    select: str
    pattern: str


_WAYS = (
    _Way("ca:Statement ca:Policy", "?title ?text", "?item rdfs:label ?title ; schema:text ?text"),
    _Way("ca:Actor", "?title", "?item rdfs:label ?title"),
    _Way(
        "ca:PowerType ca:Instrument ca:Topic ca:ArgumentScheme",
        "?title ?text",
        "?item skos:prefLabel ?title ; skos:definition ?text",
    ),
)
_KINDS = """SELECT DISTINCT ?kind ?name {{
  VALUES ?class {{ {} }} ?kind rdfs:subClassOf* ?class ; rdfs:label ?name }} ORDER BY ?name"""
_SEVERAL = "SELECT ?item { ?item ca:kind ?kind } GROUP BY ?item HAVING (COUNT(*) > 1)"
_TOGETHER = 2000
"""How many items are asked for in one query."""


class _Kind(NamedTuple):
    """A kind, in words, and how its items have their titles."""

    name: str
    way: _Way


def all_entries(ask: Ask) -> Iterator[Entry]:
    """Yield what can be found of all items, some at a time."""
    kinds = _kinds(ask)
    several = {row["item"] for row in ask(_SEVERAL)}
    for iri, kind in kinds.items():
        items = [row["item"] for row in ask(f"SELECT DISTINCT ?item {{ ?item ca:kind <{iri}> }}")]
        for some in _chunks([item for item in items if item not in several]):
            yield from _in_way(ask, kind.way, dict.fromkeys(some, kind.name))
    yield from _entries(ask, sorted(several), kinds)


def entries_of(ask: Ask, items: Sequence[str]) -> Iterator[Entry]:
    """Yield what can be found of some items; nothing of those that are not there, or not of kinds that are found."""
    if items:
        yield from _entries(ask, items, _kinds(ask))


def _kinds(ask: Ask) -> Mapping[str, _Kind]:
    """Return kind → what it is called, for those whose items can be found."""
    return {row["kind"]: _Kind(row["name"], way) for way in _WAYS for row in ask(_KINDS.format(way.classes))}


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    named = [item for item in items if ":" in item]  # blank nodes cannot be asked for
    return (named[start : start + _TOGETHER] for start in range(0, len(named), _TOGETHER))


def _entries(ask: Ask, items: Sequence[str], kinds: Mapping[str, _Kind]) -> Iterator[Entry]:
    for some in _chunks(items):
        of_item: dict[str, _Kind] = {}
        for item, (kind,) in _rows(ask, some, "?kind", "?item ca:kind ?kind"):
            found = kinds.get(value(kind)) if kind else None
            # One that is of several kinds goes by the first.
            if found and (item not in of_item or found.name < of_item[item].name):
                of_item[item] = found
        for way in dict.fromkeys(kind.way for kind in of_item.values()):
            yield from _in_way(ask, way, {item: kind.name for item, kind in of_item.items() if kind.way == way})


def _in_way(ask: Ask, way: _Way, kind_of: Mapping[str, str]) -> Iterator[Entry]:
    said: dict[str, tuple[set[Text], set[Text]]] = {}
    for item, terms in _rows(ask, list(kind_of), way.select, way.pattern):
        of_item = said.setdefault(item, (set(), set()))
        for texts, term in zip(of_item, terms, strict=False):
            texts.add(Text(term.value, getattr(term, "language", None) or ""))  # type: ignore[union-attr]
    for item, (titles, texts) in said.items():
        corpus = item.removeprefix(CORPORA).partition("/")[0] if item.startswith(CORPORA) else ""
        yield Entry(item, local_name(item), kind_of[item], corpus, _in_order(titles), _in_order(texts))


def _rows(ask: Ask, items: Sequence[str], select: str, pattern: str) -> Iterator[tuple[str, Sequence[Term | None]]]:
    numbered = " ".join(f"({number} <{item}>)" for number, item in enumerate(items))
    # Numbers and not items: on disk, it is looking up texts that takes time.
    answer = ask(f"SELECT ?number {select} {{ VALUES (?number ?item) {{ {numbered} }} {pattern} }}")
    for number, *terms in answer.terms:
        yield items[int(number.value)], terms  # type: ignore[union-attr]


def _in_order(texts: set[Text]) -> tuple[Text, ...]:
    """Return texts with the English one first."""
    if len(texts) < 2:
        return tuple(texts)
    return tuple(sorted(texts, key=lambda text: (text.language != "en", text.language, text.words)))
