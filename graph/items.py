"""Items by their ids: finding one, and saying all about it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from claims import is_identifier
from graph.errors import RetractedItemError, UnknownItemError
from graph.gathering import among, rows
from graph.history import Event, history_of, last_retraction
from graph.passages import quotations
from graph.store import Store
from graph.terms import expand, local_name, prefixes
from ontology import CORPORA, PREFIXES

# A property as one reads it from the item's side → from the other side. Properties that are not here are shown by
# the label that the vocabulary gives them, from the item's side only.
BOTH_WAYS = {
    "supports": ("supports", "supported by"),
    "attacks": ("speaks against", "spoken against by"),
    "undercuts": ("undercuts", "undercut by"),
    "restates": ("says again", "said again by"),
    "heldBy": ("held by", "holds"),
    "about": ("about", "spoken of in"),
    "wields": ("wields", "wielded by"),
    "strengthens": ("strengthens", "strengthened by"),
    "erodes": ("erodes", "eroded by"),
    "carriedOutBy": ("carried out by", "carries out"),
    "targets": ("targets", "targeted by"),
    "whosePower": ("whose power", "whose power in"),
    "statedBy": ("stated by", "states"),
    "subject": ("subject", "subject of"),
    "scheme": ("argument scheme", "followed by"),
    "broader": ("broader", "narrower"),
    "instrument": ("instrument", "instrument of"),
    "premise": ("premise", "premise of"),
    "conclusion": ("conclusion", "conclusion of"),
    "figure": ("figure", "figure in"),
    "criticalQuestion": ("critical question", "asked of"),
}
_CONCEPTS = ("power", "instrument", "topic", "scheme", "agent")
_SPOKEN = {"altLabel": "also called", "closeMatch": "matches"}
# What is told apart (kind, title, text, place), and anchors, which are for machines.
UNSHOWN = {"type", "kind", "label", "prefLabel", "text", "definition", "hasBody", "inScheme", "topConceptOf"}


@dataclass(frozen=True)
class Link:
    """One thing said of an item: the relation in words, the other end in words, and its id ("" for a plain value)."""

    relation: str
    other: str
    other_id: str


@dataclass(frozen=True)
class Item:
    """All about one item.

    `place` says where it stands, `passage` quotes it where the source is attached (else ""), `history` tells what was
    done to it, oldest first.
    """

    iri: str
    id: str
    kind: str
    label: str
    text: str
    place: str
    passage: str
    links: tuple[Link, ...]
    history: tuple[Event, ...] = ()


def find_item(store: Store, name: str, kind: str = "") -> str:
    """Return the IRI of the item that a name stands for.

    Args:
        store: Where to look.
        name: A whole IRI, `prefix:id`, an id on its own (`trust` finds `power:trust`), or the exact label.
        kind: The class that the item must be of, such as `ca:Policy`; by default any.

    Raises:
        RetractedItemError: When an item of that id was taken out; carries when, by whom and why.
        UnknownItemError: When nothing in the store has that name; carries the nearest ids.
    """
    of_kind = f"?item a {kind or '?kind'} ."
    iris = [iri for iri in (_of_own_corpus(name), expand(name, prefixes())) if iri]
    for iri in iris:
        if store.ask(f"ASK {{ VALUES ?item {{ <{iri}> }} {of_kind} }}"):
            return iri
    named = _by_id(store, name, of_kind) or _by_title(store, name, of_kind)
    if named:
        # An item of the corpus before a concept of the same id: people ask for what they read.
        return min(named, key=lambda item: ("/corpus/" not in item, item))
    out = last_retraction(store, iris or _candidates(store, name))
    if out:
        raise RetractedItemError(*out)
    raise UnknownItemError(name, nearest_ids(store, name, of_kind))


def _of_own_corpus(name: str) -> str:
    """Return the IRI of what a name such as `on-bridges:bridges-cost-much` stands for; "" where it is of other form."""
    corpus, _, local = name.partition(":")
    is_own = is_identifier(corpus) and corpus not in prefixes() and is_identifier(local.lower())
    return f"{CORPORA}{corpus}/{local}" if is_own else ""


def _by_id(store: Store, name: str, of_kind: str) -> list[str]:
    values = " ".join(f"<{iri}>" for iri in _candidates(store, name))
    return [row["item"] for row in store.ask(f"SELECT DISTINCT ?item {{ VALUES ?item {{ {values} }} {of_kind} }}")]


def _candidates(store: Store, name: str) -> list[str]:
    """Return the IRIs that a name can be the id of."""
    if not is_identifier(name.lower()):
        return []
    from graph.sources import StoreCorpus, corpora_of  # loads rdflib, which a whole IRI can do without

    corpora = sorted(corpus.namespace for corpus in (*corpora_of(store).values(), StoreCorpus("notes")))
    return [namespace + name for namespace in (*corpora, *(PREFIXES[prefix] for prefix in _CONCEPTS))]


def _by_title(store: Store, name: str, of_kind: str) -> list[str]:
    if not name:
        return []
    title = ox.Literal(name, language="en")
    found = [f"{{ ?item {path} {title} }}" for path in ("rdfs:label", "skos:prefLabel", "dcterms:title")]
    rows = store.ask(f"SELECT DISTINCT ?item {{ {' UNION '.join(found)} {of_kind} }}")
    return [row["item"] for row in rows]


def main_thesis(store: Store) -> str:
    """Return the IRI of the main thesis: the one that the source names, else the thesis with the most reasons.

    Where there is no thesis at all, as in what other tools wrote, it is the first of `heads`.

    Raises:
        UnknownItemError: When the store holds no thesis, and no argument.
    """
    said = Counter(row["thesis"] for row in store.ask("SELECT ?thesis { ?source ca:mainThesis ?thesis }"))
    theses = _theses(store, said)
    if theses:
        most = max(said[thesis] for thesis in theses)
        return _with_most_reasons(store, {thesis for thesis in theses if said[thesis] == most})
    from graph.counting import counted  # loads SQLite, which a store whose sources name a thesis can do without

    with store.counts().reading() as db:
        found = counted.first_thesis(db)
    if found:
        return found
    untitled = _theses(store)
    if untitled:
        return _with_most_reasons(store, untitled)
    without = heads(store)
    if not without:
        raise UnknownItemError("thesis", ())
    return without[0]


def _with_most_reasons(store: Store, theses: set[str]) -> str:
    reasons: dict[str, int] = {}
    for text, items in among(theses):
        counting = f"SELECT ?number (COUNT(?reason) AS ?n) {{ {text} ?reason ca:supports ?item }} GROUP BY ?number"
        reasons |= {items[int(row["number"])]: int(row["n"]) for row in store.ask(counting)}
    return min(theses, key=lambda thesis: (-reasons.get(thesis, 0), thesis))


def heads(store: Store) -> list[str]:
    """Return what a store's arguments come to: statements that others bear on, and that bear on none themselves.

    Those come first on which most bear, at most 60. Where all go round in circles, it is any on which others bear.
    Only for a store without theses; there are none for one that has some.
    """
    from graph.counting import counted

    with store.counts().reading() as db:
        return counted.heads(db)


def _theses(store: Store, items: Iterable[str] | None = None) -> set[str]:
    return {row[0] for row in rows(store.ask, among(items), "", "?item a ca:Thesis")}


def show_item(store: Store, iri: str) -> Item:
    """Return all about one item: what it says, where it stands, and its links both ways.

    Raises:
        UnknownItemError: When the store says nothing of that IRI.
    """
    if expand(iri, {}) is None or not store.query(f"ASK {{ <{iri}> ?p ?o }}"):
        raise UnknownItemError(iri, ())
    known = store.query(f"SELECT ?p ?o ?label {{ <{iri}> ?p ?o . {_LABEL_OF.format('o')} }}")
    own: dict[str, list[str]] = {}
    for row in known:
        own.setdefault(local_name(row["p"]), []).append(row["o"])
    text = (own.get("text") or own.get("definition") or own.get("comment") or [""])[0]
    label = (own.get("label") or own.get("prefLabel") or own.get("title") or [local_name(iri)])[0]
    links = [*_outgoing(known, own), *_incoming(store, iri)]
    passage = quotations(store, iri).get(iri, "")
    place, history = place_of(store, iri), tuple(history_of(store, iri))
    return Item(iri, local_name(iri), _kind(store, iri), label, text, place, passage, tuple(links), history)


_LABEL_OF = "OPTIONAL {{ ?{0} rdfs:label|skos:prefLabel|dcterms:title ?label }}"
_NAMED = """SELECT ?item ?label {{
  {{ ?item rdfs:label ?label }} UNION {{ ?item skos:prefLabel ?label }} UNION {{ ?item dcterms:title ?label }}
  UNION {{ ?item a ca:Relation BIND("" AS ?label) }} UNION {{ ?item a ca:PowerLink BIND("" AS ?label) }}
  {0}
}} LIMIT 20000"""
_KIND = "SELECT ?label {{ <{0}> ca:kind/rdfs:label ?label }} ORDER BY ?label"
_PLACE = """SELECT ?section ?paragraph {{
  ?note oa:hasBody <{0}> ; oa:hasTarget ?passage .
  ?passage ca:paragraph ?paragraph ; ca:section/dcterms:title ?section .
  OPTIONAL {{ ?passage oa:hasSelector/oa:start ?start }}
}} ORDER BY ?start"""


def _kind(store: Store, iri: str) -> str:
    rows = list(store.query(_KIND.format(iri)))
    return rows[0]["label"] if rows else "item"


def place_of(store: Store, iri: str) -> str:
    """Return where an item stands, in words: section and paragraph of each of its passages; "" for nowhere."""
    return "; ".join(f"{row['section']}, paragraph {row['paragraph']}" for row in store.query(_PLACE.format(iri)))


def _outgoing(rows: Iterable[dict[str, str]], own: dict[str, list[str]]) -> list[Link]:
    links = []
    for row in rows:
        name = local_name(row["p"])
        if name in UNSHOWN or (name in ("comment", "title") and not own.get("text")):
            continue
        relation = BOTH_WAYS.get(name, (in_words(name), ""))[0]
        is_item = row["o"].startswith(("http://", "https://"))
        other = row.get("label") or (local_name(row["o"]) if is_item else row["o"])
        links.append(Link(relation, other, local_name(row["o"]) if is_item else ""))
    return sorted(links, key=lambda link: (link.relation, link.other))


def _incoming(store: Store, iri: str) -> list[Link]:
    rows = store.query(f"SELECT ?p ?s ?label {{ ?s ?p <{iri}> . {_LABEL_OF.format('s')} }}")
    links = []
    for row in rows:
        name = local_name(row["p"])
        if name in BOTH_WAYS:
            links.append(Link(BOTH_WAYS[name][1], row.get("label") or local_name(row["s"]), local_name(row["s"])))
    return sorted(links, key=lambda link: (link.relation, link.other))


def in_words(name: str) -> str:
    """Return a property's name as people read it: a camel-case one split into words."""
    return _SPOKEN.get(name) or "".join(f" {c.lower()}" if c.isupper() else c for c in name)


