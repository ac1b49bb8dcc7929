"""The shapes of what the JSON API answers: items, links, contributions, changes."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

Value = str | bool | int | float | None | list[str]
"""A value of a field, as a draft gives it."""


class ItemRef(BaseModel):
    """An item, named."""

    iri: str = Field(description="Its IRI.")
    id: str = Field(description="`prefix:id`, or the IRI where no prefix is known.")
    name: str = Field(description="The shortest name that finds it, in addresses and in drafts.")
    kind: str = Field(description="Its kind, as drafts name it; “” for what is no item.")
    label: str = Field(description="Its title; of a relation, the titles of what it joins.")
    page: str = Field(description="The path of its page on this server.")


class ItemBrief(ItemRef):
    """An item in brief."""

    text: str = Field(description="What it says in full; “” for nothing.")


class Link(BaseModel):
    """One thing that is said of an item, or by which another names it."""

    relation: str = Field(description="The relation in words, as read from the item.")
    property: str = Field(description="The property, such as ca:supports.")
    direction: Literal["out", "in"] = Field(description="“in” where the other item names this one.")
    other: ItemRef | None = Field(description="The other item; null for a plain value.")
    value: str | None = Field(description="The plain value; null for an item.")


class LeftOut(BaseModel):
    """Links of one property that are not given, since there are so many."""

    relation: str
    property: str
    direction: Literal["out", "in"]
    left_out: int


class ItemPage(BaseModel):
    """A page of a list of items."""

    items: list[ItemBrief]
    next: str | None = Field(description="The address of the next page; null on the last.")


class FoundPage(ItemPage):
    """A page of what a search found."""

    total: int = Field(description="How many items were found in all.")


class ItemStanding(BaseModel):
    """How a statement, a step or an objection comes out. It follows from the map, and is not what the author says."""

    standing: Literal["stands", "open", "falls"]
    reason: str = Field(description="Why, in a word, such as unchallenged, defended, refuted, unsupported, contested.")
    why: str = Field(description="Why, in words.")
    strength: float = Field(description="How strong it is, from 0 to 1.")
    reading: str = Field(description="The proof standard: how objections are weighed.")


class ItemFull(ItemBrief):
    """All about an item."""

    place: str = Field(description="Where it stands in its source, in words; “” for nowhere.")
    passage: str = Field(description="The words of its passage, where the source is attached; else “”.")
    editable: bool = Field(description="Whether its fields can be changed by PATCH.")
    fields: dict[str, Value] = Field(description="Its fields as a draft would give them.")
    standing: ItemStanding | None = Field(
        description="How it comes out under the default reading; null for what has no standing, or while a large "
        "argument is read for the first time."
    )
    links: list[Link] = Field(description="What it names and what names it; up to 60 of each relation.")
    links_left_out: list[LeftOut]
    etag: str = Field(description="What If-Match takes to change it as it is now.")


class Node(ItemRef):
    """A neighbour."""

    distance: int = Field(description="How many steps it is away.")


class Edge(BaseModel):
    """A relation between two neighbours, or a neighbour and the item itself."""

    source: str = Field(description="The IRI of the item that it goes out from.")
    target: str = Field(description="The IRI of the other.")
    relation: str = Field(description="The name of its property, such as supports.")
    property: str = Field(description="The property, such as ca:supports.")
    via: str | None = Field(description="The IRI of the relation's own node; null where it has none.")
    on: str | None = Field(description="Of an undercut, the IRI of the inference that it hits.")


class Neighbourhood(BaseModel):
    """What stands around an item, a page at a time."""

    item: ItemRef
    depth: int
    order: str = Field(description="The order of the nodes, in words.")
    nodes: list[Node]
    edges: list[Edge] = Field(description="Relations of the nodes among each other, and to what stands before them.")
    reached: list[int] = Field(description="How many neighbours there are at each distance that was looked at.")
    left_out: int = Field(description="How many of these come after this page.")
    complete: bool = Field(description="Whether all distances were looked at; a full page ends the looking.")
    next: str | None = Field(description="The address of the next page; null on the last.")


class Contribution(BaseModel):
    """A contribution: who changed the store, when and why."""

    number: int
    iri: str
    by: str
    at: datetime
    message: str
    tool: str


class FieldChange(BaseModel):
    """A field that changed, with its values as people read them."""

    name: str = Field(description="The property, such as text; “passage” for where the item stands.")
    before: list[str]
    after: list[str]


class Change(BaseModel):
    """What became of an item."""

    iri: str
    name: str
    label: str
    what: Literal["added", "edited", "retracted", "restored"]
    fields: list[FieldChange] = Field(description="Of an edit, which fields changed.")


class LogEntry(Contribution):
    """A contribution in the log."""

    items: int = Field(description="How many items it changed.")
    first: list[str] = Field(description="The ids of the first few of them.")


class Log(BaseModel):
    """A page of contributions, newest first."""

    contributions: list[LogEntry]
    next: str | None


class ContributionFull(BaseModel):
    """A contribution and what it changed."""

    contribution: Contribution
    changes: list[Change]
    total: int = Field(description="How many items it changed.")
    next: str | None


class Changes(BaseModel):
    """What became of items between two contributions or days."""

    changes: list[Change]
    total: int
    next: str | None


class Event(BaseModel):
    """What a contribution did to an item."""

    contribution: Contribution
    what: Literal["added", "edited", "retracted", "restored"]
    fields: list[FieldChange]


class History(BaseModel):
    """What was done to an item, oldest first."""

    item: str = Field(description="The IRI of the item.")
    events: list[Event]


class Caution(BaseModel):
    """Something odd about an addition, and no reason to refuse it."""

    item: str = Field(description="The id of the item.")
    message: str


class Fault(BaseModel):
    """A fault of a draft or a parameter."""

    message: str = Field(description="What is wrong, and how to mend it.")
    field: str | None = None
    draft: int | None = Field(None, description="Which of the drafts, from 1; null for a single one.")
    place: str | None = None
    rule: str | None = None


class BadDraft(BaseModel):
    """A draft that was not taken."""

    draft: int
    errors: list[Fault]


class Added(BaseModel):
    """What became of drafts."""

    dry_run: bool
    contribution: Contribution | None = Field(description="Null where nothing was added.")
    items: list[ItemBrief] = Field(description="What was added (in a dry run: would be), in order.")
    total: int = Field(description="How many items that is in all; of very many, only the first are listed.")
    already: int = Field(description="How many drafts say only what is there already.")
    cautions: list[Caution]
    bad: list[BadDraft] = Field(description="The drafts that were skipped, with `skip_bad`.")


class Edited(BaseModel):
    """What became of an edit."""

    dry_run: bool
    contribution: Contribution | None = Field(description="Null where nothing changed.")
    item: ItemBrief
    fields: dict[str, Value] = Field(description="The fields as they are now (in a dry run: would be).")
    changes: list[FieldChange] = Field(description="Which fields changed, by their names in drafts.")
    etag: str


class Removed(BaseModel):
    """What became of items that were taken out, or of a contribution that was undone."""

    dry_run: bool
    contribution: Contribution | None
    items: list[Annotated[str, Field(description="An IRI.")]]


Json = dict[str, Any]
"""What OpenAPI is written in."""
