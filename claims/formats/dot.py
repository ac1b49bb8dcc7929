r"""DOT, for Graphviz (https://graphviz.org/doc/info/lang.html): boxes by kind, arrows by relation, clusters by section.

A relation of one node to one other is an arrow; one that joins several (linked premises), or is attacked or supported
itself, is a small dot on the way, for arrows to point at. Boxes show title and kind, their tooltips the text.

Quoting is done here: a quoted string needs a backslash before quotes and, since labels read `\n`, `\N` and the like,
before backslashes, too; labels and tooltips also read `&amp;` and its kin. What is quoted is never taken for HTML,
keywords or ports. (pydot 4 takes `<b>x</b>` for HTML, cuts ids at colons, and leaves backslashes as they are.)
"""

from collections.abc import Iterator, Sequence

from claims.formats.argument import Argument, Node
from claims.formats.as_looks import LINES, LOOKS, OTHER, PLAIN
from claims.formats.as_power import Power, power_of
from claims.formats.as_words import (
    TITLE,
    clean,
    closed,
    is_relation_type,
    kind_of,
    one_line,
    safe_ids,
    shortened,
    title_of,
    word_of,
)

_WIDTH = 26
"""How many letters a line of a box has."""
_LONGEST = 2_000
"""How many characters a tooltip has at most: Graphviz refuses strings of more than 16,384 bytes."""
_AFTER_BACKSLASH = "\u200b"
"""Graphviz reads escapes in tooltips twice: no number of backslashes says one before an n; this parts the two."""
_INKS = {"fontcolor": "#18202c", "fontname": "Helvetica"}
_CLUSTER = {"style": "rounded", "color": "#d3d9e2", "fontcolor": "#4f5b6b", "fontsize": "13", "labelloc": "b"}


_WHOSE = 5
"""How many names the label of an arrow has at most."""


def generate(argument: Argument) -> str:
    """Return an argument as a directed graph in DOT.

    Example:
        >>> toll = Argument("toll")
        >>> for name in ("a", "b"):
        ...     _ = toll.add(Node(name, "I", f"Statement {name}."))
        >>> _ = toll.relate("r", "RA", ["b"], ["a"])
        >>> print(generate(toll).splitlines()[-2].strip().split(", class")[0])
        "b" -> "a" [label="supports"
    """
    return _Drawing(argument).text()


