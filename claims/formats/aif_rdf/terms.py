"""The terms of AIF in RDF, and how RDF's own terms are written.

AIF's ontology (Bex, version 1.0, http://www.arg.dundee.ac.uk/aif) has classes such as aif:RA-node and properties such
as aif:hasPremise. AIFdb writes http://www.arg.tech/aif# and capitalised properties instead (aif:Premise), on the
relation and once more, pointing back, on the statement. Both are read, in either namespace.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

from claims.formats.argument import NODE_TYPES, Edge

DUNDEE = "http://www.arg.dundee.ac.uk/aif#"
NAMESPACES = (DUNDEE, "http://www.arg.tech/aif#")
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"

_CLASSES = {
    "Statement": "I",
    "Inference": "RA",
    "Conflict": "CA",
    "Rephrase": "MA",
    "Preference": "PA",
    "Transition": "TA",
    "Illocution": "YA",
    "S-node": "",
}
_SPECIAL = re.compile(r"(\w+)_(Inference|Conflict|Preference)")
_NODE_CLASS = re.compile(r"([A-Z]{1,3})-node")
_INWARD = re.compile(
    r"Premise|StartLocution|Locution|Anchor|has(?:\w+_)?(?:Premise|Presumption)|has(?:Conflicting|Preferred)Element"
)
_OUTWARD = re.compile(
    r"Conclusion|EndLocution|IllocutionaryContent|has(?:\w+_)?Conclusion|has(?:Conflicted|Dispreferred)Element"
)
_ROLE = re.compile(r"has\w+_(?:Premise|Presumption|Conclusion)|hasPresumption")
_INFORMATION = ("I", "L")
_TERM = re.compile(
    r'<(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-F]{4})*+>|_:[A-Za-z0-9-]++'
    r'|"(?:[^"\\\n\r]|\\.)*+"(?:@[A-Za-z]++(?:-[A-Za-z0-9]++)*+|\^\^<(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-F]{4})*+>)?+'
)
_ESCAPED = {number: f"\\u{number:04X}" for number in (*range(32), 127)} | {
    ord("\\"): "\\\\",
    ord('"'): '\\"',
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
}
_ESCAPED_IN_IRI = {ord(one): f"\\u{ord(one):04X}" for one in ' <>"{}|^`\\'} | {
    number: f"\\u{number:04X}" for number in range(32)
}


class Term(NamedTuple):
    """One of RDF's terms: an IRI, a blank node with its label, or a literal."""

    kind: Literal["iri", "blank", "literal"]
    value: str
    datatype: str = ""
    lang: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it is a literal without a type, but for that of all texts."""
        return self.kind == "literal" and self.datatype in ("", XSD_STRING)


Triple = tuple[Term, Term, Term]


def local(term: Term) -> str:
    """Return the name of one of AIF's terms; "" for any other."""
    if term.kind == "iri":
        for namespace in NAMESPACES:
            if term.value.startswith(namespace):
                return term.value[len(namespace) :]
    return ""


def type_of(name: str) -> str | None:
    """Return the type of node that one of AIF's classes stands for, "" where it says only that it is a relation.

    None for the name of anything else.
    """
    if name in _CLASSES:
        return _CLASSES[name]
    if found := _NODE_CLASS.fullmatch(name):
        return found[1]
    found = _SPECIAL.fullmatch(name)
    return _CLASSES[found[2]] if found else None


def scheme_of(name: str) -> str:
    """Return the scheme that the name of a class or form tells: Sign for Sign_Inference and Sign_Scheme; else ""."""
    found = re.fullmatch(r"(\w+?)_(?:Inference|Conflict|Preference|Scheme)", name)
    return found[1] if found else ""


def scheme_told(fulfils: object, classes: Iterable[str]) -> str:
    """Return the scheme that a relation's form, or else one of its classes, is named after; "" for none.

    Args:
        fulfils: The IRI of its form; anything else for none.
        classes: The IRIs of its classes.
    """
    if isinstance(fulfils, str):
        name = local(Term("iri", fulfils)) or id_for(fulfils)
        return scheme_of(name) or name
    return next((scheme for one in classes if (scheme := scheme_of(local(Term("iri", one))))), "")


