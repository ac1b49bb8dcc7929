"""How the argument comes out, over the JSON API: counts and theses, what assumptions change, and why an item does."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from app.standing_asked import Asked, NoStandingError, asked
from app.standing_text import explained
from app.web.access import Reader
from app.web.api_answers import bad_parameter, list_tag, page_answer, text_of, unchanged
from app.web.api_items import ITEM_PATH, NameInPath, item_answer
from app.web.api_models import ItemStanding
from app.web.api_routes import api_router, get
from app.web.api_schema import refusals
from app.web.problems import Problem
from app.web.site import Site, SiteDep
from app.web.standing_ready import must_be_ready
from app.web.standing_view import asked_of, number_of, standing_fields, strengths_of, theses_of
from graph import (
    DEFAULT_READING,
    STANDARDS,
    ContradictionError,
    differences,
    find_item,
    hangs_on,
    standing_changes,
    standing_counts,
)

router = api_router("standing")

_THESES, _WITH_POINTS, _POINTS, _LISTED = 500, 40, 20, 500
_SAME: dict[int | str, dict[str, Any]] = {304: {"description": "The client has this answer already (If-None-Match)."}}
_FALLS = "What is supposed to fall: its id, or `prefix:id`, or its IRI. It can be given several times."
_STANDS = "What is supposed to stand, likewise."
_Word = Literal["stands", "open", "falls"]
_Reading = Annotated[str, Query(description=f"How objections are weighed: {', '.join(STANDARDS)}.")]
_Rejected = Annotated[list[str], Query(max_length=100, default_factory=list, description=_FALLS)]
_Accepted = Annotated[list[str], Query(max_length=100, default_factory=list, description=_STANDS)]


class ListedStanding(ItemStanding):
    """An item and how it comes out."""

    iri: str
    label: str


class ThesisStanding(ListedStanding):
    """A thesis and how it comes out."""

    hangs_on: list[str] = Field(
        description="IRIs of single statements which, if rejected, make it fall, or where none does leave it open; "
        f"of the first {_WITH_POINTS} theses, up to {_POINTS} of each."
    )


class StandingChange(BaseModel):
    """A statement that comes out otherwise under what is assumed."""

    iri: str
    label: str
    before: _Word
    after: _Word


class StandingDifference(ListedStanding):
    """A statement of which the author's word and the map differ."""

    commitment: str = Field(description="How the author stands to it.")
    answered: bool = Field(description="Whether anything speaks against it.")
    text: str = Field(description="The difference in a sentence.")


class Standings(BaseModel):
    """How the argument comes out under a reading, and under what is assumed."""

    reading: str
    rejected: list[str] = Field(description="IRIs of what is assumed to fall.")
    accepted: list[str] = Field(description="IRIs of what is assumed to stand.")
    converged: bool = Field(description="Whether the strengths settled.")
    counts: dict[str, dict[str, int]] = Field(description="Kind of statement → standing → how many.")
    theses: list[ThesisStanding]
    theses_left_out: int
    changes: list[StandingChange] = Field(description="Statements that come out otherwise than without assumptions.")
    changes_left_out: int
    differences: list[StandingDifference] = Field(description="Where the author's word and the map differ.")
    differences_left_out: int


class Sentence(BaseModel):
    """A sentence of an explanation."""

    depth: int = Field(description="How many steps it is from what is explained.")
    text: str
    items: list[str] = Field(description="IRIs of those whose standing it tells.")


class Move(BaseModel):
    """An item of the dispute that decides."""

    item: str
    standing: _Word
    reason: str
    rests_on: list[str]


class WhyStanding(ItemStanding):
    """Why an item comes out as it does: the smallest dispute that decides it."""

    item: str = Field(description="The IRI of the item.")
    sentences: list[Sentence]
    moves: list[Move]
    circle: list[str] = Field(description="IRIs of a circle of attacks, where that decides it.")
    more: int = Field(description="How many more take part in the dispute.")
    more_is_least: bool = Field(description="Whether there may be still more.")


