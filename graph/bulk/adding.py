"""Large files of RDF into the store: as small ones come in (`Store.load`), in a fraction of the time and the memory.

The files are read batch by batch and put aside by what they tell of (`bulk_staging.py`). Then portion by portion is
held against the store, what follows by rule is worked out on the lines themselves (`bulk_rules.py`), and all is added
as one contribution. What cannot be told in portions, such as classes that come to items that are in the store, or a
new order of classes, is not for this way: the caller is told, and takes the other.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path

import pyoxigraph as ox

from graph.asking import Ask, outgoing, values_of
from graph.bulk.batches import Progress, read_in_batches
from graph.bulk.rules import ATTACKED, PLAIN, RELATIONS, TYPE, followed
from graph.bulk.staging import NotForBulkError, Stage
from graph.collecting import without_collecting
from graph.contributions import Contribution, previous_changes
from graph.errors import StoreWriteError
from graph.loading import Loaded, size_of
from graph.named_graphs import graph_names
from graph.portions import Group, Portion
from graph.reading import Readable
from graph.updates import present
from ontology import HISTORY, PREFIXES

_COMPACT = {".ttl": 3, ".trig": 3, ".jsonld": 2, ".json": 2}
"""How many times as long N-Triples are."""
_FEW = 20_000
"""Up to how many nodes are asked for at once, to be known from then on."""
_GROUP = 100
"""How many items share one change in the history where there are many."""
_LARGE_GROUP = 1_000_000
"""How many bytes their triples may have."""
_LARGEST_ITEM = 8_000_000
"""How many bytes one item may have: with all of it in one literal, engines have a bound."""
_PER_CHANGE = 10_000
"""How many triples of a graph one change has at most."""
_GENERATED = f"<{PREFIXES['prov']}generated>"
_TOGETHER = 5_000
"""Of how many nodes the store is asked what it says, at once."""
_KINDS = " ".join(rest[:-2].decode() for rest in sorted(RELATIONS))


@contextmanager
def staged(
    files: Sequence[Readable], *, folder: Path | None = None, progress: Progress | None = None
) -> Iterator[Stage]:
    """Give what files hold, put aside on disk.

    Args:
        files: The files.
        folder: Where temporary files may be; None for the system's.
        progress: Is told how many bytes are read.

    Raises:
        RdfSyntaxError: When any file has a fault; tells every such file.
        StoreWriteError: When the temporary files cannot be written.
    """
    lengths = (size_of([file]) * _COMPACT.get(Path(file.name).suffix.lower(), 1) for file in files)
    try:
        with closing(Stage(folder, sum(lengths))) as stage:
            with without_collecting():
                for batch in read_in_batches(files, progress):
                    stage.take(batch)
            yield stage
    except OSError as error:
        raise StoreWriteError(f"Nothing was loaded: {error.strerror or error}.") from error


def add_staged(stage: Stage, ask: Ask, made: Contribution, add: Callable[[Iterator[Portion]], None]) -> Loaded:
    """Add what files hold as one contribution; see `Store.load`.

    Args:
        stage: What they hold.
        ask: Asks the store, which nobody else changes meanwhile.
        made: The contribution.
        add: Adds portions to it, wholly or not at all; it is not called where there are none.

    Raises:
        NotForBulkError: When they cannot be added in this way; nothing is added.
    """
    loading = _Loading(stage, ask, made)
    portions = loading.portions()
    with without_collecting():
        first = next(portions, None)
        if first:
            add(chain([first], portions))
    return loading.report()


class _Loading:
    """Staged lines on their way into the store."""

    def __init__(self, stage: Stage, ask: Ask, made: Contribution) -> None:
        self._stage = stage
        self._ask = ask
        self._made = made
        self._unfounded: list[bytes] = []
        self._nodes = _Known(ask, "?x ?p ?o")
        self._changed = _Known(ask, f"GRAPH <{HISTORY}> {{ ?change ca:changes ?x }}")
        self._attacked = _Known(ask, "?conflict ca:attacked ?x")
        self._relations = _Known(ask, f"VALUES ?kind {{ {_KINDS} }} ?x a ?kind")
        self._graphs = graph_names(ask, stage.graphs)

    def report(self) -> Loaded:
        """Return what became of the files, once all portions are made."""
        stage = self._stage
        left_out = tuple(line.removesuffix(b" .").decode() for line in sorted(self._unfounded))
        graphs = sorted(stage.graphs, key=lambda graph: stage.graphs[graph])
        return Loaded(stage.triples, left_out, tuple(graphs), stage.protected)

    def portions(self) -> Iterator[Portion]:
        """Yield what is new, part by part of the stage.

        Raises:
            NotForBulkError: When something cannot be added in this way.
        """
        stage = self._stage
        if self._missing(stage.classes):
            raise NotForBulkError
        stage.settle(self._missing)
        stage.relations |= self._relations.among(stage.attacked - stage.relations)
        few: list[_New] | None = []  # as long as they are few, each has a change of its own
        for number in range(stage.number):
            items, derived = self._of_part(number)
            if few is not None:
                few += items
                items, few = (few, None) if len(few) > _GROUP else ([], few)
            if items or derived:
                yield Portion(tuple(self._grouped(items, _GROUP)), derived)
        if few:
            yield Portion(tuple(self._grouped(few, 1)), b"")
        for number in range(stage.number):
            yield from self._of_graphs(stage.graph_lines(number))
        self._judge_plain()

    def _missing(self, lines: Iterable[bytes]) -> set[bytes]:
        """Return those of some lines that the store does not have."""
        wanted = set(lines)
        there = self._nodes.among({_subject(line) for line in wanted})
        return wanted - self._present({line for line in wanted if _subject(line) in there})

    def _present(self, lines: set[bytes], graph: str = "") -> set[bytes]:
        triples = {quad.triple for quad in ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_QUADS)}
        end = f" <{graph}> .".encode() if graph else b" ."
        return {line.removesuffix(b" .") + end for line in _lines_of(present(self._ask, triples, graph))}

    def _of_part(self, number: int) -> "tuple[list[_New], bytes]":
        """Return what is new in a part of the stage by the item that it belongs to, and what follows from it."""
        nodes, owners = self._stage.nodes(number)
        known = self._known_lines(nodes)
        said: dict[bytes, list[bytes]] = {}
        created, own, others, relations = set[bytes](), list[bytes](), list[bytes](), list[bytes]()
        is_relation = self._stage.relations.__contains__
        for node in sorted(nodes):
            lines, there = nodes.pop(node), known.get(node, _NOTHING)
            found = followed(node, lines | there if there else lines, is_relation)
            owner = owners.get(node, node)
            self._unfounded += [line for line in found.unfounded if line in lines]
            kept = [line for line in found.kept if line in lines] if there else found.kept
            if not kept:
                continue
            said.setdefault(owner, []).extend(kept)
            own += found.own
            others += found.others
            if not there and found.is_item:
                if owner != node and self._stage.place(node) != number:
                    raise NotForBulkError  # moved away from what else may be said to be changed in it
                said.setdefault(node, [])
                created.add(node)
            if found.is_relation:
                relations.append(node)
        if self._attacked.among(relations):
            raise NotForBulkError  # what was attacked in the store becomes undercut
        if others and self._stage.plain.has_any():
            self._stage.followed.deal(others)
        return [(item, _text(lines), item in created) for item, lines in said.items()], _text([*own, *others])

    def _known_lines(self, nodes: dict[bytes, set[bytes]]) -> dict[bytes, set[bytes]]:
        """Take out of nodes what the store has; return what it says of those of which there is more.

        Raises:
            NotForBulkError: When a class comes to one of these: that may take away what followed from the others.
        """
        known: dict[bytes, set[bytes]] = {}
        there = iter(sorted(self._nodes.among(nodes)))
        while some := list(islice(there, _TOGETHER)):
            lines: dict[bytes, set[bytes]] = {node: set() for node in some}
            for line in _lines_of(outgoing(self._ask, (node[1:-1].decode() for node in some))):
                lines[_subject(line)].add(line)
            for node in some:
                nodes[node] -= lines[node]
                if nodes[node]:
                    known[node] = lines[node]
                else:
                    del nodes[node]
        if any(_path(line) == TYPE for node in known for line in nodes[node]):
            raise NotForBulkError
        attacked = {line.split(b" ", 2)[2][:-2] for some in known.values() for line in some if _path(line) == ATTACKED}
        self._stage.relations |= self._relations.among(attacked)
        return {node: {line for line in lines if _path(line) not in PLAIN} for node, lines in known.items()}

    def _grouped(self, items: "list[_New]", most: int) -> Iterator[Group]:
        """Yield items in groups that share a change in the history, of a bearable number and size."""
        changed = self._changed.among({item for item, _, _ in items})
        previous = previous_changes(self._ask, [_iri(item) for item in changed])
        group: list[_New] = []
        size = 0
        for item in items:
            if len(item[1]) > _LARGEST_ITEM:
                raise NotForBulkError
            if group and (len(group) == most or size + len(item[1]) > _LARGE_GROUP):
                yield _group(group, previous)
                group, size = [], 0
            group.append(item)
            size += len(item[1])
        if group:
            yield _group(group, previous)

    def _of_graphs(self, graphs: Iterable[tuple[str, list[bytes]]]) -> Iterator[Portion]:
        """Yield what is new in graphs of people's own."""
        for graph, lines in graphs:
            there = self._present(set(lines), graph) if graph in self._graphs else set()
            new = [line for line in lines if line not in there]
            before = tuple(previous_changes(self._ask, [graph]).values()) if new else ()
            groups = (new[start : start + _PER_CHANGE] for start in range(0, len(new), _PER_CHANGE))
            birth = f"<{self._made.iri}> {_GENERATED} <{graph}> <{HISTORY}> .\n"
            comes = b"" if graph in self._graphs else birth.encode()
            if new:
                yield Portion(tuple(Group((graph,), _text(some), frozenset(), before) for some in groups), comes)

    def _judge_plain(self) -> None:
        """Find the lines that only ever follow by rule, and here follow from nothing."""
        for number in range(self._stage.number):
            left = set(self._stage.plain.lines(number)).difference(self._stage.followed.lines(number))
            self._unfounded += left - self._present(left)


