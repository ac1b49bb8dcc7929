"""The vocabulary at its own address: every term with its definition, for people and for programs."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.access import Reader
from app.web.conditions import is_known, tag_of
from app.web.item_cards import BASE
from app.web.item_pages import alternates
from app.web.item_rdf import EXTENSIONS, links, wanted
from app.web.site import SiteDep
from ontology import CA, PREFIXES, concept_files

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

router = APIRouter(include_in_schema=False)
_GET = ["GET", "HEAD"]
_IRI = f"{BASE}/ontology"
_FORMATS = {"turtle": "turtle", "ntriples": "nt", "json": "json-ld", "xml": "pretty-xml"}
_KINDS = {"Class": "Classes", "ObjectProperty": "Relations", "DatatypeProperty": "Values"}
_OTHER = "Closed lists"


@dataclass(frozen=True)
class Term:
    """A term of the vocabulary.

    Attributes:
        name: The last part of its IRI.
        label: Its label.
        definition: What it means.
        said: What else is said of it: (what, values), each value with the address of a term, or "".
    """

    name: str
    label: str
    definition: str
    said: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@router.api_route("/ontology", methods=_GET)
def ontology(request: Request, site: SiteDep, _: Reader) -> Response:
    """The vocabulary, whole."""
    return _vocabulary(request, site, "")


@router.api_route("/ontology.{extension}", methods=_GET)
def ontology_in(request: Request, site: SiteDep, _: Reader, extension: str) -> Response:
    """The vocabulary in the format that the address names."""
    return _vocabulary(request, site, extension if extension in EXTENSIONS else "?")


def _vocabulary(request: Request, site: SiteDep, extension: str) -> Response:
    want = wanted(request, extension)
    headers = {"Link": links("/ontology", _IRI), "Vary": "Accept"}
    if want.format == "html":
        page = site.pages.render(
            request, "ontology.html", sections=_sections(), iri=_IRI, alternates=alternates("/ontology")
        )
        page.headers.update(headers)
        return page
    content = _written(want.format)
    headers["ETag"] = tag_of("ontology", want.content_type)
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=want.content_type)


@cache
def _written(format_: str) -> bytes:
    """Return the vocabulary in a format; as Turtle, as it is kept, with its comments."""
    if format_ == "turtle":
        return concept_files()[0].read_bytes()
    content = _graph().serialize(format=_FORMATS[format_], encoding="utf-8")
    return b"\n".join(sorted(filter(None, content.split(b"\n")))) + b"\n" if format_ == "ntriples" else content


@cache
def _graph() -> "Graph":
    from rdflib import Graph

    return Graph().parse(data=concept_files()[0].read_bytes(), format="turtle")


@cache
def _sections() -> tuple[tuple[str, tuple[Term, ...]], ...]:
    """Return the terms under headings, by name."""
    from rdflib import RDF, URIRef

    graph, found = _graph(), dict[str, list[Term]]()
    for subject in sorted(set(graph.subjects(RDF.type, None)), key=str):
        if isinstance(subject, URIRef) and subject.startswith(str(CA)):
            kinds = (str(one).rpartition("#")[2] for one in graph.objects(subject, RDF.type))
            heading = next((_KINDS[kind] for kind in sorted(kinds) if kind in _KINDS), _OTHER)
            found.setdefault(heading, []).append(_term(graph, subject))
    return tuple((heading, tuple(found[heading])) for heading in (*_KINDS.values(), _OTHER) if heading in found)


def _term(graph: "Graph", subject: "Node") -> Term:
    from rdflib import RDFS

    said: dict[str, list[tuple[str, str]]] = {}
    label = definition = ""
    for path, value in sorted(graph.predicate_objects(subject), key=str):
        if path == RDFS.label:
            label = str(value)
        elif path == RDFS.comment:
            definition = str(value)
        else:
            said.setdefault(_short(str(path)), []).append(_value(str(value)))
    name = str(subject).removeprefix(str(CA))
    return Term(name, label or name, definition, tuple((path, tuple(values)) for path, values in said.items()))


def _value(value: str) -> tuple[str, str]:
    return _short(value), f"#{value.removeprefix(str(CA))}" if value.startswith(str(CA)) else ""


def _short(iri: str) -> str:
    names = (f"{prefix}:{iri.removeprefix(start)}" for prefix, start in PREFIXES.items() if iri.startswith(start))
    return next(names, iri)