@get(router, "/api/standing", response_model=Standings, responses={**_SAME, **refusals(422, 503)})
def standings(
    request: Request,
    site: SiteDep,
    _: Reader,
    reject: _Rejected,
    accept: _Accepted,
    reading: _Reading = DEFAULT_READING,
) -> Response:
    """Tell how the argument comes out: counts and theses, what assumptions change, where the author's word differs."""
    tag = list_tag(site, request)
    _check(reading)
    must_be_ready(site)
    if same := unchanged(request, tag):
        return same
    made = _made(site, reading, None, reject, accept)[0]
    key = ("standing", reading, tuple(made.assessment.assumptions.items()))
    return page_answer(site.cache.get(key, lambda: text_of(_told(made))), tag, None)


@get(
    router, f"{ITEM_PATH}/standing", response_model=WhyStanding, responses={**_SAME, **refusals(404, 410, 422, 503)}
)  # fmt: skip
def item_standing(
    request: Request, name: NameInPath, site: SiteDep, _: Reader, reject: _Rejected, accept: _Accepted,
    reading: _Reading = DEFAULT_READING,
) -> Response:  # fmt: skip
    """Tell why a statement, a step or an objection stands, is open or falls."""
    if name != request.path_params["name"]:
        return item_answer(request, site, name)
    tag = list_tag(site, request)
    _check(reading)
    iri = find_item(site.store, name)
    must_be_ready(site)
    if number_of(asked_of(site, reading), iri) is None:
        raise Problem(
            404, f"“{name[:200]}” has no standing: only statements, steps and objections have.", "No standing"
        )
    if same := unchanged(request, tag):
        return same
    made, node = _made(site, reading, iri, reject, accept)
    if node is None:
        raise AssertionError("it was seen to have a standing")
    told = explained(made, node).as_json()
    return page_answer(WhyStanding(**{**told, **standing_fields(made, node)}), tag, None)


def _check(reading: str) -> None:
    if reading not in STANDARDS:
        bad_parameter("reading", f"There is no reading “{reading[:60]}”; there are {', '.join(STANDARDS)}.")


def _made(
    site: Site, reading: str, item: str | None, reject: Sequence[str], accept: Sequence[str]
) -> tuple[Asked, int | None]:
    """Return the argument as it comes out under assumptions, and the node of an item.

    Raises:
        Problem: When some of the names stand for nothing that could be assumed; tells all.
    """
    try:
        return asked(site.store, reading, item, accept, reject, {})
    except NoStandingError as error:
        faults = [{"in": "query", "message": fault} for fault in error.faults]
        raise Problem(422, " ".join(error.faults), "Invalid input", errors=faults) from None
    except ContradictionError as error:
        raise Problem(422, str(error), "Invalid input", errors=[{"in": "query", "message": str(error)}]) from None


def _told(made: Asked) -> Standings:
    theses = theses_of(made)
    points = hangs_on(made.assessment, theses[:_WITH_POINTS], _POINTS)
    changes = standing_changes(made.before, made.assessment).statements
    changed = [(node, was, now) for (was, now), nodes in changes.items() for node in nodes]
    differ = differences(made.assessment)
    shown = [*theses[:_THESES], *(one for one, _, _ in changed[:_LISTED]), *(one.node for one in differ[:_LISTED])]
    made.fetch_titles(shown)
    iri, assumed = made.assessment.arrays.iri, made.assessment.assumptions
    return Standings(
        reading=made.assessment.standard.name,
        rejected=[iri(node) for node, label in assumed.items() if label < 0],
        accepted=[iri(node) for node, label in assumed.items() if label > 0],
        converged=strengths_of(made.assessment).converged,
        counts={
            kind: {str(name): count for name, count in row.items()}
            for kind, row in standing_counts(made.assessment).items()
        },
        theses=[
            ThesisStanding(**_listed(made, node), hangs_on=[iri(one) for one in points.get(node, ())])
            for node in theses[:_THESES]
        ],
        theses_left_out=max(len(theses) - _THESES, 0),
        changes=[
            StandingChange(iri=iri(node), label=made.title(node), before=was, after=now)
            for node, was, now in changed[:_LISTED]
        ],
        changes_left_out=max(len(changed) - _LISTED, 0),
        differences=[
            StandingDifference(
                **_listed(made, one.node), commitment=one.commitment, answered=one.is_answered, text=one.text
            )
            for one in differ[:_LISTED]
        ],
        differences_left_out=max(len(differ) - _LISTED, 0),
    )


def _listed(made: Asked, node: int) -> dict[str, Any]:
    return {"iri": made.assessment.arrays.iri(node), "label": made.title(node), **standing_fields(made, node)}
