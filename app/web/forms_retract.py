"""Taking out and taking back in a browser: retract an item with its reason, undo a contribution."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.web.access import Adder
from app.web.form_ends import after_retracting, after_undoing, near_to
from app.web.form_sent import SentForm, why_not
from app.web.item_cards import Card, cards, kind_words
from app.web.problems import Problem
from app.web.site import Site, SiteDep
from graph import ChangedSinceError, GraphError, InvalidChangeError, Store, UnknownItemError, find_item, retract, undo

router = APIRouter(include_in_schema=False)
_LOOKED_AT = 40
"""Of a contribution that changed more items, so many are looked at to find where it can be seen on the map."""


@dataclass(frozen=True)
class Going:
    """What goes when an item is retracted.

    Attributes:
        along: What goes along with it: relations, figures.
        stranded: What would stand for nothing then, so that it has to go too, or be changed first.
        reasons: Why that is so.
    """

    along: Sequence[Card]
    stranded: Sequence[Card] = ()
    reasons: Sequence[str] = ()

    @property
    def told(self) -> str:
        """How many of each kind go along, in words."""
        counts = Counter(kind_words(card.kind) for card in self.along)
        return ", ".join(f"{number} {_plural(words) if number > 1 else words}" for words, number in counts.items())


@router.get("/items/{name:path}/retract")
def retract_form(request: Request, site: SiteDep, name: str, _: Adder) -> HTMLResponse:
    """The page that says what goes with an item, and asks why it is retracted."""
    return _page(request, site, find_item(site.store, name))


@router.post("/items/{name:path}/retract")
def retract_item(request: Request, site: SiteDep, name: str, sent: SentForm) -> Response:
    """Take the item out, with what goes along; or the page again with what is in the way."""
    iri, reason, cascade = find_item(site.store, name), sent.text("reason"), bool(sent.text("cascade"))
    if not reason:
        return _page(request, site, iri, fault="Say why: it is kept in the history.", status=422, cascade=cascade)
    if problem := why_not(request, sent):
        return _page(request, site, iri, reason=reason, problem=problem, status=problem.status_code, cascade=cascade)
    near = near_to(site.store, [iri])
    try:
        done = retract(site.store, [iri], reason, by=sent.visitor.name, cascade=cascade)
    except InvalidChangeError:
        return _page(request, site, iri, reason=reason, status=422)
    number = done.contribution.number if done.contribution else site.store.last[0]
    return RedirectResponse(after_retracting(site.store, near, number), 303)


@router.post("/contributions/{number}/undo")
def undo_contribution(request: Request, site: SiteDep, number: str, sent: SentForm) -> Response:
    """Take a contribution back, and go to the list of changes, or to the address that the form names."""
    if problem := why_not(request, sent):
        raise problem
    try:
        near = near_to(site.store, undo(site.store, number, dry_run=True).items[:_LOOKED_AT])
        done = undo(site.store, number, by=sent.visitor.name)
    except (ChangedSinceError, InvalidChangeError) as error:
        reasons = str(error).splitlines()
        status = 409 if isinstance(error, ChangedSinceError) else 422
        return site.pages.render(request, "undo_refused.html", status=status, number=number, reasons=reasons)
    made = done.contribution.number if done.contribution else site.store.last[0]
    then = sent.text("then")
    is_ours = then.startswith("/") and not then.startswith(("//", "/\\")) and then.isprintable()
    shown = _with(then, made) if is_ours else after_undoing(site.store, done.items[:_LOOKED_AT], near, made)
    return RedirectResponse(shown, 303)


def _plural(words: str) -> str:
    """Return the plural of what a kind is called: steps of argument, power links."""
    head, of, rest = words.partition(" of ")
    return f"{head}s{of}{rest}"


def _with(address: str, number: int) -> str:
    """Return an address with the number of the undoing in its query."""
    path, hash_, view = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}undone={number}{hash_}{view}"


def _page(
    request: Request, site: Site, iri: str, *, reason: str = "", fault: str = "", problem: Problem | None = None,
    status: int = 200, cascade: bool = False,
) -> HTMLResponse:  # fmt: skip
    card = cards(site.store, [iri]).get(iri)
    if card is None:
        raise UnknownItemError(iri, ())
    going = _going(site.store, iri)
    page = site.pages.render(
        request, "retract.html", status=status, card=card, going=going, reason=reason, fault=fault, problem=problem,
        cascade=cascade, refused=status == 422 and not fault,
    )  # fmt: skip
    page.headers.update(dict(problem.headers or {}) if problem else {})
    return page


def _going(store: Store, iri: str) -> Going:
    try:
        return Going(_without(store, retract(store, [iri], "", dry_run=True).items, iri))
    except InvalidChangeError as error:
        reasons = [str(fault) for fault in error.faults[:-1]]
    try:
        along = _without(store, retract(store, [iri], "", cascade=True, dry_run=True).items, iri)
    except GraphError:
        return Going((), (), reasons)
    stranded = [card for card in along if card.look != "other"]
    return Going([card for card in along if card.look == "other"], stranded, reasons)


def _without(store: Store, items: Sequence[str], iri: str) -> list[Card]:
    return list(cards(store, (one for one in items if one != iri)).values())
