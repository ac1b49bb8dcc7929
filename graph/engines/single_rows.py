"""Values row by row, for Virtuoso: it finds no text of a language that stands in several rows of several variables."""

from itertools import pairwise

from graph.syntax import Token, tokens

_MOST = 100
"""Up to how many rows are written singly: from some hundreds on, Virtuoso has no room for the query."""


def in_single_rows(sparql: str) -> str:
    """Return a query in which each block of VALUES with such texts is a union of blocks of one row.

    Example:
        >>> in_single_rows('ASK { VALUES (?p ?t) { (<urn:p> "a"@en) (<urn:p> "b"@en) } ?s ?p ?t }')
        'ASK { { VALUES (?p ?t) { (<urn:p> "a"@en) } } UNION { VALUES (?p ?t) { (<urn:p> "b"@en) } } ?s ?p ?t }'
    """
    if "@" not in sparql or "VALUES" not in sparql.upper():
        return sparql
    found = list(tokens(sparql))
    done, end = "", 0
    for number, (kind, text, at) in enumerate(found):
        if kind == "word" and text.upper() == "VALUES" and at >= end and found[number + 1][1] == "(":
            block = _block(found, number)
            if 3 < len(block) < _MOST and any(token[1] == "@" for token in found[number : block[-1]]):
                done += sparql[end:at] + _union(sparql, found, number, block)
                end = found[block[-1]][2] + 1
    return done + sparql[end:]


def _block(found: list[Token], start: int) -> list[int]:
    """Return the numbers of the tokens that open a block of VALUES, and each of its rows, and that end it."""
    opening = next(number for number in range(start, len(found)) if found[number][1] == "{")
    block = [opening]
    for number in range(opening + 1, len(found)):
        if found[number][1] == "}":
            return [*block, number]
        if found[number][1] == "(":
            block.append(number)
    return [opening]


def _union(sparql: str, found: list[Token], start: int, block: list[int]) -> str:
    head = sparql[found[start][2] : found[block[0]][2]].strip()
    edges = [found[number][2] for number in block[1:]]
    rows = [sparql[one:other].strip() for one, other in pairwise(edges)]
    return " UNION ".join(f"{{ {head} {{ {row} }} }}" for row in rows)
