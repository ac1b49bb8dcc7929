"""The critical questions of argument schemes, and which of them nothing in a map answers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from graph.asking import Ask
from graph.gathering import among, first, rows, said_of
from graph.network_relations import Step
from graph.terms import local_name, whole

_QUESTION = {"text": "schema:text", "position": "schema:position", "part": "ca:challenges"}


@dataclass(frozen=True)
class Question:
    """A critical question.

    Attributes:
        id: The last part of its IRI.
        text: The question, put so that “yes” leaves the argument standing.
        part: What a bad answer hits: "thePremises", "theInference" or "theConclusion".
    """

    id: str
    text: str
    part: str


def questions_of(ask: Ask, schemes: Iterable[str]) -> dict[str, list[Question]]:
    """Return scheme → its critical questions, in their order.

    Args:
        ask: Asks the store.
        schemes: The IRIs of the schemes.
    """
    asked = list(rows(ask, among(schemes), "?question", "?item ca:criticalQuestion ?question"))
    said = said_of(ask, among({question for _, question in asked}), _QUESTION)
    placed = sorted(
        (scheme, whole(first(said[question].get("position"))) or 0, question)
        for scheme, question in asked
        if question in said
    )
    found: dict[str, list[Question]] = {}
    for scheme, _, question in placed:
        text, part = first(said[question].get("text")), local_name(first(said[question].get("part")))
        found.setdefault(scheme, []).append(Question(local_name(question), text, part))
    return found


def open_questions(step: Step, questions: Iterable[Question], attacked: Collection[str]) -> list[Question]:
    """Return the questions about a step that are open: nothing attacks the part of the argument that they challenge.

    A question that challenges the premises is open while none of them is attacked; one that challenges the inference,
    while that is not undercut; one that challenges the conclusion, while that is not attacked.

    Args:
        step: The step.
        questions: The questions of its scheme.
        attacked: The IRIs of all that is attacked.
    """
    hit = {
        "thePremises": any(premise in attacked for premise in step.premises),
        "theInference": step.iri in attacked,
        "theConclusion": any(conclusion in attacked for conclusion in step.conclusions),
    }
    return [question for question in questions if not hit.get(question.part)]
