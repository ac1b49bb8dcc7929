"""Items listed: those of a kind, and what lists and search results tell of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.gathering import among, first, rows, said_of
from graph.linked import ends_of
from graph.store import Store
from ontology import CORPORA


@dataclass(frozen=True)
class Brief:
    """An item in brief.

    Attributes:
        iri: Its IRI.
        kind: The name of its class, such as PowerType; "" for what is no item.
        label: Its title; of a relation, the titles of what it joins.
        text: What it says in full; "" for nothing.
    """

    iri: str
    kind: str
    label: str
    text: str


def briefs(store: Store, iris: Iterable[str]) -> list[Brief]:
    """Return items in brief, in the order that is given."""
    wanted = list(iris)
    ends, texts = ends_of(store.ask, wanted), dict[str, str]()
    for path in ("schema:text", "skos:definition"):
        rest = among(iri for iri in wanted if iri not in texts)
        texts |= {iri: first(said["text"]) for iri, said in said_of(store.ask, rest, {"text": path}).items()}
    return [Brief(iri, ends[iri].kind, ends[iri].label, texts.get(iri, "")) for iri in wanted]


def items_of_kind(store: Store, kind: str, *, section: str = "", corpus: str = "") -> list[str]:
    """Return the IRIs of the items of a kind, in order.

    Args:
        store: Where they are.
        kind: The name of their class.
        section: The IRI of a section: only what stands in it.
        corpus: The name of a corpus: only its own.
    """
    pattern = f"?item ca:kind ca:{kind}"
    if section:
        pattern = f"?place ca:section <{section}> . ?note oa:hasTarget ?place ; oa:hasBody ?item . {pattern}"
    found = {row[0] for row in rows(store.ask, among(None), "", pattern)}
    return sorted(iri for iri in found if iri.startswith(f"{CORPORA}{corpus}/" if corpus else ""))
