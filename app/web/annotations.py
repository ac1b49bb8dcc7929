"""The Web Annotation Protocol: `/annotations/` is a container of all anchors, in which further ones can be made.

An annotation anchors an item, its body, at a passage of a source, its target. One that is made with the IRI of an item
is a further anchor of that; one that is made with a text brings a new claim of whoever made it. To delete an
annotation takes the anchor out and leaves its item, but where the annotation brought its claim, that is retracted too.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from starlette.routing import Route

from app.web.access import Adder, Reader, Visitor
from app.web.annotation_input import Sent, passage_of, read_annotation
from app.web.annotation_json import (
    MEDIA_TYPE,
    Json,
    address_of_annotation,
    as_json,
    bodies_of,
    iri_of_annotation,
    with_context,
)
from app.web.annotation_pages import CONSTRAINED, Preference, collection, page_of, preference_of
from app.web.conditions import check_match, is_known, tag_of
from app.web.negotiation import negotiated
from app.web.plain_routes import OtherMethods
from app.web.problems import Problem
from app.web.site import Site, SiteDep
from graph import (
    Annotation,
    UnknownItemError,
    add_annotated,
    annotate,
    annotation_iris_of,
    annotation_of,
    annotations,
    edit,
    find_item,
    log,
    makers,
    move_annotation,
    remove_annotation,
    retract,
)

router = APIRouter(include_in_schema=False)
_GET = ["GET", "HEAD"]
_TYPES = ("application/ld+json", "application/json")
_CONTAINER = {
    "Link": f'<http://www.w3.org/ns/ldp#BasicContainer>; rel="type", {CONSTRAINED}',
    "Accept-Post": MEDIA_TYPE,
    "Vary": "Accept, Prefer",
}
_ONE = {
    "Link": '<http://www.w3.org/ns/ldp#Resource>; rel="type", <http://www.w3.org/ns/oa#Annotation>; rel="type"',
    "Vary": "Accept",
}
_ALLOWED = "GET, HEAD, POST, OPTIONS"
_ALLOWED_ON_ONE = "GET, HEAD, PUT, DELETE, OPTIONS"
_LONGEST_TITLE = 60


async def _sent(request: Request) -> Any:
    """Return the JSON that a request brings.

    Raises:
        Problem: When it is of another type (415), or is no JSON (400).
    """
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in _TYPES:
        told = f"Annotations are taken as {MEDIA_TYPE}."
        raise Problem(415, told, headers={"Accept-Post": MEDIA_TYPE, "Accept-Put": MEDIA_TYPE})
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"The body is no JSON: {error}.", "Unreadable body") from None


SentJson = Annotated[Any, Depends(_sent)]


@router.api_route("/annotations/", methods=_GET)
def container(request: Request, site: SiteDep, _: Reader, page: int | None = None, iris: str = "") -> Response:
    """The container, or one page of what is in it."""
    media_type = negotiated(request, (MEDIA_TYPE, "application/json"))
    wish = preference_of(request.headers.getlist("prefer"), iris)
    headers = {**_CONTAINER, "Allow": _ALLOWED}
    if site.version is not None:
        headers["ETag"] = tag_of(site.version, str(request.url), wish, media_type)
        if is_known(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
    root = _root(request)
    if page is None:
        said = collection(site, root, wish)
        headers["Content-Location"] = said["id"]
        if "prefer" in request.headers:
            headers["Preference-Applied"] = "return=representation"
    else:
        said = page_of(site, root, page, iris_only=wish is Preference.IRIS)
    return JSONResponse(said, headers=headers, media_type=media_type)


@router.post("/annotations/")
def make(request: Request, site: SiteDep, visitor: Adder, sent: SentJson) -> Response:
    """Make an annotation: a further anchor of an item, or a new claim with one."""
    given = read_annotation(site.store, sent)
    passage = passage_of(site.store, given.target)
    with site.store.writing:
        if given.item:
            _must_say(site, given)
            done = annotate(site.store, given.item, passage, motivation=given.motivation, by=visitor.name)
        else:
            draft = _draft(site, given)
            done = add_annotated(site.store, draft, passage, motivation=given.motivation, by=visitor.name)
        if done.contribution is None:
            told = f"There is such an annotation already: {_root(request)}{address_of_annotation(done.iri)}"
            raise Problem(409, told, "Already there", annotation=address_of_annotation(done.iri))
        answer = _answer(request, site, annotation_of(site.store, done.iri), MEDIA_TYPE)
    answer.status_code = 201
    answer.headers["location"] = f"{_root(request)}{address_of_annotation(done.iri)}"
    return answer


@router.api_route("/annotations/{path:path}", methods=_GET)
def one(request: Request, site: SiteDep, _: Reader, path: str) -> Response:
    """One annotation."""
    media_type = negotiated(request, (MEDIA_TYPE, "application/json"))
    note = _note(site, path)
    tag = _tag(site, note)
    if is_known(request, tag):
        return Response(status_code=304, headers={**_ONE, "Allow": _ALLOWED_ON_ONE, "ETag": tag})
    return _answer(request, site, note, media_type)


@router.put("/annotations/{path:path}")
def change(request: Request, site: SiteDep, visitor: Adder, path: str, sent: SentJson) -> Response:
    """Change what an annotation says: its passage, its motivation, the text of its body."""
    given = read_annotation(site.store, sent)
    with site.store.writing:
        note = _known(request, site, path)
        if given.item not in ("", note.item):
            raise Problem(422, "An annotation stays with its item; make another one for another item.")
        before = as_json(site.store, [note], _root(request))[0]
        moved = before["target"] != given.target or given.motivation != note.motivation
        passage = passage_of(site.store, given.target) if moved else None
        _change_text(site, note, given, visitor)
        if passage:
            told = replace(note, motivation=given.motivation)
            move_annotation(site.store, told, passage, by=visitor.name)
        return _answer(request, site, annotation_of(site.store, note.iri), MEDIA_TYPE)


@router.delete("/annotations/{path:path}")
def remove(request: Request, site: SiteDep, visitor: Adder, path: str) -> Response:
    """Take an annotation out; where it brought its claim, that too."""
    with site.store.writing:
        note = _known(request, site, path)
        if _brought_its_claim(site, note):
            retract(site.store, [note.item], f"Its annotation {note.iri} was deleted", by=visitor.name)
        else:
            remove_annotation(site.store, note, by=visitor.name)
    return Response(status_code=204)


@router.api_route("/items/{name:path}/annotations", methods=_GET)
def of_item(request: Request, site: SiteDep, _: Reader, name: str) -> Response:
    """The annotations of one item, as a page."""
    media_type = negotiated(request, (MEDIA_TYPE, "application/json"))
    item, root = find_item(site.store, name), _root(request)
    found = annotations(site.store, annotation_iris_of(site.store, item))
    said = with_context(
        {
            "id": f"{root}{request.url.path}",
            "type": "AnnotationPage",
            "partOf": {"id": f"{root}/annotations/", "type": "AnnotationCollection"},
            "startIndex": 0,
            "items": as_json(site.store, found, root),
        }
    )
    headers = {"Vary": "Accept"}
    if site.version is not None:
        headers["ETag"] = tag_of(site.version, str(request.url), media_type)
        if is_known(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
    return JSONResponse(said, headers=headers, media_type=media_type)


router.routes.append(Route("/annotations/", OtherMethods("GET", "HEAD", "POST", headers=_CONTAINER)))
router.routes.append(Route("/annotations/{path:path}", OtherMethods("GET", "HEAD", "PUT", "DELETE", headers=_ONE)))


def _root(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _note(site: Site, path: str) -> Annotation:
    try:
        return annotation_of(site.store, iri_of_annotation(path))
    except UnknownItemError:
        raise Problem(404, "There is no annotation at this address; the container is /annotations/.") from None


def _tag(site: Site, note: Annotation) -> str:
    """Return the tag of an annotation: it changes with its item."""
    last = next(iter(log(site.store, item=note.item, limit=1)), None)
    return tag_of("annotation", note.iri, last.contribution.iri if last else "")


def _answer(request: Request, site: Site, note: Annotation, media_type: str) -> Response:
    said: Json = with_context(as_json(site.store, [note], _root(request))[0])
    return JSONResponse(
        said, headers={**_ONE, "Allow": _ALLOWED_ON_ONE, "ETag": _tag(site, note)}, media_type=media_type
    )


def _known(request: Request, site: Site, path: str) -> Annotation:
    """Return the annotation that a request changes, which must be as the client knows it.

    Raises:
        Problem: When it is not (412), or the client does not say how it knows it (428).
    """
    note = _note(site, path)
    if "if-match" not in request.headers:
        raise Problem(428, "Say which state you change: get the annotation, and send its ETag as If-Match.")
    check_match(request, [_tag(site, note)])
    return note


def _must_say(site: Site, given: Sent) -> None:
    """Refuse an annotation of an item with a text that is not the item's."""
    body = bodies_of(site.store, [given.item]).get(given.item)
    if given.text and (body is None or body.text != given.text):
        raise Problem(422, "The text is not that of the item; leave out the item's IRI to make a claim of your own.")


