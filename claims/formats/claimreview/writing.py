"""Arguments as schema.org JSON-LD: the reviews they were read from, and a schema:Claim for each other statement."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from claims.formats.argument import Argument, Json, Node
from claims.formats.claimreview.rating import verdict
from claims.formats.claimreview.reading import claim_text, is_review, text_reviewed
from claims.formats.claimreview.values import said
from claims.formats.jsonld_document import filled_together, parts_in, places_in

CONTEXT = "https://schema.org"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def document_of(argument: Argument) -> Json:
    """Return the document of an argument."""
    documents = argument.data.get("claimreview")
    made = {node.id: part for node in argument.nodes.values() if (part := _part(node, argument)) is not None}
    found = filled_together(documents, made)
    placed = set(places_in(documents))
    reviewed = {text_reviewed(review) for review in parts_in([found, *made.values()], is_review)}
    bases = _bases(argument)
    more: list[Json] = []
    for node in argument.nodes.values():
        if node.type != "I" or node.id in placed or ("claimreview" in node.data and node.text in reviewed):
            continue
        more.append(made[node.id] if node.id in made else _claim(node, bases.get(node.id, []), argument.lang))
    return _joined(found, more)


def is_address(text: str) -> bool:
    """Return whether a text is an IRI with its scheme."""
    return _IRI.fullmatch(text) is not None


def _joined(document: Json, more: list[Json]) -> Json:
    """Return a document with more claims and reviews in it."""
    if document is None:
        only = more[0] if len(more) == 1 else None
        return {"@context": CONTEXT, **only} if isinstance(only, dict) else {"@context": CONTEXT, "@graph": more}
    if not more:
        return document
    if isinstance(document, dict) and isinstance(graph := document.get("@graph"), list):
        return {**document, "@graph": [*graph, *more]}
    return [*(document if isinstance(document, list) else [document]), {"@context": CONTEXT, "@graph": more}]


def _part(node: Node, argument: Argument) -> Json:
    """Return the review or claim that a node was read from, with what its text says now; None for none."""
    told = node.data.get("claimreview")
    if not isinstance(told, dict):
        return None
    review, claim = told.get("review"), told.get("claim")
    if isinstance(review, dict):
        of = argument.nodes.get(str(told.get("of")))
        return _review(review, node.text, of.text if of else "")
    if isinstance(claim, dict):
        return claim if claim_text(claim) == node.text else _with(claim, "text", node.text)
    return None


def _review(review: dict[str, Json], text: str, claim: str) -> Json:
    if claim and text_reviewed(review) != claim:
        review = _with(review, "claimReviewed", claim)
    if verdict(review) != text:
        rating = next(iter(said(review, "reviewRating")), None)
        told = _with(rating if isinstance(rating, dict) else {"@type": "Rating"}, "alternateName", text)
        review = _with(review, "reviewRating", told)
    return review


def _with(thing: Mapping[str, Json], key: str, value: Json) -> dict[str, Json]:
    """Return an object that says something else under a key, and under the same key with anything before it."""
    return {one: other for one, other in thing.items() if one.replace("/", ":").rpartition(":")[2] != key} | {
        key: value
    }


def _claim(node: Node, bases: list[str], lang: str) -> Json:
    said: dict[str, Json] = {"@type": "Claim", "@id": _id(node)}
    if node.title:
        said["name"] = node.title
    said["text"] = node.text
    if node.lang or (lang != "en" and lang):
        said["inLanguage"] = node.lang or lang
    several: dict[str, list[dict[str, Json]]] = {
        "author": [{"name": name} for name in node.held_by],
        "appearance": [_appearance(one) for one in node.citation],
        "isBasedOn": [{"@id": one} for one in bases],
    }
    for key, parts in several.items():
        if parts:
            said[key] = parts[0] if len(parts) == 1 else [*parts]
    return said


def _appearance(citation: str) -> dict[str, Json]:
    return {"@type": "CreativeWork", ("url" if is_address(citation) else "name"): citation}


def _id(node: Node) -> str:
    if node.item:
        return node.item.iri
    return node.id if is_address(node.id) else f"#{quote(node.id, safe='')}"


def _bases(argument: Argument) -> dict[str, list[str]]:
    """Return the id of a statement → what identifies the premises of the inferences that lead to it."""
    found: dict[str, list[str]] = {}
    sources, targets = argument.sources_of(), argument.targets_of()
    for node in argument.nodes.values():
        if node.type == "RA":
            premises = [_id(argument.nodes[one]) for one in sources[node.id] if argument.nodes[one].type == "I"]
            for one in targets[node.id]:
                found[one] = [*dict.fromkeys([*found.get(one, []), *premises])]
    return found
