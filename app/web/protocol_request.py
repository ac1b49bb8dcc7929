"""A request of the SPARQL 1.1 Protocol, read from HTTP: one query or update, and the graphs that it is to see.

https://www.w3.org/TR/sparql11-protocol/: a query comes in the address (GET), in a form, or as the body itself; an
update in a form or as the body. What names the graphs may stand in the address with all of these. What is wrong with a
request:

- 400: both a query and an update, none or several of either; parameters that are not for it; text that is not UTF-8;
- 405: an update by GET;
- 413, 414: too long a query, in the body or in the address;
- 415: a body of no media type, or of one that holds no SPARQL, or not in UTF-8.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from app.web.problems import Problem

QUERY, UPDATE, FORM = "application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded"
ACCEPT_POST = f"{FORM}, {QUERY}, {UPDATE}"
"""What may be posted, as the header of that name tells it."""

Kind = Literal["query", "update"]
Pairs = list[tuple[str, str]]

_UTF8 = ("", "utf-8", "utf8", "us-ascii")
_MOST = 1000
"""How many parameters a request may have."""
_GRAPHS = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}
_FORMATS = ("format", "output", "results")
_RDFLIB_DEFAULT = "urn:x-rdflib:default"
"""What rdflib calls the default graph of a server, which it names where others do not."""
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\ud800-\udfff]*")
_SECONDS = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ?(m?s)?")


@dataclass(frozen=True)
class Operation:
    """One query or update.

    Attributes:
        kind: Which of the two.
        text: The SPARQL.
        default_graphs: The graphs that are its default graph together; () with no `named_graphs`: the store's own.
        named_graphs: The named graphs that it sees.
        wanted: The formats that parameters name, the first that fits counts.
        seconds: How long it may run at most, where the client says so.
    """

    kind: Kind
    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    seconds: float | None = None

    @property
    def dataset(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The graphs that it names, default ones and others; None where it names none."""
        return (self.default_graphs, self.named_graphs) if self.default_graphs or self.named_graphs else None


async def operation_of(request: Request, longest: int) -> Operation:
    """Return what a request asks for.

    Args:
        request: The request: GET, HEAD or POST.
        longest: How many characters a query may have; an update may fill the body.

    Raises:
        Problem: See the head of this module.
    """
    pairs = address_pairs(request)
    operation = _operation(pairs + await _posted(request) if request.method == "POST" else pairs)
    if request.method != "POST" and operation.kind == "update":
        raise Problem(405, "An update changes the store; send it by POST.", headers={"Allow": "POST, OPTIONS"})
    if operation.kind == "query" and len(operation.text) > longest:
        status = 413 if request.method == "POST" else 414
        raise Problem(status, f"The query is longer than {longest:,} characters, the limit here.")
    return operation


def address_pairs(request: Request) -> Pairs:
    """Return the parameters of a request's address; they are read once.

    Raises:
        Problem: When they are not UTF-8, or too many (400).
    """
    if not hasattr(request.state, "pairs"):
        request.state.pairs = _pairs(request.scope["query_string"], "address")
    pairs: Pairs = request.state.pairs
    return pairs


def media_type_of(header: str) -> tuple[str, str]:
    """Return what a Content-Type names: media type and charset in small letters; "" for what it does not name."""
    media_type, options = parse_options_header(header)
    return media_type.decode("latin-1").lower(), options.get(b"charset", b"").decode("latin-1").lower()


def is_absolute(iri: str) -> bool:
    """Whether a text is an absolute IRI, as far as its characters tell."""
    return _IRI.fullmatch(iri) is not None


async def _posted(request: Request) -> Pairs:
    media_type, charset = media_type_of(request.headers.get("content-type", ""))
    if media_type not in (FORM, QUERY, UPDATE):
        sent = f"The body is {media_type}" if media_type else "The body has no Content-Type"
        told = f"{sent}; a query or update is posted as one of {ACCEPT_POST}."
        raise Problem(415, told, headers={"Accept-Post": ACCEPT_POST})
    if charset not in _UTF8:
        raise Problem(415, f"The body is in {charset}; SPARQL is sent in UTF-8.", headers={"Accept-Post": ACCEPT_POST})
    body = await request.body()
    if media_type == FORM:
        return _pairs(body, "form")
    try:
        return [("query" if media_type == QUERY else "update", body.decode("utf-8"))]
    except UnicodeDecodeError as error:
        raise Problem(400, f"The body is not UTF-8: byte {error.start + 1} cannot be read.") from error


def _pairs(text: bytes, where: str) -> Pairs:
    try:
        return parse_qsl(text.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST)
    except UnicodeDecodeError as error:
        raise Problem(400, f"The parameters of the {where} are not UTF-8.") from error
    except ValueError as error:
        raise Problem(400, f"The {where} has more than {_MOST} parameters.") from error


def _operation(pairs: Pairs) -> Operation:
    texts = [(name, value) for name, value in pairs if name in ("query", "update")]
    if len(texts) != 1:
        raise Problem(400, _not_one(texts))
    kind: Kind = "query" if texts[0][0] == "query" else "update"
    default, named = (_graphs(pairs, name) for name in _GRAPHS[kind])
    _refuse_foreign(pairs, kind)
    wanted = tuple(value for name, value in pairs if name in _FORMATS and value)
    return Operation(kind, texts[0][1], default, named, wanted, _seconds(pairs))


def _not_one(texts: Pairs) -> str:
    names = {name for name, _ in texts}
    if not texts:
        return "There is no query here: give one as the parameter “query” or as a body of type " + QUERY + "."
    if len(names) > 1:
        return "There is a query and an update here; send one of them."
    return f"There are {len(texts)} parameters “{names.pop()}”; send one at a time."


def _graphs(pairs: Pairs, name: str) -> tuple[str, ...]:
    graphs = [value for key, value in pairs if key == name and value != _RDFLIB_DEFAULT]
    for graph in graphs:
        if not is_absolute(graph):
            raise Problem(400, f"The parameter {name} takes a whole IRI, such as https://example.org/a, not “{graph}”.")
    return tuple(dict.fromkeys(graphs))


def _refuse_foreign(pairs: Pairs, kind: Kind) -> None:
    """Refuse what names graphs for the other kind: without it, something else would be asked or changed."""
    other = _GRAPHS["update" if kind == "query" else "query"]
    for name, _ in pairs:
        if name in other:
            mine = _GRAPHS[kind][other.index(name)]
            raise Problem(400, f"The parameter {name} is not for a {kind}; use {mine}.")


def _seconds(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Return what “timeout” says: seconds, or with a unit `s` or `ms`."""
    said = [value for name, value in pairs if name == "timeout" and value]
    if not said:
        return None
    read = [_SECONDS.fullmatch(value) for value in said]
    seconds = [float(found[1]) / (1000 if found[2] == "ms" else 1) for found in read if found]
    if len(seconds) < len(said) or not min(seconds):
        raise Problem(400, "The parameter timeout takes seconds, such as 5, 0.5 or 500ms.")
    return min(seconds)
