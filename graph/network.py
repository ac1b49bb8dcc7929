"""The argument as a networkx graph: statements, inferences, policies, powers and actors, with typed edges.

Nodes are IRIs; every node has `kind`, `id` (the last part of the IRI), `label` and `text`. Every edge has `relation`
and, where a node of its own stands behind it in RDF, that node's IRI as its key. Relations:

- `supports` premise → conclusion (key: the inference; `linked` where several premises work only together; `scheme`),
  and in detail `premise` → inference → `conclusion`;
- `attacks` statement → statement and `undercuts` statement → inference (key: the conflict); `rephrases`;
- `wields`, `strengthens`, `erodes` policy → power (key: the power link; `whose`, `stated_by`, `basis`);
- `about`, `subject`, `held_by` from statements; `carried_out_by`, `targets` from policies; `broader` among powers.
"""

from collections import defaultdict
from typing import Any

import networkx as nx

from graph.passages import quotations
from graph.store import Store
from graph.terms import local_name, whole

KINDS = ("thesis", "claim", "evidence", "counterargument", "rebuttal")
"""The kinds of statements, as the nodes' `kind` says them."""

_STATEMENTS = """SELECT ?item ?kind ?label ?text ?commitment ?implicit {
  ?item a ca:Statement ; ca:kind ?kind ; rdfs:label ?label ; schema:text ?text ; ca:commitment ?commitment .
  OPTIONAL { ?item ca:implicit ?implicit }
}"""
_POLICIES = """SELECT ?item ?label ?text ?recommended ?start_date {
  ?item a ca:Policy ; rdfs:label ?label ; schema:text ?text ; ca:recommended ?recommended .
  OPTIONAL { ?item schema:startDate ?start_date }
}"""
_POWERS = "SELECT ?item ?label ?text { ?item a ca:PowerType ; skos:prefLabel ?label ; skos:definition ?text }"
_ACTORS = "SELECT ?item ?label { ?item a ca:Actor ; rdfs:label ?label }"
_INFERENCES = """SELECT ?item ?scheme { ?item a ca:Inference . OPTIONAL { ?item ca:scheme/skos:prefLabel ?scheme } }"""
_PLACES = """SELECT ?item ?section ?section_title ?paragraph ?start {
  ?note oa:hasBody ?item ; oa:hasTarget ?passage .
  ?passage ca:paragraph ?paragraph ; ca:section ?part ; oa:hasSelector ?position .
  ?part schema:position ?section ; dcterms:title ?section_title .
  ?position oa:start ?start .
}"""
_FIGURES = """SELECT ?item ?label ?qualifier ?value ?unit ?date {
  ?item ca:figure ?figure . ?figure rdfs:label ?label ; schema:value ?value ; schema:unitText ?unit .
  OPTIONAL { ?figure ca:qualifier ?exactness . FILTER(?exactness != ca:exact) ?exactness rdfs:label ?qualifier }
  OPTIONAL { ?figure schema:observationDate ?date }
} ORDER BY ?figure"""
_NAMES = {  # attribute of a node → the names of what it points to
    "held_by": "SELECT ?item ?name { ?item ca:heldBy/rdfs:label ?name } ORDER BY ?name",
    "subjects": "SELECT ?item ?name { ?item a ca:Statement ; dcterms:subject/skos:prefLabel ?name } ORDER BY ?name",
    "instruments": "SELECT ?item ?name { ?item ca:instrument/skos:prefLabel ?name } ORDER BY ?name",
    "carried_out_by": "SELECT ?item ?name { ?item ca:carriedOutBy/rdfs:label ?name } ORDER BY ?name",
    "targets": "SELECT ?item ?name { ?item ca:targets/rdfs:label ?name } ORDER BY ?name",
}
_LINKS = """SELECT ?item ?policy ?power ?bearing ?basis {
  ?item a ca:PowerLink ; ca:policy ?policy ; ca:power ?power ; ca:bearing ?bearing ; ca:basis ?basis
}"""
_EDGES = {  # relation → (from, to) of edges that stand for a plain triple
    "rephrases": "SELECT ?a ?b ?key { ?key ca:rephrases ?a ; ca:rephrased ?b }",
    "about": "SELECT ?a ?b { ?a a ca:Statement ; ca:about ?b }",
    "subject": "SELECT ?a ?b { ?a a ca:Statement ; dcterms:subject ?b . ?b a ca:PowerType }",
    "held_by": "SELECT ?a ?b { ?a ca:heldBy ?b }",
    "carried_out_by": "SELECT ?a ?b { ?a ca:carriedOutBy ?b }",
    "targets": "SELECT ?a ?b { ?a ca:targets ?b }",
    "broader": "SELECT ?a ?b { ?a a ca:PowerType ; skos:broader ?b }",
}


