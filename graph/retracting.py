"""Taking out and taking back: retract items, undo a contribution. Each is a contribution of its own."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from graph.asking import outgoing
from graph.contributions import Contribution
from graph.delta import Delta, iri, subject_of
from graph.derivation import Neighbourhood, stated_among
from graph.errors import ChangedSinceError, InvalidChangeError
from graph.history import contribution_of, later_changes
from graph.items import find_item
from graph.named_graphs import content, graph_names
from graph.outgoing import anchor_triples, referring, stated
from graph.recorded_changes import delta_of
from graph.store import Store
from graph.terms import local_name
from graph.updates import present
from graph.validation import NAMING, ItemFault, faults_of
from ontology import PREFIXES

_CA = PREFIXES["ca"]
_RELATIONS = ("Inference", "Conflict", "Rephrase", "PowerLink")
_LOOSE = (f"{_CA}statedBy", f"{_CA}whosePower")
"""Properties of relations that can lose a value and leave a relation, where others remain."""


@dataclass(frozen=True)
class Retraction:
    """A retraction: the IRIs of all that went, the asked for first, and the contribution; None in a dry run."""

    items: tuple[str, ...]
    contribution: Contribution | None


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
        ReadOnlyError: When the store was opened for reading, unless it is a dry run.
    """
    with store.writing:
        asked = list(dict.fromkeys(find_item(store, name) for name in names))
        _must_be_items(asked)
        delta, near, faults = _without_all(store, asked, cascade=cascade)
        if faults:
            cascading = "" if cascade else ", or give --cascade"
            advice = f"Retract those too (name them{cascading}), or change them first so that they stand without it."
            raise InvalidChangeError([*map(str, faults), advice])
        made = None if dry_run else store.contribute(delta, by, reason, effects=near.effects())
        return Retraction(tuple(dict.fromkeys([*asked, *near.vanished])), made)


def _must_be_items(iris: Iterable[str]) -> None:
    faults = [f"{local_name(one)} is a word of the vocabulary, not an item." for one in iris if one.startswith(_CA)]
    if faults:
        raise InvalidChangeError(faults)


def _without_all(store: Store, asked: Sequence[str], *, cascade: bool) -> tuple[Delta, Neighbourhood, list[ItemFault]]:
    """Return the change that takes items out (and, in a cascade, what would stand for nothing), and its faults."""
    going = list(asked)
    while True:
        delta = _without(store, going)
        near = Neighbourhood(store.ask, delta)
        faults = faults_of(store.ask, delta, near)
        named = {iri(t.object) for t in delta.all_removed() if t.predicate.value in NAMING}
        stranded = sorted({fault.item for fault in faults if not fault.path and fault.item in named} - set(going))
        if not cascade or not stranded:
            return delta, near, faults
        going += stranded


def _without(store: Store, going: Sequence[str]) -> Delta:
    """Return the change that takes items out, with all that cannot stand without them."""
    rim, gone = list(going), dict[str, None]()
    losing: list[ox.Triple] = []
    while rim:
        subject = rim.pop(0)
        if subject not in gone:
            gone[subject] = None
            naming = referring(store.ask, subject)
            along = [triple for triple in naming if _goes_along(store, triple, going)]
            rim += map(subject_of, along)
            losing += [triple for triple in naming if triple not in along]
            rim += _own_figures(store, subject, gone)
    return _removal(store, gone, losing)


def _removal(store: Store, gone: Collection[str], losing: Iterable[ox.Triple]) -> Delta:
    """Return the change that removes all that is said of items, and what names them; each triple once."""
    delta = Delta()
    told: set[ox.Triple] = set()
    for subject in gone:
        own = [*stated(store.ask, subject), *anchor_triples(store.ask, [subject], gone)]
        delta.removed[subject] = [triple for triple in own if triple not in told]
        told.update(own)
    for triple in losing:
        if triple not in told:
            told.add(triple)
            delta.removed.setdefault(subject_of(triple), []).append(triple)
    return delta


