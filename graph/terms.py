"""RDF terms as people read them, and the prefixes that shorten IRIs."""

import re

import pyoxigraph as ox

from claims import corpora, corpus
from ontology import CORPORA, PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?")


def prefixes() -> dict[str, str]:
    """Return prefix → namespace for queries and files: those of the ontology, and `corpus:` for the shipped essay.

    Of several shipped corpora, the others go by their own names.
    """
    return (
        PREFIXES | {"corpus": corpus().namespace} | {c.name: c.namespace for c in corpora().values() if c != corpus()}
    )


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
    # Items of a reader's own corpus go by its name.
    name, _, local = iri.removeprefix(CORPORA).partition("/")
    if iri.startswith(CORPORA) and _LOCAL.fullmatch(name) and _LOCAL.fullmatch(local):
        return f"{name}:{local}"
    return f"<{iri}>"


def expand(name: str, known: dict[str, str]) -> str | None:
    """Return the IRI of `<iri>`, of a whole `https://…` IRI or of `prefix:name`; None for anything else."""
    bare = name.removeprefix("<").removesuffix(">")
    if re.match(r"[A-Za-z][\w+.-]*:", bare) and not re.search(r"[\x00-\x20]", bare):
        prefix = bare.partition(":")[0]
        if prefix not in known:
            return bare if _is_iri(bare) else None
    prefix, colon, local = name.partition(":")
    return known[prefix] + local if colon and prefix in known and _LOCAL.fullmatch(local) else None


def _is_iri(text: str) -> bool:
    try:
        list(ox.parse(f"<{text}> <{text}> <{text}> .", format=ox.RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError):
        return False
    return ">" not in text


def whole(text: str) -> int | None:
    """Return the whole number that the text says, or None where it says none."""
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,18}", text) else None


def local_name(iri: str) -> str:
    """Return the last part of an IRI: what stands after the last `/` or `#`."""
    return re.split(r"[/#]", iri)[-1]
