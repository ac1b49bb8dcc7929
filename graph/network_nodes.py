"""The nodes of the networkx projection, with all that is said of each, and what they point to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.asking import Ask
from graph.gathering import Said, among, first, said_of, texts
from graph.nearest import Part
from graph.network_relations import Relations
from graph.terms import local_name, whole
from ontology import superclasses

MOST_POLICIES, MOST_ACTORS = 300, 600
"""How many policies and actors a part of a corpus has at most, besides those that are asked for by name."""

_STATEMENT = {"kind": "ca:kind", "label": "rdfs:label", "text": "schema:text", "commitment": "ca:commitment"}
_STATEMENT_MORE = {
    "implicit": "ca:implicit",
    "held_by": "ca:heldBy",
    "subject": "dcterms:subject",
    "about": "ca:about",
    "figure": "ca:figure",
}
_POLICY = {"label": "rdfs:label", "text": "schema:text", "recommended": "ca:recommended"}
_POLICY_MORE = {
    "start_date": "schema:startDate",
    "instrument": "ca:instrument",
    "carried_out_by": "ca:carriedOutBy",
    "targets": "ca:targets",
}
_POWER = {"label": "skos:prefLabel", "text": "skos:definition"}
_ACTOR = {"label": "rdfs:label", "kind": "ca:kind"}
_NAMING_ACTORS = ("held_by", "about", "carried_out_by", "targets")
_FIGURE = {"label": "rdfs:label", "value": "schema:value", "unit": "schema:unitText"}
_FIGURE_MORE = {"date": "schema:observationDate", "qualifier": "ca:qualifier"}


@dataclass
class Nodes:
    """The nodes by IRI, and what some of them point to.

    Attributes:
        nodes: IRI → attributes.
        pointers: Relation → (from, to); what they point to need not be a node.
        names: IRI → name of actors, and of concepts.
    """

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    pointers: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, str] = field(default_factory=dict)


def nodes_of(ask: Ask, part: Part | None, relations: Relations) -> Nodes:
    """Return the nodes of the whole store (None), or of a part: its statements, and what hangs on them."""
    made = Nodes()
    concepts = said_of(ask, among(None, "?item a skos:Concept ."), {"label": "skos:prefLabel"})
    made.names = {iri: first(of["label"]) for iri, of in concepts.items()}
    statements = said_of(
        ask, among(part.statements if part else None, "?item a ca:Statement ."), _STATEMENT, _STATEMENT_MORE
    )
    policies, actors = _policies(ask, part, statements, relations), Counter[str]()
    for of in (*statements.values(), *policies.values()):
        actors.update(
            text for name in ("held_by", "about", "carried_out_by", "targets") for text in texts(of.get(name))
        )
    actors.update(one for link in relations.links for one in link.whose)
    shown = _actors(ask, part, actors, made)
    figures = _figures(ask, part, statements)
    made.nodes |= {iri: _statement(of, made.names, figures) for iri, of in statements.items()}
    made.nodes |= {iri: _policy(of, made.names) for iri, of in policies.items()}
    made.nodes |= _powers(ask, part, statements, relations)
    made.nodes |= shown
    made.nodes |= {step.iri: _inference(step.scheme, made.names) for step in relations.steps}
    for iri, node in made.nodes.items():
        node["id"] = local_name(iri)
    _point(made, statements, ("held_by", "about", "subject"))
    _point(made, policies, ("carried_out_by", "targets"))
    made.pointers["broader"] |= {(iri, up) for iri, node in made.nodes.items() for up in node.get("broader", ())}
    return made


def _point(made: Nodes, said: Said, relations: Iterable[str]) -> None:
    for relation in relations:
        made.pointers[relation] |= {(iri, end) for iri, of in said.items() for end in texts(of.get(relation))}


def _policies(ask: Ask, part: Part | None, statements: Said, relations: Relations) -> Said:
    """Return what is said of policies; in a part, of those that most power links and statements name."""
    if part is None:
        return said_of(ask, among(None, "?item a ca:Policy ."), _POLICY, _POLICY_MORE)
    bearing = Counter(link.policy for link in relations.links)
    spoken = Counter(text for of in statements.values() for text in texts(of.get("about")))
    known = _of_class(ask, {*bearing, *spoken, *part.named}, {"Policy"})
    ranked = sorted(known, key=lambda iri: (iri not in part.named, -bearing[iri], -spoken[iri], iri))
    return said_of(ask, among(ranked[: MOST_POLICIES + len(known & part.named)]), _POLICY, _POLICY_MORE)


def _actors(ask: Ask, part: Part | None, named: Counter[str], made: Nodes) -> dict[str, dict[str, Any]]:
    """Return the nodes of actors, in a part of those that are named most, and note the names of all."""
    wanted = None if part is None else {*named, *part.named}
    said = said_of(ask, among(wanted, "?item a ca:Actor ."), _ACTOR)
    words = {iri: local_name(first(of["kind"])) for iri, of in said.items()}
    shown = [iri for iri, word in words.items() if word == "Actor" or "Actor" in superclasses(word)]
    made.names |= {iri: first(said[iri]["label"]) for iri in shown}
    if part is not None:
        shown.sort(key=lambda iri: (iri not in part.named, -named[iri], iri))
        del shown[MOST_ACTORS + len(part.named.intersection(shown)) :]
    return {iri: {"kind": "actor", "label": made.names[iri], "text": "", "kind_word": words[iri]} for iri in shown}


def _powers(ask: Ask, part: Part | None, statements: Said, relations: Relations) -> dict[str, dict[str, Any]]:
    """Return the nodes of types of power; in a part, of those that are named, and of those above them."""
    said = said_of(ask, among(None, "?item a ca:PowerType ."), _POWER, {"broader": "skos:broader"})
    powers = {
        iri: {
            "kind": "power",
            "label": first(of["label"]),
            "text": first(of["text"]),
            "broader": [up for up in texts(of.get("broader")) if up in said],
        }
        for iri, of in said.items()
    }
    if part is None:
        return powers
    wanted = {link.power for link in relations.links} | {*part.named}
    wanted |= {text for of in statements.values() for text in texts(of.get("subject"))}
    rim = wanted = wanted & powers.keys()
    while rim:
        rim = {up for iri in rim for up in powers[iri]["broader"]} - wanted
        wanted = wanted | rim
    return {iri: node for iri, node in powers.items() if iri in wanted}


def _of_class(ask: Ask, items: set[str], kinds: set[str]) -> set[str]:
    said = said_of(ask, among(items), {"kind": "ca:kind"})
    return {iri for iri, of in said.items() if local_name(first(of["kind"])) in kinds}


def _statement(of: Mapping[str, list[Any]], names: Mapping[str, str], figures: Mapping[str, str]) -> dict[str, Any]:
    holders = [iri for iri in texts(of.get("held_by")) if iri in names]
    return {
        "kind": local_name(first(of["kind"])).lower(),
        "label": first(of["label"]),
        "text": first(of["text"]),
        "commitment": local_name(first(of["commitment"])),
        "implicit": first(of.get("implicit")) == "true",
        "figures": [figures[iri] for iri in texts(of.get("figure")) if iri in figures],
        "held_by": sorted(names[iri] for iri in holders),
        "holders": holders,
        "subjects": _named(of.get("subject"), names),
        "places": [],
    }


def _policy(of: Mapping[str, list[Any]], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": "policy",
        "label": first(of["label"]),
        "text": first(of["text"]),
        "start_date": first(of.get("start_date")),
        "recommended": first(of["recommended"]) == "true",
        "instruments": _named(of.get("instrument"), names),
        "carried_out_by": _named(of.get("carried_out_by"), names),
        "targets": _named(of.get("targets"), names),
        "places": [],
    }


def _inference(scheme: str, names: Mapping[str, str]) -> dict[str, Any]:
    name = names.get(scheme, "")
    told = {"scheme": name, "scheme_id": local_name(scheme), "questions": []}
    return {"kind": "inference", "label": name or "Inference", "text": "", **told}


def _named(terms: list[Any] | None, names: Mapping[str, str]) -> list[str]:
    return sorted(names[iri] for iri in texts(terms) if iri in names)


def _figures(ask: Ask, part: Part | None, statements: Said) -> dict[str, str]:
    """Return figure → what it says, as a person reads it."""
    wanted = {text for of in statements.values() for text in texts(of.get("figure"))} if part else None
    said = said_of(ask, among(wanted, "?item a ca:Observation ."), _FIGURE, _FIGURE_MORE)
    words = said_of(ask, among(None, "?item a ca:Qualifier .") if said else [], {"label": "rdfs:label"})
    exact = {iri: "" if local_name(iri) == "exact" else f"{first(of['label'])} " for iri, of in words.items()}
    return {iri: _figure(of, exact) for iri, of in said.items()}


def _figure(of: Mapping[str, list[Any]], exact: Mapping[str, str]) -> str:
    """Say a figure as a person reads it: “Japan's ratio: about 1.8 exports per unit of imports (2025)”."""
    label, number, unit, day = (first(of.get(name)) for name in ("label", "value", "unit", "date"))
    exactness = exact.get(first(of.get("qualifier")), "")
    if unit == "year":
        return f"{label}: {exactness}{number}"
    return f"{label}: {exactness}{_number(number)} {unit}{f' ({day})' if day else ''}"


def _number(text: str) -> str:
    """Set off the thousands of a number of five digits or more."""
    number = whole(text)
    return text if number is None or abs(number) < 10_000 else f"{number:,}"
