"""Write the anchor files of a corpus: `python -m claims.anchoring FOLDER SOURCE.txt PASSAGES.tsv`.

For those who edit a shipped corpus. PASSAGES.tsv says in each line where an item stands: its id, its paragraph and
the words of the passage (` … ` stands for everything between), separated by tabs. That file quotes the source, so it
stays with the editor; what is written to `anchors/` holds positions and hashes only. An item whose anchor is written
already needs no line: its anchor is kept as it is. A power link stands at the passage of the statement that states it.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, Graph, URIRef

from claims.anchors import Anchor, Fingerprint, anchor_at
from claims.errors import ClaimsError, PassageError
from claims.quotes import Place, find_quote
from claims.source import SourceText
from ontology import CA, OA, PREFIXES

_ANCHORED = (CA.Thesis, CA.Claim, CA.Evidence, CA.Counterargument, CA.Rebuttal, CA.Policy)
_HEADER = "# Where section {}'s items stand in the source: positions and hashes. Written by claims.anchoring.\n\n"


@dataclass(frozen=True)
class Passage:
    """One line of a passages file: the item, its paragraph, and the words (` … ` for what lies between)."""

    item: str
    paragraph: int
    words: str


def read_passages(text: str) -> list[Passage]:
    """Return the passages of a tab-separated text.

    Raises:
        PassageError: With every line that has not three columns or no number in the second.
    """
    passages, faults = [], []
    for number, line in enumerate(text.splitlines(), 1):
        columns = line.split("\t")
        if len(columns) == 3 and columns[1].isdecimal():
            passages.append(Passage(columns[0].strip(), int(columns[1]), columns[2].strip()))
        elif line.strip():
            faults.append(f"line {number}: expected id, paragraph number and passage, separated by tabs")
    if faults:
        raise PassageError(faults)
    return passages


def place(passages: Iterable[Passage], source: SourceText) -> list[Anchor]:
    """Return the anchors of passages, found word for word in the source, whatever their punctuation.

    Raises:
        PassageError: With every passage that stands nowhere in its paragraph, or whose words stand in several places.
    """
    anchors, faults = [], []
    for passage in passages:
        try:
            anchors.append(_place(passage, source))
        except ValueError as error:
            faults.append(f"{passage.item}: {error}")
    if faults:
        raise PassageError(faults)
    return anchors


def _place(passage: Passage, source: SourceText) -> Anchor:
    if not 1 <= passage.paragraph <= len(source.paragraphs):
        raise ValueError(f"the source has no paragraph {passage.paragraph}")
    paragraph = source.paragraphs[passage.paragraph - 1]
    start, end = paragraph.start, paragraph.end
    inside = find_quote(SourceText(source.text[start:end]), passage.words).places
    if not inside:
        raise ValueError(f"paragraph {passage.paragraph} does not hold “{passage.words}”")
    found = Place(start + inside[0].start, start + inside[0].end, paragraph.number, paragraph.section)
    words = source.text[found.start : found.end]
    if len(find_quote(source, words).places) > 1:
        raise ValueError(f"“{words}” stands in several places; quote more words")
    return anchor_at(source, passage.item, found)


def anchors_turtle(anchors: Iterable[Anchor], links: Iterable[tuple[str, str]], section: int, base: str) -> str:
    """Return the anchor file of one section.

    Args:
        anchors: The anchors, in the order in which they are to be written.
        links: Power links and the statement whose passage each stands at.
        section: The section's number.
        base: The namespace of the corpus.
    """
    prefixes = f"@prefix ca: <{PREFIXES['ca']}> .\n@prefix corpus: <{base}> .\n@prefix oa: <{PREFIXES['oa']}> .\n"
    blocks = [_block(anchor, section) for anchor in anchors]
    blocks += [_annotation(link, f"{statement}-passage") for link, statement in links]
    return _HEADER.format(section) + prefixes + "\n" + "\n".join(blocks)


def _annotation(item: str, passage: str) -> str:
    return (
        f"corpus:{item}-anchor a oa:Annotation ; oa:motivatedBy oa:identifying ;\n"
        f"    oa:hasBody corpus:{item} ; oa:hasTarget corpus:{passage} .\n"
    )


def _block(anchor: Anchor, section: int) -> str:
    item, print_ = anchor.item, anchor.fingerprint
    return _annotation(item, f"{item}-passage") + (
        f"corpus:{item}-passage a oa:SpecificResource ; oa:hasSource corpus:essay ;\n"
        f"    ca:section corpus:section-{section} ; ca:paragraph {anchor.paragraph} ;\n"
        f"    oa:hasSelector corpus:{item}-position , corpus:{item}-fingerprint .\n"
        f"corpus:{item}-position a oa:TextPositionSelector ; oa:start {anchor.start} ; oa:end {anchor.end} .\n"
        f'corpus:{item}-fingerprint a ca:FingerprintSelector ; ca:firstWords "{print_.first_words}" ;\n'
        f'    ca:lastWords "{print_.last_words}" ; ca:wordCount {print_.word_count} ; ca:digest "{print_.digest}" .\n'
    )


def read_anchors(graph: Graph, base: str) -> Iterator[Anchor]:
    """Yield the anchors with position and fingerprint that a graph holds, items as ids within `base`."""
    for note in graph.subjects(RDF.type, OA.Annotation):
        item, passage = graph.value(note, OA.hasBody), graph.value(note, OA.hasTarget)
        own = str(item).removeprefix(base)
        if str(passage) != f"{base}{own}-passage":
            continue
        place_, print_ = URIRef(f"{base}{own}-position"), URIRef(f"{base}{own}-fingerprint")
        number = int(str(graph.value(passage, CA.paragraph)))
        start, end = int(str(graph.value(place_, OA.start))), int(str(graph.value(place_, OA.end)))
        texts = [str(graph.value(print_, term)) for term in (CA.firstWords, CA.lastWords, CA.digest)]
        count = int(str(graph.value(print_, CA.wordCount)))
        print_of = Fingerprint(texts[0], texts[1], count, texts[2])
        section = str(graph.value(passage, CA.section)).rpartition("-")[2]
        yield Anchor(own, number, start, end, print_of, section=int(section) if section.isdecimal() else 0)


def write_anchors(folder: Path, source: SourceText, passages: Iterable[Passage], base: str) -> list[str]:
    """Write `anchors/section-N.ttl` for every section file of a corpus folder.

    Returns:
        The ids of statements and policies that have no anchor: neither a passage now nor one written before.

    Raises:
        PassageError: With every passage that cannot be placed; then nothing is written.
    """
    new = {anchor.item: anchor for anchor in place(passages, source)}
    missing, texts = [], {}
    for file in sorted(folder.glob("section-*.ttl")):
        section = int(file.stem.removeprefix("section-"))
        written = folder / "anchors" / file.name
        graph, old = Graph().parse(file), Graph()
        if written.exists():
            old.parse(written)
        known = {anchor.item: anchor for anchor in read_anchors(old, base)} | new
        items = [_own(item, base) for kind in _ANCHORED for item in graph.subjects(RDF.type, kind)]
        missing += [item for item in items if item not in known]
        anchors = sorted((known[i] for i in items if i in known), key=lambda a: (a.start, a.end, a.item))
        texts[written] = (anchors, graph, section)
    order = {a.item: a.start for anchors, _, _ in texts.values() for a in anchors}
    for written, (anchors, graph, section) in texts.items():
        written.parent.mkdir(exist_ok=True)
        written.write_text(anchors_turtle(anchors, _links(graph, base, order), section, base), "utf-8")
    return missing


def _links(graph: Graph, base: str, order: dict[str, int]) -> list[tuple[str, str]]:
    """Return each power link with the earliest statement that states it, in text order."""
    found = []
    for link in graph.subjects(RDF.type, CA.PowerLink):
        stating = [_own(s, base) for s in graph.objects(link, CA.statedBy)]
        placed = sorted((s for s in stating if s in order), key=lambda s: (order[s], s))
        if placed:
            found.append((_own(link, base), placed[0]))
    return sorted(found, key=lambda pair: (order[pair[1]], pair))


def _own(item: object, base: str) -> str:
    return str(item).removeprefix(base)


def main(arguments: list[str]) -> int:
    """Run the command; 0 done, 1 items without an anchor, 2 could not run."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    folder, text, lines = map(Path, arguments)
    base = f"https://w3id.org/claimatlas/corpus/{folder.resolve().name}/"
    try:
        missing = write_anchors(folder, SourceText.read(text), read_passages(lines.read_text("utf-8")), base)
    except (ClaimsError, OSError, SyntaxError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2
    for item in missing:
        print(f"{item}: no anchor; add a line to {lines.name}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
