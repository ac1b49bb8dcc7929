"""A small map in plain text of what is to be added: each new item with what it joins, new ones marked by a plus."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.options import printable
from claims import Conflict, Draft, Inference, Item, Policy, PowerLink, Rephrase, Statement, fields_of
from graph import Addition, Store, corpus_of, passages_of

_WIDTH = 80
_TITLES = """SELECT ?item ?title {{
  VALUES ?item {{ {0} }}
  {{ ?item rdfs:label|skos:prefLabel|dcterms:title ?title }}
  UNION {{ ?item ca:conclusion/rdfs:label ?end BIND(CONCAT("the step to “", STR(?end), "”") AS ?title) }}
}} ORDER BY ?item (LANG(?title) != "en") ?title"""
_TOGETHER = 500


def item_id(iri: str) -> str:
    """Return the id of an item: the last part of its IRI."""
    return re.split(r"[/#]", iri)[-1]


def titles(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """Return IRI → title of those items of the store that have one; for a step of argument, where it leads to."""
    wanted, found = sorted(set(iris)), dict[str, str]()
    for start in range(0, len(wanted), _TOGETHER):
        values = " ".join(f"<{iri}>" for iri in wanted[start : start + _TOGETHER])
        for row in store.query(_TITLES.format(values)):
            found.setdefault(row["item"], row["title"])
    return found


def text_map(store: Store, addition: Addition, paragraphs: Mapping[str, Sequence[int]]) -> str:
    """Return a map of an addition, for a window of 80 columns, in whole lines; "" where nothing is new.

    Args:
        store: Where it is to be added.
        addition: What a dry run has found.
        paragraphs: IRI → numbers of the paragraphs that an item stands in, as far as they are known.
    """
    lines = _Map(store, addition, paragraphs).lines()
    return printable("".join(f"{line}\n" for line in lines))


def paragraphs_of(store: Store, corpus: str, drafts: Iterable[object], addition: Addition) -> dict[str, list[int]]:
    """Return IRI → numbers of the paragraphs that the drafts' new items stand in."""
    passages = passages_of(store, corpus_of(store, corpus)) if addition.anchored else None
    if passages is None:
        return {}
    by_title = {str(one.fields.get("label", "")).strip(): one.fields for one in drafts if isinstance(one, Draft)}
    found: dict[str, list[int]] = {}
    for item in addition.items:
        fields = by_title.get(getattr(item, "label", "")) if item.iri in addition.anchored else None
        anchors = [
            passages.anchor(item.iri, how, words, fields.get("occurrence"))
            for how in ("quote", "passage")
            for words in _listed((fields or {}).get(how))
            if fields
        ]
        found[item.iri] = sorted({anchor.paragraph for anchor in anchors})
    return found


def _listed(value: object) -> list[str]:
    many = value if isinstance(value, list | tuple) else [value]
    return [str(one) for one in many if one is not None and str(one).strip()]


class _Map:
    """The map of one addition."""

    def __init__(self, store: Store, addition: Addition, paragraphs: Mapping[str, Sequence[int]]) -> None:
        self.addition, self.paragraphs = addition, paragraphs
        self.new = {item.iri: item for item in addition.items}
        ends = {iri for item in addition.items for _, iris in _links(item) for iri in iris}
        self.titles = titles(store, ends - self.new.keys())
        self.titles |= {item.iri: title for item in addition.items if (title := getattr(item, "label", ""))}
        for item in addition.items:
            if isinstance(item, Inference):
                to = item.conclusion
                self.titles[item.iri] = f"the step to “{self.titles.get(to, item_id(to))}”"
        self.relations: dict[str, list[str]] = {}

    def lines(self) -> list[str]:
        """Return the lines of the map."""
        alone = [item for item in self.addition.items if not self._is_drawn_below_another(item)]
        return [line for item in alone for line in self._item(item)]

    def _is_drawn_below_another(self, item: Item) -> bool:
        """Put a relation below the new item that it starts from, or else below the one that it leads to."""
        for near, line in self._ends(item):
            if near in self.new:
                self.relations.setdefault(near, []).append(line)
                return True
        return False

    def _ends(self, item: Item) -> Iterator[tuple[str, str]]:
        """Yield for a relation: an item that it joins, and how it is drawn below that item."""
        if isinstance(item, Inference):
            yield from self._of_inference(item)
        elif isinstance(item, Conflict):
            yield item.attacker, f"╳ attacks → {self._shown(item.attacked)}"
            yield item.attacked, f"╳ attacked by ← {self._shown(item.attacker)}"
        elif isinstance(item, Rephrase):
            yield item.rephrases, f"└ says again → {self._shown(item.rephrased)}"
            yield item.rephrased, f"└ said again by ← {self._shown(item.rephrases)}"
        elif isinstance(item, PowerLink):
            whose = ", ".join(self._title(iri) for iri in item.whose_power)
            yield item.policy, f"└ {item.bearing} → {self._shown(item.power)} (power of {whose})"

    def _of_inference(self, item: Inference) -> Iterator[tuple[str, str]]:
        scheme = f" ({self._title(item.scheme)})" if item.scheme else ""
        for premise in item.premise:
            others = " and ".join(self._shown(one) for one in item.premise if one != premise)
            together = f", together with {others}" if others else ""
            yield premise, f"└ supports → {self._shown(item.conclusion)}{scheme}{together}"
        reasons = " and ".join(self._shown(one) for one in item.premise)
        yield item.conclusion, f"└ supported by ← {reasons}{scheme}"

    def _item(self, item: Item) -> Iterator[str]:
        title = self.titles.get(item.iri, "")
        yield from _wrapped(f"+ {item.kind}: {title} [{item_id(item.iri)}]".replace(":  [", ": ["), 0)
        if isinstance(item, Statement | Policy):
            yield from _wrapped(item.text, 4, 0)
        for words, iris in _links(item):
            own = ", ".join(map(self._shown, iris)) if words != "held by" else ", ".join(map(self._title, iris))
            yield from _wrapped(f"{words} {own}", 4)
        if item.iri in self.addition.anchored:
            numbers = self.paragraphs.get(item.iri)
            where = ", ".join(f"paragraph {number}" for number in numbers) if numbers else "a passage"
            yield from _wrapped(f"rests on {where}", 4)
        for line in self.relations.get(item.iri, ()):
            yield from _wrapped(line, 4)

    def _title(self, iri: str) -> str:
        return self.titles.get(iri) or item_id(iri)

    def _shown(self, iri: str) -> str:
        mark = "+ " if iri in self.new else ""
        title = self.titles.get(iri)
        return f"{mark}{title} [{item_id(iri)}]" if title else f"{mark}[{item_id(iri)}]"


def _links(item: Item) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (field in words, IRIs) for what an item names."""
    for field in fields_of(type(item)):
        value = getattr(item, field.name)
        if field.form == "link" and value:
            yield field.name.replace("_", " "), value if isinstance(value, tuple) else (value,)


def _wrapped(text: str, indent: int, more: int = 2) -> list[str]:
    """Return the text as indented lines; ids stay whole, so that they can be copied."""
    first, rest = " " * indent, " " * (indent + more)
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
