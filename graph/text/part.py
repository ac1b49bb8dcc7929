"""One index of tantivy, in a folder or in memory: what it holds of an item, how it is opened and written.

Words are folded and indexed as they are, and once more as stems where the language is known.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple
from zlib import crc32

import tantivy
from tantivy import Query

from graph.text.words import folded

FIELDS = ("title", "text")
"""The fields of words as they are; those of their stems have the name of a language after them."""
FORMAT = 1
"""The version of what is kept, and how."""

_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "nb": "norwegian",
    "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip
_UNKNOWN = "unknown"
_LANGUAGES = sorted({*_STEMMERS.values(), _UNKNOWN})
_LONGEST = 100
"""How many bytes a word may have that can be found."""
_HEAP, _LARGE_HEAP = 15_000_000, 60_000_000
_WAIT = 2.0
"""How many seconds to wait for another process that writes to the folder, before all is read into memory."""
_TYPICAL = 200
"""How many characters an item of usual length has."""


class UnusableError(Exception):
    """The folder of the index is damaged, or cannot be read or written."""


class HeldError(UnusableError):
    """Another process is writing to the folder."""


class Text(NamedTuple):
    """Some words, and in which language they are ("" where that is not said)."""

    words: str
    language: str = ""


@dataclass(frozen=True)
class Entry:
    """What can be found of an item.

    Attributes:
        iri: Its IRI.
        id: Its id.
        kind: Its kind, in words.
        corpus: The corpus that it belongs to; "" for none.
        titles: Its title, in each language; the first one is shown.
        texts: Its text, in each language.
    """

    iri: str
    id: str
    kind: str
    corpus: str
    titles: tuple[Text, ...]
    texts: tuple[Text, ...] = ()


@cache
def schema() -> tantivy.Schema:
    """Return the fields of an index."""
    builder = tantivy.SchemaBuilder()
    for name in ("iri", "kind"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("corpus", "about", "whole_id", "language"):
        builder.add_text_field(name, stored=name == "about", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("shown", stored=True)
    for name in (*FIELDS, "id"):
        builder.add_text_field(name, tokenizer_name="words")
    for language in _LANGUAGES:
        for name in FIELDS:
            builder.add_text_field(f"{name}_{language}", tokenizer_name=language, index_option="basic")
    builder.add_float_field("weight", fast=True)
    return builder.build()


@cache
def analyzer(language: str = _UNKNOWN) -> tantivy.TextAnalyzer:
    """Return what takes folded text apart into words, or into their stems in a language."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.remove_long(_LONGEST))
    return (builder if language == _UNKNOWN else builder.filter(tantivy.Filter.stemmer(language))).build()


def is_too_long(text: str) -> bool:
    """Return whether a text has a word that is too long to be found."""
    return len(text) >= _LONGEST // 4 and any(
        len(word.encode()) >= _LONGEST for word in re.findall(r"[^\W_]+", text.encode("utf-8", "ignore").decode())
    )


def _made_by() -> list[object]:
    return [FORMAT, tantivy.__version__, unicodedata.unidata_version]  # type: ignore[attr-defined]


