"""What a claim is: items as values and as triples, the encoded corpora, drafts, and anchors into source texts.

Read `model.py` first (what an item is), then `encoding.py` (as triples), `expanding.py` (from what people write to
items) and `anchors.py`. Knows `ontology` only: it turns things into triples and back, and never needs a store.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from claims.anchors import Anchor, Fingerprint, PassageFinding, anchor_at, find_anchor, fingerprint
from claims.derived import PLAIN_PROPERTIES, RULES, Rule
from claims.deriving import Spo, consequences
from claims.drafts import Draft, DraftFault, Origin
from claims.errors import ClaimsError, DraftError, FormatError, PassageError, SourceError, UnknownCorpusError
from claims.quotes import Place, Quote, QuoteFinding, find_quote, in_context, quote_at
from claims.shipped import DEFAULT_CORPUS, Corpus, corpora, corpus
from claims.source import Paragraph, Section, SourceText

if TYPE_CHECKING:
    from claims.demands import FieldOf, fields_of
    from claims.draft_files import DRAFT_FORMATS, draft_format, parse_drafts, read_drafts, write_bad
    from claims.draft_terms import fields_to_fill, many_fields
    from claims.encoding import read_item, triples
    from claims.expanding import expand, expand_in_chunks
    from claims.expansion import Expansion, Surroundings
    from claims.formats.argument import NODE_TYPES, Argument, Edge, Json, Node, Note, Span
    from claims.formats.attack_files import read_attack_graph
    from claims.formats.attack_graph import AttackGraph
    from claims.formats.corpus_names import CorpusNames
    from claims.formats.lowering import Lowered, lowered
    from claims.formats.raising import Holding, TextPlace, raised
    from claims.formats.reading import (
        files_in,
        format_named,
        format_of,
        generate_argument,
        left_out,
        parse_argument,
        read_argument,
        recognised,
        write_argument,
    )
    from claims.formats.remembering import remember
    from claims.formats.table import FORMATS, Format
    from claims.identifiers import is_identifier, slug
    from claims.literals import escaped
    from claims.model import (
        KINDS,
        Actor,
        Claim,
        Concept,
        Conflict,
        Counterargument,
        Evidence,
        Group,
        ImportedFile,
        Inference,
        Instrument,
        Item,
        KeptNode,
        Measure,
        Observation,
        Organization,
        Person,
        Policy,
        PowerLink,
        PowerType,
        Rebuttal,
        Rephrase,
        Source,
        State,
        Statement,
        Thesis,
        Topic,
    )
    from claims.ntriples import as_ntriples
    from claims.passages import Passages, node_of
    from claims.source_formats import suggested_title

__all__ = [
    "DEFAULT_CORPUS",
    "DRAFT_FORMATS",
    "FORMATS",
    "KINDS",
    "NODE_TYPES",
    "PLAIN_PROPERTIES",
    "RULES",
    "Actor",
    "Anchor",
    "Argument",
    "AttackGraph",
    "Claim",
    "ClaimsError",
    "Concept",
    "Conflict",
    "Corpus",
    "CorpusNames",
    "Counterargument",
    "Draft",
    "DraftError",
    "DraftFault",
    "Edge",
    "Evidence",
    "Expansion",
    "FieldOf",
    "Fingerprint",
    "Format",
    "FormatError",
    "Group",
    "Holding",
    "ImportedFile",
    "Inference",
    "Instrument",
    "Item",
    "Json",
    "KeptNode",
    "Lowered",
    "Measure",
    "Node",
    "Note",
    "Observation",
    "Organization",
    "Origin",
    "Paragraph",
    "PassageError",
    "PassageFinding",
    "Passages",
    "Person",
    "Place",
    "Policy",
    "PowerLink",
    "PowerType",
    "Quote",
    "QuoteFinding",
    "Rebuttal",
    "Rephrase",
    "Rule",
    "Section",
    "Source",
    "SourceError",
    "SourceText",
    "Span",
    "Spo",
    "State",
    "Statement",
    "Surroundings",
    "TextPlace",
    "Thesis",
    "Topic",
    "UnknownCorpusError",
    "anchor_at",
    "as_ntriples",
    "consequences",
    "corpora",
    "corpus",
    "draft_format",
    "escaped",
    "expand",
    "expand_in_chunks",
    "fields_of",
    "fields_to_fill",
    "files_in",
    "find_anchor",
    "find_quote",
    "fingerprint",
    "format_named",
    "format_of",
    "generate_argument",
    "in_context",
    "is_identifier",
    "left_out",
    "lowered",
    "many_fields",
    "node_of",
    "parse_argument",
    "parse_drafts",
    "quote_at",
    "raised",
    "read_argument",
    "read_attack_graph",
    "read_drafts",
    "read_item",
    "recognised",
    "remember",
    "slug",
    "suggested_title",
    "triples",
    "write_argument",
    "write_bad",
]

_LAZY = {
    "demands": (
        "FieldOf",
        "fields_of",
    ),
    "draft_files": (
        "DRAFT_FORMATS",
        "draft_format",
        "parse_drafts",
        "read_drafts",
        "write_bad",
    ),
    "draft_terms": (
        "fields_to_fill",
        "many_fields",
    ),
    "encoding": (
        "read_item",
        "triples",
    ),
    "expanding": (
        "expand",
        "expand_in_chunks",
    ),
    "expansion": (
        "Expansion",
        "Surroundings",
    ),
    "formats.argument": (
        "Argument",
        "Edge",
        "Json",
        "NODE_TYPES",
        "Node",
        "Note",
        "Span",
    ),
    "formats.attack_files": ("read_attack_graph",),
    "formats.attack_graph": ("AttackGraph",),
    "formats.corpus_names": ("CorpusNames",),
    "formats.lowering": (
        "Lowered",
        "lowered",
    ),
    "formats.raising": (
        "Holding",
        "TextPlace",
        "raised",
    ),
    "formats.reading": (
        "files_in",
        "format_named",
        "format_of",
        "generate_argument",
        "left_out",
        "parse_argument",
        "read_argument",
        "recognised",
        "write_argument",
    ),
    "formats.remembering": ("remember",),
    "formats.table": (
        "FORMATS",
        "Format",
    ),
    "identifiers": (
        "is_identifier",
        "slug",
    ),
    "literals": ("escaped",),
    "model": (
        "KINDS",
        "Actor",
        "Claim",
        "Concept",
        "Conflict",
        "Counterargument",
        "Evidence",
        "Group",
        "ImportedFile",
        "Inference",
        "Instrument",
        "Item",
        "KeptNode",
        "Measure",
        "Observation",
        "Organization",
        "Person",
        "Policy",
        "PowerLink",
        "PowerType",
        "Rebuttal",
        "Rephrase",
        "Source",
        "State",
        "Statement",
        "Thesis",
        "Topic",
    ),
    "ntriples": ("as_ntriples",),
    "passages": ("Passages", "node_of"),
    "source_formats": ("suggested_title",),
}


def __getattr__(name: str) -> object:
    """Load the model and what rests on it on first use: most commands can do without pydantic and rdflib."""
    module = next((module for module, names in _LAZY.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"claims.{module}"), name)
