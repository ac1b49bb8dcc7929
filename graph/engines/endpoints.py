"""Where SPARQL servers have their endpoints: found from one address, so that this is all that a person has to give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urldefrag

UNION = "union"
"""What a default graph is called that shows all named graphs together."""
PLAIN = "plain"
"""What a default graph is called that is one of its own beside the named graphs, as the standard suggests."""


@dataclass(frozen=True)
class Endpoints:
    """The endpoints of a server.

    Attributes:
        query: Where queries go (SPARQL 1.1 Protocol).
        update: Where updates go.
        graphs: Where a graph is read and written by `?graph=` (Graph Store Protocol); "" for nowhere.
        quads: Where N-Quads of several graphs are added in one transaction; "" for nowhere.
        default_graph: `PLAIN` or `UNION`; "" where that has to be found out.
    """

    query: str
    update: str
    graphs: str = ""
    quads: str = ""
    default_graph: str = ""


@dataclass(frozen=True)
class _Product:
    """How a product arranges its endpoints, after the address that its users know."""

    server: str
    update: str
    graphs: str = ""
    quads: str = ""
    default_graph: str = ""

    def endpoints(self, query: str, base: str) -> Endpoints:
        return Endpoints(
            query,
            base + self.update,
            base + self.graphs if self.graphs else "",
            base + self.quads if self.quads else "",
            self.default_graph,
        )


# Which product answers is told by what its header Server begins with; the first of a place is for all others.
_AT: Mapping[str, tuple[_Product, ...]] = {
    "/query": (
        _Product("", "/update"),
        _Product("Oxigraph", "/update", "/store", "/store", PLAIN),
        _Product("Apache Jena Fuseki", "/update", "/data", "/data"),
    ),
    "/sparql": (
        _Product("", "/sparql"),
        _Product("Virtuoso", "/sparql-auth", "/sparql-graph-crud-auth", default_graph=UNION),
        _Product("claimatlas", "/update", "/store"),
    ),
    "": (_Product("", ""),),
}
_REPOSITORY = _Product("", "/statements", "/rdf-graphs/service", "/statements", UNION)
"""RDF4J and GraphDB: the address of a repository is its query endpoint."""
_NEPTUNE = _Product("", "/sparql", "/sparql/gsp/", default_graph=UNION)


def address_of(url: str) -> str:
    """Return the address without what follows `#`, which says where the endpoints are."""
    return urldefrag(url).url.rstrip("/")


def query_places(url: str) -> Iterator[str]:
    """Yield the addresses at which a server may answer queries, the likeliest first."""
    address = address_of(url)
    if _told(url) or "/repositories/" in address:
        yield address
        return
    if address.endswith("/sparql"):
        yield address
        return
    yield from (address + place for place in _AT)


def endpoints_of(url: str, query: str, server: str) -> Endpoints:
    """Return the endpoints of a server.

    Args:
        url: Its address, as a person gave it. What follows `#` names the endpoints where they are in unusual places:
            `https://host/ask#update=https://host/change&graphs=https://host/graphs`.
        query: Where it answered a query.
        server: What its header Server says.
    """
    told = _told(url)
    if told:
        return Endpoints(query, told.get("update", query), told.get("graphs", ""), told.get("quads", ""))
    if "/repositories/" in query:
        return _REPOSITORY.endpoints(query, query)
    if "neptune" in query:
        return _NEPTUNE.endpoints(query, query.removesuffix("/sparql"))
    place = next(place for place in _AT if query.endswith(place))
    named = [product for product in _AT[place] if product.server and server.startswith(product.server)]
    return (named or _AT[place])[0].endpoints(query, query.removesuffix(place) if place else query)


def _told(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urldefrag(url).fragment).items()}
