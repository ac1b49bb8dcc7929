"""How the JSON API names items: `prefix:id`, the shortest name that finds them, their kinds, and their pages."""

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import quote

from app.web.api_models import ItemBrief, ItemRef
from app.web.item_cards import address_of
from claims import KINDS
from graph import Brief, End, Store, briefs, corpora_of, prefixes
from ontology import CORPORA

_LOCAL = re.compile(r"\w(?:[\w.-]*[\w-])?")
LISTED = (*KINDS, "argument-scheme", "critical-question")
"""The kinds of items that lists tell of, as drafts name them, in their order."""


@cache
def kind_name(of_class: str) -> str:
    """Return how drafts name the items of a class of the vocabulary: PowerType gives power-type.

    Example:
        >>> kind_name("PowerLink"), kind_name("ArgumentScheme")
        ('link', 'argument-scheme')
    """
    known = {model.__name__: name for name, model in KINDS.items()}
    return known.get(of_class) or re.sub(r"(?<=[a-z])(?=[A-Z])", "-", of_class).lower()


def class_name(kind: str) -> str:
    """Return the name of the class of a kind, as lists name it."""
    return KINDS[kind].__name__ if kind in KINDS else "".join(word.capitalize() for word in kind.split("-"))


class Names:
    """Names the items of a store as it is now.

    Args:
        store: The store.
    """

    def __init__(self, store: Store) -> None:
        own = [corpus.namespace for corpus in corpora_of(store).values()] or [f"{CORPORA}notes/"]
        self._own = own[0] if len(own) == 1 else None
        self._known = [(prefix, namespace) for prefix, namespace in prefixes().items()]

    def id(self, iri: str) -> str:
        """Return `prefix:id`, or the whole IRI where no prefix is known."""
        for prefix, namespace in self._known:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        corpus, _, local = iri.removeprefix(CORPORA).partition("/")
        if iri.startswith(CORPORA) and _LOCAL.fullmatch(corpus) and _LOCAL.fullmatch(local):
            return f"{corpus}:{local}"
        return iri

    def name(self, iri: str) -> str:
        """Return the shortest name that finds an item: its id in the store's only corpus, else `prefix:id`."""
        if self._own and iri.startswith(self._own) and _LOCAL.fullmatch(iri[len(self._own) :]):
            return iri[len(self._own) :]
        return self.id(iri)

    def ref(self, end: End) -> ItemRef:
        """Return an item, named."""
        return ItemRef(**self.members(end.iri, end.kind, end.label))

    def brief(self, item: Brief) -> ItemBrief:
        """Return an item in brief."""
        return ItemBrief(**self.members(item.iri, item.kind, item.label), text=item.text)

    def members(self, iri: str, kind: str, label: str) -> dict[str, str]:
        """Return what every shape of an item has; `kind` is the name of its class."""
        name = self.name(iri)
        return {
            "iri": iri,
            "id": self.id(iri),
            "name": name,
            "kind": kind_name(kind) if kind else "",
            "label": label or name,
            "page": address_of(iri),
        }


def listed(store: Store, iris: Iterable[str]) -> list[ItemBrief]:
    """Return items in brief, named, in the order that is given."""
    names = Names(store)
    return [names.brief(item) for item in briefs(store, iris)]


def address_in_api(name: str) -> str:
    """Return the path of an item in the API."""
    return f"/api/items/{quote(name, safe=':')}"
