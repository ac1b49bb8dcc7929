"""Templates of SPARQL Update: the quads that INSERT and DELETE write, with variables that solutions give values to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from graph.syntax import tokens
from graph.terms import Term

_VARIABLE = "urn:x-claimatlas:variable:"
"""What IRIs start with that stand for variables while a template is parsed."""


@dataclass(frozen=True)
class Template:
    """The quads of a template; a variable is an IRI that nobody else uses.

    Attributes:
        quads: The quads.
        variables: The names of the variables in them.
        has_blank: Whether it has blank nodes: new ones for each solution.
    """

    quads: tuple[ox.Quad, ...]
    variables: tuple[str, ...] = ()
    has_blank: bool = False

    @property
    def graphs(self) -> set[str]:
        """The IRIs of the named graphs that it names itself."""
        names = {quad.graph_name.value for quad in self.quads if isinstance(quad.graph_name, ox.NamedNode)}
        return {name for name in names if not name.startswith(_VARIABLE)}


def template_of(prologue: str, text: str, graph: str = "") -> Template:
    """Return a template from its text.

    Args:
        prologue: The declarations before it.
        text: What stands between its braces.
        graph: The IRI of the graph that what names none is in; "" for the default graph.

    Raises:
        SyntaxError: When it cannot be parsed.
    """
    if not text.strip():
        return Template(())
    parts, end, variables = [], 0, dict[str, None]()
    for kind, word, at in tokens(text):
        if kind == "variable":
            variables[word[1:]] = None
            parts.append(f"{text[end:at]}<{_VARIABLE}{word[1:]}>")
            end = at + len(word)
    aside = ox.Store()
    aside.update(f"{prologue} INSERT DATA {{ {''.join(parts)}{text[end:]} }}")
    return template_from(aside, tuple(variables), graph)


def template_from(parsed: ox.Store, variables: tuple[str, ...] = (), graph: str = "") -> Template:
    """Return a template from a store that holds its quads; see `template_of`."""
    quads = tuple(parsed)
    if graph:
        there = ox.NamedNode(graph)
        quads = tuple(
            ox.Quad(q.subject, q.predicate, q.object, there if q.graph_name == ox.DefaultGraph() else q.graph_name)
            for q in quads
        )
    return Template(quads, variables, any(_is_blank(quad.triple) for quad in quads))


def _is_blank(part: object) -> bool:
    """Whether a term is a blank node, or has one in it."""
    return isinstance(part, ox.BlankNode) or (isinstance(part, ox.Triple) and any(map(_is_blank, part)))


def filled(template: Template, variables: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> Iterator[ox.Quad]:
    """Yield the quads that a template makes of solutions; those that cannot be are left out.

    Args:
        template: The template.
        variables: The variables of the solutions.
        rows: The solutions: for each variable its value, or None.
    """
    if not template.variables and not template.has_blank:
        yield from template.quads if any(True for _ in rows) else ()
        return
    slots = {f"{_VARIABLE}{name}": number for number, name in enumerate(variables)}
    for row in rows:
        blanks: dict[str, ox.BlankNode] = {}
        for quad in template.quads:
            parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
            terms = [_value(part, slots, row, blanks) for part in parts]
            if None not in terms:
                try:
                    yield ox.Quad(*terms)  # type: ignore[arg-type]
                except TypeError:  # such as a literal in the place of a subject
                    continue


def _value(part: object, slots: dict[str, int], row: Sequence[Term | None], blanks: dict[str, ox.BlankNode]) -> object:
    """Return what a part of a template is in a solution; None where a variable has no value."""
    if isinstance(part, ox.NamedNode):
        slot = slots.get(part.value)
        return part if slot is None else row[slot]
    if isinstance(part, ox.BlankNode):
        return blanks.setdefault(part.value, ox.BlankNode())
    if isinstance(part, ox.Triple):
        terms = [_value(one, slots, row, blanks) for one in part]
        return None if None in terms else _triple(terms)
    return part


def _triple(terms: Sequence[object]) -> ox.Triple | None:
    try:
        return ox.Triple(*terms)  # type: ignore[arg-type]
    except TypeError:
        return None
