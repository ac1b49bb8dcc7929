"""Drafts: items as people write them, each a mapping from field to value, with the place where it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a draft stands: a file, and in it a row, line or item; all empty for a draft made in code."""

    file: str = ""
    unit: str = ""
    number: int = 0

    def __str__(self) -> str:
        return ", ".join(part for part in (self.file, f"{self.unit} {self.number}" if self.unit else "") if part)


@dataclass(frozen=True)
class DraftFault:
    """One fault of a draft: what is wrong and how to mend it.

    `field` is "" where the whole draft is meant; `rule` is the name of the rule that is broken, "" for none.
    """

    place: Origin
    field: str
    message: str
    rule: str = ""

    def __str__(self) -> str:
        where = ", ".join(part for part in (str(self.place), self.field) if part)
        return f"{where}: {self.message}" if where else self.message


@dataclass(frozen=True, slots=True)
class Draft:
    """One item as it was written; values are text, truth values, numbers, or lists of those or of mappings."""

    fields: Mapping[str, object]
    place: Origin = Origin()


def plainly(message: str) -> str:
    """Return a message of the shapes for people who write drafts, without how it is said in RDF.

    Example:
        >>> plainly("Needs its unit in words: schema:unitText …")
        'Needs its unit in words.'
        >>> plainly("Needs one bearing: ca:bearing ca:wields or ca:erodes.")
        'Needs one bearing: wields or erodes.'
    """
    message = re.sub(r" \((?:ca|schema|dcterms|rdfs|oa):\w+\)", "", message)
    message = re.sub(r": (?:in RDF,|(?:rdfs|schema|dcterms|skos|oa|prov):\w).*", ".", message)
    message = re.sub(r": ca:\w+ (?=ca:)", ": ", message)
    message = re.sub(r": ca:\w+(?:, then| (?!or )).*", ".", message)
    return re.sub(r"\bca:(?=\w)", "", message)
