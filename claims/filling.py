"""One draft becomes items: its own, the relations that it names, its figures, and its places in the source."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from pydantic import ValidationError
from rapidfuzz import process

from claims.demands import FieldOf, fields_of
from claims.draft_terms import (
    BEARINGS,
    FOR_ALL,
    LINKING,
    PLACED,
    default_scheme,
    fields_to_fill,
    own_fields,
    title_field,
)  # fmt: skip
from claims.expansion import Expansion
from claims.identifiers import relation_slug, slug
from claims.model import Conflict, Inference, Item, Observation, Policy, PowerLink, Rephrase, Statement
from claims.naming import Names, listed, texts
from claims.passages import Passages

_TOLD: Mapping[str, Mapping[str, str]] = {
    "supports": {"premise": "with", "scheme": "scheme"},
    **{bearing: {name: name for name in LINKING} for bearing in BEARINGS},
}
"""Field of a draft → where its relation is wrong, and another field of the draft says that: which."""


class Filling:
    """Makes the items of one draft.

    Args:
        names: The names of its batch.
        into: Its expansion, which takes up the items and the faults.
        kind: The kind of its own item.
    """

    def __init__(self, names: Names, into: Expansion, kind: type[Item]) -> None:
        self.names, self.into, self.kind = names, into, kind
        self.fields = into.fields

    def run(self) -> None:
        """Make its own item, then its relations; the faults of all of them are noted."""
        self._refuse_unknown_fields()
        own = self._own()
        if issubclass(self.kind, Statement):
            self._relations(own)
        if issubclass(self.kind, Policy):
            self._power_links(own)

    def _refuse_unknown_fields(self) -> None:
        known = fields_to_fill(self.kind)
        for name in self.fields:
            if name not in known and name not in FOR_ALL:
                near = process.extractOne(name[:60], known.keys(), score_cutoff=60)
                hint = f"Did you mean {near[0]}?" if near else f"Its fields are {', '.join(known)}."
                self.into.fault(name, f"Is no field of the kind {self.kind.kind}. {hint}", "field")

    def _own(self) -> str:
        """Make the draft's own item; return its IRI."""
        values = {name: self._value(one, self.fields[name]) for name, one in self._given(self.kind)}
        if "lang" in self.fields and "lang" in self.kind.model_fields:
            values["lang"] = self.fields["lang"]
        self._defaults(values)
        iri = self.into.iri or self._unnamed_iri(values)
        item = self._made(self.kind, iri, values)
        if item is None:
            return iri
        if self._is_known(item):
            self.into.iri = iri
            self.into.items = [one for one in self.into.items if one != self.names.around.me]
        elif not self._clashes(item):
            self.into.iri = iri
            self.into.items.insert(0, item)
        return iri

    def _is_known(self, item: Item) -> bool:
        """Whether the item is there and says what the draft says; what the draft leaves open stays as it is there."""
        given = {one.path for _, one in self._given(self.kind)}
        return bool(title_field(self.kind) or "id" in self.fields) and self.names.around.agrees(item, given)

    def _unnamed_iri(self, values: Mapping[str, object]) -> str:
        """Return the IRI of a relation, made from what it joins; for an item that lacks its title, some IRI."""
        name = slug("") if title_field(self.kind) else _relation_slug(self.kind, values)
        return self.names.around.namespace + name

    def _given(self, kind: type[Item]) -> list[tuple[str, FieldOf]]:
        return [(name, one) for name, one in own_fields(kind).items() if name in self.fields]

    def _clashes(self, item: Item) -> bool:
        """Refuse an id or title that stands for something else; a relation without an id gets a free one later."""
        named = "id" if "id" in self.fields else title_field(self.kind)
        if not named or not self.names.around.clashes(item):
            return False
        which = item.iri.rpartition("/")[2]
        message = f"“{which}” is, or was, there and says something else; use another, or `claimatlas edit`."
        self.into.fault(named, message, "unique")
        return True

    def _defaults(self, values: dict[str, object]) -> None:
        """Say what most drafts leave out.

        A statement with a passage is what the source says; another is the contributor's own.
        """
        if issubclass(self.kind, Statement):
            quoted = "quote" in self.fields or "passage" in self.fields
            if "held_by" not in self.fields:
                authors = self.names.around.authors if quoted else ()
                values["held_by"] = authors or (self._me(),)
            reported = quoted and self.kind.kind == "counterargument"
            values.setdefault("commitment", "reported" if reported else "asserted")
        elif scheme := default_scheme(self.kind):
            values.setdefault("in_scheme", (scheme,))

    def _me(self) -> str:
        """Return the contributor's IRI; who is named is made, too."""
        me = self.names.around.me
        if me not in self.into.items:
            self.into.items.append(me)
        return me.iri

    def _value(self, one: FieldOf, value: object, within: str = "") -> object:
        """Return the value of a field of an item: names as IRIs, one value for a list of one where one is wanted."""
        if one.form == "link":
            iris = self._figures(value) if one.name == "figure" else self._resolved(one.name, value, within)
            return iris if one.many else iris[0] if len(iris) == 1 else iris
        if one.many:
            return tuple(texts(value))
        several = listed(value)
        return _single(one, several[0]) if len(several) == 1 else value

    def _figures(self, value: object) -> tuple[str, ...]:
        """Return the IRIs of the figures that a statement names, or holds written out."""
        found: list[str] = []
        for number, one in enumerate(listed(value), 1):
            if isinstance(one, Mapping):
                found += self._figure(one, f"figure {number}, ")
            else:
                found += self._resolved("figure", one)
        return tuple(found)

    def _figure(self, given: Mapping[object, object], within: str) -> tuple[str, ...]:
        """Make an observation that is written inside its statement."""
        fields = {str(name): value for name, value in given.items() if value not in (None, "", [])}
        own = own_fields(Observation)
        for name in fields:
            if name not in own and name not in ("kind", "lang"):
                self.into.fault(within + name, f"Is no field of a figure. Its fields are {', '.join(own)}.", "field")
        values = {name: self._value(one, fields[name], within) for name, one in own.items() if name in fields}
        language = fields.get("lang", self.fields.get("lang"))
        if language is not None:
            values["lang"] = language
        label = str(values.get("label", ""))
        iri = (self.names.known(label) if label else None) or self.names.around.namespace + slug(label or "figure")
        item = self._made(Observation, iri, values, within)
        if item is None:
            return ()
        settled = self.names.settled(item)
        self.into.items.append(settled)
        self.into.said[settled.iri] = self.into.said[iri]
        return (settled.iri,)

    def _resolved(self, field_name: str, value: object, within: str = "") -> tuple[str, ...]:
        """Return the IRIs of what a field names, each once; where one names nothing, note the fault."""
        found: dict[str, None] = {}
        if any(isinstance(one, Mapping) for one in listed(value)):
            self.into.fault(within + field_name, "Takes ids or titles, not fields with values of their own.", "field")
            return ()
        for name in texts(value):
            iri = self.names.find(name, field_name)
            if iri is None:
                self.into.fault(within + field_name, self.names.unknown(name), "reference")
                continue
            found[self._me() if iri == self.names.around.my_iri else iri] = None
            if iri in self.names.drafted and iri != self.into.iri:
                self.into.needs.append(iri)
        return tuple(found)

    def _relations(self, own: str) -> None:
        together = self._named("with")
        scheme = self._named("scheme")
        for iri in self._named("supports"):
            premises = (own, *together)
            given = {"scheme": scheme[0] if len(scheme) == 1 else scheme} if scheme else {}
            self._relate(Inference, "supports", {"premise": premises, "conclusion": iri, **given})
        for iri in self._named("because"):
            self._relate(Inference, "because", {"premise": (iri,), "conclusion": own})
        for iri in self._named("attacks"):
            self._relate(Conflict, "attacks", {"attacker": own, "attacked": iri})
        for iri in self._named("restates"):
            self._relate(Rephrase, "restates", {"rephrases": own, "rephrased": iri})
        for name in ("with", "scheme"):
            if name in self.fields and "supports" not in self.fields:
                self.into.fault(name, "Needs a statement that is supported; name it in supports.", "field")

    def _power_links(self, own: str) -> None:
        shared = {
            one.name: self._value(one, self.fields[name]) for name, one in self._given(PowerLink) if name in LINKING
        }
        bearings = [bearing for bearing in BEARINGS if bearing in self.fields]
        for bearing in bearings:
            for power in self._named(bearing):
                self._relate(PowerLink, bearing, {"policy": own, "power": power, "bearing": bearing, **shared})
        for name in LINKING:
            if name in self.fields and not bearings:
                self.into.fault(name, "Needs a type of power; name it in wields, strengthens or erodes.", "field")

    def _named(self, field_name: str) -> tuple[str, ...]:
        return self._resolved(field_name, self.fields[field_name]) if field_name in self.fields else ()

    def _relate(self, kind: type[Item], field_name: str, values: Mapping[str, object]) -> None:
        iri = self.names.around.namespace + _relation_slug(kind, values)
        item = self._made(kind, iri, values, field_name)
        if item is not None:
            self.into.items.append(item)

    def _made(self, kind: type[Item], iri: str, values: Mapping[str, object], within: str = "") -> Item | None:
        """Make an item; where its values are wrong, note the faults.

        Args:
            kind: Its kind.
            iri: Its IRI.
            values: Its values.
            within: Of a relation, the field of the draft that says it; of a figure, what comes before its fields.
        """
        told = _told(kind, within)
        try:
            item = kind.model_validate({"iri": iri, **values})
        except ValidationError as error:
            wrong = {fault.field for fault in self.into.faults}
            for detail in error.errors(include_url=False):
                field_name = str(detail["loc"][0])
                name = told.get(field_name, within + field_name)
                if name not in wrong:
                    self.into.fault(name, detail["msg"], str(detail["ctx"]["rule"]))
            return None
        self.into.said[iri] = _paths(kind, within)
        return item


