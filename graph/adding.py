"""Adding items: drafts in, one contribution out, or every fault of every draft and nothing changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from claims import Draft, DraftError, DraftFault, Expansion, Item, Origin, Policy, Statement, expand
from graph.cautions import Caution, cautions_of, text_of
from graph.contributions import Contribution, contributor
from graph.delta import Delta, iri, subject_of
from graph.derivation import TYPE, Effects, Neighbourhood
from graph.sources import corpus_of
from graph.store import Store
from graph.surroundings import StoreSurroundings, as_stored, item_triples
from graph.updates import present
from graph.validation import NAMING, ItemFault, faults_of

Progress = Callable[[int, int], None]
"""Is told how many of how many drafts are done."""
_TOGETHER = 1000
"""How many drafts are held against the shapes at once."""


@dataclass(frozen=True)
class Addition:
    """What became of drafts.

    Attributes:
        contribution: The contribution; None where nothing was added, or it was a dry run.
        items: The items that were added (in a dry run: would be), in order.
        anchored: The IRIs of those that stand at a passage of the source.
        already: How many drafts say only what the store says already.
        cautions: What is odd, and no reason to refuse.
        bad: The drafts that were not taken, each with its faults; empty unless bad ones were to be skipped.
    """

    contribution: Contribution | None
    items: tuple[Item, ...] = ()
    anchored: frozenset[str] = frozenset()
    already: int = 0
    cautions: tuple[Caution, ...] = ()
    bad: tuple[tuple[Draft, tuple[DraftFault, ...]], ...] = ()


def add(
    store: Store,
    drafts: "Draft | Mapping[str, object] | Iterable[Draft | DraftFault | Mapping[str, object]]",
    *,
    by: str = "",
    message: str = "",
    corpus: str = "",
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress | None = None,
) -> Addition:
    """Add claims, evidence, policies, relations: one draft or many, as one contribution, all or none.

    What the store says already is not added again, so that the same drafts can be given twice.

    Args:
        store: Where to add them.
        drafts: What to add, each a mapping of field to value (`claims.draft_fields` lists them); they may name one
            another, and what is in the store, by id or title.
        by: Who adds them; by default who is logged in.
        message: Why; by default what was added.
        corpus: The corpus that they belong to; by default the store's only one.
        dry_run: Whether to say what would be added, and add nothing.
        skip_bad: Whether to add the good ones where some are bad.
        progress: Is told how far it is.

    Raises:
        claims.DraftError: When any draft has a fault and `skip_bad` is false; has all faults of all drafts.
        UnknownCorpusInStoreError: When the corpus is not in the store.
        ReadOnlyError: When the store was opened for reading, unless it is a dry run.
        StoreWriteError: When it cannot be written; nothing is added.

    Example:
        >>> from graph import open_store
        >>> with open_store(":memory:") as store:
        ...     done = add(store, {
        ...         "kind": "counterargument",
        ...         "label": "Buyers can be replaced",
        ...         "text": "A seller that finds other buyers has nothing to fear from one who stops buying.",
        ...         "attacks": "deficit-gives-america-leverage",
        ...     }, by="Ada")
        >>> [item.iri.rpartition("/")[2] for item in done.items][1:]
        ['buyers-can-be-replaced', 'buyers-can-be-replaced-against-deficit-gives-america-leverage']
    """
    given, unreadable = _sorted_out(drafts)
    with store.writing:
        adding = _Adding(store, given, contributor(by), corpus, progress or (lambda done, of: None))
        adding.judge()
        bad = [*((Draft({}, one.place), (one,)) for one in unreadable), *adding.bad()]
        if bad and not skip_bad:
            raise DraftError([fault for _, faults in bad for fault in faults])
        return adding.finish(message, dry_run=dry_run, bad=tuple(bad))


def _sorted_out(drafts: object) -> tuple[list[Draft], list[DraftFault]]:
    listed = [drafts] if isinstance(drafts, Draft | Mapping) else list(drafts)  # type: ignore[call-overload]
    unreadable = [one for one in listed if isinstance(one, DraftFault)]
    rest = [one for one in listed if not isinstance(one, DraftFault)]
    unit = "draft" if len(rest) > 1 else ""
    made = (Draft(one, Origin("", unit, n)) if isinstance(one, Mapping) else one for n, one in enumerate(rest, 1))
    return list(made), unreadable


@dataclass
class _Part:
    """What is new of one draft."""

    expansion: Expansion
    items: list[Item] = field(default_factory=list)
    triples: dict[str, list[ox.Triple]] = field(default_factory=dict)


class _Adding:
    """One addition under way."""

    def __init__(self, store: Store, drafts: Sequence[Draft], by: str, corpus: str, progress: Progress) -> None:
        self.store, self.by, self.progress = store, by, progress
        languages = {str(draft.fields["lang"]) for draft in drafts if "lang" in draft.fields}
        self.around = StoreSurroundings(store, corpus_of(store, corpus), by, sorted(languages))
        self.parts = [_Part(expansion) for expansion in expand(drafts, self.around)]
        self.by_iri = {part.expansion.iri: part for part in self.parts if part.expansion.iri}
        self.delta = Delta()
        self.effects = Effects()

    def judge(self) -> None:
        """Find what is new of each draft, and what is wrong with it in the store; until the bad ones are told apart."""
        self._spread()
        claimed: set[str] = set()
        for part in self._good():
            self._take_new(part, claimed)
        while self._hold_against_shapes():
            self._spread()

    def bad(self) -> list[tuple[Draft, tuple[DraftFault, ...]]]:
        """Return the drafts with faults, and their faults."""
        parts = (part.expansion for part in self.parts if part.expansion.faults)
        return [(expansion.draft, tuple(expansion.faults)) for expansion in parts]

    def finish(self, message: str, *, dry_run: bool, bad: tuple[tuple[Draft, tuple[DraftFault, ...]], ...]) -> Addition:
        """Write what is good, and say what became of it all."""
        items = [item for part in self._good() for item in part.items]
        anchored = frozenset(iri for part in self._good() for iri in part.expansion.anchors)
        index = self.store.likeness() if items else None
        cautions = cautions_of(items, anchored, self.store.ask, index)
        made = None
        if not dry_run:
            made = self.store.contribute(self.delta, self.by, message or _summary(items), effects=self.effects)
        if made and index:
            texts = ((item.iri, text) for item in items if (text := text_of(item)) is not None)
            index.change(texts, (), made.iri)
        already = sum(not part.triples for part in self._good())
        return Addition(made, tuple(items), anchored, already, tuple(cautions), bad)

    def _good(self) -> list[_Part]:
        return [part for part in self.parts if not part.expansion.faults]

    def _spread(self) -> None:
        """A draft that names a bad one is bad too."""
        naming: dict[str, list[_Part]] = {}
        for part in self.parts:
            for needed in part.expansion.needs:
                naming.setdefault(needed, []).append(part)
        rim = [part for part in self.parts if part.expansion.faults]
        while rim:
            broken = rim.pop()
            for part in naming.get(broken.expansion.iri, ()):
                if not part.expansion.faults:
                    where = str(broken.expansion.draft.place) or "another draft"
                    part.expansion.fault(
                        "", f"Names what {where} was to add, which has faults; mend that first.", "reference"
                    )
                    rim.append(part)

    def _take_new(self, part: _Part, claimed: set[str]) -> None:
        """Take those items and anchors of a draft that the store has not got yet."""
        for item in part.expansion.items:
            if item.iri not in claimed and not self.around.is_there(item):
                claimed.add(item.iri)
                part.items.append(item)
                part.triples.setdefault(item.iri, []).extend(item_triples(item))
        passages = self.around.passages
        for item_iri, anchors in part.expansion.anchors.items():
            for anchor in anchors:
                new = self._new_anchor(lambda number, a=anchor: as_stored(passages.triples(a, number)), claimed)  # type: ignore
                part.triples.setdefault(item_iri, []).extend(new)
        part.triples = {iri: triples for iri, triples in part.triples.items() if triples}

    def _new_anchor(self, made: Callable[[int], Iterable[ox.Triple]], claimed: set[str]) -> list[ox.Triple]:
        """Return an anchor's triples under the first free number; none where the store has that anchor."""
        number = 1
        while True:
            triples = list(made(number))
            node = str(triples[0].subject)
            is_known = self.around.is_taken(triples[0].subject.value)  # type: ignore[union-attr]
            if not is_known and node not in claimed:
                claimed.add(node)
                return triples
            if is_known and present(self.store.ask, set(triples)) == set(triples):
                return []
            number += 1

    def _hold_against_shapes(self) -> bool:
        """Hold what is new against the shapes; return whether a draft turned out bad."""
        good = self._good()
        self.delta, self.effects = Delta(), Effects()
        found = False
        context = _Context(good)
        for start in range(0, len(good), _TOGETHER):
            chunk = good[start : start + _TOGETHER]
            delta = Delta({iri: list(triples) for part in chunk for iri, triples in part.triples.items()})
            near = Neighbourhood(self.store.ask, delta, context.of(delta))
            makers = {iri: part for part in chunk for iri in part.triples}
            for fault in faults_of(self.store.ask, delta, near):
                found = True
                _blame(makers.get(fault.item) or chunk[0], fault)
            self.delta.added |= delta.added
            self.effects.include(near.effects())
            self.progress(min(start + _TOGETHER, len(good)), len(self.parts))
        return found


