"""The relations of the argument, and the power links: of the whole store, or of a part of it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from graph.asking import Ask
from graph.gathering import Said, among, ends, first, rows, said_of, texts
from graph.nearest import Part
from graph.terms import local_name

_LINK = {"policy": "ca:policy", "power": "ca:power", "bearing": "ca:bearing", "basis": "ca:basis"}
_LINK_MORE = {"whose": "ca:whosePower", "stated_by": "ca:statedBy"}


@dataclass(frozen=True)
class Step:
    """An inference: its premises, its conclusion (several only where something is wrong), and its scheme's IRI."""

    iri: str
    premises: tuple[str, ...]
    conclusions: tuple[str, ...]
    scheme: str


@dataclass(frozen=True)
class PowerBearing:
    """A power link: a policy bears on a type of power; whose power it is, and who states it, by IRIs."""

    iri: str
    policy: str
    power: str
    bearing: str
    basis: str
    whose: tuple[str, ...]
    stated_by: tuple[str, ...]


@dataclass
class Relations:
    """All relations, each by its IRI, in order.

    `conflicts` and `rephrases` are rows of (relation, from, to). Conflicts with something outside a part are there
    too where they attack something of it. `outside` are rows of a statement of a part and one that supports, attacks
    or undercuts it from outside.
    """

    steps: list[Step] = field(default_factory=list)
    conflicts: list[tuple[str, str, str]] = field(default_factory=list)
    rephrases: list[tuple[str, str, str]] = field(default_factory=list)
    links: list[PowerBearing] = field(default_factory=list)
    outside: list[tuple[str, str]] = field(default_factory=list)

    @property
    def attacked(self) -> set[str]:
        """What is attacked: statements, and steps that are undercut."""
        return {attacked for _, _, attacked in self.conflicts}


def relations_of(ask: Ask, part: Part | None) -> Relations:
    """Return the relations of the whole store (None), or those that tie what is in a part."""
    own = part.statements if part else None
    to_own = _steps(ask, own)
    steps = [step for step in to_own if own is None or own.intersection(step.premises)]
    premises = {premise for step in steps for premise in step.premises}
    targets = None if own is None else {*own, *premises, *(step.iri for step in to_own)}
    conflicts = rows(ask, among(targets), "?key ?attacker", "?key ca:attacked ?item ; ca:attacker ?attacker")
    rephrases = rows(ask, among(own), "?key ?other", "?key ca:rephrases ?item ; ca:rephrased ?other")
    links = _links(said_of(ask, among(_links_of(ask, part), "?item a ca:PowerLink ."), _LINK, _LINK_MORE))
    attacks = sorted((key, attacker, attacked) for attacked, key, attacker in conflicts)
    restatements = sorted((key, again, before) for again, key, before in rephrases)
    return Relations(steps, attacks, restatements, links, [] if own is None else list(_outside(own, to_own, attacks)))


def _outside(
    own: Collection[str], steps: Iterable[Step], attacks: Iterable[tuple[str, str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield what bears on the statements of a part from outside, as (statement of the part, the other)."""
    hit: dict[str, tuple[str, ...]] = {one: (one,) for one in own}
    for step in steps:
        hit[step.iri] = step.conclusions
        yield from ((end, premise) for end in step.conclusions for premise in step.premises if premise not in own)
    for _, attacker, attacked in attacks:
        if attacker not in own:
            yield from ((end, attacker) for end in hit.get(attacked, ()) if end in own)


def _links_of(ask: Ask, part: Part | None) -> set[str] | None:
    """Return the power links that a part's statements state, or that bear on what was asked for by name."""
    if part is None:
        return None
    stated = ends(ask, among(part.statements), "?end ca:statedBy ?item")
    return stated | ends(ask, among(part.named), "?end ca:policy|ca:power ?item")


def _steps(ask: Ask, conclusions: Collection[str] | None) -> list[Step]:
    """Return the steps to some conclusions; None for all."""
    joined: dict[str, tuple[set[str], set[str]]] = {}
    pattern = "?key ca:conclusion ?item ; ca:premise ?premise"
    for conclusion, key, premise in rows(ask, among(conclusions), "?key ?premise", pattern):
        premises, ends = joined.setdefault(key, (set(), set()))
        premises.add(premise)
        ends.add(conclusion)
    wanted = None if conclusions is None else joined
    schemes = said_of(ask, among(wanted), {"scheme": "ca:scheme"})
    return [
        Step(key, tuple(sorted(premises)), tuple(sorted(ends)), first(schemes.get(key, {}).get("scheme")))
        for key, (premises, ends) in sorted(joined.items())
    ]


def _links(said: Said) -> list[PowerBearing]:
    return [
        PowerBearing(
            iri,
            first(of["policy"]),
            first(of["power"]),
            local_name(first(of["bearing"])),
            local_name(first(of["basis"])),
            tuple(texts(of.get("whose"))),
            tuple(texts(of.get("stated_by"))),
        )
        for iri, of in sorted(said.items())
    ]
