"""Standing is right: the same as from arguments that are built, as a logic program, and by the plain definitions."""

from collections.abc import Callable, Iterable, Iterator

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import STANDARDS, Assessment, assess, strengths
from graph.standing import grouping, spreading
from graph.standing.framework import ATTACKS, IN, NEEDS, OUT, UNDECIDED, Framework
from graph.standing.grounded import grounded
from tests.test_graph.aspic import TooMany, aspic_standing
from tests.test_graph.standing_maps import Map, maps, random_map
from tests.test_graph.well_founded import well_founded_standing

in_every_reading = pytest.mark.parametrize("reading", STANDARDS)


def told(made: Map, assessment: Assessment) -> dict[str, str]:
    """The standing of all that counts, by ids."""
    return {made.id(n): assessment.verdict(n).standing for n in range(made.bounds[3]) if n not in made.broken}


def counting(made: Map, standing: dict[str, str]) -> dict[str, str]:
    """Return what a reference says of all that counts: of rephrases it says something too."""
    return {made.id(n): standing[made.id(n)] for n in range(made.bounds[3]) if n not in made.broken}


def as_aspic_says(made: Map, reading: str) -> bool:
    """Whether a map comes out as ASPIC+ says; if that builds too many arguments, as the logic program says."""
    found, described = told(made, assess(made.arrays(), reading)), made.described()
    try:
        assert found == counting(made, aspic_standing(described, reading)), made
    except TooMany:
        assert found == counting(made, well_founded_standing(described, reading)), made
        return False
    return True


def compare(reading: str, seeds: range) -> int:
    """Compare the maps of some seeds, one in four of them acyclic; return how many ASPIC+ could do."""
    made = (random_map(seed, 2 + seed % 9, acyclic=seed % 4 == 0) for seed in seeds)
    return sum(as_aspic_says(one, reading) for one in made)


@in_every_reading
@settings(max_examples=80)
@given(made=maps())
def test_a_map_comes_out_as_aspic_says(reading: str, made: Map) -> None:
    as_aspic_says(made, reading)


@in_every_reading
def test_hundreds_of_random_maps_come_out_as_aspic_says(reading: str) -> None:
    assert compare(reading, range(270)) >= 265


@pytest.mark.slow
@in_every_reading
def test_more_than_a_thousand_random_maps_come_out_as_aspic_says(reading: str) -> None:
    assert compare(reading, range(1000, 2200)) >= 1180


@in_every_reading
@settings(max_examples=40)
@given(data=st.data(), made=maps(broken=False))
def test_assumptions_work_as_axioms_and_as_what_no_argument_may_use(
    reading: str, data: st.DataObject, made: Map
) -> None:
    nodes = st.integers(0, len(made) - 1)
    accept = data.draw(st.sets(nodes, max_size=2))
    reject = data.draw(st.sets(nodes, max_size=2)) - accept
    found = told(made, assess(made.arrays(), reading, accept=accept, reject=reject))
    ids = ({made.id(n) for n in some} for some in (accept, reject))
    assert found == counting(made, aspic_standing(made.described(), reading, *ids))


@in_every_reading
@pytest.mark.parametrize("size", [40, 400])
def test_larger_maps_come_out_as_the_logic_program_says(reading: str, size: int) -> None:
    for seed in range(8):
        made = random_map(seed, size, acyclic=seed % 4 == 0)
        wanted = counting(made, well_founded_standing(made.described(), reading))
        assert told(made, assess(made.arrays(), reading)) == wanted, made


@settings(max_examples=50)
@given(made=maps(acyclic=True))
def test_where_nothing_bears_on_itself_the_strict_reading_leaves_nothing_open(made: Map) -> None:
    assert "open" not in told(made, assess(made.arrays(), "strict")).values()


@in_every_reading
@settings(max_examples=50)
@given(made=maps(acyclic=True))
def test_where_nothing_bears_on_itself_nothing_is_circular_or_deadlocked(reading: str, made: Map) -> None:
    assessment = assess(made.arrays(), reading)
    assert {"circular", "deadlocked"}.isdisjoint(assessment.verdict(n).reason for n in range(len(made)))


@settings(max_examples=50)
@given(made=maps())
def test_in_the_balanced_reading_no_statement_is_refuted(made: Map) -> None:
    assessment = assess(made.arrays(), "balanced")
    assert "refuted" not in {assessment.verdict(n).reason for n in range(made.statements)}


