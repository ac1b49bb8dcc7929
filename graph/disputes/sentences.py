"""Disputes in plain sentences: one for each statement, and one for each step or objection that is itself disputed.

A step or an objection that comes out as what it needs does is told in the sentence of what it bears on.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from graph.disputes.bearing import Bearings
from graph.disputes.dispute import Dispute, Move
from graph.standing.assessment import Assessment

_NESTED = 3
"""How deep “the objection of … to the objection of …” is told."""

_VERBS = {"stands": ("stands", "stand"), "falls": ("falls", "fall"), "open": ("is open", "are open")}
_ASSUMED = {
    "accepted": ("is assumed to stand", "are assumed to stand"),
    "rejected": ("is assumed to fall", "are assumed to fall"),
}
_LEADS = {
    "unsupported": ", since it has lost its support",
    "circular": ", since it is supported only in a circle",
}


class Clause(NamedTuple):
    """Part of a sentence: who (one or several), what they do (for one, for several), and how they come out."""

    who: tuple[str, ...]
    does: tuple[str, str]
    outcome: tuple[str, str]

    def __str__(self) -> str:
        many = len(self.who) > 1
        return f"{listed(self.who)}{self.does[many]}{self.outcome[many]}"


def listed(names: Iterable[str]) -> str:
    """Return names as a list in words: “a”, “a and b”, “a, b and c”."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


