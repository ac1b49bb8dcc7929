"""Items and contributions as RDF: all that is said of one, with what is needed to read it."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from claims import PLAIN_PROPERTIES
from graph.answer import Answer
from graph.asking import Ask, outgoing, triples_of, values_of
from graph.contributions import Contribution
from graph.delta import BODY, iri, subject_of
from graph.gathering import among, ends
from graph.recorded_changes import delta_of
from graph.store import Store
from ontology import HISTORY, PREFIXES

_PARTS = ("hasTarget", "hasSelector")
_ENDS = (
    "premise", "conclusion", "attacker", "attacked", "rephrases", "rephrased", "policy", "power", "whosePower",
    "statedBy",
)  # fmt: skip
_LABELS = ("rdfs:label", "skos:prefLabel", "dcterms:title")


def describe(store: Store, item: str, *, history: bool = False) -> Answer:
    """Return what is said of an item as a graph.

    It has the item's own triples, its anchors, the relations that it takes part in, as nodes and as plain triples, and
    the titles of all that these name.

    Args:
        store: Where it is.
        item: Its IRI.
        history: Whether the graph is to have the contributions that changed the item, and exactly how, too.
    """
    ask = store.ask
    found = set(outgoing(ask, [item]))
    found |= set(_anchors(ask, item))
    found |= set(outgoing(ask, _relations(ask, item)))
    found |= set(_plain(ask, item))
    named = {iri(t.object) for t in found if isinstance(t.object, ox.NamedNode)} | {subject_of(t) for t in found}
    found |= set(_titles(ask, named))
    if history:
        found |= set(_history(ask, item))
    return _answer(found)


def describe_in_history(store: Store, node: str) -> Answer:
    """Return what the history says of a contribution, or of a contributor: with its changes, and who made it.

    Args:
        store: Where it is.
        node: The IRI of the contribution or contributor.
    """
    pattern = f"""{{ BIND(<{node}> AS ?s) ?s ?p ?o }}
      UNION {{ ?s prov:wasGeneratedBy <{node}> ; a ca:Change ; ?p ?o }}
      UNION {{ <{node}> prov:wasAssociatedWith ?s . ?s ?p ?o }}"""
    return _answer(set(_told(store.ask, pattern)))


def last_said(store: Store, item: str, retraction: Contribution) -> Answer:
    """Return what was said of an item when it was taken out.

    Args:
        store: Where it was.
        item: Its IRI.
        retraction: The contribution that took it out.
    """
    removed = delta_of(store, retraction).removed
    return _answer({t for some in removed.values() for t in some if subject_of(t) == item})


def anchor_parts(ask: Ask, notes: Iterable[str]) -> dict[str, str]:
    """Return the parts of anchors → the annotation that each is a part of, the annotations included.

    Args:
        ask: Asks the store.
        notes: The IRIs of the annotations.
    """
    owners = {note: note for note in notes}
    for name in _PARTS:
        for values in list(values_of(owners)):
            for row in ask(f"SELECT ?whole ?part {{ VALUES ?whole {{ {values} }} ?whole oa:{name} ?part }}"):
                owners.setdefault(row["part"], owners[row["whole"]])
    return owners


def _anchors(ask: Ask, item: str) -> Iterator[ox.Triple]:
    notes = [row["note"] for row in ask(f"SELECT ?note {{ ?note <{BODY.value}> <{item}> }}")]
    return outgoing(ask, anchor_parts(ask, notes)) if notes else iter(())


def _relations(ask: Ask, item: str) -> set[str]:
    paths = "|".join(f"ca:{name}" for name in _ENDS)
    return ends(ask, among([item]), f"?end {paths} ?item")


def _plain(ask: Ask, item: str) -> Iterator[ox.Triple]:
    values = " ".join(f"<{path}>" for path in sorted(PLAIN_PROPERTIES - {f"{PREFIXES['ca']}kind"}))
    return triples_of(ask(f"CONSTRUCT {{ ?s ?p <{item}> }} WHERE {{ VALUES ?p {{ {values} }} ?s ?p <{item}> }}"))


def _titles(ask: Ask, nodes: Iterable[str]) -> Iterator[ox.Triple]:
    for values in values_of(nodes):
        for path in _LABELS:
            yield from triples_of(
                ask(f"CONSTRUCT {{ ?s {path} ?label }} WHERE {{ VALUES ?s {{ {values} }} ?s {path} ?label }}")
            )


def _history(ask: Ask, item: str) -> Iterator[ox.Triple]:
    # Changes of many items together say of each what of all: their triples are those of others too.
    change = f"?change ca:changes <{item}> ."
    return _told(
        ask,
        f"""{{ {change} BIND(?change AS ?s) ?s ?p ?o }}
      UNION {{ {change} ?change prov:wasGeneratedBy ?s . ?s ?p ?o }}
      UNION {{ {change} ?change prov:wasGeneratedBy/prov:wasAssociatedWith ?s . ?s ?p ?o }}
      UNION {{ BIND(<{item}> AS ?s) ?s ?p ?o }}""",
    )


def _told(ask: Ask, pattern: str) -> Iterator[ox.Triple]:
    return triples_of(ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{HISTORY}> {{ {pattern} }} }}"))


def _answer(triples: Iterable[ox.Triple]) -> Answer:
    content = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES) or b""
    return Answer("graph", content)
