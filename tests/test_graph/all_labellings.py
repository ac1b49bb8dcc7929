"""Extensions by trying all labellings: slow, plain, and written from the definitions alone.

A labelling is complete when it is what follows from itself: take from it what is said of attackers; then whoever is in
is what can be built up from below with attackers that are out, and whoever is not out is what can be built up with
attackers that are not in. For attacks alone, that is Caminada 2006; with needs, it is the three-valued stable models of
Przymusinski 1990.
"""

from collections.abc import Callable
from itertools import combinations, product

from hypothesis import strategies as st

from graph.standing.framework import ATTACKS, IN, NEEDS, OUT, Framework

Labels = tuple[int, ...]
Extension = frozenset[int]


def follows(framework: Framework, labels: Labels) -> Labels:
    """Return the labels that follow from what labels say of attackers."""
    is_in = _built_up(framework, lambda attacker: labels[attacker] == OUT)
    is_not_out = _built_up(framework, lambda attacker: labels[attacker] != IN)
    return tuple(1 if one else 0 if other else -1 for one, other in zip(is_in, is_not_out, strict=True))


def _built_up(framework: Framework, is_harmless: Callable[[int], bool]) -> list[bool]:
    there = [False] * len(framework)
    while True:
        more = [_holds(framework, member, there, is_harmless) for member in range(len(framework))]
        if more == there:
            return there
        there = more


def _holds(framework: Framework, member: int, there: list[bool], is_harmless: Callable[[int], bool]) -> bool:
    met = [there[one] if sign == NEEDS else is_harmless(one) for one, sign in framework.conditions(member)]
    return any(met) if framework.disjunction[member] else all(met)


def every_extension(framework: Framework) -> dict[str, set[Extension]]:
    """Return the extensions under each semantics; stage where there are attacks only."""
    size = len(framework)
    complete = [labels for labels in product((1, 0, -1), repeat=size) if follows(framework, labels) == labels]
    found = {"CO": {_in(labels) for labels in complete}}
    found["GR"] = {min(found["CO"], key=len)}
    found["PR"] = {one for one in found["CO"] if not any(one < other for other in found["CO"])}
    found["ST"] = {_in(labels) for labels in complete if all(labels)}
    decided = {_decided(labels) for labels in complete}
    found["SST"] = {_in(labels) for labels in complete if not any(_decided(labels) < one for one in decided)}
    found["ID"] = {_ideal(framework, [labels for labels in complete if _in(labels) in found["PR"]])}
    if not (framework.sign == NEEDS).any():
        found["STG"] = _stage(framework)
    return found


def _in(labels: Labels) -> Extension:
    return frozenset(member for member, label in enumerate(labels) if label == IN)


def _decided(labels: Labels) -> Extension:
    return frozenset(member for member, label in enumerate(labels) if label)


def _ideal(framework: Framework, preferred: list[Labels]) -> Extension:
    """Return the greatest admissible labelling in which all preferred ones agree, by trying all."""
    choices = [(0, labels[0]) if len(set(labels)) == 1 else (0,) for labels in zip(*preferred, strict=True)]
    within = [labels for labels in product(*choices) if is_admissible(framework, labels)]
    return max((_in(labels) for labels in within), key=len)


def is_admissible(framework: Framework, labels: Labels) -> bool:
    """Return whether whoever is in or out follows to be so."""
    return all(label in (0, other) for label, other in zip(labels, follows(framework, labels), strict=True))


def _stage(framework: Framework) -> set[Extension]:
    attacks = {(source, member) for member in range(len(framework)) for source, _ in framework.conditions(member)}
    members = range(len(framework))
    sets = [frozenset(some) for size in range(len(members) + 1) for some in combinations(members, size)]
    free = [some for some in sets if not any(one in some and other in some for one, other in attacks)]
    reach = {some: some | {other for one, other in attacks if one in some} for some in free}
    return {some for some in free if not any(reach[some] < reach[other] for other in free)}


@st.composite
def frameworks(draw: st.DrawFn, *, attacks_only: bool = False, most: int = 5) -> Framework:
    """Draw a framework: of attacks, or of attacks, needs and disjunctions, circles included."""
    size = draw(st.integers(1, most))
    member = st.integers(0, size - 1)
    conditions, disjunctions = [], []
    for target in range(size):
        if not attacks_only and draw(st.booleans()) and draw(st.booleans()):
            disjunctions.append(target)
            conditions += [(one, NEEDS, target) for one in draw(st.sets(member, min_size=1, max_size=3))]
            continue
        sign = st.just(ATTACKS) if attacks_only else st.sampled_from((ATTACKS, ATTACKS, NEEDS))
        conditions += [(one, draw(sign), target) for one in draw(st.sets(member, max_size=3))]
    return Framework.of(size, conditions, tuple(disjunctions))
