"""How the argument comes out, on one page: how many statements stand, the theses, and where the author's word differs.

`/standing` shows one reading; with `reject` and `accept` also what would change if something fell or stood.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.standing_asked import Asked, NoStandingError, asked
from app.web.access import Reader
from app.web.problems import Problem
from app.web.site import Site, SiteDep
from app.web.standing_ready import is_ready
from app.web.standing_view import Line, asked_of, differing, hanging, line, readings, strengths_of, theses_of
from graph import DEFAULT_READING, STANDARDS, Assessment, ContradictionError, standing_changes, standing_counts
from viz import STANDINGS, Standing

router = APIRouter(include_in_schema=False)

THESES_SHOWN, POINTS_SHOWN, DIFFERENCES_SHOWN, CHANGES_SHOWN = 40, 5, 40, 60
Names = Annotated[list[str], Query(max_length=20, default_factory=list)]


@dataclass(frozen=True)
class Thesis:
    """A thesis: how it comes out, also under other readings, and what it hangs on.

    Attributes:
        line: The thesis itself.
        strength: Its strength, in hundredths.
        under: The names of other readings → how it comes out there, where that is another way.
        hangs_on: Its weakest points.
        leaves: How it would come out without one of these; None where there are none.
    """

    line: Line
    strength: int
    under: Mapping[str, Standing]
    hangs_on: Sequence[Line]
    leaves: Standing | None


@dataclass(frozen=True)
class Listed:
    """A list of statements under a title, as far as it is shown."""

    title: str
    lines: Sequence[Line]
    total: int


@router.api_route("/standing", methods=["GET", "HEAD"])
def standing(
    request: Request, site: SiteDep, _: Reader, reject: Names, accept: Names, reading: str = DEFAULT_READING
) -> Response:
    """The page of how the argument comes out."""
    if reading not in STANDARDS:
        raise Problem(422, f"There is no reading “{reading[:60]}”; there are {', '.join(STANDARDS)}.", "Invalid input")
    if not is_ready(site):
        page: Response = site.pages.render(request, "standing.html", status=503, is_ready=False)
        page.headers["retry-after"] = "10"
        return page
    try:
        made, _node = asked(site.store, reading, None, accept, reject, {})
    except NoStandingError as error:
        raise Problem(422, " ".join(error.faults), "Invalid input") from None
    except ContradictionError as error:
        raise Problem(422, str(error), "Invalid input") from None
    counts: dict[str, dict[str, int]] = {
        kind: {str(name): count for name, count in row.items()}
        for kind, row in standing_counts(made.assessment).items()
    }
    return site.pages.render(
        request, "standing.html", is_ready=True, reading=STANDARDS[reading], readings=readings(), standings=STANDINGS,
        counts=counts, totals={name: sum(row[name] for row in counts.values()) for name in STANDINGS},
        theses=list(_theses(site, made)), more_theses=max(len(theses_of(made)) - THESES_SHOWN, 0),
        differences=list(_differences(made)), assumed=list(_assumed(made)), changes=list(_changes(made)),
        converged=strengths_of(made.assessment).converged,
        address=lambda name: _address(name, reject, accept), bare=_address(reading, [], []),
        json=f"/api{_address(reading, reject, accept)}",
    )  # fmt: skip


def _address(reading: str, reject: Sequence[str], accept: Sequence[str]) -> str:
    """Return the address of the page under a reading, with what is assumed."""
    chosen = [("reading", reading)] if reading != DEFAULT_READING else []
    asked_for = urlencode([*chosen, *(("reject", one) for one in reject), *(("accept", one) for one in accept)])
    return f"/standing?{asked_for}" if asked_for else "/standing"


def _theses(site: Site, made: Asked) -> Iterator[Thesis]:
    shown = theses_of(made)[:THESES_SHOWN]
    made.fetch_titles(shown)
    assumed = made.assessment.assumptions
    stand, fall = ([node for node, label in assumed.items() if label == one] for one in (1, -1))
    under: dict[str, Assessment] = {}
    for name in STANDARDS:
        other = asked_of(site, name).assessment
        under[name] = other.assume(stand, fall) if assumed else other
    strong = strengths_of(made.assessment)
    for node in shown:
        points, leaves = hanging(made, node, POINTS_SHOWN)
        yield Thesis(
            line(made, node), round(100 * float(strong.of[node])),
            _otherwise(made, node, under), points, STANDINGS[leaves] if leaves else None,
        )  # fmt: skip


def _otherwise(made: Asked, node: int, under: Mapping[str, Assessment]) -> dict[str, Standing]:
    """Return the readings under which a node comes out another way than under the one that is shown."""
    shown = made.assessment.verdict(node).standing
    found = {name: one.verdict(node).standing for name, one in under.items()}
    return {name: STANDINGS[standing] for name, standing in found.items() if standing != shown}


def _differences(made: Asked) -> Iterator[Listed]:
    for title, those in differing(made).items():
        shown = those[:DIFFERENCES_SHOWN]
        made.fetch_titles(one.node for one in shown)
        yield Listed(title, [line(made, one.node) for one in shown], len(those))


def _assumed(made: Asked) -> Iterator[Line]:
    made.fetch_titles(made.assessment.assumptions)
    yield from (line(made, node) for node in made.assessment.assumptions)


def _changes(made: Asked) -> Iterator[Listed]:
    for (was, now), nodes in standing_changes(made.before, made.assessment).statements.items():
        shown = nodes[:CHANGES_SHOWN]
        made.fetch_titles(shown)
        title = f"{STANDINGS[was].glyph} {STANDINGS[was].word} → {STANDINGS[now].glyph} {STANDINGS[now].word}"
        yield Listed(title, [line(made, node, before=was) for node in shown], len(nodes))
