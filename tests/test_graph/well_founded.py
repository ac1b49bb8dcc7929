"""Standing by the well-founded semantics: a third way to the same answer, for maps with too many arguments to build.

A map is read as a logic program: a statement holds when one of its inferences does and nothing attacks it that holds,
and so on. Van Gelder 1993, “The alternating fixpoint of logic programs with negation”: from too few truths follow too
many, and from these again too few, until nothing changes. That its truths are those of the grounded extension, and that
circles of support are false in it, is shown by Dung 1995, section 5. Shares no code with `graph`.
"""

from collections import defaultdict
from collections.abc import Collection

from tests.test_graph.standing_maps import Description

Clause = tuple[tuple[str, ...], tuple[str, ...]]
"""A body: what must hold, and what must not."""


def well_founded_standing(
    made: Description, reading: str, accept: Collection[str] = (), reject: Collection[str] = ()
) -> dict[str, str]:
    """Return of each node whether it stands (is true), is open (undefined) or falls (false).

    Args:
        made: The map.
        reading: default, strict or balanced.
        accept: Nodes that are taken as true.
        reject: Nodes that are taken as false.
    """
    clauses = program(made, reading)
    clauses.update({node: [((), ())] for node in accept})
    clauses.update({node: [] for node in reject})
    truths: set[str] = set()
    possible = consequences(clauses, truths)
    while (more := consequences(clauses, possible)) != truths:
        truths = more
        possible = consequences(clauses, truths)
    nodes = [*made["statements"], *made.get("inferences", {}), *made.get("conflicts", {}), *made.get("rephrases", {})]
    return {node: "stands" if node in truths else "open" if node in possible else "falls" for node in nodes}


def program(made: Description, reading: str) -> dict[str, list[Clause]]:
    """Return a map as a program: for each atom the bodies of its clauses. "not x" is that something objects to x."""
    inferences, conflicts = made.get("inferences", {}), made.get("conflicts", {})
    objections: dict[str, list[str]] = defaultdict(list)
    supports: dict[str, list[str]] = defaultdict(list)
    for name, conflict in conflicts.items():
        objections[conflict["attacked"]].append(name)
    for name, inference in inferences.items():
        supports[inference["conclusion"]].append(name)
    clauses: dict[str, list[Clause]] = {}
    for statement in made["statements"]:
        contested = reading == "balanced" or (reading == "default" and statement in supports)
        against = (f"not {statement}",) if contested else tuple(objections[statement])
        clauses[statement] = [((one,), against) for one in supports[statement]] or [((), against)]
        if contested:
            clauses[f"not {statement}"] = [((one,), (statement,)) for one in objections[statement]]
    clauses |= {name: [(tuple(one["premises"]), tuple(objections[name]))] for name, one in inferences.items()}
    clauses |= {name: [((one["attacker"],), tuple(objections[name]))] for name, one in conflicts.items()}
    return clauses | {name: [((), tuple(objections[name]))] for name in made.get("rephrases", {})}


def consequences(clauses: dict[str, list[Clause]], denied: set[str]) -> set[str]:
    """Return what follows, where what must not hold is taken to be what some set of atoms has."""
    waiting: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    ready: list[str] = []
    for atom, bodies in clauses.items():
        for needed, unwanted in bodies:
            if denied.isdisjoint(unwanted):
                missing = [*set(needed)]
                for one in missing:
                    waiting[one].append((atom, missing))
                ready += [] if missing else [atom]
    found: set[str] = set()
    while ready:
        atom = ready.pop()
        if atom in found:
            continue
        found.add(atom)
        for follows, missing in waiting[atom]:
            missing.remove(atom)
            ready += [] if missing else [follows]
    return found
