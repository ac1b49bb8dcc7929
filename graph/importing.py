"""Arguments of other tools come in: read into items, judged like any addition, and written as one contribution.

However many files there are, only a portion of their items is held at a time; nothing stands in the store until the
last of them was read.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import pyoxigraph as ox

from claims import (
    Actor,
    Argument,
    Conflict,
    CorpusNames,
    FormatError,
    Inference,
    Item,
    KeptNode,
    Lowered,
    Note,
    Policy,
    Rephrase,
    Statement,
    as_ntriples,
    is_identifier,
    lowered,
    remember,
    slug,
)
from graph.collecting import without_collecting
from graph.contributions import Contribution, contributor
from graph.errors import InvalidChangeError
from graph.holding import files_of, holding_of
from graph.kept_data import data_literal
from graph.known_classes import known_classes
from graph.newcomers import Batch, Judgement, Known, judge
from graph.portions import Group, Portion
from graph.sources import corpora_of
from graph.store import Store
from graph.surroundings import as_stored
from graph.terms import local_name
from ontology import CORPORA, PREFIXES

Progress = Callable[[int], None]
"""Is told how many files are done."""
_TOGETHER = 4000
"""How many items are judged at once."""
_GROUP = 100
"""How many items share one change in the history where there are many."""
_LARGE_GROUP = 1_000_000
"""How many bytes their triples may have."""
_AT_ONCE = 3
"""How many portions may wait for being written."""
_DATA = f"<{PREFIXES['ca']}data>"
_KEPT = f"<{PREFIXES['ca']}kind> <{PREFIXES['ca']}KeptNode> ."


@dataclass
class Imported:
    """What became of files.

    Attributes:
        contribution: The contribution; None where nothing was new, or it was a dry run.
        corpus: The name of the corpus that they went to.
        files: How many files were read.
        again: How many of them were there already, just as they are.
        nodes: How many nodes they hold.
        edges: How many edges they hold.
        merged: How many nodes were there already, from another file.
        kinds: Kind of item → how many are new.
        notes: What a person has to know, in the order of the files.
    """

    corpus: str
    contribution: Contribution | None = None
    files: int = 0
    again: int = 0
    nodes: int = 0
    edges: int = 0
    merged: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)


def import_arguments(
    store: Store,
    arguments: Iterable[Argument | FormatError],
    *,
    corpus: str = "",
    title: str = "",
    by: str = "",
    message: str = "",
    strict: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Add what files of other tools hold, as one contribution, with what they say and no item expresses kept beside.

    What is there already is not added again, so that the same files can be imported twice.

    Args:
        store: Where to add it.
        arguments: What the files hold, one after another; an error in place of one that cannot be read.
        corpus: The corpus to add it to, which is made where there is none of that name; by default after the title.
        title: The title of a new corpus; by default that of the first argument.
        by: Who adds it; by default who is logged in.
        message: Why; by default what was imported.
        strict: Whether anything that is wrong with the files, or odd, is a reason to add nothing.
        dry_run: Whether to say what would be added, and add nothing.
        progress: Is told how far it is.

    Raises:
        claims.FormatError: When no file can be read, or the corpus's name is none, or when it is strict and there is a
            reason; has all reasons.
        ReadOnlyError: When the store was opened for reading, unless it is a dry run.
        StoreWriteError: When it cannot be written. Whatever is raised, nothing is added.
    """
    rest = iter(arguments)
    with without_collecting():
        refused, first = _first(rest)
    title = title or (first.title or first.name if first else "")
    name = corpus or slug(title)[:60].strip("-")
    if not is_identifier(name) or not name[0].isalpha():
        name = _must_be_name(corpus, name)
    with store.writing:
        if not dry_run:
            store.must_write()
        importing = _Importing(store, Imported(name, notes=refused), title, strict, progress or (lambda done: None))
        if first is None:
            raise FormatError(refused)
        importing.run(chain([first], rest), contributor(by), message, dry_run=dry_run)
    return importing.done


def _first(rest: Iterator[Argument | FormatError]) -> tuple[list[Note], Argument | None]:
    """Return the first argument that could be read, and the reasons why those before it could not."""
    refused: list[Note] = []
    for one in rest:
        if isinstance(one, Argument):
            return refused, one
        refused += one.notes
    return refused, None


