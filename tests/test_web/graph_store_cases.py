"""The tests of the W3C's manifests for the Graph Store HTTP Protocol, by their ids, told in data of our own.

The manifests: https://w3c.github.io/rdf-tests/sparql/sparql11/graph-store-protocol/ and, deprecated in their favour but
still there, .../http-rdf-update/. The tests of the latter follow each other on one store. Where a manifest takes one of
several statuses, the one that this server gives is named.
"""

from dataclasses import dataclass

TURTLE = "text/turtle; charset=utf-8"
BOUNDARY = "between"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
NAMED = "?graph=http%3A%2F%2Fexample.org%2Fpeople%2F"
NEW = "NEW"
"""Stands in an address for the path, or the IRI, that a Location told."""

_HEAD = "@prefix : <http://example.org/terms#> . "
ANN = f'{_HEAD} <http://example.org/ann> a :Person ; :card [ a :Card ; :name "Ann" ] .'
BEA = f'{_HEAD} <http://example.org/ann> a :Person ; :card [ a :Card ; :name "Bea" ] .'
CAT = f'{_HEAD} [] a :Person ; :card [ a :Card ; :given "Cat" ] .'
FULL = f'{_HEAD} <http://example.org/ann> :full "Ann Lee" .'
PARTS = (f'{_HEAD} <http://example.org/ann> :family "Lee" .', f'{_HEAD} <http://example.org/ann> :given "Ann" .')


@dataclass(frozen=True)
class Step:
    """A request, and what is expected of its answer.

    Attributes:
        status: The status.
        method: The method.
        target: What follows `/store` in the address.
        body: Turtle; several are sent as the files of a form.
        graphs: Turtle whose triples the answer holds together; () where that is not looked at.
        names_new: Whether a Location tells the name of a new graph.
    """

    status: int
    method: str
    target: str
    body: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    names_new: bool = False

    @property
    def type(self) -> str:
        """The Content-Type of the body."""
        return (FORM if len(self.body) > 1 else TURTLE) if self.body else ""

    @property
    def content(self) -> bytes:
        """The body as it is sent."""
        if len(self.body) < 2:
            return "".join(self.body).encode()
        files = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}.ttl"; filename="{n}.ttl"\r\n'
            f"Content-Type: {TURTLE}\r\n\r\n{turtle}\r\n"
            for n, turtle in enumerate(self.body)
        )
        return f"{files}--{BOUNDARY}--\r\n".encode()


def _repeat(one: str) -> tuple[Step, ...]:
    return (
        Step(201, "PUT", one, (ANN,)),
        Step(200, "GET", one, graphs=(ANN,)),
        Step(204, "PUT", one, (BEA,)),
        Step(200, "GET", one, graphs=(BEA,)),
    )


def _deleted(one: str) -> tuple[Step, ...]:
    return (Step(201, "PUT", one, (CAT,)), Step(204, "DELETE", one), Step(404, "GET", one), Step(404, "DELETE", one))


def _added(one: str) -> tuple[Step, ...]:
    return (
        Step(201, "POST", one, (BEA,)),
        Step(200, "GET", one, graphs=(BEA,)),
        Step(204, "POST", one, PARTS),
        Step(200, "GET", one, graphs=(BEA, *PARTS)),
    )


CASES: dict[str, tuple[Step, ...]] = {
    "put_get_repeat_direct": _repeat("/person/1.ttl"),
    "put_delete_get_delete_direct": _deleted("/person/2.ttl"),
    "post_get_post_get_direct": _added("/person/1.ttl"),
    "head_existing_direct": (Step(201, "PUT", "/person/1.ttl", (ANN,)), Step(200, "HEAD", "/person/1.ttl")),
    "head_non_existing_direct": (Step(404, "HEAD", "/person/4.ttl"),),
    "put_get_repeat_indirect": _repeat(f"{NAMED}1.ttl"),
    "put_get_default": (Step(204, "PUT", "?default", (CAT,)), Step(200, "GET", "?default", graphs=(CAT,))),
    "put_delete_get_delete_indirect": _deleted(f"{NAMED}2.ttl"),
    "post_get_post_get_indirect": _added(f"{NAMED}1.ttl"),
    "post_get_new_graph": (
        Step(201, "POST", "", (CAT,), names_new=True),
        Step(200, "GET", f"?graph={NEW}", graphs=(CAT,)),
    ),
    "head_existing_indirect": (Step(201, "PUT", f"{NAMED}1.ttl", (ANN,)), Step(200, "HEAD", f"{NAMED}1.ttl")),
    "head_non_existing_indirect": (Step(404, "HEAD", f"{NAMED}4.ttl"),),
    "put_get_uri_pct_encoded_indirect": (
        Step(201, "PUT", f"{NAMED}1.ttl", (ANN,)),
        Step(200, "GET", "?graph=http://example.org/people/1.ttl", graphs=(ANN,)),
    ),
    "put_get_uri_pct_encoded_twice": (
        Step(201, "PUT", "?graph=http://example.org/people/%31.ttl", (ANN,)),
        Step(201, "PUT", "?graph=http://example.org/people/%2531.ttl", (BEA,)),
        Step(200, "GET", "?graph=http://example.org/people/%31.ttl", graphs=(ANN,)),
        Step(200, "GET", "?graph=http://example.org/people/%2531.ttl", graphs=(BEA,)),
    ),
}
"""Id of a test of the graph-store-protocol manifests → its steps, on a store with nothing in it."""

_ONE, _TWO = "/person/1.ttl", "/person/2.ttl"
_GROWN = (BEA, FULL, *PARTS)
OLDER: dict[str, Step] = {
    "put__initial_state": Step(201, "PUT", _ONE, (ANN,)),
    "get_of_put__initial_state": Step(200, "GET", f"?graph={NEW}{_ONE}", graphs=(ANN,)),
    "put__graph_already_in_store": Step(204, "PUT", _ONE, (BEA,)),
    "get_of_put__graph_already_in_store": Step(200, "GET", _ONE, graphs=(BEA,)),
    # The manifest has 201 here; the default graph is always there, and the newer manifest takes 204.
    "put__default_graph": Step(204, "PUT", "?default", (CAT,)),
    "get_of_put__default_graph": Step(200, "GET", "?default", graphs=(CAT,)),
    # The manifest has 200, without a body; the newer one takes 204 too, here and below.
    "delete__existing_graph": Step(204, "DELETE", _TWO),
    "get_of_delete__existing_graph": Step(404, "GET", _TWO),
    "delete__nonexistent_graph": Step(404, "DELETE", _TWO),
    "post__existing_graph": Step(204, "POST", _ONE, (FULL,)),
    "get_of_post__existing_graph": Step(200, "GET", _ONE, graphs=(BEA, FULL)),
    "post__multipart_formdata": Step(204, "POST", _ONE, PARTS),
    "get_of_post__multipart_formdata": Step(200, "GET", _ONE, graphs=_GROWN),
    "post__create__new_graph": Step(201, "POST", "", (CAT,), names_new=True),
    "get_of_post__create__new_graph": Step(200, "GET", NEW, graphs=(CAT,)),
    "get_of_post__after_noop": Step(200, "GET", NEW, graphs=(CAT,)),
    "head_on_an_existing_graph": Step(200, "HEAD", _ONE),
    "head_on_a_nonexisting_graph": Step(404, "HEAD", "/person/4.ttl"),
}
"""Id of a test of the http-rdf-update manifest → its one step; what the ones before it did is there."""
