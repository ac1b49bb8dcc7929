"""Items as pages name them: kind, title, text and the address of the item's page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from app.item_fields import short_name
from app.text_map import item_id
from graph import Store

BASE = "https://w3id.org/claimatlas"
"""What the IRIs of all items start with; the rest is the path of their pages."""

_SAID = """SELECT ?item ?kind ?label ?text ?scheme ?end ?premise ?from ?to ?step ?bearing {{
  VALUES ?item {{ {0} }}
  ?item ca:kind ?class . ?class rdfs:label ?kind .
  OPTIONAL {{ ?item rdfs:label|skos:prefLabel|dcterms:title ?label }}
  OPTIONAL {{ ?item schema:text|skos:definition ?text }}
  OPTIONAL {{ ?item ca:conclusion/rdfs:label ?end ; ca:premise/rdfs:label ?premise
    OPTIONAL {{ ?item ca:scheme/skos:prefLabel ?scheme }} }}
  OPTIONAL {{ ?item (ca:attacker|ca:rephrases|ca:policy)/rdfs:label ?from ; ca:attacked|ca:rephrased|ca:power ?other
    OPTIONAL {{ ?other rdfs:label|skos:prefLabel ?to }} OPTIONAL {{ ?other ca:conclusion/rdfs:label ?step }}
    OPTIONAL {{ ?item ca:bearing/rdfs:label ?bearing }} }}
}} ORDER BY ?item ?premise"""
_BOXES = {"type of power": "power", **dict.fromkeys(("state", "person", "organization", "group"), "actor")}
_DRAWN = ("thesis", "claim", "evidence", "counterargument", "rebuttal", "policy", "power", "actor")
_TOGETHER = 200
_WORDS = {
    "link": "power link",
    "inference": "step of argument",
    "conflict": "attack",
    "rephrase": "restatement",
    "observation": "figure",
}


def kind_words(kind: str) -> str:
    """Return what a kind of items is called on pages."""
    return _WORDS.get(kind, kind.replace("-", " "))


@dataclass(frozen=True)
class Card:
    """What a page shows of an item.

    Attributes:
        iri: Its IRI.
        kind: What it is, in words.
        look: The kind of box that maps draw for it; "other" for none.
        title: Its title; of a step of argument, from where to where it leads.
        text: What it says in full; "" for nothing.
    """

    iri: str
    kind: str
    look: str
    title: str
    text: str

    @property
    def address(self) -> str:
        """The address of its page."""
        return address_of(self.iri)

    @property
    def words(self) -> str:
        """What its kind is called on pages."""
        return kind_words(self.kind)

    @property
    def name(self) -> str:
        """What people can call it: its id, or `prefix:id`."""
        return short_name(self.iri)


def address_of(iri: str) -> str:
    """Return the address of an item's page on this server."""
    return quote(iri.removeprefix(BASE), safe="/") if iri.startswith(f"{BASE}/") else f"/items/{quote(iri, safe='')}"


def cards(store: Store, iris: Iterable[str]) -> dict[str, Card]:
    """Return IRI → card of those items that the store knows, in the order that is given."""
    wanted = list(dict.fromkeys(iri for iri in iris if _is_plain(iri)))
    rows: dict[str, list[Mapping[str, str]]] = {}
    for start in range(0, len(wanted), _TOGETHER):
        values = " ".join(f"<{iri}>" for iri in wanted[start : start + _TOGETHER])
        for row in store.query(_SAID.format(values)):
            rows.setdefault(row["item"], []).append(row)
    return {iri: _card(iri, rows[iri]) for iri in wanted if iri in rows}


def _is_plain(iri: str) -> bool:
    """Whether a text is an IRI that can stand in a query."""
    return iri.startswith(("http://", "https://")) and iri.isprintable() and not set(iri) & set(' <>"{}|\\^`')


def _card(iri: str, rows: list[Mapping[str, str]]) -> Card:
    row = rows[0]
    title = row.get("label") or _relation(rows) or item_id(iri)
    look = _BOXES.get(row["kind"], row["kind"])
    text = row.get("text") or row.get("scheme", "")
    return Card(iri, row["kind"], look if look in _DRAWN else "other", title, text)


def _relation(rows: list[Mapping[str, str]]) -> str:
    """Return what a relation joins, in words; "" for what is none."""
    row = rows[0]
    if "end" in row:
        premises = " and ".join(f"“{premise}”" for premise in dict.fromkeys(one["premise"] for one in rows))
        return f"The step from {premises} to “{row['end']}”"
    if "from" not in row:
        return ""
    doing = row.get("bearing") or {"conflict": "speaks against", "rephrase": "says again"}.get(row["kind"], "→")
    other = f"“{row['to']}”" if "to" in row else f"the step to “{row.get('step', '')}”"
    return f"“{row['from']}” {doing} {other}"
