"""What is looked for in strangers' RDF before it is parsed, and what parsers' messages mean.

The parsers end the whole process over a text that nests thousands of levels deep in JSON-LD or in triple terms, take
minutes over one in RDF/XML, and put in what XML entities stand for; nothing of the kind reaches them.
"""

import codecs
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO
from xml.parsers import expat

import pyoxigraph as ox

from graph.errors import Fault

LARGEST = 512_000_000
"""How many bytes a file may have."""
DEEPEST = 100
"""How deep JSON-LD, RDF/XML and triple terms may be nested."""
_DEEP = f"is nested more than {DEEPEST} deep"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 20_000
_OWL_XML = re.compile(rb"<(?:[\w.-]+:)?Ontology\b[^>]*http://www\.w3\.org/2002/07/owl#")
_JSON = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]|\n', re.DOTALL)
_TERMS = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*+\'\'\'|"(?:[^"\\\n]|\\.)*+"|\'(?:[^\'\\\n]|\\.)*+\''
    rb"|<<|>>|<[^<>\s]*+>|#[^\n]*+|\n",
    re.DOTALL,
)
_CONTEXT = re.compile(rb'"@(?:context|import)"\s*:\s*\[?\s*"([^"\\]{1,300})"')


def guarded(name: str, content: bytes, format: ox.RdfFormat) -> Fault | None:  # noqa: A002 - as elsewhere
    """Return why a text is not handed to the parser of its format; None where it is."""
    if opens_as_utf_16(content):
        return Fault(name, 1, 1, "is UTF-16; save it as UTF-8")
    if format == ox.RdfFormat.JSON_LD:
        line = _too_deep(_JSON, content, (b"[", b"{"), (b"]", b"}"))
        return Fault(name, line, 1, _DEEP) if line else None
    if format == ox.RdfFormat.RDF_XML:
        return _xml_fault(name, content)
    if content.count(b"<<") > DEEPEST:
        line = _too_deep(_TERMS, content, (b"<<",), (b">>",))
        return Fault(name, line, 1, _DEEP) if line else None
    return None


def opens_as_utf_16(head: bytes) -> bool:
    """Whether a text begins with a mark of UTF-16."""
    return head.startswith(_UTF_16)


def may_be_deep(parts: Iterable[bytes]) -> bool:
    """Whether triple terms in a text, given part by part, may be nested too deeply: then it is for `guarded`."""
    seen, last = 0, b""
    for part in parts:
        seen += part.count(b"<<") + (last + part[:1]).count(b"<<")
        last = part[-1:]
        if seen > DEEPEST:
            return True
    return False


def _too_deep(tokens: re.Pattern[bytes], content: bytes, opening: tuple[bytes, ...], closing: tuple[bytes, ...]) -> int:
    """Return the line in which a text is nested too deeply, by its brackets outside of strings; 0 for none."""
    depth, line = 0, 1
    for found in tokens.finditer(content):
        token = found[0]
        depth += (token in opening) - (token in closing)
        line += token.count(b"\n")
        if depth > DEEPEST:
            return line
    return 0


def _xml_fault(name: str, content: bytes) -> Fault | None:
    """Return what is wrong with an XML text before it is read as RDF."""
    if _OWL_XML.search(content[:_HEAD]) and b"RDF" not in content[: content.find(b"Ontology")][-200:]:
        why = "is OWL/XML, which is not RDF/XML; save it as RDF/XML or Turtle (in Protégé: Save as …), and import that"
        return Fault(name, 0, 0, why)
    reader = _XmlReader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        return Fault(name, error.lineno, error.offset + 1, f"is no XML: {expat.ErrorString(error.code)}")
    except (_RefusedError, LookupError, ValueError) as error:
        return Fault(name, reader.parser.CurrentLineNumber, reader.parser.CurrentColumnNumber + 1, str(error))
    return None


class _RefusedError(Exception):
    """An XML text that is not read on."""


class _XmlReader:
    """Reads XML to see that it is well-formed, not deep, and declares no entities."""

    def __init__(self) -> None:
        self._depth = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._refuse

    def _begin(self, *_: object) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _RefusedError(_DEEP)

    def _end(self, *_: object) -> None:
        self._depth -= 1

    def _refuse(self, *_: object) -> None:
        raise _RefusedError("declares XML entities, which are not read; write them out")


def explained(name: str, content: bytes, error: Exception) -> Fault:
    """Return a parser's error as a fault, with its place where that can be told."""
    return explained_in(name, content, BytesIO(content), error)


def explained_in(name: str, head: bytes, text: BinaryIO, error: Exception) -> Fault:
    """Return a parser's error as a fault, of a text that is not held whole: its head, and the text to be read."""
    message, line = _plain(str(error), name, head), getattr(error, "lineno", None) or 0
    column = getattr(error, "offset", None) or 0
    if isinstance(error, MemoryError):
        message = "holds a single literal or name of more than 16 MB; shorten it"
    undecoded = _undecoded(text)
    if undecoded:
        line, column = undecoded
        message = "is not UTF-8 here; save the file as UTF-8"
    return Fault(name, line, column, message)


def _undecoded(text: BinaryIO) -> tuple[int, int] | None:
    """Return line and column of the first byte of a text that is not UTF-8."""
    for number, line in enumerate(text, 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            return number, error.start + 1
    return None


def _plain(message: str, name: str, content: bytes) -> str:
    """Take the place out of a parser's message, for it is told apart, and say how to mend what it tells."""
    message = re.sub(r"^Parser error .*?: ", "", message, flags=re.DOTALL)
    message = re.sub(r" \([^()]*line \d+\)$", "", message)
    if "LoadDocumentCallback" in message:
        found = _CONTEXT.search(content)
        which = f" ({found[1].decode('utf-8', 'replace')})" if found else ""
        return f"its @context stands elsewhere, and is not fetched{which}; write the context itself into the text"
    if "prefix" in message and "has not been declared" in message:
        return f"{message}; write @prefix … at the head of the file"
    if "No scheme found" in message:
        return f"{message}; write it whole, or declare a base"
    if "Only UTF-8 is supported" in message:
        return "is XML that names another encoding than UTF-8; save it as UTF-8"
    if PurePath(name).suffix.lower() == ".owl" and content[:_HEAD].lstrip()[:1] not in (b"<", b""):
        return f"is not RDF/XML; where it is Turtle, name it .ttl ({message})"
    return message
