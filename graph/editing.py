"""Editing an item: new values for its fields, as a contribution that leaves the old ones in the history."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

import pyoxigraph as ox
from pydantic import ValidationError
from rdflib import Graph

from claims import KINDS, DraftError, DraftFault, Item, Origin, fields_of, read_item, triples
from graph.asking import outgoing
from graph.contributions import Contribution, contributor, previous_changes
from graph.delta import Delta
from graph.derivation import TYPE, Neighbourhood
from graph.errors import ChangedSinceError, InvalidChangeError, UnknownItemError
from graph.history import contribution_of
from graph.items import find_item, nearest_ids
from graph.outgoing import anchor_triples
from graph.sources import StoreCorpus, corpora_of
from graph.store import Store
from graph.surroundings import StoreSurroundings, as_stored
from graph.terms import local_name
from graph.updates import present
from graph.validation import ItemFault, faults_of
from ontology import CORPORA

_FIXED = ("iri", "id")
"""What names an item for good."""


@dataclass(frozen=True)
class Edit:
    """An edit: the item before and after, and the contribution; None where nothing changed, or in a dry run."""

    before: Item
    after: Item
    contribution: Contribution | None


def edit(
    store: Store,
    name: str,
    changes: Mapping[str, object],
    *,
    by: str = "",
    message: str = "",
    expected: str | None = None,
    dry_run: bool = False,
) -> Edit:
    """Change fields of an item; the old ones stay in the history.

    Args:
        store: Where it is.
        name: The item, by id, IRI or title.
        changes: Field → its new value, as in a draft (names of items are resolved); None or "" takes a value out.
            `kind` makes a statement one of another kind; `quote` or `passage` anchors it anew.
        by: Who edits; by default who is logged in.
        message: Why.
        expected: The IRI of the contribution that last changed the item, as the editor knows it; "" where none did.
            Where another has changed it since, nothing is overwritten. None: whatever it is.
        dry_run: Whether to change nothing.

    Raises:
        UnknownItemError: When there is no such item.
        claims.DraftError: When any new value is wrong; has all faults. Nothing is changed.
        InvalidChangeError: When the item as it stands is not sound, and cannot be read to be edited.
        ChangedSinceError: When it was changed since `expected`.
        ReadOnlyError: When the store was opened for reading, unless it is a dry run.
    """
    with store.writing:
        subject = find_item(store, name)
        if expected is not None:
            _must_be_as_known(store, subject, expected)
        before = item_of(store, subject)
        editing = _Editing(_around(store, subject, contributor(by)), before, changes)
        after, delta = editing.made()
        near = Neighbourhood(store.ask, delta)
        editing.refuse(faults_of(store.ask, delta, near) if delta else ())
        message = message or f"Edited “{getattr(before, 'label', local_name(subject))}”"
        made = None if dry_run else store.contribute(delta, by, message, effects=near.effects())
        return Edit(before, after, made)


def item_of(store: Store, subject: str) -> Item:
    """Return an item of the store as a value.

    Raises:
        UnknownItemError: When the store has no item of that IRI of a kind that has fields.
        InvalidChangeError: When what the store says of it is not sound.
    """
    graph = Graph()
    content = ox.serialize(outgoing(store.ask, [subject]), format=ox.RdfFormat.N_TRIPLES) or b""
    try:
        return read_item(graph.parse(data=content, format="nt"), subject)
    except LookupError:
        raise UnknownItemError(local_name(subject), ()) from None
    except ValidationError as error:
        told = [f"{local_name(subject)}, {name}: {message}" for name, message in _faults(error)]
        advice = "It has to be made sound first: import what it lacks, or undo what made it so."
        raise InvalidChangeError([*told, advice]) from None


def _faults(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Yield the field and the message of every fault."""
    return ((str(one["loc"][0] if one["loc"] else ""), one["msg"]) for one in error.errors(include_url=False))


def last_change_of(store: Store, subject: str) -> str:
    """Return the IRI of the contribution that last changed an item; "" where none did since the store was made."""
    return previous_changes(store.ask, [subject]).get(subject, "").rpartition("/")[0]


def _must_be_as_known(store: Store, subject: str, expected: str) -> None:
    last = last_change_of(store, subject)
    if last not in ("", expected):
        made = contribution_of(store, last)
        raise ChangedSinceError(
            f"{local_name(subject)} was changed by {made.by} since you read it (#{made.number}: {made.message}). "
            "Read it again, then edit."
        )


def _around(store: Store, subject: str, by: str) -> StoreSurroundings:
    known = corpora_of(store)
    name = subject.removeprefix(CORPORA).partition("/")[0]
    return StoreSurroundings(store, known.get(name) or StoreCorpus(name), by)


