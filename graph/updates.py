"""What a SPARQL Update would change, found before anything is changed: so that the history can hold it exactly."""

from collections.abc import Callable

import pyoxigraph as ox

from graph.asking import Ask
from graph.delta import Delta, normalized
from graph.errors import StoreWriteError
from graph.syntax import tokens

_GRAPHS = {
    "GRAPH",
    "WITH",
    "USING",
    "INTO",
    "NAMED",
    "ALL",
    "DEFAULT",
    "TO",
    "SILENT",
    "LOAD",
    "CLEAR",
    "DROP",
    "CREATE",
}
_CALLS = {"LOAD", "SERVICE"}
_NAMES_A_GRAPH = (
    "the update puts triples into a named graph; the store keeps all that holds now in its default graph. "
    "Leave GRAPH, WITH and INTO out."
)


def delta_of_update(sparql: str, ask: Ask, whole: Callable[[], bytes], prologue: str) -> Delta:
    """Return what an update would add to and remove from the current state.

    One operation is asked for as two queries. Several, which build on one another, are carried out on a copy of the
    whole state aside, which takes time and memory in proportion to it.

    Args:
        sparql: The update, without a semicolon at its end.
        ask: Asks the store.
        whole: Gives the current state as N-Triples.
        prologue: The declarations of the known prefixes.

    Raises:
        SyntaxError: When the update cannot be parsed.
        StoreWriteError: When it fails, or names a graph.
    """
    if not _CALLS & {text.upper() for kind, text, _ in tokens(sparql) if kind == "word"}:
        # Parsed by running it on nothing: a fault is told as of the update, not of a query made from it.
        _run(ox.Store(), prologue + sparql, tolerant=True)
    parts = _single(sparql)
    if parts:
        prologue, removes, adds, where = parts
        removed = _made(ask, prologue, removes, where)
        return _effective(ask, set(_made(ask, prologue, adds, where)), set(removed))
    return _on_a_copy(prologue + sparql, whole())


def _run(store: ox.Store, sparql: str, *, tolerant: bool) -> None:
    try:
        store.update(sparql)
    except (OSError, RuntimeError) as error:
        if not tolerant:
            raise StoreWriteError(f"Nothing was changed: {error}") from error


def _on_a_copy(sparql: str, state: bytes) -> Delta:
    copy = ox.Store()
    copy.load(state, format=ox.RdfFormat.N_TRIPLES)
    before = set(copy)
    _run(copy, sparql, tolerant=False)
    after = set(copy)
    if any(quad.graph_name != ox.DefaultGraph() for quad in after):
        raise StoreWriteError(f"Nothing was changed: {_NAMES_A_GRAPH}")
    return Delta.of(normalized(q.triple for q in after - before), (q.triple for q in before - after))


def _single(sparql: str) -> tuple[str, str, str, str] | None:
    """Take one operation on the current state apart: prologue, what it deletes, inserts, and where; None for others."""
    found = list(tokens(sparql))
    start = next((at for kind, text, at in found if kind == "word" and text.upper() in ("INSERT", "DELETE")), 0)
    spans = _groups([token for token in found if token[2] >= start])
    begin, end = spans.get("WHERE", (0, 0))
    # What is only read may stand in any graph.
    words = {text.upper() for kind, text, at in found if kind == "word" and not begin <= at < end}
    if words & _GRAPHS or any(text == ";" for _, text, _ in _outside(found)):
        return None
    groups = {words: sparql[slice(*span)] for words, span in spans.items()}
    both = groups.get("DELETE WHERE")
    if both is not None:
        return sparql[:start], both, "", both
    removes = groups.get("DELETE") or groups.get("DELETE DATA") or ""
    adds = groups.get("INSERT") or groups.get("INSERT DATA") or ""
    return sparql[:start], removes, adds, groups.get("WHERE", "")


def _outside(found: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """Return the tokens outside all braces."""
    depth, kept = 0, []
    for token in found:
        depth += (token[1] == "{") - (token[1] == "}")
        if depth == 0:
            kept.append(token)
    return kept


def _groups(found: list[tuple[str, str, int]]) -> dict[str, tuple[int, int]]:
    """Return the keywords before each outer group → where its content begins and ends."""
    groups: dict[str, tuple[int, int]] = {}
    depth, start, words = 0, 0, list[str]()
    for _, text, at in found:
        if text == "{":
            start = at + 1 if depth == 0 else start
            depth += 1
        elif text == "}":
            depth -= 1
            if depth == 0:
                groups[" ".join(words)] = start, at
                words = []
        elif depth == 0:
            words.append(text.upper())
    return groups


def _made(ask: Ask, prologue: str, template: str, where: str) -> list[ox.Triple]:
    if not template.strip():
        return []
    answer = ask(f"{prologue} CONSTRUCT {{ {template} }} WHERE {{ {where} }}")
    return list(normalized(ox.Triple(s, p, o) for s, p, o in answer.terms))  # type: ignore[arg-type]


def _effective(ask: Ask, added: set[ox.Triple], removed: set[ox.Triple]) -> Delta:
    """Leave out what changes nothing: adding what is there, removing what is not, removing what is added again."""
    there = present(ask, added | removed)
    return Delta.of(added - there, (removed & there) - added)


def present(ask: Ask, triples: set[ox.Triple]) -> set[ox.Triple]:
    """Return those of the triples that are in the store."""
    rows = [f"({t.subject} {t.predicate} {t.object})" for t in triples if isinstance(t.subject, ox.NamedNode)]
    found: set[ox.Triple] = set()
    for start in range(0, len(rows), 500):
        values = " ".join(rows[start : start + 500])
        answer = ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES (?s ?p ?o) {{ {values} }} ?s ?p ?o }}")
        found |= {ox.Triple(s, p, o) for s, p, o in answer.terms}  # type: ignore[arg-type]
    return found
