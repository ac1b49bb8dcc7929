"""What the index of counts tells: kinds, parts, theses, how policies bear on power; read, and never reckoned."""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from graph.counting.counts_file import KIND, Title
from graph.counting.facts import KINDS, WHOLE

_COUNT = "SELECT COALESCE(SUM(n), 0) FROM counts WHERE about = ? AND of = ? AND which = ''"
_WEIGHED = """SELECT titles.iri, title, more, COALESCE(reasons, 0), COALESCE(objections.n, 0), is_main FROM (
  SELECT titles.iri AS iri, reasons.n AS reasons, main.n IS NOT NULL AS is_main FROM titles
    LEFT JOIN counts main ON main.about = 'main' AND main.of = iri AND main.which = ''
    LEFT JOIN counts reasons ON reasons.about = 'supports' AND reasons.of = iri AND reasons.which = ''
  WHERE kind = 'thesis' ORDER BY is_main DESC, COALESCE(reasons, 0) DESC, title, iri LIMIT ?
) first JOIN titles ON titles.iri = first.iri AND titles.kind = 'thesis'
  LEFT JOIN counts objections ON objections.about = 'attacks' AND objections.of = first.iri AND objections.which = ''
"""
_FIRST = """SELECT iri FROM titles
  LEFT JOIN counts reasons ON reasons.about = 'supports' AND reasons.of = iri AND reasons.which = ''
WHERE kind = 'thesis' ORDER BY COALESCE(reasons.n, 0) DESC, iri LIMIT 1"""
_SECTIONS = """SELECT COUNT(DISTINCT section.iri) FROM titles section
  JOIN titles source ON source.kind = 'source' AND source.iri = section.part_of WHERE section.kind = 'section'"""
_LINKS = "SELECT of, which, n FROM counts WHERE about = 'link'"
_BEARINGS = ("wields", "strengthens", "erodes")
_BORNE_ON = """SELECT of FROM counts WHERE about IN ('supports', 'attacks') AND which = ''
GROUP BY of ORDER BY SUM(n) DESC, of LIMIT ?"""
MOST_HEADS = 60
"""How many heads are told at most."""


class Weighed(NamedTuple):
    """What speaks for and against a statement: how many others; and whether a source names it as its main thesis."""

    reasons: int
    objections: int
    is_main: bool


def kinds(db: sqlite3.Connection, about: str = KIND, of: str = "") -> dict[str, int]:
    """Return kind of statement, or "answered" → how many there are; in all, or in a section or source.

    Args:
        db: The index.
        about: "kind" for all, "section" or "source".
        of: The IRI of the section or source; "" for what stands in none.
    """
    found = dict(db.execute("SELECT which, n FROM counts WHERE about = ? AND of = ? AND which != ''", (about, of)))
    return {kind: found[kind] for kind in (*KINDS, "answered") if kind in found}


def number_titled(db: sqlite3.Connection, kind: str) -> int:
    """Return how many items of a kind have a title."""
    return int(db.execute("SELECT COUNT(*) FROM titles WHERE kind = ?", (kind,)).fetchone()[0])


def number_of_sections(db: sqlite3.Connection) -> int:
    """Return how many sections there are of sources that have a title."""
    return int(db.execute(_SECTIONS).fetchone()[0])


def titled(db: sqlite3.Connection, kind: str, most: int = -1) -> list[Title]:
    """Return items of a kind by title, at most so many."""
    columns = "SELECT kind, iri, title, more, part_of FROM titles"
    rows = db.execute(f"{columns} WHERE kind = ? ORDER BY title, iri LIMIT ?", (kind, most))
    return [Title(*row) for row in rows]


def title(db: sqlite3.Connection, kind: str, iri: str) -> Title | None:
    """Return the title of an item of a kind; None where it has none."""
    columns = "SELECT kind, iri, title, more, part_of FROM titles"
    row = db.execute(f"{columns} WHERE kind = ? AND iri = ?", (kind, iri)).fetchone()
    return Title(*row) if row else None


def theses(db: sqlite3.Connection, most: int) -> list[tuple[str, str, str, Weighed]]:
    """Return IRI, title and text of theses, and what weighs for them: main ones first, then by their reasons."""
    rows = db.execute(_WEIGHED, (most,))
    found = [
        (iri, title, text, Weighed(reasons, objections, bool(is_main)))
        for iri, title, text, reasons, objections, is_main in rows
    ]
    return sorted(found, key=lambda row: (not row[3].is_main, -row[3].reasons, row[1], row[0]))


def first_thesis(db: sqlite3.Connection) -> str:
    """Return the thesis with the most reasons; "" where none has a title."""
    found = db.execute(_FIRST).fetchone()
    return str(found[0]) if found else ""


def weighed(db: sqlite3.Connection, iri: str) -> Weighed:
    """Return what speaks for and against a thesis, or where there is none, any statement."""
    reasons, objections, main = (
        int(db.execute(_COUNT, (about, iri)).fetchone()[0]) for about in ("supports", "attacks", "main")
    )
    return Weighed(reasons, objections, bool(main))


def links(db: sqlite3.Connection) -> dict[tuple[str, str], list[int]]:
    """Return (policy, power), in order → how many power links say that it wields, strengthens and erodes it."""
    found: dict[str, list[int]] = {}
    places = {bearing: place for place, bearing in enumerate(_BEARINGS)}
    for ends, bearing, n in db.execute(_LINKS).fetchall():
        counts = found.setdefault(ends, [0, 0, 0])
        if bearing in places:
            counts[places[bearing]] += n
    return {_pair(ends): counts for ends, counts in found.items()}


def _pair(ends: str) -> tuple[str, str]:
    one, _, other = ends.partition(" ")
    return one, other


def related(db: sqlite3.Connection, about: str) -> Mapping[str, list[str]]:
    """Return item → those that it is related to, in order: policy → instruments ("uses"), concept → broader ones."""
    found: dict[str, list[str]] = {}
    for of, which in db.execute("SELECT of, which FROM counts WHERE about = ? ORDER BY of, which", (about,)):
        found.setdefault(of, []).append(which)
    return found


def unanswered(db: sqlite3.Connection) -> list[str]:
    """Return the counterarguments that nothing answers: for a store that has few."""
    return [iri for (iri,) in db.execute("SELECT iri FROM unanswered")]


def heads(db: sqlite3.Connection, most: int = MOST_HEADS) -> list[str]:
    """Return, where there are no theses, what others bear on and what bears on nothing itself; see `items.heads`."""
    if not db.execute("SELECT 1 FROM counts WHERE about = ? AND of = ? AND which = ?", WHOLE).fetchone():
        return []
    found = db.execute("SELECT iri FROM heads ORDER BY n DESC, iri LIMIT ?", (most,)).fetchall()
    return [iri for (iri,) in found or db.execute(_BORNE_ON, (most,))]