def place(into: Expansion, passages: Passages | None) -> None:
    """Anchor a draft's own item at the passages that it quotes, or gives by their characters."""
    if into.kind is None or not issubclass(into.kind, PLACED):
        return
    occurrence = _occurrence(into)
    given = [(how, one) for how in ("quote", "passage") for one in texts(into.fields.get(how))]
    for how, one in given:
        if passages is None:
            into.fault(how, "The text is not attached; attach it with `claimatlas source attach FILE`.", "source")
            return
        try:
            anchor = passages.anchor(into.iri, how, one, occurrence if how == "quote" else None)
        except ValueError as error:
            into.fault(how, str(error), "passage")
            continue
        anchors = into.anchors.setdefault(into.iri, [])
        if anchor not in anchors:
            anchors.append(anchor)


def _occurrence(into: Expansion) -> object:
    """Return which place of a quotation is meant; None where the draft does not say, or not as it can be said."""
    occurrence = into.fields.get("occurrence")
    if occurrence is None:
        return None
    if len(texts(into.fields.get("quote"))) != 1:
        into.fault("occurrence", "Goes with one quotation; of several, quote more words, or use passage.", "field")
    elif not re.fullmatch("[1-9][0-9]{0,5}", str(occurrence)):
        into.fault("occurrence", f"“{str(occurrence)[:20]}” is no place; count from 1.", "field")
    else:
        return occurrence
    return None


def _single(one: FieldOf, value: object) -> object:
    """Return a value as a text where the field takes text, and what was written is a number or a date."""
    if one.form == "term" and isinstance(value, str):
        return value[:1].lower() + value[1:]
    number = isinstance(value, int | float | Decimal | date) and not isinstance(value, bool)
    return str(value) if number and one.form in ("text", "string") else value


def _relation_slug(kind: type[Item], values: Mapping[str, object]) -> str:
    return relation_slug(kind.kind, {name: texts(value) for name, value in values.items()})


@cache
def _told(kind: type[Item], within: str) -> Mapping[str, str]:
    """Return field of an item → the field of the draft in which a fault of it is told."""
    if not within or within.endswith(" "):
        return {}
    other = _TOLD.get(within, {})
    return {one.name: other.get(one.name, within) for one in fields_of(kind)}


@cache
def _paths(kind: type[Item], within: str) -> Mapping[str, str]:
    """Return property → the field of the draft that says it."""
    told = _told(kind, within)
    return {one.path: told.get(one.name, within + one.name) for one in fields_of(kind)}
