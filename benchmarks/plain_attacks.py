"""A framework as Dung has it: with attacks alone, for programs that know nothing else.

What a member needs becomes two attacks by way of a helper, “not so”: it attacks the member, and what is needed attacks
it. A disjunction gets one helper, “none of them”, which attacks it and is attacked by each of them. Labels are the same
for every complete labelling, but for circles of support, which stay open here: attacks cannot tell them from choices.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.standing.framework import NEEDS, Framework


@dataclass(frozen=True)
class PlainAttacks:
    """An abstract argumentation framework.

    Attributes:
        size: How many arguments it has; the first ones are the members of the framework that it is made from.
        attackers: Of each attack, the argument that attacks.
        attacked: Of each attack, the argument that is attacked.
    """

    size: int
    attackers: NDArray[np.int32]
    attacked: NDArray[np.int32]


def plain_attacks(framework: Framework) -> PlainAttacks:
    """Return a framework with attacks alone."""
    members = len(framework)
    source, target = framework.source, framework.target
    needs, is_any = framework.sign == NEEDS, framework.disjunction[framework.target]
    each, either = needs & ~is_any, needs & is_any
    not_so, size = _helpers(source[each], members, members)
    none_of, size = _helpers(target[either], members, size)
    needed, disjunctions = np.flatnonzero(not_so >= 0), np.flatnonzero(none_of >= 0)
    attackers = [source[~needs], needed, not_so[source[each]], source[either], none_of[disjunctions]]
    attacked = [target[~needs], not_so[needed], target[each], none_of[target[either]], disjunctions]
    return PlainAttacks(size, np.concatenate(attackers).astype(np.int32), np.concatenate(attacked).astype(np.int32))


def _helpers(of: NDArray[np.int32], members: int, first: int) -> tuple[NDArray[np.int32], int]:
    """Return for each of some members a helper's number, from `first`, and -1 for the others; and the number after."""
    found = np.full(members, -1, np.int32)
    chosen = np.unique(of)
    found[chosen] = np.arange(first, first + len(chosen), dtype=np.int32)
    return found, first + len(chosen)
