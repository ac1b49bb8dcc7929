"""Changing what is there: edit an item, retract it, undo a contribution. Each is a contribution of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from pydantic import ValidationError
from rdflib import Graph

from claims import KINDS, DraftError, DraftFault, Item, Origin, fields_of, read_item, triples
from graph.contributions import Contribution, contributor
from graph.delta import Delta, iri, subject_of
from graph.derivation import Effects, Neighbourhood
from graph.errors import ChangedSinceError, InvalidChangeError
from graph.history import contribution_of, delta_of, history_of
from graph.items import find_item, nearest_ids
from graph.outgoing import anchor_triples, outgoing, referring, stated
from graph.sources import StoreCorpus, corpora_of
from graph.store import Store
from graph.surroundings import StoreSurroundings, as_stored
from graph.updates import present
from graph.validation import ItemFault, faults_of
from ontology import CORPORA, PREFIXES

_CA = PREFIXES["ca"]
_RELATIONS = ("Inference", "Conflict", "Rephrase", "PowerLink")
_LOOSE = (f"{_CA}statedBy",)
"""Properties of relations that can lose a value and leave a relation, where others remain."""


@dataclass(frozen=True)
class Edit:
    """An edit: the item before and after, and the contribution; None where nothing changed, or in a dry run."""

    before: Item
    after: Item
    contribution: Contribution | None


@dataclass(frozen=True)
class Retraction:
    """A retraction: the IRIs of all that went, the asked for first, and the contribution; None in a dry run."""

    items: tuple[str, ...]
    contribution: Contribution | None


def edit(
    store: Store,
    name: str,
    changes: Mapping[str, object],
    *,
    by: str = "",
    message: str = "",
    expected: str = "",
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
        expected: The IRI of the contribution that last changed the item, as the editor knows it: where another has
            changed it since, nothing is overwritten.
        dry_run: Whether to change nothing.

    Raises:
        UnknownItemError: When there is no such item.
        claims.DraftError: When any new value is wrong; has all faults. Nothing is changed.
        ChangedSinceError: When it was changed since `expected`.
    """
    with store.writing:
        subject = find_item(store, name)
        _must_be_as_known(store, subject, expected)
        before = item_of(store, subject)
        around = _around(store, subject, contributor(by))
        editing = _Editing(around, before, changes)
        after, delta = editing.made(store)
        near = Neighbourhood(store.ask, delta)
        editing.refuse(faults_of(store.ask, delta, near))
        made = None
        if not dry_run:
            made = store.contribute(delta, by, message or f"Edited “{name}”", effects=near.effects())
        return Edit(before, after, made)


def item_of(store: Store, subject: str) -> Item:
    """Return an item of the store as a value."""
    graph = Graph()
    content = ox.serialize(outgoing(store.ask, [subject]), format=ox.RdfFormat.N_TRIPLES) or b""
    return read_item(graph.parse(data=content, format="nt"), subject)


