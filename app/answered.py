"""What the answer to a query names: the items of a table, the links of a graph; for drawing it as a map."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from graph import Answer, Store
from ontology import HISTORY, PREFIXES
from viz import MapError

Triple = tuple[str, str, str]
_IRI = re.compile(r'<([^<>"{}|^`\\\s]+)>')
_TITLED = """SELECT ?title ?item {{ VALUES ?title {{ {titles} }} VALUES ?class {{ {classes} }}
  ?item rdfs:label|skos:prefLabel ?title ; a ?class }}"""
_TOGETHER = 500
LABEL = PREFIXES["rdfs"] + "label"
_NAMING = (LABEL, PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title")
_CONCEPTS = ("power", "instrument", "topic", "scheme", "agent")
# A box shows the kind of its item, and how the author stands to it; contributions are no part of the argument.
_TERMS = (*(namespace for prefix, namespace in PREFIXES.items() if prefix not in _CONCEPTS), HISTORY)


class Named(NamedTuple):
    """What an answer names: IRIs that may be items, in its order; and triples of IRIs, or of an IRI and its label."""

    items: tuple[str, ...]
    links: tuple[Triple, ...] = ()


def named_in(store: Store, answer: Answer) -> Named:
    """Return what an answer names.

    In a table every IRI counts that is no term of a vocabulary. Where there is none, columns of titles count, such as
    those of the named queries: a column half of whose texts or more are titles of items. Titles of actors count where
    there are no others: holders stand in a column beside what they hold.

    Args:
        store: What was asked.
        answer: Its answer.

    Raises:
        MapError: When the answer is yes or no.
    """
    if answer.form == "boolean":
        why = "ASK gives yes or no, which makes no map."
        raise MapError(f"{why} Ask for items with SELECT, or for links with CONSTRUCT.", "")
    if answer.form == "graph":
        return _of_triples(answer)
    rows = [["" if term is None else str(term) for term in row] for row in answer.terms]
    iris = dict.fromkeys(iri for row in rows for cell in row if (iri := _iri(cell)))
    return Named(tuple(iris or _titled(store, rows)))


def columns_of(answer: Answer) -> str:
    """Return in words what an answer has, for a person whose answer named no item."""
    if not len(answer):
        return "It is empty."
    if answer.form == "graph":
        return f"It has {len(answer)} triples, none of which joins two items."
    return f"Its columns are {', '.join(f'?{name}' for name in answer.variables)}: select the variable of the item too."


def _iri(term: str) -> str:
    """Return the IRI that a term in the manner of N-Triples is; "" for other terms, and for terms of a vocabulary."""
    found = _IRI.fullmatch(term)
    return found[1] if found and not found[1].startswith(_TERMS) else ""


def _of_triples(answer: Answer) -> Named:
    items: dict[str, None] = {}
    links: list[Triple] = []
    labels: list[Triple] = []
    for (subject, predicate, value), text in _sorted_triples(answer):
        start, end = _iri(subject), _iri(value)
        items.update(dict.fromkeys(filter(None, (start, end))))
        if start and end:
            links.append((start, predicate, end))
        elif start and predicate in _NAMING:
            labels.append((start, LABEL, text))
    return Named(tuple(items), (*labels, *links) if links else ())


def _sorted_triples(answer: Answer) -> Iterator[tuple[Triple, str]]:
    """Yield each triple, its predicate bare and its ends in the manner of N-Triples, with the text of its object."""
    rows = zip(answer.terms, answer, strict=True)
    said = sorted((str(row[0]), values["predicate"], str(row[2]), values["object"]) for row, values in rows)
    return (((subject, predicate, value), text) for subject, predicate, value, text in said)


def _titled(store: Store, rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the items whose titles fill columns, row by row."""
    columns = [set(column) for column in zip(*rows, strict=True)]
    for classes in ("ca:Statement ca:Policy ca:PowerType", "ca:Actor"):
        found = _items_of(store, {cell for column in columns for cell in column if cell.startswith('"')}, classes)
        counting = [2 * len(column & found.keys()) >= len(column) for column in columns]
        cells = (cell for row in rows for cell, counts in zip(row, counting, strict=True) if counts)
        items = dict.fromkeys(item for cell in cells for item in found.get(cell, ()))
        if items:
            return list(items)
    return []


def _items_of(store: Store, titles: Collection[str], classes: str) -> dict[str, list[str]]:
    """Return title → the items of some classes that have it; titles are terms in the manner of N-Triples."""
    found: dict[str, list[str]] = {}
    ordered = sorted(titles)
    for start in range(0, len(ordered), _TOGETHER):
        some = " ".join(ordered[start : start + _TOGETHER])
        for title, item in store.ask(_TITLED.format(titles=some, classes=classes)).terms:
            found.setdefault(str(title), []).append(str(item)[1:-1])
    return {title: sorted(items) for title, items in found.items()}
