"""Steps of a walk from items to their neighbours: what each way leads to, in few queries that give few texts.

What takes time is to look up the texts of what a query gives. So of an item that very many name, only those neighbours
are given that are wanted, in the order that the engine has them in, and the others are counted.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.asking import Ask
from graph.gathering import among, rows
from graph.neighbour_ways import RANK, STATEMENT_WAYS, WAYS, Way, variables_of
from graph.terms import local_name, value, whole

FEW = 200
"""Up to how many items that one relation leads to are given in the order of their IRIs, for which all are needed."""
REACHED = 2000
"""How many items are reached by one kind of relation at most."""
AT_ONCE = 300
"""How many relations of an item are asked for with all that they join; where it has more, they are counted first."""


class Tie(NamedTuple):
    """A relation between two items of a neighbourhood.

    Attributes:
        source: The IRI of the item that it goes out from.
        target: The IRI of the other.
        relation: The name of its property, such as supports.
        via: The IRI of the relation's own node; "" where it is a property only.
        on: The IRI of the inference that is undercut; "" for anything but an undercut.
    """

    source: str
    target: str
    relation: str
    via: str = ""
    on: str = ""


class Step(NamedTuple):
    """A step of a walk: the relation, its rank in the order, and the item that it leads to."""

    tie: Tie
    rank: int
    end: str


def kinds_of(ask: Ask, items: Iterable[str]) -> dict[str, str]:
    """Return item → the name of its class."""
    found = sorted(rows(ask, among(items), "?kind", "?item ca:kind ?kind"), reverse=True)
    return {item: local_name(kind) for item, kind in found}


def all_from(ask: Ask, item: str, ways: Sequence[Way]) -> list[Step] | None:
    """Return all steps from an item, in one query; None where they are many."""
    if not ways:
        return []
    # Variables of its own tell the rows of each part; to bind a number in it makes engines join the slow way.
    parts = (f"{{ {_numbered(way.pattern, number, way.variables, item)} }}" for number, way in enumerate(ways))
    answer = ask(f"SELECT * {{ {' UNION '.join(parts)} }} LIMIT {AT_ONCE}")
    if len(answer) >= AT_ONCE:
        return None
    columns = {variable: index for index, variable in enumerate(answer.variables)}
    found = []
    for number, way in enumerate(ways):
        own = [(name, columns[f"{name}{number}"]) for name in way.variables]
        bound = (row for row in answer.terms if row[own[0][1]])
        texts = ({name: value(term) for name, at in own if (term := row[at])} for row in bound)
        found += [step_of(way, item, one) for one in texts]
    return found


def numbers_from(ask: Ask, item: str, ways: Sequence[Way]) -> list[int]:
    """Return to how many items each way from an item leads; one more than `FEW` stands for all above."""
    counts = [
        f"SELECT (COUNT(?x) AS ?n{number}) {{ {{ {_distinct(way, item, FEW + 1)} }} }}"
        for number, way in enumerate(ways)
    ]
    found = {name: whole(text) or 0 for row in ask(_together(counts)) for name, text in row.items()} if ways else {}
    return [found.get(f"n{number}", 0) for number in range(len(ways))]


def ends_from(ask: Ask, item: str, wanted: Mapping[Way, int]) -> dict[Way, list[str]]:
    """Return what ways from an item lead to, in the engine's order.

    Args:
        ask: Asks the store.
        item: The IRI of the item.
        wanted: Way → how many at most.
    """
    parts = [
        _distinct(way, item, most).replace("?x ", f"?x{number} ") for number, (way, most) in enumerate(wanted.items())
    ]
    answer = ask(_together(parts))
    columns = {variable: index for index, variable in enumerate(answer.variables)}
    by_way = [[row[columns[f"x{number}"]] for row in answer.terms] for number in range(len(wanted))]
    return {way: [value(term) for term in some if term] for way, some in zip(wanted, by_way, strict=True)}


def counted(ask: Ask, item: str, ways: Sequence[Way], large: Collection[Way]) -> tuple[int, bool]:
    """Return how many items are reached from an item, and whether these are all that its relations lead to.

    Args:
        ask: Asks the store.
        item: The IRI of the item.
        ways: The ways from it.
        large: Those of them that may lead to more than are ever reached.
    """
    together = " UNION ".join(f"{{ {_distinct(way, item, REACHED)} }}" for way in ways)
    counts = [f"SELECT (COUNT(DISTINCT ?x) AS ?all) {{ {together} FILTER(?x != <{item}>) }}"]
    counts += [f"SELECT (COUNT(?x) AS ?n) {{ {{ {_distinct(way, item, REACHED + 1)} }} }}" for way in large]
    found = list(ask(_together(counts)))
    numbers = {name: [whole(row[name]) or 0 for row in found if name in row] for name in ("all", "n")}
    return max(numbers["all"], default=0), max(numbers["n"], default=0) <= REACHED


def steps_to(ask: Ask, item: str, way: Way, ends: Collection[str]) -> Iterator[Step]:
    """Yield the steps by a way from an item to some others, where there are any."""
    names = variables_of(way.tied)[1:]
    pattern = f"{way.tied.format(c=f'<{item}>')} ".replace("?x ", "?item ")
    for end, *terms in rows(ask, among(ends), " ".join(f"?{name}" for name in names), pattern, REACHED):
        yield step_of(way, item, {"x": end, **dict(zip(names, terms, strict=True))})


def steps_from(ask: Ask, items: Collection[str]) -> Iterator[Step]:
    """Yield the steps from those of some items that are statements; of each relation some, where they are many."""
    kinds = kinds_of(ask, items)
    statements = [item for item in items if WAYS.get(kinds.get(item, "")) is STATEMENT_WAYS]
    for way in STATEMENT_WAYS if statements else ():
        select = " ".join(f"?{name}" for name in way.variables)
        for known, *terms in rows(ask, among(statements), select, way.pattern.format(c="?item"), REACHED):
            yield step_of(way, known, dict(zip(way.variables, terms, strict=True)))


def _distinct(way: Way, item: str, most: int) -> str:
    return f"SELECT DISTINCT ?x {{ {way.plain.format(c=f'<{item}>')} }} LIMIT {most}"


def _together(parts: Iterable[str]) -> str:
    """Return a query that gives the rows of several, which have variables of their own."""
    return f"SELECT * {{ {' UNION '.join(f'{{ {part} }}' for part in parts)} }}"


def _numbered(pattern: str, number: int, names: Iterable[str], item: str) -> str:
    """Return a pattern about an item with some of its variables numbered."""
    pattern = f"{pattern.format(c=f'<{item}>')} "
    for name in names:
        pattern = pattern.replace(f"?{name} ", f"?{name}{number} ")
    return pattern


def step_of(way: Way, known: str, found: Mapping[str, str]) -> Step:
    """Return the step from an item by a way, by what its variables are bound to."""
    source, target = (found["x"], known) if way.is_back else (known, found["x"])
    relation = local_name(found["bearing"]) if "bearing" in found else way.relation
    tie = Tie(source, target, relation, found.get("via", ""), found.get("on", ""))
    return Step(tie, RANK[way.relation, way.is_back], found["x"])
