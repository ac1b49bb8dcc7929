"""From drafts to items: names become IRIs, quotations become anchors, and “supports” becomes an inference.

A draft is written for people: it names things by id or title, says what a statement supports or attacks, and quotes
the passage that it rests on. `expand` makes of it the items that say the same in full. Drafts of one batch may name
one another in any order.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import ValidationError
from rapidfuzz import process

from claims.anchors import Anchor
from claims.drafts import Draft, DraftFault
from claims.identifiers import is_identifier, relation_slug, slug
from claims.model import (
    KINDS,
    Conflict,
    FieldOf,
    Inference,
    Item,
    Observation,
    Person,
    Policy,
    PowerLink,
    Rephrase,
    Statement,
    fields_of,
)  # fmt: skip
from claims.passages import Passages

MANY_EXTRA = (
    "supports",
    "attacks",
    "restates",
    "because",
    "with",
    "quote",
    "passage",
    "wields",
    "strengthens",
    "erodes",
)
_PLACED = (Statement, Policy, PowerLink)
_BEARINGS = ("wields", "strengthens", "erodes")
_LINKING = ("whose_power", "stated_by", "basis")
_EXTRA: tuple[tuple[type[Item], dict[str, str]], ...] = (
    (
        Statement,
        {
            "supports": "Statements that this one is a reason for",
            "with": "Other statements that it supports them together with",
            "scheme": "The argument scheme of that support",
            "because": "Statements that are reasons for this one",
            "attacks": "Statements or inferences that this one speaks against",
            "restates": "Statements that this one says again",
        },
    ),
    (
        Policy,
        {
            "wields": "Types of power that the policy uses",
            "strengthens": "Types of power that it adds to",
            "erodes": "Types of power that it takes away from",
            "whose_power": "Whose power that is",
            "stated_by": "Statements through which the text says so",
            "basis": "explicit where the text says so, inferred where it follows",
        },
    ),
    (Statement, {"quote": "Words of the passage that it rests on", "passage": "The same by characters: START-END"}),
    (Policy, {"quote": "Words of the passage that it rests on", "passage": "The same by characters: START-END"}),
    (PowerLink, {"quote": "Words of the passage that it rests on", "passage": "The same by characters: START-END"}),
    (Statement, {"occurrence": "Which one, from 1, where the quoted words stand in several places"}),
    (Policy, {"occurrence": "Which one, from 1, where the quoted words stand in several places"}),
    (PowerLink, {"occurrence": "Which one, from 1, where the quoted words stand in several places"}),
)


class Surroundings(Protocol):
    """What an expansion asks of the store that the items are for."""

    namespace: str
    """What the IRIs of new items start with."""
    me: Person
    """The contributor, as one who can hold views."""
    authors: tuple[str, ...]
    """The IRIs of those who hold what the source says."""

    @property
    def passages(self) -> Passages | None:
        """The source, where its text is at hand."""
        ...

    def look_up(self, names: Collection[str], iris: Collection[str]) -> None:
        """Find many names and IRIs at once, so that what follows is quick."""
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

    def clashes(self, item: Item) -> bool:
        """Whether the item's IRI stands, or once stood, for something that says something else."""
        ...


@dataclass
class Expansion:
    """What became of one draft.

    Attributes:
        draft: The draft.
        items: The items that it makes, its own first.
        anchors: Item IRI → where the item stands in the source.
        faults: What is wrong with it; then its items are not to be used.
        written: (IRI, property) → the field of the draft that says it.
        needs: IRIs of other drafts of the batch that it names.
    """

    draft: Draft
    items: list[Item] = field(default_factory=list)
    anchors: dict[str, list[Anchor]] = field(default_factory=dict)
    faults: list[DraftFault] = field(default_factory=list)
    written: dict[tuple[str, str], str] = field(default_factory=dict)
    needs: set[str] = field(default_factory=set)
    iri: str = ""

    def fault(self, name: str, message: str, rule: str = "") -> None:
        """Note that a field is wrong."""
        self.faults.append(DraftFault(self.draft.place, name, message, rule))


def draft_fields(kind: type[Item]) -> dict[str, str]:
    """Return field → meaning of all that a draft of that kind can say, in the order in which it is asked for."""
    extra = {name: meaning for above, names in _EXTRA if issubclass(kind, above) for name, meaning in names.items()}
    return {"id": "Its id"} | {one.name: one.meaning for one in fields_of(kind)} | {"lang": "Language"} | extra


def many_fields() -> frozenset[str]:
    """Return the names of all fields that can have several values."""
    return frozenset(MANY_EXTRA) | {one.name for kind in KINDS.values() for one in fields_of(kind) if one.many}


