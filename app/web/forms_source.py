"""A text of one's own in a browser: pasted or sent as a file, it becomes a source with a corpus to add claims to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from app.web.access import Adder
from app.web.form_page import Fault
from app.web.form_sent import Sent, SentForm, why_not
from app.web.form_values import in_page_words
from app.web.item_cards import address_of
from app.web.problems import Problem
from app.web.site import Site, SiteDep
from claims import DraftError, SourceError, SourceText, suggested_title
from graph import ReadOnlyError, Store, register_source

router = APIRouter(include_in_schema=False)
_NO_TEXT = "Paste the text, or choose a file that holds it."
_AT = {"label": "authors", "creator": "authors", "": "text"}
"""Where a fault of the items is told that a source becomes, where that is not their own field."""
_WORDS = {
    "title": "Title",
    "authors": "Authors",
    "text": "Text",
    "name": "Name of the corpus",
    "lang": "Language",
    "issued": "Appeared",
}


@dataclass(frozen=True)
class Given:
    """What the form says of a source; `quotable` tells whether anchors may hold words of it."""

    title: str = ""
    authors: str = ""
    text: str = ""
    name: str = ""
    lang: str = "en"
    issued: str = ""
    quotable: bool = True


@router.get("/add/source")
def source_form(request: Request, site: SiteDep, _: Adder) -> HTMLResponse:
    """The form for a text of one's own."""
    return _page(request, site, Given())


@router.post("/add/source")
def add_source(request: Request, site: SiteDep, sent: SentForm) -> Response:
    """Make the text a source, and go to its page; or the form again with all that is wrong."""
    given = Given(
        title=" ".join(sent.text("title").split()),
        authors=sent.text("authors"),
        text=sent.text("text"),
        name=sent.text("name"),
        lang=sent.text("lang") or "en",
        issued=sent.text("issued"),
        quotable=bool(sent.text("quotable")),
    )
    if problem := why_not(request, sent):
        return _page(request, site, given, problem=problem)
    try:
        return RedirectResponse(_registered(site.store, given, sent), 303)
    except DraftError as error:
        faults: dict[str, str] = {}
        for fault in error.faults:
            faults.setdefault(_AT.get(fault.field, fault.field), in_page_words(fault.message))
        return _page(request, site, given, faults=faults)
    except SourceError as error:
        return _page(request, site, given, faults={"text": str(error).partition(": ")[2] or str(error)})
    except ReadOnlyError:
        told = "This server keeps its store in memory, and has no folder for texts. Serve a store that is in a folder."
        return _page(request, site, given, problem=Problem(403, told))


def _registered(store: Store, given: Given, sent: Sent) -> str:
    with TemporaryDirectory() as folder:
        path = _file(Path(folder), given, sent)
        text = SourceText.read(path)
        title = given.title or (suggested_title(path) if path.name != _PASTED else "")
    authors = [" ".join(line.split()) for line in given.authors.splitlines() if line.strip()]
    corpus, _ = register_source(
        store, text, title, authors, name=given.name, lang=given.lang, issued=given.issued, quotable=given.quotable,
        by=sent.visitor.name,
    )  # fmt: skip
    return address_of(corpus.source)


_PASTED = "pasted.txt"


def _file(folder: Path, given: Given, sent: Sent) -> Path:
    """Put the text into a folder as a file, whose name tells its format."""
    sent_file = sent.form.get("file")
    if isinstance(sent_file, UploadFile) and sent_file.filename:
        path = folder / _safe(sent_file.filename)
        path.write_bytes(sent_file.file.read())
        return path
    if not given.text:
        raise SourceError(folder / _PASTED, _NO_TEXT)
    path = folder / _PASTED
    path.write_text(given.text, "utf-8")
    return path


def _safe(name: str) -> str:
    """Return the name of a file as one that can be made anywhere; its end stays, for it tells the format."""
    stem = "".join(sign for sign in Path(name).stem if sign.isalnum() or sign in " -_")[:80].strip()
    end = Path(name).suffix.lower()
    return f"{stem or 'text'}{end if re.fullmatch(r'[.][a-z0-9]{1,8}', end) else '.txt'}"


def _page(
    request: Request, site: Site, given: Given, *, faults: Mapping[str, str] | None = None,
    problem: Problem | None = None,
) -> HTMLResponse:  # fmt: skip
    faults = faults or {}
    told = [Fault(f"field-{name}" if name in _WORDS else "", _WORDS.get(name, name), faults[name]) for name in faults]
    status = problem.status_code if problem else 422 if faults else 200
    page = site.pages.render(
        request, "add_source.html", status=status, given=given, words=_WORDS, at=faults, faults=told, problem=problem
    )
    page.headers.update(dict(problem.headers or {}) if problem else {})
    return page