class Sentences:
    """The sentences of a dispute.

    Args:
        assessment: How the map comes out.
        dispute: The dispute.
        names: Gives the title of a statement.
    """

    def __init__(self, assessment: Assessment, dispute: Dispute, names: Callable[[int], str]) -> None:
        self.moves, self.circle = dispute.moves, dispute.circle
        self._arrays, self._statements = assessment.arrays, assessment.map.statements
        self._assumptions = assessment.assumptions
        self._bearings = Bearings(assessment)
        self._names = names
        self.head = self._head()

    def _head(self) -> int:
        """Return where a circle of attacks is told: where it is entered, or at what a plain relation there needs."""
        if not self.circle:
            return -1
        first = self.circle[0]
        is_told_elsewhere = first >= self._statements and self._is_plain(first)
        return self.circle[1] if is_told_elsewhere else first

    # ---- What is called how ----

    def name(self, node: int, depth: int = 0) -> str:
        """Return what a node is called: a statement by its title, a step or an objection by what it joins."""
        if node < self._statements:
            return f"“{self._names(node)}”"
        what = "step" if node in self._arrays.inferences else "objection"
        if depth >= _NESTED:
            return f"another {what}"
        source, target = int(self._arrays.source[node]), int(self._arrays.target[node])
        starts = self._arrays.premises_of(node).tolist() or ([source] if source >= 0 else [])
        start = listed(self.name(one, depth + 1) for one in starts) if starts else "something that is missing"
        end = self.name(target, depth + 1) if target >= 0 else "something that is missing"
        return f"the step from {start} to {end}" if what == "step" else f"the objection of {start} to {end}"

    def is_told_by_others(self, node: int) -> bool:
        """Whether a node needs no sentence of its own: a step that comes out as what it needs does, or a bare end."""
        move = self.moves[node]
        if move.is_cut or node in self._assumptions:
            return True
        return node >= self._statements and self._is_plain(node)

    def _is_plain(self, relation: int) -> bool:
        move, needs = self.moves[relation], self._bearings.on(relation).needs
        return bool(move.rests_on) and all(one in needs for one in move.rests_on)

    # ---- Sentences ----

    def of(self, node: int) -> str:
        """Return the sentence that tells how a node comes out, and why."""
        move = self.moves[node]
        subject = self.name(node)
        if node in self._assumptions:
            return f"{subject} {_ASSUMED[move.reason][0]}."
        verb = _VERBS[move.standing][0]
        if node == self.head:
            return f"{subject} {verb}, since it {self._deadlock()}."
        if move.reason == "uncounted":
            return f"{subject} does not count, since one of its ends is missing."
        clauses = [str(clause) for clause in self._clauses(move)]
        if not clauses:
            return f"{subject} {verb}, since nothing speaks against it."
        is_carried = move.standing != "stands" and self._is_plain(node)
        joint = ", since " if is_carried else f"{self._lead(move)}: "
        return f"{subject} {verb}{joint}{'; '.join(clauses)}{self._end(move)}."

    def all_stand(self, nodes: list[int]) -> str:
        """Return the sentence that tells of several statements that nothing speaks against any of them."""
        return f"{listed(self.name(node) for node in nodes)} stand, since nothing speaks against them."

    def _lead(self, move: Move) -> str:
        objections = self._bearings.on(move.node).objections
        if move.reason == "defended" and move.rests_on == objections and len(objections) > 1:
            return ", since all that speaks against it falls"
        if move.reason == "circular" and any(self.moves[one].reason != "circular" for one in move.rests_on):
            return ", since nothing is left to support it but a circle"
        return _LEADS.get(move.reason, "")

    def _end(self, move: Move) -> str:
        bearing = self._bearings.on(move.node)
        if move.standing == "stands" and not bearing.objections:
            return "; nothing speaks against it"
        if move.reason == "contested" and not bearing.supports:
            return ", which leaves it open"
        return ""

    def _clauses(self, move: Move) -> list[Clause]:
        """Return what decides a node, as clauses; those that differ only in who are one."""
        found: dict[tuple[tuple[str, str], tuple[str, str]], Clause] = {}
        alone = []
        for clause in (self._clause(move.node, node) for node in move.rests_on):
            if len(clause.who) > 1:
                alone.append(clause)
            else:
                same = found.get(clause[1:], clause)
                found[clause[1:]] = clause._replace(who=tuple(dict.fromkeys((*same.who, *clause.who))))
        return [*found.values(), *alone]

    def _clause(self, node: int, by: int) -> Clause:
        bearing = self._bearings.on(node)
        if by in bearing.needs:
            return Clause((self.name(by),), (" ", " "), self._outcome(by))
        return self._against(by) if by in bearing.objections else self._for_it(by)

    def _against(self, conflict: int) -> Clause:
        move, attacker = self.moves[conflict], int(self._arrays.source[conflict])
        who = (self.name(attacker),)
        if self._is_plain(conflict) and conflict not in self._assumptions:
            joins = {"stands": " and ", "falls": ", but ", "open": " and "}[move.standing]
            return Clause(who, _joined("speaks against it", "speak against it", joins), self._outcome(attacker))
        does = ("speaks against it", "speak against it")
        return Clause(who, *self._of_its_own(does, "objection", move))

    def _for_it(self, inference: int) -> Clause:
        move = self.moves[inference]
        premises = self._arrays.premises_of(inference).tolist()
        who = tuple(self.name(one) for one in premises)
        if not self._is_plain(inference) or inference in self._assumptions:
            is_linked, stands = len(who) > 1, move.standing == "stands"
            does = (_TOGETHER if is_linked else _EACH)[stands]
            return Clause(who, *self._of_its_own(does, "step", move, is_one=is_linked))
        if move.standing == "stands":
            outcomes = {self._outcome(one) for one in premises}
            outcome = outcomes.pop() if len(outcomes) == 1 else _VERBS["stands"]
            return Clause(who, _joined("supports it", "together support it", " and "), outcome)
        missing = move.rests_on[0]
        if len(premises) == 1:
            does = _joined(*_EACH[False], ", but ")
            return Clause(who, does, self._outcome(missing))
        others = listed(self.name(one) for one in premises if one != missing)
        does = _joined(*_EACH[False], f" together with {others}, but ")
        return Clause((self.name(missing),), does, self._outcome(missing))

    def _of_its_own(
        self, does: tuple[str, str], what: str, move: Move, *, is_one: bool = False
    ) -> tuple[tuple[str, str], tuple[str, str]]:
        """Return a clause's parts for relations that have a sentence of their own, or are assumed.

        Args:
            does: What they do.
            what: What one of them is called.
            move: How they come out.
            is_one: Whether those who are named are linked in one relation; else each has one of its own.
        """
        join = ", and " if move.standing == "stands" else ", but "
        one, many = self._outcome(move.node)
        alone = f"that {what} {one}"
        return _joined(*does, join), (alone, alone if is_one else f"those {what}s {many}")

    def _outcome(self, node: int) -> tuple[str, str]:
        move = self.moves[node]
        return _ASSUMED[move.reason] if node in self._assumptions else _VERBS[move.standing]

    def _deadlock(self) -> str:
        if len(self.circle) == 2:
            return "speaks against itself"
        return f"is part of a circle of attacks: {'; '.join(self._round())}"

    def _round(self) -> list[str]:
        """Return what the members of a circle of attacks do to one another."""
        found = []
        first = self.circle.index(self.head)
        circle = (*self.circle[first:], *self.circle[:first])
        for node, following in zip(circle, (*circle[1:], circle[0]), strict=True):
            if node >= self._statements and following in self._bearings.on(node).needs:
                does = "supports" if node in self._arrays.inferences else "speaks against"
                target = int(self._arrays.target[node])
                found.append(f"{self.name(following)} {does} {self.name(target)}")
        return found


_EACH = (("would support it", "would each support it"), ("supports it", "each support it"))
"""What several steps do, each by itself: when they do not stand, and when they do."""

_TOGETHER = (("", "together would support it"), ("", "together support it"))
"""What the linked premises of one step do."""


def _joined(one: str, many: str, join: str) -> tuple[str, str]:
    return f" {one}{join}", f" {many}{join}"
