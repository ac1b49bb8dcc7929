"""Who visits and what can be said, over the JSON API: the visitor, kinds of items with their fields, schemes."""

import json
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from app.argument_schemes import all_schemes, critical_questions
from app.fields_to_ask import ADDABLE, field_of
from app.web.access import AnyVisitor, Reader
from app.web.api_answers import answer, list_tag, page_answer, unchanged
from app.web.api_names import Names
from app.web.api_routes import api_router, get
from app.web.api_schema import refusals
from app.web.form_fields import FormField, form_fields
from app.web.site import SiteDep
from claims import KINDS

router = api_router("about")

_SAME: dict[int | str, dict[str, Any]] = {304: {"description": "The client has this answer already (If-None-Match)."}}


class Me(BaseModel):
    """Who makes a request."""

    name: str = Field(description="Under which they contribute; “” for somebody unknown.")
    role: str = Field(description="What they may do: none, read, add or admin.")
    csrf: str | None = Field(description="What forms of their browser's session carry; null for a program.")


class KindField(BaseModel):
    """A field of a kind of item."""

    name: str
    meaning: str
    form: str = Field(description="What it holds: text, string, link, term, boolean, number or date.")
    required: bool = Field(description="Whether nothing is added without it.")
    many: bool = Field(description="Whether it can have several values.")
    longest: int | None = Field(description="How many characters it may have.")
    choices: list[str] = Field(description="The terms that it chooses from; none where it is free.")
    names: list[str] = Field(description="The kinds of items that it can name; none for any, or where it names none.")
    default: str | None = Field(description="What it means to leave it out, in words.")


class Kind(BaseModel):
    """A kind of item."""

    kind: str
    meaning: str
    fields: list[KindField]


class Kinds(BaseModel):
    """The kinds of items that can be added."""

    kinds: list[Kind]


class Question(BaseModel):
    """A question that tests an argument, put so that “yes” leaves it standing."""

    text: str
    challenges: str = Field(description="What a bad answer hits: thePremises, theInference or theConclusion.")


class SchemeOf(BaseModel):
    """An argument scheme."""

    iri: str
    name: str
    label: str
    definition: str
    questions: list[Question]


class Schemes(BaseModel):
    """The argument schemes."""

    schemes: list[SchemeOf]


@get(router, "/api/me", response_model=Me, responses=refusals())
def me(request: Request, site: SiteDep, visitor: AnyVisitor) -> Response:
    """Tell who makes the request and what they may do; a browser without a session gets one."""
    is_program = "authorization" in request.headers
    told = Me(name=visitor.name, role=visitor.role.word, csrf=None)
    made = Response()
    session = visitor.session or ("" if is_program else site.access.begin(request, made))
    body = answer(told.model_copy(update={"csrf": site.access.csrf(session) if session else None}))
    body.raw_headers.extend(pair for pair in made.raw_headers if pair[0] == b"set-cookie")
    return body


@get(router, "/api/kinds", response_model=Kinds, responses=refusals())
def kinds(_: Reader) -> Response:
    """List the kinds of items that can be added, with what a draft of each can say."""
    return answer(_kinds())


@cache
def _kinds() -> Kinds:
    return Kinds(
        kinds=[
            Kind(
                kind=name,
                meaning=(KINDS[name].__doc__ or "").partition("\n")[0],
                fields=[_field(name, one) for one in form_fields(name)],
            )
            for name in ADDABLE
        ]
    )


def _field(kind: str, one: FormField) -> KindField:
    own = field_of(KINDS[kind], one.name)
    return KindField(
        name=one.name,
        meaning=one.meaning,
        form=own.form if own else "link" if one.control in ("items", "scheme") else "string",
        required=one.needed,
        many=one.many,
        longest=one.longest or None,
        choices=list(one.choices),
        names=[name.replace(" ", "-") for name in one.kinds],
        default=one.otherwise or None,
    )


@get(router, "/api/schemes", response_model=Schemes, responses={**_SAME, **refusals()})
def schemes(request: Request, site: SiteDep, _: Reader) -> Response:
    """List the argument schemes with the critical questions that test arguments of each."""
    tag = list_tag(site, request)
    if same := unchanged(request, tag):
        return same

    def make() -> str:
        names = Names(site.store)
        found = [
            {
                "iri": one.iri,
                "name": names.name(one.iri),
                "label": one.name,
                "definition": one.definition,
                "questions": [
                    {"text": question.text, "challenges": question.part}
                    for question in critical_questions(site.store, one)
                ],
            }
            for one in all_schemes(site.store)
        ]
        return json.dumps(found)

    found = json.loads(site.cache.get("schemes", make))
    return page_answer(Schemes(schemes=found), tag, None)
