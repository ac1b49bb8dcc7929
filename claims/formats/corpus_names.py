"""What the imports into one corpus share: ids, titles, holders, and which nodes have items already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claims.formats.fitting import fitting_language, fitting_title, numbered
from claims.formats.free_names import FreeNames
from claims.identifiers import slug
from claims.model import Group, Item, Person, Source
from claims.source import SourceText

SPEAKERS = "speakers"
"""The id of who holds what nobody is said to hold."""
SOURCE = "source"
"""The id of what stands for all that is imported into a corpus."""


@dataclass(frozen=True, slots=True)
class KnownNode:
    """A node that has items: digests of what it says and of what files may say of it differently, its items' ids."""

    content: bytes
    more: bytes
    locals: tuple[str, ...]


class CorpusNames:
    """The names that are in use in a corpus while arguments are imported into it.

    Args:
        namespace: What the IRIs of its items start with.
        title: Its title.
        lang: Its language.
        titles: The titles that its statements have already.
        ids: The ids that its items have already.
        holders: Name → IRI of those who hold statements in it already.

    Attributes:
        names: IRI → name of those who hold statements.
    """

    def __init__(
        self,
        namespace: str,
        title: str,
        lang: str = "en",
        titles: Iterable[str] = (),
        ids: Iterable[str] = (),
        holders: Mapping[str, str] | None = None,
    ) -> None:
        self.namespace = namespace
        self.title = fitting_title(title) or "Import"
        self.lang = fitting_language(lang) or "en"
        self._titles, self._ids = FreeNames(titles, numbered), FreeNames({SPEAKERS, SOURCE, *ids}, _with_number)
        self._holders = dict(holders or {})
        self.names = {iri: name for name, iri in self._holders.items()}
        self._nodes: dict[str, tuple[KnownNode, ...]] = {}

    def beginning(self) -> list[Item]:
        """Return the items that a corpus of imports begins with: its source, and who holds what nobody else does."""
        label = fitting_title(f"Speakers in {self.title}")
        speakers = Group(iri=self.namespace + SPEAKERS, label=label, lang=self.lang)
        return [speakers, self.source(SOURCE, self.title, SourceText(""))]

    def source(self, local: str, title: str, text: SourceText) -> Source:
        """Return the item that stands for a text."""
        return Source(
            iri=self.namespace + local,
            title=title,
            lang=self.lang,
            creator=(self.namespace + SPEAKERS,),
            length=len(text.text),
            sha256=text.sha256,
            quotable=True,
        )

    def holder(self, name: str, items: list[Item]) -> str:
        """Return the IRI of who is called by a name; who is new is added to the items. "" for no name."""
        fitting = fitting_title(name)
        if fitting and fitting not in self._holders:
            iri = self.namespace + self.free(f"speaker-{slug(fitting)}")
            items.append(Person(iri=iri, label=fitting, lang=self.lang))
            self._holders[fitting] = iri
            self.names[iri] = fitting
        return self._holders[fitting] if fitting else ""

    def known(self, key: str, content: bytes) -> KnownNode | None:
        """Return the node of the same key (`lowering.key_of`) that says the same, if there was one."""
        return next((one for one in self._nodes.get(key, ()) if one.content == content), None)

    def has(self, key: str) -> bool:
        """Whether there was a node of the same key."""
        return key in self._nodes

    def remember(self, key: str, known: KnownNode) -> None:
        """Take note of a node and its items."""
        self._nodes[key] = (*self._nodes.get(key, ()), known)

    def free(self, wanted: str) -> str:
        """Return an id that is not in use, and use it: the one that is wanted, or that with a number."""
        return self._ids.take(wanted)

    def free_title(self, wanted: str) -> str:
        """Return a title that no other statement has, and use it: the one that is wanted, or that with a number."""
        return self._titles.take(wanted)


def _with_number(wanted: str, number: int) -> str:
    return f"{wanted[:190]}-{number}"
