"""The tasks of the argumentation competition ICCMA on a file, answered as the competition has its solvers answer.

For `p af` files the rules are those of ICCMA 2023 (https://iccma2023.github.io/rules.html, main track): `w` and the
numbers of an extension, or `NO`; for DC `YES` with an extension that contains the argument as witness, for DS `NO` with
one that does not. For APX and TGF they are those of 2015 to 2019 (http://www.iccma2019.dmi.unipg.it/rules.html): an
extension as `[a,b]`, or `NO`; all of them as `[[a],[b]]`; `YES` or `NO`; and, as in 2021, a number for CE. EE and CE
on `p af` files, which ICCMA 2023 did not ask, are answered so too.
"""

import difflib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.options import printable
from claims import AttackGraph, read_attack_graph
from graph import PROBLEMS, SEMANTICS, extensions_of_attacks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_COMPARED = 10_000
"""With how many names one that is not there is compared."""


def tasks() -> tuple[str, ...]:
    """Return the names of all tasks, such as SE-PR."""
    return tuple(f"{problem}-{semantics}" for semantics in SEMANTICS for problem in PROBLEMS)


def run_framework_task(file: Path, task: str, argument: str | None, seconds: float) -> None:
    """Answer a task on a file, on standard output.

    Args:
        file: A framework in ICCMA's format, APX or TGF.
        task: What is asked and under which semantics: one of `tasks()`.
        argument: Which argument DC and DS ask of, by its number or name.
        seconds: How long a search may take.

    Raises:
        click.UsageError: When there is no such task, or the argument is missing, unknown or out of place.
        FormatError: When the file has faults; tells all, with their lines.
        UndecidedInTimeError: When the time was not enough.
    """
    problem, semantics = _asked(task, argument)
    if not seconds > 0:
        raise click.BadParameter(f"{seconds:g} is no time; allow more than 0 seconds.", param_hint="--seconds")
    found, format_ = read_attack_graph(file)
    place = -1 if argument is None else _place(found, argument, file)
    for piece in _Answers(found, format_, seconds).to(problem, semantics, place):
        click.echo(piece, nl=False)
    click.echo()


def _asked(task: str, argument: str | None) -> tuple[str, str]:
    """Return what a task asks, and under which semantics."""
    name = task.upper()
    if name not in tasks():
        near = difflib.get_close_matches(name, tasks(), 1)
        hint = f" Did you mean {near[0]}?" if near else ""
        kinds, semantics = (
            ", ".join(f"{one} ({said})" for one, said in known.items()) for known in (PROBLEMS, SEMANTICS)
        )
        raise click.BadParameter(
            f"“{task}” is no task.{hint} A task is what is asked, one of {kinds}; and, after a hyphen, the semantics,"
            f" one of {semantics}. For example: DS-PR.",
            param_hint="--task",
        )
    problem, _, chosen = name.partition("-")
    if problem in ("DC", "DS") and argument is None:
        raise click.UsageError(f"{name} asks of one argument; name it with --argument.")
    if problem not in ("DC", "DS") and argument is not None:
        raise click.UsageError(f"{name} asks of no single argument; leave --argument out, or ask DC-{chosen}.")
    return problem, chosen


def _place(found: AttackGraph, argument: str, file: Path) -> int:
    place = found.place(argument)
    if place is not None:
        return place
    if not found.size:
        known = "it has none"
    elif found.names is None:
        known = f"they are numbered from 1 to {found.size}"
    else:
        near = difflib.get_close_matches(argument, found.names[:_COMPARED], 3) or found.names[:3]
        known = f"it has {found.size:,}, such as {', '.join(near)}"
    message = f"{file} has no argument “{argument}”; {known}."
    raise click.BadParameter(printable(message), param_hint="--argument")


class _Answers:
    """The answers to what can be asked, as they are written."""

    def __init__(self, found: AttackGraph, format_: str, seconds: float) -> None:
        self._found, self._is_numeric = found, format_ == "iccma"
        self._extensions = extensions_of_attacks(found.size, found.attacker, found.attacked, seconds)

    def to(self, problem: str, semantics: str, place: int) -> Iterator[str]:
        """Yield the answer, in pieces."""
        if problem == "EE":
            yield from self._every(semantics)
        elif problem == "CE":
            yield str(Decimal(self._extensions.count(semantics)))  # as int, no more than 4,300 digits can be written
        elif problem == "SE":
            found = self._extensions.some(semantics)
            yield "NO" if found is None else self._some(found)
        elif problem == "DC":
            yield from self._decided("YES", self._extensions.containing(semantics, place), "NO")
        else:
            yield from self._decided("NO", self._extensions.lacking(semantics, place), "YES")

    def _decided(self, word: str, found: "NDArray[np.int64] | None", other: str) -> Iterator[str]:
        """Yield one word where an extension was found, with that where the rules want it; else the other word."""
        yield other if found is None else word
        if found is not None and self._is_numeric:
            yield f"\n{self._some(found)}"

    def _some(self, found: "NDArray[np.int64]") -> str:
        return " ".join(["w", *self._names(found)]) if self._is_numeric else self._listed(found)

    def _every(self, semantics: str) -> Iterator[str]:
        joint = "["
        for found in self._extensions.every(semantics):
            yield joint + self._listed(found)
            joint = ","
        yield "[]" if joint == "[" else "]"

    def _listed(self, found: "NDArray[np.int64]") -> str:
        return f"[{','.join(self._names(found))}]"

    def _names(self, found: "NDArray[np.int64]") -> Iterator[str]:
        return map(self._found.name, found.tolist())
