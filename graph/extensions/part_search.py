"""The extensions of one part, under each semantics.

Preferred, semi-stable and stage extensions are those that are greatest in something: in what is in, or in what is
decided. A greatest one is reached by asking again and again for a greater one, and what is beneath it is excluded
(Cerutti, Dunne, Giacomin and Vallati 2013, “PrefSat”). Whether *some* greatest one meets a condition is found without
making them all: one that meets it is made as great as it can be while it does; if something greater still does not, all
beneath that are excluded, and on it goes (Dvořák, Järvisalo, Wallner and Woltran 2014, “Complexity-sensitive decision
procedures for abstract argumentation”, CEGARTIX; Niskanen and Järvisalo 2020, “μ-toksia”). Counterexample-guided, then:
sceptical acceptance under preferred semantics is at the second level of the polynomial hierarchy (Dunne and Bench-Capon
2002), and each step is one question at the first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.extensions.ideal import ideal
from graph.extensions.parts import Part
from graph.extensions.sat_clauses import (
    Clause,
    admissible,
    complete,
    conflict_free,
    decided,
    is_decided,
    is_in,
    is_out,
    stable,
)
from graph.extensions.sat_search import Engine, Model, Search, holds, members_in

Wish = Literal["one", "all", "count", "containing", "lacking", "defending"]
"""What is wanted of a part: an extension, all of them, their number, or one with or without some member; or a smallest
admissible set with a member."""


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        count: How many extensions.
        sets: The members of each; none where they were only counted. Of a smallest admissible set there are two: who is
            in, and who is out.
    """

    count: int
    sets: tuple[tuple[int, ...], ...] = ()


def extensions_of(part: Part, semantics: str, wish: Wish, member: int, engine: Engine) -> Found:
    """Return the extensions of a part that are wanted; none where there is none.

    Args:
        part: The part.
        semantics: One of `SEMANTICS` but grounded, under which a part has nothing in.
        wish: What is wanted.
        member: Which member is to be in it or not, where that is wanted.
        engine: What solves clauses.
    """
    if wish == "defending":
        return _defending(part, member, engine)
    if semantics == "ID":
        found = [ideal(part, engine)]
        return _told([one for one in found if _fits(one, wish, member)], wish)
    if wish == "containing" and semantics in ("PR", "CO") and not _is_defensible(part, member, engine):
        return Found(0)
    kind = _KINDS[semantics]
    with Search(part, kind.clauses(part), engine) as search:
        if wish in ("all", "count"):
            return _told(kind.every(search), wish)
        condition = {"containing": [is_in(member)], "lacking": [-is_in(member)]}.get(wish, [])
        model = kind.one(search, condition)
        return _told([members_in(part, model)] if model else [], wish)


def preferred_labels(part: Part, engine: Engine) -> list[int]:
    """Return a preferred labelling of a part: for each member 1 for in, -1 for out, 0 for undecided."""
    wanted = _all_in(part)
    with Search(part, complete(part), engine) as search:
        model = search.model()
        if model is None:
            raise RuntimeError("a framework has a preferred extension, and none was found")
        model = search.best(model, (), wanted)
    members = range(len(part))
    return [holds(model, is_in(member)) - holds(model, is_out(member)) for member in members]


def _told(sets: Iterable[Sequence[int]], wish: Wish) -> Found:
    if wish == "count":
        return Found(sum(1 for _ in sets))
    made = tuple(map(tuple, sets))
    return Found(len(made), made)


def _fits(members: Sequence[int], wish: Wish, member: int) -> bool:
    return (member in members) == (wish == "containing") if wish in ("containing", "lacking") else True


def _is_defensible(part: Part, member: int, engine: Engine) -> bool:
    """Return whether a member is in some complete labelling; only what it depends on has a say in that.

    That is directionality (Baroni and Giacomin 2007, “On principle-based evaluation of extension-based argumentation
    semantics”): it holds for complete and preferred semantics, and not for stable, semi-stable and stage.
    """
    above = part.above(member)
    if len(above) == len(part):
        return True  # or not: then the search in the whole part tells
    cone = part.only(above)
    with Search(cone, complete(cone), engine) as search:
        return search.model([is_in(above.index(member))]) is not None