@settings(max_examples=50)
@given(made=maps())
def test_relations_of_which_something_is_missing_are_counted_and_do_nothing(made: Map) -> None:
    assessment, relations = assess(made.arrays()), range(made.bounds[1], made.bounds[3])
    assert assessment.map.left_out == sum(n in relations for n in made.broken)
    assert {assessment.verdict(n) for n in made.broken} <= {("open", "uncounted")}


@in_every_reading
@settings(max_examples=40)
@given(made=maps(largest=9))
def test_strength_never_contradicts_standing(reading: str, made: Map) -> None:
    assessment = assess(made.arrays(), reading)
    strength = strengths(assessment).of
    for n in range(made.statements):
        allowed = {"stands": (0.5, 1.0), "open": (0.0, 1.0), "falls": (0.0, 0.5)}[assessment.verdict(n).standing]
        assert allowed[0] <= strength[n] <= allowed[1], made.id(n)


# Reasons -------------------------------------------------------------------------------------------------------------


class Plain:
    """A map in plain words with how it comes out, to derive from it whether a reason is true.

    Args:
        made: The map.
        assessment: How it comes out.
    """

    def __init__(self, made: Map, assessment: Assessment) -> None:
        self.made, self.reading = made.described(), assessment.standard.name
        verdicts = {made.id(n): assessment.verdict(n) for n in range(len(made)) if n not in made.broken}
        self.standing = {node: verdict.standing for node, verdict in verdicts.items()}
        self.reason = {node: verdict.reason for node, verdict in verdicts.items()}
        self.statements = {*self.made["statements"]}
        self.inferences, self.conflicts = self.made["inferences"], self.made["conflicts"]

    def against(self, node: str) -> list[str]:
        """How each attack on a node comes out."""
        return [self.standing[one] for one, ends in self.conflicts.items() if ends["attacked"] == node]

    def supports(self, node: str) -> list[str]:
        return [one for one, ends in self.inferences.items() if ends["conclusion"] == node]

    def needs(self, relation: str) -> list[str]:
        """What an inference or a conflict needs."""
        return (
            self.inferences[relation]["premises"]
            if relation in self.inferences
            else [self.conflicts[relation]["attacker"]]
        )

    def contests(self, node: str) -> bool:
        """Whether objections to a node contest it, and do not defeat it."""
        contested = self.reading == "balanced" or (self.reading == "default" and bool(self.supports(node)))
        return node in self.statements and contested

    def lost(self, node: str) -> bool:
        """Whether it had support, and all of that falls."""
        return bool(self.supports(node)) and all(self.standing[one] == "falls" for one in self.supports(node))

    def backed(self, node: str) -> bool:
        """Whether it needs no support, or has some that stands."""
        return not self.supports(node) or any(self.standing[one] == "stands" for one in self.supports(node))

    def circular(self, node: str) -> bool:
        """Whether something that it rests on, or that rests on it, falls since it rests on the like of itself."""
        rests_on = self.supports(node) if node in self.statements else self.needs(node)
        return any(self.reason[one] == "circular" for one in rests_on)

    def parts(self) -> Iterator[set[str]]:
        """What is open and bears on itself by an attack: circles of nodes."""
        web: nx.DiGraph[str] = nx.DiGraph()
        for relation in (*self.inferences, *self.conflicts):
            web.add_edges_from((one, relation) for one in self.needs(relation))
        web.add_edges_from((one, ends["conclusion"]) for one, ends in self.inferences.items())
        attacks = [(one, ends["attacked"]) for one, ends in self.conflicts.items()]
        web.add_edges_from(attacks)
        web.remove_nodes_from([node for node in [*web] if self.standing.get(node) != "open"])
        for part in nx.strongly_connected_components(web):
            if any(one in part and other in part for one, other in attacks):
                yield part


HOLDS: dict[tuple[str, str], Callable[[Plain, str], bool]] = {
    ("stands", "unchallenged"): lambda plain, node: not plain.against(node),
    ("stands", "defended"): lambda plain, node: {*plain.against(node)} == {"falls"},
    ("falls", "refuted"): lambda plain, node: "stands" in plain.against(node) and not plain.contests(node),
    ("falls", "unsupported"): lambda plain, node: plain.lost(node),
    ("falls", "circular"): lambda plain, node: plain.circular(node),
    ("falls", "premise"): lambda plain, node: "falls" in {plain.standing[one] for one in plain.needs(node)},
    ("falls", "undercut"): lambda plain, node: "stands" in plain.against(node),
    ("open", "contested"): lambda plain, node: (
        "stands" in plain.against(node) and plain.backed(node) and plain.contests(node)
    ),
    ("open", "deadlocked"): lambda plain, node: any(node in part for part in plain.parts()),
    ("open", "unsettled"): lambda plain, node: not ("stands" in plain.against(node) and plain.backed(node)),
}
"""Of each standing and reason what must be so in a map where it is given."""


