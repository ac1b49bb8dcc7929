"""What tests of graphs share: a dataset as it can be compared, and updates that do all that can be done to graphs."""

import pyoxigraph as ox

from graph import Store, list_graphs
from tests.test_graph.changing import HISTORY

GENID = "https://w3id.org/claimatlas/genid/"
Content = tuple[frozenset[str], frozenset[str]]


def content(quads: "ox.Store | Store") -> Content:
    """Return quads as text, blank nodes by canonical names, and the graphs that there are; without the history."""
    raw = quads.export("nquads") if isinstance(quads, Store) else quads.dump(format=ox.RdfFormat.N_QUADS)
    named = list_graphs(quads) if isinstance(quads, Store) else [graph.value for graph in quads.named_graphs()]
    kept = (quad for quad in ox.parse(raw, format=ox.RdfFormat.N_QUADS) if quad.graph_name != ox.NamedNode(HISTORY))
    dataset = ox.Dataset(ox.Quad(*(_blank(term) for term in quad)) for quad in kept)  # type: ignore[arg-type]
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset)), frozenset(named) - {HISTORY}


def _blank(term: object) -> object:
    if isinstance(term, ox.NamedNode) and term.value.startswith(GENID):
        return ox.BlankNode(term.value.removeprefix(GENID))
    return term


def said(store: Store, graph: str) -> set[str]:
    """Return the triples of a graph, shortened."""
    rows = store.query(f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").rows()
    return {" ".join(cell.strip("<>").removeprefix("urn:") for cell in row) for row in rows}


GIVEN = """INSERT DATA { <urn:a> <urn:p> 1 . GRAPH <urn:g> { <urn:a> <urn:p> 2, 3 . <urn:b> <urn:p> 3 }
  GRAPH <urn:h> { <urn:b> <urn:p> 4 } } ; CREATE GRAPH <urn:empty>"""
# GRAPH with a variable finds the history too.
OWN = 'FILTER(STRSTARTS(STR(?g), "urn:"))'
UPDATES = [
    "INSERT DATA { GRAPH <urn:g> { <urn:c> <urn:p> 1 } GRAPH <urn:new> { <urn:c> <urn:p> 1 } <urn:c> <urn:p> 9 }",
    "DELETE DATA { GRAPH <urn:h> { <urn:b> <urn:p> 4 } GRAPH <urn:no> { <urn:b> <urn:p> 4 } <urn:a> <urn:p> 1 }",
    "INSERT DATA { GRAPH <urn:empty> { <urn:c> <urn:p> 01 } }",
    "INSERT DATA { GRAPH <urn:new> { } }",
    "PREFIX u: <urn:> INSERT DATA { GRAPH u:g { u:c u:p _:x . _:x u:q [ u:q 1 ] } GRAPH u:h { _:x u:q ( 1 2 ) } }",
    "DELETE WHERE { GRAPH <urn:g> { <urn:a> ?p ?o } }",
    "DELETE WHERE { GRAPH ?g { <urn:b> ?p ?o } }",
    "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH <urn:n> { ?s ?p ?g } } WHERE { GRAPH ?g { ?s ?p ?o } OWN }",
    "INSERT { GRAPH ?s { ?o ?p ?s . ?s ?p ?o } } WHERE { GRAPH <urn:g> { ?s ?p ?o } }",
    "INSERT { GRAPH ?o { ?s ?p ?o } ?o ?o ?o } WHERE { GRAPH <urn:g> { ?s ?p ?o } }",
    "INSERT { ?s <urn:q> ?nothing, ?o } WHERE { GRAPH <urn:g> { ?s ?p ?o } }",
    "INSERT { GRAPH <urn:new> { ?s <urn:q> [ <urn:r> ?o ] } } WHERE { GRAPH <urn:g> { ?s ?p ?o } }",
    "INSERT { GRAPH <urn:new> { [] <urn:q> 1 } } WHERE { GRAPH <urn:g> { ?s ?p ?o } }",
    "WITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 7 } WHERE { ?s ?p ?o FILTER(?o > 2) }",
    "WITH <urn:g> INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } OWN }",
    "WITH <urn:g> INSERT { GRAPH <urn:h> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "WITH <urn:new> INSERT { <urn:c> <urn:p> 1 } WHERE { }",
    "WITH <urn:new> INSERT { <urn:c> <urn:p> ?x } WHERE { BIND(5 AS ?x) FILTER NOT EXISTS { ?s ?p ?o } }",
    "WITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 8 } USING <urn:h> WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p ?o } USING <urn:g> USING <urn:h> WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p ?g } USING NAMED <urn:g> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "INSERT { ?s ?p ?g } USING <urn:h> USING NAMED <urn:g> WHERE { ?s ?p ?o GRAPH ?g { ?s ?p ?other } }",
    "BASE <urn:x/> PREFIX : <urn:> INSERT { GRAPH :g { <a> :p ?o } } USING :h WHERE { ?s :p ?o }",
    "CLEAR GRAPH <urn:g>",
    "CLEAR DEFAULT",
    "CLEAR NAMED",
    "CLEAR ALL",
    "DROP GRAPH <urn:g>",
    "DROP GRAPH <urn:empty>",
    "DROP DEFAULT",
    "DROP NAMED",
    "DROP ALL",
    "DROP SILENT GRAPH <urn:no>",
    "CREATE GRAPH <urn:new>",
    "CREATE SILENT GRAPH <urn:g>",
    "ADD <urn:g> TO <urn:h>",
    "ADD <urn:g> TO DEFAULT",
    "ADD DEFAULT TO GRAPH <urn:new>",
    "COPY <urn:g> TO <urn:h>",
    "COPY <urn:empty> TO <urn:h>",
    "COPY DEFAULT TO <urn:h>",
    "COPY <urn:g> TO <urn:g>",
    "MOVE <urn:g> TO <urn:h>",
    "MOVE GRAPH <urn:g> TO DEFAULT",
    "MOVE DEFAULT TO <urn:new>",
    "MOVE DEFAULT TO DEFAULT",
    "DROP GRAPH <urn:g> ; INSERT DATA { GRAPH <urn:g> { <urn:z> <urn:p> 1 } }",
    "INSERT DATA { GRAPH <urn:n> { <urn:z> <urn:p> 1 } } ; DELETE DATA { GRAPH <urn:n> { <urn:z> <urn:p> 1 } }",
    "INSERT DATA { GRAPH <urn:n> { <urn:z> <urn:p> 1 } } ; DROP GRAPH <urn:n> ;",
    "PREFIX : <urn:> COPY :g TO :n ; WITH :n DELETE { ?s ?p 3 } WHERE { ?s ?p 3 }",
    "CLEAR GRAPH <urn:h> ; INSERT { GRAPH ?g { <urn:z> <urn:p> 1 } } WHERE { GRAPH ?g {} }",
]  # fmt: skip
