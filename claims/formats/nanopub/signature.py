"""Signatures of nanopublications: npx:hasSignature, made with RSA or DSA and SHA-256.

What is signed is what a trusty URI is made from, without the signature itself. To verify takes arithmetic on public
numbers only (RFC 8017, section 8.2.2; FIPS 186-4, section 4.7). Who a key belongs to, nobody can tell from the file.
"""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from rdflib import URIRef

from claims.formats.nanopub.trig import Quad, Term, Text
from claims.formats.nanopub.trusty import artifact_code, digested

_NPX = "http://purl.org/nanopub/x/"
_SIGNATURE, _KEY, _ALGORITHM = (URIRef(_NPX + name) for name in ("hasSignature", "hasPublicKey", "hasAlgorithm"))
# What stands before a SHA-256 digest that is signed with RSA: RFC 8017, section 9.2, note 1.
_SHA_256 = bytes.fromhex("3031300d060960864801650304020105000420")
_CONSTRUCTED = (0x30, 0xA0)
_INTEGER, _BIT_STRING, _LONG = 0x02, 0x03, 0x80
_LARGEST, _LONGEST = 4096, 8000
"""How many bits the numbers of a key may have, and how many characters its text: more would take long to reckon."""


@dataclass(frozen=True)
class _Signed:
    algorithm: str
    key: list[int]
    signature: bytes
    digest: bytes


def is_signed(quads: list[Quad]) -> bool:
    """Whether quads of a publication info hold a signature."""
    return any(quad.predicate == _SIGNATURE for quad in quads)


def signature_fits(iri: str, quads: list[Quad]) -> bool | None:
    """Return whether a nanopublication's signature fits it; None where there is none that can be verified.

    Args:
        iri: The nanopublication's IRI; a code at its end is no part of what is signed.
        quads: All of its quads.
    """
    try:
        signed = _signed(iri, quads)
        return _VERIFIED[signed.algorithm](signed) if signed else None
    except (ValueError, TypeError, LookupError, ArithmeticError):
        return None


def _signed(iri: str, quads: list[Quad]) -> _Signed | None:
    found = [quad for quad in quads if quad.predicate == _SIGNATURE]
    if len(found) != 1:
        return None
    said = {quad.predicate: quad.object for quad in quads if quad.subject == found[0].subject}
    content = digested((quad for quad in quads if quad != found[0]), artifact_code(iri))
    key = [*_integers(_decoded(said[_KEY]))]
    if max(number.bit_length() for number in key) > _LARGEST:
        return None
    return _Signed(_text(said[_ALGORITHM]), key, _decoded(said[_SIGNATURE]), sha256(content).digest())


def _text(term: Term) -> str:
    if not isinstance(term, Text):
        raise TypeError("a literal is expected")
    return term.value


def _decoded(term: Term) -> bytes:
    text = "".join(_text(term).split())
    if len(text) > _LONGEST:
        raise ValueError("a key or signature of that length is not read")
    return b64decode(text, validate=True)


def _integers(content: bytes) -> Iterator[int]:
    """Yield the whole numbers in a text of DER, in order, whatever they stand in."""
    rest = content
    while rest:
        kind, size, start = rest[0], rest[1], 2
        if size >= _LONG:
            start += size - _LONG
            size = int.from_bytes(rest[2:start], "big")
        value, rest = rest[start : start + size], rest[start + size :]
        if kind in _CONSTRUCTED:
            rest = value + rest
        elif kind == _BIT_STRING:
            rest = value[1:] + rest
        elif kind == _INTEGER:
            yield int.from_bytes(value, "big")


def _rsa_fits(signed: _Signed) -> bool:
    modulus, exponent = signed.key
    size = (modulus.bit_length() + 7) // 8
    told = pow(int.from_bytes(signed.signature, "big"), exponent, modulus).to_bytes(size, "big")
    end = b"\x00" + _SHA_256 + signed.digest
    return told == b"\x00\x01".ljust(size - len(end), b"\xff") + end


def _dsa_fits(signed: _Signed) -> bool:
    prime, order, generator, public = signed.key
    first, second = _integers(signed.signature)
    if not (0 < first < order and 0 < second < order):
        return False
    shortened = int.from_bytes(signed.digest[: order.bit_length() // 8], "big")
    inverse = pow(second, -1, order)
    one = pow(generator, shortened * inverse % order, prime)
    other = pow(public, first * inverse % order, prime)
    return one * other % prime % order == first


_VERIFIED = {"RSA": _rsa_fits, "DSA": _dsa_fits}
