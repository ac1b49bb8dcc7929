"""What the table of the start page consists of, ready for the template: columns, rows, cells, marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viz.kinds import Relation


@dataclass(frozen=True)
class Mark:
    """How often a bearing is said; in a bar, where it begins and how wide it is, in percent."""

    relation: Relation
    count: int
    x: float = 0
    width: float = 0


@dataclass(frozen=True)
class Named:
    """A type of power by name: how a policy bears on it, how many links say so, and where the name leads, or ""."""

    relation: Relation
    count: int
    label: str
    link: str


@dataclass(frozen=True)
class Cell:
    """What the policies of a row do to the types of power of a column.

    Attributes:
        marks: the bearings that there are.
        named: in the row of a policy: the types of power by name.
        more: how many further types there are.
    """

    marks: tuple[Mark, ...]
    named: tuple[Named, ...]
    more: int


@dataclass(frozen=True)
class Row:
    """A row: a group of instruments (level 0), an instrument (1) or a policy (2).

    Attributes:
        level: how deep it stands.
        label: its name.
        link: where the name leads, "" for nowhere.
        note: what stands beside the name.
        cells: one a column.
        policy: anchor of the policy it is the row of, "" for a row of several.
        page: address of another page that has that policy; "" where this one has it.
    """

    level: int
    label: str
    link: str
    note: str
    cells: tuple[Cell, ...]
    policy: str = ""
    page: str = ""


@dataclass(frozen=True)
class Column:
    """A family of types of power.

    Attributes:
        label: its name.
        link: where its name leads, "" for nowhere.
        marks: how often its types are wielded, strengthened and eroded.
        narrower: name and link of each of its types that any link speaks of, the family itself first.
    """

    label: str
    link: str
    marks: tuple[Mark, ...]
    narrower: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Leading:
    """A bearing: how many links there are of it, and on which types of power most."""

    relation: Relation
    count: int
    powers: tuple[Named, ...]


@dataclass(frozen=True)
class PowerTable:
    """The table.

    Attributes:
        columns: families of types of power that any link speaks of.
        rows: in their order; a row's inner ones follow it.
        leading: what is said of each bearing above the table.
        levels: the names of the levels that the rows have; none where all rows are policies.
        narrow: the counts by type: row, type (counted through all columns), wields, strengthens, erodes.
        policies: how many policies there are.
        links: how many power links.
        left_out: how many policies have no row of their own, since their instruments have too many.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    leading: tuple[Leading, ...]
    levels: tuple[str, ...]
    narrow: tuple[tuple[int, ...], ...]
    policies: int
    links: int
    left_out: int

    @property
    def made(self) -> list[tuple[int | str, ...]]:
        """The rows that the page's script makes: number and policy; none where all rows are policies.

        Of a policy that is on another page also its title, and the address of that page.
        """
        return [
            (number, row.policy, *((row.label, row.page) if row.page else ()))
            for number, row in enumerate(self.rows)
            if row.policy and self.levels
        ]
