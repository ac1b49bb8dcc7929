"""Names in a batch of drafts: each item gets its IRI, and what a draft names is found, in the batch or in the store."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from claims.draft_terms import long_names, meant_by, naming_fields
from claims.expansion import Expansion, Surroundings
from claims.identifiers import is_identifier, slug
from claims.model import Item, Observation, Policy, Statement

_SEVERAL = (list, tuple, set, frozenset)
_SUGGESTED = 50
"""For how many unknown names of a batch others are suggested: looking for them takes long, and no one reads more."""


class Names:
    """The names of the items of a batch, and of those in the store around it.

    Args:
        around: The store.
    """

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.drafted: dict[str, Expansion] = {}
        self._titled: dict[str, list[Expansion]] = {}
        self._others: dict[str, Item] = {}
        self._suggestions: dict[str, str] = {}
        self._found: dict[tuple[str, str], str | None] = {}

    def add(self, chunk: Sequence[Expansion]) -> None:
        """Give the items of drafts their IRIs, so that all drafts can name them."""
        titles = {one.title for one in chunk} | {title for one in chunk for title in _figure_titles(one)}
        titles.discard("")
        self.around.look_up(titles, {self.around.namespace + slug(title) for title in titles})
        for one in chunk:
            if one.kind is not None and (one.title or "id" in one.fields):
                one.iri = self._given_iri(one) if "id" in one.fields else self._title_iri(one)
                self._remember(one)

    def look_up(self, chunk: Sequence[Expansion]) -> None:
        """Find at once what drafts name."""
        named = {one for part in chunk if part.kind is not None for one in _named(part.fields, part.kind)}
        wanted = {name for names in named for name in self._to_look_up(names)}
        self.around.look_up(wanted, ())

    def _to_look_up(self, names: Sequence[str]) -> Iterator[str]:
        """Yield what has to be looked up of names that are tried in turn: none after one that is known."""
        for name in names:
            if self.around.namespace + name not in self.drafted and name not in self._titled:
                if self.around.is_known(name):
                    return
                yield name

    def is_first(self, one: Expansion) -> bool:
        """Whether a draft is the first, or only, of the batch that makes its item."""
        return not one.iri or self.drafted[one.iri] is one

    def find(self, name: str, field_name: str) -> str | None:
        """Return the IRI of what a name stands for in a field: in the batch first, then in the store.

        Of several things with the name, that of a kind is meant that the field can name.
        """
        asked = name, field_name
        if asked not in self._found:  # most drafts of a batch name the same few things
            self._found[asked] = self._look_for(name, field_name)
        return self._found[asked]

    def _look_for(self, name: str, field_name: str) -> str | None:
        if name == "me":
            return self.around.my_iri
        drafted = self._of_batch(name)
        fitting = [one for one in drafted if one.kind and issubclass(one.kind, meant_by(field_name))]
        if fitting:
            return fitting[0].iri if len(fitting) == 1 or fitting[0].iri == self._as_iri(name) else None
        stored = next((iri for one in _tried(field_name, name) if (iri := self.around.find(one))), None)
        return stored or (drafted[0].iri if len(drafted) == 1 else None)

    def unknown(self, name: str) -> str:
        """Return the message for a name that nothing was found for."""
        if len(self._of_batch(name)) > 1:
            return f"“{name[:80]}” is the title of several items; use an id."
        if name not in self._suggestions and len(self._suggestions) < _SUGGESTED:
            self._suggestions[name] = self._suggested(name[:200])
        hint = self._suggestions.get(name, "Look for it with `claimatlas search`, or add it.")
        return f"There is no “{name[:80]}”. {hint}"

    def known(self, title: str) -> str | None:
        """Return the IRI of the item of the corpus that has a title in the store; None for none."""
        iri = self.around.find(title)
        return iri if iri and iri.startswith(self.around.namespace) else None

    def settled(self, item: Item) -> Item:
        """Return a relation or figure under a free IRI: where its own stands for something else, with a number."""
        stem, number = item.iri, 2
        while not self._is_free_for(item):
            item = item.model_copy(update={"iri": f"{stem}-{number}"})
            number += 1
        self._others[item.iri] = item
        return item

    def _is_free_for(self, item: Item) -> bool:
        if item.iri in self.drafted or self._others.get(item.iri, item) != item:
            return False
        return not self.around.clashes(item)

    def _given_iri(self, one: Expansion) -> str:
        given = str(one.fields["id"]).removeprefix(self.around.namespace)
        if is_identifier(given) and given != "me":
            return self.around.namespace + given
        why = "stands for the contributor" if given == "me" else "is no id"
        one.fault("id", f"“{given[:60]}” {why}; use small letters, digits and hyphens, such as trade-binds.", "id")
        return self.around.namespace + slug(given)

    def _title_iri(self, one: Expansion) -> str:
        """Return the IRI for a title: that of the item which has it, else a free one made from its words."""
        for other in self._titled.get(one.title, ()):
            if other.kind is one.kind or (_is_claimed(other) and _is_claimed(one)):
                return other.iri
        known = self.known(one.title)
        if known and known not in self.drafted:
            return known
        stem = iri = self.around.namespace + slug(one.title)
        number = 2
        while iri in self.drafted or self.around.is_taken(iri):
            iri = f"{stem}-{number}"
            number += 1
        return iri

    def _remember(self, one: Expansion) -> None:
        earlier = self.drafted.setdefault(one.iri, one)
        if earlier is one:
            self._titled.setdefault(one.title, []).append(one)
        elif earlier.fields != one.fields:
            name = "id" if "id" in one.fields else "label"
            other = earlier.draft.place if str(earlier.draft.place) else "another draft"
            one.fault(name, f"Is that of {other} too; each needs its own.", "unique")

    def _of_batch(self, name: str) -> list[Expansion]:
        """Return the drafts that a name can mean: first the one whose id or IRI it is, then those with the title."""
        by_id = self.drafted.get(self._as_iri(name))
        titled = [one for one in self._titled.get(name, ()) if one is not by_id]
        return [by_id, *titled] if by_id else titled

    def _as_iri(self, name: str) -> str:
        """Return the IRI that a name stands for if it is an id."""
        if ":" not in name:
            return self.around.namespace + name
        prefix, _, local = name.partition(":")
        own = ("corpus", self.around.namespace.rstrip("/").rpartition("/")[2])
        return self.around.namespace + local if prefix in own else name.removeprefix("<").removesuffix(">")

    def _suggested(self, name: str) -> str:
        near = list(self.around.nearest(name))
        if not near:
            titles = process.extract(name, self._titled.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=75)
            near = [self._titled[title][0].iri.rpartition("/")[2] for title, _, _ in titles]
        return f"Did you mean {', '.join(near)}?" if near else "Look for it with `claimatlas search`, or add it."


def _is_claimed(one: Expansion) -> bool:
    """Whether its title must differ from those of all other statements and policies."""
    return one.kind is not None and issubclass(one.kind, Statement | Policy)


def listed(value: object) -> list[object]:
    """Return the values that a field of a draft has."""
    return list(value) if isinstance(value, _SEVERAL) else [value]


def texts(value: object) -> list[str]:
    """Return the texts that a field of a draft has, those that are names of items in one line."""
    if type(value) is str:
        one_line = " ".join(value.split())
        return [one_line] if one_line else []
    found = [" ".join(str(one).split()) for one in listed(value) if one is not None]
    return [one for one in found if one]


def _named(fields: Mapping[str, object], kind: type[Item]) -> Iterator[tuple[str, ...]]:
    """Yield all names of items that a draft, or a figure within it, holds, each as the names that it is tried as."""
    for field_name in naming_fields(kind) & fields.keys():
        for one in listed(fields[field_name]):
            if isinstance(one, Mapping):
                yield from _named(one, Observation)
                continue
            yield from (_tried(field_name, name) for name in texts(one))


@lru_cache(maxsize=4096)
def _tried(field_name: str, name: str) -> tuple[str, ...]:
    """Return the names that a name in a field is looked for by, one after another."""
    return (*long_names(field_name, name), name) if is_identifier(name) else (name,)


def _figure_titles(one: Expansion) -> Iterator[str]:
    for figure in listed(one.fields.get("figure")):
        if isinstance(figure, Mapping) and figure.get("label"):
            yield from texts(figure["label"])[:1]
