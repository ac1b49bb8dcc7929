"""Adding items: drafts in, one contribution out, or every fault of every draft and nothing changed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import TypeVar

import pyoxigraph as ox

from claims import (
    Anchor,
    Draft,
    DraftError,
    DraftFault,
    Expansion,
    Item,
    Origin,
    Policy,
    Statement,
    expand_in_chunks,
    node_of,
)
from graph.cautions import Caution, cautions_of, text_of
from graph.collecting import without_collecting
from graph.contributions import Contribution, contributor, previous_changes
from graph.errors import StoreError
from graph.likeness import LikenessIndex, LikenessIndexError
from graph.newcomers import Batch, Judgement, Known, NewPart, grouped, judge
from graph.portions import Group, KeptPortions, Portion
from graph.sources import corpus_of
from graph.store import Store
from graph.surroundings import StoreSurroundings, as_stored
from graph.updates import present
from graph.validation import ItemFault

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Is told how many of how many drafts are done."""
_TOGETHER = 1000
"""How many drafts are held against the shapes at once."""
_AT_ONCE = 2
"""How many chunks may wait for being judged."""
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
_FEW = 100
"""Up to how many drafts each item has a change of its own in the history."""


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
        drafts: What to add, each a mapping of field to value (`claims.fields_to_fill` lists them); they may name one
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
        ...         "attacks": "asymmetry-empowers-less-dependent",
        ...     }, by="Ada")
        >>> [item.iri.rpartition("/")[2] for item in done.items if item.kind != "person"]
        ['buyers-can-be-replaced', 'buyers-can-be-replaced-against-asymmetry-empowers-less-dependent']
    """
    given, unreadable = _sorted_out(drafts)
    tell = progress or (lambda done, of: None)
    with store.writing, without_collecting() if len(given) > _FEW else nullcontext():
        adding = _Adding(store, given, contributor(by), corpus, tell, keeps=not dry_run)
        with closing(adding):
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


class _Adding:
    """One addition under way."""

    def __init__(
        self, store: Store, drafts: Sequence[Draft], by: str, corpus: str, progress: Progress, *, keeps: bool
    ) -> None:
        self.store, self.by, self.progress = store, by, progress
        given = {str(draft.fields["lang"]).lower() for draft in drafts if "lang" in draft.fields}
        languages = {tag for tag in given if _LANGUAGE.fullmatch(tag)}
        self.around = StoreSurroundings(store, corpus_of(store, corpus), by, sorted(languages))
        self.known = Known(store.ask, self.around.classes, self.around.is_unused)
        found, self.chunks = expand_in_chunks(drafts, self.around)
        self.parts = [NewPart(expansion) for expansion in found]
        self.portions = KeptPortions()
        self.keeps = keeps
        self.known_bad = 0

    def judge(self) -> None:
        """Find what is new of each draft, and what is wrong with it in the store.

        Where some are bad, the rest is judged again without them, until no more turn out bad.
        """
        filled = iter(self.parts)
        chunks = (list(islice(filled, len(chunk))) for chunk in self.chunks)
        found = self._hold_against_shapes(chunks)
        while found:
            _spread([part.expansion for part in self.parts])
            good = self._good()
            chunks = (good[start : start + _TOGETHER] for start in range(0, len(good), _TOGETHER))
            found = self._hold_against_shapes(chunks)

    def close(self) -> None:
        """Let go of what was put aside."""
        self.portions.close()

    def bad(self) -> list[tuple[Draft, tuple[DraftFault, ...]]]:
        """Return the drafts with faults, and their faults."""
        parts = (part.expansion for part in self.parts if part.expansion.faults)
        return [(expansion.draft, tuple(expansion.faults)) for expansion in parts]

    def finish(self, message: str, *, dry_run: bool, bad: tuple[tuple[Draft, tuple[DraftFault, ...]], ...]) -> Addition:
        """Write what is good, and say what became of it all."""
        good = self._good()
        items = [item for part in good for item in part.items]
        anchored = frozenset(iri for part in good for iri in part.expansion.anchors)
        already = sum(not part.is_new for part in good)
        made = None
        # What is odd is looked for before anything is written; with many, while it is being written.
        with self._beside() as beside:
            index = self.store.likeness() if items else None
            cautions = beside.submit(self._cautions, items, anchored, index)
            if cautions.done():
                cautions.result()
            if self.portions and not dry_run:
                made = self.store.next_contribution(self.by, message or _summary(items))
                noted = beside.submit(self._note, index, items, made)
                self.store.contribute_many(self.portions, made)
                noted.result()
            return Addition(made, tuple(items), anchored, already, tuple(cautions.result()), bad)

    def _beside(self) -> Executor:
        """Return what works beside this thread, where there is enough to do for that; else it works at once."""
        return ThreadPoolExecutor(1) if len(self.parts) > _TOGETHER else AtOnce()

    def _cautions(self, items: Sequence[Item], anchored: frozenset[str], index: LikenessIndex | None) -> list[Caution]:
        try:
            return cautions_of(items, anchored, self.store.ask, index)
        except LikenessIndexError:  # it was found damaged, and is empty now: the store fills it again
            return cautions_of(items, anchored, self.store.ask, self.store.likeness())
        except StoreError:  # it cannot be read: near-duplicates are no reason to refuse what may be written already
            return cautions_of(items, anchored, self.store.ask, None)

    def _note(self, index: LikenessIndex | None, items: Sequence[Item], made: Contribution) -> None:
        """Add what has words to the index of near-duplicates, while or before it is written.

        Where either fails, the index is marked otherwise than the store, and is made anew when it is next used.
        """
        texts = ((item.iri, text) for item in items if (text := text_of(item)) is not None)
        with suppress(StoreError):
            if index:
                index.change(texts, (), made.iri, fresh=not self.store.is_shared)

    def _good(self) -> list[NewPart]:
        return [part for part in self.parts if not part.expansion.faults]

    def _take_new(self, part: NewPart, claimed: set[str]) -> bool:
        """Take those items and anchors of a draft that the store has not got yet; return whether there are any."""
        part.items, part.anchors = [], []
        for item in part.expansion.items:
            if item.iri not in claimed and not self.around.is_there(item):
                claimed.add(item.iri)
                part.items.append(item)
        for anchor in (anchor for anchors in part.expansion.anchors.values() for anchor in anchors):
            said = self._new_anchor(anchor, claimed)
            part.anchors += [(anchor.item, said)] if said else []
        return part.is_new

    def _new_anchor(self, anchor: Anchor, claimed: set[str]) -> bytes:
        """Return an anchor's triples under the first free number; none where the store has that anchor."""
        passages = self.around.passages
        for number in count(1):
            if passages is None:
                break
            node = node_of(anchor.item, number)
            is_known = self.around.is_taken(node)
            if not is_known and node not in claimed:
                claimed.add(node)
                return passages.ntriples(anchor, number).encode("utf-8")
            if is_known and self._has(set(as_stored(passages.triples(anchor, number)))):
                break
        return b""

    def _has(self, triples: set[ox.Triple]) -> bool:
        return present(self.store.ask, triples) == triples

    def _hold_against_shapes(self, chunks: Iterable[list[NewPart]]) -> bool:
        """Hold what is new against the shapes, chunk by chunk; return whether any draft is bad."""
        batch = Batch(part.expansion for part in self.parts)
        claimed: set[str] = set()
        self._begin_anew()
        waiting: list[_Judged] = []
        faults: list[tuple[Sequence[NewPart], ItemFault]] = []
        # One thread judges, which the engines do without Python, while this one prepares the next chunk.
        with self._beside() as judging:
            for number, chunk in enumerate(chunks, 1):
                waiting += self._submitted(chunk, claimed, batch, judging)
                while len(waiting) > _AT_ONCE:
                    faults += self._taken(waiting.pop(0))
                self.progress(min(number * _TOGETHER, len(self.parts)), len(self.parts))
            faults += [fault for one in waiting for fault in self._taken(one)]
        for parts, fault in faults:
            # A later chunk may hold the relation that gives an item something to stand for.
            if fault.path or not batch.names(fault.item):
                _blame(parts, fault)
        bad = sum(bool(part.expansion.faults) for part in self.parts)
        turned, self.known_bad = bad > self.known_bad, bad
        return turned

    def _begin_anew(self) -> None:
        self.portions.close()
        self.portions = KeptPortions(self.store.indexes if self.keeps else None)

    def _submitted(
        self, chunk: Sequence[NewPart], claimed: set[str], batch: Batch, judging: Executor
    ) -> Iterator["_Judged"]:
        """Have what is new of a chunk judged, if anything is."""
        new = [part for part in chunk if not part.expansion.faults and self._take_new(part, claimed)]
        items = [item for part in new for item in part.items]
        batch.take(items)
        groups = grouped(new, few=len(self.parts) <= _FEW)
        said = b"".join(group.said for group in groups)
        if new:
            yield _Judged(new, groups, judging.submit(judge, self.known, items, said, batch.around(items)))

    def _taken(self, judged: "_Judged") -> Iterator[tuple[Sequence[NewPart], ItemFault]]:
        """Keep a chunk that was judged; yield what is wrong with it."""
        judgement = judged.task.result()
        if self.keeps:
            self.portions.add(Portion(self._with_previous(judged.groups), judgement.derived))
        yield from ((judged.parts, fault) for fault in judgement.faults)

    def _with_previous(self, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        """Note, for items that are there already and get an anchor, what last changed them."""
        known = [iri for group in groups for iri in group.items if iri not in group.created]
        previous = previous_changes(self.store.ask, known) if known else {}
        return tuple(
            replace(group, before=tuple(previous[i] for i in group.items if i in previous)) for group in groups
        )


class AtOnce(Executor):
    """Does what is submitted before it returns: for work that is done sooner than a thread is started."""

    def submit(self, work: Callable[..., T], /, *args: object, **more: object) -> "Future[T]":
        """Do the work, and return a future that has its result."""
        done: Future[T] = Future()
        try:
            done.set_result(work(*args, **more))
        except Exception as error:
            done.set_exception(error)
        return done


@dataclass(frozen=True)
class _Judged:
    """A chunk, and the task that judges it."""

    parts: Sequence[NewPart]
    groups: tuple[Group, ...]
    task: "Future[Judgement]"


def _spread(expansions: Sequence[Expansion]) -> None:
    """A draft that names what a bad one was to add is bad too."""
    naming: dict[str, list[Expansion]] = {}
    for expansion in expansions:
        for needed in expansion.needs:
            naming.setdefault(needed, []).append(expansion)
    rim = [expansion for expansion in expansions if expansion.faults]
    while rim:
        broken = rim.pop()
        where = str(broken.draft.place) or "another draft"
        for expansion in naming.get(broken.iri, ()):
            if not expansion.faults:
                expansion.fault("", f"Names what {where} was to add, which has faults; mend that first.", "reference")
                rim.append(expansion)


def _blame(chunk: Sequence[NewPart], fault: ItemFault) -> None:
    """Note a fault of an item at the draft that makes it, and at the field that says so."""
    makers = (part for part in chunk if any(item.iri == fault.item for item in part.items))
    expansion = next(makers, chunk[0]).expansion
    name = expansion.said.get(fault.item, {}).get(fault.path, "") if fault.path else _STANDING.get(fault.rule, "")
    expansion.fault(name, fault.message, fault.rule)


_STANDING = {"Evidence": "supports", "Counterargument": "attacks", "Rebuttal": "attacks"}
"""Shape → the field of a draft that gives such an item something to stand for."""


def _summary(items: Sequence[Item]) -> str:
    """Say in a few words what was added."""
    titled = [item.label for item in items if isinstance(item, Statement | Policy)]
    first = titled[0] if titled else items[0].iri.rpartition("/")[2] if items else "nothing"
    return f"Added “{first}”" + (f" and {len(items) - 1} more" if len(items) > 1 else "")
