"""How statements come out, as pages and the JSON API show it: sign and word, the reason, the strength, sentences."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from weakref import WeakKeyDictionary

from app.standing_asked import Asked
from app.standing_text import explained
from app.text_map import item_id
from app.web.item_cards import address_of
from app.web.item_shown import Look
from app.web.item_view import look_of
from app.web.site import Site
from app.web.standing_ready import is_ready
from graph import (
    DEFAULT_READING,
    NODE_KINDS,
    REASONS,
    STANDARDS,
    Assessment,
    Difference,
    Explanation,
    Strengths,
    differences,
    standing_of,
    strengths,
    theses_in,
    weakest_points,
)
from viz import STANDINGS, Standing

SENTENCES_SHOWN = 12
"""How many sentences of an explanation are shown at once; the next ones are folded."""
_DEEPEST = 6
_MAIN = "SELECT DISTINCT ?thesis { ?source ca:mainThesis ?thesis } ORDER BY ?thesis LIMIT 1000"
_TITLE = re.compile(r"“(.+?)”(?=[\s,.;:]|$)")
_STRENGTHS: "WeakKeyDictionary[Assessment, Strengths]" = WeakKeyDictionary()


@dataclass(frozen=True)
class Part:
    """A part of a sentence: its words, and the address that they lead to; "" for none."""

    words: str
    address: str = ""


@dataclass(frozen=True)
class Told:
    """A sentence of an explanation, in parts, and how deep it stands."""

    parts: tuple[Part, ...]
    depth: int


@dataclass(frozen=True)
class ComesOut:
    """How a statement or a relation comes out.

    Attributes:
        standing: Its standing, with word and sign.
        reason: The name of the reason.
        why: The reason in words.
        strength: Its strength, from 0 to 1.
        converged: Whether the strengths mean what they say.
        reading: The name of the proof standard.
        sentences: Why, in sentences.
        is_statement: Whether it is a statement.
        what_if: Where the map shows what would be if it fell, and if it stood.
        follows: Where it stands what would follow from its fall, in a list.
    """

    standing: Standing
    reason: str
    why: str
    strength: float
    converged: bool
    reading: str
    sentences: tuple[Told, ...] = ()
    is_statement: bool = False
    what_if: tuple[str, str] = ("", "")
    follows: str = ""

    @property
    def first(self) -> tuple[Told, ...]:
        """The sentences that are shown at once."""
        return self.sentences[:SENTENCES_SHOWN]

    @property
    def further(self) -> tuple[Told, ...]:
        """The sentences that are folded."""
        return self.sentences[SENTENCES_SHOWN:]


@dataclass(frozen=True)
class Line:
    """A statement in a list: its title, the address of its page, how it looks and comes out.

    Attributes:
        iri: Its IRI.
        title: Its title.
        address: The address of its page.
        look: How its kind looks.
        standing: How it comes out.
        why: Why, in words; or the difference, in a sentence.
        before: How it came out before; None where nothing has changed.
    """

    iri: str
    title: str
    address: str
    look: Look
    standing: Standing
    why: str = ""
    before: Standing | None = None

    @property
    def suppose(self) -> str:
        """The address of what would follow from its fall."""
        return f"/standing?{urlencode({'reject': self.iri})}"


def strengths_of(assessment: Assessment) -> Strengths:
    """Return the strengths of an assessment; they are kept as long as it is."""
    found = _STRENGTHS.get(assessment)
    if found is None:
        found = _STRENGTHS[assessment] = strengths(assessment)
    return found


def asked_of(site: Site, reading: str = DEFAULT_READING) -> Asked:
    """Return how the argument of a site's store comes out, with nothing assumed."""
    assessment = standing_of(site.store, reading)
    return Asked(site.store, assessment, assessment, {})


def theses_of(asked: Asked) -> list[int]:
    """Return the theses, the main ones first."""
    arrays = asked.assessment.arrays
    main = (arrays.node(row["thesis"]) for row in asked.store.ask(_MAIN))
    return [*dict.fromkeys([*(node for node in main if node is not None), *theses_in(arrays)])]


def number_of(asked: Asked, iri: str) -> int | None:
    """Return the number of what can stand or fall; None for all else."""
    node = asked.assessment.arrays.node(iri)
    return node if node is not None and asked.assessment.map.counts[node] else None