@contextmanager
def faults_told() -> Iterator[None]:
    """Raise what goes wrong in tantivy as one kind of error."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise (HeldError if "LockBusy" in str(error) else UnusableError)(str(error)) from error
    except BaseException as error:
        # That is how Rust's panics arrive; their class cannot be imported. Some damage is found in no other way.
        if type(error).__name__ != "PanicException":
            raise
        raise UnusableError(str(error)) from error


class Part:
    """One index of tantivy: in a folder, or in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        with faults_told():
            self._index = tantivy.Index(schema(), path=str(folder) if folder else None)
            self._index.config_reader("manual")
            self._index.register_tokenizer("words", analyzer())
            for language in _LANGUAGES:
                self._index.register_tokenizer(language, analyzer(language))
            self._in_memory = None if folder else self._index.writer(_HEAP, 1)
        self.reload()

    def reload(self) -> None:
        """Take notice of what was committed."""
        with faults_told():
            self._index.reload()
            self.searcher = self._index.searcher()
            self.languages = [term for term, _ in self.searcher.terms_with_prefix("language", "")]
            hits = self.searcher.search(Query.term_query(schema(), "about", "mark"), 1).hits
            kept = json.loads(self.searcher.doc(hits[0][1])["about"][1]) if hits else [_made_by(), ""]
        self.is_ours = kept[0] == _made_by()
        self.mark = str(kept[1])

    def write(self, entries: Iterable[Entry], gone: Iterable[str], mark: str, *, anew: bool = False) -> None:
        """Add entries, remove others by IRI, and set the mark, in one commit; `anew`: in place of all."""
        with faults_told():
            writer = self._in_memory or self._writer(patient=anew)
            if anew and self._is_done(mark):
                return
            try:
                _put(writer, entries, gone, anew)
                writer.delete_documents_by_term("about", "mark")
                writer.add_document(tantivy.Document(about=["mark", json.dumps([_made_by(), mark])]))
                writer.commit()
            except BaseException:
                with suppress(ValueError):
                    writer.rollback()
                raise
            if not self._in_memory:
                writer.wait_merging_threads()
        self.reload()

    def _is_done(self, mark: str) -> bool:
        """Return whether another process has done what this one waited to do."""
        if self._in_memory or not mark:
            return False
        self.reload()
        return self.is_ours and self.mark == mark

    def _writer(self, *, patient: bool) -> tantivy.IndexWriter:
        until = monotonic() + (_WAIT if patient else 0)
        while True:
            try:
                return self._index.writer(_LARGE_HEAP if patient else _HEAP, 1)
            except ValueError as error:
                if "LockBusy" not in str(error) or monotonic() > until:
                    raise
                sleep(0.05)


def _put(writer: tantivy.IndexWriter, entries: Iterable[Entry], gone: Iterable[str], anew: bool) -> None:
    if anew:
        writer.delete_all_documents()
    for iri in gone:
        writer.delete_documents_by_term("iri", iri)
    for entry in entries:
        writer.add_document(_document(entry))


def _document(entry: Entry) -> tantivy.Document:
    shown = [texts[0].words if texts else "" for texts in (entry.titles, entry.texts)]
    own_id = folded(entry.id)
    fields: dict[str, list[str]] = {"text": [own_id]}
    for name, texts in (("title", entry.titles), ("text", entry.texts)):
        for text in texts:
            words, language = folded(text.words), stemmer_of(text.language)
            fields.setdefault(name, []).append(words)
            fields.setdefault(f"{name}_{language}", []).append(words)
            fields.setdefault("language", []).append(language)
    return tantivy.Document(
        iri=entry.iri, kind=entry.kind, corpus=entry.corpus, id=own_id, whole_id=own_id,
        shown=json.dumps([entry.id, *shown]).encode(), weight=_weight(entry), **fields,
    )  # fmt: skip


def stemmer_of(language: str) -> str:
    """Return the stemmer for a language tag; "unknown" where there is none: then words are taken as they are."""
    return _STEMMERS.get(language.lower().partition("-")[0], _UNKNOWN)


def _weight(entry: Entry) -> float:
    """Return the number by which tantivy multiplies an item's scores, once it has taken log2(2 + x) of it.

    That of a short item is greater, as BM25 has it for k1 = 1.2 and b = 0.75; two of one length differ by a trifle,
    so that their order is always the same.
    """
    size = sum(len(text.words) for text in (*entry.titles[:1], *entry.texts[:1]))
    short = 2.2 / (1 + 1.2 * (0.25 + 0.75 * size / _TYPICAL))
    return float(2 ** (1 + short + crc32(entry.iri.encode()) / 2**42) - 2)
