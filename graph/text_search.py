"""Search by words: statements, policies, actors, powers and topics whose title or text has them all."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary

from graph.asking import values_of
from graph.store import Store
from graph.terms import local_name
from ontology import HISTORY


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    iri: str
    id: str
    kind: str
    label: str
    text: str


_ALL = """SELECT DISTINCT ?item ?kind ?label ?text {{
  {{ {among} ?item a ?class . VALUES ?class {{ ca:Statement ca:Policy }} ?item rdfs:label ?label ; schema:text ?text }}
  UNION {{ {among} ?item a ca:Actor ; rdfs:label ?label . BIND("" AS ?text) }}
  UNION {{ {among} ?item a ?class . VALUES ?class {{ ca:PowerType ca:Instrument ca:Topic ca:ArgumentScheme }}
    ?item skos:prefLabel ?label ; skos:definition ?text }}
  ?item ca:kind/rdfs:label ?kind .
}}"""
_FAR = 500
"""How many contributions are caught up with one by one; from more on, all is read anew."""


class _Entry(NamedTuple):
    """An item with its title, and all its words, as they are compared."""

    hit: Hit
    title: str
    words: str


_read: "WeakKeyDictionary[Store, tuple[int, Mapping[str, _Entry]]]" = WeakKeyDictionary()
_reading = Lock()


def search(store: Store, words: str, limit: int = 20) -> list[Hit]:
    """Return what has all the words, in its title or text; case and accents do not count.

    Those with the words in the title come first, then by title. The titles and texts are read once and kept in memory,
    about 1 kB for each item; later searches read only what has changed since.

    Args:
        store: Where to look.
        words: Words, or the beginnings of words.
        limit: How many hits to return at most.
    """
    wanted = [(word, re.compile(rf"(?<!\w){re.escape(word)}")) for word in _folded(words).split()]
    hits = []
    for entry in _entries(store).values() if wanted else ():
        # Most items have not even the letters: that is told sooner than where words begin.
        if all(word in entry.words and begins.search(entry.words) for word, begins in wanted):
            rank = sum(not begins.search(entry.title) for _, begins in wanted)
            hits.append((rank, entry.hit.label, entry.hit.iri, entry.hit))
    return [hit for *_, hit in sorted(hits, key=lambda found: found[:3])][:limit]


def _entries(store: Store) -> Mapping[str, _Entry]:
    """Return item → what can be found of it, as the store has it now."""
    with _reading:
        number = store.last[0]
        seen, entries = _read.get(store, (-1, {}))
        if seen != number:
            is_near = 0 <= number - seen <= _FAR and seen >= 0
            entries = _caught_up(store, entries, seen, number) if is_near else dict(_found(store, ""))
            _read[store] = number, entries
        return entries


def _caught_up(store: Store, entries: Mapping[str, _Entry], seen: int, number: int) -> Mapping[str, _Entry]:
    numbers = " ".join(map(str, range(seen + 1, number + 1)))
    changed = sorted({row["item"] for row in store.ask(_CHANGED.format(numbers))})
    now = {
        item: entry for values in values_of(changed) for item, entry in _found(store, f"VALUES ?item {{ {values} }}")
    }
    gone = set(changed) - now.keys()
    return {item: entry for item, entry in {**entries, **now}.items() if item not in gone}


_CHANGED = f"""SELECT ?item {{{{ GRAPH <{HISTORY}> {{{{
  VALUES ?n {{{{ {{0}} }}}} ?c schema:position ?n . ?change prov:wasGeneratedBy ?c ; ca:changes ?item
}}}} }}}}"""


def _found(store: Store, among: str) -> Iterator[tuple[str, _Entry]]:
    for row in store.ask(_ALL.format(among=among)):
        item = row["item"]
        hit = Hit(item, local_name(item), row["kind"], row["label"], row["text"])
        yield item, _Entry(hit, _folded(hit.label), _folded(f"{hit.label} {hit.text} {hit.id}"))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
