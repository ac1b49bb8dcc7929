"""RDF terms as people read them, and the prefixes that shorten IRIs."""

import re

import pyoxigraph as ox

from claims import corpora
from ontology import PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?")


def prefixes() -> dict[str, str]:
    """Return prefix → namespace for queries and files: those of the ontology, and `corpus:` for the shipped essay.

    Of several shipped corpora, the others go by their own names.
    """
    first, *others = corpora().values()
    return PREFIXES | {"corpus": first.namespace} | {other.name: other.namespace for other in others}


def value(term: Term) -> str:
    """Return an IRI whole, a literal by its text."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def readable(term: Term | None, known: dict[str, str]) -> str:
    """Return the term for a table that a person reads: IRIs shortened by their prefixes, "" for none."""
    if term is None:
        return ""
    return shorten(term.value, known) if isinstance(term, ox.NamedNode) else value(term)


def shorten(iri: str, known: dict[str, str]) -> str:
    """Return the IRI as prefix:name where a known namespace allows it, else in angle brackets."""
    for prefix, namespace in known.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def expand(name: str, known: dict[str, str]) -> str | None:
    """Return the IRI of `<iri>`, of a whole `https://…` IRI or of `prefix:name`; None for anything else."""
    bare = name.removeprefix("<").removesuffix(">")
    if bare.startswith(("http://", "https://", "urn:")):
        return bare if re.fullmatch(r'[^<>"{}|^`\\\s]+', bare) else None
    prefix, colon, local = name.partition(":")
    return known[prefix] + local if colon and prefix in known and _LOCAL.fullmatch(local) else None


def local_name(iri: str) -> str:
    """Return the last part of an IRI: what stands after the last `/` or `#`."""
    return re.split(r"[/#]", iri)[-1]
