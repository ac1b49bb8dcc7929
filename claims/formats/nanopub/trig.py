"""TriG as quads, and quads as TriG: https://www.w3.org/TR/trig/.

rdflib's parser reads it, into terms that keep every literal as it is written: rdflib's own would write some anew
(…T10:00:00.5 as …T10:00:00.500000), and a nanopublication whose IRI was made from its content would not fit its IRI
any more.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from rdflib import BNode, Graph, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax, RDFSink, sfloat
from rdflib.plugins.parsers.trig import TrigSinkParser

from claims.formats.untrusted import DEEPEST, failure
from ontology import PREFIXES

_XSD, _TYPE = PREFIXES["xsd"], f"<{PREFIXES['rdf']}type>"
_MOST_PREFIXES = 500
"""Up to how many prefixes are noted where a graph begins; in files with more, IRIs are written whole."""
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\\ud800-\udfff]')
_HALF = re.compile(r"[\ud800-\udfff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]*)?")
_LITERAL = re.compile(r'("(?:[^"\\]|\\.)*")(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Text:
    """A literal, as it is written; `datatype` and `language` are "" where it has none."""

    value: str
    datatype: str = ""
    language: str = ""


Term = URIRef | BNode | Text


class Quad(NamedTuple):
    """A triple and the graph that it stands in; None for none."""

    graph: URIRef | BNode | None
    subject: Term
    predicate: Term
    object: Term


@dataclass(slots=True)
class Trig:
    """What a TriG text holds: its quads, each once, and graph → the prefixes that are declared where it begins."""

    quads: dict[Quad, None] = field(default_factory=dict)
    prefixes: dict[Term, dict[str, str]] = field(default_factory=dict)


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI, without characters that no IRI has."""
    return _SCHEME.match(text) is not None and _NO_IRI.search(text) is None


def iri(text: str) -> URIRef:
    """Return an IRI as a term, whatever it holds: rdflib's own constructor logs a warning where it is wrong."""
    return str.__new__(URIRef, text)


def parse_trig(text: str, name: str) -> Trig:
    """Return what a TriG text holds.

    Raises:
        FormatError: When it is no TriG; tells the line.
    """
    sink = _Sink()
    parser = TrigSinkParser(sink, turtle=True)
    sink.bindings = parser._bindings  # there is no other way to see which prefixes hold where
    try:
        parser.loadBuf(text.removeprefix("\ufeff"))
    except BadSyntax as error:
        why = str(error._why)  # its text holds half the file
        raise failure(name, f"line {error.lines + 1}", f"This is no TriG: {why[:300]}.") from error
    except RecursionError as error:
        raise failure(name, f"line {parser.lines + 1}", f"It is nested more than {DEEPEST} deep.") from error
    except Exception as error:  # the parser has no list of what else it raises: IndexError, AssertionError, …
        why = "an IRI is relative, and no base is declared" if "relative URIs" in str(error) else "it is cut short here"
        raise failure(name, f"line {parser.lines + 1}", f"This is no TriG: {why}.") from error
    return sink.read


class _Sink(RDFSink):
    """Where rdflib's parser puts what it reads."""

    def __init__(self) -> None:
        super().__init__(Graph())
        self.read = Trig()
        self.bindings: Mapping[str, str] = {}

    def newSymbol(self, *args: str) -> URIRef:  # noqa: N802 - the parser's names, here and below
        return iri(args[0])

    def newBlankNode(self, *args: object, **more: object) -> BNode:  # noqa: N802
        self.counter += 1
        return BNode(f"b{self.counter}")

    def newLiteral(self, s: str, dt: URIRef | None, lang: str | None) -> Any:  # noqa: N802
        return Text(_HALF.sub("\ufffd", s), str(dt or ""), lang or "")

    def newGraph(self, identifier: Any) -> Any:  # noqa: N802
        graph = None if identifier == self.graph.identifier else identifier
        if graph is not None and len(self.bindings) <= _MOST_PREFIXES:
            self.read.prefixes.setdefault(graph, {str(name): str(space) for name, space in self.bindings.items()})
        return graph

    def makeStatement(self, quadruple: tuple[Any, Any, Any, Any], why: Any = None) -> None:  # noqa: N802
        graph, predicate, subject, value = quadruple
        self.read.quads[Quad(graph, _term(subject), _term(predicate), _term(value))] = None


