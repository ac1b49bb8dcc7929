"""RDF that a request brings: one document as its body, or several as the files of a form."""

from pathlib import PurePosixPath

from starlette.datastructures import UploadFile
from starlette.requests import Request

from app.web.formats import DOCUMENTS
from app.web.problems import Problem
from app.web.protocol_request import media_type_of
from graph import Document

MULTIPART = "multipart/form-data"
MEDIA_TYPES = {
    **{one.media_type: one.name for one in DOCUMENTS},
    "application/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/x-trig": "trig",
    "text/x-nquads": "nquads",
}
"""Media type → the name of the format, of what can be read."""
ACCEPT_POST = ", ".join((*(one.media_type for one in DOCUMENTS), MULTIPART))
"""What may be posted, as the header of that name tells it."""

_ENDINGS = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
}
_UNKNOWN = ("", "application/octet-stream")
_UTF8 = ("", "utf-8", "utf8", "us-ascii")


async def documents_of(request: Request) -> list[Document]:
    """Return the RDF that a request brings.

    Raises:
        Problem: When it is of no media type, or of one that is not RDF, or not in UTF-8 (415); or when a form cannot be
            read, or has no files (400).
    """
    content_type = request.headers.get("content-type", "")
    if media_type_of(content_type)[0] == MULTIPART:
        return await _files(request)
    return [Document(await request.body(), _format(content_type, ""), "the body")]


async def _files(request: Request) -> list[Document]:
    # A form that cannot be read, Starlette refuses by 400 itself.
    async with request.form() as form:
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        if not files:
            raise Problem(400, "The form has no files; send RDF as a file, or as the body itself.")
        found = [(file, _format(file.content_type or "", file.filename or "")) for file in files]
        return [Document(await file.read(), name, file.filename or "a file") for file, name in found]


def _format(content_type: str, file_name: str) -> str:
    media_type, charset = media_type_of(content_type)
    name = MEDIA_TYPES.get(media_type)
    if name is None and media_type in _UNKNOWN:
        name = _ENDINGS.get(PurePosixPath(file_name).suffix.lower())
    if name is None or charset not in _UTF8:
        sent = f"in {charset}" if name else media_type or "of no media type"
        what = f"The file {file_name} is" if file_name else "The body is"
        told = f"{what} {sent}; RDF is taken in UTF-8 as one of {ACCEPT_POST}."
        raise Problem(415, told, headers={"Accept-Post": ACCEPT_POST})
    return name
