"""The ideal extension: the greatest admissible set that is within every preferred extension.

Dung, Mancarella and Toni 2007, “Computing ideal sceptical argumentation”, Artificial Intelligence 171. It is found from
which members some complete labelling has in, and which out: what is in somewhere and out nowhere is where to begin, and
from this is taken, again and again, what nothing that is left defends (Dunne, Dvořák and Woltran 2013, “Parametric
properties of ideal semantics”; as a labelling: Caminada 2011, “A labelling approach for ideal and stage semantics”).
"""

from graph.extensions.parts import Part
from graph.extensions.sat_clauses import complete, is_in, is_out
from graph.extensions.sat_search import Engine, Search


def ideal(part: Part, engine: Engine) -> list[int]:
    """Return the members of the ideal extension of a part."""
    can_be_in, can_be_out = _possible(part, engine)
    labels = [one - other for one, other in zip(can_be_in, can_be_out, strict=True)]
    while (kept := _defended(part, labels)) != labels:
        labels = kept
    return [member for member, label in enumerate(labels) if label > 0]


def _possible(part: Part, engine: Engine) -> tuple[list[bool], list[bool]]:
    """Return for each member whether some complete labelling has it in, and whether one has it out."""
    possible: set[int] = set()
    with Search(part, complete(part), engine) as search:
        for literal in (variable(member) for member in range(len(part)) for variable in (is_in, is_out)):
            if literal not in possible and (model := search.model([literal])) is not None:
                possible.update(model)
    members = range(len(part))
    return [is_in(member) in possible for member in members], [is_out(member) in possible for member in members]


def _defended(part: Part, labels: list[int]) -> list[int]:
    """Return labels without those that the labels themselves give no reason for."""
    sound = part.reached([all(labels[one] < 0 for one in attackers) for attackers in part.attackers])
    possible = part.reached([all(labels[one] <= 0 for one in attackers) for attackers in part.attackers])
    return [
        label if (label > 0 and sound[member]) or (label < 0 and not possible[member]) else 0
        for member, label in enumerate(labels)
    ]
