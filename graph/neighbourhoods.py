"""What stands around an item: the statements, policies, powers and actors that relations tie it to, step by step.

The item itself is asked about in one query of patterns that it is written into, which engines answer by looking up;
what lies further is asked level by level, one query for each kind of relation. So the cost depends on the part that is
reached, not on the store; and of an item that very many name, on what is shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import NamedTuple

from graph.asking import Ask
from graph.gathering import among, first, said_of
from graph.neighbour_steps import (
    AT_ONCE,
    FEW,
    REACHED,
    Step,
    Tie,
    all_from,
    counted,
    ends_from,
    kinds_of,
    numbers_from,
    step_of,
    steps_from,
    steps_to,
)
from graph.neighbour_ties import ties_across
from graph.neighbour_ways import RANK, STATEMENT_WAYS, WAYS, Way, variables_of
from graph.store import Store
from graph.terms import local_name

DEEPEST = 3
"""How many steps away anything is looked for at most."""
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


def neighbourhood(
    store: Store, iri: str, depth: int = 1, most: int = 30, after: tuple[int, int, str] | None = None
) -> Neighbours:
    """Return what stands around an item, a page at a time.

    A step is a relation of the argument either way (an undercut is one step from the premises and the conclusion of
    what it undercuts), a power link, or a property that ties statements and policies to actors and concepts. Steps lead
    on from statements only: behind an actor, a policy or a type of power stands everything. What is further than what
    fills the page is not looked at.

    They come in the order of their places; only those that one relation ties to the item itself, where they are more
    than 200, come in the order that the engine has them in.

    Args:
        store: Where it is.
        iri: The IRI of the item.
        depth: How many steps away, from 1 to `DEEPEST`.
        most: How many neighbours a page has.
        after: The place of the last neighbour of the page before; None for the first page.
    """
    walk = _Walk(store.ask, iri)
    furthest, begun = min(depth, DEEPEST), after and Place(*after)
    while walk.distance < furthest and len(walk.order) - walk.up_to(begun) <= most:
        walk.step(most if begun is None else None)
    start = walk.up_to(begun)
    before, page = walk.order[:start], walk.order[start : start + most]
    new, shown = {place.iri for place in page}, {iri, *(place.iri for place in (*before, *page))}
    walk.look_across(new, shown)
    ties = {tie for tie in walk.ties if {tie.source, tie.target} <= shown and not new.isdisjoint(tie[:2])}
    nodes = _described(store.ask, [Place(0, 0, iri), *page])
    is_complete = walk.is_complete and walk.distance == furthest
    left_out = sum(walk.reached) - len(before) - len(page)
    return Neighbours(nodes[0], tuple(nodes[1:]), tuple(sorted(ties)), tuple(walk.reached), left_out, is_complete)


@dataclass
class _Walk:
    """A walk from an item outwards.

    Attributes:
        ask: Asks the store.
        start: The IRI of the item.
        order: The places of what was reached, in order; of the nearest maybe only those that come first.
        reached: How many items there are at each distance.
        ties: The relations that led to them.
        ends: Way → where it leads to from the item itself, where its relations are not all among these.
        cut: Those of these ways that lead to more.
        is_complete: Whether nothing was too much to be reached.
    """

    ask: Ask
    start: str
    order: list[Place] = field(default_factory=list)
    reached: list[int] = field(default_factory=list)
    ties: set[Tie] = field(default_factory=set)
    ends: Mapping[Way, Collection[str]] = field(default_factory=dict)
    cut: set[Way] = field(default_factory=set)
    is_complete: bool = True

    @property
    def distance(self) -> int:
        """How far was looked."""
        return len(self.reached)

    def up_to(self, begun: Place | None) -> int:
        """Return how many come up to a place, included."""
        if begun is None:
            return 0
        if begun in self.order:
            return self.order.index(begun) + 1
        # It is gone by now.
        near = [place for place in self.order if place[:2] == begun[:2]]
        passed = sum(place <= begun for place in near) if near == sorted(near) else 0
        return sum(place[:2] < begun[:2] for place in self.order) + passed

    def step(self, most: int | None) -> None:
        """Reach what is one step further than what was reached last.

        Args:
            most: How many are wanted; None for all.
        """
        if self.distance:
            level = [place.iri for place in self.order if place.distance == self.distance]
            self.is_complete = self.is_complete and len(level) <= _THROUGH
            self._take(steps_from(self.ask, level[:_THROUGH]))
            return
        ways = WAYS.get(kinds_of(self.ask, [self.start]).get(self.start, ""), ())
        # Few relations lead to most statements, and very many to most others: those are counted before.
        numbers = [] if ways is STATEMENT_WAYS else numbers_from(self.ask, self.start, ways)
        is_little = sum(numbers) < AT_ONCE and max(numbers, default=0) <= FEW
        steps = all_from(self.ask, self.start, ways) if is_little else None
        if steps is None:
            self._take_some(dict(zip(ways, numbers or numbers_from(self.ask, self.start, ways), strict=True)), most)
        else:
            self._take(steps)

    def look_across(self, new: Collection[str], shown: Collection[str]) -> None:
        """Find the relations that were not met on the way, where something new is an end."""
        others = set(shown) - {self.start}
        for way, ends in self.ends.items():
            known = others.intersection(ends)
            asked = others if way in self.cut else known
            if variables_of(way.tied) == ("x",):  # nothing more is to be said of them
                self.ties.update(step_of(way, self.start, {"x": end}).tie for end in known)
                asked = asked - known
            self.ties.update(step.tie for step in steps_to(self.ask, self.start, way, asked))
        last = {place.iri for place in self.order if place.distance == self.distance} & others
        if len(others) > 1:
            self.ties.update(ties_across(self.ask, last & set(new), others))
            self.ties.update(ties_across(self.ask, last - set(new), new))

    def _take(self, found: Iterable[Step]) -> None:
        """Take what steps lead to as what is one step further."""
        steps, distance, known = list(found), self.distance + 1, {self.start, *(place.iri for place in self.order)}
        undercutting = {step.tie.via for step in steps if step.tie.on}
        places: dict[str, Place] = {}
        for step in steps:
            # What an undercut attacks is an inference: the ends of that are what it is a step from.
            if step.tie.relation != "attacks" or step.tie.via not in undercutting:
                self.ties.add(step.tie)
                if step.end not in known:
                    place = Place(distance, step.rank, step.end)
                    places[step.end] = min(place, places.get(step.end, place))
        self.order += sorted(places.values())
        self.reached.append(len(places))

    def _take_some(self, numbers: Mapping[Way, int], most: int | None) -> None:
        """Take what is one step from an item that many relations lead to: as much of it as is wanted.

        Args:
            numbers: Way → to how many items it leads.
            most: How many are wanted; None for all.
        """
        large = {way for way, number in numbers.items() if number > FEW}
        if most is not None:
            self._fetch(_enough(numbers, most), numbers, large)
        if most is None or len(self.order) <= most:
            self._fetch(dict.fromkeys(numbers, REACHED), numbers, large)
        number, self.is_complete = counted(self.ask, self.start, list(numbers), large)
        self.reached.append(number)

    def _fetch(self, wanted: Mapping[Way, int], ways: Iterable[Way], large: Collection[Way]) -> None:
        """Ask where some ways lead to, each to so many at most."""
        found = ends_from(self.ask, self.start, wanted)
        self.ends = {way: found.get(way, []) for way in ways}
        self.cut = {way for way in self.ends if way in large and len(self.ends[way]) >= wanted.get(way, 0)}
        self.cut |= self.ends.keys() - wanted.keys()
        self.order = self._in_order({_rank(way) for way in large})

    def _in_order(self, large: Collection[int]) -> list[Place]:
        """Return the ends in order."""
        places: dict[str, Place] = {}
        for rank, ways in groupby(sorted(self.ends, key=_rank), key=_rank):
            ends = list(chain.from_iterable(self.ends[way] for way in ways))
            for end in ends if rank in large else sorted(ends):
                if end != self.start:
                    places.setdefault(end, Place(1, rank, end))
        return list(places.values())


def _enough(numbers: Mapping[Way, int], most: int) -> dict[Way, int]:
    """Return how many to ask for by each way, up to the first that leads to enough."""
    wanted: dict[Way, int] = {}
    for way in sorted(numbers, key=_rank):
        wanted[way] = max(numbers[way], 1)
        if numbers[way] > FEW:
            # Those before may be among them, and the item itself.
            wanted[way] = min(sum(wanted.values()) - numbers[way] + most + 2, REACHED)
        if wanted[way] > most + 1:
            break
    return wanted


def _rank(way: Way) -> int:
    return RANK[way.relation, way.is_back]


def _described(ask: Ask, places: Sequence[Place]) -> list[NearItem]:
    """Return items with their kinds and titles, in the order that is given."""
    items = [place.iri for place in places]
    said = said_of(ask, among(items), {"kind": "ca:kind", "title": "rdfs:label"})
    said |= said_of(ask, among(set(items) - said.keys()), {"kind": "ca:kind", "title": "skos:prefLabel"})
    said |= said_of(ask, among(set(items) - said.keys()), {"kind": "ca:kind"}, {"title": "dcterms:title"})
    told = {item: (local_name(first(of["kind"])), first(of.get("title"))) for item, of in said.items()}
    return [NearItem(place.iri, *told.get(place.iri, ("", "")), place) for place in places]
