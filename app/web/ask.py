"""The Ask page: a SPARQL editor, the named queries as a gallery, and answers as table, chart, text or map.

Every question has an address: `/ask?query=…`, or `/ask?name=…` with the parameters of a named query. The server
answers what the address asks, so that the page works without scripts; with them, it asks at `/sparql` from then on.
"""

import time
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.drawing import draw_answer, title_of
from app.web.access import Reader
from app.web.ask_answer import OURS, Shown, shown
from app.web.ask_gallery import Field, fields_of, gallery
from app.web.ask_terms import items_by, terms_of
from app.web.atlas import visited
from app.web.problems import Problem, problem_of
from app.web.site import STATIC, Site, SiteDep
from app.web.worlds import answer_page
from graph import Answer, GraphError, named_queries, named_query
from viz import MapError

router = APIRouter(include_in_schema=False)

_OWN = ("name", "edit")
_LONGEST_WORDS = 200
_FORMATS = {
    "table": (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml")),
    "graph": (("Turtle", "turtle"), ("N-Triples", "ntriples"), ("JSON-LD", "jsonld"), ("RDF/XML", "rdfxml")),
}

EXAMPLES = (
    """# What kinds of statements are there?
SELECT ?kind (COUNT(?s) AS ?n) {
  ?s a ca:Statement ;
    ca:kind/rdfs:label ?kind
}
GROUP BY ?kind
ORDER BY DESC(?n)""",
    """# What speaks against a thesis?
SELECT ?thesis ?objection {
  ?thesis a ca:Thesis .
  ?objection ca:attacks ?thesis
}""",
    """# How do policies bear on soft power?
CONSTRUCT { ?policy ?does ?type }
WHERE {
  VALUES ?does { ca:wields
    ca:strengthens ca:erodes }
  ?policy ?does ?type .
  ?type skos:broader* power:soft
}""",
)
"""Questions that show what can be asked: counts (a chart), items (a table), links (a map). They hold for any corpus."""


@dataclass
class _Asked:
    """What an address asks, and what became of it.

    Attributes:
        query: The SPARQL; "" where there is none (yet).
        title: What the question calls itself.
        name: The named query that it is; "" for one of the visitor's own.
        fields: The parameters of the named query, with their values.
        only_edit: Whether it is to be put into the editor, and not answered.
        problem: Why it was not answered.
        answer: The answer.
        seconds: How long that took.
        values: The parameters of the named query as they came.
    """

    query: str = ""
    title: str = ""
    name: str = ""
    fields: tuple[Field, ...] = ()
    only_edit: bool = False
    problem: Problem | None = None
    answer: Answer | None = None
    seconds: float = 0.0
    values: dict[str, str] = field(default_factory=dict)


@router.get("/ask")
def ask(request: Request, _: Reader, site: SiteDep) -> HTMLResponse:
    """The page, with the answer to what its address asks."""
    asked = _asked(request, site)
    if asked.query and not asked.only_edit and not asked.problem:
        _answer(asked, site)
    return _page(request, site, asked)


@router.get("/ask/map")
def ask_map(request: Request, visitor: Reader, site: SiteDep) -> Response:
    """The answer as a map; where it makes none, the page with the answer, and why."""
    asked = _asked(request, site)
    page = _map(asked, site)
    return visited(request, site, visitor, page) if page else _page(request, site, asked)


@router.get("/ask/map.json")
def ask_whether_map(request: Request, _: Reader, site: SiteDep) -> JSONResponse:
    """Whether the answer makes a map, as a problem where it makes none; the map is then at hand for who asks for it."""
    asked = _asked(request, site)
    _map(asked, site)
    if asked.problem:
        raise asked.problem
    return JSONResponse({"title": asked.title})


@router.get("/ask/query.json")
def filled_query(request: Request, _: Reader, site: SiteDep) -> JSONResponse:
    """A named query as SPARQL, with its parameters filled in; its title, and what they are in words."""
    asked = _asked(request, site)
    if asked.problem:
        raise asked.problem
    return JSONResponse({"query": asked.query, "title": asked.title, "said": _said(asked)})


@router.get("/ask/terms.json")
def terms(_: Reader, site: SiteDep) -> Response:
    """The prefixes that need no declaration, and the terms of the vocabulary."""
    return Response(site.cache.get("ask terms", lambda: terms_of(site.store)), media_type="application/json")


@router.get("/ask/items.json")
def items(
    _: Reader,
    site: SiteDep,
    q: Annotated[str, Query(max_length=_LONGEST_WORDS)] = "",
    kind: Annotated[str, Query(pattern=r"^(\w+:\w+)?$")] = "",
) -> JSONResponse:
    """Items by words of their titles and texts; `kind` is the class of a parameter, such as `ca:Policy`."""
    known = {parameter.kind for query in named_queries().values() for parameter in query.parameters}
    if kind and kind not in known:
        raise Problem(422, f"“{kind}” is no kind that a query asks for; there are {', '.join(sorted(known))}.")
    return JSONResponse(items_by(site.store, q, kind))


def _asked(request: Request, site: Site) -> _Asked:
    """Return what an address asks: a query, or a named one with its parameters."""
    given = {name: value for name, value in request.query_params.items() if value.strip()}
    edit = "edit" in given
    if "name" not in given:
        query = given.get("query", "").replace("\r\n", "\n")
        return _Asked(query, title_of(query) if query else "", only_edit=edit)
    asked = _Asked(name=given["name"], only_edit=edit)
    try:
        named = named_query(asked.name)
        asked.values = {name: value.strip() for name, value in given.items() if name not in _OWN}
        asked.title = named.title
        asked.fields = fields_of(named, site.store, site.cache, asked.values)
        asked.query = named.filled(site.store, asked.values)
    except GraphError as error:
        asked.problem = problem_of(error)
    return asked


def _answer(asked: _Asked, site: Site) -> None:
    longest = site.settings.limits.query_length
    if len(asked.query) > longest:
        asked.problem = Problem(414, f"The query is longer than {longest:,} characters, the limit here.")
        return
    begun = time.perf_counter()
    try:
        with site.queries.ask(asked.query, {"table": "json", "graph": "ntriples"}) as found:
            asked.answer = Answer(found.form, found.read())
    except (GraphError, Problem) as error:
        asked.problem = problem_of(error)
    asked.seconds = time.perf_counter() - begun


def _map(asked: _Asked, site: Site) -> str:
    """Return the page of the map of an answer; "" where there is none, with the problem noted."""
    if not asked.query and not asked.problem:
        asked.problem = Problem(400, "There is no question in this address.", "No question")
    if asked.problem:
        return ""
    try:
        return site.cache.get(("ask map", asked.query, asked.title), lambda: _drawn(asked, site))
    except MapError as error:
        asked.problem = Problem(422, str(error), "No map")
    except (GraphError, Problem) as error:
        asked.problem = problem_of(error)
    return ""


def _drawn(asked: _Asked, site: Site) -> str:
    _answer(asked, site)
    if asked.answer is None:
        raise asked.problem or Problem(500, "There is no answer.")
    return answer_page(site, draw_answer(site.store, asked.answer, asked.title))


def _page(request: Request, site: Site, asked: _Asked) -> HTMLResponse:
    result: Shown | None = shown(asked.answer, site.store, asked.seconds) if asked.answer is not None else None
    settings, limits = site.settings, site.settings.limits
    return site.pages.render(
        request,
        "ask.html",
        status=asked.problem.status_code if asked.problem else 200,
        asked=asked,
        said=_said(asked),
        # What is asked by name leaves the editor as it is.
        text=asked.query if asked.only_edit or not asked.name else "",
        result=result,
        address=urlencode([("name", asked.name), *asked.values.items()] if asked.name else [("query", asked.query)]),
        state=_state(asked, result),
        cards=gallery(site.store, site.cache),
        examples=[(title_of(example), example) for example in EXAMPLES],
        ours=OURS,
        needs_token=settings.token_file is not None and not settings.public,
        limits=f"It gives {limits.query_rows:,} rows at most, in {limits.query_seconds:g} seconds.",
        formats=_FORMATS,
        has_editor=(STATIC / "editor.js").is_file(),
    )


def _state(asked: _Asked, result: Shown | None) -> dict[str, Any]:
    """Return what the script goes on from."""
    problem = asked.problem
    return {
        "query": asked.query,
        "title": asked.title,
        "said": _said(asked),
        "name": asked.name,
        "values": asked.values,
        "only_edit": asked.only_edit,
        "problem": {"detail": problem.detail, "status": problem.status_code, **problem.more} if problem else None,
        "answered": asked.answer is not None,
        "answer": result.data if result else None,
    }


def _said(asked: _Asked) -> str:
    """Return the parameters of a named query in words."""
    return " · ".join(f"{field.label}: {field.said}" for field in asked.fields)
