"""What `claimatlas standing` is asked about: names made into nodes, and the map as it comes out under assumptions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from app.options import open_for_reading, say
from app.text_map import item_id, titles
from graph import (
    Assessment,
    GraphError,
    Store,
    Strengths,
    UnknownItemError,
    arrays_of,
    briefs,
    find_item,
    is_standing_at_hand,
    open_store,
    standing_of,
    strengths,
)

GLYPHS = {"stands": "✓", "open": "◐", "falls": "✗"}
"""The signs of the standings, beside which the word always stands."""

_WORDS = {
    "unsupported": "lost its support",
    "premise": "what it starts from has fallen",
    "accepted": "accepted by the reader",
    "rejected": "rejected by the reader",
    "uncounted": "does not count",
}
"""Reasons whose names say too little to a reader, in the words of the vocabulary."""

FEW = 20_000
"""Up to so many statements, the argument is read in passing where it is not kept yet: it takes a second or two."""


class NoStandingError(Exception):
    """Some names stand for nothing that could stand or fall; `faults` has a sentence for each."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True)
class Asked:
    """The map of a store as it comes out, with what the reader assumes.

    Attributes:
        store: The store.
        before: How it comes out without assumptions.
        assessment: How it comes out with them.
        weights: Base weights of the reader, by the numbers of statements.
    """

    store: Store
    before: Assessment
    assessment: Assessment
    weights: Mapping[int, float]

    @cached_property
    def strengths(self) -> Strengths:
        """How strong statements and relations are."""
        return strengths(self.assessment, self.weights)

    @cached_property
    def _titles(self) -> dict[int, str]:
        return {}

    def fetch_titles(self, nodes: Iterable[int]) -> None:
        """Ask the store for the titles of some nodes, all at once."""
        iris = {self.assessment.arrays.iri(node): node for node in set(nodes) - self._titles.keys()}
        known = titles(self.store, iris)
        relations = [iri for iri, node in iris.items() if node >= len(self.assessment.arrays.statements)]
        known |= {brief.iri: brief.label for brief in briefs(self.store, relations)}
        self._titles.update({node: " ".join(known.get(iri, item_id(iri)).split()) for iri, node in iris.items()})

    def title(self, node: int) -> str:
        """Return the title of a node: of a relation, of what it joins."""
        if node not in self._titles:
            self.fetch_titles([node])
        return self._titles[node]

    def id(self, node: int) -> str:
        """Return the id of a node."""
        return item_id(self.assessment.arrays.iri(node))


@contextmanager
def opened_for_standing(location: str | None) -> Iterator[Store]:
    """Open a store for reading; the argument of a large one is read first, and kept beside it where that can be."""
    with open_for_reading(location) as store:
        is_at_hand = is_standing_at_hand(store, FEW)
        can_be_kept = store.indexes is not None
        if is_at_hand or not can_be_kept:
            yield store
            return
    say("The argument is read from the store, which takes a while the first time.")
    try:
        with open_store(location) as to_keep:
            arrays_of(to_keep)
    except GraphError:
        pass  # somebody else is at it, or it cannot be written to: then it is read, and not kept
    with open_for_reading(location) as store:
        yield store


def numbers_of(store: Store, assessment: Assessment, names: Iterable[str]) -> dict[str, int]:
    """Return the nodes that names stand for.

    Raises:
        NoStandingError: When some stand for none; tells of all.
    """
    found: dict[str, int] = {}
    faults = []
    for name in dict.fromkeys(names):
        try:
            iri = find_item(store, name)
        except UnknownItemError as error:
            faults.append(str(_with_standing(store, assessment, error)))
            continue
        node = assessment.arrays.node(iri)
        if node is None or node in assessment.arrays.rephrases:
            faults.append(f"“{name}” {_what_it_is(store, iri)}: only statements, steps and objections have a standing.")
        else:
            found[name] = node
    if faults:
        raise NoStandingError(faults)
    return found


def _with_standing(store: Store, assessment: Assessment, error: UnknownItemError) -> UnknownItemError:
    """Return an error that suggests nothing but what has a standing: no terms of the vocabulary, for one."""
    fitting = [name for name in error.nearest if _has_standing(store, assessment, name)]
    return error if len(fitting) == len(error.nearest) else UnknownItemError(error.name, fitting)


def _has_standing(store: Store, assessment: Assessment, name: str) -> bool:
    try:
        node = assessment.arrays.node(find_item(store, name))
    except UnknownItemError:
        return False
    return node is not None and node not in assessment.arrays.rephrases


def _what_it_is(store: Store, iri: str) -> str:
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", briefs(store, [iri])[0].kind).lower()
    if not kind:
        return "is no part of the argument"
    return f"is {'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def asked(
    store: Store,
    reading: str,
    item: str | None,
    accept: Sequence[str],
    reject: Sequence[str],
    weights: Mapping[str, float],
) -> tuple[Asked, int | None]:
    """Return the map as it comes out under the reader's assumptions, and the node of an item.

    Args:
        store: The store.
        reading: The name of the proof standard.
        item: The name of an item, or None.
        accept: Names of what is to stand.
        reject: Names of what is to fall.
        weights: The reader's base weights, by names of statements.

    Raises:
        NoStandingError: When some names stand for nothing that has a standing; tells of all.
        ContradictionError: When something is to stand and to fall.
        ValueError: When a weight is not a statement's; tells all that are not.
    """
    before = standing_of(store, reading)
    found = numbers_of(store, before, [*filter(None, [item]), *accept, *reject, *weights])
    stand, fall = ([found[name] for name in names] for names in (accept, reject))
    assessment = before.assume(stand, fall) if stand or fall else before
    made = Asked(store, before, assessment, {found[name]: weight for name, weight in weights.items()})
    if relations := [name for name in weights if found[name] >= len(assessment.arrays.statements)]:
        raise ValueError(f"Only statements have a weight; {', '.join(relations)} is a step or an objection.")
    return made, found[item] if item else None


def standing_line(store: Store, item: str) -> str:
    """Return how an item comes out, in words; "" where it has no standing.

    Of a large store whose argument has not been read yet, only the command that tells it.

    Args:
        store: The store.
        item: The item's IRI.
    """
    if not is_standing_at_hand(store, FEW):
        return (
            f"`claimatlas standing {item_id(item)}` tells it (the argument has to be read first, which takes a while)"
        )
    assessment = standing_of(store)
    node = assessment.arrays.node(item)
    if node is None or node in assessment.arrays.rephrases:
        return ""
    return worded(assessment, node)


def worded(assessment: Assessment, node: int) -> str:
    """Return how a node comes out, with its sign: “✓ stands (defended: all that speaks against it falls)”."""
    from graph import REASONS

    standing, reason = assessment.verdict(node)
    word, said = reason_in_words(reason), REASONS[reason]
    return f"{GLYPHS[standing]} {standing} ({said if word in said else f'{word}: {said}'})"


def reason_in_words(reason: str) -> str:
    """Return a reason, by its name in `REASONS`, as a reader is told it."""
    return _WORDS.get(reason, reason)
