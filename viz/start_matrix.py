"""The matrix of the start page: rows are policies under their instruments, columns are types of power by family.

A power link counts once in each row and column that it belongs to: where a policy uses two instruments, or a type of
power belongs to two families, it counts in both, and once only in what is above both.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from viz.addresses import address
from viz.kinds import BEARINGS, RELATIONS
from viz.start_table import Cell, Column, Leading, Mark, Named, PowerTable, Row
from viz.text import clean
from viz.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph import Concept, Matrix, Policy
    from viz.served import Served

FEW_POLICIES = 30
"""Up to this many policies stand in rows of their own, not under their instruments."""

MOST_POLICIES, MOST_NAMED, MOST_LEADING = 12, 8, 3
_FIRST = ("hard", "soft", "interdependence")
_UNNAMED = "No instrument named"
_LEVELS = ("Groups", "Instruments", "Policies")
_NOTHING = (0, 0, 0)


def power_table(matrix: Matrix, anchors: Mapping[str, str], served: Served | None = None) -> PowerTable:
    """The table of a matrix; one without links gives no rows.

    Args:
        matrix: policies, types of power and what binds them.
        anchors: anchor by IRI; what is not in it gets no link.
        served: what the page knows of its server: then that leads to other pages.
    """
    return _Build(matrix, Ways(anchors, served)).table()


class _Build:
    """Adds up the links for each row and column."""

    def __init__(self, matrix: Matrix, ways: Ways) -> None:
        self.ways = ways
        self.policies = matrix.policies
        self.label = {c.iri: clean(c.label) for c in (*matrix.powers, *matrix.instruments)}
        self.instruments = {concept.iri: concept for concept in matrix.instruments}
        self.bears: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)  # policy → power → counts
        for (policy, power), tally in matrix.links.items():
            self.bears[policy][power] = tuple(tally)
        self.all = self.add_up(self.bears)
        self.families = _families(c for c in matrix.powers if c.iri in self.all)
        self.order = sorted(self.families, key=self._family_order)
        self.narrower = {family: self._heaviest_powers(family) for family in self.order}
        self.columns = [power for family in self.order for power in self.narrower[family]]
        self.rows: list[Row] = []
        self.narrow: list[tuple[int, ...]] = []
        self.shown: set[str] = set()

    def table(self) -> PowerTable:
        """The whole table."""
        few = len(self.policies) <= FEW_POLICIES
        if few:
            self._add_policies(self.policies, 0)
        else:
            self._add_groups()
        return PowerTable(
            tuple(self._column(family) for family in self.order),
            _with_bars(self.rows),
            tuple(self._leading(place) for place in range(len(BEARINGS))),
            () if few else _LEVELS,
            tuple(self.narrow),
            len(self.policies),
            sum(map(sum, self.all.values())),
            len(self.policies) - len(self.shown),
        )

    def add_up(self, policies: Iterable[str]) -> dict[str, tuple[int, ...]]:
        """Power → counts, for some policies, each counted once."""
        found: dict[str, tuple[int, ...]] = {}
        for policy in set(policies):
            for power, counts in self.bears[policy].items():
                found[power] = _sum((found.get(power, _NOTHING), counts))
        return found

    def _family_order(self, iri: str) -> tuple[int, str, str]:
        known = [place for place, name in enumerate(_FIRST) if iri.endswith(f"/power/{name}")]
        return (*known, len(_FIRST))[0], self.label[iri], iri

    def _heaviest_powers(self, family: str) -> list[str]:
        """The types of a family, itself first, then those that most links speak of."""
        return sorted(self.families[family], key=lambda i: (i != family, -sum(self.all[i]), self.label[i], i))

    def _column(self, family: str) -> Column:
        narrower = self.narrower[family]
        labels = (f"{self.label[iri]} as such" if iri == family else self.label[iri] for iri in narrower)
        links = (self._address(iri) for iri in narrower)
        marks = _marks(_sum(self.all[iri] for iri in narrower))
        return Column(self.label[family], self._address(family), marks, tuple(zip(labels, links, strict=True)))

    def _leading(self, place: int) -> Leading:
        """What is said of the bearing of that place."""
        relation = RELATIONS[BEARINGS[place]]
        counts = {iri: counts[place] for iri, counts in self.all.items() if counts[place]}
        first = sorted(counts, key=lambda i: (-counts[i], self.label[i], i))[:MOST_LEADING]
        powers = (Named(relation, counts[iri], self.label[iri], self._address(iri)) for iri in first)
        return Leading(relation, sum(counts.values()), tuple(powers))

    def _add_groups(self) -> None:
        """Add the groups of instruments, each with its instruments, each with its policies."""
        groups: dict[str, dict[str, list[Policy]]] = defaultdict(lambda: defaultdict(list))
        for policy in self.policies:
            known = [self.instruments[iri] for iri in policy.instruments if iri in self.instruments]
            for family, iri in {(family, one.iri) for one in known for family in one.families} or {("", "")}:
                groups[family][iri].append(policy)
        for family in self._heaviest({f: [p for some in inner.values() for p in some] for f, inner in groups.items()}):
            self._add_group(family, groups[family])

    def _add_group(self, family: str, inner: Mapping[str, Sequence[Policy]]) -> None:
        alone = set(inner) == {family}  # no instrument stands between it and its policies
        everyone = {policy.iri for some in inner.values() for policy in some}
        self._add_sum(self.label.get(family, _UNNAMED), everyone, 0)
        for iri in self._heaviest(inner):
            if not alone:
                label = f"{self.label[iri]} as such" if iri == family else self.label[iri]
                self._add_sum(label, {policy.iri for policy in inner[iri]}, 1)
            self._add_policies(inner[iri], 2)

    def _add_sum(self, label: str, policies: set[str], level: int) -> None:
        """Add the row of many policies together."""
        note = f"{len(policies):,} {'policy' if len(policies) == 1 else 'policies'}"
        counts = self.add_up(policies)
        cells = tuple(Cell(self._marks_of(counts, family), (), 0) for family in self.order)
        self._add(Row(level, label, "", note, cells), counts)

    def _add_policies(self, policies: Sequence[Policy], level: int) -> None:
        """Add a row for each policy, those with most links first; of very many the first ones."""
        weight = {policy.iri: sum(map(sum, self.bears[policy.iri].values())) for policy in policies}
        ordered = sorted(policies, key=lambda policy: (-weight[policy.iri], policy.label, policy.iri))
        for policy in ordered[:MOST_POLICIES] if level else ordered:
            label, (name, page) = clean(policy.label), self.ways.policy(policy.iri)
            link = page + address("focus", name) if name else ""
            cells = tuple(self._policy_cell(policy.iri, family) for family in self.order)
            self._add(Row(level, label, link, "", cells, name, page), self.bears[policy.iri])
            self.shown.add(policy.iri)

    def _policy_cell(self, policy: str, family: str) -> Cell:
        marks = self._marks_of(self.bears[policy], family)
        named = self._named(policy, family)
        more = max(len(named) - MOST_NAMED, 0)
        return Cell(marks, named[:MOST_NAMED], more)

    def _named(self, policy: str, family: str) -> tuple[Named, ...]:
        found = [
            Named(RELATIONS[BEARINGS[place]], count, self.label[power], self._address(power, policy))
            for power, counts in self.bears[policy].items()
            for place, count in enumerate(counts)
            if count and power in self.families[family]
        ]
        return tuple(sorted(found, key=lambda named: (BEARINGS.index(named.relation.name), named.label, named.link)))

    def _add(self, row: Row, counts: Mapping[str, tuple[int, ...]]) -> None:
        number = len(self.rows)
        self.rows.append(row)
        self.narrow += [(number, place, *counts[iri]) for place, iri in enumerate(self.columns) if iri in counts]

    def _marks_of(self, counts: Mapping[str, tuple[int, ...]], family: str) -> tuple[Mark, ...]:
        return _marks(_sum(counts[power] for power in self.families[family] if power in counts))

    def _address(self, power: str, policy: str = "") -> str:
        return self.ways.power(power, policy)

    def _heaviest(self, groups: Mapping[str, Sequence[Policy]]) -> list[str]:
        """The groups, those with most links first; what has no instrument last."""
        weight = {i: sum(map(sum, self.add_up(p.iri for p in group).values())) for i, group in groups.items()}
        return sorted(groups, key=lambda iri: (not iri, -weight[iri], self.label.get(iri, ""), iri))


def _families(concepts: Iterable[Concept]) -> dict[str, set[str]]:
    """Family → the concepts in it."""
    found: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        for family in concept.families:
            found[family].add(concept.iri)
    return found


def _sum(counts: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*counts, strict=True))) or _NOTHING


def _marks(counts: tuple[int, ...]) -> tuple[Mark, ...]:
    pairs = zip(BEARINGS, counts, strict=True)
    return tuple(Mark(RELATIONS[name], count) for name, count in pairs if count)


def _with_bars(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with the bars of their cells drawn to one scale for each level."""
    most: dict[int, int] = defaultdict(int)
    for row in rows:
        most[row.level] = max([most[row.level], *(sum(mark.count for mark in cell.marks) for cell in row.cells)])
    return tuple(replace(row, cells=tuple(_drawn(cell, most[row.level]) for cell in row.cells)) for row in rows)


def _drawn(cell: Cell, most: int) -> Cell:
    widths = [round(100 * mark.count / most, 1) for mark in cell.marks]
    begins = accumulate(widths, initial=0.0)
    marks = (replace(m, x=round(x, 1), width=w) for m, x, w in zip(cell.marks, begins, widths, strict=False))
    return replace(cell, marks=tuple(marks))
