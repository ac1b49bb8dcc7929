"""What a form for a new item starts from: an item to object to or support, a critical question, a marked passage."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import QueryParams

from app.argument_schemes import CriticalQuestion, Scheme, critical_questions
from app.fields_to_ask import ADDABLE
from app.web.form_fields import form_fields
from app.web.form_values import Values, sent_values
from app.web.item_cards import Card, cards, kind_words
from app.web.problems import Problem
from claims import find_quote
from graph import Store, UnknownItemError, corpora_of, find_item, passages_of
from ontology import CORPORA

_STEP = """SELECT ?premise ?conclusion ?scheme {{
  <{0}> ca:premise ?premise ; ca:conclusion ?conclusion ; ca:scheme ?scheme
}}"""


@dataclass(frozen=True)
class Start:
    """What a form starts from.

    Attributes:
        kind: The kind of item that is to be added; "" where that is still to be chosen.
        heading: What is being done, as the title of the page.
        values: What stands in the form at first.
        offered: Field → items to choose from in it.
        lead: What is to be known before one writes; "" for nothing.
        corpus: The corpus that it is for; "" for the store's own.
        message: Why it is added, for the history.
        origin: What it starts from; None for nothing.
    """

    kind: str
    heading: str
    values: Values = field(default_factory=dict)
    offered: Mapping[str, list[str]] = field(default_factory=dict)
    lead: str = ""
    corpus: str = ""
    message: str = ""
    origin: Card | None = None


def start_of(store: Store, query: QueryParams) -> Start:
    """Return what the query of an address asks to start from.

    Raises:
        UnknownItemError: When there is no such item.
        Problem: When there is no such step, question or kind (404).
    """
    for name, begin in _BEGINNINGS.items():
        if query.get(name):
            return begin(store, query)
    kind = _kind(query, "claim" if query.get("quote") else "")
    heading = f"Add {_with_article(kind)}" if kind else "Add to the map"
    return Start(kind, heading, _given(store, query, kind), corpus=query.get("corpus", ""))


def _with_article(kind: str) -> str:
    words = kind_words(kind)
    if kind == "evidence":
        return words
    return f"{'an' if words[:1] in 'aeio' else 'a'} {words}"


def _objection(store: Store, query: QueryParams) -> Start:
    origin = _card(store, query.get("objects-to") or query.get("undercuts", ""))
    kind = _kind(query, "rebuttal" if origin.kind == "counterargument" else "counterargument")
    doing = "Undercut" if origin.kind == "inference" else "Object to"
    return _from(store, query, origin, kind, doing, "attacks")


def _support(store: Store, query: QueryParams) -> Start:
    return _from(store, query, _card(store, query["supports"]), _kind(query, "claim"), "Support", "supports")


def _restatement(store: Store, query: QueryParams) -> Start:
    origin = _card(store, query["restates"])
    kind = origin.kind if origin.kind in ADDABLE else "claim"
    return _from(store, query, origin, _kind(query, kind), "Say again", "restates")


def _from(store: Store, query: QueryParams, origin: Card, kind: str, doing: str, name: str) -> Start:
    values = _given(store, query, kind) | {name: [origin.iri]}
    title = origin.title[:1].lower() + origin.title[1:] if origin.kind == "inference" else origin.title
    return Start(kind, f"{doing}: {title}", values, corpus=_corpus_of(store, origin.iri, query), origin=origin)


def _answer(store: Store, query: QueryParams) -> Start:
    """Begin with the attack that a bad answer to a critical question is: on premises, step or conclusion."""
    step = find_item(store, query.get("step", ""))
    rows = list(store.query(_STEP.format(step)))
    asked = [one for one in _questions(store, rows) if one.id == query["answers"].rpartition("/")[2]]
    if not asked:
        raise Problem(404, "No such question tests that step of argument.")
    ends: dict[str, list[str]] = {
        "thePremises": sorted({row["premise"] for row in rows}),
        "theInference": [step],
        "theConclusion": [rows[0]["conclusion"]],
    }
    attacked = ends[asked[0].part]
    kind = _kind(query, "counterargument")
    values = _given(store, query, kind) | {"attacks": attacked[:1]}
    return Start(
        kind,
        "Answer a critical question",
        values,
        {"attacks": attacked[1:]},
        asked[0].text,
        _corpus_of(store, step, query),
        f"Answers the critical question: {asked[0].text}",
        _card(store, step),
    )


def _questions(store: Store, rows: list[dict[str, str]]) -> list[CriticalQuestion]:
    return critical_questions(store, Scheme(rows[0]["scheme"], "", "")) if rows else []


_BEGINNINGS: Mapping[str, Callable[[Store, QueryParams], Start]] = {
    "objects-to": _objection,
    "undercuts": _objection,
    "answers": _answer,
    "supports": _support,
    "restates": _restatement,
}


def _kind(query: QueryParams, usual: str) -> str:
    kind = query.get("kind", "") or usual
    if kind and kind not in ADDABLE:
        raise Problem(404, f"“{kind[:40]}” is no kind of item; the kinds are {', '.join(ADDABLE)}.")
    return kind


def _given(store: Store, query: QueryParams, kind: str) -> Values:
    """Return the fields that an address gives; names of items as their IRIs, as far as there are such items."""
    if not kind:
        return {}
    fields = form_fields(kind)
    values = sent_values(query, fields)
    for one in fields:
        if one.control in ("items", "scheme") and one.name in values:
            values[one.name] = [_found(store, name) for name in values[one.name]]
    return values | _occurrence(store, query, values)


def _occurrence(store: Store, query: QueryParams, values: Values) -> Values:
    """Return which place is meant of words that stand in several: the first in the paragraph that was marked."""
    words, paragraph = values.get("quote", []), query.get("paragraph", "")
    known = corpora_of(store)
    name = query.get("corpus") or (next(iter(known)) if len(known) == 1 else "")
    passages = passages_of(store, known[name]) if name in known and len(words) == 1 else None
    try:
        places = find_quote(passages.text, words[0]).places if passages else ()
    except ValueError:
        places = ()
    numbers = [number for number, place in enumerate(places, 1) if str(place.paragraph) == paragraph]
    return {"occurrence": [str(numbers[0])]} if len(places) > 1 and numbers else {}


def _found(store: Store, name: str) -> str:
    try:
        return find_item(store, name)
    except UnknownItemError:
        return name


def _card(store: Store, name: str) -> Card:
    iri = find_item(store, name)
    found = cards(store, [iri])
    if iri not in found:
        raise UnknownItemError(name, ())
    return found[iri]


def _corpus_of(store: Store, iri: str, query: QueryParams) -> str:
    """Return the corpus that something about an item goes to: the item's own, where that is one with a source."""
    own = iri.removeprefix(CORPORA).partition("/")[0]
    return own if own in corpora_of(store) else query.get("corpus", "")
