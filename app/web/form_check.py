"""What is to be said of a form while it is being filled: faults, what is odd, near-duplicates, the new piece of map."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from app.argument_schemes import CriticalQuestion, Scheme, all_schemes, critical_questions
from app.web.form_fields import form_fields
from app.web.form_values import Values, as_fields, in_page_words
from app.web.item_cards import Card, cards
from claims import DraftError, DraftFault, Item, Person
from graph import Addition, Store, add, alike, draft_projection
from viz import Drawing, MapError, draft_drawing

_SAID_OF_ALIKE = "Is much like "
_PREVIEW = "The new piece of the map"


@dataclass(frozen=True)
class Filled:
    """A form as it was filled: the kind of item, what its fields say, for which corpus, by whom and why."""

    kind: str
    values: Values
    corpus: str = ""
    by: str = ""
    message: str = ""

    @property
    def draft(self) -> dict[str, object]:
        """The draft that it is."""
        return {"kind": self.kind, **as_fields(self.values, form_fields(self.kind))}

    def add(self, store: Store, *, dry_run: bool) -> Addition:
        """Add it, or say what would be added.

        Raises:
            claims.DraftError: When it has faults; nothing is added.
        """
        return add(store, self.draft, by=self.by, message=self.message, corpus=self.corpus, dry_run=dry_run)


@dataclass(frozen=True)
class Alike:
    """A near-duplicate of what is being written, and the address of the form that links that one instead, if any."""

    card: Card
    instead: str


@dataclass(frozen=True)
class SchemeTold:
    """An argument scheme: what it means, and the questions that test it."""

    scheme: Scheme
    questions: Sequence[CriticalQuestion]


@dataclass(frozen=True)
class Check:
    """What is to be said of a form.

    Attributes:
        faults: Field → what is wrong with it; "" for the whole.
        notes: What is odd, and no reason to refuse it.
        alike: What says nearly the same.
        drawing: The new piece of the map; None while there is nothing to draw.
        scheme: The argument scheme that is chosen; None for none.
    """

    faults: Mapping[str, list[str]] = field(default_factory=dict)
    notes: Sequence[str] = ()
    alike: Sequence[Alike] = ()
    drawing: Drawing | None = None
    scheme: SchemeTold | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what the page's script needs."""
        told = self.scheme
        return {
            "faults": self.faults,
            "notes": list(self.notes),
            "alike": [
                {"address": one.card.address, "kind": one.card.words, "look": one.card.look, "title": one.card.title,
                 "text": one.card.text, "instead": one.instead}
                for one in self.alike
            ],
            "drawing": self.drawing.svg if self.drawing else "",
            "words": list(self.drawing.words) if self.drawing else [],
            "scheme": {"definition": told.scheme.definition, "questions": [one.text for one in told.questions]}
            if told else None,
        }  # fmt: skip


def check(store: Store, filled: Filled) -> Check:
    """Return what is to be said of a form."""
    addition, faults = _tried(store, filled)
    notes = [one.message for one in addition.cautions if not one.message.startswith(_SAID_OF_ALIKE)] if addition else []
    return Check(
        by_field(faults),
        notes,
        _alike(store, filled),
        _drawing(store, addition or _guessed(store, filled, faults)),
        scheme_told(store, filled.values),
    )


def by_field(faults: Iterable[DraftFault]) -> dict[str, list[str]]:
    """Return field → what is wrong with it, in words for a page; "" for what is wrong with the whole."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        message = in_page_words(fault.message)
        told = found.setdefault(fault.field.partition(" ")[0], [])
        if message not in told:
            told.append(message)
    return found


def scheme_told(store: Store, values: Values) -> SchemeTold | None:
    """Return the argument scheme that a form names."""
    name = next(iter(values.get("scheme", ())), "")
    found = next((one for one in all_schemes(store) if name == one.iri), None) if name else None
    return SchemeTold(found, critical_questions(store, found)) if found else None


def _tried(store: Store, filled: Filled) -> tuple[Addition | None, list[DraftFault]]:
    try:
        return filled.add(store, dry_run=True), []
    except DraftError as error:
        return None, list(error.faults)


def _guessed(store: Store, filled: Filled, faults: Iterable[DraftFault]) -> Addition | None:
    """Return what would be added without what is wrong so far, so that there is a picture from the first word on."""
    wrong = {fault.field for fault in faults}
    values = {name: texts for name, texts in filled.values.items() if name not in wrong}
    label, text = (next(iter(filled.values.get(name, ())), "") for name in ("label", "text"))
    if "label" in wrong:
        values["label"] = [_guess(label or text, _NO_TITLE, 2, 60)]
    if "text" in wrong:
        values["text"] = [_guess(text or label, _NO_TEXT, 10, 1000)]
    addition, _ = _tried(store, Filled(filled.kind, values, filled.corpus, filled.by))
    return addition


_NO_TITLE, _NO_TEXT = "No title yet", "What you write will stand here."


def _guess(words: str, otherwise: str, least: int, most: int) -> str:
    """Return words of a length that a title or text may have."""
    if len(words) > most:
        return f"{words[: most - 1].rstrip()}…"
    return words + "." * (least - len(words)) if words else otherwise


def _alike(store: Store, filled: Filled) -> list[Alike]:
    title, text = (next(iter(filled.values.get(name, ())), "") for name in ("label", "text"))
    if not text:
        return []
    found = alike(store, title, text)
    known = cards(store, [one.iri for one in found])
    return [Alike(card, _instead(card, filled.values)) for card in known.values()]


def _instead(card: Card, values: Values) -> str:
    """Return the address of the form that links what is there, in place of adding what says the same."""
    for name, kind, start, end in (("attacks", "conflict", "attacker", "attacked"), *_STEPS):
        if values.get(name) and card.iri not in values[name]:
            return f"/add?{urlencode([('kind', kind), (start, card.iri), (end, values[name][0])])}"
    return ""


_STEPS = (("supports", "inference", "premise", "conclusion"), ("restates", "rephrase", "rephrases", "rephrased"))


def _drawing(store: Store, addition: Addition | None) -> Drawing | None:
    items = _drawn(addition.items) if addition else []
    if not items:
        return None
    try:
        return draft_drawing(draft_projection(store, items), [item.iri for item in items], title=_PREVIEW)
    except MapError:
        return None


def _drawn(items: Sequence[Item]) -> list[Item]:
    """Return the items of a picture; the contributor, who is made along with a first statement, is not one of them."""
    return [item for place, item in enumerate(items) if place == 0 or not isinstance(item, Person)]
