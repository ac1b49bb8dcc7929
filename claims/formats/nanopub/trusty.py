"""Trusty URIs: IRIs that end with a hash of what they name, http://trustyuri.net/spec/v1.FADQoZWcYugekAb4jW-Zm3_5Cd9tmkkYEV0bxK2fLSKao.md.

Module RA, sets of quads: the code in all IRIs is replaced by a space, the quads are sorted, and their texts are hashed.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256

from rdflib import URIRef

from claims.formats.nanopub.trig import Quad, Term, Text
from ontology import PREFIXES

_CODE = re.compile(r"[A-Za-z0-9_-]{25,}\Z")
_LENGTH, _SEEN = 45, 200
_STRING = PREFIXES["xsd"] + "string"


def artifact_code(iri: str) -> str:
    """Return the code that an IRI ends with: its last 25 or more letters, digits, hyphens and underscores; "" for none.

    Example:
        >>> artifact_code("http://example.org/np.RA7Kmmugi8OuCirfe5WKchnJhC3FuhQDi6M4O8mgR0CqE")
        'RA7Kmmugi8OuCirfe5WKchnJhC3FuhQDi6M4O8mgR0CqE'
    """
    found = _CODE.search(iri[-_SEEN:])
    return found[0] if found else ""


def has_module(code: str, module: str) -> bool:
    """Whether a code is one of a module, such as RA: these two letters and 43 characters of hash."""
    return len(code) == _LENGTH and code.startswith(module)


def hash_of(quads: Iterable[Quad], code: str) -> str:
    """Return the code of module RA that quads have; `code` is the one in their own IRIs, which does not count."""
    digest = sha256(digested(quads, code)).digest()
    return "RA" + urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def digested(quads: Iterable[Quad], code: str) -> bytes:
    """Return the text of quads that is hashed, and signed."""
    texts = dict.fromkeys(said for _, said in sorted((_key(quad, code), _said(quad, code)) for quad in quads))
    return "".join(texts).encode("utf-8")


def _key(quad: Quad, code: str) -> tuple[object, ...]:
    graph, subject, predicate, value = quad
    names = [_plain(term, code) for term in (graph, subject, predicate)]
    if not isinstance(value, Text):
        return (*names, 0, _plain(value, code), "", "")
    datatype = "" if value.language else value.datatype or _STRING
    return (*names, 1, value.value, datatype, value.language.lower())


def _plain(term: Term | None, code: str) -> str:
    return str(term or "").replace(code, " ") if code else str(term or "")


def _said(quad: Quad, code: str) -> str:
    return "".join(f"{_line(term, code)}\n" for term in quad)


def _line(term: Term | None, code: str) -> str:
    if isinstance(term, Text):
        begin = f"@{term.language.lower()}" if term.language else f"^{term.datatype or _STRING}"
        escaped = term.value.replace("\\", "\\\\").replace("\n", "\\n")
        return f"{begin} {escaped}"
    return _plain(term, code) if isinstance(term, URIRef) else str(term or "")