def _term(value: Any) -> Term:
    """Return what the parser gives as a term: numbers and truth values come as Python's, `a` as a pair."""
    if isinstance(value, tuple):
        return iri(value[1])
    if isinstance(value, bool):
        return Text(str(value).lower(), f"{_XSD}boolean")
    if isinstance(value, sfloat):
        return Text(str(value), f"{_XSD}double")
    if isinstance(value, Decimal):
        return Text(format(value, "f"), f"{_XSD}decimal")
    if isinstance(value, int):
        return Text(str(value), f"{_XSD}integer")
    return value  # type: ignore[no-any-return]


def term_text(term: Term) -> str:
    """Return a term as N-Triples have it."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, BNode):
        return f"_:{term}"
    more = f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
    return json.dumps(_HALF.sub("\ufffd", term.value), ensure_ascii=False) + more


def read_term(text: str) -> Term:
    """Return the term that a text from `term_text` says.

    Raises:
        ValueError: When the text says none.
    """
    if text.startswith("<") and text.endswith(">") and is_iri(text[1:-1]):
        return iri(text[1:-1])
    if text.startswith("_:b") and text[3:].isdecimal():
        return BNode(text[2:])
    said = _LITERAL.fullmatch(text)
    if not said or (said[3] and not is_iri(said[3])):
        raise ValueError(f"{text[:80]!r} is no term")
    return Text(json.loads(said[1]), said[3] or "", said[2] or "")


class TrigWriter:
    """Writes graphs of N-Triples' terms, with prefixes; declares each prefix where it is first used.

    Example:
        >>> writer = TrigWriter()
        >>> graph = [("<http://e.org/a>", "<http://e.org/b>", '"c"')]
        >>> writer.add({"http://e.org/g": graph}, {"e": "http://e.org/"})
        >>> print(writer.text, end="")
        @prefix e: <http://e.org/> .
        <BLANKLINE>
        e:g {
            e:a e:b "c" .
        }
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._declared: dict[str, str] = {}

    @property
    def text(self) -> str:
        """What was written so far."""
        return "\n".join(self._parts)

    def add(self, graphs: Mapping[str, Iterable[Sequence[str]]], prefixes: Mapping[str, str]) -> None:
        """Write graphs, by their IRIs; of the prefixes, those are declared that they use."""
        spaces, used = by_namespace(prefixes), dict[str, str]()
        texts = [self._graph(graph, triples, spaces, used) for graph, triples in graphs.items()]
        self._parts += filter(None, ("".join(self._declare(used)), *texts))

    def _graph(
        self, graph: str, triples: Iterable[Sequence[str]], spaces: Mapping[str, str], used: dict[str, str]
    ) -> str:
        """Return a graph as text; what is said of one thing in a row stands together."""
        parts, last = [f"{_short(f'<{graph}>', spaces, used)} {{"], ""
        for subject, predicate, value in triples:
            verb = "a" if predicate == _TYPE else _short(predicate, spaces, used)
            begin = " ;\n       " if subject == last else f"{' .' if last else ''}\n    {_short(subject, spaces, used)}"
            parts.append(f"{begin} {verb} {_short(value, spaces, used)}")
            last = subject
        return "".join([*parts, " .\n}\n" if last else "\n}\n"])

    def _declare(self, used: Mapping[str, str]) -> Iterator[str]:
        for name in sorted(used):
            if self._declared.get(name) != used[name]:
                self._declared[name] = used[name]
                yield f"@prefix {name}: <{used[name]}> .\n"


def _short(term: str, spaces: Mapping[str, str], used: dict[str, str]) -> str:
    """Return a term with a prefix where one fits, and note which it is."""
    quoted, datatype, rest = term.rpartition('"^^') if term.startswith('"') else ("", "", term)
    if not rest.startswith("<"):
        return term
    found = compact(rest[1:-1], spaces)
    if found is None:
        return term
    used[found[0]] = found[1]
    return f"{quoted}{datatype}{found[0]}:{found[2]}"


def by_namespace(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return namespace → prefix, of prefixes that can be written."""
    return {space: name for name, space in prefixes.items() if _PREFIX.fullmatch(name) and is_iri(space)}


def compact(address: str, spaces: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Return prefix, namespace and local name of an IRI; None where no prefix fits.

    Args:
        address: The IRI.
        spaces: Namespace → prefix.
    """
    if address in spaces:
        return spaces[address], address, ""
    for sign in "#/:":
        space, found, local = address.rpartition(sign)
        if space + found in spaces and _NAME.fullmatch(local):
            return spaces[space + found], space + found, local
    return None
