"""The triples of a text in one of RDF's syntaxes: Turtle, N-Triples, RDF/XML or JSON-LD.

rdflib parses. Nothing that a text names is fetched or opened: contexts of JSON-LD have to stand in the text, and XML
comes without its document type. Triples come in the order of the text, which a graph of rdflib does not keep.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import rdflib
from rdflib.plugins.parsers.jsonld import to_rdf

from claims.errors import FormatError
from claims.formats.aif_rdf.terms import Term, Triple
from claims.formats.argument import Json
from claims.formats.untrusted import failure, parse_json, parse_xml

_BASE = "https://relative.invalid/"
"""What relative IRIs are resolved against, and cut off again."""
_XML = re.compile(r"<(?:\?xml|!|[A-Za-z_][\w.-]*(?::[\w.-]+)?[\s/>])")
_JSON = re.compile(r"\{|\[\s*\{")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*+)([^<>]*+)")
_OWL_XML = (
    "This is OWL/XML, which is no syntax of RDF; save it as RDF/XML or Turtle with Protégé (File, Save as), or with "
    "ROBOT (robot convert --input FILE --output FILE.ttl)."
)
_ENTITIES = (
    "It declares XML entities, which are not read; write them out (xmllint --noent --dropdtd FILE does, also for what "
    "AIFdb exports)."
)
_LOCK = Lock()


def triples(text: str, name: str) -> list[Triple]:
    """Return the triples of a text, in order, each once; its syntax is found by what it begins with.

    Args:
        text: The text.
        name: What notes call it; an extension helps to find the syntax.

    Raises:
        FormatError: When it is of none of the syntaxes, or would have to fetch something; tells where.
    """
    sink = _Sink()
    read = _reader(text.lstrip("\ufeff \t\r\n"), name)
    try:
        with _as_written():
            read(text.lstrip("\ufeff"), name, sink)
        return [(_term(one), _term(two), _term(three)) for one, two, three in sink.seen]
    except FormatError:
        raise
    except RecursionError as error:
        raise failure(name, "", "It is nested too deeply to be read.") from error
    except Exception as error:  # rdflib's parsers fail with whatever comes up inside them
        raise failure(name, _line(error), f"This is no RDF that can be read: {_why(error)}.") from error


class _Sink(rdflib.Graph):
    """A graph that only remembers what is added, in order."""

    def __init__(self) -> None:
        super().__init__(bind_namespaces="none")
        self.seen: dict[tuple[Any, Any, Any], None] = {}

    def add(self, triple: tuple[Any, Any, Any]) -> "_Sink":
        self.seen[triple] = None
        return self

    def bind(self, *_: Any, **__: Any) -> None:
        """Remember no prefixes: rdflib takes the longer for each, the more there are."""


Reader = Callable[[str, str, _Sink], None]


def _reader(begin: str, name: str) -> Reader:
    ending = name.lower().rpartition(".")[2]
    if ending in ("ttl", "nt"):
        return _read_turtle
    if _JSON.match(begin):
        return _read_json_ld
    is_xml = _XML.match(begin) and ("xmlns" in begin[:5000] or ending in ("rdf", "owl", "xml"))
    return _read_xml if is_xml else _read_turtle


def _read_turtle(text: str, name: str, sink: _Sink) -> None:  # N-Triples is a part of Turtle
    sink.parse(data=text, format="turtle", publicID=_BASE)


def _without_entities(text: str, name: str) -> str:
    """Return an XML text with its entities written out, where they are short and hold no others: AIFdb declares such.

    Raises:
        FormatError: When it declares any other.
    """
    declared = dict(_ENTITY.findall(text))
    bare, number = _ENTITY.subn("", text)
    if "<!ENTITY" in bare or number > _MOST_ENTITIES or (declared and len(bare) > _LARGEST):
        raise failure(name, "", _ENTITIES)
    return _REFERENCE.sub(lambda found: declared.get(found[1], found[0]), bare) if declared else text


_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z][\w.-]{0,40})\s+"([^"&%<]{0,200})"\s*>""")
_REFERENCE = re.compile(r"&([A-Za-z][\w.-]{0,40});")
_MOST_ENTITIES, _LARGEST = 50, 50_000_000
"""How many entities a text may declare, and how many characters it may then have: each may stand for 200."""


def _read_xml(text: str, name: str, sink: _Sink) -> None:
    from lxml import etree

    root = _ROOT.search(text)
    if root and root[1].rpartition(":")[2] == "Ontology" and "rdf:about" not in root[2]:
        raise failure(name, "", _OWL_XML)
    text = _without_entities(text, name)
    sink.parse(data=etree.tostring(parse_xml(text, name), encoding="utf-8"), format="xml", publicID=_BASE)


def _read_json_ld(text: str, name: str, sink: _Sink) -> None:
    value = parse_json(text, name)
    remote = next(_remote_contexts(value), "")
    if remote:
        message = f"Its context “{remote}” is elsewhere, and nothing is fetched; write it into the file itself."
        raise failure(name, "@context", message)
    to_rdf(value, sink, base=_BASE)


def _remote_contexts(value: Json) -> Iterator[str]:
    """Yield what JSON-LD would have to fetch, wherever it names it."""
    parts: list[Json] = [value]
    while parts:
        part = parts.pop()
        if isinstance(part, list):
            parts += part
        elif isinstance(part, dict):
            named = part.get("@context")
            contexts = named if isinstance(named, list) else [named]
            yield from (one for one in (*contexts, part.get("@import")) if isinstance(one, str))
            parts += part.values()


@contextmanager
def _as_written() -> Iterator[None]:
    """Have rdflib leave literals as they are written, and not log what it thinks of them.

    What it would make of them is another term, and may be longer than any memory: 1e999999999 as xsd:decimal.
    """
    log = logging.getLogger("rdflib.term")
    with _LOCK:
        before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
        silent, log.disabled = log.disabled, True
        try:
            yield
        finally:
            rdflib.NORMALIZE_LITERALS, log.disabled = before, silent


def _term(said: Any) -> Term:
    if isinstance(said, rdflib.Literal):
        return Term("literal", _whole(said), str(said.datatype or ""), str(said.language or ""))
    if isinstance(said, rdflib.BNode):
        return Term("blank", str(said))
    iri = _whole(said)
    relative = iri.removeprefix(_BASE)
    return Term("iri", iri if ":" in relative else relative)


def _whole(said: str) -> str:
    return re.sub(r"[\ud800-\udfff]", "\ufffd", str(said))


def _line(error: Exception) -> str:
    number = getattr(error, "lines", None)
    return f"line {number + 1}" if isinstance(number, int) else ""


def _why(error: Exception) -> str:
    if isinstance(error, IndexError):  # Turtle, where a sentence is without its end
        return "it ends in the middle of a statement"
    said = str(getattr(error, "_why", "") or error).partition("\n")[0].rstrip(".")[:200]
    return said[:1].lower() + said[1:] or type(error).__name__
