"""Why something stands, is open or falls: the smallest dispute that decides it, told in plain English."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from graph.disputes.dispute import MOST_MOVES, Dispute, dispute_of
from graph.disputes.sentences import Sentences
from graph.standing.assessment import Assessment, Standing
from graph.standing.differences import difference_of
from graph.standing.standards import DEFAULT


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an explanation.

    Attributes:
        text: What it says.
        depth: How many steps it is from what is explained: 0 for that itself.
        items: The IRIs of those whose standing it tells.
    """

    text: str
    depth: int
    items: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a statement or relation comes out as it does.

    Attributes:
        item: Its IRI.
        standing: How it comes out.
        reason: Why, in a word: one of `reasons.REASONS`.
        reading: The name of the proof standard.
        sentences: Why, in sentences; each is followed by those that tell of what it names, one step deeper.
        dispute: What decides it.
        items: The IRIs of all that takes part in the dispute, for a small map.
    """

    item: str
    standing: Standing
    reason: str
    reading: str
    sentences: tuple[Sentence, ...]
    dispute: Dispute
    items: tuple[str, ...]

    def text(self) -> str:
        """Return the sentences as lines, indented by their depth."""
        return "\n".join(f"{'  ' * sentence.depth}{sentence.text}" for sentence in self.sentences)

    def as_json(self) -> dict[str, Any]:
        """Return all of it for JSON; nodes are told by their IRIs."""
        iris = dict(zip(self.dispute.moves, self.items, strict=True))
        return {
            "item": self.item,
            "standing": self.standing,
            "reason": self.reason,
            "reading": self.reading,
            "sentences": [{"depth": one.depth, "text": one.text, "items": list(one.items)} for one in self.sentences],
            "moves": [
                {
                    "item": iris[move.node],
                    "standing": move.standing,
                    "reason": move.reason,
                    "rests_on": [iris[one] for one in move.rests_on],
                }
                for move in self.dispute.moves.values()
            ],
            "circle": [iris[node] for node in self.dispute.circle],
            "more": self.dispute.more,
            "more_is_least": self.dispute.more_is_least,
        }


def explain(
    assessment: Assessment,
    node: int | str,
    names: Callable[[int], str],
    *,
    most: int = MOST_MOVES,
    dispute: Dispute | None = None,
) -> Explanation:
    """Return why a statement, inference or conflict stands, is open or falls.

    Args:
        assessment: How the map comes out.
        node: Its number or IRI.
        names: Gives the title of a statement by its number; asked only for those in the dispute.
        most: From how many nodes on the dispute is cut.
        dispute: What decides it, where it is known already.

    Raises:
        KeyError: When there is no such node.

    Example:
        >>> from graph import assess, arrays_of, explain, main_thesis, open_store
        >>> with open_store(":memory:") as store:
        ...     arrays, thesis = arrays_of(store), main_thesis(store)
        >>> rejected = assess(arrays, reject=[thesis])
        >>> explain(rejected, thesis, lambda node: "The thesis").text()
        '“The thesis” is assumed to fall.'
    """
    dispute = dispute or dispute_of(assessment, node, most=most)
    verdict, iri = assessment.verdict(dispute.node), assessment.arrays.iri
    sentences = tuple(_Telling(assessment, dispute, names).sentences())
    items = tuple(iri(one) for one in dispute.moves)
    standard = assessment.standard.name
    return Explanation(iri(dispute.node), verdict.standing, verdict.reason, standard, sentences, dispute, items)


class _Telling:
    """Puts a dispute's sentences in order: each thing once, where it is first named, what is nearest first."""

    def __init__(self, assessment: Assessment, dispute: Dispute, names: Callable[[int], str]) -> None:
        self.assessment, self.dispute = assessment, dispute
        self.said = Sentences(assessment, dispute, names)
        self.told = {dispute.node, *dispute.circle} - ({self.said.head} - {dispute.node})

    def sentences(self) -> Iterator[Sentence]:
        yield from self._first()
        waiting = [iter(self._below([self.dispute.node]))]
        while waiting:
            group = next(waiting[-1], None)
            if group is None:
                waiting.pop()
                continue
            yield self._sentence(group, len(waiting))
            waiting.append(iter(self._below(group)))
        yield from self._last()

    def _first(self) -> Iterator[Sentence]:
        node = self.dispute.node
        text = self.said.of(node)
        if self.assessment.standard.name != DEFAULT:
            text = f"Under the {self.assessment.standard.name} reading, {text}"
        yield Sentence(f"{text[0].upper()}{text[1:]}", 0, (self._iri(node),))
        if differs := difference_of(self.assessment, node):
            yield Sentence(differs.text, 0, (self._iri(node),))

    def _last(self) -> Iterator[Sentence]:
        more = self.dispute.more
        if more:
            least = "more than " if self.dispute.more_is_least else ""
            what = "statement or step takes" if more == 1 else "statements and steps take"
            yield Sentence(f"In this dispute {least}{more:,} more {what} part.", 0, ())

    def _sentence(self, group: list[int], depth: int) -> Sentence:
        text = self.said.of(group[0]) if len(group) == 1 else self.said.all_stand(group)
        return Sentence(f"{text[0].upper()}{text[1:]}", depth, tuple(self._iri(node) for node in group))

    def _below(self, group: list[int]) -> list[list[int]]:
        """Return what a sentence leads to: what has a sentence of its own, those that stand unchallenged in one."""
        found: list[int] = []
        waiting = [one for node in reversed(group) for one in reversed(self._rests_on(node))]
        while waiting:
            node = waiting.pop()
            if node in self.told:
                continue
            self.told.add(node)
            if self.said.is_told_by_others(node):
                waiting.extend(reversed(self._rests_on(node)))
            else:
                found.append(node)
        bare = [node for node in found if self._is_bare(node)]
        groups = [[node] for node in found if node not in bare]
        return [*groups, bare] if bare else groups

    def _is_bare(self, node: int) -> bool:
        move = self.dispute.moves[node]
        return not move.rests_on and move.reason == "unchallenged" and node < self.assessment.map.statements

    def _rests_on(self, node: int) -> tuple[int, ...]:
        return self.dispute.moves[node].rests_on

    def _iri(self, node: int) -> str:
        return self.assessment.arrays.iri(node)
