"""Semantics as clauses: the models are the labellings.

Each member has a variable for being in and one for being out (Besnard and Doutre 2004, “Checking the acceptability of a
set of arguments”; as labellings: Cerutti, Dunne, Giacomin and Vallati 2013, “Computing preferred extensions in abstract
argumentation: a SAT-based approach”). A condition is met or broken by one literal, so that needs and disjunctions are
said directly, without helpers: a complete labelling is one where a member is in exactly when its conditions are met
(all, or one for a disjunction), and out exactly when they are broken.

What clauses of this kind cannot say is that needs must be founded, so that no circle of support holds itself up. A
model in which one does is refused by *loop formulas*: whoever is in the circle needs support from outside (Lin and Zhao
2004, “ASSAT: computing answer sets of a logic program by SAT solvers”, Artificial Intelligence 157). They are made as
needed. With them the complete labellings are the three-valued stable models of logic programs (Przymusinski 1990; Wu,
Caminada and Gabbay 2009, “Complete extensions in argumentation coincide with three-valued stable models in logic
programming”, Studia Logica 93).
"""

from collections.abc import Callable, Iterator, Sequence

from graph.extensions.parts import Part

Clause = list[int]


def is_in(member: int) -> int:
    """Return the variable for a member being in."""
    return 2 * member + 1


def is_out(member: int) -> int:
    """Return the variable for a member being out."""
    return 2 * member + 2


def is_decided(part: Part, member: int) -> int:
    """Return the variable for a member being in or out; see `decided`."""
    return 2 * len(part) + member + 1


def complete(part: Part) -> Iterator[Clause]:
    """Yield what makes a labelling complete, but for foundedness."""
    yield from admissible(part)
    for (every, all_of), (some, one_of) in _rules(part):
        yield [every, *(-literal for literal in all_of)]
        yield from ([some, -literal] for literal in one_of)


def admissible(part: Part) -> Iterator[Clause]:
    """Yield what makes a labelling admissible: who is in or out is so with reason, but not whoever could be must be."""
    for (every, all_of), (some, one_of) in _rules(part):
        yield from ([-every, literal] for literal in all_of)
        yield [-some, *one_of]
    yield from ([-is_in(member), -is_out(member)] for member in range(len(part)))


def stable(part: Part) -> Iterator[Clause]:
    """Yield what makes a labelling stable: it is complete, and nothing is undecided."""
    yield from complete(part)
    yield from ([is_in(member), is_out(member)] for member in range(len(part)))


def conflict_free(part: Part) -> Iterator[Clause]:
    """Yield that none who are in attack one another; out is whoever one of them attacks. For attacks only."""
    for member, attackers in enumerate(part.attackers):
        yield [-is_in(member), -is_out(member)]
        yield [-is_out(member), *map(is_in, attackers)]
        yield from ([is_out(member), -is_in(attacker)] for attacker in attackers)


def decided(part: Part) -> Iterator[Clause]:
    """Yield what being decided is: in or out."""
    for member in range(len(part)):
        one = is_decided(part, member)
        yield from ([-one, is_in(member), is_out(member)], [one, -is_in(member)], [one, -is_out(member)])


def _rules(part: Part) -> Iterator[tuple[tuple[int, list[int]], tuple[int, list[int]]]]:
    """Yield for each member the literal that holds when all of some do, and the one that does when one of some does."""
    for member, needs in enumerate(part.needs):
        attackers = part.attackers[member]
        met = [*map(is_in, needs), *map(is_out, attackers)]
        broken = [*map(is_out, needs), *map(is_in, attackers)]
        if part.disjunction[member]:
            yield (is_out(member), broken), (is_in(member), met)
        else:
            yield (is_in(member), met), (is_out(member), broken)


def loops(part: Part, model: Sequence[int], *, admissible_only: bool) -> list[Clause]:
    """Return the loop formulas that a model breaks; none where all that it takes is founded.

    Args:
        part: The part.
        model: The model: variable 1 or -1, 2 or -2, and so on.
        admissible_only: Whether it is enough that whoever is in is founded. For a complete labelling, whoever is not
            out must be too: what nothing but itself supports is out.
    """
    found = _loop(part, [literal > 0 for literal in model[0 : 2 * len(part) : 2]], is_in)
    if not found and not admissible_only:
        found = _loop(part, [literal < 0 for literal in model[1 : 2 * len(part) : 2]], _is_not_out)
    return found


def _is_not_out(member: int) -> int:
    return -is_out(member)


def _loop(part: Part, chosen: Sequence[bool], literal: Callable[[int], int]) -> list[Clause]:
    reached = part.reached(chosen)
    loop = [member for member, is_chosen in enumerate(chosen) if is_chosen and not reached[member]]
    inside = set(loop)
    outside = {need for one in loop if part.disjunction[one] for need in part.needs[one] if need not in inside}
    support = [*map(literal, sorted(outside))]
    return [[-literal(member), *support] for member in loop]
