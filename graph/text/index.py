"""The full-text index: tantivy's, in a folder beside the store, with what changed lately in memory before it.

All in it is derived from a store. Its mark says how far it has come and is written in the same commit as the entries;
a folder that is damaged, or was made by other code, gives way to a new one. To write a commit to disk takes much
longer than to search: so changes go to a small index in memory, which hides what it replaces, and are written together
when there are many. Whoever cannot write the folder goes on in memory.
"""

import json
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

import tantivy

from graph.errors import StoreError
from graph.text.part import Entry, HeldError, Part, Text, UnusableError, faults_told
from graph.text.query import Among, Seen, like_query, query_of
from graph.text.words import wanted_of

__all__ = ["Among", "Entry", "Match", "Text", "TextIndex", "TextIndexError"]

MOST = 200
"""How many changed items are kept in memory before they are written to the folder."""


class TextIndexError(StoreError):
    """The index was found to be damaged while it was used. It is empty now: rebuild it and ask again."""


@dataclass(frozen=True)
class Match:
    """An item that was found: what is kept of it, and its score."""

    iri: str
    id: str
    kind: str
    label: str
    text: str
    score: float


class TextIndex:
    """The index. Threads may share it; processes may share its folder.

    Args:
        folder: Its folder, made when it is missing. None: in memory, as also where it cannot be made or read.

    Attributes:
        changing: A lock that is held while it is changed; hold it to see how far it has come and bring it further.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.changing = self._lock = RLock()
        self._folder = folder
        self._kept: Part | None = None
        self._recent: Part | None = None
        self._changed: dict[str, Entry | None] = {}
        self._left = "-"
        self._begin()
        self.refresh()

    @property
    def mark(self) -> str:
        """What `change` or `rebuild` last set; "" when the index is new, or was damaged."""
        return self._mark

    @property
    def size(self) -> int:
        """How many items it holds."""
        return self._seen.size

    def refresh(self) -> None:
        """Take notice of what another process has written to the folder."""
        with self._lock, suppress(UnusableError):
            if self._kept:
                before = self._kept.mark
                self._kept.reload()
                if self._kept.mark != before:
                    self._begin()
            elif self._folder and (self._folder / "meta.json").exists():
                kept = Part(self._folder)
                if kept.is_ours and kept.mark != self._left:
                    self._kept = kept
                    self._begin()

    def change(self, entries: Sequence[Entry], items: Collection[str], mark: str) -> None:
        """Set what can be found of some items, and the mark.

        Args:
            entries: What can be found of them; nothing of those of `items` that have none.
            items: The IRIs of all that have changed.
            mark: How far the index has come with this.
        """
        with self._lock:
            now = dict.fromkeys(items) | {entry.iri: entry for entry in entries}
            if self._kept:
                self._changed |= now
                if len(self._changed) > MOST and self._settled(self._kept, mark):
                    return
            self._recent = self._recent or Part()
            self._recent.write(entries, now, mark)
            self._look(mark)

    def rebuild(self, entries: Callable[[], Iterable[Entry]], mark: str) -> None:
        """Put entries in place of all that is there; till they are in, what was there can be found.

        Args:
            entries: Gives the entries; where they cannot be written to the folder, it is asked again.
            mark: How far the index has come with them.
        """
        with self._lock:
            if self._folder and self._rebuilt(self._folder, entries, mark):
                return
            self._left = self._kept.mark if self._kept else "-"
            self._kept = None
            part = Part()
            part.write(entries(), (), mark, anew=True)
            self._begin(part)

    def find(self, words: str, limit: int, among: Among | None = None) -> tuple[int, list[Match]]:
        """Return how many items have all the words, and the best of them, best first.

        Args:
            words: Words, beginnings of words, `"phrases"`, and `-words` that are not wanted.
            limit: How many to return at most.
            among: Which items are looked through; by default all.

        Raises:
            TextIndexError: When the folder is damaged.
        """
        seen, wanted = self._seen, wanted_of(words)
        with self._damage_told():
            query = query_of(wanted, seen, among or Among())
            total, found = seen.find(query, limit) if query else (0, [])
        return total, _matches(found)[:limit]

    def like(self, name: str, limit: int) -> list[Match]:
        """Return items whose ids or titles have words like those of a name, though some may be misspelt.

        Raises:
            TextIndexError: When the folder is damaged.
        """
        with self._damage_told():
            query = like_query(name)
            _, found = self._seen.find(query, limit) if query else (0, [])
        return _matches(found)[:limit]

    def forget(self) -> None:
        """Delete what is in the folder, and begin again empty."""
        with self._lock:
            self._kept = None
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)
            self._begin()

    def _begin(self, recent: Part | None = None) -> None:
        self._recent, self._changed = recent, {}
        self._look(recent.mark if recent else self._kept.mark if self._kept else "")

    def _look(self, mark: str) -> None:
        """Have searches see what there is now."""
        kept = [(self._kept.searcher, tuple(self._changed))] if self._kept else []
        recent = [(self._recent.searcher, ())] if self._recent else []
        languages = {one for part in (self._kept, self._recent) if part for one in part.languages}
        self._seen = Seen((*kept, *recent), tuple(sorted(languages)))
        self._mark = mark

    def _settled(self, kept: Part, mark: str) -> bool:
        """Write the changes to the folder, and return whether that could be done."""
        try:
            kept.write([entry for entry in self._changed.values() if entry], self._changed, mark)
        except UnusableError:
            return False
        self._begin()
        return True

    def _rebuilt(self, folder: Path, entries: Callable[[], Iterable[Entry]], mark: str) -> bool:
        """Rebuild the index in its folder, and return whether that could be done."""
        for make in (_opened, _emptied):
            try:
                part = make(folder)
                part.write(entries(), (), mark, anew=True)
            except HeldError:
                return False
            except UnusableError:
                continue
            self._kept = part
            self._begin()
            return True
        return False

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        try:
            with faults_told():
                yield
        except UnusableError as error:
            self.forget()
            raise TextIndexError(f"The index {self._folder} was damaged and is empty now: {error}") from None


def _opened(folder: Path) -> Part:
    with faults_told():
        folder.mkdir(parents=True, exist_ok=True)
    return Part(folder)


def _emptied(folder: Path) -> Part:
    shutil.rmtree(folder, ignore_errors=True)
    return _opened(folder)


def _matches(found: Iterable[tuple[float, tantivy.Document]]) -> list[Match]:
    """Return what was found, best first, and what is equally good by IRI."""
    matches = []
    for score, document in found:
        iri, kind = document["iri"][0], document["kind"][0]
        own_id, label, text = json.loads(document["shown"][0])
        matches.append(Match(iri, own_id, kind, label, text, score))
    return sorted(matches, key=lambda match: (-match.score, match.iri))