_New = tuple[bytes, bytes, bool]
"""An item, what is added to it, and whether it is new to the store."""
_NOTHING: set[bytes] = set()


class _Known:
    """Nodes that the store knows in some way.

    Args:
        ask: Asks the store.
        pattern: What ?x has to match.
    """

    def __init__(self, ask: Ask, pattern: str) -> None:
        self._ask = ask
        self._pattern = pattern
        self._all: set[bytes] | None = None
        self._is_large = False

    def among(self, nodes: Collection[bytes]) -> set[bytes]:
        """Return those of some nodes that the store knows."""
        if not nodes:
            return set()
        if self._all is None and not self._is_large:
            found = self._asked(f"{{ {self._pattern} }} LIMIT {_FEW + 1}")
            self._is_large = len(found) > _FEW
            self._all = None if self._is_large else found
        if self._all is not None:
            return self._all.intersection(nodes)
        values = values_of(_iri(node) for node in nodes)
        return {node for some in values for node in self._asked(f"{{ VALUES ?x {{ {some} }} {self._pattern} }}")}

    def _asked(self, where: str) -> set[bytes]:
        return {f"<{row['x']}>".encode() for row in self._ask(f"SELECT DISTINCT ?x {where}")}


def _group(items: "list[_New]", previous: Mapping[str, str]) -> Group:
    iris = tuple(_iri(item) for item, _, _ in items)
    created = frozenset(_iri(item) for item, _, is_new in items if is_new)
    before = {previous[iri] for iri in iris if iri in previous}
    return Group(iris, b"".join(said for _, said, _ in items), created, tuple(sorted(before)))


def _iri(node: bytes) -> str:
    return node[1:-1].decode()


def _subject(line: bytes) -> bytes:
    return line.split(b" ", 1)[0]


def _path(line: bytes) -> bytes:
    return line.split(b" ", 2)[1]


def _text(lines: Sequence[bytes]) -> bytes:
    return b"\n".join([*lines, b""]) if lines else b""


def _lines_of(triples: Iterable[ox.Triple]) -> list[bytes]:
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines()
