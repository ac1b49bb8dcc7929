"""The start page of a corpus: what it is, its theses, how policies bear on power, and a tile for each section."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from viz.kinds import KINDS, STATEMENTS
from viz.standing import STANDINGS
from viz.start_matrix import power_table
from viz.start_standing import counted, differing
from viz.text import clean
from viz.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph import Part, Source, Summary, SummedStanding, Thesis
    from viz.kinds import Kind
    from viz.served import Served
    from viz.standing import Standing
    from viz.start_standing import Differing, StandingCount
    from viz.start_table import PowerTable

MOST_THESES, MOST_UNANSWERED, MOST_TILES = 60, 12, 96
_FIRST_THESES = 12
_PLURALS = {"thesis": "Theses", "evidence": "Evidence"}
_OPEN_ONES = ",".join(name for name in STATEMENTS if name != "counterargument")


@dataclass(frozen=True)
class Bar:
    """A kind of statement with its count, and the width of its bar in percent."""

    kind: Kind
    count: int
    width: float

    @property
    def words(self) -> str:
        """The word for that many of them: "claims"."""
        if self.kind.name == "evidence":
            return "piece of evidence" if self.count == 1 else "pieces of evidence"
        return self.kind.word.lower() if self.count == 1 else self.plural.lower()

    @property
    def plural(self) -> str:
        """The word for many of them: "Claims"."""
        return _PLURALS.get(self.kind.name, f"{self.kind.word}s")


@dataclass(frozen=True)
class Entry:
    """A statement by title, and where the title leads ("": nowhere)."""

    label: str
    link: str


@dataclass(frozen=True)
class ThesisLine:
    """A thesis, with how many statements speak for it and against it; widths in percent of the most of any thesis.

    `is_main` says whether a source names it as its main one; `standing` how it comes out, where anything tells.
    """

    label: str
    link: str
    text: str
    reasons: int
    objections: int
    reasons_width: float
    objections_width: float
    is_main: bool
    standing: Standing | None = None


@dataclass(frozen=True)
class Tile:
    """A section, a source, or what stands in none.

    Attributes:
        number: the section's number; 0 for none.
        title: its title.
        source: its source's title, where there are several sources.
        link: where the title leads, "" for nowhere.
        count: how many statements stand in it.
        bars: one for each kind of statement that the corpus has.
        answered: how many of its counterarguments something answers.
        unanswered: how many nothing answers.
        listed: the first of those.
        rest: where the others are found, "" where all are listed or nothing shows them.
        standings: how many of its statements come out how.
    """

    number: int
    title: str
    source: str
    link: str
    count: int
    bars: tuple[Bar, ...]
    answered: int
    unanswered: int
    listed: tuple[Entry, ...]
    rest: str
    standings: tuple[StandingCount, ...] = ()


@dataclass(frozen=True)
class Start:
    """All that the template needs.

    Attributes:
        title: of the corpus.
        sources: of one source what is known of it; of several their titles.
        count: how many statements there are.
        kinds: kinds of statements with their counts.
        answered: how many counterarguments something answers.
        unanswered: how many nothing answers.
        main: the theses that sources name as their main ones; else the one with most reasons.
        theses: the next ones.
        further: more of them, folded.
        theses_left_out: how many are not on the page.
        table: policies and power.
        tiles: sections or sources.
        tiles_left_out: how many are not on the page.
        by_source: whether the tiles are sources.
        sources_left_out: how many sources are not on the page.
        standings: how many statements come out how.
        differing: where the author's word and the map differ.
    """

    title: str
    sources: tuple[str, ...]
    count: int
    kinds: tuple[Bar, ...]
    answered: int
    unanswered: int
    main: tuple[ThesisLine, ...]
    theses: tuple[ThesisLine, ...]
    further: tuple[ThesisLine, ...]
    theses_left_out: int
    table: PowerTable
    tiles: tuple[Tile, ...]
    tiles_left_out: int
    by_source: bool
    sources_left_out: int = 0
    standings: tuple[StandingCount, ...] = ()
    differing: tuple[Differing, ...] = ()


def start_page(
    summary: Summary,
    anchors: Mapping[str, str],
    title: str = "",
    served: Served | None = None,
) -> Start:
    """What the start page shows of a store.

    Args:
        summary: the store, summed up (`graph.summary`).
        anchors: anchor by IRI of each item that has a place on the page; items that are not in it get no link.
        title: heading; by default the title of the only source.
        served: what the page knows of its server: then those lead to other pages.
    """
    standing = summary.standing
    ways = Ways(anchors, served)
    theses = _theses(summary.theses, ways, standing)
    mains = sum(thesis.is_main for thesis in summary.theses)
    head = mains if 0 < mains <= 3 else min(1, len(theses))  # with many sources, their main theses are a list as others
    tiles = _tiles(summary, ways)
    return Start(
        title=clean(title) or _title(summary),
        sources=_sources(summary.sources),
        count=sum(summary.kinds.values()),
        kinds=_bars(summary.kinds, summary.kinds, 1),
        answered=summary.answered,
        unanswered=summary.unanswered,
        main=theses[:head],
        theses=theses[head:_FIRST_THESES],
        further=theses[_FIRST_THESES:MOST_THESES],
        theses_left_out=max(len(theses) - MOST_THESES, 0) + summary.theses_left_out,
        table=power_table(summary.matrix, anchors, served),
        tiles=tiles[:MOST_TILES],
        tiles_left_out=max(len(tiles) - MOST_TILES, 0) + (summary.sources_left_out if summary.by_source else 0),
        by_source=summary.by_source,
        sources_left_out=summary.sources_left_out,
        standings=counted(standing.counts.every, {}) if standing else (),
        differing=differing(standing, ways),
    )


def _title(summary: Summary) -> str:
    if len(summary.sources) == 1:
        return clean(summary.sources[0].title)
    number = len(summary.sources) + summary.sources_left_out
    return f"{number:,} sources" if number else "A corpus without a source"


def _sources(sources: Sequence[Source]) -> tuple[str, ...]:
    """What is known of the only source, as one line; the titles of several."""
    lines = [", ".join(_listed(source)) for source in sources]
    if len(lines) == 1:
        return tuple(filter(None, lines))
    pairs = zip(sources, lines, strict=True)
    return tuple(f"{clean(source.title)} ({line})" if line else clean(source.title) for source, line in pairs)


def _listed(source: Source) -> list[str]:
    creators = " and ".join(filter(None, (", ".join(source.creators[:-1]), *source.creators[-1:])))
    return [clean(part) for part in (creators, source.publisher, source.issued) if part]


def _theses(theses: Sequence[Thesis], ways: Ways, standing: SummedStanding | None) -> tuple[ThesisLine, ...]:
    most = max((max(thesis.reasons, thesis.objections) for thesis in theses), default=0) or 1
    return tuple(
        ThesisLine(
            clean(thesis.label),
            ways.item("argument", thesis.iri),
            "" if clean(thesis.text) == clean(thesis.label) else clean(thesis.text),
            thesis.reasons,
            thesis.objections,
            round(100 * thesis.reasons / most, 1),
            round(100 * thesis.objections / most, 1),
            thesis.is_main,
            _standing(standing, thesis.iri),
        )
        for thesis in theses
    )


def _standing(found: SummedStanding | None, iri: str) -> Standing | None:
    return STANDINGS[found.theses[iri]] if found and iri in found.theses else None


def _tiles(summary: Summary, ways: Ways) -> tuple[Tile, ...]:
    most = max((max(part.kinds.values(), default=0) for part in summary.parts), default=0) or 1
    same = Counter(part.number for part in summary.parts)
    several = len(summary.sources) > 1
    return tuple(
        replace(
            _tile(part, summary, most, same[part.number] == 1, ways),
            source=clean(part.source) if several else "",
            standings=_in_part(part, summary.standing, ways, same[part.number] == 1),
        )
        for part in summary.parts
    )


def _in_part(part: Part, found: SummedStanding | None, ways: Ways, is_alone: bool) -> tuple[StandingCount, ...]:
    """How many statements of a part come out how; those that do not stand can be looked at."""
    if found is None:
        return ()
    told = ("open", "falls") if part.number else ()
    links = {name: ways.section(part.iri, part.number, is_alone=is_alone, standing=name) for name in told}
    return counted(found.counts.parts.get(part.iri, {}), links)


def _tile(part: Part, summary: Summary, most: int, is_alone: bool, ways: Ways) -> Tile:
    """A tile; a number that sections of two sources have leads nowhere, for it does not say which is meant."""
    nowhere = "In no source" if summary.by_source else "In no section"
    listed = [Entry(clean(label), ways.item("argument", iri)) for iri, label in part.listed[:MOST_UNANSWERED]]
    all_listed = len(listed) == part.unanswered
    return Tile(
        number=part.number,
        title=clean(part.title) if part.iri else nowhere,
        source="",
        link=ways.section(part.iri, part.number, is_alone=is_alone),
        count=sum(part.kinds.values()),
        bars=_bars(part.kinds, summary.kinds, most),
        answered=part.answered,
        unanswered=part.unanswered,
        listed=tuple(listed),
        rest="" if all_listed else ways.section(part.iri, part.number, is_alone=is_alone, hide=_OPEN_ONES),
    )


def _bars(counts: Mapping[str, int], kinds: Mapping[str, int], most: int) -> tuple[Bar, ...]:
    """The bars of the kinds that the corpus has, in their order."""
    return tuple(
        Bar(KINDS[name], counts.get(name, 0), round(100 * counts.get(name, 0) / most, 1))
        for name in STATEMENTS
        if kinds.get(name)
    )