def _defending(part: Part, member: int, engine: Engine) -> Found:
    """Return a smallest admissible set with a member (none of its members could be left out), and who is out then."""
    above = part.above(member)
    cone = part.only(above)
    members = range(len(cone))
    asked = [is_in(above.index(member))]
    with Search(cone, admissible(cone), engine, admissible_only=True) as search:
        model = search.model(asked)
        if model is None:
            return Found(0)
        model = search.best(model, asked, [-is_in(one) for one in members])
        fixed = [model[is_in(one) - 1] for one in members]
        model = search.best(model, fixed, [-is_out(one) for one in members])
    chosen = (
        [above[one] for one in members if holds(model, is_in(one))],
        [above[one] for one in members if holds(model, is_out(one))],
    )
    return Found(1, tuple(map(tuple, chosen)))


@dataclass(frozen=True)
class _Kind:
    """How extensions of one semantics are found: by its clauses, one that meets a condition, and all."""

    clauses: Callable[[Part], Iterator[Clause]]
    one: Callable[[Search, list[int]], Model | None]
    every: Callable[[Search], Iterator[list[int]]]


def _any(search: Search, condition: list[int]) -> Model | None:
    return search.model(condition)


def _every_complete(search: Search) -> Iterator[list[int]]:
    while (model := search.model()) is not None:
        yield members_in(search.part, model)
        # Who is in says all: being out follows from it.
        search.add([-model[is_in(member) - 1] for member in range(len(search.part))])


def _every_stable(search: Search) -> Iterator[list[int]]:
    while (model := search.model()) is not None:
        yield members_in(search.part, model)
        search.add(_beyond(search.part, model))


def _beyond(part: Part, model: Model) -> Clause:
    """Return the clause that someone is in who is not in a model."""
    return [is_in(member) for member in range(len(part)) if model[is_in(member) - 1] < 0]


def _all_in(part: Part) -> list[int]:
    return [*map(is_in, range(len(part)))]


def _all_decided(part: Part) -> list[int]:
    return [is_decided(part, member) for member in range(len(part))]


def _greatest(measure: Callable[[Part], list[int]]) -> Callable[[Search, list[int]], Model | None]:
    def one(search: Search, condition: list[int]) -> Model | None:
        wanted = measure(search.part)
        while (model := search.model(condition)) is not None:
            model = search.best(model, condition, wanted)
            greater = search.better(model, (), wanted) if condition else None
            if greater is None:
                return model
            greater = search.best(greater, (), wanted)
            if (found := search.model([*_met(greater, wanted), *condition])) is not None:
                return found
            search.add(_unmet(greater, wanted))
        return None

    return one


def _every_greatest(measure: Callable[[Part], list[int]]) -> Callable[[Search], Iterator[list[int]]]:
    def every(search: Search) -> Iterator[list[int]]:
        wanted = measure(search.part)
        while (model := search.model()) is not None:
            model = search.best(model, (), wanted)
            yield from _equally_great(search, model, _met(model, wanted))
            search.add(_unmet(model, wanted))

    return every


def _equally_great(search: Search, model: Model, met: list[int]) -> Iterator[list[int]]:
    """Yield who is in in a model, and in all others that meet the same."""
    switch = search.fresh()
    found: Model | None = model
    while found is not None:
        yield members_in(search.part, found)
        search.add([-switch, *_beyond(search.part, found)])
        found = search.model([*met, switch])
    search.add([-switch])


def _met(model: Model, wanted: Sequence[int]) -> list[int]:
    return [literal for literal in wanted if holds(model, literal)]


def _unmet(model: Model, wanted: Sequence[int]) -> Clause:
    return [literal for literal in wanted if not holds(model, literal)]


def _complete_and_decided(part: Part) -> Iterator[Clause]:
    yield from complete(part)
    yield from decided(part)


def _conflict_free_and_decided(part: Part) -> Iterator[Clause]:
    yield from conflict_free(part)
    yield from decided(part)


_KINDS = {
    "CO": _Kind(complete, _any, _every_complete),
    "ST": _Kind(stable, _any, _every_stable),
    "PR": _Kind(complete, _greatest(_all_in), _every_greatest(_all_in)),
    "SST": _Kind(_complete_and_decided, _greatest(_all_decided), _every_greatest(_all_decided)),
    "STG": _Kind(_conflict_free_and_decided, _greatest(_all_decided), _every_greatest(_all_decided)),
}