class _Editing:
    """One edit under way."""

    def __init__(self, around: StoreSurroundings, before: Item, changes: Mapping[str, object]) -> None:
        self.around, self.before = around, before
        self.changes = dict(changes)
        self.kind = KINDS.get(str(self.changes.pop("kind", before.kind)))
        self.faults: list[DraftFault] = []

    def made(self) -> tuple[Item, Delta]:
        """Return the item as it will be, and the change."""
        anchors = self._anchors()
        after = self._validated(self._values())
        self.refuse(())
        if after is None:
            raise DraftError(self.faults)
        subject = self.before.iri
        delta = self._difference(after)
        if anchors is not None:
            ask = self.around.store.ask
            delta.removed[subject] += [t for t in anchor_triples(ask, [subject]) if t not in anchors]
            delta.added[subject] += sorted(anchors - present(ask, anchors), key=str)
        return after, delta

    def refuse(self, faults: Iterable[ItemFault]) -> None:
        """Raise all faults, where there are any."""
        names = {field.path: field.name for field in fields_of(type(self.before))}
        for fault in faults:
            self._fault(names.get(fault.path, ""), fault.message, fault.rule)
        if self.faults:
            raise DraftError(self.faults)

    def _fault(self, name: str, message: str, rule: str = "") -> None:
        self.faults.append(DraftFault(Origin(), name, message, rule))

    def _values(self) -> dict[str, object]:
        """Return the item's values with the changes in them."""
        values = self.before.model_dump()
        known = (self.kind or type(self.before)).model_fields
        for name, value in self.changes.items():
            if name in _FIXED:
                self._fault(name, "Stays what it is, for others name the item by it; add a new item, retract this one.")
            elif value in (None, "", []) and name in known:
                values.pop(name, None)
            else:
                values[name] = self._value(name, value)
        return values

    def _difference(self, after: Item) -> Delta:
        """Return what the fields that change add to and remove from what the store says."""
        old, new = set(as_stored(triples(self.before))), set(as_stored(triples(after)))
        changed = {triple.predicate for triple in old ^ new}
        # Not `old` is taken out but what is there: a value can be written in other ways than ours.
        said = {t for t in outgoing(self.around.store.ask, [self.before.iri]) if self._is_own(t, old)}
        added, removed = ({t for t in some if t.predicate in changed} for some in (new - said, said - new))
        subject = self.before.iri
        return Delta({subject: sorted(added, key=str)}, {subject: sorted(removed, key=str)})

    def _is_own(self, triple: ox.Triple, old: set[ox.Triple]) -> bool:
        """Whether a triple is one that the item's fields say: its class, or a value in its language or in none."""
        if triple.predicate == TYPE:
            return triple in old
        return getattr(triple.object, "language", None) in (None, getattr(self.before, "lang", None))

    def _validated(self, values: Mapping[str, object]) -> Item | None:
        if self.kind is None:
            self._fault("kind", f"Is no kind of item; the kinds are {', '.join(KINDS)}.")
            return None
        try:
            return self.kind.model_validate(values)
        except ValidationError as error:
            for name, message in _faults(error):
                self._fault(name, message)
            return None

    def _value(self, name: str, value: object) -> object:
        """Return a value with names of items as IRIs."""
        field = next((one for one in fields_of(self.kind or type(self.before)) if one.name == name), None)
        if field is None or field.form != "link":
            return value
        found = []
        for one in value if isinstance(value, list | tuple) else [value]:
            named = self.around.find(str(one))
            if named is None:
                near = nearest_ids(self.around.store, str(one))
                hint = f" Did you mean {', '.join(near)}?" if near else ""
                self._fault(name, f"There is no “{one}”.{hint}", "reference")
            else:
                found.append(named)
        return tuple(found) if field.many else found[0] if len(found) == 1 else tuple(found)

    def _anchors(self) -> set[ox.Triple] | None:
        """Return the triples of new anchors; None where the passage stays as it is."""
        given = [(how, self.changes.pop(how)) for how in ("quote", "passage") if how in self.changes]
        occurrence = self.changes.pop("occurrence", None)
        if not given:
            return None
        passages = self.around.passages
        if passages is None:
            text = "The text is not attached; attach it with `claimatlas source attach FILE`."
            self._fault(given[0][0], text, "source")
            return None
        found: set[ox.Triple] = set()
        spans = [(how, str(one)) for how, value in given for one in (value if isinstance(value, list) else [value])]
        free = self._free_numbers()
        for how, one in spans:
            try:
                anchor = passages.anchor(self.before.iri, how, one, occurrence)
            except ValueError as error:
                self._fault(how, str(error), "passage")
            else:
                found |= set(as_stored(passages.triples(anchor, next(free))))
        return found

    def _free_numbers(self) -> Iterator[int]:
        """Yield numbers for the item's anchors whose passages are not those of other items too."""
        subject = self.before.iri
        rows = self.around.store.ask(
            f"SELECT ?passage {{ <{subject}> ^oa:hasBody/oa:hasTarget ?passage . "
            f"?passage ^oa:hasTarget/oa:hasBody ?other FILTER(?other != <{subject}>) }}"
        )
        shared = {row["passage"] for row in rows}
        return (n for n in count(1) if f"{subject}{f'-{n}' if n > 1 else ''}-passage" not in shared)
