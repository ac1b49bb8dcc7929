"""The page of a form for a new item: what stands in it, from the start on or after it was sent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.argument_schemes import Scheme, all_schemes, likely_schemes
from app.fields_to_ask import ADDABLE, STATEMENTS
from app.web.form_check import Check, Filled, scheme_told
from app.web.form_fields import FormField, form_fields, kinds_told, short_names
from app.web.form_start import Start
from app.web.form_values import Row, Values, rows_of
from app.web.item_cards import cards, kind_words
from app.web.problems import Problem
from app.web.site import Site
from graph import Store, corpora_of, passages_of

_FIRST_KINDS = ("claim", "evidence", "counterargument", "rebuttal")
_OF_TEXTS = ("quote", "passage", "occurrence")


@dataclass(frozen=True)
class Fault:
    """A fault as the head of a page tells it: the field's id and words ("" for the whole), and what is wrong."""

    id: str
    words: str
    message: str


@dataclass(frozen=True)
class Schemes:
    """The argument schemes to choose from: the likely ones, all of them, and the one that is chosen."""

    likely: Sequence[Scheme]
    every: Sequence[Scheme]

    @classmethod
    def of(cls, store: Store, filled: Filled | None = None) -> "Schemes":
        """Return the schemes of a store; the likely ones for a form that names what is supported."""
        values: Values = filled.values if filled else {}
        conclusion = next(iter([*values.get("supports", ()), *values.get("conclusion", ())]), "")
        card = cards(store, [conclusion]).get(conclusion)
        texts = " ".join(
            [*values.get("label", ()), *values.get("text", ()), *([card.title, card.text] if card else [])]
        )
        likely = likely_schemes(store, filled.kind, conclusion, texts) if card and filled else []
        return cls(likely, all_schemes(store))


def choose_page(request: Request, site: Site) -> HTMLResponse:
    """The page on which one chooses what to add."""
    first = list(kinds_told(_FIRST_KINDS))
    more = list(kinds_told([kind for kind in ADDABLE if kind not in _FIRST_KINDS]))
    return site.pages.render(request, "add_choose.html", first=first, more=more, kind_words=kind_words)


def add_page(
    request: Request,
    site: Site,
    start: Start,
    filled: Filled,
    *,
    checked: Check | None = None,
    problem: Problem | None = None,
    status: int = 200,
    told: bool = True,
    grow: str = "",
) -> HTMLResponse:
    """The page with the form for a new item.

    Args:
        request: What it answers.
        site: The site.
        start: What the form starts from.
        filled: What stands in it.
        checked: What is to be said of that.
        problem: Why it could not be taken.
        status: The HTTP status.
        told: Whether the faults are told.
        grow: A field that gets room for another value.
    """  # fmt: skip
    checked = checked or Check(scheme=scheme_told(site.store, filled.values))
    faults = checked.faults if told else {}
    fields = fields_shown(site.store, filled.kind, filled.corpus)
    rows = rows_of(site.store, fields, filled.values, faults, start.offered)
    short, more = in_two(rows, short_names(filled.kind, [*filled.values, *start.offered]))
    # What one objects to, or supports, stands above what one says of it.
    short.sort(
        key=lambda row: start.origin is None or row.field.name not in start.values or row.field.control != "items"
    )
    page = site.pages.render(
        request, "add.html", status=status, start=start, filled=filled, problem=problem, grow=grow,
        short=short, more=more,
        faults=faults_told(fields, faults), check=checked, schemes=Schemes.of(site.store, filled),
        kinds=STATEMENTS if filled.kind in STATEMENTS else (), kind_words=kind_words,
        corpora=_corpora(site.store), query=request.url.query,
    )  # fmt: skip
    page.headers.update(dict(problem.headers or {}) if problem else {})
    return page


def fields_shown(store: Store, kind: str, corpus: str) -> tuple[FormField, ...]:
    """Return the fields of a form; those that say where an item stands in a text only where the text is at hand."""
    is_there = has_text(store, corpus)
    return tuple(one for one in form_fields(kind) if is_there or one.name not in _OF_TEXTS)


def in_two(rows: Iterable[Row], short: Collection[str]) -> tuple[list[Row], list[Row]]:
    """Return the fields that a form shows at once, and the others."""
    first: list[Row] = []
    others: list[Row] = []
    for row in rows:
        (first if row.field.name in short else others).append(row)
    return first, others


def corpus_for(store: Store, name: str) -> str:
    """Return the corpus that an item is for: the one of that name, of several the first; "" for the store's own."""
    known = corpora_of(store)
    return name if name in known else min(known) if len(known) > 1 else ""


def has_text(store: Store, corpus: str) -> bool:
    """Whether the text of a corpus's source is at hand; "" for the store's only corpus."""
    known = corpora_of(store)
    name = corpus or (next(iter(known)) if len(known) == 1 else "")
    return name in known and passages_of(store, known[name]) is not None


def faults_told(fields: Sequence[FormField], faults: Mapping[str, Sequence[str]]) -> list[Fault]:
    """Return all faults in the order of the fields, those of the whole first."""
    known = {one.name: one for one in fields}
    order = ["", *(name for name in faults if name and name not in known), *known]
    return [
        Fault(known[name].id, known[name].words, message) if name in known else Fault("", name, message)
        for name in order
        for message in faults.get(name, ())
    ]


def _corpora(store: Store) -> list[tuple[str, str]]:
    """Return name and title of the corpora to choose from; none where there is no choice."""
    known = corpora_of(store)
    return [(name, corpus.title) for name, corpus in sorted(known.items())] if len(known) > 1 else []