def check_reasons(made: Map, reading: str) -> set[tuple[str, str]]:
    """Check that every reason in a map is true; return which verdicts there are."""
    plain = Plain(made, assess(made.arrays(), reading))
    seen: set[tuple[str, str]] = set()
    for node in [*plain.statements, *plain.inferences, *plain.conflicts]:
        verdict = plain.standing[node], plain.reason[node]
        assert HOLDS[verdict](plain, node), (made, node, verdict)
        seen.add(verdict)
    return seen


@in_every_reading
@settings(max_examples=50)
@given(made=maps())
def test_every_reason_is_true(reading: str, made: Map) -> None:
    check_reasons(made, reading)


def test_every_reason_is_given_somewhere_among_random_maps() -> None:
    seen = [check_reasons(random_map(seed, 8), reading) for seed in range(100) for reading in STANDARDS]
    assert set().union(*seen) == set(HOLDS)


@pytest.mark.slow
@in_every_reading
def test_every_reason_is_true_in_a_thousand_maps(reading: str) -> None:
    for seed in range(1000):
        check_reasons(random_map(seed, 2 + seed % 12), reading)


@in_every_reading
@settings(max_examples=40)
@given(data=st.data(), made=maps(broken=False))
def test_what_is_assumed_says_so_itself(reading: str, data: st.DataObject, made: Map) -> None:
    node, other = data.draw(st.lists(st.integers(0, len(made)), min_size=2, max_size=2, unique=True))
    assumed = assess(made.arrays(), reading, accept={node} - {len(made)}, reject={other} - {len(made)})
    verdicts = {n: tuple(assumed.verdict(n)) for n in assumed.assumptions}
    wanted = {node: ("stands", "accepted"), other: ("falls", "rejected")}
    assert verdicts == {n: verdict for n, verdict in wanted.items() if n < len(made)}


# The grounded labelling itself ---------------------------------------------------------------------------------------


