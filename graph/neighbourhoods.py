"""What stands around an item: the statements, policies, powers and actors that relations tie it to, step by step.

The item itself is asked about in one query of patterns that it is written into, which engines answer by looking up;
what lies further is asked level by level, one query for each kind of relation. So the cost depends on the part that is
reached, not on the store.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.asking import Ask
from graph.gathering import among, first, rows, said_of
from graph.neighbour_ways import RANK, STATEMENT_WAYS, WAYS, Way
from graph.store import Store
from graph.terms import local_name, value

DEEPEST = 3
"""How many steps away anything is looked for at most."""
_REACHED = 2000
"""How many items are reached by one kind of relation from the item itself at most."""
_THROUGH = 200
"""How many items of one distance are gone through to those behind at most."""


class Place(NamedTuple):
    """Where a neighbour stands in the order: by distance, then by relation (as `ORDER` has them), then by IRI."""

    distance: int
    relation: int
    iri: str


@dataclass(frozen=True)
class NearItem:
    """An item in a neighbourhood.

    Attributes:
        iri: Its IRI.
        kind: The name of its class, such as Claim.
        label: Its title; "" where it has none.
        place: Its place in the order.
    """

    iri: str
    kind: str
    label: str
    place: Place


class Tie(NamedTuple):
    """A relation between two items of a neighbourhood.

    Attributes:
        source: The IRI of the item that it goes out from.
        target: The IRI of the other.
        relation: The name of its property, such as supports.
        via: The IRI of the relation's own node; "" where it is a property only.
        on: The IRI of the inference that is undercut; "" for anything but an undercut.
    """

    source: str
    target: str
    relation: str
    via: str = ""
    on: str = ""


@dataclass(frozen=True)
class Neighbours:
    """A page of a neighbourhood.

    Attributes:
        centre: The item itself.
        nodes: Its neighbours on this page, in order.
        edges: The relations of these among each other, and to the item and what stands before them in the order.
        reached: How many neighbours there are at each distance that was looked at, from 1.
        left_out: How many of these come after this page.
        is_complete: Whether all distances were looked at, and nothing was too much to be reached.
    """

    centre: NearItem
    nodes: tuple[NearItem, ...]
    edges: tuple[Tie, ...]
    reached: tuple[int, ...]
    left_out: int
    is_complete: bool


_ACROSS = """?item
ca:supports|ca:attacks|ca:restates|ca:about|(^ca:statedBy/ca:policy)|(ca:undercuts/(ca:premise|ca:conclusion)) ?end"""


def neighbourhood(
    store: Store, iri: str, depth: int = 1, most: int = 30, after: tuple[int, int, str] | None = None
) -> Neighbours:
    """Return what stands around an item, a page at a time.

    A step is a relation of the argument either way (an undercut is one step from the premises and the conclusion of
    what it undercuts), a power link, or a property that ties statements and policies to actors and concepts. Steps lead
    on from statements only: behind an actor, a policy or a type of power stands everything. What is further than what
    fills the page is not looked at.

    Args:
        store: Where it is.
        iri: The IRI of the item.
        depth: How many steps away, from 1 to `DEEPEST`.
        most: How many neighbours a page has.
        after: The place of the last neighbour of the page before; None for the first page.
    """
    walk = _Walk(store.ask, iri)
    furthest, begun = min(depth, DEEPEST), after and Place(*after)
    rest: list[Place] = []
    while walk.distance < furthest and len(rest) <= most:
        rest += [place for place in walk.step() if begun is None or place > begun]
    page = rest[:most]
    before = [place for place in walk.places.values() if begun and place <= begun]
    new, shown = {place.iri for place in page}, {iri, *(place.iri for place in (*before, *page))}
    walk.look_across(new, shown)
    ties = {tie for tie in walk.ties if {tie.source, tie.target} <= shown and not new.isdisjoint(tie[:2])}
    nodes = _described(store.ask, [Place(0, 0, iri), *page])
    is_complete = walk.is_complete and walk.distance == furthest
    return Neighbours(nodes[0], tuple(nodes[1:]), tuple(sorted(ties)), walk.reached, len(rest) - len(page), is_complete)


@dataclass
class _Walk:
    """A walk from an item outwards: what was reached, where it stands in the order, and by which relations."""

    ask: Ask
    start: str
    places: dict[str, Place] = field(default_factory=dict)
    ties: set[Tie] = field(default_factory=set)
    distance: int = 0
    is_complete: bool = True

    @property
    def reached(self) -> tuple[int, ...]:
        """How many items were reached at each distance."""
        counts = Counter(place.distance for place in self.places.values())
        return tuple(counts[distance] for distance in range(1, self.distance + 1))

    def step(self) -> list[Place]:
        """Reach what is one step further than what was reached last, and return it in order."""
        steps = self._first_steps() if self.distance == 0 else self._further_steps()
        self.distance += 1
        undercutting = {step.tie.via for step in steps if step.tie.on}
        found: dict[str, Place] = {}
        for step in steps:
            # What an undercut attacks is an inference: the ends of that are what it is a step from.
            if step.tie.relation != "attacks" or step.tie.via not in undercutting:
                self.ties.add(step.tie)
                if step.end != self.start and step.end not in self.places:
                    place = Place(self.distance, step.rank, step.end)
                    found[step.end] = min(place, found.get(step.end, place))
        level = sorted(found.values())
        self.places.update({place.iri: place for place in level})
        return level

    def _first_steps(self) -> list["_Step"]:
        kind = next(iter(_kinds(self.ask, [self.start]).values()), "")
        found = list(_from_one(self.ask, self.start, WAYS.get(kind, ())))
        self.is_complete = not any(len(some) > _REACHED for some in found)
        return [one for some in found for one in some[:_REACHED]]

    def _further_steps(self) -> list["_Step"]:
        level = sorted(place for place in self.places.values() if place.distance == self.distance)
        self.is_complete = self.is_complete and len(level) <= _THROUGH
        return list(_from_statements(self.ask, [place.iri for place in level[:_THROUGH]]))

    def look_across(self, new: Collection[str], shown: Collection[str]) -> None:
        """Find the relations from items beyond which nothing was looked for yet, where something new is an end."""
        last = [item for item in shown if item in self.places and self.places[item].distance == self.distance]
        if len(shown) > 2:  # else there are but the item itself and one neighbour
            ends = {(item, end) for item, end in rows(self.ask, among(last), "?end", _ACROSS) if end in shown}
            joined = {item for item, end in ends if end != self.start and (item in new or end in new)}
            self.ties.update(step.tie for step in _from_statements(self.ask, joined))


class _Step(NamedTuple):
    """A step of a walk: the relation, its rank in the order, and the item that it leads to."""

    tie: Tie
    rank: int
    end: str


def _made(way: Way, known: str, found: Mapping[str, str]) -> _Step:
    source, target = (found["x"], known) if way.is_back else (known, found["x"])
    relation = local_name(found["bearing"]) if "bearing" in found else way.relation
    tie = Tie(source, target, relation, found.get("via", ""), found.get("on", ""))
    return _Step(tie, RANK[way.relation, way.is_back], found["x"])


def _from_one(ask: Ask, item: str, ways: Sequence[Way]) -> Iterator[list[_Step]]:
    """Yield what each way leads to from one item, in one query; up to one more than are ever reached."""
    if not ways:
        return
    parts = []
    for number, way in enumerate(ways):
        pattern = way.pattern.format(c=f"<{item}>")
        # Variables of its own tell the rows of each part; to bind a number in it makes engines join the slow way.
        for name in way.variables:
            pattern = pattern.replace(f"?{name}", f"?{name}{number}")
        names = " ".join(f"?{name}{number}" for name in way.variables)
        # Not many relations of the argument lead to one statement, and to limit each takes a third of the time.
        is_few = ways is STATEMENT_WAYS
        parts.append(f"{{ {pattern} }}" if is_few else f"{{ SELECT {names} {{ {pattern} }} LIMIT {_REACHED + 1} }}")
    answer = ask(f"SELECT * {{ {' UNION '.join(parts)} }}")
    columns = {variable: index for index, variable in enumerate(answer.variables)}
    for number, way in enumerate(ways):
        own = [(name, columns[f"{name}{number}"]) for name in way.variables]
        found = ({name: value(row[at]) for name, at in own if row[at]} for row in answer.terms if row[own[0][1]])  # type: ignore[arg-type]
        yield [_made(way, item, one) for one in found]


def _from_statements(ask: Ask, items: Collection[str]) -> Iterator[_Step]:
    """Yield what leads away from those of some items that are statements."""
    kinds = _kinds(ask, items)
    statements = [item for item in items if WAYS.get(kinds.get(item, "")) is STATEMENT_WAYS]
    for way in STATEMENT_WAYS if statements else ():
        select = " ".join(f"?{name}" for name in way.variables)
        for known, *terms in rows(ask, among(statements), select, way.pattern.format(c="?item")):
            yield _made(way, known, dict(zip(way.variables, terms, strict=True)))


def _kinds(ask: Ask, items: Iterable[str]) -> dict[str, str]:
    found = sorted(rows(ask, among(items), "?kind", "?item ca:kind ?kind"), reverse=True)
    return {item: local_name(kind) for item, kind in found}


def _described(ask: Ask, places: Sequence[Place]) -> list[NearItem]:
    """Return items with their kinds and titles, in the order that is given."""
    items = [place.iri for place in places]
    said = said_of(ask, among(items), {"kind": "ca:kind", "title": "rdfs:label"})
    said |= said_of(ask, among(set(items) - said.keys()), {"kind": "ca:kind", "title": "skos:prefLabel"})
    said |= said_of(ask, among(set(items) - said.keys()), {"kind": "ca:kind"}, {"title": "dcterms:title"})
    told = {item: (local_name(first(of["kind"])), first(of.get("title"))) for item, of in said.items()}
    return [NearItem(place.iri, *told.get(place.iri, ("", "")), place) for place in places]