def expand(drafts: Sequence[Draft], around: Surroundings) -> list[Expansion]:
    """Return what becomes of each draft, in order.

    Args:
        drafts: The drafts of one batch.
        around: What the store knows.
    """
    batch = _Batch(around)
    found = [Expansion(draft) for draft in drafts]
    for chunk in _chunks(found):
        batch.name(chunk)
    for chunk in _chunks(found):
        batch.fill(chunk)
    return found


def _chunks(found: list[Expansion], size: int = 1000) -> Iterator[list[Expansion]]:
    return (found[start : start + size] for start in range(0, len(found), size))


class _Batch:
    """Drafts that may name one another."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.named: dict[str, str | None] = {"me": around.me.iri}
        self.made: dict[str, Expansion] = {}
        self.relations: dict[str, Item] = {}

    def name(self, chunk: list[Expansion]) -> None:
        """Give every draft of a kind that has a title its IRI, so that the others can name it."""
        labels = [str(one.draft.fields.get("label", "")) for one in chunk]
        wanted = {self.around.namespace + slug(label) for label in labels if label}
        self.around.look_up({label for label in labels if label}, wanted)
        for expansion, label in zip(chunk, labels, strict=True):
            kind = _kind(expansion)
            if kind and (label or expansion.draft.fields.get("id")):
                expansion.iri = self._own_iri(expansion, label)
                self._remember(expansion, label)

    def _own_iri(self, expansion: Expansion, label: str) -> str:
        given = expansion.draft.fields.get("id")
        if given is None:
            return self.title_iri(label)
        if not is_identifier(str(given)):
            message = f"“{str(given)[:60]}” is no id; use small letters, digits and hyphens, such as trade-binds."
            expansion.fault("id", message, "id")
        return self.around.namespace + str(given)

    def title_iri(self, label: str) -> str:
        """Return the IRI for a title: that of the item which has it, else a free one made from its words."""
        known = self.named.get(label) or self.around.find(label)
        if known and known.startswith(self.around.namespace):
            return known
        stem = iri = self.around.namespace + slug(label)
        number = 2
        while self.around.is_taken(iri) or iri in self.made:
            iri = f"{stem}-{number}"
            number += 1
        return iri

    def _remember(self, expansion: Expansion, label: str) -> None:
        earlier = self.made.setdefault(expansion.iri, expansion)
        if earlier is not expansion and dict(earlier.draft.fields) != dict(expansion.draft.fields):
            name = "id" if "id" in expansion.draft.fields else "label"
            expansion.fault(
                name, f"Is that of {earlier.draft.place or 'another draft'} too; each needs its own.", "unique"
            )
        for one in (expansion.iri.removeprefix(self.around.namespace), label):
            # A title that two drafts share names neither of them.
            self.named[one] = expansion.iri if self.named.get(one, expansion.iri) == expansion.iri else None

    def fill(self, chunk: list[Expansion]) -> None:
        """Make the items of drafts."""
        names = {name for one in chunk for name in _names(one.draft)} - self.named.keys()
        self.around.look_up(names, ())
        for expansion in chunk:
            kind = _kind(expansion)
            if kind is None:
                _refuse_kind(expansion)
            elif self.made.get(expansion.iri, expansion) is expansion:
                _Filling(self, expansion, kind).run()
        self._settle([one for one in chunk if not one.faults])

    def _settle(self, chunk: list[Expansion]) -> None:
        """Give relations free IRIs: one that is in use for something else gets a number."""
        relations = [(one, at, item) for one in chunk for at, item in enumerate(one.items) if not _has_title(item)]
        self.around.look_up((), {item.iri for _, _, item in relations})
        for expansion, at, item in relations:
            settled = self._free(item) if "id" not in expansion.draft.fields or at else item
            self.relations[settled.iri] = expansion.items[at] = settled
            for path in [path for iri, path in expansion.written if iri == item.iri]:
                expansion.written[settled.iri, path] = expansion.written[item.iri, path]

    def _free(self, item: Item) -> Item:
        stem, number = item.iri, 2
        while self.around.clashes(item) or self.relations.get(item.iri, item) != item:
            item = item.model_copy(update={"iri": f"{stem}-{number}"})
            number += 1
        return item

    def find(self, name: str) -> str | None:
        """Return the IRI of what a name stands for: in the batch first, then in the store."""
        return self.named[name] if name in self.named else self.around.find(name)


def _kind(expansion: Expansion) -> type[Item] | None:
    return KINDS.get(str(expansion.draft.fields.get("kind", "")).strip().lower().replace("_", "-"))


def _refuse_kind(expansion: Expansion) -> None:
    given = str(expansion.draft.fields.get("kind", ""))
    near = process.extractOne(given, KINDS.keys(), score_cutoff=60)
    hint = f" Did you mean {near[0]}?" if near else f" The kinds are {', '.join(KINDS)}."
    message = (
        f"“{given[:40]}” is no kind of item.{hint}" if given else f"Is missing; say what it is: {', '.join(KINDS)}."
    )
    expansion.fault("kind", message, "kind")


def _has_title(item: Item) -> bool:
    return "label" in type(item).model_fields


def _names(draft: Draft) -> Iterator[str]:
    """Yield all values that can be names of other items."""
    for name, value in draft.fields.items():
        if name not in ("kind", "id", "label", "text", "lang", "quote", "passage", "citation", "definition"):
            yield from _listed(value)


def _listed(value: object) -> list[str]:
    if isinstance(value, list | tuple | set | frozenset):
        return [one for one in value if isinstance(one, str)]
    return [value] if isinstance(value, str) else []


class _Filling:
    """Makes the items of one draft."""

    def __init__(self, batch: _Batch, expansion: Expansion, kind: type[Item]) -> None:
        self.batch, self.expansion, self.kind = batch, expansion, kind
        self.around = batch.around
        self.fields = {name: value for name, value in expansion.draft.fields.items() if value not in (None, "", [])}

    def run(self) -> None:
        """Make its own item, then the relations that it names, then its anchors."""
        self._refuse_unknown_fields()
        item = self._own()
        if item is None:
            return
        self.expansion.iri = item.iri
        self.expansion.items.insert(0, item)
        if isinstance(item, Statement):
            self._relations(item)
        if isinstance(item, Policy):
            self._power_links(item)
        if isinstance(item, _PLACED):
            self._anchors(item)

    def _refuse_unknown_fields(self) -> None:
        known = draft_fields(self.kind)
        for name in self.fields.keys() - known.keys() - {"kind", "reason"}:
            near = process.extractOne(name, known.keys(), score_cutoff=60)
            hint = f" Did you mean {near[0]}?" if near else f" Its fields are {', '.join(known)}."
            self.expansion.fault(name, f"Is no field of a {self.kind.kind}.{hint}", "field")

    def _own(self) -> Item | None:
        values: dict[str, object] = {}
        for one in fields_of(self.kind):
            if one.name in self.fields:
                values[one.name] = self._value(one, self.fields[one.name])
        if "lang" in self.fields and "lang" in self.kind.model_fields:
            values["lang"] = self.fields["lang"]
        if issubclass(self.kind, Statement):
            self._defaults(values)
        iri = self.expansion.iri or self._relation_iri(self.kind, values)
        return self._made(self.kind, iri, values)

    def _defaults(self, values: dict[str, object]) -> None:
        """A statement with a passage is what the source says; another is the contributor's own."""
        quoted = "quote" in self.fields or "passage" in self.fields
        if "held_by" not in self.fields:
            values["held_by"] = self.around.authors if quoted and self.around.authors else (self.around.me.iri,)
        if self.around.me.iri in _listed(values["held_by"]):
            self.expansion.items.append(self.around.me)
        reported = quoted and self.kind.kind == "counterargument"
        values.setdefault("commitment", "reported" if reported else "asserted")

    def _value(self, one: FieldOf, value: object) -> object:
        """Return a field's value with names as IRIs."""
        if one.form != "link":
            return tuple(_texts(value)) if one.many else value
        if one.name == "figure":
            value = [self._figure(part) if isinstance(part, Mapping) else part for part in _all(value)]
        iris = [iri for name in _texts(value) if (iri := self.resolve(one.name, name))]
        return tuple(iris) if one.many else iris[0] if len(iris) == 1 else tuple(iris)

    def _figure(self, given: Mapping[str, object]) -> str:
        """Make an observation that is written inside its evidence; return its IRI."""
        values = {one.name: self._value(one, given[one.name]) for one in fields_of(Observation) if one.name in given}
        label = str(given.get("label", ""))
        item = self._made(Observation, self.batch.title_iri(label or "figure"), values, field_name="figure")
        if item is None:
            return ""
        self.expansion.items.append(item)
        return item.iri

    def resolve(self, field_name: str, name: str) -> str | None:
        """Return the IRI of what a field names; where it names nothing, note the fault."""
        if not name:
            return None
        iri = self.batch.find(name)
        if iri is None:
            near = self.around.nearest(name)
            hint = f" Did you mean {', '.join(near)}?" if near else " Look for it with `claimatlas search`, or add it."
            shared = name in self.batch.named
            what = (
                f"“{name[:80]}” is the title of several items; use an id."
                if shared
                else f"There is no “{name[:80]}”.{hint}"
            )
            self.expansion.fault(field_name, what, "reference")
        elif iri in self.batch.made:
            self.expansion.needs.add(iri)
        return iri

    def _relations(self, own: Item) -> None:
        together = [iri for name in _texts(self.fields.get("with")) if (iri := self.resolve("with", name))]
        scheme = self.resolve("scheme", str(self.fields.get("scheme", "")))
        for iri in self._targets("supports"):
            self._relate(Inference, "supports", premise=(own.iri, *together), conclusion=iri, scheme=scheme)
        for iri in self._targets("because"):
            self._relate(Inference, "because", premise=(iri,), conclusion=own.iri)
        for iri in self._targets("attacks"):
            self._relate(Conflict, "attacks", attacker=own.iri, attacked=iri)
        for iri in self._targets("restates"):
            self._relate(Rephrase, "restates", rephrases=own.iri, rephrased=iri)
        for name in ("with", "scheme"):
            if name in self.fields and "supports" not in self.fields:
                self.expansion.fault(name, "Needs a statement that is supported; name it in supports.", "field")

    def _power_links(self, own: Item) -> None:
        about = {
            one.name: self._value(one, self.fields[one.name]) for one in fields_of(PowerLink) if one.name in self.fields
        }
        for bearing in _BEARINGS:
            for power in self._targets(bearing):
                self._relate(PowerLink, bearing, policy=own.iri, power=power, bearing=bearing, **about)
        for name in _LINKING:
            if name in self.fields and not any(bearing in self.fields for bearing in _BEARINGS):
                self.expansion.fault(name, "Needs a type of power; name it in wields, strengthens or erodes.", "field")

    def _targets(self, name: str) -> list[str]:
        return [iri for one in _texts(self.fields.get(name)) if (iri := self.resolve(name, one))]

    def _relate(self, kind: type[Item], field_name: str, **values: object) -> None:
        given = {name: value for name, value in values.items() if value is not None}
        iri = self._relation_iri(kind, given)
        item = self._made(kind, iri, given, field_name=field_name)
        if item is not None and item not in self.expansion.items:
            self.expansion.items.append(item)

    def _relation_iri(self, kind: type[Item], values: Mapping[str, object]) -> str:
        return self.around.namespace + relation_slug(kind.kind, {name: _listed(one) for name, one in values.items()})

    def _made(self, kind: type[Item], iri: str, values: Mapping[str, object], *, field_name: str = "") -> Item | None:
        """Make an item; where its values are wrong, note the faults."""
        try:
            item = kind.model_validate({"iri": iri, **values})
        except ValidationError as error:
            wrong = {fault.field for fault in self.expansion.faults}
            for detail in error.errors(include_url=False):
                name = field_name or str(detail["loc"][0] if detail["loc"] else "")
                if name not in wrong:
                    self.expansion.fault(name, detail["msg"], str(detail.get("ctx", {}).get("rule", detail["type"])))
            return None
        if (_has_title(item) or "id" in self.fields) and self.around.clashes(item):
            name = field_name or ("id" if "id" in self.fields else "label")
            message = f"“{item.iri.rpartition('/')[2]}” is there and says something else; use `claimatlas edit`."
            self.expansion.fault(name, message, "unique")
            return None
        self.expansion.written |= {(item.iri, one.path): field_name or one.name for one in fields_of(kind)}
        return item

    def _anchors(self, item: Item) -> None:
        quotes, spans = _texts(self.fields.get("quote")), _texts(self.fields.get("passage"))
        if not quotes and not spans:
            return
        if self.around.passages is None:
            name = "quote" if quotes else "passage"
            self.expansion.fault(
                name, "The text is not attached; attach it with `claimatlas source attach FILE`.", "source"
            )
            return
        for name, given in (("quote", quotes), ("passage", spans)):
            for one in given:
                try:
                    anchor = self.around.passages.anchor(item.iri, name, one, self.fields.get("occurrence"))
                except ValueError as error:
                    self.expansion.fault(name, str(error), "passage")
                else:
                    self.expansion.anchors.setdefault(item.iri, []).append(anchor)


def _all(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _texts(value: object) -> list[str]:
    return [str(one).strip() for one in _all(value) if one is not None and str(one).strip()]
