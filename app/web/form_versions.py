"""Two people at one item: both versions of what either has changed, for the second to choose what is to stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.item_fields import changed_fields, said
from app.web.form_editing import Editing
from app.web.form_sent import Sent
from app.web.form_values import Values
from app.web.item_cards import cards
from graph import Event, Store, UnknownContributionError, contribution_of, history_of


@dataclass(frozen=True)
class Version:
    """A field that two people have changed, or one of them: both values in words, and which is taken at first."""

    name: str
    words: str
    mine: str
    theirs: str
    before: str
    choice: str = ""


def undecided_fields(sent: Sent) -> list[str]:
    """Return the fields that both have changed, where it was not said whose version is to stand."""
    if sent.text("all") == "mine":
        return []
    both = [value for value in sent.form.getlist("both") if isinstance(value, str)]
    return [name for name in both if sent.text(f"choice-{name}") not in ("mine", "theirs")]


def versions_of(store: Store, editing: Editing, now: Editing, undecided: Collection[str] = ()) -> list[Version]:
    """Return what either has changed: who fills the form, or somebody else since it was opened.

    Args:
        store: Where the item is.
        editing: The form as it was sent.
        now: The item as it stands.
        undecided: Fields that both are known to have changed.
    """
    mine = editing.values | {"kind": [editing.kind]}
    by_me, by_them = changed_fields(editing.base, mine), changed_fields(editing.base, now.base)
    texts = [text for values in (mine, now.base, editing.base) for some in values.values() for text in some]
    titles = {iri: card.title for iri, card in cards(store, texts).items()}
    words = {"kind": "Kind"} | {one.name: one.words for one in (*now.fields, *editing.fields)}

    def told(values: Values, name: str) -> str:
        return "\n".join(titles.get(text, text) for text in values.get(name, ()))

    return [
        Version(name, words[name], told(mine, name), told(now.base, name), told(editing.base, name), choice)
        for name, choice in ((name, "" if name in undecided else _choice(name, by_me, by_them)) for name in words)
        if (name in by_me or name in by_them) and _differ(mine, now.base, name)
    ]


def _differ(mine: Values, theirs: Values, name: str) -> bool:
    return said(mine.get(name)) != said(theirs.get(name))


def _choice(name: str, by_me: Mapping[str, object], by_them: Mapping[str, object]) -> str:
    """Return whose version stands at first: that of the one who changed it; "" where both did."""
    if name in by_me and name in by_them:
        return ""
    return "mine" if name in by_me else "theirs"


def done_since(store: Store, editing: Editing) -> list[Event]:
    """Return what was done to the item since the form was opened."""
    try:
        known = contribution_of(store, editing.expected).number if editing.expected else 0
    except UnknownContributionError:
        known = 0
    return [event for event in history_of(store, editing.card.iri) if event.contribution.number > known]
