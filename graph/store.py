"""The store: holds statements, relations and policies as RDF, answers SPARQL, and keeps derived triples true.

The current state stands in the default graph, together with the vocabulary and the concept schemes that it is written
in, so that a plain query sees all of it and nothing that was withdrawn. Every change goes through `contribute`: one
transaction that changes the current state, keeps what follows by rule, and notes in the history graph who did what.
Graphs of people's own can stand beside these two; what becomes of them is part of contributions too.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from claims import DEFAULT_CORPUS, RULES, SourceText
from graph import loading
from graph.answer import Answer
from graph.attached_texts import AttachedTexts
from graph.contributions import (
    Contribution,
    history_quads,
    invalidations,
    last_contribution,
    new_contribution,
    previous_changes,
)
from graph.delta import Delta
from graph.derivation import Effects, Neighbourhood
from graph.engines import Engine
from graph.errors import (
    AnswerFormatError,
    ReadOnlyError,
)
from graph.exporting import exported, exported_graphs, without_standing
from graph.loading import Loaded, delta_of, size_of, sorted_out
from graph.named_graphs import added_quads, must_be_own, other_changes
from graph.operations import based_on, dataset_of
from graph.portions import Portion, written
from graph.prologue import known_prologue, prologue
from graph.reading import DOCUMENT_FORMATS, Readable, read_quads
from graph.service_hosts import refuse_calls
from graph.standing.asked_for import see_to_standing
from graph.store_indexes import StoreIndexes
from graph.syntax import guard, query_error, without_semicolon
from graph.terms import prefixes
from graph.updates import delta_of_update, present
from ontology import CORPORA, PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph

    from graph.counting.counts_file import CountsFile
    from graph.likeness import LikenessIndex
    from graph.lock import StoreLock

_OWN_PREFIXES = "prefixes of corpora"
_UNNAMED = "notes"
_QUOTING = {PREFIXES["oa"] + name for name in ("exact", "prefix", "suffix")}
_MADE_BY = ox.NamedNode(PREFIXES["prov"] + "wasGeneratedBy")
EXPORT_FORMATS = tuple(DOCUMENT_FORMATS)
"""The formats of `Store.export`."""
_HOLD_ALL = ("turtle", "ntriples", "nquads")
"""Those that an engine writes by itself: they can hold any triple."""


class Store:
    """An open store. Make one with `open_store`; use it in a `with` statement, or call `close`.

    Attributes:
        location: Where it is, in words: a folder, an address, or what it is in memory.
        read_only: Whether it was opened for reading only.
        indexes: The folder for indexes that can be made anew from the store; None to keep them in memory.
        remembered: What was asked of sources, which seldom change; a new, empty one when they may have. Take hold of
            it before asking for what goes into it: another thread may change the store in between.
        writing: The lock that is held while it is changed; hold it to read, decide and write without another between.
    """

    def __init__(
        self,
        engine: Engine,
        location: str,
        *,
        read_only: bool = False,
        folder: Path | None = None,
        lock: "StoreLock | None" = None,
        indexes: Path | None = None,
        is_shared: bool = False,
    ) -> None:
        self.location = location
        self.read_only = read_only
        self._engine = engine
        self._folder = folder
        self.indexes = indexes or folder
        self._is_shared = is_shared
        self._lock = lock
        self._beside = StoreIndexes(self.indexes, self.ask)
        self._last: tuple[int, str] | None = None
        self.remembered: dict[str, object] = {}
        self._texts = AttachedTexts(folder)
        self.writing = engine.writing

    def query(
        self,
        sparql: str,
        *,
        allow_network: bool = False,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Answer:
        """Answer a SPARQL query. The prefixes of `prefixes()` need no declaration.

        Args:
            sparql: A SELECT, ASK, CONSTRUCT or DESCRIBE query.
            allow_network: Whether SERVICE may call another server.
            default_graphs: The IRIs of the graphs that are asked together instead of the current state, whatever FROM
                says in the query.
            named_graphs: The IRIs of the graphs that GRAPH looks in; where only one of both is given, the other is
                empty.

        Raises:
            QuerySyntaxError: When the query has a fault; tells line, column and the line itself.
            DatasetError: When a graph is not named by a whole IRI.
            NetworkRefusedError: When it uses SERVICE and `allow_network` is false.
            StoreError: When the store cannot be read.
        """
        guard(sparql, allow_network=allow_network)
        see_to_standing(self, sparql, default_graphs, named_graphs)
        declared = self.prologue_for(sparql)
        try:
            return self._engine.query(declared + sparql, dataset_of(default_graphs, named_graphs))
        except SyntaxError as error:
            raise query_error(sparql, error, prologue=declared) from None

    def ask(self, sparql: str) -> Answer:
        """Answer a query that this package wrote itself, and that needs no guard."""
        # Only the prefixes that it uses: to read all of them takes longer than most of these queries.
        return self._engine.ask(known_prologue(sparql) + sparql)

    def update(
        self,
        sparql: str,
        *,
        allow_network: bool = False,
        allow_hosts: Collection[str] | None = None,
        using_graphs: Sequence[str] = (),
        using_named_graphs: Sequence[str] = (),
        base_iri: str = "",
        by: str = "",
        message: str = "",
    ) -> Contribution | None:
        """Change the store by SPARQL Update in one transaction, as a contribution, derived triples included.

        Nothing is held against the shapes. What follows by rule (`ca:supports` and so on) cannot be added or removed by
        itself: it comes and goes with what stands behind it. Graphs of one's own can be made, filled and dropped beside
        the current state, which is the default graph. A graph under https://w3id.org/claimatlas/, such as the history,
        can be read and not written: to name one there is an error, and a variable or ALL passes it over.

        An operation that inserts or deletes costs as much as asking for what it changes; several, of which one looks
        for a pattern, are worked out on a copy of the state, in time and memory that grow with the store.

        Args:
            sparql: One or more update operations, separated by `;`.
            allow_network: Whether SERVICE and LOAD may call another server.
            allow_hosts: The hosts that they may call, such as `example.org` or `localhost:7878`, and no others; each
                call has to name its server as `<http://…>`. Takes the place of `allow_network`.
            using_graphs: The IRIs of graphs in which all patterns are looked for together, as if by USING.
            using_named_graphs: The IRIs of graphs in which GRAPH looks, as if by USING NAMED.
            base_iri: What relative IRIs are relative to; without it there must be none.
            by: Who changes it; by default who is logged in.
            message: Why; by default the update itself.

        Returns:
            The contribution; None where the update changes nothing.

        Raises:
            QuerySyntaxError: When the update has a fault.
            DatasetError: When it has USING or WITH beside `using_graphs` or `using_named_graphs`; or when one of these,
                or `base_iri`, is no IRI.
            NetworkRefusedError: When it uses LOAD or SERVICE and may not.
            ProtectedGraphError: When it names, to be written, a graph that is not for people to write.
            UnknownGraphError: When it drops a graph, or adds, copies or moves one, that is not there, without SILENT.
            GraphExistsError: When it creates a graph that is there, without SILENT.
            ReadOnlyError: When the store was opened for reading.
            StoreWriteError: When it fails, or cannot be written. Whatever is raised, nothing is changed.
        """
        self.must_write()
        guard(sparql, allow_network=allow_network or allow_hosts is not None)
        if allow_hosts is not None:
            refuse_calls(sparql, frozenset(allow_hosts))
        see_to_standing(self, sparql, using_graphs, using_named_graphs)
        declared = based_on(base_iri) + self.prologue_for(sparql)
        with self.writing:
            try:
                text = without_semicolon(sparql)
                delta = delta_of_update(text, self.ask, declared, using_graphs, using_named_graphs)
            except SyntaxError as error:
                raise query_error(sparql, error, prologue=declared, update=True) from None
            return self.contribute(delta, by, message or f"SPARQL Update: {sparql.strip()}")

    def load(
        self,
        files: Iterable[Readable],
        *,
        by: str = "",
        message: str = "",
        progress: Callable[[int], None] | None = None,
    ) -> "Loaded":
        """Add the content of RDF files as one contribution, with all that is derived from it.

        Triples of named graphs go to graphs of people's own, by the same names. Graphs under
        https://w3id.org/claimatlas/, such as the history that an export in N-Quads holds, are another store's affair:
        they are left out, and told. Nothing is held against the shapes: `check_store` does that.

        Args:
            files: The files.
            by: Who adds them; by default who is logged in.
            message: Why; by default their names.
            progress: Is told how many bytes of large files are read; all is written once they are.

        Returns:
            How many triples the files hold, in which graphs, and which of them were left out: plain triples
            (`ca:supports` and so on) that no relation node stands behind, and graphs that nobody can write.

        Raises:
            RdfSyntaxError: When any file has a fault; tells every such file, and nothing is loaded.
            ReadOnlyError: When the store was opened for reading.
            StoreWriteError: When it cannot be written; nothing is loaded.
        """
        self.must_write()
        files = list(files)
        message = message or f"Import of {', '.join(file.name for file in files)}"
        loaded = self._load_in_bulk(files, by, message, progress) if size_of(files) >= loading.LARGE else None
        return loaded or self._add(read_quads(files), by, message)

    def add_graph(self, graph: "Graph", *, by: str = "", message: str = "") -> "Loaded":
        """Add the triples of an rdflib graph as one contribution; see `load` for what it takes, returns and raises."""
        self.must_write()
        content = graph.serialize(format="nt", encoding="utf-8")
        return self._add(
            list(ox.parse(content, format=ox.RdfFormat.N_TRIPLES)), by, message or "Import of an rdflib graph"
        )

    def contribute(
        self, delta: Delta, by: str = "", message: str = "", *, tool: str = "", effects: Effects | None = None
    ) -> Contribution | None:
        """Change the store as a delta says, in one transaction: state, derived triples and history.

        Whether the result is sound is for the caller to have seen to.

        Args:
            delta: What to add and remove.
            by: Who changes it; by default who is logged in.
            message: Why.
            tool: The program; by default claimatlas with its version.
            effects: What the change brings with it, where it is known already.

        Returns:
            The contribution; None where the delta changes nothing.

        Raises:
            ReadOnlyError: When the store was opened for reading.
            ProtectedGraphError: When the delta changes a graph that is not for people to write.
            StoreWriteError: When it cannot be written; nothing is changed.
        """
        self.must_write()
        if not delta:
            return None
        with self.writing:
            must_be_own(delta.graphs)
            if effects is None:
                effects = Neighbourhood(self.ask, delta).effects() if delta.items else Effects()
            delta = effects.settled(delta)
            if not delta:
                return None
            made = new_contribution(self.last[0] + 1, by, message, tool)
            for item in effects.created:
                by_item = delta.added.setdefault(item, [])
                by_item.append(ox.Triple(ox.NamedNode(item), _MADE_BY, ox.NamedNode(made.iri)))
            history = [*history_quads(made, delta, previous_changes(self.ask, [*delta.items, *delta.graphs]))]
            history += invalidations(made, effects.vanished)
            current = [ox.Quad(t.subject, t.predicate, t.object) for t in (*delta.all_added(), *effects.new)]
            current += added_quads(delta.graphs)
            then = " ;\n".join(filter(None, (other_changes(delta.graphs), effects.then)))
            self._engine.change([*current, *history], [*delta.all_removed()], then)
            self._last = made.number, made.iri
            self._forget()
        return made

    def next_contribution(self, by: str = "", message: str = "") -> Contribution:
        """Return the contribution that would be made now, for `contribute_many`; hold `writing` until then.

        Raises:
            ReadOnlyError: When the store was opened for reading.
        """
        self.must_write()
        return new_contribution(self.last[0] + 1, by, message)

    def contribute_many(self, portions: Iterable[Portion], made: Contribution) -> None:
        """Add what is all new, as one contribution, wholly or not at all.

        Args:
            portions: What to add, with what follows from it by rule; they are written one by one, so that they may be
                made meanwhile. Where one cannot be made, nothing is added.
            made: The contribution, from `next_contribution`.

        Raises:
            ReadOnlyError: When the store was opened for reading.
            StoreWriteError: When it cannot be written.
        """
        self.must_write()
        has_source = False

        def noticed() -> Iterator[Portion]:
            nonlocal has_source
            for portion in portions:
                has_source = has_source or any(b"#Source> ." in group.said for group in portion.groups)
                yield portion

        self._engine.add_many(written(noticed(), made))
        self._last = made.number, made.iri
        if self._is_shared or has_source:
            self._forget()

    def graph(self) -> "Graph":
        """Return the current state as an rdflib graph."""
        from rdflib import Graph

        return Graph().parse(data=self._engine.dump(ox.RdfFormat.N_TRIPLES, {}), format="nt")

    def export(self, format: str = "turtle", *, quotes: bool = True) -> bytes:  # noqa: A002 - as rdflib calls it
        """Return the current state in a standard format; for trig and nquads with the graphs of people's own.

        Args:
            format: One of `EXPORT_FORMATS`; nquads is all that the store holds, the history too,
                but for the standing, which follows from the rest.
            quotes: Whether anchors may hold the words of their passages; not for nquads, whose history holds them.

        Raises:
            AnswerFormatError: When the format is not one of them, cannot leave quotations out, or cannot hold a
                triple: RDF/XML has no way to write control characters, nor properties such as <urn:a:1>.
        """
        if format not in DOCUMENT_FORMATS:
            raise AnswerFormatError(f"Cannot export as {format}; choose one of {', '.join(DOCUMENT_FORMATS)}.")
        if format == "nquads" and not quotes:
            others = ", ".join(name for name in DOCUMENT_FORMATS if name != format)
            raise AnswerFormatError(f"The history in N-Quads holds quotations; choose one of {others}.")
        if quotes and format in _HOLD_ALL:
            return without_standing(self._engine.dump(DOCUMENT_FORMATS[format], prefixes()))
        source = ox.RdfFormat.N_QUADS if format == "trig" else ox.RdfFormat.N_TRIPLES
        said = ox.parse(self._engine.dump(source, {}), format=source)
        kept = (quad for quad in said if quotes or quad.predicate.value not in _QUOTING)
        if format == "trig":
            return exported_graphs(kept, prefixes())
        return exported((quad.triple for quad in kept), format, prefixes())

    def derive(self) -> None:
        """Make the derived triples anew: add what is missing, remove what nothing stands behind.

        Raises:
            ReadOnlyError: When the store was opened for reading.
        """
        self.must_write()
        with self.writing:
            self._engine.update(_DERIVE)
            self._forget()
            self._beside.recount(self.last)

    def attach(self, source: SourceText, corpus: str = DEFAULT_CORPUS) -> None:
        """Keep a copy of a corpus's source text in the store's folder, so that passages can be shown.

        Raises:
            ReadOnlyError: When the store has no folder of its own, or was opened for reading.
            StoreWriteError: When the folder cannot be written.
        """
        self.must_write()
        if not self._texts.keep(source, corpus):
            raise ReadOnlyError(
                f"{self.location} has no folder to keep the text in; make a store with `claimatlas init`."
            )

    def source(self, corpus: str = DEFAULT_CORPUS) -> SourceText | None:
        """Return the attached source text of a corpus, or None where none is attached."""
        return self._texts.of(corpus)

    def attached(self) -> list[str]:
        """Return the names of the corpora whose source text is attached."""
        return self._texts.names

    def close(self) -> None:
        """Let go of the store; harmless when it is called again."""
        self._engine.close()
        self._beside.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Store {self.location}{' (read only)' if self.read_only else ''}>"

    @property
    def engine(self) -> Engine:
        """What it stands on: for the parts of this package that answer queries beside it."""
        return self._engine

    @property
    def is_shared(self) -> bool:
        """Whether others may change it at any time: then what was asked before has to be asked again."""
        return self._is_shared

    def must_write(self) -> None:
        """Check that it can be written.

        Raises:
            ReadOnlyError: When it was opened for reading.
        """
        if self.read_only:
            raise ReadOnlyError(
                f"{self.location} is open for reading only. Make a store of your own with `claimatlas init`."
            )

    def likeness(self) -> "LikenessIndex":
        """Return the index of near-duplicates, brought up to date where it is behind."""
        return self._beside.likeness(self.last)

    def counts(self) -> "CountsFile":
        """Return the index of counts, brought up to date where it is behind."""
        return self._beside.counts(self.last)

    @property
    def last(self) -> tuple[int, str]:
        """The number and IRI of the last contribution; 0 and "" where there is none."""
        if self._is_shared:
            return last_contribution(self.ask)
        if self._last is None:
            asked = last_contribution(self.ask)
            if self.writing.acquire(blocking=False):  # else a change is under way, and this may soon be old
                self._last = self._last or asked
                self.writing.release()
            return asked
        return self._last

    def _add(self, quads: list[ox.Quad], by: str, message: str) -> "Loaded":
        found = sorted_out(quads)
        with self.writing:
            self.contribute(delta_of(found, self.ask), by, message)
            there = present(self.ask, set(found.plain))
        left_out = tuple(str(triple) for triple in found.plain if triple not in there)
        return Loaded(len(quads), left_out, tuple(found.graphs), found.protected)

    def _load_in_bulk(
        self, files: list[Readable], by: str, message: str, progress: Callable[[int], None] | None
    ) -> "Loaded | None":
        """Load large files; None, with nothing done, where they have to go the way of small ones."""
        # Imported here: most commands load nothing large.
        from graph.bulk.adding import add_staged, staged
        from graph.bulk.staging import NotForBulkError

        try:
            with staged(files, folder=self._folder, progress=progress) as stage, self.writing:
                made = self.next_contribution(by, message)
                loaded = add_staged(stage, self.ask, made, lambda portions: self.contribute_many(portions, made))
                self._forget()
        except NotForBulkError:
            return None
        return loaded

    def _forget(self) -> None:
        self.remembered = {}

    def prologue_for(self, sparql: str) -> str:
        """Return the declarations of those prefixes that a query may use, of the known ones and of own corpora."""
        return prologue(sparql, self._prefixes_of_corpora)

    def _prefixes_of_corpora(self) -> dict[str, str]:
        remembered = self.remembered
        known = remembered.get(_OWN_PREFIXES)
        if not isinstance(known, dict) or self._is_shared:
            rows = self.ask("SELECT ?source { ?source a ca:Source }")
            names = {row["source"].removeprefix(CORPORA).partition("/")[0] for row in rows} | {_UNNAMED}
            known = {name: f"{CORPORA}{name}/" for name in sorted(names) if name[0].isalpha()}
            remembered[_OWN_PREFIXES] = known
        return known


_DERIVE = " ;\n".join(text for rule in RULES for text in (rule.delete, rule.insert) if text)
