"""Lines of N-Quads put aside on disk, by what they are about, until all files are read.

Files tell of a node wherever they like. So lines are dealt out to a number of temporary files, by the node that they
are about; each of these is then small enough to be held in memory. Parts of anchors go with the item that is anchored,
where their names tell; where not, that is found out when all is there, and they are moved. The files have no names:
they are gone with this process, however it ends.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO
from zlib import crc32

from graph.bulk.batches import Batch
from graph.bulk.rules import ATTACKED, KIND, PLAIN, RELATIONS, SUBCLASS, TYPE
from ontology import PREFIXES

_BODY, _TARGET, _SELECTOR = (f"<{PREFIXES['oa']}{name}>".encode() for name in ("hasBody", "hasTarget", "hasSelector"))
_PARTS = tuple(f"-{part}>".encode() for part in ("anchor", "passage", "position", "fingerprint", "quote"))
_ARE_RELATIONS = tuple(b" " + rest for rest in RELATIONS)
_JUST_FOLLOW = PLAIN - {KIND}
_SPECIAL = _JUST_FOLLOW | {_BODY, _TARGET, _SELECTOR, TYPE, ATTACKED, SUBCLASS}
_PER_FILE = 16_000_000
"""How many bytes one file holds, about."""
_MOST_FILES = 64
_LARGE_GRAPH = 100_000
"""From how many lines on a graph of people's own is dealt out itself."""

Missing = Callable[[Iterable[bytes]], set[bytes]]
"""Returns those of some lines that the store does not have."""


class NotForBulkError(Exception):
    """What files hold cannot be added in bulk: it has to go the way that small files go."""


class Dealt:
    """Lines dealt out to temporary files."""

    def __init__(self, folder: Path | None, number: int) -> None:
        self._folder = folder
        self._files: list[IO[bytes] | None] = [None] * number

    def add(self, number: int, lines: list[bytes]) -> None:
        """Write lines to a file, by its number."""
        if not lines:
            return
        file = self._files[number]
        if file is None:
            file = self._files[number] = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed with all
        lines.append(b"")
        file.write(b"\n".join(lines))

    def add_to(self, rows: Iterable[list[bytes]]) -> None:
        """Write lines to all files."""
        for number, lines in enumerate(rows):
            self.add(number, lines)

    def deal(self, lines: Iterable[bytes]) -> None:
        """Write lines wherever each belongs by itself."""
        rows: list[list[bytes]] = [[] for _ in self._files]
        for line in lines:
            rows[crc32(line) % len(rows)].append(line)
        self.add_to(rows)

    def lines(self, number: int) -> list[bytes]:
        """Return the lines of a file."""
        file = self._files[number]
        if file is None:
            return []
        file.seek(0)
        found = file.read().split(b"\n")
        found.pop()
        return found

    def has_any(self) -> bool:
        """Whether anything was written."""
        return any(self._files)

    def close(self) -> None:
        """Delete all."""
        for file in filter(None, self._files):
            file.close()
        self._files = [None] * len(self._files)


