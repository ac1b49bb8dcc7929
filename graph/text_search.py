"""Search by words: statements, policies, actors, powers and topics whose title or text has them all."""

import re
import unicodedata
from dataclasses import dataclass

from graph.store import Store
from graph.terms import local_name


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    iri: str
    id: str
    kind: str
    label: str
    text: str


_ALL = """SELECT ?item ?kind ?label ?text {
  { ?item a ?class . VALUES ?class { ca:Statement ca:Policy } ?item rdfs:label ?label ; schema:text ?text }
  UNION { ?item a ca:Actor ; rdfs:label ?label . BIND("" AS ?text) }
  UNION { ?item a ?class . VALUES ?class { ca:PowerType ca:Instrument ca:Topic ca:ArgumentScheme }
    ?item skos:prefLabel ?label ; skos:definition ?text }
  ?item ca:kind/rdfs:label ?kind .
}"""


def search(store: Store, words: str, limit: int = 20) -> list[Hit]:
    """Return what has all the words, in its title or text; case and accents do not count.

    Those with the words in the title come first, then by title.

    Args:
        store: Where to look.
        words: Words, or the beginnings of words.
        limit: How many hits to return at most.
    """
    wanted = _folded(words).split()
    hits = []
    for row in store.query(_ALL):
        title, text = _folded(row["label"]), _folded(f"{row['label']} {row['text']} {local_name(row['item'])}")
        if wanted and all(_starts_a_word(word, text) for word in wanted):
            rank = sum(not _starts_a_word(word, title) for word in wanted)
            hit = Hit(row["item"], local_name(row["item"]), row["kind"], row["label"], row["text"])
            hits.append((rank, row["label"], row["item"], hit))
    return [hit for *_, hit in sorted(hits, key=lambda found: found[:3])][:limit]


def _starts_a_word(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}", text) is not None


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