def _must_be_as_known(store: Store, subject: str, expected: str) -> None:
    if expected:
        last = history_of(store, subject)[-1:]
        if last and last[0].contribution.iri != expected:
            made = last[0].contribution
            raise ChangedSinceError(
                f"{subject.rpartition('/')[2]} was {last[0].change.what} by {made.by} since you read it "
                f"(#{made.number}: {made.message}). Read it again, then edit."
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

    def made(self, store: Store) -> tuple[Item, Delta]:
        """Return the item as it will be, and the change."""
        anchors = self._anchors(store)
        values = self.before.model_dump()
        for name, value in self.changes.items():
            if value in (None, "", []):
                values.pop(name, None)
            else:
                values[name] = self._value(name, value)
        after = self._validated(values)
        self.refuse(())
        if after is None:
            raise DraftError(self.faults)
        old, new = set(as_stored(triples(self.before))), set(as_stored(triples(after)))
        subject = self.before.iri
        delta = Delta({subject: sorted(new - old, key=str)}, {subject: sorted(old - new, key=str)})
        if anchors is not None:
            delta.removed[subject] += [t for t in anchor_triples(store.ask, [subject]) if t not in anchors]
            delta.added[subject] += sorted(anchors - present(store.ask, anchors), key=str)
        return after, delta

    def refuse(self, faults: Iterable[ItemFault]) -> None:
        """Raise all faults, where there are any."""
        names = {field.path: field.name for field in fields_of(type(self.before))}
        for fault in faults:
            self.faults.append(DraftFault(Origin(), names.get(fault.path, ""), fault.message, fault.rule))
        if self.faults:
            raise DraftError(self.faults)

    def _validated(self, values: Mapping[str, object]) -> Item | None:
        if self.kind is None:
            self.faults.append(DraftFault(Origin(), "kind", f"Is no kind of item; the kinds are {', '.join(KINDS)}."))
            return None
        try:
            return self.kind.model_validate(values)
        except ValidationError as error:
            told = ((str(one["loc"][0] if one["loc"] else ""), one["msg"]) for one in error.errors(include_url=False))
            self.faults += [DraftFault(Origin(), name, message) for name, message in told]
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
                self.faults.append(DraftFault(Origin(), name, f"There is no “{one}”.{hint}", "reference"))
            else:
                found.append(named)
        return tuple(found) if field.many else found[0] if len(found) == 1 else tuple(found)

    def _anchors(self, store: Store) -> set[ox.Triple] | None:
        """Return the triples of new anchors; None where the passage stays as it is."""
        given = [(how, self.changes.pop(how)) for how in ("quote", "passage") if how in self.changes]
        occurrence = self.changes.pop("occurrence", None)
        if not given:
            return None
        passages = self.around.passages
        if passages is None:
            text = "The text is not attached; attach it with `claimatlas source attach FILE`."
            self.faults.append(DraftFault(Origin(), given[0][0], text, "source"))
            return None
        found: set[ox.Triple] = set()
        spans = [(how, str(one)) for how, value in given for one in (value if isinstance(value, list) else [value])]
        for number, (how, one) in enumerate(spans, 1):
            try:
                anchor = passages.anchor(self.before.iri, how, one, occurrence)
            except ValueError as error:
                self.faults.append(DraftFault(Origin(), how, str(error), "passage"))
            else:
                found |= set(as_stored(passages.triples(anchor, number)))
        return found


def retract(
    store: Store,
    names: Sequence[str],
    reason: str,
    *,
    by: str = "",
    cascade: bool = False,
    dry_run: bool = False,
) -> Retraction:
    """Take items out of the current state; they stay in the history.

    The relations that join them go too, and so do anchors, and figures that nothing else gives.

    Args:
        store: Where they are.
        names: The items, by id, IRI or title.
        reason: Why.
        by: Who retracts them; by default who is logged in.
        cascade: Whether to take out too what would then stand for nothing, such as evidence for a retracted claim.
        dry_run: Whether to change nothing.

    Raises:
        UnknownItemError: When there is no such item.
        InvalidChangeError: When the rest would not be sound; tells each item that is in the way.
    """
    with store.writing:
        asked = [find_item(store, name) for name in names]
        going = list(dict.fromkeys(asked))
        while True:
            delta = _without(store, going)
            near = Neighbourhood(store.ask, delta)
            faults = faults_of(store.ask, delta, near)
            stranded = [fault.item for fault in faults if not fault.path and fault.item not in delta.removed]
            if not cascade or not stranded:
                break
            going += stranded
        if faults:
            advice = "Retract those too (name them, or give --cascade), or link them to something else first."
            raise InvalidChangeError([*map(str, faults), advice])
        gone = tuple(near.vanished)
        made = None
        if not dry_run:
            made = store.contribute(delta, by, reason, effects=near.effects())
        return Retraction(tuple(dict.fromkeys([*asked, *gone])), made)


def _without(store: Store, going: Sequence[str]) -> Delta:
    """Return the change that takes items out, with all that cannot stand without them."""
    delta = Delta()
    rim = list(going)
    gone: dict[str, None] = {}
    while rim:
        subject = rim.pop(0)
        if subject in gone:
            continue
        gone[subject] = None
        for triple in referring(store.ask, subject):
            other = subject_of(triple)
            if _goes_along(store, triple):
                rim.append(other)
            elif triple not in delta.removed.setdefault(other, []):
                delta.removed[other].append(triple)
        rim += _own_figures(store, subject, set(gone))
    for subject in gone:
        kept = delta.removed.pop(subject, [])
        delta.removed[subject] = list(
            dict.fromkeys([*kept, *stated(store.ask, subject), *anchor_triples(store.ask, [subject], gone)])
        )
    return delta


def _goes_along(store: Store, triple: ox.Triple) -> bool:
    """Whether what names an item cannot stand without it: a relation that has lost one of its ends."""
    other = subject_of(triple)
    kinds = " ".join(f"ca:{name}" for name in _RELATIONS)
    if not store.ask(f"ASK {{ VALUES ?kind {{ {kinds} }} <{other}> a ?kind }}"):
        return False
    if triple.predicate.value in _LOOSE:
        rest = f"ASK {{ <{other}> <{triple.predicate.value}> ?another FILTER(?another != {triple.object}) }}"
        return not store.ask(rest)
    return triple.predicate.value.startswith(_CA) and not triple.predicate.value.endswith("scheme")


def _own_figures(store: Store, subject: str, gone: set[str]) -> list[str]:
    """Return the observations that only this item, of those that stay, gives."""
    rows = store.ask(
        f"SELECT ?figure ?other {{ <{subject}> ca:figure ?figure . OPTIONAL {{ ?other ca:figure ?figure }} }}"
    )
    holders: dict[str, set[str]] = {}
    for row in rows:
        holders.setdefault(row["figure"], set()).add(row.get("other", subject))
    return [figure for figure, by in holders.items() if by <= gone]


def undo(store: Store, name: str, *, by: str = "", message: str = "", dry_run: bool = False) -> Retraction:
    """Take a contribution back, by a contribution that does the opposite.

    Args:
        store: Where it was made.
        name: Its number, IRI, or "last".
        by: Who takes it back; by default who is logged in.
        message: Why.
        dry_run: Whether to change nothing.

    Returns:
        The items that it changed, and the new contribution.

    Raises:
        UnknownContributionError: When there is no such contribution.
        ChangedSinceError: When what it did has been changed since; tells by which contribution.
        InvalidChangeError: When the rest would not be sound, for what came later rests on it.
    """
    with store.writing:
        contribution = contribution_of(store, name)
        delta = delta_of(store, contribution).inverted()
        if not delta:
            raise ChangedSinceError(f"#{contribution.number} is what the store was made with; it cannot be undone.")
        _must_be_current(store, contribution, delta)
        near = Neighbourhood(store.ask, delta)
        faults = faults_of(store.ask, delta, near)
        if faults:
            raise InvalidChangeError([*map(str, faults), "What came later rests on it; undo or retract that first."])
        made = None
        if not dry_run:
            effects = near.effects()
            # What comes back is as it was: it keeps the mark of who made it.
            made = store.contribute(
                delta,
                by,
                message or _undoing(contribution),
                effects=Effects(effects.new, [], effects.vanished, effects.then),
            )
        return Retraction(tuple(delta.items), made)


def _undoing(contribution: Contribution) -> str:
    return f"Undo of #{contribution.number}: {contribution.message}"


def _must_be_current(store: Store, contribution: Contribution, delta: Delta) -> None:
    """Refuse where the triples to take out are not there any more, or those to bring back are there again."""
    out, back = set(delta.all_removed()), set(delta.all_added())
    odd = (out - present(store.ask, out)) | present(store.ask, back)
    if odd:
        items = sorted({owner for owner in delta.items for t in odd if iri(t.subject).startswith(owner)})
        later = {
            event.contribution.number
            for item in items[:20]
            for event in history_of(store, item)
            if event.contribution.number > contribution.number
        }
        by = f" by {', '.join(f'#{number}' for number in sorted(later))}; undo that first" if later else ""
        raise ChangedSinceError(
            f"What #{contribution.number} did to {', '.join(map(_short, items[:5]))} has been changed since{by}."
        )


def _short(subject: str) -> str:
    return subject.rpartition("/")[2]
