"""What a store holds, over the JSON API: summed up, and its sources."""

from collections.abc import Iterator
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from app.web.access import Reader
from app.web.api_answers import list_tag, page_answer, unchanged
from app.web.api_routes import api_router, get
from app.web.api_schema import refusals
from app.web.conditions import tag_of
from app.web.site import SiteDep
from app.web.summing import summed
from graph import Store, Summary, corpora_of

router = api_router("about")

_SAME: dict[int | str, dict[str, Any]] = {304: {"description": "The client has this answer already (If-None-Match)."}}


class SourceSum(BaseModel):
    """A source in a summary."""

    iri: str
    title: str
    creators: list[str]
    publisher: str
    issued: str


class ThesisSum(BaseModel):
    """A thesis, with how many statements support and attack it directly."""

    iri: str
    label: str
    text: str
    reasons: int
    objections: int
    main: bool = Field(description="Whether a source names it as its main thesis.")


class PolicySum(BaseModel):
    """A policy that bears on power."""

    iri: str
    label: str
    instruments: list[str] = Field(description="The IRIs of the instruments that it uses.")


class ConceptSum(BaseModel):
    """A type of power or an instrument; `families` are the IRIs of the broadest concepts above it."""

    iri: str
    label: str
    families: list[str]


class BearingSum(BaseModel):
    """How many power links say that a policy wields, strengthens and erodes a type of power."""

    policy: str
    power: str
    wields: int
    strengthens: int
    erodes: int


class PartSum(BaseModel):
    """A section of a source, or a whole source, with what stands in it."""

    iri: str = Field(description="“” for what stands in none.")
    title: str
    number: int
    source: str
    kinds: dict[str, int]
    answered: int
    unanswered: int
    listed: list[list[str]] = Field(description="Unanswered counterarguments: IRI and title.")


class Overview(BaseModel):
    """A store summed up."""

    sources: list[SourceSum]
    kinds: dict[str, int] = Field(description="Kind of statement → how many there are.")
    answered: int = Field(description="How many counterarguments something answers.")
    unanswered: int
    theses: list[ThesisSum]
    policies: list[PolicySum]
    instruments: list[ConceptSum]
    powers: list[ConceptSum]
    bearings: list[BearingSum]
    parts: list[PartSum]
    by_source: bool = Field(description="Whether the parts are sources, since there are too many sections.")


class SectionOf(BaseModel):
    """A section of a source."""

    iri: str
    number: int
    title: str
    first_paragraph: int | None
    last_paragraph: int | None


class SourceOf(BaseModel):
    """A source."""

    iri: str
    corpus: str
    title: str
    creators: list[str] = Field(description="The IRIs of its authors.")
    attached: bool = Field(description="Whether its text is attached, so that passages can be shown.")
    quotable: bool = Field(description="Whether anchors may hold words of it.")
    sections: list[SectionOf]


class Sources(BaseModel):
    """The sources."""

    sources: list[SourceOf]


@get(router, "/api/summary", response_model=Overview, responses={**_SAME, **refusals()})
def overview(request: Request, site: SiteDep, _: Reader) -> Response:
    """Sum the store up; of a large one, the sum may be off by the changes of the last moments."""
    version, found = summed(site)
    tag = None if version is None else tag_of(version, "summary")
    if same := unchanged(request, tag):
        return same
    return page_answer(_told(found), tag, None)


def _told(found: Summary) -> Overview:
    matrix = found.matrix
    return Overview(
        sources=[SourceSum(**vars(one) | {"creators": list(one.creators)}) for one in found.sources],
        kinds=dict(found.kinds),
        answered=found.answered,
        unanswered=found.unanswered,
        theses=[
            ThesisSum(
                iri=one.iri, label=one.label, text=one.text, reasons=one.reasons, objections=one.objections,
                main=one.is_main,
            )
            for one in found.theses
        ],
        policies=[PolicySum(iri=p.iri, label=p.label, instruments=list(p.instruments)) for p in matrix.policies],
        instruments=[ConceptSum(iri=c.iri, label=c.label, families=list(c.families)) for c in matrix.instruments],
        powers=[ConceptSum(iri=c.iri, label=c.label, families=list(c.families)) for c in matrix.powers],
        bearings=[
            BearingSum(policy=policy, power=power, **tally._asdict())
            for (policy, power), tally in sorted(matrix.links.items())
        ],
        parts=[
            PartSum(**vars(one) | {"kinds": dict(one.kinds), "listed": [list(pair) for pair in one.listed]})
            for one in found.parts
        ],
        by_source=found.by_source,
    )  # fmt: skip


@get(router, "/api/sources", response_model=Sources, responses={**_SAME, **refusals()})
def sources(request: Request, site: SiteDep, _: Reader) -> Response:
    """List the sources with their sections."""
    tag = list_tag(site, request, tuple(site.store.attached()))
    if same := unchanged(request, tag):
        return same
    return page_answer(Sources(sources=list(_sources(site.store))), tag, None)


def _sources(store: Store) -> Iterator[SourceOf]:
    attached = store.attached()
    for name, corpus in sorted(corpora_of(store).items()):
        yield SourceOf(
            iri=corpus.source,
            corpus=name,
            title=corpus.title,
            creators=list(corpus.creators),
            attached=name in attached,
            quotable=corpus.quotable,
            sections=list(_sections(store, corpus.source)),
        )


def _sections(store: Store, source: str) -> Iterator[SectionOf]:
    rows = store.query(f"""SELECT ?iri ?number ?title ?first ?last {{
      ?iri dcterms:isPartOf <{source}> ; schema:position ?number ; dcterms:title ?title .
      OPTIONAL {{ ?iri ca:firstParagraph ?first ; ca:lastParagraph ?last }}
    }} ORDER BY ?number ?iri""")
    for row in rows:
        first, last = (int(row[side]) if side in row else None for side in ("first", "last"))
        number = int(row["number"]) if row["number"].isdigit() else 0
        yield SectionOf(iri=row["iri"], number=number, title=row["title"], first_paragraph=first, last_paragraph=last)