def _must_be_name(given: str, made: str) -> str:
    """Return a name for a corpus, made into one where it was not given.

    Raises:
        FormatError: When the one that was given is none.
    """
    if given:
        why = f"“{given[:60]}” is no name for a corpus; use small letters, digits and hyphens, such as my-debates."
        raise FormatError([Note("refused", "", "", why)])
    return f"import-{made}".strip("-")


class _Importing:
    """One import under way."""

    def __init__(self, store: Store, done: Imported, title: str, strict: bool, progress: Progress) -> None:
        self.store, self.done, self.strict, self.progress = store, done, strict, progress
        self.names, self.known_files, self.waiting = _names(store, done.corpus, title)
        self.batch = Batch(())
        self.known = Known(store.ask, known_classes(store))
        self.records: dict[str, str] = {}
        self.anchors: dict[str, list[bytes]] = {}

    def run(self, arguments: Iterable[Argument | FormatError], by: str, message: str, *, dry_run: bool) -> None:
        """Import arguments; nothing is written before the last was read."""
        made = self.store.next_contribution(by, message or f"Import into {self.done.corpus}") if not dry_run else None
        with without_collecting(), ThreadPoolExecutor(2) as judging:
            portions = self._portions(arguments, judging)
            first = next(portions, None)
            if first is None:
                self._must_be_fine()
            elif made is None:
                for _ in portions:
                    pass
            else:
                self.store.contribute_many(chain([first], portions), made)
                self.done.contribution = made

    def _portions(self, arguments: Iterable[Argument | FormatError], judging: ThreadPoolExecutor) -> Iterator[Portion]:
        """Yield what is new, portion by portion, each judged beside the reading of the next.

        Raises:
            claims.FormatError: At the end, when there is a reason to add nothing.
        """
        tasks: list[Future[Portion]] = []
        for argument in arguments:
            self._take(argument)
            if len(self.waiting) >= _TOGETHER:
                tasks += self._submitted(judging)
            while len(tasks) > _AT_ONCE:
                yield tasks.pop(0).result()
        if self.done.kinds and self.waiting:
            tasks += self._submitted(judging, few=not tasks and len(self.waiting) <= _GROUP)
        yield from (task.result() for task in tasks)
        self._must_be_fine()

    def _must_be_fine(self) -> None:
        wrong = [note for note in self.done.notes if note.level in ("warning", "refused")]
        if self.strict and wrong:
            raise FormatError(wrong)

    def _take(self, argument: Argument | FormatError) -> None:
        """Take up the items of an argument."""
        if isinstance(argument, FormatError):
            self.done.notes += argument.notes
            return
        made = lowered(argument, self.names)
        self.done.notes += argument.notes
        self.done.files += 1
        self.done.nodes += len(argument.nodes)
        self.done.edges += len(argument.edges)
        self.done.merged += made.merged
        self.progress(self.done.files)
        if self._is_there(made):
            self.done.again += 1
            return
        self.waiting += made.items
        self.records |= made.records
        self.done.kinds.update(item.kind for item in made.items)
        for passages, anchor in made.anchors:
            known = self.anchors.setdefault(anchor.item, [])
            triples = as_stored(passages.triples(anchor, len(known) + 1))
            known.append(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")

    def _is_there(self, made: Lowered) -> bool:
        """Whether the store has a file just like this, with all of its nodes."""
        if not self.known_files or len(made.items) > 1:
            return False
        record = _canonical(json.loads(made.records[made.file.iri]))
        return (made.file.title, made.file.format, record) in self.known_files

    def _submitted(self, judging: ThreadPoolExecutor, *, few: bool = False) -> "list[Future[Portion]]":
        """Have what is waiting judged, so many items at once."""
        waiting, self.waiting = self.waiting, []
        self.batch.take(item for item in waiting if not isinstance(item, KeptNode))
        if len(waiting) > 2 * _TOGETHER:
            waiting = _beside_their_ends(waiting)
        parts = (waiting[start : start + _TOGETHER] for start in range(0, len(waiting), _TOGETHER))
        return [judging.submit(self._judged, part, few) for part in parts]

    def _judged(self, some: Sequence[Item], few: bool) -> Portion:
        """Return a portion of items that are found sound.

        Raises:
            InvalidChangeError: When any is not: then what was made of the files is wrong, and not the files.
        """
        items = [item for item in some if not isinstance(item, KeptNode)]
        kept = [item for item in some if isinstance(item, KeptNode)]
        said = {item.iri: self._said(item) for item in (*items, *kept)}
        text = b"".join(said[item.iri] for item in items)
        judgement: Judgement = judge(self.known, items, text, self.batch.around(items))
        faults = [fault for fault in judgement.faults if fault.path or not self.batch.names(fault.item)]
        if faults:
            raise InvalidChangeError([str(fault) for fault in faults])
        derived = judgement.derived + "".join(f"<{item.iri}> {_KEPT}\n" for item in kept).encode("utf-8")
        groups = (Group(tuple(some), b"".join(some.values()), frozenset(some)) for some in _grouped(said, few))
        return Portion(tuple(groups), derived)

    def _said(self, item: Item) -> bytes:
        """Return an item's triples with its record and its places in a text."""
        record = self.records.pop(item.iri, "")
        line = f"<{item.iri}> {_DATA} {data_literal(local_name(item.iri), record)} .\n" if record else ""
        return b"".join([(as_ntriples(item) + line).encode("utf-8"), *self.anchors.pop(item.iri, ())])


def _grouped(said: Mapping[str, bytes], few: bool) -> Iterator[dict[str, bytes]]:
    """Yield items in groups that share a change in the history, of a bearable number and size; few of them singly."""
    group: dict[str, bytes] = {}
    size = 0
    for iri, triples in said.items():
        if group and (few or len(group) == _GROUP or size + len(triples) > _LARGE_GROUP):
            yield group
            group, size = {}, 0
        group[iri] = triples
        size += len(triples)
    if group:
        yield group


def _beside_their_ends(items: Sequence[Item]) -> list[Item]:
    """Return items with each relation behind the last of its ends: so few are judged apart from what they name."""
    at = {item.iri: number for number, item in enumerate(items)}

    def place(item: Item) -> int:
        if isinstance(item, Inference):
            return max(at.get(iri, 0) for iri in (*item.premise, item.conclusion))
        if isinstance(item, Conflict):
            return max(at.get(item.attacker, 0), at.get(item.attacked, 0))
        if isinstance(item, Rephrase):
            return max(at.get(item.rephrases, 0), at.get(item.rephrased, 0))
        return at[item.iri]

    return sorted(items, key=place)


def _names(store: Store, corpus: str, title: str) -> tuple[CorpusNames, set[tuple[str, str, str]], list[Item]]:
    """Return the names in use in a corpus, its files as they are known, and what a new corpus begins with."""
    namespace = f"{CORPORA}{corpus}/"
    if corpus not in corpora_of(store) and not _has_items(store, namespace):
        names = CorpusNames(namespace, title or corpus)
        return names, set(), names.beginning()
    holding = holding_of(store, corpus)
    titles = [item.label for item in holding.items.values() if isinstance(item, Statement | Policy)]
    holders = {item.label: item.iri for item in holding.items.values() if isinstance(item, Actor)}
    ids = [iri.removeprefix(namespace) for iri in holding.items if iri.startswith(namespace)]
    names = CorpusNames(namespace, holding.title or title, holding.lang, titles, ids, holders)
    files = files_of(holding)
    for file in files:
        remember(holding, file, names)
    known = {(file.title, file.format, _canonical(holding.records.get(file.iri, {}))) for file in files}
    return names, known, [] if f"{namespace}speakers" in holding.items else names.beginning()[:1]


def _has_items(store: Store, namespace: str) -> bool:
    """Whether the store has items whose IRIs start so."""
    start = f'FILTER(STRSTARTS(STR(?s), "{namespace}"))'
    return any(True for _ in store.ask(f"SELECT ?s {{ ?s ca:kind ?kind {start} }} LIMIT 1"))


def _canonical(record: Mapping[str, Any]) -> str:
    return json.dumps(record, sort_keys=True)
