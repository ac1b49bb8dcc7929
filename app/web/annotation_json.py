"""Annotations as the W3C's Web Annotation Data Model has them in JSON-LD.

The body of an annotation is the item that it anchors. One that has a text is given as a textual body, so that any
client can show it, with the item's IRI as its id; others are given by their IRI.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from claims import Fingerprint, Quote
from graph import Annotation, Contribution, Store, makers, quotes_of
from ontology import CORPORA, PREFIXES

Json = dict[str, Any]
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
FINGERPRINT = f"{PREFIXES['ca']}FingerprintSelector"
"""The type of a selector of our own: hashes that tell a passage again in any edition, without its words."""

_CA = PREFIXES["ca"]
_TEXTS = "SELECT ?item ?text (LANG(?text) AS ?lang) {{ VALUES ?item {{ {0} }} ?item schema:text ?text }} ORDER BY ?lang"
_TOGETHER = 200


@dataclass(frozen=True)
class Body:
    """What an item says, and in which language."""

    text: str
    language: str


def address_of_annotation(iri: str) -> str:
    """Return the path of an annotation on this server."""
    return f"/annotations/{quote(iri.removeprefix(CORPORA), safe='/')}"


def iri_of_annotation(path: str) -> str:
    """Return the IRI of the annotation at a path below the container."""
    return path if path.startswith(("http://", "https://")) else f"{CORPORA}{path}"


def as_json(store: Store, found: Iterable[Annotation], root: str) -> list[Json]:
    """Return annotations as JSON-LD, without their context.

    Args:
        store: The store.
        found: The annotations.
        root: The address of the server, without a slash at the end.
    """
    notes = list(found)
    bodies, quotes, made = (
        bodies_of(store, {note.item for note in notes}),
        quotes_of(store, notes),
        makers(store, notes),
    )
    return [_annotation(note, bodies.get(note.item), quotes.get(note.iri), made.get(note.iri), root) for note in notes]


def bodies_of(store: Store, items: Iterable[str]) -> dict[str, Body]:
    """Return item → what it says, of those that say something; in English where there is a choice."""
    wanted, found = sorted(items), dict[str, Body]()
    for start in range(0, len(wanted), _TOGETHER):
        values = " ".join(f"<{iri}>" for iri in wanted[start : start + _TOGETHER])
        for row in store.ask(_TEXTS.format(values)):
            body = Body(row["text"], row.get("lang", ""))
            if row["item"] not in found or body.language == "en":
                found[row["item"]] = body
    return found


def _annotation(note: Annotation, body: Body | None, words: Quote | None, made: Contribution | None, root: str) -> Json:
    said: Json = {"id": f"{root}{address_of_annotation(note.iri)}", "type": "Annotation", "canonical": note.iri}
    if note.motivation:
        said["motivation"] = note.motivation
    if made:
        said["created"] = moment(made.at)
        said["creator"] = {"id": made.agent, "type": "Person", "name": made.by}
    said["body"] = _body(note.item, body)
    said["target"] = target_of(note, words)
    return said


def _body(item: str, body: Body | None) -> Json | str:
    if body is None:
        return item
    language = {"language": body.language} if body.language else {}
    return {"id": item, "type": "TextualBody", "value": body.text, "format": "text/plain", **language}


def target_of(note: Annotation, words: Quote | None) -> Json:
    """Return what an annotation is about: its passage, with all ways to find it.

    Args:
        note: The annotation.
        words: The words of the passage, where they may be told.
    """
    selectors: list[Json] = []
    if note.span:
        selectors.append({"type": "TextPositionSelector", "start": note.span[0], "end": note.span[1]})
    if words:
        selectors.append(_quote(words))
    if note.fingerprint:
        selectors.append(_fingerprint(note.fingerprint))
    more: Json = {f"{_CA}paragraph": note.paragraph} if note.paragraph else {}
    if note.section:
        more[f"{_CA}section"] = {"id": note.section}
    return {"id": note.passage, "type": "SpecificResource", "source": note.source, "selector": selectors, **more}


def _quote(words: Quote) -> Json:
    around = {name: text for name, text in (("prefix", words.prefix), ("suffix", words.suffix)) if text}
    return {"type": "TextQuoteSelector", "exact": words.exact, **around}


def _fingerprint(print_: Fingerprint) -> Json:
    return {
        "type": FINGERPRINT,
        f"{_CA}firstWords": print_.first_words,
        f"{_CA}lastWords": print_.last_words,
        f"{_CA}wordCount": print_.word_count,
        f"{_CA}digest": print_.digest,
    }


def moment(at: datetime) -> str:
    """Return a time as annotations have it: in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def with_context(said: Mapping[str, Any], *more: str) -> Json:
    """Return JSON-LD with its context before it."""
    return {"@context": [CONTEXT, *more] if more else CONTEXT, **said}
