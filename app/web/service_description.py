"""What the SPARQL service can do and which graphs it has, as RDF: https://www.w3.org/TR/sparql11-service-description/."""

import asyncio

from rdflib import RDF, BNode, Graph, Namespace, URIRef
from starlette.requests import Request
from starlette.responses import Response

from app.web.conditions import is_known, tag_of
from app.web.formats import GRAPHS, Chosen, chosen
from app.web.site import Site

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
"""The vocabulary of service descriptions."""
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
)  # fmt: skip
_INPUTS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_SIMPLE = URIRef("http://www.w3.org/ns/entailment/Simple")
_PLAIN = {"turtle": "turtle", "ntriples": "nt", "json": "json-ld", "xml": "xml"}
"""Our names of formats → rdflib's."""


async def describe_service(request: Request, site: Site) -> Response:
    """Return the description of the service.

    Raises:
        Problem: When the client takes none of the formats of RDF (406).
    """
    wanted = tuple(value for name, value in request.query_params.multi_items() if value)
    choice = chosen(", ".join(request.headers.getlist("accept")), wanted, GRAPHS)
    base = str(request.base_url)
    headers = {"vary": "Accept", "cache-control": "private, no-cache", "content-type": choice.content_type}
    version = site.version
    if version is not None:
        headers["etag"] = tag_of(version, "service", base, choice)
        if is_known(request, headers["etag"]):
            return Response(status_code=304, headers=headers)
    written = await asyncio.get_running_loop().run_in_executor(site.threads, _written, site, base, choice)
    return Response(written, headers=headers)


def _written(site: Site, base: str, choice: Chosen) -> bytes:
    key = ("service", base, choice)
    return site.cache.get(key, lambda: description(site, base).serialize(format=_PLAIN[choice.name], encoding="utf-8"))


def description(site: Site, base: str) -> Graph:
    """Return the description of a service.

    Args:
        site: What all routes share.
        base: The server's address, with a slash at the end.
    """
    graph = Graph()
    graph.bind("sd", SD)
    graph.bind("format", _FORMATS)
    service = BNode()
    said: list[tuple[URIRef, URIRef]] = [(RDF.type, SD.Service), (SD.endpoint, URIRef(f"{base}sparql"))]
    said += [(SD.supportedLanguage, SD.SPARQL10Query), (SD.supportedLanguage, SD.SPARQL11Query)]
    said += [] if site.read_only else [(SD.supportedLanguage, SD.SPARQL11Update)]
    said += [(SD.resultFormat, _FORMATS[name]) for name in _RESULTS]
    said += [] if site.read_only else [(SD.inputFormat, _FORMATS[name]) for name in _INPUTS]
    said += [(SD.feature, SD.EmptyGraphs), (SD.defaultEntailmentRegime, _SIMPLE)]
    said += [(SD.feature, SD.BasicFederatedQuery)] if site.settings.outgoing else []
    for predicate, value in said:
        graph.add((service, predicate, value))
    graph.add((service, SD.defaultDataset, _dataset(graph, site)))
    return graph


def _dataset(graph: Graph, site: Site) -> BNode:
    dataset, default = BNode(), BNode()
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    for name in sorted(row["g"] for row in site.store.query("SELECT DISTINCT ?g { GRAPH ?g {} FILTER(isIRI(?g)) }")):
        named, content = BNode(), BNode()
        graph.add((dataset, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, URIRef(name)))
        graph.add((named, SD.graph, content))
        graph.add((content, RDF.type, SD.Graph))
    return dataset
