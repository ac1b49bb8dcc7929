"""Anchored passages in a text: where each stands now, and its words."""

from collections.abc import Iterator

from claims import Anchor, Fingerprint, PassageFinding, SourceText, find_anchor
from graph.store import Store
from graph.terms import whole

_ANCHORS = """SELECT ?item ?paragraph ?start ?end ?first ?last ?count ?digest {{
  {0}
  ?note oa:hasBody ?item ; oa:hasTarget ?passage .
  ?passage ca:paragraph ?paragraph ; oa:hasSelector ?position , ?print .
  ?position oa:start ?start ; oa:end ?end .
  ?print ca:firstWords ?first ; ca:lastWords ?last ; ca:wordCount ?count ; ca:digest ?digest .
}} ORDER BY ?start ?item"""


def find_passages(store: Store, source: SourceText, item: str = "") -> Iterator[PassageFinding]:
    """Look for anchored passages in a text, by their fingerprints.

    Args:
        store: Where the anchors are; those whose numbers are none are passed over (`check_store` reports them).
        source: The text to look in, of any edition.
        item: The IRI of an item, to look for its passages only; by default all.

    Yields:
        What became of each passage, in the order of the edition that it was anchored in.
    """
    for row in store.query(_ANCHORS.format(f"VALUES ?item {{ <{item}> }}" if item else "")):
        paragraph, start, end, count = (whole(row[name]) for name in ("paragraph", "start", "end", "count"))
        if paragraph is None or start is None or end is None or not count or count < 0:
            continue
        fingerprint = Fingerprint(row["first"], row["last"], count, row["digest"])
        yield find_anchor(Anchor(row["item"], paragraph, start, end, fingerprint), source)


def quotations(store: Store, item: str = "") -> dict[str, str]:
    """Return item → the words of its first passage, as the attached source has them.

    Items whose passage is not found, or stands in several places, are left out: nothing is guessed. Without an
    attached source there are none.
    """
    source = store.source()
    found: dict[str, str] = {}
    for finding in find_passages(store, source, item) if source else ():
        if source and len(finding.places) == 1:
            start, end = finding.places[0]
            found.setdefault(finding.anchor.item, source.text[start:end])
    return found
