"""The edges of the networkx projection."""

import networkx as nx

from graph.network_nodes import Nodes
from graph.network_relations import Relations


def add_edges(graph: "nx.MultiDiGraph[str]", relations: Relations, made: Nodes) -> None:
    """Add the edges between nodes that are in a graph; what else a relation names is left out."""
    _add_steps(graph, relations)
    for key, one, other in relations.conflicts:
        if one in graph and other in graph:
            relation = "undercuts" if graph.nodes[other]["kind"] == "inference" else "attacks"
            graph.add_edge(one, other, key=key, relation=relation)
    _add_links(graph, relations, made)
    for key, one, other in relations.rephrases:
        if one in graph and other in graph:
            graph.add_edge(one, other, key=key, relation="rephrases")
    for relation in ("about", "subject", "held_by", "carried_out_by", "targets", "broader"):
        for one, other in sorted(made.pointers[relation]):
            if one in graph and other in graph and _fits(graph, relation, other):
                graph.add_edge(one, other, key=relation, relation=relation)


def _fits(graph: "nx.MultiDiGraph[str]", relation: str, end: str) -> bool:
    """Whether a statement's subject is a type of power: topics are no nodes, and nothing else is a subject."""
    return relation != "subject" or graph.nodes[end]["kind"] == "power"


def _add_steps(graph: "nx.MultiDiGraph[str]", relations: Relations) -> None:
    for step in relations.steps:
        scheme, linked = graph.nodes[step.iri]["scheme"], len(step.premises) > 1
        premises = [premise for premise in step.premises if premise in graph]
        for conclusion in (one for one in step.conclusions if one in graph and premises):
            for premise in premises:
                graph.add_edge(premise, conclusion, key=step.iri, relation="supports", linked=linked, scheme=scheme)
                graph.add_edge(premise, step.iri, key=step.iri, relation="premise")
            graph.add_edge(step.iri, conclusion, key=step.iri, relation="conclusion")


def _add_links(graph: "nx.MultiDiGraph[str]", relations: Relations, made: Nodes) -> None:
    for link in relations.links:
        if link.policy in graph and link.power in graph:
            graph.add_edge(
                link.policy,
                link.power,
                key=link.iri,
                relation=link.bearing,
                whose=sorted(made.names[one] for one in link.whose if one in made.names),
                stated_by=[one for one in link.stated_by if one in graph],
                basis=link.basis,
            )
