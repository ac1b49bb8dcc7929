"""A text of one's own to annotate, a server that has it, and annotations as clients send them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from claims import SourceText
from graph import Store, add, create_store, open_store, register_source
from tests.test_web.conftest import Served, serving

BASE = "https://w3id.org/claimatlas"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
TEXT = """On bridges

A bridge costs much, and it pays back slowly. Nobody builds one for a single year, and nobody should.

A bridge pays back for a century. Whoever counts in years builds none – and waits for the ferry 🌉 at the bank.
"""
START = TEXT.index("A bridge pays back for")


def make_bridges(folder: Path) -> None:
    """Make a store with a text that may be quoted, and an item that stands in it."""
    create_store(folder)
    with open_store(folder) as store:
        register_source(store, SourceText(TEXT), "On bridges", ["Ada"], name="bridges")
        draft = {"kind": "claim", "label": "Bridges cost much", "text": "To build a bridge is dear."}
        add(store, draft | {"quote": "costs much"}, corpus="bridges")


@contextmanager
def serving_folder(folder: Path) -> Iterator[Served]:
    """Serve the store of a folder."""
    with open_store(folder) as store, serving(store) as served:
        yield served


def source_of(store: Store) -> str:
    return next(row["s"] for row in store.query('SELECT ?s { ?s a ca:Source ; dcterms:title "On bridges"@en }'))


def selecting(store: Store, *selectors: dict[str, Any]) -> dict[str, Any]:
    """A target in the text on bridges."""
    return {"source": source_of(store), "selector": list(selectors) if len(selectors) > 1 else selectors[0]}


def quoting(exact: str, **around: str) -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, **around}


def at(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def comment(store: Store, text: str, *selectors: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An annotation that brings a text."""
    body = {"type": "TextualBody", "value": text, "format": "text/plain", "language": "en"}
    target = selecting(store, *(selectors or (quoting("for a century"),)))
    return {
        "@context": CONTEXT,
        "type": "Annotation",
        "motivation": "commenting",
        "body": body,
        "target": target,
    } | more


def post(client: httpx.Client, sent: Any, **headers: str) -> httpx.Response:
    return client.post("/annotations/", content=json.dumps(sent), headers={"Content-Type": MEDIA_TYPE, **headers})


def put(client: httpx.Client, address: str, sent: Any, tag: str) -> httpx.Response:
    return client.put(address, content=json.dumps(sent), headers={"Content-Type": MEDIA_TYPE, "If-Match": tag})


def selector(said: dict[str, Any], kind: str) -> dict[str, Any]:
    """A selector of an annotation, by its type."""
    return next(one for one in said["target"]["selector"] if one["type"] == kind)