def comes_out(site: Site, iri: str) -> ComesOut | None:
    """Return how an item comes out, for its page; None for what has no standing, or while that is not known."""
    if not is_ready(site):
        return None
    asked = asked_of(site)
    node = number_of(asked, iri)
    if node is None:
        return None
    explanation = explained(asked, node)
    standing, reason = asked.assessment.verdict(node)
    found = strengths_of(asked.assessment)
    return ComesOut(
        STANDINGS[standing], reason, REASONS[reason], float(found.of[node]), found.converged, DEFAULT_READING,
        sentences=tuple(sentences_of(asked, explanation)), is_statement=node in asked.assessment.arrays.statements,
        what_if=(_supposed(iri, "reject"), _supposed(iri, "accept")), follows=f"/standing?{urlencode({'reject': iri})}",
    )  # fmt: skip


def standing_fields(asked: Asked, node: int) -> dict[str, str | float]:
    """Return how a node comes out, as the fields of the JSON API."""
    standing, reason = asked.assessment.verdict(node)
    return {
        "standing": standing,
        "reason": reason,
        "why": REASONS[reason],
        "strength": round(float(strengths_of(asked.assessment).of[node]), 6),
        "reading": asked.assessment.standard.name,
    }


def sentences_of(asked: Asked, explanation: Explanation) -> Iterator[Told]:
    """Yield the sentences of an explanation, with the titles in them as links to what they name."""
    arrays = asked.assessment.arrays
    moves = list(explanation.dispute.moves)
    nodes = {*moves, *(int(end) for one in moves for end in (arrays.source[one], arrays.target[one]))}
    nodes |= {int(premise) for one in moves for premise in arrays.premises_of(one)}
    nodes.discard(asked.assessment.number(explanation.item))  # its own page needs no link to itself
    named = {asked.title(node): arrays.iri(node) for node in sorted(nodes) if node in arrays.statements}
    for sentence in explanation.sentences:
        yield Told(tuple(_parts(sentence.text, named)), min(sentence.depth, _DEEPEST))


def _parts(text: str, named: Mapping[str, str]) -> Iterator[Part]:
    end = 0
    for match in _TITLE.finditer(text):
        if match[1] in named:
            yield Part(text[end : match.start(1)])
            yield Part(match[1], address_of(named[match[1]]))
            end = match.end(1)
    yield Part(text[end:])


def _supposed(iri: str, way: str) -> str:
    """Return the address of the map around an item on which it is supposed to fall or to stand."""
    name = quote(item_id(iri), safe="")
    return f"/map?{urlencode({'around': iri})}#/focus/{name}?sel={name}&{way}={quote(name, safe='')}"


def line(asked: Asked, node: int, why: str = "", before: str = "") -> Line:
    """Return a node for a list."""
    arrays = asked.assessment.arrays
    iri = arrays.iri(node)
    standing, reason = asked.assessment.verdict(node)
    return Line(
        iri, asked.title(node), address_of(iri), look_of(NODE_KINDS[arrays.kind[node]].capitalize()),
        STANDINGS[standing], why or REASONS[reason], STANDINGS[before] if before else None,
    )  # fmt: skip


def hanging(asked: Asked, node: int, most: int) -> tuple[list[Line], str]:
    """Return the weakest points of a thesis, and how it comes out without one of them."""
    points = weakest_points(asked.assessment, node, most)
    asked.fetch_titles(point.node for point in points)
    return [line(asked, point.node) for point in points], points[0].leaves if points else ""


def differing(asked: Asked) -> dict[str, list[Difference]]:
    """Return where the author's word and the map differ, by what the difference is, in words."""
    found: dict[str, list[Difference]] = {title: [] for title in DIFFERENCES.values()}
    for one in differences(asked.assessment):
        found[DIFFERENCES[one.standing, one.is_answered if one.standing == "stands" else True]].append(one)
    return {title: those for title, those in found.items() if those}


DIFFERENCES = {
    ("stands", False): "Rejected by the author, but nothing in the map answers it",
    ("stands", True): "Rejected by the author, but the answers to it in the map do not defeat it",
    ("falls", True): "Put forward by the author, but it falls in the map",
}
"""The sorts of differences: how the statement comes out and whether anything answers it → what they have in common."""


def readings() -> Sequence[tuple[str, str, str]]:
    """Return name, label and text of the readings."""
    return [(one.name, one.label, one.text) for one in STANDARDS.values()]
