"""A text of SPARQL Update taken apart into its operations, token by token; parsing proper is the engine's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from graph.errors import DatasetError
from graph.syntax import UPDATES, Token, tokens

_GROUP = "group"
"""The kind of what stands between outer braces, as one token."""


@dataclass(frozen=True)
class Operation:
    """One operation of an update. Graphs stand as in the text: as `<iri>` or prefix:name.

    Attributes:
        verb: Its first keyword, in capitals; that of the template after a WITH.
        prologue: All declarations before it.
        text: The operation itself.
        silent: Whether it may fail without a word.
        deletes: The content of what is to be deleted; "" for nothing.
        inserts: The content of what is to be inserted; "" for nothing.
        where: The pattern that is looked for; None where there is none.
        graph: The graph after WITH; "" for the default graph.
        using: The graphs after USING.
        using_named: The graphs after USING NAMED.
        graphs: The graphs that CLEAR, DROP, CREATE, ADD, MOVE, COPY and LOAD name, or DEFAULT, NAMED or ALL.
    """

    verb: str
    prologue: str
    text: str
    silent: bool = False
    deletes: str = ""
    inserts: str = ""
    where: str | None = None
    graph: str = ""
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()

    @property
    def is_pattern(self) -> bool:
        """Whether it inserts or deletes triples that are given, or made from a template."""
        return self.verb in ("INSERT", "DELETE")


def operations(sparql: str) -> list[Operation]:
    """Return the operations of an update that can be parsed."""
    return [_operation(part, prologue, text) for prologue, part, text in _pieces(sparql)]


def declared_anew(sparql: str) -> list[str]:
    """Return each operation with the declarations before it, where there are some between operations; otherwise none.

    Oxigraph takes declarations at the beginning only (seen with 0.5.13), the standard before any operation.
    """
    pieces = list(_pieces(sparql))
    is_so = any(prologue != pieces[0][0] for prologue, _, _ in pieces)
    return [prologue + text for prologue, _, text in pieces] if is_so else []


def with_dataset(sparql: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """Return an update whose patterns look in some graphs, as if each operation had said so by USING.

    Args:
        sparql: The update.
        using: The IRIs of the graphs that are looked in together, as the default graph.
        using_named: The IRIs of the graphs that are looked in by GRAPH.

    Raises:
        DatasetError: When one of them is no IRI, or the update says by USING or WITH itself where to look.
    """
    if not using and not using_named:
        return sparql
    clause = "".join(f"USING {iri_of(one)} " for one in using)
    clause += "".join(f"USING NAMED {iri_of(one)} " for one in using_named)
    words, done, end = [token for token in _collapsed(sparql) if token[0] in ("word", _GROUP)], "", 0
    for before, (kind, text, at), after in zip([("", "", 0), *words], words, [*words[1:], ("", "", 0)], strict=False):
        if kind == "word" and text.upper() in ("USING", "WITH"):
            raise DatasetError(
                f"The update says by {text.upper()} itself where to look, and graphs were asked for beside it. "
                "Leave one of them out."
            )
        if kind == "word" and text.upper() == "WHERE":
            template = f"{{ {after[1]} }} " if before[1].upper() == "DELETE" else ""
            done += sparql[end:at] + template + clause
            end = at
    return done + sparql[end:]


def iri_of(name: str) -> str:
    """Return an IRI as SPARQL writes it.

    Raises:
        DatasetError: When it is no IRI.
    """
    try:
        return str(ox.NamedNode(name))
    except ValueError as error:
        raise DatasetError(f"“{name}” is not a whole IRI: {error}") from None


def dataset_of(default: Sequence[str] | None, named: Sequence[str] | None) -> tuple[list[str], list[str]] | None:
    """Return the graphs that a query is about; None where nothing is said of that.

    Raises:
        DatasetError: When one of them is no IRI.
    """
    if default is None and named is None:
        return None
    graphs = [*(default or ())], [*(named or ())]
    for name in (*graphs[0], *graphs[1]):
        iri_of(name)
    return graphs


def based_on(base_iri: str) -> str:
    """Return the declaration of what relative IRIs are relative to; "" for nothing.

    Raises:
        DatasetError: When it is no IRI.
    """
    return f"BASE {iri_of(base_iri)} " if base_iri else ""


def resolved(prologue: str, name: str) -> str:
    """Return the IRI of a graph that a text writes as `<iri>` or prefix:name, after some declarations.

    Raises:
        SyntaxError: When it cannot be read.
    """
    answer = ox.Store().query(f"{prologue} SELECT ({name} AS ?iri) {{}}")
    return next(str(row["iri"].value) for row in answer)  # type: ignore[union-attr]


def _collapsed(sparql: str) -> list[Token]:
    """Return the tokens outside braces, and the content of each outer pair of braces as one of them."""
    found: list[Token] = []
    depth, start = 0, 0
    for kind, text, at in tokens(sparql):
        depth -= text == "}"
        if depth == 0 and text == "}":
            found.append((_GROUP, sparql[start:at], start - 1))
        elif depth == 0 and text != "{":
            found.append((kind, text, at))
        elif depth == 0:
            start = at + 1
        depth += text == "{"
    return found


def _pieces(sparql: str) -> Iterator[tuple[str, list[Token], str]]:
    """Yield of each operation all declarations before it, its tokens, and its text up to the next."""
    prologue, start = "", 0
    found = [*_collapsed(sparql), ("other", ";", len(sparql))]
    part: list[Token] = []
    for token in found:
        if token[1] != ";":
            part.append(token)
            continue
        first = next((n for n, (kind, text, _) in enumerate(part) if kind == "word" and text.upper() in UPDATES), None)
        if first is not None:
            begin = part[first][2]
            prologue += sparql[start:begin]
            yield prologue, part[first:], sparql[begin : token[2]]
        part, start = [], token[2] + 1


def _operation(part: Sequence[Token], prologue: str, text: str) -> Operation:
    words = [word.upper() if kind == "word" else word for kind, word, _ in part]
    if words[0] not in ("INSERT", "DELETE", "WITH"):
        named = [w for (kind, _, _), w in zip(part, words, strict=True) if kind in ("iri", "name") or w in _ALL]
        return Operation(words[0], prologue, text, silent="SILENT" in words, graphs=tuple(named))
    groups = {words[n - 1]: words[n] for n, (kind, _, _) in enumerate(part) if kind == _GROUP}
    using, using_named = _using(words)
    data, both = groups.get("DATA", ""), words[:2] == ["DELETE", "WHERE"]
    verb = words[2] if words[0] == "WITH" else words[0]
    return Operation(
        verb,
        prologue,
        text,
        deletes=groups["WHERE"] if both else groups.get("DELETE", data if verb == "DELETE" else ""),
        inserts=groups.get("INSERT", data if verb == "INSERT" else ""),
        where=groups.get("WHERE"),
        graph=words[1] if words[0] == "WITH" else "",
        using=using,
        using_named=using_named,
    )


_ALL = ("DEFAULT", "NAMED", "ALL")


def _using(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the graphs after USING, and those after USING NAMED."""
    at = [n for n, word in enumerate(words) if word == "USING"]
    named = [words[n + 2] for n in at if words[n + 1] == "NAMED"]
    return tuple(words[n + 1] for n in at if words[n + 1] != "NAMED"), tuple(named)