def type_by_property(name: str) -> str | None:
    """Return the type of a node that has a property of AIF's and no type; None where that tells nothing."""
    if name == "claimText":
        return "I"
    if name.startswith("hasConflict"):
        return "CA"
    if name in ("hasPreferredElement", "hasDispreferredElement"):
        return "PA"
    if is_link(name):
        return "RA" if name.startswith("has") else ""
    return None


def is_link(name: str) -> bool:
    """Return whether a property of AIF's stands for an edge."""
    return bool(_INWARD.fullmatch(name) or _OUTWARD.fullmatch(name))


def role_of(name: str) -> str:
    """Return the name of a property that says more than that something is a premise or conclusion; "" for others."""
    return name if _ROLE.fullmatch(name) else ""


def leads_to_subject(name: str, subject: str | None, other: str | None) -> bool:
    """Return whether an edge leads from a property's object to its subject, by the types of the two."""
    inward = bool(_INWARD.fullmatch(name))
    if name in ("Premise", "Conclusion"):
        back = subject in _INFORMATION or (not subject and _is_relation(other))
    elif name in ("StartLocution", "EndLocution", "Locution"):
        back = subject == "L"
    elif name == "Anchor":
        back = subject == "TA"
    else:
        back = name == "IllocutionaryContent" and subject not in ("YA", "", None)
    return inward != back


def written(edge: Edge, source: str | None, target: str | None) -> tuple[str, str, bool]:
    """Return how an edge is written: on which of its ends, with which property, and whether that end is its source.

    The counterpart of `leads_to_subject`. A node of no type tells its edges itself, for nothing else may be said of it.

    Args:
        edge: The edge.
        source: The type of the node that it leads from; None where there is no such node.
        target: The type of the node that it leads to; None where there is no such node.
    """
    role = edge.data.get("property")
    if isinstance(role, str) and role_of(role):
        at_source = bool(_OUTWARD.fullmatch(role))
        if (source if at_source else target) is not None:
            return (edge.source if at_source else edge.target), role, at_source
    at_source, name = _SPECIFIC.get((source, target)) or _said(source, target)
    return (edge.source if at_source else edge.target), name, at_source


def untyped_name(at_source: bool, other: str | None) -> str:
    """Return the property with which a node of no type tells an edge from it, or else to it; `other` is the other's."""
    return "Premise" if _is_relation(other) == at_source else "Conclusion"


_SPECIFIC: dict[tuple[str | None, str | None], tuple[bool, str]] = {
    ("TA", "YA"): (False, "Anchor"),
    ("L", "YA"): (False, "Locution"),
    ("L", "TA"): (False, "StartLocution"),
    ("TA", "L"): (True, "EndLocution"),
}


def _said(source: str | None, target: str | None) -> tuple[bool, str]:
    if source == "":
        return True, untyped_name(True, target)
    if target == "":
        return False, untyped_name(False, source)
    if _is_relation(source):
        return True, "IllocutionaryContent" if source == "YA" else "Conclusion"
    if _is_relation(target):
        return False, "Premise"
    return (True, "Premise") if source else (False, "Conclusion")


def _is_relation(type_: str | None) -> bool:
    return bool(type_) and type_ not in _INFORMATION


def n3(term: Term) -> str:
    """Return a term as Turtle writes it, in full."""
    if term.kind == "iri":
        return f"<{term.value.translate(_ESCAPED_IN_IRI)}>"
    if term.kind == "blank":
        return f"_:{term.value}"
    text = f'"{term.value.translate(_ESCAPED)}"'
    if term.lang:
        return f"{text}@{term.lang}"
    return f"{text}^^<{term.datatype.translate(_ESCAPED_IN_IRI)}>" if term.datatype else text


def is_n3(text: object) -> bool:
    """Return whether something is a term as `n3` writes it."""
    return isinstance(text, str) and bool(_TERM.fullmatch(text))


def iri_for(id_: str) -> str:
    """Return the IRI of a node that comes from elsewhere: relative to the file."""
    return f"#{quote(id_, safe='', errors='replace')}"


def id_for(iri: str) -> str:
    """Return what a node is called after its IRI: the last part of it."""
    return unquote(re.split(r"[/#:]", iri.rstrip("/#:"))[-1]) or "unnamed"


def class_name(type_: str) -> str:
    """Return the name of the class of nodes of a type; "" where there can be none."""
    return f"{type_}-node" if type_ in NODE_TYPES or _NODE_CLASS.fullmatch(f"{type_}-node") else ""
