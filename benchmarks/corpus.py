"""A made-up corpus of any size, shaped like a real one, for other benchmarks and tests to measure with.

`python benchmarks/corpus.py FOLDER SIZE` makes a store of SIZE statements, such as 100000, in FOLDER. Up to 24 sources
have ten sections each; the statements come in parts of forty, each part a tree under a thesis of its own with some
cross links, and the parts' theses stand under one another up to one main thesis. The same seed gives the same corpus.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from material import SPAN, anchor, concepts, following, some_words, titled, weighted

from claims import KINDS, Item, as_ntriples
from graph import create_store, open_store
from graph.portions import Group, Portion
from ontology import CORPORA

SIZES = (1_000, 10_000, 100_000)
PART = 40
"""How many statements hang together in one tree."""
SOURCES, SECTIONS = 24, 10
RELATIONS = {"supports": 70, "attacks": 25, "undercuts": 3, "rephrases": 2}
"""Of a hundred statements in a tree, how many are related to another in which way."""
CROSS, LINKED = 0.15, 0.1
"""How many have a second relation; how many reasons work only together with the one before."""
_TOGETHER = 100
_COMMITMENTS = {"asserted": 74, "granted": 10, "predicted": 9, "reported": 5, "rejected": 2}


@dataclass
class _Part:
    """Forty statements under a thesis: their kinds, and the relations among them and to earlier ones."""

    kinds: list[str] = field(default_factory=list)
    steps: dict[str, tuple[list[str], str]] = field(default_factory=dict)
    others: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class MadeUpCorpus:
    """A corpus of made-up statements.

    Attributes:
        size: How many statements it has.
        seed: What makes it differ from others of its size.
    """

    size: int
    seed: int = 1

    @property
    def main_thesis(self) -> str:
        """The IRI of the thesis that all stands under."""
        return self.statement(0)

    def statement(self, number: int) -> str:
        """Return the IRI of a statement by its number, from 0."""
        return f"{self._namespace(self._source_of(number // PART))}s-{number}"

    def load(self, folder: Path) -> Path:
        """Make a store in a folder that holds nothing but this corpus; return the store's folder."""
        made = create_store(folder, empty=True)
        with open_store(made) as store:
            contribution = store.next_contribution("Benchmark", f"A made-up corpus of {self.size} statements")
            store.contribute_many(map(self.portion, range(self.sources)), contribution)
        return made

    def portion(self, source: int) -> Portion:
        """Return all that is said in a source, with what follows from it by rule."""
        said = [(item.iri, as_ntriples(item)) for item in self._items(source)]
        anchors = dict(self._anchors(source))
        groups = [
            Group(
                tuple(iri for iri, _ in some),
                "".join(text + anchors.get(iri, "") for iri, text in some).encode(),
                frozenset(iri for iri, _ in some),
            )
            for some in (said[start : start + _TOGETHER] for start in range(0, len(said), _TOGETHER))
        ]
        return Portion(tuple(groups), following(b"".join(group.said for group in groups)))

    def thesis_of(self, source: int) -> str:
        """Return the IRI of the thesis that all that is said in a source stands under."""
        return self.statement(self._numbers(source).start)

    def author_of(self, source: int) -> str:
        """Return the IRI of a source's author, who holds most of what is said in it."""
        return self._actors(source)[0]

    @cached_property
    def _parts(self) -> int:
        return -(-self.size // PART)

    @property
    def sources(self) -> int:
        """How many sources it has."""
        return min(SOURCES, self._parts)

    def _source_of(self, part: int) -> int:
        return part * self.sources // self._parts

    def _parts_of(self, source: int) -> range:
        first, end = (-(-one * self._parts // self.sources) for one in (source, source + 1))
        return range(first, end)

    def _numbers(self, source: int) -> range:
        parts = self._parts_of(source)
        return range(parts.start * PART, min(parts.stop * PART, self.size))

    def _namespace(self, source: int) -> str:
        return f"{CORPORA}made-up-{source + 1}/"

    def _chance(self, *what: object) -> random.Random:
        return random.Random("/".join(map(str, (self.seed, *what))))  # noqa: S311 - nothing secret

    def _actors(self, source: int) -> list[str]:
        """Return the IRIs of a source's actors; the first is its author."""
        number = max(2, min(self.size // 50, 500) // self.sources)
        return [f"{self._namespace(source)}actor-{n}" for n in range(number)]

    @cached_property
    def _policies(self) -> list[str]:
        number = max(1, min(self.size // 100, 200))
        return [f"{self._namespace(n % self.sources)}policy-{n}" for n in range(number)]

    def _items(self, source: int) -> Iterator[Item]:
        """Yield all items of a source."""
        chance = self._chance("source", source)
        yield from self._frame(source, chance)
        yield from (self._policy(iri, source, chance) for iri in self._own_policies(source))
        for part in self._parts_of(source):
            yield from self._part(part, source)

    def _frame(self, source: int, chance: random.Random) -> Iterator[Item]:
        base, actors = self._namespace(source), self._actors(source)
        kinds = ("person", "state", "organization", "group")
        for n, iri in enumerate(actors):
            yield _made(kinds[n % 4], iri, label=f"{some_words(chance, 2).title()} {source}-{n}")
        numbers = self._numbers(source)
        yield _made(
            "source", f"{base}text", title=f"{some_words(chance, 4).capitalize()} {source + 1}", creator=(actors[0],),
            length=len(numbers) * SPAN, sha256=sha256(base.encode()).hexdigest(), quotable=True,
            main_thesis=self.statement(numbers.start),
        )  # fmt: skip
        paragraphs = -(-len(numbers) // 4)
        edges = [-(-n * paragraphs // SECTIONS) for n in range(SECTIONS + 1)]
        for n, (first, last) in enumerate(pairwise(edges), 1):
            yield _made(
                "section", f"{base}section-{n}", title=some_words(chance, 3).capitalize(), is_part_of=f"{base}text",
                position=n, first_paragraph=first + 1, last_paragraph=max(last, first + 1),
            )  # fmt: skip

    def _own_policies(self, source: int) -> list[str]:
        return self._policies[source :: self.sources]

    def _policy(self, iri: str, source: int, chance: random.Random) -> Item:
        actors = self._actors(source)
        return _made(
            "policy", iri, **titled(chance, iri.rpartition("-")[2]), recommended=chance.random() < 0.3,
            instrument=(chance.choice(concepts("Instrument")),), carried_out_by=(chance.choice(actors),),
            targets=(chance.choice(actors),),
        )  # fmt: skip

    def _part(self, part: int, source: int) -> Iterator[Item]:
        """Yield the statements of a part, and their relations."""
        chance = self._chance("part", part)
        made = self._tree(part, chance)
        for place, kind in enumerate(made.kinds):
            yield from self._statement(part * PART + place, kind, source, chance)
        for iri, (premises, conclusion) in made.steps.items():
            scheme = chance.choice(concepts("ArgumentScheme")) if chance.random() < 0.9 else None
            yield _made("inference", iri, premise=tuple(premises), conclusion=conclusion, scheme=scheme)
        for kind, one, other in made.others:
            ends = ("rephrases", "rephrased") if kind == "rephrase" else ("attacker", "attacked")
            name = f"{one}-{kind}-{other.rpartition('/')[2]}"
            yield _made(kind, name, **dict(zip(ends, (one, other), strict=True)))

    def _statement(self, number: int, kind: str, source: int, chance: random.Random) -> Iterator[Item]:
        iri, actors = self.statement(number), self._actors(source)
        about = chance.choice([*self._policies, *actors]) if chance.random() < 0.5 else None
        yield _made(
            kind, iri, **titled(chance, str(number)), commitment=weighted(chance, _COMMITMENTS),
            held_by=(actors[0] if chance.random() < 0.8 else chance.choice(actors),),
            subject=(chance.choice(concepts("PowerType") + concepts("Topic")),), about=(about,) if about else (),
        )  # fmt: skip
        if chance.random() < 0.05:
            yield _made(
                "link", f"{iri}-link", policy=chance.choice(self._policies), power=chance.choice(concepts("PowerType")),
                bearing=chance.choice(("wields", "strengthens", "erodes")), whose_power=(chance.choice(actors),),
                stated_by=(iri,), basis=chance.choice(("explicit", "explicit", "inferred")),
            )  # fmt: skip

    def _tree(self, part: int, chance: random.Random) -> _Part:
        """Return the kinds and relations of a part: every statement is related to an earlier one."""
        first = part * PART
        made = _Part(["thesis"])
        above = self._above(part)
        if above is not None:
            _support(made, self.statement(first), self.statement(above))
        for place in range(1, min(PART, self.size - first)):
            self._grow(made, first, place, chance)
            if chance.random() < CROSS:
                self._cross(made, first, place, chance)
        return made

    def _above(self, part: int) -> int | None:
        """Return the number of the thesis that a part's thesis supports; None for the main thesis."""
        source = self._source_of(part)
        start = self._parts_of(source).start
        if part > start:
            return (start + (part - start - 1) // 4) * PART
        return (self._parts_of((source - 1) // 4).start * PART) if source else None

    def _grow(self, made: _Part, first: int, place: int, chance: random.Random) -> None:
        """Relate a statement to an earlier one of its part, mostly one near the top or shortly before."""
        one, under = self.statement(first + place), max(0, place // 3 - chance.randint(0, 2))
        other, answers = self.statement(first + under), made.kinds[under] == "counterargument"
        how = weighted(chance, RELATIONS)
        if how == "undercuts" and made.steps:
            made.others.append(("conflict", one, chance.choice(list(made.steps))))
            made.kinds.append("counterargument")
        elif how == "rephrases":
            made.others.append(("rephrase", one, other))
            made.kinds.append("claim")
        elif how == "attacks":
            made.others.append(("conflict", one, other))
            made.kinds.append("rebuttal" if answers else "counterargument")
        else:
            last = next(reversed(made.steps), "")
            joined = last if last and made.steps[last][1] == other and chance.random() < LINKED else ""
            _support(made, one, other, joined)
            made.kinds.append(chance.choice(("claim", "evidence")))

    def _cross(self, made: _Part, first: int, place: int, chance: random.Random) -> None:
        """Relate a statement to any earlier one, three times of four in the parts around it."""
        near = first + place - 10 * PART if chance.random() < 0.75 else 0
        one, other = self.statement(first + place), self.statement(chance.randrange(max(0, near), first + place))
        if made.kinds[place] in ("counterargument", "rebuttal"):
            if ("conflict", one, other) not in made.others:
                made.others.append(("conflict", one, other))
        elif (steps := made.steps.get(f"{one}-step")) is None or steps[1] != other:
            made.steps[f"{one}-step-2"] = [one], other

    def _anchors(self, source: int) -> Iterator[tuple[str, str]]:
        """Yield item → the triples of its anchor: statements one after the other, a policy beside one of them."""
        numbers = self._numbers(source)
        base = self._namespace(source)
        paragraphs = -(-len(numbers) // 4)
        items = [(self.statement(number), place) for place, number in enumerate(numbers)]
        items += [(iri, 7 * n % len(numbers)) for n, iri in enumerate(self._own_policies(source))]
        for iri, place in items:
            section = place // 4 * SECTIONS // paragraphs + 1
            yield iri, anchor(iri, base, section, place // 4 + 1, place * SPAN)


def _support(made: _Part, one: str, other: str, joined: str = "") -> None:
    made.steps.setdefault(joined or f"{one}-step", ([], other))[0].append(one)


def _made(kind: str, iri: str, **fields: object) -> Item:
    return KINDS[kind].model_validate({"iri": iri, **fields})


def main(arguments: Sequence[str]) -> int:
    """Make a store; 0 done, 2 wrong arguments."""
    if len(arguments) != 2 or not arguments[1].isdecimal():
        print(__doc__, file=sys.stderr)
        return 2
    print(MadeUpCorpus(int(arguments[1])).load(Path(arguments[0])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