def _blame(part: _Part, fault: ItemFault) -> None:
    name = part.expansion.written.get((fault.item, fault.path), "")
    part.expansion.fault(name, fault.message, fault.rule)


class _Context:
    """What a part of a batch has to know of the rest: the classes of new items, and which new relations name them."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self.classes: dict[str, ox.Triple] = {}
        self.naming: dict[str, ox.Triple] = {}
        for triple in (triple for part in parts for triples in part.triples.values() for triple in triples):
            if triple.predicate == TYPE:
                self.classes.setdefault(subject_of(triple), triple)
            elif triple.predicate.value in NAMING:
                self.naming.setdefault(iri(triple.object), triple)

    def of(self, delta: Delta) -> set[ox.Triple]:
        """Return the triples of the rest of the batch that a part of it has to be judged with."""
        named = {iri(triple.object) for triple in delta.all_added()}
        classes = {self.classes[one] for one in named if one in self.classes}
        return classes | {self.naming[one] for one in delta.added if one in self.naming}


def _summary(items: Sequence[Item]) -> str:
    """Say in a few words what was added."""
    titled = [item.label for item in items if isinstance(item, Statement | Policy)]
    first = titled[0] if titled else items[0].iri.rpartition("/")[2] if items else "nothing"
    return f"Added “{first}”" + (f" and {len(items) - 1} more" if len(items) > 1 else "")
