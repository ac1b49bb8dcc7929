"""Anchored passages in the texts of a store's corpora: where each stands now, and its words."""

from collections.abc import Iterator

from claims import Anchor, Fingerprint, PassageFinding, Quote, SourceText, find_anchor
from graph.store import Store
from graph.terms import whole
from ontology import CORPORA

_ANCHORS = """SELECT ?item ?paragraph ?start ?end ?first ?last ?count ?digest ?exact ?prefix ?suffix {{
  {0}
  ?note oa:hasBody ?item ; oa:hasTarget ?passage .
  ?passage ca:paragraph ?paragraph ; oa:hasSelector ?position , ?print .
  ?position oa:start ?start ; oa:end ?end .
  ?print ca:firstWords ?first ; ca:lastWords ?last ; ca:wordCount ?count ; ca:digest ?digest .
  OPTIONAL {{ ?passage oa:hasSelector ?quote . ?quote oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix }}
}} ORDER BY ?start ?item"""


def find_passages(store: Store, source: SourceText, item: str = "", corpus: str = "") -> Iterator[PassageFinding]:
    """Look for anchored passages in a text, by their fingerprints.

    Args:
        store: Where the anchors are; those whose numbers are none are passed over (`check_store` reports them).
        source: The text to look in, of any edition.
        item: The IRI of an item, to look for its passages only; by default all.
        corpus: The name of a corpus, to look for the passages of its source only; by default all.

    Yields:
        What became of each passage, in the order of the edition that it was anchored in.
    """
    wanted = f"VALUES ?item {{ <{item}> }}" if item else ""
    if corpus:
        wanted += f' ?passage oa:hasSource ?source FILTER(STRSTARTS(STR(?source), "{CORPORA}{corpus}/"))'
    for row in store.ask(_ANCHORS.format(wanted)):
        paragraph, start, end, count = (whole(row[name]) for name in ("paragraph", "start", "end", "count"))
        if paragraph is None or start is None or end is None or not count or count < 0:
            continue
        fingerprint = Fingerprint(row["first"], row["last"], count, row["digest"])
        quote = Quote(row["exact"], row["prefix"], row["suffix"]) if "exact" in row else None
        yield find_anchor(Anchor(row["item"], paragraph, start, end, fingerprint, quote), source)


def quotations(store: Store, item: str = "") -> dict[str, str]:
    """Return item → the words of its first passage, as the attached source has them.

    Items whose passage is not found, or stands in several places, are left out: nothing is guessed. Without an
    attached source there are none.
    """
    found: dict[str, str] = {}
    for corpus in store.attached():
        source = store.source(corpus)
        for finding in find_passages(store, source, item, corpus) if source else ():
            if source and len(finding.places) == 1:
                start, end = finding.places[0]
                found.setdefault(finding.anchor.item, source.text[start:end])
    return found
