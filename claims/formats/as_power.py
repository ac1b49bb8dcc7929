"""The policies and types of power that an argument speaks of, and which bears on which, as boxes and arrows.

They are among the items that an argument from a store has beside its nodes (`Argument.others`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from claims.formats.argument import Argument
from claims.model import Item, Policy, PowerLink, PowerType

KIND_OF = "is a kind of"
WORDS_OF_POWER = ("wields", "strengthens", "erodes", KIND_OF)
"""What arrows between the boxes say."""


@dataclass(frozen=True, slots=True)
class Box:
    """A policy or a type of power; `whole` is all of its text in one: its definition, or what the policy is."""

    id: str
    kind: str
    title: str
    whole: str = ""
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Arrow:
    """That a policy wields, strengthens or erodes power, or that a type of power is a kind of another.

    Attributes:
        source: The box's id that it leads from.
        target: The box's id that it leads to.
        word: wields, strengthens, erodes, or “is a kind of”.
        whose: The names of those whose power it is.
        stated_by: The ids of the statements that say so.
        basis: explicit or inferred; "" where it was not asked.
    """

    source: str
    target: str
    word: str
    whose: tuple[str, ...] = ()
    stated_by: tuple[str, ...] = ()
    basis: str = ""


@dataclass(slots=True)
class Power:
    """The boxes by their ids, and the arrows."""

    boxes: dict[str, Box] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)


class Names:
    """Names for the IRIs that items have, and ids for those that are drawn."""

    def __init__(self, argument: Argument) -> None:
        self._items = {item.iri: item for item in argument.others}
        self._nodes = {node.item.iri: node.id for node in argument.nodes.values() if node.item}
        self._taken = set(argument.nodes)
        self._ids: dict[str, str] = {}

    def name(self, iri: str) -> str:
        """Return what people call it: its label, or the last part of its IRI."""
        return getattr(self._items.get(iri), "label", "") or tail(iri)

    def names(self, iris: Iterable[str]) -> tuple[str, ...]:
        """Return what people call them."""
        return tuple(self.name(iri) for iri in iris)

    def node_ids(self, iris: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the argument's nodes that they are; what is no node of it is left out."""
        return tuple(self._nodes[iri] for iri in iris if iri in self._nodes)

    def box_id(self, iri: str) -> str:
        """Return an id for it that no node has."""
        if iri not in self._ids:
            self._ids[iri] = tail(iri) if tail(iri) not in self._taken else iri
            self._taken.add(self._ids[iri])
        return self._ids[iri]


def tail(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2] or iri


def power_of(argument: Argument) -> Power:
    """Return the policies, types of power and power links of an argument."""
    names, found = Names(argument), Power()
    for item in argument.others:
        if isinstance(item, Policy):
            _add(found, names, item.iri, "policy", item.text, item)
        elif isinstance(item, PowerType):
            _add(found, names, item.iri, "power-type", item.definition, item)
    for item in argument.others:
        if isinstance(item, PowerLink):
            found.arrows.append(_bearing(found, names, item))
    types = [item for item in argument.others if isinstance(item, PowerType)]
    known = {item.iri for item in types}
    pairs = ((item.iri, above) for item in types for above in item.broader if above in known)
    found.arrows += (Arrow(names.box_id(one), names.box_id(above), KIND_OF) for one, above in pairs)
    return found


def _add(found: Power, names: Names, iri: str, kind: str, whole: str = "", item: Item | None = None) -> str:
    """Add a box unless it is there, and return its id."""
    made = names.box_id(iri)
    found.boxes.setdefault(made, Box(made, kind, names.name(iri), whole, item))
    return made


def _bearing(found: Power, names: Names, link: PowerLink) -> Arrow:
    return Arrow(
        source=_add(found, names, link.policy, "policy"),
        target=_add(found, names, link.power, "power-type"),
        word=link.bearing,
        whose=names.names(link.whose_power),
        stated_by=names.node_ids(link.stated_by),
        basis=link.basis,
    )
