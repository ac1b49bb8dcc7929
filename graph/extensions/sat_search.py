"""SAT solvers, asked for labellings: bounded ones that may be run anywhere, and one that may take any time.

Solvers come with python-sat (Ignatiev, Morgado and Marques-Silva 2018, “PySAT: a Python toolkit for prototyping with
SAT oracles”). A bounded one is MiniSat: it counts what it does, and gives up after so much. CaDiCaL is quicker where
it matters, and cannot be stopped: it runs in a process of its own (`limited_process.py`).
"""

import time
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

from graph.extensions.parts import Part
from graph.extensions.sat_clauses import Clause, is_in, loops

Model = list[int]
"""For each variable from 1 the variable, negative where it is false."""


class BudgetSpentError(Exception):
    """A bounded solver gave up; nothing is known of what it was asked."""


class Engine(Protocol):
    """Makes solvers, and has them solve."""

    def solver(self, clauses: Iterable[Clause]) -> Any:
        """Return a solver that has some clauses."""
        ...

    def solve(self, solver: Any, assumed: Sequence[int]) -> bool:
        """Return whether there is a model of what a solver has, with these literals."""
        ...


class Unbounded:
    """CaDiCaL (Biere, Fazekas, Fleury and Heisinger 2020), for as long as it takes."""

    def solver(self, clauses: Iterable[Clause]) -> Any:
        """See `Engine`."""
        from pysat.solvers import Solver

        return Solver(name="cadical153", bootstrap_with=clauses)

    def solve(self, solver: Any, assumed: Sequence[int]) -> bool:
        """See `Engine`."""
        return bool(solver.solve(assumptions=assumed))


class Bounded:
    """MiniSat (Eén and Sörensson 2003), for so much work at most; however hard the question, it is soon back.

    Args:
        seconds: After how much time it does not begin with another search.
        propagations: How many literals one search may set, some millions of which take a second.
        conflicts: How often one search may go wrong.
    """

    def __init__(self, seconds: float = 0.5, propagations: int = 500_000, conflicts: int = 5_000) -> None:
        self._end = time.monotonic() + seconds
        self._propagations, self._conflicts = propagations, conflicts

    def solver(self, clauses: Iterable[Clause]) -> Any:
        """See `Engine`."""
        from pysat.solvers import Solver

        return Solver(name="minisat22", bootstrap_with=clauses)

    def solve(self, solver: Any, assumed: Sequence[int]) -> bool:
        """See `Engine`.

        Raises:
            BudgetSpentError: When it gave up.
        """
        if time.monotonic() > self._end:
            raise BudgetSpentError
        solver.prop_budget(self._propagations)
        solver.conf_budget(self._conflicts)
        found = solver.solve_limited(assumptions=assumed)
        if found is None:
            raise BudgetSpentError
        return bool(found)


class Search:
    """Labellings of one part that meet some clauses and are founded. Use it in a `with` statement.

    Args:
        part: The part.
        clauses: What its labellings meet.
        engine: What solves them.
        admissible_only: See `loops`.
    """

    def __init__(self, part: Part, clauses: Iterable[Clause], engine: Engine, *, admissible_only: bool = False) -> None:
        self.part, self._engine, self._admissible_only = part, engine, admissible_only
        clauses = list(clauses)
        self._last = max((abs(literal) for clause in clauses for literal in clause), default=0)
        self._solver = engine.solver(clauses)
        self._may_circle = any(part.needs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._solver.delete()

    def add(self, clause: Clause) -> None:
        """Have all further models meet a clause."""
        self._solver.add_clause(clause)

    def fresh(self) -> int:
        """Return a variable that nothing has used."""
        self._last += 1
        return self._last

    def model(self, assumed: Sequence[int] = ()) -> Model | None:
        """Return a model in which some literals hold; None where there is none."""
        while self._engine.solve(self._solver, assumed):
            found: Model = self._solver.get_model()
            broken = self._loops(found)
            if not broken:
                return found
            for clause in broken:
                self.add(clause)
        return None

    def _loops(self, model: Model) -> list[Clause]:
        return loops(self.part, model, admissible_only=self._admissible_only) if self._may_circle else []

    def better(self, model: Model, assumed: Sequence[int], wanted: Sequence[int]) -> Model | None:
        """Return a model that meets all wanted literals that another meets, and one more; None where there is none.

        Args:
            model: The other.
            assumed: Literals that hold in any case.
            wanted: The wanted literals.
        """
        kept = [literal for literal in wanted if holds(model, literal)]
        missing = [literal for literal in wanted if not holds(model, literal)]
        if not missing:
            return None
        switch = self.fresh()
        self.add([-switch, *missing])
        found = self.model([*assumed, *kept, switch])
        self.add([-switch])
        return found

    def best(self, model: Model, assumed: Sequence[int], wanted: Sequence[int]) -> Model:
        """Return a model that meets as many wanted literals, in the sense of sets, as can be, from one on."""
        while (found := self.better(model, assumed, wanted)) is not None:
            model = found
        return model


def holds(model: Model, literal: int) -> bool:
    """Return whether a literal is true in a model."""
    return model[abs(literal) - 1] == literal


def members_in(part: Part, model: Model) -> list[int]:
    """Return the members that are in."""
    return [member for member in range(len(part)) if model[is_in(member) - 1] > 0]
