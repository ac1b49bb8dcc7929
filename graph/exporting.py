"""The store's content in standard formats of RDF, and what some of them cannot hold."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import pyoxigraph as ox

from graph.answer import serialize
from graph.errors import AnswerFormatError
from graph.named_graphs import is_protected_graph
from graph.reading import DOCUMENT_FORMATS
from graph.standing.asked_for import GRAPHS
from ontology import STANDING

_START = (
    r"A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
)
_START += r"\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
# A name of an element: https://www.w3.org/TR/xml-names/#NT-NCName
_ENDS_AS_NAME = re.compile(rf"[{_START}][{_START}.0-9\xb7\u0300-\u036f\u203f\u2040-]*\Z")
_LAST = 200
# What XML cannot hold, not even escaped: https://www.w3.org/TR/xml/#charsets
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def exported(triples: Iterable[ox.Triple], format: str, prefixes: dict[str, str]) -> bytes:  # noqa: A002
    """Return triples in a format that has no named graphs.

    Raises:
        AnswerFormatError: When it cannot hold one of them.
    """
    kept = list(triples)
    fault = _FAULTS.get(format)
    wrong = [(triple, why) for triple in kept if (why := fault(triple))] if fault else []
    if wrong:
        triple, why = wrong[0]
        told = f"{_TITLES[format]} cannot hold {len(wrong):,} of these triples: {why} in {str(triple)[:300]}"
        raise AnswerFormatError(f"{told}. Choose turtle, ntriples or trig.")
    return serialize(kept, DOCUMENT_FORMATS[format], prefixes)


def exported_graphs(quads: Iterable[ox.Quad], prefixes: dict[str, str]) -> bytes:
    """Return the current state, and the graphs of people's own, as TriG; the history and its like are passed over."""
    kept = [quad for quad in quads if not is_protected_graph(getattr(quad.graph_name, "value", ""))]
    kept.sort(key=_order)
    return ox.serialize(kept, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b""


def without_standing(content: bytes) -> bytes:
    """Return N-Quads without the graphs of how the argument comes out: they follow from the rest, and are made anew."""
    if f"<{STANDING}".encode() not in content:
        return content
    ends = tuple(f"<{graph}> .\n".encode() for graph in GRAPHS)
    return b"".join(line for line in content.splitlines(keepends=True) if not line.endswith(ends))


def _order(quad: ox.Quad) -> tuple[bool, str, str, str, str]:
    is_named = isinstance(quad.graph_name, ox.NamedNode)
    return is_named, str(quad.graph_name), str(quad.subject), quad.predicate.value, str(quad.object)


def _xml_fault(triple: ox.Triple) -> str:
    """Return why RDF/XML cannot hold a triple; "" where it can."""
    if not _ENDS_AS_NAME.search(triple.predicate.value[-_LAST:]):
        return f"no name of an XML element ends the property <{triple.predicate.value[:200]}>"
    found = next((_NO_XML.search(text) for text in _texts(triple) if _NO_XML.search(text)), None)
    return f"XML has no way to write the character U+{ord(found[0]):04X}" if found else ""


def _texts(triple: ox.Triple) -> Iterator[str]:
    for term in triple:
        if isinstance(term, ox.Triple):
            yield from _texts(term)
        else:
            yield term.value


def _json_fault(triple: ox.Triple) -> str:
    """Return why JSON-LD cannot hold a triple; "" where it can."""
    return "it has no triples about triples" if isinstance(triple.object, ox.Triple) else ""


_FAULTS: Mapping[str, Callable[[ox.Triple], str]] = {"rdfxml": _xml_fault, "jsonld": _json_fault}
_TITLES = {"rdfxml": "RDF/XML", "jsonld": "JSON-LD"}
