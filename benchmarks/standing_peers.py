"""Other Python packages that compute semantics of abstract argumentation, on the same frameworks.

Each builds its own objects from integer arrays, which is timed by itself, and then solves. They run in processes of
their own, with limits of time and memory. They are imported by name, since none of them ships types.
"""

import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from plain_attacks import PlainAttacks
from processes import JobError, Nothing, TooLongError, alone

LIMIT = 60.0
"""Seconds that a peer may take."""
MEMORY = 6 * 2**30
"""Bytes of address space that a peer may take."""

Solve = Callable[[], Iterable[int]]
"""Solves what was built, and returns the accepted arguments' numbers."""


@dataclass(frozen=True)
class Solved:
    """What a peer took, in seconds, and the arguments that it accepts."""

    build: float
    solve: float
    accepted: frozenset[int]


@dataclass(frozen=True)
class Peer:
    """A package to compare with.

    Attributes:
        name: What it is called on PyPI.
        module: What it is imported as.
        build: Builds its objects, and returns what solves them.
    """

    name: str
    module: str
    build: Callable[[PlainAttacks], Solve]

    def is_there(self) -> bool:
        """Whether it is installed."""
        return find_spec(self.module) is not None

    def solved(self, framework: PlainAttacks) -> Solved | str:
        """Solve a framework in a new process; where that fails, return why."""
        try:
            return alone(partial(_solved, build=self.build, framework=framework), LIMIT)
        except TooLongError:
            return f"> {LIMIT:.0f} s"
        except JobError as error:
            return "out of memory" if "MemoryError" in str(error) else f"failed: {error}"


def _solved(_: Nothing, build: Callable[[PlainAttacks], Solve], framework: PlainAttacks) -> Solved:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    build(PlainAttacks(1, np.empty(0, np.int32), np.empty(0, np.int32)))()  # so that imports are not timed
    started = time.perf_counter()
    solve = build(framework)
    built = time.perf_counter()
    accepted = solve()
    solved = time.perf_counter()
    return Solved(built - started, solved - built, frozenset(accepted))


def _formal_argumentation(framework: PlainAttacks) -> Solve:
    dung: Any = import_module("argumentation.core.dung")
    names = [str(number) for number in range(framework.size)]
    attacks = frozenset((names[one], names[other]) for one, other in _pairs(framework))
    built = dung.ArgumentationFramework(arguments=frozenset(names), defeats=attacks)
    return lambda: map(int, dung.grounded_extension(built))


def _python_argumentation(framework: PlainAttacks) -> Solve:
    classes = "py_arg.abstract_argumentation_classes"
    argument: Any = import_module(f"{classes}.argument")
    defeat: Any = import_module(f"{classes}.defeat")
    whole: Any = import_module(f"{classes}.abstract_argumentation_framework")
    semantics: Any = import_module("py_arg.algorithms.semantics.get_grounded_extension")
    arguments = [argument.Argument(str(number)) for number in range(framework.size)]
    defeats = [defeat.Defeat(arguments[one], arguments[other]) for one, other in _pairs(framework)]
    built = whole.AbstractArgumentationFramework("map", arguments, defeats)
    return lambda: (int(one.name) for one in semantics.get_grounded_extension(built))


def _pygarg(framework: PlainAttacks) -> Solve:
    solver: Any = import_module("pygarg.dung.solver")
    names = [str(number) for number in range(framework.size)]
    attacks = [[names[one], names[other]] for one, other in _pairs(framework)]
    return lambda: map(int, solver.compute_grounded_extension(names, attacks))


def _pairs(framework: PlainAttacks) -> Iterable[tuple[int, int]]:
    return zip(framework.attackers.tolist(), framework.attacked.tolist(), strict=True)


PEERS = (
    Peer("formal-argumentation", "argumentation", _formal_argumentation),
    Peer("python-argumentation", "py_arg", _python_argumentation),
    Peer("pygarg", "pygarg", _pygarg),
)
