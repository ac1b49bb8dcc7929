"""What a store holds of a corpus, as items: for what is exported, and for what is imported once more."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from pydantic import ValidationError

from claims import KINDS, Argument, FieldOf, Holding, ImportedFile, Item, TextPlace, fields_of, raised
from graph.asking import Ask, values_of
from graph.collecting import without_collecting
from graph.errors import UnknownFileError
from graph.kept_data import data_of
from graph.newcomers import names_of
from graph.sources import corpora_of, corpus_of
from graph.store import Store
from graph.terms import whole
from ontology import CORPORA, PREFIXES

_CA = PREFIXES["ca"]
_ITEMS = "SELECT ?s { ?s ca:kind ca:%s }"
_SAID = "SELECT ?s ?p ?o { VALUES ?s { %s } ?s ?p ?o }"
_PLACES = """SELECT ?item ?title ?paragraph ?start ?end { ?note oa:hasBody ?item ; oa:hasTarget ?passage .
  ?passage oa:hasSource <%s> ; ca:paragraph ?paragraph ; oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end . OPTIONAL { ?passage ca:section/dcterms:title ?title } }"""


def holding_of(store: Store, corpus: str, *, words: bool = True) -> Holding:
    """Return what a store holds of a corpus.

    An item that is not sound, so that it cannot be read, is left out; `claimatlas check` tells of such.

    Args:
        store: The store.
        corpus: The corpus's name.
        words: Whether the text of its source may be had, where it is attached.
    """
    namespace = f"{CORPORA}{corpus}/"
    with without_collecting():
        items = {item.iri: item for kind in KINDS.values() for item in _items(store.ask, kind)}
    own = {iri: item for iri, item in items.items() if iri.startswith(namespace)}
    rim = list(own.values())
    while rim:  # what they name, and what that names: the broader types of a type of power, say
        named = dict.fromkeys(name for item in rim for name in names_of(item))
        rim = [items[iri] for iri in named if iri in items and iri not in own]
        own |= {item.iri: item for item in rim}
    known = corpora_of(store).get(corpus)
    text = store.source(corpus) if words else None
    return Holding(
        namespace,
        known.title if known else "",
        items=own,
        records=_records(store.ask, namespace),
        places=_places(store.ask, known.source) if known else {},
        text=text.text if text and known and text.sha256 == known.sha256 else "",
    )


def argument_of(store: Store, corpus: str = "", file: str = "", *, words: bool = True) -> Argument:
    """Return a corpus as an argument, to be written in any format.

    Args:
        store: The store.
        corpus: The corpus's name; by default the store's only one.
        file: The name (or id) of an imported file, for what came with it only; by default everything.
        words: Whether the text of its source may be had, where it is attached.

    Raises:
        UnknownCorpusInStoreError: When there is no such corpus, or several and none is named.
        UnknownFileError: When there is no such file in it.
    """
    holding = holding_of(store, corpus_of(store, corpus).name, words=words)
    files = files_of(holding)
    if not file:
        return raised(holding, files)
    chosen = [one for one in files if file in (_name(holding, one), one.iri.removeprefix(holding.namespace), one.title)]
    if not chosen:
        raise UnknownFileError(file, [_name(holding, one) for one in files])
    return raised(holding, chosen[:1], rest=False)


def files_of(holding: Holding) -> list[ImportedFile]:
    """Return the imported files of a corpus, by name."""
    files = [item for item in holding.items.values() if isinstance(item, ImportedFile)]
    return sorted(files, key=lambda one: (_name(holding, one), one.iri))


def _name(holding: Holding, file: ImportedFile) -> str:
    return str(holding.records.get(file.iri, {}).get("name", ""))


def _items(ask: Ask, kind: type[Item]) -> Iterator[Item]:
    """Yield the items of a kind."""
    fields = {f"{field.path}": field for field in fields_of(kind)}
    for values in values_of(sorted(row["s"] for row in ask(_ITEMS % kind.__name__))):  # not all at once: for memory
        by_item: dict[str, list[tuple[str, Any]]] = {}
        for subject, path, value in ask(_SAID % values).terms:
            if path.value in fields:  # type: ignore[union-attr]
                by_item.setdefault(subject.value, []).append((path.value, value))  # type: ignore[union-attr]
        for iri, said in by_item.items():
            with suppress(ValidationError):
                yield kind.model_validate({"iri": iri, **_values(said, fields, "lang" in kind.model_fields)})


def _values(said: list[tuple[str, Any]], fields: Mapping[str, FieldOf], has_language: bool) -> dict[str, object]:
    """Return field → value, or values, of an item; of texts those in one language."""
    tags = {value.language for path, value in said if fields[path].form == "text"}
    language = "en" if "en" in tags or not tags - {None} else min(filter(None, tags))
    found: dict[str, Any] = {"lang": language} if has_language else {}
    for path, value in said:
        field = fields[path]
        if field.form == "text" and value.language != language:
            continue
        text = value.value.removeprefix(_CA) if field.form == "term" else value.value
        if field.many:
            found.setdefault(field.name, []).append(text)
        else:
            found[field.name] = text == "true" if field.form == "boolean" else text
    return found


def _records(ask: Ask, namespace: str) -> dict[str, Mapping[str, Any]]:
    """Return IRI → what is kept of an item beside it."""
    rows = ask("SELECT ?s ?data { ?s ca:data ?data }")
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        if row["s"].startswith(namespace):
            with suppress(ValueError):
                found[row["s"]] = data_of(row["data"])
    return found


def _places(ask: Ask, source: str) -> dict[str, TextPlace]:
    """Return item → where its first passage stands in a source."""
    found: dict[str, TextPlace] = {}
    for row in ask(_PLACES % source):
        paragraph, start, end = (whole(row[name]) or 0 for name in ("paragraph", "start", "end"))
        place = TextPlace(row.get("title", ""), paragraph, start, end)
        known = found.get(row["item"])
        if known is None or place.start < known.start:
            found[row["item"]] = place
    return found
