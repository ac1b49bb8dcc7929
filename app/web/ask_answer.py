"""An answer as the Ask page shows it where no script runs, and as its script takes it over."""

import re
from dataclasses import dataclass
from typing import Any

from app.text_map import titles
from graph import Answer, Store
from ontology import PREFIXES

ROWS = 500
"""How many rows the server writes into the page; the script shows the others too, in pages."""

OURS = PREFIXES["power"].removesuffix("power/")
"""What the IRIs of everything that has a page here start with; the path of the page follows."""

_PAGES = re.compile(r"(?:corpus/[^/?#]+|power|instrument|topic|scheme|agent)/[^?#]+|ontology(?:#.*)?")
_LANGUAGE = re.compile(r'.*"@([\w-]+)', re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """One cell of the table: its text, where it leads ("" for nowhere), its whole IRI, and a small note beside it."""

    text: str
    address: str = ""
    iri: str = ""
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """An answer, ready to be shown.

    Attributes:
        form: "table", "boolean" or "graph".
        told: How much it is, in words.
        variables: The columns.
        rows: The first rows.
        data: All of it for the script, with its media type; None where it has more rows than the page.
    """

    form: str
    told: str
    variables: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    data: dict[str, Any] | None


def shown(answer: Answer, store: Store, seconds: float) -> Shown:
    """Return an answer ready to be shown.

    Args:
        answer: The answer.
        store: Where it comes from: names the items.
        seconds: How long it took.
    """
    rows = _rows(answer, store) if answer.form != "boolean" else ((Cell("Yes" if answer else "No"),),)
    data = {"type": _media_type(answer), "text": _text(answer), "seconds": seconds} if len(answer) <= ROWS else None
    return Shown(answer.form, _told(answer, seconds), answer.variables, rows, data)


def page_of(iri: str) -> str:
    """Return where an IRI leads: the path of its page on this server, itself on the web, or "" for nowhere."""
    if iri.startswith(OURS) and _PAGES.fullmatch(iri[len(OURS) :]):
        return f"/{iri[len(OURS) :]}"
    return iri if iri.startswith(("http://", "https://")) else ""


def _rows(answer: Answer, store: Store) -> tuple[tuple[Cell, ...], ...]:
    terms = [["" if term is None else str(term) for term in row] for row in answer.terms[:ROWS]]
    named = titles(store, {term[1:-1] for row in terms for term in row if term.startswith("<")})
    read = answer.rows()
    return tuple(
        tuple(_cell(term, text, named) for term, text in zip(row, texts, strict=True))
        for row, texts in zip(terms, read, strict=False)
    )


def _cell(term: str, text: str, named: dict[str, str]) -> Cell:
    """Return the cell of a term in the manner of N-Triples, which reads as `text`."""
    if term.startswith("<"):
        iri = term[1:-1]
        title = named.get(iri, "")
        return Cell(title or text, page_of(iri), iri, text if title else "")
    language = _LANGUAGE.fullmatch(term)
    return Cell(text, note=language[1] if language else "")


def _told(answer: Answer, seconds: float) -> str:
    count, noun = len(answer), "triple" if answer.form == "graph" else "row"
    told = f"{count:,} {noun}{'' if count == 1 else 's'}" if answer.form != "boolean" else "Answered"
    first = f"; the first {ROWS} are shown" if count > ROWS else ""
    took = f"{max(1, round(seconds * 1000))} ms" if seconds < 1 else f"{seconds:.1f} s"
    return f"{told} in {took}{first}"


def _media_type(answer: Answer) -> str:
    return "application/n-triples" if answer.form == "graph" else "application/sparql-results+json"


def _text(answer: Answer) -> str:
    return answer.serialize("ntriples" if answer.form == "graph" else "json").decode("utf-8")