@st.composite
def frameworks(draw: st.DrawFn, *, attacks_only: bool = False) -> Framework:
    """Return a strategy for small frameworks of any conditions, or of attacks alone."""
    size = draw(st.integers(1, 9))
    members = st.integers(0, size - 1)
    disjunctions = set() if attacks_only else draw(st.sets(members, max_size=size // 2))
    signs = st.just(ATTACKS) if attacks_only else st.sampled_from((ATTACKS, NEEDS))
    free = draw(st.lists(st.tuples(members, signs, members), max_size=3 * size))
    conditions = [(source, NEEDS if target in disjunctions else sign, target) for source, sign, target in free]
    conditions += [(draw(members), NEEDS, target) for target in disjunctions]
    return Framework.of(size, conditions, tuple(disjunctions))


def kleene(framework: Framework, given: dict[int, int]) -> dict[int, int]:
    """Return the least fixed point in Kleene's three values: from open, every member anew until nothing changes."""
    labels = dict.fromkeys(range(len(framework)), UNDECIDED) | given
    while True:
        new = {member: _outcome(framework, member, labels) for member in labels} | given
        if new == labels:
            return labels
        labels = new


def _outcome(framework: Framework, member: int, labels: dict[int, int]) -> int:
    met = [sign * labels[source] for source, sign in framework.conditions(member)]
    return max(met) if framework.disjunction[member] else min(met, default=IN)


def by_definition(framework: Framework, given: dict[int, int]) -> dict[int, int]:
    """Return Kleene's fixed point, where what needs only itself is made to fall, until there is none."""
    labels = kleene(framework, given)
    is_open = {member for member, label in labels.items() if label == UNDECIDED}
    founded = is_open & set(given)
    while more := {one for one in is_open - founded if _is_founded(framework, one, labels, founded)}:
        founded |= more
    return by_definition(framework, given | dict.fromkeys(is_open - founded, OUT)) if is_open - founded else labels


def _is_founded(framework: Framework, member: int, labels: dict[int, int], founded: set[int]) -> bool:
    needs = (source for source, sign in framework.conditions(member) if sign == NEEDS)
    met = [labels[source] == IN or source in founded for source in needs]
    return any(met) if framework.disjunction[member] else all(met)


@given(framework=frameworks(attacks_only=True))
def test_of_attacks_alone_the_grounded_labelling_is_the_least_fixed_point(framework: Framework) -> None:
    assert dict(enumerate(grounded(framework).labels.tolist())) == kleene(framework, {})


@given(framework=frameworks(), data=st.data())
def test_the_grounded_labelling_is_the_least_fixed_point_without_circles(
    framework: Framework, data: st.DataObject
) -> None:
    given = data.draw(
        st.dictionaries(st.integers(0, len(framework) - 1), st.sampled_from((IN, UNDECIDED, OUT)), max_size=2)
    )
    assert dict(enumerate(grounded(framework, given).labels.tolist())) == by_definition(framework, given)


@given(framework=frameworks())
def test_what_a_label_rests_on_has_a_lower_rank(framework: Framework) -> None:
    found = grounded(framework)
    for member, label in enumerate(found.labels.tolist()):
        before = {n: found.labels[n] for n in range(len(framework)) if 0 <= found.rank[n] < found.rank[member]}
        if label == UNDECIDED:
            assert found.rank[member] == -1
        elif not found.circular[member]:
            earlier = dict.fromkeys(range(len(framework)), UNDECIDED) | {n: int(one) for n, one in before.items()}
            assert _outcome(framework, member, earlier) == label


WAYS = {"by Python": (10**9, 10**9), "by numpy": (-1, 10**9), "compiled": (48, 0), "as it is": (48, 50_000)}
"""How labels can spread: up to how many members Python does a round, and from how many on compiled code is used."""


def by_each_way(framework: Framework, ways: Iterable[str] = WAYS) -> list[tuple[list[int], list[int], list[bool]]]:
    """Return the grounded labelling by each way; compiled code is left out where numba is not installed."""
    found = []
    for narrow, large in (WAYS[way] for way in ways):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(spreading, "_NARROW", narrow)
            patch.setattr(spreading, "_LARGE", large)
            one = grounded(framework)
        found.append((one.labels.tolist(), one.rank.tolist(), one.circular.tolist()))
    return found


@given(framework=frameworks())
def test_python_numpy_and_compiled_code_agree(framework: Framework) -> None:
    pytest.importorskip("numba")
    first, *others = by_each_way(framework)
    assert others == [first] * len(others)


@given(keys=st.lists(st.integers(0, 30), max_size=60))
def test_scipy_and_compiled_code_group_alike(keys: list[int]) -> None:
    pytest.importorskip("numba")
    found = []
    for large in (0, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(grouping, "_LARGE", large)
            start, places = grouping.grouped(np.array(keys, np.int32), 31)
        found.append((start.tolist(), places.tolist()))
    assert found[0] == found[1]


LENGTH = 10_000
CHAIN = Map(LENGTH + 1, conflicts=tuple((n + 1, n) for n in range(LENGTH)))
SUPPORTS = Map(LENGTH + 1, inferences=tuple(((n + 1,), n) for n in range(LENGTH)))
CIRCLE = Map(LENGTH, inferences=tuple(((n,), (n + 1) % LENGTH) for n in range(LENGTH)))
STAR = Map(LENGTH, conflicts=tuple((n, 0) for n in range(1, LENGTH)))
ANSWERED = Map(2 * LENGTH, conflicts=(*STAR.conflicts, *((LENGTH + n, n) for n in range(1, LENGTH))))
LARGE = {
    "attacks in a row": (CHAIN, ["stands", "falls"] * (LENGTH // 2) + ["stands"]),
    "supports in a row": (SUPPORTS, ["stands"] * (LENGTH + 1)),
    "supports in a circle": (CIRCLE, ["falls"] * LENGTH),
    "one statement with many objections": (STAR, ["falls"] + ["stands"] * (LENGTH - 1)),
    "one with many that are answered": (ANSWERED, ["stands"] + ["falls"] * (LENGTH - 1) + ["stands"] * LENGTH),
}


@pytest.mark.parametrize("name", LARGE)
def test_long_rows_and_wide_stars_come_out_right_by_each_way(name: str) -> None:
    made, wanted = LARGE[name]
    assessment = assess(made.arrays(), "default")
    assert [assessment.verdict(n).standing for n in range(made.statements)] == wanted
    # Ten thousand narrow rounds by numpy take a second; wide ones are by numpy as it is.
    first, *others = by_each_way(assessment.map.framework, ("by Python", "compiled", "as it is"))
    assert others == [first] * len(others)


def test_a_circle_of_odd_attacks_is_open_however_long() -> None:
    made = Map(LENGTH + 1, conflicts=tuple((n, (n + 1) % (LENGTH + 1)) for n in range(LENGTH + 1)))
    assessment = assess(made.arrays())
    assert {assessment.verdict(n) for n in range(len(made))} == {("open", "deadlocked")}