def _change_text(site: Site, note: Annotation, given: Sent, visitor: Visitor) -> None:
    body = bodies_of(site.store, [note.item]).get(note.item)
    changes: dict[str, object] = {}
    if given.text and body and given.text != body.text:
        changes["text"] = given.text
    if given.language and body and given.language.lower() != body.language:
        changes["lang"] = given.language
    if changes:
        edit(site.store, note.item, changes, by=visitor.name)


def _draft(site: Site, given: Sent) -> Mapping[str, object]:
    """Return the claim that an annotation brings, with a title made of its first words that no other item has."""
    language = {"lang": given.language} if given.language else {}
    stem, number = _title(given.text), 1
    title = stem
    while _is_taken(site, title, given.language or "en"):
        number += 1
        title = f"{stem[: _LONGEST_TITLE - len(str(number)) - 3]} ({number})"
    return {"kind": "claim", "label": title, "text": given.text, **language}


def _title(text: str) -> str:
    words = " ".join(text.split())
    first = next((words[:end] for end in range(2, len(words)) if words[end - 1 : end + 1] in (". ", "! ", "? ")), words)
    bare = first.rstrip(".!? ") or first
    if len(bare) <= _LONGEST_TITLE:
        return bare
    cut = bare[: _LONGEST_TITLE - 1].rpartition(" ")[0]
    return f"{(cut or bare[: _LONGEST_TITLE - 1]).rstrip(' ,;:–-')}…"


def _is_taken(site: Site, title: str, language: str) -> bool:
    literal = json.dumps(title, ensure_ascii=False)
    return bool(site.store.ask(f"ASK {{ ?item rdfs:label {literal}@{language} }}"))


def _brought_its_claim(site: Site, note: Annotation) -> bool:
    """Whether an annotation was made with a text, which became a claim, and has no other place."""
    made = makers(site.store, [note]).get(note.iri)
    if made is None or note.motivation == "identifying" or annotation_iris_of(site.store, note.item) != [note.iri]:
        return False
    return bool(site.store.ask(f"ASK {{ <{note.item}> prov:wasGeneratedBy <{made.iri}> }}"))