def projection(store: Store) -> "nx.MultiDiGraph[str]":
    """Return the store's argument as a directed graph with typed nodes and edges (see the head of this file).

    What a relation names but the store does not hold is left out (`claimatlas check` reports it).
    Nodes and edges come in a stated order: by their place in the text, then by IRI; so the same store gives the same
    graph. Texts that are passages of the source (`passage`) are there where the source is attached, else "".
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nodes = _nodes(store)
    for node in sorted(nodes, key=lambda iri: (nodes[iri].get("start", 1 << 30), iri)):
        graph.add_node(node, **nodes[node])
    _add_arguments(graph, store)
    _add_links(graph, store)
    for relation, query in _EDGES.items():
        for row in sorted(store.query(query), key=lambda row: (row["a"], row["b"])):
            if row["a"] in graph and row["b"] in graph:
                graph.add_edge(row["a"], row["b"], key=row.get("key", relation), relation=relation)
    return graph


def _nodes(store: Store) -> dict[str, dict[str, Any]]:
    nodes: dict[str, dict[str, Any]] = {}
    for row in store.query(_STATEMENTS):
        nodes[row["item"]] = {
            "kind": local_name(row["kind"]).lower(),
            "label": row["label"],
            "text": row["text"],
            "commitment": local_name(row["commitment"]),
            "implicit": row.get("implicit") == "true",
            "figures": [],
        }
    for row in store.query(_POLICIES):
        recommended = row["recommended"] == "true"
        texts = {"label": row["label"], "text": row["text"], "start_date": row.get("start_date", "")}
        nodes[row["item"]] = {"kind": "policy", **texts, "recommended": recommended}
    for row in store.query(_POWERS):
        nodes[row["item"]] = {"kind": "power", "label": row["label"], "text": row["text"], "broader": []}
    for row in store.query(_ACTORS):
        nodes[row["item"]] = {"kind": "actor", "label": row["label"], "text": ""}
    for row in store.query(_INFERENCES):
        scheme = row.get("scheme", "")
        nodes[row["item"]] = {"kind": "inference", "label": scheme or "Inference", "text": "", "scheme": scheme}
    for iri, node in nodes.items():
        node["id"] = local_name(iri)
    _describe(nodes, store)
    return nodes


def _describe(nodes: dict[str, dict[str, Any]], store: Store) -> None:
    """Add to the nodes what is listed: names, figures, places, passages."""
    wanted = {**dict.fromkeys(KINDS, ("held_by", "subjects")), "policy": ("instruments", "carried_out_by", "targets")}
    for node in nodes.values():
        node.update({name: [] for name in wanted.get(node["kind"], ())})
    for attribute, query in _NAMES.items():
        for row in store.query(query):
            if attribute in nodes.get(row["item"], {}):
                nodes[row["item"]][attribute].append(row["name"])
    for row in store.query(_EDGES["broader"]):
        nodes[row["a"]]["broader"] += [row["b"]] if row["b"] in nodes else []
    for row in store.query(_FIGURES):
        nodes.get(row["item"], {}).get("figures", []).append(_figure(row))
    _place(nodes, store)


def _place(nodes: dict[str, dict[str, Any]], store: Store) -> None:
    """Add to the nodes where they stand (of several places the first), and the words of the passage."""
    placed: dict[str, dict[str, Any]] = {}
    for row in store.query(_PLACES):
        place = {name: whole(row[name]) for name in ("start", "section", "paragraph")}
        if None not in place.values():
            here = {**place, "section_title": row["section_title"], "passage": ""}
            placed[row["item"]] = min(here, placed.get(row["item"], here), key=lambda there: there["start"])
    for item, words in quotations(store).items():
        placed.get(item, {})["passage"] = words
    for item, place in placed.items():
        nodes.get(item, {}).update(place)


def _figure(row: dict[str, str]) -> str:
    """Say a figure as a person reads it: “Japan's ratio: about 1.8 exports per unit of imports (2025)”."""
    exactness = f"{row['qualifier']} " if "qualifier" in row else ""
    if row["unit"] == "year":
        return f"{row['label']}: {exactness}{row['value']}"
    date = f" ({row['date']})" if "date" in row else ""
    return f"{row['label']}: {exactness}{_number(row['value'])} {row['unit']}{date}"


def _number(text: str) -> str:
    """Set off the thousands of a number of five digits or more."""
    number = whole(text)
    return text if number is None or abs(number) < 10_000 else f"{number:,}"


def _add_arguments(graph: "nx.MultiDiGraph[str]", store: Store) -> None:
    """Add the edges of inferences and conflicts."""
    premises: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in store.query("SELECT ?key ?a ?b { ?key a ca:Inference ; ca:premise ?a ; ca:conclusion ?b }"):
        if row["a"] in graph and row["b"] in graph:
            premises[row["key"], row["b"]].append(row["a"])
    for (key, conclusion), froms in sorted(premises.items()):
        for premise in sorted(froms):
            scheme, linked = graph.nodes[key]["scheme"], len(froms) > 1
            graph.add_edge(premise, conclusion, key=key, relation="supports", linked=linked, scheme=scheme)
            graph.add_edge(premise, key, key=key, relation="premise")
        graph.add_edge(key, conclusion, key=key, relation="conclusion")
    conflicts = store.query("SELECT ?key ?a ?b { ?key a ca:Conflict ; ca:attacker ?a ; ca:attacked ?b } ORDER BY ?key")
    for row in conflicts:
        if row["a"] not in graph or row["b"] not in graph:
            continue
        relation = "undercuts" if graph.nodes[row["b"]]["kind"] == "inference" else "attacks"
        graph.add_edge(row["a"], row["b"], key=row["key"], relation=relation)


def _add_links(graph: "nx.MultiDiGraph[str]", store: Store) -> None:
    """Add the edges of power links."""
    whose: dict[str, list[str]] = defaultdict(list)
    stated: dict[str, list[str]] = defaultdict(list)
    for row in store.query("SELECT ?item ?name { ?item ca:whosePower/rdfs:label ?name } ORDER BY ?name"):
        whose[row["item"]].append(row["name"])
    for row in store.query("SELECT ?item ?name { ?item ca:statedBy ?name } ORDER BY ?name"):
        stated[row["item"]].append(row["name"])
    for row in sorted(store.query(_LINKS), key=lambda row: row["item"]):
        link = row["item"]
        if row["policy"] not in graph or row["power"] not in graph:
            continue
        graph.add_edge(
            row["policy"],
            row["power"],
            key=link,
            relation=local_name(row["bearing"]),
            whose=whose[link],
            stated_by=stated[link],
            basis=local_name(row["basis"]),
        )