def nearest_ids(store: Store, name: str, of_kind: str = "") -> list[str]:
    """Return up to five ids that look like a name, or whose title does, nearest first.

    In a store with a large full-text index they are among what that finds for words like those of the name; else, or
    where that finds none, among 20,000 items at most.
    """
    from graph.text.searching import suggestions  # that needs the store, and most commands can do without

    wanted = name.rpartition(":")[2]
    found = suggestions(store, wanted, _SUGGESTED)
    near = _nearest(wanted, _of_kind(store, dict(found), of_kind)) if found else []
    return near or _nearest(wanted, {row["item"]: row["label"] for row in store.ask(_NAMED.format(of_kind))})


_SUGGESTED = 50
_RELATED = """SELECT DISTINCT ?item {{ VALUES ?near {{ {0} }}
  {{ ?item ca:premise ?near }} UNION {{ ?item ca:conclusion ?near }} UNION {{ ?item ca:attacker ?near }}
  UNION {{ ?item ca:rephrases ?near }} UNION {{ ?item ca:statedBy ?near }}
}} LIMIT 500"""


def _of_kind(store: Store, titles: dict[str, str], of_kind: str) -> dict[str, str]:
    """Return items with their titles and, as relations are called after what they join, those that join these."""
    values = " ".join(f"<{item}>" for item in titles)
    related = {row["item"]: "" for row in store.ask(_RELATED.format(values))}
    if not of_kind:
        return related | titles
    values = " ".join(f"<{item}>" for item in related | titles if ":" in item)
    fitting = {row["item"] for row in store.ask(f"SELECT ?item {{ VALUES ?item {{ {values} }} {of_kind} }}")}
    return {item: title for item, title in (related | titles).items() if item in fitting}


def _nearest(wanted: str, titles: dict[str, str]) -> list[str]:
    """Return the ids of up to five items whose ids or titles look like a name, nearest first."""
    from rapidfuzz import fuzz, process, utils

    ids, found = {item: local_name(item) for item in titles if local_name(item)}, dict[str, float]()
    for texts in (ids, {item: titles[item] for item in ids if titles[item]}):
        matches = process.extract(
            wanted, texts, scorer=fuzz.ratio, processor=utils.default_process, limit=5, score_cutoff=55
        )
        for _, score, item in matches:
            found[ids[item]] = max(score, found.get(ids[item], 0))
    return sorted(found, key=lambda near: -found[near])[:5]
