"""A report in Markdown (CommonMark, with the tables of GFM), for people to read, print, and put into other documents.

It tells what is argued for and how, from the theses down; then what is tied to none, what was said, policies and what
power they bear on, and the sources. It holds no HTML, and texts show as they are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from claims.formats.argument import Argument, Edge, Node
from claims.formats.as_outline import DEEPEST, TOGETHER, Block, Outline, Step, outline
from claims.formats.as_words import is_relation_type, kind_of, one_line, shortened, title_of, titles_of
from claims.formats.markdown.power import power_lines
from claims.formats.markdown.text import address, anchor, paragraph, plain, table

_QUOTED, _PARTS = 400, 10
"""How many characters of a passage are quoted at most, and how many passages for one statement."""
_INDENT = DEEPEST + 4
"""How deep lines are indented at most; premises that belong together and undercuts go below `DEEPEST`."""


def generate(argument: Argument) -> str:
    """Return a report on an argument.

    Example:
        >>> toll = Argument("toll")
        >>> for name, text in (("a", "Lower the toll."), ("b", "Fewer ships call.")):
        ...     _ = toll.add(Node(name, "I", text))
        >>> _ = toll.relate("r", "RA", ["b"], ["a"])
        >>> print(generate(toll).partition("## The argument")[2].strip())
        ### S1 Lower the toll.
        <BLANKLINE>
        Lower the toll. (statement)
        <BLANKLINE>
        - **because** S2 Fewer ships call. (statement)
    """
    return "\n".join([*_Report(argument).lines(), ""])


class _Report:
    def __init__(self, argument: Argument) -> None:
        self.argument, self.nodes = argument, argument.nodes
        self.told: Outline = outline(argument)
        self.titles = titles_of(argument)
        self.numbers: dict[str, int] = {}
        self.sources: dict[str, int] = {}
        theses = any(kind_of(node) == "thesis" for node in self.nodes.values())
        self.loose = "Not tied to a thesis" if theses else "Not tied to anything"

    def lines(self) -> Iterator[str]:
        yield f"# {plain(self.argument.title or self.argument.name) or 'An argument'}"
        yield from self._counts()
        yield from self._theses()
        yield from self._part("The argument", self._blocks(self.told.tied))
        alone = (f"- {self._told(node)}" for node in self.told.alone)
        yield from self._part(self.loose, self._blocks(self.told.untied), [""], alone)
        yield from self._part("What was said", ["", *self._locutions()])
        yield from self._part("Other connections", self._others())
        yield from power_lines(self.argument, self.link)
        found = (f"{number}. {address(source)}" for source, number in self.sources.items())
        yield from self._part("Sources", ["", *found])

    def _part(self, title: str, *parts: Iterable[str]) -> Iterator[str]:
        """Yield a part with its heading, unless there is nothing in it."""
        lines = [line for part in parts for line in part]
        if any(lines):
            yield from ("", f"## {title}", *lines)

    def _counts(self) -> Iterator[str]:
        nodes = sorted(self.nodes.values(), key=lambda node: is_relation_type(node.type))
        kinds = Counter(one_line(kind_of(node)) for node in nodes)
        kinds.update(item.kind for item in self.argument.others if item.kind in ("policy", "link", "power-type"))
        if kinds:
            rows = ([plain(_KINDS.get(kind, kind)), str(count)] for kind, count in kinds.items())
            yield from ("", *table(["Kind", "Number"], rows))

    def _theses(self) -> Iterator[str]:
        """Yield the list of the theses, where there are several, as contents of what follows."""
        heads = [block.head for block in self.told.tied if kind_of(block.head) == "thesis"]
        if len(heads) > 1:
            yield from ("", "## Theses", "", *(f"- {self.link(head.id)}" for head in heads))

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield from ("", f"{'####' if block.level else '###'} {plain(self._heading(block.head.id))}", "")
            text = paragraph(block.head.text)
            yield f"{text} {self._about(block.head)}".strip()
            if quote := self._quote(block.head):
                yield from ("", f"> {quote}")
            if block.steps:
                yield ""
            for step in block.steps:
                yield from self._step(step)

    def _step(self, step: Step) -> Iterator[str]:
        indent = "  " * min(step.depth, _INDENT)
        scheme = f" ({plain(step.relation.scheme)})" if step.relation.scheme and step.word else ""
        if step.node is None:
            yield f"{indent}- **{step.word}**, {TOGETHER}{scheme}:"
            return
        word = f"**{step.word}**{scheme} " if step.word else ""
        yield f"{indent}- {word}{self._told(step.node) if step.full else self.link(step.node.id)}"
        quote = self._quote(step.node) if step.full else ""
        if quote:
            yield f"{indent}  > {quote}"

    def _told(self, node: Node) -> str:
        """Return a statement in full, with its number and title."""
        title, text = plain(node.title), plain(node.text)
        said = f"**{title}**: {text}" if title and title != text else text or plain(title_of(node))
        return f"{self._number(node.id)} {said} {self._about(node)}"

    def link(self, one: str, title: bool = True) -> str:
        """Return a link to where a node is told, by its number and title; for what is no statement its title."""
        if one not in self.told.place:
            return plain(self.titles.get(one, "")) or f"{plain(one)} (missing)"
        number = self._number(one)
        said = f"{number} {plain(title_of(self.nodes[one]))}" if title else number
        place = self.told.place[one]
        return f"[{said}](#{anchor(self._heading(place)) if place else anchor(self.loose)})"

    def _number(self, one: str) -> str:
        return f"S{self.numbers.setdefault(one, len(self.numbers) + 1)}"

    def _heading(self, one: str) -> str:
        return f"{self._number(one)} {title_of(self.nodes[one])}"

    def _about(self, node: Node) -> str:
        """Return what is known of a statement besides its text, in brackets."""
        place = ", ".join([plain(node.section)] * bool(node.section) + [f"¶ {node.paragraph}"] * bool(node.paragraph))
        holders = ", ".join(filter(None, map(plain, node.held_by)))
        sources = ", ".join(f"[source {self._source(one)}](#sources)" for one in node.citation if one_line(one))
        said = (plain(kind_of(node)), holders and f"held by {holders}", plain(node.commitment), place, sources)
        return f"({'; '.join(filter(None, said))})"

    def _source(self, citation: str) -> int:
        return self.sources.setdefault(one_line(citation), len(self.sources) + 1)

    def _quote(self, node: Node) -> str:
        """Return the words of the source that a statement stands in, where the argument has them and they differ."""
        parts = []
        for span in node.spans[:_PARTS]:
            text = self.argument.texts.get(span.source, "") if span.source else self.argument.text
            start = max(span.start, 0)
            parts.append(shortened(text[start : max(min(span.end, start + 2 * _QUOTED), 0)], _QUOTED))
        said = " … ".join(filter(None, parts))
        return f"“{plain(said)}”" if said and said != one_line(node.text) else ""

    def _locutions(self) -> Iterator[str]:
        for node in self.nodes.values():
            if node.type == "L":
                said = paragraph(node.text) or paragraph(title_of(node))
                yield f"- {said} {self._about(node)}"

    def _others(self) -> Iterator[str]:
        rows = [*self._other_relations(), *self._other_edges()]
        if rows:
            yield from ("", *table(["What", "From", "To"], rows))

    def _other_relations(self) -> Iterator[list[str]]:
        """Yield the relations that the blocks do not tell of."""
        sources, targets = self.argument.sources_of(), self.argument.targets_of()
        for node in self.nodes.values():
            if is_relation_type(node.type) and node.id not in self.told.relations:
                ends = ("; ".join(self.link(one) for one in side[node.id]) or "–" for side in (sources, targets))
                yield [plain(self.titles[node.id]), *ends]

    def _other_edges(self) -> Iterator[list[str]]:
        """Yield the arrows that no relation is an end of, and those that lead nowhere."""
        for edge in self.argument.edges:
            if not self._is_of_relation(edge):
                yield ["arrow", self.link(edge.source), self.link(edge.target)]

    def _is_of_relation(self, edge: Edge) -> bool:
        ends = [self.nodes[one] for one in (edge.source, edge.target) if one in self.nodes]
        return len(ends) == 2 and any(is_relation_type(node.type) for node in ends)


_KINDS = {"link": "power link", "power-type": "type of power"}
