"""The container of annotations as a collection, and its pages (Web Annotation Protocol, section 4)."""

import re
from collections.abc import Iterable
from enum import Enum

from app.web.annotation_json import Json, address_of_annotation, as_json, moment, with_context
from app.web.problems import Problem
from app.web.site import Site
from graph import annotation_count, annotation_iris, annotations, contribution_of

PER_PAGE = 60
"""How many annotations are on a page."""
CONSTRAINED = '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"'
_LDP = "http://www.w3.org/ns/ldp.jsonld"
_INCLUDE = re.compile(r'include\s*=\s*"([^"]*)"', re.IGNORECASE)


class Preference(Enum):
    """How much of what is in the container a client wants with it."""

    MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
    IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
    DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"


def preference_of(headers: Iterable[str], iris: str = "") -> Preference:
    """Return what a client prefers, by its Prefer headers, or by `iris=1` in the address; descriptions by default."""
    named = " ".join(found[1] for header in headers for found in _INCLUDE.finditer(header)).split()
    if Preference.MINIMAL.value in named and len(set(named)) == 1:
        return Preference.MINIMAL
    if Preference.IRIS.value in named or iris == "1":
        return Preference.IRIS
    return Preference.DESCRIPTIONS


def collection(site: Site, root: str, wish: Preference) -> Json:
    """Return the container; with its first page, but where only the container is wanted.

    Args:
        site: What all routes share.
        root: The address of the server, without a slash at the end.
        wish: How much of what is in it is wanted.
    """
    iris_only = wish is Preference.IRIS
    total = annotation_count(site.store)
    said = _collection(site, root, total, iris_only=iris_only) | {"label": "Where items stand in their sources"}
    if not total:
        return with_context(said, _LDP)
    first = _address(root, 0, iris_only=iris_only)
    if wish is not Preference.MINIMAL:
        page = page_of(site, root, 0, iris_only=iris_only)
        del page["@context"], page["partOf"]
        return with_context(said | {"first": page, "last": _last(root, total, iris_only=iris_only)}, _LDP)
    return with_context(said | {"first": first, "last": _last(root, total, iris_only=iris_only)}, _LDP)


def page_of(site: Site, root: str, page: int, *, iris_only: bool) -> Json:
    """Return one page of the container, counted from 0.

    Args:
        site: What all routes share.
        root: The address of the server, without a slash at the end.
        page: Its number.
        iris_only: Whether it is to name the annotations only.

    Raises:
        Problem: When there is no such page (404).
    """
    total = annotation_count(site.store)
    start = page * PER_PAGE
    if page < 0 or (start >= total and page > 0):
        raise Problem(404, f"There is no page {page}; the last is {max(total - 1, 0) // PER_PAGE}.")
    found = annotation_iris(site.store, start, PER_PAGE)
    items: list[str] | list[Json]
    if iris_only:
        items = [f"{root}{address_of_annotation(iri)}" for iri in found]
    else:
        items = as_json(site.store, annotations(site.store, found), root)
    said: Json = {"id": _address(root, page, iris_only=iris_only), "type": "AnnotationPage"}
    said["partOf"] = _collection(site, root, total, iris_only=iris_only)
    said["startIndex"] = start
    if page:
        said["prev"] = _address(root, page - 1, iris_only=iris_only)
    if start + PER_PAGE < total:
        said["next"] = _address(root, page + 1, iris_only=iris_only)
    return with_context(said | {"items": items})


def _collection(site: Site, root: str, total: int, *, iris_only: bool) -> Json:
    said: Json = {
        "id": f"{root}/annotations/?iris={int(iris_only)}",
        "type": ["BasicContainer", "AnnotationCollection"],
        "total": total,
    }
    number, last = site.store.last
    return said | {"modified": moment(contribution_of(site.store, last).at)} if number else said


def _address(root: str, page: int, *, iris_only: bool) -> str:
    return f"{root}/annotations/?iris={int(iris_only)}&page={page}"


def _last(root: str, total: int, *, iris_only: bool) -> str:
    return _address(root, (total - 1) // PER_PAGE, iris_only=iris_only)