def _goes_along(store: Store, triple: ox.Triple, going: Collection[str]) -> bool:
    """Whether what names an item cannot stand without it: a relation that has lost one of its ends."""
    other, path = subject_of(triple), triple.predicate.value
    kinds = " ".join(f"ca:{name}" for name in _RELATIONS)
    if not store.ask(f"ASK {{ VALUES ?kind {{ {kinds} }} <{other}> a ?kind }}"):
        return False
    if path in _LOOSE:
        lost = ", ".join(f"<{one}>" for one in {*going, iri(triple.object)})
        return not store.ask(f"ASK {{ <{other}> <{path}> ?another FILTER(?another NOT IN ({lost})) }}")
    return path.startswith(_CA) and path != f"{_CA}scheme"


def _own_figures(store: Store, subject: str, gone: Collection[str]) -> list[str]:
    """Return the observations that only this item, of those that stay, gives."""
    rows = store.ask(f"SELECT ?figure ?other {{ <{subject}> ca:figure ?figure . ?other ca:figure ?figure }}")
    holders: dict[str, set[str]] = {}
    for row in rows:
        holders.setdefault(row["figure"], set()).add(row["other"])
    return [figure for figure, by in holders.items() if by <= set(gone)]


def undo(store: Store, name: str, *, by: str = "", message: str = "", dry_run: bool = False) -> Retraction:
    """Take a contribution back, by a contribution that does the opposite.

    Args:
        store: Where it was made.
        name: Its number, IRI, or "last".
        by: Who takes it back; by default who is logged in.
        message: Why.
        dry_run: Whether to change nothing.

    Returns:
        The items that it changed, and graphs of people's own, and the new contribution.

    Raises:
        UnknownContributionError: When there is no such contribution.
        ChangedSinceError: When what it did has been changed since; tells by which contribution.
        InvalidChangeError: When the rest would not be sound, for what came later rests on it.
        ReadOnlyError: When the store was opened for reading, unless it is a dry run.
    """
    with store.writing:
        contribution = contribution_of(store, name)
        delta = delta_of(store, contribution).inverted()
        if not delta:
            raise ChangedSinceError(f"#{contribution.number} is what the store was made with; it cannot be undone.")
        _must_be_current(store, contribution, delta)
        _keep_what_came_since(store, delta)
        near = Neighbourhood(store.ask, delta)
        # What was before the last contribution can always be had back, sound or not.
        faults = faults_of(store.ask, delta, near) if contribution.number != store.last[0] else []
        if faults:
            raise InvalidChangeError([*map(str, faults), "What came later rests on it; undo or retract that first."])
        message = message or f"Undo of #{contribution.number}: {contribution.message}"
        # What comes back is as it was: it keeps the mark of who made it.
        effects = replace(near.effects(), created=[])
        made = None if dry_run else store.contribute(delta, by, message, effects=effects)
        return Retraction(tuple(dict.fromkeys([*delta.items, *delta.graphs])), made)


def _keep_what_came_since(store: Store, delta: Delta) -> None:
    """Leave a graph in place that would go, where there is more in it by now."""
    for name, change in delta.graphs.items():
        change.goes = change.goes and set(content(store.ask, name)) <= set(change.removed)


def _must_be_current(store: Store, contribution: Contribution, delta: Delta) -> None:
    """Refuse where the triples to take out are not there any more, or those to bring back are there again."""
    items = [*_changed_items(store, delta), *_changed_graphs(store, delta)]
    if items:
        later = later_changes(store, items, contribution.number)
        by = f" by {', '.join(f'#{number}' for number in later)}; undo that first" if later else ""
        told = ", ".join(local_name(item) or item for item in items[:5])
        raise ChangedSinceError(f"What #{contribution.number} did to {told} has been changed since{by}.")


def _changed_items(store: Store, delta: Delta) -> list[str]:
    out, back = set(delta.all_removed()), set(delta.all_added())
    again = present(store.ask, back)
    # What only follows by rule from something else is not there for itself.
    again &= stated_among(set(outgoing(store.ask, {subject_of(t) for t in again}))) if again else set()
    odd = (out - present(store.ask, out)) | again
    sides = (delta.added, delta.removed)
    return [one for one in delta.items if any(not odd.isdisjoint(side.get(one, ())) for side in sides)]


def _changed_graphs(store: Store, delta: Delta) -> list[str]:
    there = graph_names(store.ask, delta.graphs)
    found: list[str] = []
    for name, change in delta.graphs.items():
        out, back = set(change.removed), set(change.added)
        is_odd = (name in there and change.comes) or (name not in there and change.goes)
        if is_odd or present(store.ask, out | back, name) != out:
            found.append(name)
    return found
