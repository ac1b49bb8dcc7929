"""The steps of argument that lead to a statement, or from it: premises, scheme, open critical questions, undercuts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.asking import Ask
from graph.gathering import among, rows, said_of, texts
from graph.linked import LINKS_SHOWN, End, ends_of
from graph.network_relations import Step
from graph.open_questions import Question, open_questions, questions_of
from graph.store import Store
from graph.terms import whole

Role = Literal["conclusion", "premise"]
_STEP = {"premise": "ca:premise", "conclusion": "ca:conclusion"}


@dataclass(frozen=True)
class ArgumentStep:
    """A step of argument.

    Attributes:
        iri: The IRI of the inference.
        premises: What it starts from; they work only together.
        conclusions: What it arrives at (several only where something is wrong).
        scheme: The argument scheme that it follows, if it names one.
        questions: The critical questions of that scheme which nothing answers.
        undercut_by: What attacks the step itself.
    """

    iri: str
    premises: tuple[End, ...]
    conclusions: tuple[End, ...]
    scheme: End | None
    questions: tuple[Question, ...]
    undercut_by: tuple[End, ...]


@dataclass(frozen=True)
class StepPage:
    """One page of the steps in which a statement has a role: how many there are in all, which page, of how many."""

    total: int
    page: int
    pages: int
    steps: tuple[ArgumentStep, ...]


def steps_of(store: Store, statement: str, role: Role, *, page: int = 1, most: int = LINKS_SHOWN) -> StepPage:
    """Return the steps to a statement, or from it; those of one page in the order of their IRIs.

    Args:
        store: The store.
        statement: The IRI of the statement.
        role: "conclusion" for the steps to it, "premise" for those from it.
        page: Which page of them, from 1; a number that is too high gives the last.
        most: How many are on a page.
    """
    pattern = f"?step ca:{role} <{statement}>"
    total = next((whole(row["n"]) or 0 for row in store.ask(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")), 0)
    pages = max(-(-total // most), 1)
    at = min(max(page, 1), pages)
    limit = f"LIMIT {most} OFFSET {(at - 1) * most}"
    found = [row["step"] for row in store.ask(f"SELECT ?step {{ {pattern} }} {limit}")] if total else []
    return StepPage(total, at, pages, steps_told(store.ask, found))


def steps_told(ask: Ask, iris: Iterable[str]) -> tuple[ArgumentStep, ...]:
    """Return steps of argument with all that is told of them, in the order of their IRIs.

    Args:
        ask: Asks the store.
        iris: The IRIs of the inferences.
    """
    said = said_of(ask, among(iris), _STEP, {"scheme": "ca:scheme"})
    steps = [
        Step(iri, tuple(texts(of["premise"])), tuple(texts(of["conclusion"])), next(iter(texts(of.get("scheme"))), ""))
        for iri, of in sorted(said.items())
    ]
    attackers = _attackers(ask, {one for step in steps for one in (step.iri, *step.premises, *step.conclusions)})
    questions = questions_of(ask, {step.scheme for step in steps if step.scheme})
    named = ends_of(ask, _ends(steps, attackers))
    return tuple(_told(step, questions.get(step.scheme, ()), attackers, named) for step in steps)


def _ends(steps: Iterable[Step], attackers: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    for step in steps:
        found.update(step.premises, step.conclusions, attackers.get(step.iri, ()), {step.scheme} - {""})
    return found


def _attackers(ask: Ask, targets: set[str]) -> dict[str, list[str]]:
    """Return what is attacked → what attacks it."""
    found: dict[str, list[str]] = {}
    pattern = "?conflict ca:attacked ?item ; ca:attacker ?attacker"
    for target, attacker in sorted(rows(ask, among(targets), "?attacker", pattern)):
        found.setdefault(target, []).append(attacker)
    return found


def _told(
    step: Step, questions: Iterable[Question], attackers: Mapping[str, list[str]], named: Mapping[str, End]
) -> ArgumentStep:
    def ends(iris: Iterable[str]) -> tuple[End, ...]:
        return tuple(sorted((named[iri] for iri in iris), key=lambda end: (end.label.casefold(), end.iri)))

    return ArgumentStep(
        step.iri,
        ends(step.premises),
        ends(step.conclusions),
        named.get(step.scheme),
        tuple(open_questions(step, questions, attackers.keys())),
        ends(attackers.get(step.iri, ())),
    )
