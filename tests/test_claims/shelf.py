"""Made-up surroundings of drafts, and drafts to expand in them."""

from collections.abc import Collection, Mapping, Sequence

from claims import Draft, Expansion, Item, Origin, Passages, Person, SourceText, expand, fields_of
from ontology import PREFIXES

TEXT = "A FIRST PART\nSalt helps, says Ann. Bread rises.\nSalt helps, says Bob."
NAMESPACE = "https://example.org/corpus/bread/"
ADA = "https://example.org/agent/ada"
THERE = {
    "bread-rises": "Bread rises",
    "ovens-matter": "Ovens matter",
    "rises-because-matter": "",
    "mill": "The mill",
    "ann": "Ann",
    "hours": "Hours",
    "prices": "Prices",
}
CONCEPTS = {"power:trust", "topic:trade", "instrument:tariff", "scheme:example", "topic:trust-in-bread"}


class Shelf:
    """Surroundings that know a few items by id, title, IRI and prefix."""

    namespace = NAMESPACE
    my_iri = ADA
    me = Person(iri=ADA, label="Ada")
    authors: tuple[str, ...] = (NAMESPACE + "ann",)

    def __init__(self, *stored: Item, retired: Collection[str] = (), text: str = "") -> None:
        self._stored = {item.iri: item for item in stored}
        self._retired = {NAMESPACE + name for name in retired}
        source = NAMESPACE + "book"
        self.passages = Passages(source, SourceText(text), {}, quotable=False) if text else None
        self.looked_up = 0

    def look_up(self, names: Collection[str], iris: Collection[str]) -> None:
        self.looked_up += 1

    def is_known(self, name: str) -> bool:
        return False

    def find(self, name: str) -> str | None:
        prefix, _, local = name.partition(":")
        if name in CONCEPTS:
            return PREFIXES[prefix] + local
        known = {
            **THERE,
            **{iri.removeprefix(NAMESPACE): getattr(item, "label", "") for iri, item in self._stored.items()},
        }
        found = [one for one, title in known.items() if name in (one, NAMESPACE + one, title, f"bread:{one}")]
        return NAMESPACE + found[0] if len(found) == 1 else None

    def nearest(self, name: str) -> Sequence[str]:
        return [one for one in THERE if one[:4] == name[:4]]

    def is_taken(self, iri: str) -> bool:
        return iri.removeprefix(NAMESPACE) in THERE or iri in self._stored or iri in self._retired

    def agrees(self, item: Item, paths: Collection[str]) -> bool:
        stored = self._stored.get(item.iri)
        names = [field.name for field in fields_of(type(item)) if field.path in paths]
        return type(stored) is type(item) and all(getattr(stored, n) == getattr(item, n) for n in names)

    def clashes(self, item: Item) -> bool:
        return self.is_taken(item.iri) and self._stored.get(item.iri) != item


def claim(label: object = "Salt helps", **more: object) -> dict[str, object]:
    return {"kind": "claim", "label": label, "text": f"{label}, in the opinion of most bakers.", **more}


def expanded(*drafts: Mapping[str, object], around: Shelf | None = None) -> list[Expansion]:
    placed = [Draft(fields, Origin("", "draft", number)) for number, fields in enumerate(drafts, 1)]
    return expand(placed, around or Shelf())


def items_of(*drafts: Mapping[str, object], around: Shelf | None = None) -> list[Item]:
    found = expanded(*drafts, around=around)
    assert [str(fault) for one in found for fault in one.faults] == []
    return [item for one in found for item in one.items]


def faults_of(*drafts: Mapping[str, object], around: Shelf | None = None) -> dict[str, str]:
    found = expanded(*drafts, around=around)
    return {fault.field: fault.message for one in found for fault in one.faults}


def ids(values: Sequence[str]) -> list[str]:
    return [value.rpartition("/")[2] for value in values]


def figure(value: object = 18, **more: object) -> dict[str, object]:
    about = {"measured_property": "Hours", "observation_about": "mill", "unit_text": "hours"}
    return {"label": "Hours of rising", "value": value, **about, **more}