class Stage:
    """All that files hold.

    Args:
        folder: In which folder the temporary files are; None for the system's.
        size: How many bytes are expected, about.

    Attributes:
        number: How many parts it has.
        triples: How many triples came, each as often as it stands in the files.
        protected: Graph that people cannot write → how many triples it has.
        graphs: Graph of people's own → the first of its lines, in order.
        plain: The lines that only ever follow by rule, but for kinds; dealt out by the line.
        followed: The lines that follow by rule from other nodes, to hold those against; dealt out in the same way.
        classes: The lines that tell which class stands below which.
        attacked: The nodes that are attacked.
        relations: Those of them that are said to be relations; once all is there.
    """

    def __init__(self, folder: Path | None, size: int) -> None:
        self.number = max(1, min(_MOST_FILES, size // _PER_FILE))
        self.triples = 0
        self.protected: dict[str, int] = {}
        self.graphs: dict[str, bytes] = {}
        self.classes: list[bytes] = []
        self.relations: set[bytes] = set()
        self._folder = folder
        self._lines, self._links, self._moved, self._graphs, self._large = (
            Dealt(folder, self.number) for _ in range(5)
        )
        self.plain, self.followed = Dealt(folder, self.number), Dealt(folder, self.number)
        self._said_relations = Dealt(folder, 1)
        self.attacked: set[bytes] = set()
        self._coming: list[list[_Coming]] = [[] for _ in range(self.number)]
        self._sizes: Counter[str] = Counter()
        self._large_graphs: set[str] = set()

    def close(self) -> None:
        """Delete the temporary files."""
        about = (self._lines, self._links, self._moved, self._graphs, self._large)
        for dealt in (*about, self.plain, self.followed, self._said_relations):
            dealt.close()

    def take(self, batch: Batch) -> None:
        """Take some of what files hold."""
        self.triples += batch.triples
        for graph, number in batch.protected.items():
            self.protected[graph] = self.protected.get(graph, 0) + number
        for graph, lines in batch.graph_lines.items():
            first = min(lines)
            self.graphs[graph] = min(self.graphs.get(graph, first), first)
            self._take_graph(graph, lines)
        self._take(batch.lines)

    def _take_graph(self, graph: str, lines: list[bytes]) -> None:
        self._sizes[graph] += len(lines)
        if self._sizes[graph] > _LARGE_GRAPH:
            self._large_graphs.add(graph)
            self._large.deal(lines)
        else:
            self._graphs.add(crc32(graph.encode()) % self.number, lines)

    def _take(self, lines: list[bytes]) -> None:
        rows: list[list[bytes]] = [[] for _ in range(self.number)]
        special: list[tuple[bytes, int, bytes]] = []
        begin, length, at = b"\n", 0, 0
        for line in lines:
            if not line.startswith(begin):  # lines about one node mostly stand together
                length = line.index(b" ") + 1
                begin = line[:length]
                at = self.place(begin[:-1])
            path = line[length : line.index(b" ", length)]
            if path in _SPECIAL:
                special.append((path, at, line))
                if path in _JUST_FOLLOW:
                    continue
            rows[at].append(line)
        self._lines.add_to(rows)
        self._take_special(special)

    def _take_special(self, special: list[tuple[bytes, int, bytes]]) -> None:
        links: list[list[bytes]] = [[] for _ in range(self.number)]
        plain, relations = list[bytes](), list[bytes]()
        for path, at, line in special:
            if path in _JUST_FOLLOW:
                plain.append(line)
            elif path == TYPE:
                relations += [line.split(b" ", 1)[0]] if line.endswith(_ARE_RELATIONS) else []
            elif path == ATTACKED:
                self.attacked.add(line.split(b" ", 2)[2][:-2])
            elif path == SUBCLASS:
                self.classes.append(line)
            else:
                links[at].append(line)
        self._links.add_to(links)
        self._said_relations.add(0, relations)
        self.plain.deal(plain)

    def place(self, node: bytes) -> int:
        """Return the number of the part in which the lines about a node are."""
        if node.endswith(_PARTS):
            node = node.rpartition(b"-")[0] + b">"
        return crc32(node) % self.number

    def settle(self, missing: Missing) -> None:
        """Find out what can be found out only when all is there: which parts of anchors belong to which items.

        Args:
            missing: Tells which lines the store does not have.

        Raises:
            NotForBulkError: When anchors have a shape in which the order of triples decides.
        """
        self.relations = self.attacked.intersection(self._said_relations.lines(0))
        self._settle_graphs()
        all_links, self._links = self._links, Dealt(self._folder, self.number)
        for number in range(self.number):
            self._links.add(number, sorted(missing(all_links.lines(number))))
        all_links.close()
        if self._links.has_any():
            self._settle_links()

    def _settle_links(self) -> None:
        """Tell each part of the stage what others tell of its nodes, and move the nodes that belong to items in others.

        What a part learns of targets, another may learn of selectors from it: so targets are told first.
        """
        crossing = [self._crossing(number) for number in range(self.number)]
        if any(one[_TARGET] for one in crossing):
            self._tell(crossing, _TARGET)
            crossing = [self._crossing(number) for number in range(self.number)]
        self._tell(crossing, _SELECTOR)
        for number in range(self.number):
            self._move(number)

    def _crossing(self, number: int) -> "dict[bytes, list[_Coming]]":
        """Return what a part of the stage tells of nodes in others."""
        found = self._linked(number).found
        return {path: [one for one in some if self.place(one[1]) != number] for path, some in found.items()}

    def _tell(self, crossing: "list[dict[bytes, list[_Coming]]]", path: bytes) -> None:
        for told in crossing:
            for one in told[path]:
                self._coming[self.place(one[1])].append(one)

    def _linked(self, number: int) -> "_Links":
        return _Links(self._links.lines(number), self._coming[number])

    def _settle_graphs(self) -> None:
        for graph in self._large_graphs:
            self._large.deal(dict(self._of_graphs(crc32(graph.encode()) % self.number)).get(graph, ()))

    def _move(self, number: int) -> None:
        """Move the lines of a part that belong to items in others."""
        away = {node: owner for node, owner in self._linked(number).owners.items() if self.place(owner) != number}
        if not away:
            return
        rows: list[list[bytes]] = [[] for _ in range(self.number)]
        for line in self._lines.lines(number):
            owner = away.get(line.split(b" ", 1)[0])
            if owner:
                rows[self.place(owner)].append(owner + b" " + line)
        self._moved.add_to(rows)

    def nodes(self, number: int) -> tuple[dict[bytes, set[bytes]], dict[bytes, bytes]]:
        """Return node → its lines, of a part; and part of an anchor → the item that it belongs to."""
        owners = self._linked(number).owners
        found = _by_node(self._lines.lines(number))
        here = {node: owner for node, owner in owners.items() if self.place(owner) == number}
        for node in owners.keys() - here.keys():
            found.pop(node, None)
        for moved in self._moved.lines(number):
            owner, _, line = moved.partition(b" ")
            subject = line.split(b" ", 1)[0]
            here[subject] = owner
            found.setdefault(subject, set()).add(line)
        return found, here

    def graph_lines(self, number: int) -> Iterator[tuple[str, list[bytes]]]:
        """Yield graphs of people's own of a part, with their lines, each once and in order."""
        yield from (one for one in self._of_graphs(number) if one[0] not in self._large_graphs)
        yield from _by_graph(self._large.lines(number))

    def _of_graphs(self, number: int) -> Iterator[tuple[str, list[bytes]]]:
        return _by_graph(self._graphs.lines(number))


def _by_node(lines: Iterable[bytes]) -> dict[bytes, set[bytes]]:
    found: dict[bytes, set[bytes]] = {}
    begin, said = b"\n", set[bytes]()
    for line in lines:
        if not line.startswith(begin):
            begin = line[: line.index(b" ") + 1]
            said = found.setdefault(begin[:-1], set())
        said.add(line)
    return found


def _by_graph(lines: Iterable[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    found: dict[bytes, set[bytes]] = {}
    for line in lines:
        found.setdefault(line[line.rindex(b" <") + 2 : -3], set()).add(line)
    for graph in sorted(found):
        yield graph.decode(), sorted(found.pop(graph))


_Coming = tuple[bytes, bytes, bytes, bytes]
"""A part of an anchor found from another file: the property, the part, the line that tells it, and the owner."""


class _Links:
    """Which parts of anchors belong to which items, as `graph.delta` has it.

    Args:
        lines: The lines that link an annotation to its item, and further down.
        coming: What other files tell.

    Attributes:
        owners: Part → item.
        found: Property → what these lines tell of parts, wherever the lines about those are.
    """

    def __init__(self, lines: Iterable[bytes], coming: Iterable[_Coming]) -> None:
        self.owners: dict[bytes, bytes] = {}
        by_path: dict[bytes, list[tuple[bytes, bytes, bytes]]] = {_BODY: [], _TARGET: [], _SELECTOR: []}
        for line in sorted(lines):
            subject, path, rest = line.split(b" ", 2)
            by_path[path].append((subject, rest[:-2], line))
        for subject, item, _ in by_path[_BODY]:
            if not item.startswith(b"<"):
                raise NotForBulkError
            self.owners[subject] = item
        self.found: dict[bytes, list[_Coming]] = {}
        for path in (_TARGET, _SELECTOR):
            self._go_down(path, by_path[path], [one for one in coming if one[0] == path])

    def _go_down(self, path: bytes, links: list[tuple[bytes, bytes, bytes]], coming: list[_Coming]) -> None:
        known = dict(self.owners)
        found = [(path, part, line, known[subject]) for subject, part, line in links if subject in known]
        self.found[path] = found
        for _, part, _, owner in sorted([*found, *coming], key=lambda one: one[2]):
            self.owners.setdefault(part, owner)
        if any(subject in self.owners and subject not in known for subject, _, _ in links):
            raise NotForBulkError  # a part of a part in the same step: the order of the triples would decide
