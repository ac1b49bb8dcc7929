"""Items as RDF at the addresses of their pages: which format a request wants, and the answer in it."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from app.web.conditions import is_known, tag_of
from app.web.formats import GRAPHS, chosen
from app.web.negotiation import choose
from app.web.site import Site
from graph import Answer

HTML = "text/html"
EXTENSIONS = {"html": HTML, "ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json"}
"""What an address can end with, to name a format whatever the request's header says → its media type."""
ANNOTATION_SERVICE = "http://www.w3.org/ns/oa#annotationService"


@dataclass(frozen=True)
class Wanted:
    """What a request wants: `format` is "html", or what `graph` calls a format of RDF; and its Content-Type."""

    format: str
    content_type: str


def wanted(request: Request, extension: str = "") -> Wanted:
    """Return in which format a request wants an item.

    Args:
        request: The request.
        extension: What its address ends with, if that names a format.

    Raises:
        Problem: When it wants none that there is (406).
    """
    accept = ", ".join(request.headers.getlist("accept")).lower()
    if extension == "html" or (not extension and _likes_page(accept)):
        return Wanted("html", HTML)
    found = chosen(accept, (extension,) if extension else (), GRAPHS)
    return Wanted(found.name, found.content_type)


def _likes_page(accept: str) -> bool:
    offers = [HTML, *(name for one in GRAPHS for name in (one.media_type, *one.others) if "xml" not in name)]
    return choose(accept, offers) == HTML


def split_extension(path: str) -> tuple[str, str]:
    """Return a path without its extension, and that; "" where it ends with none that names a format."""
    bare, dot, extension = path.rpartition(".")
    return (bare, extension) if dot and extension in EXTENSIONS else (path, "")


def links(address: str, iri: str, path: str = "") -> str:
    """Return the Link header of an item's page.

    Args:
        address: The address of its page, or "" for one whose IRI is not under this server's paths.
        iri: Its IRI.
        path: What stands before the extension, where that is not the address.
    """
    bare = path or address
    found = [f'<{iri}>; rel="canonical"'] if iri.isascii() else []
    found += [f'<{bare}.{name}>; rel="alternate"; type="{media}"' for name, media in EXTENSIONS.items()]
    found += [f'<{bare}.ttl>; rel="describedby"; type="text/turtle"']
    found += [f'</annotations/>; rel="{ANNOTATION_SERVICE}"']
    return ", ".join(found)


def rdf_response(
    request: Request, site: Site, want: Wanted, make: Callable[[], Answer], **headers: str | None
) -> Response:
    """Return a graph in the format that is wanted; 304 where the client has it already.

    Args:
        request: The request.
        site: What all routes share.
        want: The format.
        make: Makes the graph.
        headers: Further headers, with `_` for `-`; None for none.
    """
    told = {name.replace("_", "-"): value for name, value in headers.items() if value} | {"Vary": "Accept"}
    if site.version is not None:
        told["ETag"] = tag_of(site.version, str(request.url.path), str(request.url.query), want.content_type)
        if is_known(request, told["ETag"]):
            return Response(status_code=304, headers=told)
    key = ("rdf", request.url.path, request.url.query, want.format)
    content = site.cache.get(key, lambda: make().serialize(want.format))
    return Response(content, headers=told, media_type=want.content_type)