class _Drawing:
    def __init__(self, argument: Argument) -> None:
        self.argument, self.nodes = argument, argument.nodes
        self.power: Power = power_of(argument)
        self.sources, self.targets = argument.sources_of(), argument.targets_of()
        ends = dict.fromkeys(end for edge in argument.edges for end in (edge.source, edge.target))
        self.missing = [end for end in ends if end not in self.nodes]
        self.ids = safe_ids([*self.nodes, *self.missing, *self.power.boxes])
        self.arrows = {one for one in self.nodes if self._is_arrow(one)}

    def text(self) -> str:
        lines = [*self._head(), *self._clusters()]
        lines += (self._box(one, kind="missing", title=shortened(one)) for one in self.missing)
        lines += (self._box(box.id, box.kind, shortened(box.title), box.whole) for box in self.power.boxes.values())
        lines += self._edges()
        return "\n".join(
            [f"digraph {_quoted(shortened(self.argument.name))} {{", *(f"  {line}" for line in lines), "}", ""]
        )

    def _is_arrow(self, one: str) -> bool:
        """Whether a relation joins one node to one other, and nothing speaks of it."""
        count = len(self.sources[one]), len(self.targets[one])
        node = self.nodes[one]
        if node.type not in ("RA", "CA", "MA") or count != (1, 1):
            return False
        return not is_relation_type(self.nodes[self.sources[one][0]].type)

    def _is_dot(self, node: Node) -> bool:
        return is_relation_type(node.type) and node.id not in self.arrows

    def _head(self) -> Iterator[str]:
        """Yield what holds for all; newrank, since Graphviz fails at clusters that arrows lead to and fro between."""
        title = closed(shortened(self.argument.title or self.argument.name, 2 * TITLE))
        yield f"graph {_said(rankdir='BT', newrank='true', label=_label(title), labelloc='t', fontsize='18', **_INKS)}"
        yield f"node {_said(style='filled', fontsize='11', **_INKS)}"
        yield f"edge {_said(fontsize='9', **_INKS)}"

    def _clusters(self) -> Iterator[str]:
        """Yield the boxes of the nodes, those of one section together; a relation stands where it leads."""
        sections: dict[str, list[str]] = {}
        for node in self.nodes.values():
            if node.id not in self.arrows:
                sections.setdefault(self._section(node), []).append(self._drawn(node))
        for number, (section, boxes) in enumerate(sections.items()):
            if not section:
                yield from boxes
                continue
            yield f"subgraph {_quoted(f'cluster_{number}')} {{"
            said = _said(label=_label(closed(shortened(section))), **_CLUSTER)
            yield f"  graph {said}"
            yield from (f"  {box}" for box in boxes)
            yield "}"

    def _section(self, node: Node) -> str:
        aims = self.targets[node.id] if self._is_dot(node) else []
        return node.section or (self.nodes[aims[0]].section if aims else "")

    def _drawn(self, node: Node) -> str:
        if self._is_dot(node):
            return self._relation(node)
        return self._box(node.id, kind_of(node), title_of(node), node.text)

    def _box(self, one: str, kind: str, title: str, text: str = "") -> str:
        look = LOOKS.get(kind, OTHER)
        lines = [shortened(kind).upper(), *_wrapped(closed(title))]
        said = _said(
            label=_label(*lines),
            tooltip=_tooltip(text),
            shape=look.dot,
            fillcolor=look.fill,
            color=look.ink,
        )
        return f"{_quoted(self.ids[one])} {said}"

    def _relation(self, node: Node) -> str:
        """Return a relation as a dot that arrows can point at, with its word beside it."""
        said = self._words(node)
        ink = LINES.get(said[0], PLAIN).ink
        look = {"shape": "point", "width": "0.1", "color": ink, "fillcolor": ink}
        return (
            f"{_quoted(self.ids[node.id])} {_said(xlabel=_label(*said), tooltip=_label(*said), fontsize='9', **look)}"
        )

    def _words(self, node: Node) -> list[str]:
        """Return what a relation does and, in another line, its scheme."""
        word = shortened(word_of(node, [self.nodes[one] for one in self.targets[node.id]]))
        scheme = shortened(node.scheme)
        return [closed(word), closed(f"({scheme})")] if scheme and scheme != word else [closed(word)]

    def _edges(self) -> Iterator[str]:
        for edge in self.argument.edges:
            source, target = self.nodes.get(edge.source), self.nodes.get(edge.target)
            if target and target.id in self.arrows:
                continue  # drawn with the edge that leads on
            if source and source.id in self.arrows:
                yield self._edge(self.sources[source.id][0], edge.target, *self._words(source))
            elif source and is_relation_type(source.type):
                yield self._edge(edge.source, edge.target, self._words(source)[0], shown=False)
            elif target and is_relation_type(target.type):
                yield self._edge(edge.source, edge.target, self._words(target)[0], shown=False, head=False)
            else:
                yield self._edge(edge.source, edge.target, "")
        for arrow in self.power.arrows:
            yield self._edge(
                arrow.source,
                arrow.target,
                arrow.word,
                *(f"power of {shortened(whose)}" for whose in arrow.whose[:_WHOSE]),
            )

    def _edge(self, source: str, target: str, *words: str, shown: bool = True, head: bool = True) -> str:
        line = LINES.get(words[0], PLAIN)
        said = _said(
            label=_label(*words) if shown and words[0] else "",
            **{"class": words[0]},
            style=line.stroke,
            color=line.ink,
            arrowhead=line.dot if head else "none",
        )
        return f"{_quoted(self.ids[source])} -> {_quoted(self.ids[target])} {said}"


def _said(**attributes: str) -> str:
    """Return attributes in brackets, those without a value left out; each value is escaped where it needs to be."""
    return f"[{', '.join(f'{name}={_in_quotes(value)}' for name, value in attributes.items() if value)}]"


def _label(*lines: str) -> str:
    """Return lines as a label has them: backslashes doubled, so that none begins an escape, and entities spelt out."""
    return "\\n".join(line.replace("\\", "\\\\").replace("&", "&amp;") for line in lines)


def _tooltip(text: str) -> str:
    said = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return _label(*clean(closed(said)).replace("\\", f"\\{_AFTER_BACKSLASH}").split("\n"))


def _quoted(text: str) -> str:
    """Return an id in quotes."""
    return _in_quotes(one_line(text).replace("\\", "\\\\"))


def _in_quotes(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def _wrapped(text: str) -> Sequence[str]:
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + len(word) < _WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
