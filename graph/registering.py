"""Registering a source: a text of one's own becomes a corpus, whose items are added afterwards."""

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from claims import KINDS, DraftError, DraftFault, Item, Origin, Person, SourceText, is_identifier, slug
from graph.contributions import Contribution, contributor
from graph.delta import Delta
from graph.derivation import Neighbourhood
from graph.sources import StoreCorpus, corpora_of
from graph.store import Store
from graph.surroundings import StoreSurroundings, item_triples
from graph.validation import faults_of
from ontology import CORPORA


def register_source(
    store: Store,
    text: SourceText,
    title: str,
    authors: Sequence[str],
    *,
    name: str = "",
    lang: str = "en",
    issued: str = "",
    quotable: bool = True,
    by: str = "",
) -> tuple[StoreCorpus, Contribution | None]:
    """Make a text a source of the store, with a corpus for what will be said of it, and attach it.

    Args:
        store: The store; with a folder, for the text is kept there.
        text: The text.
        title: Its title.
        authors: The names of its authors, at least one.
        name: The name of the corpus; by default made from the title.
        lang: The language of the text.
        issued: When it appeared: a year, month or day; "" where that is not known.
        quotable: Whether anchors may hold words of it; else they hold fingerprints only.
        by: Who registers it; by default who is logged in.

    Raises:
        claims.DraftError: When the name is no name or is that of another corpus, or the title or an author's name is
            wrong; has all faults. Nothing is changed.
        ReadOnlyError: When the store was opened for reading, or has no folder.
        StoreWriteError: When it cannot be written.
    """
    with store.writing:
        corpus = StoreCorpus(name or slug(title)[:60].strip("-"))
        faults = list(_name_faults(store, corpus))
        around = StoreSurroundings(store, corpus, contributor(by), (lang,))
        items: list[Item] = []
        try:
            people = [_author(around, one, lang) for one in authors]
            items = list(_items(text, corpus, title, people, lang, issued, quotable))
            items += [person for person in people if not around.is_there(person)]
        except ValidationError as error:
            told = ((str(one["loc"][0] if one["loc"] else ""), one["msg"]) for one in error.errors(include_url=False))
            faults += [DraftFault(Origin(), field, message) for field, message in told]
        if faults:
            raise DraftError(faults)
        delta = Delta({item.iri: list(item_triples(item)) for item in items})
        near = Neighbourhood(store.ask, delta)
        wrong = faults_of(store.ask, delta, near)
        if wrong:
            raise DraftError([DraftFault(Origin(), "", str(fault), fault.rule) for fault in wrong])
        store.attach(text, corpus.name)
        made = store.contribute(delta, by, f"Registered the source “{title}”", effects=near.effects())
        return corpora_of(store)[corpus.name], made


def _name_faults(store: Store, corpus: StoreCorpus) -> Iterator[DraftFault]:
    if not is_identifier(corpus.name) or not corpus.name[0].isalpha():
        message = f"“{corpus.name}” is no name for a corpus; use small letters, digits and hyphens, such as my-essay."
        yield DraftFault(Origin(), "name", message)
    elif corpus.name in corpora_of(store):
        message = f"There is a corpus “{corpus.name}” already; choose another name, or attach the text to it."
        yield DraftFault(Origin(), "name", message)


def _author(around: StoreSurroundings, name: str, lang: str) -> Person:
    """Return an author as a person of the corpus."""
    return Person(iri=around.namespace + slug(name), label=name, lang=lang)


def _items(
    text: SourceText,
    corpus: StoreCorpus,
    title: str,
    people: Sequence[Person],
    lang: str,
    issued: str,
    quotable: bool,
) -> Iterator[Item]:
    source = f"{CORPORA}{corpus.name}/source"
    yield KINDS["source"].model_validate(
        {
            "iri": source,
            "title": title,
            "lang": lang,
            "creator": [person.iri for person in people],
            "length": len(text.text),
            "sha256": text.sha256,
            "quotable": quotable,
            "issued": issued or None,
        }
    )
    for section in text.sections:
        numbers = [paragraph.number for paragraph in text.paragraphs if paragraph.section == section.number]
        if numbers:
            yield KINDS["section"].model_validate(
                {
                    "iri": f"{CORPORA}{corpus.name}/section-{section.number}",
                    "title": section.title.lstrip("# ").strip() or "Beginning",
                    "lang": lang,
                    "is_part_of": source,
                    "position": section.number,
                    "first_paragraph": numbers[0],
                    "last_paragraph": numbers[-1],
                }
            )
