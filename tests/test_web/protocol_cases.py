"""The tests of the W3C's manifest for the SPARQL 1.1 Protocol, by their ids, told in data of our own.

The manifest: https://w3c.github.io/rdf-tests/sparql/sparql11/protocol/. Where it takes any status of a class, the one
that this server gives is named. Graphs 1, 2 and 3 each say of themselves that they are a document.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
G = "http://example.org/graphs/"
DOCUMENT = "http://xmlns.com/foaf/0.1/Document"
RECORD = "http://purl.org/dc/terms/BibliographicResource"


def graph(number: int) -> str:
    """The IRI of a graph."""
    return f"{G}{number}"


def says(number: int, of: str = DOCUMENT) -> str:
    """The triple that graph number N holds."""
    return f"<{graph(number)}> a <{of}> ."


@dataclass(frozen=True)
class Step:
    """A request, and what is expected of its answer.

    Attributes:
        status: The status.
        method: The method.
        address: The parameters of the address.
        form: The parameters of the body.
        body: The body, where it is no form.
        type: Its Content-Type.
        yes: What the answer to ASK is; None where that is not looked at.
        kind: What kind of answer there is: boolean, tabular or RDF; "" where there is none.
    """

    status: int
    method: str = "POST"
    address: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    type: str = ""
    yes: bool | None = None
    kind: str = ""

    @property
    def target(self) -> str:
        """The path and the parameters of the address."""
        return f"/sparql?{urlencode(self.address)}" if self.address else "/sparql"

    @property
    def content(self) -> bytes:
        """The body as it is sent."""
        return urlencode(self.form).encode() if self.form else self.body


@dataclass(frozen=True)
class Case:
    """A test: steps that follow each other; `graphs` are there before."""

    steps: tuple[Step, ...]
    graphs: tuple[int, ...] = field(default=())


def asks(text: str, *address: tuple[str, str], yes: bool = True) -> Step:
    """A step that posts an ASK query as it is."""
    return Step(200, address=address, body=text.encode(), type=QUERY, yes=yes, kind="boolean")


def changes(text: str, *address: tuple[str, str]) -> Step:
    """A step that posts an update as it is."""
    return Step(204, address=address, body=text.encode(), type=UPDATE)


def _of(name: str, *numbers: int) -> tuple[tuple[str, str], ...]:
    return tuple((name, graph(number)) for number in numbers)


_BOTH = f"ASK {{ {says(1)} {says(2)} }}"
_EACH = f"ASK {{ GRAPH ?a {{ {says(1)} }} GRAPH ?b {{ {says(2)} }} }}"
_NONE = _of("default-graph-uri", 0)
_FILL = " ".join(f"GRAPH <{graph(n)}> {{ {says(n)} }}" for n in (1, 2, 3))
_FRESH = f"DROP ALL ; INSERT DATA {{ {_FILL} }} ; "
_MARK = f"INSERT {{ GRAPH <{graph(9)}> {{ ?s a <{RECORD}> }} }} WHERE "
_MARKED_TWO = asks(
    f"ASK {{ GRAPH <{graph(9)}> {{ {says(1, RECORD)} {says(2, RECORD)} }} "
    f"FILTER NOT EXISTS {{ GRAPH <{graph(9)}> {{ {says(3, RECORD)} }} }} }}"
)
_WHERE = (
    f"INSERT {{ GRAPH <{graph(9)}> {{ ?s <{G}in> ?in }} }} WHERE {{ "
    f"{{ GRAPH ?g {{ ?s a <{DOCUMENT}> }} BIND(?g AS ?in) }} "
    f'UNION {{ ?s a <{DOCUMENT}> BIND("default" AS ?in) }} }}'
)

CASES: dict[str, Case] = {
    "query_post_form": Case(
        (Step(200, address=_NONE, form=(("query", "ASK {}"),), type=FORM, yes=True, kind="boolean"),)
    ),
    "query_dataset_default_graphs_get": Case(
        (
            Step(
                200,
                "GET",
                address=(("query", _BOTH), *_of("default-graph-uri", 1, 2)),
                yes=True,
                kind="boolean",
            ),
        ),
        (1, 2),
    ),
    "query_dataset_default_graphs_post": Case((asks(_BOTH, *_of("default-graph-uri", 1, 2)),), (1, 2)),
    "query_dataset_named_graphs_post": Case((asks(_EACH, *_of("named-graph-uri", 1, 2)),), (1, 2)),
    "query_dataset_named_graphs_get": Case(
        (Step(200, "GET", address=(("query", _EACH), *_of("named-graph-uri", 1, 2)), yes=True, kind="boolean"),),
        (1, 2),
    ),
    "query_dataset_full": Case(
        (
            asks(
                _EACH.replace("{", f"{{ {says(3)} ", 1),
                *_of("default-graph-uri", 3),
                *_of("named-graph-uri", 1, 2),
            ),
        ),
        (1, 2, 3),
    ),
    "query_multiple_dataset": Case(
        (
            asks(_EACH.replace("ASK", f"ASK FROM <{graph(3)}>"), *_of("named-graph-uri", 1, 2)),
            # What the request names counts, and what the query names does not.
            asks(f"ASK FROM <{graph(3)}> {{ {says(3)} }}", *_of("named-graph-uri", 1, 2), yes=False),
        ),
        (1, 2, 3),
    ),
    "query_get": Case((Step(200, "GET", address=(("query", "ASK {}"), *_NONE), yes=True, kind="boolean"),)),
    "query_content_type_select": Case(
        (Step(200, address=_NONE, body=b"SELECT (1 AS ?one) {}", type=QUERY, kind="tabular"),)
    ),
    "query_content_type_ask": Case((asks("ASK {}", *_NONE),)),
    "query_content_type_describe": Case(
        (Step(200, address=_NONE, body=b"DESCRIBE <http://example.org/>", type=QUERY, kind="RDF"),)
    ),
    "query_content_type_construct": Case(
        (Step(200, address=_NONE, body=b"CONSTRUCT { <a> <b> 1 } WHERE {}", type=QUERY, kind="RDF"),)
    ),
    "update_dataset_default_graph": Case(
        (
            changes(
                f"CLEAR ALL ; INSERT DATA {{ GRAPH <{graph(1)}> {{ {says(1)} }} }} ; {_MARK} {{ ?s a <{DOCUMENT}> }}",
                *_of("using-graph-uri", 1),
            ),
            asks(f"ASK {{ GRAPH <{graph(9)}> {{ {says(1, RECORD)} }} }}"),
        )
    ),
    "update_dataset_default_graphs": Case(
        (changes(f"{_FRESH} {_MARK} {{ ?s a <{DOCUMENT}> }}", *_of("using-graph-uri", 1, 2)), _MARKED_TWO)
    ),
    "update_dataset_named_graphs": Case(
        (
            changes(f"{_FRESH} {_MARK} {{ GRAPH ?g {{ ?s a <{DOCUMENT}> }} }}", *_of("using-named-graph-uri", 1, 2)),
            _MARKED_TWO,
        )
    ),
    "update_dataset_full": Case(
        (
            changes(_FRESH + _WHERE, *_of("using-graph-uri", 1), *_of("using-named-graph-uri", 2)),
            asks(
                f'ASK {{ GRAPH <{graph(9)}> {{ <{graph(1)}> <{G}in> "default" . <{graph(2)}> <{G}in> <{graph(2)}> }} '
                f"FILTER NOT EXISTS {{ GRAPH <{graph(9)}> {{ <{graph(3)}> ?p ?o }} }} }}"
            ),
        )
    ),
    "update_post_form": Case((Step(204, form=(("update", "CLEAR ALL"),), type=FORM),)),
    "update_post_direct": Case((changes("CLEAR ALL"),)),
    "update_base_uri": Case(
        (
            changes(
                f"CLEAR SILENT GRAPH <{graph(8)}> ; INSERT DATA {{ GRAPH <{graph(8)}> {{ <{G}s> <{G}p> <near> }} }}"
            ),
            asks(f'ASK {{ GRAPH <{graph(8)}> {{ <{G}s> <{G}p> ?o FILTER(isIRI(?o) && STR(?o) != "near") }} }}'),
        )
    ),
    "query_post_direct": Case((asks("ASK {}"),)),
    "bad_query_method": Case((Step(405, "PUT", address=(("query", "ASK {}"), *_NONE), type=FORM),)),
    "bad_multiple_queries": Case((Step(400, "GET", address=(("query", "ASK {}"), ("query", "SELECT * {}"))),)),
    "bad_query_wrong_media_type": Case((Step(415, body=b"ASK {}", type="text/plain"),)),
    "bad_query_missing_form_type": Case((Step(415, form=(("query", "ASK {}"),)),)),
    "bad_query_missing_direct_type": Case((Step(415, body=b"ASK {}"),)),
    "bad_query_non_utf8": Case((Step(415, body="ASK {}".encode("utf-16"), type=f"{QUERY}; charset=UTF-16"),)),
    "bad_query_syntax": Case((Step(400, "GET", address=(("query", "ASK {"),)),)),
    "bad_update_get": Case((Step(405, "GET", address=(("update", "CLEAR ALL"),)),)),
    "bad_multiple_updates": Case(
        (Step(400, form=(("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT")), type=FORM),)
    ),
    "bad_update_wrong_media_type": Case((Step(415, body=b"CLEAR NAMED", type="text/plain"),)),
    "bad_update_missing_form_type": Case((Step(415, form=(("update", "CLEAR NAMED"),)),)),
    "bad_update_non_utf8": Case((Step(415, body="CLEAR NAMED".encode("utf-16"), type=f"{UPDATE}; charset=UTF-16"),)),
    "bad_update_syntax": Case((Step(400, form=(("update", "CLEAR XYZ"),), type=FORM),)),
    "bad_update_dataset_conflict": Case(
        (
            Step(
                400,
                address=_of("using-named-graph-uri", 1),
                body=f"WITH <{graph(2)}> DELETE {{ ?s ?p 1 }} INSERT {{ ?s ?p 2 }} WHERE {{ ?s ?p 1 }}".encode(),
                type=UPDATE,
            ),
        )
    ),
}
"""Id of a test → the test."""
