"""What drafts are expanded with, and into: the surroundings that they name things of, and what becomes of each.

A draft is written for people: it names things by id or title, says what a statement supports or attacks, and quotes
the passage that it rests on. Its expansion is the items that say the same in full (see `expanding.py`).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from claims.anchors import Anchor
from claims.draft_terms import title_field
from claims.drafts import Draft, DraftFault, plainly
from claims.model import KINDS, Item, Person
from claims.passages import Passages


class Surroundings(Protocol):
    """What an expansion asks of the store that the items are for."""

    namespace: str
    """What the IRIs of new items start with."""
    my_iri: str
    """The IRI of the contributor."""
    authors: tuple[str, ...]
    """The IRIs of those who hold what the source says."""

    @property
    def me(self) -> Person:
        """The contributor, as one who can hold views."""
        ...

    @property
    def passages(self) -> Passages | None:
        """The source, where its text is at hand."""
        ...

    def look_up(self, names: Collection[str], iris: Collection[str]) -> None:
        """Find many names and IRIs at once, so that what follows is quick."""
        ...

    def is_known(self, name: str) -> bool:
        """Whether it can be told without looking it up that a name stands for something."""
        ...

    def find(self, name: str) -> str | None:
        """Return the IRI of what an id, IRI or title names; None for nothing, or for several things."""
        ...

    def nearest(self, name: str) -> Sequence[str]:
        """Return ids that look like a name that was not found."""
        ...

    def is_taken(self, iri: str) -> bool:
        """Whether an IRI stands, or once stood, for something: ids are never used again."""
        ...

    def agrees(self, item: Item, paths: Collection[str]) -> bool:
        """Whether there is an item of that IRI and kind that says the same by some properties (IRIs)."""
        ...

    def clashes(self, item: Item) -> bool:
        """Whether the item's IRI stands, or once stood, for something that says something else."""
        ...


@dataclass(slots=True)
class Expansion:
    """What became of one draft.

    Attributes:
        draft: The draft.
        kind: The kind of its own item; None where it names none.
        fields: What it says, without what is empty.
        title: The title that it gives its own item; "" for none.
        iri: The IRI of its own item; "" where it has none.
        items: The items that it makes, its own first.
        anchors: Item IRI → where the item stands in the source.
        faults: What is wrong with it; then its items are not to be used.
        needs: IRIs of what other drafts of the batch make, and it names.
        said: Item IRI → property → the field of the draft that says it.
    """

    draft: Draft
    kind: type[Item] | None
    fields: dict[str, object]
    title: str = ""
    iri: str = ""
    items: list[Item] = field(default_factory=list)
    anchors: dict[str, list[Anchor]] = field(default_factory=dict)
    faults: list[DraftFault] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    said: dict[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, draft: Draft) -> "Expansion":
        """Return the expansion of a draft, before anything became of it."""
        fields, halved = _filled(draft.fields)
        kind = KINDS.get(_plain(fields.get("kind", "")))
        title = fields.get(title_field(kind)) if kind else None
        made = cls(draft, kind, fields, title if isinstance(title, str) else "")
        for name in halved:
            made.fault(name, "Holds half a character, which no text can hold; write the character itself.", "field")
        return made

    @property
    def written(self) -> dict[tuple[str, str], str]:
        """(IRI, property) → the field of the draft that says it."""
        return {(iri, path): name for iri, said in self.said.items() for path, name in said.items()}

    def fault(self, name: str, message: str, rule: str = "") -> None:
        """Note that a field is wrong."""
        self.faults.append(DraftFault(self.draft.place, name, plainly(message), rule))


def _plain(kind: object) -> str:
    return str(kind).lower().replace("_", "-").replace(" ", "-")


def _filled(fields: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    """Return the fields that say something, tidied, and the names of those that hold half characters."""
    found: dict[str, object] = {}
    halved: list[str] = []
    for name, written in fields.items():
        # Text is by far the most frequent value.
        value = written.strip() if type(written) is str and name not in _TITLES else _tidied(name, written)
        if not (type(value) is str and value.isascii()) and not _is_whole(value):
            halved.append(str(name))
        elif value or value == 0:
            found[str(name)] = value
    return found, halved


def _tidied(name: str, value: object) -> object:
    """Return a text without the space around it; a title in one line, also where it was taken for a number."""
    if isinstance(value, str):
        tidy = " ".join(value.split()) if name in _TITLES else value.strip()
        return value if tidy == value else tidy  # not the same text twice in memory
    if name in _ONCE and isinstance(value, (list, tuple)) and len(value) == 1:
        return _tidied(name, value[0])
    if name in _TITLES and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    return value


def _is_whole(value: object) -> bool:
    if isinstance(value, str):
        return value.isascii() or not _HALF.search(value)
    if isinstance(value, _SEVERAL):
        return all(_is_whole(one) for one in value)
    return not isinstance(value, Mapping) or all(_is_whole(one) for one in value.values())


_SEVERAL = (list, tuple, set, frozenset)
_TITLES = ("label", "title")
_ONCE = ("kind", "id", *_TITLES)
_HALF = re.compile(r"[\ud800-\udfff]")
